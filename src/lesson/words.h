/* SPDX-License-Identifier: MIT */
/*
 * The words that a key may have as its value: facts.def.
 */
#ifndef LESSON_WORDS_H
#define LESSON_WORDS_H

#include <stdbool.h>

#include "lesson/keys.h"
#include "lesson/source.h"
#include "lesson/tree.h"

/*
 * Word @i of the type, from 1; NULL past the last one, and for types that have
 * no words.
 */
const char *lesson_word_name(enum lesson_key_type type, int i);
/* One line about it. */
const char *lesson_word_about(enum lesson_key_type type, int i);

/* The number of the word, from 1; 0: there is none such. */
int lesson_word_find(enum lesson_key_type type, const char *text);

/* Whether @node is one of them; tells what is wrong. */
bool lesson_word_check(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node);

/* What stands behind the word of a look, and what comes out. */
struct lesson_look_info {
	const char *word; /* the key: "first" */
	enum lesson_look_takes {
		LESSON_TAKES_HAPPENING,
		LESSON_TAKES_OBJECT,
		LESSON_TAKES_PROCESS,
		LESSON_TAKES_RATIO,
	} takes;
	enum lesson_gives gives;
	const char *about;
};

/* Not of LESSON_LOOK_NONE. */
const struct lesson_look_info *lesson_look_info(enum lesson_look look);

/* How many looks there are; they are 1 to this. */
#define LESSON_LOOKS LESSON_LOOK_RATIO

#endif
