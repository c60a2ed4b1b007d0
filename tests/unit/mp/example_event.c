/* SPDX-License-Identifier: MIT */
/* The example of mp/event.h, as a program. */
#include <mp.h>
#include <stdio.h>

static int work(void *ready)
{
	mp_event_wait(ready, MP_FOREVER);
	printf("%s goes on\n", mp_process_name(mp_current_process()));
	mp_event_free(ready);
	return 0;
}

int main(void)
{
	mp_event *ready = mp_event_new("ready");
	mp_process *p[2];

	for (int i = 0; i < 2; i++) {
		p[i] = mp_process_new(NULL, work, ready);
		mp_process_start(p[i]);
	}
	mp_event_set(ready);
	for (int i = 0; i < 2; i++) {
		mp_process_join(p[i], MP_FOREVER);
		mp_process_free(p[i]);
	}
	mp_event_free(ready);
	return 0;
}
