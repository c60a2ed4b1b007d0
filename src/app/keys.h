/* SPDX-License-Identifier: MIT */
/*
 * `procession keys`: the map of all keys, and what is wrong in the settings.
 */
#ifndef APP_KEYS_H
#define APP_KEYS_H

#include <stdbool.h>
#include <stdio.h>

#include "app/settings.h"

/*
 * Write it to @out, as a table or as JSON, one object a line.  Returns the
 * exit status: 0, or 2 if anything is wrong in the settings.
 */
int app_keys(const struct app_settings *s, bool json, FILE *out);

#endif
