/* SPDX-License-Identifier: MIT */
/*
 * Each process a thick box:
 *
 *	┏━ 4711 producer ━━━━━━━━━━━━━━━━┓
 *	┃ ‖  WAITING     put tasks 20    ┃
 *	┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
 *
 * with the state in large letters where all that live fit so; in two columns
 * where there is room beside.
 */
#include "view/large.h"

#include "ui/big.h"
#include "ui/layout.h"
#include "view/state.h"

#define MARK_COLS  3
#define NAME_COLS  31 /* of a name of usual length */
#define WORDS_COLS 12 /* beside large letters, at least */

struct shape {
	int rows, cols; /* of a box */
	int gap;        /* blank rows after it */
	int across;     /* boxes beside one another */
	size_t page;
};

/* Whether a box of this size has room for its state and some words. */
static bool is_wide(int rows, int cols)
{
	return rows == 3 || cols >= ui_big_width("waiting", rows - 2) +
					    MARK_COLS + WORDS_COLS + 4;
}

/* The largest boxes with which all can be seen, or else the smallest. */
static struct shape shape_for(size_t count, struct ui_rect in)
{
	static const int rows[] = { UI_HUGE_ROWS + 2, UI_BIG_ROWS + 2, 3 };
	struct shape s = { 0 };

	for (int i = 0; i < 6; i++) {
		s = (struct shape){ .rows = rows[i / 2], .across = 1 + i % 2 };
		s.cols = (in.cols - 2 * (s.across - 1)) / s.across;
		s.page = (size_t)(in.rows / s.rows) * (size_t)s.across;
		if (is_wide(s.rows, s.cols) && s.page >= count)
			break;
	}
	if ((size_t)((in.rows + 1) / (s.rows + 1)) * (size_t)s.across >= count)
		s.gap = 1;
	return s;
}

void view_large_processes_measure(struct view_player *p, enum lesson_pane pane,
				  struct ui_rect in)
{
	struct ui_list *l = &p->lists[pane];
	const struct model_process *selected = view_pane_selected(p);
	size_t count = p->order.count;

	ui_list_resize(l, count, shape_for(count, in).page);
	if (selected && !p->held[pane])
		ui_list_select(l,
			       view_order_row(&p->order,
					      (size_t)(selected -
						       p->model->processes)));
}

/* What a box says beside the state: what it does, or how it ended. */
static void add_doing(const struct view_player *p,
		      const struct model_process *process, struct str *out)
{
	if (process->state == MODEL_ENDED || process->state == MODEL_ZOMBIE)
		view_state_ending(process, out);
	else
		model_doing(p->model, p->log, process, out);
}

/* In large letters too, if some words beside it still have room. */
static int draw_name(const struct view_player *p, struct ui_canvas *c,
		     struct ui_rect in, int col,
		     const struct model_process *process)
{
	SCOPED_STR name = STR_INIT;
	int cols;

	view_pane_name(p, p->model, process->pid, &name);
	cols = ui_big_width(name.buf, UI_BIG_ROWS);
	if (in.rows < UI_BIG_ROWS || cols < 0 ||
	    col + (cols < NAME_COLS ? NAME_COLS : cols) + WORDS_COLS > in.cols)
		return col;
	return ui_big(c, in, col, UI_BIG_ROWS, UI_STRONG, name.buf) + 3;
}

static void draw_box(const struct view_player *p, struct ui_canvas *c,
		     struct ui_rect r, const struct model_process *process)
{
	struct view_state s = view_pane_state(p->model, process);
	SCOPED_STR text = STR_INIT;
	struct ui_rect in;
	int col;

	if (p->selected == process->pid)
		str_add(&text, "► ");
	str_addf(&text, "%u ", process->pid);
	if (model_process_has_name(p->model, process))
		view_pane_name(p, p->model, process->pid, &text);
	in = view_large_box(c, r, s.role, text.buf);
	if (ui_rect_empty(in))
		return;
	(void)ui_text(c, in, (in.rows - 1) / 2, 0, s.role, s.mark);
	col = view_large_text(c, in, MARK_COLS, in.cols - MARK_COLS, s.role,
			      s.word);
	col = draw_name(p, c, in, col + 3, process);
	str_clear(&text);
	add_doing(p, process, &text);
	ui_text_fit(c, in, (in.rows - 1) / 2, col, in.cols - col, UI_STRONG,
		    text.buf);
}

void view_large_processes(const struct view_player *p, enum lesson_pane pane,
			  struct ui_canvas *c, struct ui_rect in)
{
	const struct ui_list *l = &p->lists[pane];
	struct shape s = shape_for(l->count, in);

	if (view_pane_idle(p, c, in))
		return;
	for (size_t i = 0; i < s.page && l->first + i < l->count; i++) {
		int at = (int)i;
		struct ui_rect r = { in.row + at / s.across * (s.rows + s.gap),
				     in.col + at % s.across * (s.cols + 2),
				     s.rows, s.cols };

		draw_box(p, c, r,
			 &p->model->processes[view_order_process(
				 &p->order, l->first + i)]);
	}
}
