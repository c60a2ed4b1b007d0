/* SPDX-License-Identifier: MIT */
/*
 * What curses says, in fewer bytes; and with the colours themselves for a
 * terminal that can do more than its description says.
 */
#ifndef UI_SHORTEN_H
#define UI_SHORTEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/*
 * Append @bytes to @out so that a terminal shows the same.  @direct: colour
 * numbers from 16 on become colours.  A sequence that is cut at the end stays
 * as it is.
 */
void ui_shorten(const char *bytes, size_t len, bool direct, struct str *out);

#endif
