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
