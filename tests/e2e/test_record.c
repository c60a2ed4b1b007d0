/* SPDX-License-Identifier: MIT */
/*
 * Recordings: what a run told is told again by its recording, on the command
 * line and on the screen, and whatever happens to the file it is a shorter run
 * at worst.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/scope.h"
#include "base/str.h"
#include "e2e/command.h"
#include "e2e/player.h"
#include "e2e/recorded.h"
#include "lesson/catalog.h"
#include "support/procs.h"

#define RUN(...) PLAYER_COMMAND(&recorded_course, __VA_ARGS__)

/* ---- the same live and replayed ---- */

/* As it runs by itself: what a lesson does with it may be stuck. */
static void check_demo(const struct lesson_demo *demo)
{
	struct result live, again;

	live = RUN("run", demo->program, "--record", recorded_file, "--speed",
		   "10", "--json");
	again = RUN("replay", recorded_file, "--json");
	ck_assert_msg(again.status == 0, "%s: %s", demo->program, again.err);
	ck_assert_uint_gt(live.out_len, 1000);
	ck_assert_msg(live.out_len == again.out_len &&
			      !memcmp(live.out, again.out, live.out_len),
		      "%s is told otherwise by its recording:\n%s\n---\n%s",
		      demo->program, live.out, again.out);
	command_release(&live);
	command_release(&again);
	ck_assert_int_eq(unlink(recorded_file), 0);
}

/* Whether an earlier step of @l has this demo, too. */
static bool was_checked(const struct lesson *l, size_t step)
{
	for (size_t i = 0; i < step; i++)
		if (l->steps[i].demo &&
		    strcmp(l->steps[i].demo->program,
			   l->steps[step].demo->program) == 0)
			return true;
	return false;
}

START_TEST(every_demo_is_told_the_same_by_its_recording)
{
	const char *top = getenv("top_srcdir");
	SCOPED_FREE char *lessons = fs_join(top ? top : ".", "lessons");
	struct catalog catalog;
	struct err e = ERR_NONE;
	int count = 0;

	ck_assert_msg(catalog_load(&catalog, &lessons, 1, &e) == 0, "%s",
		      e.text);
	for (size_t t = 0; t < catalog.count; t++) {
		for (size_t i = 0; i < catalog.topics[t].count; i++) {
			const struct lesson *l =
				catalog.topics[t].entries[i].lesson;

			for (size_t s = 0; l && s < l->step_count; s++) {
				if (!l->steps[s].demo || was_checked(l, s))
					continue;
				check_demo(l->steps[s].demo);
				count++;
			}
		}
	}
	ck_assert_int_gt(count, 0);
	catalog_release(&catalog);
}
END_TEST

START_TEST(sentences_and_the_ledger_are_the_same_too)
{
	struct result live = recorded_make("--linear"), again;
	char *last = strstr(live.out, "Recorded in ");

	ck_assert_ptr_nonnull(last);
	ck_assert_ptr_nonnull(strstr(last, recorded_file));
	again = RUN("replay", "--linear", recorded_file);
	ck_assert_int_eq(again.status, 0);
	ck_assert_str_eq(again.err, "");
	*last = '\0';
	ck_assert_str_eq(again.out, live.out);
	command_release(&live);
	command_release(&again);
}
END_TEST

/* ---- files ---- */

START_TEST(a_recording_is_never_written_over)
{
	struct result live = recorded_make("--linear"), again;
	struct stat before, after;

	command_release(&live);
	ck_assert_int_eq(stat(recorded_file, &before), 0);
	again = RUN("run", "producer_consumer", "--record", recorded_file);
	recorded_complaint(&again, 2, "exists already");
	ck_assert_int_eq(stat(recorded_file, &after), 0);
	ck_assert_int_eq(before.st_size, after.st_size);
	again = RUN("run", "producer_consumer", "--record", "no/where");
	recorded_complaint(&again, 2, "no/where: No such file");
}
END_TEST

/* The name that was given, then that with .2 behind it. */
START_TEST(each_run_of_a_lesson_is_recorded_in_a_file_of_its_own)
{
	char path[700], again[720], here[512];
	struct result first, second;
	struct tty *t;

	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	(void)snprintf(path, sizeof(path), "%s/%s", here, recorded_file);
	(void)snprintf(again, sizeof(again), "%s.2", path);
	t = player_open(&(struct player_options){
		.args = { "trial/questions:seen", "--record", path },
		.trial = true });
	tty_wait_text(t, "step 2 of");
	tty_send(t, "ii");
	tty_wait_text(t, "PAUSED");
	tty_send(t, "R");
	tty_wait_gone(t, "PAUSED");
	tty_wait_text(t, "PAUSED");
	player_quit(t);
	first = RUN("replay", path, "--linear");
	ck_assert_ptr_nonnull(strstr(first.out, "puts"));
	second = RUN("replay", again, "--linear");
	ck_assert_ptr_nonnull(strstr(second.out, "puts"));
	command_release(&first);
	command_release(&second);
}
END_TEST

/* Which lesson it is makes no difference: numbers go on. */
START_TEST(from_home_each_run_of_every_lesson_is_recorded)
{
	char path[700], here[512], name[720];
	struct tty *t;

	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	(void)snprintf(path, sizeof(path), "%s/%s", here, recorded_file);
	t = player_open(&(struct player_options){ .args = { "--record", path },
						  .trial = true });
	for (int i = 1; i <= 2; i++) {
		struct result r;

		tty_wait_text(t, "Enter open");
		tty_send(t, ":goto trial/questions:seen<Enter>");
		tty_wait_text(t, "step 2 of");
		tty_send(t, "ii");
		tty_wait_text(t, "PAUSED");
		tty_send(t, "q");
		(void)snprintf(name, sizeof(name), i > 1 ? "%s.%d" : "%s", path,
			       i);
		tty_wait_text(t, "Everything that can be asked");
		tty_wait_text(t, "Enter open");
		r = RUN("replay", name, "--linear");
		ck_assert_ptr_nonnull(strstr(r.out, "puts"));
		command_release(&r);
	}
	player_quit(t);
}
END_TEST

START_TEST(a_lesson_that_cannot_be_recorded_says_so)
{
	struct result r = RUN("--linear", "--record", recorded_file);

	recorded_complaint(&r, 2, "a lesson in lines is not recorded");
	r = RUN("ipc/queue", "--linear", "--record", recorded_file);
	recorded_complaint(&r, 2, "a lesson in lines is not recorded");
}
END_TEST

START_TEST(what_is_no_recording_is_told_in_one_line)
{
	struct result r = RUN("replay");

	recorded_complaint(&r, 2, "which recording?");
	r = RUN("replay", "no/where");
	recorded_complaint(&r, 2, "no/where: No such file");
	r = RUN("replay", recorded_dir);
	recorded_complaint(&r, 2, "is not a file");
	r = RUN("replay", player_program());
	recorded_complaint(&r, 2, "is not a recording");
	r = RUN("replay", recorded_file, "two");
	recorded_complaint(&r, 2, "two: one thing too many");
	r = RUN("export", recorded_file);
	recorded_complaint(&r, 2, "which format?");
	r = RUN("export", recorded_file, "--format", "crome");
	recorded_complaint(&r, 2, "did you mean chrome?");
	r = RUN("export", player_program(), "--format", "csv");
	recorded_complaint(&r, 2, "is not a recording");
}
END_TEST

START_TEST(a_cut_file_is_a_shorter_run)
{
	struct result live = recorded_make("--json"), cut;
	struct stat st;

	ck_assert_int_eq(stat(recorded_file, &st), 0);
	/* The end, and the tail of the last events with it. */
	ck_assert_int_eq(truncate(recorded_file, st.st_size - 100), 0);
	cut = RUN("replay", "--json", recorded_file);
	ck_assert_uint_le(cut.out_len, live.out_len);
	ck_assert(!memcmp(cut.out, live.out, cut.out_len));
	recorded_complaint(&cut, 1, "the recording ends early: block ");
	command_release(&live);
	ck_assert_int_eq(truncate(recorded_file, 10), 0);
	cut = RUN("replay", "--json", recorded_file);
	recorded_complaint(&cut, 2, "is not a recording");
}
END_TEST

/* ---- mishaps ---- */

static bool has_grown(struct tty *t, void *size)
{
	struct stat st = { 0 };

	(void)t;
	return stat(recorded_file, &st) == 0 && st.st_size >= *(off_t *)size;
}

START_TEST(a_killed_player_leaves_what_it_has_recorded)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "run", "producer_consumer", "items=100000",
			  "use=0.001", "make=0", "--record", recorded_file,
			  "--linear" } });
	off_t enough = 12000;
	struct result r;

	tty_wait_until(t, has_grown, &enough, "a file with some events");
	tty_signal(t, SIGKILL);
	(void)tty_wait_exit(t);
	tty_close(t);
	r = RUN("replay", "--linear", recorded_file);
	ck_assert_ptr_nonnull(strstr(r.out, " puts "));
	recorded_complaint(&r, 1, "the recording ends early: ");
}
END_TEST

/* A disk of 64 KiB: a file system of our own, where that is permitted. */
START_TEST(a_full_disk_ends_the_recording_and_not_the_run)
{
	static const char script[] =
		"mount -t tmpfs -o size=64k none \"$1\" || exit 77\n"
		"\"$2\" run producer_consumer items=20000 make=0 use=0 "
		"--linear --record \"$1/run\" >/dev/null 2>\"$3\"\n"
		"status=$?\n"
		"\"$2\" replay --linear \"$1/run\" >\"$3.out\" 2>&1\n"
		"exit $status\n";
	SCOPED_STR err = STR_INIT, out = STR_INIT;
	SCOPED_FREE char *said = NULL, *told = NULL;
	const char *argv[] = { "unshare", "-rm", "sh",         "-c",
			       script,    "sh",  recorded_dir, player_program(),
			       NULL,      NULL };
	struct result r;
	size_t len;

	str_addf(&err, "%s.err", recorded_dir);
	str_addf(&out, "%s.err.out", recorded_dir);
	argv[8] = err.buf;
	command_run(&(struct command){ .argv = argv }, &r);
	if (r.status == 0) {
		ck_assert_int_eq(fs_read(err.buf, 4096, &said, &len, NULL), 0);
		ck_assert_msg(strstr(said, "No space left on device: the "
					   "recording ends at about "),
			      "%s", said);
		ck_assert_int_eq(fs_read(out.buf, 1 << 24, &told, &len, NULL),
				 0);
		ck_assert_ptr_nonnull(strstr(told, " puts "));
		/* It was cut where a block ends. */
		ck_assert_ptr_nonnull(strstr(
			told, "ends early: it was not written to its end"));
	} else {
		/* No such name space: nothing is shown. */
		ck_assert_msg(r.status == 77 || r.status == 1, "%d: %s",
			      r.status, r.err);
	}
	(void)unlink(err.buf);
	(void)unlink(out.buf);
	command_release(&r);
}
END_TEST

/* ---- on the screen ---- */

START_TEST(a_run_on_the_screen_is_recorded_and_every_new_one_apart)
{
	SCOPED_STR second = STR_INIT;
	struct tty *t = player_open(&(struct player_options){
		.rows = 36,
		.cols = 120,
		.args = { "run", "producer_consumer", "items=5", "make=0",
			  "use=0", "--record", recorded_file } });
	struct result r;

	str_addf(&second, "%s.2", recorded_file);
	tty_wait_text(t, "ENDED");
	tty_wait_text(t, "recorded in");
	tty_send(t, "R");
	tty_wait_text(t, "run.2");
	tty_send(t, "q");
	player_ended(t, 0, 2);
	r = RUN("replay", "--linear", recorded_file);
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(strstr(r.out, "The run is over"));
	command_release(&r);
	r = RUN("replay", "--linear", second.buf);
	ck_assert_int_eq(r.status, 0);
	command_release(&r);
}
END_TEST

static bool shows_source(struct tty *t, void *unused)
{
	(void)unused;
	return tty_shows(t, "mp_") || tty_shows(t, "#include");
}

START_TEST(a_recording_is_played_on_the_screen)
{
	struct result live =
		RUN("run", "producer_consumer", "items=5", "make=0.05",
		    "--linear", "--record", recorded_file);
	long in, out;
	struct tty *t;

	ck_assert_msg(live.status == 0, "%s", live.err);
	command_release(&live);
	t = player_open(&(struct player_options){
		.rows = 36, .cols = 120, .args = { "replay", recorded_file } });
	tty_wait_text(t, "Recording of 20");
	tty_wait_text(t, "RECORDING AT");
	tty_wait_text(t, "3 processes started");
	tty_wait_text(t, "in 6 ");
	/* Back to where nothing was put yet, and forward again. */
	tty_send(t, "{{{{");
	tty_wait_gone(t, "in 6 ");
	tty_wait_gone(t, "3 processes started");
	for (int i = 0; i < 200 && !tty_shows(t, "in 1 "); i++) {
		tty_send(t, ".");
		tty_wait_quiet(t, 60);
	}
	ck_assert(player_totals(t, &in, &out));
	ck_assert_int_eq(in, 1);
	tty_send(t, ",,,");
	tty_wait_gone(t, "in 1 ");
	tty_send(t, "L");
	tty_wait_text(t, "in 6 ");
	tty_send(t, "[[[");
	tty_wait_text(t, "0.1 times");
	tty_send(t, "R");
	tty_wait_gone(t, "in 6 ");
	tty_send(t, "L");
	tty_wait_text(t, "in 6 ");
	tty_wait_text(t, "producer_consumer.c");
	tty_wait_until(t, shows_source, NULL, "some of the source");
	player_quit(t);
}
END_TEST

/* Nobody says where its source is: the debug information does. */
START_TEST(a_recording_of_a_watched_program_has_its_source)
{
	const char *build = getenv("top_builddir");
	SCOPED_FREE char *program = fs_join(build ? build : ".",
					    "lessons/20-ipc/producer_consumer");
	struct result r = RUN("watch", "--linear", "--record", recorded_file,
			      "--", program, "items=3", "make=0", "use=0");
	struct tty *t;

	ck_assert_msg(r.status == 0, "%s", r.err);
	command_release(&r);
	t = player_open(&(struct player_options){
		.rows = 36, .cols = 120, .args = { "replay", recorded_file } });
	tty_wait_text(t, "RECORDING AT");
	tty_wait_text(t, "producer_consumer.c ");
	tty_wait_until(t, shows_source, NULL, "some of the source");
	tty_wait_text(t, "Shared");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("recordings");
	TCase *tc = tcase_create("recordings");

	tcase_set_timeout(tc, 300);
	tcase_add_checked_fixture(tc, recorded_setup, recorded_teardown);
	tcase_add_test(tc, every_demo_is_told_the_same_by_its_recording);
	tcase_add_test(tc, sentences_and_the_ledger_are_the_same_too);
	tcase_add_test(tc, a_recording_is_never_written_over);
	tcase_add_test(tc,
		       each_run_of_a_lesson_is_recorded_in_a_file_of_its_own);
	tcase_add_test(tc, from_home_each_run_of_every_lesson_is_recorded);
	tcase_add_test(tc, a_lesson_that_cannot_be_recorded_says_so);
	tcase_add_test(tc, what_is_no_recording_is_told_in_one_line);
	tcase_add_test(tc, a_cut_file_is_a_shorter_run);
	tcase_add_test(tc, a_killed_player_leaves_what_it_has_recorded);
	tcase_add_test(tc, a_full_disk_ends_the_recording_and_not_the_run);
	tcase_add_test(tc,
		       a_run_on_the_screen_is_recorded_and_every_new_one_apart);
	tcase_add_test(tc, a_recording_is_played_on_the_screen);
	tcase_add_test(tc, a_recording_of_a_watched_program_has_its_source);
	suite_add_tcase(s, tc);
	return s;
}
