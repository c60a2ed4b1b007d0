/* SPDX-License-Identifier: MIT */
/*
 * Questions about JSON text, answered by SQLite.
 */
#ifndef E2E_JSON_H
#define E2E_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* Is @text one JSON value? */
bool json_valid(const char *text);

/*
 * The value at @path ("$.value") of @text, as text; false if there is none.
 * Fails the test if @text is not JSON.
 */
bool json_text(const char *text, const char *path, char *out, size_t size);

/* The same for a number; @absent if there is none. */
double json_number(const char *text, const char *path, double absent);

#endif
