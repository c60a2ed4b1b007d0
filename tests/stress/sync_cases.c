/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

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

/* ---- bounded semaphore: two may be inside ---- */

static mp_semaphore *seats;

static void make_seats(void)
{
	seats = mp_bounded_semaphore_new("seats", 2);
	CHECK(seats);
}

static void free_seats(void)
{
	mp_semaphore_free(seats);
}

static int seats_work(void *unused)
{
	(void)unused;
	while (going()) {
		errno = 0;
		if (mp_semaphore_acquire(seats, SYNC_PATIENCE))
			return errno;
		if (errno == EOWNERDEAD)
			atomic_fetch_add(&sync_book->deaths, 1);
		if (mp_semaphore_value(seats) > 1)
			atomic_fetch_add(&sync_book->wrong, 1);
		if (mp_semaphore_release(seats))
			return errno;
		done();
	}
	return 0;
}

/* All units come back. */
static void seats_check(int killed)
{
	CHECK(atomic_load(&sync_book->deaths) <= killed);
	for (int i = 0; i < 2; i++)
		CHECK(!mp_semaphore_acquire(seats, 1));
	CHECK(mp_semaphore_acquire(seats, 0) && errno == EAGAIN);
	for (int i = 0; i < 2; i++)
		CHECK(!mp_semaphore_release(seats));
	CHECK(mp_semaphore_release(seats) && errno == EOVERFLOW);
}

/* ---- semaphore: a unit is used up, and three are made of two ---- */

static void make_units(void)
{
	seats = mp_semaphore_new("units", 0);
	CHECK(seats);
}

static int units_work(void *unused)
{
	(void)unused;
	for (int i = 0; going(); i++) {
		if (mp_semaphore_release(seats))
			return errno;
		if (mp_semaphore_acquire(seats, SYNC_PATIENCE))
			return errno;
		/* The dead have taken some with them. */
		if (i % 2 && mp_semaphore_release(seats))
			return errno;
		if (i % 4 == 3)
			(void)mp_semaphore_acquire(seats, 0);
		done();
	}
	return 0;
}

static void let_units_go(void)
{
	CHECK(!mp_semaphore_release(seats));
}

static void units_check(int unused)
{
	(void)unused;
	CHECK(mp_semaphore_value(seats) >= 0);
	while (!mp_semaphore_acquire(seats, 0))
		;
	CHECK(errno == EAGAIN && !mp_semaphore_value(seats));
}

/* ---- event: one sets it, all clear it ---- */

static mp_event *event;

static void make_event(void)
{
	event = mp_event_new("ready");
	CHECK(event);
}

static void free_event(void)
{
	mp_event_free(event);
}

static int event_work(void *number)
{
	int me = *(int *)number;

	while (going()) {
		if (me == 0 && mp_event_set(event))
			return errno;
		if (me != 0 && mp_event_wait(event, SYNC_PATIENCE))
			return errno;
		if (mp_event_clear(event))
			return errno;
		done();
	}
	return 0;
}

static void let_event_go(void)
{
	CHECK(!mp_event_set(event));
}

static void event_check(int unused)
{
	(void)unused;
	CHECK(!mp_event_clear(event) && !mp_event_is_set(event));
	CHECK(!mp_event_set(event) && !mp_event_wait(event, 0));
}

/* ---- condition: they take turns, whoever of them are left ---- */

static mp_condition *turn;

static void make_turn(void)
{
	turn = mp_condition_new("turn", NULL);
	CHECK(turn);
}

static void free_turn(void)
{
	mp_condition_free(turn);
}

static bool is_my_turn(void *number)
{
	return sync_book->a % SYNC_WORKERS == *(int *)number || !going();
}

static int turn_work(void *number)
{
	while (going()) {
		errno = 0;
		if (mp_condition_acquire(turn, SYNC_PATIENCE))
			return errno;
		if (mp_condition_wait_for(turn, is_my_turn, number,
					  SYNC_PATIENCE))
			return errno;
		if (errno == EOWNERDEAD)
			atomic_fetch_add(&sync_book->deaths, 1);
		sync_book->a++;
		/* One would do if the right one was sure to be first. */
		if (mp_condition_notify_all(turn) || mp_condition_release(turn))
			return errno;
		done();
	}
	return 0;
}

static void let_turn_go(void)
{
	CHECK(!mp_condition_acquire(turn, SYNC_PATIENCE));
	CHECK(!mp_condition_notify_all(turn));
	CHECK(!mp_condition_release(turn));
}

static void turn_check(int unused)
{
	(void)unused;
	CHECK(!mp_condition_acquire(turn, 0));
	CHECK(mp_condition_wait(turn, 0) && errno == EAGAIN);
	CHECK(!mp_condition_release(turn));
	CHECK(sync_book->a >= atomic_load(&sync_book->done));
}

/* ---- barrier: who finds it broken makes it whole ---- */

static mp_barrier *line;

static void make_line(void)
{
	line = mp_barrier_new("line", SYNC_WORKERS, NULL, NULL, MP_FOREVER);
	CHECK(line);
}

static void free_line(void)
{
	mp_barrier_free(line);
}

static int line_work(void *unused)
{
	(void)unused;
	while (going()) {
		int index = mp_barrier_wait(line, SYNC_PATIENCE);

		if (index >= SYNC_WORKERS)
			atomic_fetch_add(&sync_book->wrong, 1);
		if (index < 0 && errno == EOWNERDEAD)
			atomic_fetch_add(&sync_book->deaths, 1);
		else if (index < 0 && errno != ECANCELED)
			return errno;
		if (going() && mp_barrier_broken(line) &&
		    mp_barrier_reset(line))
			return errno;
		if (index >= 0)
			done();
	}
	return 0;
}

static void let_line_go(void)
{
	CHECK(!mp_barrier_abort(line));
}

static void line_check(int unused)
{
	(void)unused;
	CHECK(!mp_barrier_reset(line));
	CHECK(mp_barrier_waiting(line) == 0 && !mp_barrier_broken(line));
	CHECK(mp_barrier_wait(line, 0) < 0 && errno == EAGAIN);
}

/* ---- values: a sum, and a text of one letter that is never mixed ---- */

static mp_value *hits, *text;

static void make_values(void)
{
	hits = mp_value_new("hits", MP_LONG, NULL);
	text = mp_value_new("text", MP_TEXT(64), "aaaaaaaa");
	CHECK(hits && text);
}

static void free_values(void)
{
	mp_value_free(hits);
	mp_value_free(text);
}

static bool is_mixed(void)
{
	char now[64];

	if (mp_value_get(text, now))
		return true;
	for (int i = 1; now[i]; i++)
		if (now[i] != now[0])
			return true;
	return false;
}

static int values_work(void *number)
{
	int64_t one = 1, sum = 0, last;
	char mine[40];

	memset(mine, 'a' + *(int *)number, sizeof(mine));
	for (size_t len = 1; going(); len = len % (sizeof(mine) - 1) + 1) {
		last = sum;
		if (mp_value_add(hits, &one, &sum))
			return errno;
		mine[len] = '\0';
		if (mp_value_set(text, mine))
			return errno;
		mine[len] = mine[0];
		if (is_mixed() || sum <= last)
			atomic_fetch_add(&sync_book->wrong, 1);
		done();
	}
	return 0;
}

static void values_check(int killed)
{
	long rounds = atomic_load(&sync_book->done);
	int64_t sum;

	CHECK(!mp_value_get(hits, &sum) && !is_mixed());
	CHECK(sum >= rounds && sum <= rounds + killed);
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
	{ "bounded semaphore",
	  make_seats,
	  seats_work,
	  nothing,
	  seats_check,
	  free_seats,
	  { MP_VERB_ACQUIRE, MP_VERB_RELEASE, MP_VERB_RECOVER } },
	{ "semaphore",
	  make_units,
	  units_work,
	  let_units_go,
	  units_check,
	  free_seats,
	  { MP_VERB_ACQUIRE, MP_VERB_RELEASE } },
	{ "event",
	  make_event,
	  event_work,
	  let_event_go,
	  event_check,
	  free_event,
	  { MP_VERB_EVENT_SET, MP_VERB_EVENT_CLEAR, MP_VERB_WAIT } },
	{ "condition",
	  make_turn,
	  turn_work,
	  let_turn_go,
	  turn_check,
	  free_turn,
	  { MP_VERB_WAIT, MP_VERB_NOTIFY, MP_VERB_ACQUIRE, MP_VERB_RELEASE } },
	{ "barrier",
	  make_line,
	  line_work,
	  let_line_go,
	  line_check,
	  free_line,
	  { MP_VERB_ARRIVE, MP_VERB_PASS, MP_VERB_BREAK, MP_VERB_RESET } },
	{ "values",
	  make_values,
	  values_work,
	  nothing,
	  values_check,
	  free_values,
	  { MP_VERB_VALUE_ADD, MP_VERB_VALUE_SET, MP_VERB_VALUE_GET } },
};

const int sync_case_count = sizeof(sync_cases) / sizeof(*sync_cases);
