/* SPDX-License-Identifier: MIT */
/*
 * Pools: which worker has which task, and how many are done.
 *
 * A worker is known from its first task, or from when it replaces another.  The
 * task is not an operation of the worker: operations take place within it.
 */
#include <string.h>

#include "model/fold.h"

void model_fold_pool_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_POOL);

	if (!o)
		return;
	o->pool.workers = e->a;
	o->pool.first_ns = o->pool.last_ns = -1;
}

/* A task has ended now. */
static void count_tick(struct model_object *o, int64_t now)
{
	int64_t tick = now / MODEL_TICK_NS;
	int64_t passed = tick - o->pool.tick;

	if (passed >= MODEL_TICKS)
		memset(o->pool.ticks, 0, sizeof(o->pool.ticks));
	for (int64_t i = 1; i <= passed && passed < MODEL_TICKS; i++)
		o->pool.ticks[(o->pool.tick + i) % MODEL_TICKS] = 0;
	if (passed > 0)
		o->pool.tick = tick;
	o->pool.ticks[o->pool.tick % MODEL_TICKS]++;
}

uint64_t model_pool_recent(const struct model_object *o, int64_t now_ns,
			   int64_t *ret_ns)
{
	int64_t now = now_ns / MODEL_TICK_NS;
	int64_t from = now - MODEL_TICKS + 1;
	uint64_t sum = 0;

	for (int64_t t = from > 0 ? from : 0; t <= now; t++)
		if (t <= o->pool.tick && t > o->pool.tick - MODEL_TICKS)
			sum += o->pool.ticks[t % MODEL_TICKS];
	*ret_ns = now_ns - (from > 0 ? from : 0) * MODEL_TICK_NS;
	if (o->pool.first_ns > now_ns - *ret_ns)
		*ret_ns = now_ns - o->pool.first_ns;
	return sum;
}

static void set_task(struct model_object *o, uint64_t number,
		     enum model_task state)
{
	if (number && number <= MODEL_TASKS_MAX)
		o->pool.task[number - 1] = (uint8_t)state;
}

enum model_task model_pool_task(const struct model_object *o, uint64_t number)
{
	if (!number || number > MODEL_TASKS_MAX)
		return MODEL_TASK_PENDING;
	return (enum model_task)o->pool.task[number - 1];
}

void model_fold_submit(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_ENDS || e->err)
		return;
	o = model_object_of(m, e, MODEL_POOL);
	if (o)
		o->pool.submitted += e->b;
}

void model_fold_task(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_of(m, e, MODEL_POOL);
	struct model_hold *h = o ? model_hold_add(m, o, e->tid, e->pid) : NULL;

	model_fold_heard(m, e);
	if (!h)
		return;
	if (e->phase == MP_BEGINS) {
		h->task = e->a;
		set_task(o, e->a, MODEL_TASK_RUNNING);
		h->since_ns = model_run_time(m);
		if (o->pool.first_ns < 0)
			o->pool.first_ns = h->since_ns;
	} else if (e->phase == MP_ENDS) {
		h->task = 0;
		h->units++;
		set_task(o, e->a, e->err ? MODEL_TASK_FAILED : MODEL_TASK_DONE);
		o->pool.last_ns = model_run_time(m);
		count_tick(o, o->pool.last_ns);
		o->pool.ended++;
		o->pool.failed += e->err != 0;
	}
}

/* The worker in a that @e tells of, and its place in aux. */
static struct model_hold *worker(struct model *m, struct model_object *o,
				 const struct trace_event *e)
{
	struct model_hold *h = NULL;

	for (size_t i = 0; i < o->hold_count; i++)
		if (o->holds[i].pid == e->a && !o->holds[i].lost)
			h = &o->holds[i];
	if (!h && e->a && e->a <= UINT32_MAX)
		h = model_hold_add(m, o, (uint32_t)e->a, (uint32_t)e->a);
	if (h)
		h->place = e->aux + 1;
	return h;
}

/* Its pool may say so later, or never. */
static void die(struct model_object *o, struct model_hold *h)
{
	if (!h->task)
		return;
	h->died_in = h->task;
	set_task(o, h->task, MODEL_TASK_FAILED);
	h->task = 0;
}

void model_pool_forget(struct model *m, uint32_t pid)
{
	for (size_t i = 0; m->holds && i < m->object_count; i++) {
		struct model_object *o = &m->objects[i];

		for (size_t k = 0; o->kind == MODEL_POOL && k < o->hold_count;
		     k++)
			if (o->holds[k].pid == pid)
				die(o, &o->holds[k]);
	}
}

void model_fold_worker_lost(struct model *m, const struct trace_event *e)
{
	struct model_object *o;
	struct model_hold *h;

	o = model_fold_effect(m, e, MODEL_POOL);
	if (!o)
		return;
	o->pool.lost++;
	h = worker(m, o, e);
	if (!h)
		return;
	die(o, h);
	h->lost = true;
}

void model_fold_worker_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o;
	struct model_hold *h;

	o = model_fold_effect(m, e, MODEL_POOL);
	h = o ? worker(m, o, e) : NULL;
	if (!h)
		return;
	h->lost = false;
	for (size_t i = 0; i < o->hold_count; i++)
		if (o->holds[i].lost && o->holds[i].place == h->place)
			h->instead = o->holds[i].pid;
}

void model_fold_cancel(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_fold_effect(m, e, MODEL_POOL);

	if (!o)
		return;
	o->pool.cancelled += e->b;
	for (uint64_t i = 0; i < e->b && i < MODEL_TASKS_MAX; i++)
		set_task(o, e->a + i, MODEL_TASK_CANCELLED);
}

void model_fold_pool_close(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_ENDS || e->err)
		return;
	o = model_object_of(m, e, MODEL_POOL);
	if (!o)
		return;
	o->removed = true;
	o->pool.terminated |= e->verb == MP_VERB_POOL_TERMINATE;
}
