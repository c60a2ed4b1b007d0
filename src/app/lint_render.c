/* SPDX-License-Identifier: MIT */
/*
 * Every step as it is laid out on three sizes of screen.  Everything can be
 * scrolled and what is too wide is broken, so nothing is lost: what is told
 * here are notes, but for a text that fills more than two screens.
 */
#include <stdio.h>

#include "app/author.h"
#include "base/str.h"
#include "lesson/fit.h"
#include "lesson/lint.h"
#include "view/pane.h"
#include "view/player.h"

static const struct size {
	int rows, cols;
} sizes[] = { { 24, 80 }, { 36, 120 }, { 18, 60 } };

/* Rows and columns that the text has on the screen. */
static struct ui_rect text_rect(const struct view_player *p)
{
	struct ui_rect none = { 0, 0, 0, 0 };

	for (size_t i = 0; i < p->layout.count; i++)
		for (size_t j = 0; j < p->layout.slots[i].count; j++)
			if (p->layout.slots[i].panes[j] == LESSON_PANE_TEXT)
				return p->layout.slots[i].rect;
	return none;
}

static void tell(const struct lesson *l, size_t step, bool note,
		 const char *message, const char *advice,
		 struct lesson_diags *diags)
{
	lesson_remark(l->path,
		      &(struct lesson_remark){ .step = (int)step,
					       .path = "text",
					       .error = LESSON_ERROR_TOO_HIGH,
					       .note = note,
					       .message = message,
					       .advice = advice },
		      diags);
}

static void check_width(const struct lesson *l, size_t step, int cols,
			struct lesson_diags *diags)
{
	int widest = lesson_fit_widest(l->steps[step].text);
	SCOPED_STR message = STR_INIT;
	SCOPED_STR advice = STR_INIT;

	if (widest <= cols)
		return;
	str_addf(&message, "on a screen of 60 columns, a line of %d is broken",
		 widest);
	str_addf(&advice, "make code and tables %d columns wide at most", cols);
	tell(l, step, true, message.buf, advice.buf, diags);
}

/* @screenful: rows of text that are seen at once. */
static void check_height(const struct lesson *l, size_t step, size_t lines,
			 size_t screenful, struct lesson_diags *diags)
{
	SCOPED_STR message = STR_INIT;

	if (!screenful || lines <= 2 * screenful)
		return;
	str_addf(&message,
		 "the text has %zu lines at 80x24, where %zu are seen at once",
		 lines, screenful);
	tell(l, step, l->steps[step].demo == NULL, message.buf,
	     "make two steps of it", diags);
}

static void check_step(const struct lesson *l, size_t step,
		       struct lesson_diags *diags)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct view_player p = {
			.topic = "", .lesson = l, .step = step, .speed = 1
		};
		struct ui_rect r;
		const struct ui_list *list = &p.lists[LESSON_PANE_TEXT];

		view_player_layout(&p, sizes[i].rows, sizes[i].cols);
		r = text_rect(&p);
		if (sizes[i].cols == 60)
			check_width(l, step, r.cols - 4, diags);
		if (sizes[i].cols == 80)
			check_height(l, step, list->count, list->page, diags);
		view_player_release(&p);
	}
}

void app_lint_render(const struct lesson *l, struct lesson_diags *diags)
{
	for (size_t i = 0; i < l->step_count; i++)
		check_step(l, i, diags);
}
