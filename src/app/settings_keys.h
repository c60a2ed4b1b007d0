/* SPDX-License-Identifier: MIT */
/*
 * The map `keys:` of the settings file.
 */
#ifndef APP_SETTINGS_KEYS_H
#define APP_SETTINGS_KEYS_H

#include "lesson/source.h"
#include "lesson/tree.h"

/*
 * Put commands on the keys that @map says, and tell to @s what cannot be: a
 * command or a key that there is not, a key that two commands would share
 * where both apply, a way out that would be lost.  A command of which
 * anything is wrong keeps its own keys.
 */
void app_settings_keys(struct lesson_source *s, const struct lesson_node *map);

#endif
