/* SPDX-License-Identifier: MIT */
/*
 * Which function of a source text calls what, and where.
 *
 * Found in the highlighted text, not by a compiler: a function of C begins in
 * the first column and its body ends with a brace there, one of Python ends
 * where the indentation does.  What is laid out otherwise has no functions
 * here, and then nothing is said of it.
 */
#ifndef UI_CALLS_H
#define UI_CALLS_H

#include "ui/source.h"

/* Names are borrowed from the text; lines count from 1. */
struct ui_function {
	const char *name;
	int first, last;
};

struct ui_call {
	const char *name;
	int line;
	int function; /* the index of the one it is in; -1: of none */
};

struct ui_calls {
	struct ui_function *functions;
	size_t function_count, function_cap;
	struct ui_call *calls; /* in the order of the text */
	size_t call_count, call_cap;
};

/* Of @doc, as ui_source made it.  The caller releases @ret before @doc. */
void ui_calls(struct ui_calls *ret, const struct ui_doc *doc,
	      enum ui_language language);
void ui_calls_release(struct ui_calls *c);

/* The index of the function around @line, or -1. */
int ui_calls_function(const struct ui_calls *c, int line);

/*
 * The line that calls @function, if exactly one other line of the text does; a
 * process that is in it has then come from there.  0: none, or more than one.
 */
int ui_calls_caller(const struct ui_calls *c, int function);

/*
 * The line of the Python twin @python where the C text @c calls mp at @line:
 * the same call, counted from the start of the function of the same name, if
 * both make it equally often.  0: there is no such line.
 */
int ui_calls_twin(const struct ui_calls *c, const struct ui_calls *python,
		  int line);

#endif
