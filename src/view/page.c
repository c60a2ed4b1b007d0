/* SPDX-License-Identifier: MIT */
#include "view/page.h"

#include "ui/layout.h"
#include "ui/list.h"
#include "view/message.h"
#include "view/wrap.h"

bool view_page_sees(const struct view_page *p)
{
	return p->canvas && p->row >= 0 && p->row < p->area.rows;
}

void view_page_text(const struct view_page *p, int col, ui_style style,
		    const char *text)
{
	if (p->canvas)
		ui_text_fit(p->canvas, p->area, p->row, col, p->area.cols - col,
			    style, text);
}

void view_page_right(const struct view_page *p, ui_style style,
		     const char *text)
{
	struct ui_rect r = p->area;

	r.cols--;
	if (p->canvas)
		ui_text_right(p->canvas, r, p->row, style, text);
}

void view_page_next(struct view_page *p)
{
	p->row++;
}

void view_page_words(struct view_page *p, int indent, ui_style style,
		     const char *words)
{
	struct ui_rect r = p->area;

	r.col += indent;
	r.cols -= indent;
	p->row = view_wrap(p->canvas, r, p->row, style, words);
}

/* ---- the box ---- */

static int box_cols(const struct view_box_page *b, int cols)
{
	return cols < b->cols ? cols : b->cols;
}

size_t view_box_page_lines(const struct view_box_page *b, int cols)
{
	struct view_page p = { .area = { 0, 0, 0, box_cols(b, cols) - 2 } };

	b->fill(&p, b->arg);
	return (size_t)p.row;
}

static struct ui_rect box_for(const struct view_box_page *b, struct ui_rect all)
{
	/* The frame, and the line that says how to leave. */
	return ui_rect_centre(all, (int)view_box_page_lines(b, all.cols) + 3,
			      box_cols(b, all.cols));
}

static struct ui_list list_for(const struct view_box_page *b,
			       struct ui_rect box, size_t first)
{
	struct ui_list list = { .first = first, .cursor = first };

	ui_list_resize(&list, view_box_page_lines(b, box.cols),
		       box.rows > 3 ? (size_t)box.rows - 3 : 0);
	return list;
}

size_t view_box_page_first(const struct view_box_page *b, int rows, int cols,
			   size_t first)
{
	struct ui_rect all = { 0, 0, rows, cols };

	return list_for(b, box_for(b, all), first).first;
}

void view_box_page_draw(const struct view_box_page *b, struct ui_canvas *c,
			size_t first)
{
	struct ui_rect box = box_for(b, ui_canvas_rect(c));
	struct ui_list list = list_for(b, box, first);
	struct view_page p = { .canvas = c, .row = -(int)list.first };
	struct ui_rect in;
	char buf[48];

	in = view_box(c, box.rows, box.cols, b->title,
		      ui_list_note(&list, buf));
	p.area = in;
	p.area.rows = (int)list.page;
	b->fill(&p, b->arg);
	ui_list_marks(&list, c, box);
	if (in.rows > p.area.rows)
		(void)ui_text(c, in, in.rows - 1, 1, UI_FAINT, b->leave);
}
