/* SPDX-License-Identifier: MIT */
#include "trace/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/crc.h"
#include "trace/format.h"
#include "trace/names.h"
#include "trace/varint.h"

/* A frame with texts is ended when it has got as long as this. */
#define TEXTS_ENOUGH (64u << 10)

/* Where in the file a block is. */
struct place {
	size_t first;    /* event */
	uint64_t offset; /* of its bytes */
	size_t len;
};

struct trace_recorder {
	struct trace_log *log;
	struct str bytes;     /* not taken yet */
	uint64_t taken;       /* bytes before them */
	size_t frame;         /* where the present one begins in bytes */
	size_t next;          /* event */
	uint32_t texts;       /* the first that was not recorded */
	struct place *places; /* of blocks not known to be stored */
	size_t place_first, place_count, place_cap;
};

/* ---- frames ---- */

static void begin(struct trace_recorder *r, uint32_t kind)
{
	unsigned char head[FORMAT_FRAME] = { 0 };

	format_put_u32(head, kind);
	r->frame = r->bytes.len;
	str_add_n(&r->bytes, (const char *)head, sizeof(head));
}

static size_t held(const struct trace_recorder *r)
{
	return r->bytes.len - r->frame - FORMAT_FRAME;
}

static void end(struct trace_recorder *r)
{
	unsigned char *head = (unsigned char *)r->bytes.buf + r->frame;
	uint32_t crc;

	format_put_u32(head + 4, (uint32_t)held(r));
	crc = crc_add(0, head, 8);
	crc = crc_add(crc, head + FORMAT_FRAME, held(r));
	format_put_u32(head + 8, crc);
}

static void add_number(struct trace_recorder *r, uint64_t value)
{
	unsigned char bytes[VARINT_MAX];
	size_t len = (size_t)(varint_put(bytes, value) - bytes);

	str_add_n(&r->bytes, (const char *)bytes, len);
}

static void add_text_n(struct trace_recorder *r, const char *text, size_t len)
{
	if (len > FORMAT_TEXT_MAX)
		len = FORMAT_TEXT_MAX;
	add_number(r, len);
	str_add_n(&r->bytes, text, len);
}

static void add_text(struct trace_recorder *r, const char *text)
{
	add_text_n(r, text ? text : "", text ? strlen(text) : 0);
}

/* ---- life ---- */

static void record_head(struct trace_recorder *r)
{
	unsigned char rest[FORMAT_HEAD - 8] = { 0 };

	format_put_u32(rest, FORMAT_VERSION);
	str_add_n(&r->bytes, FORMAT_MAGIC, 8);
	str_add_n(&r->bytes, (const char *)rest, sizeof(rest));
	begin(r, FORMAT_VERB);
	for (int verb = MP_VERB_NONE + 1; verb < MP_VERB_COUNT; verb++)
		add_text(r, trace_verb_name((uint16_t)verb));
	end(r);
}

struct trace_recorder *trace_recorder_new(struct trace_log *log)
{
	struct trace_recorder *r = mem_new(1, sizeof(*r));

	r->log = log;
	r->bytes = STR_INIT;
	r->texts = 1;
	r->next = trace_log_first(log);
	record_head(r);
	return r;
}

void trace_recorder_free(struct trace_recorder *r)
{
	if (!r)
		return;
	str_release(&r->bytes);
	free(r->places);
	free(r);
}

/* ---- the run as a whole ---- */

void trace_recorder_fact(struct trace_recorder *r, const char *key,
			 const char *value)
{
	begin(r, FORMAT_FACT);
	add_text(r, key);
	add_text(r, value);
	end(r);
}

void trace_recorder_file(struct trace_recorder *r, const char *name,
			 const char *content, size_t len)
{
	begin(r, FORMAT_FILE);
	add_text(r, name);
	add_text_n(r, content, len);
	end(r);
}

void trace_recorder_line(struct trace_recorder *r, const struct trace_line *l)
{
	begin(r, FORMAT_LINE);
	add_number(r, l->image);
	add_number(r, l->address);
	add_text(r, l->file);
	add_text(r, l->function);
	add_number(r, l->line > 0 ? (uint64_t)l->line : 0);
	end(r);
}

void trace_recorder_sums(struct trace_recorder *r,
			 const struct trace_totals *totals)
{
	begin(r, FORMAT_SUMS);
	add_number(r, totals->events);
	add_number(r, totals->lost);
	add_number(r, totals->torn);
	add_number(r, totals->stalls);
	add_number(r, totals->late);
	add_number(r, totals->threads);
	end(r);
}

void trace_recorder_end(struct trace_recorder *r,
			const struct trace_ending *ending)
{
	begin(r, FORMAT_DONE);
	add_number(r, ending->exit_code_known);
	add_number(r, varint_zigzag((uint64_t)(int64_t)ending->exit_code));
	add_number(r, ending->pid);
	add_number(r, ending->outlived);
	add_text(r, ending->problem);
	end(r);
}

/* ---- events ---- */

static void record_texts(struct trace_recorder *r)
{
	uint32_t count = trace_log_text_count(r->log);

	while (r->texts < count) {
		begin(r, FORMAT_TEXT);
		add_number(r, r->texts);
		while (r->texts < count && held(r) < TEXTS_ENOUGH) {
			size_t len;
			const char *text =
				trace_log_text(r->log, r->texts++, &len);

			add_text_n(r, text, len);
		}
		end(r);
	}
}

static void record_block(struct trace_recorder *r, const struct trace_block *b)
{
	begin(r, FORMAT_EVNT);
	add_number(r, b->first);
	add_number(r, b->count);
	add_number(r, (uint64_t)b->time_ns);
	r->places = mem_grow(r->places, r->place_count, &r->place_cap,
			     sizeof(*r->places));
	r->places[r->place_count++] = (struct place){
		.first = b->first,
		.offset = r->taken + r->bytes.len,
		.len = b->len,
	};
	str_add_n(&r->bytes, (const char *)b->bytes, b->len);
	end(r);
}

void trace_recorder_events(struct trace_recorder *r)
{
	struct trace_block b;

	if (r->next < trace_log_first(r->log))
		r->next = trace_log_first(r->log);
	if (!trace_log_block(r->log, r->next, &b))
		return;
	record_texts(r);
	do {
		record_block(r, &b);
		r->next = b.first + b.count;
	} while (trace_log_block(r->log, r->next, &b));
}

size_t trace_recorder_next(const struct trace_recorder *r)
{
	return r->next;
}

/* ---- to the file ---- */

void trace_recorder_take(struct trace_recorder *r, struct str *out)
{
	str_add_n(out, r->bytes.buf, r->bytes.len);
	r->taken += r->bytes.len;
	str_clear(&r->bytes);
}

void trace_recorder_stored(struct trace_recorder *r, int fd, uint64_t bytes)
{
	while (r->place_first < r->place_count) {
		const struct place *p = &r->places[r->place_first];

		if (p->offset + p->len > bytes)
			return;
		trace_log_stored(r->log, p->first, fd, (int64_t)p->offset);
		r->place_first++;
	}
	r->place_first = r->place_count = 0;
}

size_t trace_recorder_whole(const char *bytes, size_t len)
{
	const unsigned char *at = (const unsigned char *)bytes;
	size_t whole = 0;

	if (len >= FORMAT_HEAD && !memcmp(at, FORMAT_MAGIC, 8))
		whole = FORMAT_HEAD;
	while (len - whole >= FORMAT_FRAME) {
		size_t n = format_get_u32(at + whole + 4);

		if (len - whole - FORMAT_FRAME < n)
			break;
		whole += FORMAT_FRAME + n;
	}
	return whole;
}
