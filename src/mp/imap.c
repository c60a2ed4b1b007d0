/* SPDX-License-Identifier: MIT */
/*
 * Going through the words of a result that is not over yet; it keeps them
 * until it is freed.
 *
 * In order, the iterator sleeps on the word of the chunk that is next.  As
 * they come, it has the keeper tell of the end of any that is in work; since
 * chunks are taken in order, those are among the first that are not over.
 */
#include "mp/imap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mp/crew.h"

struct mp_imap {
	mp_result *r;
	bool unordered;
	uint32_t chunk;       /* that is being given; r->chunks: none yet */
	uint32_t first;       /* chunks before it have been given */
	size_t item;          /* the next of the chunk */
	unsigned char *given; /* of each chunk */
};

static mp_imap *make(mp_pool *p, struct mp__order *order, bool unordered)
{
	mp_imap *it = calloc(1, sizeof(*it));

	if (!it)
		return NULL;
	if (!order->task.chunk)
		order->task.chunk = 1;
	it->unordered = unordered;
	it->given = calloc(order->n ? order->n : 1, 1);
	it->r = it->given ? mp__pool_submit(p, order) : NULL;
	if (!it->r) {
		free(it->given);
		free(it);
		return NULL;
	}
	it->chunk = it->r->chunks;
	return it;
}

MP__TRACED mp_imap *mp_pool_imap(mp_pool *p, struct mp_task task,
				 const void *in, size_t n)
{
	struct mp__order order = { .task = task,
				   .in = in,
				   .n = n,
				   .keep_words = true,
				   .site = MP__SITE() };

	return make(p, &order, false);
}

MP__TRACED mp_imap *mp_pool_imap_unordered(mp_pool *p, struct mp_task task,
					   const void *in, size_t n)
{
	struct mp__order order = { .task = task,
				   .in = in,
				   .n = n,
				   .keep_words = true,
				   .site = MP__SITE() };

	return make(p, &order, true);
}

/* ---- the next chunk ---- */

static bool is_over(const mp_imap *it, uint32_t i)
{
	/* Acquire: pairs with the end of the chunk (mp__board_end). */
	return mp__status_of(atomic_load_explicit(mp__result_word(it->r, i),
						  memory_order_acquire)) >=
	       MP__DONE;
}

/* A chunk that is over and not given, or r->chunks. */
static uint32_t find(const mp_imap *it)
{
	uint32_t end = it->unordered ? it->r->chunks : it->first + 1;
	unsigned open = it->r->pool->board->workers + 1;

	/* What is repeated after a worker's death is not in order. */
	if (it->r->pool->options.retries)
		open = UINT32_MAX;
	for (uint32_t i = it->first; i < end && open; i++) {
		if (it->given[i])
			continue;
		if (is_over(it, i))
			return i;
		open--;
	}
	return it->r->chunks;
}

static void doze_on_next(const mp_imap *it, int64_t ns)
{
	_Atomic uint64_t *word = mp__result_word(it->r, it->first);
	uint64_t s = atomic_fetch_or(word, MP__WATCHED) | MP__WATCHED;

	if (mp__status_of(s) < MP__DONE)
		mp__futex_wait(mp__word_futex(word), (uint32_t)s, ns);
}

static void doze_on_any(const mp_imap *it, int64_t ns)
{
	uint32_t seen = atomic_load(&mp__news);
	unsigned open = it->r->pool->board->workers + 1;

	for (uint32_t i = it->first; i < it->r->chunks && open; i++) {
		if (it->given[i])
			continue;
		open--;
		if (mp__status_of(atomic_fetch_or(mp__result_word(it->r, i),
						  MP__NOTIFY)) >= MP__DONE)
			return;
	}
	mp__futex_wait(&mp__news, seen, ns);
}

/* The item that is next in order; the one given may be another. */
static size_t next_item(const mp_imap *it)
{
	return it->chunk < it->r->chunks ? it->item
					 : (size_t)it->first * it->r->chunk;
}

static void say(const mp_imap *it, enum mp_phase phase, size_t item, int err,
		const void *site)
{
	MP__EMIT(.verb = MP_VERB_RESULT, .phase = (uint8_t)phase,
		 .kind = MP_KIND_INT, .object = it ? it->r->pool->board->id : 0,
		 .a = it ? it->r->first + item : 0, .b = it != NULL, .err = err,
		 .site = site);
}

static int await(mp_imap *it, double timeout, const void *site)
{
	struct mp__offers offers = { 0, 0 };
	int64_t deadline = 0, ns;
	bool begun = false, told = false;

	while ((it->chunk = find(it)) == it->r->chunks) {
		if (!(timeout > 0))
			return ETIMEDOUT;
		if (!begun)
			deadline = mp__deadline(timeout);
		begun = true;
		ns = mp__nap(deadline, MP__RECHECK_NS);
		if (!ns)
			return ETIMEDOUT;
		if (mp__offer(&offers))
			continue;
		if (!told)
			say(it, MP_WAITS, next_item(it), mp__limit(timeout),
			    site);
		told = true;
		if (it->unordered)
			doze_on_any(it, ns);
		else
			doze_on_next(it, ns);
	}
	it->item = (size_t)it->chunk * it->r->chunk;
	return 0;
}

/* ---- the next item ---- */

static void leave_chunk(mp_imap *it)
{
	it->given[it->chunk] = 1;
	it->chunk = it->r->chunks;
	while (it->first < it->r->chunks && it->given[it->first])
		it->first++;
}

/* Item it->item of the chunk, which is over: 0 or the chunk's errno. */
static int give(mp_imap *it, void *out, size_t *ret_item)
{
	mp_result *r = it->r;
	size_t end = ((size_t)it->chunk + 1) * r->chunk;
	struct mp__error error;
	enum mp__status s = mp__result_chunk(r, it->chunk, &error);
	size_t item = it->item++;

	if (s != MP__DONE && (s != MP__FAILED || item >= error.item)) {
		leave_chunk(it);
		*ret_item = error.item;
		return mp__status_errno(s, &error);
	}
	if (it->item == (end < r->items ? end : r->items))
		leave_chunk(it);
	if (r->task.out_size)
		memcpy(out, mp__result_out(r, item), r->task.out_size);
	*ret_item = item;
	return 0;
}

static int check(const mp_imap *it, const void *out, double timeout)
{
	int err = it && !isnan(timeout) ? mp__pool_check(it->r->pool) : EINVAL;

	return !err && !out && it->r->task.out_size ? EINVAL : err;
}

MP__TRACED int mp_imap_next(mp_imap *it, void *out, size_t *ret_item,
			    double timeout)
{
	const void *site = MP__SITE();
	int err = check(it, out, timeout);
	bool more = !err && it->first < it->r->chunks;
	size_t item = it ? next_item(it) : 0;

	say(it, MP_BEGINS, item, 0, site);
	if (more && it->chunk == it->r->chunks)
		err = await(it, timeout, site);
	if (more && !err)
		err = give(it, out, &item);
	if (more && ret_item && err != ETIMEDOUT)
		*ret_item = item;
	say(it, MP_ENDS, item, err, site);
	return err ? mp__result(err) : more;
}

void mp_imap_free(mp_imap *it)
{
	if (!it)
		return;
	mp_result_free(it->r);
	free(it->given);
	free(it);
}
