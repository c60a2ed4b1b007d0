/* SPDX-License-Identifier: MIT */
/*
 * What the demo wrote, the newest line at the bottom of what is visible.
 *
 * Who wrote a line stands before it, and a word where it went to standard
 * error.  Of a past moment only what had been written by then is shown.  With
 * a process selected, only its lines can be shown.
 *
 *	producer 4711  producer made 39
 *	consumer 4712  error cannot use 39
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"

#define NAME_COLS      10
#define NAME_COLS_WIDE 16 /* the PID too */
#define WIDE           60 /* columns */

/* Whose lines are shown; 0: everybody's. */
static uint32_t whose(const struct view_player *p)
{
	return p->console_only ? p->selected : 0;
}

static bool is_shown(const struct view_player *p,
		     const struct view_console_line *line)
{
	return !whose(p) || line->pid == whose(p);
}

static size_t lines_of(const struct view_player *p)
{
	size_t n = 0, all;

	if (!p->console)
		return 0;
	all = view_console_lines_at(p->console, p->log_end);
	if (!whose(p))
		return all;
	for (size_t i = 0; i < all; i++)
		n += is_shown(p, &p->console->lines[i]);
	return n;
}

/* The line after @skip others that are shown. */
static size_t line_after(const struct view_player *p, size_t skip)
{
	size_t i = 0;

	if (!whose(p))
		return skip;
	while (i < p->console->count &&
	       (!is_shown(p, &p->console->lines[i]) || skip--))
		i++;
	return i;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	struct ui_list *l = &p->lists[LESSON_PANE_CONSOLE];

	ui_list_resize(l, lines_of(p), in.rows > 0 ? (size_t)in.rows : 0);
	if (!p->held[LESSON_PANE_CONSOLE])
		ui_list_scroll(l, (long)l->count);
}

/*
 * Whether any line says who wrote it: then all have the column.  Of all lines,
 * so that nothing moves sideways while one reads.
 */
static bool has_names(const struct view_player *p)
{
	for (size_t i = 0; i < p->console->count; i++)
		if (p->console->lines[i].pid)
			return true;
	return false;
}

static int draw_name(const struct view_player *p, struct ui_canvas *c,
		     struct ui_rect row, const struct view_console_line *line)
{
	int cols = row.cols >= WIDE ? NAME_COLS_WIDE : NAME_COLS;
	ui_style style = UI_FAINT;
	SCOPED_STR name = STR_INIT;

	if (!line->pid)
		str_add(&name, "unknown");
	else if (row.cols >= WIDE)
		view_pane_who(p, line->pid, &name);
	else
		view_pane_name(p, p->model, line->pid, &name);
	if (line->pid && line->pid == p->selected)
		style = UI_STRONG;
	ui_text_fit(c, row, 0, 1, cols, style, name.buf);
	return 1 + cols + 1;
}

static void draw_line(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect row, const struct view_console_line *line,
		      bool names)
{
	size_t len = view_console_text_at(line, p->log_end);
	ui_style style = line->error ? UI_ERROR : UI_NORMAL;
	SCOPED_STR text = STR_INIT;
	int col = names ? draw_name(p, c, row, line) : 1;

	if (line->error)
		col = ui_text(c, row, 0, col, UI_ERROR | UI_STYLE(UI_BOLD),
			      "error ");
	str_add_n(&text, line->text.buf, len);
	if (line->cut && len == line->text.len)
		str_add(&text, " … (cut)");
	ui_text_fit(c, row, 0, col, row.cols - col, style, text.buf);
}

static void draw_empty(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect in)
{
	SCOPED_STR text = STR_INIT;

	if (whose(p))
		view_pane_who(p, whose(p), &text);
	else
		str_add(&text, "The demo");
	str_add(&text, p->run == VIEW_RUN_ENDED ? " has written nothing."
						: " has written nothing yet.");
	ui_text_fit(c, in, 0, 1, in.cols - 1, UI_FAINT, text.buf);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_CONSOLE];
	bool names;
	size_t at;

	if (view_pane_idle(p, c, in))
		return;
	if (!l->count) {
		draw_empty(p, c, in);
		return;
	}
	names = has_names(p);
	at = line_after(p, l->first);
	for (size_t i = 0; i < l->page && at < p->console->count; at++) {
		struct ui_rect row = { in.row + (int)i, in.col, 1, in.cols };

		if (!is_shown(p, &p->console->lines[at]))
			continue;
		draw_line(p, c, row, &p->console->lines[at], names);
		i++;
	}
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	size_t lines = lines_of(p);

	if (whose(p))
		str_addf(out, "only %u", whose(p));
	else if (p->console_only)
		str_add(out, "all: none selected");
	if (cols < 24 || !lines || (p->console_only && !whose(p)))
		return;
	if (out->len) {
		str_addf(out, ": %zu %s", lines, lines == 1 ? "line" : "lines");
		return;
	}
	str_addf(out, "%zu %s", lines + p->console->dropped,
		 lines + p->console->dropped == 1 ? "line" : "lines");
	if (p->console->dropped)
		str_add(out, ", the first are gone");
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct view_console_line *line = &p->console->lines[i];

	if (line->pid)
		view_pane_name(p, p->model, line->pid, out);
	str_add_char(out, ' ');
	str_add_n(out, line->text.buf, view_console_text_at(line, p->log_end));
}

const struct view_pane view_pane_console = {
	.tab = "Console",
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
};
