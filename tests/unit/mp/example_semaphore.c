/* SPDX-License-Identifier: MIT */
/* The example of mp/semaphore.h, as a program. */
#include <mp.h>
#include <stdio.h>

static int work(void *seats)
{
	mp_semaphore_acquire(seats, MP_FOREVER);
	printf("%s is in\n", mp_process_name(mp_current_process()));
	mp_semaphore_release(seats);
	mp_semaphore_free(seats);
	return 0;
}

int main(void)
{
	mp_semaphore *seats = mp_bounded_semaphore_new("seats", 2);
	mp_process *p[4];

	for (int i = 0; i < 4; i++) {
		p[i] = mp_process_new(NULL, work, seats);
		mp_process_start(p[i]);
	}
	for (int i = 0; i < 4; i++) {
		mp_process_join(p[i], MP_FOREVER);
		mp_process_free(p[i]);
	}
	mp_semaphore_free(seats);
	return 0;
}
