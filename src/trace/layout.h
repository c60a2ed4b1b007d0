/* SPDX-License-Identifier: MIT */
/*
 * The format of the arena: shared memory between one reader (the player) and
 * up to 8,192 writers (the threads of the processes it watches).
 *
 * The arena is a memfd of the reader's, sealed against growing and shrinking,
 * which writers open through /proc/READER/fd/N and map whole.  It is sparse:
 * only pages that were written take memory.
 *
 *	offset		size		what
 *	0		4,096		struct arena_header
 *	4,096		2 MiB		8,192 struct arena_slot, 256 bytes each
 *	2,101,248	2 GiB		8,192 rings of 4,096 struct
 *arena_record, 64 bytes each; ring i belongs to slot i
 *
 * All numbers are in the machine's own byte order, all PIDs those of the
 * reader's namespace.  The reader believes nothing: whoever can write to the
 *arena can write anything.  It keeps its own copies of what it has decided on,
 * copies a record before it looks at it, and masks every index.
 *
 * THE LIFE OF A SLOT.  owner is 0 while the slot is free.  A thread claims the
 * first free one with a compare-and-swap of owner from 0 to its PID and TID:
 * from that one instruction on the slot is its own, whatever happens to it.
 * A program that the thread executes goes on with it.  Only the reader frees a
 * slot, when the thread is dead and its ring drained, by storing 0.  Indices
 *into the ring are never set back: the next owner goes on where the last one
 *stopped, so that no commit word of an earlier time can be mistaken for one of
 *now.
 *
 * WRITING.  Only the owner writes to a ring, but one of its signal handlers
 * may interrupt it anywhere and write too.  An event takes one record and, if
 * it has a text, one more for each 40 bytes of that:
 *
 *	1. there must be room: (index of reserved) - tail + records <= limit.
 *	   If not, the thread sleeps and looks again for as long as a reader
 *	   lives; a handler that interrupted a write must not wait for it and
 *	   counts the event in lost.  The limit leaves room for the events of
 *	   all writes that were interrupted (ARENA_LIMIT).
 *	2. reserved += (1 << 48) + records, in one instruction: interrupts come
 *	   before or after.  The low 48 bits, before the addition, are the
 *	   index i of the event's first record; the high 16 bits count events.
 *	3. take the time stamp.  No stamp is taken before its reserving, so
 *	   whoever finds nothing reserved knows that what is yet to come will
 *	   be stamped later than now (less ARENA_SLACK_NS, for a store takes
 *	   time to be seen).
 *	4. write the text records i+1 ... i+n and commit each: seq = index + 1
 *	   (release; pairs with the reader's acquire).
 *	5. write the event record i and commit it in the same way, last.
 *
 * READING.  A record at index i is whole if and only if seq == i + 1
 * (acquire); a whole event record has whole text records behind it.  The reader
 * then stores the next index in tail (release: its reads of the records come
 * before; pairs with the writer's acquire in 1).
 *
 * WHAT A KILL LEAVES.  Between 2 and 5: records that are reserved and never
 * committed, at most one event for each level of interruption.  They are seen
 * once the thread is dead: events counted in reserved, less events read, is
 * exactly how many were torn.  Between 1 and 2, or while claiming: nothing.
 *
 * THE GATE.  A thread that finds gate == ARENA_PAUSED at the begin of an
 * operation stands there: it notes verb, object and time in its slot, makes
 * park odd (release), and sleeps on the futex word go until the gate is open
 * or pass == park, its own number.  When it goes on it makes park even.  The
 * reader lets one thread through by storing its park in pass, then adds one to
 * go and wakes it.  A number is used once, so a pass for somebody who has just
 * left opens nothing later.  Threads asleep in demo time do the same, paused
 * or not.  All sleeps at a closed gate are bounded by 100 ms, after which the
 * thread looks whether the reader still lives.
 *
 * THE CLOCK of the demo is a line: base_demo + (real - base_real) * rate, in
 * ns of CLOCK_MONOTONIC.  Only the reader changes it: it writes the line that
 * is not in use, copy[(seq + 1) & 1], and adds one to seq (release).  A thread
 * takes copy[seq & 1] and looks again if seq has changed meanwhile.  A reader
 * killed at any moment leaves a whole line in use.
 */
#ifndef TRACE_LAYOUT_H
#define TRACE_LAYOUT_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_ENV     "PROCESSION_ARENA" /* the path, for traced programs */
#define ARENA_MAGIC   0x6172656e61637270ULL
#define ARENA_VERSION 2u

#define ARENA_SLOTS    8192u
#define ARENA_RECORDS  4096u
#define ARENA_TEXT_MAX 1024u /* bytes; longer texts are cut */
#define ARENA_CHUNK    40u   /* bytes of text in one record */

/* Records of the longest event: 1 and 26 of text. */
#define ARENA_EVENT_MAX (1u + (ARENA_TEXT_MAX + ARENA_CHUNK - 1) / ARENA_CHUNK)
/* A writer nested deeper than this drops its events. */
#define ARENA_DEPTH_MAX 4u
/*
 * How full a ring may get through a write at @depth interruptions: less at
 * depth 0, so that handlers find room; then less by one event for each
 * interrupted write, which has found its room but not yet reserved it.
 */
#define ARENA_LIMIT(depth)                                                     \
	(ARENA_RECORDS - ((depth) ? (depth)*ARENA_EVENT_MAX                    \
				  : (ARENA_DEPTH_MAX + 4) * ARENA_EVENT_MAX))

/* How long a store may take until another CPU sees it, generously. */
#define ARENA_SLACK_NS 10000

#define ARENA_INDEX_BITS 48
#define ARENA_INDEX_MASK ((UINT64_C(1) << ARENA_INDEX_BITS) - 1)

enum arena_clock { ARENA_CLOCK_MONOTONIC, ARENA_CLOCK_TSC };
enum arena_alive { ARENA_READER_LIVES, ARENA_READER_GONE };
enum arena_gate { ARENA_RUNS, ARENA_PAUSED };
enum arena_standing { ARENA_AT_GATE, ARENA_ASLEEP };

/* One line of the demo's clock.  Each member is read and written relaxed. */
struct arena_line {
	_Atomic int64_t base_real; /* CLOCK_MONOTONIC, ns */
	_Atomic int64_t base_demo; /* ns */
	_Atomic double rate;       /* 0: stands still */
};

/*
 * The first 16 bytes are the same in every version, so that any library can
 * tell any reader that it could not attach.
 */
struct arena_header {
	/* Written by the reader before anybody else maps it, then constant. */
	uint64_t magic;
	uint32_t version;
	_Atomic uint32_t refused; /* writers: found another version */
	uint32_t clock;           /* enum arena_clock: what stamps are */
	uint32_t reader_pid;
	uint64_t reader_start; /* field 22 of /proc/PID/stat */
	uint64_t tick_zero;    /* stamp at time 0 of the run */
	uint64_t tick_ns;      /* ns of one tick, times 2^32 */
	uint64_t console[2];   /* inodes of the pipes to the reader that are
				  standard output and error; 0: none */

	/* Line 1: written by the reader, seldom; read at every event. */
	_Alignas(64) _Atomic uint32_t alive; /* enum arena_alive; writers too */
	_Atomic uint32_t gate;               /* enum arena_gate */
	_Atomic uint32_t epoch; /* futex: for threads that have no slot */

	/* Line 2: the demo's clock. */
	_Alignas(64) _Atomic uint32_t seq;
	struct arena_line copy[2];

	/* Line 3: written by writers, seldom. */
	_Alignas(64) _Atomic uint32_t
		used;          /* no slot from here on was claimed */
	_Atomic uint32_t lost; /* events of threads that found no slot */
};

struct arena_slot {
	/* Line 0: the owner's, at every event. */
	_Atomic uint64_t owner;    /* PID << 32 | TID; 0: free */
	_Atomic uint64_t reserved; /* events << 48 | next index */
	_Atomic uint32_t lost;     /* events dropped for want of room */
	_Atomic uint32_t stalls;   /* times it waited for room */

	/* Line 1: the owner's, when it stands still. */
	_Alignas(64) _Atomic uint32_t park; /* odd: stands */
	_Atomic uint32_t standing;          /* enum arena_standing */
	_Atomic uint32_t verb;
	_Atomic uint64_t object;
	_Atomic int64_t since; /* CLOCK_MONOTONIC, ns */
	_Atomic int64_t wakes; /* asleep: until this demo time, ns */

	/* Line 2: the reader's. */
	_Alignas(64) _Atomic uint64_t tail; /* first index not yet read */
	_Atomic uint32_t pass;              /* the park that may go on */
	_Atomic uint32_t go;                /* futex: something has changed */

	/* Line 3: keeps neighbours apart where caches fetch lines in pairs. */
	_Alignas(64) uint64_t unused[8];
};

/*
 * A record.  Event: verb is an enum mp_verb, text is its whole length in bytes
 * and ARENA_TEXT_CUT if there was more.  Text: verb is ARENA_VERB_TEXT, text
 * its place among the event's text records (1, 2, ...), and bytes hold up to
 * ARENA_CHUNK bytes of it.
 */
#define ARENA_VERB_TEXT 0xffffu
#define ARENA_TEXT_CUT  0x80000000u

struct arena_record {
	_Atomic uint64_t seq; /* index + 1 once the record is whole */
	uint64_t stamp;       /* ticks, see arena_header.clock */
	uint16_t verb;
	uint8_t phase;
	uint8_t kind;
	uint32_t text;
	union {
		struct {
			uint64_t object;
			uint64_t a, b;
			uint64_t site;
			int32_t err;
			uint32_t aux;
		};
		char bytes[ARENA_CHUNK];
	};
};

#define ARENA_SLOTS_AT 4096u
#define ARENA_RINGS_AT                                                         \
	(ARENA_SLOTS_AT + ARENA_SLOTS * (size_t)sizeof(struct arena_slot))
#define ARENA_RING_SIZE (ARENA_RECORDS * (size_t)sizeof(struct arena_record))
#define ARENA_SIZE      (ARENA_RINGS_AT + ARENA_SLOTS * ARENA_RING_SIZE)

#define ARENA_AT(type, member, offset)                                         \
	_Static_assert(offsetof(struct type, member) == (offset),              \
		       #type "." #member)
ARENA_AT(arena_header, version, 8);
ARENA_AT(arena_header, refused, 12);
ARENA_AT(arena_header, clock, 16);
ARENA_AT(arena_header, reader_pid, 20);
ARENA_AT(arena_header, reader_start, 24);
ARENA_AT(arena_header, tick_zero, 32);
ARENA_AT(arena_header, tick_ns, 40);
ARENA_AT(arena_header, console, 48);
ARENA_AT(arena_header, alive, 64);
ARENA_AT(arena_header, gate, 68);
ARENA_AT(arena_header, epoch, 72);
ARENA_AT(arena_header, seq, 128);
ARENA_AT(arena_header, copy, 136);
ARENA_AT(arena_header, used, 192);
ARENA_AT(arena_header, lost, 196);
_Static_assert(sizeof(struct arena_header) <= ARENA_SLOTS_AT, "one page");
ARENA_AT(arena_slot, reserved, 8);
ARENA_AT(arena_slot, lost, 16);
ARENA_AT(arena_slot, stalls, 20);
ARENA_AT(arena_slot, park, 64);
ARENA_AT(arena_slot, standing, 68);
ARENA_AT(arena_slot, verb, 72);
ARENA_AT(arena_slot, object, 80);
ARENA_AT(arena_slot, since, 88);
ARENA_AT(arena_slot, wakes, 96);
ARENA_AT(arena_slot, tail, 128);
ARENA_AT(arena_slot, pass, 136);
ARENA_AT(arena_slot, go, 140);
_Static_assert(sizeof(struct arena_slot) == 256, "four lines");
ARENA_AT(arena_record, stamp, 8);
ARENA_AT(arena_record, verb, 16);
ARENA_AT(arena_record, phase, 18);
ARENA_AT(arena_record, kind, 19);
ARENA_AT(arena_record, text, 20);
ARENA_AT(arena_record, object, 24);
ARENA_AT(arena_record, site, 48);
ARENA_AT(arena_record, err, 56);
ARENA_AT(arena_record, aux, 60);
ARENA_AT(arena_record, bytes, 24);
_Static_assert(sizeof(struct arena_record) == 64, "one line");
_Static_assert(ARENA_LIMIT(1u) + ARENA_EVENT_MAX <= ARENA_RECORDS &&
		       ARENA_LIMIT(ARENA_DEPTH_MAX) +
				       ARENA_DEPTH_MAX * ARENA_EVENT_MAX <=
			       ARENA_RECORDS,
	       "room for every interrupted write");
_Static_assert(ARENA_LIMIT(0u) < ARENA_LIMIT(ARENA_DEPTH_MAX),
	       "room for handlers");
_Static_assert(ARENA_RINGS_AT == 2101248, "a page boundary");
_Static_assert((ARENA_RECORDS & (ARENA_RECORDS - 1)) == 0, "a mask");
_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "also between processes");
#undef ARENA_AT

static inline struct arena_slot *arena_slot(struct arena_header *h, uint32_t i)
{
	return (struct arena_slot *)((char *)h + ARENA_SLOTS_AT) +
	       (i & (ARENA_SLOTS - 1));
}

static inline struct arena_record *arena_ring(struct arena_header *h,
					      uint32_t i)
{
	return (struct arena_record *)((char *)h + ARENA_RINGS_AT +
				       (i & (ARENA_SLOTS - 1)) *
					       ARENA_RING_SIZE);
}

#endif
