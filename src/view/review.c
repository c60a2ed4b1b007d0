/* SPDX-License-Identifier: MIT */
/*
 * A line above says where one is, the text is in the middle of wide screens,
 * the last line has the keys.
 */
#include "view/review.h"

#include <stdio.h>
#include <string.h>

#include "lesson/links.h"
#include "ui/layout.h"
#include "view/footer.h"
#include "view/message.h"

enum { MEASURE = 76 };

const char *view_review_where(const struct view_review *r)
{
	switch (r->state) {
	case VIEW_REVIEW_FRONT:
		return "fR";
	case VIEW_REVIEW_BACK:
		return "bR#";
	case VIEW_REVIEW_ASK:
		return "aR#";
	case VIEW_REVIEW_END:
		break;
	}
	return "R";
}

/* ---- the text ---- */

static void add_lines(struct ui_doc *d, const char *markdown, int width)
{
	struct ui_doc part;

	ui_markdown(&part, markdown, width);
	for (size_t i = 0; i < part.count; i++)
		ui_line_join(ui_doc_add(d, part.lines[i].indent),
			     &part.lines[i]);
	ui_doc_release(&part);
}

static void add_line(struct ui_doc *d, ui_style style, const char *text)
{
	ui_line_add(ui_doc_add(d, 0), style, text, strlen(text));
}

static void add_grades(const struct view_review *r, struct ui_doc *d)
{
	static const char *const names[] = { "again", "hard", "good", "easy" };
	SCOPED_STR text = STR_INIT;

	add_line(d, UI_NORMAL, "");
	add_line(d, UI_STRONG, "Did you know it?");
	for (int i = 0; i < VIEW_REVIEW_GRADES; i++) {
		str_clear(&text);
		str_addf(&text, "  %d %-6s comes back in %s", i + 1, names[i],
			 r->due[i]);
		add_line(d, UI_NORMAL, text.buf);
	}
}

static void lay_out(const struct view_review *r, int width, struct ui_doc *d,
		    struct view_ask_rows *rows)
{
	*rows = (struct view_ask_rows){ .count = 0 };
	d->width = width;
	switch (r->state) {
	case VIEW_REVIEW_ASK:
		view_ask_doc(r->ask, "", width, d, rows);
		return;
	case VIEW_REVIEW_END:
		add_lines(d, r->summary, width);
		return;
	case VIEW_REVIEW_FRONT:
	case VIEW_REVIEW_BACK:
		break;
	}
	add_lines(d, r->front, width);
	if (r->state == VIEW_REVIEW_FRONT)
		return;
	add_line(d, UI_NORMAL, "");
	add_lines(d, r->back, width);
	add_grades(r, d);
}

static struct ui_rect text_rect(struct ui_rect all)
{
	struct ui_rect r = all;

	r.row += 2;
	r.rows -= 4;
	return ui_rect_centre(r, r.rows,
			      all.cols - 2 < MEASURE ? all.cols - 2 : MEASURE);
}

/* The first line drawn: as asked, but never so that room is left unused. */
static size_t first_of(const struct view_review *r, const struct ui_doc *d,
		       struct ui_rect text)
{
	size_t room = text.rows > 0 ? (size_t)text.rows : 0;
	size_t most = d->count > room ? d->count - room : 0;

	return r->first < most ? r->first : most;
}

void view_review_scroll(struct view_review *r, long by, int rows, int cols)
{
	struct ui_rect text = text_rect((struct ui_rect){ 0, 0, rows, cols });
	struct ui_doc d = { NULL, 0, 0 };
	struct view_ask_rows lines;
	size_t first;

	lay_out(r, text.cols, &d, &lines);
	first = first_of(r, &d, text);
	r->first =
		by < 0 && (size_t)-by > first ? 0 : (size_t)((long)first + by);
	r->first = first_of(r, &d, text);
	ui_doc_release(&d);
}

bool view_review_line_at(const struct view_review *r, struct ui_rect all,
			 int row, struct view_ask_rows *rows, size_t *line)
{
	struct ui_rect text = text_rect(all);
	struct ui_doc d = { NULL, 0, 0 };
	bool in = row >= text.row && row < text.row + text.rows;

	if (!in || r->state != VIEW_REVIEW_ASK)
		return false;
	lay_out(r, text.cols, &d, rows);
	*line = first_of(r, &d, text) + (size_t)(row - text.row);
	ui_doc_release(&d);
	return true;
}

/* ---- around it ---- */

static void draw_top(const struct view_review *r, struct ui_canvas *c,
		     struct ui_rect all)
{
	struct ui_rect line = { 0, 0, 1, all.cols };
	SCOPED_STR left = STR_INIT, right = STR_INIT;

	str_addf(&left, "%s", r->exam ? "Exam" : "Review");
	if (r->state != VIEW_REVIEW_END)
		str_addf(&left, " · %zu of %zu · %s", r->at + 1, r->count,
			 r->lesson);
	if (r->exam && r->state != VIEW_REVIEW_END)
		str_addf(&right, "%d:%02d left · ", (int)(r->left_s / 60),
			 (int)(r->left_s % 60));
	str_addf(&right, "%zu kept", r->kept);
	ui_fill(c, line, UI_BAR, ' ');
	(void)ui_text_fit(c, line, 0, 1,
			  line.cols - 4 - ui_text_width(right.buf), UI_BAR,
			  left.buf);
	line.cols--;
	(void)ui_text_right(c, line, 0, UI_BAR, right.buf);
}

static const struct view_key keys[] = {
	{ UI_CMD_REVIEW_SHOW, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_REVIEW_AGAIN, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_REVIEW_HARD, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_REVIEW_GOOD, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_REVIEW_EASY, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_REVIEW_DEMO, UI_CMD_NONE, NULL, 6 },
	{ UI_CMD_ASK_GIVE, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_ASK_HINT, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_ASK_SKIP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_LINKS, UI_CMD_NONE, "links", 3 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 8 },
};

enum { KEYS = sizeof(keys) / sizeof(*keys) };

/* What is on the screen has a link. */
static bool leads_on(const struct view_review *r)
{
	struct lesson_link link;
	SCOPED_STR said = STR_INIT;
	const char *text;

	if (r->state == VIEW_REVIEW_ASK && !r->exam)
		view_ask_verdict(r->ask, &said);
	else if (r->state == VIEW_REVIEW_BACK)
		str_add(&said, r->back);
	text = said.buf;
	return lesson_link_next(&text, &link);
}

/* Those that do something now. */
static void choose_keys(const struct view_review *r, struct view_key *ret)
{
	bool told =
		r->state == VIEW_REVIEW_ASK && r->ask->state != VIEW_ASK_OPEN;

	memcpy(ret, keys, sizeof(keys));
	for (int i = 0; i < KEYS; i++) {
		enum ui_command c = ret[i].command;

		if ((c == UI_CMD_REVIEW_DEMO && !r->has_demo) ||
		    (c == UI_CMD_ASK_SKIP && told) ||
		    (c == UI_CMD_ASK_HINT &&
		     (r->state != VIEW_REVIEW_ASK || told || r->exam ||
		      !r->ask->q->hint_count)))
			ret[i].weight = 0;
		if (c == UI_CMD_LINKS && !leads_on(r))
			ret[i].weight = 0;
		if (c == UI_CMD_ASK_GIVE && told)
			ret[i].word = "next";
	}
}

enum ui_command view_review_key_at(const struct view_review *r, int rows,
				   int cols, int row, int col)
{
	struct ui_rect line = { rows - 1, 0, 1, cols };
	struct view_key list[KEYS];

	choose_keys(r, list);
	if (row != line.row || *r->message)
		return UI_CMD_NONE;
	return view_keys_at(line, 1, view_review_where(r), list, KEYS, col);
}

static void draw_footer(const struct view_review *r, struct ui_canvas *c,
			struct ui_rect all)
{
	struct ui_rect line = { all.rows - 1, 0, 1, all.cols };
	struct view_key list[KEYS];

	choose_keys(r, list);
	ui_fill(c, line, UI_FOOTER, ' ');
	if (*r->message)
		(void)ui_text_fit(c, line, 0, 1, line.cols - 2, UI_NOTICE,
				  r->message);
	else
		view_keys_draw(c, line, 1, view_review_where(r), list, KEYS);
	line.row--;
	if (*r->problem)
		(void)ui_text_fit(c, line, 0, 1, line.cols - 2, UI_ERROR,
				  r->problem);
}

void view_review_draw(const struct view_review *r, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c), text = text_rect(all);
	struct ui_doc d = { NULL, 0, 0 };
	struct view_ask_rows rows;
	size_t first;

	ui_canvas_clear(c);
	draw_top(r, c, all);
	lay_out(r, text.cols, &d, &rows);
	first = first_of(r, &d, text);
	/* What is chosen or typed at is always seen. */
	if (r->state == VIEW_REVIEW_ASK && r->ask->state == VIEW_ASK_OPEN &&
	    rows.cursor >= first + (size_t)text.rows)
		first = rows.cursor + 1 - (size_t)text.rows;
	ui_doc_draw(&d, c, text, first);
	if (first + (size_t)text.rows < d.count) {
		struct ui_rect line = { text.row + text.rows, 0, 1, all.cols };

		if (!*r->problem)
			(void)ui_text(c, line, 0, text.col, UI_FAINT,
				      "▼ more below");
	}
	draw_footer(r, c, all);
	ui_doc_release(&d);
}
