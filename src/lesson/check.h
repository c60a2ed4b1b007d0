/* SPDX-License-Identifier: MIT */
#ifndef LESSON_CHECK_H
#define LESSON_CHECK_H

#include "lesson/lesson.h"
#include "lesson/source.h"
#include "lesson/tree.h"

/*
 * What the table of keys cannot say: ids that are there twice, texts that do
 * not fit, ranges and the values in them.  @lesson was filled from @root; its
 * derived fields (step lines, whole, default steps) are set here.
 */
void lesson_check(struct lesson_source *s, const struct lesson_node *root,
		  struct lesson *lesson);

/* Words and numbers of a chart, filled from @node. */
void lesson_check_chart(struct lesson_source *s, const struct lesson_node *node,
			const struct lesson_chart *chart);

#endif
