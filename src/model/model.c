/* SPDX-License-Identifier: MIT */
/*
 * The model as a thing: made, copied, freed, asked.  What changes it is in
 * fold.c and the files beside it.
 *
 * Processes and queues are kept in the order in which they appeared and are
 * never removed, so that an index names the same thing in every state of a
 * run; two maps find them by PID and by object.
 */
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/fold.h"

const char *model_state_name(enum model_state s)
{
	static const char *const names[MODEL_STATE_COUNT] = {
		[MODEL_RUNNING] = "running", [MODEL_READY] = "ready",
		[MODEL_WAITING] = "waiting", [MODEL_STOPPED] = "stopped",
		[MODEL_ZOMBIE] = "zombie",   [MODEL_ENDED] = "ended",
	};

	return (unsigned)s < MODEL_STATE_COUNT ? names[s] : "unknown";
}

struct model *model_new(void)
{
	struct model *m = mem_new(1, sizeof(*m));

	m->paused_since_ns = -1;
	m->deadlock_ns = -1;
	m->speed = 1;
	return m;
}

/* A copy of the first @len items of @size bytes. */
static void *copy_array(const void *items, size_t len, size_t size)
{
	void *copy;

	if (!len)
		return NULL;
	copy = mem_resize(NULL, len, size);
	memcpy(copy, items, len * size);
	return copy;
}

/* The copy of a ring is as small as the items allow; its head is slot 0. */
static void copy_ring(struct model_queue *to, const struct model_queue *from)
{
	to->items = NULL;
	to->head = to->cap = 0;
	if (!from->count)
		return;
	to->cap = 8;
	while (to->cap < from->count)
		to->cap *= 2;
	to->items = mem_resize(NULL, to->cap, sizeof(*to->items));
	for (size_t i = 0; i < from->count; i++)
		to->items[i] = *model_queue_item(from, i);
}

static void copy_object(struct model_object *to,
			const struct model_object *from)
{
	to->holds =
		copy_array(from->holds, from->hold_count, sizeof(*from->holds));
	to->hold_cap = from->hold_count;
	to->cells =
		copy_array(from->cells, from->cell_count, sizeof(*from->cells));
	to->cell_cap = from->cell_count;
	if (from->kind == MODEL_BARRIER && from->barrier.meeting)
		to->barrier.meeting =
			copy_array(from->barrier.meeting, 1,
				   sizeof(*from->barrier.meeting));
}

static void copy_objects(struct model *to, const struct model *from)
{
	to->objects = copy_array(from->objects, from->object_count,
				 sizeof(*from->objects));
	to->object_cap = from->object_count;
	for (size_t i = 0; i < from->object_count; i++)
		copy_object(&to->objects[i], &from->objects[i]);
	to->threads = copy_array(from->threads, from->thread_count,
				 sizeof(*from->threads));
	to->thread_cap = from->thread_count;
	to->variables = copy_array(from->variables, from->variable_count,
				   sizeof(*from->variables));
	to->variable_cap = from->variable_count;
	map_copy(&to->by_variable, &from->by_variable);
	map_copy(&to->by_id, &from->by_id);
	map_copy(&to->by_tid, &from->by_tid);
}

static void copy_series(struct model *to, const struct model *from)
{
	to->series = copy_array(from->series, from->series_count,
				sizeof(*from->series));
	to->series_cap = from->series_count;
	for (size_t i = 0; i < from->series_count; i++) {
		struct model_series *s = &to->series[i];

		s->points = copy_array(s->points, s->count, sizeof(*s->points));
		s->cap = s->count;
	}
}

struct model *model_clone(const struct model *m)
{
	struct model *copy = mem_new(1, sizeof(*copy));

	*copy = *m;
	copy->processes = copy_array(m->processes, m->process_count,
				     sizeof(*m->processes));
	copy->process_cap = m->process_count;
	copy->queues =
		copy_array(m->queues, m->queue_count, sizeof(*m->queues));
	copy->queue_cap = m->queue_count;
	for (size_t i = 0; i < m->queue_count; i++)
		copy_ring(&copy->queues[i], &m->queues[i]);
	copy->images =
		copy_array(m->images, m->image_count, sizeof(*m->images));
	copy->image_cap = m->image_count;
	copy_objects(copy, m);
	copy_series(copy, m);
	copy->looks = copy_array(m->looks, m->look_count, sizeof(*m->looks));
	copy->look_cap = m->look_count;
	copy->ends = copy_array(m->ends, m->end_count, sizeof(*m->ends));
	copy->end_cap = m->end_count;
	map_copy(&copy->by_pid, &m->by_pid);
	map_copy(&copy->by_object, &m->by_object);
	return copy;
}

void model_free(struct model *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->queue_count; i++)
		free(m->queues[i].items);
	for (size_t i = 0; i < m->object_count; i++) {
		free(m->objects[i].holds);
		free(m->objects[i].cells);
		if (m->objects[i].kind == MODEL_BARRIER)
			free(m->objects[i].barrier.meeting);
	}
	for (size_t i = 0; i < m->series_count; i++)
		free(m->series[i].points);
	free(m->series);
	free(m->objects);
	free(m->variables);
	free(m->threads);
	free(m->ends);
	free(m->looks);
	free(m->processes);
	free(m->queues);
	free(m->images);
	map_release(&m->by_pid);
	map_release(&m->by_object);
	map_release(&m->by_id);
	map_release(&m->by_variable);
	map_release(&m->by_tid);
	free(m);
}

size_t model_size(const struct model *m)
{
	size_t size = sizeof(*m);

	size += m->process_count * sizeof(*m->processes);
	size += m->queue_count * sizeof(*m->queues);
	size += m->image_count * sizeof(*m->images);
	size += m->object_count * sizeof(*m->objects);
	size += m->thread_count * sizeof(*m->threads);
	size += m->end_count * sizeof(*m->ends);
	size += m->variable_count * sizeof(*m->variables);
	size += m->look_count * sizeof(*m->looks);
	size += m->holds * sizeof(struct model_hold);
	size += m->cells * sizeof(struct model_cell);
	size += m->meetings * sizeof(struct model_meeting);
	size += (m->by_pid.cap + m->by_object.cap + m->by_id.cap +
		 m->by_tid.cap + m->by_variable.cap) *
		sizeof(struct map_slot);
	size += m->series_count * sizeof(*m->series);
	size += m->points * sizeof(struct model_point);
	return size + m->items * sizeof(struct model_item);
}

int64_t model_run_time(const struct model *m)
{
	if (m->paused_since_ns >= 0)
		return m->paused_since_ns - m->paused_ns;
	return m->time_ns - m->paused_ns;
}

double model_demo_time(const struct model *m)
{
	int64_t since = model_run_time(m) - m->speed_since_ns;

	return m->demo_s + (double)since / 1e9 * m->speed;
}

const struct model_process *model_process(const struct model *m, uint32_t pid)
{
	size_t i = model_find(m, pid);

	return i == MODEL_NONE ? NULL : &m->processes[i];
}

const struct model_queue *model_queue(const struct model *m, uint64_t object)
{
	uint64_t i;

	return map_get(&m->by_object, object, &i) ? &m->queues[i] : NULL;
}

const struct model_item *model_queue_item(const struct model_queue *q, size_t i)
{
	return &q->items[(q->head + i) & (q->cap - 1)];
}

double model_cpu_share(const struct model *m, const struct model_process *p)
{
	int64_t used, span;

	if (p->state >= MODEL_ZOMBIE || p->cpu_ns < 0 || p->share_from_ns < 0)
		return 0;
	/* Samples are taken of what has changed: this one used nothing. */
	if (m->time_ns - p->sampled_ns > CLOCK_S)
		return 0;
	used = p->cpu_ns - p->share_from_cpu_ns;
	span = m->time_ns - p->share_from_ns;
	if (span <= 0 || used <= 0)
		return 0;
	return used < span ? (double)used / (double)span : 1;
}

size_t model_alive(const struct model *m)
{
	return m->alive;
}

uint32_t model_killer(const struct model_process *p)
{
	return p->sent && p->status_known && p->exit_code == -p->sent
		       ? p->sent_by
		       : 0;
}

/* Put @i at its place among the @n longest waiting, at most @max. */
static size_t insert(const struct model *m, size_t *list, size_t n, size_t max,
		     size_t i)
{
	int64_t since = m->processes[i].wait_since_ns;
	size_t at = n;

	while (at && m->processes[list[at - 1]].wait_since_ns > since)
		at--;
	if (at == max)
		return n;
	if (n < max)
		n++;
	memmove(&list[at + 1], &list[at], (n - 1 - at) * sizeof(*list));
	list[at] = i;
	return n;
}

size_t model_waiters(const struct model *m, const struct model_queue *q,
		     uint16_t verb, size_t *ret, size_t max)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		if (!p->waits || p->verb != verb || p->object != q->id)
			continue;
		kept = insert(m, ret, kept, max, i);
		n++;
	}
	return n;
}
