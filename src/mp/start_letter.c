/* SPDX-License-Identifier: MIT */
/*
 * The letter: who a child is, who wants it, and what it is to do.
 *
 *	struct head
 *	texts		its name and path, its parent's
 *	function	by name
 *	size, argument	aligned to 16 bytes
 *	gifts		start_give.c
 *
 * The descriptors: its ends of the lifeline and of the pulse, the doorbell,
 * the gifts.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mp/bell.h"
#include "mp/start_impl.h"

struct head {
	int32_t parent;  /* PID */
	uint32_t method; /* how it is started */
	uint32_t methods;
	bool daemon, lifeline, pulse, bell;
};

void mp__letter_pack(struct mp__parcel *parcel, const mp_process *p)
{
	int bell = mp__bell_fd();
	struct head h = {
		.parent = getpid(),
		.method = (uint32_t)p->method,
		.methods = mp__methods_get(),
		.daemon = p->daemon,
		.lifeline = p->lifeline.yours >= 0,
		.pulse = p->pulse.beat >= 0,
		.bell = bell >= 0,
	};
	uint64_t size = p->arg_size;

	mp__pack(parcel, &h, sizeof(h));
	if (h.lifeline)
		mp__pack_fd(parcel, p->lifeline.yours);
	if (h.pulse)
		mp__pack_fd(parcel, p->pulse.beat);
	if (h.bell)
		mp__pack_fd(parcel, bell);
	mp__pack_text(parcel, p->name);
	mp__pack_text(parcel, p->path);
	mp__pack_text(parcel, mp__self()->name);
	mp__pack_text(parcel, mp__self()->path);
	mp__pack_function(parcel, p->fn);
	mp__pack(parcel, &size, sizeof(size));
	mp__pack_align(parcel);
	mp__pack(parcel, p->arg, size);
	mp__gifts_pack(parcel, p);
}

/* ---- in the process that receives it ---- */

/* A process that this one does not start, join or free. */
static mp_process *make_record(struct mp__crate *c)
{
	mp_process *p = calloc(1, sizeof(*p));
	const char *name = mp__unpack_text(c), *path = mp__unpack_text(c);

	if (!p)
		return NULL;
	mp__process_init(p);
	p->name = strdup(name ? name : "");
	p->path = strdup(path ? path : "");
	if (p->name && p->path)
		return p;
	mp__process_destroy(p);
	return NULL;
}

int mp__letter_read(struct mp__letter *l, struct mp__crate *c)
{
	int lifeline, beat;
	struct head h;
	uint64_t size;

	mp__unpack(c, &h, sizeof(h));
	l->parent_pid = h.parent;
	lifeline = h.lifeline ? mp__unpack_fd(c) : -1;
	beat = h.pulse ? mp__unpack_fd(c) : -1;
	if (h.bell)
		mp__bell_take(mp__unpack_fd(c));
	l->self = make_record(c);
	l->parent = make_record(c);
	if (!l->self || !l->parent)
		return ENOMEM;
	l->self->lifeline.yours = lifeline;
	l->self->pulse.beat = beat;
	l->self->daemon = h.daemon;
	l->self->method = (enum mp_start_method)h.method;
	l->fn_name = mp__unpack_text(c);
	l->fn_file = mp__unpack_text(c);
	mp__unpack(c, &size, sizeof(size));
	mp__unpack_align(c);
	l->self->arg = size ? mp__unpack_some(c, size) : NULL;
	l->self->arg_size = size;
	mp__gifts_unpack(c, l->self);
	if (!c->err)
		mp__methods_set(h.methods);
	return c->err;
}

int mp__letter_find(struct mp__letter *l)
{
	const struct mp_spawnable *s =
		l->fn_name && l->fn_file
			? mp__spawnable_find(l->fn_name, l->fn_file)
			: NULL;

	if (!s)
		return ENOENT;
	l->self->fn = s->fn;
	return 0;
}
