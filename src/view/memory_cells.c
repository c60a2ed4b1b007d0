/* SPDX-License-Identifier: MIT */
/*
 * A value is one row.  A short array has a row for each cell; a longer one is a
 * grid, in which a letter after each cell says who wrote it:
 *
 *	squares  cells 0–29 of 1000
 *	         [0]     0a    1b    4a    9b   16a   25c   36a   49a   64b 81a
 *	         [10]  100c    ?     ?     ?     ?     ?     ?     ?     ?     ?
 *	         a  ► worker-1 4712    0.02 s  ago · 5 cells
 *
 * Of what does not fit the part is drawn in which a cell changed last.  Parts
 * begin at whole multiples of their size, so the picture does not slide.
 */
#include "view/memory_cells.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/utf8.h"

#define LIST_MOST    8 /* cells with a row each */
#define CELL_LEAST   3 /* columns */
#define CELL_MOST    12
#define VALUE_COLS   16 /* room for what is in one cell, at most */
#define WRITERS_MOST 5  /* rows */
#define LETTERS      26
#define GRID_LEAST   3 /* rows */

/* ---- what is in it ---- */

static size_t length(const struct model_object *o)
{
	return o->value.len && o->value.len <= SIZE_MAX / 2
		       ? (size_t)o->value.len
		       : o->cell_count;
}

static const struct model_cell *cell_at(const struct model_object *o, size_t i)
{
	static const struct model_cell unknown = { .at_ns = -1 };

	return i < o->cell_count ? &o->cells[i] : &unknown;
}

/* The cell that was written last, or 0. */
static size_t last_written(const struct model_object *o)
{
	size_t last = 0;
	int64_t at = -1;

	for (size_t i = 0; i < o->cell_count; i++) {
		if (o->cells[i].writes && o->cells[i].at_ns >= at) {
			at = o->cells[i].at_ns;
			last = i;
		}
	}
	return last;
}

static bool is_list(const struct view_things *t, const struct model_object *o)
{
	size_t len = length(o);

	return len <= LIST_MOST && (int)len < t->in.rows;
}

/* ---- writers ---- */

struct writer {
	uint32_t pid;
	int64_t at_ns;
	size_t cells;
};

struct writers {
	struct writer all[LETTERS]; /* by PID: their letters stay */
	size_t count;
	bool more;
};

static struct writer *writer_of(struct writers *w, uint32_t pid)
{
	size_t i = 0;

	while (i < w->count && w->all[i].pid < pid)
		i++;
	if (i < w->count && w->all[i].pid == pid)
		return &w->all[i];
	if (w->count == LETTERS) {
		w->more = true;
		return NULL;
	}
	for (size_t k = w->count++; k > i; k--)
		w->all[k] = w->all[k - 1];
	w->all[i] = (struct writer){ .pid = pid };
	return &w->all[i];
}

static struct writers writers_of(const struct model_object *o)
{
	struct writers w = { .count = 0 };

	for (size_t i = 0; i < o->cell_count; i++) {
		const struct model_cell *c = &o->cells[i];
		struct writer *writer = c->by ? writer_of(&w, c->by) : NULL;

		if (!writer)
			continue;
		writer->cells++;
		if (c->at_ns > writer->at_ns)
			writer->at_ns = c->at_ns;
	}
	return w;
}

static char letter_of(const struct writers *w, uint32_t pid)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->all[i].pid == pid)
			return (char)('a' + i);
	return pid ? '+' : ' ';
}

static int writer_rows(const struct writers *w)
{
	return w->count < WRITERS_MOST ? (int)w->count : WRITERS_MOST;
}

/* ---- the grid ---- */

struct grid {
	size_t first, shown, len; /* cells */
	int cell_cols, label_cols;
	int per_row, rows;
};

static int digits(size_t n)
{
	int d = 1;

	for (; n >= 10; n /= 10)
		d++;
	return d;
}

/* The widest of the cells near @middle. */
static int widest(const struct view_things *t, const struct model_object *o,
		  size_t middle)
{
	size_t from = middle > 64 ? middle - 64 : 0;
	int cols = CELL_LEAST;

	for (size_t i = from; i < o->cell_count && i < from + 128; i++) {
		SCOPED_STR text = STR_INIT;
		int width;

		model_cell_text(t->player->log, o, &o->cells[i], &text);
		width = utf8_width(text.buf);
		cols = width > cols ? width : cols;
	}
	return cols < CELL_MOST ? cols : CELL_MOST;
}

/* As many as fit; of more than four a number that is easy to count with. */
static int handy(int fit)
{
	static const int sizes[] = { 50, 40, 30, 20, 10, 8, 5 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		if (sizes[i] <= fit)
			return sizes[i];
	return fit > 1 ? fit : 1;
}

static struct grid grid_of(const struct view_things *t,
			   const struct model_object *o, int writers)
{
	size_t last = last_written(o), page;
	struct grid g = { .len = length(o) };
	/* Where there are others they are to be seen too. */
	bool alone = t->count == 1 && !t->player->model->variable_count;
	int most = (alone ? t->in.rows : t->in.rows / 2) - 1 - writers;

	g.cell_cols = widest(t, o, last);
	g.label_cols = digits(g.len) + 2;
	g.per_row =
		handy((t->text_cols - 1 - g.label_cols) / (g.cell_cols + 2));
	most = most < GRID_LEAST ? GRID_LEAST : most;
	page = (size_t)most * (size_t)g.per_row;
	g.first = last / page * page;
	g.shown = g.len - g.first < page ? g.len - g.first : page;
	g.rows = (int)((g.shown + (size_t)g.per_row - 1) / (size_t)g.per_row);
	return g;
}

static void draw_cell(const struct view_things *t, const struct view_block *b,
		      const struct model_object *o, size_t i, struct ui_rect at)
{
	const struct model_cell *c = cell_at(o, i);
	SCOPED_STR text = STR_INIT;
	ui_style style = UI_ITEM | UI_STYLE(UI_BOLD);
	int width;

	model_cell_text(t->player->log, o, c, &text);
	width = utf8_width(text.buf);
	width = width < at.cols ? width : at.cols;
	if (c->value.kind == MP_KIND_NONE)
		style = UI_FAINT;
	if (view_pane_fresh(t->player, c->at_ns))
		style = UI_CHANGED;
	ui_text_fit(b->c, b->area, b->row + at.row, at.col + at.cols - width,
		    width, style, text.buf);
}

static void draw_grid(const struct view_things *t, const struct view_block *b,
		      const struct model_object *o, const struct grid *g,
		      int col)
{
	struct writers w = writers_of(o);
	size_t i = g->first;

	for (int row = 1; row <= g->rows; row++) {
		int at = col + g->label_cols + 1;

		(void)ui_textf(b->c, b->area, b->row + row, col, UI_FAINT,
			       "[%zu]", i);
		for (int k = 0; k < g->per_row && i < g->len; k++, i++) {
			uint32_t by = cell_at(o, i)->by;

			draw_cell(t, b, o, i,
				  (struct ui_rect){ row, at, 1, g->cell_cols });
			at += g->cell_cols;
			(void)ui_textf(b->c, b->area, b->row + row, at,
				       UI_FAINT, "%c", letter_of(&w, by));
			at += 2;
		}
	}
}

static void draw_writers(const struct view_things *t,
			 const struct view_block *b,
			 const struct model_object *o, int row, int col)
{
	struct writers w = writers_of(o);
	int rows = writer_rows(&w);

	for (int i = 0; i < rows; i++, row++) {
		const struct writer *writer = &w.all[i];
		char letter[] = { (char)('a' + i), '\0' };
		SCOPED_STR rest = STR_INIT;

		if (i == rows - 1 && ((int)w.count > rows || w.more)) {
			(void)ui_textf(b->c, b->area, b->row + row, col,
				       UI_FAINT, "%c to %c%s: %zu more wrote",
				       'a' + i, (int)('a' + w.count - 1),
				       w.more ? ", +" : "",
				       w.count - (size_t)i);
			return;
		}
		str_addf(&rest, "ago · %zu %s", writer->cells,
			 writer->cells == 1 ? "cell" : "cells");
		view_things_who(t, b, row,
				&(struct view_who){
					.col = col,
					.word_cols = 2,
					.word = letter,
					.pid = writer->pid,
					.since_ns = writer->at_ns,
					.rest = rest.buf,
				});
	}
}

/* ---- one cell in a row ---- */

void view_cell_row(const struct view_things *t, const struct view_block *b,
		   const struct model_object *o, const struct model_cell *cell,
		   struct ui_rect at)
{
	bool fresh = view_pane_fresh(t->player, cell->at_ns);
	SCOPED_STR text = STR_INIT;
	SCOPED_STR rest = STR_INIT;

	model_cell_text(t->player->log, o, cell, &text);
	ui_text_fit(b->c, b->area, b->row + at.row, at.col, at.cols,
		    fresh ? UI_CHANGED
			  : (ui_style)(UI_ITEM | UI_STYLE(UI_BOLD)),
		    text.buf);
	at.col += at.cols + 2;
	if (!cell->by) {
		(void)view_things_text(b, at.row, at.col, UI_FAINT,
				       cell->value.kind == MP_KIND_NONE
					       ? "not seen yet"
					       : "seen, not who wrote it");
		return;
	}
	str_addf(&rest, "ago · %" PRIu64 " %s", cell->writes,
		 cell->writes == 1 ? "write" : "writes");
	view_things_who(t, b, at.row,
			&(struct view_who){
				.col = at.col,
				.word_cols = 2,
				.word = "by",
				.style = fresh ? UI_CHANGED : UI_NORMAL,
				.pid = cell->by,
				.since_ns = cell->at_ns,
				.rest = rest.buf,
			});
}

static int value_cols(const struct view_things *t, const struct model_object *o,
		      int col)
{
	int cols = widest(t, o, 0) > 6 ? widest(t, o, 0) : 6;
	int room = (t->in.cols - col) / 3;

	if (cols > VALUE_COLS)
		cols = VALUE_COLS;
	return cols < room ? cols : room > 1 ? room : 1;
}

/* ---- all ---- */

int view_cells_rows(const struct view_things *t, const struct model_object *o)
{
	struct writers w;
	int rows;

	if (length(o) <= 1)
		return 0;
	if (is_list(t, o))
		return (int)length(o);
	w = writers_of(o);
	rows = writer_rows(&w);
	return grid_of(t, o, rows).rows + rows;
}

static void draw_list(const struct view_things *t, const struct view_block *b,
		      const struct model_object *o, int col)
{
	int cols = value_cols(t, o, col + 4);

	(void)ui_textf(b->c, b->area, b->row, col, UI_NORMAL, "%zu cells",
		       length(o));
	for (size_t i = 0; i < length(o); i++) {
		int row = 1 + (int)i;

		(void)ui_textf(b->c, b->area, b->row + row, col, UI_FAINT,
			       "[%zu]", i);
		view_cell_row(t, b, o, cell_at(o, i),
			      (struct ui_rect){ row, col + 4, 1, cols });
	}
}

void view_cells_draw(const struct view_things *t, const struct model_object *o,
		     const struct view_block *b, int col)
{
	struct writers w;
	struct grid g;

	if (length(o) <= 1) {
		view_cell_row(
			t, b, o, cell_at(o, 0),
			(struct ui_rect){ 0, col, 1, value_cols(t, o, col) });
		return;
	}
	if (is_list(t, o)) {
		draw_list(t, b, o, col);
		return;
	}
	w = writers_of(o);
	g = grid_of(t, o, writer_rows(&w));
	if (g.shown < g.len)
		(void)ui_textf(b->c, b->area, b->row, col, UI_NORMAL,
			       "cells %zu–%zu of %zu", g.first,
			       g.first + g.shown - 1, g.len);
	else
		(void)ui_textf(b->c, b->area, b->row, col, UI_NORMAL,
			       "%zu cells", g.len);
	draw_grid(t, b, o, &g, col);
	draw_writers(t, b, o, 1 + g.rows, col);
}
