/* SPDX-License-Identifier: MIT */
/*
 * The doorbell: what wakes those who wait for a queue and for descriptors at
 * once.
 *
 * A queue's sleepers wait on a futex, which poll(2) does not know.  So there is
 * one eventfd for all queues: made with the first of them, hence inherited by
 * every process that can see one.  Whoever is about to poll asks, under the
 * queue's lock, to be rung for (side.h); whoever brings an item then adds one
 * to the eventfd.  It is never read: a watcher sees the change, through an
 * epoll of his own, and no watcher takes it from another.
 */
#ifndef MP_BELL_H
#define MP_BELL_H

#pragma GCC visibility push(hidden)

/* Make it, unless it is there.  0 or an errno value. */
int mp__bell_make(void);
/* Its descriptor, -1: there is none; and that of another process, for good. */
int mp__bell_fd(void);
void mp__bell_take(int fd);
/* Wake all who watch it. */
void mp__bell_ring(void);
/*
 * A descriptor of the caller's own that becomes readable when it rings; -1 and
 * errno.  Close it.
 */
int mp__bell_watch(void);
/* Forget what has rung. */
void mp__bell_quiet(int watch);

#pragma GCC visibility pop

#endif
