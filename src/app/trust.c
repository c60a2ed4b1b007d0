/* SPDX-License-Identifier: MIT */
#include "app/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/scope.h"
#include "progress/marks.h"

/* Whether @path is @dir or below it, as they are written. */
static bool is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	while (len && dir[len - 1] == '/')
		len--;
	return !strncmp(path, dir, len) && (!path[len] || path[len] == '/');
}

/*
 * Whether a program for a lesson in @dir came with the player: it is where its
 * programs are, not beside the lesson, or the lesson is one of its own.
 */
static bool came_with_player(const struct app_paths *p, const char *dir,
			     const char *program)
{
	SCOPED_FREE char *lessons = realpath(p->lessons, NULL);
	SCOPED_FREE char *real = realpath(*dir ? dir : ".", NULL);

	return !is_below(program, dir) ||
	       (lessons && real && is_below(real, lessons));
}

/* The real path of the course a lesson in @dir is of, or of @dir itself. */
static char *course_of(const struct app_paths *p, const char *dir)
{
	for (size_t i = 0; i < p->course_count; i++)
		if (is_below(dir, p->courses[i]))
			return realpath(p->courses[i], NULL);
	return realpath(*dir ? dir : ".", NULL);
}

/* Whether yes was said to @dir or to a folder that it is in. */
static bool is_trusted(struct progress *progress, const char *dir)
{
	SCOPED_FREE char *folder = mem_text(dir);

	while (*folder) {
		if (progress_is_trusted(progress, folder))
			return true;
		*strrchr(folder, '/') = '\0';
	}
	return false;
}

char *app_trust_folder(const struct app_paths *paths, struct progress *progress,
		       const char *dir, const char *program)
{
	SCOPED_FREE char *course = NULL;

	if (came_with_player(paths, dir, program))
		return NULL;
	course = course_of(paths, dir);
	/* Gone in this moment: then there is nothing to run either. */
	if (!course || (progress && is_trusted(progress, course)))
		return NULL;
	return ptr_take(&course);
}

static bool says_yes(void)
{
	char *line = NULL;
	size_t cap = 0;
	bool yes = getline(&line, &cap, stdin) > 0 &&
		   (!strcmp(line, "y\n") || !strcmp(line, "yes\n"));

	free(line);
	return yes;
}

bool app_trust_ask(const struct app_paths *paths, struct progress *progress,
		   const char *dir, const char *program, bool terminal)
{
	SCOPED_FREE char *folder =
		app_trust_folder(paths, progress, dir, program);
	FILE *out = terminal ? stderr : stdout;

	if (!folder)
		return true;
	if (terminal && !isatty(STDIN_FILENO)) {
		(void)fprintf(
			stderr,
			"procession: programs in %s did not come with "
			"Procession, and nobody can be asked here whether "
			"they may run: add --trust if you trust who made "
			"them\n",
			folder);
		return false;
	}
	(void)fprintf(out,
		      "Programs in %s did not come with Procession. They can "
		      "do whatever you can do.\nMay they run, now and later? "
		      "y yes, anything else no> ",
		      folder);
	(void)fflush(out);
	if (!says_yes()) {
		(void)fprintf(out, "It was not run. Run it again to be asked "
				   "again.\n");
		return false;
	}
	if (progress)
		(void)progress_trust(progress, folder, clock_today_ms());
	return true;
}

void app_trust(struct progress *progress, const char *dir)
{
	SCOPED_FREE char *real = realpath(dir, NULL);

	if (real && !is_trusted(progress, real))
		(void)progress_trust(progress, real, clock_today_ms());
}

void app_trust_added(const struct app_paths *paths, struct progress *progress)
{
	for (size_t i = 0; i < paths->course_count; i++)
		app_trust(progress, paths->courses[i]);
}
