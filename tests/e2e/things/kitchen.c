/* SPDX-License-Identifier: MIT */
/*
 * A cook puts dishes on the counter and calls a waiter for each; waiters wait
 * for that on a condition.  Nobody is there yet when the first dish is done:
 * that call is lost, and no dish is, since whoever comes looks first.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mp/condition.h"
#include "mp/lock.h"
#include "mp/process.h"
#include "mp/time.h"
#include "mp/value.h"

enum { WAITERS = 3, DISHES = 9 };

static mp_condition *ready;
static mp_value *dishes;

static bool is_dish(void *unused)
{
	int n = 0;

	(void)unused;
	return !mp_value_get(dishes, &n) && n > 0;
}

static void change(int by)
{
	(void)mp_value_add(dishes, &by, NULL);
}

static int cook(void *unused)
{
	(void)unused;
	for (int i = 0; i < DISHES; i++) {
		(void)mp_condition_acquire(ready, MP_FOREVER);
		change(1);
		(void)mp_condition_notify(ready, 1);
		(void)mp_sleep(0.2);
		(void)mp_condition_release(ready);
		(void)mp_sleep(0.5);
	}
	return 0;
}

static int serve(void *arg)
{
	int me = (int)(intptr_t)arg;

	(void)mp_sleep(0.4 + 0.1 * me);
	for (int i = 0; i < DISHES / WAITERS; i++) {
		(void)mp_condition_acquire(ready, MP_FOREVER);
		(void)mp_condition_wait_for(ready, is_dish, NULL, MP_FOREVER);
		change(-1);
		(void)mp_condition_release(ready);
		(void)mp_sleep(0.9);
	}
	return 0;
}

int main(void)
{
	static const char *const names[WAITERS] = { "waiter-1", "waiter-2",
						    "waiter-3" };
	mp_process *all[WAITERS + 1];

	ready = mp_condition_new("dish-ready", NULL);
	dishes = mp_value_new("dishes", MP_INT, NULL);
	if (!ready || !dishes)
		return EXIT_FAILURE;
	all[WAITERS] = mp_process_new("cook", cook, NULL);
	for (int i = 0; i < WAITERS; i++)
		all[i] = mp_process_new(names[i], serve, (void *)(intptr_t)i);
	for (int i = WAITERS; i >= 0; i--)
		if (!all[i] || mp_process_start(all[i]))
			return EXIT_FAILURE;
	for (int i = 0; i <= WAITERS; i++) {
		(void)mp_process_join(all[i], MP_FOREVER);
		mp_process_free(all[i]);
	}
	mp_condition_free(ready);
	mp_value_free(dishes);
	return EXIT_SUCCESS;
}
