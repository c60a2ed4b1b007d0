/* SPDX-License-Identifier: MIT */
/* The example of mp/barrier.h, as a program. */
#include <mp.h>
#include <stdio.h>

static int work(void *line)
{
	const char *name = mp_process_name(mp_current_process());

	printf("%s: first part\n", name);
	(void)fflush(stdout);
	mp_barrier_wait(line, MP_FOREVER);
	printf("%s: second part\n", name);
	mp_barrier_free(line);
	return 0;
}

int main(void)
{
	mp_barrier *line = mp_barrier_new("line", 3, NULL, NULL, MP_FOREVER);
	mp_process *p[3];

	for (int i = 0; i < 3; i++) {
		p[i] = mp_process_new(NULL, work, line);
		mp_process_start(p[i]);
	}
	for (int i = 0; i < 3; i++) {
		mp_process_join(p[i], MP_FOREVER);
		mp_process_free(p[i]);
	}
	mp_barrier_free(line);
	return 0;
}
