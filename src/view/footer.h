/* SPDX-License-Identifier: MIT */
/*
 * A line of keys and what they do, made from the command list.
 */
#ifndef VIEW_FOOTER_H
#define VIEW_FOOTER_H

#include <stddef.h>

#include "ui/canvas.h"
#include "ui/command.h"

/* One entry: a command, or two that belong together ("[ ] speed"). */
struct view_key {
	enum ui_command command, pair; /* pair: UI_CMD_NONE if alone */
	const char *word;              /* NULL: the list's own */
	int weight; /* the least goes first where room is short; 0: out */
};

/*
 * Draw those of @keys that apply in @where from column @col of @line on, in
 * their order, as many as fit by weight.
 */
void view_keys_draw(struct ui_canvas *c, struct ui_rect line, int col,
		    const char *where, const struct view_key *keys,
		    size_t count);

/* The command whose key is drawn at column @at then; UI_CMD_NONE if none is. */
enum ui_command view_keys_at(struct ui_rect line, int col, const char *where,
			     const struct view_key *keys, size_t count, int at);

#endif
