/* SPDX-License-Identifier: MIT */
/*
 * Every command of ui/commands.def by its key, or by its name where it has
 * none: each has a row below, and what is seen on the screen afterwards.
 *
 * The rows of a place are done one after another in one player, so each leaves
 * things as the next expects them.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/keys.h"
#include "e2e/player.h"
#include "support/procs.h"
#include "ui/command.h"

struct row {
	enum ui_command command;
	const char *before;   /* keys that make it ready; NULL: none */
	const char *argument; /* typed after its name; NULL: its key is used */
	const char *shows;    /* then on the screen; NULL: see gone */
	const char *gone;     /* then not any more */
	const char *after;    /* keys that undo it; NULL: none */
};

static void press(struct tty *t, const struct row *r)
{
	const struct ui_command_info *info = ui_command_info(r->command);
	char keys[80], name[16];
	const char *list = info->keys;

	if (r->argument)
		(void)snprintf(keys, sizeof(keys), ":%s%s%s<Enter>", info->name,
			       *r->argument ? " " : "", r->argument);
	else if (ui_command_next_key(&list, name))
		keys_from_name(name, keys);
	else
		(void)snprintf(keys, sizeof(keys), ":%s<Enter>", info->name);
	tty_send(t, keys);
}

static void do_row(struct tty *t, const struct row *r)
{
	if (r->before)
		tty_send(t, r->before);
	press(t, r);
	if (r->shows)
		tty_wait_text(t, r->shows);
	if (r->gone)
		tty_wait_gone(t, r->gone);
	if (r->after)
		tty_send(t, r->after);
}

#define ROWS(rows) rows, sizeof(rows) / sizeof(*(rows))

static void do_rows(struct tty *t, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		do_row(t, &rows[i]);
}

/* A folder for settings and snapshots. */
static char dir[] = "keys.XXXXXX";
static char config[PLAYER_CONFIG];

static void make_dir(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	player_settings(dir, config);
}

static void remove_dir(void)
{
	char line[64];

	(void)snprintf(line, sizeof(line), "rm -rf ./%s", dir);
	ck_assert_int_eq(system(line), 0);
	strcpy(strchr(dir, '.'), ".XXXXXX");
}

/* ---- the home screen ---- */

static const struct row home_rows[] = {
	{ UI_CMD_DOWN, .shows = "only the tests see" },
	{ UI_CMD_UP, .shows = "work at different speeds" },
	{ UI_CMD_LAST, .shows = "only the tests see" },
	{ UI_CMD_FIRST, .gone = "only the tests see" },
	{ UI_CMD_PAGE_DOWN, .shows = "only the tests see" },
	{ UI_CMD_PAGE_UP, .gone = "only the tests see" },
	{ UI_CMD_OPEN, "<Down>", .shows = "step 1 of 8", .after = "q" },
	{ UI_CMD_GLOSSARY, .shows = "Glossary", .after = "q" },
	{ UI_CMD_BOOKMARKS, .shows = "There is no bookmark", .after = "q" },
	{ UI_CMD_REVIEW, .shows = "Review · 1 of 4", .after = "q" },
	{ UI_CMD_PATHS, .shows = "Paths through the course", .after = "q" },
	{ UI_CMD_BLANK, .gone = "lessons done", .after = "x" },
	{ UI_CMD_REDRAW, .shows = "lessons done" },
	{ UI_CMD_SNAPSHOT, .shows = "Saved" },
	{ UI_CMD_MOUSE, .shows = "The mouse is the terminal's",
	  .after = ":mouse<Enter>" },
	{ UI_CMD_THEME, .argument = "sepia", .shows = "no theme sepia",
	  .after = ":theme mono<Enter>" },
	{ UI_CMD_SEARCH, .shows = "words to find", .after = "endless" },
	{ UI_CMD_PALETTE, "<Enter>", .shows = "Tab completes",
	  .after = "<BS>" },
	{ UI_CMD_HELP, .shows = "leaves the help", .after = "q" },
};

START_TEST(every_key_of_the_home_screen_does_what_it_says)
{
	struct tty *t = player_open(
		&(struct player_options){ .env = { config }, .trial = true });

	tty_wait_text(t, "Passing work");
	do_rows(t, ROWS(home_rows));
	tty_wait_gone(t, "leaves the help");
	/* What was searched for is still all that is listed. */
	ck_assert(!tty_shows(t, "Passing work"));
	tty_send(t, "q");
	tty_wait_text(t, "Talking");
	player_quit(t);
}
END_TEST

/* ---- a step to read, in a window too low for it ---- */

static const struct row lesson_rows[] = {
	{ UI_CMD_DOWN, .gone = "can see the memory" },
	{ UI_CMD_UP, .shows = "can see the memory" },
	{ UI_CMD_LAST, .shows = "finds nothing" },
	{ UI_CMD_FIRST, .shows = "can see the memory" },
	{ UI_CMD_NOTES, "G", .shows = "more below", .after = "Ng" },
	{ UI_CMD_NEXT, .shows = "step 2 of 8" },
	{ UI_CMD_PREVIOUS, .shows = "step 1 of 8" },
	{ UI_CMD_CONTENTS, .shows = "Contents", .after = "q" },
	{ UI_CMD_BOOKMARK, .shows = "A bookmark is", .after = "b" },
	{ UI_CMD_LINKS, .shows = "leads nowhere" },
	{ UI_CMD_GOTO, .argument = "full", .shows = "step 2 of 8",
	  .after = ":goto 1<Enter>" },
	{ UI_CMD_GOTO, .argument = "emtpy", .shows = "did you mean empty",
	  .after = "p" },
};

START_TEST(every_key_of_a_step_to_read_does_what_it_says)
{
	struct tty *t = player_open(&(struct player_options){
		.rows = 12, .args = { "ipc/queue:why" } });

	tty_wait_text(t, "step 1 of 8");
	do_rows(t, ROWS(lesson_rows));
	player_quit(t);
}
END_TEST

/* ---- a demo ---- */

static const struct row demo_rows[] = {
	{ UI_CMD_RUN, .shows = "LIVE" },
	{ UI_CMD_NOTES, .shows = "no notes" },
	{ UI_CMD_SLOWER, .shows = "LIVE 0.5x" },
	{ UI_CMD_FASTER, .shows = "LIVE 1.0x" },
	{ UI_CMD_SPEED, .argument = "2", .shows = "LIVE 2.0x",
	  .after = ":speed 1<Enter>" },
	{ UI_CMD_LANGUAGE, .shows = "no source in Python" },
	{ UI_CMD_ZOOM, .gone = "Queue tasks", .after = "z" },
	{ UI_CMD_FOCUS, "z", .shows = "producer ▸" },
	{ UI_CMD_FOCUS_BACK, .shows = "The queue fills" },
	{ UI_CMD_ZOOM, .shows = "Queue tasks" },
	{ UI_CMD_PANE, .argument = "console", .shows = "▌Console" },
	{ UI_CMD_PANE, .argument = "console", .shows = "Console is hidden",
	  .after = ":pane console<Enter>" },
	{ UI_CMD_VARY, .shows = "Vary the demo", .after = "q" },
	{ UI_CMD_SORT, .shows = "Processes by PID" },
	{ UI_CMD_TREE, .shows = "├─ producer", .after = "y" },
	{ UI_CMD_FREEZE, .shows = "FROZEN", .after = "f" },
	{ UI_CMD_PRESENT, .gone = "step 1 of 3" },
	{ UI_CMD_TIMER, .shows = "0:0", .after = "P" },
	{ UI_CMD_PAUSE, .shows = "PAUSED" },
	{ UI_CMD_STEP, .shows = "made one step" },
	{ UI_CMD_BACK, .shows = "◄ AT" },
	{ UI_CMD_FORWARD, .shows = "PAUSED" },
	{ UI_CMD_BACK_SECOND, .shows = "◄ AT" },
	{ UI_CMD_LIVE, .shows = "PAUSED" },
	{ UI_CMD_FORWARD_SECOND, "{", .shows = "PAUSED" },
	{ UI_CMD_FOLLOW, ":pane processes<Enter>j", .shows = "»",
	  .after = "F" },
	{ UI_CMD_ONLY, .shows = "only ", .after = "O" },
	{ UI_CMD_PANE, .argument = "timeline", .shows = "[Timeline]" },
	{ UI_CMD_EARLIER, .shows = "◄ AT" },
	{ UI_CMD_LATER, .shows = "◄ AT", .after = "L" },
	{ UI_CMD_MORE_TIME, .shows = "╵" },
	{ UI_CMD_LESS_TIME, .shows = "╵" },
	{ UI_CMD_ACT, .shows = "What to do with", .after = "q" },
	{ UI_CMD_WHY, .shows = "Why is it stuck?", .after = "q" },
	{ UI_CMD_RESTART, .shows = "LIVE" },
	{ UI_CMD_COMPARE, .shows = "LIVE" },
	{ UI_CMD_REPEAT, .shows = "is not run many times" },
	{ UI_CMD_STOP, .shows = "You ended the demo" },
};

START_TEST(every_key_of_a_demo_does_what_it_says)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "trial/endless:fast" }, .trial = true });

	tty_wait_text(t, "Enter run");
	do_rows(t, ROWS(demo_rows));
	player_quit(t);
}
END_TEST

/* ---- dialogs ---- */

static const struct row vary_rows[] = {
	{ UI_CMD_MORE, .shows = "capacity        5" },
	{ UI_CMD_LESS, .shows = "capacity        4" },
	{ UI_CMD_RESET, "l", .shows = "capacity        4" },
	{ UI_CMD_APPLY, "l", .shows = "capacity 5" },
};

START_TEST(every_key_of_the_vary_dialog_does_what_it_says)
{
	struct tty *t = player_open(&(struct player_options){
		.args = { "trial/endless:fast" }, .trial = true });

	tty_wait_text(t, "Enter run");
	tty_send(t, "v");
	do_rows(t, ROWS(vary_rows));
	player_quit(t);
}
END_TEST

static const struct row act_rows[] = {
	{ UI_CMD_ACT_DOWN, .shows = "▌c" },
	{ UI_CMD_ACT_UP, .shows = "▌z" },
	{ UI_CMD_ACT_OTHER, .shows = "┃ producer" },
	{ UI_CMD_ACT_BEFORE, .shows = "┃ main" },
	{ UI_CMD_ACT_STOP, "<Right>", .shows = "■ stopped" },
	{ UI_CMD_ACT_CONTINUE, .gone = "■ stopped" },
	{ UI_CMD_ACT_NICER, .shows = "has the nice value" },
	{ UI_CMD_ACT_LESS_NICE, .shows = "nice" },
	{ UI_CMD_ACT_FOLLOW, .shows = "follow no more" },
	{ UI_CMD_ACT_STEP, .shows = "PAUSED" },
	{ UI_CMD_ACT_DO, "<Up><Up><Up><Up><Up><Up><Up><Up>",
	  .shows = "■ stopped" },
	{ UI_CMD_ACT_KILL, .shows = "SIGKILL to producer" },
	{ UI_CMD_ACT_TERMINATE, "<Right>", .shows = "SIGTERM to" },
	{ UI_CMD_ACT_LEAVE, .gone = "What to do with" },
};

START_TEST(every_key_of_acting_does_what_it_says)
{
	struct tty *t = player_running(24, 80, "endless:fast");

	player_wait_put(t, 3);
	tty_send(t, "x");
	do_rows(t, ROWS(act_rows));
	player_quit(t);
}
END_TEST

/* ---- leaving ---- */

static const struct row leaving_rows[] = {
	{ UI_CMD_QUIT, .gone = "No more room" },
};

START_TEST(suspend_gives_the_shell_the_terminal_and_quit_leaves)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "ipc/queue:full" } });
	const struct row suspend = { UI_CMD_SUSPEND, NULL, NULL,
				     NULL,           NULL, NULL };

	tty_wait_text(t, "step 2 of 8");
	press(t, &suspend);
	ck_assert(procs_wait_state(tty_pid(t), "T", procs_patience(5)));
	tty_signal(t, SIGCONT);
	tty_wait_text(t, "step 2 of 8");
	do_rows(t, ROWS(leaving_rows));
	player_quit(t);
}
END_TEST

/* ---- and all of them ---- */

static bool among(enum ui_command c, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].command == c)
			return true;
	return false;
}

/* ---- questions ---- */

static const struct row ask_rows[] = {
	{ UI_CMD_ASK_HINT, .shows = "no hint left" },
	{ UI_CMD_ASK_GIVE, "2", .shows = "Not so" },
	{ UI_CMD_ASK_SHOW, .shows = "The answer", .after = "<Enter>" },
	{ UI_CMD_ASK_SKIP, .shows = "Question 3 of " },
	{ UI_CMD_ASK_PASS, "7", .shows = "types again" },
};

START_TEST(every_key_of_a_question_does_what_it_says)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "ipc/queue:check" } });

	tty_wait_text(t, "Question 1 of ");
	do_rows(t, ROWS(ask_rows));
	player_quit(t);
}
END_TEST

static const struct row trust_rows[] = {
	{ UI_CMD_REFUSE, .shows = "It was not run", .after = "<Enter>" },
	{ UI_CMD_TRUST, "<C-l>", .shows = "ENDED" },
};

START_TEST(every_key_of_the_question_about_programs_does_what_it_says)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "trial/bad:crash" },
					  .env = { "PROCESSION_TRUST=" },
					  .trial = true });

	tty_wait_text(t, "Enter run");
	tty_send(t, "<Enter>");
	tty_wait_text(t, "May crash run?");
	do_rows(t, ROWS(trust_rows));
	player_quit(t);
}
END_TEST

static const struct row review_rows[] = {
	{ UI_CMD_REVIEW_DEMO, .shows = "step 2 of 8", .after = "q" },
	{ UI_CMD_REVIEW_SHOW, .shows = "Did you know it?" },
	{ UI_CMD_REVIEW_AGAIN, .shows = "Review · 2 of" },
	{ UI_CMD_REVIEW_HARD, "<Enter>", .shows = "Review · 3 of" },
	{ UI_CMD_REVIEW_GOOD, "<Enter>", .shows = "Review · 4 of" },
	{ UI_CMD_REVIEW_EASY, "<Enter>", .shows = "4 reviewed" },
};

START_TEST(every_key_of_a_card_does_what_it_says)
{
	struct tty *t = player_open(
		&(struct player_options){ .args = { "ipc/queue" } });

	tty_wait_text(t, "step 1 of 8");
	tty_send(t, "q");
	tty_wait_text(t, "lesson done");
	tty_send(t, "r");
	tty_wait_text(t, "Review · 1 of 4");
	do_rows(t, ROWS(review_rows));
	tty_send(t, "<Enter>");
	tty_wait_text(t, "lesson done");
	player_quit(t);
}
END_TEST

START_TEST(every_command_has_a_row)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++) {
		enum ui_command c = (enum ui_command)i;

		ck_assert_msg(c == UI_CMD_SUSPEND ||
				      among(c, ROWS(home_rows)) ||
				      among(c, ROWS(lesson_rows)) ||
				      among(c, ROWS(demo_rows)) ||
				      among(c, ROWS(vary_rows)) ||
				      among(c, ROWS(act_rows)) ||
				      among(c, ROWS(ask_rows)) ||
				      among(c, ROWS(trust_rows)) ||
				      among(c, ROWS(review_rows)) ||
				      among(c, ROWS(leaving_rows)),
			      "%s has no row", ui_command_info(c)->name);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("keys");
	TCase *tc = tcase_create("keys");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, make_dir, remove_dir);
	tcase_add_test(tc, every_key_of_the_home_screen_does_what_it_says);
	tcase_add_test(tc, every_key_of_a_step_to_read_does_what_it_says);
	tcase_add_test(tc, every_key_of_a_demo_does_what_it_says);
	tcase_add_test(tc, every_key_of_the_vary_dialog_does_what_it_says);
	tcase_add_test(tc, every_key_of_acting_does_what_it_says);
	tcase_add_test(tc, every_key_of_a_question_does_what_it_says);
	tcase_add_test(
		tc, every_key_of_the_question_about_programs_does_what_it_says);
	tcase_add_test(tc, every_key_of_a_card_does_what_it_says);
	tcase_add_test(tc,
		       suspend_gives_the_shell_the_terminal_and_quit_leaves);
	tcase_add_test(tc, every_command_has_a_row);
	suite_add_tcase(s, tc);
	return s;
}
