/* SPDX-License-Identifier: MIT */
/*
 * One value of a lesson: is it what its key wants?
 */
#ifndef LESSON_VALUE_H
#define LESSON_VALUE_H

#include <stdbool.h>

#include "lesson/keys.h"
#include "lesson/source.h"
#include "lesson/tree.h"

/*
 * Check the scalar @node for @key and tell what is wrong.  Returns whether it
 * can be used.  Not for records.
 */
bool lesson_value_check(struct lesson_source *s, const struct lesson_key *key,
			const struct lesson_node *node);

/* "minutes", or an item of "show": how messages call a value. */
struct lesson_subject {
	char text[100];
};
struct lesson_subject lesson_subject(const struct lesson_key *key);

/* The seconds of "10s", "150ms", "2min"; -1: it is not a time. */
double lesson_seconds(const char *text);

/* Whether @text may be the name of a parameter. */
bool lesson_is_parameter(const char *text);

/* The pane with this name, or LESSON_PANE_COUNT. */
enum lesson_pane lesson_pane_find(const char *name);

/* Whether @text is topic/lesson. */
bool lesson_is_reference(const char *text);

/* Whether @text is in kebab-case. */
bool lesson_is_id(const char *text);

#endif
