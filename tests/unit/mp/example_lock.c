/* SPDX-License-Identifier: MIT */
/* The example of mp/lock.h, as a program. */
#include <errno.h>
#include <mp.h>
#include <stdio.h>

static int work(void *arg)
{
	mp_lock *lock = arg;

	errno = 0;
	if (mp_lock_acquire(lock, MP_FOREVER) == 0 && errno == EOWNERDEAD)
		printf("the last holder died\n");
	printf("only one at a time says this\n");
	(void)fflush(stdout);
	mp_lock_release(lock);
	mp_lock_free(lock);
	return 0;
}

int main(void)
{
	mp_lock *lock = mp_lock_new("account");
	mp_process *p = mp_process_new("worker", work, lock);

	mp_process_start(p);
	mp_lock_acquire(lock, MP_FOREVER);
	printf("and this\n");
	(void)fflush(stdout);
	mp_lock_release(lock);
	mp_process_join(p, MP_FOREVER);
	mp_lock_free(lock);
	mp_process_free(p);
	return 0;
}
