/* SPDX-License-Identifier: MIT */
/* The example of mp/namespace.h, as a program. */
#include <mp.h>
#include <stdio.h>

static mp_namespace *shared;

static int work(void *unused)
{
	int64_t x;

	(void)unused;
	for (int i = 0; i < 100; i++) {
		mp_namespace_get_int(shared, "x", &x);
		mp_namespace_set(shared, "x", MP_ANY(x + 1));
		mp_namespace_add(shared, "y", MP_ANY(1), NULL);
	}
	return 0;
}

int main(void)
{
	mp_manager *m = mp_manager_new(NULL, NULL);
	mp_process *p[4];
	int64_t x = 0, y = 0;

	shared = mp_namespace_new(m, "shared");
	mp_namespace_set(shared, "x", MP_ANY(0));
	mp_namespace_set(shared, "y", MP_ANY(0));
	for (int i = 0; i < 4; i++) {
		p[i] = mp_process_new(NULL, work, NULL);
		mp_process_start(p[i]);
	}
	for (int i = 0; i < 4; i++) {
		mp_process_join(p[i], MP_FOREVER);
		mp_process_free(p[i]);
	}
	mp_namespace_get_int(shared, "x", &x);
	mp_namespace_get_int(shared, "y", &y);
	printf("a get and a set: %d, an add: %d\n", (int)x, (int)y);
	mp_namespace_free(shared);
	mp_manager_free(m);
	return y != 400;
}
