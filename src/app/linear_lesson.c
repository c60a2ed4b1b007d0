/* SPDX-License-Identifier: MIT */
/*
 * Lessons in words.  Everything is said once, from top to bottom; an answer or
 * a command is a line, so that a screen reader, a pipe or a dumb terminal can
 * do it all.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/args.h"
#include "app/linear_inside.h"
#include "app/trust.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "ui/markdown.h"
#include "view/vary.h"

enum { MEASURE = 76 }; /* columns of text */
enum { SOURCE_MAX = 256 * 1024 };

void app_linear_markdown(const char *text)
{
	struct ui_doc doc;

	ui_markdown(&doc, text, MEASURE);
	for (size_t i = 0; i < doc.count; i++) {
		const struct ui_line *line = &doc.lines[i];

		if (line->count)
			(void)printf("%*s", line->indent, "");
		for (size_t j = 0; j < line->count; j++)
			(void)fputs(line->runs[j].text, stdout);
		(void)fputc('\n', stdout);
	}
	ui_doc_release(&doc);
}

char *app_linear_line(const char *prompt)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	(void)printf("%s> ", prompt);
	(void)fflush(stdout);
	n = getline(&line, &cap, stdin);
	if (n < 0) {
		free(line);
		(void)fputc('\n', stdout);
		return NULL;
	}
	while (n > 0 && isspace((unsigned char)line[n - 1]))
		line[--n] = '\0';
	for (ssize_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 127)
			line[i] = line[i] == '\t' ? ' ' : '?';
	/* What was piped in is seen where it was read, as at a terminal. */
	if (!isatty(STDIN_FILENO))
		(void)printf("%s\n", line);
	return line;
}

/* ---- the demo ---- */

static void forget_run(struct app_linear_lesson *l)
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
	program = app_paths_demo(l->paths, l->lesson->dir, d->program, &e);
	if (!program) {
		(void)printf("The demo cannot be run: %s.\n", e.text);
		return;
	}
	if (!app_trust_ask(l->paths, l->progress, l->lesson->dir, program,
			   false))
		return;
	forget_run(l);
	l->told_unsolved = false;
	if (l->flow.fault)
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
	});
	app_args_free(args);
}

static bool is_name(const char *text, size_t len, const char *name)
{
	return strlen(name) == len && !memcmp(text, name, len);
}

static void list_varied(const struct app_linear_lesson *l)
{
	const struct lesson_demo *d = l->demo.demo;

	for (size_t i = 0; i < d->vary_count; i++) {
		const struct lesson_vary *v = &d->vary[i];

		(void)printf("%s=%s: %s; ", v->name, l->demo.varied[i].value,
			     v->about);
		for (size_t k = 0; k < v->choice_count; k++)
			(void)printf("%s%s", k ? ", " : "", v->choices[k]);
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

	if (view_vary_typed(&l->demo.demo->vary[i], value, &taken, &wrong) <
	    0) {
		(void)printf("%s.\n", wrong.buf);
		return;
	}
	free(own->value);
	own->value = mem_text(taken.buf);
	app_session_take_varied(&l->demo);
	(void)printf("The next run has %s=%s.\n", own->name, own->value);
}

/* "capacity=16", or nothing: what there is. */
static void vary(struct app_linear_lesson *l, const char *argument)
{
	const struct lesson_demo *d = l->demo.demo;
	size_t len = strcspn(argument, "= ");
	struct near near;
	SCOPED_STR name = STR_INIT;

	if (!d || !d->vary_count) {
		(void)printf("This step has nothing to change.\n");
		return;
	}
	if (!*argument) {
		list_varied(l);
		return;
	}
	str_add_n(&name, argument, len);
	near = NEAR(name.buf);
	for (size_t i = 0; i < d->vary_count; i++) {
		if (is_name(argument, len, d->vary[i].name)) {
			argument += len;
			vary_one(l, i, argument + strspn(argument, "= "));
			return;
		}
		near_offer(&near, d->vary[i].name);
	}
	(void)printf("There is no %s to change%s%s.\n", name.buf,
		     near.best ? ": did you mean "
			       : "; vary lists what there is",
		     near.best ? near.best : "");
}

/* ---- steps ---- */

static void visit(struct app_linear_lesson *l)
{
	const struct lesson *lesson = l->lesson;
	struct progress_lesson done;

	if (!l->progress)
		return;
	(void)progress_visit(l->progress, lesson->topic, lesson->id,
			     lesson->steps[l->step].id, lesson->revision);
	progress_lesson(l->progress, lesson->topic, lesson->id, &done);
	if (!done.done && done.seen >= (int)lesson->step_count)
		(void)progress_done(l->progress, lesson->topic, lesson->id);
}

static void leave_step(struct app_linear_lesson *l)
{
	forget_run(l);
	app_flow_close(&l->flow);
	app_session_close(&l->demo);
	free(l->schedule);
	l->schedule = NULL;
}

static void go_to(struct app_linear_lesson *l, size_t step)
{
	const struct lesson_step *s = &l->lesson->steps[step];

	leave_step(l);
	l->step = step;
	l->flow.clock = clock_today_ms;
	l->flow.progress = l->progress;
	app_flow_open(&l->flow, l->lesson, step, (uint64_t)clock_today_ms());
	if (s->demo)
		app_session_open(&l->demo, l->lesson->dir, s->demo);
	(void)printf("\n[step %zu of %zu] %s\n\n", step + 1,
		     l->lesson->step_count, s->title);
	app_linear_markdown(s->text);
	visit(l);
	app_linear_ask_open(l);
}

/* ---- commands ---- */

static void next(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	if (l->step + 1 < l->lesson->step_count)
		go_to(l, l->step + 1);
	else
		(void)printf("This was the last step; q quits.\n");
}

static void previous(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	if (l->step)
		go_to(l, l->step - 1);
	else
		(void)printf("This is the first step.\n");
}

/* With a prediction open, that is to run without one. */
static void run(struct app_linear_lesson *l, const char *argument)
{
	const struct app_flow_ask *a =
		l->flow.count ? &l->flow.asks[l->flow.at] : NULL;

	(void)argument;
	if (a && a->part == APP_FLOW_PREDICT && app_flow_asked(&l->flow))
		app_linear_ask_skip(l);
	else
		app_linear_lesson_run(l, false);
}

static void step(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	app_linear_lesson_run(l, true);
}

static void schedule(struct app_linear_lesson *l, const char *argument)
{
	free(l->schedule);
	l->schedule = *argument ? mem_text(argument) : NULL;
	(void)printf(*argument ? "The next runs take the steps %s.\n"
			       : "The next runs take their own steps.%s\n",
		     argument);
}

static void go(struct app_linear_lesson *l, const char *argument)
{
	char *end;
	long n = strtol(argument, &end, 10);
	int to = *end || end == argument ? lesson_find_step(l->lesson, argument)
					 : (int)n - 1;

	if (to >= 0 && (size_t)to < l->lesson->step_count) {
		go_to(l, (size_t)to);
		return;
	}
	(void)printf("There is no step \"%s\". There are:\n", argument);
	for (size_t i = 0; i < l->lesson->step_count; i++)
		(void)printf("%zu %s\n", i + 1, l->lesson->steps[i].id);
}

static void notes(struct app_linear_lesson *l, const char *argument)
{
	const struct lesson_step *s = &l->lesson->steps[l->step];

	(void)argument;
	if (*s->notes)
		app_linear_markdown(s->notes);
	else
		(void)printf("This step has no notes for the instructor.\n");
}

static void source(struct app_linear_lesson *l, const char *argument)
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

static void again(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	app_linear_markdown(l->lesson->steps[l->step].text);
	for (size_t i = 0; i < l->flow.count; i++)
		l->told[i].asked = false;
}

static void hint(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	app_linear_ask_hint(l);
}

static void skip(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	app_linear_ask_skip(l);
}

static void solution(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	app_linear_ask_show(l);
}

static void help(struct app_linear_lesson *l, const char *argument);

static const struct command {
	const char *name, *letter, *arguments, *about;
	void (*does)(struct app_linear_lesson *l, const char *argument);
} commands[] = {
	{ "next", "n", "", "the next step; Enter, when nothing is asked",
	  next },
	{ "previous", "p", "", "the step before", previous },
	{ "goto", "g", " STEP", "to a step by its number or name", go },
	{ "run", "r", "", "run the demo", run },
	{ "step", "s", "", "run the demo, paused before its first step", step },
	{ "vary", "v", " NAME=VALUE", "change a parameter of the demo", vary },
	{ "schedule", "", " ABBA", "who makes each step in the next runs",
	  schedule },
	{ "source", "c", " [python]", "the program of the demo", source },
	{ "hint", "h", "", "a hint", hint },
	{ "solution", "y", "", "the solution; it is then not solved by you",
	  solution },
	{ "skip", "i", "", "go past the question", skip },
	{ "again", "a", "", "the text of the step once more", again },
	{ "notes", "N", "", "the instructor's notes", notes },
	{ "help", "?", "", "these lines", help },
	{ "quit", "q", "", "leave the lesson", NULL },
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void help(struct app_linear_lesson *l, const char *argument)
{
	(void)l;
	(void)argument;
	for (size_t i = 0; i < COMMANDS; i++)
		(void)printf("%s%s%s%s: %s.\n", commands[i].name,
			     *commands[i].letter ? " or " : "",
			     commands[i].letter, commands[i].arguments,
			     commands[i].about);
	(void)printf("Anything else answers what is asked. Where a text is "
		     "asked for, a command begins with a colon: :skip.\n"
		     "While the demo runs there are others: type help "
		     "then.\n");
}

/* A word of its own, or with a colon before it. */
static const struct command *find_command(const char *word, size_t len)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (is_name(word, len, commands[i].name) ||
		    (len && is_name(word, len, commands[i].letter)))
			return &commands[i];
	return NULL;
}

static void say_unknown(const char *line, size_t len)
{
	SCOPED_STR word = STR_INIT;
	struct near near;

	str_add_n(&word, line, len);
	near = NEAR(word.buf);
	for (size_t i = 0; i < COMMANDS; i++)
		near_offer(&near, commands[i].name);
	(void)printf("\"%s\" means nothing here", word.buf);
	if (near.best)
		(void)printf(": did you mean %s?\n", near.best);
	else
		(void)printf("; help says what does.\n");
}

/* False: the lesson is left. */
static bool follow(struct app_linear_lesson *l, const char *line)
{
	bool asked = *app_linear_ask_wants(l) != '\0', colon = *line == ':';
	const struct command *c;
	size_t len;

	line += colon;
	len = strcspn(line, " \t");
	c = colon || !app_linear_ask_types(l) ? find_command(line, len) : NULL;
	if (c && !c->does)
		return false;
	if (c) {
		line += len;
		c->does(l, line + strspn(line, " \t"));
	} else if (!*line && !asked) {
		next(l, "");
	} else if (!*line) {
		(void)printf("Something is asked: answer, or skip.\n");
	} else if (colon || !asked) {
		say_unknown(line, len);
	} else {
		app_linear_ask_answer(l, line);
	}
	return true;
}

/* ---- the lesson ---- */

static char *prompt(struct app_linear_lesson *l)
{
	const char *wants = app_linear_ask_wants(l);
	const struct view_ask *a = app_flow_asked(&l->flow);
	bool last = l->step + 1 == l->lesson->step_count;
	SCOPED_STR text = STR_INIT;

	if (a && !a->asks_sure && *a->q->unit)
		str_addf(&text, "%s (%s), skip, help ", wants, a->q->unit);
	else if (app_linear_ask_types(l))
		str_addf(&text, "%s (:skip, :help) ", wants);
	else if (a && a->asks_sure)
		str_addf(&text, "%s ", wants);
	else if (*wants && l->flow.asks[l->flow.at].part == APP_FLOW_PREDICT)
		str_addf(&text, "%s, r to run without answering, help ", wants);
	else if (*wants)
		str_addf(&text, "%s, skip, help ", wants);
	else
		str_addf(&text, "%s%sp back, q quit, help ",
			 l->demo.demo ? "r run the demo, " : "",
			 last ? "" : "Enter next, ");
	return app_linear_line(text.buf);
}

int app_linear_lesson(const struct app_paths *paths,
		      const struct lesson *lesson, int step_at,
		      struct progress *progress)
{
	struct app_linear_lesson *l = mem_new(1, sizeof(*l));
	bool goes_on = true;

	l->paths = paths;
	l->lesson = lesson;
	l->progress = progress;
	(void)printf("%s. %d minutes, %zu steps.\n", lesson->title,
		     lesson->minutes, lesson->step_count);
	go_to(l, step_at < 0 ? 0 : (size_t)step_at);
	while (goes_on) {
		SCOPED_FREE char *line = NULL;

		app_linear_ask_say(l);
		(void)putchar('\n');
		line = prompt(l);
		goes_on = line && follow(l, line);
	}
	leave_step(l);
	free(l);
	return 0;
}
