/* SPDX-License-Identifier: MIT */
/*
 * Bookmarks, and folders whose programs the student lets run.
 *
 * Times are ms since 1970, given by the caller.
 */
#ifndef PROGRESS_MARKS_H
#define PROGRESS_MARKS_H

#include <stdint.h>

#include "progress/progress.h"

/* Set or take away a bookmark at a step.  Returns as progress_visit. */
int progress_bookmark(struct progress *p, const char *topic, const char *lesson,
		      const char *step, bool set, int64_t now);
bool progress_is_bookmarked(struct progress *p, const char *topic,
			    const char *lesson, const char *step);

struct progress_bookmark {
	char topic[PROGRESS_ID], lesson[PROGRESS_ID], step[PROGRESS_ID];
	int64_t at;
};

/* Call @each for every bookmark, the latest first, until it gives false. */
void progress_bookmarks(struct progress *p,
			bool (*each)(void *arg,
				     const struct progress_bookmark *b),
			void *arg);

/* The student has said that programs in @dir (its real path) may run. */
int progress_trust(struct progress *p, const char *dir, int64_t now);
bool progress_is_trusted(struct progress *p, const char *dir);

#endif
