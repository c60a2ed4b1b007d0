/* SPDX-License-Identifier: MIT */
/*
 * The palette: the commands, or the words after one, that fit what is typed.
 *
 * Commands that apply come first, and among them those whose name begins with
 * what is typed, then those that have it somewhere, then those that have its
 * letters in order.  The others come last, faint, with where they apply.
 */
#ifndef VIEW_PALETTE_H
#define VIEW_PALETTE_H

#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/list.h"

#define VIEW_WORDS_MAX 64

struct view_palette {
	/* --- filled by the caller --- */
	const char *typed; /* all of the line */
	const char *where; /* letters of the screen below */
	const char *words; /* that may follow, one a line; "": none */

	/* --- kept by view_palette_update --- */
	enum ui_command commands[UI_CMD_COUNT]; /* that fit */
	size_t command_count;
	struct {
		const char *start; /* in words */
		int len;
	} fits[VIEW_WORDS_MAX]; /* of words */
	size_t fit_count;
	struct ui_list list; /* cursor: what is chosen */
};

/* Which command the first word of @typed is, or UI_CMD_NONE. */
enum ui_command view_palette_command(const char *typed);
/* What follows the first word and its blanks; "" if nothing does. */
const char *view_palette_argument(const char *typed);
/* Whether there is a blank after the first word, so that words may follow. */
bool view_palette_has_argument(const char *typed);

/* Find what fits, after anything that the caller fills in has changed. */
void view_palette_update(struct view_palette *p);
/* The whole line as it is with what is chosen; nothing if nothing fits. */
void view_palette_complete(const struct view_palette *p, struct str *out);

/* A box above the last line. */
void view_palette_layout(struct view_palette *p, int rows);
void view_palette_draw(const struct view_palette *p, struct ui_canvas *c);

#endif
