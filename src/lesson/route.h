/* SPDX-License-Identifier: MIT */
/*
 * Ways through a course: paths.yaml, as it is written.
 *
 * On the screen a route is called a path; in the code paths are those of files.
 * What a route leads to is looked up by the catalog (struct catalog_route).
 */
#ifndef LESSON_ROUTE_H
#define LESSON_ROUTE_H

#include <stdbool.h>
#include <stddef.h>

enum lesson_activity {
	LESSON_ACTIVITY_NONE,
#define LESSON_ACTIVITY(id, ...) LESSON_ACTIVITY_##id,
#include "lesson/facts.def"
};

struct lesson_route_part {
	char *lesson;                  /* topic/lesson; "": an activity */
	enum lesson_activity activity; /* NONE: a lesson */
	char **steps;                  /* only these; none: all */
	size_t step_count;
	int minutes; /* 0: those of the lesson */
	char *about; /* one line: why it is there; "" */
};

struct lesson_route {
	char *id, *title, *about;
	bool present; /* it is shown to an audience */
	struct lesson_route_part *parts;
	size_t part_count;
};

/* The content of paths.yaml. */
struct lesson_route_file {
	struct lesson_route *routes;
	size_t route_count;
};

/* The file in a course's folder. */
#define LESSON_ROUTE_FILE "paths.yaml"

#endif
