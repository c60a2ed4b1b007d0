/* SPDX-License-Identifier: MIT */
/*
 * Taking what is known of a student to another machine, or to an instructor:
 * as JSON, and back.
 */
#ifndef PROGRESS_TRANSFER_H
#define PROGRESS_TRANSFER_H

#include <stdint.h>

#include "base/str.h"
#include "progress/progress.h"

/*
 * Add all of it to @out as JSON text with a newline at its end, one record a
 * line.  Folders that are trusted stay here.  @learner: a name, "" for none;
 * @now: ms since 1970.  0, or a negative errno.
 */
int progress_export(struct progress *p, const char *learner, int64_t now,
		    struct str *out);

struct progress_imported {
	char learner[128]; /* as exported; "" if none was given */
	int64_t made;      /* when */
	int answers;       /* that were not known here */
};

/*
 * Join what @json says with what is known: nothing that is here is lost, and
 * importing twice changes nothing more.  All of it or nothing: -EINVAL and what
 * is wrong if it is not what progress_export makes, -ENOTSUP if that was of a
 * newer version.
 */
int progress_import(struct progress *p, const char *json,
		    struct progress_imported *ret, struct err *e);

/*
 * Forget a lesson: where it was left, its answers, its cards, its bookmarks;
 * with @topic NULL everything but what is trusted.  Returns as progress_visit.
 */
int progress_reset(struct progress *p, const char *topic, const char *lesson);

#endif
