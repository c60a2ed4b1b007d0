/* SPDX-License-Identifier: MIT */
/*
 * lint --run: is what the lesson says so?  Every demo is run some times as it
 * is shipped, and every exercise with its solution; what is the same in no run
 * is an error, what is so in some only is told with its rate.
 *
 * The answers of a computed key come from the reader's own run, so they may
 * differ; but each must be one that can be given.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/author.h"
#include "app/repeat.h"
#include "app/trial.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "lesson/lint.h"
#include "model/judge.h"

enum { SECONDS_MAX = 30, TIMES = 3, KEYS = 2, CONDITIONS_MAX = 10 };

#define SPEED 10

/* What came of one thing that was looked at, in all runs together. */
struct tally {
	int yes, no, undecided;
	int solved;       /* of a callout: runs with the solution */
	struct str first; /* the first answer */
	struct str why;   /* of the last that was undecided or wrong */
	bool differs;     /* some answer was not as the first */
};

struct job {
	const struct lesson *lesson;
	const struct lesson_step *step;
	int number; /* of the step */
	int times;
	struct lesson_diags *diags;
	enum { SHIPPED, SOLVED, MANY } as; /* what this run is like */
	/* predict and observe; the callouts; the success */
	struct tally keys[KEYS], success, solution, many, *callouts;
	int failed; /* runs that ended with another status than 0 */
};

static const struct lesson_question *question(const struct job *j, int i)
{
	const struct lesson_question *q =
		i ? j->step->observe : j->step->predict;
	bool computed = q && q->key && q->key->fact.look != LESSON_LOOK_NONE;

	return computed ? q : NULL;
}

static bool can_be_given(const struct lesson_question *q, const char *answer)
{
	if (q->kind != LESSON_QUESTION_ONE)
		return true;
	for (size_t i = 0; i < q->choice_count; i++)
		if (judge_same(q->choices[i].text, answer, 0))
			return true;
	return false;
}

/* ---- one run ---- */

static void count_key(struct tally *t, const struct lesson_question *q,
		      const struct judge *judge, size_t watch)
{
	SCOPED_STR answer = STR_INIT;
	SCOPED_STR why = STR_INIT;
	enum judge_verdict v =
		judge_answer(judge, watch, q->key->gives, &answer, &why);

	if (v != JUDGE_YES) {
		t->undecided++;
		str_clear(&t->why);
		str_add(&t->why, why.buf);
		return;
	}
	if (!t->first.len)
		str_add(&t->first, answer.buf);
	t->differs |= !judge_same(answer.buf, t->first.buf, q->tolerance);
	if (can_be_given(q, answer.buf)) {
		t->yes++;
		return;
	}
	t->no++;
	str_clear(&t->why);
	str_add(&t->why, answer.buf);
}

static void count_verdict(struct tally *t, enum judge_verdict v,
			  const struct str *why)
{
	t->yes += v == JUDGE_YES;
	t->no += v == JUDGE_NO;
	t->undecided += v == JUDGE_UNDECIDED;
	if (v == JUDGE_YES || !why->len)
		return;
	str_clear(&t->why);
	str_add(&t->why, why->buf);
}

struct watches {
	size_t keys[KEYS], all[CONDITIONS_MAX], any[CONDITIONS_MAX];
	size_t *callouts;
};

static void watch(struct job *j, struct judge *judge, struct watches *w)
{
	const struct lesson_demo *d = j->step->demo;
	const struct lesson_success *s =
		j->step->exercise ? j->step->exercise->success : NULL;

	for (int i = 0; i < KEYS; i++)
		if (question(j, i))
			w->keys[i] =
				judge_watch(judge, &question(j, i)->key->fact);
	for (size_t i = 0; i < d->callout_count; i++)
		w->callouts[i] =
			judge_watch_condition(judge, d->callouts[i].when);
	for (size_t i = 0; s && i < s->all_count; i++)
		w->all[i] = judge_watch_condition(judge, &s->all[i]);
	for (size_t i = 0; s && i < s->any_count; i++)
		w->any[i] = judge_watch_condition(judge, &s->any[i]);
	while (judge_catch_up(judge, 100000))
		continue;
}

static void count_run(struct job *j, const struct judge *judge,
		      const struct watches *w)
{
	const struct lesson_exercise *x = j->step->exercise;
	struct judge_moment moment;
	SCOPED_STR why = STR_INIT;

	if (x && x->success)
		count_verdict(
			j->as == SOLVED ? &j->solution : &j->success,
			judge_success(judge, x->success, w->all, w->any, &why),
			&why);
	for (int i = 0; i < KEYS && j->as == SHIPPED; i++)
		if (question(j, i))
			count_key(&j->keys[i], question(j, i), judge,
				  w->keys[i]);
	for (size_t i = 0; i < j->step->demo->callout_count; i++) {
		struct tally *t = &j->callouts[i];

		*(j->as == SOLVED ? &t->solved : &t->yes) +=
			judge_came(judge, w->callouts[i], &moment);
	}
}

static void judge_one(struct job *j, const struct app_run *run)
{
	struct judge *judge = judge_new(app_run_log(run));
	struct watches w = { .callouts =
				     mem_new(j->step->demo->callout_count + 1,
					     sizeof(size_t)) };
	int code = 0;

	watch(j, judge, &w);
	count_run(j, judge, &w);
	if (j->as == SHIPPED && (!app_run_exit_code(run, &code) || code))
		j->failed++;
	judge_free(judge);
	free(w.callouts);
}

/* Of a run of many: that something comes out of it. */
static void judge_many(struct job *j, const struct app_run *run)
{
	SCOPED_STR answer = STR_INIT;
	SCOPED_STR why = STR_INIT;
	enum judge_verdict v = judge_run(
		app_run_log(run), j->step->demo->repeat->of, &answer, &why);

	count_verdict(&j->many, v, &why);
}

static void judge_trial(void *arg, const struct app_run *run)
{
	struct job *j = arg;

	if (j->as == MANY)
		judge_many(j, run);
	else
		judge_one(j, run);
}

/* ---- what is told ---- */

static void tell(struct job *j, const char *path, enum lesson_error error,
		 bool note, const struct str *message, const char *advice)
{
	lesson_remark(j->lesson->path,
		      &(struct lesson_remark){ .step = j->number,
					       .path = path,
					       .error = error,
					       .note = note,
					       .message = message->buf,
					       .advice = advice },
		      j->diags);
}

/*
 * Whether it is to be answered with a time to the last digit.  A few runs may
 * agree by chance on a quiet machine; it is wrong to ask it all the same.
 */
static bool of_times(const struct lesson_question *q)
{
	return q->key->fact.look == LESSON_LOOK_RATIO &&
	       q->kind != LESSON_QUESTION_ONE && q->tolerance <= 0;
}

static void tell_key(struct job *j, int i)
{
	const struct tally *t = &j->keys[i];
	const char *path = i ? "observe/key" : "predict/key";
	SCOPED_STR m = STR_INIT;
	bool some = t->yes > 0;

	if (t->undecided) {
		str_addf(&m, "%d of %d runs gave no answer: %s", t->undecided,
			 j->times, t->why.buf);
		tell(j, path, some ? LESSON_ERROR_FLAKY : LESSON_ERROR_NOT_SO,
		     false, &m, "look at the names, or ask something else");
	} else if (t->no) {
		str_addf(&m,
			 "in %d of %d runs the answer was %s, which is not "
			 "among the choices",
			 t->no, j->times, t->why.buf);
		tell(j, path, some ? LESSON_ERROR_FLAKY : LESSON_ERROR_NOT_SO,
		     false, &m, "add it to the choices");
	} else if (of_times(question(j, i))) {
		str_add(&m, "a time is never the same twice");
		tell(j, path, LESSON_ERROR_FLAKY, true, &m,
		     "give it a tolerance");
	} else if (t->differs) {
		str_addf(&m, "the answer is not the same in all of %d runs",
			 j->times);
		tell(j, path, LESSON_ERROR_FLAKY, true, &m,
		     "an explanation must fit each of them");
	}
}

static void tell_callout(struct job *j, size_t i)
{
	int yes = j->callouts[i].yes;
	SCOPED_STR path = STR_INIT;
	SCOPED_STR m = STR_INIT;

	str_addf(&path, "demo/callouts/%zu/when", i);
	/* Some are about what goes wrong when it is broken. */
	if (yes == j->times || (!yes && j->callouts[i].solved == j->times))
		return;
	str_addf(&m,
		 yes ? "this was so in %d of %d runs"
		     : "this was so in none of the runs",
		 yes, j->times);
	tell(j, path.buf, yes ? LESSON_ERROR_FLAKY : LESSON_ERROR_NEVER_SAID,
	     yes > 0, &m, "look at the names and at the comparison");
}

static void tell_exercise(struct job *j)
{
	const struct lesson_exercise *x = j->step->exercise;
	SCOPED_STR m = STR_INIT;

	if (!x || !x->success)
		return;
	if (j->success.yes && x->choose != LESSON_CHOOSE_ANSWER) {
		str_addf(&m, "%d of %d runs met this with nothing chosen",
			 j->success.yes, j->times);
		tell(j, "exercise/success", LESSON_ERROR_SOLVED, false, &m,
		     "ask for something that has to be done");
	}
	if (!x->solution || j->solution.yes == j->times)
		return;
	str_clear(&m);
	str_addf(&m, "with it, %d of %d runs met the success", j->solution.yes,
		 j->times);
	if (j->solution.why.len)
		str_addf(&m, ": %s", j->solution.why.buf);
	tell(j, "exercise/solution",
	     j->solution.yes ? LESSON_ERROR_FLAKY : LESSON_ERROR_UNSOLVED,
	     false, &m, "look at what really happens: procession run");
}

static void tell_many(struct job *j)
{
	SCOPED_STR m = STR_INIT;

	if (!j->many.undecided && !j->many.no)
		return;
	str_addf(&m, "%d of %d of many runs gave no answer: %s",
		 j->many.undecided + j->many.no, j->times, j->many.why.buf);
	tell(j, "demo/repeat/of",
	     j->many.yes ? LESSON_ERROR_FLAKY : LESSON_ERROR_NOT_SO,
	     j->many.yes > 0, &m, "look at the names, or at something else");
}

/* Whether it is asked about, so that the reader expects that it may be so. */
static bool asks_for_failure(const struct lesson_question *q)
{
	enum lesson_happening what =
		q ? q->key->fact.what : LESSON_HAPPENING_NONE;

	return what == LESSON_HAPPENING_DEADLOCK ||
	       what == LESSON_HAPPENING_FAILS ||
	       what == LESSON_HAPPENING_KILLED;
}

/* Whether the step shows, with what it gives its demo, how it goes wrong. */
static bool shows_failure(const struct job *j)
{
	const struct lesson_demo *d = j->step->demo;

	for (size_t i = 0; i < d->with_count; i++)
		if (!strcmp(d->with[i].name, "fault"))
			return true;
	return asks_for_failure(question(j, 0)) ||
	       asks_for_failure(question(j, 1));
}

static void tell_failed(struct job *j)
{
	SCOPED_STR m = STR_INIT;

	if (!j->failed || shows_failure(j))
		return;
	str_addf(&m, "%d of %d runs did not end by themselves with status 0",
		 j->failed, j->times);
	tell(j, "demo", LESSON_ERROR_RUN_FAILED, false, &m,
	     "look at what it writes: procession run");
}

/* ---- the runs of a step ---- */

/* The arguments of the demo, with those of the solution if @solved. */
static char **arguments(const struct job *j)
{
	const struct lesson_demo *d = j->step->demo;
	const struct lesson_solution *s =
		j->as == SOLVED ? j->step->exercise->solution : NULL;
	size_t extra = s ? s->with_count + 1 : 0, n = 0;
	SCOPED_FREE struct lesson_parameter *all =
		mem_new(d->with_count + extra + 1, sizeof(*all));
	char name[] = "fault";

	/* A demo takes the last of those that are there twice. */
	for (size_t i = 0; i < d->with_count; i++)
		all[n++] = d->with[i];
	for (size_t i = 0; s && i < s->with_count; i++)
		all[n++] = s->with[i];
	if (s && *s->fault)
		all[n++] = (struct lesson_parameter){ name, s->fault };
	return app_args_new(all, n);
}

static bool is_timed(const struct lesson_condition *c, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (c[i].within_s > 0)
			return true;
	return false;
}

/*
 * What a demo does besides sleeping takes as long at any speed, so where time
 * decides it runs as it does for the student.
 */
static double speed_of(const struct job *j)
{
	const struct lesson_exercise *e = j->step->exercise;
	const struct lesson_success *s = e ? e->success : NULL;

	return s && (is_timed(s->all, s->all_count) ||
		     is_timed(s->any, s->any_count))
		       ? 1
		       : SPEED;
}

/* Returns whether it could be run. */
static bool run_times(struct job *j, const struct app_paths *paths,
		      const char *program)
{
	const struct lesson_solution *s =
		j->as == SOLVED ? j->step->exercise->solution : NULL;
	char **args = j->as == MANY ? app_repeat_args(j->step->demo->repeat,
						      j->step->demo->with,
						      j->step->demo->with_count)
				    : arguments(j);
	struct app_trial trial = {
		.paths = paths,
		.program = program,
		.args = args,
		.schedule = s && *s->schedule ? s->schedule : NULL,
		.kill = s && *s->kill ? s->kill : NULL,
		.acts = s ? s->acts : NULL,
		.act_count = s ? s->act_count : 0,
		.speed = speed_of(j),
		.seconds = SECONDS_MAX,
	};
	SCOPED_STR problem = STR_INIT;
	bool good = true;

	for (int i = 0; good && i < j->times; i++)
		good = app_trial_run(&trial, judge_trial, j, &problem) == 0;
	if (!good)
		tell(j, "demo", LESSON_ERROR_RUN_FAILED, false, &problem,
		     "build it, or look at its permissions");
	app_args_free(args);
	return good;
}

static void run_step(struct job *j, const struct app_paths *paths)
{
	struct err e = ERR_NONE;
	SCOPED_FREE char *program = app_paths_demo(paths, j->step->demo->dir,
						   j->step->demo->program, &e);
	const struct lesson_exercise *x = j->step->exercise;

	if (!program) {
		SCOPED_STR m = STR_INIT;

		str_add(&m, e.text);
		tell(j, "demo", LESSON_ERROR_RUN_FAILED, false, &m, "build it");
		return;
	}
	if (!run_times(j, paths, program))
		return;
	if (x && x->solution && x->success) {
		j->as = SOLVED;
		(void)run_times(j, paths, program);
	}
	if (j->step->demo->repeat) {
		j->as = MANY;
		(void)run_times(j, paths, program);
		tell_many(j);
	}
	tell_failed(j);
	for (int i = 0; i < KEYS; i++)
		if (question(j, i))
			tell_key(j, i);
	for (size_t i = 0; i < j->step->demo->callout_count; i++)
		tell_callout(j, i);
	tell_exercise(j);
}

static void init(struct tally *t)
{
	*t = (struct tally){ .first = STR_INIT, .why = STR_INIT };
}

static void release(struct tally *t)
{
	str_release(&t->first);
	str_release(&t->why);
}

void app_lint_run(const struct lesson *l, const struct app_options *o,
		  const struct app_paths *paths, struct lesson_diags *diags)
{
	for (size_t i = 0; i < l->step_count; i++) {
		struct job j = { .lesson = l,
				 .step = &l->steps[i],
				 .number = (int)i,
				 .times = o->times ? o->times : TIMES,
				 .diags = diags };

		if (!j.step->demo)
			continue;
		j.callouts = mem_new(j.step->demo->callout_count + 1,
				     sizeof(*j.callouts));
		init(&j.keys[0]);
		init(&j.keys[1]);
		init(&j.success);
		init(&j.solution);
		init(&j.many);
		(void)fprintf(stderr, "%s: running %s\n", l->id, j.step->id);
		run_step(&j, paths);
		release(&j.keys[0]);
		release(&j.keys[1]);
		release(&j.success);
		release(&j.solution);
		release(&j.many);
		free(j.callouts);
	}
}
