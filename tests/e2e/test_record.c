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
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "e2e/command.h"
#include "e2e/json.h"
#include "e2e/player.h"
#include "lesson/catalog.h"
#include "support/procs.h"

enum { WORDS = 24 };

static char dir[] = "record.XXXXXX";
static char file[64];

static void make_dir(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	(void)snprintf(file, sizeof(file), "%s/run", dir);
}

static void remove_dir(void)
{
	char **names;
	size_t count;

	if (fs_list(dir, &names, &count, NULL) == 0) {
		for (size_t i = 0; i < count; i++) {
			SCOPED_FREE char *path = fs_join(dir, names[i]);

			(void)unlink(path);
		}
		fs_list_free(names, count);
	}
	(void)rmdir(dir);
	strcpy(strchr(dir, '.'), ".XXXXXX");
}

static struct result run(const char *const *args)
{
	const char *argv[WORDS + 2] = { player_program() };
	const char *env[] = { PLAYER_TRIAL, "PROCESSION_COURSE=", NULL };
	struct result r;

	for (size_t i = 0; args[i]; i++) {
		ck_assert_uint_lt(i, WORDS);
		argv[i + 1] = args[i];
	}
	command_run(&(struct command){ .argv = argv, .env = env }, &r);
	return r;
}

#define RUN(...) run((const char *const[]){ __VA_ARGS__, NULL })

static void check_complaint(struct result *r, int status, const char *words)
{
	ck_assert_msg(r->status == status && strstr(r->err, words),
		      "status %d, not %d; not with \"%s\": %s", r->status,
		      status, words, r->err);
	command_release(r);
}

/* A short run, recorded in file. */
static struct result record(const char *how)
{
	struct result r = RUN("run", "producer_consumer", "items=5", "make=0",
			      "use=0", "--record", file, how);

	ck_assert_msg(r.status == 0, "%s", r.err);
	return r;
}

/* ---- the same live and replayed ---- */

/* As it runs by itself: what a lesson does with it may be stuck. */
static void check_demo(const struct lesson_demo *demo)
{
	struct result live, again;

	live = RUN("run", demo->program, "--record", file, "--speed", "10",
		   "--json");
	again = RUN("replay", file, "--json");
	ck_assert_msg(again.status == 0, "%s: %s", demo->program, again.err);
	ck_assert_uint_gt(live.out_len, 1000);
	ck_assert_msg(live.out_len == again.out_len &&
			      !memcmp(live.out, again.out, live.out_len),
		      "%s is told otherwise by its recording:\n%s\n---\n%s",
		      demo->program, live.out, again.out);
	command_release(&live);
	command_release(&again);
	ck_assert_int_eq(unlink(file), 0);
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
	struct result live = record("--linear"), again;
	char *last = strstr(live.out, "Recorded in ");

	ck_assert_ptr_nonnull(last);
	ck_assert_ptr_nonnull(strstr(last, file));
	again = RUN("replay", "--linear", file);
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
	struct result live = record("--linear"), again;
	struct stat before, after;

	command_release(&live);
	ck_assert_int_eq(stat(file, &before), 0);
	again = RUN("run", "producer_consumer", "--record", file);
	check_complaint(&again, 2, "exists already");
	ck_assert_int_eq(stat(file, &after), 0);
	ck_assert_int_eq(before.st_size, after.st_size);
	again = RUN("run", "producer_consumer", "--record", "no/where");
	check_complaint(&again, 2, "no/where: No such file");
}
END_TEST

/* The name that was given, then that with .2 behind it. */
START_TEST(each_run_of_a_lesson_is_recorded_in_a_file_of_its_own)
{
	char path[700], again[720], here[512];
	struct result first, second;
	struct tty *t;

	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	(void)snprintf(path, sizeof(path), "%s/%s", here, file);
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
	(void)snprintf(path, sizeof(path), "%s/%s", here, file);
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
	struct result r = RUN("--linear", "--record", file);

	check_complaint(&r, 2, "a lesson in lines is not recorded");
	r = RUN("ipc/queue", "--linear", "--record", file);
	check_complaint(&r, 2, "a lesson in lines is not recorded");
}
END_TEST

START_TEST(what_is_no_recording_is_told_in_one_line)
{
	struct result r = RUN("replay");

	check_complaint(&r, 2, "which recording?");
	r = RUN("replay", "no/where");
	check_complaint(&r, 2, "no/where: No such file");
	r = RUN("replay", dir);
	check_complaint(&r, 2, "is not a file");
	r = RUN("replay", player_program());
	check_complaint(&r, 2, "is not a recording");
	r = RUN("replay", file, "two");
	check_complaint(&r, 2, "two: one thing too many");
	r = RUN("export", file);
	check_complaint(&r, 2, "which format?");
	r = RUN("export", file, "--format", "crome");
	check_complaint(&r, 2, "did you mean chrome?");
	r = RUN("export", player_program(), "--format", "csv");
	check_complaint(&r, 2, "is not a recording");
}
END_TEST

START_TEST(a_cut_file_is_a_shorter_run)
{
	struct result live = record("--json"), cut;
	struct stat st;

	ck_assert_int_eq(stat(file, &st), 0);
	/* The end, and the tail of the last events with it. */
	ck_assert_int_eq(truncate(file, st.st_size - 100), 0);
	cut = RUN("replay", "--json", file);
	ck_assert_uint_le(cut.out_len, live.out_len);
	ck_assert(!memcmp(cut.out, live.out, cut.out_len));
	check_complaint(&cut, 1, "the recording ends early: block ");
	command_release(&live);
	ck_assert_int_eq(truncate(file, 10), 0);
	cut = RUN("replay", "--json", file);
	check_complaint(&cut, 2, "is not a recording");
}
END_TEST

/* ---- mishaps ---- */

static bool has_grown(struct tty *t, void *size)
{
	struct stat st = { 0 };

	(void)t;
	return stat(file, &st) == 0 && st.st_size >= *(off_t *)size;
}

START_TEST(a_killed_player_leaves_what_it_has_recorded)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "run", "producer_consumer", "items=100000",
			  "use=0.001", "make=0", "--record", file,
			  "--linear" } });
	off_t enough = 12000;
	struct result r;

	tty_wait_until(t, has_grown, &enough, "a file with some events");
	tty_signal(t, SIGKILL);
	(void)tty_wait_exit(t);
	tty_close(t);
	r = RUN("replay", "--linear", file);
	ck_assert_ptr_nonnull(strstr(r.out, " puts "));
	check_complaint(&r, 1, "the recording ends early: ");
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
	const char *argv[] = { "unshare", "-rm", "sh", "-c",
			       script,    "sh",  dir,  player_program(),
			       NULL,      NULL };
	struct result r;
	size_t len;

	str_addf(&err, "%s.err", dir);
	str_addf(&out, "%s.err.out", dir);
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

/* ---- other formats ---- */

static struct result exported(const char *format)
{
	struct result r = RUN("export", file, "--format", format);

	ck_assert_msg(r.status == 0, "%s", r.err);
	ck_assert_str_eq(r.err, "");
	return r;
}

START_TEST(text_and_json_are_what_a_replay_says)
{
	struct result live = record("--json"), json, text, lines;

	json = exported("json");
	ck_assert_str_eq(json.out, live.out);
	text = exported("text");
	lines = RUN("replay", "--linear", file);
	ck_assert_uint_gt(text.out_len, 200);
	ck_assert(!strncmp(text.out, lines.out, text.out_len));
	command_release(&live);
	command_release(&json);
	command_release(&text);
	command_release(&lines);
}
END_TEST

/*
 * The fields of the record at *@at, and the record after it; what is in
 * quotation marks is one field, whatever it holds.
 */
static int fields(const char **at)
{
	bool quoted = false;
	int n = 1;

	for (; **at && (quoted || **at != '\n'); ++*at) {
		if (**at == '"')
			quoted = !quoted;
		n += **at == ',' && !quoted;
	}
	ck_assert_int_eq(**at, '\n');
	++*at;
	return n;
}

START_TEST(csv_has_a_line_of_all_columns_for_each_event)
{
	struct result live = record("--json"), csv = exported("csv");
	const char *at = csv.out;
	int events = 0, lines = 0;

	for (const char *c = live.out; *c; c++)
		events += *c == '\n';
	ck_assert(!strncmp(csv.out, "time,pid,tid,process,verb,phase,", 32));
	for (; *at; lines++)
		ck_assert_int_eq(fields(&at), 15);
	ck_assert_int_eq(lines, events + 1);
	ck_assert_ptr_nonnull(strstr(csv.out, ",\"producer\","));
	command_release(&live);
	command_release(&csv);
}
END_TEST

struct open_slices {
	double tid;
	int count;
};

/* Count a B or an E: slices of a thread never close what is not open. */
static void count_slice(struct open_slices *all, double tid, int by)
{
	while (all->count >= 0 && all->tid != tid && all->tid != 0)
		all++;
	all->tid = tid;
	all->count += by;
	ck_assert_int_ge(all->count, 0);
}

static void check_entry(const char *entry, struct open_slices *open,
			int *letters)
{
	char ph[8], text[64];
	double tid = json_number(entry, "$.tid", -1);

	ck_assert(json_text(entry, "$.ph", ph, sizeof(ph)));
	ck_assert_uint_eq(strlen(ph), 1);
	ck_assert_double_ge(json_number(entry, "$.ts", -1), 0);
	ck_assert_double_ge(json_number(entry, "$.pid", -1), 0);
	ck_assert_double_ge(tid, 0);
	letters[(unsigned char)*ph]++;
	if (*ph == 'B' || *ph == 'E')
		count_slice(open, tid, *ph == 'B' ? 1 : -1);
	if (*ph != 'E')
		ck_assert(json_text(entry, "$.name", text, sizeof(text)));
	if (*ph == 's' || *ph == 'f')
		ck_assert_double_ge(json_number(entry, "$.id", -1), 0);
	if (*ph == 'C')
		ck_assert_double_ge(json_number(entry, "$.args.items", -1), 0);
}

START_TEST(chrome_gets_slices_that_nest_arrows_and_counters)
{
	struct result live = record("--json"), chrome = exported("chrome"),
		      perfetto = exported("perfetto");
	struct open_slices open[16] = { 0 };
	int letters[256] = { 0 };

	ck_assert(json_valid(chrome.out));
	ck_assert_str_eq(chrome.out, perfetto.out);
	for (char *line = strchr(chrome.out, '\n') + 1; *line == '{';) {
		char *end = strchr(line, '\n');

		ck_assert_ptr_nonnull(end);
		if (end[-1] == ',')
			end[-1] = '\0';
		*end = '\0';
		check_entry(line, open, letters);
		line = end + 1;
	}
	ck_assert_int_eq(letters['B'], letters['E']);
	ck_assert_int_gt(letters['B'], 10);
	/* Five items and the sentinel. */
	ck_assert_int_eq(letters['s'], 6);
	ck_assert_int_eq(letters['f'], 6);
	ck_assert_int_eq(letters['C'], 12);
	ck_assert_int_ge(letters['M'], 4);
	command_release(&live);
	command_release(&chrome);
	command_release(&perfetto);
}
END_TEST

START_TEST(an_export_appears_when_it_is_complete)
{
	struct result live = record("--json"), r;
	SCOPED_STR to = STR_INIT;
	SCOPED_FREE char *text = NULL;
	char **names;
	size_t len, count;

	str_addf(&to, "%s/out.json", dir);
	for (int i = 0; i < 2; i++) {
		r = RUN("export", "-o", to.buf, "--format", "json", file);
		ck_assert_msg(r.status == 0, "%s", r.err);
		ck_assert_str_eq(r.out, "");
		command_release(&r);
	}
	ck_assert_int_eq(fs_read(to.buf, 1 << 24, &text, &len, NULL), 0);
	ck_assert_str_eq(text, live.out);
	ck_assert_int_eq(fs_list(dir, &names, &count, NULL), 0);
	ck_assert_uint_eq(count, 2); /* and nothing of a part */
	fs_list_free(names, count);
	r = RUN("export", "-o", "no/where", "--format", "json", file);
	check_complaint(&r, 1, "no/where");
	command_release(&live);
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
			  "use=0", "--record", file } });
	struct result r;

	str_addf(&second, "%s.2", file);
	tty_wait_text(t, "ENDED");
	tty_wait_text(t, "recorded in");
	tty_send(t, "R");
	tty_wait_text(t, "run.2");
	tty_send(t, "q");
	player_ended(t, 0, 2);
	r = RUN("replay", "--linear", file);
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
	struct result live = RUN("run", "producer_consumer", "items=5",
				 "make=0.05", "--linear", "--record", file);
	long in, out;
	struct tty *t;

	ck_assert_msg(live.status == 0, "%s", live.err);
	command_release(&live);
	t = player_open(&(struct player_options){
		.rows = 36, .cols = 120, .args = { "replay", file } });
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
	struct result r = RUN("watch", "--linear", "--record", file, "--",
			      program, "items=3", "make=0", "use=0");
	struct tty *t;

	ck_assert_msg(r.status == 0, "%s", r.err);
	command_release(&r);
	t = player_open(&(struct player_options){
		.rows = 36, .cols = 120, .args = { "replay", file } });
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
	tcase_add_checked_fixture(tc, make_dir, remove_dir);
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
	tcase_add_test(tc, text_and_json_are_what_a_replay_says);
	tcase_add_test(tc, csv_has_a_line_of_all_columns_for_each_event);
	tcase_add_test(tc, chrome_gets_slices_that_nest_arrows_and_counters);
	tcase_add_test(tc, an_export_appears_when_it_is_complete);
	tcase_add_test(tc,
		       a_run_on_the_screen_is_recorded_and_every_new_one_apart);
	tcase_add_test(tc, a_recording_is_played_on_the_screen);
	tcase_add_test(tc, a_recording_of_a_watched_program_has_its_source);
	suite_add_tcase(s, tc);
	return s;
}
