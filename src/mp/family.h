/* SPDX-License-Identifier: MIT */
/*
 * What a process knows about itself and its children.
 *
 * One list holds every child from just before its fork until it is reaped, and
 * one lock guards the list and the reaping; no other lock of mp is taken under
 * it, nor it under another.  fork(2) takes that lock too
 * (pthread_atfork), so that a child never finds the list half-changed, and
 * empties the list in the child: they are the parent's children, not its own.
 */
#ifndef MP_FAMILY_H
#define MP_FAMILY_H

#include <sys/types.h>

#include "mp/impl.h"
#include "mp/lifeline.h"
#include "mp/process.h"
#include "mp/pulse.h"
#include "mp/start.h"

enum { MP__UNBORN = -1 };

struct mp_process {
	mp_process_fn *fn;
	void *arg;
	size_t arg_size; /* 0: it is not known what arg points to */
	bool owns_arg;   /* a copy that was made for it */
	enum mp_start_method method;
	struct mp__gift *gifts; /* what it is given (start_give.c) */
	int tether; /* where a server tells of it (start_client.c); -1 */
	char *name;
	char *path; /* its place in the tree: N:M:...; "" for the first */
	bool daemon;
	bool freed;          /* the caller has no use for it any more */
	pid_t creator;       /* who may start and join it */
	_Atomic pid_t pid;   /* MP__UNBORN before the start */
	atomic_int exitcode; /* MP_NOT_ENDED until reaped */
	atomic_int sentinel; /* pidfd, or what stands in for it; -1: none */
	struct mp__pulse pulse;
	struct mp__lifeline lifeline;
	struct mp_process *next; /* in the list of children */
};

#pragma GCC visibility push(hidden)

/* As before anything is known of it; and its end. */
void mp__process_init(mp_process *p);
void mp__process_destroy(mp_process *p);

/* This process. */
mp_process *mp__self(void);
/* In a new child: this process is @self from now on. */
void mp__become(mp_process *self);
/* The number of this process's next child, from 1. */
unsigned mp__next_child(void);

/* Have the children ended when this process ends.  0 or ENOMEM. */
int mp__family_arm(void);
/* Before the fork of @p: list it. */
void mp__family_add(mp_process *p);
/* The fork failed: forget @p. */
void mp__family_drop(mp_process *p);
/* The fork succeeded: @p is @pid now. */
void mp__family_born(mp_process *p, pid_t pid, int pidfd);
/* Reap @p if it has ended.  Whether it had. */
bool mp__family_reap(mp_process *p);
/* Reap whoever has ended. */
void mp__family_tidy(void);
/* mp_active_children, without reaping anybody. */
size_t mp__family_list(mp_process **ret_children, size_t n);
/* The caller frees its handle on @p: now, or when @p is reaped. */
void mp__family_release(mp_process *p);
/* End the daemons, then wait for all. */
void mp__family_end(void);

/*
 * Flush what is buffered, lest a child prints it again.  If another thread is
 * blocked reading standard input, its lock would stop us, and only what is sure
 * not to be locked is flushed.
 */
void mp__flush(void);
/*
 * In the parent, after the fork: the child is there.  0 or an errno value;
 * then it is there no more.
 */
int mp__adopt(mp_process *p, pid_t pid);
/*
 * In the child of a fork: be @p, a child of @parent, and call @ready() before
 * what it is to do.
 */
_Noreturn void mp__child_main(mp_process *p, mp_process *parent,
			      pid_t parent_pid, void (*ready)(void));

/* mp_process_join: 0 or its errno. */
int mp__join(mp_process *p, double timeout, const void *site);
/* Send @p the signal of @verb (TERMINATE or KILL). */
int mp__signal(mp_process *p, enum mp_verb verb, const void *site);

#pragma GCC visibility pop

static inline bool mp__ended(const mp_process *p)
{
	return atomic_load(&p->exitcode) != MP_NOT_ENDED;
}

#endif
