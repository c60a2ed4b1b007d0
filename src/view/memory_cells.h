/* SPDX-License-Identifier: MIT */
/*
 * The cells of a value or an array, for the memory pane.
 *
 * Inside src/view only.
 */
#ifndef VIEW_MEMORY_CELLS_H
#define VIEW_MEMORY_CELLS_H

#include "view/things.h"

/* Rows below the one with the name. */
int view_cells_rows(const struct view_things *t, const struct model_object *o);
/* All of them, and what stands after the name; @col: where that begins. */
void view_cells_draw(const struct view_things *t, const struct model_object *o,
		     const struct view_block *b, int col);

/*
 * A row about one cell, whatever it is a cell of: what is in it, in @cols
 * columns, and who wrote it.
 */
void view_cell_row(const struct view_things *t, const struct view_block *b,
		   const struct model_object *o, const struct model_cell *cell,
		   struct ui_rect at);

#endif
