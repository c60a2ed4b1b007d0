/* SPDX-License-Identifier: MIT */
#include "unit/mp/tasks.h"

#include <limits.h>

#include "mp/type.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"

mp_queue *q;

void tasks_setup(void)
{
	crew_setup();
	q = mp_queue_new("tasks", 3, MP_INT);
	ck_assert_ptr_nonnull(q);
}

void tasks_teardown(void)
{
	mp_queue_free(q);
}

void put(int item)
{
	ck_assert_int_eq(mp_queue_put(q, &item, MP_FOREVER), 0);
}

int get(void)
{
	int item = INT_MIN;

	ck_assert_int_eq(mp_queue_get(q, &item, MP_FOREVER), 0);
	return item;
}
