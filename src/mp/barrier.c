/* SPDX-License-Identifier: MIT */
/*
 * Barriers.
 *
 *	offset	0	what was fixed when it was made
 *		64	lock	guards everything below
 *		104	state	see below
 *		112	count	who has come in this round
 *		116	used	of the seats
 *		128	bell	futex: changes when a round ends
 *		192	seat[]	of those who have come
 *
 * state is the number of the round and how the one before ended: a round ends
 * by the one store to it.  Who has come sits in a seat whose turn is the
 * round.  Settling a round, which whoever finds the lock's owner dead does
 * again, tells each seat of an earlier round how it ended; it takes place
 * before anything else under the lock, so that only one round is ever
 * unsettled.  Who waits reads its own seat, without the lock.
 */
#include "mp/barrier.h"

#include <limits.h>
#include <math.h>
#include <stdalign.h>
#include <stdlib.h>

#include "mp/object.h"
#include "mp/robust.h"
#include "mp/seat.h"
#include "mp/side.h"
#include "mp/start_impl.h"

/* state: eight times the round, and these. */
enum {
	PASSED,
	CANCELED,
	DIED,
	HOW = 3,    /* how the round before ended */
	BROKEN = 4, /* until it is reset */
	ROUND = 8,
};

struct shared {
	struct mp__object object;
	uint32_t parties;
	uint32_t seats;
	alignas(64) pthread_mutex_t lock;
	_Atomic uint64_t state;
	_Atomic uint32_t count;
	_Atomic uint32_t used;
	alignas(64) _Atomic uint32_t bell;
	alignas(64) struct mp__seat seat[];
};

_Static_assert(offsetof(struct shared, lock) == 64, "layout");
_Static_assert(offsetof(struct shared, state) == 104, "layout");
_Static_assert(offsetof(struct shared, count) == 112, "layout");
_Static_assert(offsetof(struct shared, bell) == 128, "layout");
_Static_assert(offsetof(struct shared, seat) == 192, "layout");

/* Of one process. */
struct mp_barrier {
	struct shared *s;
	int (*action)(void *arg);
	void *arg;
	double timeout;
	struct mp__row row;
};

/* ---- making ---- */

/* Some of the round before may not have left. */
static uint32_t seats_of(uint32_t parties)
{
	return 2 * parties;
}

static void set_row(mp_barrier *b)
{
	b->row.seat = b->s->seat;
	b->row.seats = seats_of(b->s->parties);
	b->row.used = &b->s->used;
}

static mp_barrier *make(const char *name, uint32_t parties)
{
	static _Atomic uint32_t last;
	mp_barrier *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->s = mp__object_map(sizeof(*b->s) +
				      seats_of(parties) * sizeof(*b->s->seat),
			      name, "Barrier", &last);
	if (!b->s || mp__robust_init(&b->s->lock, false)) {
		if (b->s)
			mp__object_unmap(&b->s->object);
		free(b);
		errno = ENOMEM;
		return NULL;
	}
	b->s->parties = parties;
	set_row(b);
	return b;
}

MP__TRACED mp_barrier *mp_barrier_new(const char *name, int parties,
				      int (*action)(void *arg), void *arg,
				      double timeout)
{
	const void *site = MP__SITE();
	mp_barrier *b;

	if (parties < 1 || parties > MP_BARRIER_MOST || !(timeout > 0)) {
		errno = EINVAL;
		return NULL;
	}
	b = make(name, (uint32_t)parties);
	if (!b)
		return NULL;
	b->action = action;
	b->arg = arg;
	b->timeout = timeout;
	mp__object_tell(&b->s->object, MP_VERB_BARRIER_NEW, (uint64_t)parties,
			0, site);
	return b;
}

void mp_barrier_free(mp_barrier *b)
{
	if (!b)
		return;
	mp__object_unmap(&b->s->object);
	free(b);
}

/* ---- under the lock ---- */

/* Relaxed, here and below: the lock orders all who change them. */
static uint64_t state_of(const struct shared *s)
{
	return atomic_load_explicit(&s->state, memory_order_relaxed);
}

static uint32_t count_of(const struct shared *s)
{
	return atomic_load_explicit(&s->count, memory_order_relaxed);
}

static void settle(const mp_barrier *b)
{
	uint64_t state = state_of(b->s), round = state / ROUND;
	uint32_t used = mp__row_used(&b->row), count = 0;

	for (uint32_t i = 0; i < used; i++) {
		struct mp__seat *seat = &b->s->seat[i];

		if (mp__seat_word(seat) != MP__SEAT_WAITS)
			continue;
		if (seat->turn == round)
			count++;
		else
			mp__seat_set(seat,
				     MP__SEAT_CALLED + (uint32_t)(state & HOW));
	}
	atomic_store_explicit(&b->s->count, count, memory_order_relaxed);
	/* Release: who sees the bell sees its seat. */
	atomic_fetch_add_explicit(&b->s->bell, 1, memory_order_release);
}

/* End the round; @how, and BROKEN if it is to stay so. */
static void end_round(const mp_barrier *b, uint32_t how)
{
	uint64_t next = state_of(b->s) / ROUND + 1;

	atomic_store_explicit(&b->s->state, next * ROUND + how,
			      memory_order_relaxed);
	settle(b);
}

static void wake_all(const mp_barrier *b)
{
	(void)mp__futex_wake(&b->s->bell, INT_MAX);
}

static void break_it(const struct mp__call *c, const mp_barrier *b,
		     uint32_t how, int why)
{
	MP__EMIT(.verb = MP_VERB_BREAK, .phase = MP_HAPPENS,
		 .object = b->s->object.id, .a = state_of(b->s) / ROUND,
		 .b = (uint64_t)why, .site = c->site);
	end_round(b, how | BROKEN);
}

/*
 * Who died with the lock was a party that came or left, and will not come
 * again; or was about to break or reset it.
 */
static void lock(const struct mp__call *c, const mp_barrier *b)
{
	if (mp__robust_lock(&b->s->lock) != EOWNERDEAD)
		return;
	settle(b);
	if (count_of(b->s))
		break_it(c, b, DIED, EOWNERDEAD);
	wake_all(b);
}

static void unlock(const mp_barrier *b)
{
	(void)pthread_mutex_unlock(&b->s->lock);
}

/* ---- wait ---- */

struct party {
	struct mp__call call;
	mp_barrier *b;
	struct mp__seat *seat; /* NULL: it was the last */
	uint32_t index;
	double timeout;
};

static int error_of(uint64_t how)
{
	switch (how & HOW) {
	case PASSED:
		return 0;
	case DIED:
		return EOWNERDEAD;
	}
	return ECANCELED;
}

static int come_last(const struct party *p)
{
	mp_barrier *b = p->b;

	if (b->action && b->action(b->arg)) {
		break_it(&p->call, b, CANCELED, ECANCELED);
		return ECANCELED;
	}
	MP__EMIT(.verb = MP_VERB_PASS, .phase = MP_HAPPENS,
		 .object = b->s->object.id, .a = state_of(b->s) / ROUND,
		 .site = p->call.site);
	end_round(b, PASSED);
	return 0;
}

/* Under the lock. */
static int come(struct party *p)
{
	struct shared *s = p->b->s;
	uint64_t state = state_of(s);

	if (state & BROKEN)
		return error_of(state);
	p->index = count_of(s);
	MP__SAY(&p->call, .phase = MP_HAPPENS, .a = p->index,
		.b = state / ROUND, .aux = s->parties);
	if (p->index + 1 == s->parties)
		return come_last(p);
	p->seat = mp__seat_take(&p->b->row, state / ROUND);
	if (!p->seat)
		return ENOSPC;
	atomic_store_explicit(&s->count, p->index + 1, memory_order_relaxed);
	return 0;
}

/*
 * Whether the next one who waits is dead, round the row: if any is, it is the
 * next of one who is not.
 */
static bool next_is_dead(const struct party *p)
{
	uint32_t used = mp__row_used(&p->b->row);
	uint32_t mine = (uint32_t)(p->seat - p->b->s->seat);

	for (uint32_t i = 1; i < used; i++) {
		const struct mp__seat *s = &p->b->s->seat[(mine + i) % used];

		if (mp__seat_word(s) == MP__SEAT_WAITS)
			return mp__who_is_gone(s->who);
	}
	return false;
}

/* If it still waits, break the round. */
static void give_up(const struct party *p, uint32_t how, int why)
{
	lock(&p->call, p->b);
	if (mp__seat_word(p->seat) == MP__SEAT_WAITS)
		break_it(&p->call, p->b, how, why);
	unlock(p->b);
	wake_all(p->b);
}

static void look_around(const struct party *p)
{
	if (next_is_dead(p)) {
		give_up(p, DIED, EOWNERDEAD);
	} else if (mp__robust_is_orphan(&p->b->s->lock)) {
		lock(&p->call, p->b);
		unlock(p->b);
	}
}

/* Sit until the round has ended. */
static int sit(const struct party *p)
{
	int64_t deadline = mp__deadline(p->timeout), ns;
	_Atomic uint32_t *bell = &p->b->s->bell;
	uint32_t seen, word;
	int late = 0;

	for (;;) {
		/* Acquire: pairs with the release of a settled round. */
		seen = atomic_load_explicit(bell, memory_order_acquire);
		word = mp__seat_word(p->seat);
		if (word != MP__SEAT_WAITS)
			break;
		ns = mp__nap(deadline, MP__RECHECK_NS);
		if (!ns) {
			give_up(p, CANCELED, ETIMEDOUT);
			late = p->timeout > 0 ? ETIMEDOUT : EAGAIN;
			deadline = MP__NEVER;
			continue;
		}
		mp__sleep_on(bell, seen, ns);
		if (mp__seat_word(p->seat) == MP__SEAT_WAITS)
			look_around(p);
	}
	mp__seat_set(p->seat, MP__SEAT_FREE);
	/* It may have passed after all, or broken for another reason. */
	return late && word - MP__SEAT_CALLED == CANCELED
		       ? late
		       : error_of(word - MP__SEAT_CALLED);
}

static int perform(struct party *p)
{
	int err;

	lock(&p->call, p->b);
	err = come(p);
	unlock(p->b);
	if (!p->seat) {
		wake_all(p->b);
		return err;
	}
	MP__SAY(&p->call, .phase = MP_WAITS, .a = p->index,
		.aux = p->b->s->parties, .err = mp__limit(p->timeout));
	return sit(p);
}

MP__TRACED int mp_barrier_wait(mp_barrier *b, double timeout)
{
	struct party p = { .call = { b ? &b->s->object : NULL, MP_VERB_ARRIVE,
				     MP__SITE() },
			   .b = b };
	int err = EINVAL, saved = errno;

	MP__SAY(&p.call, .phase = MP_BEGINS);
	if (b && !isnan(timeout)) {
		p.timeout = timeout < b->timeout ? timeout : b->timeout;
		err = perform(&p);
	}
	MP__SAY(&p.call, .phase = MP_ENDS, .err = err, .a = p.index);
	errno = saved;
	return err ? mp__result(err) : (int)p.index;
}

/* ---- abort and reset ---- */

static int end_it(mp_barrier *b, enum mp_verb verb, const void *site)
{
	struct mp__call c = { b ? &b->s->object : NULL, verb, site };
	uint64_t round;

	MP__SAY(&c, .phase = MP_BEGINS);
	if (!b)
		return mp__call_end(&c, EINVAL);
	lock(&c, b);
	round = state_of(b->s) / ROUND;
	MP__SAY(&c, .phase = MP_HAPPENS, .a = round);
	if (verb == MP_VERB_ABORT)
		break_it(&c, b, CANCELED, ECANCELED);
	else
		end_round(b, CANCELED);
	unlock(b);
	wake_all(b);
	return mp__call_end(&c, 0);
}

MP__TRACED int mp_barrier_abort(mp_barrier *b)
{
	return end_it(b, MP_VERB_ABORT, MP__SITE());
}

MP__TRACED int mp_barrier_reset(mp_barrier *b)
{
	return end_it(b, MP_VERB_RESET, MP__SITE());
}

/* ---- the rest ---- */

int mp_barrier_parties(const mp_barrier *b)
{
	return b ? (int)b->s->parties : 0;
}

const char *mp_barrier_name(const mp_barrier *b)
{
	return b ? b->s->object.name : NULL;
}

int mp_barrier_waiting(const mp_barrier *b)
{
	return b ? (int)count_of(b->s) : 0;
}

bool mp_barrier_broken(const mp_barrier *b)
{
	return b && state_of(b->s) & BROKEN;
}

/* ---- giving ---- */

static const char *give_name(const void *b)
{
	return mp_barrier_name(b);
}

static void give_pack(struct mp__parcel *p, const void *barrier)
{
	const mp_barrier *b = barrier;
	bool acts = b->action;

	/* A pointer means nothing to whom it is given. */
	if (acts && b->arg && !p->err)
		p->err = EINVAL;
	mp__object_pack(p, &b->s->object);
	mp__pack(p, &b->timeout, sizeof(b->timeout));
	mp__pack(p, &acts, sizeof(acts));
	if (acts)
		mp__pack_function(p, b->action);
}

static void *give_unpack(struct mp__crate *c)
{
	mp_barrier *b = calloc(1, sizeof(*b));
	bool acts;

	if (!b)
		return NULL;
	b->s = mp__object_unpack(c, sizeof(*b->s));
	mp__unpack(c, &b->timeout, sizeof(b->timeout));
	mp__unpack(c, &acts, sizeof(acts));
	if (acts)
		b->action = mp__unpack_function(c);
	if (!b->s || c->err) {
		if (b->s)
			mp__object_unmap(&b->s->object);
		free(b);
		errno = c->err ? c->err : errno;
		return NULL;
	}
	set_row(b);
	return b;
}

const struct mp__give_ops mp__give_barrier = { give_name, give_pack,
					       give_unpack };
