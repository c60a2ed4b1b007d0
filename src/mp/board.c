/* SPDX-License-Identifier: MIT */
/* What owner and workers do on a board; board.h has the layout and the rules.
 */
#include "mp/board.h"

#include <limits.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#define LEAST_MEMORY (16ULL << 20)

static uint64_t fixed_bytes(unsigned workers)
{
	return sizeof(struct mp__board) + workers * sizeof(struct mp__desk) +
	       MP__JOBS * sizeof(struct mp__job) +
	       MP__CHUNKS * sizeof(uint64_t);
}

static void *map(uint64_t fixed, uint64_t *memory)
{
	void *m;

	/* Only reserved: pages come when they are first touched. */
	while ((m = mmap(NULL, fixed + *memory, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)) ==
		       MAP_FAILED &&
	       *memory > LEAST_MEMORY)
		*memory /= 2;
	if (m != MAP_FAILED)
		return m;
	errno = ENOMEM;
	return NULL;
}

struct mp__board *mp__board_map(unsigned workers, uint64_t *ret_memory)
{
	uint64_t fixed = (fixed_bytes(workers) + 4095) & ~4095ULL;
	int bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct mp__board *b;

	if (bell < 0)
		return NULL;
	b = map(fixed, ret_memory);
	if (!b) {
		(void)close(bell);
		errno = ENOMEM;
		return NULL;
	}
	b->map_bytes = fixed + *ret_memory;
	b->workers = workers;
	b->bell = bell;
	b->job = (struct mp__job *)(void *)(b->desk + workers);
	b->word = (_Atomic uint64_t *)(void *)(b->job + MP__JOBS);
	b->memory = (unsigned char *)b + fixed;
	atomic_init(&b->head, 1);
	atomic_init(&b->tail, 1);
	return b;
}

void mp__board_unmap(struct mp__board *b)
{
	(void)close(b->bell);
	(void)munmap(b, b->map_bytes);
}

/* ---- claiming ---- */

/* Take the chunk in @word if it is pending for position @pos. */
static bool take(_Atomic uint64_t *word, uint64_t pos, unsigned w)
{
	/* Acquire with the CAS below: pairs with the owner's posting. */
	uint64_t s = atomic_load_explicit(word, memory_order_relaxed);

	while ((s & ~MP__FLAGS) == (MP__POS(pos) | MP__PENDING)) {
		uint64_t taken = MP__POS(pos) | MP__BY(w) | MP__TAKEN;

		if (atomic_compare_exchange_weak_explicit(
			    word, &s, taken | (s & MP__FLAGS),
			    memory_order_acquire, memory_order_relaxed))
			return true;
	}
	return false;
}

/* A chunk of the job at @pos.  Whether there was one. */
static bool claim_of(struct mp__board *b, uint64_t pos, unsigned w,
		     struct mp__claim *ret)
{
	struct mp__job *job = &b->job[pos % MP__JOBS];
	uint64_t next;

	/* Acquire: pairs with the release of seq when it is posted. */
	while (atomic_load_explicit(&job->seq, memory_order_acquire) == pos) {
		next = atomic_load_explicit(&job->next, memory_order_acquire);
		if (next >> 24 != (pos & (UINT64_MAX >> 24)))
			return false;
		ret->job = job;
		ret->index = (uint32_t)(next & MP__INDEX);
		if (ret->index >=
		    atomic_load_explicit(&job->chunks, memory_order_relaxed))
			return false;
		ret->word =
			&b->word[(atomic_load_explicit(&job->words,
						       memory_order_relaxed) +
				  ret->index) %
				 MP__CHUNKS];
		bool ours = take(ret->word, pos, w);

		/* Ours or another's: the hint is behind. */
		atomic_compare_exchange_strong_explicit(
			&job->next, &next, next + 1, memory_order_acq_rel,
			memory_order_relaxed);
		if (ours)
			return true;
	}
	return false;
}

bool mp__board_claim(struct mp__board *b, unsigned w, struct mp__claim *ret)
{
	uint64_t pos = atomic_load_explicit(&b->head, memory_order_acquire);

	/* Acquire: pairs with the release of tail when a job is posted. */
	while (pos < atomic_load_explicit(&b->tail, memory_order_acquire)) {
		if (claim_of(b, pos, w, ret))
			return true;
		if (atomic_compare_exchange_strong_explicit(
			    &b->head, &pos, pos + 1, memory_order_acq_rel,
			    memory_order_acquire))
			pos++;
	}
	return false;
}

/* ---- ending ---- */

static void tell(struct mp__board *b, _Atomic uint64_t *word, uint64_t flags)
{
	if (flags & MP__WATCHED)
		(void)mp__futex_wake(mp__word_futex(word), INT_MAX);
	if (flags & MP__NOTIFY)
		mp__board_ring(b);
}

void mp__board_end(struct mp__board *b, _Atomic uint64_t *word,
		   enum mp__status status)
{
	/* Release: pairs with the acquire of whoever finds the job over. */
	uint64_t s = atomic_fetch_add(word, (uint64_t)status - MP__TAKEN);

	tell(b, word, s);
}

bool mp__board_withdraw(struct mp__board *b, _Atomic uint64_t *word,
			enum mp__status status)
{
	uint64_t s = atomic_load(word);

	while (mp__status_of(s) == MP__PENDING) {
		if (atomic_compare_exchange_weak(
			    word, &s, s - MP__PENDING + (uint64_t)status)) {
			tell(b, word, s);
			return true;
		}
	}
	return false;
}

void mp__board_ring(struct mp__board *b)
{
	uint64_t one = 1;

	/*
	 * The count first, then the look whether it sleeps; the keeper does
	 * it the other way round (keeper.c).  One of the two sees the other.
	 */
	atomic_fetch_add(&b->rings, 1);
	if (atomic_load(&b->keeper_sleeps) &&
	    atomic_exchange(&b->keeper_sleeps, 0))
		if (write(b->bell, &one, sizeof(one)) < 0)
			return; /* its counter is full: it wakes anyway */
}

/* ---- sleeping ---- */

/*
 * A worker without work seeks, awake, for a moment, and rests then.  Whoever
 * posts wakes none for what the seekers will find; so back and forth between
 * the owner and one worker wakes nobody else.  A seeker that finds something
 * is none any more: it passes on what was left to it meanwhile, and so does
 * who is woken by it, as more may have been left than one.  The bit of a seeker
 * that dies is cleared by the keeper, and its successor looks for work first
 * of all.
 */

static bool quiet(struct mp__board *b)
{
	return atomic_load(&b->head) >= atomic_load(&b->tail) &&
	       !atomic_load(&b->closed);
}

/* Whether somebody has to come for a chunk; head may be behind (claim_of). */
static bool has_chunk(struct mp__board *b)
{
	uint64_t pos = atomic_load(&b->head), tail = atomic_load(&b->tail);

	for (; pos < tail; pos++) {
		struct mp__job *job = &b->job[pos % MP__JOBS];
		uint64_t next = atomic_load(&job->next);

		if (atomic_load(&job->seq) == pos &&
		    next >> 24 == (pos & (UINT64_MAX >> 24)) &&
		    (next & MP__INDEX) < atomic_load(&job->chunks))
			return true;
	}
	return false;
}

static void mark(_Atomic uint64_t *bits, unsigned w)
{
	atomic_fetch_or(&bits[w / 64], 1ULL << w % 64);
}

/* Whether it was marked. */
static bool unmark(_Atomic uint64_t *bits, unsigned w)
{
	uint64_t bit = 1ULL << w % 64;

	return atomic_fetch_and(&bits[w / 64], ~bit) & bit;
}

static void sleep_at(struct mp__board *b, unsigned w)
{
	atomic_store(&b->desk[w].wake, 0);
	mark(b->resting, w);
	(void)unmark(b->seeking, w);
	/*
	 * The bits first, then the look; the owner posts first and looks at
	 * the bits then (mp__board_rouse).  One of the two sees the other.
	 */
	atomic_thread_fence(memory_order_seq_cst);
	while (quiet(b) && !atomic_load(&b->desk[w].wake))
		mp__futex_wait(&b->desk[w].wake, 0, 10 * MP__RECHECK_NS);
	(void)unmark(b->resting, w);
}

bool mp__board_seek(struct mp__board *b, unsigned w, struct mp__claim *ret)
{
	struct mp__offers offers = { 0, 0 };
	bool found;

	mark(b->seeking, w);
	do
		found = !quiet(b) && mp__board_claim(b, w, ret);
	while (!found && !atomic_load(&b->closed) && mp__offer(&offers));
	if (!found && !atomic_load(&b->closed)) {
		/* What the tasks printed is seen before the worker sleeps. */
		(void)fflush(stdout);
		sleep_at(b, w);
		found = mp__board_claim(b, w, ret);
	}
	(void)unmark(b->seeking, w);
	/* As in sleep_at. */
	atomic_thread_fence(memory_order_seq_cst);
	if (found && has_chunk(b))
		mp__board_rouse(b, 1);
	return found;
}

static bool rouse_one(struct mp__board *b, unsigned w)
{
	if (!unmark(b->resting, w))
		return false;
	atomic_store(&b->desk[w].wake, 1);
	(void)mp__futex_wake(&b->desk[w].wake, 1);
	return true;
}

static uint32_t seekers(struct mp__board *b)
{
	uint32_t n = 0;

	for (unsigned i = 0; i * 64 < b->workers; i++)
		n += (uint32_t)__builtin_popcountll(
			atomic_load(&b->seeking[i]));
	return n;
}

void mp__board_rouse(struct mp__board *b, uint32_t count)
{
	uint32_t coming;

	/* Pairs with the fences of sleep_at and mp__board_seek. */
	atomic_thread_fence(memory_order_seq_cst);
	coming = seekers(b);
	count = coming < count ? count - coming : 0;
	for (unsigned i = 0; i * 64 < b->workers && count; i++) {
		uint64_t bits = atomic_load(&b->resting[i]);

		for (; bits && count; bits &= bits - 1)
			count -= rouse_one(
				b, 64 * i + (unsigned)__builtin_ctzll(bits));
	}
}

void mp__board_forget(struct mp__board *b, unsigned w)
{
	(void)unmark(b->resting, w);
	(void)unmark(b->seeking, w);
}
