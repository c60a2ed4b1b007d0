/* SPDX-License-Identifier: MIT */
/*
 * Demos by name, without a lesson around them.
 */
#ifndef APP_FIND_DEMO_H
#define APP_FIND_DEMO_H

#include <stdbool.h>

#include "app/paths.h"
#include "base/err.h"
#include "lesson/catalog.h"

/* Whether a name can be that of a demo: never a path out of the course. */
bool app_is_demo_name(const char *name);

/*
 * The executable of the demo @name.  Programs live beside their lessons, so
 * every topic is asked; "ipc/producer_consumer" names the topic too.  The
 * caller frees it; *@ret_dir, the folder of its topic, belongs to @c.  NULL
 * and a message if there is none.
 */
char *app_find_demo(const struct catalog *c, const struct app_paths *paths,
		    const char *name, const char **ret_dir, struct err *e);

/*
 * The demo of the first step of the course that shows @program, for what may
 * be varied; NULL.
 */
const struct lesson_demo *app_demo_in_course(const struct catalog *c,
					     const char *dir,
					     const char *program);

#endif
