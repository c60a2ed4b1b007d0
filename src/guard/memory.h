/* SPDX-License-Identifier: MIT */
/*
 * Watching how much memory the processes of a demo have of their own.
 *
 * A limit of the kernel's would count what is mapped, and programs with a
 * sanitizer map terabytes of which they touch little; so it is what they have
 * in memory that is looked at, a few times a second.
 */
#ifndef GUARD_MEMORY_H
#define GUARD_MEMORY_H

#include <stdint.h>
#include <sys/types.h>

/* All zero at first, but for limit. */
struct guard_memory {
	int64_t limit;   /* bytes of private memory, each process; 0: none */
	int64_t next_at; /* when to look again */
};

/*
 * The process that has more than the limit; 0: none, or it is not time yet to
 * look.
 */
pid_t guard_memory_over(struct guard_memory *m);

#endif
