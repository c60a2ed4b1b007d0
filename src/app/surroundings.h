/* SPDX-License-Identifier: MIT */
/*
 * What the player was started in: the locale and the terminal.
 */
#ifndef APP_SURROUNDINGS_H
#define APP_SURROUNDINGS_H

#include <stdbool.h>

#include "app/options.h"
#include "app/settings.h"

/*
 * Text is UTF-8 inside, whatever the terminal understands: where its locale
 * is another one, a UTF-8 locale is set for ourselves, and what is sent is
 * ASCII.
 */
void app_set_locale(struct app_options *o);

/*
 * Whether to play on a screen: that needs a terminal on both sides that can
 * move its cursor, and nobody who wants words.  A screen shows itself what is
 * wrong in the settings; where there is none it goes to standard error.
 */
bool app_has_screen(const struct app_options *o, const struct app_settings *s);

/* Three descriptors for each process shown: as many as we may have. */
void app_raise_limits(void);

/*
 * What the player was given beside its terminal, by a shell or an editor, is
 * not for its demos: their descriptors are the same wherever it is started.
 */
void app_keep_descriptors(void);

#endif
