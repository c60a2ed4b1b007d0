/* SPDX-License-Identifier: MIT */
/*
 * Lessons in words.  Everything is said once, from top to bottom; a command is
 * a line, so that a screen reader, a pipe or a dumb terminal can do it all.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/linear.h"
#include "app/trust.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "ui/command.h"
#include "ui/markdown.h"

enum { MEASURE = 76 }; /* columns of text */

static void print_markdown(const char *text)
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

/* The next line of input without its newline; NULL at the end. */
static char *ask(const char *prompt)
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
	return line;
}

static void run_demo(const struct app_paths *paths, struct progress *progress,
		     const struct lesson *lesson, const struct lesson_demo *d)
{
	struct err e = ERR_NONE;
	SCOPED_FREE char *program =
		app_paths_demo(paths, lesson->dir, d->program, &e);
	char **args;

	if (!program) {
		(void)printf("The demo cannot be run: %s.\n", e.text);
		return;
	}
	if (!app_trust_ask(paths, progress, lesson->dir, program, false))
		return;
	args = app_args_new(d->with, d->with_count);
	(void)app_linear_run(&(struct app_linear_run){
		.paths = paths,
		.program = program,
		.name = d->program,
		.args = args,
		.speed = 1,
	});
	app_args_free(args);
}

static void print_step(const struct lesson *lesson, size_t i)
{
	const struct lesson_step *step = &lesson->steps[i];

	(void)printf("\n[step %zu of %zu] %s\n\n", i + 1, lesson->step_count,
		     step->title);
	print_markdown(step->text);
}

static const char *prompt_of(const struct lesson *lesson, size_t i)
{
	bool last = i + 1 == lesson->step_count;

	if (lesson->steps[i].demo)
		return last ? "\nr run the demo, p back, q quit "
			    : "\nr run the demo, Enter next, p back, q quit ";
	return last ? "\np back, q quit " : "\nEnter next, p back, q quit ";
}

static void visit(struct progress *progress, const struct lesson *lesson,
		  size_t i)
{
	struct progress_lesson done;

	if (!progress)
		return;
	(void)progress_visit(progress, lesson->topic, lesson->id,
			     lesson->steps[i].id, lesson->revision);
	progress_lesson(progress, lesson->topic, lesson->id, &done);
	if (!done.done && done.seen >= (int)lesson->step_count)
		(void)progress_done(progress, lesson->topic, lesson->id);
}

/* A command by its name, as after `:` on the screen, is its letter here. */
static const char *letter_of(const char *line)
{
	static const struct {
		enum ui_command command;
		const char *letter;
	} letters[] = {
		{ UI_CMD_NEXT, "n" }, { UI_CMD_PREVIOUS, "p" },
		{ UI_CMD_RUN, "r" },  { UI_CMD_RESTART, "r" },
		{ UI_CMD_QUIT, "q" },
	};
	enum ui_command c = ui_command_find(line + (*line == ':'));

	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (letters[i].command == c)
			return letters[i].letter;
	return line;
}

/* Where a command leads: a step, or step_count to leave. */
static size_t follow(const struct app_paths *paths, struct progress *progress,
		     const struct lesson *lesson, size_t i, const char *line)
{
	if (!strcmp(line, "q"))
		return lesson->step_count;
	if (!strcmp(line, "r") && lesson->steps[i].demo)
		run_demo(paths, progress, lesson, lesson->steps[i].demo);
	else if (!strcmp(line, "p") && i > 0)
		return i - 1;
	else if ((!*line || !strcmp(line, "n")) && i + 1 < lesson->step_count)
		return i + 1;
	else if (!strcmp(line, "p"))
		(void)printf("This is the first step.\n");
	else if (!*line || !strcmp(line, "n"))
		(void)printf("This was the last step; q quits.\n");
	else
		(void)printf("\"%s\" means nothing here.\n", line);
	return i;
}

int app_linear_lesson(const struct app_paths *paths,
		      const struct lesson *lesson, int step,
		      struct progress *progress)
{
	size_t i = step < 0 ? 0 : (size_t)step;
	size_t said = lesson->step_count;

	(void)printf("%s. %d minutes, %zu steps.\n", lesson->title,
		     lesson->minutes, lesson->step_count);
	while (i < lesson->step_count) {
		SCOPED_FREE char *line = NULL;

		if (said != i) {
			print_step(lesson, i);
			visit(progress, lesson, i);
		}
		said = i;
		line = ask(prompt_of(lesson, i));
		if (!line)
			break;
		i = follow(paths, progress, lesson, i, letter_of(line));
	}
	return 0;
}

/* ---- home ---- */

static const struct catalog_entry *entry_number(const struct catalog *c,
						size_t number)
{
	for (size_t i = 0; i < c->count; i++) {
		if (number <= c->topics[i].count)
			return number ? &c->topics[i].entries[number - 1]
				      : NULL;
		number -= c->topics[i].count;
	}
	return NULL;
}

static void print_catalog(const struct catalog *c, struct progress *progress)
{
	size_t number = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *topic = &c->topics[i];

		(void)printf("\n%s\n", topic->title);
		for (size_t j = 0; j < topic->count; j++) {
			const struct catalog_entry *entry = &topic->entries[j];
			struct progress_lesson done;

			number++;
			if (!entry->lesson) {
				(void)printf("%3zu  %s: cannot be played, see "
					     "procession list\n",
					     number, entry->name);
				continue;
			}
			progress_lesson(progress, entry->topic,
					entry->lesson->id, &done);
			(void)printf("%3zu  %s, %d minutes%s\n", number,
				     entry->lesson->title,
				     entry->lesson->minutes,
				     done.done    ? ", done"
				     : done.begun ? ", begun"
						  : "");
		}
	}
}

static void open_number(const struct app_paths *paths, const struct catalog *c,
			struct progress *progress, const char *line)
{
	char *end;
	unsigned long number = strtoul(line, &end, 10);
	const struct catalog_entry *entry =
		*end ? NULL : entry_number(c, number);
	struct progress_lesson done;

	if (!entry) {
		(void)printf("There is no lesson \"%s\".\n", line);
		return;
	}
	if (!entry->lesson) {
		SCOPED_STR text = STR_INIT;

		for (size_t i = 0; i < entry->diags.count; i++) {
			lesson_diag_format(&entry->diags, i, &text);
			str_add_char(&text, '\n');
		}
		(void)printf("This lesson cannot be played:\n%s", text.buf);
		return;
	}
	progress_lesson(progress, entry->topic, entry->lesson->id, &done);
	(void)app_linear_lesson(
		paths, entry->lesson,
		done.done ? 0 : lesson_find_step(entry->lesson, done.step),
		progress);
}

int app_linear_home(const struct app_paths *paths, const struct catalog *c,
		    struct progress *progress)
{
	for (;;) {
		SCOPED_FREE char *line = NULL;

		print_catalog(c, progress);
		line = ask("\nNumber of a lesson, or q to quit ");
		if (!line || !strcmp(line, "q"))
			return 0;
		if (*line)
			open_number(paths, c, progress, line);
	}
}
