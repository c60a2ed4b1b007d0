/* SPDX-License-Identifier: MIT */
/*
 * The player as a whole, in a terminal: how soon its first screen is there,
 * what it costs while nothing happens, and what a live lesson costs.
 *
 * A Check suite, because the terminal of the tests asserts with Check.
 */
#include "bench/bench.h"

#include "e2e/player.h"
#include "support/check_main.h"
#include "support/procs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"

enum { STARTS = 20, LISTEN_MS = 2000 };

START_TEST(start_to_first_screen)
{
	double ms[STARTS];

	for (int i = 0; i < STARTS; i++) {
		int64_t begin = bench_now_ns();
		struct tty *t = player_open(&(struct player_options){ 0 });

		tty_wait_text(t, " done");
		ms[i] = (double)(bench_now_ns() - begin) / 1e6;
		player_quit(t);
	}
	bench_report("start to first screen", "ms", ms, STARTS);
}
END_TEST

/* ---- a large course ---- */

enum { TOPICS = 20, LESSONS = 50, LARGE_STARTS = 5 };

static void write_lesson(const char *path, int n)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	(void)fprintf(f,
		      "format: 1\nid: l%d\ntitle: Lesson %d\nabout: One of "
		      "many\nrevision: 1\nminutes: 10\nsteps:\n",
		      n, n);
	for (int i = 0; i < 7; i++) {
		(void)fprintf(f,
			      "  - id: s%d\n    title: Step %d\n"
			      "    text: |\n",
			      i, i);
		for (int j = 0; j < 10; j++)
			(void)fprintf(f,
				      "      A line of words about queues "
				      "and what waits for them, %d.\n",
				      j);
	}
	(void)fprintf(f, "glossary: {term %d: what it means}\n", n);
	ck_assert_int_eq(fclose(f), 0);
}

static void write_course(const char *dir)
{
	char path[600];

	for (int t = 0; t < TOPICS; t++) {
		(void)snprintf(path, sizeof(path), "%s/%d-topic%d", dir, 10 + t,
			       t);
		ck_assert_int_eq(mkdir(path, 0700), 0);
		for (int n = 0; n < LESSONS; n++) {
			(void)snprintf(path, sizeof(path),
				       "%s/%d-topic%d/l%d.yaml", dir, 10 + t, t,
				       n);
			write_lesson(path, n);
		}
	}
}

struct large_course {
	char dir[32], lessons[64];
};

static void make_large(struct large_course *c)
{
	(void)snprintf(c->dir, sizeof(c->dir), "/tmp/bench-course-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(c->dir));
	write_course(c->dir);
	(void)snprintf(c->lessons, sizeof(c->lessons), "PROCESSION_LESSONS=%s",
		       c->dir);
}

/* "0 of 1022 lessons": all of them are known. */
static bool counts_all(struct tty *t, void *arg)
{
	const char *at = strstr(tty_screen(t), " lessons");

	(void)arg;
	while (at && at > tty_screen(t) && at[-1] >= '0' && at[-1] <= '9')
		at--;
	return at && atoi(at) > TOPICS * LESSONS;
}

static struct tty *open_large(struct large_course *c)
{
	struct tty *t =
		player_open(&(struct player_options){ .env = { c->lessons } });

	tty_wait_until(t, counts_all, NULL, "all lessons are counted");
	return t;
}

START_TEST(start_with_a_thousand_lessons)
{
	struct large_course course;
	double ms[LARGE_STARTS];

	make_large(&course);
	for (int i = 0; i < LARGE_STARTS; i++) {
		int64_t begin = bench_now_ns();
		struct tty *t = open_large(&course);

		ms[i] = (double)(bench_now_ns() - begin) / 1e6;
		player_quit(t);
	}
	procs_remove_tree(course.dir);
	bench_report("start to first screen, 1,000 lessons", "ms", ms,
		     LARGE_STARTS);
}
END_TEST

/*
 * From a letter of @words to the screen that has it with what was found; what
 * is in no lesson is looked for in all of them.
 */
static void type_to_find(struct tty *t, const char *const *letters,
			 const char *name)
{
	double ms[STARTS];
	size_t n = 0;
	SCOPED_STR line = STR_INIT;

	tty_send(t, "/");
	tty_wait_text(t, "words to find");
	str_add(&line, "/");
	for (; letters[n]; n++) {
		int64_t begin;

		/* As people type: not two letters in one frame. */
		tty_wait_quiet(t, 50);
		begin = bench_now_ns();
		str_add(&line, letters[n]);
		tty_send(t, letters[n]);
		tty_wait_text(t, line.buf);
		ms[n] = (double)(bench_now_ns() - begin) / 1e6;
	}
	tty_send(t, "<Esc>");
	tty_wait_gone(t, line.buf);
	bench_report(name, "ms", ms, n);
}

START_TEST(search_a_thousand_lessons)
{
	struct large_course course;
	struct tty *t;

	make_large(&course);
	t = open_large(&course);
	type_to_find(t,
		     (const char *const[]){ "q", "u", "e", "u", "e", "s", " ",
					    "a", "n", "d", NULL },
		     "search as you type, 1,000 lessons");
	type_to_find(t, (const char *const[]){ "q", "z", "x", NULL },
		     "search for what is nowhere");
	type_to_find(t, (const char *const[]){ "é", "t", NULL },
		     "search for a letter with an accent");
	player_quit(t);
	procs_remove_tree(course.dir);
}
END_TEST

/* CPU in percent of one core, and bytes a second, while it is left alone. */
static void cost_of(struct tty *t, const char *name, const char *bytes_name,
		    int rounds)
{
	double cpu[BENCH_ROUNDS], bytes[BENCH_ROUNDS];

	for (int i = 0; i < rounds; i++) {
		double used = procs_cpu(tty_pid(t));
		double begin = procs_now(), time;
		size_t n = tty_listen(t, LISTEN_MS);

		time = procs_now() - begin;
		cpu[i] = 100 * (procs_cpu(tty_pid(t)) - used) / time;
		bytes[i] = (double)n / time;
	}
	bench_report(name, "% of a core", cpu, (size_t)rounds);
	bench_report(bytes_name, "bytes/s", bytes, (size_t)rounds);
}

START_TEST(idle)
{
	struct tty *t = player_open(
		&(struct player_options){ .rows = 36, .cols = 120 });

	tty_wait_text(t, " done");
	tty_wait_quiet(t, 300);
	cost_of(t, "idle player, CPU", "idle player, to the terminal", 5);
	player_quit(t);
}
END_TEST

START_TEST(live)
{
	struct tty *t = player_running(36, 120, "endless:fast");

	cost_of(t, "live lesson at 120x36, CPU",
		"live lesson at 120x36, to the terminal", 5);
	player_quit(t);
}
END_TEST

/* How soon a key has changed the screen while events pour in. */
START_TEST(key_under_flood)
{
	struct tty *t = player_running(36, 120, "endless:flat-out");
	double ms[STARTS];

	(void)player_wait_put(t, 1000);
	for (int i = 0; i < STARTS; i++) {
		int64_t begin = bench_now_ns();

		tty_send(t, "?");
		tty_wait_text(t, "q leaves the help");
		ms[i] = (double)(bench_now_ns() - begin) / 1e6;
		tty_send(t, "<Esc>");
		tty_wait_gone(t, "q leaves the help");
	}
	bench_report("key to screen under a flood of events", "ms", ms, STARTS);
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("bench");
	TCase *tc = tcase_create("app");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, start_to_first_screen);
	tcase_add_test(tc, start_with_a_thousand_lessons);
	tcase_add_test(tc, search_a_thousand_lessons);
	tcase_add_test(tc, idle);
	tcase_add_test(tc, live);
	tcase_add_test(tc, key_under_flood);
	suite_add_tcase(s, tc);
	return s;
}
