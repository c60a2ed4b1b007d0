/* SPDX-License-Identifier: MIT */
/*
 * How the C library notes that an object is shared between processes: asked
 * of itself, by making one of each kind both ways and looking where they
 * differ.  So whatever is private costs one load, with any version of it.
 */
#include "trace/posix/posix.h"

#include <string.h>

struct posix_shared posix_shared_sem, posix_shared_mutex, posix_shared_cond,
	posix_shared_barrier, posix_shared_rwlock;

/* One of each kind, large enough. */
union object {
	sem_t sem;
	pthread_mutex_t mutex;
	pthread_cond_t cond;
	pthread_barrier_t barrier;
	pthread_rwlock_t rwlock;
	uint32_t words[32];
};

static struct posix_shared compare(const union object o[2])
{
	for (uint32_t i = 0; i < 32; i++) {
		uint32_t mask = o[0].words[i] ^ o[1].words[i];

		if (mask)
			return (struct posix_shared){ i, mask,
						      o[1].words[i] & mask };
	}
	return (struct posix_shared){ 0, 0, 0 };
}

static void clear(union object o[2])
{
	memset(o, 0, 2 * sizeof(*o));
}

/* @shared: PTHREAD_PROCESS_PRIVATE is 0 and _SHARED is 1. */
#define COMPARE(kind)                                                          \
	({                                                                     \
		union object o_[2];                                            \
		clear(o_);                                                     \
		for (int shared_ = 0; shared_ <= 1; shared_++) {               \
			pthread_##kind##attr_t a_;                             \
			(void)pthread_##kind##attr_init(&a_);                  \
			(void)pthread_##kind##attr_setpshared(&a_, shared_);   \
			(void)POSIX_REAL(pthread_##kind##_init)(               \
				&o_[shared_].kind, &a_);                       \
			(void)pthread_##kind##attr_destroy(&a_);               \
		}                                                              \
		compare(o_);                                                   \
	})

static struct posix_shared compare_barriers(void)
{
	union object o[2];

	clear(o);
	for (int shared = 0; shared <= 1; shared++) {
		pthread_barrierattr_t a;

		(void)pthread_barrierattr_init(&a);
		(void)pthread_barrierattr_setpshared(&a, shared);
		(void)POSIX_REAL(pthread_barrier_init)(&o[shared].barrier, &a,
						       1);
		(void)pthread_barrierattr_destroy(&a);
	}
	return compare(o);
}

void posix_shared_attach(void)
{
	union object o[2];

	clear(o);
	(void)POSIX_REAL(sem_init)(&o[0].sem, 0, 1);
	(void)POSIX_REAL(sem_init)(&o[1].sem, 1, 1);
	posix_shared_sem = compare(o);
	posix_shared_mutex = COMPARE(mutex);
	posix_shared_cond = COMPARE(cond);
	posix_shared_rwlock = COMPARE(rwlock);
	posix_shared_barrier = compare_barriers();
}
