/* SPDX-License-Identifier: MIT */
/*
 * The queues of the run: every slot with its item, who is at which end, who
 * waits.
 *
 *	producer ▸ ┌─────┬─────┬─────┬─────┐ ▸ consumer
 *	           │     │  12 │   7 │  55 │
 *	           └─────┴─────┴─────┴─────┘
 *	in 14   out 11
 *	‖ 4712 consumer waits to get for 0.31 s
 *
 * Items move from left to right: the next one to be taken is at the right.
 * Where the slots do not fit, those next to the taker are drawn and the others
 * counted.  Where several queues fit only without the walls above and below
 * the slots, there are none.  A pane too low for boxes has a line a queue:
 * [  |12|7|55].
 */
#include "view/pane.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/state.h"

#define BOX_ROWS    4 /* three and the counts */
#define FLAT_ROWS   2 /* without the walls */
#define ITEM_LEAST  3 /* columns, so that small numbers do not shift */
#define ITEM_MOST   12
#define WAITERS_MAX 8
#define MORE_COLS   16 /* for "… 97 items more" */

struct shape {
	int rows;   /* of each queue */
	bool boxes; /* else a line each */
	bool walls; /* above and below the slots */
	bool heads; /* a line with the name above */
};

static struct shape shape_for(size_t queues, struct ui_rect in)
{
	struct shape s = { .heads = queues > 1, .walls = true };
	size_t rows = in.rows > 0 ? (size_t)in.rows : 0;

	s.boxes = in.rows >= BOX_ROWS + s.heads && in.cols >= 24;
	if (!s.boxes)
		s.heads = false;
	s.rows = s.boxes ? BOX_ROWS + s.heads : 1;
	if (s.boxes && s.heads && rows < queues * (BOX_ROWS + 1) &&
	    rows >= queues * (FLAT_ROWS + 1)) {
		s.walls = false;
		s.rows = FLAT_ROWS + 1;
	}
	/* One queue has the room below for those who wait. */
	if (queues <= 1 && in.rows > s.rows)
		s.rows = in.rows;
	else if (s.boxes &&
		 rows >= (s.walls ? 2 : queues) * (size_t)(s.rows + 1))
		s.rows++;
	return s;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	size_t count = p->model ? p->model->queue_count : 0;
	int rows = shape_for(count, in).rows;

	ui_list_resize(&p->lists[LESSON_PANE_QUEUE], count,
		       in.rows > 0 ? (size_t)(in.rows / rows) : 0);
}

static void add_level(const struct model_queue *q, struct str *out)
{
	if (!q->capacity)
		str_addf(out, "%zu", q->count);
	else
		str_addf(out, "%zu/%" PRIu64, q->count, q->capacity);
	if (q->closed)
		str_add(out, " CLOSED");
	else if (q->capacity && q->count >= q->capacity)
		str_add(out, " FULL");
	else if (!q->count)
		str_add(out, " EMPTY");
}

static const char *name_of(const struct view_player *p,
			   const struct model_queue *q)
{
	return q->name ? trace_log_text(p->log, q->name, NULL) : "queue";
}

static void add_item(const struct view_player *p, const struct model_queue *q,
		     size_t i, struct str *out)
{
	model_value_text(p->log, model_queue_item(q, i)->value, out);
}

/* The width of the widest of the first @most items, within bounds. */
static int item_cols(const struct view_player *p, const struct model_queue *q,
		     size_t most)
{
	int cols = ITEM_LEAST;

	for (size_t i = 0; i < q->count && i < most; i++) {
		SCOPED_STR text = STR_INIT;
		int width;

		add_item(p, q, i, &text);
		width = utf8_width(text.buf);
		if (width > cols)
			cols = width;
	}
	return cols > ITEM_MOST ? ITEM_MOST : cols;
}

/* Who has been at this end so far: a name, or how many; or its word. */
static void add_end(const struct view_player *p,
		    const struct model_users *users, const char *word,
		    struct str *out)
{
	if (!users->count)
		str_add(out, word);
	else if (users->count == 1)
		view_pane_name(p, p->model, users->pids[0], out);
	else
		str_addf(out, "%d%s %s", users->count, users->more ? "+" : "",
			 word);
}

/* What is drawn of the slots: the first @slots of @all from the taker's side.
 */
struct slots {
	size_t all, drawn;
	int item_cols;
	int col; /* of the left wall */
};

static int slots_cols(const struct slots *s)
{
	return s->drawn ? (int)s->drawn * (s->item_cols + 3) + 1 : 0;
}

static struct slots slots_for(const struct view_player *p,
			      const struct model_queue *q, int cols)
{
	struct slots s = { 0 };
	size_t fit;

	s.all = q->capacity > q->count ? (size_t)q->capacity : q->count;
	if (q->capacity > SIZE_MAX / 2)
		s.all = q->count;
	s.item_cols = item_cols(p, q, (size_t)(cols > 0 ? cols : 0) / 4 + 1);
	fit = cols > 1 ? (size_t)(cols - 1) / (size_t)(s.item_cols + 3) : 0;
	s.drawn = s.all;
	if (s.all > fit) {
		fit = cols > MORE_COLS ? (size_t)(cols - MORE_COLS - 1) /
						 (size_t)(s.item_cols + 3)
				       : 0;
		s.drawn = fit;
	}
	return s;
}

/* A wall line: ┌────┬────┐ */
static void draw_wall(struct ui_canvas *c, struct ui_rect r, int row,
		      const struct slots *s, const char *const corners[3])
{
	int col = s->col;

	for (size_t i = 0; i < s->drawn; i++) {
		col = ui_text(c, r, row, col, UI_SLOT, corners[i ? 1 : 0]);
		ui_repeat(c, r, row, col, s->item_cols + 2, UI_SLOT, U'─');
		col += s->item_cols + 2;
	}
	(void)ui_text(c, r, row, col, UI_SLOT, corners[2]);
}

static void draw_items(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, const struct slots *s,
		       const struct model_queue *q)
{
	int col = s->col;

	for (size_t i = s->drawn; i-- > 0;) {
		SCOPED_STR text = STR_INIT;
		ui_style style = UI_ITEM;
		int width;

		col = ui_text(c, r, 0, col, UI_SLOT, "│") + 1;
		if (i < q->count) {
			add_item(p, q, i, &text);
			if (view_pane_fresh(p, model_queue_item(q, i)->at_ns))
				style = UI_CHANGED;
		}
		width = utf8_width(text.buf);
		width = width < s->item_cols ? width : s->item_cols;
		ui_text_fit(c, r, 0, col + s->item_cols - width, width,
			    style | UI_STYLE(UI_BOLD), text.buf);
		col += s->item_cols + 1;
	}
	if (s->drawn)
		(void)ui_text(c, r, 0, col, UI_SLOT, "│");
}

/* What is not drawn: items, free places. */
static void draw_hidden(struct ui_canvas *c, struct ui_rect r, int col,
			const struct slots *s, const struct model_queue *q)
{
	size_t hidden = s->all - s->drawn;
	size_t items = q->count > s->drawn ? q->count - s->drawn : 0;

	if (items)
		(void)ui_textf(c, r, 0, col, UI_ITEM, "… %zu %s", items,
			       items == 1 ? "item" : "items");
	if (hidden > items)
		(void)ui_textf(c, r, items ? 1 : 0, col, UI_FAINT, "… %zu free",
			       hidden - items);
}

static void draw_boxes(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, const struct model_queue *q,
		       bool walls)
{
	static const char *const top[] = { "┌", "┬", "┐" };
	static const char *const bottom[] = { "└", "┴", "┘" };
	int label = r.cols >= 44 ? r.cols / 6 : 0;
	int arrow = label ? 3 : 2;
	struct slots s;
	struct ui_rect middle;
	int end;

	if (label > 12)
		label = 12;
	s = slots_for(p, q, r.cols - 2 * label - 2 * arrow - 1);
	s.col = 1 + label + arrow;
	middle = r;
	middle.row += walls;
	middle.rows = walls ? r.rows - 1 : r.rows > 0;
	if (s.all > s.drawn) {
		draw_hidden(c, middle, s.col, &s, q);
		s.col += MORE_COLS;
	}
	if (walls) {
		draw_wall(c, r, 0, &s, top);
		draw_wall(c, r, 2, &s, bottom);
	}
	draw_items(p, c, middle, &s, q);
	end = s.col + slots_cols(&s);
	(void)ui_text(c, middle, 0, 1 + label + arrow - 2, UI_FRAME, "▸");
	(void)ui_text(c, middle, 0, end + 1, UI_FRAME, "▸");
	if (label) {
		SCOPED_STR put = STR_INIT;
		SCOPED_STR get = STR_INIT;
		int width;

		add_end(p, &q->putters, "put", &put);
		add_end(p, &q->takers, "get", &get);
		width = utf8_width(put.buf);
		width = width < label ? width : label;
		ui_text_fit(c, middle, 0, 1 + label - width, width, UI_NORMAL,
			    put.buf);
		ui_text_fit(c, middle, 0, end + 3, label, UI_NORMAL, get.buf);
	}
}

/*
 * "in 14   out 10", how many of them are done, what makes these two not
 * agree with the slots, and how full it has been.
 */
static void add_counts(const struct model_queue *q, struct str *out)
{
	str_addf(out, "in %" PRIu64 "   out %" PRIu64, q->puts, q->gets);
	if (q->done)
		str_addf(out, "   done %" PRIu64 ", %" PRIu64 " not yet",
			 q->done, q->puts > q->done ? q->puts - q->done : 0);
	if (q->lost)
		str_addf(out, "   lost with the dead %" PRIu64, q->lost);
	if (q->missed)
		str_addf(out, "   not seen %" PRIu64, q->missed);
	if (q->first_full_ns >= 0) {
		str_add(out, "   full first at ");
		view_seconds(q->first_full_ns, out);
	} else if (q->greatest > q->count) {
		str_addf(out, "   at most %zu in it so far", q->greatest);
	}
}

static void add_waiter(const struct view_player *p,
		       const struct model_process *process, struct str *out)
{
	str_addf(out, "‖ %u ", process->pid);
	if (model_process_has_name(p->model, process)) {
		view_pane_name(p, p->model, process->pid, out);
		str_add_char(out, ' ');
	}
	str_add(out, process->verb == MP_VERB_PUT ? "waits to put "
		     : process->verb == MP_VERB_GET
			     ? "waits to get"
			     : "waits until all is done");
	if (process->verb == MP_VERB_PUT)
		model_value_text(p->log, process->item, out);
	view_pane_add_time(p, process->wait_since_ns, out);
}

/* Whether none of these can come again; not known where not all are. */
static bool all_gone(const struct model *m, const struct model_users *users)
{
	for (int i = 0; i < users->count; i++) {
		const struct model_process *p =
			model_process(m, users->pids[i]);

		if (!p || (p->state != MODEL_ENDED && p->state != MODEL_ZOMBIE))
			return false;
	}
	return users->count && !users->more;
}

/* Whom those wait for who do @verb, if that is in vain; or NULL. */
static const char *in_vain(const struct model *m, const struct model_queue *q,
			   uint16_t verb)
{
	if (verb == MP_VERB_PUT && all_gone(m, &q->takers))
		return "† all who got from it have ended";
	if (verb == MP_VERB_GET && all_gone(m, &q->putters))
		return "† all who put into it have ended";
	return NULL;
}

/* As many of those who wait as there are rows, then how many more. */
static void draw_waiters(const struct view_player *p, struct ui_canvas *c,
			 struct ui_rect r, const struct model_queue *q)
{
	static const uint16_t verbs[] = { MP_VERB_PUT, MP_VERB_GET,
					  MP_VERB_QUEUE_JOIN };
	int row = 0;

	for (size_t v = 0; v < sizeof(verbs) / sizeof(*verbs); v++) {
		size_t who[WAITERS_MAX];
		size_t n =
			model_waiters(p->model, q, verbs[v], who, WAITERS_MAX);

		for (size_t i = 0; i < n && i < WAITERS_MAX; i++) {
			SCOPED_STR text = STR_INIT;
			bool last = row == r.rows - 1;

			if (row >= r.rows)
				break;
			add_waiter(p, &p->model->processes[who[i]], &text);
			if (last && n - i > 1)
				str_addf(&text, ", and %zu more", n - i - 1);
			ui_text_fit(c, r, row++, 1, r.cols - 1, UI_WAITING,
				    text.buf);
		}
		if (n && in_vain(p->model, q, verbs[v]))
			ui_text_fit(c, r, row++, 1, r.cols - 1, UI_ERROR,
				    in_vain(p->model, q, verbs[v]));
	}
}

/* "tasks [83|12|7|55] 4/4 FULL" */
static void add_line(const struct view_player *p, const struct model_queue *q,
		     int cols, struct str *out)
{
	size_t all = q->capacity > q->count ? (size_t)q->capacity : q->count;
	size_t drawn = (size_t)(cols > 24 ? (cols - 24) / 4 : 0);

	if (drawn > all)
		drawn = all;
	str_addf(out, "%s ", name_of(p, q));
	add_level(q, out);
	str_add(out, " [");
	if (drawn < all)
		str_add(out, "…");
	for (size_t i = drawn; i-- > 0;) {
		if (i < q->count)
			add_item(p, q, i, out);
		else
			str_add_char(out, ' ');
		if (i)
			str_add_char(out, '|');
	}
	str_add_char(out, ']');
}

static void draw_head(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect r, const struct model_queue *q)
{
	SCOPED_STR level = STR_INIT;
	int col = ui_text(c, r, 0, 1, UI_HEADING, name_of(p, q));

	add_level(q, &level);
	ui_text(c, r, 0, col + 2, UI_STRONG, level.buf);
}

static void draw_queue(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, const struct model_queue *q,
		       const struct shape *shape)
{
	SCOPED_STR text = STR_INIT;

	if (shape->heads) {
		draw_head(p, c, r, q);
		r.row++;
		r.rows--;
	}
	if (shape->boxes) {
		int rows = shape->walls ? BOX_ROWS : FLAT_ROWS;

		draw_boxes(p, c, r, q, shape->walls);
		add_counts(q, &text);
		ui_text_fit(c, r, rows - 1, 1, r.cols - 1, UI_NORMAL, text.buf);
		r.row += rows;
		r.rows -= rows;
	} else {
		add_line(p, q, r.cols, &text);
		ui_text_fit(c, r, 0, 1, r.cols - 1, UI_NORMAL, text.buf);
		r.row++;
		r.rows--;
	}
	if (r.rows > 0)
		draw_waiters(p, c, r, q);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_QUEUE];
	struct shape shape;

	if (view_pane_idle(p, c, in))
		return;
	if (!p->model->queue_count) {
		ui_text_fit(c, in, 0, 1, in.cols - 1, UI_FAINT,
			    "No queue has been made yet.");
		return;
	}
	shape = shape_for(p->model->queue_count, in);
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++) {
		struct ui_rect r = in;

		r.row += (int)i * shape.rows;
		r.rows = shape.rows;
		draw_queue(p, c, ui_rect_common(r, in),
			   &p->model->queues[l->first + i], &shape);
	}
}

static void title(const struct view_player *p, struct str *out)
{
	str_add(out, "Queue");
	if (p->model && p->model->queue_count == 1)
		str_addf(out, " %s", name_of(p, &p->model->queues[0]));
	else if (p->model && p->model->queue_count > 1)
		str_add_char(out, 's');
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_QUEUE];
	char buf[48];

	(void)cols;
	if (!p->model || !p->model->queue_count)
		return;
	if (p->model->queue_count == 1)
		add_level(&p->model->queues[0], out);
	else if (l->count > l->page)
		str_add(out, ui_list_note(l, buf));
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct model_queue *q = &p->model->queues[i];

	str_addf(out, "%s ", name_of(p, q));
	for (size_t k = 0; k < q->count; k++) {
		add_item(p, q, k, out);
		str_add_char(out, ' ');
	}
	add_level(q, out);
}

const struct view_pane view_pane_queue = {
	.tab = "Queue",
	.title = title,
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
};
