/* SPDX-License-Identifier: MIT */
/*
 * What holds in every model, whatever events made it, and when two are the
 * same.
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

/* ---- equality ---- */

#define SAME(field)                                                            \
	if (a->field != b->field)                                              \
	return #field

static const char *value_difference(struct model_value v, struct model_value w)
{
	const struct model_value *a = &v, *b = &w;

	SAME(bits);
	SAME(text);
	SAME(kind);
	return "";
}

static const char *operation_difference(const struct model_process *a,
					const struct model_process *b)
{
	SAME(verb);
	SAME(tid);
	SAME(waits);
	SAME(op_since_ns);
	SAME(wait_since_ns);
	SAME(object);
	SAME(target);
	SAME(threads);
	SAME(site);
	SAME(image);
	SAME(events);
	SAME(event_ns);
	SAME(sent);
	SAME(sent_by);
	SAME(nice_known);
	SAME(nice);
	return value_difference(a->item, b->item);
}

static const char *process_difference(const struct model_process *a,
				      const struct model_process *b)
{
	SAME(pid);
	SAME(ppid);
	SAME(name);
	SAME(state);
	SAME(since_ns);
	SAME(letter);
	SAME(started_ns);
	SAME(ended_ns);
	SAME(status_known);
	SAME(exit_code);
	SAME(cpu_ns);
	SAME(ready_ns);
	SAME(in_turns);
	SAME(cpu);
	SAME(kernel_threads);
	SAME(sampled_ns);
	SAME(share_from_ns);
	SAME(share_from_cpu_ns);
	SAME(born);
	SAME(untraced);
	SAME(ends);
	SAME(amount);
	SAME(blocked);
	SAME(blocked_at);
	return operation_difference(a, b);
}

static const char *item_difference(const struct model_item *a,
				   const struct model_item *b)
{
	SAME(sequence);
	SAME(by);
	SAME(at_ns);
	return value_difference(a->value, b->value);
}

static const char *queue_difference(const struct model_queue *a,
				    const struct model_queue *b)
{
	const char *difference = "";

	SAME(id);
	SAME(name);
	SAME(maker);
	SAME(capacity);
	SAME(type);
	SAME(count);
	SAME(puts);
	SAME(gets);
	SAME(lost);
	SAME(missed);
	SAME(greatest);
	SAME(closed);
	SAME(first_full_ns);
	SAME(done);
	SAME(putters.count);
	SAME(putters.more);
	SAME(takers.count);
	SAME(takers.more);
	if (memcmp(a->putters.pids, b->putters.pids, sizeof(a->putters.pids)) ||
	    memcmp(a->takers.pids, b->takers.pids, sizeof(a->takers.pids)))
		return "users";
	for (size_t i = 0; i < a->count && !*difference; i++)
		difference = item_difference(model_queue_item(a, i),
					     model_queue_item(b, i));
	return difference;
}

static const char *meeting_difference(const struct model_meeting *a,
				      const struct model_meeting *b)
{
	if (!a || !b)
		return a == b ? "" : "meeting";
	SAME(from_ns);
	SAME(round_count);
	SAME(opened);
	SAME(broken);
	SAME(party_count);
	for (uint32_t i = 0; i < a->round_count; i++) {
		SAME(rounds[i].phase);
		SAME(rounds[i].from_ns);
		SAME(rounds[i].to_ns);
		SAME(rounds[i].last);
		SAME(rounds[i].broken);
	}
	for (uint32_t i = 0; i < a->party_count; i++)
		SAME(parties[i]);
	return "";
}

static const char *details_difference(const struct model_object *a,
				      const struct model_object *b)
{
	switch (a->kind) {
	case MODEL_LOCK:
		SAME(lock.recursive);
		SAME(lock.deaths);
		SAME(lock.taken);
		SAME(lock.held_ns);
		break;
	case MODEL_SEMAPHORE:
		SAME(semaphore.value);
		SAME(semaphore.most);
		SAME(semaphore.recovered);
		SAME(semaphore.first);
		SAME(semaphore.taken);
		SAME(semaphore.given);
		SAME(semaphore.signals);
		break;
	case MODEL_EVENT:
		SAME(event.set);
		SAME(event.times);
		break;
	case MODEL_CONDITION:
		SAME(condition.lock);
		SAME(condition.notified);
		SAME(condition.called);
		SAME(condition.lost);
		SAME(condition.lost_ns);
		break;
	case MODEL_BARRIER:
		SAME(barrier.parties);
		SAME(barrier.round);
		SAME(barrier.broken);
		return meeting_difference(a->barrier.meeting,
					  b->barrier.meeting);
	case MODEL_VALUE:
		SAME(value.len);
		SAME(value.type);
		break;
	case MODEL_PIPE:
		SAME(pipe.duplex);
		SAME(pipe.sent[0]);
		SAME(pipe.sent[1]);
		SAME(pipe.received[0]);
		SAME(pipe.received[1]);
		SAME(pipe.open[0]);
		SAME(pipe.open[1]);
		for (int i = 0; i < 2 * MODEL_SENT_MAX; i++) {
			SAME(pipe.way[i / MODEL_SENT_MAX][i % MODEL_SENT_MAX]
				     .number);
			SAME(pipe.way[i / MODEL_SENT_MAX][i % MODEL_SENT_MAX]
				     .by);
			SAME(pipe.way[i / MODEL_SENT_MAX][i % MODEL_SENT_MAX]
				     .value.bits);
		}
		break;
	case MODEL_POOL:
		SAME(pool.workers);
		SAME(pool.submitted);
		SAME(pool.ended);
		SAME(pool.failed);
		SAME(pool.lost);
		SAME(pool.cancelled);
		SAME(pool.terminated);
		SAME(pool.first_ns);
		SAME(pool.last_ns);
		SAME(pool.tick);
		for (int i = 0; i < MODEL_TICKS; i++)
			SAME(pool.ticks[i]);
		break;
	case MODEL_MEMORY:
		SAME(memory.bytes);
		break;
	case MODEL_STREAM:
	case MODEL_MESSAGES:
		return memcmp(&a->stream, &b->stream, sizeof(a->stream))
			       ? "stream"
			       : "";
	case MODEL_NAMESPACE:
	case MODEL_DICT:
	case MODEL_LIST:
		SAME(managed.count);
		SAME(managed.verb);
		SAME(managed.text);
		SAME(managed.by);
		SAME(managed.at_ns);
		break;
	case MODEL_MANAGER:
	case MODEL_THING:
	case MODEL_KIND_COUNT:
		break;
	}
	return "";
}

static const char *object_difference(const struct model_object *a,
				     const struct model_object *b)
{
	const char *difference = "";

	SAME(id);
	SAME(kind);
	SAME(name);
	SAME(maker);
	SAME(made_ns);
	SAME(removed);
	SAME(left);
	SAME(perhaps);
	SAME(amount);
	SAME(changed_ns);
	SAME(changed_by);
	SAME(given_by);
	SAME(given_ns);
	SAME(hold_count);
	SAME(cell_count);
	for (size_t i = 0; i < a->hold_count; i++) {
		SAME(holds[i].tid);
		SAME(holds[i].pid);
		SAME(holds[i].units);
		SAME(holds[i].task);
		SAME(holds[i].since_ns);
		SAME(holds[i].site);
		SAME(holds[i].died_in);
		SAME(holds[i].place);
		SAME(holds[i].instead);
		SAME(holds[i].lost);
	}
	for (size_t i = 0; i < a->cell_count && !*difference; i++) {
		SAME(cells[i].by);
		SAME(cells[i].at_ns);
		SAME(cells[i].writes);
		difference =
			value_difference(a->cells[i].value, b->cells[i].value);
	}
	return *difference ? difference : details_difference(a, b);
}

static const char *thread_difference(const struct model_thread *a,
				     const struct model_thread *b)
{
	SAME(tid);
	SAME(pid);
	SAME(next);
	SAME(verb);
	SAME(waits);
	SAME(called);
	SAME(called_ns);
	SAME(bounded);
	SAME(holder);
	SAME(object);
	SAME(target);
	SAME(wait_since_ns);
	return "";
}

static const char *rest_difference(const struct model *a, const struct model *b)
{
	SAME(time_ns);
	SAME(paused_ns);
	SAME(paused_since_ns);
	SAME(speed);
	SAME(events);
	SAME(lost);
	SAME(torn);
	SAME(stalls);
	SAME(deadlock_ns);
	SAME(over);
	SAME(over_why);
	SAME(over_text);
	SAME(process_count);
	SAME(alive);
	SAME(family);
	SAME(by_pid.len);
	SAME(queue_count);
	SAME(by_object.len);
	SAME(image_count);
	SAME(object_count);
	SAME(by_id.len);
	SAME(variable_count);
	SAME(by_variable.len);
	for (size_t i = 0; i < a->variable_count; i++) {
		SAME(variables[i].pid);
		SAME(variables[i].name);
		SAME(variables[i].address);
		SAME(variables[i].value.bits);
		SAME(variables[i].value.kind);
		SAME(variables[i].shown_ns);
		SAME(variables[i].changed_ns);
		SAME(variables[i].times);
	}
	SAME(thread_count);
	SAME(by_tid.len);
	SAME(free_thread);
	SAME(holds);
	SAME(cells);
	SAME(end_count);
	SAME(free_end);
	SAME(open_ends);
	SAME(maps);
	SAME(beyond);
	SAME(items);
	SAME(series_count);
	SAME(points);
	SAME(has_handed);
	SAME(changed_count);
	for (size_t i = 0; i < a->changed_count; i++) {
		SAME(changed[i].process);
		SAME(changed[i].from);
		SAME(changed[i].status_known);
	}
	return "";
}

const char *model_difference(const struct model *a, const struct model *b)
{
	const char *difference = rest_difference(a, b);

	if (*difference)
		return difference;
	for (size_t i = 0; i < a->process_count && !*difference; i++)
		difference =
			process_difference(&a->processes[i], &b->processes[i]);
	for (size_t i = 0; i < a->queue_count && !*difference; i++)
		difference = queue_difference(&a->queues[i], &b->queues[i]);
	for (size_t i = 0; i < a->object_count && !*difference; i++)
		difference = object_difference(&a->objects[i], &b->objects[i]);
	for (size_t i = 0; i < a->thread_count && !*difference; i++)
		difference = thread_difference(&a->threads[i], &b->threads[i]);
	for (size_t i = 0; i < a->image_count && !*difference; i++) {
		SAME(images[i].path);
		SAME(images[i].base);
		SAME(images[i].size);
	}
	for (size_t i = 0; i < a->series_count && !*difference; i++) {
		SAME(series[i].name);
		SAME(series[i].count);
		SAME(series[i].told);
		SAME(series[i].each);
		if (memcmp(a->series[i].points, b->series[i].points,
			   a->series[i].count * sizeof(struct model_point)))
			return "points";
	}
	return difference;
}
