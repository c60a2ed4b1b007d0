/* SPDX-License-Identifier: MIT */
/*
 * ASCII that means the same, for terminals that show nothing else.
 */
#ifndef UI_ASCII_H
#define UI_ASCII_H

#include <stdint.h>

/*
 * The character of one column for @rune: itself, its like, or '?'.  Frames
 * become + - and |, those of the focused pane + = and #.
 */
char ui_ascii(uint32_t rune);

#endif
