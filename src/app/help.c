/* SPDX-License-Identifier: MIT */
#include "app/help.h"

#include <stdio.h>
#include <string.h>

#include "app/paths.h"
#include "base/scope.h"

/* Which page of the documentation says more. */
static void say_page(const char *command)
{
	static const struct {
		const char *command, *page;
	} pages[] = {
		{ "new", "writing-lessons.md" },
		{ "preview", "writing-lessons.md" },
		{ "lint", "writing-lessons.md" },
		{ "explain", "writing-lessons.md" },
		{ "schema", "lesson-format.md" },
		{ "watch", "watching.md" },
		{ "keys", "settings.md" },
		{ "review", "review.md" },
		{ "report", "review.md" },
		{ "progress", "review.md" },
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		SCOPED_FREE char *path = NULL;

		if (strcmp(command, pages[i].command) != 0)
			continue;
		path = app_paths_page(pages[i].page);
		if (path)
			(void)printf("\nMore of it: %s\n", path);
	}
}

int app_help(const struct app_options *o)
{
	if (app_options_help(o->target, stdout) == 0) {
		say_page(o->target ? o->target : "");
		return 0;
	}
	(void)fprintf(stderr,
		      "procession: there is no command %s: see "
		      "procession --help\n",
		      o->target);
	return 2;
}
