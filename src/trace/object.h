/* SPDX-License-Identifier: MIT */
/*
 * What the numbers in the events of the preload library mean: for the library
 * that writes them and for whoever reads them.
 *
 * A kernel object has the same number in every process: it is made of what the
 * kernel itself tells it apart by (the inode of a pipe, the id of a System V
 * queue), and, for what lies in shared memory, of the file that is mapped and
 * the place in it.  An inode may be used again; the event that makes an object
 * says that it is another one.
 *
 *	bit 63		1, which the objects of mp never have
 *	bits 56 to 62	enum trace_object
 *	bits 0 to 55	the inode, id or hash
 */
#ifndef TRACE_OBJECT_H
#define TRACE_OBJECT_H

#include <stdint.h>

enum trace_object {
	TRACE_OBJECT_NONE,
	TRACE_OBJECT_PIPE,
	TRACE_OBJECT_FIFO,
	TRACE_OBJECT_SOCKET, /* one end of a pair */
	TRACE_OBJECT_MQ,     /* POSIX message queue */
	TRACE_OBJECT_MSG,    /* System V message queue */
	TRACE_OBJECT_SEMSET, /* System V semaphores */
	TRACE_OBJECT_SHM,    /* System V shared memory */
	TRACE_OBJECT_MEMORY, /* a shared mapping: anonymous, or of a file */
	TRACE_OBJECT_SEM,    /* POSIX semaphore */
	TRACE_OBJECT_MUTEX,
	TRACE_OBJECT_RWLOCK,
	TRACE_OBJECT_COND,
	TRACE_OBJECT_BARRIER,
	TRACE_OBJECT_COUNT
};

#define TRACE_OBJECT_BIT  (UINT64_C(1) << 63)
#define TRACE_OBJECT_MASK ((UINT64_C(1) << 56) - 1)

static inline uint64_t trace_object_id(enum trace_object kind, uint64_t n)
{
	return TRACE_OBJECT_BIT | (uint64_t)kind << 56 |
	       (n & TRACE_OBJECT_MASK);
}

/* TRACE_OBJECT_NONE: it is none of these. */
static inline enum trace_object trace_object_kind(uint64_t id)
{
	uint64_t kind = id >> 56 & 0x7f;

	if (!(id & TRACE_OBJECT_BIT) || kind >= TRACE_OBJECT_COUNT)
		return TRACE_OBJECT_NONE;
	return (enum trace_object)kind;
}

/* What is a file, or lies in one: a number made of device and inode. */
static inline uint64_t trace_object_file(enum trace_object kind, uint64_t dev,
					 uint64_t ino)
{
	return trace_object_id(kind, ino ^ dev * UINT64_C(0x9e3779b97f4a7c15));
}

/* A file that is mapped, never 0: its device and inode as in /proc/PID/maps. */
static inline uint64_t trace_object_mapped(uint64_t major, uint64_t minor,
					   uint64_t ino)
{
	return 1 |
	       trace_object_file(TRACE_OBJECT_NONE, major << 20 | minor, ino)
		       << 1;
}

/* What lies at @offset of it. */
static inline uint64_t trace_object_place(enum trace_object kind,
					  uint64_t mapped, uint64_t offset)
{
	return trace_object_file(kind, mapped, offset);
}

/* A System V semaphore: the @number of its set, from 0. */
static inline uint64_t trace_object_sem(int id, unsigned number)
{
	return trace_object_id(TRACE_OBJECT_SEMSET,
			       (uint64_t)(unsigned)id << 16 | number);
}

/* The System V id that the number of an object has in it. */
static inline int trace_object_sysv(uint64_t object)
{
	uint64_t n = object & TRACE_OBJECT_MASK;

	return (int)(trace_object_kind(object) == TRACE_OBJECT_SEMSET ? n >> 16
								      : n);
}

/* Ends of a stream that a descriptor is. */
enum { TRACE_END_READ = 1, TRACE_END_WRITE = 2 };

/* How much of what is written or sent the events show. */
enum { TRACE_SAMPLE_STREAM = 40, TRACE_SAMPLE_MESSAGE = 200 };

/* The b of MP_VERB_FORK. */
enum trace_fork {
	TRACE_FORK_FORK,
	TRACE_FORK_VFORK,
	TRACE_FORK_CLONE,
	TRACE_FORK_SPAWN,
	TRACE_FORK_DAEMON,
	TRACE_FORK_POPEN,
	TRACE_FORK_SYSTEM,
	TRACE_FORK_COUNT
};

/* The aux of MP_VERB_LEFT. */
enum trace_left {
	TRACE_LEFT_MADE,    /* by the run */
	TRACE_LEFT_PERHAPS, /* during the run; nobody was seen to make it */
	TRACE_LEFT_FOUND,   /* it was there before, and was but used */
};

#endif
