/* SPDX-License-Identifier: MIT */
/*
 * Values, arrays and named memory: what is in them, and who wrote it.
 *
 * A cell is known once it was written or read.  What another process writes
 * through a plain pointer tells nothing, so a read may find what no event
 * has written: then nobody is said to be its writer.
 */
#include "base/mem.h"
#include "model/fold.h"

void model_fold_value_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_VALUE);

	if (!o)
		return;
	o->value.len = e->a;
	o->value.type = (uint32_t)e->b;
}

struct model_cell *model_cell_of(struct model *m, struct model_object *o,
				 uint64_t i)
{
	if (i >= MODEL_CELLS_MAX || m->cells >= MODEL_MAX_THINGS) {
		m->beyond++;
		return NULL;
	}
	while (o->cell_count <= i) {
		o->cells = mem_grow(o->cells, o->cell_count, &o->cell_cap,
				    sizeof(*o->cells));
		o->cells[o->cell_count++] = (struct model_cell){ .at_ns = -1 };
		m->cells++;
	}
	return &o->cells[i];
}

static bool same(struct model_value a, struct model_value b)
{
	return a.kind == b.kind && a.bits == b.bits && a.text == b.text;
}

void model_fold_cell(struct model *m, const struct trace_event *e)
{
	struct model_value value = model_value_of(e);
	struct model_object *o;
	struct model_cell *c;

	o = model_fold_effect(m, e, MODEL_VALUE);
	c = o ? model_cell_of(m, o, e->b) : NULL;
	if (!c)
		return;
	if (e->verb == MP_VERB_VALUE_GET) {
		if (!same(c->value, value))
			c->by = 0;
	} else {
		c->by = e->pid;
		c->at_ns = model_run_time(m);
		c->writes++;
	}
	c->value = value;
}

/* Who has it mapped; aux: it was only named. */
static void note_mapping(struct model *m, struct model_object *o,
			 const struct trace_event *e)
{
	const struct model_process *p = model_process(m, e->pid);

	if (!p || p->state >= MODEL_ZOMBIE || e->aux)
		return;
	if (e->verb == MP_VERB_SHM_CLOSE)
		model_unmap(m, o, e->pid);
	else if (e->verb != MP_VERB_SHM_UNLINK)
		model_map(m, o, e->pid);
}

void model_fold_memory(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	if (e->verb == MP_VERB_SHM_NEW) {
		o = model_object_new(m, e, MODEL_MEMORY);
		if (!o)
			return;
		o->memory.bytes = e->a;
		note_mapping(m, o, e);
		return;
	}
	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = e->object ? model_object_of(m, e, MODEL_MEMORY)
		      : model_object_named(m, MODEL_MEMORY, e->text);
	if (!o)
		return;
	if (!o->name)
		o->name = e->text;
	if (!o->memory.bytes)
		o->memory.bytes = e->a;
	note_mapping(m, o, e);
	/* The name goes; who has it mapped keeps it. */
	if (e->verb == MP_VERB_SHM_UNLINK)
		o->removed = true;
}
