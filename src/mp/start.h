/* SPDX-License-Identifier: MIT */
/*
 * How a process starts: as a copy of this one, or as this program anew.
 *
 *	static int work(void *arg)
 *	{
 *		const struct job *job = arg;
 *		mp_queue *results = mp_queue_given("results");
 *		int n = job->n * job->n;
 *
 *		return mp_queue_put(results, &n, MP_FOREVER);
 *	}
 *	MP_SPAWNABLE(work);
 *
 *	int main(int argc, char **argv)
 *	{
 *		mp_main(argc, argv);
 *		mp_set_start_method(MP_SPAWN);
 *
 *		mp_queue *results = mp_queue_new("results", 4, MP_INT);
 *		struct job job = { .n = 3 };
 *		mp_process *p = mp_process_new_with("worker", work, &job,
 *						    sizeof(job));
 *
 *		mp_process_give(p, "results", results);
 *		mp_process_start(p);
 *		... mp_queue_get(results, &n, MP_FOREVER) ...
 *	}
 *
 * MP_FORK, the default, copies this process: the child has all that its parent
 * had, at the price of having it.  MP_SPAWN executes this program again: the
 * child begins with nothing but standard input, output and error, the
 * environment, the argument and what it was given.  MP_FORKSERVER does that
 * once, for a server that has one thread and forks each child from then on:
 * as clean as the second, nearly as fast as the first, and right where fork is
 * not, in a program with threads.  Such a child is a child of the server: it
 * has the environment, the working directory and the signal mask of the moment
 * at which the server was started, by the first process that needed it.
 *
 * The program above works with each of them, which is what mp_process_new_with
 * and mp_process_give are for: under MP_FORK what is given is what was
 * inherited.
 *
 * The guard.  A child that is this program anew begins in main(), and must
 * leave it before it does again what its parent did: mp_main does that, and
 * never returns in such a child.  A program whose main() has not called it yet
 * cannot start one (ENOEXEC), so that nothing is ever done twice and no program
 * starts itself without end.
 *
 * What can be given.  Shared objects that are made while the default method is
 * not MP_FORK, or after mp_set_givable(true), live in memory of their own that
 * can be given to any process; they cost a descriptor each.  Others only
 * children of fork have (Python: an object belongs to the context that made
 * it).  Named memory (shm.h) can always be given, connections if they are, the
 * objects of a manager if it is.
 *
 * The server ends with the process that needs it, whatever way that ends, and
 * each process has its own.  If it is killed, the next start starts another;
 * its children run on, but nobody learns their exit codes: 255.
 *
 * Pools, executors and managers always fork, whatever the default.
 *
 * Errors: -1 (or NULL) and errno.  No call is safe in a signal handler.
 */
#ifndef MP_START_H
#define MP_START_H

#include <stdbool.h>
#include <stddef.h>

#include "mp/barrier.h"
#include "mp/condition.h"
#include "mp/connection.h"
#include "mp/event.h"
#include "mp/lock.h"
#include "mp/manager.h"
#include "mp/process.h"
#include "mp/queue.h"
#include "mp/semaphore.h"
#include "mp/shm.h"
#include "mp/value.h"

#ifdef __cplusplus
extern "C" {
#endif

enum mp_start_method { MP_FORK, MP_SPAWN, MP_FORKSERVER };

/* How many there are: from 0, in the order above. */
#define MP_START_METHODS 3

/* "fork", "spawn", "forkserver"; NULL if there is no such method. */
const char *mp_start_method_name(enum mp_start_method method);

/*
 * The guard: to be called first in main(), with its arguments.  Returns at
 * once in a process that was started in any other way; in a child that is this
 * program anew it calls what the child is to do, and ends the process with the
 * result.  (Such a child ends as any program does: mp/process.h.)
 */
void mp_main(int argc, char **argv);

/* ---- which method ---- */

/*
 * Choose how processes are started from now on, here and in their children.
 * Once: fails with EALREADY if it was done before, EINVAL (no such method).
 */
int mp_set_start_method(enum mp_start_method method);
/* Choose again.  What was made before stays as it is.  Fails with EINVAL. */
int mp_force_start_method(enum mp_start_method method);
/* MP_FORK if nobody has chosen. */
enum mp_start_method mp_get_start_method(void);

/*
 * Whether objects that any thread makes from now on can be given although the
 * default method is MP_FORK: for programs in which only some processes are
 * started another way.
 */
void mp_set_givable(bool givable);

/*
 * Start @p this way, whatever the default; a new process has the default of
 * the moment at which it was made.  Fails with EINVAL (NULL, no such method),
 * EALREADY (started).
 */
int mp_process_set_start_method(mp_process *p, enum mp_start_method method);
/* MP_FORK for NULL. */
enum mp_start_method mp_process_start_method(const mp_process *p);

/* ---- what a child does ---- */

/* MP_SPAWNABLE makes them. */
struct mp_spawnable {
	const char *name, *file;
	mp_process_fn *fn;
	struct mp_spawnable *next;
};
void mp_spawnable_add(struct mp_spawnable *s);

/*
 * At file scope, after the function: processes that are this program anew can
 * find @fn.  It must be there when main() begins.
 */
#define MP_SPAWNABLE(fn)                                                       \
	static struct mp_spawnable mp_spawnable_##fn = { #fn, __FILE__, (fn),  \
							 NULL };               \
	__attribute__((constructor)) static void mp_spawnable_add_##fn(void)   \
	{                                                                      \
		mp_spawnable_add(&mp_spawnable_##fn);                          \
	}                                                                      \
	struct mp_spawnable

/* Most bytes of an argument. */
#define MP_ARGUMENT_MOST (64UL << 20)

/*
 * Make a process that will call @fn with a copy of the @size bytes at @arg,
 * aligned for any type; with NULL if @size is 0.  They are copied here, and
 * must not contain pointers unless the process is forked.  Else as
 * mp_process_new, which it can replace under every method.
 * Fails with EINVAL (@fn is NULL, or @arg and @size is not 0), EMSGSIZE (more
 * than MP_ARGUMENT_MOST), ENOENT (@fn is not MP_SPAWNABLE; of a process that is
 * to be forked this is not asked), ENOMEM.
 *
 * Besides its other errors mp_process_start then fails with ENOEXEC (main() has
 * not called mp_main, or this is a child in which it has not yet), ENOENT (not
 * MP_SPAWNABLE), EINVAL (made by mp_process_new with an argument: a pointer
 * means nothing there; or given an object that cannot be given), EBADF (given a
 * connection that was closed), E2BIG (given more than MP_GIVEN_MOST
 * descriptors), ENOSYS (no /proc), EPIPE (the server ends again and again; or
 * given what belongs to a manager whose server has ended).
 * Then nothing has run.  It waits for the server, if need be for its start.
 */
mp_process *mp_process_new_with(const char *name, mp_process_fn *fn,
				const void *arg, size_t size);

/*
 * Have @fn(NULL), which is MP_SPAWNABLE, called once in the server before it
 * forks the first child: what it prepares they all have.  It cannot start
 * processes.  NULL: nothing.  Fails with ENOENT (not MP_SPAWNABLE), EALREADY
 * (this process has a server).
 */
int mp_set_forkserver_preload(mp_process_fn *fn);

/* ---- what a child is given ---- */

/* Most descriptors that go to a child; an object needs one or two. */
#define MP_GIVEN_MOST 240

enum mp_given {
	MP_GIVEN_QUEUE,
	MP_GIVEN_LOCK, /* of either make */
	MP_GIVEN_SEMAPHORE,
	MP_GIVEN_EVENT,
	MP_GIVEN_CONDITION, /* with its lock */
	MP_GIVEN_BARRIER,   /* an action must be MP_SPAWNABLE, without arg */
	MP_GIVEN_VALUE,     /* with its lock */
	MP_GIVEN_ARRAY,     /* the same */
	MP_GIVEN_CONN,
	MP_GIVEN_SHM,
	MP_GIVEN_MANAGER,
	MP_GIVEN_NAMESPACE,
	MP_GIVEN_DICT,
	MP_GIVEN_LIST,
};

/*
 * Give @object to @p: mp_process_give(p, "tasks", tasks).  The child finds it
 * by @name, which is copied; NULL: by the object's own name.  It must not be
 * freed before @p is started.  Fails with EINVAL (NULL, or an object that @p,
 * which is not to be forked, could not be given), EEXIST (@p was given
 * something of that name), EALREADY (started), ENOMEM; of a manager or its
 * object, if @p is not to be forked, also with EPIPE (the server has ended),
 * ETIMEDOUT (it takes nothing), EMFILE, ENFILE.
 */
int mp_process_give_object(mp_process *p, const char *name, enum mp_given kind,
			   void *object);

#define MP_GIVEN_KIND(object)                                                  \
	_Generic((object), mp_queue *                                          \
		 : MP_GIVEN_QUEUE, mp_lock *                                   \
		 : MP_GIVEN_LOCK, mp_semaphore *                               \
		 : MP_GIVEN_SEMAPHORE, mp_event *                              \
		 : MP_GIVEN_EVENT, mp_condition *                              \
		 : MP_GIVEN_CONDITION, mp_barrier *                            \
		 : MP_GIVEN_BARRIER, mp_value *                                \
		 : MP_GIVEN_VALUE, mp_array *                                  \
		 : MP_GIVEN_ARRAY, mp_conn *                                   \
		 : MP_GIVEN_CONN, mp_shm *                                     \
		 : MP_GIVEN_SHM, mp_manager *                                  \
		 : MP_GIVEN_MANAGER, mp_namespace *                            \
		 : MP_GIVEN_NAMESPACE, mp_dict *                               \
		 : MP_GIVEN_DICT, mp_list *                                    \
		 : MP_GIVEN_LIST)
#define mp_process_give(p, name, object)                                       \
	mp_process_give_object((p), (name), MP_GIVEN_KIND(object), (object))

/*
 * In the child: what it was given by that name; each time the same handle,
 * which is this process's own, to be freed once.  By one thread at a time.
 * Fails with ENOENT (nothing has that name), EINVAL (NULL, or it is another
 * kind of thing), and when it is first asked for as making or attaching it, or,
 * of a manager or its object, as a call on it: then the server is asked.
 */
void *mp_given_object(const char *name, enum mp_given kind);

static inline mp_queue *mp_queue_given(const char *name)
{
	return (mp_queue *)mp_given_object(name, MP_GIVEN_QUEUE);
}

static inline mp_lock *mp_lock_given(const char *name)
{
	return (mp_lock *)mp_given_object(name, MP_GIVEN_LOCK);
}

static inline mp_semaphore *mp_semaphore_given(const char *name)
{
	return (mp_semaphore *)mp_given_object(name, MP_GIVEN_SEMAPHORE);
}

static inline mp_event *mp_event_given(const char *name)
{
	return (mp_event *)mp_given_object(name, MP_GIVEN_EVENT);
}

static inline mp_condition *mp_condition_given(const char *name)
{
	return (mp_condition *)mp_given_object(name, MP_GIVEN_CONDITION);
}

static inline mp_barrier *mp_barrier_given(const char *name)
{
	return (mp_barrier *)mp_given_object(name, MP_GIVEN_BARRIER);
}

static inline mp_value *mp_value_given(const char *name)
{
	return (mp_value *)mp_given_object(name, MP_GIVEN_VALUE);
}

static inline mp_array *mp_array_given(const char *name)
{
	return (mp_array *)mp_given_object(name, MP_GIVEN_ARRAY);
}

static inline mp_conn *mp_conn_given(const char *name)
{
	return (mp_conn *)mp_given_object(name, MP_GIVEN_CONN);
}

static inline mp_shm *mp_shm_given(const char *name)
{
	return (mp_shm *)mp_given_object(name, MP_GIVEN_SHM);
}

static inline mp_manager *mp_manager_given(const char *name)
{
	return (mp_manager *)mp_given_object(name, MP_GIVEN_MANAGER);
}

static inline mp_namespace *mp_namespace_given(const char *name)
{
	return (mp_namespace *)mp_given_object(name, MP_GIVEN_NAMESPACE);
}

static inline mp_dict *mp_dict_given(const char *name)
{
	return (mp_dict *)mp_given_object(name, MP_GIVEN_DICT);
}

static inline mp_list *mp_list_given(const char *name)
{
	return (mp_list *)mp_given_object(name, MP_GIVEN_LIST);
}

#ifdef __cplusplus
}
#endif
#endif
