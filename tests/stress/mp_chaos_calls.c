/* SPDX-License-Identifier: MIT */
/*
 * What a process of the crew does: random calls, one after another.  A wait is
 * short or long; a long one must not time out.  So that somebody always brings
 * what others wait for, the first third never waits long for items, the second
 * never for room, and the rest for neither.
 */
#include <signal.h>
#include <string.h>

#include "stress/mp_chaos.h"

/* Long enough to be killed here. */
static void dawdle(void)
{
	uint32_t n = chaos_chance(20000);

	for (volatile uint32_t i = 0; i < n; i++)
		;
}

/* ---- locks: two numbers that differ only while one holds the lock ---- */

void chaos_use_lock(int call, mp_lock *l, long *a, long *b)
{
	double timeout = chaos_patience(true);
	int deep = call == CHAOS_RLOCK ? (int)chaos_chance(3) : 0;

	chaos_begin(call);
	errno = 0;
	if (mp_lock_acquire(l, timeout)) {
		chaos_is_short(timeout);
		chaos_end(false);
		return;
	}
	if (errno == EOWNERDEAD)
		*b = *a;
	CHECK(*a == *b);
	++*a;
	dawdle();
	for (int i = 0; i < deep; i++)
		CHECK(!mp_lock_acquire(l, 0));
	++*b;
	for (int i = 0; i <= deep; i++)
		CHECK(!mp_lock_release(l));
	chaos_end(true);
}

/* ---- semaphores ---- */

static void use_seat(void)
{
	double timeout = chaos_patience(true);

	chaos_begin(CHAOS_SEAT);
	if (mp_semaphore_acquire(things.seats, timeout)) {
		chaos_is_short(timeout);
		chaos_end(false);
		return;
	}
	CHECK(mp_semaphore_value(things.seats) <= 1);
	dawdle();
	CHECK(!mp_semaphore_release(things.seats));
	chaos_end(true);
}

static void take_unit(void)
{
	double timeout = chaos_patience(false);

	chaos_begin(CHAOS_TAKE);
	if (mp_semaphore_acquire(things.units, timeout)) {
		chaos_is_short(timeout);
		chaos_end(false);
	} else {
		chaos_end(true);
	}
}

static void give_unit(void)
{
	chaos_begin(CHAOS_GIVE);
	CHECK(!mp_semaphore_release(things.units));
	chaos_end(true);
}

/* ---- event, condition, barrier ---- */

static void use_event(void)
{
	double timeout = chaos_patience(false);

	chaos_begin(CHAOS_EVENT);
	switch (chaos_chance(3)) {
	case 0:
		CHECK(!mp_event_set(things.event));
		break;
	case 1:
		CHECK(!mp_event_clear(things.event));
		break;
	case 2:
		if (mp_event_wait(things.event, timeout))
			chaos_is_short(timeout);
		break;
	}
	chaos_end(true);
}

static bool has_token(void *unused)
{
	(void)unused;
	return chaos->tokens > 0;
}

void chaos_use_condition(void)
{
	double timeout = chaos_patience(false);
	bool brings = chaos_chance(2);

	chaos_begin(CHAOS_CONDITION);
	CHECK(!mp_condition_acquire(things.condition, STRESS_PATIENCE));
	CHECK(chaos->tokens >= 0);
	dawdle();
	if (brings) {
		chaos->tokens++;
		CHECK(!(chaos_chance(2)
				? mp_condition_notify(things.condition, 1)
				: mp_condition_notify_all(things.condition)));
	} else if (mp_condition_wait_for(things.condition, has_token, NULL,
					 timeout)) {
		chaos_is_short(timeout);
	} else {
		CHECK(chaos->tokens > 0);
		chaos->tokens--;
	}
	CHECK(!mp_condition_release(things.condition));
	chaos_end(true);
}

static void use_barrier(void)
{
	double timeout = chaos_patience(false);
	int n;

	chaos_begin(CHAOS_BARRIER);
	n = mp_barrier_wait(things.barrier, timeout);
	CHECK(n < CHAOS_PARTIES);
	if (n < 0)
		CHECK(errno == ECANCELED || errno == EOWNERDEAD ||
		      errno == ETIMEDOUT || errno == EAGAIN || errno == ENOSPC);
	if (!chaos_chance(100))
		CHECK(!mp_barrier_abort(things.barrier));
	if (mp_barrier_broken(things.barrier))
		CHECK(!mp_barrier_reset(things.barrier));
	chaos_end(n >= 0);
}

/* ---- values ---- */

static void add_one(void)
{
	int64_t one = 1;

	chaos_begin(CHAOS_ADD);
	CHECK(!mp_value_add(things.sum, &one, NULL));
	chaos_end(true);
}

static void add_to_cell(void)
{
	int64_t one = 1;

	chaos_begin(CHAOS_ARRAY);
	CHECK(!mp_array_add(things.cells, chaos_chance(CHAOS_CELLS), &one,
			    NULL));
	chaos_end(true);
}

/* A text of one letter is never mixed of two. */
void chaos_use_text(void)
{
	char mine[60], now[64];
	size_t len = 2 + chaos_chance(sizeof(mine) - 2);

	memset(mine, 'a' + chaos_self.slot, sizeof(mine));
	mine[len - 1] = '\0';
	chaos_begin(CHAOS_TEXT);
	CHECK(!mp_value_set(things.text, mine));
	CHECK(!mp_value_get(things.text, now));
	for (int i = 1; now[i]; i++)
		CHECK(now[i] == now[0]);
	chaos_end(true);
}

/* ---- several things, names ---- */

static void wait_for_any(void)
{
	mp_waitable any[] = { MP_WAIT_CONN(things.in),
			      MP_WAIT_QUEUE(things.queue),
			      MP_WAIT_QUEUE(things.work) };

	chaos_begin(CHAOS_WAIT);
	CHECK(mp_wait(any, 3, chaos_patience(false)) >= 0);
	chaos_end(true);
}

/* One's own name is free; another's memory is whole. */
static void use_shm(void)
{
	char name[2][40];
	mp_shm *m;

	for (int i = 0; i < 2; i++)
		(void)snprintf(
			name[i], sizeof(name[i]), "chaos-%d-%d", (int)getppid(),
			i ? (int)chaos_chance(CHAOS_SLOTS) : chaos_self.slot);
	chaos_begin(CHAOS_SHM);
	m = mp_shm_create(name[0], 5000);
	CHECK(m);
	((char *)mp_shm_data(m))[4999] = 1;
	if (!chaos_chance(4))
		CHECK(!mp_shm_unlink(name[0]));
	mp_shm_free(m);
	m = mp_shm_attach(name[1]);
	if (m)
		CHECK(mp_shm_size(m) == 5000);
	else
		CHECK(errno == ENOENT || errno == EAGAIN);
	mp_shm_free(m);
	if (mp_shm_unlink(name[0]))
		CHECK(errno == ENOENT);
	chaos_end(true);
}

/* ---- a manager's objects ---- */

static void add_in_dict(void)
{
	chaos_begin(CHAOS_DICT);
	CHECK(!mp_dict_add(things.dict, MP_ANY("sum"), MP_ANY(1), NULL));
	chaos_end(true);
}

/* A text goes in, and some text comes out. */
static void use_list(void)
{
	struct mp_any value;

	chaos_begin(CHAOS_LIST);
	CHECK(!mp_list_append(things.list, MP_ANY("a text of many letters")));
	if (mp_list_len(things.list) > 10)
		CHECK(!mp_list_clear(things.list));
	if (mp_list_pop(things.list, 0, &value)) {
		CHECK(errno == ERANGE);
	} else {
		CHECK(value.kind == MP_ANY_TEXT);
		CHECK(value.text[0] == 'a' && value.text[21] == 's');
		mp_any_clear(&value);
	}
	chaos_end(true);
}

static void do_something(void)
{
	uint32_t n = chaos_chance(1000);

	if (!chaos_chance(500))
		chaos_do_something_costly();
	else if (n < 10)
		use_shm();
	else if (n < 14)
		add_in_dict();
	else if (n < 18)
		use_list();
	else if (n < 220)
		chaos_put((enum chaos_line)chaos_chance(CHAOS_LINES));
	else if (n < 440)
		chaos_get((enum chaos_line)chaos_chance(CHAOS_LINES));
	else if (n < 520)
		chaos_use_lock(CHAOS_LOCK, things.lock, &chaos->lock_a,
			       &chaos->lock_b);
	else if (n < 600)
		chaos_use_lock(CHAOS_RLOCK, things.rlock, &chaos->rlock_a,
			       &chaos->rlock_b);
	else if (n < 680)
		use_seat();
	else if (n < 730)
		take_unit();
	else if (n < 780)
		give_unit();
	else if (n < 820)
		use_event();
	else if (n < 860)
		chaos_use_condition();
	else if (n < 875)
		use_barrier();
	else if (n < 910)
		add_one();
	else if (n < 950)
		add_to_cell();
	else if (n < 980)
		chaos_use_text();
	else
		wait_for_any();
}

int chaos_work(void *self)
{
	chaos_become(*(struct chaos_self *)self);
	while (!atomic_load(&chaos->stop))
		do_something();
	return 0;
}
