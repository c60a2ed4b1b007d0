/* SPDX-License-Identifier: MIT */
/*
 * The words of `progress' on the command line.
 */
#include <errno.h>
#include <string.h>

#include "app/student.h"
#include "base/near.h"

/* What it does, and how many words it needs and takes after that. */
static const struct {
	const char *name;
	int least, most;
	const char *example;
} verbs[] = {
	{ "export", 0, 1, "procession progress export progress.json" },
	{ "import", 1, 1, "procession progress import progress.json" },
	{ "reset", 0, 1, "procession progress reset ipc/queue" },
};

enum { VERBS = sizeof(verbs) / sizeof(*verbs) };

static int unknown(const char *word, struct err *e)
{
	struct near near = NEAR(word);

	for (int i = 0; i < VERBS; i++)
		near_offer(&near, verbs[i].name);
	if (near.best)
		return err_set(e, -EINVAL,
			       "progress: there is no %s: did you mean %s?",
			       word, near.best);
	return err_set(e, -EINVAL, "progress: %s%sexport, import or reset",
		       *word ? word : "what is to be done",
		       *word ? " is nothing it does: " : "? ");
}

int app_student_words(struct app_options *o, char **words, int count,
		      struct err *e)
{
	int i = 0;

	while (i < VERBS && (count < 2 || strcmp(verbs[i].name, words[1]) != 0))
		i++;
	if (i == VERBS)
		return unknown(count < 2 ? "" : words[1], e);
	if (count - 2 < verbs[i].least)
		return err_set(e, -EINVAL,
			       "progress %s: which file? for example: %s",
			       words[1], verbs[i].example);
	if (count - 2 > verbs[i].most)
		return err_set(e, -EINVAL,
			       "%s: one thing too many; for example: %s",
			       words[2 + verbs[i].most], verbs[i].example);
	o->target = words[1];
	o->args = words + 2;
	return 0;
}
