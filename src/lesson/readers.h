/* SPDX-License-Identifier: MIT */
/*
 * Reading many lessons at once.
 */
#ifndef LESSON_READERS_H
#define LESSON_READERS_H

#include "lesson/catalog.h"

/*
 * Read the lessons of all entries of @c, which have their paths: sets their
 * lesson and diags.  Blocks until the last is read.
 */
void lesson_readers_run(struct catalog *c);

#endif
