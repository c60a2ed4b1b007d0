/* SPDX-License-Identifier: MIT */
/*
 * The demo's source, with a mark on each line where a live process is.
 *
 * A place is a fact of debug information, so only the C text has marks; the
 * Python text is the same program to read.  The pane follows the selected
 * process; with none selected it moves only if no mark can be seen, so that
 * two processes at different lines do not tear it to and fro.
 */
#include "view/pane.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/layout.h"
#include "view/state.h"
#include "view/wrap.h"

#define FIXED_COLS 2 /* the mark and a blank */

struct mark {
	int line; /* from 1 */
	const struct model_process *process;
};

struct marks {
	struct mark *items;
	size_t count;
};

static const struct view_source *source_of(const struct view_player *p)
{
	return &p->source[p->language == UI_LANG_PYTHON];
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_live(const struct model_process *p)
{
	return p->state != MODEL_ENDED && p->state != MODEL_ZOMBIE;
}

/* The demo may have been built elsewhere: its name must do. */
static bool is_file(const char *file, const char *shown)
{
	return file && !strcmp(base_name(file), base_name(shown));
}

/* The line of @process in the text that is shown, or 0. */
static int line_of(const struct view_player *p,
		   const struct model_process *process)
{
	const struct view_source *s = source_of(p);
	struct model_place place;

	if (!p->place || !s->path || !is_live(process))
		return 0;
	place = p->place(p->place_arg, process);
	if (is_file(place.file, s->path))
		return place.line;
	/* In a function of a header, say, which is inlined in one of here. */
	return is_file(place.caller_file, s->path) ? place.caller_line : 0;
}

static int by_line(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->process < y->process ? -1 : x->process > y->process;
}

/* Sorted by line; the caller frees the items. */
static struct marks find_marks(const struct view_player *p)
{
	const struct model *m = p->model;
	struct marks marks = { 0 };

	if (!m || !m->process_count)
		return marks;
	marks.items = mem_new(m->process_count, sizeof(*marks.items));
	for (size_t i = 0; i < m->process_count; i++) {
		int line = line_of(p, &m->processes[i]);

		if (line > 0)
			marks.items[marks.count++] =
				(struct mark){ line, &m->processes[i] };
	}
	qsort(marks.items, marks.count, sizeof(*marks.items), by_line);
	return marks;
}

/* Make the lines from @from to @to visible, or @from if they do not fit. */
static void show_lines(struct ui_list *l, int from, int to)
{
	long span = to - from + 1, page = (long)l->page;

	if (span > page)
		span = 1;
	if (ui_list_shows(l, (size_t)from - 1) &&
	    ui_list_shows(l, (size_t)(from + span) - 2))
		return;
	ui_list_scroll(l, from - 1 - (page - span) / 2 - (long)l->first);
}

static void follow(struct view_player *p, struct ui_list *l)
{
	const struct model_process *selected = view_pane_selected(p);
	int line = selected ? line_of(p, selected) : 0;
	struct marks marks = find_marks(p);
	bool seen = false;
	int first, last;

	if (line > 0) {
		show_lines(l, line, line);
	} else if (marks.count) {
		first = marks.items[0].line;
		last = marks.items[marks.count - 1].line;
		for (size_t i = 0; i < marks.count; i++)
			seen |= ui_list_shows(l,
					      (size_t)marks.items[i].line - 1);
		if (!seen || last - first < (int)l->page)
			show_lines(l, first, last);
	}
	free(marks.items);
}

static void measure(struct view_player *p, struct ui_rect in)
{
	const struct ui_doc *doc = source_of(p)->doc;
	struct ui_list *l = &p->lists[LESSON_PANE_SOURCE];

	ui_list_resize(l, doc ? doc->count : 0, (size_t)in.rows);
	if (!p->held[LESSON_PANE_SOURCE])
		follow(p, l);
}

/* "‖ producer, ► consumer"; "12 processes" where names are too many. */
static void names_of(const struct view_player *p, const struct mark *marks,
		     size_t count, struct str *out)
{
	if (count > 3) {
		str_addf(out, "%zu processes", count);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (i)
			str_add(out, ", ");
		str_addf(out, "%s ",
			 view_pane_state(p->model, marks[i].process).mark);
		view_pane_name(p, p->model, marks[i].process->pid, out);
	}
}

/* The marks of one line: how many of those at @marks are on it. */
static size_t on_line(const struct mark *marks, size_t count, int line)
{
	size_t n = 0;

	while (n < count && marks[n].line == line)
		n++;
	return n;
}

static void draw_marks(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect row, const struct mark *marks,
		       size_t count)
{
	SCOPED_STR names = STR_INIT;
	bool chosen = false;
	ui_style style = UI_MARKER | UI_STYLE(UI_BOLD);
	int width, most = row.cols / 2;

	for (size_t i = 0; i < count; i++)
		chosen |= marks[i].process->pid == p->selected;
	if (chosen)
		style |= UI_STYLE(UI_UNDERLINE);
	(void)ui_text(c, row, 0, 0, style, "►");
	names_of(p, marks, count, &names);
	width = utf8_width(names.buf);
	if (width > most)
		width = most;
	(void)ui_text(c, row, 0, row.cols - width - 2, UI_NORMAL, "  ");
	ui_text_fit(c, row, 0, row.cols - width, width, style, names.buf);
}

static int digits(size_t n)
{
	int d = 1;

	while (n >= 10) {
		n /= 10;
		d++;
	}
	return d < 2 ? 2 : d;
}

static int line_width(const struct ui_line *line)
{
	int width = line->indent;

	for (size_t i = 0; i < line->count; i++)
		width += utf8_width(line->runs[i].text);
	return width;
}

static void draw_line(struct ui_canvas *c, struct ui_rect row,
		      const struct ui_doc *doc, size_t at, int number_cols)
{
	struct ui_rect text = row;

	(void)ui_textf(c, row, 0, FIXED_COLS, UI_LINE_NUMBER, "%*zu",
		       number_cols, at + 1);
	text.col += FIXED_COLS + number_cols + 2;
	text.cols -= FIXED_COLS + number_cols + 2;
	if (text.cols < 1)
		return;
	ui_doc_draw(doc, c, text, at);
	if (line_width(&doc->lines[at]) > text.cols)
		(void)ui_text(c, text, 0, text.cols - 1, UI_FAINT, "…");
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_doc *doc = source_of(p)->doc;
	const char *why = source_of(p)->why;
	size_t first = p->lists[LESSON_PANE_SOURCE].first;
	struct marks marks;
	size_t m = 0;

	if (!doc) {
		view_wrap(c, ui_rect_inset(in, 0, 1), 0, UI_FAINT,
			  why && *why ? why : "There is no source to show.");
		return;
	}
	marks = find_marks(p);
	for (int row = 0; row < in.rows && first + (size_t)row < doc->count;
	     row++) {
		size_t at = first + (size_t)row;
		struct ui_rect line = { in.row + row, in.col, 1, in.cols };
		size_t n;

		draw_line(c, line, doc, at, digits(doc->count));
		while (m < marks.count && marks.items[m].line < (int)at + 1)
			m++;
		if (m == marks.count)
			continue;
		n = on_line(marks.items + m, marks.count - m, (int)at + 1);
		if (n)
			draw_marks(p, c, line, marks.items + m, n);
	}
	free(marks.items);
}

static void title(const struct view_player *p, struct str *out)
{
	const struct view_source *s = source_of(p);

	str_add(out, s->path ? base_name(s->path) : "Source");
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	bool python = p->language == UI_LANG_PYTHON;

	if (!p->source[UI_LANG_PYTHON].doc || !p->source[UI_LANG_C].doc)
		return;
	if (python && cols >= 44)
		str_add(out, "the same in Python, no marks · ");
	str_add(out, python ? "C | [Python]" : "[C] | Python");
}

const struct view_pane view_pane_source = {
	.tab = "Source",
	.title = title,
	.note = note,
	.measure = measure,
	.draw = draw,
};
