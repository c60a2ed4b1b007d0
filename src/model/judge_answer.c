/* SPDX-License-Identifier: MIT */
/*
 * Answers, from what a judge has followed.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/judge_inside.h"
#include "model/narrate.h"

/* ---- what cannot be told ---- */

/* That a thing did not happen, or how it ended, only a whole run tells. */
static bool is_whole(const struct judge *j, struct str *why)
{
	const struct model *m = j->m;

	if (j->missed || m->lost)
		str_addf(why,
			 "%" PRIu64
			 " events were lost, so this run cannot tell.",
			 j->missed + m->lost);
	else if (!judge_over(j))
		str_add(why, "The run is not over.");
	else if (m->over_why)
		str_add(why, "The run was ended before it was over.");
	else
		return true;
	return false;
}

static bool is_seen(const struct judge *j, struct str *why)
{
	if (!j->missed && !j->m->lost)
		return true;
	return is_whole(j, why);
}

/* ---- whose tallies count ---- */

static void name_of(const struct judge *j, uint32_t pid, struct str *out)
{
	if (pid)
		model_process_name(j->m, j->log, pid, out);
}

/* Whether some process is called exactly so. */
static bool is_a_name(const struct judge *j, const char *name)
{
	for (size_t i = 0; i < j->m->process_count; i++) {
		SCOPED_STR own = STR_INIT;

		name_of(j, j->m->processes[i].pid, &own);
		if (judge_is_named(own.buf, name, false))
			return true;
	}
	return false;
}

static bool is_whose(const struct judge *j, const char *wanted, bool one_of,
		     uint32_t pid)
{
	SCOPED_STR name = STR_INIT;

	if (!*wanted)
		return true;
	name_of(j, pid, &name);
	return judge_is_named(name.buf, wanted, one_of);
}

/* What is left of a tally list: those whose process the fact is about. */
struct tallies {
	const struct judge_tally *first, *last;
	uint64_t count;
};

static struct tallies sum_up(const struct judge *j, const struct judge_watch *w)
{
	const char *wanted = w->fact->process;
	bool one_of = *wanted && !is_a_name(j, wanted);
	struct tallies sum = { NULL, NULL, 0 };

	for (size_t i = 0; i < w->tally_count; i++) {
		const struct judge_tally *t = &w->tallies[i];

		if (!is_whose(j, wanted, one_of, t->pid))
			continue;
		if (!sum.first || t->first.end < sum.first->first.end)
			sum.first = t;
		if (!sum.last || t->last.end > sum.last->last.end)
			sum.last = t;
		sum.count += t->count;
	}
	return sum;
}

/* ---- things by name ---- */

const struct model_queue *judge_queue(const struct judge *j, const char *name)
{
	for (size_t i = 0; i < j->m->queue_count; i++)
		if (judge_is_named(
			    trace_log_text(j->log, j->m->queues[i].name, NULL),
			    name, false))
			return &j->m->queues[i];
	return NULL;
}

static const struct model_object *valued(const struct judge *j,
					 const char *name)
{
	for (size_t i = 0; i < j->m->object_count; i++) {
		const struct model_object *o = &j->m->objects[i];

		if ((o->kind == MODEL_VALUE || o->kind == MODEL_SEMAPHORE) &&
		    judge_is_named(trace_log_text(j->log, o->name, NULL), name,
				   false))
			return o;
	}
	return NULL;
}

/*
 * A variable that a process of its own accord has shown; of several the first
 * that was shown.
 */
static const struct model_variable *variable(const struct judge *j,
					     const struct lesson_fact *f)
{
	bool one_of = *f->process && !is_a_name(j, f->process);

	for (size_t i = 0; i < j->m->variable_count; i++) {
		const struct model_variable *v = &j->m->variables[i];

		if (judge_is_named(trace_log_text(j->log, v->name, NULL),
				   f->object, false) &&
		    is_whose(j, f->process, one_of, v->pid))
			return v;
	}
	return NULL;
}

static void add_number(double number, struct str *out)
{
	if (number == floor(number) && fabs(number) < 1e15)
		str_addf(out, "%.0f", number);
	else
		str_addf(out, "%.6g", number);
}

static bool add_content(const struct model_value *v,
			const struct trace_log *log, struct str *out)
{
	double number;

	if (v->kind == MP_KIND_NONE || v->kind == MP_KIND_BYTES)
		return false;
	if (v->kind == MP_KIND_TEXT) {
		str_add(out, trace_log_text(log, v->text, NULL));
	} else if (v->kind == MP_KIND_INT) {
		str_addf(out, "%lld", (long long)v->bits);
	} else {
		memcpy(&number, &v->bits, sizeof(number));
		add_number(number, out);
	}
	return true;
}

static bool add_cell(const struct model_object *o, const struct trace_log *log,
		     size_t i, struct str *out)
{
	if (o->kind == MODEL_SEMAPHORE) {
		str_addf(out, "%llu", (unsigned long long)o->semaphore.value);
		return true;
	}
	return i < o->cell_count && add_content(&o->cells[i].value, log, out);
}

/* What is shared goes before what a process has for itself. */
static bool add_valued(const struct judge *j, const struct lesson_fact *f,
		       struct str *out)
{
	const struct model_object *o =
		*f->process ? NULL : valued(j, f->object);
	const struct model_variable *v = o ? NULL : variable(j, f);

	if (o)
		return add_cell(o, j->log, (size_t)f->index, out);
	return v && add_content(&v->value, j->log, out);
}

/* ---- one kind of answer each; false: @why says why there is none ---- */

static bool add_end(const struct judge *j, const struct judge_watch *w,
		    enum lesson_gives gives, struct str *out, struct str *why)
{
	bool last = w->fact->look == LESSON_LOOK_LAST;
	struct tallies sum = sum_up(j, w);
	const struct judge_tally *t = last ? sum.last : sum.first;
	uint64_t object;

	if (!t || last) {
		if (!is_whole(j, why))
			return false;
	} else if (!is_seen(j, why)) {
		return false;
	}
	if (!t) {
		str_add(out, "none");
		return true;
	}
	object = last ? t->last_object : t->first_object;
	if (gives == LESSON_GIVES_OBJECT)
		str_add(out, judge_object_name(j, object));
	else
		name_of(j, t->pid, out);
	if (!out->len)
		str_add(why, "What did it has no name.");
	return out->len > 0;
}

static bool add_order(const struct judge *j, const struct judge_watch *w,
		      struct str *out, struct str *why)
{
	const char *wanted = w->fact->process;
	bool one_of = *wanted && !is_a_name(j, wanted);

	if (!is_whole(j, why))
		return false;
	/* Tallies are in the order of the first time. */
	for (size_t i = 0; i < w->tally_count; i++) {
		if (!is_whose(j, wanted, one_of, w->tallies[i].pid))
			continue;
		if (out->len)
			str_add(out, ", ");
		name_of(j, w->tallies[i].pid, out);
	}
	if (!out->len)
		str_add(out, "none");
	return true;
}

static bool add_count(const struct judge *j, const struct judge_watch *w,
		      struct str *out, struct str *why)
{
	if (w->beyond)
		str_add(why, "There were too many processes to count.");
	if (w->beyond || !is_whole(j, why))
		return false;
	str_addf(out, "%llu", (unsigned long long)sum_up(j, w).count);
	return true;
}

static bool add_whether(const struct judge *j, const struct judge_watch *w,
			struct str *out, struct str *why)
{
	bool happens = sum_up(j, w).count > 0;
	bool wanted = w->fact->look == LESSON_LOOK_HAPPENS;

	/* What was seen was seen; that it did not happen takes a whole run. */
	if (!happens && !is_whole(j, why))
		return false;
	str_add(out, happens == wanted ? "yes" : "no");
	return true;
}

static bool no_object(const struct judge_watch *w, struct str *why)
{
	str_addf(why, "There was nothing called %s in this run.",
		 w->fact->object);
	return false;
}

static bool add_length(const struct judge *j, const struct judge_watch *w,
		       struct str *out, struct str *why)
{
	const struct model_queue *q = judge_queue(j, w->fact->object);
	bool at_end = w->fact->at == LESSON_MOMENT_END ||
		      w->fact->at == LESSON_MOMENT_NONE;

	if (!q)
		return is_whole(j, why) ? no_object(w, why) : false;
	if (w->fact->look == LESSON_LOOK_GREATEST || at_end) {
		if (!is_whole(j, why))
			return false;
		str_addf(out, "%zu",
			 w->fact->look == LESSON_LOOK_GREATEST ? q->greatest
							       : q->count);
		return true;
	}
	if (!w->at_known) {
		if (is_whole(j, why))
			str_add(why, "That moment did not come in this run.");
		return false;
	}
	if (!is_seen(j, why))
		return false;
	str_addf(out, "%llu", (unsigned long long)w->length);
	return true;
}

static bool add_value(const struct judge *j, const struct judge_watch *w,
		      struct str *out, struct str *why)
{
	if (!is_whole(j, why))
		return false;
	if (add_valued(j, w->fact, out))
		return true;
	if (!valued(j, w->fact->object) || *w->fact->process)
		return no_object(w, why);
	str_add(why, "Nobody has read or written it.");
	return false;
}

/* Of one process, or of several that ended alike. */
static bool add_status(const struct judge *j, const struct judge_watch *w,
		       struct str *out, struct str *why)
{
	const char *wanted = w->fact->process;
	bool one_of = !is_a_name(j, wanted), found = false;
	int status = 0;

	for (size_t i = 0; i < j->m->process_count; i++) {
		const struct model_process *p = &j->m->processes[i];

		if (!is_whose(j, wanted, one_of, p->pid))
			continue;
		if (!p->status_known) {
			str_addf(why,
				 "%s has not ended, or it is not known "
				 "how.",
				 wanted);
			return false;
		}
		if (found && p->exit_code != status) {
			str_addf(why,
				 "There were several called %s, and they "
				 "ended differently.",
				 wanted);
			return false;
		}
		status = p->exit_code;
		found = true;
	}
	if (found)
		str_addf(out, "%d", status);
	else if (is_whole(j, why))
		str_addf(why, "No process was called %s in this run.", wanted);
	return found;
}

static bool add_ratio(const struct judge *j, const struct judge_watch *w,
		      struct str *out, struct str *why)
{
	int64_t from = INT64_MAX, to = 0;
	double elapsed, work = (double)j->work_ns;

	if (!is_whole(j, why))
		return false;
	for (size_t i = 0; i < j->m->process_count; i++) {
		const struct model_process *p = &j->m->processes[i];

		if (p->started_ns < from)
			from = p->started_ns;
		if (p->ended_ns > to)
			to = p->ended_ns;
	}
	elapsed = (double)(to - from);
	if (!(elapsed > 0) || !(work > 0)) {
		str_add(why, "Nothing took any time.");
		return false;
	}
	str_addf(out, "%.3g",
		 w->fact->ratio == LESSON_RATIO_SPEED_UP ? work / elapsed
							 : elapsed / work);
	return true;
}

static bool add_answer(const struct judge *j, const struct judge_watch *w,
		       enum lesson_gives gives, struct str *out,
		       struct str *why)
{
	switch (w->fact->look) {
	case LESSON_LOOK_NONE:
		break;
	case LESSON_LOOK_FIRST:
	case LESSON_LOOK_LAST:
		return add_end(j, w, gives, out, why);
	case LESSON_LOOK_ORDER:
		return add_order(j, w, out, why);
	case LESSON_LOOK_COUNT:
		return add_count(j, w, out, why);
	case LESSON_LOOK_HAPPENS:
	case LESSON_LOOK_NEVER:
		return add_whether(j, w, out, why);
	case LESSON_LOOK_LENGTH:
	case LESSON_LOOK_GREATEST:
		return add_length(j, w, out, why);
	case LESSON_LOOK_VALUE:
		return add_value(j, w, out, why);
	case LESSON_LOOK_EXIT:
		return add_status(j, w, out, why);
	case LESSON_LOOK_RATIO:
		return add_ratio(j, w, out, why);
	}
	str_add(why, "The lesson asks for nothing.");
	return false;
}

enum judge_verdict judge_answer(const struct judge *j, size_t watch,
				enum lesson_gives gives, struct str *out,
				struct str *why)
{
	str_clear(out);
	str_clear(why);
	return add_answer(j, &j->watches[watch], gives, out, why)
		       ? JUDGE_YES
		       : JUDGE_UNDECIDED;
}

bool judge_moment(const struct judge *j, size_t watch, struct judge_moment *ret)
{
	const struct judge_watch *w = &j->watches[watch];
	struct tallies sum = sum_up(j, w);

	if (w->at_known)
		*ret = w->at;
	else if (sum.count)
		*ret = w->fact->look == LESSON_LOOK_LAST ? sum.last->last
							 : sum.first->first;
	else
		return false;
	return true;
}

/* ---- conditions ---- */

static bool meets(const struct lesson_condition *c, const char *answer)
{
	double number;

	switch (c->test) {
	case LESSON_TEST_TRUE:
		return !strcmp(answer, "yes");
	case LESSON_TEST_IS:
		return judge_same(answer, c->value, 0);
	case LESSON_TEST_IS_NOT:
		return !judge_same(answer, c->value, 0);
	case LESSON_TEST_AT_LEAST:
		return judge_number(answer, &number) && number >= c->number;
	case LESSON_TEST_AT_MOST:
		return judge_number(answer, &number) && number <= c->number;
	}
	return false;
}

static enum lesson_gives gives_of(const struct lesson_fact *f)
{
	bool one = f->look == LESSON_LOOK_FIRST || f->look == LESSON_LOOK_LAST;

	return one ? LESSON_GIVES_PROCESS : LESSON_GIVES_NONE;
}

/* What the answer is at this moment, whatever may come. */
static bool add_present(const struct judge *j, const struct judge_watch *w,
			struct str *out)
{
	const struct lesson_fact *f = w->fact;
	SCOPED_STR why = STR_INIT;
	const struct model_queue *q;

	switch (f->look) {
	case LESSON_LOOK_COUNT:
		str_addf(out, "%llu", (unsigned long long)sum_up(j, w).count);
		return true;
	case LESSON_LOOK_LENGTH:
	case LESSON_LOOK_GREATEST:
		q = judge_queue(j, f->object);
		if (!q)
			return false;
		str_addf(out, "%zu",
			 f->look == LESSON_LOOK_LENGTH ? q->count
						       : q->greatest);
		return true;
	case LESSON_LOOK_VALUE:
		return add_valued(j, f, out);
	case LESSON_LOOK_NONE:
	case LESSON_LOOK_NEVER:
	case LESSON_LOOK_LAST:
	case LESSON_LOOK_ORDER:
	case LESSON_LOOK_RATIO:
		return false; /* only a whole run tells */
	case LESSON_LOOK_FIRST:
	case LESSON_LOOK_HAPPENS:
	case LESSON_LOOK_EXIT:
		break;
	}
	return add_answer(j, w, gives_of(f), out, &why);
}

bool judge_is_so_now(const struct judge *j, const struct judge_watch *w)
{
	SCOPED_STR answer = STR_INIT;

	return add_present(j, w, &answer) && meets(w->condition, answer.buf);
}

bool judge_came(const struct judge *j, size_t watch, struct judge_moment *ret)
{
	*ret = j->watches[watch].came_at;
	return j->watches[watch].came;
}

/* Whether it came in time. */
static bool in_time(const struct judge_watch *w)
{
	double by = w->condition->within_s;

	return !(by > 0) || (w->came && w->came_at.demo_s <= by);
}

/* A count only grows: what was enough once is so, however the run goes on. */
static bool is_settled(const struct judge_watch *w)
{
	return w->came && w->fact->look == LESSON_LOOK_COUNT &&
	       w->condition->test == LESSON_TEST_AT_LEAST;
}

enum judge_verdict judge_condition(const struct judge *j, size_t watch,
				   struct str *why)
{
	const struct judge_watch *w = &j->watches[watch];
	SCOPED_STR answer = STR_INIT;

	if (is_settled(w))
		return in_time(w) ? JUDGE_YES : JUDGE_NO;
	if (judge_answer(j, watch, gives_of(w->fact), &answer, why) !=
	    JUDGE_YES)
		return JUDGE_UNDECIDED;
	if (meets(w->condition, answer.buf))
		return in_time(w) ? JUDGE_YES : JUDGE_NO;
	/* A count that is too small may still grow; what was first stays so. */
	return judge_over(j) || w->fact->look == LESSON_LOOK_FIRST ||
			       w->fact->look == LESSON_LOOK_NEVER
		       ? JUDGE_NO
		       : JUDGE_UNDECIDED;
}

enum judge_verdict judge_success(const struct judge *j,
				 const struct lesson_success *s,
				 const size_t *all, const size_t *any,
				 struct str *why)
{
	enum judge_verdict best = s->any_count ? JUDGE_NO : JUDGE_YES, v;
	SCOPED_STR unclear = STR_INIT;

	str_clear(why);
	for (size_t i = 0; i < s->any_count && best != JUDGE_YES; i++) {
		v = judge_condition(j, any[i], &unclear);
		if (v != JUDGE_NO)
			best = v;
		if (v == JUDGE_UNDECIDED && !why->len)
			str_add(why, unclear.buf);
	}
	for (size_t i = 0; i < s->all_count && best != JUDGE_NO; i++) {
		v = judge_condition(j, all[i], &unclear);
		if (v == JUDGE_NO || best == JUDGE_YES)
			best = v;
		if (v == JUDGE_UNDECIDED && !why->len)
			str_add(why, unclear.buf);
	}
	if (best != JUDGE_UNDECIDED)
		str_clear(why);
	return best;
}

enum judge_verdict judge_run(const struct trace_log *log,
			     const struct lesson_answer_key *key,
			     struct str *out, struct str *why)
{
	struct judge *j = judge_new(log);
	size_t watch = judge_watch(j, &key->fact);
	enum judge_verdict v;

	while (judge_catch_up(j, 100000))
		continue;
	v = judge_answer(j, watch, key->gives, out, why);
	judge_free(j);
	return v;
}
