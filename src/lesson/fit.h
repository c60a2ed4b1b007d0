/* SPDX-License-Identifier: MIT */
/*
 * What of a Markdown text does not fit the screen.
 */
#ifndef LESSON_FIT_H
#define LESSON_FIT_H

#include "lesson/source.h"
#include "lesson/tree.h"

/* Columns of a text on an 80-column screen. */
#define LESSON_COLUMNS 76

/* Tell code lines, table rows and single words wider than that. */
void lesson_fit_check(struct lesson_source *s, const struct lesson_node *text);

/* Columns of the widest line of code, row of a table or single word. */
int lesson_fit_widest(const char *text);

#endif
