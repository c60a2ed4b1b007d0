/* SPDX-License-Identifier: MIT */
/*
 * Results that are over: what came out, and whose places they had.  All of it
 * under the pool's lock.
 */
#include <stdlib.h>
#include <string.h>

#include "mp/crew.h"

static uint64_t block_bytes(const struct mp_result *r)
{
	return mp__job_errors(r->items, r->task.in_size, r->task.out_size) +
	       r->chunks * sizeof(struct mp__error);
}

enum mp__status mp__result_chunk(const struct mp_result *r, uint32_t i,
				 struct mp__error *ret)
{
	const unsigned char *block = r->pool->board->memory + r->base;
	enum mp__status s = mp__status_of(atomic_load(mp__result_word(r, i)));

	*ret = (struct mp__error){ .item = (uint64_t)i * r->chunk };
	if (s == MP__FAILED || s == MP__DIED)
		memcpy(ret,
		       block +
			       mp__job_errors(r->items, r->task.in_size,
					      r->task.out_size) +
			       i * sizeof(*ret),
		       sizeof(*ret));
	return s;
}

/* The first failure in the order of the items. */
static void find_error(struct mp_result *r)
{
	r->status = MP__DONE;
	for (uint32_t i = 0; i < r->chunks && r->status == MP__DONE; i++)
		if (mp__status_of(atomic_load(mp__result_word(r, i))) !=
		    MP__DONE)
			r->status = mp__result_chunk(r, i, &r->error);
}

static void leave_slot(struct mp_result *r, uint64_t slot)
{
	mp_pool *p = r->pool;

	if (p->slot[slot] != r)
		return;
	p->slot[slot] = NULL;
	/* Release: whoever claims from it later finds another's. */
	atomic_store_explicit(&p->board->job[slot].seq, 0,
			      memory_order_release);
}

static void give_words(struct mp_result *r)
{
	mp__arena_give(&r->pool->words, r->words * sizeof(uint64_t),
		       r->chunks * sizeof(uint64_t));
}

static void give_places(struct mp_result *r)
{

	if (r->tries)
		for (uint64_t i = 0; i < MP__JOBS; i++)
			leave_slot(r, i);
	else if (r->chunks)
		leave_slot(r, r->pos % MP__JOBS);
	if (!r->keeps_words)
		give_words(r);
}

static void unlink_live(struct mp_result *r)
{
	mp_pool *p = r->pool;

	*(r->prev ? &r->prev->next : &p->live) = r->next;
	*(r->next ? &r->next->prev : &p->live_last) = r->prev;
}

bool mp__result_settle(struct mp_result *r)
{
	if (r->settled)
		return true;
	/* Acquire: pairs with the end of the chunk (mp__board_end). */
	while (r->left && mp__status_of(atomic_load_explicit(
				  mp__result_word(r, r->left - 1),
				  memory_order_acquire)) >= MP__DONE)
		r->left--;
	if (r->left)
		return false;
	find_error(r);
	give_places(r);
	unlink_live(r);
	free(r->tries);
	r->tries = NULL;
	r->settled = true;
	return true;
}

void mp__result_mind(struct mp_result *r)
{
	mp_pool *p = r->pool;
	struct mp_result *at = p->minded_last;

	if (r->listed)
		return;
	while (at && at->pos > r->pos)
		at = at->before;
	r->before = at;
	r->after = at ? at->after : p->minded;
	*(at ? &at->after : &p->minded) = r;
	*(r->after ? &r->after->before : &p->minded_last) = r;
	r->listed = true;
}

void mp__result_destroy(struct mp_result *r)
{
	if (r->keeps_words)
		give_words(r);
	mp__arena_give(&r->pool->memory, r->base, block_bytes(r));
	free(r);
}

const void *mp__result_out(const struct mp_result *r, size_t i)
{
	return r->pool->board->memory + r->base +
	       mp__job_out(r->items, r->task.in_size) + i * r->task.out_size;
}
