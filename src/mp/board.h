/* SPDX-License-Identifier: MIT */
/*
 * The shared side of a pool: what is to be done, and by whom it was taken.
 *
 *	offset	0	what was fixed when it was made
 *		64	head	no job before this position has a chunk left
 *		128	tail	jobs ever posted; positions count from 1
 *		192	closed, asleep keeper, ...
 *		256	resting	one bit for each worker that sleeps
 *		384	seeking	one bit for each that looks for work, awake
 *		512	desk[workers], 64 bytes each
 *		then	job[MP__JOBS], 64 bytes each; position p is in
 *			job[p % MP__JOBS] while seq is p
 *		then	words, one for each chunk of a job
 *		then	items, results and errors
 *
 * One process, the pool's owner, posts; the workers claim.  The word of a
 * chunk is the whole truth about it: the position of its job, its status, and
 * once it is taken, by whom.  A worker claims a chunk by the one
 * compare-and-swap of its word and ends it by the one addition to it.  head
 * and the job's next are hints where to look, advanced by whoever finds them
 * behind.  So when a worker is killed, at whatever instruction, the owner
 * finds the one chunk in its hands by looking for its number, and nobody else
 * is held up.
 *
 * Nothing is ever waited for but a word.  A job slot or a word may be used
 * anew while a worker that was slow still looks at it: the words hold nothing
 * but words, for ever, and those of another position do not match.
 */
#ifndef MP_BOARD_H
#define MP_BOARD_H

#include <stdalign.h>
#include <stddef.h>

#include "mp/impl.h"
#include "mp/task.h"

enum {
	MP__JOBS = 1 << 16,
	MP__WORKERS = 1024,
	MP__CHUNKS = 1 << 23, /* words */
};

enum mp__status {
	MP__FREE,
	MP__PENDING,
	MP__TAKEN,
	MP__DONE, /* this and all below: over */
	MP__FAILED,
	MP__DIED,
	MP__CANCELLED,
	MP__BROKEN,
};

#define MP__STATUS     7ULL  /* mask */
#define MP__WATCHED    8ULL  /* somebody sleeps on the word */
#define MP__NOTIFY     16ULL /* the keeper wants to know of its end */
#define MP__FLAGS      (MP__WATCHED | MP__NOTIFY)
#define MP__WHO(s)     ((unsigned)((s) >> 5 & 0x7ff))
#define MP__BY(w)      ((uint64_t)(w) << 5)
#define MP__POS(p)     ((uint64_t)(p) << 16)
#define MP__INDEX      0xffffffULL /* mask of the chunk in next */
#define MP__NEXT(p, i) ((uint64_t)(p) << 24 | (i))

struct mp__error {
	uint64_t item; /* index in the job */
	int32_t status;
	uint32_t unused;
	char message[MP_TASK_MESSAGE];
};

_Static_assert(sizeof(struct mp__error) == 128, "layout");

/* items of in_size at base, then results, then an error for each chunk. */
struct mp__job {
	alignas(64) _Atomic uint64_t seq; /* 0: nobody's */
	_Atomic uint64_t next;            /* position and chunk: a hint */
	_Atomic uint32_t chunks;
	_Atomic uint32_t words; /* index of the first */
	mp_task_fn *fn;
	uint64_t base;
	uint64_t first; /* number of its first task */
	uint32_t in_size, out_size;
	uint32_t items, chunk;
};

_Static_assert(sizeof(struct mp__job) == 64, "layout");

struct mp__desk {
	alignas(64) _Atomic uint32_t wake; /* futex: sleeps while 0 */
	_Atomic uint32_t ready;            /* the initializer has succeeded */
	_Atomic uint32_t refused;          /* it has failed */
};

struct mp__board {
	uint64_t id;
	uint64_t map_bytes;
	uint32_t workers;
	int bell; /* eventfd: wakes the keeper */
	struct mp__job *job;
	_Atomic uint64_t *word;
	unsigned char *memory;
	alignas(64) _Atomic uint64_t head;
	alignas(64) _Atomic uint64_t tail;
	alignas(64) _Atomic uint32_t closed;
	_Atomic uint32_t keeper_sleeps;
	_Atomic uint32_t rings; /* how often the keeper was wanted */
	alignas(128) _Atomic uint64_t resting[MP__WORKERS / 64];
	alignas(128) _Atomic uint64_t seeking[MP__WORKERS / 64];
	alignas(64) struct mp__desk desk[];
};

_Static_assert(offsetof(struct mp__board, head) == 64, "layout");
_Static_assert(offsetof(struct mp__board, tail) == 128, "layout");
_Static_assert(offsetof(struct mp__board, closed) == 192, "layout");
_Static_assert(offsetof(struct mp__board, resting) == 256, "layout");
_Static_assert(offsetof(struct mp__board, seeking) == 384, "layout");
_Static_assert(offsetof(struct mp__board, desk) == 512, "layout");

struct mp__claim {
	struct mp__job *job;
	_Atomic uint64_t *word;
	uint32_t index;
};

#pragma GCC visibility push(hidden)

/*
 * Map a board with up to *@ret_memory bytes for items, less if the system
 * will not reserve so much.  NULL and errno (ENOMEM, EMFILE, ENFILE).
 */
struct mp__board *mp__board_map(unsigned workers, uint64_t *ret_memory);
void mp__board_unmap(struct mp__board *b);

/* Worker @w takes a chunk.  Whether there was one. */
bool mp__board_claim(struct mp__board *b, unsigned w, struct mp__claim *ret);
/* The chunk in @word, which was taken, ends as @status. */
void mp__board_end(struct mp__board *b, _Atomic uint64_t *word,
		   enum mp__status status);
/* The chunk in @word ends as @status if nobody has taken it.  Whether so. */
bool mp__board_withdraw(struct mp__board *b, _Atomic uint64_t *word,
			enum mp__status status);
/*
 * Worker @w, which found none, looks for a chunk for a moment and sleeps then,
 * until there may be one or @b is closed.  Whether it took one.
 */
bool mp__board_seek(struct mp__board *b, unsigned w, struct mp__claim *ret);
/*
 * The owner has posted, or closed: wake workers, until with those that are
 * looking for work @count will come.
 */
void mp__board_rouse(struct mp__board *b, uint32_t count);
/* Worker @w is dead. */
void mp__board_forget(struct mp__board *b, unsigned w);
/* Wake the keeper if it sleeps. */
void mp__board_ring(struct mp__board *b);

/* The thread's message: empty it, copy it, set it. */
void mp__task_begin(void);
void mp__task_store(struct mp__error *to);
void mp__task_tell(const struct mp__error *error);

#pragma GCC visibility pop

static inline enum mp__status mp__status_of(uint64_t word)
{
	return (enum mp__status)(word & MP__STATUS);
}

/* The half of a word with status and flags, to sleep on. */
static inline _Atomic uint32_t *mp__word_futex(_Atomic uint64_t *word)
{
	return (_Atomic uint32_t *)(uintptr_t)word +
	       (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

static inline uint64_t mp__round16(uint64_t n)
{
	return (n + 15) & ~15ULL;
}

/* Where results and errors begin, and where all ends, from base. */
static inline uint64_t mp__job_out(uint64_t items, uint64_t in_size)
{
	return mp__round16(items * in_size);
}

static inline uint64_t mp__job_errors(uint64_t items, uint64_t in_size,
				      uint64_t out_size)
{
	return mp__job_out(items, in_size) + mp__round16(items * out_size);
}

#endif
