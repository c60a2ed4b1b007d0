/* SPDX-License-Identifier: MIT */
/* A pipe with both of its ends, for the tests of pipes. */
#ifndef UNIT_MP_LINE_H
#define UNIT_MP_LINE_H

#include <stddef.h>

#include "mp/connection.h"

/* The two ends of the pipe "line". */
extern mp_conn *a, *b;

void line_setup(void);
void line_teardown(void);

void send_text(mp_conn *c, const char *text);
/* The next message is @text. */
void expect(mp_conn *c, const char *text);

enum { LARGE = 16 << 20, LENGTHS = 7 };
/* Lengths at which messages are sent in different ways. */
extern const size_t lengths[LENGTHS];
/* @len bytes that are wrong in any other order; the caller frees them. */
unsigned char *pattern(size_t len);

#endif
