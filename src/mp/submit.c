/* SPDX-License-Identifier: MIT */
/*
 * Posting.  The items are copied to the board, then the words are set, then
 * the job is filled in and gets its position: that makes it visible, and the
 * move of tail makes it known.
 *
 * A slot whose job is not over is skipped: the workers see that the position
 * has no job and go on (board.c).  So one long task holds up nobody.
 */
#include <stdlib.h>
#include <string.h>

#include "mp/crew.h"

static uint64_t block_bytes(const struct mp_result *r)
{
	return mp__job_errors(r->items, r->task.in_size, r->task.out_size) +
	       r->chunks * sizeof(struct mp__error);
}

/* ---- places ---- */

/* Move tail to a position whose slot is free.  Whether there is one. */
static bool find_slot(mp_pool *p)
{
	struct mp__board *b = p->board;
	/* Relaxed: only the owner moves it, under its lock. */
	uint64_t pos = atomic_load_explicit(&b->tail, memory_order_relaxed);

	for (int i = 0; i < MP__JOBS; i++, pos++) {
		struct mp_result *r = p->slot[pos % MP__JOBS];

		if (r && !mp__result_settle(r))
			continue;
		/* Release: as in post. */
		atomic_store_explicit(&b->tail, pos, memory_order_release);
		return true;
	}
	return false;
}

/* Post the chunks of @r from @from to before @to. */
static void post(struct mp_result *r, uint32_t from, uint32_t to)
{
	struct mp__board *b = r->pool->board;
	uint64_t pos = atomic_load_explicit(&b->tail, memory_order_relaxed);
	struct mp__job *job = &b->job[pos % MP__JOBS];

	job->fn = r->task.fn;
	job->base = r->base;
	job->first = r->first;
	job->in_size = (uint32_t)r->task.in_size;
	job->out_size = (uint32_t)r->task.out_size;
	job->items = (uint32_t)r->items;
	job->chunk = r->chunk;
	atomic_store_explicit(&job->words, r->words, memory_order_relaxed);
	atomic_store_explicit(&job->chunks, to, memory_order_relaxed);
	atomic_store_explicit(&job->next, MP__NEXT(pos, from),
			      memory_order_release);
	/* Release: pairs with the acquire in claim_of. */
	atomic_store_explicit(&job->seq, pos, memory_order_release);
	r->pool->slot[pos % MP__JOBS] = r;
	/* Release: pairs with the acquire in mp__board_claim. */
	atomic_store_explicit(&b->tail, pos + 1, memory_order_release);
	r->pos = pos;
}

static void set_word(struct mp_result *r, uint32_t i, uint64_t pos)
{
	uint64_t flags = r->listed ? MP__NOTIFY : 0;

	atomic_store_explicit(mp__result_word(r, i),
			      MP__POS(pos) | MP__PENDING | flags,
			      memory_order_relaxed);
}

/* ---- making ---- */

static size_t default_chunk(const mp_pool *p, size_t n)
{
	size_t parts = 4UL * p->board->workers;

	return n / parts + (n % parts != 0);
}

static int check_sizes(const struct mp_task *task, const void *in, size_t n)
{
	if (!task->fn || task->chunk < 0 || (n && task->in_size && !in))
		return EINVAL;
	if (task->in_size > MP_TASK_LARGEST || task->out_size > MP_TASK_LARGEST)
		return EMSGSIZE;
	return n >= UINT32_MAX ? EOVERFLOW : 0;
}

static int set_sizes(struct mp_result *r, const struct mp_task *task, size_t n)
{
	size_t chunk =
		task->chunk ? (size_t)task->chunk : default_chunk(r->pool, n);

	if (!chunk || chunk > n)
		chunk = n ? n : 1;
	if (n / chunk >= MP__CHUNKS)
		return EOVERFLOW;
	r->task = *task;
	r->items = n;
	r->chunk = (uint32_t)chunk;
	r->chunks = (uint32_t)(n / chunk + (n % chunk != 0));
	r->left = r->chunks;
	return 0;
}

static int take_places(struct mp_result *r)
{
	mp_pool *p = r->pool;
	uint64_t words;
	int err = mp__arena_take(&p->memory, block_bytes(r), &r->base);

	if (err)
		return err;
	err = mp__arena_take(&p->words, r->chunks * sizeof(uint64_t), &words);
	if (err) {
		mp__arena_give(&p->memory, r->base, block_bytes(r));
		return err;
	}
	r->words = (uint32_t)(words / sizeof(uint64_t));
	return 0;
}

static void link_live(struct mp_result *r)
{
	mp_pool *p = r->pool;

	r->prev = p->live_last;
	*(r->prev ? &r->prev->next : &p->live) = r;
	p->live_last = r;
}

/* Under the lock. */
static int enlist(struct mp_result *r, const void *in)
{
	mp_pool *p = r->pool;
	uint64_t pos;
	int err;

	if (p->closed)
		return EPIPE;
	if (p->broken)
		return ENOTRECOVERABLE;
	r->first = p->tasks + 1;
	if (r->chunks && !find_slot(p))
		return EAGAIN;
	err = take_places(r);
	if (err)
		return err;
	p->references++;
	p->tasks += r->items;
	link_live(r);
	pos = atomic_load_explicit(&p->board->tail, memory_order_relaxed);
	if (r->task.in_size && r->items)
		memcpy(p->board->memory + r->base, in,
		       r->items * r->task.in_size);
	r->pos = pos;
	r->calls = r->callbacks.done || r->callbacks.failed;
	if (r->calls)
		mp__result_mind(r);
	for (uint32_t i = 0; i < r->chunks; i++)
		set_word(r, i, pos);
	if (r->chunks)
		post(r, 0, r->chunks);
	return 0;
}

static struct mp_result *make(mp_pool *p, const struct mp__order *order)
{
	struct mp_result *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->pool = p;
	r->keeps_words = order->keep_words;
	if (order->callbacks)
		r->callbacks = *order->callbacks;
	return r;
}

static int submit(struct mp_result *r, const struct mp__order *order)
{
	mp_pool *p = r->pool;
	int err = set_sizes(r, &order->task, order->n);

	if (err)
		return err;
	(void)pthread_mutex_lock(&p->lock);
	err = enlist(r, order->in);
	(void)pthread_mutex_unlock(&p->lock);
	return err;
}

struct mp_result *mp__submit(mp_pool *p, const struct mp__order *order)
{
	struct mp_result *r;
	int err = mp__pool_check(p);
	uint32_t chunks;

	if (!err)
		err = check_sizes(&order->task, order->in, order->n);
	if (err) {
		errno = err;
		return NULL;
	}
	r = make(p, order);
	if (!r)
		return NULL;
	err = submit(r, order);
	if (err) {
		free(r);
		errno = err;
		return NULL;
	}
	chunks = r->chunks;
	if (chunks)
		mp__board_rouse(p->board, chunks);
	else
		mp__board_ring(p->board);
	return r;
}

bool mp__submit_again(struct mp_result *r, uint32_t i)
{
	mp_pool *p = r->pool;
	uint64_t pos;

	if (!find_slot(p))
		return false;
	pos = atomic_load_explicit(&p->board->tail, memory_order_relaxed);
	/* The sleepers on the word stay: it is not over. */
	for (uint64_t s = atomic_load(mp__result_word(r, i));
	     !atomic_compare_exchange_weak(mp__result_word(r, i), &s,
					   MP__POS(pos) | MP__PENDING |
						   (s & MP__FLAGS));)
		;
	post(r, i, i + 1);
	mp__board_rouse(p->board, 1);
	return true;
}
