/* SPDX-License-Identifier: MIT */
/* An executor: a pool that is shut down gently. */
#include "mp/executor.h"

#include <stdlib.h>
#include <unistd.h>

#include "mp/crew.h"

struct mp_executor {
	mp_pool *pool;
	mp_executor *next;
};

static mp_executor *executors;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool armed;

/* ---- the end of the program ---- */

static void finish_all(void)
{
	for (mp_executor *e = executors; e; e = e->next)
		if (!mp__pool_check(e->pool))
			(void)mp_executor_shutdown(e, true, false);
}

/* After that of the pools, so that it runs before it. */
static int arm(void)
{
	if (atomic_exchange(&armed, true) || !atexit(finish_all))
		return 0;
	atomic_store(&armed, false);
	return -1;
}

/* A child has no executors. */
static void after_fork(void)
{
	(void)pthread_mutex_init(&lock, NULL);
	executors = NULL;
	atomic_store(&armed, false);
}

__attribute__((constructor(150))) static void loaded(void)
{
	(void)pthread_atfork(NULL, NULL, after_fork);
}

static void list(mp_executor *e)
{
	(void)pthread_mutex_lock(&lock);
	e->next = executors;
	executors = e;
	(void)pthread_mutex_unlock(&lock);
}

static void unlist(mp_executor *e)
{
	(void)pthread_mutex_lock(&lock);
	for (mp_executor **at = &executors; *at; at = &(*at)->next) {
		if (*at == e) {
			*at = e->next;
			break;
		}
	}
	(void)pthread_mutex_unlock(&lock);
}

/* ---- for users ---- */

mp_executor *mp_executor_new(const char *name, int workers,
			     const struct mp_pool_options *options)
{
	static _Atomic uint32_t last;
	mp_executor *e = calloc(1, sizeof(*e));
	char full[MP__NAME];

	if (!e)
		return NULL;
	mp__name_set(full, name, "Executor", &last);
	e->pool = mp_pool_new(full, workers, options);
	if (!e->pool) {
		free(e);
		return NULL;
	}
	if (arm()) {
		mp_pool_free(e->pool);
		free(e);
		errno = ENOMEM;
		return NULL;
	}
	list(e);
	return e;
}

MP__TRACED mp_future *mp_executor_submit(mp_executor *e, struct mp_task task,
					 const void *in)
{
	struct mp__order order = {
		.task = task, .in = in, .n = 1, .site = MP__SITE()
	};

	return mp__pool_submit(e ? e->pool : NULL, &order);
}

mp_imap *mp_executor_map(mp_executor *e, struct mp_task task, const void *in,
			 size_t n)
{
	return mp_pool_imap(e ? e->pool : NULL, task, in, n);
}

static void cancel_all(mp_pool *p)
{
	(void)pthread_mutex_lock(&p->lock);
	mp__pool_withdraw(p, MP__CANCELLED);
	(void)pthread_mutex_unlock(&p->lock);
}

int mp_executor_shutdown(mp_executor *e, bool wait, bool cancel_futures)
{
	if (mp_pool_close(e ? e->pool : NULL))
		return -1;
	if (cancel_futures)
		cancel_all(e->pool);
	return wait ? mp_pool_join(e->pool, MP_FOREVER) : 0;
}

void mp_executor_free(mp_executor *e)
{
	if (!e || mp__pool_check(e->pool))
		return;
	(void)mp_executor_shutdown(e, true, false);
	unlist(e);
	mp_pool_free(e->pool);
	free(e);
}
