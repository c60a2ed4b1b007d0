/* SPDX-License-Identifier: MIT */
/*
 * play [-v] [-w] [-1] [-o DIR] [-l DIR] [-j N] [TOPIC/LESSON ...]
 *
 * Play lessons of the course in the source tree from their first to their last
 * step; without names all of them, some at once: most of the time demos sleep.
 * Each has a terminal and a home of its own.
 *
 *	-v	say how long each took, and what is worth a look
 *	-w	give the wrong answers of each quiz first
 *	-1	all in one player, one after the other, from its home screen;
 *		how much memory it takes is written after each, and must not
 *		grow; no process and no shared memory is left
 *	-o DIR	write every screen, in order, to DIR/TOPIC-LESSON.txt
 *	-l DIR	the lessons are those of this course folder
 *	-j N	so many at once (6)
 *
 * PROCESSION_TEST_SIZE=COLSxROWS is the size of the terminal (80x24), and
 * PROCESSION_TEST_SCREENS the same as -o.
 */
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "lesson/catalog.h"
#include "lessons/play.h"
#include "support/apart.h"
#include "support/procs.h"

enum { AT_ONCE = 6, LESSON_S = 900 };

static struct options {
	bool talkative, wrong_first, in_one_go;
	const char *screens, *lessons;
	int at_once, rows, cols;
} options = { .at_once = AT_ONCE, .rows = 24, .cols = 80 };

/* One lesson that is being played, by a process of its own. */
struct job {
	const struct catalog_entry *entry;
	pid_t pid; /* 0: not begun or over */
	FILE *said;
	double began;
};

static const struct catalog_entry *playing;
static const struct job *course; /* in one go; the last has no entry */

/* ---- one lesson: a test of its own, since a terminal is made for tests ----
 */

static FILE *open_screens(const struct lesson *l)
{
	SCOPED_STR path = STR_INIT;
	FILE *f;

	if (!options.screens)
		return NULL;
	str_addf(&path, "%s/%s-%s.txt", options.screens, l->topic, l->id);
	f = fopen(path.buf, "we");
	ck_assert_msg(f != NULL, "%s: %s", path.buf, strerror(errno));
	(void)fprintf(f, "%s/%s at %dx%d\n", l->topic, l->id, options.cols,
		      options.rows);
	return f;
}

START_TEST(the_lesson_is_played_to_its_end)
{
	struct play p = { .rows = options.rows,
			  .cols = options.cols,
			  .lesson = playing->lesson,
			  .wrong_first = options.wrong_first };

	p.last = p.predicted = p.text = p.footer = STR_INIT;
	p.screens = open_screens(p.lesson);
	play_lesson(&p);
	if (p.screens)
		(void)fclose(p.screens);
}
END_TEST

START_TEST(the_course_is_played_in_one_go)
{
	struct play p = { .rows = options.rows,
			  .cols = options.cols,
			  .wrong_first = options.wrong_first };
	struct play_course c = PLAY_COURSE_INIT;

	p.last = p.predicted = p.text = p.footer = STR_INIT;
	for (const struct job *job = course; job->entry; job++)
		c.warm++;
	c.warm = c.warm > 6 ? c.warm / 2 : 3;
	for (const struct job *job = course; job->entry; job++) {
		p.lesson = job->entry->lesson;
		p.screens = open_screens(p.lesson);
		play_course_lesson(&p, &c);
		if (p.screens)
			(void)fclose(p.screens);
	}
	play_course_end(&p, &c);
}
END_TEST

static int run_test(const char *name, const TTest *test, double seconds)
{
	Suite *s = suite_create(name);
	TCase *tc = tcase_create("play");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tc, seconds);
	tcase_add_test(tc, test);
	suite_add_tcase(s, tc);
	runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	(void)fflush(NULL);
	return failed;
}

static _Noreturn void be_player_of(const struct job *job)
{
	playing = job->entry;
	(void)dup2(fileno(job->said), STDOUT_FILENO);
	(void)dup2(fileno(job->said), STDERR_FILENO);
	_exit(run_test(job->entry->name, the_lesson_is_played_to_its_end,
		       LESSON_S)
		      ? 1
		      : 0);
}

/* ---- several at once ---- */

static _Noreturn void give_up(const char *what)
{
	perror(what);
	exit(2);
}

static void begin(struct job *job)
{
	job->said = tmpfile();
	if (!job->said)
		give_up("tmpfile");
	job->began = procs_now();
	(void)fflush(NULL);
	job->pid = fork();
	if (job->pid < 0)
		give_up("fork");
	if (!job->pid)
		be_player_of(job);
}

static void print_said(const struct job *job)
{
	char line[4096];

	rewind(job->said);
	while (fgets(line, sizeof(line), job->said))
		(void)printf("  %s", line);
}

/* Wait for the end of any; returns whether it went well. */
static bool end_one(struct job *jobs, size_t count)
{
	int status = 0;
	pid_t pid = wait(&status);
	bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;

	for (size_t i = 0; i < count; i++) {
		if (jobs[i].pid != pid)
			continue;
		jobs[i].pid = 0;
		(void)printf("%s %s/%s (%.0f s)\n", good ? "ok    " : "FAILED",
			     jobs[i].entry->topic, jobs[i].entry->name,
			     procs_now() - jobs[i].began);
		if (!good || options.talkative)
			print_said(&jobs[i]);
		(void)fflush(stdout);
		(void)fclose(jobs[i].said);
	}
	return good;
}

static int play_all(struct job *jobs, size_t count)
{
	int failed = 0, running = 0;

	for (size_t i = 0; i < count; i++) {
		if (running == options.at_once) {
			failed += !end_one(jobs, count);
			running--;
		}
		begin(&jobs[i]);
		running++;
	}
	for (; running; running--)
		failed += !end_one(jobs, count);
	return failed;
}

/* ---- which ---- */

static struct job *choose(const struct catalog *c, char *const *names,
			  size_t *ret_count)
{
	struct job *jobs = mem_new(c->lessons + c->broken + 1, sizeof(*jobs));
	size_t n = 0;

	for (size_t i = 0; names[i]; i++) {
		struct err e = ERR_NONE;

		if (n > c->lessons ||
		    catalog_find(c, names[i], &jobs[n].entry, &e) < 0) {
			(void)fprintf(stderr, "play: %s\n", e.text);
			exit(2);
		}
		n++;
	}
	for (size_t i = 0; !names[0] && i < c->count; i++)
		for (size_t k = 0; k < c->topics[i].count; k++)
			if (c->topics[i].entries[k].lesson)
				jobs[n++].entry = &c->topics[i].entries[k];
	for (size_t i = 0; i < n; i++)
		if (!jobs[i].entry->lesson) {
			(void)fprintf(stderr, "play: %s has errors: %s\n",
				      jobs[i].entry->path,
				      jobs[i].entry->diags.items[0].message);
			exit(2);
		}
	*ret_count = n;
	return jobs;
}

static void usage(void)
{
	(void)fputs("play: [-v] [-w] [-1] [-o DIR] [-l DIR] [-j N] "
		    "[TOPIC/LESSON ...]\n",
		    stderr);
	exit(2);
}

static void read_options(int argc, char **argv)
{
	const char *size = getenv("PROCESSION_TEST_SIZE");
	int c;

	options.screens = getenv("PROCESSION_TEST_SCREENS");
	if (size && sscanf(size, "%dx%d", &options.cols, &options.rows) != 2)
		usage();
	while ((c = getopt(argc, argv, "vw1o:l:j:")) != -1) {
		if (c == 'v')
			options.talkative = true;
		else if (c == 'w')
			options.wrong_first = true;
		else if (c == '1')
			options.in_one_go = true;
		else if (c == 'o')
			options.screens = optarg;
		else if (c == 'l')
			options.lessons = optarg;
		else if (c == 'j')
			options.at_once = atoi(optarg);
		else
			usage();
	}
	if (options.at_once < 1)
		usage();
	if (options.screens)
		(void)mkdir(options.screens, 0777);
}

/* Absolute: the player runs in the build tree. */
static void use_folders(void)
{
	SCOPED_FREE char *lessons = NULL;

	if (!getenv("top_builddir"))
		(void)setenv("top_builddir", ".", 1);
	if (!getenv("top_srcdir"))
		(void)setenv("top_srcdir", PLAY_SRCDIR, 1);
	if (!options.lessons)
		return;
	lessons = realpath(options.lessons, NULL);
	if (lessons)
		(void)setenv("PROCESSION_LESSONS", lessons, 1);
}

int main(int argc, char **argv)
{
	struct err e = ERR_NONE;
	struct catalog catalog;
	struct job *jobs;
	size_t count;
	int failed;
	char *dir;

	(void)setlocale(LC_ALL, "C.UTF-8");
	read_options(argc, argv);
	(void)apart();
	use_folders();
	dir = options.lessons ? mem_text(options.lessons)
			      : fs_join(getenv("top_srcdir"), "lessons");
	if (catalog_load(&catalog, &dir, 1, &e) < 0) {
		(void)fprintf(stderr, "play: %s\n", e.text);
		return 2;
	}
	jobs = choose(&catalog, argv + optind, &count);
	course = jobs;
	failed = options.in_one_go
			 ? run_test("course", the_course_is_played_in_one_go,
				    LESSON_S * (double)count)
			 : play_all(jobs, count);
	free(jobs);
	free(dir);
	catalog_release(&catalog);
	return failed ? 1 : 0;
}
