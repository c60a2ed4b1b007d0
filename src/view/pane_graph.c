/* SPDX-License-Identifier: MIT */
/*
 * The wait-for graph of the present moment: see graph.h.
 */
#include "view/graph.h"

#include <limits.h>

#include "ui/layout.h"
#include "view/pane.h"

static struct view_page page_in(const struct view_player *p, struct ui_rect in)
{
	return (struct view_page){
		.area = in,
		.row = -(int)p->lists[LESSON_PANE_GRAPH].first,
	};
}

/* Fill @page; of who is in row @row, tell @ret, unless it is NULL. */
static void fill(const struct view_player *p, struct view_page *page, int row,
		 uint32_t *ret)
{
	struct model_stuck s;
	struct view_graph g = {
		.player = p, .stuck = &s, .hit_row = row, .hit = ret
	};

	model_stuck(p->model, &s);
	view_graph_fill(page, &g);
	model_stuck_release(&s);
}

static void measure(struct view_player *p, struct ui_rect in)
{
	struct view_page page = { .area = in };

	if (p->model)
		fill(p, &page, INT_MIN, NULL);
	ui_list_resize(&p->lists[LESSON_PANE_GRAPH], (size_t)page.row,
		       in.rows > 0 ? (size_t)in.rows : 0);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	struct view_page page = page_in(p, in);

	if (view_pane_idle(p, c, in))
		return;
	page.canvas = c;
	fill(p, &page, INT_MIN, NULL);
}

static uint32_t pid_at(const struct view_player *p, struct ui_rect in, int row)
{
	struct view_page page = page_in(p, in);
	uint32_t pid = 0;

	if (p->model)
		fill(p, &page, row, &pid);
	return pid;
}

/* Drawn once more, alone and as wide as it is. */
static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct view_slot *slot = view_layout_slot(p, LESSON_PANE_GRAPH);
	struct ui_rect in =
		slot ? ui_rect_inset(slot->rect, 1, 1) : (struct ui_rect){ 0 };
	struct view_page page = { .area = { 0, 0, 1, in.cols },
				  .row = -(int)i };

	if (!p->model || !in.cols)
		return;
	page.canvas = ui_canvas_new(1, in.cols);
	fill(p, &page, INT_MIN, NULL);
	ui_canvas_dump(page.canvas, out);
	ui_canvas_free(page.canvas);
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_GRAPH];
	char buf[48];

	(void)cols;
	if (p->model && p->model->deadlock_ns >= 0)
		str_add(out, "DEADLOCK");
	if (l->count > l->page)
		str_addf(out, "%s%s", out->len ? " · " : "",
			 ui_list_note(l, buf));
}

const struct view_pane view_pane_graph = {
	.tab = "Graph",
	.note = note,
	.measure = measure,
	.draw = draw,
	.pid_at = pid_at,
	.line = line_text,
};
