/* SPDX-License-Identifier: MIT */
/*
 * The errors a lesson can have, from errors.def.
 */
#ifndef LESSON_ERRORS_H
#define LESSON_ERRORS_H

enum lesson_error {
#define LESSON_ERROR(number, id, title, text) LESSON_ERROR_##id = number,
#include "lesson/errors.def"
#undef LESSON_ERROR
};

struct lesson_error_info {
	enum lesson_error error;
	const char *title; /* a few words */
	const char *text;  /* why it is an error, what to do: one paragraph */
};

/* What "E020" (or "e20", "20") stands for; NULL if there is no such error. */
const struct lesson_error_info *lesson_error_find(const char *code);

#endif
