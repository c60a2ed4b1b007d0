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

#define LOCK(m, bounded, call)                                                 \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		uint64_t object_ = told_mutex(m, site_);                       \
		int result_;                                                   \
		if (POSIX_LIKELY(!object_))                                    \
			return call;                                           \
		posix_tell(MP_VERB_ACQUIRE, MP_BEGINS, object_, site_);        \
		result_ = POSIX_REAL(pthread_mutex_trylock)(m);                \
		if (result_ == EBUSY) {                                        \
			mutex_waits(m, object_, bounded, site_);               \
			result_ = call;                                        \
		}                                                              \
		mutex_has(m, object_, result_, site_);                         \
		posix_tell_end(MP_VERB_ACQUIRE, object_, result_, site_);      \
		result_;                                                       \
	})

POSIX_CALL int pthread_mutex_lock(pthread_mutex_t *m)
{
	return LOCK(m, false, POSIX_REAL(pthread_mutex_lock)(m));
}

POSIX_CALL int pthread_mutex_timedlock(pthread_mutex_t *m,
				       const struct timespec *until)
{
	return LOCK(m, true, POSIX_REAL(pthread_mutex_timedlock)(m, until));
}

POSIX_CALL int pthread_mutex_clocklock(pthread_mutex_t *m, clockid_t clock,
				       const struct timespec *until)
{
	return LOCK(m, true,
		    POSIX_REAL(pthread_mutex_clocklock)(m, clock, until));
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

#define RWLOCK(l, try_it, call)                                                \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		uint64_t object_ = told_rwlock(l, site_);                      \
		int result_;                                                   \
		if (POSIX_LIKELY(!object_))                                    \
			return call;                                           \
		posix_tell(MP_VERB_ACQUIRE, MP_BEGINS, object_, site_);        \
		result_ = POSIX_REAL(try_it)(l);                               \
		if (result_ == EBUSY) {                                        \
			posix_tell(MP_VERB_ACQUIRE, MP_WAITS, object_, site_); \
			result_ = call;                                        \
		}                                                              \
		if (!result_)                                                  \
			posix_tell(MP_VERB_ACQUIRE, MP_HAPPENS, object_,       \
				   site_);                                     \
		posix_tell_end(MP_VERB_ACQUIRE, object_, result_, site_);      \
		result_;                                                       \
	})

POSIX_CALL int pthread_rwlock_rdlock(pthread_rwlock_t *l)
{
	return RWLOCK(l, pthread_rwlock_tryrdlock,
		      POSIX_REAL(pthread_rwlock_rdlock)(l));
}

POSIX_CALL int pthread_rwlock_wrlock(pthread_rwlock_t *l)
{
	return RWLOCK(l, pthread_rwlock_trywrlock,
		      POSIX_REAL(pthread_rwlock_wrlock)(l));
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

#define COND_WAIT(c, m, bounded, call)                                         \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		uint64_t object_ = told_cond(c, site_);                        \
		int result_;                                                   \
		if (POSIX_LIKELY(!object_))                                    \
			return call;                                           \
		begin_wait(object_, m, bounded, site_);                        \
		result_ = call;                                                \
		end_wait(object_, m, result_, site_);                          \
		result_;                                                       \
	})

POSIX_CALL int pthread_cond_wait(pthread_cond_t *c, pthread_mutex_t *m)
{
	return COND_WAIT(c, m, false, POSIX_REAL(pthread_cond_wait)(c, m));
}

POSIX_CALL int pthread_cond_timedwait(pthread_cond_t *c, pthread_mutex_t *m,
				      const struct timespec *until)
{
	return COND_WAIT(c, m, true,
			 POSIX_REAL(pthread_cond_timedwait)(c, m, until));
}

POSIX_CALL int pthread_cond_clockwait(pthread_cond_t *c, pthread_mutex_t *m,
				      clockid_t clock,
				      const struct timespec *until)
{
	return COND_WAIT(
		c, m, true,
		POSIX_REAL(pthread_cond_clockwait)(c, m, clock, until));
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
