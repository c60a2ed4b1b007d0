/* SPDX-License-Identifier: MIT */
/*
 * A file under examination: its text and where its errors are collected.
 */
#ifndef LESSON_SOURCE_H
#define LESSON_SOURCE_H

#include <stddef.h>

#include "base/str.h"
#include "lesson/diag.h"
#include "lesson/errors.h"

/* From 1, column in characters; 0, 0: the file as a whole. */
struct lesson_place {
	int line, column;
};

struct lesson_source {
	const char *text; /* borrowed */
	size_t len;
	struct lesson_diags *diags;
	bool full; /* so many errors that the rest is not told */
};

/* Make @d empty, for the file @path. */
void lesson_diags_init(struct lesson_diags *d, const char *path);

/* Into file order; errors of one place stay in the order they were found. */
void lesson_diags_sort(struct lesson_diags *d);

/*
 * Tell an error.  The result takes the advice; it is NULL, which
 * lesson_diag_advise allows, when too many have been told, and valid until
 * the next call.
 */
struct lesson_diag *lesson_diag_add(struct lesson_source *s,
				    struct lesson_place at,
				    enum lesson_error error, const char *format,
				    ...) __attribute__((format(printf, 4, 5)));
void lesson_diag_advise(struct lesson_diag *d, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A word of the file as it may be quoted in a message: short and harmless. */
struct lesson_quote {
	char text[64];
};
struct lesson_quote lesson_quote(const char *text);

/*
 * Look at the bytes before YAML does: UTF-8, tabs, control characters, a zero
 * byte.  Returns a copy in which every offender is a space, so that the rest
 * can be examined all the same and at the same places; the caller frees it.
 * NULL if that makes no sense (no text, tabs in the indentation).
 */
char *lesson_source_clean(struct lesson_source *s, size_t *ret_len);

/* The line @line of the file, without its end; "" and 0 if there is none. */
const char *lesson_source_line(const struct lesson_source *s, int line,
			       size_t *ret_len);

/*
 * Whether @rune may not be sent to a terminal: control characters, line ends
 * that only Unicode knows, marks that change the direction of text.
 */
bool lesson_rune_is_bad(uint32_t rune);

#endif
