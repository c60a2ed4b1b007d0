/* SPDX-License-Identifier: MIT */
/*
 * A run in time.
 *
 * The head is folded once, as events arrive, and leaves things behind on its
 * way: snapshots (clones of itself), the lanes of the timeline with their
 * arrows, and numbers in time.  A past
 * state is the nearest snapshot before it, folded on; the state asked for
 * last is kept too, so that going forward by one event folds one event.
 *
 * A snapshot is taken when enough events have come since the last one to pay
 * for it: SNAPSHOT_EVENTS at least, and more for a large model.  When all of
 * them together get larger than SNAPSHOT_BYTES every other one is dropped, and
 * from then on they are taken half as often.
 *
 * The log may drop its oldest events.  What lies before them goes too:
 * snapshots, and spans that were over by then.
 */
#include "model/history.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/arrows.h"
#include "model/lanes.h"
#include "model/tracks.h"

enum {
	SNAPSHOT_EVENTS = 4096,
	SNAPSHOT_BYTES = 64 << 20,
	SNAPSHOT_LEAST = 16, /* are kept, however large */
	EVENT_BYTES = 16,    /* of a snapshot, that an event pays for */
};

struct snapshot {
	size_t end; /* the state after the events below this */
	struct model *model;
	size_t size;
};

/* A time in which the run was paused, in real time. */
struct pause {
	int64_t from_ns, to_ns; /* INT64_MAX: still */
	int64_t before_ns;      /* all pauses before this one */
};

struct history {
	const struct trace_log *log;
	struct model *head;
	size_t end; /* events folded into it */

	struct snapshot *snapshots;
	size_t snapshot_count, snapshot_cap;
	size_t snapshot_bytes, spacing;
	struct snapshot past; /* asked for last; model NULL: none */

	struct lanes lanes;
	struct arrows arrows;
	uint32_t counts[HISTORY_LOOKS]; /* processes, now */
	struct track looks[HISTORY_LOOKS];
	struct track queues[HISTORY_QUEUES];
	struct pause *pauses;
	size_t pause_count, pause_cap;
	size_t log_first; /* of the log, when old things were last dropped */
};

/* ---- snapshots ---- */

/* Every other one; never the first, from which all others can be had. */
static void thin_out(struct history *h)
{
	size_t kept = 0;

	for (size_t i = 0; i < h->snapshot_count; i++) {
		if (i % 2) {
			h->snapshot_bytes -= h->snapshots[i].size;
			model_free(h->snapshots[i].model);
		} else {
			h->snapshots[kept++] = h->snapshots[i];
		}
	}
	h->snapshot_count = kept;
	h->spacing *= 2;
}

static void take_snapshot(struct history *h)
{
	size_t size = model_size(h->head);

	if (h->snapshot_bytes + size > SNAPSHOT_BYTES &&
	    h->snapshot_count > SNAPSHOT_LEAST)
		thin_out(h);
	h->snapshots = mem_grow(h->snapshots, h->snapshot_count,
				&h->snapshot_cap, sizeof(*h->snapshots));
	h->snapshots[h->snapshot_count++] =
		(struct snapshot){ h->end, model_clone(h->head), size };
	h->snapshot_bytes += size;
}

static bool snapshot_is_due(const struct history *h)
{
	size_t since = h->end - h->snapshots[h->snapshot_count - 1].end;

	return since >= h->spacing &&
	       since * EVENT_BYTES >= model_size(h->head);
}

/* How many snapshots are at or before @end. */
static size_t snapshots_to(const struct history *h, size_t end)
{
	size_t low = 0, high = h->snapshot_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (h->snapshots[middle].end <= end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- lanes ---- */

static struct history_span span_of(const struct model *m,
				   const struct model_process *p)
{
	struct history_span span = {
		.from_ns = model_run_time(m),
		.to_ns = INT64_MAX,
		.state = (uint8_t)p->state,
		.in_turns = p->state == MODEL_RUNNING && p->in_turns,
	};

	if (p->state == MODEL_WAITING) {
		span.verb = p->verb;
		span.object = p->verb == MP_VERB_JOIN ? p->target : p->object;
	}
	return span;
}

unsigned history_look(const struct history_span *span)
{
	if (span->state == MODEL_WAITING && span->verb == MP_VERB_SLEEP)
		return HISTORY_ASLEEP;
	return span->state % MODEL_STATE_COUNT;
}

/* @lane looks like @span from now on. */
static void count_looks(struct history *h, size_t lane,
			const struct history_span *span)
{
	size_t count;
	const struct history_span *before = lanes_get(&h->lanes, lane, &count);
	unsigned look = history_look(span), old = HISTORY_LOOKS;

	if (count)
		old = history_look(&before[count - 1]);
	if (old == look)
		return;
	if (old < HISTORY_LOOKS)
		track_add(&h->looks[old], span->from_ns, --h->counts[old]);
	track_add(&h->looks[look], span->from_ns, ++h->counts[look]);
}

static void note_lanes(struct history *h)
{
	const struct model *m = h->head;

	for (size_t i = 0; i < m->changed_count; i++) {
		size_t process = m->changed[i].process;
		struct history_span span = span_of(m, &m->processes[process]);

		count_looks(h, process, &span);
		lanes_add(&h->lanes, process, span);
	}
}

static void note_arrow(struct history *h)
{
	const struct model_handed *handed = &h->head->handed;

	arrows_add(&h->arrows, (struct history_arrow){
				       .from_ns = handed->from_ns,
				       .to_ns = model_run_time(h->head),
				       .from = handed->from,
				       .to = handed->to,
				       .verb = handed->verb,
				       .object = handed->object,
			       });
}

static void note_length(struct history *h, uint64_t object)
{
	const struct model_queue *q = model_queue(h->head, object);
	size_t i = q ? (size_t)(q - h->head->queues) : HISTORY_QUEUES;

	if (i < HISTORY_QUEUES)
		track_add(&h->queues[i], model_run_time(h->head),
			  (uint32_t)q->count);
}

/* ---- pauses ---- */

static void note_pause(struct history *h, const struct trace_event *e)
{
	struct pause *last =
		h->pause_count ? &h->pauses[h->pause_count - 1] : NULL;

	if (e->verb == MP_VERB_RESUME && last && last->to_ns == INT64_MAX)
		last->to_ns = h->head->time_ns;
	if (e->verb != MP_VERB_PAUSE || (last && last->to_ns == INT64_MAX))
		return;
	h->pauses = mem_grow(h->pauses, h->pause_count, &h->pause_cap,
			     sizeof(*h->pauses));
	h->pauses[h->pause_count++] = (struct pause){
		.from_ns = h->head->time_ns,
		.to_ns = INT64_MAX,
		.before_ns = h->head->paused_ns,
	};
}

/* The last real time that is still this run time. */
static int64_t real_time(const struct history *h, int64_t run_ns)
{
	size_t low = 0, high = h->pause_count;
	const struct pause *p;
	int64_t paused_ns;

	/* How many pauses begin at or before it. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		p = &h->pauses[middle];
		if (p->from_ns - p->before_ns <= run_ns)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return run_ns;
	/* While it is still paused, that is INT64_MAX. */
	p = &h->pauses[low - 1];
	paused_ns = p->before_ns + (p->to_ns - p->from_ns);
	return run_ns > INT64_MAX - paused_ns ? INT64_MAX : run_ns + paused_ns;
}

/* ---- folding ---- */

struct history *history_new(const struct trace_log *log)
{
	struct history *h = mem_new(1, sizeof(*h));

	h->log = log;
	h->head = model_new();
	h->spacing = SNAPSHOT_EVENTS;
	take_snapshot(h);
	return h;
}

static void free_snapshots(struct history *h, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		h->snapshot_bytes -= h->snapshots[i].size;
		model_free(h->snapshots[i].model);
	}
	h->snapshot_count -= count;
	memmove(h->snapshots, h->snapshots + count,
		h->snapshot_count * sizeof(*h->snapshots));
}

void history_free(struct history *h)
{
	if (!h)
		return;
	free_snapshots(h, h->snapshot_count);
	free(h->snapshots);
	model_free(h->past.model);
	model_free(h->head);
	lanes_release(&h->lanes);
	arrows_release(&h->arrows);
	for (size_t i = 0; i < HISTORY_LOOKS; i++)
		track_release(&h->looks[i]);
	for (size_t i = 0; i < HISTORY_QUEUES; i++)
		track_release(&h->queues[i]);
	free(h->pauses);
	free(h);
}

/* Whether it may make a queue longer or shorter. */
static bool has_length(uint16_t verb)
{
	return verb == MP_VERB_PUT || verb == MP_VERB_GET ||
	       verb == MP_VERB_REPAIR || verb == MP_VERB_QUEUE_NEW;
}

static void fold_one(struct history *h, const struct trace_event *e)
{
	model_apply(h->head, e);
	note_lanes(h);
	if (h->head->has_handed)
		note_arrow(h);
	if (e->phase == MP_HAPPENS && has_length(e->verb))
		note_length(h, e->object);
	if (e->verb == MP_VERB_PAUSE || e->verb == MP_VERB_RESUME)
		note_pause(h, e);
}

/* Events that were dropped before they were folded count as lost. */
static void skip_dropped(struct history *h, size_t first)
{
	struct trace_event gap = {
		.time_ns = h->head->time_ns,
		.verb = MP_VERB_LOST,
		.phase = MP_HAPPENS,
		.a = first - h->end,
	};

	model_apply(h->head, &gap);
	h->end = first;
	take_snapshot(h);
}

static void forget(struct history *h, size_t first)
{
	const struct trace_event *e;
	size_t old = 0;

	h->log_first = first;
	while (old < h->snapshot_count && h->snapshots[old].end < first)
		old++;
	/* From a snapshot before the first event there is no way on. */
	if (old == h->snapshot_count)
		take_snapshot(h);
	free_snapshots(h, old);
	if (h->past.end < first) {
		model_free(h->past.model);
		h->past.model = NULL;
	}
	if (first == trace_log_end(h->log))
		return;
	e = trace_log_at(h->log, first);
	lanes_drop(&h->lanes, e->time_ns - h->head->paused_ns);
}

size_t history_catch_up(struct history *h, size_t max)
{
	size_t first = trace_log_first(h->log), end = trace_log_end(h->log);
	size_t n = 0, count;

	if (h->end < first)
		skip_dropped(h, first);
	while (n < max && h->end < end) {
		const struct trace_event *e =
			trace_log_span(h->log, h->end, &count);

		if (count > max - n)
			count = max - n;
		for (size_t i = 0; i < count; i++) {
			fold_one(h, &e[i]);
			h->end++;
			if (snapshot_is_due(h))
				take_snapshot(h);
		}
		n += count;
	}
	if (h->log_first < first)
		forget(h, first);
	return n;
}

/* ---- asking ---- */

const struct model *history_head(const struct history *h)
{
	return h->head;
}

size_t history_first(const struct history *h)
{
	size_t first = trace_log_first(h->log);

	for (size_t i = 0; i < h->snapshot_count; i++) {
		if (h->snapshots[i].end >= first)
			return h->snapshots[i].end;
	}
	return h->end;
}

size_t history_end(const struct history *h)
{
	return h->end;
}

const struct model *history_at(struct history *h, size_t end)
{
	size_t first = history_first(h), nearest, count;
	const struct snapshot *from;

	if (end < first)
		end = first;
	if (end >= h->end)
		return h->head;
	nearest = snapshots_to(h, end);
	from = &h->snapshots[nearest - 1];
	if (!h->past.model || h->past.end > end || h->past.end < from->end) {
		model_free(h->past.model);
		h->past = (struct snapshot){ from->end,
					     model_clone(from->model), 0 };
	}
	while (h->past.end < end) {
		const struct trace_event *e =
			trace_log_span(h->log, h->past.end, &count);

		if (count > end - h->past.end)
			count = end - h->past.end;
		for (size_t i = 0; i < count; i++)
			model_apply(h->past.model, &e[i]);
		h->past.end += count;
	}
	return h->past.model;
}

size_t history_index_at(const struct history *h, int64_t run_ns)
{
	size_t first = history_first(h);
	size_t after = trace_log_after(h->log, real_time(h, run_ns));

	if (after < first)
		return first;
	return after < h->end ? after : h->end;
}

const struct history_span *history_lane(const struct history *h, size_t lane,
					size_t *ret_count)
{
	return lanes_get(&h->lanes, lane, ret_count);
}

const struct history_arrow *history_arrows(const struct history *h,
					   int64_t from_ns, size_t *ret_count,
					   int64_t *ret_since)
{
	const struct arrows *a = &h->arrows;
	size_t low = 0, high = a->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (a->arrows[middle].to_ns < from_ns)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_count = a->count - low;
	if (ret_since)
		*ret_since = a->from_ns;
	return a->arrows ? a->arrows + low : NULL;
}

bool history_count(const struct history *h, unsigned look, int64_t from_ns,
		   int64_t to_ns, struct history_range *ret)
{
	return look < HISTORY_LOOKS &&
	       track_range(&h->looks[look], from_ns, to_ns, ret);
}

bool history_length(const struct history *h, size_t queue, int64_t from_ns,
		    int64_t to_ns, struct history_range *ret)
{
	return queue < HISTORY_QUEUES &&
	       track_range(&h->queues[queue], from_ns, to_ns, ret);
}
