/* SPDX-License-Identifier: MIT */
/*
 * Which process has which ends open: on that depends who sees the end of a
 * file and who gets SIGPIPE.
 *
 * The descriptors of a process are a list; a child of fork gets a copy of it,
 * a new program tells anew what it has, and a death empties it.
 */
#include "base/mem.h"
#include "model/fold.h"
#include "trace/object.h"

static void count(struct model *m, const struct model_end *end, int by)
{
	struct model_object *o = &m->objects[end->object];
	struct model_stream *s = &o->stream;

	if (o->kind == MODEL_PIPE) {
		/* Of mp: an end is open in a process or it is not. */
		for (int i = 0; i < 2; i++)
			if (end->ends & 1 << i)
				o->pipe.open[i] =
					(uint32_t)((int)o->pipe.open[i] + by);
		return;
	}
	if (end->ends & TRACE_END_READ)
		s->readers = (uint32_t)((int)s->readers + by);
	if (end->ends & TRACE_END_WRITE)
		s->writers = (uint32_t)((int)s->writers + by);
}

/* The link that leads to descriptor @fd of @p, or the last one. */
static uint32_t *link_to(struct model *m, struct model_process *p, int32_t fd)
{
	uint32_t *link = &p->ends;

	while (*link && m->ends[*link - 1].fd != fd)
		link = &m->ends[*link - 1].next;
	return link;
}

static void drop(struct model *m, uint32_t *link)
{
	uint32_t i = *link - 1;
	struct model_end *end = &m->ends[i];

	count(m, end, -1);
	*link = end->next;
	*end = (struct model_end){
		.next = m->free_end,
		.object = MODEL_NO_OBJECT,
	};
	m->free_end = i + 1;
	m->open_ends--;
}

void model_end_close(struct model *m, size_t process, int32_t fd)
{
	uint32_t *link = link_to(m, &m->processes[process], fd);

	if (*link)
		drop(m, link);
}

void model_end_close_all(struct model *m, size_t process)
{
	while (m->processes[process].ends)
		drop(m, &m->processes[process].ends);
}

/* Index + 1 of a free place; 0: too many. */
static uint32_t place(struct model *m)
{
	uint32_t i = m->free_end;

	if (i) {
		m->free_end = m->ends[i - 1].next;
		return i;
	}
	if (m->end_count == MODEL_MAX_THINGS) {
		m->beyond++;
		return 0;
	}
	m->ends =
		mem_grow(m->ends, m->end_count, &m->end_cap, sizeof(*m->ends));
	return (uint32_t)++m->end_count;
}

void model_end_open(struct model *m, size_t process, struct model_end end)
{
	uint32_t i;

	model_end_close(m, process, end.fd);
	if (!(end.ends & (TRACE_END_READ | TRACE_END_WRITE)))
		return;
	i = place(m);
	if (!i)
		return;
	end.next = m->processes[process].ends;
	m->ends[i - 1] = end;
	m->processes[process].ends = i;
	m->open_ends++;
	count(m, &end, 1);
}

void model_end_inherit(struct model *m, size_t child, size_t parent)
{
	if (child == parent)
		return;
	for (uint32_t i = m->processes[parent].ends; i;) {
		struct model_end end = m->ends[i - 1];

		i = end.next;
		model_end_open(m, child, end);
	}
}

unsigned model_ends(const struct model *m, const struct model_process *p,
		    const struct model_object *o)
{
	unsigned ends = 0;

	for (uint32_t i = p->ends; i; i = m->ends[i - 1].next) {
		if (&m->objects[m->ends[i - 1].object] == o)
			ends |= m->ends[i - 1].ends;
	}
	return ends;
}
