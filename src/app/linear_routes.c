/* SPDX-License-Identifier: MIT */
/*
 * The paths in lines: which there are, what one leads through, and on with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/linear_inside.h"
#include "app/route.h"
#include "base/scope.h"

/* What the student has typed; NULL: enough. */
static char *ask(const char *prompt)
{
	char *line = app_linear_line(prompt);

	if (line && (!strcmp(line, "q") || !strcmp(line, "quit"))) {
		free(line);
		return NULL;
	}
	return line;
}

static void print_all(const struct catalog *c, struct view_route_part **parts)
{
	(void)putchar('\n');
	for (size_t i = 0; i < c->route_count; i++) {
		const struct catalog_route *r = &c->routes[i];
		SCOPED_STR time = STR_INIT;

		view_route_time(r->minutes, &time);
		(void)printf("%3zu  %s, %s, %zu of %zu done. %s.\n", i + 1,
			     r->title, time.buf, view_route_done(r, parts[i]),
			     r->count, r->about);
	}
}

static void print_route(const struct catalog_route *r,
			const struct view_route_part *parts)
{
	(void)printf("\n%s: %s.\n\n", r->title, r->about);
	for (size_t i = 0; i < r->count; i++) {
		const struct catalog_part *p = &r->parts[i];

		(void)printf("%3zu  %s, %d minutes", i + 1, view_route_title(p),
			     p->minutes);
		if (*parts[i].note)
			(void)printf(", %s", parts[i].note);
		if (*p->about)
			(void)printf(". %s", p->about);
		(void)putchar('\n');
	}
}

static void open_part(const struct app_student *s,
		      const struct catalog_route *r,
		      const struct catalog_part *p)
{
	struct app_options o = *s->options;
	struct app_student other = *s;

	if (p->entry && !p->entry->lesson) {
		(void)printf("This lesson cannot be played: procession lint "
			     "says why.\n");
	} else if (p->entry) {
		(void)app_linear_lesson(
			&(struct app_linear_visit){
				.paths = s->paths,
				.catalog = s->catalog,
				.lesson = p->entry->lesson,
				.step = (int)app_route_step(p, s->progress),
				.steps = p->steps,
				.step_count = p->step_count,
				.notes = r->present,
			},
			s->progress);
	} else {
		o.exam = p->activity == LESSON_ACTIVITY_EXAM;
		o.weak = p->activity == LESSON_ACTIVITY_WEAK;
		other.options = &o;
		(void)app_linear_review(&other);
	}
}

/* One line of input on a route; false: enough of it. */
static bool go_on(const struct app_student *s, const struct catalog_route *r,
		  struct view_route_part *parts)
{
	size_t next = view_route_next(r, parts);
	SCOPED_STR prompt = STR_INIT;
	SCOPED_FREE char *line = NULL;
	unsigned long n;
	char *end;

	print_route(r, parts);
	if (next != VIEW_NO_ROUTE)
		str_addf(&prompt, "\nEnter to go on with %zu, ", next + 1);
	else
		str_add(&prompt, "\nAll of it is done. ");
	str_add(&prompt, "number of a part, q back ");
	line = ask(prompt.buf);
	if (!line)
		return false;
	n = strtoul(line, &end, 10);
	if (!*line && next != VIEW_NO_ROUTE)
		n = next + 1;
	if (*end || !n || n > r->count)
		(void)printf("There is no part \"%s\".\n", line);
	else
		open_part(s, r, &r->parts[n - 1]);
	return true;
}

static void follow(const struct app_student *s, const struct catalog_route *r)
{
	bool more = true;

	while (more) {
		struct view_route_part **parts =
			app_routes_standing(s->catalog, s->progress);

		more = go_on(s, r, parts[r - s->catalog->routes]);
		app_routes_free(s->catalog, parts);
	}
}

/* By its number or its name. */
static const struct catalog_route *find(const struct catalog *c,
					const char *line, struct err *e)
{
	const struct catalog_route *r;
	char *end;
	unsigned long n = strtoul(line, &end, 10);

	if (*line && !*end && n && n <= c->route_count)
		return &c->routes[n - 1];
	return catalog_find_route(c, line, &r, e) < 0 ? NULL : r;
}

int app_linear_routes(const struct app_student *s, const char *name)
{
	const struct catalog_route *r = NULL;
	struct err e = ERR_NONE;

	if (name) {
		r = find(s->catalog, name, &e);
		if (r)
			follow(s, r);
		return r ? 0 : 2;
	}
	for (;;) {
		struct view_route_part **parts =
			app_routes_standing(s->catalog, s->progress);
		SCOPED_FREE char *line = NULL;

		print_all(s->catalog, parts);
		app_routes_free(s->catalog, parts);
		line = ask("\nNumber of a path, q back ");
		if (!line)
			return 0;
		r = find(s->catalog, line, &e);
		if (r)
			follow(s, r);
		else
			(void)printf("%s\n", e.text);
	}
}
