/* SPDX-License-Identifier: MIT */
/*
 * A queue with slots as large as they fit, how full it is, and who waits.
 *
 *	tasks   4 of 4   FULL
 *	┏━━━━━━┳━━━━━━┳━━━━━━┳━━━━━━┓
 *	┃  49  ┃  78  ┃   7  ┃  36  ┃ ▸
 *	┗━━━━━━┻━━━━━━┻━━━━━━┻━━━━━━┛
 *	‖ producer waits to put
 *
 * The next one to be taken is at the right, as in the pane itself.
 */
#include "view/large.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "ui/big.h"
#include "ui/layout.h"
#include "view/state.h"

#define SLOT_ROWS (UI_BIG_ROWS + 2)
#define HEAD_ROWS (UI_BIG_ROWS + 1)
#define ROWS      (HEAD_ROWS + SLOT_ROWS + 3) /* and some for who waits */
#define WAITERS   8

void view_large_queue_measure(struct view_player *p, enum lesson_pane pane,
			      struct ui_rect in)
{
	size_t count = p->model ? p->model->queue_count : 0;
	size_t page = in.rows >= ROWS ? (size_t)(in.rows / ROWS) : 1;

	ui_list_resize(&p->lists[pane], count, page);
}

static const char *name_of(const struct view_player *p,
			   const struct model_queue *q)
{
	return q->name ? trace_log_text(p->log, q->name, NULL) : "queue";
}

static void draw_head(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect r, const struct model_queue *q)
{
	SCOPED_STR text = STR_INIT;
	const char *word = "";

	if (q->closed)
		word = " closed";
	else if (q->capacity && q->count >= q->capacity)
		word = " full";
	else if (!q->count)
		word = " empty";
	if (p->model->queue_count > 1)
		str_addf(&text, "%s: ", name_of(p, q));
	str_addf(&text, "%zu", q->count);
	if (q->capacity)
		str_addf(&text, "/%" PRIu64, q->capacity);
	str_add(&text, word);
	r.rows = r.rows >= ROWS + 6 ? UI_HUGE_ROWS : UI_BIG_ROWS;
	(void)view_large_text(c, r, 0, r.cols, *word ? UI_NOTICE : UI_STRONG,
			      text.buf);
}

/* The columns inside of a slot so that the widest item fits. */
static int slot_cols(const struct view_player *p, const struct model_queue *q,
		     bool big)
{
	int most = big ? 2 * 4 - 1 : 3;

	for (size_t i = 0; i < q->count && i < WAITERS; i++) {
		SCOPED_STR text = STR_INIT;
		int cols;

		model_value_text(p->log, model_queue_item(q, i)->value, &text);
		cols = big ? ui_big_width(text.buf, UI_BIG_ROWS)
			   : utf8_width(text.buf);
		if (cols < 0)
			cols = utf8_width(text.buf);
		if (cols > most)
			most = cols;
	}
	return most + 2;
}

/* The slots from the taker's side on; returns how many were drawn. */
static size_t draw_slots(const struct view_player *p, struct ui_canvas *c,
			 struct ui_rect r, const struct model_queue *q)
{
	size_t all = q->capacity > q->count && q->capacity < SIZE_MAX / 2
			     ? (size_t)q->capacity
			     : q->count;
	int room = r.cols - 3;
	int cols = slot_cols(p, q, true) + 1;
	size_t drawn;

	if ((size_t)room < all * (size_t)cols + 1)
		cols = slot_cols(p, q, false) + 1;
	drawn = (size_t)((room - 1) / cols);
	if (drawn > all)
		drawn = all;
	for (size_t i = 0; i < drawn; i++) {
		struct ui_rect slot = { r.row,
					r.col + room - 1 - (int)(i + 1) * cols,
					r.rows, cols + 1 };
		/* Neighbours share a wall. */
		struct ui_rect in = ui_rect_inset(
			ui_frame(c, slot, true, NULL, NULL), 0, 1);
		SCOPED_STR text = STR_INIT;

		if (i >= q->count || ui_rect_empty(in))
			continue;
		model_value_text(p->log, model_queue_item(q, i)->value, &text);
		(void)view_large_text(c, in, 0, in.cols, UI_STRONG, text.buf);
	}
	(void)ui_text(c, r, r.rows / 2, room + 1, UI_STRONG, "►");
	return all - drawn;
}

static void draw_waiters(const struct view_player *p, struct ui_canvas *c,
			 struct ui_rect r, const struct model_queue *q)
{
	static const uint16_t verbs[] = { MP_VERB_PUT, MP_VERB_GET };
	int row = 0;

	for (int v = 0; v < 2; v++) {
		size_t who[WAITERS];
		size_t n = model_waiters(p->model, q, verbs[v], who, WAITERS);

		for (size_t i = 0; i < n && i < WAITERS && row < r.rows; i++) {
			SCOPED_STR text = STR_INIT;

			str_add(&text, "‖ ");
			view_pane_name(p, p->model,
				       p->model->processes[who[i]].pid, &text);
			str_add(&text, v ? " waits to get" : " waits to put");
			if (row == r.rows - 1 && n - i > 1)
				str_addf(&text, ", %zu more", n - i - 1);
			ui_text_fit(c, r, row++, 0, r.cols,
				    UI_WAITING | UI_STYLE(UI_BOLD), text.buf);
		}
	}
}

static void draw_queue(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, const struct model_queue *q)
{
	struct ui_rect slots = r, below = r;
	size_t hidden;

	draw_head(p, c, r, q);
	slots.row += r.rows >= ROWS + 6 ? UI_HUGE_ROWS + 2 : HEAD_ROWS;
	slots.rows = SLOT_ROWS;
	slots = ui_rect_common(slots, r);
	hidden = draw_slots(p, c, slots, q);
	below.row = slots.row + slots.rows;
	below.rows = r.row + r.rows - below.row;
	if (hidden && below.rows > 0) {
		(void)ui_textf(c, below, 0, 0, UI_STRONG,
			       "… %zu more slots to the left", hidden);
		below.row++;
		below.rows--;
	}
	draw_waiters(p, c, below, q);
}

void view_large_queue(const struct view_player *p, enum lesson_pane pane,
		      struct ui_canvas *c, struct ui_rect in)
{
	const struct ui_list *l = &p->lists[pane];
	size_t seen = l->count < l->page ? l->count : l->page;

	if (view_pane_idle(p, c, in))
		return;
	if (!p->model->queue_count) {
		ui_text_fit(c, in, 0, 0, in.cols, UI_FAINT,
			    "No queue has been made yet.");
		return;
	}
	for (size_t i = 0; i < seen && l->first + i < l->count; i++) {
		struct ui_rect r = in;

		r.rows = in.rows / (int)seen;
		r.row += (int)i * r.rows;
		draw_queue(p, c, r, &p->model->queues[l->first + i]);
	}
}
