/* SPDX-License-Identifier: MIT */
/* What the system says that a process has: to see that nothing piles up. */
#ifndef STRESS_CENSUS_H
#define STRESS_CENSUS_H

#include <sys/types.h>

struct census {
	long pss, rss; /* KiB */
	long mappings;
	long descriptors;
	long threads;
	long children; /* with zombies */
	long zombies;
	long children_pss; /* KiB, of all children */
	long shm;          /* names in /dev/shm, whosever */
};

/* Of this process, as it is now. */
struct census census_take(void);

/* How many living processes are children of this one; zombies too. */
int census_children(pid_t *pids, int most);

#endif
