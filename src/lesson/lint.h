/* SPDX-License-Identifier: MIT */
/*
 * What else an author wants to know of a lesson that loads: whether what it
 * names is there.  This reads other files, which playing a lesson does not.
 */
#ifndef LESSON_LINT_H
#define LESSON_LINT_H

#include "lesson/catalog.h"
#include "lesson/diag.h"
#include "lesson/lesson.h"
#include "lesson/source.h"
#include "lesson/tree.h"

/*
 * Load the lesson at @path and examine it: its demos' sources beside it, its
 * objectives, its links, for which @c (NULL: not looked at) has the course.
 * As lesson_load; *@ret is NULL only if it does not load, and may have errors
 * in @diags all the same.
 */
int lesson_lint(const char *path, const struct catalog *c, struct lesson **ret,
		struct lesson_diags *diags);

/*
 * Tell what was found about the part of a lesson: of step @step (-1: of none)
 * at the key @path ("demo/program"; ""), of a lesson that has been loaded.
 * The file is read again for its places.  With @note it is no error.
 */
struct lesson_remark {
	int step;
	const char *path;
	enum lesson_error error;
	bool note;
	const char *message, *advice;
};
void lesson_remark(const char *file, const struct lesson_remark *remark,
		   struct lesson_diags *diags);

#endif
