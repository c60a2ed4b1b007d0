/* SPDX-License-Identifier: MIT */
/*
 * The commands for authors on the command line.
 */
#include <errno.h>
#include <string.h>

#include "app/author.h"
#include "base/str.h"
#include "lesson/schema.h"

static int take_new(struct app_options *o, char **words, int count,
		    struct err *e)
{
	if (count < 2 ||
	    (strcmp(words[1], "lesson") != 0 && strcmp(words[1], "step") != 0))
		return err_set(e, -EINVAL,
			       "new: a lesson or a step? for example: "
			       "procession new lesson queues, procession new "
			       "step quiz");
	if (count != 3)
		return err_set(e, -EINVAL, "new %s: %s", words[1],
			       count > 3 ? "one thing too many"
			       : strcmp(words[1], "step") == 0
				       ? "which kind? text, demo, exercise, "
					 "quiz or checkpoint"
				       : "what shall it be called?");
	o->target = words[1];
	o->args = words + 2;
	return 0;
}

int app_author_words(struct app_options *o, char **words, int count,
		     struct err *e)
{
	if (o->mode == APP_MODE_NEW)
		return take_new(o, words, count, e);
	o->args = words + 1;
	if (o->mode == APP_MODE_LINT)
		return 0;
	if (o->mode == APP_MODE_EXPLAIN && count < 2)
		return err_set(e, -EINVAL,
			       "explain: which error? for example: "
			       "procession explain E020");
	if (o->mode == APP_MODE_PREVIEW && count < 2)
		return err_set(e, -EINVAL,
			       "preview: which file? for example: "
			       "procession preview queues.yaml:full");
	if (count > (o->mode == APP_MODE_SCHEMA ? 1 : 2))
		return err_set(e, -EINVAL,
			       "%s: one thing too many: see procession --help",
			       words[count - 1]);
	o->target = o->mode == APP_MODE_SCHEMA ? NULL : words[1];
	return 0;
}

void app_author_reference(FILE *out)
{
	SCOPED_STR text = STR_INIT;

	lesson_schema_text(&text);
	(void)fprintf(out, "\n%s", text.buf);
}
