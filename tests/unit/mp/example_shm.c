/* SPDX-License-Identifier: MIT */
/* The example of mp/shm.h, as a program. */
#include <mp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char name[40];

static int show(void *unused)
{
	mp_shm *m = mp_shm_attach(name);

	(void)unused;
	if (!m)
		return 1;
	printf("%zu bytes: %s\n", mp_shm_size(m), (char *)mp_shm_data(m));
	mp_shm_free(m);
	return 0;
}

int main(void)
{
	mp_process *p = mp_process_new("viewer", show, NULL);
	mp_shm *m;
	int code;

	snprintf(name, sizeof(name), "picture-%d", (int)getpid());
	m = mp_shm_create(name, 1 << 20);
	strcpy(mp_shm_data(m), "a picture");
	mp_process_start(p);
	mp_process_join(p, MP_FOREVER);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	mp_shm_unlink(name);
	mp_shm_free(m);
	return code;
}
