/* SPDX-License-Identifier: MIT */
/*
 * turns CHILDREN STEPS: so many children, each of which releases a semaphore so
 * many times: every interleaving of them is possible, and each is a schedule.
 */
#include <stdlib.h>

#include "mp/process.h"
#include "mp/semaphore.h"

enum { CHILDREN_MAX = 3 };

static mp_semaphore *turn;
static int steps;

static int take_turns(void *unused)
{
	(void)unused;
	for (int i = 0; i < steps; i++)
		(void)mp_semaphore_release(turn);
	return 0;
}

int main(int argc, char **argv)
{
	static const char *const names[CHILDREN_MAX] = { "B", "C", "D" };
	mp_process *child[CHILDREN_MAX];
	int n = argc > 1 ? atoi(argv[1] + sizeof("n=") - 1) : 0;

	steps = argc > 2 ? atoi(argv[2] + sizeof("k=") - 1) : 0;
	turn = mp_semaphore_new("turn", 0);
	if (!turn || n < 1 || n > CHILDREN_MAX)
		return EXIT_FAILURE;
	for (int i = 0; i < n; i++) {
		child[i] = mp_process_new(names[i], take_turns, NULL);
		if (!child[i] || mp_process_start(child[i]))
			return EXIT_FAILURE;
	}
	for (int i = 0; i < n; i++)
		(void)mp_process_join(child[i], MP_FOREVER);
	return EXIT_SUCCESS;
}
