/* SPDX-License-Identifier: MIT */
/*
 * The width of a column is what its longest line needs.  When that is too much
 * in all, every column may take the same share; what narrow columns do not
 * need of theirs goes to the others.
 */
#include "ui/table.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/scope.h"

#define GAP        2 /* columns between two columns */
#define LEAST_COLS 4 /* narrower columns are not worth having */

struct cell {
	struct ui_flow flow;
	enum ui_align align;
};

struct ui_table {
	size_t columns;
	struct cell *cells; /* row by row */
	size_t count, cap;
};

struct ui_table *ui_table_new(size_t columns)
{
	struct ui_table *t = mem_new(1, sizeof(*t));

	t->columns = columns ? columns : 1;
	return t;
}

void ui_table_free(struct ui_table *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->count; i++)
		ui_flow_release(&t->cells[i].flow);
	free(t->cells);
	free(t);
}

void ui_table_add(struct ui_table *t, struct ui_flow *f, enum ui_align align)
{
	t->cells = mem_grow(t->cells, t->count, &t->cap, sizeof(*t->cells));
	t->cells[t->count++] = (struct cell){ *f, align };
	*f = UI_FLOW_INIT;
}

static int natural(const struct ui_table *t, size_t column)
{
	int most = 1;

	for (size_t i = column; i < t->count; i += t->columns) {
		int line, word;

		ui_flow_widths(&t->cells[i].flow, &line, &word);
		if (line > most)
			most = line;
	}
	return most;
}

/*
 * Fill in the width of every column for @room columns in all; false if there
 * is none.
 */
static bool fit(const struct ui_table *t, int room, int *cols)
{
	size_t open = t->columns; /* that have no width yet */
	bool more = true;

	for (size_t i = 0; i < t->columns; i++)
		cols[i] = 0;
	while (open && more) {
		int share = room / (int)open;

		more = false;
		for (size_t i = 0; i < t->columns; i++) {
			int wanted = natural(t, i);

			if (cols[i] || wanted > share)
				continue;
			cols[i] = wanted;
			room -= wanted;
			open--;
			more = true;
		}
	}
	for (size_t i = 0; open && i < t->columns; i++) {
		if (cols[i])
			continue;
		cols[i] = room / (int)open--;
		room -= cols[i];
		if (cols[i] < LEAST_COLS)
			return false;
	}
	return true;
}

static int before(enum ui_align align, int blanks)
{
	switch (align) {
	case UI_ALIGN_RIGHT:
		return blanks;
	case UI_ALIGN_CENTRE:
		return blanks / 2;
	case UI_ALIGN_LEFT:
		break;
	}
	return 0;
}

/* One line of a cell, padded to its column. */
static void add_part(struct ui_line *l, const struct ui_doc *cell, size_t line,
		     enum ui_align align, int cols)
{
	int used = line < cell->count ? ui_line_width(&cell->lines[line]) : 0;
	int left = before(align, cols - used);

	ui_line_pad(l, left);
	if (line < cell->count)
		ui_line_join(l, &cell->lines[line]);
	ui_line_pad(l, cols - used - left);
}

static void add_row(const struct ui_table *t, size_t first, const int *cols,
		    struct ui_doc *d)
{
	SCOPED_FREE struct ui_doc *parts = mem_new(t->columns, sizeof(*parts));
	size_t lines = 1;

	for (size_t i = 0; i < t->columns && first + i < t->count; i++) {
		ui_flow_wrap(&t->cells[first + i].flow, &parts[i], cols[i]);
		if (parts[i].count > lines)
			lines = parts[i].count;
	}
	for (size_t line = 0; line < lines; line++) {
		struct ui_line *l = ui_doc_add(d, 0);

		for (size_t i = 0; i < t->columns && first + i < t->count;
		     i++) {
			ui_line_pad(l, i ? GAP : 0);
			add_part(l, &parts[i], line, t->cells[first + i].align,
				 cols[i]);
		}
	}
	for (size_t i = 0; i < t->columns; i++)
		ui_doc_release(&parts[i]);
}

static void add_rule(const struct ui_table *t, const int *cols,
		     struct ui_doc *d)
{
	struct ui_line *l = ui_doc_add(d, 0);

	for (size_t i = 0; i < t->columns; i++) {
		SCOPED_STR dashes = STR_INIT;

		for (int k = 0; k < cols[i]; k++)
			str_add(&dashes, "─");
		ui_line_pad(l, i ? GAP : 0);
		ui_line_add(l, UI_FRAME, dashes.buf, dashes.len);
	}
}

static void stack(const struct ui_table *t, struct ui_doc *d, int width)
{
	for (size_t i = 0; i < t->count; i++) {
		if (i && i % t->columns == 0)
			(void)ui_doc_add(d, 0);
		ui_flow_wrap(&t->cells[i].flow, d, width);
	}
}

void ui_table_wrap(const struct ui_table *t, struct ui_doc *d, int width)
{
	SCOPED_FREE int *cols = mem_new(t->columns, sizeof(*cols));
	int gaps = (int)(t->columns - 1) * GAP;

	if (gaps > width || !fit(t, width - gaps, cols)) {
		stack(t, d, width);
		return;
	}
	for (size_t i = 0; i < t->count; i += t->columns) {
		add_row(t, i, cols, d);
		if (!i)
			add_rule(t, cols, d);
	}
}
