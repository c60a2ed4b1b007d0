/* SPDX-License-Identifier: MIT */
#include "lesson/words.h"

#include <string.h>

#include "base/near.h"
#include "base/str.h"
#include "lesson/number.h"
#include "lesson/value.h"

struct word {
	const char *name, *about;
};

static const struct word happenings[] = {
#define LESSON_HAPPENING(id, word, about) { word, about },
#include "lesson/facts.def"
	{ NULL, NULL }
};

static const struct word moments[] = {
#define LESSON_MOMENT(id, word, about) { word, about },
#include "lesson/facts.def"
	{ NULL, NULL }
};

static const struct word ratios[] = {
#define LESSON_RATIO(id, word, about) { word, about },
#include "lesson/facts.def"
	{ NULL, NULL }
};

static const struct word gives[] = {
#define LESSON_GIVES(id, word, about) { word, about },
#include "lesson/facts.def"
	{ NULL, NULL }
};

static const struct word chooses[] = {
#define LESSON_CHOOSE(id, word, about) { word, about },
#include "lesson/facts.def"
	{ NULL, NULL }
};

static const struct word activities[] = {
#define LESSON_ACTIVITY(id, word, about) { word, about },
#include "lesson/facts.def"
	{ NULL, NULL }
};

static const struct lesson_look_info looks[] = {
#define LESSON_LOOK(id, word, takes, gives, about)                             \
	[LESSON_LOOK_##id] = { word, LESSON_TAKES_##takes,                     \
			       LESSON_GIVES_##gives, about },
#include "lesson/facts.def"
};

static const struct word *words_of(enum lesson_key_type type)
{
	static const struct word none[] = { { NULL, NULL } };

	if (type == LESSON_KEY_HAPPENING)
		return happenings;
	if (type == LESSON_KEY_MOMENT)
		return moments;
	if (type == LESSON_KEY_RATIO)
		return ratios;
	if (type == LESSON_KEY_GIVES)
		return gives;
	if (type == LESSON_KEY_CHOOSE)
		return chooses;
	return type == LESSON_KEY_ACTIVITY ? activities : none;
}

const char *lesson_word_name(enum lesson_key_type type, int i)
{
	const struct word *word = words_of(type);

	for (; i > 1 && word->name; i--)
		word++;
	return word->name;
}

const char *lesson_word_about(enum lesson_key_type type, int i)
{
	return words_of(type)[i - 1].about;
}

int lesson_word_find(enum lesson_key_type type, const char *text)
{
	const struct word *words = words_of(type);

	for (int i = 0; words[i].name; i++)
		if (strcmp(words[i].name, text) == 0)
			return i + 1;
	return 0;
}

bool lesson_word_check(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	struct near near = NEAR(node->text);
	SCOPED_STR all = STR_INIT;
	struct lesson_diag *d;
	const char *name;

	if (lesson_word_find(key->type, node->text))
		return true;
	for (int i = 1; (name = lesson_word_name(key->type, i)); i++) {
		near_offer(&near, name);
		str_addf(&all, "%s%s", i > 1 ? ", " : "", name);
	}
	d = lesson_diag_add(s, node->at, LESSON_ERROR_BAD_WORD,
			    "\"%s\" is nothing that \"%s\" knows",
			    lesson_quote(node->text).text, key->name);
	if (near.best)
		lesson_diag_advise(d, "write %s", near.best);
	else
		lesson_diag_advise(d, "one of: %s", all.buf);
	return false;
}

const struct lesson_look_info *lesson_look_info(enum lesson_look look)
{
	return &looks[look];
}
