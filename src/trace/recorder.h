/* SPDX-License-Identifier: MIT */
/*
 * Writing a recording: from a log, and what else belongs to a run, to the
 * bytes of a file.  trace/format.h has the format.
 *
 * Nothing is written here: the caller takes the bytes and appends them to the
 * file, all of them and in order.  They are whole frames each time.
 */
#ifndef TRACE_RECORDER_H
#define TRACE_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "trace/arena.h"
#include "trace/log.h"

struct trace_recorder;

/* What is known of a site, as proc/lines.h has it. */
struct trace_line {
	uint32_t image; /* index among the model's */
	uint64_t address;
	const char *file, *function; /* NULL: unknown */
	int line;
};

/* How a run ended. */
struct trace_ending {
	bool exit_code_known;
	int exit_code; /* -n for signal n */
	uint32_t pid;  /* of the first process */
	uint64_t outlived;
	const char *problem; /* "": none */
};

/* The log is borrowed.  The bytes to begin with are there at once. */
struct trace_recorder *trace_recorder_new(struct trace_log *log);
void trace_recorder_free(struct trace_recorder *r);

/* ---- what to record ---- */

void trace_recorder_fact(struct trace_recorder *r, const char *key,
			 const char *value);
void trace_recorder_file(struct trace_recorder *r, const char *name,
			 const char *content, size_t len);
/* Before the events that have it as their site. */
void trace_recorder_line(struct trace_recorder *r, const struct trace_line *l);
void trace_recorder_sums(struct trace_recorder *r,
			 const struct trace_totals *totals);
/*
 * The whole blocks of the log that were not recorded yet, and the texts that
 * they need.  trace_log_seal() before makes whole what is there.
 */
void trace_recorder_events(struct trace_recorder *r);
void trace_recorder_end(struct trace_recorder *r,
			const struct trace_ending *ending);

/* Events below this index were recorded. */
size_t trace_recorder_next(const struct trace_recorder *r);

/* ---- to the file ---- */

/* The bytes since the last call, at the end of @out. */
void trace_recorder_take(struct trace_recorder *r, struct str *out);
/*
 * The first @bytes of the file are written, to @fd: of blocks that are in there
 * the log may let its own memory go.
 */
void trace_recorder_stored(struct trace_recorder *r, int fd, uint64_t bytes);

/*
 * How many of the @len bytes from trace_recorder_take() are whole frames (and
 * the head of the file, if that is at their begin): where to cut the file when
 * no more than that could be written.
 */
size_t trace_recorder_whole(const char *bytes, size_t len);

#endif
