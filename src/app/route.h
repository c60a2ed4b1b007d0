/* SPDX-License-Identifier: MIT */
/*
 * The paths through the course as the student stands on them; in the code they
 * are routes (lesson/route.h).
 */
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include "app/student.h"
#include "view/routes.h"

/*
 * How far the student is with each part, as view_routes wants it; NULL for a
 * course without any.  app_routes_free.
 */
struct view_route_part **app_routes_standing(const struct catalog *c,
					     struct progress *p);
void app_routes_free(const struct catalog *c, struct view_route_part **parts);

/*
 * The step to open a part at, whose lesson is not broken: of a whole lesson
 * where the student left off, else the first one not seen.
 */
size_t app_route_step(const struct catalog_part *part, struct progress *p);

/* All routes with minutes and what is done, as text or as one JSON document. */
void app_routes_list(const struct catalog *c, struct progress *p, bool json,
		     FILE *out);

/*
 * The routes in lines, to choose from; @name (NULL: none) is chosen already.
 * Returns the exit status.
 */
int app_linear_routes(const struct app_student *s, const char *name);

#endif
