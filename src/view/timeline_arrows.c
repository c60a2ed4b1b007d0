/* SPDX-License-Identifier: MIT */
/*
 * Arrows from the lane of who gave to the lane of who took.
 *
 *	producer  ███▁▁▁█▁▁▁
 *	             ╰─▼ ╰───▼
 *	consumer  ▁▁▁▁▁████▁▁██
 *
 * An arrow goes down (or up) through the gutters in the column in which it was
 * given, behind the lanes that it passes, and in the last gutter across to the
 * column in which it was taken.  One row of a gutter has room for one line at
 * a place; lines may cross.  What finds no room is not drawn, and counted.  One
 * that was given before what is visible comes in from the left.
 */
#include "view/timeline.h"

#include "base/mem.h"
#include "base/scope.h"

#define PER_CELL 4 /* more arrows than this in a column are not told apart */

/* What is in a cell of a gutter: arms, as in ui/box. */
enum { UP = 1, RIGHT = 2, DOWN = 4, LEFT = 8, HEAD = 16, TAKEN = 32 };

/* One gutter. */
struct channel {
	uint8_t cells[TIMELINE_GUTTERS][VIEW_WINDOW_MAX];
};

struct route {
	const struct history_arrow *arrow;
	size_t from, to; /* visible lines, from 0 */
	int from_col, to_col;
	bool down;
	bool cut; /* it was given before the window begins */
};

static const uint32_t runes[16] = {
	[UP | DOWN] = U'│',
	[LEFT | RIGHT] = U'─',
	[UP | RIGHT] = U'╰',
	[UP | LEFT] = U'╯',
	[DOWN | RIGHT] = U'╭',
	[DOWN | LEFT] = U'╮',
	[UP | DOWN | LEFT | RIGHT] = U'┼',
	[RIGHT] = U'╶',
	[UP] = U'╵',
	[DOWN] = U'╷',
	[LEFT] = U'╴',
};

static ui_style role_of(uint16_t verb)
{
	switch (verb) {
	case MP_VERB_START:
	case MP_VERB_FORK:
		return UI_GOOD;
	case MP_VERB_TERMINATE:
	case MP_VERB_KILL:
	case MP_VERB_SEND_SIGNAL:
		return UI_KILLED;
	case MP_VERB_GET:
	case MP_VERB_RECV:
	case MP_VERB_READ:
	case MP_VERB_MSG_RECEIVE:
		return UI_ITEM;
	}
	return UI_NOTICE;
}

/* Whether a straight line of @arms may go through: nothing, or across it. */
static bool passes(uint8_t cell, uint8_t arms)
{
	uint8_t across = arms == (UP | DOWN) ? LEFT | RIGHT : UP | DOWN;

	return !cell || cell == across;
}

/* The row of the last gutter in which the arrow goes across; -1: no room. */
static int find_row(const struct channel *g, int rows, const struct route *r)
{
	for (int i = 0; i < rows; i++) {
		/* Near the taker first: that leaves room for the next one. */
		int row = r->down ? rows - 1 - i : i;
		bool free = true;

		for (int col = r->from_col; col <= r->to_col && free; col++) {
			bool corner = col == r->from_col || col == r->to_col;
			uint8_t cell = g->cells[row][col];

			free = corner ? !cell : passes(cell, LEFT | RIGHT);
		}
		for (int at = 0; at < rows && free; at++) {
			bool before = r->down ? at < row : at > row;

			if (at != row && !(before && r->cut))
				free = passes(g->cells[at][before ? r->from_col
								  : r->to_col],
					      UP | DOWN);
		}
		/* The head stands alone. */
		if (free && !g->cells[r->down ? rows - 1 : 0][r->to_col])
			return row;
	}
	return -1;
}

static size_t gutter_before(const struct route *r)
{
	return r->down ? r->to - 1 : r->to;
}

/* Whether the gutters on the way can be passed. */
static bool can_pass(const struct channel *g, int rows, const struct route *r)
{
	size_t last = gutter_before(r);
	size_t at = r->down ? r->from : r->from - 1;

	for (; at != last && !r->cut; at += r->down ? 1 : (size_t)-1)
		for (int row = 0; row < rows; row++)
			if (!passes(g[at].cells[row][r->from_col], UP | DOWN))
				return false;
	return true;
}

struct pen {
	const struct timeline *t;
	struct ui_canvas *c;
	struct channel *gutters;
	ui_style style;
};

static void put(const struct pen *pen, size_t gutter, int row, int col,
		uint8_t arms)
{
	const struct timeline *t = pen->t;
	uint8_t *cell = &pen->gutters[gutter].cells[row][col];
	struct ui_rect r = { t->in.row + (int)gutter * (1 + t->gutter) + 1 +
				     row,
			     t->in.col + t->label_cols + 2, 1, t->w.cells };

	*cell |= arms;
	ui_repeat(pen->c, r, 0, col, 1, pen->style,
		  arms & HEAD ? (arms & UP ? U'▲' : U'▼') : runes[*cell & 15]);
}

/* The part in the gutter next to the taker. */
static void draw_last(const struct pen *pen, const struct route *r, int row)
{
	size_t g = gutter_before(r);
	int rows = pen->t->gutter, end = r->down ? rows - 1 : 0;
	int by = r->down ? 1 : -1;
	uint8_t back = r->down ? UP : DOWN, on = r->down ? DOWN : UP;

	for (int at = r->down ? 0 : rows - 1; at != row && !r->cut; at += by)
		put(pen, g, at, r->from_col, UP | DOWN);
	if (r->from_col < r->to_col) {
		put(pen, g, row, r->from_col,
		    r->cut ? LEFT | RIGHT : back | RIGHT);
		for (int col = r->from_col + 1; col < r->to_col; col++)
			put(pen, g, row, col, LEFT | RIGHT);
		if (row != end)
			put(pen, g, row, r->to_col, LEFT | on);
	} else if (row != end && !r->cut) {
		put(pen, g, row, r->to_col, UP | DOWN);
	}
	for (int at = row; at != end;) {
		at += by;
		if (at != end)
			put(pen, g, at, r->to_col, UP | DOWN);
	}
	put(pen, g, end, r->to_col, (uint8_t)(HEAD | (r->down ? DOWN : UP)));
}

static bool draw_route(struct pen *pen, const struct route *r)
{
	int rows = pen->t->gutter, row;
	size_t last = gutter_before(r), at;

	row = find_row(&pen->gutters[last], rows, r);
	if (row < 0 || !can_pass(pen->gutters, rows, r))
		return false;
	at = r->down ? r->from : r->from - 1;
	for (; at != last && !r->cut; at += r->down ? 1 : (size_t)-1)
		for (int i = 0; i < rows; i++)
			put(pen, at, i, r->from_col, UP | DOWN);
	draw_last(pen, r, row);
	return true;
}

static bool route_of(const struct timeline *t, const struct timeline_run *run,
		     size_t first, const struct history_arrow *a,
		     struct route *ret)
{
	size_t visible = (size_t)((t->lane_rows + t->gutter) / (1 + t->gutter));
	size_t from = run->first + a->from, to = run->first + a->to;
	long from_col = view_window_column(&t->w, a->from_ns);
	long to_col = view_window_column(&t->w, a->to_ns);

	if (from < first || to < first || from - first >= visible ||
	    to - first >= visible || from == to || a->from >= run->lanes ||
	    a->to >= run->lanes || to_col < 0 || to_col >= t->w.cells ||
	    from_col >= t->w.cells)
		return false;
	*ret = (struct route){
		.arrow = a,
		.from = from - first,
		.to = to - first,
		.from_col = from_col < 0 ? 0 : (int)from_col,
		.to_col = (int)to_col,
		.down = to > from,
		.cut = from_col < 0,
	};
	return ret->from_col <= ret->to_col;
}

/* Whether it is under way at the moment that is looked at. */
static bool is_now(const struct timeline *t, const struct history_arrow *a)
{
	return a->from_ns <= t->w.now_ns && a->to_ns >= t->w.now_ns;
}

void timeline_arrows(const struct timeline *t, const struct timeline_run *run,
		     size_t first, struct ui_canvas *c,
		     struct timeline_arrows *ret)
{
	SCOPED_FREE struct channel *gutters = NULL;
	size_t count, in_window = 0;
	int64_t end_ns = view_window_ns(&t->w, t->w.cells);
	const struct history_arrow *arrows = history_arrows(
		run->history, view_window_ns(&t->w, 0), &count, NULL);
	struct pen pen = { .t = t, .c = c };

	if (!t->gutter || t->lane_rows < 1)
		return;
	while (in_window < count && arrows[in_window].to_ns < end_ns &&
	       in_window <= (size_t)(PER_CELL * t->w.cells))
		in_window++;
	if (in_window > (size_t)(PER_CELL * t->w.cells)) {
		ret->too_many = true;
		return;
	}
	gutters = mem_new((size_t)t->lane_rows, sizeof(*gutters));
	pen.gutters = gutters;
	/* Those that are under way at this moment have room first. */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < in_window; i++) {
			struct route r;

			if (is_now(t, &arrows[i]) == pass ||
			    !route_of(t, run, first, &arrows[i], &r))
				continue;
			pen.style = arrows[i].from_ns > t->w.now_ns
					    ? UI_FAINT
					    : role_of(arrows[i].verb);
			if (draw_route(&pen, &r))
				ret->drawn++;
			else
				ret->hidden++;
		}
	}
}
