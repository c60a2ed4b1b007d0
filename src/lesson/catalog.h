/* SPDX-License-Identifier: MIT */
/*
 * The catalog: topics and lessons of one or more course folders.
 *
 * A course folder has a folder for each topic, called NN-name; folders without
 * any .yaml file are not topics.  In it, every NAME.yaml but topic.yaml is a
 * lesson.
 *
 * A lesson that cannot be loaded is listed all the same, with its errors.  One
 * that requires a lesson that is not there, or itself by a detour, has these
 * errors in its diags and plays all the same: what it requires is advice.
 *
 * A course folder may have a paths.yaml.  The first route is that through the
 * whole course and is made of the topics; those of the files follow it.
 */
#ifndef LESSON_CATALOG_H
#define LESSON_CATALOG_H

#include <stddef.h>

#include "base/err.h"
#include "lesson/diag.h"
#include "lesson/lesson.h"
#include "lesson/route.h"

struct catalog_entry {
	char *topic; /* id of its topic */
	char *name;  /* file name without .yaml: its id, also if broken */
	char *path;
	struct lesson *lesson; /* NULL: broken, cannot be played: see diags */
	struct lesson_diags diags;
};

struct catalog_topic {
	char *id; /* folder without its number: "ipc" for 20-ipc */
	char *dir;
	char *title, *about;       /* from topic.yaml; the id, "" without it */
	struct lesson_diags diags; /* of topic.yaml or the folder */
	struct catalog_entry *entries; /* in the order of topic.yaml, or name */
	size_t count;
};

/* Texts and steps belong to the file it was read from. */
struct catalog_part {
	/* The lesson, which may be broken; NULL: an activity. */
	const struct catalog_entry *entry;
	size_t number; /* of the lesson, through all topics */
	enum lesson_activity activity;
	char *const *steps; /* ids; none: all */
	size_t step_count;
	int minutes;
	const char *about;
};

struct catalog_route {
	const char *id, *title, *about;
	bool present;
	struct catalog_part *parts; /* only those that are there */
	size_t count;
	int minutes; /* of all parts */
};

struct catalog_route_file {
	char *path;
	struct lesson_route_file content;
	struct lesson_diags diags;
};

struct catalog {
	struct catalog_topic *topics;
	size_t count;
	size_t lessons, broken;
	struct catalog_route *routes; /* none without a lesson */
	size_t route_count;
	struct catalog_route_file *route_files;
	size_t route_file_count;
};

/*
 * Read every topic below @dirs, in name order.  Fails only if a folder cannot
 * be read at all; the message names it.  catalog_release in any case.
 */
int catalog_load(struct catalog *c, char *const *dirs, size_t dir_count,
		 struct err *e);
void catalog_release(struct catalog *c);

/*
 * Find "topic/lesson", "20-ipc/queue", or "queue" where that is unique.  The
 * result belongs to @c, and may be broken (its lesson NULL).  Fails with
 * -ENOENT and the nearest name in the message, or with -ENOTUNIQ and two of
 * the names it could be.
 */
int catalog_find(const struct catalog *c, const char *name,
		 const struct catalog_entry **ret, struct err *e);

/* The topic that @entry, one of @c, is in. */
const struct catalog_topic *catalog_topic_of(const struct catalog *c,
					     const struct catalog_entry *entry);

/* What LESSON[:STEP] says, as on the command line. */
struct catalog_place {
	const struct catalog_entry *entry;
	const struct catalog_topic *topic;
	int step; /* -1: none is said, which is where the student left off */
};

/*
 * Find the place that @text names; its parts belong to @c.  Fails as
 * catalog_find does; with -EINVAL and a place at its beginning if that lesson
 * is broken; with -ENOENT if it has no such step.
 */
int catalog_find_place(const struct catalog *c, const char *text,
		       struct catalog_place *ret, struct err *e);

/*
 * The lesson whose name is nearest to @name, with its topic if that has one;
 * NULL: none is near.  The caller frees it.
 */
char *catalog_nearest(const struct catalog *c, const char *name);

/* The route with this id, or title; fails as catalog_find. */
int catalog_find_route(const struct catalog *c, const char *name,
		       const struct catalog_route **ret, struct err *e);

#endif
