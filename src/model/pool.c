/* SPDX-License-Identifier: MIT */
/*
 * Pools: which worker has which task, and how many are done.
 *
 * A worker is known from its first task.  The task is not an operation of the
 * worker: operations take place within it.
 */
#include "model/fold.h"

void model_fold_pool_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_POOL);

	if (o)
		o->pool.workers = e->a;
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
		h->since_ns = model_run_time(m);
	} else if (e->phase == MP_ENDS) {
		h->task = 0;
		h->units++;
		o->pool.ended++;
		o->pool.failed += e->err != 0;
	}
}

void model_fold_worker_lost(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_POOL);
	if (!o)
		return;
	o->pool.lost++;
	for (size_t i = 0; i < o->hold_count; i++)
		if (o->holds[i].pid == e->a)
			o->holds[i].task = 0;
}

void model_fold_pool_close(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_ENDS || e->err)
		return;
	o = model_object_of(m, e, MODEL_POOL);
	if (o)
		o->removed = true;
}
