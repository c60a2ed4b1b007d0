/* SPDX-License-Identifier: MIT */
/*
 * The order of things in a step.
 */
#include "app/flow.h"

#include <stdlib.h>
#include <string.h>

#include "app/flow_inside.h"
#include "base/mem.h"
#include "lesson/draw.h"
#include "model/narrate.h"

enum { JUDGE_AT_ONCE = 64 * 1024 }; /* events, between keys */

/* ---- opening ---- */

static void add_ask(struct app_flow *f, enum app_flow_part part,
		    const struct lesson_question *q, uint64_t seed)
{
	struct app_flow_ask *a;

	if (f->count == APP_FLOW_MAX)
		return;
	a = &f->asks[f->count++];
	*a = (struct app_flow_ask){ .part = part };
	a->drawn = lesson_question_drawn(q, seed + f->count);
	view_ask_begin(&a->ask, a->drawn ? a->drawn : q, seed + f->count);
	a->ask.once = part == APP_FLOW_PREDICT || part == APP_FLOW_OBSERVE;
}

/* Which of its faults the demo is to have, as a question. */
static void add_pick(struct app_flow *f, uint64_t seed)
{
	static char nothing[] = "", id[] = "fault",
		    which[] = "Which fault is it?";
	const struct lesson_demo *d = f->step->demo;

	f->pick = (struct lesson_question){
		.id = id,
		.ask = which,
		.choices = f->pick_choices,
		.output = nothing,
		.gap = nothing,
		.unit = nothing,
		.objective = nothing,
		.why = nothing,
		.hints = f->step->exercise->hints,
		.hint_count = f->step->exercise->hint_count,
	};
	for (size_t i = 0; i < d->fault_count && i < VIEW_ASK_MAX; i++)
		f->pick_choices[f->pick.choice_count++] =
			(struct lesson_choice){ .text = d->faults[i],
						.why = nothing };
	add_ask(f, APP_FLOW_PICK, &f->pick, seed);
}

static void add_asks(struct app_flow *f, uint64_t seed)
{
	const struct lesson_step *s = f->step;
	const struct lesson_exercise *e = s->exercise;

	if (s->predict)
		add_ask(f, APP_FLOW_PREDICT, s->predict, seed);
	if (s->observe)
		add_ask(f, APP_FLOW_OBSERVE, s->observe, seed);
	for (size_t i = 0; i < s->quiz_count; i++)
		add_ask(f, APP_FLOW_QUESTION, &s->quiz[i], seed);
	if (e && e->choose == LESSON_CHOOSE_FAULT && s->demo)
		add_pick(f, seed);
	for (size_t i = 0; e && i < e->question_count; i++)
		add_ask(f, APP_FLOW_QUESTION, &e->questions[i], seed);
}

void app_flow_open(struct app_flow *f, const struct lesson *lesson, size_t step,
		   uint64_t seed)
{
	struct progress *progress = f->progress;
	int64_t (*clock)(void) = f->clock;
	unsigned serial = f->serial;

	*f = (struct app_flow){ .lesson = lesson,
				.step = &lesson->steps[step],
				.progress = progress,
				.clock = clock,
				.serial = serial + 1 };
	f->text = f->lead = f->score = f->beside = f->why = STR_INIT;
	add_asks(f, seed);
	app_flow_tell(f);
}

void app_flow_close(struct app_flow *f)
{
	if (!f->step)
		return;
	for (size_t i = 0; i < f->count; i++) {
		view_ask_release(&f->asks[i].ask);
		lesson_question_free(f->asks[i].drawn);
	}
	judge_free(f->judge);
	free(f->callout_watches);
	free(f->called);
	free(f->fault);
	str_release(&f->text);
	str_release(&f->lead);
	str_release(&f->score);
	str_release(&f->beside);
	str_release(&f->why);
	f->step = NULL;
	f->judge = NULL;
	f->count = f->asked_count = 0;
}

/* ---- where one is ---- */

/* What is done to a run comes before what is asked about it. */
bool app_flow_is_later(const struct app_flow *f)
{
	const struct lesson_exercise *e = f->step ? f->step->exercise : NULL;

	return e && e->success && e->choose != LESSON_CHOOSE_FAULT &&
	       e->choose != LESSON_CHOOSE_ANSWER && !f->solved && !f->passed &&
	       f->at < f->count && f->asks[f->at].part == APP_FLOW_QUESTION;
}

struct app_flow_ask *app_flow_current(struct app_flow *f)
{
	return f->step && f->at < f->count && !app_flow_is_later(f)
		       ? &f->asks[f->at]
		       : NULL;
}

/* What is said to a prediction comes when the run is over. */
static bool is_waiting(const struct app_flow *f, const struct app_flow_ask *a)
{
	if (a->part == APP_FLOW_OBSERVE)
		return !f->over && !view_ask_over(&a->ask);
	return a->ask.state == VIEW_ASK_GIVEN;
}

bool app_flow_waits(const struct app_flow *f)
{
	const struct app_flow_ask *a =
		f->step && f->at < f->count ? &f->asks[f->at] : NULL;

	return a && is_waiting(f, a);
}

struct view_ask *app_flow_asked(struct app_flow *f)
{
	struct app_flow_ask *a = app_flow_current(f);

	if (!a || is_waiting(f, a) || view_ask_over(&a->ask))
		return NULL;
	return &a->ask;
}

bool app_flow_is_page(const struct app_flow *f)
{
	if (!f->step || f->log || f->at > 0)
		return false;
	if (f->step->exercise)
		return !f->solved;
	return f->count && f->asks[0].part == APP_FLOW_PREDICT &&
	       f->asks[0].ask.state == VIEW_ASK_OPEN;
}

bool app_flow_key(struct app_flow *f, uint32_t key)
{
	struct view_ask *a = app_flow_asked(f);
	bool again = a && a->state == VIEW_ASK_WRONG && !a->once;

	/* Whoever chooses anew tries again: no Enter has to come before. */
	if (again)
		view_ask_retry(a);
	if (!a || !view_ask_key(a, key)) {
		if (again)
			a->state = VIEW_ASK_WRONG;
		return false;
	}
	app_flow_tell(f);
	return true;
}

bool app_flow_is_anew(const struct app_flow *f)
{
	const struct lesson_exercise *e = f->step->exercise;

	return f->fault || (e && f->shown && e->solution);
}

/* ---- runs ---- */

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

/* ---- what the student does ---- */

/* To the next question that is open, if there is one. */
static enum app_flow_does go_on(struct app_flow *f)
{
	if (f->at + 1 < f->count && view_ask_over(&f->asks[f->at].ask))
		f->at++;
	app_flow_tell(f);
	return APP_FLOW_NOTHING;
}

static enum app_flow_does give_pick(struct app_flow *f, struct view_ask *a)
{
	free(f->fault);
	f->fault = mem_text(a->given.buf);
	app_flow_tell(f);
	return APP_FLOW_RUN;
}

static enum app_flow_does given(struct app_flow *f, struct app_flow_ask *a)
{
	switch (a->part) {
	case APP_FLOW_PREDICT:
		app_flow_tell(f);
		return f->over ? APP_FLOW_NOTHING : APP_FLOW_RUN;
	case APP_FLOW_OBSERVE:
		app_flow_reveal(f);
		app_flow_tell(f);
		return APP_FLOW_NOTHING;
	case APP_FLOW_PICK:
		return give_pick(f, &a->ask);
	case APP_FLOW_QUESTION:
		break;
	}
	app_flow_judge(f, a);
	app_flow_tell(f);
	return APP_FLOW_NOTHING;
}

/* What Enter does now. */
enum view_enter app_flow_enter(struct app_flow *f)
{
	const struct app_flow_ask *a = app_flow_current(f);
	const struct lesson_exercise *e = f->step->exercise;
	bool demo = f->step->demo != NULL;

	if (a && is_waiting(f, a))
		return VIEW_ENTER_RUNS;
	if (a && a->ask.state == VIEW_ASK_OPEN)
		return VIEW_ENTER_ANSWERS;
	if (a && a->ask.state == VIEW_ASK_WRONG && !a->ask.once)
		return VIEW_ENTER_AGAIN;
	/* Nobody goes on from what only a run can tell, but by skipping it. */
	if (demo && a && a->part == APP_FLOW_QUESTION &&
	    a->ask.state == VIEW_ASK_UNDECIDED)
		return VIEW_ENTER_RUNS;
	if (a && f->at + 1 < f->count &&
	    (!e || a->part != APP_FLOW_PICK || f->solved ||
	     !view_ask_over(&a->ask) || a->ask.state == VIEW_ASK_SKIPPED))
		return a->ask.state == VIEW_ASK_GIVEN ? VIEW_ENTER_RUNS
						      : VIEW_ENTER_QUESTION;
	if (demo && a && a->ask.state == VIEW_ASK_UNDECIDED)
		return VIEW_ENTER_RUNS;
	if (f->has_moment && !f->sought)
		return VIEW_ENTER_MOMENT;
	if (e && e->success && !f->solved && !f->passed && demo &&
	    !(a && a->ask.state == VIEW_ASK_SKIPPED))
		return VIEW_ENTER_RUNS;
	if (!f->compared && app_flow_can_compare(f, NULL))
		return VIEW_ENTER_COMPARE;
	return VIEW_ENTER_STEP;
}

static enum app_flow_does answer(struct app_flow *f, struct app_flow_ask *a)
{
	if (view_ask_give(&a->ask))
		return given(f, a);
	app_flow_tell(f);
	return APP_FLOW_NOTHING;
}

enum app_flow_does app_flow_give(struct app_flow *f)
{
	struct app_flow_ask *a = app_flow_current(f);

	switch (app_flow_enter(f)) {
	case VIEW_ENTER_ANSWERS:
		return answer(f, a);
	case VIEW_ENTER_AGAIN:
		view_ask_retry(&a->ask);
		app_flow_tell(f);
		break;
	case VIEW_ENTER_QUESTION:
		return go_on(f);
	case VIEW_ENTER_MOMENT:
		f->sought = true;
		app_flow_tell(f);
		return APP_FLOW_SEEK;
	case VIEW_ENTER_RUNS:
		return APP_FLOW_RUN;
	case VIEW_ENTER_COMPARE:
		return APP_FLOW_COMPARE;
	case VIEW_ENTER_STEP:
		return APP_FLOW_NEXT;
	}
	return APP_FLOW_NOTHING;
}

enum app_flow_does app_flow_skip(struct app_flow *f)
{
	struct app_flow_ask *a = app_flow_current(f);

	if (!a && f->step->exercise) {
		app_flow_note_exercise(f, PROGRESS_SKIPPED);
		if (!app_flow_is_later(f))
			return APP_FLOW_NEXT;
		f->passed = true;
		app_flow_tell(f);
		return APP_FLOW_NOTHING;
	}
	if (!a || is_waiting(f, a))
		return APP_FLOW_NOTHING;
	if (view_ask_over(&a->ask) && a->ask.state != VIEW_ASK_UNDECIDED)
		return app_flow_give(f);
	view_ask_skip(&a->ask);
	app_flow_note(f, a);
	if (a->part == APP_FLOW_OBSERVE)
		app_flow_reveal(f);
	if (a->part != APP_FLOW_PREDICT || f->over)
		return go_on(f);
	(void)go_on(f);
	return APP_FLOW_RUN;
}

/* How many hints of the exercise's own are left. */
static size_t hints_left(const struct app_flow *f)
{
	const struct lesson_exercise *e = f->step->exercise;

	/* Those of the fault are the question's, too. */
	if (!e || f->solved ||
	    (f->count && f->asks[0].part == APP_FLOW_PICK && f->at == 0))
		return 0;
	return e->hint_count - (size_t)f->exercise_hints;
}

bool app_flow_can_hint(struct app_flow *f)
{
	const struct app_flow_ask *a = app_flow_current(f);

	if (a && !is_waiting(f, a) && !view_ask_over(&a->ask) &&
	    (size_t)a->ask.hints < a->ask.q->hint_count)
		return true;
	return hints_left(f) > 0;
}

bool app_flow_hint(struct app_flow *f)
{
	struct app_flow_ask *a = app_flow_current(f);
	bool more = app_flow_can_hint(f);

	if (a && !is_waiting(f, a) && !view_ask_over(&a->ask) &&
	    view_ask_hint(&a->ask))
		; /* one of its own */
	else if (more)
		f->exercise_hints++;
	app_flow_tell(f);
	return more;
}

/* The exercise's own solution: what the demo is to be run with. */
static enum app_flow_does show_exercise(struct app_flow *f)
{
	const struct lesson_solution *s = f->step->exercise->solution;

	if (!s || f->solved)
		return APP_FLOW_NOTHING;
	f->shown = true;
	app_flow_note_exercise(f, PROGRESS_SHOWN);
	if (*s->fault) {
		free(f->fault);
		f->fault = mem_text(s->fault);
	}
	app_flow_tell(f);
	return *s->fault || s->with_count ? APP_FLOW_RUN : APP_FLOW_NOTHING;
}

enum app_flow_does app_flow_show(struct app_flow *f)
{
	struct app_flow_ask *a = app_flow_current(f);

	/* A prediction has no solution: the run is. */
	if (a && (a->part == APP_FLOW_PREDICT || a->part == APP_FLOW_OBSERVE))
		return app_flow_skip(f);
	if (a && view_ask_over(&a->ask) && a->part == APP_FLOW_QUESTION)
		return APP_FLOW_NOTHING;
	if (a) {
		app_flow_show_answer(f, a);
		app_flow_tell(f);
	}
	if ((a && a->part == APP_FLOW_QUESTION) || !f->step->exercise)
		return APP_FLOW_NOTHING;
	return show_exercise(f);
}
