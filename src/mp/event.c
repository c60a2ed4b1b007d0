/* SPDX-License-Identifier: MIT */
/*
 * Events.  One number is the whole truth: twice how often it was set, and one
 * more while it is.  It is changed by one store, under the lock, so that the
 * order of the events that a watcher sees is the order of the changes.
 *
 *	offset	0	what was fixed when it was made
 *		64	lock
 *		104	state
 *		128	side	where those sleep who wait
 */
#include "mp/event.h"

#include <limits.h>
#include <math.h>
#include <stdalign.h>

#include "mp/object.h"
#include "mp/robust.h"
#include "mp/side.h"
#include "mp/start_impl.h"

struct mp_event {
	struct mp__object object;
	alignas(64) pthread_mutex_t lock;
	_Atomic uint32_t state;
	alignas(64) struct mp__side side;
};

_Static_assert(offsetof(struct mp_event, lock) == 64, "layout");
_Static_assert(offsetof(struct mp_event, state) == 104, "layout");
_Static_assert(offsetof(struct mp_event, side) == 128, "layout");

MP__TRACED mp_event *mp_event_new(const char *name)
{
	static _Atomic uint32_t last;
	const void *site = MP__SITE();
	mp_event *e = mp__object_map(sizeof(*e), name, "Event", &last);

	if (!e)
		return NULL;
	if (mp__robust_init(&e->lock, false)) {
		mp__object_unmap(&e->object);
		errno = ENOMEM;
		return NULL;
	}
	mp__object_tell(&e->object, MP_VERB_EVENT_NEW, 0, 0, site);
	return e;
}

void mp_event_free(mp_event *e)
{
	if (e)
		mp__object_unmap(&e->object);
}

/*
 * Who died with the lock may have had to wake somebody.  They look for
 * themselves before long.
 */
static void lock(mp_event *e)
{
	(void)mp__robust_lock(&e->lock);
}

static void unlock(mp_event *e)
{
	(void)pthread_mutex_unlock(&e->lock);
}

/* ---- set and clear ---- */

static void change(const struct mp__call *c, mp_event *e, bool set)
{
	uint32_t state, ticket = 0;

	lock(e);
	/* Relaxed: the lock orders all who change it. */
	state = atomic_load_explicit(&e->state, memory_order_relaxed);
	if ((state & 1) != set) {
		state += set ? 3 : (uint32_t)-1;
		MP__SAY(c, .phase = MP_HAPPENS, .a = state >> 1);
		/* Release: pairs with the acquire of who finds it set. */
		atomic_store_explicit(&e->state, state, memory_order_release);
	}
	if (set)
		ticket = mp__side_rouse(&e->side);
	unlock(e);
	mp__side_wake(&e->side, ticket, INT_MAX);
}

static int run_change(mp_event *e, bool set, const void *site)
{
	struct mp__call c = { e ? &e->object : NULL,
			      set ? MP_VERB_EVENT_SET : MP_VERB_EVENT_CLEAR,
			      site };

	MP__SAY(&c, .phase = MP_BEGINS);
	if (e)
		change(&c, e, set);
	return mp__call_end(&c, e ? 0 : EINVAL);
}

MP__TRACED int mp_event_set(mp_event *e)
{
	return run_change(e, true, MP__SITE());
}

MP__TRACED int mp_event_clear(mp_event *e)
{
	return run_change(e, false, MP__SITE());
}

bool mp_event_is_set(const mp_event *e)
{
	/* Acquire: pairs with the release of a set. */
	return e && atomic_load_explicit(&e->state, memory_order_acquire) & 1;
}

/* ---- wait ---- */

struct wait {
	struct mp__call call;
	mp_event *e;
	double timeout;
	bool waited;
	uint32_t before; /* the state when it began to wait */
};

static int look(void *op, uint32_t *ret_seen)
{
	struct wait *w = op;
	uint32_t state;
	int err = 0;

	lock(w->e);
	state = atomic_load_explicit(&w->e->state, memory_order_relaxed);
	if (state & 1 || (w->waited && state != w->before)) {
		MP__SAY(&w->call, .phase = MP_HAPPENS, .a = state >> 1);
	} else {
		err = EAGAIN;
		w->before = state;
		if (w->timeout > 0)
			*ret_seen = mp__side_doze(&w->e->side);
	}
	unlock(w->e);
	return err;
}

static void waits(void *op)
{
	struct wait *w = op;

	w->waited = true;
	MP__SAY(&w->call, .phase = MP_WAITS, .a = w->before >> 1,
		.err = mp__limit(w->timeout));
}

MP__TRACED int mp_event_wait(mp_event *e, double timeout)
{
	struct wait w = { .call = { e ? &e->object : NULL, MP_VERB_WAIT,
				    MP__SITE() },
			  .e = e,
			  .timeout = timeout };
	int err = EINVAL;

	if (!mp__watched() && !isnan(timeout) && mp_event_is_set(e))
		return 0;
	MP__SAY(&w.call, .phase = MP_BEGINS);
	if (e && !isnan(timeout))
		err = mp__side_wish(&e->side, &(struct mp__wish){
						      .once = look,
						      .waits = waits,
						      .op = &w,
						      .timeout = timeout,
					      });
	return mp__call_end(&w.call, err);
}

const char *mp_event_name(const mp_event *e)
{
	return e ? e->object.name : NULL;
}

/* ---- giving ---- */

static const char *give_name(const void *e)
{
	return mp_event_name(e);
}

static void give_pack(struct mp__parcel *p, const void *e)
{
	mp__object_pack(p, &((const mp_event *)e)->object);
}

static void *give_unpack(struct mp__crate *c)
{
	return mp__object_unpack(c, sizeof(mp_event));
}

const struct mp__give_ops mp__give_event = { give_name, give_pack,
					     give_unpack };
