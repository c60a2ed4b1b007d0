/* SPDX-License-Identifier: MIT */
/*
 * The demo of a step in words: what it is told, its source, its runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/linear_inside.h"
#include "app/repeat.h"
#include "app/times.h"
#include "app/trust.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "view/vary.h"

enum { SOURCE_MAX = 256 * 1024 }; /* bytes */

void app_linear_lesson_forget(struct app_linear_lesson *l)
{
	if (l->flow.step)
		app_flow_no_run(&l->flow);
	history_free(l->history);
	trace_log_free(l->log);
	l->history = NULL;
	l->log = NULL;
}

void app_linear_lesson_run(struct app_linear_lesson *l, bool paused)
{
	const struct lesson_demo *d = l->demo.demo;
	struct err e = ERR_NONE;
	SCOPED_FREE char *program = NULL;
	char **args;

	if (!d) {
		(void)printf("This step has nothing to run.\n");
		return;
	}
	program = app_paths_demo(l->paths, d->dir, d->program, &e);
	if (!program) {
		(void)printf("The demo cannot be run: %s.\n", e.text);
		return;
	}
	if (!app_trust_ask(l->paths, l->progress, d->dir, program, false))
		return;
	app_linear_lesson_forget(l);
	l->told_unsolved = false;
	/* Once it has solved the exercise, any may be chosen. */
	if (l->flow.fault && !l->flow.solved && !l->flow.next_other)
		app_session_take_fault(&l->demo, l->flow.fault);
	args = app_args_new(l->demo.values, l->demo.value_count);
	(void)putchar('\n');
	(void)app_linear_run(&(struct app_linear_run){
		.paths = l->paths,
		.program = program,
		.name = d->program,
		.args = args,
		.speed = 1,
		.paused = paused,
		.schedule = l->schedule,
		.flow = &l->flow,
		.log = &l->log,
		.history = &l->history,
		.quit = &l->quit,
	});
	app_args_free(args);
}

static struct view_vary_rows rows_of(const struct app_linear_lesson *l)
{
	return app_vary_rows(&l->demo.vary, app_flow_offers_faults(&l->flow));
}

static void list_varied(const struct app_linear_lesson *l)
{
	struct view_vary_rows rows = rows_of(l);

	for (size_t i = 0; i < rows.count; i++) {
		const struct lesson_vary *v = &rows.at[i];
		bool fault = rows.faults && i + 1 == rows.count;

		(void)printf("%s=%s: %s; ", v->name, l->demo.varied[i].value,
			     v->about);
		for (size_t k = 0; k < v->choice_count; k++) {
			(void)printf("%s%s", k ? ", " : "", v->choices[k]);
			if (fault && *rows.faults[k])
				(void)printf(" (%s)", rows.faults[k]);
		}
		if (!v->choice_count)
			(void)printf("from %g to %g", v->min, v->max);
		(void)printf(".\n");
	}
}

static void vary_one(struct app_linear_lesson *l, size_t i, const char *value)
{
	struct lesson_parameter *own = &l->demo.varied[i];
	SCOPED_STR taken = STR_INIT;
	SCOPED_STR wrong = STR_INIT;

	if (view_vary_typed(&l->demo.vary.rows[i], value, &taken, &wrong) < 0) {
		(void)printf("%s.\n", wrong.buf);
		return;
	}
	free(own->value);
	own->value = mem_text(taken.buf);
	app_session_take_varied(&l->demo);
	app_flow_chosen(&l->flow);
	(void)printf("The next run has %s=%s.\n", own->name, own->value);
}

/* "capacity=16", or nothing: what there is. */
void app_linear_demo_vary(struct app_linear_lesson *l, const char *argument)
{
	const struct lesson_demo *d = l->demo.demo;
	struct view_vary_rows rows =
		d ? rows_of(l) : (struct view_vary_rows){ .count = 0 };
	size_t len = strcspn(argument, "= ");
	struct near near;
	SCOPED_STR name = STR_INIT;

	if (!rows.count) {
		(void)printf("This step has nothing to change.\n");
		return;
	}
	if (!*argument) {
		list_varied(l);
		return;
	}
	str_add_n(&name, argument, len);
	near = NEAR(name.buf);
	for (size_t i = 0; i < rows.count; i++) {
		if (!strcmp(name.buf, rows.at[i].name)) {
			argument += len;
			vary_one(l, i, argument + strspn(argument, "= "));
			return;
		}
		near_offer(&near, rows.at[i].name);
	}
	(void)printf("There is no %s to change%s%s.\n", name.buf,
		     near.best ? ": did you mean "
			       : "; vary lists what there is",
		     near.best ? near.best : "");
}

/* With a prediction open, that is to run without one. */
void app_linear_demo_run(struct app_linear_lesson *l, const char *argument)
{
	const struct app_flow_ask *a =
		l->flow.count ? &l->flow.asks[l->flow.at] : NULL;

	(void)argument;
	if (a && a->part == APP_FLOW_PREDICT && app_flow_asked(&l->flow))
		app_linear_ask_skip(l);
	else
		app_linear_lesson_run(l, false);
}

void app_linear_demo_step(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	app_linear_lesson_run(l, true);
}

/* As the lesson wants it to be compared with the run before. */
void app_linear_demo_compare(struct app_linear_lesson *l, const char *argument)
{
	const char *why;
	int64_t before;

	(void)argument;
	if (!app_flow_can_compare(&l->flow, &why)) {
		(void)printf("%s.\n", why);
		return;
	}
	(void)printf("Now %s.\n", l->demo.demo->compare->about);
	before = model_run_time(history_head(l->history));
	app_flow_compare(&l->flow, true);
	app_session_take_other(&l->demo);
	app_linear_lesson_run(l, false);
	app_session_take_back(&l->demo);
	app_flow_compare(&l->flow, false);
	if (l->history)
		(void)printf("This run took %.1f s, the run before %.1f s.\n",
			     (double)model_run_time(history_head(l->history)) /
				     1e9,
			     (double)before / 1e9);
}

/* Many runs, of which only what comes out is told. */
void app_linear_demo_repeat(struct app_linear_lesson *l, const char *argument)
{
	const struct lesson_demo *d = l->demo.demo;
	const struct lesson_repeat *r = d ? d->repeat : NULL;
	struct err e = ERR_NONE;
	SCOPED_FREE char *program = NULL;
	char **args;

	(void)argument;
	if (!r) {
		(void)printf("The demo of this step is not run many times.\n");
		return;
	}
	program = app_paths_demo(l->paths, d->dir, d->program, &e);
	if (!program ||
	    !app_trust_ask(l->paths, l->progress, d->dir, program, true)) {
		if (!program)
			(void)printf("%s.\n", e.text);
		return;
	}
	args = app_repeat_args(r, l->demo.values, l->demo.value_count);
	(void)app_times(&(struct app_times){
		.paths = l->paths,
		.program = program,
		.name = d->program,
		.args = args,
		.schedule = l->schedule,
		.times = r->times,
		.key = r->of,
		.title = r->about,
	});
	app_args_free(args);
}

void app_linear_demo_schedule(struct app_linear_lesson *l, const char *argument)
{
	free(l->schedule);
	l->schedule = *argument ? mem_text(argument) : NULL;
	(void)printf(*argument ? "The next runs take the steps %s.\n"
			       : "The next runs take their own steps.%s\n",
		     argument);
}

void app_linear_demo_source(struct app_linear_lesson *l, const char *argument)
{
	bool python = *argument == 'p' || *argument == 'P';
	const char *path = l->demo.demo ? l->demo.source_path[python] : NULL;
	SCOPED_FREE char *text = NULL;
	int number = 0;
	size_t len;

	if (!path || fs_read(path, SOURCE_MAX, &text, &len, NULL) < 0) {
		(void)printf("There is no source to show.\n");
		return;
	}
	for (const char *at = text; *at;) {
		size_t n = strcspn(at, "\n");

		(void)printf("%3d  %.*s\n", ++number, (int)n, at);
		at += n + (at[n] == '\n');
	}
}
