/* SPDX-License-Identifier: MIT */
/*
 * The block that grows holds events as they are.  When it is full it is
 * encoded, and the decoded events stay in the cache: whoever follows the log
 * at its end never decodes.  An index of all blocks, sorted, finds the block
 * of an event or of a time.
 */
#include "trace/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/scope.h"
#include "trace/codec.h"
#include "trace/texts.h"

enum { CACHED = 8 }; /* decoded blocks, 128 KiB each */

#define MOST      (SIZE_MAX / 2)
#define BLOCK_MAX ((size_t)CODEC_EVENTS * CODEC_EVENT_MAX)

struct block {
	size_t first;
	int64_t time_ns;
	uint32_t count, len;
	unsigned char *bytes; /* NULL: not in memory */
	int64_t offset;       /* in the file; -1: not stored */
};

struct decoded {
	struct trace_event *events; /* NULL: not used yet */
	size_t first, count;
	uint64_t used; /* when: the latest is the greatest */
};

struct cache {
	struct codec *codec;
	struct decoded decoded[CACHED];
	const struct decoded *last; /* was asked for last */
	uint64_t uses;
};

struct trace_log {
	struct block *blocks; /* those not dropped begin at block_first */
	size_t block_first, block_count, block_cap;
	size_t in_memory; /* no block before this one has bytes */
	struct trace_event *tail;
	size_t tail_first, tail_count;
	size_t max_events, max_bytes;
	size_t bytes; /* of the blocks in memory */
	int fd;       /* -1: none is stored */
	struct cache *cache;
	unsigned char *scratch; /* what is being encoded */
	struct texts *texts;
};

static struct trace_event *new_events(void)
{
	return mem_new(CODEC_EVENTS, sizeof(struct trace_event));
}

struct trace_log *trace_log_new(size_t max_events)
{
	struct trace_log *log = mem_new(1, sizeof(*log));

	log->max_events = max_events && max_events < MOST ? max_events : MOST;
	log->max_bytes = max_events ? SIZE_MAX : TRACE_LOG_BYTES;
	log->fd = -1;
	log->tail = new_events();
	log->cache = mem_new(1, sizeof(*log->cache));
	log->cache->codec = codec_new();
	log->scratch = mem_new(BLOCK_MAX + CODEC_PADDING, 1);
	log->texts = texts_new();
	return log;
}

void trace_log_free(struct trace_log *log)
{
	if (!log)
		return;
	for (size_t i = log->block_first; i < log->block_count; i++)
		free(log->blocks[i].bytes);
	free(log->blocks);
	free(log->tail);
	for (int i = 0; i < CACHED; i++)
		free(log->cache->decoded[i].events);
	codec_free(log->cache->codec);
	free(log->cache);
	free(log->scratch);
	texts_free(log->texts);
	free(log);
}

/* ---- the cache ---- */

/* The place of what has not been asked for longest, with events to fill. */
static struct decoded *oldest_decoded(struct cache *cache)
{
	struct decoded *oldest = &cache->decoded[0];

	for (int i = 1; i < CACHED; i++) {
		if (cache->decoded[i].used < oldest->used)
			oldest = &cache->decoded[i];
	}
	if (!oldest->events)
		oldest->events = new_events();
	if (cache->last == oldest)
		cache->last = NULL;
	oldest->count = 0;
	return oldest;
}

/* The newest block is decoded already: exchange the events. */
static void cache_tail(struct trace_log *log)
{
	struct decoded *d = oldest_decoded(log->cache);
	struct trace_event *free_events = d->events;

	*d = (struct decoded){ log->tail, log->tail_first, log->tail_count,
			       ++log->cache->uses };
	log->tail = free_events;
}

static bool is_in(const struct decoded *d, size_t i)
{
	return i - d->first < d->count;
}

/* ---- the index ---- */

/* The block of event @i, which is in one. */
static struct block *block_of(const struct trace_log *log, size_t i)
{
	size_t low = log->block_first, high = log->block_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (log->blocks[middle].first <= i)
			low = middle;
		else
			high = middle;
	}
	return &log->blocks[low];
}

static void drop_oldest(struct trace_log *log)
{
	struct block *oldest = &log->blocks[log->block_first++];

	if (oldest->bytes)
		log->bytes -= oldest->len;
	free(oldest->bytes);
	oldest->bytes = NULL;
	if (log->in_memory < log->block_first)
		log->in_memory = log->block_first;
	if (log->block_first < log->block_count / 2)
		return;
	log->block_count -= log->block_first;
	log->in_memory -= log->block_first;
	memmove(log->blocks, log->blocks + log->block_first,
		log->block_count * sizeof(*log->blocks));
	log->block_first = 0;
}

/* Room for what comes: of the oldest in memory only the place is kept. */
static void keep_limits(struct trace_log *log)
{
	while (trace_log_end(log) - trace_log_first(log) >=
	       log->max_events + CODEC_EVENTS)
		drop_oldest(log);
	while (log->bytes > log->max_bytes) {
		struct block *b = &log->blocks[log->in_memory];

		if (b->offset < 0) {
			drop_oldest(log);
			continue;
		}
		log->bytes -= b->len;
		free(b->bytes);
		b->bytes = NULL;
		log->in_memory++;
	}
}

static void add_block(struct trace_log *log, const unsigned char *bytes,
		      size_t len)
{
	struct block b = {
		.first = log->tail_first,
		.time_ns = log->tail[0].time_ns,
		.count = (uint32_t)log->tail_count,
		.len = (uint32_t)len,
		.bytes = mem_new(len + CODEC_PADDING, 1),
		.offset = -1,
	};

	memcpy(b.bytes, bytes, len);
	log->blocks = mem_grow(log->blocks, log->block_count, &log->block_cap,
			       sizeof(*log->blocks));
	log->blocks[log->block_count++] = b;
	log->bytes += len;
	cache_tail(log);
	log->tail_first += log->tail_count;
	log->tail_count = 0;
	keep_limits(log);
}

void trace_log_seal(struct trace_log *log)
{
	size_t len;

	if (!log->tail_count)
		return;
	len = codec_encode(log->cache->codec, log->tail, log->tail_count,
			   log->scratch);
	add_block(log, log->scratch, len);
}

/* ---- events ---- */

void trace_log_append(struct trace_log *log, const struct trace_event *e)
{
	log->tail[log->tail_count++] = *e;
	if (log->tail_count == CODEC_EVENTS)
		trace_log_seal(log);
}

size_t trace_log_first(const struct trace_log *log)
{
	return log->block_first < log->block_count
		       ? log->blocks[log->block_first].first
		       : log->tail_first;
}

size_t trace_log_end(const struct trace_log *log)
{
	return log->tail_first + log->tail_count;
}

/* The bytes of @b, from memory or from the file; NULL if they are gone. */
static const unsigned char *bytes_of(const struct trace_log *log,
				     const struct block *b)
{
	if (b->bytes)
		return b->bytes;
	if (pread(log->fd, log->scratch, b->len, b->offset) != (ssize_t)b->len)
		return NULL;
	return log->scratch;
}

static const struct decoded *decode(const struct trace_log *log, size_t i)
{
	const struct block *b = block_of(log, i);
	struct cache *cache = log->cache;
	struct decoded *d = oldest_decoded(cache);
	const unsigned char *bytes = bytes_of(log, b);
	struct codec_block block = {
		.bytes = bytes,
		.len = b->len,
		.count = b->count,
		.time_ns = b->time_ns,
	};

	if (!bytes || codec_decode(cache->codec, &block, d->events) < 0)
		memset(d->events, 0, b->count * sizeof(*d->events));
	d->first = b->first;
	d->count = b->count;
	return d;
}

/* The decoded block of event @i. */
static const struct decoded *decoded_of(const struct trace_log *log, size_t i)
{
	struct cache *cache = log->cache;

	for (int k = 0; k < CACHED; k++) {
		if (is_in(&cache->decoded[k], i)) {
			cache->decoded[k].used = ++cache->uses;
			return &cache->decoded[k];
		}
	}
	cache->last = decode(log, i);
	cache->decoded[cache->last - cache->decoded].used = ++cache->uses;
	return cache->last;
}

const struct trace_event *trace_log_span(const struct trace_log *log, size_t i,
					 size_t *ret_count)
{
	struct cache *cache = log->cache;

	if (i >= log->tail_first) {
		*ret_count = trace_log_end(log) - i;
		return &log->tail[i - log->tail_first];
	}
	if (!cache->last || !is_in(cache->last, i))
		cache->last = decoded_of(log, i);
	*ret_count = cache->last->first + cache->last->count - i;
	return &cache->last->events[i - cache->last->first];
}

const struct trace_event *trace_log_at(const struct trace_log *log, size_t i)
{
	size_t count;

	return trace_log_span(log, i, &count);
}

/* How many of @count events are at or before @time_ns. */
static size_t count_to(const struct trace_event *events, size_t count,
		       int64_t time_ns)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (events[middle].time_ns <= time_ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t trace_log_after(const struct trace_log *log, int64_t time_ns)
{
	size_t low = log->block_first, high = log->block_count, i, count;
	const struct trace_event *events;

	if (log->tail_count && log->tail[0].time_ns <= time_ns)
		return log->tail_first +
		       count_to(log->tail, log->tail_count, time_ns);
	/* Blocks that begin at or before it. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (log->blocks[middle].time_ns <= time_ns)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == log->block_first)
		return trace_log_first(log);
	i = log->blocks[low - 1].first;
	events = trace_log_span(log, i, &count);
	return i + count_to(events, count, time_ns);
}

size_t trace_log_size(const struct trace_log *log)
{
	return log->bytes + (log->block_count - log->block_first) *
				    (sizeof(struct block) + CODEC_PADDING);
}

/* ---- blocks ---- */

bool trace_log_block(const struct trace_log *log, size_t i,
		     struct trace_block *ret)
{
	const struct block *b;

	if (i < trace_log_first(log) || i >= log->tail_first)
		return false;
	b = block_of(log, i);
	*ret = (struct trace_block){
		.first = b->first,
		.count = b->count,
		.time_ns = b->time_ns,
		.bytes = b->bytes,
		.len = b->len,
		.offset = b->offset,
	};
	return true;
}

int trace_log_add_block(struct trace_log *log, const struct trace_block *b,
			const struct codec_verbs *verbs)
{
	SCOPED_FREE unsigned char *bytes = NULL;
	int64_t before = 0;
	int code;

	if (!b->count || b->len > BLOCK_MAX)
		return -EBADMSG;
	trace_log_seal(log);
	if (trace_log_first(log) < log->tail_first)
		before = trace_log_at(log, log->tail_first - 1)->time_ns;
	if (b->time_ns < before)
		return -EBADMSG;
	bytes = mem_new(b->len + CODEC_PADDING, 1);
	memcpy(bytes, b->bytes, b->len);
	code = codec_decode(log->cache->codec,
			    &(struct codec_block){
				    .bytes = bytes,
				    .len = b->len,
				    .count = b->count,
				    .time_ns = b->time_ns,
				    .verbs = verbs,
			    },
			    log->tail);
	if (code < 0)
		return code;
	log->tail_count = b->count;
	if (verbs) /* ours are other numbers */
		trace_log_seal(log);
	else
		add_block(log, bytes, b->len);
	return 0;
}

void trace_log_stored(struct trace_log *log, size_t i, int fd, int64_t offset)
{
	if (i < trace_log_first(log) || i >= log->tail_first)
		return;
	log->fd = fd;
	block_of(log, i)->offset = offset;
}

/* ---- texts ---- */

uint32_t trace_log_intern(struct trace_log *log, const char *text, size_t len)
{
	return texts_intern(log->texts, text, len);
}

const char *trace_log_text(const struct trace_log *log, uint32_t text,
			   size_t *ret_len)
{
	return texts_get(log->texts, text, ret_len);
}

uint32_t trace_log_text_count(const struct trace_log *log)
{
	return texts_count(log->texts);
}
