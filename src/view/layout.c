/* SPDX-License-Identifier: MIT */
/*
 * Which pane is where.
 *
 * The screen is cut into columns, and a column into slots; a slot is a stack
 * of panes of which one is in front.  The step's panes come in the order of
 * its `show:`, which says what matters most: each gets a slot of its own in
 * the column for its group, or in another one, for as long as there is room
 * for what it needs; what comes later goes behind one that is there, its own
 * kind if possible.  Neighbours share an edge.
 *
 *	three columns	200x60	text, what is written | source | the rest
 *	two columns	120x36	text, who, what is written | the rest
 *	one column	 80x24	text, and below as much as there is room for
 *	small		 60x18	text and one more; which has the focus has more
 *	single		 40x10	one at a time, as when zoomed
 *	presenter		one at a time, without frames
 *
 * Only the size, the step, the focus, the zoom and what was hidden decide,
 * nothing of a run; but what a callout speaks of comes to the front.
 */
#include "view/pane.h"

#include <string.h>

#include "ui/layout.h"

#define HEADING_ROWS 1
#define COLUMNS_MAX  3

enum shape { SINGLE, SMALL, ONE, TWO, THREE };

/* What a group needs with its frame, what it gets of the rest, and its column
 * where there are two and three. */
struct wish {
	int least, weight;
	int of_two, of_three;
};

static const struct wish wishes[] = {
	[LESSON_PANES_TEXT] = { 10, 0, 0, 0 },
	[LESSON_PANES_SOURCE] = { 9, 6, 1, 1 },
	[LESSON_PANES_WHO] = { 7, 3, 0, 2 },
	[LESSON_PANES_WHAT] = { 7, 1, 1, 2 },
	[LESSON_PANES_WHEN] = { 8, 3, 1, 2 },
	[LESSON_PANES_SAID] = { 5, 2, 0, 0 },
};

/* While slots are handed out. */
struct column {
	struct ui_rect rect;
	int used; /* rows, shared edges once */
	struct view_slot *slots[LESSON_PANE_COUNT];
	struct ui_part parts[LESSON_PANE_COUNT];
	size_t count;
};

struct plan {
	struct view_player *player;
	enum shape shape;
	struct column columns[COLUMNS_MAX];
	struct ui_part parts[COLUMNS_MAX]; /* of the columns */
	size_t column_count;
	size_t home[LESSON_PANE_COUNT]; /* the column of each */
	enum lesson_pane first;         /* what matters most beside the text */
};

static enum shape shape_for(const struct view_player *p, int rows, int cols)
{
	if (p->zoomed || p->present || rows < 16 || cols < 48)
		return SINGLE;
	if (cols < 64 || rows < 20)
		return SMALL;
	if (cols >= 170 && rows >= 38)
		return THREE;
	return cols >= 102 ? TWO : ONE;
}

static bool holds(const struct view_slot *slot, enum lesson_pane pane)
{
	for (size_t i = 0; i < slot->count; i++)
		if (slot->panes[i] == pane)
			return true;
	return false;
}

/* What can be seen on this step, what matters most first, the text before. */
static size_t list_panes(const struct view_player *p, enum lesson_pane *ret)
{
	enum lesson_pane all[LESSON_PANE_COUNT];
	size_t count = p->page ? 0 : view_player_panes(p, all), n = 0;

	for (size_t i = 0; i < count; i++)
		if (!view_player_hides(p, all[i]))
			ret[n++] = all[i];
	if (!n)
		ret[n++] = LESSON_PANE_TEXT;
	return n;
}

static const struct wish *wish_of(enum lesson_pane pane)
{
	return &wishes[lesson_pane_group(pane)];
}

static int least_of(enum lesson_pane pane)
{
	return view_pane(pane)->rows ? view_pane(pane)->rows
				     : wish_of(pane)->least;
}

/*
 * What the text may have at most: it can be scrolled, so what matters most
 * stands beside it, in one column below it.
 */
static int most_of_text(const struct plan *plan, int rows)
{
	int most = rows >= 40 ? rows / 2 : rows * 3 / 5;
	int beside = rows + 1 - least_of(plan->first);

	if (plan->shape == ONE && most > beside &&
	    beside >= wishes[LESSON_PANES_TEXT].least)
		return beside;
	return most;
}

/*
 * The rows for a pane and its share of what is left.  The text gets the rows it
 * needs, so that no row of it is hidden while the panes below have more than
 * their least.
 */
static struct ui_part part_of(const struct plan *plan, const struct column *c,
			      enum lesson_pane pane)
{
	struct ui_part part = { least_of(pane), wish_of(pane)->weight };
	int rows = c->rect.rows;
	int most = most_of_text(plan, rows);
	int need;

	if (plan->shape == SMALL) {
		bool reading = plan->player->focus == LESSON_PANE_TEXT;

		part.weight = pane != LESSON_PANE_TEXT;
		part.least = part.weight || !reading ? 5 : rows * 2 / 3;
	} else if (pane == LESSON_PANE_TEXT) {
		need = view_text_rows(plan->player, c->rect.cols - 4) + 2;
		part.least = need < most ? need : most;
	}
	if (part.least > rows)
		part.least = rows;
	return part;
}

static bool has_room(const struct plan *plan, const struct column *c,
		     enum lesson_pane pane)
{
	int more = part_of(plan, c, pane).least - (c->used > 0);

	if (plan->shape == SINGLE)
		return !c->count;
	if (plan->shape == SMALL)
		return !c->count || (c->count < 2 && pane != LESSON_PANE_TEXT &&
				     c->slots[0]->panes[0] == LESSON_PANE_TEXT);
	return !c->count || c->used + more <= c->rect.rows;
}

static void new_slot(struct plan *plan, struct column *c, enum lesson_pane pane)
{
	struct view_layout *l = &plan->player->layout;
	struct view_slot *slot = &l->slots[l->count++];

	*slot = (struct view_slot){ .panes = { pane }, .count = 1 };
	c->parts[c->count] = part_of(plan, c, pane);
	c->used += c->parts[c->count].least - (c->used > 0);
	c->slots[c->count++] = slot;
}

/* The slot that @pane goes behind: of its kind, or else the last one. */
static struct view_slot *slot_for(struct plan *plan, enum lesson_pane pane)
{
	struct view_layout *l = &plan->player->layout;
	struct column *home = &plan->columns[plan->home[pane]];

	for (size_t i = 0; i < l->count; i++)
		if (lesson_pane_group(l->slots[i].panes[0]) ==
		    lesson_pane_group(pane))
			return &l->slots[i];
	if (home->count &&
	    (home->slots[home->count - 1]->panes[0] != LESSON_PANE_TEXT ||
	     plan->shape == SINGLE))
		return home->slots[home->count - 1];
	return &l->slots[l->count - 1];
}

/* What the step did not ask for takes no room from what it did. */
static bool stands_back(const struct plan *plan, enum lesson_pane pane)
{
	return plan->player->layout.count > 1 && plan->shape != THREE &&
	       pane == LESSON_PANE_CONSOLE &&
	       !view_player_asks(plan->player, pane);
}

static void place(struct plan *plan, enum lesson_pane pane)
{
	struct column *best = &plan->columns[plan->home[pane]];
	struct view_slot *slot;

	for (size_t i = 0; !has_room(plan, best, pane) && i < COLUMNS_MAX;
	     i++) {
		struct column *other = &plan->columns[i];

		if (i < plan->column_count && other->count &&
		    has_room(plan, other, pane))
			best = other;
	}
	if (has_room(plan, best, pane) && !stands_back(plan, pane)) {
		new_slot(plan, best, pane);
		return;
	}
	slot = slot_for(plan, pane);
	slot->panes[slot->count++] = pane;
}

/* The one that was looked at last. */
static void choose_front(const struct view_player *p, struct view_slot *slot)
{
	slot->front = slot->panes[0];
	for (size_t i = 1; i < slot->count; i++)
		if (p->looked[slot->panes[i]] > p->looked[slot->front])
			slot->front = slot->panes[i];
	if (holds(slot, p->focus))
		slot->front = p->focus;
}

static void share_rows(const struct view_player *p, struct column *c)
{
	int sizes[LESSON_PANE_COUNT];
	struct ui_rect r = c->rect;
	int weights = 0;

	for (size_t i = 0; i < c->count; i++)
		weights += c->parts[i].weight;
	if (c->count && !weights)
		c->parts[c->count - 1].weight = 1;
	/* Each edge but the outer ones is shared by two. */
	ui_split(r.rows + (int)c->count - 1, c->parts, c->count, sizes);
	for (size_t i = 0; i < c->count; i++) {
		r.rows = sizes[i];
		c->slots[i]->rect = r;
		choose_front(p, c->slots[i]);
		r.row += sizes[i] - 1;
	}
}

static int column_of(const struct plan *plan, enum lesson_pane pane)
{
	switch (plan->shape) {
	case SINGLE:
	case SMALL:
	case ONE:
		break;
	case TWO:
		return wish_of(pane)->of_two;
	case THREE:
		return wish_of(pane)->of_three;
	}
	return 0;
}

/*
 * Which column is for which pane.  One for which there is nothing is left out,
 * and beside the text there is always one if there is anything else.
 */
static void find_homes(struct plan *plan, const enum lesson_pane *panes,
		       size_t count)
{
	static const struct ui_part two[] = { { 50, 2 }, { 50, 3 } };
	static const struct ui_part three[] = { { 56, 3 },
						{ 56, 4 },
						{ 56, 4 } };
	size_t at[COLUMNS_MAX] = { 0 };
	unsigned used = 0;

	for (size_t i = 0; i < count; i++)
		used |= 1U << column_of(plan, panes[i]);
	for (size_t i = 0; i < count; i++) {
		int home = column_of(plan, panes[i]);

		if (used == 1 && plan->shape >= TWO && i > 0)
			home = 1;
		plan->home[panes[i]] = (size_t)home;
	}
	if (used == 1 && plan->shape >= TWO && count > 1)
		used = 3;
	for (size_t i = 0; i < COLUMNS_MAX; i++) {
		if (!(used & 1U << i))
			continue;
		at[i] = plan->column_count;
		plan->parts[plan->column_count++] =
			plan->shape == THREE ? three[i] : two[i % 2];
	}
	for (size_t i = 0; i < count; i++)
		plan->home[panes[i]] = at[plan->home[panes[i]]];
}

static void cut_columns(struct plan *plan, struct ui_rect body)
{
	int sizes[COLUMNS_MAX];
	int n = (int)plan->column_count;

	ui_split(body.cols + n - 1, plan->parts, plan->column_count, sizes);
	for (size_t i = 0; i < plan->column_count; i++) {
		plan->columns[i].rect = body;
		plan->columns[i].rect.cols = sizes[i];
		body.col += sizes[i] - 1;
	}
}

static void find_slots(struct view_player *p, enum shape shape,
		       struct ui_rect body)
{
	struct plan plan = { .player = p, .shape = shape };
	enum lesson_pane panes[LESSON_PANE_COUNT];
	size_t count = list_panes(p, panes);

	plan.first = panes[count > 1 ? 1 : 0];
	find_homes(&plan, panes, count);
	cut_columns(&plan, body);
	for (size_t i = 0; i < count; i++)
		place(&plan, panes[i]);
	for (size_t i = 0; i < plan.column_count; i++)
		share_rows(p, &plan.columns[i]);
}

void view_layout_slots(struct view_player *p, int rows, int cols)
{
	struct view_layout *l = &p->layout;
	struct ui_rect body = { HEADING_ROWS, 0, rows - 2, cols };

	*l = (struct view_layout){ .top = { 0, 0, 1, cols },
				   .footer = { rows - 1, 0, 1, cols } };
	if (p->present) {
		/* Where the frame would be are a title and blanks. */
		find_slots(p, SINGLE, (struct ui_rect){ 0, 0, rows, cols });
		return;
	}
	if (!view_player_demo(p) || p->page) {
		/* A step to read: a page in the middle. */
		int wide = VIEW_MEASURE + 4;

		if (cols > wide) {
			body.col = (cols - wide) / 2;
			body.cols = wide;
		}
		find_slots(p, SINGLE, body);
		return;
	}
	find_slots(p, shape_for(p, rows, cols), body);
}

const struct view_slot *view_layout_slot(const struct view_player *p,
					 enum lesson_pane pane)
{
	for (size_t i = 0; i < p->layout.count; i++)
		if (holds(&p->layout.slots[i], pane))
			return &p->layout.slots[i];
	return NULL;
}
