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
#include "app/recorder.h"
#include "app/run.h"
#include "base/str.h"
#include "model/ledger.h"
#include "model/narrate.h"

struct lines {
	struct app_run *run;
	const struct app_linear_run *o;
	uv_loop_t loop;
	uv_signal_t signals[3];
	int signal; /* that ended it; 0: none */
	bool stdout_gone;
	struct str line;
};

static struct model_place place_of(struct lines *l, const struct model *m,
				   const struct trace_event *e)
{
	return app_run_place(l->run, model_process(m, e->pid), e->site);
}

static void on_event(void *arg, const struct model *m,
		     const struct trace_event *e)
{
	struct lines *l = arg;
	const struct trace_log *log = app_run_log(l->run);

	str_clear(&l->line);
	if (l->o->json)
		model_event_json(m, log, e, place_of(l, m, e), &l->line);
	else if (model_narrate(m, log, e, &l->line))
		str_add_char(&l->line, '\n');
	(void)fwrite(l->line.buf, 1, l->line.len, stdout);
}

static void stop(struct lines *l)
{
	for (size_t i = 0; i < sizeof(l->signals) / sizeof(*l->signals); i++)
		(void)uv_signal_stop(&l->signals[i]);
}

/* The reader of our lines may be gone (a pipe into head): end quietly. */
static void changed(void *arg)
{
	struct lines *l = arg;

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
	struct lines *l = handle->data;

	l->signal = signal;
	app_run_end(l->run, 1);
}

static void watch_signals(struct lines *l)
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

static void print_ledger(struct lines *l)
{
	const struct app_recorder *recorder = app_run_recorder(l->run);
	struct trace_totals t;

	app_run_totals(l->run, &t);
	app_linear_ledger(history_head(app_run_history(l->run)),
			  app_run_log(l->run), &t);
	if (recorder && !*app_recorder_problem(recorder))
		(void)printf("Recorded in %s.\n", app_recorder_path(recorder));
}

static int status_of(struct lines *l)
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
	if (!app_run_exit_code(l->run, &code))
		return 1;
	if (code < 0)
		(void)fprintf(stderr,
			      "procession: %s was ended by signal %d "
			      "(%s)\n",
			      l->o->name, -code, strsignal(-code));
	else if (code > 0)
		(void)fprintf(stderr,
			      "procession: %s ended with exit code "
			      "%d\n",
			      l->o->name, code);
	return code ? 1 : 0;
}

/* What was not recorded is the last line. */
static void tell_record(struct lines *l)
{
	const char *problem = app_recorder_problem(app_run_recorder(l->run));

	if (*problem)
		(void)fprintf(stderr, "procession: %s\n", problem);
}

static void close_signals(struct lines *l)
{
	for (size_t i = 0; i < sizeof(l->signals) / sizeof(*l->signals); i++)
		uv_close((uv_handle_t *)&l->signals[i], NULL);
	(void)uv_run(&l->loop, UV_RUN_DEFAULT);
	(void)uv_loop_close(&l->loop);
}

int app_linear_run(const struct app_linear_run *o)
{
	struct lines l = { .o = o, .line = STR_INIT };
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
			    .changed = changed,
			    .arg = &l,
		    },
		    &l.run, &e) < 0) {
		(void)fprintf(stderr, "procession: %s: %s\n", o->name, e.text);
	} else {
		app_run_on_event(l.run, on_event, &l);
		while (app_run_state(l.run) != APP_RUN_ENDED)
			(void)uv_run(&l.loop, UV_RUN_ONCE);
		app_recorder_wait(app_run_recorder(l.run));
		/* What did not start has left nothing. */
		if (!o->json && !l.stdout_gone && app_run_pid(l.run))
			print_ledger(&l);
		(void)fflush(stdout);
		tell_record(&l);
		status = status_of(&l);
		app_run_free(l.run);
	}
	close_signals(&l);
	str_release(&l.line);
	return status;
}
