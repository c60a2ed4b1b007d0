/* SPDX-License-Identifier: MIT */
/* The example of mp/value.h, as a program. */
#include <mp.h>
#include <stdio.h>

static int work(void *hits)
{
	int one = 1, now;

	mp_value_add(hits, &one, NULL);
	mp_lock_acquire(mp_value_lock(hits), MP_FOREVER);
	mp_value_get(hits, &now);
	now += 10;
	mp_value_set(hits, &now);
	mp_lock_release(mp_value_lock(hits));
	mp_value_free(hits);
	return 0;
}

int main(void)
{
	mp_value *hits = mp_value_new("hits", MP_INT, NULL);
	mp_process *p[2];
	int sum;

	for (int i = 0; i < 2; i++) {
		p[i] = mp_process_new(NULL, work, hits);
		mp_process_start(p[i]);
	}
	for (int i = 0; i < 2; i++) {
		mp_process_join(p[i], MP_FOREVER);
		mp_process_free(p[i]);
	}
	mp_value_get(hits, &sum);
	printf("%d hits\n", sum);
	mp_value_free(hits);
	return sum != 22;
}
