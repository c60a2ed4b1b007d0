/* SPDX-License-Identifier: MIT */
/*
 * A step whose demo is run many times: what comes out is gathered while the
 * student looks on.
 */
#include "app/lesson_inside.h"

#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "base/mem.h"
#include "base/scope.h"
#include "model/judge.h"

static const struct lesson_repeat *what_of(const struct lesson_screen *l)
{
	return l->session.demo ? l->session.demo->repeat : NULL;
}

static void add_run(void *arg, struct app_run *run)
{
	struct lesson_screen *l = arg;
	SCOPED_STR answer = STR_INIT;
	SCOPED_STR why = STR_INIT;

	if (judge_run(app_run_log(run), what_of(l)->of, &answer, &why) ==
	    JUDGE_YES)
		outcomes_add(&l->outcomes, answer.buf);
	else
		outcomes_add_untold(&l->outcomes, why.buf);
	app_tui_dirty(l->base.tui);
}

static void end(struct lesson_screen *l)
{
	app_repeat_free(l->repeat);
	l->repeat = NULL;
}

static void done(void *arg)
{
	struct lesson_screen *l = arg;

	str_add(&l->repeat_problem, app_repeat_problem(l->repeat));
	end(l);
	app_tui_dirty(l->base.tui);
}

void app_lesson_repeat_close(struct lesson_screen *l)
{
	end(l);
	outcomes_release(&l->outcomes);
	str_clear(&l->repeat_problem);
}

static void begin(struct lesson_screen *l)
{
	const struct app_session *s = &l->session;
	struct err e = ERR_NONE;
	SCOPED_FREE char *program =
		app_paths_demo(s->paths, s->dir, s->demo->program, &e);
	char **args;

	app_lesson_repeat_close(l);
	view_player_focus(&l->view, LESSON_PANE_OUTCOMES);
	if (!program) {
		str_add(&l->repeat_problem, e.text);
		return;
	}
	args = app_repeat_args(what_of(l), s->values, s->value_count);
	l->repeat = app_repeat_new(&(struct app_repeat_options){
		.loop = s->loop,
		.paths = s->paths,
		.program = program,
		.args = args,
		.schedule = s->schedule,
		.times = what_of(l)->times,
		.judge = add_run,
		.done = done,
		.arg = l,
	});
	app_args_free(args);
}

void app_lesson_repeat(struct lesson_screen *l)
{
	if (!what_of(l)) {
		app_lesson_say(l,
			       "The demo of this step is not run many times");
	} else if (app_flow_is_page(&l->flow)) {
		app_lesson_say(l, "First say what you expect, or go past it");
	} else if (l->repeat) {
		app_repeat_stop(l->repeat);
	} else if (app_session_alive(&l->session)) {
		app_lesson_say(l,
			       "It is running: many runs begin when this one "
			       "has ended; Ctrl-C ends it");
	} else {
		l->start_many = true;
		if (app_lesson_trusts(l))
			begin(l);
	}
}

/* What was said before the run: the same as what is looked at. */
static const char *guess(const struct lesson_screen *l)
{
	const struct lesson_repeat *r = what_of(l);

	for (size_t i = 0; r && i < l->flow.count; i++) {
		const struct app_flow_ask *a = &l->flow.asks[i];
		const struct lesson_answer_key *key = a->ask.q->key;

		if (a->part == APP_FLOW_PREDICT && key &&
		    key->fact.look == r->of->fact.look &&
		    strcmp(key->fact.object, r->of->fact.object) == 0 &&
		    a->ask.state != VIEW_ASK_SKIPPED)
			return a->ask.given.buf;
	}
	return "";
}

void app_lesson_repeat_fill(struct lesson_screen *l)
{
	l->view.repeat = (struct view_repeat){
		.what = what_of(l),
		.outcomes = &l->outcomes,
		.running = l->repeat != NULL,
		.guess = guess(l),
		.problem = l->repeat_problem.buf,
	};
}
