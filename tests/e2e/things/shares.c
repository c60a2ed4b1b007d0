/* SPDX-License-Identifier: MIT */
/*
 * Adders write into shared memory of every sort, and each into a variable of
 * its own that was one before they were forked.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mp/dict.h"
#include "mp/manager.h"
#include "mp/process.h"
#include "mp/shm.h"
#include "mp/show.h"
#include "mp/time.h"
#include "mp/value.h"

enum { ADDERS = 3, TURNS = 15, CELLS = 500 };

static int counter = 5;
static mp_value *hits;
static mp_array *squares, *last;
static mp_dict *settings;

static int add(void *arg)
{
	int me = (int)(intptr_t)arg, one = 1;
	static const char *const keys[ADDERS] = { "depth", "width", "speed" };

	for (int i = 0; i < TURNS; i++) {
		int at = i * ADDERS + me, square = at * at;

		counter += me + 1;
		if (i % 5 == 4)
			(void)mp_show("counter", MP_INT, &counter);
		(void)mp_array_set(squares, (size_t)at, &square);
		(void)mp_array_set(last, (size_t)me, &at);
		(void)mp_value_add(hits, &one, NULL);
		if (i % 6 == me)
			(void)mp_dict_set(settings, MP_ANY(keys[me]),
					  MP_ANY(at));
		(void)mp_sleep(0.1 + 0.02 * me);
	}
	return 0;
}

int main(void)
{
	static const char *const names[ADDERS] = { "adder-1", "adder-2",
						   "adder-3" };
	mp_process *all[ADDERS];
	mp_manager *manager = mp_manager_new("manager", NULL);
	mp_shm *board = mp_shm_create(NULL, 4096);

	hits = mp_value_new("hits", MP_INT, NULL);
	squares = mp_array_new("squares", MP_INT, CELLS, NULL);
	last = mp_array_new("last", MP_INT, ADDERS, NULL);
	settings = mp_dict_new(manager, "settings");
	if (!hits || !squares || !last || !settings || !board)
		return EXIT_FAILURE;
	(void)mp_show("counter", MP_INT, &counter);
	for (int i = 0; i < ADDERS; i++) {
		all[i] = mp_process_new(names[i], add, (void *)(intptr_t)i);
		if (!all[i] || mp_process_start(all[i]))
			return EXIT_FAILURE;
	}
	for (int i = 0; i < ADDERS; i++) {
		(void)mp_process_join(all[i], MP_FOREVER);
		mp_process_free(all[i]);
	}
	(void)mp_show("counter", MP_INT, &counter);
	(void)mp_shm_unlink(mp_shm_name(board));
	mp_shm_close(board);
	mp_dict_free(settings);
	(void)mp_manager_shutdown(manager);
	mp_array_free(last);
	mp_array_free(squares);
	mp_value_free(hits);
	return 0;
}
