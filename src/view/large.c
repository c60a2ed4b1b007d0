/* SPDX-License-Identifier: MIT */
#include "view/large.h"

#include "base/utf8.h"
#include "ui/big.h"
#include "ui/box.h"
#include "ui/layout.h"

#define LINE_MOST   60 /* columns of a line of text */
#define SPACED_FROM 12 /* rows; with fewer there is nothing to set apart */

static const struct large {
	void (*measure)(struct view_player *p, enum lesson_pane pane,
			struct ui_rect in);
	void (*draw)(const struct view_player *p, enum lesson_pane pane,
		     struct ui_canvas *c, struct ui_rect in);
} own[LESSON_PANE_COUNT] = {
	[LESSON_PANE_PROCESSES] = { view_large_processes_measure,
				    view_large_processes },
	[LESSON_PANE_QUEUE] = { view_large_queue_measure, view_large_queue },
	[LESSON_PANE_LOCK] = { view_large_things_measure, view_large_things },
	[LESSON_PANE_SEMAPHORE] = { view_large_things_measure,
				    view_large_things },
	[LESSON_PANE_EVENT] = { view_large_things_measure, view_large_things },
	[LESSON_PANE_BARRIER] = { view_large_things_measure,
				  view_large_things },
};

struct ui_rect view_large_box(struct ui_canvas *c, struct ui_rect r,
			      ui_style style, const char *title)
{
	int right = r.cols - 1, below = r.rows - 1;

	if (r.rows < 2 || r.cols < 4)
		return (struct ui_rect){ r.row, r.col, 0, 0 };
	ui_repeat(c, r, 0, 1, right - 1, style, U'━');
	ui_repeat(c, r, below, 1, right - 1, style, U'━');
	for (int row = 1; row < below; row++) {
		ui_repeat(c, r, row, 0, 1, style, U'┃');
		ui_repeat(c, r, row, right, 1, style, U'┃');
	}
	ui_repeat(c, r, 0, 0, 1, style, U'┏');
	ui_repeat(c, r, 0, right, 1, style, U'┓');
	ui_repeat(c, r, below, 0, 1, style, U'┗');
	ui_repeat(c, r, below, right, 1, style, U'┛');
	if (*title) {
		int col = ui_text(c, r, 0, 2, style, " ");

		col = ui_text_fit(c, r, 0, col, r.cols - col - 3,
				  style | UI_STYLE(UI_BOLD), title);
		(void)ui_text(c, r, 0, col, style, " ");
	}
	return ui_rect_inset(r, 1, 2);
}

int view_large_text(struct ui_canvas *c, struct ui_rect r, int col, int cols,
		    ui_style style, const char *text)
{
	static const int sizes[] = { UI_HUGE_ROWS, UI_BIG_ROWS };

	for (int i = 0; i < 2; i++) {
		int wide = ui_big_width(text, sizes[i]);

		if (r.rows >= sizes[i] && wide >= 0 && wide <= cols)
			return ui_big(c, r, col, sizes[i], style, text);
	}
	return ui_text_fit(c, r, (r.rows - 1) / 2, col, cols,
			   style | UI_STYLE(UI_BOLD), text);
}

/* ---- rows set apart ---- */

static bool is_spaced(struct view_player *p, enum lesson_pane pane,
		      struct ui_rect in)
{
	if (in.rows < SPACED_FROM)
		return false;
	return pane != LESSON_PANE_TEXT ||
	       2 * view_text_rows(p, in.cols - 2) <= in.rows;
}

/* Lines of text are short, whatever the window. */
static struct ui_rect narrowed(enum lesson_pane pane, struct ui_rect in)
{
	if (pane == LESSON_PANE_TEXT && in.cols > LINE_MOST) {
		in.col += (in.cols - LINE_MOST) / 2;
		in.cols = LINE_MOST;
	}
	return in;
}

void view_large_measure(struct view_player *p, enum lesson_pane pane,
			struct ui_rect in)
{
	if (own[pane].measure) {
		own[pane].measure(p, pane, in);
		return;
	}
	in = narrowed(pane, in);
	p->spaced = is_spaced(p, pane, in);
	if (p->spaced)
		in.rows = (in.rows + 1) / 2;
	view_pane(pane)->measure(p, in);
}

/* What stands below @at until the next row comes. */
static uint32_t below(const struct ui_cell *at)
{
	struct ui_box arms;

	if (at->rune >= 0x2580 && at->rune <= 0x259F)
		return at->rune;
	if (ui_box_arms(at->rune, &arms) && arms.down)
		return ui_box_rune(
			(struct ui_box){ arms.down, 0, arms.down, 0 });
	return ' ';
}

static void set_apart(const struct ui_canvas *from, struct ui_canvas *c,
		      struct ui_rect in)
{
	int rows = ui_canvas_rect(from).rows;

	for (int row = 0; row < rows; row++)
		for (int col = 0; col < in.cols; col++) {
			const struct ui_cell *at = ui_canvas_at(from, row, col);

			ui_canvas_put(c, in.row + 2 * row, in.col + col, at);
			/* After the last one there is nothing to go on to. */
			if (row + 1 < rows && 2 * row + 1 < in.rows)
				ui_repeat(c, in, 2 * row + 1, col, 1,
					  at->style & 0xFF, below(at));
		}
}

void view_large_draw(const struct view_player *p, enum lesson_pane pane,
		     struct ui_canvas *c, struct ui_rect in)
{
	struct ui_canvas *half;

	if (own[pane].draw) {
		own[pane].draw(p, pane, c, in);
		return;
	}
	in = narrowed(pane, in);
	if (!p->spaced) {
		view_pane(pane)->draw(p, c, in);
		return;
	}
	half = ui_canvas_new((in.rows + 1) / 2, in.cols);
	view_pane(pane)->draw(p, half, ui_canvas_rect(half));
	set_apart(half, c, in);
	ui_canvas_free(half);
}
