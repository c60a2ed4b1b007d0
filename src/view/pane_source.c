/* SPDX-License-Identifier: MIT */
/*
 * The demo's source, with a mark on each line where a live process is, and a
 * lighter one on the line from which the function was called that it is in.
 *
 * A place is a fact of debug information.  It is one of the C text; the Python
 * text has marks where it makes the same call in the function of the same name
 * (ui/calls.h).  The pane follows the selected process; with none selected it
 * moves only if no mark can be seen, so that two processes at different lines
 * do not tear it to and fro.
 *
 * Where there is room the two stand side by side: the C text scrolls, and the
 * Python text keeps what matches it on the same row.
 */
#include "view/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/state.h"
#include "view/wrap.h"

#define FIXED_COLS 2   /* the mark and a blank */
#define BOTH_COLS  100 /* of the pane, at least, for two texts */

static enum ui_language side_of(const struct view_player *p)
{
	return p->language == UI_LANG_PYTHON ? UI_LANG_PYTHON : UI_LANG_C;
}

static bool has_both(const struct view_player *p)
{
	return p->source[UI_LANG_C].doc && p->source[UI_LANG_PYTHON].doc;
}

static bool shows_both(const struct view_player *p, int cols)
{
	return p->side_by_side && has_both(p) && cols >= BOTH_COLS;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
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

static void follow(struct view_player *p, struct ui_list *l,
		   enum ui_language side)
{
	const struct model_process *selected = view_pane_selected(p);
	int line = selected ? view_marks_line(p, side, selected) : 0;
	struct view_marks marks = { 0 };
	int first = 0, last = 0;
	bool seen = false;

	if (line > 0) {
		show_lines(l, line, line);
		return;
	}
	marks = view_marks(p, side);
	for (size_t i = 0; i < marks.count; i++) {
		if (marks.items[i].inside >= 0)
			continue;
		last = marks.items[i].line;
		if (!first)
			first = last;
		seen |= ui_list_shows(l, (size_t)last - 1);
	}
	if (first && (!seen || last - first < (int)l->page))
		show_lines(l, first, last);
	free(marks.items);
}

/* The calls of both texts, found once for each text. */
static void read_calls(struct view_player *p)
{
	for (int i = 0; i < 2; i++) {
		const struct ui_doc *doc = p->source[i].doc;
		const struct ui_line *of = doc ? doc->lines : NULL;

		if (of == p->calls_of[i])
			continue;
		ui_calls_release(&p->calls[i]);
		if (doc)
			ui_calls(&p->calls[i], doc, (enum ui_language)i);
		p->calls_of[i] = of;
	}
}

static void measure(struct view_player *p, struct ui_rect in)
{
	enum ui_language side = shows_both(p, in.cols) ? UI_LANG_C : side_of(p);
	const struct ui_doc *doc = p->source[side].doc;
	struct ui_list *l = &p->lists[LESSON_PANE_SOURCE];

	read_calls(p);
	ui_list_resize(l, doc ? doc->count : 0, (size_t)in.rows);
	if (!p->held[LESSON_PANE_SOURCE])
		follow(p, l, side);
}

/* "‖ producer", "producer in take()" where it is deeper. */
static void name_of(const struct view_player *p, enum ui_language side,
		    const struct view_mark *mark, struct str *out)
{
	const struct ui_function *functions = p->calls[side].functions;

	str_addf(out, "%s ", view_pane_state(p->model, mark->process).mark);
	view_pane_name(p, p->model, mark->process->pid, out);
	if (mark->inside >= 0)
		str_addf(out, " in %s()", functions[mark->inside].name);
}

/* As many names as @cols have room for; then how many more there are. */
static void names_of(const struct view_player *p, enum ui_language side,
		     const struct view_marks *marks, int cols, struct str *out)
{
	for (size_t i = 0; i < marks->count; i++) {
		SCOPED_STR name = STR_INIT;
		int more = i + 1 < marks->count ? 5 : 0; /* ", +12" */

		name_of(p, side, &marks->items[i], &name);
		if (i &&
		    utf8_width(out->buf) + 2 + utf8_width(name.buf) + more >
			    cols) {
			str_addf(out, ", +%zu", marks->count - i);
			return;
		}
		str_addf(out, "%s%s", i ? ", " : "", name.buf);
	}
}

/* The marks of one line: how many of those at @marks are on it. */
static size_t on_line(const struct view_mark *marks, size_t count, int line)
{
	size_t n = 0;

	while (n < count && marks[n].line == line)
		n++;
	return n;
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

/* The columns that names may take: those behind the code, and half at least. */
static int names_room(const struct ui_doc *doc, size_t at, int cols)
{
	int code = FIXED_COLS + digits(doc->count) + 2 +
		   line_width(&doc->lines[at]);
	int room = cols - code - 2;

	return room > cols / 2 ? room : cols / 2;
}

/* The marks at @marks of the line @at, of which there are @count. */
static void draw_marks(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect row, enum ui_language side,
		       struct view_marks marks)
{
	SCOPED_STR names = STR_INIT;
	size_t at = (size_t)marks.items[0].line - 1;
	bool here = marks.items[0].inside < 0, chosen = false;
	ui_style style = here ? UI_MARKER | UI_STYLE(UI_BOLD) : UI_FAINT;
	int width, most = names_room(p->source[side].doc, at, row.cols);

	for (size_t i = 0; i < marks.count; i++)
		chosen |= marks.items[i].process->pid == p->selected;
	if (chosen)
		style |= UI_STYLE(UI_UNDERLINE);
	(void)ui_text(c, row, 0, 0, style, here ? "►" : "▹");
	names_of(p, side, &marks, most, &names);
	width = utf8_width(names.buf);
	if (width > most)
		width = most;
	(void)ui_text(c, row, 0, row.cols - width - 2, UI_NORMAL, "  ");
	ui_text_fit(c, row, 0, row.cols - width, width, style, names.buf);
}

/* The text @side from its line @first (0 for the first). */
static void draw_text(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect in, enum ui_language side, size_t first)
{
	const struct ui_doc *doc = p->source[side].doc;
	struct view_marks marks = view_marks(p, side);
	size_t m = 0;

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
			draw_marks(
				p, c, line, side,
				(struct view_marks){ marks.items + m, n, 0 });
	}
	free(marks.items);
}

/*
 * A line of the C text and the one of the Python text that should stand beside
 * it: where the selected process is, else any that is seen, else the beginning
 * of the function that is seen.
 */
static void find_pair(const struct view_player *p, const struct ui_list *l,
		      int *c_at, int *python_at)
{
	const struct model_process *selected = view_pane_selected(p);
	const struct ui_calls *c = &p->calls[UI_LANG_C];
	const struct ui_calls *python = &p->calls[UI_LANG_PYTHON];
	struct view_marks marks = view_marks(p, UI_LANG_C);

	*c_at = *python_at = 1;
	for (size_t i = 0; i < c->function_count; i++)
		for (size_t k = 0; k < python->function_count; k++)
			if (c->functions[i].first <= (int)(l->first + 1) &&
			    !strcmp(c->functions[i].name,
				    python->functions[k].name)) {
				*c_at = c->functions[i].first;
				*python_at = python->functions[k].first;
			}
	for (size_t i = 0; i < marks.count; i++) {
		const struct view_mark *mark = &marks.items[i];
		int twin = ui_calls_twin(c, python, mark->line);

		if (!twin || mark->inside >= 0 ||
		    !ui_list_shows(l, (size_t)mark->line - 1))
			continue;
		*c_at = mark->line;
		*python_at = twin;
		if (mark->process == selected)
			break;
	}
	free(marks.items);
}

/* Where the Python text begins, so that the pair is on one row. */
static size_t beside(const struct view_player *p, const struct ui_list *l,
		     int rows)
{
	long count = (long)p->source[UI_LANG_PYTHON].doc->count;
	int c_at, python_at;
	long first;

	find_pair(p, l, &c_at, &python_at);
	first = python_at - 1 - (c_at - 1 - (long)l->first);
	if (first > count - rows)
		first = count - rows;
	return first < 0 ? 0 : (size_t)first;
}

static void draw_both(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_SOURCE];
	struct ui_rect left = in, right = in;

	left.cols = (in.cols - 1) / 2;
	right.col += left.cols + 1;
	right.cols = in.cols - left.cols - 1;
	for (int row = 0; row < in.rows; row++)
		(void)ui_text(c, in, row, left.cols, UI_FRAME, "│");
	draw_text(p, c, left, UI_LANG_C, l->first);
	draw_text(p, c, right, UI_LANG_PYTHON, beside(p, l, in.rows));
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	enum ui_language side = side_of(p);
	const char *why = p->source[side].why;

	if (shows_both(p, in.cols))
		draw_both(p, c, in);
	else if (p->source[side].doc)
		draw_text(p, c, in, side, p->lists[LESSON_PANE_SOURCE].first);
	else
		view_wrap(c, ui_rect_inset(in, 0, 1), 0, UI_FAINT,
			  why && *why ? why : "There is no source to show.");
}

static bool both_now(const struct view_player *p)
{
	const struct view_slot *slot = view_layout_slot(p, LESSON_PANE_SOURCE);

	return slot && shows_both(p, slot->rect.cols - 2);
}

static void title(const struct view_player *p, struct str *out)
{
	const char *path = p->source[side_of(p)].path;
	const char *other = p->source[UI_LANG_PYTHON].path;

	str_add(out, path ? base_name(path) : "Source");
	if (both_now(p) && other)
		str_addf(out, " and %s", base_name(other));
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	bool both = both_now(p), python = !both && p->language;

	(void)cols;
	if (!has_both(p))
		return;
	str_addf(out, "%s | %s | %s", both || python ? "C" : "[C]",
		 python ? "[Python]" : "Python", both ? "[both]" : "both");
}

const char *view_player_next_language(struct view_player *p)
{
	const struct view_slot *slot = view_layout_slot(p, LESSON_PANE_SOURCE);

	if (!slot)
		return "The source is not shown here";
	if (!p->source[UI_LANG_PYTHON].doc)
		return "There is no source in Python here";
	p->held[LESSON_PANE_SOURCE] = false;
	if (p->side_by_side) {
		p->side_by_side = false;
		p->language = UI_LANG_C;
	} else if (p->language == UI_LANG_C) {
		p->language = UI_LANG_PYTHON;
	} else {
		p->language = UI_LANG_C;
		p->side_by_side = slot->rect.cols - 2 >= BOTH_COLS;
		if (!p->side_by_side && !p->zoomed)
			return "Both do not fit beside each other here: try it "
			       "zoomed (z), or in a wider window";
	}
	return NULL;
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct ui_doc *doc = p->source[side_of(p)].doc;
	const struct ui_line *l;

	if (!doc || i >= doc->count)
		return;
	l = &doc->lines[i];
	for (size_t k = 0; k < l->count; k++)
		str_add(out, l->runs[k].text);
}

const struct view_pane view_pane_source = {
	.tab = "Source",
	.title = title,
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
};
