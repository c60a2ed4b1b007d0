/* SPDX-License-Identifier: MIT */
/*
 * A manager: a server process that keeps objects for others.
 *
 *	mp_manager *m = mp_manager_new(NULL, NULL);
 *	mp_namespace *settings = mp_namespace_new(m, "settings");
 *	mp_dict *results = mp_dict_new(m, "results");
 *	mp_list *log = mp_list_new(m, "log");
 *	... mp_process_start(...) ...		children inherit them
 *	mp_namespace_set(settings, "x", MP_ANY(10));
 *	mp_dict_set(results, MP_ANY("worker"), MP_ANY(0.5));
 *	mp_list_append(log, MP_ANY("hello"));
 *	mp_manager_free(m);			ends the server
 *
 * The unit of truth is Python's multiprocessing.Manager.  Each call is a
 * message to the server and an answer; the server does one thing after the
 * other, so that a call takes effect as a whole.  Two calls are two: between a
 * get and a set another process may set too, and what it has set is lost.  To
 * add to a number use the add of its object, which is one call.
 *
 * Objects may hold objects of the same manager (mp/any.h): then both handles
 * mean one object.  The server keeps an object until no handle of any process
 * and no other object refers to it; objects that refer to each other in a
 * circle, or to themselves, stay until the manager ends.  A child that is
 * started inherits its parent's handles as its own: either may free its
 * without harm to the other.  A process that ends, however, lets go of its.
 *
 * To a process that is this program anew a manager and its objects can be given
 * (mp_process_give in mp/start.h) if the manager was made to be givable: while
 * the default start method was not MP_FORK, or after mp_set_givable(true).  The
 * server keeps what was given as long as that process has it or may still ask
 * for it.
 *
 * What needs no manager here, unlike in Python: queues, locks and all else of
 * mp that is shared lives in memory that processes share anyway.
 *
 * The server ends when the process that made the manager shuts it down or
 * frees it, or ends, however that ends.  At an ordinary end of that process
 * children that it waits for may use the manager to their own end.  SIGTERM
 * from anybody else ends the server at once; it ignores SIGINT.  Whatever ends
 * it, from then on every call fails with EPIPE, also one that waits for its
 * answer.
 *
 * A process may be killed at any instant inside any call: its call then has
 * taken effect or has not, and nobody else notices.  The server waits for
 * nobody: not for a client that sends half a request, floods it, or does not
 * take its answers.
 *
 * Errors: -1 (or NULL) and errno.  Every call on an object may fail with
 *
 *	EPIPE		the server has ended
 *	ETIMEDOUT	it did not answer in time (mp_manager_set_timeout);
 *			whether the call took, or takes, effect is not known
 *	EINVAL		NULL, or an object of another manager
 *	ESTALE		the object is gone (a handle that was freed elsewhere
 *			without fork's knowledge, as after vfork(2))
 *	ENOMEM		here or in the server
 *	EMFILE, ENFILE	here or in the server
 *	EILSEQ, EMSGSIZE	a text (mp/any.h)
 *
 * and with what the server found wrong, which its header names.  Any thread of
 * any process may call: each has a connection of its own while it calls.  No
 * call is safe in a signal handler.  A handler that runs does not end a wait.
 */
#ifndef MP_MANAGER_H
#define MP_MANAGER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "mp/any.h"
#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_manager mp_manager;

/* What is zero takes the default. */
struct mp_manager_options {
	/* Called once, in the server, before it serves; 0 if well. */
	int (*initializer)(void *argument);
	void *argument;
	/* Seconds that a call waits for its answer; 0: MP_FOREVER. */
	double timeout;
};

/*
 * Make a manager and start its server, a process of the same name.  @name is
 * copied (up to 31 bytes); NULL gives Manager-N.  @options may be NULL.  The
 * caller owns the result: mp_manager_free.  Fails with EINVAL (a time-out that
 * is negative or NaN), ENOTRECOVERABLE (the initializer failed, or the server
 * ended in it), EPERM (this process is a daemon), EAGAIN, ENOMEM, EMFILE,
 * ENFILE, ETIMEDOUT.
 */
mp_manager *mp_manager_new(const char *name,
			   const struct mp_manager_options *options);

/*
 * End the server and wait for its end.  Its objects are gone; handles remain
 * to be freed.  A second shutdown does nothing.  A server that does not end
 * within a second is killed.  Fails with EPERM (not the process that made it),
 * EINVAL (NULL).
 */
int mp_manager_shutdown(mp_manager *m);

/*
 * Free this process's handle; in the process that made it shut it down first.
 * Handles of objects remain valid and are freed on their own.  NULL is allowed.
 */
void mp_manager_free(mp_manager *m);

/*
 * How long this process's calls, of all its threads, wait for an answer from
 * now on, in seconds; children inherit it.  Fails with EINVAL (NULL, NaN, 0 or
 * less).
 */
int mp_manager_set_timeout(mp_manager *m, double timeout);

/* Whether the server lives, its PID, the manager's name; of NULL false, -1,
 * NULL. */
bool mp_manager_is_alive(const mp_manager *m);
pid_t mp_manager_pid(const mp_manager *m);
const char *mp_manager_name(const mp_manager *m);

#ifdef __cplusplus
}
#endif
#endif
