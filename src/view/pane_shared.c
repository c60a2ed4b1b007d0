/* SPDX-License-Identifier: MIT */
/*
 * Everything that the processes share, in the order in which it was made: two
 * lines each.  The first says what it is and how it stands, the second what is
 * in it and who waits for it.
 *
 *	pipe 4→3          3893 bytes in it
 *	                  "1\n2\n3\n4\n5\n…" of seq 6767
 *	lock fork-A       held by ada 4712 for 2.40 s
 *	                  ‖ bob 4713 waits for 2.31 s
 */
#include "view/pane.h"

#include <inttypes.h>

#include "model/stream.h"

#define ROWS_OF_ONE 2
#define NAMED_MAX   4 /* processes in one line; of more, how many */
#define CELLS_MAX   16

/* ---- whom ---- */

/* Who holds it, each once. */
static void add_holders(const struct view_player *p,
			const struct model_object *o, struct str *out)
{
	for (size_t i = 0; i < o->hold_count && i < NAMED_MAX; i++) {
		str_add(out, i ? ", " : "");
		view_pane_who(p, o->holds[i].pid, out);
		if (o->kind == MODEL_POOL && o->holds[i].task)
			str_addf(out, " on task %" PRIu64, o->holds[i].task);
	}
	if (o->hold_count > NAMED_MAX)
		str_addf(out, " and %zu more", o->hold_count - NAMED_MAX);
}

/* "‖ bob 4713 waits for 2.31 s, 2 more" */
static void add_waiters(const struct view_player *p, uint64_t id,
			struct str *out)
{
	const struct model *m = p->model;
	const struct model_thread *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < m->thread_count; i++) {
		const struct model_thread *t = &m->threads[i];

		if (!t->waits || t->object != id || !id)
			continue;
		n++;
		if (!first || t->wait_since_ns < first->wait_since_ns)
			first = t;
	}
	if (!n)
		return;
	str_add(out, out->len ? "   ‖ " : "‖ ");
	view_pane_who(p, first->pid, out);
	str_addf(out, " waits in %s", model_verb_name(first->verb));
	view_pane_add_time(p, first->wait_since_ns, out);
	if (n > 1)
		str_addf(out, ", and %zu more", n - 1);
}

/* ---- how it stands ---- */

static void add_lock(const struct view_player *p, const struct model_object *o,
		     struct str *out)
{
	const struct model_process *holder;

	if (!o->hold_count) {
		str_add(out, "free");
		return;
	}
	holder = model_process(p->model, o->holds[0].pid);
	str_add(out, holder && holder->state >= MODEL_ZOMBIE
			     ? "left locked by the dead "
			     : "held by ");
	view_pane_who(p, o->holds[0].pid, out);
	if (o->holds[0].units > 1)
		str_addf(out, ", %" PRIu64 " deep", o->holds[0].units);
	view_pane_add_time(p, o->holds[0].since_ns, out);
}

static void add_semaphore(const struct model_object *o, struct str *out)
{
	str_addf(out, "%" PRIu64, o->semaphore.value);
	if (o->semaphore.most)
		str_addf(out, " of %" PRIu64, o->semaphore.most);
	str_add(out, " left");
}

static void add_barrier(const struct model_object *o, struct str *out)
{
	const struct model_meeting *meeting = o->barrier.meeting;

	str_addf(out, "%zu of %" PRIu64 " there, phase %" PRIu64, o->hold_count,
		 o->barrier.parties, meeting ? meeting->opened + 1 : 1);
	if (o->barrier.broken)
		str_add(out, ", BROKEN");
}

static void add_value(const struct view_player *p, const struct model_object *o,
		      struct str *out)
{
	const struct model_cell *last = NULL;

	for (size_t i = 0; i < o->cell_count; i++) {
		if (i < CELLS_MAX) {
			str_add(out, i ? " " : "");
			model_value_text(p->log, o->cells[i].value, out);
		}
		if (o->cells[i].by &&
		    (!last || o->cells[i].at_ns > last->at_ns))
			last = &o->cells[i];
	}
	if (o->cell_count > CELLS_MAX)
		str_add(out, " …");
	if (!o->cell_count)
		str_add(out, "not used yet");
	if (last) {
		str_add(out, ", written last by ");
		view_pane_who(p, last->by, out);
	}
}

static void add_pool(const struct model_object *o, struct str *out)
{
	str_addf(out, "%" PRIu64 " of %" PRIu64 " tasks done", o->pool.ended,
		 o->pool.submitted);
	if (o->pool.failed)
		str_addf(out, ", %" PRIu64 " failed", o->pool.failed);
	if (o->pool.lost)
		str_addf(out, ", %" PRIu64 " workers lost", o->pool.lost);
}

static void add_stream(const struct model_object *o, struct str *out)
{
	const struct model_stream *s = &o->stream;

	if (s->bytes)
		str_addf(out, "%" PRIu64 " %s in it", s->bytes,
			 s->bytes == 1 ? "byte" : "bytes");
	else
		str_add(out, "empty");
	if (!s->writers)
		str_add(out, ", nobody can write");
	if (!s->readers)
		str_add(out, ", nobody can read");
}

static void add_state(const struct view_player *p, const struct model_object *o,
		      struct str *out)
{
	switch (o->kind) {
	case MODEL_LOCK:
		add_lock(p, o, out);
		break;
	case MODEL_SEMAPHORE:
		add_semaphore(o, out);
		break;
	case MODEL_EVENT:
		str_add(out, o->event.set ? "set" : "not set");
		break;
	case MODEL_CONDITION:
		str_addf(out, "notified %" PRIu64 " times",
			 o->condition.notified);
		break;
	case MODEL_BARRIER:
		add_barrier(o, out);
		break;
	case MODEL_VALUE:
		add_value(p, o, out);
		break;
	case MODEL_PIPE:
		str_addf(out, "%" PRIu64 " sent, %" PRIu64 " received",
			 o->pipe.sent[0] + o->pipe.sent[1],
			 o->pipe.received[0] + o->pipe.received[1]);
		break;
	case MODEL_POOL:
		add_pool(o, out);
		break;
	case MODEL_MEMORY:
		str_addf(out, "%" PRIu64 " bytes", o->memory.bytes);
		break;
	case MODEL_STREAM:
		add_stream(o, out);
		break;
	case MODEL_MESSAGES:
		str_addf(out, "%u messages", model_messages_in(o));
		break;
	case MODEL_MANAGER:
	case MODEL_NAMESPACE:
	case MODEL_DICT:
	case MODEL_LIST:
	case MODEL_THING:
	case MODEL_KIND_COUNT:
		break;
	}
	if (o->removed)
		str_add(out, out->len ? ", removed" : "removed");
}

/* ---- what is in it ---- */

static void add_chunks(const struct view_player *p,
		       const struct model_stream *s, struct str *out)
{
	for (uint32_t i = 0; i < s->chunk_count; i++) {
		const struct model_chunk *chunk = &s->chunks[i];
		struct model_value v = { .kind = MP_KIND_TEXT,
					 .text = chunk->text };

		str_add(out, i ? "  " : "");
		if (chunk->text)
			model_value_text(p->log, v, out);
		else
			str_addf(out, "%" PRIu64 " bytes", chunk->bytes);
		if (chunk->by && (!i || s->chunks[i - 1].by != chunk->by)) {
			str_add(out, " of ");
			view_pane_who(p, chunk->by, out);
		}
	}
}

static void add_content(const struct view_player *p,
			const struct model_object *o, struct str *out)
{
	if (o->kind == MODEL_STREAM || o->kind == MODEL_MESSAGES)
		add_chunks(p, &o->stream, out);
	else if (o->kind != MODEL_LOCK && o->hold_count)
		add_holders(p, o, out);
	add_waiters(p, o->id, out);
}

static void add_queue(const struct view_player *p, const struct model_queue *q,
		      struct str *out)
{
	size_t n = q->count < CELLS_MAX ? q->count : CELLS_MAX;

	str_addf(out, "%zu", q->count);
	if (q->capacity)
		str_addf(out, " of %" PRIu64, q->capacity);
	str_add(out, n ? ": " : "");
	for (size_t i = 0; i < n; i++) {
		str_add(out, i ? " " : "");
		model_value_text(p->log, model_queue_item(q, i)->value, out);
	}
	if (q->count > n)
		str_add(out, " …");
	if (q->closed)
		str_add(out, ", closed");
}

/* ---- drawing ---- */

static size_t count_of(const struct view_player *p)
{
	return p->model ? p->model->queue_count + p->model->object_count : 0;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	ui_list_resize(&p->lists[LESSON_PANE_SHARED], count_of(p),
		       (size_t)(in.rows / ROWS_OF_ONE));
}

/* Number @i of all; queues come first.  What it is, its state, its content. */
static void describe(const struct view_player *p, size_t i, struct str out[3])
{
	const struct model *m = p->model;
	uint64_t id;

	if (i < m->queue_count) {
		id = m->queues[i].id;
		str_add(&out[0], "queue ");
		add_queue(p, &m->queues[i], &out[1]);
		add_waiters(p, id, &out[2]);
	} else {
		const struct model_object *o = &m->objects[i - m->queue_count];

		id = o->id;
		if (o->name && o->kind != MODEL_STREAM)
			str_addf(&out[0], "%s ", model_kind_name(o->kind));
		add_state(p, o, &out[1]);
		add_content(p, o, &out[2]);
	}
	model_object_name(m, p->log, id, &out[0]);
}

static void draw_one(const struct view_player *p, struct ui_canvas *c,
		     struct ui_rect r, size_t i)
{
	struct str texts[3] = { STR_INIT, STR_INIT, STR_INIT };
	int name_cols = r.cols / 4 < 12 ? 12 : r.cols / 4;
	int col = name_cols + 2;

	describe(p, i, texts);
	ui_text_fit(c, r, 0, 1, name_cols, UI_HEADING, texts[0].buf);
	ui_text_fit(c, r, 0, col, r.cols - col, UI_NORMAL, texts[1].buf);
	if (texts[2].len)
		ui_text_fit(c, r, 1, col, r.cols - col, UI_FAINT, texts[2].buf);
	for (int t = 0; t < 3; t++)
		str_release(&texts[t]);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_SHARED];

	if (view_pane_idle(p, c, in))
		return;
	if (!l->count) {
		ui_text_fit(c, in, 0, 1, in.cols - 1, UI_FAINT,
			    "Nothing is shared yet.");
		return;
	}
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++) {
		struct ui_rect r = { in.row + (int)i * ROWS_OF_ONE, in.col,
				     ROWS_OF_ONE, in.cols };

		draw_one(p, c, r, l->first + i);
	}
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	char buf[48];

	(void)cols;
	if (p->model && count_of(p))
		str_add(out, ui_list_note(&p->lists[LESSON_PANE_SHARED], buf));
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	struct str parts[3] = { STR_INIT, STR_INIT, STR_INIT };

	describe(p, i, parts);
	for (size_t k = 0; k < 3; k++) {
		str_addf(out, "%s ", parts[k].buf);
		str_release(&parts[k]);
	}
}

const struct view_pane view_pane_shared = {
	.tab = "Shared",
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
};
