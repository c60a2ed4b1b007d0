/* SPDX-License-Identifier: MIT */
/*
 * When two models are the same: the first field that differs, by its name.
 */
#include <string.h>

#include "unit/model/story.h"

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
