/* SPDX-License-Identifier: MIT */
/*
 * Reading a recording, part by part, into a log.
 *
 * Whatever is in the file, what has been read is either as it was written or
 * is left out: a file that is cut or damaged ends before the damage, and
 * trace_recording_problem() says so.
 */
#ifndef TRACE_RECORDING_H
#define TRACE_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "trace/arena.h"
#include "trace/log.h"
#include "trace/recorder.h"

struct trace_recording;

/*
 * Open one.  @log is empty, borrowed, and must end before the recording does:
 * it may read blocks from the file.  Fails as open(2); with -EINVAL if the file
 * is no recording, -ENOTSUP if it is one of a newer version.
 */
int trace_recording_open(const char *path, struct trace_log *log,
			 struct trace_recording **ret, struct err *e);
void trace_recording_close(struct trace_recording *r);

/*
 * Read on: some @max events more, or what there is.  Returns whether there may
 * be more.  What comes before the first events is there after the first call.
 */
bool trace_recording_read(struct trace_recording *r, size_t max);

/* How much of it has been read, from 0 to 1. */
double trace_recording_progress(const struct trace_recording *r);

/*
 * "", or a sentence about why there is less than was recorded: "the recording
 * ends early: block 7 is damaged".  To be asked when all has been read.
 */
const char *trace_recording_problem(const struct trace_recording *r);

/* "" if nothing is said of @key. */
const char *trace_recording_fact(const struct trace_recording *r,
				 const char *key);
/* The fact number @i with this key; NULL if there are not so many. */
const char *trace_recording_fact_at(const struct trace_recording *r,
				    const char *key, size_t i);

/* The content of the source file @name, or NULL. */
const char *trace_recording_file(const struct trace_recording *r,
				 const char *name, size_t *ret_len);

/* The name of file number @i; NULL if there are not so many. */
const char *trace_recording_file_name(const struct trace_recording *r,
				      size_t i);

/* What a site is; false if that was not recorded. */
bool trace_recording_line(const struct trace_recording *r, uint32_t image,
			  uint64_t address, struct trace_line *ret);

/* As far as it has been read. */
const struct trace_totals *
trace_recording_totals(const struct trace_recording *r);
/* How it ended; NULL if that is not in it (yet). */
const struct trace_ending *
trace_recording_ending(const struct trace_recording *r);

#endif
