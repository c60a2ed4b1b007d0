/* SPDX-License-Identifier: MIT */
#ifndef APP_LIST_H
#define APP_LIST_H

#include <stdbool.h>
#include <stdio.h>

#include "lesson/catalog.h"
#include "progress/progress.h"

/*
 * Topics and lessons with minutes and progress, as text or as one JSON
 * document.  Broken lessons are listed with all their errors.
 */
void app_list(const struct catalog *c, struct progress *p, bool json,
	      FILE *out);

#endif
