/* SPDX-License-Identifier: MIT */
/* The example of mp/process.h, as a program. */
#include <mp.h>
#include <stdio.h>

static int work(void *arg)
{
	printf("%s got %s\n", mp_process_name(mp_current_process()),
	       (const char *)arg);
	return 0;
}

int main(void)
{
	char job[] = "a job";
	mp_process *p = mp_process_new("worker", work, job);
	int code;

	mp_process_start(p);
	mp_process_join(p, MP_FOREVER);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}
