/* SPDX-License-Identifier: MIT */
/*
 * Calling back, in the keeper's thread: the results that somebody minds, once
 * they are over.
 */
#include <limits.h>
#include <stdlib.h>

#include "mp/crew.h"

_Atomic uint32_t mp__news;

static void unmind(struct mp_result *r)
{
	mp_pool *p = r->pool;

	*(r->before ? &r->before->after : &p->minded) = r->after;
	*(r->after ? &r->after->before : &p->minded_last) = r->before;
	r->listed = false;
}

static struct mp__done *next_done(struct mp_result *r)
{
	struct mp__done *d;

	(void)pthread_mutex_lock(&r->pool->lock);
	d = r->dones;
	if (d)
		r->dones = d->next;
	else
		r->drained = true;
	(void)pthread_mutex_unlock(&r->pool->lock);
	return d;
}

static void call_back(struct mp_result *r)
{
	struct mp__done *d;

	const struct mp_callbacks *c = &r->callbacks;

	if (r->status == MP__DONE && c->done)
		c->done(r, c->arg);
	if (r->status != MP__DONE && c->failed)
		c->failed(r, c->arg);
	while ((d = next_done(r))) {
		d->fn(r, d->arg);
		free(d);
	}
}

/* The next one that is over. */
static struct mp_result *next_minded(mp_pool *p)
{
	for (struct mp_result *r = p->minded; r; r = r->after)
		if (mp__result_settle(r))
			return r;
	return NULL;
}

void mp__callbacks_run(mp_pool *p)
{
	struct mp_result *r;

	while ((r = next_minded(p))) {
		unmind(r);
		r->calling = true;
		(void)pthread_mutex_unlock(&p->lock);
		call_back(r);
		(void)pthread_mutex_lock(&p->lock);
		r->calling = false;
		atomic_store(&r->called, 1);
		(void)mp__futex_wake(&r->called, INT_MAX);
		if (!r->freed)
			continue;
		mp__result_destroy(r);
		p->references--;
	}
	atomic_fetch_add(&mp__news, 1);
	(void)mp__futex_wake(&mp__news, INT_MAX);
}
