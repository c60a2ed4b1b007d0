/* SPDX-License-Identifier: MIT */
/*
 * One line a parameter: its name, a marker on its range, its value, and what
 * it means; two lines where the window is narrow.
 */
#include "view/vary.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "ui/list.h"
#include "view/footer.h"
#include "view/message.h"

#define WIDTH       76
#define ROWS_OF_ONE 3 /* name and value, meaning, a blank */
#define NAME_COLS   16
#define VALUE_COLS  14
#define GAUGE_CELLS 20
#define NARROW      60 /* columns below which there is no gauge */

void view_vary_move(struct view_vary *v, long by)
{
	long last = (long)v->rows.count - 1;
	long to = (long)v->cursor + by;

	if (to > last)
		to = last;
	v->cursor = to < 0 ? 0 : (size_t)to;
}

static size_t choice_of(const struct lesson_vary *v, const char *value)
{
	for (size_t i = 0; i < v->choice_count; i++)
		if (!strcmp(v->choices[i], value))
			return i;
	return 0;
}

static double number_of(const struct lesson_vary *v, const char *value)
{
	char *end;
	double x = strtod(value, &end);

	return end == value || isnan(x) ? v->min : x;
}

static void changed_choice(const struct lesson_vary *v, const char *value,
			   int by, struct str *out)
{
	long at = (long)choice_of(v, value) + by;
	long last = (long)v->choice_count - 1;

	at = at > last ? last : at < 0 ? 0 : at;
	str_add(out, v->choices[at]);
}

void view_vary_changed(const struct lesson_vary *v, const char *value, int by,
		       struct str *out)
{
	double step = v->step > 0 ? v->step : 1;
	double x;

	if (v->choice_count) {
		changed_choice(v, value, by, out);
		return;
	}
	/* On the grid of steps, so that 0.1 + 0.2 shows as 0.3. */
	x = v->min + round((number_of(v, value) - v->min) / step + by) * step;
	x = x < v->min ? v->min : x > v->max ? v->max : x;
	if (v->whole)
		str_addf(out, "%.0f", round(x));
	else
		str_addf(out, "%.6g", x);
}

static int typed_choice(const struct lesson_vary *v, const char *typed,
			struct str *out, struct str *wrong)
{
	for (size_t i = 0; i < v->choice_count; i++) {
		if (!strcmp(v->choices[i], typed)) {
			str_add(out, typed);
			return 0;
		}
	}
	str_addf(wrong, "%s is one of: ", v->name);
	for (size_t i = 0; i < v->choice_count; i++)
		str_addf(wrong, "%s%s", i ? ", " : "", v->choices[i]);
	return -EINVAL;
}

int view_vary_typed(const struct lesson_vary *v, const char *typed,
		    struct str *out, struct str *wrong)
{
	char *end;
	double x;

	if (v->choice_count)
		return typed_choice(v, typed, out, wrong);
	x = strtod(typed, &end);
	if (end == typed || *end || !isfinite(x))
		str_add(wrong, "That is no number");
	else if (x < v->min || x > v->max)
		str_addf(wrong, "%s goes from %g to %g", v->name, v->min,
			 v->max);
	else if (v->whole && x != floor(x))
		str_addf(wrong, "%s is a whole number", v->name);
	else
		str_addf(out, "%.6g", x);
	return wrong->len ? -EINVAL : 0;
}

/* What the last run had; NULL: there was none. */
static const char *ran_with(const struct view_vary *v, const char *name)
{
	for (size_t i = 0; v->ran && i < v->ran_count; i++)
		if (!strcmp(v->ran[i].name, name))
			return v->ran[i].value;
	return NULL;
}

const char *view_vary_own(const struct lesson_demo *demo,
			  const struct lesson_vary *v)
{
	for (size_t i = 0; i < demo->with_count; i++)
		if (!strcmp(demo->with[i].name, v->name))
			return demo->with[i].value;
	return strcmp(v->name, "fault") != 0 ? "" : VIEW_VARY_NO_FAULT;
}

static struct ui_rect box_for(const struct view_vary *v, struct ui_rect all)
{
	int count = v->rows.count < 100 ? (int)v->rows.count : 100;

	return ui_rect_centre(all, count * ROWS_OF_ONE + 3, WIDTH);
}

static struct ui_list list_for(const struct view_vary *v, struct ui_rect all)
{
	struct ui_list list = { .first = v->scroll, .cursor = v->cursor };
	int rows = box_for(v, all).rows - 3;

	ui_list_resize(&list, v->rows.count,
		       rows > ROWS_OF_ONE ? (size_t)(rows / ROWS_OF_ONE) : 1);
	ui_list_select(&list, v->cursor);
	return list;
}

void view_vary_layout(struct view_vary *v, int rows, int cols)
{
	if (v->demo)
		v->scroll =
			list_for(v, (struct ui_rect){ 0, 0, rows, cols }).first;
}

/* "1 ├────●──────┤ 16" */
static void draw_gauge(struct ui_canvas *c, struct ui_rect in, int row, int col,
		       const struct lesson_vary *v, const char *value)
{
	double span = v->max - v->min;
	double part = span > 0 ? (number_of(v, value) - v->min) / span : 0;
	int at = (int)round(part * (GAUGE_CELLS - 1));

	at = at < 0 ? 0 : at >= GAUGE_CELLS ? GAUGE_CELLS - 1 : at;
	col = ui_textf(c, in, row, col, UI_FAINT, "%g ", v->min);
	ui_repeat(c, in, row, col, GAUGE_CELLS, UI_FAINT, U'─');
	(void)ui_text(c, in, row, col + at, UI_STRONG, "●");
	(void)ui_textf(c, in, row, col + GAUGE_CELLS, UI_FAINT, " %g", v->max);
}

/* The words, the chosen one in brackets. */
static void draw_choices(struct ui_canvas *c, struct ui_rect in, int row,
			 int col, const struct lesson_vary *v,
			 const char *value)
{
	size_t now = choice_of(v, value);

	for (size_t i = 0; i < v->choice_count; i++) {
		bool is = i == now;

		col = ui_textf(c, in, row, col, is ? UI_STRONG : UI_FAINT,
			       is ? "[%s] " : "%s ", v->choices[i]);
	}
}

static bool is_fault(const struct view_vary *v, size_t i)
{
	return v->rows.faults && i + 1 == v->rows.count;
}

/* Names of faults are long: the chosen one is said alone if need be. */
static void draw_fault(struct ui_canvas *c, struct ui_rect in, int row, int col,
		       const struct lesson_vary *v, const char *value)
{
	int width = 2;

	for (size_t i = 0; i < v->choice_count; i++)
		width += utf8_width(v->choices[i]) + 1;
	if (col + width <= in.cols) {
		draw_choices(c, in, row, col, v, value);
		return;
	}
	col = ui_textf(c, in, row, col, UI_STRONG, "[%s] ",
		       v->choices[choice_of(v, value)]);
	(void)ui_textf(c, in, row, col, UI_FAINT, "%zu of %zu",
		       choice_of(v, value) + 1, v->choice_count);
}

/* "lesson 4 · last run 8", where they are not what is chosen now. */
static int draw_others(const struct view_vary *v, struct ui_canvas *c,
		       struct ui_rect line, const struct lesson_vary *one,
		       const char *value)
{
	bool fault = is_fault(v, (size_t)(one - v->rows.at));
	const char *own = fault ? "" : view_vary_own(v->demo, one);
	const char *ran = ran_with(v, one->name);
	SCOPED_STR text = STR_INIT;

	if (fault && v->ran && (!ran || !*ran))
		ran = VIEW_VARY_NO_FAULT;
	if (*own && strcmp(own, value) != 0)
		str_addf(&text, "lesson %s", own);
	if (ran && strcmp(ran, value) != 0)
		str_addf(&text, "%slast run %s", text.len ? " \u00b7 " : "",
			 ran);
	if (!text.len || line.cols < NARROW)
		return 0;
	str_add_char(&text, ' ');
	(void)ui_text_right(c, line, 0, UI_NORMAL, text.buf);
	return utf8_width(text.buf) + 1;
}

/* What is being typed, with a cursor. */
static void draw_typed(const struct view_vary *v, struct ui_canvas *c,
		       struct ui_rect in, int row, int col)
{
	ui_fill(c,
		(struct ui_rect){ in.row + row, in.col + col, 1,
				  VALUE_COLS - 1 },
		UI_SELECTED, ' ');
	col = ui_text(c, in, row, col, UI_SELECTED | UI_STYLE(UI_BOLD),
		      v->typed);
	(void)ui_text(c, in, row, col, UI_SELECTED, "▏");
}

static void draw_one(const struct view_vary *v, struct ui_canvas *c,
		     struct ui_rect in, int row, size_t i)
{
	const struct lesson_vary *one = &v->rows.at[i];
	const char *value = v->values[i].value;
	struct ui_rect line = { in.row + row + 1, in.col, 1, in.cols };
	bool chosen = i == v->cursor;
	int col = 2 + NAME_COLS, used;

	ui_text_fit(c, in, row, 2, NAME_COLS - 1, UI_STRONG, one->name);
	if (!is_fault(v, i))
		ui_text_fit(c, in, row, col, VALUE_COLS - 1,
			    UI_ITEM | UI_STYLE(UI_BOLD), value);
	if (is_fault(v, i))
		draw_fault(c, in, row, col, one, value);
	else if (in.cols < NARROW && !one->choice_count)
		(void)ui_textf(c, in, row, col + 8, UI_FAINT, "(%g to %g)",
			       one->min, one->max);
	else if (one->choice_count)
		draw_choices(c, in, row, col + VALUE_COLS, one, value);
	else
		draw_gauge(c, in, row, col + VALUE_COLS, one, value);
	used = draw_others(v, c, line, one, value);
	ui_text_fit(c, line, 0, 2, in.cols - 3 - used, UI_FAINT,
		    is_fault(v, i) ? v->rows.faults[choice_of(one, value)]
				   : one->about);
	if (!chosen)
		return;
	if (v->typed && *v->typed)
		draw_typed(v, c, in, row, col);
	if (v->wrong && *v->wrong) {
		ui_fill(c,
			(struct ui_rect){ line.row, line.col + 1, 1,
					  line.cols - 1 },
			UI_NORMAL, ' ');
		ui_text_fit(c, line, 0, 2, in.cols - 3, UI_ERROR, v->wrong);
	}
	(void)ui_text(c, in, row, 0, UI_SELECTED | UI_STYLE(UI_BOLD), "▌");
	(void)ui_text(c, in, row + 1, 0, UI_SELECTED | UI_STYLE(UI_BOLD), "▌");
}

static const struct view_key keys[] = {
	{ UI_CMD_APPLY, UI_CMD_NONE, "run with these", 9 },
	{ UI_CMD_LESS, UI_CMD_MORE, "change", 8 },
	{ UI_CMD_RESET, UI_CMD_NONE, NULL, 6 },
	{ UI_CMD_QUIT, UI_CMD_NONE, "leave", 7 },
};

void view_vary_draw(const struct view_vary *v, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c), box, in;
	struct ui_list list;
	char buf[48];

	if (!v->demo)
		return;
	list = list_for(v, all);
	box = box_for(v, all);
	in = view_box(c, box.rows, box.cols, "Vary the demo",
		      ui_list_note(&list, buf));
	for (size_t i = 0; i < list.page && list.first + i < list.count; i++)
		draw_one(v, c, in, (int)i * ROWS_OF_ONE, list.first + i);
	in.row += in.rows - 1;
	in.rows = in.rows > 0;
	ui_fill(c, in, UI_FOOTER, ' ');
	view_keys_draw(c, in, 1, "v", keys, sizeof(keys) / sizeof(*keys));
}
