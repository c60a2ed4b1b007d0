/* SPDX-License-Identifier: MIT */
/*
 * Following a run with what is watched for.
 *
 * For a happening there is a tally for each process: how often, first and last
 * when.  Whose name counts is asked only when the answer is, since a process
 * may be named after it did something.  Lengths are noted at their moment; all
 * else is read from the state.
 *
 * An update is lost when a process writes a cell that somebody else has written
 * since this one read it: `reads` has, for each process and cell it read, how
 * often the cell had been written by then.
 */
#include "model/judge.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/judge_inside.h"

#define TALLIES_MAX 4096 /* processes; more are counted and not told apart */

struct judge *judge_new(const struct trace_log *log)
{
	struct judge *j = mem_new(1, sizeof(*j));

	j->log = log;
	j->m = model_new();
	j->end = trace_log_first(log);
	j->from = j->end;
	return j;
}

void judge_free(struct judge *j)
{
	if (!j)
		return;
	for (size_t i = 0; i < j->watch_count; i++)
		free(j->watches[i].tallies);
	free(j->watches);
	free(j->clocks);
	map_release(&j->reads);
	model_free(j->m);
	free(j);
}

size_t judge_watch(struct judge *j, const struct lesson_fact *fact)
{
	j->watches = mem_grow(j->watches, j->watch_count, &j->watch_cap,
			      sizeof(*j->watches));
	j->watches[j->watch_count] = (struct judge_watch){ .fact = fact };
	return j->watch_count++;
}

size_t judge_watch_condition(struct judge *j, const struct lesson_condition *c)
{
	size_t i = judge_watch(j, &c->fact);

	j->watches[i].condition = c;
	return i;
}

/* ---- names ---- */

bool judge_is_named(const char *name, const char *wanted, bool one_of)
{
	size_t len = strlen(wanted);

	if (!one_of)
		return !strcmp(name, wanted);
	return !strncmp(name, wanted, len) && name[len] == '-' &&
	       isdigit((unsigned char)name[len + 1]) &&
	       !name[len + 1 + strspn(name + len + 1, "0123456789")];
}

const char *judge_object_name(const struct judge *j, uint64_t id)
{
	const struct model_queue *q = model_queue(j->m, id);
	const struct model_object *o = q ? NULL : model_object(j->m, id);

	if (!q && !o)
		return "";
	return trace_log_text(j->log, q ? q->name : o->name, NULL);
}

/* Whether what the fact is about is @id. */
static bool is_there(const struct judge *j, const struct lesson_fact *f,
		     uint64_t id)
{
	const char *name;

	if (!*f->object)
		return true;
	name = judge_object_name(j, id);
	return judge_is_named(name, f->object, false) ||
	       judge_is_named(name, f->object, true);
}

/* ---- tallies ---- */

static struct judge_tally *tally_of(struct judge_watch *w, uint32_t pid)
{
	if (w->last < w->tally_count && w->tallies[w->last].pid == pid)
		return &w->tallies[w->last];
	for (size_t i = 0; i < w->tally_count; i++)
		if (w->tallies[i].pid == pid) {
			w->last = i;
			return &w->tallies[i];
		}
	if (w->tally_count == TALLIES_MAX) {
		w->beyond = true;
		return NULL;
	}
	w->tallies = mem_grow(w->tallies, w->tally_count, &w->tally_cap,
			      sizeof(*w->tallies));
	w->last = w->tally_count++;
	w->tallies[w->last] = (struct judge_tally){ .pid = pid };
	return &w->tallies[w->last];
}

static void count(struct judge *j, struct judge_watch *w,
		  const struct model_subject *s)
{
	struct judge_tally *t = tally_of(w, s->pid);

	if (!t)
		return;
	if (!t->count) {
		t->first = judge_now(j, s->pid);
		t->first_object = s->object;
	}
	t->last = judge_now(j, s->pid);
	t->last_object = s->object;
	t->count += s->times;
	w->touched = true;
}

struct judge_moment judge_now(const struct judge *j, uint32_t pid)
{
	return (struct judge_moment){ .end = j->end,
				      .run_ns = model_run_time(j->m),
				      .demo_s = model_demo_time(j->m),
				      .pid = pid };
}

/* ---- lost updates ---- */

static uint64_t mix(uint64_t x)
{
	x ^= x >> 31;
	x *= 0x9e3779b97f4a7c15ULL;
	return x ^ x >> 29;
}

static bool loses(struct judge *j, const struct trace_event *e)
{
	uint64_t key = mix(e->object) ^ mix(mix(e->b) + e->pid), seen;
	const struct model_object *o = model_object(j->m, e->object);
	const struct model_cell *c =
		o && e->b < o->cell_count ? &o->cells[e->b] : NULL;
	bool lost;

	if (!c || e->phase != MP_HAPPENS)
		return false;
	if (e->verb == MP_VERB_VALUE_GET) {
		map_set(&j->reads, key, c->writes);
		return false;
	}
	if (e->verb != MP_VERB_VALUE_SET && e->verb != MP_VERB_VALUE_ADD)
		return false;
	/* To add is one step: it takes what is there then. */
	lost = e->verb == MP_VERB_VALUE_SET && map_get(&j->reads, key, &seen) &&
	       seen != c->writes - 1;
	map_remove(&j->reads, key);
	return lost;
}

/* ---- lengths ---- */

/* Whether a process has ended that used @q. */
static bool user_ends(const struct judge *j, const struct model_queue *q)
{
	const struct model_users *users[] = { &q->putters, &q->takers };
	struct model_subject ended[MODEL_SUBJECTS_MAX];
	size_t n = model_happening(j->m, j->log, NULL, LESSON_HAPPENING_EXITS,
				   ended);

	for (size_t i = 0; i < n; i++)
		for (int side = 0; side < 2; side++)
			for (int k = 0; k < users[side]->count; k++)
				if (users[side]->pids[k] == ended[i].pid)
					return true;
	return false;
}

/* Whether this event is the moment of a length in @q. */
static bool is_moment(const struct judge *j, const struct lesson_fact *f,
		      const struct model_queue *q, const struct trace_event *e)
{
	struct model_subject s[MODEL_SUBJECTS_MAX];
	enum lesson_happening what = LESSON_HAPPENING_NONE;

	switch (f->at) {
	case LESSON_MOMENT_NONE:
	case LESSON_MOMENT_END:
		return false;
	case LESSON_MOMENT_FIRST_EXIT:
		return user_ends(j, q);
	case LESSON_MOMENT_DEADLOCK:
		return e->verb == MP_VERB_DEADLOCK;
	case LESSON_MOMENT_FIRST_FULL:
		what = LESSON_HAPPENING_FULL;
		break;
	case LESSON_MOMENT_FIRST_WAIT:
		what = LESSON_HAPPENING_WAITS;
		break;
	}
	return e->object == q->id && model_happening(j->m, j->log, e, what, s);
}

static void note_length(struct judge *j, struct judge_watch *w,
			const struct trace_event *e)
{
	const struct model_queue *q;

	if (w->at_known || w->fact->at == LESSON_MOMENT_NONE ||
	    w->fact->at == LESSON_MOMENT_END)
		return;
	q = judge_queue(j, w->fact->object);
	if (!q || !is_moment(j, w->fact, q, e))
		return;
	w->at_known = true;
	w->at = judge_now(j, e->pid);
	w->length = q->count;
	w->touched = true;
}

/* ---- one event ---- */

static bool is_of_happening(const struct lesson_fact *f)
{
	return f->what != LESSON_HAPPENING_NONE;
}

/* Whether this event is about what the fact is about. */
static bool is_told(const struct judge *j, const struct lesson_fact *f,
		    const struct trace_event *e)
{
	if (e->phase != MP_HAPPENS)
		return false;
	return e->verb == MP_VERB_SHOW ||
	       (e->object && is_there(j, f, e->object));
}

static void look(struct judge *j, struct judge_watch *w,
		 const struct trace_event *e, bool lost)
{
	const struct lesson_fact *f = w->fact;
	struct model_subject s[MODEL_SUBJECTS_MAX];
	size_t n;

	w->touched = false;
	if (f->look == LESSON_LOOK_LENGTH) {
		note_length(j, w, e);
	} else if (f->what == LESSON_HAPPENING_LOSES) {
		s[0] = (struct model_subject){ e->pid, e->object, 1 };
		if (lost && is_there(j, f, e->object))
			count(j, w, &s[0]);
	} else if (is_of_happening(f)) {
		n = model_happening(j->m, j->log, e, f->what, s);
		for (size_t i = 0; i < n; i++)
			if (is_there(j, f, s[i].object))
				count(j, w, &s[i]);
	}
	/* A length, a value, a status now: of that which has just changed. */
	if (!is_of_happening(f))
		w->touched |= f->look == LESSON_LOOK_EXIT
				      ? j->m->changed_count > 0
				      : is_told(j, f, e);
}

static void add_work(struct judge *j)
{
	for (size_t i = 0; i < j->m->changed_count; i++) {
		size_t at = j->m->changed[i].process;
		const struct model_process *p = &j->m->processes[at];
		struct judge_clock *c;

		while (j->clock_count <= at) {
			j->clocks = mem_grow(j->clocks, j->clock_count,
					     &j->clock_cap, sizeof(*c));
			j->clocks[j->clock_count++] =
				(struct judge_clock){ .works = false };
		}
		c = &j->clocks[at];
		if (c->works)
			j->work_ns += model_run_time(j->m) - c->since_ns;
		/* Demos sleep where real programs work. */
		c->works =
			p->state == MODEL_RUNNING ||
			(p->state == MODEL_WAITING && p->verb == MP_VERB_SLEEP);
		c->since_ns = model_run_time(j->m);
	}
}

static void take(struct judge *j, const struct trace_event *e)
{
	bool lost;

	model_apply(j->m, e);
	j->end++;
	add_work(j);
	lost = loses(j, e);
	for (size_t i = 0; i < j->watch_count; i++) {
		struct judge_watch *w = &j->watches[i];

		look(j, w, e, lost);
		if (w->touched && w->condition && !w->came &&
		    judge_is_so_now(j, w)) {
			w->came = true;
			w->came_at = judge_now(
				j, w->tally_count ? w->tallies[w->last].pid
						  : e->pid);
		}
	}
}

size_t judge_catch_up(struct judge *j, size_t max)
{
	size_t done = 0;

	/* What the log has dropped cannot be looked at any more. */
	if (j->end < trace_log_first(j->log)) {
		j->missed += trace_log_first(j->log) - j->end;
		j->end = trace_log_first(j->log);
	}
	for (; done < max && j->end < trace_log_end(j->log); done++) {
		struct trace_event e = *trace_log_at(j->log, j->end);

		take(j, &e);
	}
	return done;
}

bool judge_over(const struct judge *j)
{
	return j->m->over && j->end == trace_log_end(j->log);
}
