/* SPDX-License-Identifier: MIT */
/*
 * The terminal as descriptors: its modes, its bytes, its size.  term.c has
 * what curses does with them.
 */
#ifndef UI_WIRE_H
#define UI_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

/* Remember the modes of the terminal of standard input and output. */
int ui_wire_open(struct err *e);
/* Set those modes again and forget everything. */
void ui_wire_close(void);
/* What curses writes to: the terminal, except between hold and send. */
FILE *ui_wire_file(void);

/* Add to the bytes that an emergency writes, without padding; NULL: nothing. */
void ui_wire_restore_add(const char *text);
/* Whether the terminal is ours now, so that an emergency must restore it. */
void ui_wire_taken(bool taken);

/* From here on what is written to ui_wire_file is kept, */
void ui_wire_hold(void);
/* and here it is sent at once.  Returns how many bytes that were. */
size_t ui_wire_send(void);

/* Whether colour numbers go out as direct colours (ui/shorten.h). */
void ui_wire_direct(bool direct);

/* Whether nothing will ever arrive any more; asks the kernel. */
bool ui_wire_gone(void);
/* False if the terminal does not know. */
bool ui_wire_size(int *ret_rows, int *ret_cols);

#endif
