/* SPDX-License-Identifier: MIT */
/* Scenes with what processes wait for each other with, and with values. */
#include <signal.h>
#include <string.h>

#include "mp/measure.h"
#include "mp/show.h"
#include "stress/mp_points.h"

static mp_lock *lock, *rlock, *taken;
static mp_semaphore *units, *seats, *none;
static mp_event *event;
static mp_condition *condition;
static mp_barrier *alone, *pair;
static mp_value *number, *text, *held;
static mp_array *cells;

/* ---- locks ---- */

static void make_locks(void)
{
	lock = mp_lock_new(NULL);
	rlock = mp_rlock_new(NULL);
	taken = mp_lock_new(NULL);
	CHECK(lock && rlock && taken && !mp_lock_acquire(taken, 0));
}

static void use_locks(void)
{
	mp_lock_free(mp_lock_new("own"));
	CHECK(!mp_lock_acquire(lock, 0) && !mp_lock_release(lock));
	CHECK(!mp_lock_acquire(rlock, 0) && !mp_lock_acquire(rlock, 0));
	CHECK(!mp_lock_release(rlock) && !mp_lock_release(rlock));
	CHECK(mp_lock_acquire(taken, POINTS_MOMENT));
	CHECK(mp_lock_release(taken) && errno == EPERM);
}

static void check_locks(void)
{
	CHECK(!mp_lock_acquire(lock, 0) && !mp_lock_release(lock));
	CHECK(!mp_lock_acquire(rlock, 0) && !mp_lock_release(rlock));
	CHECK(!mp_lock_release(taken));
	mp_lock_free(lock);
	mp_lock_free(rlock);
	mp_lock_free(taken);
}

/* ---- semaphores ---- */

static int take_seat(void *unused)
{
	(void)unused;
	return mp_semaphore_acquire(seats, STRESS_PATIENCE);
}

static void make_semaphores(void)
{
	units = mp_semaphore_new(NULL, 1);
	none = mp_semaphore_new(NULL, 0);
	seats = mp_bounded_semaphore_new(NULL, 1);
	CHECK(units && none && seats);
	points_die_at(take_seat, MP_VERB_ACQUIRE, MP_ENDS);
}

static void use_semaphores(void)
{
	mp_semaphore_free(mp_semaphore_new("own", 0));
	CHECK(!mp_semaphore_acquire(units, 0));
	CHECK(!mp_semaphore_release(units));
	CHECK(mp_semaphore_acquire(none, POINTS_MOMENT));
	/* It comes back from the dead. */
	CHECK(!mp_semaphore_acquire(seats, STRESS_PATIENCE));
	CHECK(!mp_semaphore_release(seats));
}

static void check_semaphores(void)
{
	/* A unit without a bound is used up by the dead. */
	CHECK(mp_semaphore_value(units) <= 1);
	CHECK(!mp_semaphore_release(units));
	CHECK(!mp_semaphore_acquire(units, 0));
	CHECK(!mp_semaphore_acquire(seats, STRESS_PATIENCE));
	CHECK(mp_semaphore_acquire(seats, 0) && errno == EAGAIN);
	CHECK(!mp_semaphore_release(seats));
	CHECK(mp_semaphore_release(seats) && errno == EOVERFLOW);
	mp_semaphore_free(units);
	mp_semaphore_free(none);
	mp_semaphore_free(seats);
}

/* ---- event ---- */

static void make_event(void)
{
	event = mp_event_new(NULL);
	CHECK(event);
}

static void use_event(void)
{
	mp_event_free(mp_event_new("own"));
	CHECK(mp_event_wait(event, POINTS_MOMENT));
	CHECK(!mp_event_set(event) && !mp_event_wait(event, 0));
	CHECK(!mp_event_clear(event));
}

static void check_event(void)
{
	CHECK(!mp_event_clear(event));
	CHECK(mp_event_wait(event, 0) && errno == EAGAIN);
	CHECK(!mp_event_set(event) && !mp_event_wait(event, 0));
	mp_event_free(event);
}

/* ---- condition ---- */

static void make_condition(void)
{
	condition = mp_condition_new(NULL, NULL);
	CHECK(condition);
}

static int be_notified(void *unused)
{
	(void)unused;
	if (mp_condition_acquire(condition, STRESS_PATIENCE) ||
	    mp_condition_wait(condition, 10 * POINTS_MOMENT))
		return 1;
	return mp_condition_release(condition);
}

/* A child waits, if it comes to it; who is notified may have died. */
static void use_condition(void)
{
	mp_process *p = stress_start(be_notified, NULL);

	mp_condition_free(mp_condition_new("own", NULL));
	CHECK(!mp_condition_acquire(condition, STRESS_PATIENCE));
	(void)mp_condition_wait(condition, POINTS_MOMENT);
	CHECK(!mp_condition_notify(condition, 1));
	CHECK(!mp_condition_notify_all(condition));
	CHECK(!mp_condition_release(condition));
	(void)stress_end(p);
}

static void check_condition(void)
{
	CHECK(!mp_condition_acquire(condition, STRESS_PATIENCE));
	CHECK(mp_condition_wait(condition, POINTS_MOMENT));
	CHECK(errno == ETIMEDOUT);
	CHECK(!mp_condition_notify_all(condition));
	CHECK(!mp_condition_release(condition));
	mp_condition_free(condition);
}

/* ---- barrier ---- */

static void make_barriers(void)
{
	alone = mp_barrier_new(NULL, 1, NULL, NULL, MP_FOREVER);
	pair = mp_barrier_new(NULL, 2, NULL, NULL, MP_FOREVER);
	CHECK(alone && pair);
}

static void use_barriers(void)
{
	mp_barrier_free(mp_barrier_new("own", 1, NULL, NULL, MP_FOREVER));
	CHECK(mp_barrier_wait(alone, 0) == 0);
	CHECK(mp_barrier_wait(pair, POINTS_MOMENT) < 0);
	CHECK(!mp_barrier_reset(pair));
	CHECK(!mp_barrier_abort(pair));
}

static int come(void *unused)
{
	(void)unused;
	return mp_barrier_wait(pair, STRESS_PATIENCE) < 0;
}

static void check_barriers(void)
{
	mp_process *p;

	if (mp_barrier_broken(alone))
		CHECK(!mp_barrier_reset(alone));
	/* It may find that a party has died. */
	if (mp_barrier_wait(alone, STRESS_PATIENCE) < 0) {
		CHECK(errno == EOWNERDEAD && !mp_barrier_reset(alone));
		CHECK(mp_barrier_wait(alone, STRESS_PATIENCE) == 0);
	}
	CHECK(!mp_barrier_reset(pair));
	p = stress_start(come, NULL);
	CHECK(mp_barrier_wait(pair, STRESS_PATIENCE) >= 0);
	CHECK(!stress_end(p));
	mp_barrier_free(alone);
	mp_barrier_free(pair);
}

/* ---- values ---- */

static void make_values(void)
{
	number = mp_value_new(NULL, MP_LONG, NULL);
	text = mp_value_new(NULL, MP_TEXT(64), "aaaa");
	cells = mp_array_new(NULL, MP_LONG, 3, NULL);
	held = mp_value_new(NULL, MP_LONG, NULL);
	CHECK(number && text && cells && held);
}

static int hold(void *unused)
{
	(void)unused;
	CHECK(!mp_lock_acquire(mp_value_lock(held), STRESS_PATIENCE));
	stress_nap(20000000);
	return mp_lock_release(mp_value_lock(held));
}

static void use_values(void)
{
	mp_process *p = stress_start(hold, NULL);
	int64_t one = 1, now;
	char letters[64];

	mp_value_free(mp_value_new("own", MP_INT, NULL));
	CHECK(!mp_value_add(number, &one, &now));
	CHECK(!mp_value_get(text, letters));
	CHECK(!mp_value_set(text, "bbbbbbbb"));
	CHECK(!mp_array_add(cells, 1, &one, NULL));
	CHECK(!mp_array_set(cells, 2, &one));
	CHECK(!mp_array_get(cells, 2, &now));
	/* Behind the child, if it is quick. */
	stress_nap(2000000);
	CHECK(!mp_value_set(held, &one));
	(void)stress_end(p);
}

/* A cell is what it was before, or what it should be after. */
static void check_values(void)
{
	int64_t now, one = 1;
	char letters[64];

	CHECK(!mp_value_get(number, &now) && (now == 0 || now == 1));
	CHECK(!mp_value_add(number, &one, NULL));
	CHECK(!mp_value_get(text, letters));
	CHECK(!strcmp(letters, "aaaa") || !strcmp(letters, "bbbbbbbb"));
	for (size_t i = 0; i < 3; i++)
		CHECK(!mp_array_get(cells, i, &now) && (now == 0 || now == 1));
	CHECK(!mp_value_get(held, &now) && (now == 0 || now == 1));
	mp_value_free(number);
	mp_value_free(text);
	mp_value_free(held);
	mp_array_free(cells);
}

/* ---- what a process only tells of itself ---- */

static void make_nothing(void)
{
}

static void tell(void)
{
	int balance = 5;

	CHECK(!mp_show("balance", MP_INT, &balance));
	CHECK(!mp_measure("speed-up", 2, 1.9));
}

const struct scene points_sync[] = {
	{ "locks", make_locks, use_locks, check_locks },
	{ "semaphores", make_semaphores, use_semaphores, check_semaphores },
	{ "event", make_event, use_event, check_event },
	{ "condition", make_condition, use_condition, check_condition },
	{ "barriers", make_barriers, use_barriers, check_barriers },
	{ "values", make_values, use_values, check_values },
	{ "told", make_nothing, tell, make_nothing },
	{ NULL, NULL, NULL, NULL },
};
