/* SPDX-License-Identifier: MIT */
/*
 * The log of a run: every event, merged, in order, with its texts.
 *
 * Append-only.  An index, once given, names the same event for ever; texts are
 * interned and named by a number.  Events are kept in blocks in few bytes
 * (trace/codec.h), the last one as it grows, some that were read last also
 * decoded.  Bounded: past its limit the log drops its oldest block, so first()
 * moves up, unless that is stored in a file: then it is read from there.
 */
#ifndef TRACE_LOG_H
#define TRACE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mp/probe.h"

struct trace_event {
	int64_t time_ns; /* real time since the run began */
	uint32_t pid;
	uint32_t tid;
	uint16_t verb; /* enum mp_verb */
	uint8_t phase; /* enum mp_phase */
	uint8_t kind;  /* enum mp_kind */
	int32_t err;
	uint64_t object;
	uint64_t a, b;
	uint64_t site; /* return address in the process; 0: none */
	uint32_t text; /* text number; 0: none */
	uint32_t aux;
};

_Static_assert(sizeof(struct trace_event) == 64, "one cache line");

struct trace_log;

/*
 * @max_events: how many are kept, and some more; 0: as many as fit into
 * TRACE_LOG_BYTES.  Exits when memory runs out (app policy).
 */
#define TRACE_LOG_BYTES ((size_t)128 << 20)
struct trace_log *trace_log_new(size_t max_events);
void trace_log_free(struct trace_log *log);

/* Append a copy of @e.  Its time must not be below that of the last one. */
void trace_log_append(struct trace_log *log, const struct trace_event *e);

/* Indices first() <= i < end() can be had. */
size_t trace_log_first(const struct trace_log *log);
size_t trace_log_end(const struct trace_log *log);
/*
 * Borrowed until another event is asked for or appended.  Of a block that can
 * no longer be read from its file all events are zero.
 */
const struct trace_event *trace_log_at(const struct trace_log *log, size_t i);
/*
 * The same, and in *@ret_count how many follow each other from there, itself
 * included; at least 1.  For going over many.
 */
const struct trace_event *trace_log_span(const struct trace_log *log, size_t i,
					 size_t *ret_count);
/* The index after the last event at or before @time_ns, at least first(). */
size_t trace_log_after(const struct trace_log *log, int64_t time_ns);

/* Bytes that its events take in memory. */
size_t trace_log_size(const struct trace_log *log);

/* ---- blocks, for recordings ---- */

struct trace_block {
	size_t first; /* index of its first event */
	size_t count;
	int64_t time_ns;            /* of its first event */
	const unsigned char *bytes; /* see trace/codec.h */
	size_t len;
	int64_t offset; /* in the file; -1: not stored */
};

/* End the block that grows, so that all events so far are in whole ones. */
void trace_log_seal(struct trace_log *log);
/*
 * The block of event @i, which may have been dropped or be in no whole block
 * yet: then false.  Bytes are borrowed until the next append, and NULL if
 * they are in the file only.
 */
bool trace_log_block(const struct trace_log *log, size_t i,
		     struct trace_block *ret);
/*
 * Append a whole block from elsewhere; its first is not looked at.  -EBADMSG,
 * and nothing is appended, if its bytes are none or its time goes back.
 * @verbs: what its verbs are for us (trace/codec.h), NULL if they are ours.
 */
struct codec_verbs;
int trace_log_add_block(struct trace_log *log, const struct trace_block *b,
			const struct codec_verbs *verbs);
/*
 * The bytes of the block of event @i, as trace_log_block has them, are in @fd
 * from @offset on and stay there.  The same @fd for all blocks, open as long
 * as the log.
 */
void trace_log_stored(struct trace_log *log, size_t i, int fd, int64_t offset);

/* ---- texts ---- */

/* Intern @len bytes (may hold zeros); the same bytes give the same number. */
uint32_t trace_log_intern(struct trace_log *log, const char *text, size_t len);
/* Terminated; @ret_len may be NULL.  Number 0 is "". Valid as long as @log. */
const char *trace_log_text(const struct trace_log *log, uint32_t text,
			   size_t *ret_len);
/* Numbers below this were given. */
uint32_t trace_log_text_count(const struct trace_log *log);

#endif
