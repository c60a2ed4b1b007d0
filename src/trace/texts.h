/* SPDX-License-Identifier: MIT */
/*
 * A set of texts, each named by a number.  Private to the log.
 *
 * The same bytes always give the same number; number 0 is "".  A text never
 * moves and is never dropped while the set lives, so a flood of different
 * texts is bounded: past TEXTS_MAX bytes, new ones all get the number of
 * TEXTS_NO_ROOM.
 */
#ifndef TRACE_TEXTS_H
#define TRACE_TEXTS_H

#include <stddef.h>
#include <stdint.h>

#define TEXTS_MAX     ((size_t)128 << 20)
#define TEXTS_NO_ROOM "(too much text in this run)"

struct texts;

struct texts *texts_new(void);
void texts_free(struct texts *t);

/* The number of these @len bytes, which may hold zeros. */
uint32_t texts_intern(struct texts *t, const char *bytes, size_t len);
/*
 * Terminated; @ret_len may be NULL.  A number that was never given is "".
 */
const char *texts_get(const struct texts *t, uint32_t number, size_t *ret_len);

/* Numbers below this were given. */
uint32_t texts_count(const struct texts *t);

#endif
