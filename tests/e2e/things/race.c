/* SPDX-License-Identifier: MIT */
/*
 * Runners wait for the starting gun, an event; who is first sets another, for
 * which the photographer waits.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mp/event.h"
#include "mp/process.h"
#include "mp/time.h"

enum { RUNNERS = 4 };

static mp_event *gun, *finish;

static int run(void *arg)
{
	int me = (int)(intptr_t)arg;

	(void)mp_sleep(0.2 * me);
	(void)mp_event_wait(gun, MP_FOREVER);
	(void)mp_sleep(1.5 + 0.4 * ((me + 2) % RUNNERS));
	(void)mp_event_set(finish);
	return 0;
}

static int take_picture(void *unused)
{
	(void)unused;
	(void)mp_event_wait(finish, MP_FOREVER);
	(void)mp_sleep(0.5);
	return 0;
}

int main(void)
{
	static const char *const names[RUNNERS + 1] = { "runner-1", "runner-2",
							"runner-3", "runner-4",
							"photographer" };
	mp_process *all[RUNNERS + 1];

	gun = mp_event_new("gun");
	finish = mp_event_new("finish");
	if (!gun || !finish)
		return EXIT_FAILURE;
	for (int i = 0; i <= RUNNERS; i++) {
		all[i] = mp_process_new(names[i],
					i < RUNNERS ? run : take_picture,
					(void *)(intptr_t)i);
		if (!all[i] || mp_process_start(all[i]))
			return EXIT_FAILURE;
	}
	(void)mp_sleep(2);
	(void)mp_event_set(gun);
	for (int i = 0; i <= RUNNERS; i++) {
		(void)mp_process_join(all[i], MP_FOREVER);
		mp_process_free(all[i]);
	}
	(void)mp_event_clear(gun);
	mp_event_free(gun);
	mp_event_free(finish);
	return EXIT_SUCCESS;
}
