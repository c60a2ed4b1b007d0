/* SPDX-License-Identifier: MIT */
/*
 * What the demo wrote, the newest line at the bottom of what is visible.
 *
 * Who wrote a line stands before it where that is known, and a mark where it
 * went to standard error.  Of a past moment only what had been written by then
 * is shown.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"

#define NAME_COLS 10

static size_t lines_of(const struct view_player *p)
{
	return p->console ? view_console_lines_at(p->console, p->log_end) : 0;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	struct ui_list *l = &p->lists[LESSON_PANE_CONSOLE];

	ui_list_resize(l, lines_of(p), in.rows > 0 ? (size_t)in.rows : 0);
	if (!p->held[LESSON_PANE_CONSOLE])
		ui_list_scroll(l, (long)l->count);
}

/* Whether any line says who wrote it: then all have the column. */
static bool has_names(const struct view_player *p, const struct ui_list *l)
{
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++)
		if (p->console->lines[l->first + i].pid)
			return true;
	return false;
}

static void draw_line(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect row, const struct view_console_line *line,
		      bool names)
{
	size_t len = view_console_text_at(line, p->log_end);
	ui_style style = line->error ? UI_ERROR : UI_NORMAL;
	SCOPED_STR text = STR_INIT;
	int col = 1;

	if (names) {
		SCOPED_STR name = STR_INIT;

		if (line->pid)
			view_pane_name(p, p->model, line->pid, &name);
		ui_text_fit(c, row, 0, col, NAME_COLS, UI_FAINT, name.buf);
		col += NAME_COLS + 1;
	}
	if (line->error)
		col = ui_text(c, row, 0, col, UI_ERROR | UI_STYLE(UI_BOLD),
			      "error ");
	str_add_n(&text, line->text.buf, len);
	if (line->cut && len == line->text.len)
		str_add(&text, " … (cut)");
	ui_text_fit(c, row, 0, col, row.cols - col, style, text.buf);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_CONSOLE];
	bool names;

	if (view_pane_idle(p, c, in))
		return;
	if (!l->count) {
		ui_text_fit(c, in, 0, 1, in.cols - 1, UI_FAINT,
			    p->run == VIEW_RUN_ENDED
				    ? "The demo has written nothing."
				    : "The demo has written nothing yet.");
		return;
	}
	names = has_names(p, l);
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++) {
		struct ui_rect row = { in.row + (int)i, in.col, 1, in.cols };

		draw_line(p, c, row, &p->console->lines[l->first + i], names);
	}
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	size_t lines = lines_of(p);

	if (cols < 24 || !lines)
		return;
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
