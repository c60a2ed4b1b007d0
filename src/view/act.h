/* SPDX-License-Identifier: MIT */
/*
 * The menu of what the student can do to one process.
 *
 * What cannot be done stays in its place and says why, so that nothing moves
 * under a finger and the reason can be learned.
 */
#ifndef VIEW_ACT_H
#define VIEW_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/canvas.h"
#include "ui/command.h"
#include "view/player.h"

struct view_act {
	const struct view_player *player; /* acts on the one selected there */
	bool chosen;     /* by us: none was selected when the menu opened */
	bool nice_known; /* as the kernel says now: */
	int nice;
	/* What came of the last one; "" or NULL: nothing was done yet. */
	const char *said;
	size_t cursor, scroll;
};

/* How much a key changes the nice value. */
#define VIEW_ACT_NICE 5

/* The one that the cursor is on. */
enum ui_command view_act_at_cursor(const struct view_act *a);
/* Put the cursor on @c, if that is one of them. */
void view_act_point(struct view_act *a, enum ui_command c);
void view_act_move(struct view_act *a, long by);

/* NULL: it can be done now; else why it cannot, in a few words. */
const char *view_act_why_not(const struct view_act *a, enum ui_command c);

/*
 * The living process before or after the selected one in the order of the
 * list; the first or last of them if none is selected.  0: nobody lives.
 */
uint32_t view_act_neighbour(const struct view_player *p, int by);

/* Keep the cursor on the screen. */
void view_act_layout(struct view_act *a, int rows, int cols);
/* A box over whatever is drawn. */
void view_act_draw(const struct view_act *a, struct ui_canvas *c);

#endif
