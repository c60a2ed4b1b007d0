/* SPDX-License-Identifier: MIT */
/*
 * A child draws to a pseudo terminal; we are the terminal, with libvterm, and
 * compare what a user would see with what was drawn.  The child says how far
 * it is on a pipe.
 */
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

#define ROWS    8
#define COLS    30
#define BOUND_S 10

static struct {
	pid_t pid;
	int master, report;
	VTerm *vt;
	VTermScreen *screen;
	int rows, cols;
	size_t high; /* bytes above ASCII that arrived */
} tty;

/* ---- in the child ---- */

static int report;
static struct ui_canvas *canvas;

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vdprintf(report, format, args);
	va_end(args);
}

#define MUST(condition)                                                        \
	do {                                                                   \
		if (!(condition)) {                                            \
			say("line %d: %s\n", __LINE__, #condition);            \
			_exit(1);                                              \
		}                                                              \
	} while (0)

static void open_terminal(struct ui_term_options o)
{
	struct err e = ERR_NONE;

	if (ui_term_open(&o, &e)) {
		say("open: %s\n", e.text);
		_exit(1);
	}
	canvas = ui_canvas_new(ROWS, COLS);
}

/* Wait for a key as the program does. */
static uint32_t await_key(void)
{
	uint32_t key;

	while (!(key = ui_term_key())) {
		struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

		MUST(poll(&p, 1, BOUND_S * 1000) == 1);
	}
	return key;
}

/* ---- in the test ---- */

static void start(void (*scenario)(void), const char *term)
{
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	int fds[2];

	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	tty.pid = forkpty(&tty.master, NULL, NULL, &size);
	ck_assert_int_ge(tty.pid, 0);
	if (!tty.pid) {
		report = fds[1];
		if (term)
			(void)setenv("TERM", term, 1);
		else
			(void)unsetenv("TERM");
		(void)unsetenv("COLORTERM");
		scenario();
		ui_canvas_free(canvas);
		_exit(0);
	}
	(void)close(fds[1]);
	tty.report = fds[0];
	tty.rows = ROWS;
	tty.cols = COLS;
	tty.vt = vterm_new(ROWS, COLS);
	vterm_set_utf8(tty.vt, 1);
	tty.screen = vterm_obtain_screen(tty.vt);
	vterm_screen_enable_altscreen(tty.screen, 1);
	vterm_screen_reset(tty.screen, 1);
}

static void finish(void)
{
	int status = 0;

	if (tty.pid <= 0)
		return;
	(void)close(tty.master);
	(void)kill(tty.pid, SIGKILL);
	(void)waitpid(tty.pid, &status, 0);
	(void)close(tty.report);
	vterm_free(tty.vt);
	tty.pid = 0;
}

/* What has arrived; false at the end. */
static bool pump(int timeout_ms)
{
	struct pollfd p = { tty.master, POLLIN, 0 };
	char buf[4096];
	ssize_t n;

	if (poll(&p, 1, timeout_ms) <= 0)
		return true;
	n = read(tty.master, buf, sizeof(buf));
	for (ssize_t i = 0; i < n; i++)
		tty.high += (unsigned char)buf[i] > 0x7E;
	if (n > 0)
		(void)vterm_input_write(tty.vt, buf, (size_t)n);
	return n > 0;
}

static void dump_screen(struct str *out)
{
	for (int row = 0; row < tty.rows; row++) {
		VTermScreenCell cell;
		size_t used = out->len;

		for (int col = 0; col < tty.cols; col += cell.width) {
			(void)vterm_screen_get_cell(
				tty.screen, (VTermPos){ row, col }, &cell);
			str_add_rune(out, cell.chars[0] ? cell.chars[0] : ' ');
			for (int i = 1; i < VTERM_MAX_CHARS_PER_CELL &&
					cell.chars[0] && cell.chars[i];
			     i++)
				str_add_rune(out, cell.chars[i]);
			if (cell.chars[0] && cell.chars[0] != ' ')
				used = out->len;
		}
		str_truncate(out, used);
		str_add_char(out, '\n');
	}
}

static bool in_time(time_t start_s)
{
	return time(NULL) - start_s < BOUND_S;
}

static void await_screen(const char *golden)
{
	SCOPED_STR out = STR_INIT;
	time_t begin = time(NULL);

	while (in_time(begin)) {
		str_clear(&out);
		dump_screen(&out);
		if (!strcmp(out.buf, golden))
			return;
		if (!pump(100))
			break;
	}
	ck_assert_str_eq(out.buf, golden);
}

/* The next line of the child's report. */
static void await_report(const char *wanted)
{
	char line[512] = "";
	size_t len = 0;
	time_t begin = time(NULL);

	while (len < sizeof(line) - 1 && in_time(begin)) {
		struct pollfd p = { tty.report, POLLIN, 0 };

		(void)pump(0);
		if (poll(&p, 1, 20) <= 0)
			continue;
		if (read(tty.report, line + len, 1) <= 0)
			break;
		if (line[len] == '\n') {
			line[len] = '\0';
			break;
		}
		len++;
	}
	ck_assert_str_eq(line, wanted);
}

static void type(const char *keys)
{
	ck_assert_int_eq(write(tty.master, keys, strlen(keys)),
			 (ssize_t)strlen(keys));
}

/* ---- what is seen ---- */

static void draw_samples(void)
{
	struct ui_rect in = ui_frame(canvas, (struct ui_rect){ 0, 0, 5, COLS },
				     true, "Queue", "4/4");

	(void)ui_text(canvas, in, 0, 0, UI_RUNNING, "► running");
	(void)ui_text(canvas, in, 1, 0, UI_WAITING | UI_STYLE(UI_BOLD),
		      "日本語 e\u0301");
	(void)ui_text(canvas, in, 2, 0, UI_SELECTED, "selected");
	(void)ui_text(canvas, ui_canvas_rect(canvas), ROWS - 1, COLS - 4,
		      UI_NORMAL, "last");
}

static void show_samples(void)
{
	open_terminal((struct ui_term_options){ 0 });
	draw_samples();
	MUST(ui_term_show(canvas) > 0);
	say("shown\n");
	MUST(await_key() == 'q');
	ui_term_close();
}

START_TEST(cells_are_seen_as_they_were_drawn)
{
	VTermScreenCell cell;

	start(show_samples, "xterm-256color");
	await_screen("┏▌Queue ━━━━━━━━━━━━━━━ 4/4 ━┓\n"
		     "┃► running                   ┃\n"
		     "┃日本語 e\u0301                    ┃\n"
		     "┃selected                    ┃\n"
		     "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛\n"
		     "\n"
		     "\n"
		     "                          last\n");
	(void)vterm_screen_get_cell(tty.screen, (VTermPos){ 2, 1 }, &cell);
	ck_assert(cell.attrs.bold);
	ck_assert(VTERM_COLOR_IS_INDEXED(&cell.fg));
	ck_assert_int_eq(cell.fg.indexed.idx, 222);
	await_report("shown");
}
END_TEST

/* The colour of a cell that a direct colour was sent for; -1: a number was. */
static int direct_at(int row, int col)
{
	VTermScreenCell cell;

	(void)vterm_screen_get_cell(tty.screen, (VTermPos){ row, col }, &cell);
	if (!VTERM_COLOR_IS_RGB(&cell.fg))
		return -1;
	return cell.fg.rgb.red << 16 | cell.fg.rgb.green << 8 |
	       cell.fg.rgb.blue;
}

static void show_direct(void)
{
	(void)setenv("COLORTERM", "truecolor", 1);
	show_samples();
}

START_TEST(direct_colours_are_used_where_the_terminal_says_so)
{
	start(show_direct, "xterm-256color");
	await_report("shown");
	while (tty.high < 100)
		ck_assert(pump(100));
	ck_assert_int_eq(direct_at(2, 1), 0xffd787);
}
END_TEST

/* A description whose colours are no numbers, as that of xterm-direct. */
static const char DIRECT[] =
	"procession-direct|for a test,\n"
	"\tRGB, colors#0x1000000, pairs#0x10000,\n"
	"\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38;2;%p1%{65536}%/%d;"
	"%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
	"\tsetab=\\E[%?%p1%{8}%<%t4%p1%d%e48;2;%p1%{65536}%/%d;"
	"%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m,\n"
	"\tuse=xterm-256color,\n";

static void show_described(void)
{
	(void)setenv("TERMINFO", "tests/unit/ui/terminfo", 1);
	open_terminal((struct ui_term_options){ 0 });
	MUST(ui_term_colors() == UI_THEME_DIRECT);
	draw_samples();
	MUST(ui_term_show(canvas) > 0);
	say("shown\n");
	MUST(await_key() == 'q');
}

START_TEST(direct_colours_are_used_where_the_description_has_them)
{
	FILE *tic = popen("mkdir -p tests/unit/ui/terminfo && "
			  "tic -x -o tests/unit/ui/terminfo - 2>/dev/null",
			  "w");

	ck_assert(tic && fputs(DIRECT, tic) >= 0);
	if (pclose(tic))
		return; /* nothing compiles descriptions here */
	start(show_described, "procession-direct");
	await_report("shown");
	while (tty.high < 100)
		ck_assert(pump(100));
	ck_assert_int_eq(direct_at(2, 1), 0xffd787);
}
END_TEST

static void change_the_theme(void)
{
	open_terminal((struct ui_term_options){ .theme = UI_THEME_DARK });
	draw_samples();
	(void)ui_term_show(canvas);
	MUST(await_key() == 'l');
	ui_term_theme(UI_THEME_LIGHT);
	MUST(ui_term_theme_now() == UI_THEME_LIGHT);
	MUST(ui_term_show(canvas) > 0);
	MUST(ui_term_show(canvas) == 0);
	MUST(await_key() == 'm');
	ui_term_theme(UI_THEME_MONO);
	MUST(ui_term_show(canvas) > 0);
	say("shown\n");
	MUST(await_key() == 'q');
}

static bool number_at(int row, int col, int wanted)
{
	VTermScreenCell cell;

	(void)vterm_screen_get_cell(tty.screen, (VTermPos){ row, col }, &cell);
	if (VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
		return wanted < 0;
	return VTERM_COLOR_IS_INDEXED(&cell.fg) &&
	       cell.fg.indexed.idx == wanted;
}

START_TEST(the_theme_changes_while_it_is_shown)
{
	static const struct {
		const char *key;
		int number;
	} steps[] = { { "", 222 }, { "l", 130 }, { "m", -1 } };

	start(change_the_theme, "xterm-256color");
	for (size_t i = 0; i < 3; i++) {
		time_t begin = time(NULL);

		type(steps[i].key);
		while (!number_at(2, 1, steps[i].number) || tty.high < 100) {
			ck_assert(in_time(begin));
			ck_assert(pump(100));
		}
	}
	await_report("shown");
}
END_TEST

/*
 * Texts whose characters take no column, or two, or go from right to left:
 * what stands after them does so in the column it was put in.
 */
static const char *const TEXTS[] = {
	"日本語 かな 한글",
	"e\u0301 o\u0308\u0304 x\u0327\u0301\u0302\u0303",
	"\U0001F469\u200D\U0001F4BB a\u200Db\u200Cc",
	"\u05E9\u05DC\u05D5\u05DD \u0633\u0644\u0627\u0645",
	"\u202Eright\u202C \u200Fleft\uFEFF",
	"tab\there \033[31mred",
};

static void show_texts(void)
{
	struct ui_rect all = { 0, 0, ROWS, COLS };

	open_terminal((struct ui_term_options){ 0 });
	for (int i = 0; i < (int)(sizeof(TEXTS) / sizeof(*TEXTS)); i++) {
		int end = ui_text_fit(canvas, all, i, 0, COLS - 3, UI_NORMAL,
				      TEXTS[i]);

		MUST(end == ui_text_width(TEXTS[i]));
		(void)ui_text(canvas, all, i, end, UI_STRONG, "<");
		(void)ui_text(canvas, all, i, COLS - 2, UI_STRONG, "|");
	}
	MUST(ui_term_show(canvas) > 0);
	say("shown\n");
	MUST(await_key() == 'q');
}

START_TEST(whatever_stands_before_it_a_column_is_where_it_was_put)
{
	time_t begin = time(NULL);

	start(show_texts, "xterm-256color");
	await_report("shown");
	for (int row = 0; row < (int)(sizeof(TEXTS) / sizeof(*TEXTS)); row++) {
		VTermScreenCell cell;
		int end = ui_text_width(TEXTS[row]);

		do {
			ck_assert_msg(in_time(begin), "row %d", row);
			ck_assert(pump(100));
			(void)vterm_screen_get_cell(
				tty.screen, (VTermPos){ row, COLS - 2 }, &cell);
		} while (cell.chars[0] != '|');
		(void)vterm_screen_get_cell(tty.screen, (VTermPos){ row, end },
					    &cell);
		ck_assert_msg(cell.chars[0] == '<', "row %d: U+%04X at %d", row,
			      cell.chars[0], end);
	}
}
END_TEST

static const char *const TERMS[] = {
	"linux",           "screen", "tmux-256color", "vt100", "xterm-mono",
	"screen-256color", "xterm",  "ansi",          "vt220", "rxvt",
};

static void show_samples_in_ascii(void)
{
	open_terminal((struct ui_term_options){ .ascii = true });
	draw_samples();
	MUST(ui_term_show(canvas) > 0);
	MUST(await_key() == 'q');
}

START_TEST(every_terminal_shows_them_in_ascii)
{
	start(show_samples_in_ascii, TERMS[_i]);
	await_screen("+|Queue =============== 4/4 =+\n"
		     "|> running                   |\n"
		     "|? ? ?  e                    |\n"
		     "|selected                    |\n"
		     "+============================+\n"
		     "\n"
		     "\n"
		     "                          last\n");
	ck_assert_uint_eq(tty.high, 0);
}
END_TEST

static void show_in_c_locale(void)
{
	(void)setlocale(LC_ALL, "C");
	open_terminal((struct ui_term_options){ 0 });
	(void)ui_text(canvas, ui_canvas_rect(canvas), 0, 0, UI_NORMAL,
		      "a \xe2\x86\x92 b");
	MUST(ui_term_show(canvas) > 0);
	MUST(await_key() == 'q');
}

START_TEST(without_utf_8_only_ascii_is_sent)
{
	start(show_in_c_locale, "xterm-256color");
	await_screen("a ? b\n\n\n\n\n\n\n\n");
	ck_assert_uint_eq(tty.high, 0);
}
END_TEST

static void show_without_colors(void)
{
	open_terminal((struct ui_term_options){ .no_color = true });
	MUST(ui_term_colors() == 0);
	draw_samples();
	MUST(ui_term_show(canvas) > 0);
	MUST(await_key() == 'q');
}

START_TEST(without_colours_attributes_remain)
{
	VTermScreenCell cell;
	VTermPos at = { 3, 1 };
	time_t begin = time(NULL);

	start(show_without_colors, "xterm-256color");
	do {
		ck_assert(pump(100));
		(void)vterm_screen_get_cell(tty.screen, at, &cell);
	} while (cell.chars[0] != 's' && in_time(begin));
	ck_assert(cell.attrs.reverse);
	ck_assert(!VTERM_COLOR_IS_INDEXED(&cell.fg) ||
		  VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
}
END_TEST

static void count_bytes(void)
{
	size_t all;

	open_terminal((struct ui_term_options){ 0 });
	draw_samples();
	all = ui_term_show(canvas);
	MUST(all > 100);
	MUST(ui_term_show(canvas) == 0);
	(void)ui_text(canvas, ui_canvas_rect(canvas), 6, 6, UI_NORMAL, "x");
	MUST(ui_term_show(canvas) > 0);
	(void)ui_text(canvas, ui_canvas_rect(canvas), 6, 6, UI_NORMAL, "y");
	MUST(ui_term_show(canvas) < 20);
	ui_canvas_cursor(canvas, 3, 3);
	MUST(ui_term_show(canvas) > 0);
	MUST(ui_term_show(canvas) == 0);
	ui_term_redraw();
	MUST(ui_term_show(canvas) > 100);
	ui_term_suspend();
	MUST(ui_term_show(canvas) == 0);
	ui_term_resume();
	MUST(ui_term_show(canvas) > 100);
	say("counted\n");
	MUST(await_key() == 'q');
}

START_TEST(only_what_differs_is_sent)
{
	VTermPos cursor;

	start(count_bytes, "xterm-256color");
	await_report("counted");
	await_screen("┏▌Queue ━━━━━━━━━━━━━━━ 4/4 ━┓\n"
		     "┃► running                   ┃\n"
		     "┃日本語 e\u0301                    ┃\n"
		     "┃selected                    ┃\n"
		     "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛\n"
		     "\n"
		     "      y\n"
		     "                          last\n");
	vterm_state_get_cursorpos(vterm_obtain_state(tty.vt), &cursor);
	ck_assert_int_eq(cursor.row, 3);
	ck_assert_int_eq(cursor.col, 3);
}
END_TEST

/* The same in the child and in the test: one random change after another. */
static void draw_random(struct ui_canvas *c)
{
	static const char *const words[] = { "日本", "abc", "e\u0301", "│",
					     "x語",  "  ",  "►" };
	/* libvterm puts a mark on the last column into the next row. */
	struct ui_rect all = { 0, 0, ROWS, COLS - 1 };

	for (int i = rand() % 6; i >= 0; i--) {
		ui_style style = (ui_style)(rand() % UI_ROLE_COUNT);

		(void)ui_text(c, all, rand() % ROWS, rand() % COLS, style,
			      words[rand() % 7]);
		ui_restyle(c,
			   (struct ui_rect){ rand() % ROWS, rand() % COLS, 2,
					     rand() % 3 },
			   (ui_style)(rand() % UI_ROLE_COUNT));
	}
}

#define FRAMES 60

static void show_random(void)
{
	srand(29);
	open_terminal((struct ui_term_options){ 0 });
	for (int i = 0; i < FRAMES; i++) {
		draw_random(canvas);
		(void)ui_term_show(canvas);
		MUST(await_key() == 'n');
	}
}

START_TEST(any_change_is_seen)
{
	struct ui_canvas *c = ui_canvas_new(ROWS, COLS);

	srand(29);
	start(show_random, "xterm-256color");
	for (int i = 0; i < FRAMES; i++) {
		SCOPED_STR out = STR_INIT;

		draw_random(c);
		ui_canvas_dump(c, &out);
		await_screen(out.buf);
		type("n");
	}
	ui_canvas_free(c);
}
END_TEST

/* ---- keys ---- */

static void name_keys(void)
{
	char buf[16];
	uint32_t key;

	open_terminal((struct ui_term_options){ .mouse = true });
	say("ready\n");
	while ((key = await_key()) != 'q') {
		struct ui_mouse m = ui_term_mouse();

		if (key == UI_KEY_MOUSE)
			say("%d,%d %d%d%d\n", m.row, m.col, m.press, m.wheel_up,
			    m.wheel_down);
		else
			say("%s\n", ui_key_name(key, buf));
	}
	ui_term_close();
	say("closed\n");
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

	start(name_keys, "xterm-256color");
	await_report("ready");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		type(keys[i].sent);
		if (keys[i].sent[0] == '\034')
			await_report("");
		await_report(keys[i].name);
	}
	type("q");
	await_report("closed");
}
END_TEST

static void wait_for_the_end(void)
{
	(void)signal(SIGHUP, SIG_IGN);
	open_terminal((struct ui_term_options){ 0 });
	say("ready\n");
	MUST(await_key() == UI_KEY_EOF);
	ui_term_close();
	say("gone\n");
}

START_TEST(a_terminal_that_goes_away_is_a_key)
{
	start(wait_for_the_end, "xterm-256color");
	await_report("ready");
	(void)close(tty.master);
	tty.master = open("/dev/null", O_RDWR | O_CLOEXEC);
	await_report("gone");
}
END_TEST

static void follow_the_size(void)
{
	int rows, cols;

	open_terminal((struct ui_term_options){ 0 });
	say("ready\n");
	MUST(await_key() == 'r');
	ui_term_resized();
	ui_term_size(&rows, &cols);
	MUST(ui_term_key() == UI_KEY_RESIZE);
	say("%d x %d\n", rows, cols);
	ui_canvas_resize(canvas, rows, cols);
	(void)ui_text(canvas, ui_canvas_rect(canvas), rows - 1, 0, UI_NORMAL,
		      "grown");
	(void)ui_term_show(canvas);
	MUST(await_key() == 'q');
}

START_TEST(the_size_is_learnt_anew)
{
	struct winsize size = { .ws_row = 10, .ws_col = 40 };

	start(follow_the_size, "xterm-256color");
	await_report("ready");
	ck_assert_int_eq(ioctl(tty.master, TIOCSWINSZ, &size), 0);
	tty.rows = 10;
	tty.cols = 40;
	vterm_set_size(tty.vt, 10, 40);
	type("r");
	await_report("10 x 40");
	await_screen("\n\n\n\n\n\n\n\n\ngrown\n");
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
	MUST(!tcgetattr(STDIN_FILENO, &before));
	open_terminal((struct ui_term_options){ .mouse = true });
	draw_samples();
	(void)ui_term_show(canvas);
	MUST(!modes_are(&before));
	MUST(ui_term_restore_bytes(&len) && len > 10);
	ui_term_suspend();
	MUST(modes_are(&before));
	ui_term_emergency(); /* nothing to do */
	ui_term_resume();
	MUST(!modes_are(&before));
	(void)ui_term_show(canvas);
	say("drawn\n");
	MUST(await_key() == 'e');
	ui_term_emergency();
	MUST(modes_are(&before));
	ui_term_emergency();
	say("emergency\n");
	MUST(getchar() == '\n');
	ui_term_close();
	ui_term_close();
	MUST(modes_are(&before));
	open_terminal((struct ui_term_options){ 0 });
	ui_term_close();
	MUST(modes_are(&before));
	say("closed\n");
}

START_TEST(the_terminal_is_given_back_as_it_was)
{
	start(give_back, "xterm-256color");
	await_report("drawn");
	await_screen("┏▌Queue ━━━━━━━━━━━━━━━ 4/4 ━┓\n"
		     "┃► running                   ┃\n"
		     "┃日本語 e\u0301                    ┃\n"
		     "┃selected                    ┃\n"
		     "┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛\n"
		     "\n"
		     "\n"
		     "                          last\n");
	type("e");
	await_report("emergency");
	await_screen("shell\n\n\n\n\n\n\n\n");
	type("\n");
	await_report("closed");
	await_screen("shell\n\n\n\n\n\n\n\n");
}
END_TEST

static void keep_signals(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction before[4];
	struct sigaction now;

	for (int i = 0; i < 4; i++)
		(void)sigaction(signals[i], NULL, &before[i]);
	open_terminal((struct ui_term_options){ 0 });
	for (int i = 0; i < 4; i++) {
		MUST(!sigaction(signals[i], NULL, &now));
		MUST(now.sa_handler == before[i].sa_handler);
	}
	ui_term_close();
	say("done\n");
}

START_TEST(signals_stay_the_programs_own)
{
	start(keep_signals, "xterm-256color");
	await_report("done");
}
END_TEST

/* ---- terminals that do not do ---- */

static void fail_to_open(void)
{
	struct ui_term_options o = { 0 };
	struct err e = ERR_NONE;

	MUST(ui_term_open(&o, &e) < 0);
	ui_term_close();
	ui_term_emergency();
	say("%s\n", e.text);
}

static void fail_without_terminal(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)dup2(fd, STDOUT_FILENO);
	fail_to_open();
}

START_TEST(what_cannot_be_used_is_refused_with_advice)
{
	start(fail_to_open, NULL);
	await_report("TERM is not set; set it, for example "
		     "TERM=xterm-256color, or use --linear");
	finish();
	start(fail_to_open, "dumb");
	await_report("TERM=dumb cannot move the cursor; set another TERM, for "
		     "example TERM=xterm-256color, or use --linear");
	finish();
	start(fail_to_open, "no-such");
	await_report("TERM=no-such is not a terminal that is known here; set "
		     "another, for example TERM=xterm-256color, or use "
		     "--linear");
	finish();
	start(fail_without_terminal, "xterm");
	await_report("standard output is not a terminal; use --linear");
	await_screen("\n\n\n\n\n\n\n\n");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("term");
	TCase *tc = tcase_create("term");

	tcase_set_timeout(tc, 3 * BOUND_S);
	tcase_add_checked_fixture(tc, NULL, finish);
	tcase_add_test(tc, cells_are_seen_as_they_were_drawn);
	tcase_add_test(tc, direct_colours_are_used_where_the_terminal_says_so);
	tcase_add_test(tc,
		       direct_colours_are_used_where_the_description_has_them);
	tcase_add_test(tc,
		       whatever_stands_before_it_a_column_is_where_it_was_put);
	tcase_add_test(tc, the_theme_changes_while_it_is_shown);
	tcase_add_loop_test(tc, every_terminal_shows_them_in_ascii, 0,
			    (int)(sizeof(TERMS) / sizeof(TERMS[0])));
	tcase_add_test(tc, without_utf_8_only_ascii_is_sent);
	tcase_add_test(tc, without_colours_attributes_remain);
	tcase_add_test(tc, only_what_differs_is_sent);
	tcase_add_test(tc, any_change_is_seen);
	tcase_add_test(tc, keys_arrive_with_their_names);
	tcase_add_test(tc, a_terminal_that_goes_away_is_a_key);
	tcase_add_test(tc, the_size_is_learnt_anew);
	tcase_add_test(tc, the_terminal_is_given_back_as_it_was);
	tcase_add_test(tc, signals_stay_the_programs_own);
	tcase_add_test(tc, what_cannot_be_used_is_refused_with_advice);
	suite_add_tcase(s, tc);
	return s;
}
