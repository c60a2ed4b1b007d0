/* SPDX-License-Identifier: MIT */
#include "mp/robust.h"

#include <time.h>

int mp__robust_init(pthread_mutex_t *lock, bool recursive)
{
	pthread_mutexattr_t attr;
	int err = pthread_mutexattr_init(&attr);

	if (err)
		return err;
	(void)pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	if (recursive)
		(void)pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	err = pthread_mutex_init(lock, &attr);
	(void)pthread_mutexattr_destroy(&attr);
	return err;
}

/*
 * Whoever dies from here on without letting go is found out as the last one
 * was: the mark belongs to the owner, not to what it guards.
 */
static int heed(pthread_mutex_t *lock, int err)
{
	if (err == EOWNERDEAD)
		(void)pthread_mutex_consistent(lock);
	return err;
}

int mp__robust_trylock(pthread_mutex_t *lock)
{
	return heed(lock, pthread_mutex_trylock(lock));
}

int mp__robust_lock_for(pthread_mutex_t *lock, int64_t ns)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	ns += t.tv_nsec;
	t.tv_sec += (time_t)(ns / 1000000000);
	t.tv_nsec = (long)(ns % 1000000000);
	return heed(lock, pthread_mutex_clocklock(lock, CLOCK_MONOTONIC, &t));
}

int mp__robust_lock(pthread_mutex_t *lock)
{
	int err = mp__robust_trylock(lock);

	while (err == EBUSY || err == ETIMEDOUT)
		err = mp__robust_lock_for(lock, MP__RECHECK_NS);
	return err;
}

bool mp__robust_is_orphan(const pthread_mutex_t *lock)
{
	return mp__robust_word(lock) & FUTEX_OWNER_DIED;
}
