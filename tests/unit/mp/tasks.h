/* SPDX-License-Identifier: MIT */
/* A queue of three numbers, for the tests of queues. */
#ifndef UNIT_MP_TASKS_H
#define UNIT_MP_TASKS_H

#include "mp/queue.h"

/* The queue "tasks". */
extern mp_queue *q;

void tasks_setup(void);
void tasks_teardown(void);

void put(int item);
int get(void);

#endif
