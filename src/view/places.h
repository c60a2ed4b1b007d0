/* SPDX-License-Identifier: MIT */
/*
 * A list of places to go to, in a box: the steps of a lesson, the terms of the
 * course, bookmarks, links.  Below the list is more about the line under the
 * cursor.
 */
#ifndef VIEW_PLACES_H
#define VIEW_PLACES_H

#include "ui/canvas.h"
#include "ui/list.h"
#include "view/find.h"

struct view_place {
	const char *marks; /* of two cells; "" */
	char *text;        /* owned by whoever made it, as are: */
	char *note;        /* at the right */
	char *about;       /* below the list; "" */
	bool faint;        /* it leads nowhere */
};

struct view_places {
	/* --- filled by the caller --- */
	const char *title;
	const char *none; /* what to say of an empty list */
	const struct view_place *places;
	size_t count;
	/* --- kept by the functions here --- */
	char filter[VIEW_FIND_MAX]; /* only what has these words; "": all */
	size_t *shown;              /* indices of those */
	size_t shown_count;
	struct ui_list list;
	struct ui_rect lines; /* where they are drawn */
};

/* To begin with, and after the places have changed; stand on place @at. */
void view_places_begin(struct view_places *p, size_t at);
void view_places_release(struct view_places *p);
/* The index of the place under the cursor; p->count: none. */
size_t view_places_at(const struct view_places *p);
/* As view_home_find. */
void view_places_find(struct view_places *p, enum view_find how,
		      const char *words, struct str *say);
/* Put the cursor on what is drawn there; false if there is nothing. */
bool view_places_click(struct view_places *p, int row, int col);
void view_places_layout(struct view_places *p, int rows, int cols);
void view_places_draw(const struct view_places *p, struct ui_canvas *c);

#endif
