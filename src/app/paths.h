/* SPDX-License-Identifier: MIT */
/*
 * Where the player's own parts are.
 *
 * Installed, everything is found relative to the executable, so that the tree
 * can be moved (a home prefix, a DESTDIR).  In a build tree the executable is
 * BUILD/src/procession; lessons come from the source tree, programs from the
 * build tree.
 */
#ifndef APP_PATHS_H
#define APP_PATHS_H

#include <stddef.h>

#include "base/err.h"

struct app_paths {
	char *guard;    /* procession-guard */
	char *attach;   /* the library that demos are started with */
	char *lessons;  /* the course */
	char *programs; /* its demos: programs/TOPIC-DIR/NAME */
	char *progress; /* the progress database */
	/* Courses that were added; borrowed from the options. */
	char *const *courses;
	size_t course_count;
};

/*
 * A page of the documentation, where make install has put it or in the source
 * tree; the caller frees it.  NULL: it is not there.
 */
char *app_paths_page(const char *name);

/* Fails if the executable cannot be found or parts are missing. */
int app_paths_find(struct app_paths *p, struct err *e);
/* The database of a learner instead: learners/NAME.db beside it. */
void app_paths_learner(struct app_paths *p, const char *name);
void app_paths_release(struct app_paths *p);

/*
 * The executable of demo @program of a lesson in @dir: beside the lesson, or
 * where the course's programs are.  The caller frees it.  NULL and a message
 * if there is none that can be run.
 */
char *app_paths_demo(const struct app_paths *p, const char *dir,
		     const char *program, struct err *e);

#endif
