/* SPDX-License-Identifier: MIT */
/*
 * The review and the exam, by keys and in lines.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <string.h>

#include "e2e/command.h"
#include "e2e/player.h"
#include "e2e/sandbox.h"
#include "e2e/typed.h"

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

static const struct command plain = { .home = sandbox.home };

#define RUN(...) PLAYER_COMMAND(&plain, __VA_ARGS__)

/* The lesson is begun, so its cards are new in the review. */
static void begin_lesson(void)
{
	player_says(RUN("ipc/queue", "--linear"), "step 1 of");
}

/* ---- lines, typed into it ---- */

static void say(const char *const *args, const char *lines, char text[16384])
{
	struct typed t = typed_start(&sandbox, args, lines);

	typed_end(&t, text, 16384);
}

#define SAY(text, lines, ...)                                                  \
	say((const char *const[]){ __VA_ARGS__, "--linear", NULL }, lines, text)

static int count(const char *sql)
{
	return kept_count(&sandbox, sql);
}

/* ---- the review ---- */

START_TEST(with_nothing_begun_there_is_nothing_to_review)
{
	player_says(RUN("review", "--linear"), "Nothing to review now");
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
	/* Run, it ends when it is left; the card is where it was. */
	tty_send(t, "i");
	tty_wait_text(t, "LIVE");
	player_wait_demo(t, 3);
	tty_send(t, "q");
	tty_wait_text(t, "Did you know it?");
	player_wait_demo_gone(t);
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
	player_says(RUN("report"), "0 of 3 right, 0 wrong, 2 skipped");
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
	player_says(RUN("report"), "(broken off)");
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
	suite_add_tcase(s, t);
	return s;
}
