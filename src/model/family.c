/* SPDX-License-Identifier: MIT */
/*
 * Families of POSIX processes: forked, waited for, programs executed.
 *
 * Of a fork the parent tells and the child tells, and either may come first.
 * The child has what its parent had open at that time; so whichever comes
 * first makes it, before the parent can have closed anything.
 */
#include "base/mem.h"
#include "model/fold.h"
#include "trace/object.h"

static void inherit(struct model *m, size_t child, size_t parent)
{
	model_end_inherit(m, child, parent);
	model_map_inherit(m, m->processes[child].pid, m->processes[parent].pid);
}

static void adopt(struct model *m, size_t child, size_t parent, bool copy)
{
	struct model_process *c = model_touch(m, child);

	if (c->born || child == parent)
		return;
	c->born = true;
	m->family++;
	c->ppid = m->processes[parent].pid;
	if (!copy)
		return;
	if (c->image == MODEL_NO_IMAGE)
		c->image = m->processes[parent].image;
	if (c->state < MODEL_ZOMBIE)
		inherit(m, child, parent);
}

void model_adopt(struct model *m, size_t child, size_t parent)
{
	adopt(m, child, parent, true);
}

static void begin_child(struct model *m, const struct trace_event *e)
{
	size_t child = model_newcomer(m, e), parent;

	model_operate(m, child, e);
	if (child == MODEL_NONE || !e->a || e->a > UINT32_MAX)
		return;
	parent = model_find(m, (uint32_t)e->a);
	if (parent != MODEL_NONE)
		adopt(m, child, parent, true);
	else
		m->processes[child].ppid = (uint32_t)e->a;
	m->family++;
}

/* The child that the parent tells of; @since: when it began to fork. */
static size_t child_of(struct model *m, const struct trace_event *e,
		       int64_t since)
{
	size_t i = model_find(m, (uint32_t)e->a);
	const struct model_process *p;

	if (i == MODEL_NONE)
		return model_add_process(m, (uint32_t)e->a);
	p = &m->processes[i];
	/* One that has ended is another one, unless it was born meanwhile. */
	if (p->state == MODEL_ENDED &&
	    !(p->ppid == e->pid && p->started_ns >= since))
		return model_add_process(m, (uint32_t)e->a);
	return i;
}

static void end_fork(struct model *m, const struct trace_event *e)
{
	const struct model_process *p = model_process(m, e->pid);
	int64_t since = p ? p->op_since_ns : 0;
	size_t child, parent;

	model_fold_operation(m, e);
	parent = model_find(m, e->pid);
	if (e->err || !e->a || e->a > UINT32_MAX || parent == MODEL_NONE)
		return;
	child = child_of(m, e, since);
	if (child != MODEL_NONE)
		adopt(m, child, parent,
		      e->b <= TRACE_FORK_CLONE || e->b == TRACE_FORK_DAEMON);
	model_hand_over(m, e, e->a);
}

void model_fold_fork(struct model *m, const struct trace_event *e)
{
	if (e->phase == MP_HAPPENS)
		begin_child(m, e);
	else if (e->phase == MP_ENDS)
		end_fork(m, e);
	else
		model_fold_operation(m, e);
}

void model_fold_exec(struct model *m, const struct trace_event *e)
{
	/* After vfork it is the child's, and the parent does nothing. */
	if (e->a == e->pid)
		model_fold_operation(m, e);
	else
		model_fold_heard(m, e);
}

void model_add_image(struct model *m, size_t process,
		     const struct trace_event *e)
{
	if (m->image_count == MODEL_MAX_THINGS) {
		m->beyond++;
		return;
	}
	m->images = mem_grow(m->images, m->image_count, &m->image_cap,
			     sizeof(*m->images));
	m->images[m->image_count] = (struct model_image){
		.path = e->text,
		.base = e->verb == MP_VERB_ATTACH ? e->a : 0,
		.size = e->verb == MP_VERB_ATTACH ? e->b : 0,
	};
	m->processes[process].image = (uint32_t)m->image_count++;
	m->family++;
}

void model_fold_untraced(struct model *m, const struct trace_event *e)
{
	size_t i;

	if (e->pid)
		model_fold_heard(m, e);
	if (!e->a || e->a > UINT32_MAX)
		return;
	i = model_find(m, (uint32_t)e->a);
	if (i == MODEL_NONE)
		i = model_add_process(m, (uint32_t)e->a);
	if (i == MODEL_NONE)
		return;
	model_touch(m, i)->untraced = true;
	if (e->text)
		model_add_image(m, i, e);
}
