/* SPDX-License-Identifier: MIT */
/*
 * Keys are taken out of the model once and sorted with their indices; those
 * that are equal stay in the order of start.  The tree is walked over the
 * sorted ones: each is put behind the last child of its parent so far, then
 * the whole is read from the roots down.
 */
#include "view/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/scope.h"
#include "model/narrate.h"

#define NOBODY UINT32_MAX

const char *view_sort_name(enum view_sort by)
{
	static const char *const names[VIEW_SORT_COUNT] = {
		[VIEW_SORT_START] = "start",   [VIEW_SORT_PID] = "PID",
		[VIEW_SORT_STATE] = "state",   [VIEW_SORT_SHARE] = "CPU",
		[VIEW_SORT_TIME] = "CPU time", [VIEW_SORT_NAME] = "name",
	};

	return names[by < VIEW_SORT_COUNT ? by : VIEW_SORT_START];
}

static void drop(struct view_order *o)
{
	free(o->at);
	free(o->row_of);
	free(o->parent);
	free(o->last);
	o->at = o->row_of = o->parent = NULL;
	o->last = NULL;
	o->cap = 0;
}

void view_order_release(struct view_order *o)
{
	drop(o);
	*o = (struct view_order){ 0 };
}

void view_order_forget(struct view_order *o)
{
	drop(o);
	*o = (struct view_order){ .tree = o->tree, .by = o->by };
}

/* ---- sorted ---- */

struct key {
	uint64_t number; /* the smaller the earlier */
	const char *text;
	size_t len;
	uint32_t index;
};

static int compare(const void *x, const void *y)
{
	const struct key *a = x, *b = y;
	size_t len = a->len < b->len ? a->len : b->len;
	int order = 0;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	if (len)
		order = memcmp(a->text, b->text, len);
	if (!order && a->len != b->len)
		order = a->len < b->len ? -1 : 1;
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Those without a name come last. */
static void name_key(const struct model *m, const struct trace_log *log,
		     const struct model_process *p, struct key *k)
{
	uint32_t text = p->name;
	const char *slash;

	if (!text && p->image < m->image_count)
		text = m->images[p->image].path;
	k->number = !text;
	if (!text)
		return;
	k->text = trace_log_text(log, text, &k->len);
	slash = p->name ? NULL : memrchr(k->text, '/', k->len);
	if (slash) {
		k->len -= (size_t)(slash + 1 - k->text);
		k->text = slash + 1;
	}
}

static struct key key_of(const struct model *m, const struct trace_log *log,
			 uint32_t i, enum view_sort by)
{
	const struct model_process *p = &m->processes[i];
	struct key k = { .index = i };

	switch (by) {
	case VIEW_SORT_START:
	case VIEW_SORT_COUNT:
		break;
	case VIEW_SORT_PID:
		k.number = p->pid;
		break;
	case VIEW_SORT_STATE:
		k.number = (uint64_t)p->state;
		break;
	case VIEW_SORT_SHARE:
		/* In the percents that are shown: less of a tremble. */
		k.number = UINT64_MAX -
			   (uint64_t)(100 * model_cpu_share(m, p) + 0.5) -
			   (p->state < MODEL_ZOMBIE);
		break;
	case VIEW_SORT_TIME:
		k.number = UINT64_MAX - (uint64_t)(p->cpu_ns + 1);
		break;
	case VIEW_SORT_NAME:
		name_key(m, log, p, &k);
		break;
	}
	return k;
}

static void sort(struct view_order *o, const struct model *m,
		 const struct trace_log *log)
{
	SCOPED_FREE struct key *keys = mem_new(o->count, sizeof(*keys));

	for (size_t i = 0; i < o->count; i++)
		keys[i] = key_of(m, log, (uint32_t)i, o->by);
	if (o->count)
		qsort(keys, o->count, sizeof(*keys), compare);
	for (size_t i = 0; i < o->count; i++)
		o->at[i] = keys[i].index;
}

/* ---- a tree ---- */

struct tree {
	uint32_t *first, *end, *next; /* children of an index, as a list */
	uint32_t *parent;             /* index, or NOBODY */
	bool *placed;
	struct view_order *o;
	size_t row;
};

/*
 * The last one with that PID that was there before: a PID may be used again.
 * Else a later one: a parent that tells nothing is found late.
 */
static void find_parents(struct tree *t, const struct model *m)
{
	struct map before = { 0 };

	for (uint32_t i = 0; i < t->o->count; i++) {
		const struct model_process *p = &m->processes[i], *later;
		uint64_t parent;

		later = p->ppid ? model_process(m, p->ppid) : NULL;
		if (map_get(&before, p->ppid, &parent))
			t->parent[i] = (uint32_t)parent;
		else if (later && later != p)
			t->parent[i] = (uint32_t)(later - m->processes);
		map_set(&before, p->pid, i);
	}
	map_release(&before);
}

static void append(struct tree *t, uint32_t child, uint32_t parent)
{
	if (t->first[parent] == NOBODY)
		t->first[parent] = child;
	else
		t->next[t->end[parent]] = child;
	t->end[parent] = child;
}

static void place(struct tree *t, uint32_t i, bool root)
{
	struct view_order *o = t->o;
	uint32_t parent = root ? NOBODY : t->parent[i];

	t->placed[i] = true;
	o->at[t->row] = i;
	o->row_of[i] = (uint32_t)t->row;
	o->parent[t->row] = parent == NOBODY ? 0 : o->row_of[parent] + 1;
	o->last[t->row] = parent != NOBODY && t->next[i] == NOBODY;
	t->row++;
}

/* @i and all below it, without a stack of calls: as deep as they are. */
static void walk(struct tree *t, uint32_t root)
{
	uint32_t i = root;

	place(t, i, true);
	for (;;) {
		uint32_t to = t->first[i];

		if (to == NOBODY || t->placed[to]) {
			while (i != root && t->next[i] == NOBODY)
				i = t->parent[i];
			if (i == root)
				return;
			to = t->next[i];
		}
		if (t->placed[to])
			return; /* a circle, which events could tell of */
		i = to;
		place(t, i, false);
	}
}

static void plant(struct view_order *o, const struct model *m)
{
	size_t n = o->count;
	SCOPED_FREE uint32_t *sorted = mem_new(n, sizeof(*sorted));
	SCOPED_FREE uint32_t *room = mem_new(4 * n, sizeof(*room));
	SCOPED_FREE bool *placed = mem_new(n, sizeof(*placed));
	struct tree t = { .first = room,
			  .end = room + n,
			  .next = room + 2 * n,
			  .parent = room + 3 * n,
			  .placed = placed,
			  .o = o };

	memcpy(sorted, o->at, n * sizeof(*sorted));
	memset(room, 0xff, 4 * n * sizeof(*room));
	find_parents(&t, m);
	for (size_t i = 0; i < n; i++)
		if (t.parent[sorted[i]] != NOBODY)
			append(&t, sorted[i], t.parent[sorted[i]]);
	for (size_t i = 0; i < n; i++)
		if (t.parent[sorted[i]] == NOBODY)
			walk(&t, sorted[i]);
	/* Of a circle none is the first: any will do. */
	for (size_t i = 0; i < n; i++)
		if (!placed[sorted[i]])
			walk(&t, sorted[i]);
}

/* ---- kept ---- */

static bool follows_events(enum view_sort by)
{
	return by == VIEW_SORT_STATE || by == VIEW_SORT_SHARE ||
	       by == VIEW_SORT_TIME;
}

static bool is_right(const struct view_order *o, const struct view_order_of *of,
		     int64_t now_ns, bool calm)
{
	if (o->of.tree != of->tree || o->of.by != of->by ||
	    o->of.count != of->count || o->of.family != of->family)
		return false;
	if (!follows_events(of->by) || o->of.events == of->events)
		return true;
	return calm && now_ns >= o->found_ns &&
	       now_ns - o->found_ns < VIEW_ORDER_NS;
}

static void make_room(struct view_order *o, size_t count)
{
	if (o->at && count <= o->cap)
		return;
	drop(o);
	o->cap = count + count / 2 + 16;
	o->at = mem_new(o->cap, sizeof(*o->at));
	o->row_of = mem_new(o->cap, sizeof(*o->row_of));
	o->parent = mem_new(o->cap, sizeof(*o->parent));
	o->last = mem_new(o->cap, sizeof(*o->last));
}

static void find_greatest(struct view_order *o, const struct model *m)
{
	if (o->seen > m->process_count)
		o->seen = 0;
	for (; o->seen < m->process_count; o->seen++)
		if (m->processes[o->seen].pid > o->greatest)
			o->greatest = m->processes[o->seen].pid;
}

void view_order_update(struct view_order *o, const struct model *m,
		       const struct trace_log *log, int64_t now_ns, bool calm)
{
	struct view_order_of of = { .tree = o->tree, .by = o->by };

	o->count = m ? m->process_count : 0;
	if (!m || (!o->tree && o->by == VIEW_SORT_START)) {
		drop(o);
		o->of = (struct view_order_of){ 0 };
		if (m)
			find_greatest(o, m);
		return;
	}
	of.count = o->count;
	of.family = m->family;
	of.events = m->events;
	if (o->at && is_right(o, &of, now_ns, calm))
		return;
	o->of = of;
	o->found_ns = now_ns;
	make_room(o, o->count);
	find_greatest(o, m);
	sort(o, m, log);
	if (o->tree) {
		plant(o, m);
		return;
	}
	for (size_t i = 0; i < o->count; i++)
		o->row_of[o->at[i]] = (uint32_t)i;
}

size_t view_order_process(const struct view_order *o, size_t row)
{
	return o->at && row < o->count ? o->at[row] : row;
}

size_t view_order_row(const struct view_order *o, size_t index)
{
	return o->row_of && index < o->count ? o->row_of[index] : index;
}

/* ---- the lines of a tree ---- */

static uint32_t up(const struct view_order *o, size_t row)
{
	return o->of.tree && o->parent && row < o->count ? o->parent[row] : 0;
}

int view_order_depth(const struct view_order *o, size_t row)
{
	int depth = 0;

	for (uint32_t at = up(o, row); at; at = up(o, at - 1))
		depth++;
	return depth;
}

void view_order_branch(const struct view_order *o, size_t row, int most,
		       struct str *out)
{
	bool last[VIEW_ORDER_DEEP] = { false };
	int n = 0;
	size_t at = row;

	most = most < VIEW_ORDER_DEEP ? most : VIEW_ORDER_DEEP;
	while (n < most && up(o, at)) {
		last[n++] = o->last[at];
		at = up(o, at) - 1;
	}
	if (up(o, at))
		str_add(out, "…  ");
	for (int i = n - 1; i > 0; i--)
		str_add(out, last[i] ? "   " : "│  ");
	if (n)
		str_add(out, last[0] ? "└─ " : "├─ ");
}
