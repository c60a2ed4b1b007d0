/* SPDX-License-Identifier: MIT */
/*
 * All pools of this process.  When the program exits, they are told before the
 * processes of mp are ended: else keepers would replace the workers that are
 * being ended.
 */
#include <stdlib.h>
#include <unistd.h>

#include "mp/crew.h"

/* Mutable globals of mp. */
static mp_pool *pools;
static pthread_mutex_t pools_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool armed;

static void end_pools(void)
{
	(void)pthread_mutex_lock(&pools_lock);
	for (mp_pool *p = pools; p; p = p->sibling) {
		if (p->owner != getpid())
			continue;
		(void)pthread_mutex_lock(&p->lock);
		p->ending = true;
		(void)pthread_mutex_unlock(&p->lock);
	}
	(void)pthread_mutex_unlock(&pools_lock);
}

int mp__pools_arm(void)
{
	if (atomic_exchange(&armed, true) || !atexit(end_pools))
		return 0;
	atomic_store(&armed, false);
	return ENOMEM;
}

/* A child has its own locks, and no pools. */
static void after_fork(void)
{
	(void)pthread_mutex_init(&pools_lock, NULL);
	pools = NULL;
	atomic_store(&armed, false);
}

__attribute__((constructor(150))) static void loaded(void)
{
	(void)pthread_atfork(NULL, NULL, after_fork);
}

void mp__pools_list(mp_pool *p)
{
	(void)pthread_mutex_lock(&pools_lock);
	p->sibling = pools;
	pools = p;
	(void)pthread_mutex_unlock(&pools_lock);
}

void mp__pools_unlist(mp_pool *p)
{
	(void)pthread_mutex_lock(&pools_lock);
	for (mp_pool **at = &pools; *at; at = &(*at)->sibling) {
		if (*at == p) {
			*at = p->sibling;
			break;
		}
	}
	(void)pthread_mutex_unlock(&pools_lock);
}
