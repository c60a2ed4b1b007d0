/* SPDX-License-Identifier: MIT */
/* The example of mp/condition.h, as a program. */
#include <mp.h>
#include <stdio.h>
#include <sys/mman.h>

static mp_condition *more;

static bool there_is_work(void *jobs)
{
	return *(int *)jobs > 0;
}

static int work(void *arg)
{
	int *jobs = arg;

	mp_condition_acquire(more, MP_FOREVER);
	mp_condition_wait_for(more, there_is_work, jobs, MP_FOREVER);
	--*jobs;
	mp_condition_release(more);
	printf("%s does a job\n", mp_process_name(mp_current_process()));
	mp_condition_free(more);
	return 0;
}

int main(void)
{
	int *jobs = mmap(NULL, sizeof(*jobs), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	mp_process *p[2];

	more = mp_condition_new("more", NULL);
	for (int i = 0; i < 2; i++) {
		p[i] = mp_process_new(NULL, work, jobs);
		mp_process_start(p[i]);
	}
	for (int i = 0; i < 2; i++) {
		mp_condition_acquire(more, MP_FOREVER);
		++*jobs;
		mp_condition_notify(more, 1);
		mp_condition_release(more);
	}
	for (int i = 0; i < 2; i++) {
		mp_process_join(p[i], MP_FOREVER);
		mp_process_free(p[i]);
	}
	mp_condition_free(more);
	return 0;
}
