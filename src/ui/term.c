/* SPDX-License-Identifier: MIT */
/*
 * The terminal, through curses; nothing else knows it.
 *
 * What differs from the canvas that was shown last goes to the window; curses
 * knows how to say that to the terminal, and wire.c sends what it says.
 *
 * Signals stay the program's own: what newterm installs is undone at once.
 * There is one terminal, and curses keeps its state in globals; so do we.
 */
#include "ui/term.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/ascii.h"
#include "ui/paint.h"
#include "ui/wire.h"

/* Last: it defines macros with names like columns and lines. */
#include <term.h>

#define ESCAPE    0x1B
#define ESCAPE_MS 25 /* how long the rest of a key may take after Escape */
#define BATCH     64 /* cells handed to curses at a time */
#define ADVICE    "for example TERM=xterm-256color, or use --linear"

static struct {
	SCREEN *screen;
	WINDOW *input; /* a pad, so that reading a key never draws */
	bool suspended;

	struct ui_term_options options;
	struct ui_cell *sent; /* rows * cols */
	int rows, cols;
	int cursor_row, cursor_col;
	bool stale; /* the screen may show something else than sent */
	struct ui_mouse mouse;
} term;

/* Whether there is a terminal, and one that can do what we need. */
static int check_terminal(struct err *e)
{
	const char *name = getenv("TERM");
	int reason = 0;
	bool able;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(e, -ENOTTY,
			       "standard %s is not a terminal; use --linear",
			       isatty(STDIN_FILENO) ? "output" : "input");
	if (!name || !*name)
		return err_set(e, -EINVAL, "TERM is not set; set it, " ADVICE);
	if (setupterm(NULL, STDOUT_FILENO, &reason) != OK)
		return err_set(
			e, -EINVAL,
			reason < 0
				? "no terminfo database was found for TERM=%s; "
				  "install ncurses-base, or use --linear"
				: "TERM=%s is not a terminal that is known "
				  "here; set another, " ADVICE,
			name);
	able = cursor_address && clear_screen;
	(void)del_curterm(cur_term);
	if (!able)
		return err_set(e, -EINVAL,
			       "TERM=%s cannot move the cursor; set another "
			       "TERM, " ADVICE,
			       name);
	return 0;
}

/* Start curses without letting it take over signals. */
static SCREEN *start_curses(FILE *out)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGTSTP, SIGWINCH };
	struct sigaction before[4];
	SCREEN *screen;

	for (int i = 0; i < 4; i++)
		(void)sigaction(signals[i], NULL, &before[i]);
	screen = newterm(NULL, out, stdin);
	for (int i = 0; i < 4; i++)
		(void)sigaction(signals[i], &before[i], NULL);
	return screen;
}

void ui_term_use_mouse(bool on)
{
	const mmask_t all = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;

	(void)mousemask(on ? all : 0, NULL);
}

static void set_up_keys(void)
{
	(void)raw();
	(void)noecho();
	(void)nonl();
	(void)set_escdelay(ESCAPE_MS);
	(void)typeahead(-1);
	term.input = newpad(1, 1);
	(void)keypad(term.input, TRUE);
	(void)nodelay(term.input, TRUE);
	(void)meta(term.input, TRUE);
	(void)mouseinterval(0);
	ui_term_use_mouse(term.options.mouse);
}

static void take_size(void)
{
	int rows, cols;

	if (ui_wire_size(&rows, &cols) && (rows != LINES || cols != COLS))
		(void)resizeterm(rows, cols);
	term.rows = LINES;
	term.cols = COLS;
	free(term.sent);
	term.sent = mem_new((size_t)term.rows * (size_t)term.cols,
			    sizeof(*term.sent));
	ui_term_redraw();
}

static void prepare_restore(void)
{
	/* Also where the mouse is not taken yet: it can be at any time. */
	ui_wire_restore_add("\033[?1006;1000l");
	ui_wire_restore_add(keypad_local);
	ui_wire_restore_add(exit_attribute_mode);
	ui_wire_restore_add(orig_pair);
	ui_wire_restore_add(exit_ca_mode);
	ui_wire_restore_add(cursor_normal);
}

static int put_out(int c)
{
	return fputc(c, ui_wire_file());
}

/*
 * Some terminals save with the cursor's place whether it is seen, and curses
 * saves it at any new size; the screen before then comes back without one.
 */
static void leave_screen(void)
{
	(void)endwin();
	if (cursor_normal)
		(void)tputs(cursor_normal, 1, put_out);
	(void)fflush(ui_wire_file());
}

int ui_term_open(const struct ui_term_options *o, struct err *e)
{
	int code;

	if (term.screen)
		return err_set(e, -EALREADY, "the terminal is open already");
	code = check_terminal(e);
	if (!code)
		code = ui_wire_open(e);
	if (code)
		return code;
	term.options = *o;
	if (MB_CUR_MAX == 1 || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		term.options.ascii = true;
	term.screen = start_curses(ui_wire_file());
	if (!term.screen) {
		ui_wire_close();
		return err_set(e, -EINVAL,
			       "curses does not work on this terminal; set "
			       "another TERM, " ADVICE);
	}
	prepare_restore();
	ui_wire_taken(true);
	ui_paint_open(o->theme, o->no_color);
	set_up_keys();
	take_size();
	return 0;
}

void ui_term_close(void)
{
	if (!term.screen)
		return;
	if (!term.suspended)
		leave_screen();
	(void)delwin(term.input);
	delscreen(term.screen);
	ui_wire_close();
	free(term.sent);
	memset(&term, 0, sizeof(term));
}

void ui_term_suspend(void)
{
	if (!term.screen || term.suspended)
		return;
	(void)def_prog_mode();
	leave_screen();
	term.suspended = true;
	ui_wire_taken(false);
}

void ui_term_resume(void)
{
	if (!term.screen || !term.suspended)
		return;
	ui_wire_taken(true);
	term.suspended = false;
	(void)refresh();
	take_size();
}

void ui_term_size(int *ret_rows, int *ret_cols)
{
	*ret_rows = term.rows;
	*ret_cols = term.cols;
}

void ui_term_resized(void)
{
	if (term.screen && !term.suspended)
		take_size();
}

int ui_term_colors(void)
{
	return ui_paint_colors();
}

void ui_term_redraw(void)
{
	term.stale = true;
}

void ui_term_theme(enum ui_theme t)
{
	size_t cells = (size_t)term.rows * (size_t)term.cols;

	if (t == ui_paint_theme_now())
		return;
	ui_paint_theme(t);
	/* No cell is as it was sent; curses knows which look another way. */
	for (size_t i = 0; i < cells; i++)
		term.sent[i].style = UI_ROLE_COUNT;
}

enum ui_theme ui_term_theme_now(void)
{
	return ui_paint_theme_now();
}

/* What is sent for a cell of the canvas; outside of it, a blank. */
static struct ui_cell cell_at(const struct ui_canvas *c, int row, int col)
{
	const struct ui_cell *at = ui_canvas_at(c, row, col);
	struct ui_cell cell = { ' ', { 0, 0 }, UI_NORMAL };

	if (!at)
		return cell;
	cell = *at;
	if (term.options.ascii) {
		cell.rune = cell.rune ? (uint32_t)ui_ascii(cell.rune) : ' ';
		cell.mark[0] = cell.mark[1] = 0;
	} else if (col + 1 == term.cols && utf8_rune_width(cell.rune) == 2) {
		cell.rune = ' ';
	}
	return cell;
}

static bool same(const struct ui_cell *a, const struct ui_cell *b)
{
	return a->rune == b->rune && a->mark[0] == b->mark[0] &&
	       a->mark[1] == b->mark[1] && a->style == b->style;
}

/* Hand the cells [from, to) of a row to curses. */
static void put_cells(int row, const struct ui_cell *line, int from, int to)
{
	cchar_t batch[BATCH];
	int start = from;
	int n = 0;

	for (int col = from; col < to; col++) {
		const struct ui_paint *p = ui_paint_of(line[col].style);
		wchar_t text[4] = { (wchar_t)line[col].rune,
				    (wchar_t)line[col].mark[0],
				    (wchar_t)line[col].mark[1], L'\0' };

		if (!line[col].rune)
			continue; /* curses knows that they are wide */
		if (n == BATCH) {
			(void)mvadd_wchnstr(row, start, batch, n);
			n = 0;
		}
		if (!n)
			start = col;
		if (setcchar(&batch[n], text, p->attrs, p->pair, NULL) == ERR)
			(void)setcchar(&batch[n], L"?", p->attrs, p->pair,
				       NULL);
		n++;
	}
	if (n)
		(void)mvadd_wchnstr(row, start, batch, n);
}

/*
 * The stretches of a row that differ.  A character that comes, goes or moves
 * changes every cell that it covers, so stretches are of whole characters.
 */
static bool put_row(const struct ui_canvas *c, int row, struct ui_cell *now)
{
	struct ui_cell *before = term.sent + (size_t)row * (size_t)term.cols;
	bool changed = false;

	for (int col = 0; col < term.cols; col++)
		now[col] = cell_at(c, row, col);
	for (int col = 0; col < term.cols; col++) {
		int from = col;

		while (col < term.cols &&
		       (term.stale || !same(&now[col], &before[col])))
			col++;
		if (col > from) {
			put_cells(row, now, from, col);
			changed = true;
		}
	}
	memcpy(before, now, (size_t)term.cols * sizeof(*now));
	return changed;
}

static void update(int cursor_row, int cursor_col)
{
	bool hidden = cursor_row < 0 || cursor_row >= term.rows ||
		      cursor_col >= term.cols;

	(void)leaveok(stdscr, hidden);
	if (!hidden)
		(void)move(cursor_row, cursor_col);
	(void)curs_set(!hidden);
	if (term.stale)
		(void)clearok(curscr, TRUE);
	(void)wnoutrefresh(stdscr);
	(void)doupdate();
}

size_t ui_term_show(const struct ui_canvas *c)
{
	struct ui_cell *line;
	bool changed = term.stale;
	int row, col;

	if (!term.screen || term.suspended)
		return 0;
	line = mem_new((size_t)term.cols, sizeof(*line));
	for (int i = 0; i < term.rows; i++)
		changed |= put_row(c, i, line);
	free(line);
	ui_canvas_get_cursor(c, &row, &col);
	if (!changed && row == term.cursor_row && col == term.cursor_col)
		return 0;
	ui_wire_hold();
	update(row, col);
	term.stale = false;
	term.cursor_row = row;
	term.cursor_col = col;
	return ui_wire_send();
}

static uint32_t mouse_key(void)
{
	MEVENT event;

	if (getmouse(&event) == ERR)
		return UI_KEY_NONE;
	term.mouse = (struct ui_mouse){
		.row = event.y,
		.col = event.x,
		.press = (event.bstate & BUTTON1_PRESSED) != 0,
		.wheel_up = (event.bstate & BUTTON4_PRESSED) != 0,
		.wheel_down = (event.bstate & BUTTON5_PRESSED) != 0,
	};
	if (term.mouse.press || term.mouse.wheel_up || term.mouse.wheel_down)
		return UI_KEY_MOUSE;
	return UI_KEY_NONE;
}

/* A key that curses has a code for; UI_KEY_NONE if it is none of ours. */
static uint32_t function_key(wint_t code)
{
	static const struct {
		wint_t code;
		uint32_t key;
	} keys[] = {
		{ KEY_UP, UI_KEY_UP },
		{ KEY_DOWN, UI_KEY_DOWN },
		{ KEY_LEFT, UI_KEY_LEFT },
		{ KEY_RIGHT, UI_KEY_RIGHT },
		{ KEY_PPAGE, UI_KEY_PAGE_UP },
		{ KEY_NPAGE, UI_KEY_PAGE_DOWN },
		{ KEY_HOME, UI_KEY_HOME },
		{ KEY_END, UI_KEY_END },
		{ KEY_BTAB, UI_KEY_BACKTAB },
		{ KEY_BACKSPACE, UI_KEY_BACKSPACE },
		{ KEY_DC, UI_KEY_DELETE },
		{ KEY_ENTER, '\n' },
		{ KEY_RESIZE, UI_KEY_RESIZE },
	};

	if (code == KEY_MOUSE)
		return mouse_key();
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return UI_KEY_F1 + (code - KEY_F(1));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].code == code)
			return keys[i].key;
	return UI_KEY_NONE;
}

static uint32_t character(wint_t rune)
{
	if (rune == '\r')
		return '\n';
	if (rune == '\b' || rune == 0x7F)
		return UI_KEY_BACKSPACE;
	return rune < UI_KEY_FIRST ? rune : UI_KEY_NONE;
}

/* The keys of a terminal that does not heed keypad mode. */
static uint32_t plain_key(wint_t last)
{
	static const struct {
		wint_t last;
		uint32_t key;
	} keys[] = {
		{ 'A', UI_KEY_UP },      { 'B', UI_KEY_DOWN },
		{ 'C', UI_KEY_RIGHT },   { 'D', UI_KEY_LEFT },
		{ 'H', UI_KEY_HOME },    { 'F', UI_KEY_END },
		{ 'Z', UI_KEY_BACKTAB },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].last == last)
			return keys[i].key;
	return UI_KEY_NONE;
}

/*
 * After an Escape that begins nothing curses knows.  What follows it at once
 * was not typed by hand: a key with Alt, or one of a terminal that is not what
 * TERM says.  Taken for Escape it would leave the screen, and its rest would
 * be taken for keys.
 */
static uint32_t after_escape(void)
{
	bool plain = true;
	wint_t code;
	int what = wget_wch(term.input, &code);

	if (what == ERR || (what == OK && code == ESCAPE))
		return ESCAPE;
	if (what == KEY_CODE_YES || (code != '[' && code != 'O'))
		return UI_KEY_NONE;
	while ((what = wget_wch(term.input, &code)) == OK && code < '@')
		plain = false;
	return what == OK && plain ? plain_key(code) : UI_KEY_NONE;
}

uint32_t ui_term_key(void)
{
	uint32_t key = UI_KEY_NONE;

	while (term.screen && !term.suspended && !key) {
		wint_t code;
		int what = wget_wch(term.input, &code);

		if (what == ERR)
			return ui_wire_gone() ? UI_KEY_EOF : UI_KEY_NONE;
		key = what == KEY_CODE_YES ? function_key(code)
		      : code == ESCAPE     ? after_escape()
					   : character(code);
	}
	return key;
}

struct ui_mouse ui_term_mouse(void)
{
	return term.mouse;
}
