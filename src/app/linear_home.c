/* SPDX-License-Identifier: MIT */
/*
 * The lessons as a numbered list: what is done, where one left off, and the
 * way to each by its number.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/linear_inside.h"
#include "app/route.h"
#include "base/scope.h"
#include "view/find.h"

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

static void print_entry(const struct catalog_entry *entry, size_t number,
			struct progress *progress)
{
	const struct lesson *lesson = entry->lesson;
	struct progress_lesson done;
	int at;

	if (!lesson) {
		(void)printf("%3zu  %s: cannot be played, its number says "
			     "why\n",
			     number, entry->name);
		return;
	}
	progress_lesson(progress, entry->topic, lesson->id, &done);
	(void)printf("%3zu  %s, %d minutes", number, lesson->title,
		     lesson->minutes);
	at = lesson_find_step(lesson, done.step);
	if (done.done)
		(void)printf(", done");
	else if (done.begun && at >= 0)
		(void)printf(", begun: step %d of %zu", at + 1,
			     lesson->step_count);
	if (done.begun && done.revision != lesson->revision)
		(void)printf(", changed since");
	(void)putchar('\n');
}

static bool is_found(const struct catalog_topic *topic,
		     const struct catalog_entry *entry, const char *words)
{
	const struct lesson *lesson = entry->lesson;

	if (!*words || view_find_in(topic->title, words) ||
	    view_find_in(entry->name, words))
		return true;
	if (!lesson)
		return false;
	if (view_find_in(lesson->title, words) ||
	    view_find_in(lesson->about, words))
		return true;
	for (size_t i = 0; i < lesson->step_count; i++)
		if (view_find_in(lesson->steps[i].title, words) ||
		    view_find_in(lesson->steps[i].text, words))
			return true;
	for (size_t i = 0; i < lesson->glossary_count; i++)
		if (view_find_in(lesson->glossary[i].name, words))
			return true;
	return false;
}

/* Those with @words in them; "": all. */
static void print_catalog(const struct catalog *c, struct progress *progress,
			  const char *words)
{
	size_t number = 0, found = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *topic = &c->topics[i];
		bool titled = false;

		for (size_t j = 0; j < topic->count; j++) {
			number++;
			if (!is_found(topic, &topic->entries[j], words))
				continue;
			if (!titled)
				(void)printf("\n%s\n", topic->title);
			titled = true;
			found++;
			print_entry(&topic->entries[j], number, progress);
		}
	}
	if (!found && *words)
		(void)printf("No lesson has \"%s\" in it.\n", words);
}

static void open_entry(const struct app_student *s,
		       const struct catalog_entry *entry)
{
	struct progress_lesson done;

	if (!entry->lesson) {
		SCOPED_STR text = STR_INIT;

		lesson_diags_format(&entry->diags, &text);
		(void)printf("This lesson cannot be played:\n%s", text.buf);
		return;
	}
	progress_lesson(s->progress, entry->topic, entry->lesson->id, &done);
	(void)app_linear_lesson(
		&(struct app_linear_visit){
			.paths = s->paths,
			.catalog = s->catalog,
			.lesson = entry->lesson,
			.step = done.done ? 0
					  : lesson_find_step(entry->lesson,
							     done.step) },
		s->progress);
}

/* Where the student left off last; NULL: nowhere that is still there. */
static const struct catalog_entry *last_entry(const struct catalog *c,
					      struct progress *progress)
{
	char topic[PROGRESS_ID], lesson[PROGRESS_ID];

	if (!progress_last(progress, topic, lesson))
		return NULL;
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->topics[i].count; j++) {
			const struct catalog_entry *e =
				&c->topics[i].entries[j];

			if (e->lesson && !strcmp(e->topic, topic) &&
			    !strcmp(e->lesson->id, lesson))
				return e;
		}
	return NULL;
}

static void open_number(const struct app_student *s, const char *line)
{
	char *end;
	unsigned long number = strtoul(line, &end, 10);
	const struct catalog_entry *entry =
		*end ? NULL : entry_number(s->catalog, number);

	if (entry)
		open_entry(s, entry);
	else
		(void)printf("There is no lesson \"%s\".\n", line);
}

/* "glossary", "g", "glossary zombie" */
static bool is_command(const char *line, const char *name)
{
	size_t len = strcspn(line, " ");

	return (len == strlen(name) && !strncmp(line, name, len)) ||
	       (len == 1 && *line == *name);
}

static void print_glossary(const struct catalog *c, const char *words)
{
	words += strspn(words, " ");
	if (!app_linear_glossary(c, words))
		(void)printf("The glossary has no \"%s\".\n", words);
}

int app_linear_home(const struct app_student *s)
{
	const struct catalog *c = s->catalog;
	struct progress *progress = s->progress;
	bool list = true;

	for (;;) {
		const struct catalog_entry *last = last_entry(c, progress);
		SCOPED_FREE char *line = NULL;

		if (list && *progress_problem(progress))
			(void)printf("%s\n", progress_problem(progress));
		if (list)
			print_catalog(c, progress, "");
		if (list && last)
			(void)printf("\nYou were last at: %s.\n",
				     last->lesson->title);
		list = false;
		line = app_linear_line(
			last ? "\nNumber of a lesson, Enter to go on there, "
			       "/WORDS to search, l list, p paths, "
			       "g glossary, q quit "
			     : "\nNumber of a lesson, /WORDS to search, l "
			       "list, p paths, g glossary, q quit ");
		if (!line || !strcmp(line, "q") || !strcmp(line, "quit"))
			return 0;
		if (*line == '/') {
			print_catalog(c, progress, line + 1);
		} else if (!strcmp(line, "p") || !strcmp(line, "paths")) {
			(void)app_linear_routes(s, NULL);
			list = true;
		} else if (is_command(line, "glossary")) {
			print_glossary(c, line + strcspn(line, " "));
		} else if (!*line && last) {
			open_entry(s, last);
			list = true;
		} else if (!*line || !strcmp(line, "l") ||
			   !strcmp(line, "list")) {
			list = true;
		} else {
			open_number(s, line);
			list = true;
		}
	}
}
