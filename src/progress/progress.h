/* SPDX-License-Identifier: MIT */
/*
 * What the student has done, in SQLite, by stable ids.
 *
 * Each call is one transaction: what it says is saved when it returns.  Two
 * players may use one file at once.  Where nothing can be written (a
 * read-only home) everything works and progress_problem says that nothing is
 * kept.
 */
#ifndef PROGRESS_PROGRESS_H
#define PROGRESS_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct progress;

/* Ids are at most 63 bytes long, as of lesson files. */
#define PROGRESS_ID 64

/*
 * Open or make the database at @path (folders too).  A damaged one is renamed
 * to PATH.damaged-N and a new one begun; one of a newer version is left alone
 * (-ENOTSUP).  Always gives a handle, to be closed: after an error it has what
 * could be read and keeps things in memory only.
 */
int progress_open(const char *path, struct progress **ret, struct err *e);
void progress_close(struct progress *p);

/* One that is in memory only, for what is imported to be looked at. */
struct progress *progress_open_memory(void);

/* "" or one line for the screen: what is wrong and what to do. */
const char *progress_problem(const struct progress *p);

/*
 * The student is at this step now; it counts as seen.
 *
 * 0, or a negative errno if it could not be saved; progress_problem then says
 * why.  -EBUSY: another program held the file for two seconds, and it is not
 * noted.  -EINVAL: an id is empty or longer than 63 bytes.  After any other,
 * things are kept in memory.  Waits for the disk.
 */
int progress_visit(struct progress *p, const char *topic, const char *lesson,
		   const char *step, int revision);

/* Every step has been seen.  Returns as progress_visit. */
int progress_done(struct progress *p, const char *topic, const char *lesson);

struct progress_lesson {
	bool begun, done;
	char step[PROGRESS_ID]; /* where the student was last */
	int seen;               /* steps seen */
	int revision;           /* of the lesson, when last seen */
};

/* All false and "" if nothing is known. */
void progress_lesson(struct progress *p, const char *topic, const char *lesson,
		     struct progress_lesson *ret);

/* Whether the student has been at a step. */
bool progress_has_seen(struct progress *p, const char *topic,
		       const char *lesson, const char *step);

/* The lesson visited last; false if none. */
bool progress_last(struct progress *p, char topic[PROGRESS_ID],
		   char lesson[PROGRESS_ID]);

#endif
