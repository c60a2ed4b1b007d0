/* SPDX-License-Identifier: MIT */
/*
 * What outlives the processes that made it: memory, semaphores and message
 * queues of POSIX and of System V, and FIFOs.
 *
 * Two listings, one before a run and one after it, tell what came in between.
 * Of whom it is the kernel says more or less: of System V memory who made it,
 * of message queues who used them last, of the rest the user alone.
 */
#ifndef PROC_LEFTOVERS_H
#define PROC_LEFTOVERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum proc_lasting {
	PROC_LASTING_MEMORY, /* POSIX: with a name */
	PROC_LASTING_SEM,
	PROC_LASTING_MQ,
	PROC_LASTING_SYSV_MSG, /* with a number */
	PROC_LASTING_SYSV_SEM,
	PROC_LASTING_SYSV_SHM,
	PROC_LASTING_FIFO, /* with a path */
};

struct proc_leftover {
	enum proc_lasting kind;
	char *name;        /* "/x" as in shm_open(3); NULL: System V */
	int id;            /* of System V */
	uint64_t dev, ino; /* of what has a name */
	uint64_t amount;   /* bytes; messages; semaphores of a set */
	pid_t pids[2];     /* who made it or used it last; 0: not known */
	uid_t uid;         /* who made it */
	int64_t changed_s; /* made or changed, CLOCK_REALTIME */
};

struct proc_leftovers {
	struct proc_leftover *items;
	size_t count, cap;
};

/*
 * All that the system has of these, but for POSIX message queues where
 * /dev/mqueue is not mounted, and FIFOs: these must be asked for by name.
 * What cannot be read is left out.  Release *@ret (zero at first) afterwards.
 */
void proc_leftovers_list(struct proc_leftovers *ret);
void proc_leftovers_release(struct proc_leftovers *l);

/*
 * Whether there is a message queue or FIFO of that name.  *@ret is the
 * caller's; its name is not set.  Neither waits for anybody.
 */
bool proc_leftover_mq(const char *name, struct proc_leftover *ret);
bool proc_leftover_fifo(const char *path, struct proc_leftover *ret);

/* The one of @l that is the same thing as @one; NULL: none. */
const struct proc_leftover *
proc_leftovers_find(const struct proc_leftovers *l,
		    const struct proc_leftover *one);

/* The parts of the listing, for tests: a file of /proc/sysvipc, a folder. */
void proc_leftovers_parse(struct proc_leftovers *l, enum proc_lasting kind,
			  const char *text);
void proc_leftovers_folder(struct proc_leftovers *l, const char *path);

#endif
