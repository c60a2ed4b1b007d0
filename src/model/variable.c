/* SPDX-License-Identifier: MIT */
/*
 * Variables of a process's own, as it has shown them.
 *
 * They are known by PID and name: what one process shows says nothing about
 * the variable of that name in another, not even after a fork.
 */
#include "base/mem.h"
#include "model/fold.h"

static struct model_variable *find(const struct model *m, uint64_t key)
{
	uint64_t i;

	return map_get(&m->by_variable, key, &i) ? &m->variables[i] : NULL;
}

static struct model_variable *add(struct model *m, uint64_t key)
{
	size_t i = m->variable_count;

	if (i == MODEL_MAX_THINGS) {
		m->beyond++;
		return NULL;
	}
	m->variables = mem_grow(m->variables, i, &m->variable_cap,
				sizeof(*m->variables));
	m->variables[i] = (struct model_variable){ .pid = (uint32_t)(key >> 32),
						   .name = (uint32_t)key,
						   .changed_ns = -1 };
	m->variable_count++;
	map_set(&m->by_variable, key, i);
	return &m->variables[i];
}

void model_fold_show(struct model *m, const struct trace_event *e)
{
	uint64_t key = (uint64_t)e->pid << 32 | e->text;
	struct model_value value = model_value_of(e);
	struct model_variable *v;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS || !e->text || !e->pid)
		return;
	v = find(m, key);
	if (!v)
		v = add(m, key);
	if (!v)
		return;
	value.text = 0;
	v->shown_ns = model_run_time(m);
	if (v->times &&
	    (v->value.bits != value.bits || v->value.kind != value.kind))
		v->changed_ns = v->shown_ns;
	v->address = e->b;
	v->value = value;
	v->times++;
}
