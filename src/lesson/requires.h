/* SPDX-License-Identifier: MIT */
#ifndef LESSON_REQUIRES_H
#define LESSON_REQUIRES_H

#include "lesson/catalog.h"

/*
 * Add to each lesson's diags the lessons it requires that are not there, and
 * those that require it in turn.
 */
void lesson_requires_check(struct catalog *c);

#endif
