/* SPDX-License-Identifier: MIT */
/*
 * The lesson screen as a whole: what focus, scroll and selection do, and the
 * order in which things are drawn.
 */
#include "view/player.h"

#include <stdlib.h>
#include <string.h>

#include "ui/layout.h"
#include "view/find.h"
#include "view/large.h"
#include "view/message.h"
#include "view/pane.h"

void view_player_release(struct view_player *p)
{
	ui_doc_release(&p->text);
	ui_doc_release(&p->note_text);
	ui_doc_release(&p->ask_doc);
	view_order_release(&p->order);
	p->text_of = p->note_of = NULL;
	for (int i = 0; i < 2; i++) {
		ui_calls_release(&p->calls[i]);
		p->calls_of[i] = NULL;
	}
}

void view_player_step_changed(struct view_player *p)
{
	p->focus = LESSON_PANE_TEXT;
	memset(p->looked, 0, sizeof(p->looked));
	p->looks = 0;
	p->zoomed = false;
	p->hidden = 0;
	p->find[0] = '\0';
	p->text_of = p->note_of = NULL;
	p->ask_of = 0;
	p->lists[LESSON_PANE_TEXT] = (struct ui_list){ 0 };
	view_player_run_changed(p);
}

void view_player_run_changed(struct view_player *p)
{
	p->selected = p->followed = 0;
	view_order_forget(&p->order);
	p->time_zoom = 0;
	for (int i = LESSON_PANE_TEXT + 1; i < LESSON_PANE_COUNT; i++) {
		p->lists[i] = (struct ui_list){ 0 };
		p->held[i] = false;
	}
}

/* Processes and timeline have a row for each process. */
static size_t rows_of(const struct view_player *p, enum lesson_pane pane,
		      uint32_t *ret, size_t max)
{
	const struct ui_list *l = &p->lists[pane];
	size_t n = 0;

	if (!view_player_visible(p, pane))
		return 0;
	for (size_t i = l->first; n < max && n < l->page && i < l->count; i++) {
		size_t at = pane == LESSON_PANE_PROCESSES
				    ? view_order_process(&p->order, i)
				    : i;

		if (at < p->model->process_count &&
		    p->model->processes[at].state < MODEL_ZOMBIE)
			ret[n++] = p->model->processes[at].pid;
	}
	return n;
}

size_t view_player_processes(const struct view_player *p, uint32_t *ret,
			     size_t max)
{
	size_t n = 0;

	if (!p->model || !max)
		return 0;
	if (p->selected)
		ret[n++] = p->selected;
	n += rows_of(p, LESSON_PANE_PROCESSES, ret + n, max - n);
	return n + rows_of(p, LESSON_PANE_TIMELINE, ret + n, max - n);
}

const struct lesson_demo *view_player_demo(const struct view_player *p)
{
	if (!p->lesson || p->step >= p->lesson->step_count)
		return NULL;
	return p->lesson->steps[p->step].demo;
}

bool view_player_asks_of_run(const struct view_player *p)
{
	const struct lesson_exercise *e = p->lesson->steps[p->step].exercise;

	return e && e->choose == LESSON_CHOOSE_ANSWER && view_player_demo(p) &&
	       p->run == VIEW_RUN_NONE;
}

bool view_player_is_asked(const struct view_player *p)
{
	return p->asked_count && p->asked[p->asked_count - 1].active &&
	       p->focus == LESSON_PANE_TEXT;
}

bool view_player_varies(const struct view_player *p)
{
	const struct lesson_demo *d = view_player_demo(p);

	return d && (d->vary_count || p->faults);
}

const char *view_player_where(const struct view_player *p)
{
	static const char *const wheres[] = { "dl", "tdl", "Vdl", "tVdl" };
	static const char *const asked[] = { "#al", "#adl", "#aVdl" };
	const struct lesson_demo *d = view_player_demo(p);
	bool in_time = p->focus == LESSON_PANE_TIMELINE ||
		       p->focus == LESSON_PANE_CHART;

	if (p->run == VIEW_RUN_PLAYING || p->run == VIEW_RUN_RECORDING)
		return in_time ? "tp" : "p";
	if (view_player_is_asked(p))
		return asked[!d ? 0 : view_player_varies(p) ? 2 : 1];
	if (!d)
		return "l";
	return wheres[in_time + 2 * view_player_varies(p)];
}

bool view_player_has(const struct view_player *p, enum lesson_pane pane)
{
	if (pane == LESSON_PANE_TEXT)
		return true;
	/* What a demo writes can always be had. */
	if (pane == LESSON_PANE_CONSOLE)
		return view_player_demo(p) != NULL;
	return view_player_asks(p, pane);
}

bool view_player_asks(const struct view_player *p, enum lesson_pane pane)
{
	return lesson_demo_shows(view_player_demo(p), pane);
}

bool view_player_hides(const struct view_player *p, enum lesson_pane pane)
{
	return p->hidden & 1U << pane;
}

bool view_player_visible(const struct view_player *p, enum lesson_pane pane)
{
	const struct view_slot *slot = view_layout_slot(p, pane);

	return slot && slot->front == pane;
}

static struct ui_rect inside(const struct view_slot *slot)
{
	return ui_rect_inset(slot->rect, 1, 1);
}

/* @row below the number of processes. */
static uint32_t pid_in_row(const struct view_player *p, size_t row)
{
	return p->model->processes[view_order_process(&p->order, row)].pid;
}

void view_player_follow(struct view_player *p)
{
	p->followed = p->followed == p->selected ? 0 : p->selected;
	p->followed_site = 0;
}

/*
 * One is followed until another is selected.  Whoever scrolls away is brought
 * back when it has moved.
 */
static void follow(struct view_player *p)
{
	const struct model_process *process = view_pane_selected(p);

	if (p->followed != p->selected)
		p->followed = 0;
	if (!p->followed || !process || process->site == p->followed_site)
		return;
	p->followed_site = process->site;
	p->held[LESSON_PANE_SOURCE] = false;
	p->held[LESSON_PANE_PROCESSES] = false;
}

void view_player_layout(struct view_player *p, int rows, int cols)
{
	if (!p->lesson || p->step >= p->lesson->step_count ||
	    view_too_small(rows, cols)) {
		p->layout = (struct view_layout){ .too_small = true };
		return;
	}
	if (!view_player_has(p, p->focus))
		p->focus = LESSON_PANE_TEXT;
	view_order_update(&p->order, p->model, p->log, p->now_ns,
			  p->run == VIEW_RUN_LIVE ||
				  p->run == VIEW_RUN_PLAYING);
	follow(p);
	view_layout_slots(p, rows, cols);
	/* What was put away has no focus; another place may then be better. */
	if (!view_layout_slot(p, p->focus)) {
		p->focus = p->layout.slots[0].front;
		view_layout_slots(p, rows, cols);
	}
	for (size_t i = 0; i < p->layout.count; i++) {
		const struct view_slot *slot = &p->layout.slots[i];

		if (p->present)
			view_large_measure(p, slot->front, inside(slot));
		else
			view_pane(slot->front)->measure(p, inside(slot));
	}
}

/*
 * The cursor of the terminal stands on the chosen line of the focused pane, or
 * at its name: a screen reader follows it.
 */
static void park_cursor(const struct view_player *p, struct ui_canvas *c)
{
	const struct view_slot *slot = view_layout_slot(p, p->focus);
	struct ui_rect in;

	if (!slot || slot->front != p->focus || p->present)
		return;
	in = inside(slot);
	ui_canvas_cursor(c, slot->rect.row, slot->rect.col + 1);
	for (int row = in.row; row < in.row + in.rows; row++)
		for (int col = in.col; col < in.col + in.cols; col++) {
			const struct ui_cell *at = ui_canvas_at(c, row, col);

			if (at && (at->style & 0xFF) == UI_SELECTED) {
				ui_canvas_cursor(c, row, col);
				return;
			}
		}
}

void view_player_draw(const struct view_player *p, struct ui_canvas *c)
{
	ui_canvas_clear(c);
	if (p->layout.too_small) {
		view_too_small_draw(c);
		return;
	}
	for (size_t i = 0; i < p->layout.count; i++) {
		const struct view_slot *slot = &p->layout.slots[i];
		struct ui_rect in = view_layout_frame(p, c, slot);

		if (ui_rect_empty(in))
			continue;
		if (p->present)
			view_large_draw(p, slot->front, c, in);
		else
			view_pane(slot->front)->draw(p, c, in);
		if (slot->front == p->focus && slot->front == p->find_in)
			view_find_mark(c, in, p->find);
		ui_list_marks(&p->lists[slot->front], c, slot->rect);
	}
	view_bars_top(p, c);
	view_bars_footer(p, c);
	park_cursor(p, c);
}

void view_player_focus(struct view_player *p, enum lesson_pane pane)
{
	if (!view_player_has(p, pane))
		return;
	p->hidden &= ~(1U << pane);
	p->focus = pane;
	p->looked[pane] = ++p->looks;
}

static bool holds(const struct view_slot *slot, enum lesson_pane pane)
{
	for (size_t i = 0; i < slot->count; i++)
		if (slot->panes[i] == pane)
			return true;
	return false;
}

void view_player_turn_to(struct view_player *p, enum lesson_pane pane,
			 bool firmly)
{
	/* Of the last frame: where the focus hides it. */
	const struct view_slot *slot = view_layout_slot(p, pane);

	if (pane >= LESSON_PANE_COUNT || !view_player_has(p, pane) ||
	    view_player_hides(p, pane))
		return;
	if (slot && holds(slot, p->focus) && p->focus != pane) {
		bool single = holds(slot, LESSON_PANE_TEXT);

		if (!firmly || (single && !p->present))
			return;
		p->focus = pane;
	}
	p->looked[pane] = ++p->looks;
}

void view_player_focus_next(struct view_player *p, int by)
{
	enum lesson_pane order[LESSON_PANE_COUNT];
	int count = 0, at = 0;

	for (size_t i = 0; i < p->layout.count; i++)
		for (size_t k = 0; k < p->layout.slots[i].count; k++)
			order[count++] = p->layout.slots[i].panes[k];
	if (!count)
		return;
	while (at < count - 1 && order[at] != p->focus)
		at++;
	view_player_focus(p, order[((at + by) % count + count) % count]);
}

void view_player_select_next(struct view_player *p, int by)
{
	const struct model *m = p->model;
	const struct model_process *now = view_pane_selected(p);
	long at, count;

	if (!m || !m->process_count)
		return;
	count = (long)m->process_count;
	at = now ? (long)view_order_row(&p->order,
					(size_t)(now - m->processes)) +
			     by
	     : by > 0 ? 0
		      : count - 1;
	if (at >= count)
		at = count - 1;
	/* Above the first there is nobody: the next in line steps. */
	p->selected = at < 0 ? 0 : pid_in_row(p, (size_t)at);
	p->held[LESSON_PANE_SOURCE] = false;
	p->held[LESSON_PANE_PROCESSES] = false;
}

void view_player_console_only(struct view_player *p)
{
	p->console_only = !p->console_only;
	p->held[LESSON_PANE_CONSOLE] = false;
	view_player_focus(p, LESSON_PANE_CONSOLE);
}

static bool at_end(const struct ui_list *l)
{
	return !ui_list_below(l);
}

static void scroll(struct view_player *p, enum lesson_pane pane, long by)
{
	struct ui_list *l = &p->lists[pane];

	ui_list_scroll(l, by);
	p->held[pane] = pane != LESSON_PANE_CONSOLE || !at_end(l);
}

void view_player_move(struct view_player *p, long by)
{
	if (p->focus == LESSON_PANE_PROCESSES) {
		long count = by < 0 ? -by : by;

		for (long i = 0; i < count; i++)
			view_player_select_next(p, by < 0 ? -1 : 1);
		return;
	}
	scroll(p, p->focus, by);
}

void view_player_move_end(struct view_player *p, bool last)
{
	const struct model *m = p->model;
	struct ui_list *l = &p->lists[p->focus];

	if (p->focus == LESSON_PANE_PROCESSES) {
		if (m && m->process_count)
			p->selected =
				pid_in_row(p, last ? m->process_count - 1 : 0);
		return;
	}
	ui_list_scroll(l, last ? (long)l->count : -(long)l->count);
	p->held[p->focus] = !last;
}

int view_player_page(const struct view_player *p)
{
	size_t page = p->lists[p->focus].page;

	return page > 1 ? (int)page - 1 : 1;
}

static const struct view_slot *slot_at(const struct view_player *p, int row,
				       int col)
{
	/* The later one has the upper edge they share. */
	for (size_t i = p->layout.count; i > 0; i--)
		if (ui_rect_has(p->layout.slots[i - 1].rect, row, col))
			return &p->layout.slots[i - 1];
	return NULL;
}

bool view_player_click(struct view_player *p, int row, int col)
{
	const struct view_slot *slot = slot_at(p, row, col);
	const struct view_pane *pane;
	struct ui_rect in;
	uint32_t pid;

	if (!slot)
		return false;
	for (size_t i = 0; i < slot->count; i++)
		if (ui_rect_has(view_layout_tab(slot, i), row, col)) {
			view_player_focus(p, slot->panes[i]);
			return true;
		}
	pane = view_pane(slot->front);
	in = inside(slot);
	view_player_focus(p, slot->front);
	if (pane->pid_at && !p->present && ui_rect_has(in, row, col)) {
		pid = pane->pid_at(p, in, row - in.row);
		if (pid)
			p->selected = pid;
	}
	return true;
}

bool view_player_time_at(const struct view_player *p, int row, int col,
			 int64_t *ret_ns)
{
	const struct view_slot *slot = slot_at(p, row, col);
	const struct view_pane *pane = slot ? view_pane(slot->front) : NULL;
	struct ui_rect in;

	if (!slot || !pane->ns_at)
		return false;
	in = inside(slot);
	if (!ui_rect_has(in, row, col))
		return false;
	*ret_ns = pane->ns_at(p, in, col - in.col);
	return *ret_ns >= 0;
}

void view_player_zoom_time(struct view_player *p, int by)
{
	enum { MOST = 20 };

	p->time_zoom += by;
	if (p->time_zoom > MOST)
		p->time_zoom = MOST;
	if (p->time_zoom < -MOST)
		p->time_zoom = -MOST;
}

int64_t view_player_interval(const struct view_player *p)
{
	enum lesson_pane pane = p->focus == LESSON_PANE_CHART
					? LESSON_PANE_CHART
					: LESSON_PANE_TIMELINE;
	const struct view_slot *slot = view_layout_slot(p, pane);
	int64_t first;
	struct ui_rect in;

	if (!slot || slot->front != pane || !p->history)
		return 0;
	in = inside(slot);
	for (int col = 0; col < in.cols - 1; col++) {
		first = view_pane(pane)->ns_at(p, in, col);
		if (first >= 0)
			return view_pane(pane)->ns_at(p, in, col + 1) - first;
	}
	return 0;
}

bool view_player_wheel(struct view_player *p, int row, int col, int by)
{
	const struct view_slot *slot = slot_at(p, row, col);

	if (!slot)
		return false;
	scroll(p, slot->front, by);
	return true;
}
