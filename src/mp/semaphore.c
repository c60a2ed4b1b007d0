/* SPDX-License-Identifier: MIT */
/*
 * Semaphores.
 *
 *	offset	0	what was fixed when it was made
 *		64	lock	guards everything below
 *		104	value	units to be had
 *		108	used	loans that were ever used
 *		112	looked	when somebody last looked for the dead, ns
 *		128	side	where those sleep who wait for a unit
 *		192	loan[bound], of a bounded one: who has how many
 *
 * Without a bound, value is the whole truth, and a call takes effect by the
 * one store to it.  With one the loans are: a call takes effect by the one
 * store to a loan's units, and value, the bound less all of these, is counted
 * again when somebody died with the lock.  No more processes than units can
 * have one, so that there is always a free loan.
 */
#include "mp/semaphore.h"

#include <limits.h>
#include <math.h>
#include <stdalign.h>
#include <time.h>

#include "mp/object.h"
#include "mp/robust.h"
#include "mp/side.h"
#include "mp/start_impl.h"
#include "mp/who.h"

struct loan {
	struct mp__who who;
	_Atomic uint32_t units; /* 0: free, whatever who says */
	uint32_t unused;
};

struct mp_semaphore {
	struct mp__object object;
	uint32_t bound; /* 0: none */
	alignas(64) pthread_mutex_t lock;
	_Atomic uint32_t value;
	uint32_t used;
	int64_t looked;
	alignas(64) struct mp__side side;
	alignas(64) struct loan loan[];
};

_Static_assert(offsetof(struct mp_semaphore, lock) == 64, "layout");
_Static_assert(offsetof(struct mp_semaphore, value) == 104, "layout");
_Static_assert(offsetof(struct mp_semaphore, looked) == 112, "layout");
_Static_assert(offsetof(struct mp_semaphore, side) == 128, "layout");
_Static_assert(offsetof(struct mp_semaphore, loan) == 192, "layout");

/* ---- making ---- */

static mp_semaphore *make(const char *name, uint32_t value, uint32_t bound,
			  const void *site)
{
	static _Atomic uint32_t last;
	mp_semaphore *s = mp__object_map(sizeof(*s) + bound * sizeof(*s->loan),
					 name, "Semaphore", &last);

	if (!s)
		return NULL;
	if (mp__robust_init(&s->lock, false)) {
		mp__object_unmap(&s->object);
		errno = ENOMEM;
		return NULL;
	}
	s->bound = bound;
	atomic_store_explicit(&s->value, value, memory_order_relaxed);
	mp__object_tell(&s->object, MP_VERB_SEMAPHORE_NEW, value, bound, site);
	return s;
}

MP__TRACED mp_semaphore *mp_semaphore_new(const char *name, int value)
{
	const void *site = MP__SITE();

	if (value < 0) {
		errno = EINVAL;
		return NULL;
	}
	return make(name, (uint32_t)value, 0, site);
}

MP__TRACED mp_semaphore *mp_bounded_semaphore_new(const char *name, int value)
{
	const void *site = MP__SITE();

	if (value <= 0 || value > MP_SEMAPHORE_MOST) {
		errno = EINVAL;
		return NULL;
	}
	return make(name, (uint32_t)value, (uint32_t)value, site);
}

void mp_semaphore_free(mp_semaphore *s)
{
	if (s)
		mp__object_unmap(&s->object);
}

/* ---- under the lock ---- */

/* Relaxed, all of these: the lock orders them. */
static uint32_t value_of(const mp_semaphore *s)
{
	return atomic_load_explicit(&s->value, memory_order_relaxed);
}

static void set_value(mp_semaphore *s, uint32_t value)
{
	atomic_store_explicit(&s->value, value, memory_order_relaxed);
}

static uint32_t units_of(const struct loan *l)
{
	return atomic_load_explicit(&l->units, memory_order_relaxed);
}

static void set_units(struct loan *l, uint32_t units)
{
	/* The signal fence keeps the owner's name before it: see below. */
	atomic_signal_fence(memory_order_release);
	atomic_store_explicit(&l->units, units, memory_order_relaxed);
}

static void lock(mp_semaphore *s)
{
	uint32_t lent = 0;

	if (mp__robust_lock(&s->lock) != EOWNERDEAD || !s->bound)
		return;
	for (uint32_t i = 0; i < s->bound && i <= s->used; i++)
		lent += units_of(&s->loan[i]);
	set_value(s, s->bound - lent);
}

static void unlock(mp_semaphore *s)
{
	(void)pthread_mutex_unlock(&s->lock);
}

static bool has_lent_to(const struct loan *l, struct mp__who who)
{
	return units_of(l) && l->who.pid == who.pid &&
	       l->who.began == who.began;
}

/* The loan of this process; a free one; NULL. */
static struct loan *find_mine(mp_semaphore *s)
{
	struct mp__who me = mp__who_me();
	struct loan *unused = NULL;

	for (uint32_t i = 0; i < s->used; i++) {
		if (has_lent_to(&s->loan[i], me))
			return &s->loan[i];
		if (!unused && !units_of(&s->loan[i]))
			unused = &s->loan[i];
	}
	if (!unused && s->used < s->bound)
		unused = &s->loan[s->used++];
	/* Killed from here on: it is still free. */
	if (unused)
		unused->who = me;
	return unused;
}

/* The loan that a release returns: of this process, or any. */
static struct loan *find_lent(mp_semaphore *s)
{
	struct mp__who me = mp__who_me();
	struct loan *any = NULL;

	for (uint32_t i = 0; i < s->used; i++) {
		if (has_lent_to(&s->loan[i], me))
			return &s->loan[i];
		if (!any && units_of(&s->loan[i]))
			any = &s->loan[i];
	}
	return any;
}

/* Give back what the dead have.  Whether that was anything. */
static bool recover(const struct mp__call *c, mp_semaphore *s)
{
	struct timespec t;
	int64_t now;
	bool any = false;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	now = t.tv_sec * 1000000000LL + t.tv_nsec;
	if (!s->bound || (s->looked && now - s->looked < MP__RECHECK_NS))
		return false;
	s->looked = now;
	for (uint32_t i = 0; i < s->used; i++) {
		struct loan *l = &s->loan[i];
		uint32_t units = units_of(l);

		if (!units || !mp__who_is_gone(l->who))
			continue;
		MP__EMIT(.verb = MP_VERB_RECOVER, .phase = MP_HAPPENS,
			 .object = s->object.id, .a = l->who.pid, .b = units,
			 .site = c->site);
		set_units(l, 0);
		set_value(s, value_of(s) + units);
		any = true;
	}
	return any;
}

static void take_one(mp_semaphore *s)
{
	struct loan *mine = s->bound ? find_mine(s) : NULL;

	if (mine)
		set_units(mine, units_of(mine) + 1);
	set_value(s, value_of(s) - 1);
}

/* ---- acquire ---- */

struct acquisition {
	struct mp__call call;
	mp_semaphore *s;
	double timeout;
};

static int try_once(void *op, uint32_t *ret_seen)
{
	struct acquisition *a = op;
	mp_semaphore *s = a->s;
	uint32_t ticket = 0;
	int err = 0;

	lock(s);
	if (!value_of(s))
		err = recover(&a->call, s) ? EOWNERDEAD : EAGAIN;
	if (err != EAGAIN) {
		take_one(s);
		MP__SAY(&a->call, .phase = MP_HAPPENS, .a = value_of(s),
			.b = mp__tid(), .aux = err == EOWNERDEAD);
		/* Others may have waited for what has come back. */
		if (err == EOWNERDEAD && value_of(s))
			ticket = mp__side_rouse(&s->side);
	} else if (a->timeout > 0) {
		*ret_seen = mp__side_doze(&s->side);
	}
	unlock(s);
	mp__side_wake(&s->side, ticket, INT_MAX);
	return err;
}

static void waits(void *op)
{
	struct acquisition *a = op;

	MP__SAY(&a->call, .phase = MP_WAITS, .err = mp__limit(a->timeout));
}

MP__TRACED int mp_semaphore_acquire(mp_semaphore *s, double timeout)
{
	struct acquisition a = { .call = { s ? &s->object : NULL,
					   MP_VERB_ACQUIRE, MP__SITE() },
				 .s = s,
				 .timeout = timeout };
	int err = EINVAL;

	MP__SAY(&a.call, .phase = MP_BEGINS);
	if (s && !isnan(timeout))
		err = mp__side_wish(&s->side, &(struct mp__wish){
						      .once = try_once,
						      .waits = waits,
						      .op = &a,
						      .timeout = timeout,
					      });
	return mp__call_end(&a.call, err);
}

/* ---- release ---- */

static int give_one(const struct mp__call *c, mp_semaphore *s)
{
	struct loan *lent = s->bound ? find_lent(s) : NULL;
	uint32_t value = value_of(s);

	if (s->bound ? !lent : value == INT_MAX)
		return EOVERFLOW;
	MP__SAY(c, .phase = MP_HAPPENS, .a = value + 1, .b = mp__tid());
	if (lent)
		set_units(lent, units_of(lent) - 1);
	set_value(s, value + 1);
	return 0;
}

MP__TRACED int mp_semaphore_release(mp_semaphore *s)
{
	struct mp__call c = { s ? &s->object : NULL, MP_VERB_RELEASE,
			      MP__SITE() };
	uint32_t ticket = 0;
	int err = EINVAL;

	MP__SAY(&c, .phase = MP_BEGINS);
	if (s) {
		lock(s);
		err = give_one(&c, s);
		if (!err)
			ticket = mp__side_rouse(&s->side);
		unlock(s);
		mp__side_wake(&s->side, ticket, 1);
	}
	return mp__call_end(&c, err);
}

int mp_semaphore_value(const mp_semaphore *s)
{
	return s ? (int)value_of(s) : 0;
}

const char *mp_semaphore_name(const mp_semaphore *s)
{
	return s ? s->object.name : NULL;
}

/* ---- giving ---- */

static const char *give_name(const void *s)
{
	return mp_semaphore_name(s);
}

static void give_pack(struct mp__parcel *p, const void *s)
{
	mp__object_pack(p, &((const mp_semaphore *)s)->object);
}

static void *give_unpack(struct mp__crate *c)
{
	return mp__object_unpack(c, sizeof(mp_semaphore));
}

const struct mp__give_ops mp__give_semaphore = { give_name, give_pack,
						 give_unpack };
