/* SPDX-License-Identifier: MIT */
/*
 * Locks: a robust mutex (robust.h), and what a watcher sees of it.
 *
 * The event of an acquisition is emitted after it was had, that of a release
 * before it is given up, so that in the order of the events no two hold it.
 */
#include "mp/lock.h"

#include <math.h>

#include "mp/latch.h"
#include "mp/robust.h"
#include "mp/start_impl.h"
#include "mp/who.h"

/* ---- without events ---- */

mp_lock *mp__latch_new(const char *name, bool recursive)
{
	static _Atomic uint32_t locks, rlocks;
	mp_lock *l =
		mp__object_map(sizeof(*l), name, recursive ? "RLock" : "Lock",
			       recursive ? &rlocks : &locks);

	if (!l)
		return NULL;
	if (mp__robust_init(&l->mutex, recursive)) {
		mp__object_unmap(&l->object);
		errno = ENOMEM;
		return NULL;
	}
	l->recursive = recursive;
	return l;
}

bool mp__latch_is_mine(mp_lock *l)
{
	return mp__robust_owner(&l->mutex) == mp__tid();
}

uint64_t mp__latch_holder(const mp_lock *l)
{
	return mp__robust_owner(&l->mutex);
}

/* How deep its holder, who asks, holds it. */
static uint32_t depth(const mp_lock *l)
{
	return l->recursive ? l->depth : 1;
}

/* The mutex was taken with @err. */
static inline int taken(mp_lock *l, int err)
{
	if (err == EOWNERDEAD) {
		l->depth = 0;
		/* Release: pairs with the acquire of a condition's waiter. */
		atomic_fetch_add_explicit(&l->deaths, 1, memory_order_release);
	}
	if (l->recursive)
		l->depth++;
	return err;
}

int mp__latch_try(mp_lock *l)
{
	int err = mp__robust_trylock(&l->mutex);

	return err && err != EOWNERDEAD ? err : taken(l, err);
}

int mp__latch_wait(mp_lock *l, int64_t deadline)
{
	struct mp__offers offers = { 0, 0 };
	int err = EBUSY;

	while (err == EBUSY && mp__offer(&offers))
		err = mp__robust_trylock(&l->mutex);
	while (err == EBUSY || err == ETIMEDOUT) {
		int64_t ns = mp__nap(deadline, MP__RECHECK_NS);

		if (!ns)
			return ETIMEDOUT;
		err = mp__robust_lock_for(&l->mutex, ns);
	}
	return err && err != EOWNERDEAD ? err : taken(l, err);
}

void mp__latch_leave(mp_lock *l)
{
	if (l->recursive)
		l->depth--;
	(void)pthread_mutex_unlock(&l->mutex);
}

uint32_t mp__latch_leave_all(mp_lock *l)
{
	uint32_t was = depth(l);

	for (uint32_t i = 0; i < was; i++)
		mp__latch_leave(l);
	return was;
}

int mp__latch_retake(mp_lock *l, uint32_t was)
{
	int err = mp__latch_try(l);

	if (err == EBUSY)
		err = mp__latch_wait(l, MP__NEVER);
	for (uint32_t i = 1; i < was; i++)
		(void)mp__latch_try(l);
	return err;
}

/* ---- with events ---- */

static mp_lock *make(const char *name, bool recursive, const void *site)
{
	mp_lock *l = mp__latch_new(name, recursive);

	if (l)
		mp__object_tell(&l->object, MP_VERB_LOCK_NEW, recursive, 0,
				site);
	return l;
}

MP__TRACED mp_lock *mp_lock_new(const char *name)
{
	return make(name, false, MP__SITE());
}

MP__TRACED mp_rlock *mp_rlock_new(const char *name)
{
	return make(name, true, MP__SITE());
}

void mp_lock_free(mp_lock *l)
{
	if (!l)
		return;
	/* The kernel must not find a held mutex in memory that is gone. */
	while (mp__latch_is_mine(l))
		mp__latch_leave(l);
	mp__object_unmap(&l->object);
}

static int acquire(const struct mp__call *c, mp_lock *l, double timeout)
{
	int err;

	if (!l || isnan(timeout))
		return EINVAL;
	err = mp__latch_try(l);
	if (err == EBUSY) {
		if (!(timeout > 0))
			return EAGAIN;
		MP__SAY(c, .phase = MP_WAITS, .b = mp__latch_holder(l),
			.err = mp__limit(timeout));
		err = mp__latch_wait(l, mp__deadline(timeout));
	}
	if (!err || err == EOWNERDEAD)
		MP__SAY(c, .phase = MP_HAPPENS, .a = depth(l), .b = mp__tid(),
			.aux = err == EOWNERDEAD);
	return err;
}

__attribute__((noinline)) static int acquire_slowly(mp_lock *l, double timeout,
						    const void *site)
{
	struct mp__call c = { l ? &l->object : NULL, MP_VERB_ACQUIRE, site };

	MP__SAY(&c, .phase = MP_BEGINS);
	return mp__call_end(&c, acquire(&c, l, timeout));
}

__attribute__((cold, noinline)) static int acquired_from_dead(mp_lock *l)
{
	(void)pthread_mutex_consistent(&l->mutex);
	errno = taken(l, EOWNERDEAD);
	return 0;
}

MP__TRACED int mp_lock_acquire(mp_lock *l, double timeout)
{
	/* Alone and unwatched: the mutex and little else. */
	if (!mp__watched() && l && !isnan(timeout)) {
		int err = pthread_mutex_trylock(&l->mutex);

		if (!err && l->recursive)
			l->depth++;
		if (!err)
			return 0;
		if (err == EOWNERDEAD)
			return acquired_from_dead(l);
	}
	return acquire_slowly(l, timeout, MP__SITE());
}

__attribute__((noinline)) static int release_slowly(mp_lock *l,
						    const void *site)
{
	struct mp__call c = { l ? &l->object : NULL, MP_VERB_RELEASE, site };
	int err = !l ? EINVAL : mp__latch_is_mine(l) ? 0 : EPERM;

	MP__SAY(&c, .phase = MP_BEGINS);
	if (!err) {
		MP__SAY(&c, .phase = MP_HAPPENS, .a = depth(l) - 1,
			.b = mp__tid());
		mp__latch_leave(l);
	}
	return mp__call_end(&c, err);
}

MP__TRACED int mp_lock_release(mp_lock *l)
{
	/* A thread that has not asked for its TID yet does so slowly. */
	if (!mp__watched() && l && mp__my_tid &&
	    mp__my_tid == mp__robust_owner(&l->mutex)) {
		if (l->recursive)
			l->depth--;
		(void)pthread_mutex_unlock(&l->mutex); /* it is ours */
		return 0;
	}
	return release_slowly(l, MP__SITE());
}

const char *mp_lock_name(const mp_lock *l)
{
	return l ? l->object.name : NULL;
}

/* ---- giving ---- */

static const char *give_name(const void *l)
{
	return mp_lock_name(l);
}

static void give_pack(struct mp__parcel *p, const void *l)
{
	mp__object_pack(p, &((const mp_lock *)l)->object);
}

static void *give_unpack(struct mp__crate *c)
{
	return mp__object_unpack(c, sizeof(mp_lock));
}

const struct mp__give_ops mp__give_lock = { give_name, give_pack, give_unpack };
