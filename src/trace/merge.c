/* SPDX-License-Identifier: MIT */
/*
 * Merging the rings and the player's own events by time.
 *
 * The rings themselves are the buffers: a heap holds the time of the next
 * event of each ring that has one, and nothing is taken out before it is
 * certain that nothing earlier can come.  At equal times the player's own
 * events come first.
 */
#include <string.h>

#include "base/mem.h"
#include "trace/arena.h"
#include "trace/run.h"

/* ---- the heap: the least time at [0] ---- */

static void sift_down(struct run_next *heap, size_t len, size_t at)
{
	struct run_next item = heap[at];

	for (;;) {
		size_t child = 2 * at + 1;

		if (child + 1 < len && heap[child + 1].ns < heap[child].ns)
			child++;
		if (child >= len || heap[child].ns >= item.ns)
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = item;
}

static void fill_heap(struct trace_arena *a)
{
	a->heap_len = 0;
	for (size_t i = 0; i < a->active_len; i++) {
		struct run_next next = { 0, a->active[i] };

		if (run_look(a, next.ring, &next.ns))
			a->heap[a->heap_len++] = next;
	}
	for (size_t i = a->heap_len / 2; i-- > 0;)
		sift_down(a->heap, a->heap_len, i);
}

/* ---- the player's own ---- */

void trace_arena_post(struct trace_arena *a, const struct trace_event *e)
{
	struct trace_event copy = *e;
	size_t at;

	if (!copy.time_ns)
		copy.time_ns = trace_arena_now(a);
	if (a->post_first == a->post_len)
		a->post_first = a->post_len = 0;
	a->posts = mem_grow(a->posts, a->post_len, &a->post_cap, sizeof(copy));
	/* They come nearly in order: look from the end. */
	at = a->post_len++;
	while (at > a->post_first && a->posts[at - 1].time_ns > copy.time_ns) {
		a->posts[at] = a->posts[at - 1];
		at--;
	}
	a->posts[at] = copy;
}

static void take_post(struct trace_arena *a, struct trace_log *log)
{
	struct trace_event *e = &a->posts[a->post_first++];

	/* The time may be of something that was noticed only afterwards. */
	if (e->time_ns < a->last_ns)
		e->time_ns = a->last_ns;
	a->last_ns = e->time_ns;
	trace_log_append(log, e);
}

/* ---- both ---- */

static bool take_ring(struct trace_arena *a, struct trace_log *log)
{
	struct run_next *top = &a->heap[0];
	bool good = run_take(a, top->ring, top->ns, log);

	if (!run_look(a, top->ring, &top->ns))
		*top = a->heap[--a->heap_len];
	sift_down(a->heap, a->heap_len, 0);
	return good;
}

size_t run_merge(struct trace_arena *a, struct trace_log *log, size_t max,
		 bool *ret_more)
{
	size_t n = 0;

	fill_heap(a);
	*ret_more = false;
	for (;;) {
		bool rings = a->heap_len && a->heap[0].ns <= a->bound_ns;
		bool posts = a->post_first < a->post_len &&
			     a->posts[a->post_first].time_ns <= a->bound_ns;

		if (!rings && !posts)
			return n;
		if (n >= max) {
			*ret_more = true;
			return n;
		}
		if (posts && (!rings || a->posts[a->post_first].time_ns <=
						a->heap[0].ns)) {
			take_post(a, log);
			n++;
		} else {
			n += take_ring(a, log);
		}
	}
}
