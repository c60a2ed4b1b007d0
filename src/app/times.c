/* SPDX-License-Identifier: MIT */
/*
 * What is looked at is settled with the first run: its shared values are known
 * by their names, and later runs are asked for the same ones.
 */
#include "app/times.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/repeat.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "lesson/outcome.h"
#include "model/judge.h"
#include "model/narrate.h"
#include "model/outcomes.h"

enum {
	ASKED_MAX = 20,
	CELLS_MAX = 8, /* of one shared value */
	BARS_MAX = 12,
	BAR_COLS = 40,
};

/* One table. */
struct asked {
	char *title;
	struct lesson_answer_key key;
	bool ending;  /* of a deadlock, else the exit status */
	char *object; /* of the key; NULL: not ours */
	struct outcomes outcomes;
};

struct times {
	const struct app_times *o;
	struct asked asked[ASKED_MAX];
	size_t count;
	uv_loop_t loop;
	uv_signal_t signals[2];
	int signal; /* that came; 0: none */
	struct app_repeat *repeat;
	int runs;
	bool over;
};

/* ---- what is looked at ---- */

static struct asked *ask(struct times *t, const char *title)
{
	struct asked *a = &t->asked[t->count++];

	*a = (struct asked){ .title = mem_text(title) };
	outcomes_init(&a->outcomes);
	return a;
}

static void ask_for_value(struct times *t, const char *name, uint64_t cells)
{
	for (uint64_t i = 0; i < cells && t->count < ASKED_MAX - 1; i++) {
		SCOPED_STR title = STR_INIT;
		struct asked *a;

		str_add(&title, name);
		if (cells > 1)
			str_addf(&title, "[%d]", (int)i);
		a = ask(t, title.buf);
		a->object = mem_text(name);
		a->key.gives = LESSON_GIVES_NUMBER;
		a->key.fact = (struct lesson_fact){
			.look = LESSON_LOOK_VALUE,
			.object = a->object,
			.process = "",
			.index = (int)i,
		};
	}
}

static void ask_for_values(struct times *t, struct app_run *run)
{
	const struct model *m = history_head(app_run_history(run));

	for (size_t i = 0; i < m->object_count; i++) {
		const struct model_object *o = &m->objects[i];
		SCOPED_STR name = STR_INIT;
		uint64_t cells = o->kind == MODEL_VALUE ? o->value.len : 0;

		if (!cells || !o->name)
			continue;
		model_object_name(m, app_run_log(run), o->id, &name);
		ask_for_value(t, name.buf,
			      cells > CELLS_MAX ? CELLS_MAX : cells);
	}
}

static void ask_for_order(struct times *t)
{
	struct asked *a = ask(t, "who ended, in this order");

	a->key.gives = LESSON_GIVES_ORDER;
	a->key.fact = (struct lesson_fact){ .look = LESSON_LOOK_ORDER,
					    .what = LESSON_HAPPENING_EXITS,
					    .object = "",
					    .process = "" };
}

static void ask_for_ending(struct times *t)
{
	struct asked *a = ask(t, "how it ended");

	a->ending = true;
	a->key.gives = LESSON_GIVES_YES_NO;
	a->key.fact = (struct lesson_fact){ .look = LESSON_LOOK_HAPPENS,
					    .what = LESSON_HAPPENING_DEADLOCK,
					    .object = "",
					    .process = "" };
}

static void settle(struct times *t, struct app_run *run)
{
	if (t->o->key) {
		ask(t, t->o->title)->key = *t->o->key;
		return;
	}
	ask_for_ending(t);
	ask_for_values(t, run);
	ask_for_order(t);
}

/* ---- a run ---- */

/* A run with a deadlock was ended by us; its status says nothing. */
static void add_ending(struct outcomes *out, const char *deadlock,
		       const struct app_run *run)
{
	int code;
	SCOPED_STR words = STR_INIT;

	if (strcmp(deadlock, "yes") == 0)
		str_add(&words, "deadlock");
	else if (app_run_exit_code(run, &code))
		str_addf(&words, "exit status %d", code);
	else
		str_add(&words, "not by itself");
	outcomes_add(out, words.buf);
}

static void add_answer(struct asked *a, const struct judge *judge, size_t watch,
		       const struct app_run *run)
{
	SCOPED_STR answer = STR_INIT;
	SCOPED_STR why = STR_INIT;
	bool known = judge_answer(judge, watch, a->key.gives, &answer, &why) ==
		     JUDGE_YES;

	if (a->ending)
		add_ending(&a->outcomes, answer.buf, run);
	else if (known)
		outcomes_add(&a->outcomes, answer.buf);
	else
		outcomes_add_untold(&a->outcomes, why.buf);
}

static void add_run(void *arg, struct app_run *run)
{
	struct times *t = arg;
	struct judge *judge = judge_new(app_run_log(run));
	size_t watches[ASKED_MAX] = { 0 };

	if (!t->count)
		settle(t, run);
	t->runs++;
	for (size_t i = 0; i < t->count; i++)
		if (t->asked[i].key.fact.look)
			watches[i] = judge_watch(judge, &t->asked[i].key.fact);
	while (judge_catch_up(judge, 100000))
		continue;
	for (size_t i = 0; i < t->count; i++)
		add_answer(&t->asked[i], judge, watches[i], run);
	judge_free(judge);
	if (isatty(STDERR_FILENO))
		(void)fprintf(stderr, "\r%d of %d runs", t->runs, t->o->times);
}

/* ---- what is printed ---- */

/* A line: the name at the right of @cols, the count, a bar of @len. */
static void print_bar(const struct outcome_bar *b, int cols, size_t len)
{
	SCOPED_STR name = STR_INIT;
	int pad;

	outcome_bar_name(b, &name);
	pad = cols - utf8_width(name.buf);
	(void)printf("  %*s%s %5zu%s", pad > 0 ? pad : 0, "", name.buf,
		     b->count, len ? "  " : "");
	while (len--)
		(void)putchar('#');
	(void)putchar('\n');
}

static int names_width(const struct outcome_bar *bars, size_t n)
{
	int most = 0;

	for (size_t i = 0; i < n; i++) {
		SCOPED_STR name = STR_INIT;
		int width;

		outcome_bar_name(&bars[i], &name);
		width = utf8_width(name.buf);
		most = width > most ? width : most;
	}
	return most;
}

static void print_bars(const struct outcome_bar *bars, size_t n)
{
	int width = names_width(bars, n);
	size_t most = 1;

	for (size_t i = 0; i < n; i++)
		if (bars[i].count > most)
			most = bars[i].count;
	for (size_t i = 0; i < n; i++)
		print_bar(&bars[i], width,
			  (bars[i].count * BAR_COLS + most - 1) / most);
}

static void print_table(const struct asked *a)
{
	struct outcome_bar bars[BARS_MAX];
	size_t n = outcomes_bars(&a->outcomes, BARS_MAX, bars);

	(void)printf("\n%s", a->title);
	if (n == 1 && !a->outcomes.untold) {
		SCOPED_STR name = STR_INIT;

		outcome_bar_name(&bars[0], &name);
		(void)printf(": %s in %s\n", name.buf,
			     bars[0].count == 1 ? "the one run" : "all runs");
		return;
	}
	(void)putchar('\n');
	print_bars(bars, n);
	if (a->outcomes.untold)
		(void)printf("  %zu without an answer: %s\n",
			     a->outcomes.untold, a->outcomes.why.buf);
}

static void print_json(const struct times *t)
{
	SCOPED_STR out = STR_INIT;

	for (size_t i = 0; i < t->count; i++) {
		const struct asked *a = &t->asked[i];

		str_clear(&out);
		str_add(&out, "{\"outcome\":\"");
		str_add_json(&out, a->title, strlen(a->title));
		str_addf(&out, "\",\"runs\":%d,\"untold\":%zu,\"counts\":{",
			 t->runs, a->outcomes.untold);
		for (size_t k = 0; k < a->outcomes.count; k++) {
			const struct outcome *item = &a->outcomes.items[k];

			str_add(&out, k ? ",\"" : "\"");
			str_add_json(&out, item->answer, strlen(item->answer));
			str_addf(&out, "\":%zu", item->count);
		}
		(void)printf("%s}}\n", out.buf);
	}
}

static void print(const struct times *t, int64_t took_ns)
{
	if (isatty(STDERR_FILENO))
		(void)fprintf(stderr, "\r\033[K");
	if (t->o->json) {
		print_json(t);
		return;
	}
	(void)printf("%s: %d %s", t->o->name, t->runs,
		     t->runs == 1 ? "run" : "runs");
	if (t->runs < t->o->times)
		(void)printf(" of %d", t->o->times);
	(void)printf(" in %.1f s\n", (double)took_ns / CLOCK_S);
	for (size_t i = 0; i < t->count; i++)
		print_table(&t->asked[i]);
}

/* ---- all of it ---- */

static void done(void *arg)
{
	struct times *t = arg;

	t->over = true;
}

static void got_signal(uv_signal_t *handle, int number)
{
	struct times *t = handle->data;

	t->signal = number;
	app_repeat_stop(t->repeat);
}

static void watch_signals(struct times *t)
{
	static const int numbers[] = { SIGINT, SIGTERM };

	for (size_t i = 0; i < 2; i++) {
		(void)uv_signal_init(&t->loop, &t->signals[i]);
		t->signals[i].data = t;
		(void)uv_signal_start(&t->signals[i], got_signal, numbers[i]);
	}
}

static void run_all(struct times *t)
{
	int64_t began = clock_now();

	t->repeat = app_repeat_new(&(struct app_repeat_options){
		.loop = &t->loop,
		.paths = t->o->paths,
		.program = t->o->program,
		.args = t->o->args,
		.schedule = t->o->schedule,
		.times = t->o->times,
		.judge = add_run,
		.done = done,
		.arg = t,
	});
	while (!t->over)
		(void)uv_run(&t->loop, UV_RUN_ONCE);
	if (t->runs)
		print(t, clock_now() - began);
}

static int status_of(const struct times *t)
{
	const char *problem = app_repeat_problem(t->repeat);

	if (*problem) {
		(void)fprintf(stderr, "procession: %s: %s\n", t->o->name,
			      problem);
		return 1;
	}
	return t->signal ? 128 + t->signal : 0;
}

/* With the outcome that is asked for in words as the key. */
static int times_of_outcome(const struct app_times *o)
{
	struct app_times with_key = *o;
	SCOPED_STR problem = STR_INIT;
	struct lesson_answer_key *key =
		lesson_outcome_parse(o->outcome, &problem);
	int status;

	if (!key) {
		(void)fprintf(stderr, "procession: --outcome %s: %s\n",
			      o->outcome, problem.buf);
		return 2;
	}
	with_key.outcome = NULL;
	with_key.key = key;
	with_key.title = o->outcome;
	status = app_times(&with_key);
	lesson_outcome_free(key);
	return status;
}

int app_times(const struct app_times *o)
{
	struct times t = { .o = o };
	int status;

	if (o->outcome)
		return times_of_outcome(o);
	(void)uv_loop_init(&t.loop);
	watch_signals(&t);
	run_all(&t);
	status = status_of(&t);
	app_repeat_free(t.repeat);
	for (size_t i = 0; i < 2; i++)
		uv_close((uv_handle_t *)&t.signals[i], NULL);
	(void)uv_run(&t.loop, UV_RUN_DEFAULT);
	(void)uv_loop_close(&t.loop);
	for (size_t i = 0; i < t.count; i++) {
		free(t.asked[i].title);
		free(t.asked[i].object);
		outcomes_release(&t.asked[i].outcomes);
	}
	return status;
}
