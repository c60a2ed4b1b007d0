/* SPDX-License-Identifier: MIT */
/*
 * The dialog in which the student changes a demo's parameters.
 */
#ifndef VIEW_VARY_H
#define VIEW_VARY_H

#include <stddef.h>

#include "base/str.h"
#include "lesson/lesson.h"
#include "ui/canvas.h"

#define VIEW_VARY_NO_FAULT "none"

/* What of a demo can be changed. */
struct view_vary_rows {
	const struct lesson_vary *at;
	size_t count;
	/* The last chooses a fault: what each choice is.  NULL: none does. */
	char *const *faults;
};

struct view_vary {
	const struct lesson_demo *demo;
	struct view_vary_rows rows;
	/* The value each of them has now, in that order. */
	const struct lesson_parameter *values;
	/* What the last run was told, by name; NULL: there was none. */
	const struct lesson_parameter *ran;
	size_t ran_count;
	const char *typed; /* of the one at the cursor; NULL or "": nothing */
	const char *wrong; /* with what was typed; NULL or "": nothing */
	size_t cursor;     /* which of them */
	size_t scroll;
};

/* Move the cursor; stops at the ends. */
void view_vary_move(struct view_vary *v, long by);

/*
 * The value @by keys away from @value, within the range, added to @out.  A
 * value that is no number counts as the least one; a word that is not among
 * the choices as the first.
 */
void view_vary_changed(const struct lesson_vary *v, const char *value, int by,
		       struct str *out);

/*
 * Take @typed for the value of @v: 0 and, added to @out, the value; or -EINVAL
 * and what is wrong in @wrong.
 */
int view_vary_typed(const struct lesson_vary *v, const char *typed,
		    struct str *out, struct str *wrong);

/*
 * The lesson's own value of the parameter, or of the fault; "" if it says none.
 */
const char *view_vary_own(const struct lesson_demo *demo,
			  const struct lesson_vary *v);

/* Keep the cursor on the screen. */
void view_vary_layout(struct view_vary *v, int rows, int cols);
/* A box over whatever is drawn. */
void view_vary_draw(const struct view_vary *v, struct ui_canvas *c);

#endif
