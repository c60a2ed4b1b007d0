/* SPDX-License-Identifier: MIT */
/*
 * What moves about in the panes, whatever is played in them.
 */
#ifndef APP_VIEW_KEYS_H
#define APP_VIEW_KEYS_H

#include <stdbool.h>

#include "ui/command.h"
#include "ui/term.h"
#include "view/player.h"

/* Do @c if it is of this kind; false if it is not. */
bool app_view_command(struct view_player *v, enum ui_command c);
void app_view_mouse(struct view_player *v, struct ui_mouse m);

#endif
