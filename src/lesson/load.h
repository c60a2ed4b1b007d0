/* SPDX-License-Identifier: MIT */
#ifndef LESSON_LOAD_H
#define LESSON_LOAD_H

#include <stddef.h>

#include "lesson/diag.h"
#include "lesson/lesson.h"

/*
 * Read and check the lesson at @path.  On success *@ret is the caller's
 * (lesson_free) and 0 is returned.  Otherwise *@ret is NULL, a negative errno
 * is returned (-EINVAL: the content is wrong) and @diags has every error
 * found, in file order (lesson_diags_release, in both cases).
 */
int lesson_load(const char *path, struct lesson **ret,
		struct lesson_diags *diags);

/* The same for a file that is open, whose tree can be looked at then. */
struct lesson_file;
int lesson_load_file(struct lesson_file *f, struct lesson **ret);

/* The same for text in memory; @path is only a name for messages. */
int lesson_parse(const char *path, const char *text, size_t len,
		 struct lesson **ret, struct lesson_diags *diags);

/* The topic of a folder: "ipc" of "lessons/20-ipc"; the caller frees it. */
char *lesson_topic_of(const char *dir);

#endif
