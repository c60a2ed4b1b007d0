/* SPDX-License-Identifier: MIT */
/*
 * Queues: which items are in them, in which order.
 *
 * Items carry sequence numbers: the n-th put has number n, and gets take them
 * in that order, so a queue holds the items gets+1 to puts.  Events of one
 * queue come in the order of their effects.  Where a number is not the next
 * one, events are missing (lost, or never written because their process was
 * killed); the number is then the truth and the items are made to agree.
 *
 *	items that must be there and were not seen	stand in as unknown
 *	items that must be gone				are dropped
 *
 * Stand-ins are bounded, since a number may be wild.
 */
#include "base/mem.h"
#include "model/fold.h"

/* Unknown items are filled in up to this length of a queue. */
enum { MAX_FILLED = 1024 };

/* ---- the ring ---- */

static void push(struct model *m, struct model_queue *q, struct model_item item)
{
	if (q->count == q->cap) {
		size_t cap = q->cap ? q->cap * 2 : 8;
		struct model_item *items =
			mem_resize(q->items, cap, sizeof(*items));

		/* What had wrapped round goes on behind the old end. */
		for (size_t i = 0; i < q->head; i++)
			items[q->cap + i] = items[i];
		q->items = items;
		q->cap = cap;
	}
	q->items[(q->head + q->count) & (q->cap - 1)] = item;
	q->count++;
	m->items++;
}

static void drop_first(struct model *m, struct model_queue *q)
{
	q->head = (q->head + 1) & (q->cap - 1);
	q->count--;
	m->items--;
}

static void drop_last(struct model *m, struct model_queue *q)
{
	q->count--;
	m->items--;
}

/* ---- agreeing with sequence numbers ---- */

/* Everything up to @sequence has been taken. */
static void drop_to(struct model *m, struct model_queue *q, uint64_t sequence)
{
	while (q->count && model_queue_item(q, 0)->sequence <= sequence)
		drop_first(m, q);
}

/* Nothing after @sequence has been put. */
static void cut_to(struct model *m, struct model_queue *q, uint64_t sequence)
{
	while (q->count &&
	       model_queue_item(q, q->count - 1)->sequence > sequence)
		drop_last(m, q);
}

/*
 * Stand-ins for what was put after q->puts, up to @last: of too many, the
 * latest.
 */
static void fill_to(struct model *m, struct model_queue *q, uint64_t last)
{
	uint64_t from = q->puts > q->gets ? q->puts : q->gets;
	uint64_t room = q->count < MAX_FILLED ? MAX_FILLED - q->count : 0;

	if (last <= from)
		return;
	if (last - from > room)
		from = last - room;
	while (from < last)
		push(m, q, (struct model_item){ .sequence = ++from });
}

static void note_length(const struct model *m, struct model_queue *q)
{
	if (q->count > q->greatest)
		q->greatest = q->count;
	if (q->first_full_ns < 0 && q->capacity && q->count >= q->capacity)
		q->first_full_ns = model_run_time(m);
}

/* ---- the events ---- */

static struct model_queue *add(struct model *m, uint64_t object)
{
	size_t i = m->queue_count;

	if (!object)
		return NULL;
	if (i == MODEL_MAX_THINGS) {
		m->beyond++;
		return NULL;
	}
	m->queues = mem_grow(m->queues, i, &m->queue_cap, sizeof(*m->queues));
	m->queues[i] = (struct model_queue){
		.id = object,
		.first_full_ns = -1,
	};
	m->queue_count++;
	map_set(&m->by_object, object, i);
	return &m->queues[i];
}

/* The queue of @e; made if its making was not seen. */
static struct model_queue *queue_of(struct model *m,
				    const struct trace_event *e)
{
	uint64_t i;

	if (map_get(&m->by_object, e->object, &i))
		return &m->queues[i];
	return add(m, e->object);
}

void model_fold_queue_new(struct model *m, const struct trace_event *e)
{
	struct model_queue *q;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	q = queue_of(m, e);
	if (q && q->maker)
		q = add(m, e->object); /* its id is used again */
	if (!q)
		return;
	q->maker = e->pid;
	q->name = e->text;
	q->capacity = e->a;
	q->type = (uint32_t)e->b;
}

void model_fold_queue_close(struct model *m, const struct trace_event *e)
{
	struct model_queue *q;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	q = queue_of(m, e);
	if (q)
		q->closed = true;
}

static void note_user(struct model_users *users, uint32_t pid)
{
	for (size_t i = 0; i < users->count; i++)
		if (users->pids[i] == pid)
			return;
	if (users->count == MODEL_USERS_MAX)
		users->more = true;
	else
		users->pids[users->count++] = pid;
}

/* The queue of a put or get that has to wait or happens; else NULL. */
static struct model_queue *queue_used(struct model *m,
				      const struct trace_event *e)
{
	struct model_queue *q;

	if (e->phase != MP_WAITS && e->phase != MP_HAPPENS)
		return NULL;
	q = queue_of(m, e);
	if (q)
		note_user(e->verb == MP_VERB_PUT ? &q->putters : &q->takers,
			  e->pid);
	return q;
}

/* A put whose number has been passed already: its stand-in gets its value. */
static void put_late(struct model_queue *q, struct model_item item)
{
	uint64_t first = q->count ? model_queue_item(q, 0)->sequence : 0;
	struct model_item *there;

	if (q->missed)
		q->missed--;
	if (!q->count || item.sequence < first ||
	    item.sequence - first >= q->count)
		return;
	there = &q->items[(q->head + (item.sequence - first)) & (q->cap - 1)];
	if (there->sequence == item.sequence)
		*there = item;
}

void model_fold_put(struct model *m, const struct trace_event *e)
{
	struct model_queue *q;
	struct model_item item;

	model_fold_operation(m, e);
	q = queue_used(m, e);
	if (!q || e->phase != MP_HAPPENS || !e->b)
		return;
	item = (struct model_item){
		.value = model_value_of(e),
		.sequence = e->b,
		.by = e->pid,
		.at_ns = model_run_time(m),
	};
	if (e->b <= q->puts) {
		put_late(q, item);
		return;
	}
	if (e->b - 1 > q->puts) {
		q->missed += e->b - 1 - q->puts;
		fill_to(m, q, e->b - 1);
	}
	q->puts = e->b;
	push(m, q, item);
	note_length(m, q);
}

/* Who put the item that is taken here. */
static void hand_item(struct model *m, const struct model_queue *q,
		      const struct trace_event *e)
{
	const struct model_item *first =
		q->count ? model_queue_item(q, 0) : NULL;
	const struct model_item *item;

	if (!first || e->b < first->sequence ||
	    e->b - first->sequence >= q->count)
		return;
	item = model_queue_item(q, (size_t)(e->b - first->sequence));
	if (item->sequence == e->b)
		model_hand(m, e, item->by, item->at_ns);
}

void model_fold_get(struct model *m, const struct trace_event *e)
{
	struct model_queue *q;

	model_fold_operation(m, e);
	q = queue_used(m, e);
	if (!q || e->phase != MP_HAPPENS || !e->b)
		return;
	if (e->b > q->gets + 1)
		q->missed += e->b - 1 - q->gets;
	if (e->b > q->puts) {
		q->missed += e->b - q->puts;
		q->puts = e->b;
	}
	hand_item(m, q, e);
	drop_to(m, q, e->b);
	if (e->b > q->gets)
		q->gets = e->b;
}

void model_fold_task_done(struct model *m, const struct trace_event *e)
{
	struct model_queue *q;
	uint64_t i;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS || !map_get(&m->by_object, e->object, &i))
		return;
	q = &m->queues[i];
	q->done = e->a < q->puts ? q->puts - e->a : 0;
}

void model_fold_repair(struct model *m, const struct trace_event *e)
{
	uint64_t puts = e->a, gets = e->b < e->a ? e->b : e->a;
	struct model_queue *q;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	q = queue_of(m, e);
	if (!q)
		return;
	/* Put, it was said, and then killed before it was so. */
	if (q->puts > puts)
		q->lost += q->puts - puts;
	/* Taken, and then killed before it could say so. */
	if (gets > q->gets)
		q->lost += gets - q->gets;
	cut_to(m, q, puts);
	drop_to(m, q, gets);
	q->gets = gets;
	fill_to(m, q, puts);
	q->puts = puts;
	note_length(m, q);
}
