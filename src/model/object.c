/* SPDX-License-Identifier: MIT */
/*
 * Shared objects: made, found, held.
 */
#include "model/object.h"

#include <string.h>

#include "base/mem.h"
#include "model/fold.h"
#include "trace/object.h"

const char *model_kind_name(enum model_kind k)
{
	static const char *const names[MODEL_KIND_COUNT] = {
		[MODEL_THING] = "object",
		[MODEL_LOCK] = "lock",
		[MODEL_SEMAPHORE] = "semaphore",
		[MODEL_EVENT] = "event",
		[MODEL_CONDITION] = "condition",
		[MODEL_BARRIER] = "barrier",
		[MODEL_VALUE] = "value",
		[MODEL_PIPE] = "pipe",
		[MODEL_POOL] = "pool",
		[MODEL_MEMORY] = "memory",
		[MODEL_STREAM] = "stream",
		[MODEL_MESSAGES] = "message queue",
		[MODEL_MANAGER] = "manager",
		[MODEL_NAMESPACE] = "namespace",
		[MODEL_DICT] = "dict",
		[MODEL_LIST] = "list",
	};

	return (unsigned)k < MODEL_KIND_COUNT ? names[k] : "object";
}

const struct model_object *model_object(const struct model *m, uint64_t id)
{
	uint64_t i;

	return map_get(&m->by_id, id, &i) ? &m->objects[i] : NULL;
}

uint64_t model_held(const struct model_object *o)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < o->hold_count; i++)
		sum += o->holds[i].units;
	return sum;
}

struct model_object *model_object_named(struct model *m, enum model_kind kind,
					uint32_t name)
{
	for (size_t i = m->object_count; name && i--;) {
		struct model_object *o = &m->objects[i];

		if (o->kind == kind && o->name == name && !o->removed)
			return o;
	}
	return NULL;
}

void model_found_words(const struct model_object *o, struct str *out)
{
	enum trace_object kind = trace_object_kind(o->id);

	if (kind == TRACE_OBJECT_SHM || kind == TRACE_OBJECT_MSG)
		str_addf(out, ", System V %d", trace_object_sysv(o->id));
	else if (!o->name && o->kind == MODEL_MEMORY)
		str_add(out, ", no name");
}

bool model_has_priorities(const struct model_object *o)
{
	return o->kind == MODEL_MESSAGES &&
	       trace_object_kind(o->id) == TRACE_OBJECT_MQ;
}

/* ---- made and found ---- */

static struct model_object *add(struct model *m, uint64_t id)
{
	size_t i = m->object_count;

	if (!id)
		return NULL;
	if (i == MODEL_MAX_THINGS) {
		m->beyond++;
		return NULL;
	}
	m->objects =
		mem_grow(m->objects, i, &m->object_cap, sizeof(*m->objects));
	m->objects[i] = (struct model_object){
		.id = id,
		.made_ns = model_run_time(m),
		.changed_ns = -1,
	};
	m->object_count++;
	map_set(&m->by_id, id, i);
	return &m->objects[i];
}

/* What the number of an object of the kernel's says of it. */
static enum model_kind kind_of(uint64_t id)
{
	static const enum model_kind kinds[TRACE_OBJECT_COUNT] = {
		[TRACE_OBJECT_PIPE] = MODEL_STREAM,
		[TRACE_OBJECT_FIFO] = MODEL_STREAM,
		[TRACE_OBJECT_SOCKET] = MODEL_STREAM,
		[TRACE_OBJECT_MQ] = MODEL_MESSAGES,
		[TRACE_OBJECT_MSG] = MODEL_MESSAGES,
		[TRACE_OBJECT_SEMSET] = MODEL_SEMAPHORE,
		[TRACE_OBJECT_SHM] = MODEL_MEMORY,
		[TRACE_OBJECT_MEMORY] = MODEL_MEMORY,
		[TRACE_OBJECT_SEM] = MODEL_SEMAPHORE,
		[TRACE_OBJECT_MUTEX] = MODEL_LOCK,
		[TRACE_OBJECT_COND] = MODEL_CONDITION,
		[TRACE_OBJECT_BARRIER] = MODEL_BARRIER,
	};

	return kinds[trace_object_kind(id)];
}

struct model_object *model_object_of(struct model *m,
				     const struct trace_event *e,
				     enum model_kind kind)
{
	struct model_object *o;
	uint64_t i;

	o = map_get(&m->by_id, e->object, &i) ? &m->objects[i]
					      : add(m, e->object);
	if (o && o->kind == MODEL_THING)
		o->kind = kind_of(e->object);
	if (!o ||
	    (kind != MODEL_THING && o->kind != MODEL_THING && o->kind != kind))
		return NULL;
	if (o->kind == MODEL_THING && kind == MODEL_POOL)
		o->pool.first_ns = o->pool.last_ns = -1;
	if (o->kind == MODEL_THING)
		o->kind = kind;
	return o;
}

struct model_object *model_fold_effect(struct model *m,
				       const struct trace_event *e,
				       enum model_kind kind)
{
	model_fold_operation(m, e);
	return e->phase == MP_HAPPENS ? model_object_of(m, e, kind) : NULL;
}

struct model_object *model_object_new(struct model *m,
				      const struct trace_event *e,
				      enum model_kind kind)
{
	struct model_object *o;
	uint64_t i;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return NULL;
	o = map_get(&m->by_id, e->object, &i) ? &m->objects[i] : NULL;
	/* Its number is used again. */
	if (!o || o->maker || o->kind != MODEL_THING)
		o = add(m, e->object);
	if (!o)
		return NULL;
	o->kind = kind;
	o->name = e->text;
	o->maker = e->pid;
	return o;
}

void model_object_changed(const struct model *m, struct model_object *o,
			  const struct trace_event *e)
{
	o->changed_ns = model_run_time(m);
	o->changed_by = e->pid;
}

/* ---- held ---- */

struct model_hold *model_hold_find(const struct model_object *o, uint32_t tid)
{
	for (size_t i = 0; i < o->hold_count; i++)
		if (o->holds[i].tid == tid)
			return &o->holds[i];
	return NULL;
}

struct model_hold *model_hold_add(struct model *m, struct model_object *o,
				  uint32_t tid, uint32_t pid)
{
	struct model_hold *h = model_hold_find(o, tid);

	if (h)
		return h;
	if (m->holds == MODEL_MAX_THINGS) {
		m->beyond++;
		return NULL;
	}
	o->holds = mem_grow(o->holds, o->hold_count, &o->hold_cap,
			    sizeof(*o->holds));
	h = &o->holds[o->hold_count++];
	*h = (struct model_hold){
		.tid = tid,
		.pid = pid,
		.since_ns = model_run_time(m),
	};
	m->holds++;
	return h;
}

void model_hold_drop(struct model *m, struct model_object *o,
		     struct model_hold *h)
{
	size_t i = (size_t)(h - o->holds);

	memmove(h, h + 1, (o->hold_count - i - 1) * sizeof(*h));
	o->hold_count--;
	m->holds--;
}

void model_hold_drop_all(struct model *m, struct model_object *o)
{
	m->holds -= o->hold_count;
	o->hold_count = 0;
}
