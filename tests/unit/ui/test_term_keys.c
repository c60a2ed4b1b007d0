/* SPDX-License-Identifier: MIT */
/* Keys, the size, taking the terminal over and giving it back. */
#include "ui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/utf8.h"
#include "support/check_main.h"
#include "unit/ui/vt.h"

/* ---- keys ---- */

static void name_keys(void)
{
	char buf[16];
	uint32_t key;

	vt_open((struct ui_term_options){ .mouse = true });
	vt_say("ready\n");
	while ((key = vt_await_key()) != 'q') {
		struct ui_mouse m = ui_term_mouse();

		if (key == UI_KEY_MOUSE)
			vt_say("%d,%d %d%d%d\n", m.row, m.col, m.press,
			       m.wheel_up, m.wheel_down);
		else
			vt_say("%s\n", ui_key_name(key, buf));
	}
	ui_term_close();
	vt_say("closed\n");
}

START_TEST(keys_arrive_with_their_names)
{
	static const struct {
		const char *sent, *name;
	} keys[] = {
		{ "n", "n" },
		{ "é", "é" },
		{ "日", "日" },
		{ " ", "Space" },
		{ "\r", "Enter" },
		{ "\n", "Enter" },
		{ "\t", "Tab" },
		{ "\033[Z", "Shift-Tab" },
		{ "\033OA", "Up" },
		{ "\033OB", "Down" },
		{ "\033OC", "Right" },
		{ "\033OD", "Left" },
		{ "\033OH", "Home" },
		{ "\033OF", "End" },
		{ "\033[5~", "PgUp" },
		{ "\033[6~", "PgDn" },
		{ "\033[3~", "Delete" },
		{ "\177", "Backspace" },
		{ "\b", "Backspace" },
		{ "\003", "Ctrl-C" },
		{ "\032", "Ctrl-Z" },
		{ "\034\f", "Ctrl-L" }, /* Ctrl-\ has no name */
		{ "\033", "Escape" },
		{ "\033[A", "Up" }, /* not in keypad mode */
		{ "\033[D", "Left" },
		{ "\033xn", "n" },      /* Alt-x has no name */
		{ "\033[99;7~n", "n" }, /* nor has what nobody knows */
		{ "\033[<0;5;3M", "2,4 100" },
		{ "\033[<64;1;1M", "0,0 010" },
		{ "\033[<65;2;1M", "0,1 001" },
	};

	vt_start(name_keys, "xterm-256color");
	vt_await_report("ready");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		vt_type(keys[i].sent);
		if (keys[i].sent[0] == '\034')
			vt_await_report("");
		vt_await_report(keys[i].name);
	}
	vt_type("q");
	vt_await_report("closed");
}
END_TEST

static void wait_for_the_end(void)
{
	(void)signal(SIGHUP, SIG_IGN);
	vt_open((struct ui_term_options){ 0 });
	vt_say("ready\n");
	VT_MUST(vt_await_key() == UI_KEY_EOF);
	ui_term_close();
	vt_say("gone\n");
}

START_TEST(a_terminal_that_goes_away_is_a_key)
{
	vt_start(wait_for_the_end, "xterm-256color");
	vt_await_report("ready");
	(void)close(vt.master);
	vt.master = open("/dev/null", O_RDWR | O_CLOEXEC);
	vt_await_report("gone");
}
END_TEST

static void follow_the_size(void)
{
	int rows, cols;

	vt_open((struct ui_term_options){ 0 });
	vt_say("ready\n");
	VT_MUST(vt_await_key() == 'r');
	ui_term_resized();
	ui_term_size(&rows, &cols);
	VT_MUST(ui_term_key() == UI_KEY_RESIZE);
	vt_say("%d x %d\n", rows, cols);
	ui_canvas_resize(vt_canvas, rows, cols);
	(void)ui_text(vt_canvas, ui_canvas_rect(vt_canvas), rows - 1, 0,
		      UI_NORMAL, "grown");
	(void)ui_term_show(vt_canvas);
	VT_MUST(vt_await_key() == 'q');
}

START_TEST(the_size_is_learnt_anew)
{
	struct winsize size = { .ws_row = 10, .ws_col = 40 };

	vt_start(follow_the_size, "xterm-256color");
	vt_await_report("ready");
	ck_assert_int_eq(ioctl(vt.master, TIOCSWINSZ, &size), 0);
	vt.rows = 10;
	vt.cols = 40;
	vterm_set_size(vt.term, 10, 40);
	vt_type("r");
	vt_await_report("10 x 40");
	vt_await_screen("\n\n\n\n\n\n\n\n\ngrown\n");
}
END_TEST

/* ---- giving it back ---- */

static bool modes_are(const struct termios *wanted)
{
	struct termios now;

	return !tcgetattr(STDIN_FILENO, &now) &&
	       now.c_iflag == wanted->c_iflag &&
	       now.c_oflag == wanted->c_oflag &&
	       now.c_cflag == wanted->c_cflag &&
	       now.c_lflag == wanted->c_lflag &&
	       !memcmp(now.c_cc, wanted->c_cc, sizeof(now.c_cc));
}

static void give_back(void)
{
	struct termios before;
	size_t len;

	(void)write(STDOUT_FILENO, "shell\r\n", 7);
	VT_MUST(!tcgetattr(STDIN_FILENO, &before));
	vt_open((struct ui_term_options){ .mouse = true });
	vt_draw_samples();
	(void)ui_term_show(vt_canvas);
	VT_MUST(!modes_are(&before));
	VT_MUST(ui_term_restore_bytes(&len) && len > 10);
	ui_term_suspend();
	VT_MUST(modes_are(&before));
	ui_term_emergency(); /* nothing to do */
	ui_term_resume();
	VT_MUST(!modes_are(&before));
	(void)ui_term_show(vt_canvas);
	vt_say("drawn\n");
	VT_MUST(vt_await_key() == 'e');
	ui_term_emergency();
	VT_MUST(modes_are(&before));
	ui_term_emergency();
	vt_say("emergency\n");
	VT_MUST(getchar() == '\n');
	ui_term_close();
	ui_term_close();
	VT_MUST(modes_are(&before));
	vt_open((struct ui_term_options){ 0 });
	ui_term_close();
	VT_MUST(modes_are(&before));
	vt_say("closed\n");
}

START_TEST(the_terminal_is_given_back_as_it_was)
{
	vt_start(give_back, "xterm-256color");
	vt_await_report("drawn");
	vt_await_screen("┏▌Queue ━━━━━━━━━━━━━━━ 4/4 ━┓\n"
			"┃► running                   ┃\n"
			"┃日本語 e\u0301                    ┃\n"
			"┃selected                    ┃\n"
			"┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛\n"
			"\n"
			"\n"
			"                          last\n");
	vt_type("e");
	vt_await_report("emergency");
	vt_await_screen("shell\n\n\n\n\n\n\n\n");
	vt_type("\n");
	vt_await_report("closed");
	vt_await_screen("shell\n\n\n\n\n\n\n\n");
}
END_TEST

static void keep_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction before[4];
	struct sigaction now;

	for (int i = 0; i < 4; i++)
		(void)sigaction(signals[i], NULL, &before[i]);
	vt_open((struct ui_term_options){ 0 });
	for (int i = 0; i < 4; i++) {
		VT_MUST(!sigaction(signals[i], NULL, &now));
		VT_MUST(now.sa_handler == before[i].sa_handler);
	}
	ui_term_close();
	vt_say("done\n");
}

START_TEST(signals_stay_the_programs_own)
{
	vt_start(keep_signals, "xterm-256color");
	vt_await_report("done");
}
END_TEST

/* ---- terminals that do not do ---- */

static void fail_to_open(void)
{
	struct ui_term_options o = { 0 };
	struct err e = ERR_NONE;

	VT_MUST(ui_term_open(&o, &e) < 0);
	ui_term_close();
	ui_term_emergency();
	vt_say("%s\n", e.text);
}

static void fail_without_terminal(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)dup2(fd, STDOUT_FILENO);
	fail_to_open();
}

START_TEST(what_cannot_be_used_is_refused_with_advice)
{
	vt_start(fail_to_open, NULL);
	vt_await_report("TERM is not set; set it, for example "
			"TERM=xterm-256color, or use --linear");
	vt_finish();
	vt_start(fail_to_open, "dumb");
	vt_await_report(
		"TERM=dumb cannot move the cursor; set another TERM, for "
		"example TERM=xterm-256color, or use --linear");
	vt_finish();
	vt_start(fail_to_open, "no-such");
	vt_await_report(
		"TERM=no-such is not a terminal that is known here; set "
		"another, for example TERM=xterm-256color, or use "
		"--linear");
	vt_finish();
	vt_start(fail_without_terminal, "xterm");
	vt_await_report("standard output is not a terminal; use --linear");
	vt_await_screen("\n\n\n\n\n\n\n\n");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("term_keys");
	TCase *tc = tcase_create("term_keys");

	tcase_set_timeout(tc, 3 * VT_BOUND_S);
	tcase_add_checked_fixture(tc, NULL, vt_finish);
	tcase_add_test(tc, keys_arrive_with_their_names);
	tcase_add_test(tc, a_terminal_that_goes_away_is_a_key);
	tcase_add_test(tc, the_size_is_learnt_anew);
	tcase_add_test(tc, the_terminal_is_given_back_as_it_was);
	tcase_add_test(tc, signals_stay_the_programs_own);
	tcase_add_test(tc, what_cannot_be_used_is_refused_with_advice);
	suite_add_tcase(s, tc);
	return s;
}
