/* SPDX-License-Identifier: MIT */
/*
 * The step's text, the instructor's notes after it, and one line that says
 * what can be done now.
 *
 * The text is laid out again only when it or the width has changed.  The line
 * below stands at the bottom whatever the text does, so nothing that happens
 * in a run moves a word the reader is at.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/text_hint.h"
#include "view/wrap.h"

#define NOTES_HEADING "Notes for the instructor"

static const struct lesson_step *step_of(const struct view_player *p)
{
	return &p->lesson->steps[p->step];
}

static bool has_notes(const struct view_player *p)
{
	return p->notes && *step_of(p)->notes;
}

static void lay_out(struct ui_doc *doc, const char **of, const char *text,
		    int width)
{
	if (*of == text && doc->width == width)
		return;
	ui_doc_release(doc);
	ui_markdown(doc, text, width);
	doc->width = width;
	*of = text;
}

/* In a window of another width the reader is at the same words. */
static void lay_out_text(struct view_player *p, int width)
{
	struct ui_list *l = &p->lists[LESSON_PANE_TEXT];
	bool same = p->text_of == step_of(p)->text;
	size_t was = p->text.count;

	lay_out(&p->text, &p->text_of, step_of(p)->text, width);
	if (!same || !was || was == p->text.count)
		return;
	l->first = (l->first * p->text.count + was / 2) / was;
	l->cursor = l->first; /* or it would pull the text back */
}

/* A line between the text and what is asked. */
static void add_rule(struct ui_doc *d, int width)
{
	struct ui_line *l;

	(void)ui_doc_add(d, 0);
	l = ui_doc_add(d, 0);
	for (int i = 0; i < width && i < 24; i++)
		ui_line_add(l, UI_FRAME, "─", strlen("─"));
	(void)ui_doc_add(d, 0);
}

static void add_asked(struct view_player *p, const struct view_asked *a,
		      int width)
{
	struct ui_doc part;

	if (*a->text) {
		ui_markdown(&part, a->text, width);
		for (size_t i = 0; i < part.count; i++)
			ui_line_join(
				ui_doc_add(&p->ask_doc, part.lines[i].indent),
				&part.lines[i]);
		ui_doc_release(&part);
	}
	if (*a->text && a->ask)
		(void)ui_doc_add(&p->ask_doc, 0);
	if (a->ask)
		view_ask_doc(a->ask, a->lead, width, &p->ask_doc, &p->ask_rows);
}

/* Keep what the student is at in sight. */
static void show_cursor(struct view_player *p)
{
	struct ui_list *l = &p->lists[LESSON_PANE_TEXT];
	size_t at = p->text.count + p->ask_rows.cursor, begin, end;
	const struct view_ask *a =
		p->asked_count ? p->asked[p->asked_count - 1].ask : NULL;

	if (!p->asked_count || !l->page)
		return;
	/* While the demo runs the text is read. */
	if (!p->asked[p->asked_count - 1].active && p->run != VIEW_RUN_ENDED) {
		l->first = 0;
		return;
	}
	/* All that is asked, if there is room; else from what is new on. */
	end = p->text.count + p->ask_doc.count;
	if (a && a->state == VIEW_ASK_OPEN && at + l->page < end)
		end = at + l->page > at + 3 ? at + 3 : at + 1;
	begin = end;
	if (a && a->state == VIEW_ASK_OPEN)
		begin = at;
	else if (a && a->once) /* the reason is read from its first word */
		begin = p->text.count + 3;
	if (end > l->first + l->page)
		l->first = end - l->page;
	if (l->first > begin)
		l->first = begin;
	l->cursor = l->first;
}

static void lay_out_asked(struct view_player *p, int width)
{
	if (p->ask_of == p->asked_serial && p->ask_doc.width == width)
		return;
	ui_doc_release(&p->ask_doc);
	p->ask_rows = (struct view_ask_rows){ .count = 0 };
	for (size_t i = 0; i < p->asked_count; i++) {
		if (!i)
			add_rule(&p->ask_doc, width);
		else
			(void)ui_doc_add(&p->ask_doc, 0);
		add_asked(p, &p->asked[i], width);
	}
	p->ask_doc.width = width;
	/* A step is read from its beginning. */
	p->ask_moved = p->ask_of && p->ask_of != p->asked_serial;
	p->ask_of = p->asked_serial;
}

static size_t prepare(struct view_player *p, int cols)
{
	int width = cols > VIEW_MEASURE ? VIEW_MEASURE : cols > 1 ? cols : 1;
	size_t lines;

	lay_out_text(p, width);
	lay_out_asked(p, width);
	lines = p->text.count + p->ask_doc.count;
	if (has_notes(p)) {
		lay_out(&p->note_text, &p->note_of, step_of(p)->notes, width);
		lines += p->note_text.count + 3;
	}
	return lines;
}

int view_text_rows(struct view_player *p, int cols)
{
	return (int)prepare(p, cols) + (view_hint_has(p) ? 2 : 0);
}

/*
 * The part of @in for @lines of text; the hint gets what is below, with a
 * blank line between if the text leaves one.
 */
static struct ui_rect text_rect(const struct view_player *p, struct ui_rect in,
				size_t lines, int hint_rows)
{
	struct ui_rect r = ui_rect_inset(in, 0, 1);
	int rows = 0;

	if (view_hint_has(p)) {
		rows = hint_rows;
		if (rows > r.rows / 2)
			rows = r.rows / 2;
		if ((size_t)r.rows > lines + (size_t)rows)
			rows++;
	}
	r.rows -= rows;
	return r;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	struct view_hint hint;
	struct ui_rect r;
	size_t lines;

	view_hint_lay_out(p, in.cols - 2, &hint);
	lines = prepare(p, in.cols - 2);
	r = text_rect(p, in, lines, hint.rows);
	view_hint_release(&hint);
	ui_list_resize(&p->lists[LESSON_PANE_TEXT], lines,
		       r.rows > 0 ? (size_t)r.rows : 0);
	if (p->ask_moved)
		show_cursor(p);
	p->ask_moved = false;
}

static void draw_asked(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, size_t first)
{
	size_t skip = p->text.count, from = 0;

	if (first > skip) {
		from = first - skip;
	} else {
		r.row += (int)(skip - first);
		r.rows -= (int)(skip - first);
	}
	if (r.rows > 0 && from < p->ask_doc.count)
		ui_doc_draw(&p->ask_doc, c, r, from);
}

static void draw_notes(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, size_t first)
{
	size_t skip = p->text.count + p->ask_doc.count;
	size_t from = 0;

	if (first < skip + 1) {
		struct ui_rect line = ui_rect_common(
			r, (struct ui_rect){ r.row + (int)(skip + 1 - first),
					     r.col, 1, r.cols });
		int col = ui_text(c, line, 0, 0, UI_HEADING, NOTES_HEADING);

		ui_repeat(c, line, 0, col + 1, line.cols - col - 1, UI_FAINT,
			  U'─');
	}
	skip += 3;
	if (first > skip) {
		from = first - skip;
	} else {
		r.row += (int)(skip - first);
		r.rows -= (int)(skip - first);
	}
	if (r.rows > 0)
		ui_doc_draw(&p->note_text, c, r, from);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	size_t first = p->lists[LESSON_PANE_TEXT].first;
	struct view_hint hint;
	struct ui_rect r, below;

	view_hint_lay_out(p, in.cols - 2, &hint);
	r = text_rect(p, in, p->lists[LESSON_PANE_TEXT].count, hint.rows);
	if (first < p->text.count)
		ui_doc_draw(&p->text, c, r, first);
	draw_asked(p, c, r, first);
	if (has_notes(p))
		draw_notes(p, c, r, first);
	below = ui_rect_inset(in, 0, 1);
	below.row = r.row + r.rows;
	below.rows -= r.rows;
	if (view_hint_has(p))
		view_hint_draw(p, c, below, &hint);
	view_hint_release(&hint);
}

static void title(const struct view_player *p, struct str *out)
{
	str_add(out, step_of(p)->title);
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	if (cols > 20 && ui_list_below(&p->lists[LESSON_PANE_TEXT]))
		str_add(out, "more below ↓");
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct ui_doc *d = &p->text;
	const struct ui_line *l;

	if (i >= d->count) {
		i -= d->count;
		d = &p->ask_doc;
	}
	if (i >= d->count)
		return;
	l = &d->lines[i];
	for (size_t k = 0; k < l->count; k++)
		str_add(out, l->runs[k].text);
}

long view_player_ask_line(const struct view_player *p, int row, int col)
{
	const struct view_slot *slot = view_layout_slot(p, LESSON_PANE_TEXT);
	struct ui_rect in;
	long line;

	if (!slot || slot->front != LESSON_PANE_TEXT)
		return -1;
	in = ui_rect_inset(slot->rect, 1, 1);
	line = row - in.row + (long)p->lists[LESSON_PANE_TEXT].first -
	       (long)p->text.count;
	if (!ui_rect_has(in, row, col) || line < 0 ||
	    (size_t)line >= p->ask_doc.count)
		return -1;
	return line;
}

const struct view_pane view_pane_text = {
	.tab = "Text",
	.title = title,
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
};
