/* SPDX-License-Identifier: MIT */
/*
 * The review and the exam, by keys and in lines; and that nothing that was said
 * to be kept is lost, whenever the player is killed.
 */
#include "support/check_main.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "e2e/command.h"
#include "e2e/player.h"
#include "e2e/sandbox.h"

static struct sandbox sandbox;

static void setup(void)
{
	sandbox_init(&sandbox, NULL);
}

static void teardown(void)
{
	sandbox_fini(&sandbox);
}

static void path_of(const char *name, char out[700])
{
	(void)snprintf(out, 700, "%s/%s", sandbox.home, name);
}

static struct result run(const char *const *args)
{
	const char *argv[16] = { player_program() };
	struct result r;

	for (size_t i = 0; args[i]; i++)
		argv[i + 1] = args[i];
	command_run(&(struct command){ .argv = argv, .home = sandbox.home },
		    &r);
	return r;
}

#define RUN(...) run((const char *const[]){ __VA_ARGS__, NULL })

static void check_says(struct result r, const char *words)
{
	if (r.status != 0 || !strstr(r.out, words))
		ck_abort_msg("not \"%s\": status %d: %s%s", words, r.status,
			     r.out, r.err);
	command_release(&r);
}

/* The lesson is begun, so its cards are new in the review. */
static void begin_lesson(void)
{
	check_says(RUN("ipc/queue", "--linear"), "step 1 of");
}

/* ---- lines, typed into it ---- */

struct typed {
	pid_t pid;
	int in, out;
};

static _Noreturn void be_player(const char *const *args, int in, int out)
{
	const char *argv[16] = { player_program() };

	for (size_t i = 0; args[i]; i++)
		argv[i + 1] = args[i];
	(void)dup2(in, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	sandbox_enter(&sandbox, NULL);
	(void)execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static struct typed type(const char *const *args, const char *lines)
{
	struct typed t;
	int in[2], out[2];
	size_t len = strlen(lines);

	ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
	t.pid = fork();
	ck_assert_int_ge(t.pid, 0);
	if (t.pid == 0)
		be_player(args, in[0], out[1]);
	(void)close(in[0]);
	(void)close(out[1]);
	t.in = in[1];
	t.out = out[0];
	ck_assert_int_eq(write(t.in, lines, len), (ssize_t)len);
	return t;
}

/* All it writes, to its end. */
static void read_all(struct typed *t, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len + 1 < size &&
	       (n = read(t->out, text + len, size - len - 1)) > 0)
		len += (size_t)n;
	text[len] = 0;
	(void)close(t->out);
	ck_assert_int_eq(waitpid(t->pid, NULL, 0), t->pid);
}

static void say(const char *const *args, const char *lines, char text[16384])
{
	struct typed t = type(args, lines);

	(void)close(t.in);
	read_all(&t, text, 16384);
}

#define SAY(text, lines, ...)                                                  \
	say((const char *const[]){ __VA_ARGS__, "--linear", NULL }, lines, text)

static int count(const char *sql)
{
	char path[700];
	sqlite3_stmt *row;
	sqlite3 *db;
	int n;

	path_of("data/procession/progress.db", path);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &row, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(row), SQLITE_ROW);
	n = sqlite3_column_int(row, 0);
	ck_assert_int_eq(sqlite3_finalize(row), SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	return n;
}

/* The last number that was said to be kept. */
static int said_kept(const char *text)
{
	int n = 0;

	for (const char *at = strstr(text, "Kept: "); at;
	     at = strstr(at + 1, "Kept: "))
		if (strchr(at, '\n'))
			n = atoi(at + 6);
	return n;
}

/* ---- the review ---- */

START_TEST(with_nothing_begun_there_is_nothing_to_review)
{
	check_says(RUN("review", "--linear"), "Nothing to review now");
}
END_TEST

START_TEST(cards_are_turned_and_graded_in_lines)
{
	char text[16384];

	begin_lesson();
	SAY(text, "\n3\n\n7\n1\n", "review");
	ck_assert_ptr_nonnull(strstr(text, "It waits until somebody"));
	ck_assert_ptr_nonnull(strstr(text, "A number from 1 to 4."));
	ck_assert_ptr_nonnull(strstr(text, "Kept: 2."));
	ck_assert_ptr_nonnull(strstr(text, "1 known, 1 not known"));
	ck_assert_int_eq(count("SELECT count(*) FROM review"), 2);
	/* What was answered is not asked again at once. */
	SAY(text, "", "review");
	ck_assert_ptr_null(strstr(text, "A bounded queue is full."));
	ck_assert_ptr_nonnull(strstr(text, "[1 of 2]"));
}
END_TEST

/* Due since the world began. */
static void make_due(const char *id)
{
	char path[700], line[900], out[16384];
	FILE *f;

	path_of("due.json", path);
	f = fopen(path, "we");
	ck_assert_ptr_nonnull(f);
	(void)fprintf(f,
		      "{\"format\":\"procession-progress\",\"version\":1,"
		      "\"learner\":\"\",\"made\":1,\"cards\":[{\"topic\":"
		      "\"ipc\",\"lesson\":\"queue\",\"id\":\"%s\","
		      "\"stability\":1,\"difficulty\":5,\"reviewed\":1,"
		      "\"due\":2,\"reviews\":1,\"lapses\":0}]}\n",
		      id);
	ck_assert_int_eq(fclose(f), 0);
	(void)snprintf(line, sizeof(line), "%s", path);
	say((const char *const[]){ "progress", "import", line, NULL }, "", out);
	ck_assert_ptr_nonnull(strstr(out, "0 answers"));
}

START_TEST(a_question_that_is_due_is_graded_from_its_answer)
{
	struct tty *t;
	int row, col;
	char keys[64];

	make_due("check/full-put");
	make_due("check/no-such-question");
	t = player_open(&(struct player_options){ .args = { "review" },
						  .home = sandbox.home });
	tty_wait_text(t, "Review · 1 of 1");
	ck_assert(tty_find(t, "it drops the item", &row, &col));
	/* Its number stands before it; the order is another each time. */
	(void)snprintf(keys, sizeof(keys), "%s<Enter>",
		       tty_cell(t, row, col - 3).text);
	tty_send(t, keys);
	tty_wait_text(t, "It was: it waits until there is room");
	tty_wait_text(t, "The caller waits");
	tty_wait_text(t, "1 kept");
	ck_assert_int_eq(count("SELECT count(*) FROM answer WHERE mode = 1 "
			       "AND outcome = 0"),
			 1);
	ck_assert_int_eq(count("SELECT grade FROM review"), 1);
	tty_send(t, "<Enter>");
	tty_wait_text(t, "1 not known");
	tty_wait_text(t, "Look again at");
	player_quit(t);
}
END_TEST

START_TEST(a_demo_is_seen_from_a_card_and_left_again)
{
	struct tty *t;

	begin_lesson();
	t = player_open(&(struct player_options){ .args = { "review" },
						  .home = sandbox.home });
	tty_wait_text(t, "Review · 1 of 4");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "Did you know it?");
	tty_send(t, "d");
	tty_wait_text(t, "step 2 of 8");
	tty_send(t, "q");
	tty_wait_text(t, "Did you know it?");
	tty_send(t, "3");
	tty_wait_text(t, "Review · 2 of 4");
	tty_wait_text(t, "1 kept");
	player_quit(t);
	/* Where the lesson was left is not changed by looking. */
	ck_assert_int_eq(count("SELECT step = 'why' FROM lesson") +
				 count("SELECT step <> 'full' FROM lesson"),
			 2);
}
END_TEST

/* ---- the exam ---- */

/* Whatever kind of question it is. */
static void skip(struct tty *t)
{
	tty_send(t, "<Esc>");
	tty_wait_text(t, "i skips it");
	tty_send(t, "i");
	tty_wait_gone(t, "i skips it");
}

START_TEST(an_exam_says_nothing_until_its_end)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "review", "--exam", "--questions", "3" },
		.home = sandbox.home });

	tty_wait_text(t, "Exam · 1 of 3");
	tty_wait_text(t, "left · 0 kept");
	for (int i = 2; i <= 3; i++) {
		char next[40];

		(void)snprintf(next, sizeof(next), "Exam · %d of 3", i);
		skip(t);
		tty_wait_text(t, next);
		ck_assert(!tty_shows(t, "The answer"));
	}
	tty_wait_text(t, "2 kept");
	tty_send(t, "<Esc>");
	tty_wait_text(t, "i skips it");
	tty_send(t, "q");
	tty_wait_text(t, "0 of 3 right");
	tty_wait_text(t, "2 skipped, 1 not answered");
	player_quit(t);
	ck_assert_int_eq(count("SELECT count(*) FROM exam WHERE ended > 0"), 1);
	check_says(RUN("report"), "0 of 3 right, 0 wrong, 2 skipped");
}
END_TEST

START_TEST(an_exam_in_lines_has_a_score_by_objective)
{
	char text[16384];

	SAY(text, ":skip\n:hint\n:skip\n", "review", "--exam", "--questions",
	    "2");
	ck_assert_ptr_nonnull(strstr(text, "No hints in an exam."));
	ck_assert_ptr_nonnull(strstr(text, "0 of 2 right"));
	ck_assert_ptr_nonnull(strstr(text, "By objective"));
	ck_assert_ptr_null(strstr(text, "The answer:"));
}
END_TEST

START_TEST(a_terminal_that_closes_loses_no_answer)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "review", "--exam" }, .home = sandbox.home });

	tty_wait_text(t, "Exam · 1 of");
	skip(t);
	tty_wait_text(t, "1 kept");
	tty_hang_up(t);
	tty_close(t);
	ck_assert_int_eq(count("SELECT count(*) FROM answer"), 1);
	check_says(RUN("report"), "(broken off)");
}
END_TEST

/* ---- killed ---- */

static unsigned random_below(unsigned n)
{
	static unsigned state = 12345;

	state = state * 1103515245 + 12345;
	return (state >> 8) % n;
}

/* Read until @most bytes have come, then kill it at once. */
static void kill_at(struct typed *t, size_t most, char *text)
{
	struct timespec moment = { 0, (long)random_below(3000000) };
	size_t len = 0;
	ssize_t n;

	while (len < most && (n = read(t->out, text + len, most - len)) > 0)
		len += (size_t)n;
	(void)nanosleep(&moment, NULL);
	(void)kill(t->pid, SIGKILL);
	while (len < 16383 && (n = read(t->out, text + len, 16383 - len)) > 0)
		len += (size_t)n;
	text[len] = 0;
	(void)close(t->in);
	(void)close(t->out);
	ck_assert_int_eq(waitpid(t->pid, NULL, 0), t->pid);
}

/*
 * It answers as fast as it can, from a pipe; what it has said to be kept when
 * it was killed, at any moment, is there.
 */
START_TEST(what_was_said_to_be_kept_outlives_a_kill)
{
	const char *full = getenv("PROCESSION_TEST_FULL");
	int rounds = full && *full ? 500 : 50, cut = 0;
	const char *args[] = { "review", "--exam", "--linear", NULL };
	int before = 0;

	for (int i = 0; i < rounds; i++) {
		static char text[16384];
		struct typed t =
			type(args, ":skip\n:skip\n:skip\n:skip\n:skip\n");
		int kept, after;

		kill_at(&t, random_below(1500), text);
		kept = said_kept(text);
		if (!before && !kept && i == 0)
			check_says(RUN("report"), "Of ");
		after = count("SELECT count(*) FROM answer");
		if (after - before < kept)
			ck_abort_msg("%d of %d are kept: %s", after - before,
				     kept, text);
		ck_assert_int_eq(count("SELECT count(*) FROM "
				       "pragma_integrity_check "
				       "WHERE integrity_check = 'ok'"),
				 1);
		cut += kept > 0 && kept < 5;
		before = after;
	}
	/* Not all of them came too early or too late. */
	ck_assert_int_gt(cut, 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("review");
	TCase *t = tcase_create("review");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 300);
	tcase_add_test(t, with_nothing_begun_there_is_nothing_to_review);
	tcase_add_test(t, cards_are_turned_and_graded_in_lines);
	tcase_add_test(t, a_question_that_is_due_is_graded_from_its_answer);
	tcase_add_test(t, a_demo_is_seen_from_a_card_and_left_again);
	tcase_add_test(t, an_exam_says_nothing_until_its_end);
	tcase_add_test(t, an_exam_in_lines_has_a_score_by_objective);
	tcase_add_test(t, a_terminal_that_closes_loses_no_answer);
	tcase_add_test(t, what_was_said_to_be_kept_outlives_a_kill);
	suite_add_tcase(s, t);
	return s;
}
