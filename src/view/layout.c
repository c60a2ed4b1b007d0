/* SPDX-License-Identifier: MIT */
/*
 * Which pane is where.
 *
 * The screen is cut into columns, a column into slots, and a slot is a stack
 * of panes of which one is in front.  A plan says which panes go into which
 * slot, for one class of sizes; slots whose panes the step does not have are
 * left out and the others take their room.  Neighbours share an edge.
 *
 *	three columns	200x60	text, console | source | processes, queue,
 *				timeline
 *	two columns	120x36	text, processes | source, queue, timeline
 *	short		120x24	text | everything else, one at a time
 *	tall		 80x50	text, source, everything else at a time
 *	stacked		 80x24	text above, everything else at a time
 *	single		 60x18	everything, one at a time
 *
 * Only the size, the step, the focus and the zoom decide, nothing of a run.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"

#define HEADING_ROWS 1
#define PANES(g)     (1U << LESSON_PANES_##g)
#define ALL_LIVE                                                               \
	(PANES(SOURCE) | PANES(WHO) | PANES(WHAT) | PANES(WHEN) | PANES(SAID))

/* Slots from top to bottom in one column. */
struct stack {
	unsigned panes; /* a bit for each group of lesson/panes.def */
	int least, weight;
};

#define COLUMNS_MAX 3
#define STACKS_MAX  4

struct plan {
	struct ui_part columns[COLUMNS_MAX];
	struct stack stacks[COLUMNS_MAX][STACKS_MAX];
	size_t column_count;
};

static const struct plan plan_single = {
	.column_count = 1,
	.columns = { { 10, 1 } },
	.stacks = { { { PANES(TEXT) | ALL_LIVE, 3, 1 } } },
};

static const struct plan plan_stacked = {
	.column_count = 1,
	.columns = { { 10, 1 } },
	.stacks = { { { PANES(TEXT), 8, 0 }, { ALL_LIVE, 10, 1 } } },
};

static const struct plan plan_tall = {
	.column_count = 1,
	.columns = { { 10, 1 } },
	.stacks = { { { PANES(TEXT), 10, 0 },
		      { PANES(SOURCE), 8, 1 },
		      { ALL_LIVE & ~PANES(SOURCE), 14, 1 } } },
};

static const struct plan plan_short = {
	.column_count = 2,
	.columns = { { 48, 2 }, { 52, 3 } },
	.stacks = { { { PANES(TEXT), 8, 1 } }, { { ALL_LIVE, 10, 1 } } },
};

static const struct plan plan_two = {
	.column_count = 2,
	.columns = { { 50, 2 }, { 50, 3 } },
	.stacks = { { { PANES(TEXT), 10, 0 },
		      { PANES(WHO) | PANES(SAID), 8, 1 } },
		    { { PANES(SOURCE), 8, 3 },
		      { PANES(WHAT), 7, 0 },
		      { PANES(WHEN), 7, 1 } } },
};

static const struct plan plan_three = {
	.column_count = 3,
	.columns = { { 56, 3 }, { 56, 4 }, { 56, 4 } },
	.stacks = { { { PANES(TEXT), 20, 2 }, { PANES(SAID), 10, 1 } },
		    { { PANES(SOURCE), 10, 1 } },
		    { { PANES(WHO), 12, 3 },
		      { PANES(WHAT), 10, 1 },
		      { PANES(WHEN), 10, 3 } } },
};

static const struct plan *plan_for(const struct view_player *p, int rows,
				   int cols)
{
	if (p->zoomed || cols < 64 || rows < 20)
		return &plan_single;
	if (cols >= 170 && rows >= 38)
		return &plan_three;
	if (cols >= 102)
		return rows >= 28 ? &plan_two : &plan_short;
	return rows >= 40 ? &plan_tall : &plan_stacked;
}

static bool holds(const struct view_slot *slot, enum lesson_pane pane)
{
	for (size_t i = 0; i < slot->count; i++)
		if (slot->panes[i] == pane)
			return true;
	return false;
}

/* Put the panes of @set that the step has into @slot, in the step's order. */
static void fill(const struct view_player *p, unsigned set,
		 struct view_slot *slot)
{
	const struct lesson_demo *d = view_player_demo(p);

	slot->count = 0;
	if (set & PANES(TEXT))
		slot->panes[slot->count++] = LESSON_PANE_TEXT;
	for (size_t i = 0; d && i < d->show_count; i++) {
		enum lesson_pane pane = d->show[i];

		if (pane != LESSON_PANE_TEXT && !holds(slot, pane) &&
		    set & 1U << lesson_pane_group(pane))
			slot->panes[slot->count++] = pane;
	}
	if (d && set & PANES(SAID) && !holds(slot, LESSON_PANE_CONSOLE))
		slot->panes[slot->count++] = LESSON_PANE_CONSOLE;
}

static void choose_front(const struct view_player *p, struct view_slot *slot)
{
	slot->front = slot->panes[0];
	if (holds(slot, p->focus))
		slot->front = p->focus;
	else if (p->shown != LESSON_PANE_TEXT && holds(slot, p->shown))
		slot->front = p->shown;
}

/*
 * The text gets the rows it needs, so that no row of it is hidden while the
 * panes below have more than their least.
 */
static struct ui_part part_of(struct view_player *p, const struct stack *s,
			      const struct view_slot *slot, struct ui_rect r)
{
	struct ui_part part = { s->least, s->weight };

	if (slot->count == 1 && slot->panes[0] == LESSON_PANE_TEXT &&
	    !s->weight) {
		int most = r.rows >= 40 ? r.rows / 2 : r.rows * 3 / 5;
		int need = view_text_rows(p, r.cols - 4) + 2;

		if (need > part.least)
			part.least = need < most ? need : most;
	}
	return part;
}

static void column_slots(struct view_player *p, const struct stack *stacks,
			 struct ui_rect r)
{
	struct ui_part parts[STACKS_MAX] = { 0 };
	int sizes[STACKS_MAX];
	struct view_slot *slots = p->layout.slots + p->layout.count;
	size_t n = 0;

	for (size_t i = 0; i < STACKS_MAX && stacks[i].panes; i++) {
		fill(p, stacks[i].panes, &slots[n]);
		if (!slots[n].count)
			continue;
		parts[n] = part_of(p, &stacks[i], &slots[n], r);
		choose_front(p, &slots[n]);
		n++;
	}
	if (n && !parts[n - 1].weight)
		parts[n - 1].weight = 1;
	/* Each edge but the outer ones is shared by two. */
	ui_split(r.rows + (int)n - (n > 0), parts, n, sizes);
	for (size_t i = 0; i < n; i++) {
		slots[i].rect = r;
		slots[i].rect.rows = sizes[i];
		r.row += sizes[i] - 1;
	}
	p->layout.count += n;
}

static bool has_panes(const struct view_player *p, const struct stack *stacks)
{
	struct view_slot slot;

	for (size_t i = 0; i < STACKS_MAX && stacks[i].panes; i++) {
		fill(p, stacks[i].panes, &slot);
		if (slot.count)
			return true;
	}
	return false;
}

static void plan_slots(struct view_player *p, const struct plan *plan,
		       struct ui_rect body)
{
	const struct stack *columns[COLUMNS_MAX];
	struct ui_part parts[COLUMNS_MAX] = { 0 };
	int sizes[COLUMNS_MAX] = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < plan->column_count; i++) {
		if (!has_panes(p, plan->stacks[i]))
			continue;
		columns[n] = plan->stacks[i];
		parts[n++] = plan->columns[i];
	}
	ui_split(body.cols + (int)n - 1, parts, n, sizes);
	for (size_t i = 0; i < n; i++) {
		struct ui_rect r = body;

		r.cols = sizes[i];
		column_slots(p, columns[i], r);
		body.col += sizes[i] - 1;
	}
}

void view_layout_slots(struct view_player *p, int rows, int cols)
{
	struct view_layout *l = &p->layout;
	struct ui_rect body = { HEADING_ROWS, 0, rows - 2, cols };

	*l = (struct view_layout){ .top = { 0, 0, 1, cols },
				   .footer = { rows - 1, 0, 1, cols } };
	if (!view_player_demo(p)) {
		/* A step to read: a page in the middle. */
		int wide = VIEW_MEASURE + 4;

		if (cols > wide) {
			body.col = (cols - wide) / 2;
			body.cols = wide;
		}
		plan_slots(p, &plan_single, body);
		return;
	}
	plan_slots(p, plan_for(p, rows, cols), body);
}

const struct view_slot *view_layout_slot(const struct view_player *p,
					 enum lesson_pane pane)
{
	for (size_t i = 0; i < p->layout.count; i++)
		if (holds(&p->layout.slots[i], pane))
			return &p->layout.slots[i];
	return NULL;
}

static void title_of(const struct view_player *p, enum lesson_pane pane,
		     struct str *out)
{
	const struct view_pane *v = view_pane(pane);

	if (v->title)
		v->title(p, out);
	else
		str_add(out, v->tab);
}

/* With a place for a bracket at each side. */
static int tab_width(enum lesson_pane pane)
{
	return utf8_width(view_pane(pane)->tab) + 2;
}

static int tabs_width(const struct view_slot *slot)
{
	int width = 0;

	for (size_t i = 0; i < slot->count; i++)
		width += tab_width(slot->panes[i]);
	return width;
}

static bool has_tabs(const struct view_slot *slot)
{
	return slot->count > 1 && tabs_width(slot) + 2 <= slot->rect.cols;
}

struct ui_rect view_layout_tab(const struct view_slot *slot, size_t i)
{
	struct ui_rect tab = { slot->rect.row, slot->rect.col + 1, 1, 0 };

	if (!has_tabs(slot))
		return tab;
	for (size_t k = 0; k <= i; k++) {
		tab.col += tab.cols;
		tab.cols = tab_width(slot->panes[k]);
	}
	return tab;
}

/* "[Queue] Source  Timeline": the one in front is bracketed. */
static void draw_tabs(struct ui_canvas *c, const struct view_slot *slot)
{
	for (size_t i = 0; i < slot->count; i++) {
		bool front = slot->panes[i] == slot->front;
		ui_style style =
			front ? UI_TITLE | UI_STYLE(UI_BOLD) : UI_FAINT;
		struct ui_rect tab = view_layout_tab(slot, i);
		int col = ui_text(c, tab, 0, 0, style, front ? "[" : " ");

		col = ui_text(c, tab, 0, col, style,
			      view_pane(slot->panes[i])->tab);
		(void)ui_text(c, tab, 0, col, style, front ? "]" : " ");
	}
}

struct ui_rect view_layout_frame(const struct view_player *p,
				 struct ui_canvas *c,
				 const struct view_slot *slot)
{
	const struct view_pane *front = view_pane(slot->front);
	bool focused = slot->front == p->focus;
	bool tabs = has_tabs(slot);
	SCOPED_STR title = STR_INIT;
	SCOPED_STR note = STR_INIT;
	struct ui_rect in;
	int room = slot->rect.cols - 4;

	if (tabs)
		room -= tabs_width(slot);
	else
		title_of(p, slot->front, &title);
	if (!tabs && slot->count > 1)
		str_addf(&note, "Tab: %zu more", slot->count - 1);
	else if (front->note)
		front->note(p, room, &note);
	if (tabs && utf8_width(note.buf) > room)
		str_clear(&note);
	in = ui_frame(c, slot->rect, focused, title.buf, note.buf);
	if (tabs)
		draw_tabs(c, slot);
	return in;
}
