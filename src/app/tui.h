/* SPDX-License-Identifier: MIT */
/*
 * The player on a terminal: the loop, the keys, the frames.
 */
#ifndef APP_TUI_H
#define APP_TUI_H

#include "app/screen.h"

/*
 * Play: @first is the screen at the bottom, @second (may be NULL) on top of
 * it.  Takes both.  Returns the exit status: 0, or 128+n when signal n ended
 * it, or 2 with a message in @e if the terminal cannot be used.
 */
int app_tui_play(const struct app_context *context, struct app_screen *first,
		 struct app_screen *second, struct err *e);

#endif
