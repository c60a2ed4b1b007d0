/* SPDX-License-Identifier: MIT */
/*
 * What a process is given.
 *
 * Its parent lists what and by which name.  A child of fork has the list, and
 * the objects, from its parent.  For another each object is packed when the
 * child is started; it unpacks one when it first asks for it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mp/start_impl.h"

/* ---- named memory: by its name ---- */

static const char *shm_name(const void *m)
{
	return mp_shm_name(m);
}

static void shm_pack(struct mp__parcel *p, const void *m)
{
	mp__pack_text(p, mp_shm_name(m));
}

static void *shm_unpack(struct mp__crate *c)
{
	return mp_shm_attach(mp__unpack_text(c));
}

const struct mp__give_ops mp__give_shm = { shm_name, shm_pack, shm_unpack };

static const struct mp__give_ops *const kinds[] = {
	[MP_GIVEN_QUEUE] = &mp__give_queue,
	[MP_GIVEN_LOCK] = &mp__give_lock,
	[MP_GIVEN_SEMAPHORE] = &mp__give_semaphore,
	[MP_GIVEN_EVENT] = &mp__give_event,
	[MP_GIVEN_CONDITION] = &mp__give_condition,
	[MP_GIVEN_BARRIER] = &mp__give_barrier,
	[MP_GIVEN_VALUE] = &mp__give_value,
	[MP_GIVEN_ARRAY] = &mp__give_array,
	[MP_GIVEN_CONN] = &mp__give_conn,
	[MP_GIVEN_SHM] = &mp__give_shm,
	[MP_GIVEN_MANAGER] = &mp__give_manager,
	[MP_GIVEN_NAMESPACE] = &mp__give_proxy,
	[MP_GIVEN_DICT] = &mp__give_proxy,
	[MP_GIVEN_LIST] = &mp__give_proxy,
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

/* ---- the list ---- */

static struct mp__gift *find(const mp_process *p, const char *name)
{
	struct mp__gift *g = p->gifts;

	while (g && strcmp(g->name, name) != 0)
		g = g->next;
	return g;
}

/* Whether it can be packed: 0 or an errno value. */
static int try_to_pack(enum mp_given kind, const void *object)
{
	struct mp__parcel parcel = { 0 };
	int err;

	kinds[kind]->pack(&parcel, object);
	err = parcel.err;
	mp__parcel_fini(&parcel);
	return err;
}

static int add(mp_process *p, const char *name, enum mp_given kind,
	       void *object)
{
	struct mp__gift *g = calloc(1, sizeof(*g));
	struct mp__gift **last = &p->gifts;

	if (!g)
		return ENOMEM;
	g->name = strdup(name);
	if (!g->name) {
		free(g);
		return ENOMEM;
	}
	g->kind = kind;
	g->object = object;
	while (*last)
		last = &(*last)->next;
	*last = g;
	return 0;
}

static int give(mp_process *p, const char *name, enum mp_given kind,
		void *object)
{
	int err;

	if (!p || !object || (unsigned)kind >= KINDS)
		return EINVAL;
	if (atomic_load(&p->pid) != MP__UNBORN)
		return EALREADY;
	if (!name)
		name = kinds[kind]->name(object);
	if (!name)
		return EINVAL;
	if (find(p, name))
		return EEXIST;
	err = p->method == MP_FORK ? 0 : try_to_pack(kind, object);
	return err ? err : add(p, name, kind, object);
}

int mp_process_give_object(mp_process *p, const char *name, enum mp_given kind,
			   void *object)
{
	return mp__result(give(p, name, kind, object));
}

void mp__gifts_free(mp_process *p)
{
	struct mp__gift *next;

	for (struct mp__gift *g = p->gifts; g; g = next) {
		next = g->next;
		free(g->name);
		free(g);
	}
	p->gifts = NULL;
}

/* ---- on the way ---- */

/*
 *	number of gifts
 *	each		name, kind, how many descriptors, how many bytes
 *			before the next one
 */
static void pack_gift(struct mp__parcel *p, const struct mp__gift *g)
{
	uint32_t kind = (uint32_t)g->kind, fds;
	struct mp__parcel own = { 0 };
	uint64_t len;

	kinds[g->kind]->pack(&own, g->object);
	if (own.err && !p->err)
		p->err = own.err;
	len = own.len;
	fds = own.fds;
	mp__pack_text(p, g->name);
	mp__pack(p, &kind, sizeof(kind));
	mp__pack(p, &fds, sizeof(fds));
	mp__pack(p, &len, sizeof(len));
	mp__pack(p, own.data, own.len);
	mp__pack_fds_of(p, &own);
	mp__parcel_fini(&own);
}

void mp__gifts_pack(struct mp__parcel *p, const mp_process *process)
{
	unsigned others = p->fds;
	uint32_t count = 0;

	for (const struct mp__gift *g = process->gifts; g; g = g->next)
		count++;
	mp__pack(p, &count, sizeof(count));
	for (const struct mp__gift *g = process->gifts; g; g = g->next)
		pack_gift(p, g);
	if (!p->err && p->fds - others > MP_GIVEN_MOST)
		p->err = E2BIG;
}

static void unpack_gift(struct mp__crate *c, struct mp__gift *g)
{
	const char *name = mp__unpack_text(c);
	uint32_t kind;
	uint64_t len;

	g->name = strdup(name ? name : "");
	mp__unpack(c, &kind, sizeof(kind));
	mp__unpack(c, &g->fds, sizeof(g->fds));
	mp__unpack(c, &len, sizeof(len));
	g->data = mp__unpack_some(c, len);
	g->len = len;
	g->kind = (enum mp_given)kind;
	if (kind >= KINDS || g->fds > sizeof(g->fd) / sizeof(*g->fd) ||
	    !g->name)
		c->err = EPROTO;
	for (unsigned i = 0; !c->err && i < g->fds; i++)
		g->fd[i] = mp__unpack_fd(c);
}

void mp__gifts_unpack(struct mp__crate *c, mp_process *self)
{
	struct mp__gift **last = &self->gifts;
	uint32_t count;

	mp__unpack(c, &count, sizeof(count));
	while (!c->err && count--) {
		struct mp__gift *g = calloc(1, sizeof(*g));

		if (!g) {
			c->err = ENOMEM;
			return;
		}
		*last = g;
		last = &g->next;
		unpack_gift(c, g);
	}
}

/* ---- in the child ---- */

static void open_gift(struct mp__gift *g)
{
	struct mp__crate c = { .data = g->data, .len = g->len, .fds = g->fds };

	memcpy(c.fd, g->fd, g->fds * sizeof(int));
	g->object = kinds[g->kind]->unpack(&c);
	g->err = g->object ? 0 : errno;
	for (unsigned i = 0; i < c.fds; i++)
		if (c.fd[i] >= 0)
			(void)close(c.fd[i]);
}

void *mp_given_object(const char *name, enum mp_given kind)
{
	struct mp__gift *g = name ? find(mp__self(), name) : NULL;

	if (!name || (g && g->kind != kind)) {
		errno = EINVAL;
		return NULL;
	}
	if (!g) {
		errno = ENOENT;
		return NULL;
	}
	if (!g->object && !g->err)
		open_gift(g);
	if (!g->object)
		errno = g->err;
	return g->object;
}
