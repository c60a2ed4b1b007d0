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

#include "app/linear_inside.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "lesson/links.h"
#include "lesson/terms.h"
#include "ui/markdown.h"
#include "view/find.h"

enum { MEASURE = 76 }; /* columns of text */

/* There is no key that leads there. */
static void say_links(const char *text)
{
	struct lesson_link link;

	while (lesson_link_next(&text, &link))
		if (link.kind == LESSON_LINK_LESSON)
			(void)printf("See: procession %s%s%s\n", link.target,
				     *link.part ? ":" : "", link.part);
}

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
	say_links(text);
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
	app_linear_lesson_forget(l);
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
		app_session_open(&l->demo, s->demo->dir, s->demo);
	(void)printf("\n[step %zu of %zu] %s\n\n", step + 1,
		     l->lesson->step_count, s->title);
	app_linear_markdown(s->text);
	if (l->visit->notes && *s->notes) {
		(void)printf("\nFor the instructor:\n");
		app_linear_markdown(s->notes);
	}
	visit(l);
	app_linear_ask_open(l);
}

/* ---- commands ---- */

/* To the next step of the path, or the one before; false: it has no say. */
static bool along_path(struct app_linear_lesson *l, int by)
{
	const struct app_linear_visit *v = l->visit;
	size_t i = 0;
	int to;

	while (i < v->step_count &&
	       strcmp(v->steps[i], l->lesson->steps[l->step].id) != 0)
		i++;
	if (i == v->step_count)
		return false;
	i += (size_t)by; /* before the first: past the last */
	to = i < v->step_count ? lesson_find_step(l->lesson, v->steps[i]) : -1;
	if (to >= 0)
		go_to(l, (size_t)to);
	else
		(void)printf(by < 0 ? "The path begins here.\n"
				    : "The path leads on to another lesson; q "
				      "goes back to it.\n");
	return true;
}

static void next(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	if (along_path(l, 1))
		return;
	if (l->step + 1 < l->lesson->step_count)
		go_to(l, l->step + 1);
	else
		(void)printf("This was the last step; q quits.\n");
}

static void previous(struct app_linear_lesson *l, const char *argument)
{
	(void)argument;
	if (along_path(l, -1))
		return;
	if (l->step)
		go_to(l, l->step - 1);
	else
		(void)printf("This is the first step.\n");
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

bool app_linear_glossary(const struct catalog *c, const char *words)
{
	struct lesson_terms terms;
	bool found = false;

	lesson_terms_collect(c, &terms);
	for (size_t i = 0; i < terms.count; i++) {
		const struct lesson_term_place *t = &terms.items[i];

		if (*words && !view_find_in(t->term->name, words))
			continue;
		found = true;
		(void)printf("%s (%s): ", t->term->name, t->lesson->title);
		app_linear_markdown(t->term->text);
	}
	lesson_terms_release(&terms);
	return found;
}

/* The words of the lesson, or what one of the course's means. */
static void glossary(struct app_linear_lesson *l, const char *argument)
{
	bool found = false;

	for (size_t i = 0; i < l->lesson->glossary_count; i++) {
		const struct lesson_term *term = &l->lesson->glossary[i];

		if (*argument && !view_find_in(term->name, argument))
			continue;
		found = true;
		(void)printf("%s: ", term->name);
		app_linear_markdown(term->text);
	}
	if (!found && *argument && l->visit->catalog)
		found = app_linear_glossary(l->visit->catalog, argument);
	if (!found)
		(void)printf("The glossary has no \"%s\".\n", argument);
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
	{ "run", "r", "", "run the demo", app_linear_demo_run },
	{ "step", "s", "", "run the demo, paused before its first step",
	  app_linear_demo_step },
	{ "vary", "v", " NAME=VALUE", "change a parameter of the demo",
	  app_linear_demo_vary },
	{ "compare", "C", "", "run it as the lesson compares it",
	  app_linear_demo_compare },
	{ "repeat", "M", "", "run it many times: what comes out how often",
	  app_linear_demo_repeat },
	{ "schedule", "", " ABBA", "who makes each step in the next runs",
	  app_linear_demo_schedule },
	{ "source", "c", " [python]", "the program of the demo",
	  app_linear_demo_source },
	{ "hint", "h", "", "a hint", hint },
	{ "solution", "y", "", "the solution; it is then not solved by you",
	  solution },
	{ "skip", "i", "", "go past the question", skip },
	{ "again", "a", "", "the text of the step once more", again },
	{ "glossary", "", " [WORD]",
	  "what its words mean, or a word of the course", glossary },
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

static bool is_name(const char *text, size_t len, const char *name)
{
	return strlen(name) == len && !memcmp(text, name, len);
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
	return !l->quit;
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

int app_linear_lesson(const struct app_linear_visit *v,
		      struct progress *progress)
{
	const struct lesson *lesson = v->lesson;
	struct app_linear_lesson *l = mem_new(1, sizeof(*l));
	bool goes_on = true;

	l->paths = v->paths;
	l->lesson = lesson;
	l->visit = v;
	l->progress = progress;
	(void)printf("%s. %d minutes, %zu steps.\n", lesson->title,
		     lesson->minutes, lesson->step_count);
	go_to(l, v->step < 0 ? 0 : (size_t)v->step);
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
