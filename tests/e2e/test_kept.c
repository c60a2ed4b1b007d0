/* SPDX-License-Identifier: MIT */
/*
 * The player is killed at random moments while it is answered: what it has
 * shown to be kept is there, and an answer is there with what became of its
 * card or not at all.  50 kills; PROCESSION_TEST_FULL makes them 500.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "e2e/player.h"
#include "e2e/sandbox.h"
#include "e2e/typed.h"

enum { TEXT = 16384, GIVEN = 5 };

static struct sandbox sandbox;
static unsigned state;

static void setup(void)
{
	const char *seed = getenv("PROCESSION_TEST_SEED");

	const char *args[] = { "ipc/queue", "--linear", NULL };
	static char text[TEXT];
	struct typed t;

	sandbox_init(&sandbox, NULL);
	/* There is something kept before. */
	t = typed_start(&sandbox, args, "");
	typed_end(&t, text, sizeof(text));
	state = seed && *seed ? (unsigned)strtoul(seed, NULL, 0) : 12345;
}

static void teardown(void)
{
	sandbox_fini(&sandbox);
}

static int rounds(int quick)
{
	const char *full = getenv("PROCESSION_TEST_FULL");

	return full && *full ? quick * 10 : quick;
}

static unsigned random_below(unsigned n)
{
	state = state * 1103515245 + 12345;
	return (state >> 8) % n;
}

/* ---- what is kept ---- */

static int answers(void)
{
	return kept_count(&sandbox, "SELECT count(*) FROM answer");
}

/* None of it is half there. */
static void check_whole(const char *wanting)
{
	static const char sound[] = "SELECT count(*) FROM "
				    "pragma_integrity_check "
				    "WHERE integrity_check = 'ok'";
	/* Each review of a card counts in the card. */
	static const char counted[] =
		"SELECT count(*) FROM card AS c WHERE reviews <> "
		"(SELECT count(*) FROM review AS r WHERE r.topic = c.topic "
		"AND r.lesson = c.lesson AND r.id = c.id)";

	ck_assert_int_eq(kept_count(&sandbox, sound), 1);
	ck_assert_int_eq(kept_count(&sandbox, counted), 0);
	ck_assert_int_eq(kept_count(&sandbox, wanting), 0);
}

/* Answers that were to move their card, and have not. */
#define UNMOVED                                                                \
	"SELECT count(*) FROM answer AS a WHERE NOT EXISTS "                   \
	"(SELECT 1 FROM review AS r WHERE r.topic = a.topic AND "              \
	"r.lesson = a.lesson AND r.id = a.step || '/' || a.question AND "      \
	"r.at = a.at)"

static int cut;

/* After @done rounds: until one was killed in the middle, within a bound. */
static bool goes_on(int done, int few)
{
	return done < rounds(few) || (!cut && done < 10 * rounds(few));
}

/* @kept were said to be, and no more than all @given can be. */
static void check_kept(int before, int kept, int given, const char *shown)
{
	int now = answers() - before;

	if (now < kept || now > given)
		ck_abort_msg("%d of %d are kept: %s", now, kept, shown);
	cut += kept > 0 && kept < given;
}

/* ---- through a pipe ---- */

/* The last number that was said to be kept. */
static int last_kept(const char *text)
{
	int n = 0;

	for (const char *at = strstr(text, "Kept: "); at;
	     at = strstr(at + 1, "Kept: "))
		if (strchr(at, '\n'))
			n = atoi(at + 6);
	return n;
}

static int count_said(const char *text, const char *words)
{
	int n = 0;

	for (const char *at = strstr(text, words); at;
	     at = strstr(at + 1, words))
		n++;
	return n;
}

static void kill_typed(const char *const *args, const char *lines,
		       unsigned most, char text[TEXT])
{
	struct typed t = typed_start(&sandbox, args, lines);

	typed_kill(&t, random_below(most), (long)random_below(3000000), text,
		   TEXT);
}

START_TEST(an_exam_in_lines_keeps_what_it_said)
{
	const char *args[] = { "review", "--exam", "--linear", NULL };
	static char text[TEXT];

	for (int i = 0; goes_on(i, 15); i++) {
		int before = answers();

		kill_typed(args, ":skip\n:skip\n:skip\n:skip\n:skip\n", 1500,
			   text);
		check_kept(before, last_kept(text), GIVEN, text);
		check_whole(UNMOVED);
	}
	ck_assert_int_gt(cut, 0);
}
END_TEST

START_TEST(a_quiz_in_lines_keeps_what_it_judged)
{
	const char *args[] = { "ipc/queue:check", "--linear", NULL };
	static char text[TEXT];

	for (int i = 0; goes_on(i, 15); i++) {
		int before = answers();

		kill_typed(args, "1\n1\n30\n1,2\n3, each\n", 1800, text);
		check_kept(before, count_said(text, "Right."), GIVEN, text);
		check_whole(UNMOVED);
	}
	ck_assert_int_gt(cut, 0);
}
END_TEST

/* ---- on the screen ---- */

/* "4:59 left · 3 kept" */
static int shown_kept(struct tty *t)
{
	const char *at = strstr(tty_screen(t), " kept");

	if (!at)
		return 0;
	while (at > tty_screen(t) && at[-1] >= '0' && at[-1] <= '9')
		at--;
	return atoi(at);
}

START_TEST(an_exam_on_the_screen_keeps_what_it_showed)
{
	unsigned most_ms = 50; /* until the kill: as fast as the machine is */

	for (int i = 0; goes_on(i, 20); i++) {
		struct tty *t = player_open(&(struct player_options){
			.args = { "review", "--exam", "--questions", "5" },
			.home = sandbox.home });
		struct timespec moment = { 0, (long)random_below(3000000) };
		int before, kept;

		tty_wait_text(t, "Exam · 1 of 5");
		before = answers();
		/* Whatever kind each question is: most are answered by it. */
		for (int k = 0; k < GIVEN; k++)
			tty_send(t, "1<Tab>1<Enter>");
		(void)tty_listen(t, (int)random_below(most_ms));
		(void)nanosleep(&moment, NULL);
		tty_signal(t, SIGKILL);
		(void)tty_wait_exit(t);
		kept = shown_kept(t);
		check_kept(before, kept, GIVEN, tty_screen(t));
		if (kept == 0 && most_ms < 2000)
			most_ms *= 2;
		else if (kept >= GIVEN - 1 && most_ms > 10)
			most_ms /= 2;
		check_whole(UNMOVED);
		tty_close(t);
	}
	ck_assert_int_gt(cut, 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("kept");
	TCase *t = tcase_create("killed");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 600);
	tcase_add_test(t, an_exam_in_lines_keeps_what_it_said);
	tcase_add_test(t, a_quiz_in_lines_keeps_what_it_judged);
	tcase_add_test(t, an_exam_on_the_screen_keeps_what_it_showed);
	suite_add_tcase(s, t);
	return s;
}
