/* SPDX-License-Identifier: MIT */
/*
 * What a run of the demo brings: callouts, the exercise solved, and the moment
 * at which what was asked of it can be told.
 */
#include <stdlib.h>

#include "app/flow_inside.h"
#include "base/mem.h"

enum { JUDGE_AT_ONCE = 64 * 1024 }; /* events, between keys */

static bool is_computed(const struct lesson_question *q)
{
	return q->key && q->key->fact.look != LESSON_LOOK_NONE;
}

static void watch_success(struct app_flow *f)
{
	const struct lesson_success *s =
		f->step->exercise ? f->step->exercise->success : NULL;

	for (size_t i = 0; s && i < s->all_count && i < APP_FLOW_CONDITIONS;
	     i++)
		f->all[i] = judge_watch_condition(f->judge, &s->all[i]);
	for (size_t i = 0; s && i < s->any_count && i < APP_FLOW_CONDITIONS;
	     i++)
		f->any[i] = judge_watch_condition(f->judge, &s->any[i]);
}

static void watch_callouts(struct app_flow *f)
{
	const struct lesson_demo *d = f->step->demo;

	free(f->callout_watches);
	free(f->called);
	f->callout_watches =
		mem_new(d->callout_count + 1, sizeof(*f->callout_watches));
	f->called = mem_new(d->callout_count + 1, sizeof(*f->called));
	for (size_t i = 0; i < d->callout_count; i++)
		f->callout_watches[i] =
			judge_watch_condition(f->judge, d->callouts[i].when);
}

/*
 * A prediction is of the first run, and what was said to it stays; only where
 * that run did not tell, this one may.
 */
static void judge_anew(struct app_flow *f)
{
	for (size_t i = 0; i < f->count; i++) {
		struct view_ask *a = &f->asks[i].ask;

		if ((f->asks[i].part == APP_FLOW_PREDICT ||
		     f->asks[i].part == APP_FLOW_OBSERVE) &&
		    a->state == VIEW_ASK_UNDECIDED)
			a->state = VIEW_ASK_GIVEN;
		/* What the run before did not tell is asked again. */
		else if (!a->once && a->state == VIEW_ASK_UNDECIDED)
			view_ask_retry(a);
	}
}

void app_flow_run(struct app_flow *f, const struct trace_log *log,
		  struct history *history)
{
	if (!f->step || !f->step->demo)
		return;
	judge_free(f->judge);
	f->judge = judge_new(log);
	f->log = log;
	f->history = history;
	f->over = f->has_moment = f->sought = false;
	f->looked = 0;
	f->success = JUDGE_UNDECIDED;
	str_clear(&f->why);
	f->other = f->next_other;
	f->next_other = false;
	f->compared |= f->other;
	if (!f->other)
		judge_anew(f);
	f->callout = (struct view_callout){ .text = "" };
	f->turned_to = 0;
	for (size_t i = 0; i < f->count; i++) {
		struct app_flow_ask *a = &f->asks[i];

		if (is_computed(a->ask.q))
			a->watch = judge_watch(f->judge, &a->ask.q->key->fact);
	}
	watch_success(f);
	watch_callouts(f);
	app_flow_tell(f);
}

/* Whether something was asked of the run, and has not been said. */
static bool is_unsaid(const struct app_flow *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->asks[i].part != APP_FLOW_QUESTION &&
		    !view_ask_over(&f->asks[i].ask))
			return true;
	return false;
}

bool app_flow_offers_faults(const struct app_flow *f)
{
	const struct lesson_step *s = f->step;

	if (!s || !s->demo || !s->demo->fault_count)
		return false;
	if (s->exercise && s->exercise->choose == LESSON_CHOOSE_FAULT)
		return f->solved;
	return !is_unsaid(f);
}

bool app_flow_can_compare(const struct app_flow *f, const char **why)
{
	const char *first = NULL;

	if (!f->step || !f->step->demo || !f->step->demo->compare)
		first = "There is nothing to compare with here";
	else if (!f->log)
		first = "Run it first: then there is something to compare";
	else if (is_unsaid(f))
		first = "First say what is asked of this run";
	else if (!f->over)
		first = "First let this run come to its end";
	if (why)
		*why = first;
	return !first;
}

void app_flow_compare(struct app_flow *f, bool next)
{
	f->next_other = next;
}

void app_flow_chosen(struct app_flow *f)
{
	f->tried = true;
}

void app_flow_no_run(struct app_flow *f)
{
	judge_free(f->judge);
	f->judge = NULL;
	f->log = NULL;
	f->history = NULL;
	f->has_moment = false;
}

/* The latest of those that have come by now. */
static unsigned look_for_callouts(struct app_flow *f)
{
	const struct lesson_demo *d = f->step->demo;
	struct judge_moment moment;
	unsigned what = 0;

	for (size_t i = 0; i < d->callout_count; i++) {
		if (f->called[i] ||
		    !judge_came(f->judge, f->callout_watches[i], &moment))
			continue;
		f->called[i] = true;
		f->callout = (struct view_callout){
			.pane = d->callouts[i].pane,
			.text = d->callouts[i].say,
		};
		what |= APP_FLOW_CALLED;
		if (f->callout.pane == LESSON_PANE_INSPECTOR && moment.pid)
			f->turned_to = moment.pid;
		if (d->callouts[i].pause)
			what |= APP_FLOW_PAUSE;
	}
	return what;
}

/*
 * Every process waits, for good: nothing more will happen unless somebody
 * outside does it.
 */
static bool is_stuck(const struct app_flow *f)
{
	return f->history && history_head(f->history)->deadlock_ns >= 0;
}

static bool judge_exercise(struct app_flow *f)
{
	const struct lesson_exercise *e = f->step->exercise;
	enum judge_verdict before = f->success;

	if (!e || !e->success || f->solved || f->other)
		return false;
	f->success =
		judge_success(f->judge, e->success, f->all, f->any, &f->why);
	if (f->success == JUDGE_UNDECIDED && is_stuck(f) &&
	    e->choose == LESSON_CHOOSE_FAULT)
		f->success = JUDGE_NO;
	if (f->success == before)
		return false;
	if (f->success == JUDGE_YES) {
		f->solved = true;
		app_flow_note_exercise(f, f->shown ? PROGRESS_SHOWN
						   : PROGRESS_RIGHT);
	}
	app_flow_judge_pick(f);
	return true;
}

static bool is_deed(enum lesson_choose choose, uint16_t verb)
{
	if (choose == LESSON_CHOOSE_SCHEDULE)
		return verb == MP_VERB_STEP;
	if (choose == LESSON_CHOOSE_KILL || choose == LESSON_CHOOSE_ACT)
		return verb == MP_VERB_SIGNAL || verb == MP_VERB_RENICE;
	return false;
}

/* A step, a signal, a priority: what the student does is an event. */
static void look_for_deeds(struct app_flow *f)
{
	size_t end = trace_log_end(f->log);

	if (f->looked < trace_log_first(f->log))
		f->looked = trace_log_first(f->log);
	for (; f->looked < end && !f->tried; f->looked++)
		f->tried = is_deed(f->step->exercise->choose,
				   trace_log_at(f->log, f->looked)->verb);
}

/* A run that is stuck is told of at once, if all that is asked is known. */
static bool is_told(struct app_flow *f)
{
	if (!is_stuck(f))
		return false;
	for (size_t i = 0; i < f->count; i++) {
		SCOPED_STR answer = STR_INIT;
		SCOPED_STR why = STR_INIT;

		if (is_computed(f->asks[i].ask.q) &&
		    judge_answer(f->judge, f->asks[i].watch,
				 f->asks[i].ask.q->key->gives, &answer,
				 &why) != JUDGE_YES)
			return false;
	}
	return true;
}

unsigned app_flow_catch_up(struct app_flow *f, bool over)
{
	unsigned what = 0;

	if (!f->judge)
		return 0;
	if (f->step->exercise && !f->tried)
		look_for_deeds(f);
	if (judge_catch_up(f->judge, over ? SIZE_MAX : JUDGE_AT_ONCE))
		what |= look_for_callouts(f);
	if (judge_exercise(f))
		what |= APP_FLOW_ASKS;
	if (!f->over && (over || is_told(f))) {
		f->over = true;
		app_flow_reveal(f);
		app_flow_judge_pick(f);
		what |= APP_FLOW_ASKS;
	}
	if (what)
		app_flow_tell(f);
	return what;
}
