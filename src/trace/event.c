/* SPDX-License-Identifier: MIT */
/*
 * From a record in shared memory to an event of the log.
 *
 * A record is copied before it is looked at; what cannot be, and what is not
 * for a demo to say, counts as lost.
 */
#include <string.h>

#include "trace/names.h"
#include "trace/run.h"

#define PUBLISH_EARLY 512            /* a writer may be waiting for room */
#define CUT_MARK      "\xe2\x80\xa6" /* an ellipsis */

/* Verbs that say something about the run are not for a demo to say. */
static bool verb_is_a_writers(uint16_t verb)
{
	enum trace_look look = trace_verb_look(verb);

	return verb > MP_VERB_NONE && verb < MP_VERB_COUNT &&
	       look != TRACE_LOOK_KERNEL && look != TRACE_LOOK_RUN &&
	       verb != MP_VERB_LOST && verb != MP_VERB_TORN;
}

/* Bytes of @text that do not end within a UTF-8 character. */
static size_t cut_at_character(const char *text, size_t len)
{
	size_t start = len;

	while (start && len - start < 3 &&
	       ((unsigned char)text[start - 1] & 0xc0) == 0x80)
		start--;
	/* A lead byte that wants more than there is goes too. */
	if (start && (unsigned char)text[start - 1] >= 0xc0) {
		unsigned char lead = (unsigned char)text[start - 1];
		size_t wants = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;

		if (len - start < wants)
			return start - 1;
	}
	return len;
}

/* Collect the text of the event at the tail; false if it is damaged. */
static bool take_text(const struct run_ring *r, char *text, uint32_t len)
{
	for (uint32_t part = 1; len; part++) {
		uint64_t index = r->tail + part;
		const struct arena_record *record = run_record(r, index);
		uint32_t n = len < ARENA_CHUNK ? len : ARENA_CHUNK;

		if (index >= r->reserved || !run_whole(r, index) ||
		    record->verb != ARENA_VERB_TEXT || record->text != part)
			return false;
		memcpy(text, record->bytes, n);
		text += n;
		len -= n;
	}
	return true;
}

static bool intern_text(const struct run_ring *r, struct trace_log *log,
			const struct arena_record *event, uint32_t *ret)
{
	char text[ARENA_TEXT_MAX + sizeof(CUT_MARK)];
	size_t len = event->text & ~ARENA_TEXT_CUT;

	if (len > ARENA_TEXT_MAX || !take_text(r, text, (uint32_t)len))
		return false;
	if (event->text & ARENA_TEXT_CUT && event->kind != MP_KIND_BYTES) {
		len = cut_at_character(text, len);
		memcpy(text + len, CUT_MARK, sizeof(CUT_MARK));
		len += strlen(CUT_MARK);
	}
	*ret = trace_log_intern(log, text, len);
	return true;
}

static void append(struct trace_arena *a, struct trace_log *log,
		   struct trace_event *e)
{
	if (e->time_ns < a->last_ns) {
		a->totals.late++;
		e->time_ns = a->last_ns;
	}
	a->last_ns = e->time_ns;
	a->totals.events++;
	trace_log_append(log, e);
}

bool run_take(struct trace_arena *a, struct run_ring *r, int64_t ns,
	      struct trace_log *log)
{
	struct arena_record c;
	uint32_t text = 0, records;
	bool good;

	memcpy(&c, run_record(r, r->tail), sizeof(c));
	good = verb_is_a_writers(c.verb) && c.phase <= MP_ENDS &&
	       c.kind <= MP_KIND_BYTES;
	if (good && c.text)
		good = intern_text(r, log, &c, &text);
	records = 1;
	if (good)
		records += ((c.text & ~ARENA_TEXT_CUT) + ARENA_CHUNK - 1) /
			   ARENA_CHUNK;
	r->tail += records;
	r->events++;
	r->last_ns = ns;
	if (r->tail - atomic_load_explicit(&r->slot->tail,
					   memory_order_relaxed) >=
	    PUBLISH_EARLY)
		run_publish(r);
	if (!good) {
		r->losses++;
		return false;
	}
	append(a, log,
	       &(struct trace_event){
		       .time_ns = ns,
		       .pid = (uint32_t)run_ring_pid(r),
		       .tid = (uint32_t)r->owner,
		       .verb = c.verb,
		       .phase = c.phase,
		       .kind = c.kind,
		       .err = c.err,
		       .object = c.object,
		       .a = c.a,
		       .b = c.b,
		       .site = c.site,
		       .text = text,
		       .aux = c.aux,
	       });
	return true;
}
