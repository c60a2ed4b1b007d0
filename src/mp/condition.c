/* SPDX-License-Identifier: MIT */
/*
 * Conditions.
 *
 * Who waits takes a seat (seat.h) while it holds the lock, with the next
 * turn; a notification calls the seats with the least turns.  A called seat
 * keeps the turn that was next then, so that who came later cannot take over
 * what was not meant for it.  All of this is guarded by the user's lock; who
 * dies with it leaves each seat either as it was or as it should be, and the
 * others find out by the lock's count of deaths.
 */
#include "mp/condition.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "mp/latch.h"
#include "mp/robust.h"
#include "mp/seat.h"
#include "mp/side.h"
#include "mp/start_impl.h"

struct shared {
	struct mp__object object;
	uint64_t next_turn;
	_Atomic uint32_t used;
	uint32_t unused;
	struct mp__seat seat[MP_CONDITION_MOST];
};

_Static_assert(offsetof(struct shared, next_turn) == 48, "layout");
_Static_assert(offsetof(struct shared, used) == 56, "layout");
_Static_assert(offsetof(struct shared, seat) == 64, "layout");

/* Of one process. */
struct mp_condition {
	struct shared *s;
	mp_lock *lock;
	bool owns_lock;
	struct mp__row row;
};

/* ---- making ---- */

static void set_row(mp_condition *c)
{
	c->row.seat = c->s->seat;
	c->row.seats = MP_CONDITION_MOST;
	c->row.used = &c->s->used;
}

static mp_condition *make(const char *name, mp_lock *lock)
{
	static _Atomic uint32_t last;
	mp_condition *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->s = mp__object_map(sizeof(*c->s), name, "Condition", &last);
	if (c->s) {
		c->owns_lock = !lock;
		c->lock = lock ? lock : mp__latch_new(c->s->object.name, true);
		set_row(c);
	}
	if (c->lock)
		return c;
	if (c->s)
		mp__object_unmap(&c->s->object);
	free(c);
	errno = ENOMEM;
	return NULL;
}

MP__TRACED mp_condition *mp_condition_new(const char *name, mp_lock *lock)
{
	const void *site = MP__SITE();
	mp_condition *c = make(name, lock);

	if (!c)
		return NULL;
	if (c->owns_lock)
		mp__object_tell(&c->lock->object, MP_VERB_LOCK_NEW, 1, 0, site);
	mp__object_tell(&c->s->object, MP_VERB_CONDITION_NEW, 0,
			c->lock->object.id, site);
	return c;
}

void mp_condition_free(mp_condition *c)
{
	if (!c)
		return;
	if (c->owns_lock)
		mp_lock_free(c->lock);
	mp__object_unmap(&c->s->object);
	free(c);
}

mp_lock *mp_condition_lock(const mp_condition *c)
{
	return c ? c->lock : NULL;
}

const char *mp_condition_name(const mp_condition *c)
{
	return c ? c->s->object.name : NULL;
}

/* ---- wait ---- */

struct waiter {
	struct mp__call call;
	mp_condition *c;
	struct mp__seat *seat;
	uint64_t turn;
	uint32_t deaths; /* of holders, when it began */
};

/* Acquire: pairs with the release of who found the death out. */
static uint32_t deaths_of(const mp_condition *c)
{
	return atomic_load_explicit(&c->lock->deaths, memory_order_acquire);
}

static uint64_t count_waiting(const mp_condition *c)
{
	uint32_t used = mp__row_used(&c->row);
	uint64_t n = 0;

	for (uint32_t i = 0; i < used; i++)
		n += mp__seat_word(&c->s->seat[i]) == MP__SEAT_WAITS;
	return n;
}

/* The lock changes hands within the call on the condition. */
static void tell_lock(const struct waiter *w, enum mp_verb verb, uint32_t depth,
		      bool died)
{
	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_HAPPENS,
		 .object = w->c->lock->object.id, .a = depth, .b = mp__tid(),
		 .aux = died, .site = w->call.site);
}

/* One who was called and is dead; without the lock a guess. */
static struct mp__seat *find_dead(const struct waiter *w)
{
	uint32_t used = mp__row_used(&w->c->row);

	for (uint32_t i = 0; i < used; i++) {
		struct mp__seat *s = &w->c->s->seat[i];

		if (mp__seat_word(s) == MP__SEAT_CALLED &&
		    mp__who_is_gone(s->who))
			return s;
	}
	return NULL;
}

/* Under the lock: take over the call of one who is dead. */
static void inherit(const struct waiter *w)
{
	struct mp__seat *s = find_dead(w);

	if (!s)
		return;
	if (w->turn < s->turn && mp__seat_word(w->seat) == MP__SEAT_WAITS) {
		w->seat->turn = s->turn;
		mp__seat_set(w->seat, MP__SEAT_CALLED);
	}
	mp__seat_set(s, MP__SEAT_FREE);
}

/*
 * Nobody has called for long: did one die who should have, or who was called
 * instead?  The lock is taken only if it seems so.  The death of its holder
 * is counted by whoever takes it next.
 */
static void look_around(const struct waiter *w)
{
	mp_lock *l = w->c->lock;

	if (!mp__robust_is_orphan(&l->mutex) && !find_dead(w))
		return;
	if (mp__latch_try(l) == EBUSY)
		return;
	inherit(w);
	mp__latch_leave(l);
}

/* Without the lock: sleep until called, EOWNERDEAD, or ETIMEDOUT. */
static int await_call(const struct waiter *w, int64_t deadline)
{
	for (;;) {
		int64_t ns = mp__nap(deadline, MP__RECHECK_NS);

		if (mp__seat_word(w->seat) != MP__SEAT_WAITS)
			return 0;
		if (deaths_of(w->c) != w->deaths)
			return EOWNERDEAD;
		if (!ns)
			return ETIMEDOUT;
		mp__sleep_on(&w->seat->word, MP__SEAT_WAITS, ns);
		if (mp__seat_word(w->seat) == MP__SEAT_WAITS)
			look_around(w);
	}
}

/* The lock is held, here and when it returns. */
static int wait_once(struct waiter *w, int64_t deadline)
{
	mp_condition *c = w->c;
	uint32_t depth;
	int err, lock_err;

	w->turn = c->s->next_turn++;
	w->deaths = deaths_of(c);
	w->seat = mp__seat_take(&c->row, w->turn);
	if (!w->seat)
		return ENOSPC;
	MP__SAY(&w->call, .phase = MP_WAITS, .a = count_waiting(c),
		.err = deadline == MP__NEVER ? 0 : ETIMEDOUT);
	tell_lock(w, MP_VERB_RELEASE, 0, false);
	depth = mp__latch_leave_all(c->lock);
	err = await_call(w, deadline);
	lock_err = mp__latch_retake(c->lock, depth);
	tell_lock(w, MP_VERB_ACQUIRE, depth, lock_err);
	/* Called between the end of the sleep and here. */
	if (err == ETIMEDOUT && mp__seat_word(w->seat) == MP__SEAT_CALLED)
		err = 0;
	mp__seat_set(w->seat, MP__SEAT_FREE);
	return lock_err == EOWNERDEAD ? EOWNERDEAD : err;
}

static int check(const mp_condition *c, double timeout)
{
	if (!c || isnan(timeout))
		return EINVAL;
	return mp__latch_is_mine(c->lock) ? 0 : EPERM;
}

static int in_time(int err, double timeout)
{
	return err == ETIMEDOUT && !(timeout > 0) ? EAGAIN : err;
}

MP__TRACED int mp_condition_wait(mp_condition *c, double timeout)
{
	struct waiter w = { .call = { c ? &c->s->object : NULL, MP_VERB_WAIT,
				      MP__SITE() },
			    .c = c };
	int err = check(c, timeout);

	MP__SAY(&w.call, .phase = MP_BEGINS);
	if (!err)
		err = in_time(wait_once(&w, mp__deadline(timeout)), timeout);
	return mp__call_end(&w.call, err);
}

MP__TRACED int mp_condition_wait_for(mp_condition *c, bool (*holds)(void *arg),
				     void *arg, double timeout)
{
	struct waiter w = { .call = { c ? &c->s->object : NULL, MP_VERB_WAIT,
				      MP__SITE() },
			    .c = c };
	int err = holds ? check(c, timeout) : EINVAL;
	int64_t deadline;
	bool died = false;

	MP__SAY(&w.call, .phase = MP_BEGINS);
	deadline = err ? 0 : mp__deadline(timeout);
	while (!err && !holds(arg)) {
		err = in_time(wait_once(&w, deadline), timeout);
		if (err == EOWNERDEAD) {
			died = true;
			err = 0;
		} else if ((err == ETIMEDOUT || err == EAGAIN) && holds(arg)) {
			err = 0;
			break;
		}
	}
	return mp__call_end(&w.call, !err && died ? EOWNERDEAD : err);
}

/* ---- notify ---- */

static struct mp__seat *first_waiting(const mp_condition *c)
{
	uint32_t used = mp__row_used(&c->row);
	struct mp__seat *first = NULL;

	for (uint32_t i = 0; i < used; i++) {
		struct mp__seat *s = &c->s->seat[i];

		if (mp__seat_word(s) == MP__SEAT_WAITS &&
		    (!first || s->turn < first->turn))
			first = s;
	}
	return first;
}

static int notify(mp_condition *c, int n, const void *site)
{
	struct mp__call call = { c ? &c->s->object : NULL, MP_VERB_NOTIFY,
				 site };
	int err = n <= 0 ? EINVAL : check(c, 0);
	struct mp__seat *s;

	MP__SAY(&call, .phase = MP_BEGINS, .a = (uint64_t)n);
	if (!err)
		MP__SAY(&call, .phase = MP_HAPPENS, .a = (uint64_t)n,
			.b = count_waiting(c));
	while (!err && n-- && (s = first_waiting(c))) {
		/*
		 * Killed between the two: it was called all the same.  Its
		 * turn is not looked at again but by who inherits the call.
		 */
		s->turn = c->s->next_turn;
		mp__seat_set(s, MP__SEAT_CALLED);
		(void)mp__futex_wake(&s->word, 1);
	}
	return mp__call_end(&call, err);
}

MP__TRACED int mp_condition_notify(mp_condition *c, int n)
{
	return notify(c, n, MP__SITE());
}

MP__TRACED int mp_condition_notify_all(mp_condition *c)
{
	return notify(c, INT_MAX, MP__SITE());
}

/* ---- giving ---- */

static const char *give_name(const void *c)
{
	return mp_condition_name(c);
}

static void give_pack(struct mp__parcel *p, const void *condition)
{
	const mp_condition *c = condition;

	mp__object_pack(p, &c->s->object);
	mp__object_pack(p, &c->lock->object);
}

/* It has a handle of its own on the lock. */
static void *give_unpack(struct mp__crate *crate)
{
	mp_condition *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->s = mp__object_unpack(crate, sizeof(*c->s));
	c->lock = c->s ? mp__object_unpack(crate, sizeof(*c->lock)) : NULL;
	if (!c->lock) {
		if (c->s)
			mp__object_unmap(&c->s->object);
		free(c);
		return NULL;
	}
	c->owns_lock = true;
	set_row(c);
	return c;
}

const struct mp__give_ops mp__give_condition = { give_name, give_pack,
						 give_unpack };
