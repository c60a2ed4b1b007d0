/* SPDX-License-Identifier: MIT */
/*
 * Events lie in blocks of 4,096.  A table with a power of two of entries maps
 * the number of a block to where it is, so that finding an event is a shift,
 * a mask and an addition; the table is a window that moves along, and a block
 * that falls out of it at the old end is used again at the new one.
 */
#include "trace/log.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trace/texts.h"

#define SHIFT    12
#define BLOCK    ((size_t)1 << SHIFT)
#define STANDARD ((size_t)4 << 20)
#define MOST     ((size_t)1 << 32)

struct trace_log {
	struct trace_event **blocks;
	size_t mask;  /* entries of the table, less one */
	size_t most;  /* blocks held at once */
	size_t first; /* index of the first event still there */
	size_t end;   /* index of the next one */
	struct texts *texts;
};

struct trace_log *trace_log_new(size_t max_events)
{
	struct trace_log *log = mem_new(1, sizeof(*log));
	size_t entries = 2;

	if (!max_events)
		max_events = STANDARD;
	if (max_events > MOST)
		max_events = MOST;
	/* One more than needed: the newest block is seldom full. */
	log->most = (max_events + BLOCK - 1) / BLOCK + 1;
	while (entries < log->most)
		entries *= 2;
	log->mask = entries - 1;
	log->blocks = mem_new(entries, sizeof(struct trace_event *));
	log->texts = texts_new();
	return log;
}

void trace_log_free(struct trace_log *log)
{
	if (!log)
		return;
	for (size_t i = 0; i <= log->mask; i++)
		free(log->blocks[i]);
	free(log->blocks);
	texts_free(log->texts);
	free(log);
}

static struct trace_event **block_of(const struct trace_log *log, size_t i)
{
	return &log->blocks[(i >> SHIFT) & log->mask];
}

/* Room for the block that begins at log->end. */
static void next_block(struct trace_log *log)
{
	struct trace_event *block = NULL;

	if (log->end - log->first >= log->most * BLOCK) {
		struct trace_event **oldest = block_of(log, log->first);

		block = *oldest;
		*oldest = NULL;
		log->first += BLOCK;
	}
	if (!block)
		block = mem_new(BLOCK, sizeof(*block));
	*block_of(log, log->end) = block;
}

void trace_log_append(struct trace_log *log, const struct trace_event *e)
{
	if (!(log->end & (BLOCK - 1)))
		next_block(log);
	(*block_of(log, log->end))[log->end & (BLOCK - 1)] = *e;
	log->end++;
}

size_t trace_log_first(const struct trace_log *log)
{
	return log->first;
}

size_t trace_log_end(const struct trace_log *log)
{
	return log->end;
}

const struct trace_event *trace_log_at(const struct trace_log *log, size_t i)
{
	return &(*block_of(log, i))[i & (BLOCK - 1)];
}

uint32_t trace_log_intern(struct trace_log *log, const char *text, size_t len)
{
	return texts_intern(log->texts, text, len);
}

const char *trace_log_text(const struct trace_log *log, uint32_t text,
			   size_t *ret_len)
{
	return texts_get(log->texts, text, ret_len);
}
