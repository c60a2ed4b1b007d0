/* SPDX-License-Identifier: MIT */
/*
 * The player as a whole, in a terminal: how soon its first screen is there,
 * what it costs while nothing happens, and what a live lesson costs.
 *
 * A Check suite, because the terminal of the tests asserts with Check.
 */
#include "bench/bench.h"

#include "e2e/player.h"
#include "e2e/sandbox.h"
#include "support/check_main.h"
#include "support/procs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* ---- larger courses ---- */

enum { TOPICS = 20, LESSONS = 50, LARGE_STARTS = 5, COURSE_LEAST = 40 };

/* "0 of 1022 lessons": as many are known as *@arg, or more. */
static bool counts_lessons(struct tty *t, void *arg)
{
	const char *at = strstr(tty_screen(t), " lessons");

	while (at && at > tty_screen(t) && at[-1] >= '0' && at[-1] <= '9')
		at--;
	return at && atoi(at) >= *(const int *)arg;
}

/* In a terminal with this in the environment, until it counts @least. */
static struct tty *open_course(const char *env, int least)
{
	struct tty *t = player_open(&(struct player_options){ .env = { env } });

	tty_wait_until(t, counts_lessons, &least, "all lessons are counted");
	return t;
}

static void report_starts(const char *name, const char *env, int least,
			  size_t starts)
{
	double ms[STARTS];

	for (size_t i = 0; i < starts; i++) {
		int64_t begin = bench_now_ns();
		struct tty *t = open_course(env, least);

		ms[i] = (double)(bench_now_ns() - begin) / 1e6;
		player_quit(t);
	}
	bench_report(name, "ms", ms, starts);
}

/* The course of the source tree, which the sandbox hides behind a small one. */
START_TEST(start_with_the_whole_course)
{
	report_starts("start to first screen, whole course",
		      "PROCESSION_COURSE", COURSE_LEAST, STARTS);
}
END_TEST

/* From its start to its end. */
static double list_ms(const struct sandbox *box)
{
	const char *argv[] = { player_program(), "list", NULL };
	const char *env[] = { "PROCESSION_COURSE", NULL };
	int64_t begin = bench_now_ns();
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		sandbox_enter(box, env);
		if (!freopen("/dev/null", "w", stdout))
			_exit(126);
		(void)execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	return (double)(bench_now_ns() - begin) / 1e6;
}

START_TEST(list_the_whole_course)
{
	struct sandbox box;
	double ms[STARTS];

	sandbox_init(&box, NULL);
	for (int i = 0; i < STARTS; i++)
		ms[i] = list_ms(&box);
	sandbox_fini(&box);
	bench_report("procession list, whole course", "ms", ms, STARTS);
}
END_TEST

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

START_TEST(start_with_a_thousand_lessons)
{
	struct large_course course;

	make_large(&course);
	report_starts("start to first screen, 1,000 lessons", course.lessons,
		      TOPICS * LESSONS + 1, LARGE_STARTS);
	procs_remove_tree(course.dir);
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
	t = open_course(course.lessons, TOPICS * LESSONS + 1);
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
	tcase_add_test(tc, start_with_the_whole_course);
	tcase_add_test(tc, list_the_whole_course);
	tcase_add_test(tc, start_with_a_thousand_lessons);
	tcase_add_test(tc, search_a_thousand_lessons);
	tcase_add_test(tc, idle);
	tcase_add_test(tc, live);
	tcase_add_test(tc, key_under_flood);
	suite_add_tcase(s, tc);
	return s;
}
