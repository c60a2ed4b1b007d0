/* SPDX-License-Identifier: MIT */
/*
 * The two futex calls that mp needs.  A futex word is a number in memory: the
 * kernel puts a thread to sleep only if the word still has the value that the
 * thread saw, checked under the same lock that a wake-up takes.  So whoever
 * changes the word first and wakes then cannot miss a sleeper.
 *
 * The words lie in memory shared between processes; FUTEX_PRIVATE_FLAG must
 * not be set.
 */
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "mp/impl.h"

void mp__futex_wait(_Atomic uint32_t *word, uint32_t seen, int64_t ns)
{
	struct timespec t = { .tv_sec = (time_t)(ns / 1000000000),
			      .tv_nsec = (long)(ns % 1000000000) };
	int saved = errno;

	/* EAGAIN, EINTR, ETIMEDOUT: the caller looks for itself. */
	(void)syscall(SYS_futex, word, FUTEX_WAIT, seen, &t, NULL, 0);
	errno = saved;
}

int mp__futex_wake(_Atomic uint32_t *word, int count)
{
	return (int)syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}
