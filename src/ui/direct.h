/* SPDX-License-Identifier: MIT */
/*
 * Colour numbers in what is sent, replaced by the colours themselves: for a
 * terminal that can do more than its description says.
 */
#ifndef UI_DIRECT_H
#define UI_DIRECT_H

#include <stddef.h>

#include "base/str.h"

/*
 * Append @bytes to @out with every "ESC [ 38;5;N m" and "48;5;N" of N from 16
 * on as "38;2;R;G;B".  A sequence that is cut at the end stays as it is.
 */
void ui_direct(const char *bytes, size_t len, struct str *out);

#endif
