/* SPDX-License-Identifier: MIT */
/*
 * A process of this program's own that runs one function.
 *
 *	static int work(void *arg)
 *	{
 *		printf("%s got %s\n", mp_process_name(mp_current_process()),
 *		       (const char *)arg);
 *		return 0;
 *	}
 *
 *	mp_process *p = mp_process_new("worker", work, "a job");
 *	mp_process_start(p);
 *	mp_process_join(p, MP_FOREVER);
 *	mp_process_free(p);
 *
 * The unit of truth is Python's multiprocessing.Process.  A process is
 * started with fork(2): it inherits everything, and what it changes in plain
 * memory nobody else sees.  Other ways to start one are in mp/start.h, and what
 * they need: a process that is this program anew ends as a first process does.
 *
 * What a subclass of Process is in Python is a struct here: @fn is its run, and
 * @arg points to it.
 *
 * How a process ends.  A child returns from its function or calls exit(3).
 * Then the atexit(3) handlers that it has registered itself run; those that it
 * inherited from its parent do not, nor do destructors of the program.  A
 * first process ends as any program does.  Either then sends its daemon
 * children SIGTERM and joins all its children; a daemon that has not ended
 * within a second is killed (Python would wait for it without end).  Last,
 * standard I/O is flushed.
 *
 * When a process is killed, or leaves through _exit(2) or abort(3), its
 * children are killed too.  This is tied to the main thread for a child that
 * the main thread started, and to the whole process otherwise: do not leave
 * the main thread through pthread_exit while such children should live on.
 * A parent that closes all its descriptors lets go of children that other
 * threads started, which ends them.
 *
 * A process made with plain fork(2) goes by its parent's name, and has no
 * children yet; those of its parent are not its own.
 *
 * Errors: -1 (or NULL) and errno.  No call here is safe in a signal handler
 * except mp_process_terminate, mp_process_kill and mp_process_pid.  A handle
 * may be used by one thread at a time; different handles by different threads.
 */
#ifndef MP_PROCESS_H
#define MP_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_process mp_process;

/* What a process does; its result is the exit code (the low 8 bits). */
typedef int mp_process_fn(void *arg);

/* What mp_process_exitcode gives while the process has not ended. */
#define MP_NOT_ENDED (-1000)

/*
 * Make a process that will call @fn(@arg).  @name is copied; NULL gives
 * Process-N, numbered for each parent, Process-N:M for a child of Process-N.
 * The caller owns the result: mp_process_free.
 * Fails with EINVAL (@fn is NULL), ENOMEM.
 */
mp_process *mp_process_new(const char *name, mp_process_fn *fn, void *arg);

/*
 * Free the handle.  A process that still runs goes on and is joined when this
 * process ends.  NULL is allowed.
 */
void mp_process_free(mp_process *p);

/*
 * Start it.  Buffered output is flushed first, so that nothing is printed
 * twice: all streams, or standard output and error alone while another thread
 * reads standard input.  Children that have ended are reaped.
 * Fails with EINVAL (NULL), EALREADY (started before), EPERM (this process is
 * a daemon, or not the one that made @p), EAGAIN, ENOMEM, EMFILE, ENFILE; then
 * nothing of it has run, and it may be tried again.
 */
int mp_process_start(mp_process *p);

/*
 * Wait up to @timeout seconds until it has ended, and reap it.  May be
 * repeated.  Fails with ETIMEDOUT (at once if @timeout is 0 or less), EINVAL
 * (NULL, NaN, not started), ECHILD (not a child of this process).
 */
int mp_process_join(mp_process *p, double timeout);

/*
 * Whether it has started and not yet ended.  Reaps it if it has.  True for the
 * process that calls; false for one that is not a child of this process, of
 * which nothing is known.
 */
bool mp_process_is_alive(mp_process *p);

/*
 * Send SIGTERM, or SIGKILL.  A process that has ended is left alone, without
 * an error.  Fails with EINVAL (NULL, not started), ECHILD (not a child of
 * this process).
 */
int mp_process_terminate(mp_process *p);
int mp_process_kill(mp_process *p);

/*
 * The exit code: 0 to 255, or minus the number of the signal that ended it;
 * MP_NOT_ENDED before that.  255 if the program has reaped the process itself,
 * ignores SIGCHLD, or its fork server was killed, so that nobody knows.
 */
int mp_process_exitcode(mp_process *p);

/* Its PID; -1 before the start. */
pid_t mp_process_pid(const mp_process *p);

/* Its name; valid as long as @p. */
const char *mp_process_name(const mp_process *p);
/* Rename it.  Fails with EALREADY (started), EINVAL (NULL), ENOMEM. */
int mp_process_set_name(mp_process *p, const char *name);

/*
 * Whether it is a daemon: ended, not waited for, when its parent ends, and
 * not allowed children.  Settable before the start (EALREADY); a new process
 * takes its parent's flag.
 */
bool mp_process_daemon(const mp_process *p);
int mp_process_set_daemon(mp_process *p, bool daemon);

/*
 * A descriptor that becomes readable when the process ends, and stays so.  It
 * belongs to @p and is closed in children.  Fails with EINVAL (NULL, not
 * started), ECHILD (not a child of this process).
 *
 * It is a pidfd, or, where the system has none (before Linux 5.3, some
 * containers, valgrind), a pipe whose other end the child holds: then one that
 * closes descriptors that are not its own, or executes another program, seems
 * to have ended, and a parent has no sentinel and cannot be joined (ENOSYS).
 */
int mp_process_sentinel(const mp_process *p);

/*
 * The process that calls; in the first one its name is "main".  Not to be
 * freed, started or joined.
 */
mp_process *mp_current_process(void);

/*
 * The process that started this one; NULL in the first one, and in a process
 * made with plain fork(2).  Its name, its PID, whether it is alive, joining it
 * with a time-out (also fails with EMFILE, ENFILE) and its sentinel work as for
 * a child; how it ended is not known: its exit code is then 255.  Not to be
 * freed.  A child that lives to see its parent dead has refused to die with it
 * (prctl(2), PR_SET_PDEATHSIG).
 */
mp_process *mp_parent_process(void);

/*
 * The children of this process that have not ended; those that have are
 * reaped.  Up to @n of those whose handles were not freed are put into
 * @ret_children, in the order of their starts; NULL is allowed if @n is 0.
 * Returns how many there are, which may be more than @n.
 */
size_t mp_active_children(mp_process **ret_children, size_t n);

/* How many CPUs this process may use; at least 1.  (Python: that there are.) */
int mp_cpu_count(void);

#ifdef __cplusplus
}
#endif
#endif
