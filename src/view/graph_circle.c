/* SPDX-License-Identifier: MIT */
/*
 * A circle of waits: who waits for what, which is held by whom, who waits ...
 *
 * Lying, it is two rows of names, the upper one read to the right and the
 * lower one to the left, joined at both ends; the shorter of the two is
 * stretched.  Where that does not fit it stands upright, which any number
 * does, and has the time that each waits:
 *
 *	╭▶ ada 4712  waits for fork-B, held by bob 4713      2.31 s
 *	╰─ bob 4713  waits for fork-A, held by ada 4712      2.30 s
 */
#include "base/utf8.h"
#include "view/graph.h"
#include "view/pane.h"

#define NODES_MAX    16 /* lying */
#define LEFT         2  /* column of the first name */
#define UPRIGHT      4  /* of the names, upright */
#define MEASURED_MAX 64 /* names of which the widest is looked for */
#define JOINT        6  /* " ──", "─▶ " */

/* A process or a thing, and what leads from it to the next. */
struct node {
	struct str text;
	const char *label;
	ui_style style;
	int width;
	int col;
};

struct ring {
	struct node nodes[NODES_MAX];
	size_t count, upper; /* of them in the upper row */
	int corner;          /* column of the right one */
};

/* ---- lying ---- */

static struct node *add_node(struct ring *r, const char *label, ui_style style)
{
	struct node *n = &r->nodes[r->count++];

	*n = (struct node){ .text = STR_INIT, .label = label, .style = style };
	return n;
}

static void make_nodes(const struct view_graph *g, struct ring *r)
{
	const struct model_stuck *s = g->stuck;

	for (size_t i = 0; i < s->circle_len; i++) {
		const struct model_wait *w = &s->waits[s->circle[i]];
		ui_style style = UI_ERROR | UI_STYLE(UI_BOLD);

		if (w->pid == g->player->selected)
			style = UI_SELECTED;
		view_pane_who(
			g->player, w->pid,
			&add_node(r, w->target ? "joins" : "waits for", style)
				 ->text);
		if (!w->target)
			view_graph_add_what(
				g, w, &add_node(r, "held by", UI_STRONG)->text);
	}
	for (size_t i = 0; i < r->count; i++)
		r->nodes[i].width = utf8_width(r->nodes[i].text.buf);
}

static int joint(const struct node *n)
{
	return utf8_width(n->label) + JOINT;
}

/* Find the columns; returns how many there are in all. */
static int place_nodes(struct ring *r)
{
	struct node *last = &r->nodes[r->count - 1], *first;
	int col = LEFT, shift, end;

	r->upper = (r->count + 1) / 2;
	for (size_t i = 0; i < r->upper; i++) {
		r->nodes[i].col = col;
		col += r->nodes[i].width + joint(&r->nodes[i]);
	}
	r->corner = col - 1;
	col = LEFT + 1 + joint(last);
	for (size_t i = r->count; i-- > r->upper;) {
		r->nodes[i].col = col;
		col += r->nodes[i].width;
		if (i > r->upper)
			col += joint(&r->nodes[i - 1]);
	}
	/* The corner is above the name that the lower row begins with. */
	first = &r->nodes[r->upper];
	if (r->corner < first->col + 1)
		r->corner = first->col + 1;
	shift = r->corner - (first->col + first->width - 1);
	for (size_t i = r->upper; shift > 0 && i < r->count; i++)
		r->nodes[i].col += shift;
	end = first->col + first->width;
	return end > r->corner + 1 ? end : r->corner + 1;
}

/* Dashes from @col to before @to, with the label in them. */
static void draw_joint(const struct view_page *p, int row, const char *label,
		       int col, int to)
{
	int width = utf8_width(label);

	ui_repeat(p->canvas, p->area, row, col, to - col, UI_FRAME, U'─');
	(void)ui_text(p->canvas, p->area, row, col + (to - col - width) / 2,
		      UI_FAINT, label);
}

static void draw_upper(const struct ring *r, const struct view_page *p)
{
	for (size_t i = 0; i < r->upper; i++) {
		const struct node *n = &r->nodes[i];
		int from = n->col + n->width + 1;

		(void)ui_text(p->canvas, p->area, p->row, n->col, n->style,
			      n->text.buf);
		if (i + 1 == r->upper) {
			draw_joint(p, p->row, n->label, from, r->corner);
			(void)ui_text(p->canvas, p->area, p->row, r->corner,
				      UI_FRAME, "╮");
		} else {
			draw_joint(p, p->row, n->label, from, n[1].col - 2);
			(void)ui_text(p->canvas, p->area, p->row, n[1].col - 2,
				      UI_FRAME, "▶");
		}
	}
}

static void draw_lower(const struct ring *r, const struct view_page *p)
{
	int row = p->row + 2;

	for (size_t i = r->upper; i < r->count; i++) {
		const struct node *n = &r->nodes[i];

		(void)ui_text(p->canvas, p->area, row, n->col, n->style,
			      n->text.buf);
		if (i + 1 == r->count) {
			(void)ui_text(p->canvas, p->area, row, LEFT + 1,
				      UI_FRAME, "╰");
			draw_joint(p, row, n->label, LEFT + 2, n->col - 1);
		} else {
			int from = n[1].col + n[1].width + 1;

			(void)ui_text(p->canvas, p->area, row, from, UI_FRAME,
				      "◀");
			draw_joint(p, row, n->label, from + 1, n->col - 1);
		}
	}
}

/* False if it does not fit. */
static bool draw_lying(const struct view_graph *g, struct view_page *p)
{
	struct ring r = { .count = 0 };
	bool fits;

	if (g->stuck->circle_len > NODES_MAX / 2)
		return false;
	make_nodes(g, &r);
	fits = r.count > 1 && place_nodes(&r) < p->area.cols;
	if (fits && p->canvas) {
		draw_upper(&r, p);
		(void)ui_text(p->canvas, p->area, p->row + 1, LEFT + 1,
			      UI_FRAME, "▲");
		(void)ui_text(p->canvas, p->area, p->row + 1, r.corner,
			      UI_FRAME, "▼");
		draw_lower(&r, p);
	}
	for (size_t i = 0; i < r.count; i++)
		str_release(&r.nodes[i].text);
	if (fits)
		p->row += 3;
	return fits;
}

/* ---- upright ---- */

static int who_cols(const struct view_graph *g)
{
	const struct model_stuck *s = g->stuck;
	int widest = 0;

	for (size_t i = 0; i < s->circle_len && i < MEASURED_MAX; i++) {
		SCOPED_STR who = STR_INIT;
		int width;

		view_pane_who(g->player, s->waits[s->circle[i]].pid, &who);
		width = utf8_width(who.buf);
		widest = width > widest ? width : widest;
	}
	return widest;
}

static void draw_step(const struct view_graph *g, const struct view_page *p,
		      const struct model_wait *w, int col)
{
	SCOPED_STR line = STR_INIT;

	if (!view_page_sees(p))
		return;
	view_pane_who(g->player, w->pid, &line);
	if (w->tid != w->pid)
		str_addf(&line, " (thread %u)", w->tid);
	view_page_text(p, UPRIGHT, UI_ERROR | UI_STYLE(UI_BOLD), line.buf);
	str_clear(&line);
	str_add(&line, "  waits for ");
	view_graph_add_what(g, w, &line);
	if (!w->target) {
		str_add(&line, ", held by ");
		view_pane_who(g->player, w->holder_pid, &line);
	}
	view_page_text(p, col, UI_ERROR, line.buf);
	view_graph_time(g, p, w, col + utf8_width(line.buf));
}

static void draw_upright(const struct view_graph *g, struct view_page *p)
{
	const struct model_stuck *s = g->stuck;
	int col = UPRIGHT + who_cols(g);

	for (size_t i = 0; i < s->circle_len; i++) {
		draw_step(g, p, &s->waits[s->circle[i]], col);
		view_graph_who(g, p, s->waits[s->circle[i]].pid);
		view_page_text(p, 1, UI_ERROR,
			       i == 0                   ? "╭▶"
			       : i + 1 == s->circle_len ? "╰─"
							: "│");
		view_page_next(p);
	}
}

void view_graph_circle(const struct view_graph *g, struct view_page *p)
{
	if (!draw_lying(g, p))
		draw_upright(g, p);
	if (g->player->model->deadlock_ns >= 0 && g->stuck->circle_len > 1)
		view_page_words(p, 1, UI_NORMAL,
				"Nobody outside of this circle can break it.");
	view_page_next(p);
}
