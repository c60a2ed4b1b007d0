/* SPDX-License-Identifier: MIT */
/*
 * Counting what a run made, and what is left of it.
 */
#include "model/ledger.h"

#include "model/fold.h"
#include "trace/object.h"

/* ---- what the kernel still has ---- */

void model_fold_left(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_THING);
	if (!o)
		return;
	if (!o->name)
		o->name = e->text;
	if (e->aux == TRACE_LEFT_FOUND) {
		/* Whoever said that he makes it has opened it. */
		o->maker = 0;
		return;
	}
	o->left = true;
	o->perhaps = e->aux == TRACE_LEFT_PERHAPS;
	o->amount = e->a;
}

/* ---- what is counted as what ---- */

/* Of mp's objects. */
static enum model_asset asset_of_kind(enum model_kind kind)
{
	switch (kind) {
	case MODEL_LOCK:
		return MODEL_ASSET_LOCK;
	case MODEL_SEMAPHORE:
		return MODEL_ASSET_SEMAPHORE;
	case MODEL_EVENT:
		return MODEL_ASSET_EVENT;
	case MODEL_CONDITION:
		return MODEL_ASSET_CONDITION;
	case MODEL_BARRIER:
		return MODEL_ASSET_BARRIER;
	case MODEL_VALUE:
		return MODEL_ASSET_VALUE;
	case MODEL_PIPE:
		return MODEL_ASSET_PIPE;
	case MODEL_POOL:
		return MODEL_ASSET_POOL;
	case MODEL_MEMORY:
		return MODEL_ASSET_MEMORY;
	case MODEL_MANAGER:
		return MODEL_ASSET_MANAGER;
	case MODEL_NAMESPACE:
		return MODEL_ASSET_NAMESPACE;
	case MODEL_DICT:
		return MODEL_ASSET_DICT;
	case MODEL_LIST:
		return MODEL_ASSET_LIST;
	case MODEL_THING:
	case MODEL_STREAM:
	case MODEL_MESSAGES:
	case MODEL_KIND_COUNT:
		break;
	}
	return MODEL_ASSET_COUNT;
}

enum model_asset model_asset(const struct model_object *o)
{
	switch (trace_object_kind(o->id)) {
	case TRACE_OBJECT_NONE:
		break;
	case TRACE_OBJECT_PIPE:
		return MODEL_ASSET_PIPE;
	case TRACE_OBJECT_FIFO:
		return MODEL_ASSET_FIFO;
	case TRACE_OBJECT_SOCKET: /* each end is an object */
		return o->id < o->stream.peer ? MODEL_ASSET_SOCKETS
					      : MODEL_ASSET_COUNT;
	case TRACE_OBJECT_MQ:
	case TRACE_OBJECT_MSG:
		return MODEL_ASSET_MESSAGES;
	case TRACE_OBJECT_SEMSET: /* so is each semaphore of a set */
		return o->id & 0xffff ? MODEL_ASSET_COUNT
				      : MODEL_ASSET_SEMAPHORE_SET;
	case TRACE_OBJECT_SHM:
		return MODEL_ASSET_NAMED_MEMORY;
	case TRACE_OBJECT_MEMORY:
		return o->name ? MODEL_ASSET_NAMED_MEMORY : MODEL_ASSET_MEMORY;
	case TRACE_OBJECT_SEM:
		return o->name ? MODEL_ASSET_NAMED_SEMAPHORE
			       : MODEL_ASSET_SEMAPHORE;
	case TRACE_OBJECT_MUTEX:
	case TRACE_OBJECT_RWLOCK:
		return MODEL_ASSET_LOCK;
	case TRACE_OBJECT_COND:
		return MODEL_ASSET_CONDITION;
	case TRACE_OBJECT_BARRIER:
		return MODEL_ASSET_BARRIER;
	case TRACE_OBJECT_COUNT:
		return MODEL_ASSET_COUNT;
	}
	return asset_of_kind(o->kind);
}

/* ---- counting ---- */

static bool has_ended(const struct model *m, uint32_t pid)
{
	const struct model_process *p = model_process(m, pid);

	return p && p->state >= MODEL_ZOMBIE;
}

const struct model_hold *model_hold_of_dead(const struct model *m,
					    const struct model_object *o)
{
	if (o->kind != MODEL_LOCK || o->removed)
		return NULL;
	for (size_t i = 0; i < o->hold_count; i++) {
		if (has_ended(m, o->holds[i].pid))
			return &o->holds[i];
	}
	return NULL;
}

static void count_processes(const struct model *m, struct model_ledger *l)
{
	l->started = m->process_count;
	for (size_t i = 0; i < m->process_count; i++) {
		enum model_state state = m->processes[i].state;

		l->reaped += state == MODEL_ENDED;
		l->zombies += state == MODEL_ZOMBIE;
		l->living += state < MODEL_ZOMBIE;
	}
}

/* What nobody took out; of streams, where every reader would have told. */
static void count_unread(const struct model_object *o, bool all_told,
			 struct model_ledger *l)
{
	const uint64_t *sent = o->pipe.sent, *got = o->pipe.received;

	if (o->kind == MODEL_PIPE) {
		for (int i = 0; i < 2; i++)
			l->messages +=
				sent[i] > got[!i] ? sent[i] - got[!i] : 0;
	} else if ((o->kind == MODEL_STREAM || o->kind == MODEL_MESSAGES) &&
		   o->maker && all_told) {
		l->bytes += o->stream.bytes;
	}
}

/* One that stays is opened by many, each of whom may say that it is new. */
static bool is_latest(const struct model *m, const struct model_object *o)
{
	return model_object(m, o->id) == o;
}

static void count_object(const struct model *m, const struct model_object *o,
			 struct model_ledger *l)
{
	enum model_asset asset = model_asset(o);

	l->locked += model_hold_of_dead(m, o) != NULL;
	if (asset == MODEL_ASSET_COUNT || !(o->maker || o->left) ||
	    (asset >= MODEL_ASSET_NAMED_MEMORY && !is_latest(m, o)))
		return;
	l->tallies[asset].made++;
	l->tallies[asset].left += o->left;
	l->left += o->left;
}

static bool is_all_told(const struct model *m)
{
	for (size_t i = 0; i < m->process_count; i++) {
		if (m->processes[i].untraced || !m->processes[i].events)
			return false;
	}
	return true;
}

static uint64_t greater(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

void model_ledger(const struct model *m, const struct trace_totals *totals,
		  struct model_ledger *ret)
{
	bool all_told = is_all_told(m);

	*ret = (struct model_ledger){
		.over = m->over,
		.descriptors = m->open_ends,
		.events = m->events,
		.lost = m->lost,
		.torn = m->torn,
		.stalls = m->stalls,
	};
	count_processes(m, ret);
	ret->tallies[MODEL_ASSET_QUEUE].made = m->queue_count;
	for (size_t i = 0; i < m->queue_count; i++)
		ret->items += m->queues[i].count;
	for (size_t i = 0; i < m->object_count; i++) {
		count_object(m, &m->objects[i], ret);
		count_unread(&m->objects[i], all_told, ret);
	}
	if (!totals)
		return;
	ret->lost = greater(ret->lost, totals->lost);
	ret->torn = greater(ret->torn, totals->torn);
	ret->stalls = greater(ret->stalls, totals->stalls);
}
