/* SPDX-License-Identifier: MIT */
/*
 * What is in memory: shared values and arrays with who wrote each cell last,
 * named memory with who has it mapped, the entries of a manager's objects; and
 * variables of processes' own, as those have shown them:
 *
 *	counter   2 processes have one each
 *	          5       in ‖ main 4710        0.02 s  ago · at 0x404010
 *	          6       in ✓ child 4711       0.31 s  ago · at 0x404010
 */
#include "view/things.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "view/memory_cells.h"

#define WAIT_MOST    4
#define MAPPED_MOST  6
#define ENTRIES_MOST 16
#define VALUE_COLS   8
#define ENTRY_COLS   24

/* ---- rows ---- */

static size_t entries(const struct model_object *o)
{
	return o->cell_count < ENTRIES_MOST ? o->cell_count : ENTRIES_MOST;
}

/* Entries that are there and not shown. */
static uint64_t hidden(const struct model_object *o)
{
	return o->managed.count > entries(o) ? o->managed.count - entries(o)
					     : 0;
}

static int rows(const struct view_things *t, const struct model_object *o)
{
	int n = 1 + view_things_wait_count(t, o->id, WAIT_MOST);

	if (o->kind == MODEL_VALUE)
		return n + view_cells_rows(t, o);
	if (o->kind == MODEL_MEMORY)
		return n + (o->hold_count > 0);
	if (o->kind == MODEL_LIST)
		return n + (o->managed.verb != MP_VERB_NONE);
	return n + (int)entries(o) + (entries(o) && hidden(o));
}

/* ---- named memory ---- */

static int draw_mapped(const struct view_things *t, const struct view_block *b,
		       const struct model_object *o, int col)
{
	SCOPED_STR text = STR_INIT;

	str_addf(&text, "%" PRIu64 " %s", o->memory.bytes,
		 o->memory.bytes == 1 ? "byte" : "bytes");
	model_found_words(o, &text);
	view_things_add_end(o, &text);
	str_add(&text, o->hold_count ? " · what is written in it is not seen"
				     : " · nobody has it mapped");
	(void)view_things_text(b, 0, col, UI_NORMAL, text.buf);
	if (!o->hold_count)
		return 1;
	str_clear(&text);
	for (size_t i = 0; i < o->hold_count && i < MAPPED_MOST; i++) {
		str_add(&text, i ? ", " : "mapped by ");
		view_pane_who(t->player, o->holds[i].pid, &text);
	}
	if (o->hold_count > MAPPED_MOST)
		str_addf(&text, " and %zu more", o->hold_count - MAPPED_MOST);
	(void)view_things_text(b, 1, col, UI_NORMAL, text.buf);
	return 2;
}

/* ---- a manager's objects ---- */

static void draw_last(const struct view_things *t, const struct view_block *b,
		      const struct model_object *o, int col)
{
	const char *verb = model_verb_name(o->managed.verb);
	SCOPED_STR what = STR_INIT;

	/* "item-insert", "items-sort". */
	if (strchr(verb, '-'))
		verb = strchr(verb, '-') + 1;
	str_addf(&what, "%s ", verb);
	model_text(t->player->log, o->managed.text, &what);
	view_things_who(
		t, b, 1,
		&(struct view_who){
			.col = col,
			.word_cols = ENTRY_COLS,
			.word = what.buf,
			.style = view_pane_fresh(t->player, o->managed.at_ns)
					 ? UI_CHANGED
					 : UI_NORMAL,
			.pid = o->managed.by,
			.since_ns = o->managed.at_ns,
			.rest = "ago, the last change",
		});
}

static int entry_cols(const struct view_things *t, const struct model_object *o)
{
	int cols = VALUE_COLS;

	for (size_t i = 0; i < entries(o); i++) {
		SCOPED_STR text = STR_INIT;
		int width;

		model_cell_text(t->player->log, o, &o->cells[i], &text);
		width = utf8_width(text.buf);
		cols = width > cols ? width : cols;
	}
	return cols < ENTRY_COLS ? cols : ENTRY_COLS;
}

static int draw_managed(const struct view_things *t, const struct view_block *b,
			const struct model_object *o, int col)
{
	int row = 1, cols = entry_cols(t, o);
	SCOPED_STR text = STR_INIT;

	str_addf(&text, "%" PRIu64 " %s", o->managed.count,
		 o->managed.count == 1 ? "value" : "values");
	if (!entries(o) && o->kind != MODEL_LIST && hidden(o))
		str_add(&text, ", not seen which");
	view_things_add_end(o, &text);
	(void)view_things_text(b, 0, col, UI_NORMAL, text.buf);
	if (o->kind == MODEL_LIST) {
		if (o->managed.verb != MP_VERB_NONE)
			draw_last(t, b, o, col);
		return 2;
	}
	for (size_t i = 0; i < entries(o); i++, row++)
		view_cell_row(t, b, o, &o->cells[i],
			      (struct ui_rect){ row, col, 1, cols });
	if (entries(o) && hidden(o))
		(void)ui_textf(b->c, b->area, b->row + row++, col, UI_FAINT,
			       "and %" PRIu64 " more", hidden(o));
	return row;
}

/* ---- objects ---- */

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	int col = view_things_name(t, o, b), row = 1;
	struct view_who waits = {
		.col = col, .word_cols = 5, .word = "waits", .doing = true
	};

	if (o->kind == MODEL_VALUE) {
		view_cells_draw(t, o, b, col);
		row = 1 + view_cells_rows(t, o);
	} else if (o->kind == MODEL_MEMORY) {
		row = draw_mapped(t, b, o, col);
	} else {
		row = draw_managed(t, b, o, col);
	}
	(void)view_things_wait_rows(t, b, row, o->id, waits);
}

/* ---- variables ---- */

/* Whether no variable of that name comes before number @i. */
static bool is_first(const struct model *m, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (m->variables[k].name == m->variables[i].name)
			return false;
	return true;
}

/* A group for each name: a row with the name, one for each process. */
static int more_rows(const struct view_things *t)
{
	const struct model *m = t->player->model;
	int n = (int)m->variable_count;

	for (size_t i = 0; i < m->variable_count; i++)
		n += is_first(m, i);
	return n;
}

static void draw_variable(const struct view_things *t,
			  const struct view_block *b, int row,
			  const struct model_variable *v)
{
	const struct view_player *p = t->player;
	int col = t->name_cols + 3;
	bool fresh =
		view_pane_fresh(p, v->times > 1 ? v->changed_ns : v->shown_ns);
	SCOPED_STR value = STR_INIT;
	SCOPED_STR rest = STR_INIT;

	model_value_text(p->log, v->value, &value);
	ui_text_fit(b->c, b->area, b->row + row, col, VALUE_COLS,
		    fresh ? UI_CHANGED
			  : (ui_style)(UI_ITEM | UI_STYLE(UI_BOLD)),
		    value.buf);
	str_addf(&rest, "ago · at 0x%" PRIx64, v->address);
	view_things_who(t, b, row,
			&(struct view_who){
				.col = col + VALUE_COLS + 1,
				.word_cols = 2,
				.word = "in",
				.style = fresh ? UI_CHANGED : UI_NORMAL,
				.pid = v->pid,
				.since_ns = v->shown_ns,
				.rest = rest.buf,
			});
}

static int draw_group(const struct view_things *t, const struct view_block *b,
		      int row, size_t first)
{
	const struct model *m = t->player->model;
	SCOPED_STR name = STR_INIT;
	int head = row++;
	size_t n = 0;

	for (size_t i = first; i < m->variable_count; i++) {
		if (m->variables[i].name != m->variables[first].name)
			continue;
		draw_variable(t, b, row++, &m->variables[i]);
		n++;
	}
	model_text(t->player->log, m->variables[first].name, &name);
	ui_text_fit(b->c, b->area, b->row + head, 1, t->name_cols, UI_HEADING,
		    name.buf);
	(void)ui_textf(b->c, b->area, b->row + head, t->name_cols + 3,
		       UI_NORMAL,
		       n == 1 ? "one process has it for itself"
			      : "%zu processes have one each",
		       n);
	return row;
}

static void draw_more(const struct view_things *t, const struct view_block *b)
{
	const struct model *m = t->player->model;
	int row = 0;

	for (size_t i = 0; i < m->variable_count; i++)
		if (is_first(m, i))
			row = draw_group(t, b, row, i);
}

static int more_name_cols(const struct view_things *t)
{
	const struct model *m = t->player->model;
	int cols = 0;

	for (size_t i = 0; i < m->variable_count; i++) {
		SCOPED_STR name = STR_INIT;
		int width;

		model_text(t->player->log, m->variables[i].name, &name);
		width = utf8_width(name.buf);
		cols = width > cols ? width : cols;
	}
	return cols;
}

static const struct view_look look = {
	.pane = LESSON_PANE_MEMORY,
	.kinds = VIEW_KIND(VALUE) | VIEW_KIND(MEMORY) | VIEW_KIND(NAMESPACE) |
		 VIEW_KIND(DICT) | VIEW_KIND(LIST),
	.one = "value",
	.many = "values",
	.rows = rows,
	.draw = draw,
	.more_rows = more_rows,
	.more_name_cols = more_name_cols,
	.draw_more = draw_more,
};

VIEW_THINGS_PANE(memory, "Memory", look)
