/* SPDX-License-Identifier: MIT */
/*
 * What moves about in the panes, whatever is played in them.
 */
#ifndef APP_VIEW_KEYS_H
#define APP_VIEW_KEYS_H

#include <stdbool.h>

#include "app/screen.h"
#include "ui/command.h"
#include "ui/term.h"
#include "view/player.h"

/* Do @c if it is of this kind; false if it is not. */
bool app_view_command(struct view_player *v, enum ui_command c);
void app_view_mouse(struct view_player *v, struct ui_mouse m);

/* The same as in struct app_screen_ops, for what all players have. */
bool app_view_pane(struct view_player *v, int n, enum app_pane_does what,
		   struct str *say);
bool app_view_argument(struct view_player *v, enum ui_command c,
		       const char *argument, struct err *e);
void app_view_words(const struct view_player *v, enum ui_command c,
		    struct str *out);
/* A speed as it is typed; negative, and a message, if it is none. */
double app_view_speed(const char *argument, struct err *e);

#endif
