/* SPDX-License-Identifier: MIT */
/*
 * A manager is given as its hall and a line on which its server already knows
 * who will be at the other end, whoever that turns out to be (proxy.h).  The
 * line keeps the object that is given with it.  If the child never comes to be,
 * or is killed before it has asked for what it was given, the line ends, and
 * the server forgets what it kept.
 *
 * A process has one handle's worth of each manager, however often it is given
 * it or objects of it, so that these may hold each other there too.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mp/proxy.h"
#include "mp/start_impl.h"

/* ---- packing ---- */

/*
 *	hall, guest's line, time-out, PID of the server, number of the object
 */
static void pack(struct mp__parcel *p, mp_manager *m, uint64_t number)
{
	/* Relaxed: a number of its own. */
	double timeout =
		atomic_load_explicit(&m->timeout, memory_order_relaxed);
	int fd, err;

	mp__object_pack(p, &m->hall->object);
	if (p->err)
		return;
	err = mp__guest_open(m, number, &fd);
	if (err) {
		/* As in a call: it lives, but could not keep the line. */
		p->err = err == EPIPE && mp__manager_serves(m) ? EMFILE : err;
		return;
	}
	mp__pack_own_fd(p, fd, mp__guest_close);
	mp__pack(p, &timeout, sizeof(timeout));
	mp__pack(p, &m->server_pid, sizeof(m->server_pid));
	mp__pack(p, &number, sizeof(number));
}

/* ---- unpacking ---- */

/* What was unpacked. */
struct gift {
	struct mp__hall *hall;
	int guest;
	double timeout;
	pid_t server_pid;
	uint64_t number;
};

static mp_manager *make(const struct gift *g)
{
	mp_manager *m = calloc(1, sizeof(*m));
	int err;

	if (!m)
		return NULL;
	m->hall = g->hall;
	/* No process has the PID 0: the manager is another's. */
	m->maker = 0;
	m->server_pid = g->server_pid;
	m->control = m->serving = m->newborn = -1;
	atomic_init(&m->timeout, g->timeout);
	atomic_init(&m->holders, 1);
	err = mp__manager_join(m, g->guest);
	if (!err)
		return m;
	errno = err == EPIPE && mp__manager_serves(m) ? EMFILE : err;
	free(m);
	return NULL;
}

/* This process's handle of the manager, one time more.  NULL and errno. */
static mp_manager *join(const struct gift *g)
{
	mp_manager *m = mp__manager_find(g->hall->object.id);
	int err;

	if (!m) {
		/* Here it is only read. */
		(void)mprotect(g->hall, sizeof(*g->hall), PROT_READ);
		m = make(g);
		if (m)
			return m;
	}
	err = errno;
	mp__object_unmap(&g->hall->object);
	errno = err;
	return m;
}

static int unpack(struct mp__crate *c, struct gift *g)
{
	g->hall = mp__object_unpack(c, sizeof(*g->hall));
	if (!g->hall)
		return errno;
	g->guest = mp__unpack_fd(c);
	mp__unpack(c, &g->timeout, sizeof(g->timeout));
	mp__unpack(c, &g->server_pid, sizeof(g->server_pid));
	mp__unpack(c, &g->number, sizeof(g->number));
	if (c->err)
		mp__object_unmap(&g->hall->object);
	return c->err;
}

/* Without a call: whether the server is there. */
static int greet(mp_manager *m)
{
	struct mp__errand e;

	mp__errand_begin_for(&e, m, MP__OP_HELLO);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

/* The manager, or, if @object, a handle of what the line has kept so far. */
static void *open_gift(struct mp__crate *c, bool object)
{
	struct gift g = { .guest = -1 };
	int err = unpack(c, &g);
	mp_manager *m = err ? NULL : join(&g);
	void *handle = m;

	if (m && object)
		handle = mp__proxy_hold(m, g.number);
	else if (m && greet(m))
		handle = NULL;
	if (!err && !handle)
		err = errno;
	/* A proxy holds the manager for itself. */
	if (m && (object || !handle))
		mp__manager_release(m);
	if (g.guest >= 0)
		(void)close(g.guest);
	errno = err ? err : errno;
	return handle;
}

/* ---- a manager ---- */

static const char *manager_name(const void *m)
{
	return mp_manager_name(m);
}

static void manager_pack(struct mp__parcel *p, const void *m)
{
	pack(p, (mp_manager *)(uintptr_t)m, 0);
}

static void *manager_unpack(struct mp__crate *c)
{
	return open_gift(c, false);
}

const struct mp__give_ops mp__give_manager = { manager_name, manager_pack,
					       manager_unpack };

/* ---- its objects: a handle begins with its proxy ---- */

static const char *proxy_name(const void *object)
{
	const struct mp__proxy *p = object;

	return p->object.name;
}

static void proxy_pack(struct mp__parcel *parcel, const void *object)
{
	const struct mp__proxy *p = object;

	pack(parcel, p->m, p->number);
}

static void *proxy_unpack(struct mp__crate *c)
{
	return open_gift(c, true);
}

const struct mp__give_ops mp__give_proxy = { proxy_name, proxy_pack,
					     proxy_unpack };
