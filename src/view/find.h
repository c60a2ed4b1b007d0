/* SPDX-License-Identifier: MIT */
/*
 * Looking for words in what is shown.
 *
 * Small letters in what is looked for stand for large ones too; as soon as it
 * has a large one, every letter stands for itself.
 */
#ifndef VIEW_FIND_H
#define VIEW_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "view/player.h"

enum view_find {
	VIEW_FIND_BEGIN,  /* remember where it begins */
	VIEW_FIND_FIRST,  /* the first place from there on, else from the top */
	VIEW_FIND_NEXT,   /* from where it is, round and round */
	VIEW_FIND_BACK,   /* the other way */
	VIEW_FIND_CANCEL, /* back to where it began, without marks */
};

/* Whether @words are in @line. */
bool view_find_in(const char *line, const char *words);

/* "3 of 12", or that there is none; for place @at (from 0) of @count. */
void view_find_say(size_t at, size_t count, struct str *out);

/*
 * Look in the focused pane and go to the place.  What is found is marked until
 * the focus or the step changes.  @say gets how many there are.  False, and
 * @say says so, if that pane has nothing to search.
 */
bool view_player_find(struct view_player *p, enum view_find how,
		      const char *words, struct str *say);

/* Mark every @words that is drawn in @r: for whoever draws lines. */
void view_find_mark(struct ui_canvas *c, struct ui_rect r, const char *words);

#endif
