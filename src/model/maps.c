/* SPDX-License-Identifier: MIT */
/*
 * Which processes have a piece of shared memory mapped: its holders.  A child
 * of fork has what its parent has; a new program, and a dead one, nothing.
 */
#include "model/fold.h"

/* The hold of process @pid: that of its first thread. */
static void add(struct model *m, struct model_object *o, uint32_t pid,
		uint64_t times)
{
	struct model_hold *h = model_hold_add(m, o, pid, pid);

	if (!h)
		return;
	m->maps = true;
	h->units += times;
}

void model_map(struct model *m, struct model_object *o, uint32_t pid)
{
	add(m, o, pid, 1);
}

void model_unmap(struct model *m, struct model_object *o, uint32_t pid)
{
	struct model_hold *h = model_hold_find(o, pid);

	if (h && h->units-- <= 1)
		model_hold_drop(m, o, h);
}

void model_unmap_all(struct model *m, uint32_t pid)
{
	for (size_t i = 0; m->maps && i < m->object_count; i++) {
		struct model_object *o = &m->objects[i];
		struct model_hold *h = o->kind == MODEL_MEMORY
					       ? model_hold_find(o, pid)
					       : NULL;

		if (h)
			model_hold_drop(m, o, h);
	}
}

void model_map_inherit(struct model *m, uint32_t child, uint32_t parent)
{
	for (size_t i = 0; m->maps && i < m->object_count; i++) {
		struct model_object *o = &m->objects[i];
		struct model_hold *h = o->kind == MODEL_MEMORY
					       ? model_hold_find(o, parent)
					       : NULL;

		if (h)
			add(m, o, child, h->units);
	}
}
