/* SPDX-License-Identifier: MIT */
#include "app/author.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "lesson/errors.h"
#include "lesson/schema.h"

enum { EXIT_USAGE = 2 };

int app_schema(const struct app_options *o)
{
	SCOPED_STR out = STR_INIT;

	if (o->markdown)
		lesson_schema_markdown(&out);
	else
		lesson_schema_json(&out);
	(void)fwrite(out.buf, 1, out.len, stdout);
	return fflush(stdout) == 0 ? 0 : EXIT_USAGE;
}

/* In lines of at most 76 columns; the texts are ASCII. */
static void print_wrapped(const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t len = strcspn(text, " ");

		if (column && column + 1 + len > 76) {
			(void)putchar('\n');
			column = 0;
		}
		(void)printf("%s%.*s", column ? " " : "", (int)len, text);
		column += len + (column > 0);
		text += len + (text[len] == ' ');
	}
	(void)putchar('\n');
}

int app_explain(const struct app_options *o)
{
	const struct lesson_error_info *info = lesson_error_find(o->target);

	if (!info) {
		(void)fprintf(stderr,
			      "procession: explain: there is no error %s: they "
			      "are called E001 to E105\n",
			      o->target);
		return EXIT_USAGE;
	}
	(void)printf("E%03u: %s\n\n", (unsigned)info->error, info->title);
	print_wrapped(info->text);
	return 0;
}

bool app_author(const struct app_options *o, const struct app_paths *paths,
		int *ret_status)
{
	if (o->mode == APP_MODE_LINT)
		*ret_status = app_lint(o, paths);
	else if (o->mode == APP_MODE_NEW)
		*ret_status = app_new(o, paths);
	else if (o->mode == APP_MODE_SCHEMA)
		*ret_status = app_schema(o);
	else if (o->mode == APP_MODE_EXPLAIN)
		*ret_status = app_explain(o);
	else
		return false;
	return true;
}
