/* SPDX-License-Identifier: MIT */
/*
 * A run in lines: every event goes from the log to standard output as a
 * sentence or a JSON object, in log order, and nothing is repainted.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/linear.h"
#include "app/linear_inside.h"
#include "app/recorder.h"
#include "app/run.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/ledger.h"
#include "model/narrate.h"
#include "model/stuck.h"

static struct model_place place_of(struct app_linear_live *l,
				   const struct model *m,
				   const struct trace_event *e)
{
	return app_run_place(l->run, model_process(m, e->pid), e->site);
}

static void on_event(void *arg, const struct model *m,
		     const struct trace_event *e)
{
	struct app_linear_live *l = arg;
	const struct trace_log *log = app_run_log(l->run);

	str_clear(&l->line);
	if (l->o->json)
		model_event_json(m, log, e, place_of(l, m, e), &l->line);
	else if (model_narrate(m, log, e, &l->line))
		str_add_char(&l->line, '\n');
	(void)fwrite(l->line.buf, 1, l->line.len, stdout);
}

static void stop(struct app_linear_live *l)
{
	for (size_t i = 0; i < sizeof(l->signals) / sizeof(*l->signals); i++)
		(void)uv_signal_stop(&l->signals[i]);
	app_linear_typed_close(l);
}

/* ---- a lesson's part ---- */

/* Said when it has really happened; with somebody to go on, it pauses. */
static void say_callouts(struct app_linear_live *l, bool pause)
{
	const struct app_flow *f = l->o->flow;
	const struct lesson_demo *d = f->step->demo;
	/* The guard's word that it has begun may come after its events. */
	bool goes = app_run_state(l->run) < APP_RUN_ENDING;

	pause = pause && goes && app_linear_typed_reads(l);
	if (pause)
		app_run_pause(l->run, true);
	for (size_t i = 0; i < d->callout_count; i++) {
		if (!f->called[i] || l->said[i])
			continue;
		l->said[i] = true;
		(void)printf("Look: ");
		app_linear_markdown(d->callouts[i].say);
	}
	if (pause)
		(void)printf("Paused. Press Enter to go on.\n");
}

/* Nobody that lives can ever go on. */
static bool all_are_stuck(const struct model *m)
{
	struct model_stuck s;
	bool all;

	if (m->deadlock_ns < 0)
		return false;
	model_stuck(m, &s);
	all = s.for_ever == s.count;
	for (size_t i = 0; all && i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];
		bool waits = p->state >= MODEL_ZOMBIE;

		for (size_t k = 0; !waits && k < s.count; k++)
			waits = s.waits[k].pid == p->pid;
		all = waits;
	}
	model_stuck_release(&s);
	return all;
}

/*
 * A deadlock does not end by itself.  Who can type may look at it, and try to
 * break it.
 */
static void tell_stuck(struct app_linear_live *l)
{
	if (l->told_stuck || app_run_state(l->run) != APP_RUN_LIVE ||
	    !all_are_stuck(history_head(app_run_history(l->run))))
		return;
	l->told_stuck = true;
	if (app_linear_typed_reads(l)) {
		(void)printf("Nobody can go on. why says who waits for whom, "
			     "end ends the run.\n");
		return;
	}
	(void)printf("Nobody can go on: the run is ended here.\n");
	l->asked_to_end = true;
	app_run_end(l->run, 1);
}

static void follow_lesson(struct app_linear_live *l)
{
	struct app_flow *f = l->o->flow;
	bool solved = f->solved, over;
	unsigned what;

	over = app_run_state(l->run) == APP_RUN_ENDED;
	what = app_flow_catch_up(f, over);
	if (what & APP_FLOW_CALLED)
		say_callouts(l, (what & APP_FLOW_PAUSE) != 0);
	if (f->solved && !solved && !over && app_linear_typed_reads(l))
		(void)printf("That is it. end ends the run.\n");
	if (!over)
		tell_stuck(l);
}

/* The reader of our lines may be gone (a pipe into head): end quietly. */
static void changed(void *arg)
{
	struct app_linear_live *l = arg;

	if (l->o->flow)
		follow_lesson(l);
	if (fflush(stdout) != 0 && !l->stdout_gone) {
		l->stdout_gone = true;
		app_run_on_event(l->run, NULL, NULL);
		app_run_end(l->run, 1);
	}
	if (app_run_state(l->run) == APP_RUN_ENDED)
		stop(l);
}

static void on_signal(uv_signal_t *handle, int signal)
{
	struct app_linear_live *l = handle->data;

	l->signal = signal;
	app_run_end(l->run, 1);
}

static void watch_signals(struct app_linear_live *l)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		(void)uv_signal_init(&l->loop, &l->signals[i]);
		l->signals[i].data = l;
		(void)uv_signal_start(&l->signals[i], on_signal, numbers[i]);
	}
}

void app_linear_ledger(const struct model *m, const struct trace_log *log,
		       const struct trace_totals *t)
{
	SCOPED_STR text = STR_INIT;

	model_ledger_text(m, log, t, &text);
	(void)printf("\n%s", text.buf);
}

static void print_ledger(struct app_linear_live *l)
{
	const struct app_recorder *recorder = app_run_recorder(l->run);
	struct trace_totals t;

	app_run_totals(l->run, &t);
	app_linear_ledger(history_head(app_run_history(l->run)),
			  app_run_log(l->run), &t);
	if (recorder && !*app_recorder_problem(recorder))
		(void)printf("Recorded in %s.\n", app_recorder_path(recorder));
}

static int status_of(struct app_linear_live *l)
{
	int code = 0;

	if (l->signal)
		return 128 + l->signal;
	if (l->stdout_gone)
		return 1;
	if (*app_run_problem(l->run)) {
		(void)fprintf(stderr, "procession: %s\n",
			      app_run_problem(l->run));
		return 1;
	}
	if (*app_run_diverged(l->run)) {
		(void)fprintf(stderr, "procession: %s\n",
			      app_run_diverged(l->run));
		return 1;
	}
	if (l->asked_to_end)
		return 0;
	if (!app_run_exit_code(l->run, &code))
		return 1;
	if (code < 0)
		(void)fprintf(stderr,
			      "procession: %s was ended by signal %d "
			      "(%s)\n",
			      l->o->name, -code, strsignal(-code));
	else if (code > 0)
		(void)fprintf(stderr,
			      "procession: %s ended with exit status "
			      "%d\n",
			      l->o->name, code);
	return code ? 1 : 0;
}

/* What was not recorded is the last line. */
static void tell_record(struct app_linear_live *l)
{
	const char *problem = app_recorder_problem(app_run_recorder(l->run));

	if (*problem)
		(void)fprintf(stderr, "procession: %s\n", problem);
}

static void close_signals(struct app_linear_live *l)
{
	for (size_t i = 0; i < sizeof(l->signals) / sizeof(*l->signals); i++)
		uv_close((uv_handle_t *)&l->signals[i], NULL);
	(void)uv_run(&l->loop, UV_RUN_DEFAULT);
	(void)uv_loop_close(&l->loop);
}

/* It is over: what is left of it, and what is said last. */
static int finish(struct app_linear_live *l)
{
	const struct app_linear_run *o = l->o;
	int status;

	app_linear_typed_close(l);
	app_recorder_wait(app_run_recorder(l->run));
	/* What did not start has left nothing. */
	if (!o->json && !l->stdout_gone && app_run_pid(l->run))
		print_ledger(l);
	(void)fflush(stdout);
	tell_record(l);
	status = status_of(l);
	if (o->flow)
		app_run_end_and_keep(l->run, o->log, o->history);
	else
		app_run_free(l->run);
	return status;
}

static void begin(struct app_linear_live *l)
{
	const struct app_linear_run *o = l->o;

	app_run_on_event(l->run, on_event, l);
	app_linear_typed_open(l);
	if (o->paused && app_linear_typed_reads(l))
		(void)printf("Paused: step lets one process make one step, go "
			     "lets all go on.\n");
	else if (o->paused)
		app_run_pause(l->run, false);
	if (!o->flow)
		return;
	l->said = mem_new(o->flow->step->demo->callout_count + 1,
			  sizeof(*l->said));
	app_flow_run(o->flow, app_run_log(l->run), app_run_history(l->run));
}

int app_linear_run(const struct app_linear_run *o)
{
	struct app_linear_live l = {
		.o = o, .line = STR_INIT, .typed = STR_INIT, .input_fd = -1
	};
	struct err e = ERR_NONE;
	int status = 1;

	(void)uv_loop_init(&l.loop);
	watch_signals(&l);
	if (app_run_start(
		    &(struct app_run_options){
			    .loop = &l.loop,
			    .paths = o->paths,
			    .program = o->program,
			    .args = o->args,
			    .speed = o->speed,
			    .stdin_too = o->watch,
			    .to_the_end = o->watch,
			    .record = o->record,
			    .inspect = o->inspect,
			    .schedule = o->schedule,
			    .paused = o->paused,
			    .changed = changed,
			    .arg = &l,
		    },
		    &l.run, &e) < 0) {
		(void)fprintf(stderr, "procession: %s: %s\n", o->name, e.text);
	} else {
		begin(&l);
		while (app_run_state(l.run) != APP_RUN_ENDED)
			(void)uv_run(&l.loop, UV_RUN_ONCE);
		status = finish(&l);
	}
	close_signals(&l);
	str_release(&l.line);
	str_release(&l.typed);
	free(l.said);
	return status;
}
