/* SPDX-License-Identifier: MIT */
/*
 * Who waits for the same thing is a group.  A group hangs from the one who
 * holds that thing, if he waits himself; the others, and those whose holder is
 * in the circle, are roots.  Each group is drawn once, so that nothing goes
 * round, whatever the events say.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "view/graph.h"
#include "view/pane.h"

#define NAMED_MAX 6  /* of a group; of more, how many */
#define DEPTH_MAX 10 /* below it is only said that there is more */

struct member {
	uint64_t object;
	uint32_t target;
	size_t wait;
};

struct group {
	size_t first, count; /* in members */
	size_t next;         /* + 1: of the same holder; 0: none */
	bool held;           /* by one who waits */
	bool drawn;
};

struct tree {
	const struct view_graph *g;
	struct view_page *p;
	struct member *members;
	struct group *groups;
	size_t group_count;
	size_t *group_of; /* by wait */
	size_t *holds;    /* by wait: the first group + 1; 0: none */
	bool *circle;     /* by wait: it is part of it */
};

static int by_what(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->target != y->target)
		return x->target < y->target ? -1 : 1;
	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	return x->wait < y->wait ? -1 : x->wait > y->wait;
}

static bool same_what(const struct member *a, const struct member *b)
{
	return a->target == b->target && a->object == b->object &&
	       (a->target || a->object);
}

static const struct model_wait *wait_of(const struct tree *t,
					const struct member *m)
{
	return &t->g->stuck->waits[m->wait];
}

/* Those of the circle are drawn there. */
static size_t find_members(struct tree *t)
{
	const struct model_stuck *s = t->g->stuck;
	size_t n = 0;

	for (size_t i = 0; i < s->circle_len; i++)
		t->circle[s->circle[i]] = true;
	for (size_t i = 0; i < s->count; i++)
		if (!t->circle[i])
			t->members[n++] =
				(struct member){ .object = s->waits[i].object,
						 .target = s->waits[i].target,
						 .wait = i };
	if (n)
		qsort(t->members, n, sizeof(*t->members), by_what);
	return n;
}

/* Hang the group from its holder. */
static void hang(struct tree *t, size_t group)
{
	struct group *g = &t->groups[group];
	size_t holder = wait_of(t, &t->members[g->first])->next;

	if (holder == MODEL_NOBODY || t->circle[holder])
		return;
	g->held = true;
	g->next = t->holds[holder];
	t->holds[holder] = group + 1;
}

static void find_groups(struct tree *t, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct group *g = &t->groups[t->group_count];

		if (i && same_what(&t->members[i - 1], &t->members[i])) {
			g[-1].count++;
		} else {
			*g = (struct group){ .first = i, .count = 1 };
			t->group_count++;
		}
		t->group_of[t->members[i].wait] = t->group_count - 1;
	}
	for (size_t i = 0; i < t->group_count; i++)
		hang(t, i);
}

/* ---- drawing ---- */

static void draw_group(struct tree *t, struct group *g, const char *before,
		       int depth);

static int indent(const struct tree *t, const char *before)
{
	view_page_text(t->p, 1, UI_FRAME, before);
	return 1 + utf8_width(before);
}

static void show_waiter(const struct tree *t, const struct model_wait *w,
			const char *before)
{
	const struct model_process *process =
		model_process(t->g->player->model, w->pid);
	struct view_state s = *view_state(MODEL_WAITING);
	int col = indent(t, before);
	SCOPED_STR line = STR_INIT;

	if (process && process->tid == w->tid)
		s = view_pane_state(t->g->player->model, process);
	str_addf(&line, "%s ", s.mark);
	view_pane_who(t->g->player, w->pid, &line);
	if (w->tid != w->pid)
		str_addf(&line, " (thread %u)", w->tid);
	str_addf(&line, "  waits in %s()%s", model_verb_name(w->verb),
		 w->bounded ? ", not for ever" : "");
	view_page_text(t->p, col, w->for_ever ? UI_ERROR : s.role, line.buf);
	view_graph_time(t->g, t->p, w, col + utf8_width(line.buf));
}

static void draw_waiter(const struct tree *t, const struct model_wait *w,
			const char *before)
{
	if (view_page_sees(t->p))
		show_waiter(t, w, before);
	view_graph_who(t->g, t->p, w->pid);
	view_page_next(t->p);
}

/* What he holds for which others wait. */
static void draw_held(struct tree *t, size_t wait, const char *before,
		      int depth)
{
	size_t next = t->holds[wait];
	SCOPED_STR below = STR_INIT;
	SCOPED_STR line = STR_INIT;

	for (size_t i = next; i; i = next) {
		struct group *g = &t->groups[i - 1];

		next = g->next;
		if (g->drawn)
			continue;
		str_clear(&line);
		str_clear(&below);
		str_addf(&line, "%s%s ", before, next ? "├─" : "└─");
		str_addf(&below, "%s%s ", before, next ? "│ " : "  ");
		(void)indent(t, line.buf);
		str_clear(&line);
		view_graph_add_what(t->g, wait_of(t, &t->members[g->first]),
				    &line);
		str_add(&line, ", which it holds");
		view_page_text(t->p, 1 + utf8_width(below.buf), UI_STRONG,
			       line.buf);
		view_page_next(t->p);
		draw_group(t, g, below.buf, depth + 1);
	}
}

static void draw_more(const struct tree *t, const char *before, size_t n,
		      const char *what)
{
	SCOPED_STR line = STR_INIT;

	str_addf(&line, "and %zu %s", n, what);
	view_page_text(t->p, indent(t, before), UI_FAINT, line.buf);
	view_page_next(t->p);
}

/* Those who wait for the thing of @g, each after @before. */
static void draw_group(struct tree *t, struct group *g, const char *before,
		       int depth)
{
	SCOPED_STR line = STR_INIT;
	SCOPED_STR below = STR_INIT;

	g->drawn = true;
	for (size_t i = 0; i < g->count; i++) {
		const struct member *m = &t->members[g->first + i];
		bool last = i + 1 == g->count;

		str_clear(&line);
		str_clear(&below);
		str_addf(&line, "%s└─ ", before);
		if (i + 1 == NAMED_MAX && !last) {
			draw_more(t, line.buf, g->count - i, "more wait");
			return;
		}
		if (depth == DEPTH_MAX) {
			draw_more(t, line.buf, g->count - i, "wait");
			return;
		}
		if (!last) {
			str_clear(&line);
			str_addf(&line, "%s├─ ", before);
		}
		str_addf(&below, "%s%s ", before, last ? "  " : "│ ");
		draw_waiter(t, wait_of(t, m), line.buf);
		draw_held(t, m->wait, below.buf, depth);
	}
}

static void draw_root(struct tree *t, struct group *g)
{
	const struct member *m = &t->members[g->first];
	SCOPED_STR line = STR_INIT;

	if (!m->object && !m->target) {
		/* For nothing that could be named. */
		g->drawn = true;
		draw_waiter(t, wait_of(t, m), "");
		draw_held(t, m->wait, "", 0);
		return;
	}
	view_graph_add_reason(t->g, wait_of(t, m), &line);
	view_page_words(t->p, 1, UI_STRONG, line.buf);
	draw_group(t, g, "", 0);
}

/* Roots first; then what they did not lead to, if anything. */
static void draw_all(struct tree *t)
{
	const struct model_stuck *s = t->g->stuck;

	for (int rest = 0; rest <= 1; rest++)
		for (size_t i = 0; i < s->count; i++) {
			struct group *g;

			if (t->circle[i])
				continue;
			g = &t->groups[t->group_of[i]];
			if (!g->drawn && (rest || !g->held))
				draw_root(t, g);
		}
}

void view_graph_trees(const struct view_graph *g, struct view_page *p)
{
	size_t most = g->stuck->count + 1;
	SCOPED_FREE struct member *members = mem_new(most, sizeof(*members));
	SCOPED_FREE struct group *groups = mem_new(most, sizeof(*groups));
	SCOPED_FREE size_t *group_of = mem_new(most, sizeof(*group_of));
	SCOPED_FREE size_t *holds = mem_new(most, sizeof(*holds));
	SCOPED_FREE bool *circle = mem_new(most, sizeof(*circle));
	struct tree t = {
		.g = g,
		.p = p,
		.members = members,
		.groups = groups,
		.group_of = group_of,
		.holds = holds,
		.circle = circle,
	};

	find_groups(&t, find_members(&t));
	draw_all(&t);
}
