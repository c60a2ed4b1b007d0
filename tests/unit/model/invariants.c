/* SPDX-License-Identifier: MIT */
/*
 * What holds in every model, whatever events made it.
 */
#include <string.h>

#include "unit/model/story.h"

static const char *process_fault(const struct model *m,
				 const struct model_process *p)
{
	if (!p->pid)
		return "a process without a PID";
	if ((unsigned)p->state >= MODEL_STATE_COUNT)
		return "a state that is none";
	if ((p->state >= MODEL_ZOMBIE) != (p->ended_ns >= 0))
		return "ended_ns and the state disagree";
	if (p->state >= MODEL_ZOMBIE && (p->verb || p->waits))
		return "a dead process does something";
	if (p->state >= MODEL_ZOMBIE && p->blocked)
		return "a dead process is blocked";
	if (p->waits && p->verb == MP_VERB_NONE)
		return "it waits in nothing";
	if (p->since_ns > model_run_time(m) || p->since_ns < p->started_ns)
		return "since_ns is not within its life";
	if (p->image != MODEL_NO_IMAGE && p->image >= m->image_count)
		return "an image that is none";
	if (p->status_known && (p->exit_code < -128 || p->exit_code > 255))
		return "an exit code out of range";
	if (!(model_cpu_share(m, p) >= 0 && model_cpu_share(m, p) <= 1))
		return "a CPU share out of range";
	return "";
}

static const char *queue_fault(const struct model_queue *q)
{
	if (q->count > q->cap || (q->cap & (q->cap - 1)))
		return "a ring out of shape";
	if (q->count > q->greatest)
		return "greatest is not";
	for (size_t i = 0; i < q->count; i++) {
		const struct model_item *item = model_queue_item(q, i);

		if (item->sequence <= q->gets || item->sequence > q->puts)
			return "an item that is not in the queue";
		if (i && item->sequence <= model_queue_item(q, i - 1)->sequence)
			return "items out of order";
	}
	return "";
}

/* What is in a stream is the sum of its chunks. */
static const char *stream_fault(const struct model_stream *s)
{
	uint64_t bytes = 0;

	if (s->chunk_count > MODEL_CHUNKS_MAX)
		return "too many chunks";
	for (uint32_t i = 0; i < s->chunk_count; i++)
		bytes += s->chunks[i].bytes;
	if (bytes != s->bytes)
		return "bytes are not the sum of the chunks";
	return "";
}

static const char *meeting_fault(const struct model_meeting *meeting)
{
	int64_t at = INT64_MIN;

	if (meeting->round_count > MODEL_ROUNDS_MAX ||
	    meeting->party_count > MODEL_PARTIES_MAX)
		return "more rounds or parties than are kept";
	if (meeting->round_count > meeting->opened + meeting->broken)
		return "more rounds than have ended";
	for (uint32_t i = 0; i < meeting->round_count; i++) {
		const struct model_round *r = &meeting->rounds[i];

		if (r->from_ns < at || r->to_ns < r->from_ns)
			return "rounds that overlap";
		at = r->to_ns;
	}
	return meeting->from_ns < at ? "a round that began too early" : "";
}

static const char *object_fault(const struct model_object *o)
{
	if (!o->id)
		return "an object without an id";
	if ((unsigned)o->kind >= MODEL_KIND_COUNT)
		return "a kind that is none";
	if (o->kind == MODEL_STREAM || o->kind == MODEL_MESSAGES)
		return stream_fault(&o->stream);
	if (o->kind == MODEL_BARRIER && o->barrier.meeting &&
	    *meeting_fault(o->barrier.meeting))
		return meeting_fault(o->barrier.meeting);
	if (o->kind == MODEL_LOCK && o->hold_count > 1)
		return "a lock that two threads hold";
	for (size_t i = 0; i < o->hold_count; i++) {
		for (size_t k = 0; k < i; k++)
			if (o->holds[k].tid == o->holds[i].tid)
				return "a thread holds it twice";
		if (!o->holds[i].units && o->kind != MODEL_POOL &&
		    o->kind != MODEL_THING)
			return "a hold of nothing";
	}
	return "";
}

static const char *alive_fault(const struct model *m)
{
	size_t alive = 0;

	for (size_t i = 0; i < m->process_count; i++)
		alive += m->processes[i].state < MODEL_ZOMBIE;
	return alive == m->alive ? "" : "those alive are miscounted";
}

/* Every open end is in the list of one process, and is counted. */
static const char *ends_fault(const struct model *m)
{
	size_t listed = 0;
	int64_t readers = 0, writers = 0;

	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		if (p->ends && p->state >= MODEL_ZOMBIE)
			return "a dead process has descriptors";
		for (uint32_t n = p->ends; n; n = m->ends[n - 1].next) {
			const struct model_end *end = &m->ends[n - 1];

			if (end->object >= m->object_count)
				return "an end of nothing";
			readers += end->ends & 1;
			writers += end->ends >> 1 & 1;
			if (++listed > m->end_count)
				return "ends in a circle";
		}
	}
	for (size_t i = 0; i < m->object_count; i++) {
		const struct model_object *o = &m->objects[i];

		if (o->kind == MODEL_PIPE) {
			readers -= o->pipe.open[0];
			writers -= o->pipe.open[1];
		}
		if (o->kind != MODEL_STREAM && o->kind != MODEL_MESSAGES)
			continue;
		readers -= o->stream.readers;
		writers -= o->stream.writers;
	}
	if (listed != m->open_ends || readers || writers)
		return "ends are not the sum of the lists";
	return "";
}

static const char *objects_fault(const struct model *m)
{
	size_t holds = 0, cells = 0, meetings = 0;

	for (size_t i = 0; i < m->object_count; i++) {
		const char *fault = object_fault(&m->objects[i]);

		if (*fault)
			return fault;
		holds += m->objects[i].hold_count;
		cells += m->objects[i].cell_count;
		meetings += m->objects[i].kind == MODEL_BARRIER &&
			    m->objects[i].barrier.meeting;
	}
	if (meetings != m->meetings)
		return "meetings are not those of the barriers";
	if (holds != m->holds || cells != m->cells)
		return "holds or cells are not the sum of the objects";
	return "";
}

/* Every thread is in the list of the process that it belongs to, once. */
static const char *threads_fault(const struct model *m)
{
	size_t listed = 0, dead = 0;

	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		for (uint32_t t = p->threads; t; t = m->threads[t - 1].next) {
			if (m->threads[t - 1].pid != p->pid)
				return "a thread in the wrong process";
			if (m->threads[t - 1].waits && !m->threads[t - 1].verb)
				return "a thread waits in nothing";
			if (++listed > m->thread_count)
				return "threads in a circle";
		}
		dead += p->state >= MODEL_ZOMBIE && p->threads;
	}
	if (dead)
		return "a dead process has threads";
	if (listed != m->by_tid.len)
		return "by_tid is not the sum of the threads";
	return "";
}

static const char *index_fault(const struct model *m)
{
	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p =
			model_process(m, m->processes[i].pid);

		if (!p || p < &m->processes[i] || p->pid != m->processes[i].pid)
			return "by_pid does not lead to the latest";
	}
	for (size_t i = 0; i < m->queue_count; i++) {
		const struct model_queue *q = model_queue(m, m->queues[i].id);

		if (!q || q->id != m->queues[i].id)
			return "by_object leads astray";
	}
	for (size_t i = 0; i < m->changed_count; i++) {
		if (m->changed[i].process >= m->process_count)
			return "a change to no process";
	}
	return "";
}

const char *model_fault(const struct model *m)
{
	const char *fault = index_fault(m);
	size_t items = 0, points = 0;

	if (m->paused_ns < 0 || model_run_time(m) < 0)
		return "time runs backwards";
	for (size_t i = 0; i < m->process_count && !*fault; i++)
		fault = process_fault(m, &m->processes[i]);
	for (size_t i = 0; i < m->queue_count && !*fault; i++) {
		fault = queue_fault(&m->queues[i]);
		items += m->queues[i].count;
	}
	if (!*fault && items != m->items)
		return "items are not the sum of the queues";
	for (size_t i = 0; i < m->series_count; i++)
		points += m->series[i].count;
	if (points != m->points)
		return "points are not the sum of the series";
	if (m->has_handed && (m->handed.from >= m->process_count ||
			      m->handed.to >= m->process_count ||
			      m->handed.from_ns > model_run_time(m)))
		return "handed over by nobody";
	if (!*fault)
		fault = objects_fault(m);
	if (!*fault)
		fault = threads_fault(m);
	if (!*fault)
		fault = ends_fault(m);
	if (!*fault)
		fault = alive_fault(m);
	return fault;
}
