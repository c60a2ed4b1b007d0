/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "stress/sync.h"

static bool going(void)
{
	return !atomic_load(&sync_book->stop);
}

static void done(void)
{
	atomic_fetch_add(&sync_book->done, 1);
}

static void nothing(void)
{
}

/* ---- locks: two numbers that differ only while one holds the lock ---- */

static mp_lock *lock;

static void make_lock(void)
{
	lock = mp_lock_new("lock");
	CHECK(lock);
}

static void make_rlock(void)
{
	lock = mp_rlock_new("lock");
	CHECK(lock);
}

static void free_lock(void)
{
	mp_lock_free(lock);
}

/* Take it; put the numbers right if the last holder died. */
static int take(void)
{
	errno = 0;
	if (mp_lock_acquire(lock, SYNC_PATIENCE))
		return errno;
	if (errno == EOWNERDEAD) {
		atomic_fetch_add(&sync_book->deaths, 1);
		sync_book->b = sync_book->a;
	}
	if (sync_book->a != sync_book->b)
		atomic_fetch_add(&sync_book->wrong, 1);
	return 0;
}

static int give(void)
{
	return mp_lock_release(lock) ? errno : 0;
}

static int lock_work(void *unused)
{
	int err;

	(void)unused;
	while (going()) {
		err = take();
		if (err)
			return err;
		sync_book->a++;
		sync_book->b++;
		err = give();
		if (err)
			return err;
		done();
	}
	return 0;
}

static int rlock_work(void *unused)
{
	int err;

	(void)unused;
	while (going()) {
		err = take();
		for (int i = 0; i < 2 && !err; i++) {
			sync_book->a++;
			err = mp_lock_acquire(lock, 0) ? errno : 0;
		}
		sync_book->b += 2;
		for (int i = 0; i < 3 && !err; i++)
			err = give();
		if (err)
			return err;
		done();
	}
	return 0;
}

static void lock_check(int killed)
{
	CHECK(atomic_load(&sync_book->deaths) <= killed);
	CHECK(!take());
	CHECK(!give());
	CHECK(sync_book->a >= atomic_load(&sync_book->done));
}

/* ---- all ---- */

const struct sync_case sync_cases[] = {
	{ "lock",
	  make_lock,
	  lock_work,
	  nothing,
	  lock_check,
	  free_lock,
	  { MP_VERB_ACQUIRE, MP_VERB_RELEASE } },
	{ "rlock",
	  make_rlock,
	  rlock_work,
	  nothing,
	  lock_check,
	  free_lock,
	  { MP_VERB_ACQUIRE, MP_VERB_RELEASE } },
};

const int sync_case_count = sizeof(sync_cases) / sizeof(*sync_cases);
