/* SPDX-License-Identifier: MIT */
/*
 * One YAML file of a course, from bytes to a checked tree.
 */
#ifndef LESSON_FILE_H
#define LESSON_FILE_H

#include "lesson/source.h"
#include "lesson/tree.h"

#define LESSON_FILE_MAX ((size_t)1 << 20)

struct lesson_file {
	struct lesson_source source;
	char *text;               /* source.text, if it was read here */
	struct lesson_node *root; /* NULL: not even a tree */
	struct bulk memory;       /* that it is in */
};

/*
 * Read @path, or take @len bytes of @text, apart.  @diags is made here and
 * stays the caller's; lesson_file_close in any case.  Returns 0 or the
 * negative errno of reading; what is wrong is in @diags.
 */
int lesson_file_open(struct lesson_file *f, const char *path,
		     struct lesson_diags *diags);
void lesson_file_parse(struct lesson_file *f, const char *path,
		       const char *text, size_t len,
		       struct lesson_diags *diags);
/* Sorts the diags, too. */
void lesson_file_close(struct lesson_file *f);

#endif
