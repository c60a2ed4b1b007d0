/* SPDX-License-Identifier: MIT */
#ifndef LESSON_ROUTES_H
#define LESSON_ROUTES_H

#include "lesson/catalog.h"

/*
 * Give @c, whose topics are there, its routes: that through all of it, and
 * those of the files in the folders @dirs.  What is wrong is in the files'
 * diags; a part that leads nowhere is left out.
 */
void lesson_routes_load(struct catalog *c, char *const *dirs, size_t dir_count);
void lesson_routes_release(struct catalog *c);

#endif
