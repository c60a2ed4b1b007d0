/* SPDX-License-Identifier: MIT */
/*
 * Events: whether each is set, since when and by whom, and who waits for it.
 *
 *	gun     ● SET for 1.31 s, by main 4710                 set once
 *	finish  ○ not set, never was
 *	        1st  ‖ photographer 4716   3.31 s
 */
#include "view/things.h"

#include <inttypes.h>

#define WORD_COLS 4
#define WAIT_MAX  12

static int rows(const struct view_things *t, const struct model_object *o)
{
	return 1 + view_things_wait_count(t, o->id, WAIT_MAX);
}

static void add_state(const struct view_player *p, const struct model_object *o,
		      struct str *out)
{
	str_add(out, o->event.set ? "● SET" : "○ not set");
	if (o->changed_ns >= 0) {
		view_pane_add_time(p, o->changed_ns, out);
		str_add(out, o->event.set ? ", by " : ", cleared by ");
		view_pane_who(p, o->changed_by, out);
	} else if (o->maker && !p->model->lost) {
		str_add(out, ", never was");
	}
	view_things_add_end(o, out);
}

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	const struct view_player *p = t->player;
	int col = view_things_name(t, o, b);
	struct view_who waits = { .col = col, .word_cols = WORD_COLS };
	ui_style style = o->event.set ? UI_GOOD : UI_NORMAL;
	struct view_block first;
	SCOPED_STR text = STR_INIT;

	if (o->event.times == 1)
		str_add(&text, "set once");
	else if (o->event.times)
		str_addf(&text, "set %" PRIu64 "x", o->event.times);
	first = view_things_aside(b, col + 40, text.buf);
	str_clear(&text);
	add_state(p, o, &text);
	if (view_pane_fresh(p, o->changed_ns))
		style = UI_CHANGED;
	(void)view_things_text(&first, 0, col, style, text.buf);
	(void)view_things_wait_rows(t, b, 1, o->id, waits);
}

static const struct view_look look = {
	.pane = LESSON_PANE_EVENT,
	.kinds = VIEW_KIND(EVENT),
	.one = "event",
	.many = "events",
	.rows = rows,
	.draw = draw,
};

VIEW_THINGS_PANE(event, "Event", look)
