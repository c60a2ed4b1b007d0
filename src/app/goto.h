/* SPDX-License-Identifier: MIT */
/*
 * From wherever one is to a lesson, by its name: ":goto ipc/queue".
 */
#ifndef APP_GOTO_H
#define APP_GOTO_H

#include "base/err.h"
#include "base/str.h"

struct app_tui;
struct catalog_entry;

/*
 * Open LESSON or LESSON:STEP over what is on top, which is there again when it
 * is left.  Without a step: where the student left off.  Returns which it is;
 * NULL: there is none, and @e says so.
 */
const struct catalog_entry *app_goto_lesson(struct app_tui *t,
					    const char *where, struct err *e);
/* Add the names of all lessons, one a line. */
void app_goto_words(const struct app_tui *t, struct str *out);

#endif
