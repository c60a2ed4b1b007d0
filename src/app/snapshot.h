/* SPDX-License-Identifier: MIT */
/*
 * The screen in two files: as text and as a picture.
 */
#ifndef APP_SNAPSHOT_H
#define APP_SNAPSHOT_H

#include "base/err.h"
#include "base/str.h"
#include "ui/canvas.h"
#include "ui/theme.h"

struct app_snapshot {
	const char *dir;  /* where to; NULL: the current folder */
	const char *name; /* what is shown, as a part of a file's name */
	const char *title;
	enum ui_theme theme;
};

/*
 * Write procession-NAME-HHMMSS.txt and .svg, each at once or not at all, never
 * over a file that is there.  Appends what the user is told: the names.
 * -errno and a message if one could not be written.
 */
int app_snapshot(const struct ui_canvas *c, const struct app_snapshot *o,
		 struct str *ret_said, struct err *e);

#endif
