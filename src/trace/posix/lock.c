/* SPDX-License-Identifier: MIT */
/*
 * Mutexes, read-write locks, conditions and barriers, where processes share
 * them; told in the words of mp's.
 *
 * These give their errno as the result.  The kinds of mutex differ in what
 * they say to a thread that has it already or has it not; trying first says
 * the same, or that it is busy.
 */
#include "trace/posix/posix.h"

/* ---- mutexes ---- */

static uint64_t told_mutex(pthread_mutex_t *m, const void *site)
{
	return posix_told_at(TRACE_OBJECT_MUTEX, &posix_shared_mutex, m, site);
}

/* Who has it, as the C library knows; it never says so by a function. */
static uint32_t owner_of(const pthread_mutex_t *m)
{
	return (uint32_t)m->__data.__owner;
}

/* How deep it is held. */
static uint64_t depth_of(const pthread_mutex_t *m)
{
	bool recursive = (m->__data.__kind & 3) == PTHREAD_MUTEX_RECURSIVE;

	return recursive && m->__data.__count ? m->__data.__count : 1;
}

static void mutex_waits(pthread_mutex_t *m, uint64_t object, bool bounded,
			const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_ACQUIRE, .phase = MP_WAITS, .object = object,
		   .b = owner_of(m), .err = bounded ? ETIMEDOUT : 0,
		   .site = site);
}

static void mutex_has(pthread_mutex_t *m, uint64_t object, int result,
		      const void *site)
{
	if (!result || result == EOWNERDEAD)
		POSIX_EMIT(.verb = MP_VERB_ACQUIRE, .phase = MP_HAPPENS,
			   .object = object, .a = depth_of(m),
			   .aux = result == EOWNERDEAD, .site = site);
}

/* @limit: NULL if it waits for ever. */
static int lock_for(pthread_mutex_t *m, struct posix_limit *limit)
{
	int result;

	if (!limit)
		return POSIX_REAL(pthread_mutex_lock)(m);
	do
		result = POSIX_REAL(pthread_mutex_clocklock)(
			m, limit->clock, posix_limit_point(limit));
	while (result == ETIMEDOUT && !posix_limit_over(limit));
	return result;
}

static int do_lock(pthread_mutex_t *m, struct posix_limit *limit,
		   uint64_t object, const void *site)
{
	int result;

	posix_tell(MP_VERB_ACQUIRE, MP_BEGINS, object, site);
	result = POSIX_REAL(pthread_mutex_trylock)(m);
	if (result == EBUSY) {
		mutex_waits(m, object, limit, site);
		result = lock_for(m, limit);
	}
	mutex_has(m, object, result, site);
	posix_tell_end(MP_VERB_ACQUIRE, object, result, site);
	return result;
}

POSIX_CALL int pthread_mutex_lock(pthread_mutex_t *m)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_mutex(m, site);

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(pthread_mutex_lock)(m);
	return do_lock(m, NULL, object, site);
}

POSIX_CALL int pthread_mutex_timedlock(pthread_mutex_t *m,
				       const struct timespec *until)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_mutex(m, site);
	struct posix_limit limit;

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(pthread_mutex_timedlock)(m, until);
	limit = posix_limit_at(CLOCK_REALTIME, until);
	return do_lock(m, &limit, object, site);
}

POSIX_CALL int pthread_mutex_clocklock(pthread_mutex_t *m, clockid_t clock,
				       const struct timespec *until)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_mutex(m, site);
	struct posix_limit limit;

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(pthread_mutex_clocklock)(m, clock, until);
	limit = posix_limit_at(clock, until);
	return do_lock(m, &limit, object, site);
}

POSIX_CALL int pthread_mutex_trylock(pthread_mutex_t *m)
{
	const void *site = POSIX_SITE();
	int result = POSIX_REAL(pthread_mutex_trylock)(m);
	uint64_t object = result == EBUSY ? 0 : told_mutex(m, site);

	if (object)
		mutex_has(m, object, result, site);
	return result;
}

/* A thread that has it not lets nothing go. */
POSIX_CALL int pthread_mutex_unlock(pthread_mutex_t *m)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_mutex(m, site);

	if (object && owner_of(m) == (uint32_t)syscall(SYS_gettid))
		POSIX_EMIT(.verb = MP_VERB_RELEASE, .phase = MP_HAPPENS,
			   .object = object, .a = depth_of(m) - 1,
			   .site = site);
	return POSIX_REAL(pthread_mutex_unlock)(m);
}

POSIX_CALL int pthread_mutex_init(pthread_mutex_t *m,
				  const pthread_mutexattr_t *a)
{
	const void *site = POSIX_SITE();
	int result = POSIX_REAL(pthread_mutex_init)(m, a);
	uint64_t object = result ? 0 : told_mutex(m, site);

	if (object)
		POSIX_EMIT(.verb = MP_VERB_LOCK_NEW, .phase = MP_HAPPENS,
			   .object = object,
			   .a = (m->__data.__kind & 3) ==
				PTHREAD_MUTEX_RECURSIVE,
			   .site = site);
	return result;
}

POSIX_CALL int pthread_mutex_destroy(pthread_mutex_t *m)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_mutex(m, site);

	if (object)
		posix_tell(MP_VERB_REMOVE, MP_HAPPENS, object, site);
	return POSIX_REAL(pthread_mutex_destroy)(m);
}

/* ---- read-write locks ---- */

static uint64_t told_rwlock(pthread_rwlock_t *l, const void *site)
{
	return posix_told_at(TRACE_OBJECT_RWLOCK, &posix_shared_rwlock, l,
			     site);
}

typedef int try_rwlock(pthread_rwlock_t *l);
typedef int wait_rwlock(pthread_rwlock_t *l);
typedef int timed_rwlock(pthread_rwlock_t *l, clockid_t clock,
			 const struct timespec *until);

/* The ways to take one: to read, to write. */
struct rwlock_way {
	try_rwlock *try_it;
	wait_rwlock *wait;
	timed_rwlock *timed;
};

static struct rwlock_way way_to(bool write)
{
	if (write)
		return (struct rwlock_way){
			POSIX_REAL(pthread_rwlock_trywrlock),
			POSIX_REAL(pthread_rwlock_wrlock),
			POSIX_REAL(pthread_rwlock_clockwrlock),
		};
	return (struct rwlock_way){
		POSIX_REAL(pthread_rwlock_tryrdlock),
		POSIX_REAL(pthread_rwlock_rdlock),
		POSIX_REAL(pthread_rwlock_clockrdlock),
	};
}

/* @limit: NULL if it waits for ever. */
static int wait_rwlock_for(pthread_rwlock_t *l, const struct rwlock_way *way,
			   struct posix_limit *limit)
{
	int result;

	if (!limit)
		return way->wait(l);
	do
		result = way->timed(l, limit->clock, posix_limit_point(limit));
	while (result == ETIMEDOUT && !posix_limit_over(limit));
	return result;
}

static int do_rwlock(pthread_rwlock_t *l, bool write, struct posix_limit *limit,
		     uint64_t object, const void *site)
{
	struct rwlock_way way = way_to(write);
	int result;

	posix_tell(MP_VERB_ACQUIRE, MP_BEGINS, object, site);
	result = way.try_it(l);
	if (result == EBUSY) {
		POSIX_EMIT(.verb = MP_VERB_ACQUIRE, .phase = MP_WAITS,
			   .object = object, .err = limit ? ETIMEDOUT : 0,
			   .site = site);
		result = wait_rwlock_for(l, &way, limit);
	}
	if (!result)
		posix_tell(MP_VERB_ACQUIRE, MP_HAPPENS, object, site);
	posix_tell_end(MP_VERB_ACQUIRE, object, result, site);
	return result;
}

/* Each of the six: for ever, or until @given of the clock @on. */
#define RWLOCK(l, write, call)                                                 \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		uint64_t object_ = told_rwlock(l, site_);                      \
		if (POSIX_LIKELY(!object_))                                    \
			return call;                                           \
		do_rwlock(l, write, NULL, object_, site_);                     \
	})

#define RWLOCK_UNTIL(l, write, on, given, call)                                \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		uint64_t object_ = told_rwlock(l, site_);                      \
		struct posix_limit limit_;                                     \
		if (POSIX_LIKELY(!object_))                                    \
			return call;                                           \
		limit_ = posix_limit_at(on, given);                            \
		do_rwlock(l, write, &limit_, object_, site_);                  \
	})

POSIX_CALL int pthread_rwlock_rdlock(pthread_rwlock_t *l)
{
	return RWLOCK(l, false, POSIX_REAL(pthread_rwlock_rdlock)(l));
}

POSIX_CALL int pthread_rwlock_wrlock(pthread_rwlock_t *l)
{
	return RWLOCK(l, true, POSIX_REAL(pthread_rwlock_wrlock)(l));
}

POSIX_CALL int pthread_rwlock_timedrdlock(pthread_rwlock_t *l,
					  const struct timespec *until)
{
	return RWLOCK_UNTIL(l, false, CLOCK_REALTIME, until,
			    POSIX_REAL(pthread_rwlock_timedrdlock)(l, until));
}

POSIX_CALL int pthread_rwlock_timedwrlock(pthread_rwlock_t *l,
					  const struct timespec *until)
{
	return RWLOCK_UNTIL(l, true, CLOCK_REALTIME, until,
			    POSIX_REAL(pthread_rwlock_timedwrlock)(l, until));
}

POSIX_CALL int pthread_rwlock_clockrdlock(pthread_rwlock_t *l, clockid_t clock,
					  const struct timespec *until)
{
	return RWLOCK_UNTIL(
		l, false, clock, until,
		POSIX_REAL(pthread_rwlock_clockrdlock)(l, clock, until));
}

POSIX_CALL int pthread_rwlock_clockwrlock(pthread_rwlock_t *l, clockid_t clock,
					  const struct timespec *until)
{
	return RWLOCK_UNTIL(
		l, true, clock, until,
		POSIX_REAL(pthread_rwlock_clockwrlock)(l, clock, until));
}

POSIX_CALL int pthread_rwlock_unlock(pthread_rwlock_t *l)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_rwlock(l, site);

	if (object)
		posix_tell(MP_VERB_RELEASE, MP_HAPPENS, object, site);
	return POSIX_REAL(pthread_rwlock_unlock)(l);
}

/* ---- conditions: a wait lets the mutex go, and has it again ---- */

static uint64_t told_cond(pthread_cond_t *c, const void *site)
{
	return posix_told_at(TRACE_OBJECT_COND, &posix_shared_cond, c, site);
}

POSIX_CALL int pthread_cond_init(pthread_cond_t *c, const pthread_condattr_t *a)
{
	const void *site = POSIX_SITE();
	int result = POSIX_REAL(pthread_cond_init)(c, a);
	uint64_t object = result ? 0 : told_cond(c, site);

	if (object)
		posix_tell(MP_VERB_CONDITION_NEW, MP_HAPPENS, object, site);
	return result;
}

static void begin_wait(uint64_t object, pthread_mutex_t *m, bool bounded,
		       const void *site)
{
	uint64_t mutex = told_mutex(m, site);

	posix_tell(MP_VERB_WAIT, MP_BEGINS, object, site);
	if (mutex)
		POSIX_EMIT(.verb = MP_VERB_RELEASE, .phase = MP_HAPPENS,
			   .object = mutex, .site = site);
	POSIX_EMIT(.verb = MP_VERB_WAIT, .phase = MP_WAITS, .object = object,
		   .err = bounded ? ETIMEDOUT : 0, .site = site);
}

static void end_wait(uint64_t object, pthread_mutex_t *m, int result,
		     const void *site)
{
	uint64_t mutex = told_mutex(m, site);

	if (mutex && result != EPERM && result != EINVAL)
		mutex_has(m, mutex, result == EOWNERDEAD ? result : 0, site);
	posix_tell_end(MP_VERB_WAIT, object, result, site);
}

/*
 * In one piece: between two, a notification could be missed.  So if the run
 * was paused meanwhile, or slowed down, this returns with nothing to tell,
 * which POSIX allows, and the program looks whether it must wait again.
 */
static int wait_for(pthread_cond_t *c, pthread_mutex_t *m,
		    struct posix_limit *limit)
{
	int result = POSIX_REAL(pthread_cond_clockwait)(
		c, m, limit->clock, posix_limit_whole(limit));

	return result == ETIMEDOUT && !posix_limit_over(limit) ? 0 : result;
}

static int timed_wait(pthread_cond_t *c, pthread_mutex_t *m,
		      struct posix_limit limit, uint64_t object,
		      const void *site)
{
	int result;

	begin_wait(object, m, true, site);
	result = wait_for(c, m, &limit);
	end_wait(object, m, result, site);
	return result;
}

POSIX_CALL int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_cond(c, site);
	int result;

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(pthread_cond_wait)(c, m);
	begin_wait(object, m, false, site);
	result = POSIX_REAL(pthread_cond_wait)(c, m);
	end_wait(object, m, result, site);
	return result;
}

/* Which clock it goes by, as the C library has it. */
static clockid_t clock_of(const pthread_cond_t *c)
{
	return c->__data.__wrefs & 2 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}

POSIX_CALL int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m,
				      const struct timespec *until)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_cond(c, site);

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(pthread_cond_timedwait)(c, m, until);
	return timed_wait(c, m, posix_limit_at(clock_of(c), until), object,
			  site);
}

POSIX_CALL int pthread_cond_clockwait(pthread_cond_t *c, pthread_mutex_t *m,
				      clockid_t clock,
				      const struct timespec *until)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_cond(c, site);

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(pthread_cond_clockwait)(c, m, clock, until);
	return timed_wait(c, m, posix_limit_at(clock, until), object, site);
}

static void notify(pthread_cond_t *c, uint64_t most, const void *site)
{
	uint64_t object = told_cond(c, site);

	if (object)
		POSIX_EMIT(.verb = MP_VERB_NOTIFY, .phase = MP_HAPPENS,
			   .object = object, .a = most, .site = site);
}

POSIX_CALL int pthread_cond_signal(pthread_cond_t *c)
{
	notify(c, 1, POSIX_SITE());
	return POSIX_REAL(pthread_cond_signal)(c);
}

POSIX_CALL int pthread_cond_broadcast(pthread_cond_t *c)
{
	notify(c, UINT32_MAX, POSIX_SITE());
	return POSIX_REAL(pthread_cond_broadcast)(c);
}

/* ---- barriers ---- */

/* As the C library has them. */
struct barrier {
	uint32_t in; /* how many have come, ever */
	uint32_t round;
	uint32_t parties;
};

static uint64_t told_barrier(pthread_barrier_t *b, const void *site)
{
	return posix_told_at(TRACE_OBJECT_BARRIER, &posix_shared_barrier, b,
			     site);
}

POSIX_CALL int pthread_barrier_init(pthread_barrier_t *b,
				    const pthread_barrierattr_t *a,
				    unsigned int parties)
{
	const void *site = POSIX_SITE();
	int result = POSIX_REAL(pthread_barrier_init)(b, a, parties);
	uint64_t object = result ? 0 : told_barrier(b, site);

	if (object)
		POSIX_EMIT(.verb = MP_VERB_BARRIER_NEW, .phase = MP_HAPPENS,
			   .object = object, .a = parties, .site = site);
	return result;
}

POSIX_CALL int pthread_barrier_wait(pthread_barrier_t *barrier)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_barrier(barrier, site);
	const struct barrier *b = (const void *)barrier;
	uint32_t parties, in;
	int result;

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(pthread_barrier_wait)(barrier);
	parties = b->parties ? b->parties : 1;
	in = b->in;
	posix_tell(MP_VERB_ARRIVE, MP_BEGINS, object, site);
	POSIX_EMIT(.verb = MP_VERB_ARRIVE, .phase = MP_HAPPENS,
		   .object = object, .a = in % parties, .b = in / parties,
		   .aux = parties, .site = site);
	if (in % parties + 1 < parties)
		posix_tell(MP_VERB_ARRIVE, MP_WAITS, object, site);
	result = POSIX_REAL(pthread_barrier_wait)(barrier);
	if (result == PTHREAD_BARRIER_SERIAL_THREAD)
		POSIX_EMIT(.verb = MP_VERB_PASS, .phase = MP_HAPPENS,
			   .object = object, .a = in / parties, .site = site);
	posix_tell_end(MP_VERB_ARRIVE, object, result > 0 ? result : 0, site);
	return result;
}
