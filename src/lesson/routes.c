/* SPDX-License-Identifier: MIT */
/*
 * Routes are read once all topics are there: a course that is added may lead
 * through lessons of another one.
 */
#include "lesson/routes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "lesson/check_parts.h"
#include "lesson/file.h"
#include "lesson/record.h"

/* Of the route through all topics. */
#define WHOLE "course"

struct reading {
	struct catalog *c;
	struct lesson_source *s;
};

static void add_part(struct catalog_route *r, struct catalog_part part)
{
	const struct lesson *l = part.entry ? part.entry->lesson : NULL;

	if (!part.minutes && l)
		part.minutes = l->minutes;
	r->minutes += part.minutes;
	r->parts[r->count++] = part;
}

/* ---- the whole course ---- */

static void add_whole(struct catalog *c)
{
	struct catalog_route *r = &c->routes[c->route_count++];

	*r = (struct catalog_route){
		.id = WHOLE,
		.title = "The whole course",
		.about = "Every topic from its beginning, in order",
		.parts = mem_new(c->lessons, sizeof(*r->parts)),
	};
	for (size_t t = 0; t < c->count; t++)
		for (size_t i = 0; i < c->topics[t].count; i++)
			add_part(r, (struct catalog_part){
					    .entry = &c->topics[t].entries[i],
					    .number = r->count,
					    .about = "",
				    });
}

/* ---- a part ---- */

/* The lesson by its full name alone; @number through all topics. */
static const struct catalog_entry *find(const struct catalog *c,
					const char *name, size_t *number)
{
	size_t topic = strcspn(name, "/");

	*number = 0;
	for (size_t t = 0; name[topic] && t < c->count; t++)
		for (size_t i = 0; i < c->topics[t].count; i++, ++*number) {
			const struct catalog_entry *e =
				&c->topics[t].entries[i];

			if (!strncmp(e->topic, name, topic) &&
			    !e->topic[topic] &&
			    !strcmp(e->name, name + topic + 1))
				return e;
		}
	return NULL;
}

static void tell_absent(struct reading *r, const struct lesson_node *node)
{
	struct lesson_diag *d = lesson_diag_add(
		r->s, node->at, LESSON_ERROR_NO_SUCH_LESSON,
		"there is no lesson %s", lesson_quote(node->text).text);
	SCOPED_FREE char *best = catalog_nearest(r->c, node->text);

	if (best)
		lesson_diag_advise(d, "write %s", best);
}

/* @at: the list of them, or NULL. */
static void check_steps(struct reading *r, const struct lesson *l,
			const struct lesson_node *list)
{
	SCOPED_FREE char **ids = mem_new(l->step_count + 1, sizeof(*ids));

	for (size_t i = 0; i < l->step_count; i++)
		ids[i] = l->steps[i].id;
	for (size_t i = 0; list && i < list->count; i++)
		if (list->items[i]->kind == LESSON_SCALAR &&
		    *list->items[i]->text)
			(void)lesson_check_among(r->s, list->items[i], ids,
						 l->step_count,
						 LESSON_ERROR_NO_SUCH_STEP,
						 "a step of this lesson");
	lesson_check_twice(r->s, list, NULL, LESSON_ERROR_SAME_ID);
}

/* Keys that do not go together; true: it is one thing to do. */
static bool check_keys(struct reading *r, const struct lesson_node *node,
		       const struct lesson_route_part *p)
{
	const struct lesson_node *lesson = lesson_node_get(node, "lesson");
	const struct lesson_node *act = lesson_node_get(node, "do");

	if (node->kind == LESSON_SCALAR)
		return *p->lesson;
	if (node->kind != LESSON_MAP || node->bad)
		return false;
	if (lesson && act)
		lesson_check_lacks(r->s, act, LESSON_ERROR_EXCLUDES,
				   "\"lesson\" and \"do\" exclude each other",
				   "make two parts of it");
	else if (!lesson && !act &&
		 !lesson_check_has_unknown(node, LESSON_SHAPE_ROUTE_PART))
		lesson_check_lacks(r->s, node, LESSON_ERROR_MISSING_KEY,
				   "a part of a path needs \"lesson\" or "
				   "\"do\"",
				   "lesson: topic/lesson");
	if (act)
		lesson_check_needless(r->s, node, "steps", "do");
	if ((act || p->step_count) && !p->minutes &&
	    !lesson_node_get(node, "minutes"))
		lesson_check_lacks(r->s, node, LESSON_ERROR_MISSING_KEY,
				   "this needs \"minutes\"",
				   "minutes: how long it takes");
	return !lesson != !act && (*p->lesson || p->activity);
}

static bool is_there(const struct catalog_route *route,
		     const struct catalog_entry *entry)
{
	for (size_t i = 0; entry && i < route->count; i++)
		if (route->parts[i].entry == entry)
			return true;
	return false;
}

/* Where the name of the lesson stands. */
static const struct lesson_node *name_at(const struct lesson_node *node)
{
	return node->kind == LESSON_MAP ? lesson_node_get(node, "lesson")
					: node;
}

static void read_part(struct reading *r, const struct lesson_node *node,
		      const struct lesson_route_part *p,
		      struct catalog_route *route)
{
	struct catalog_part part = {
		.activity = p->activity,
		.steps = p->steps,
		.step_count = p->step_count,
		.minutes = p->minutes,
		.about = p->about,
	};

	if (!check_keys(r, node, p))
		return;
	if (*p->lesson)
		part.entry = find(r->c, p->lesson, &part.number);
	if (*p->lesson && !part.entry) {
		tell_absent(r, name_at(node));
		return;
	}
	if (is_there(route, part.entry)) {
		(void)lesson_diag_add(r->s, name_at(node)->at,
				      LESSON_ERROR_SAME_ID,
				      "%s is on this path twice", p->lesson);
		return;
	}
	if (part.entry && part.entry->lesson)
		check_steps(r, part.entry->lesson,
			    lesson_node_get(node, "steps"));
	add_part(route, part);
}

/* ---- a file ---- */

static void check_id(struct reading *r, const struct lesson_node *node)
{
	const struct lesson_node *id = lesson_node_get(node, "id");

	for (size_t i = 0;
	     id && id->kind == LESSON_SCALAR && i < r->c->route_count; i++)
		if (!strcmp(r->c->routes[i].id, id->text))
			(void)lesson_diag_add(r->s, id->at,
					      LESSON_ERROR_SAME_ID,
					      "a path %s is there already",
					      lesson_quote(id->text).text);
}

static void read_route(struct reading *r, const struct lesson_node *node,
		       const struct lesson_route *from)
{
	const struct lesson_node *list = lesson_node_get(node, "parts");
	struct catalog_route route = {
		.id = from->id,
		.title = from->title,
		.about = from->about,
		.present = from->present,
		.parts = mem_new(from->part_count + 1, sizeof(*route.parts)),
	};

	check_id(r, node);
	for (size_t i = 0; list && i < from->part_count; i++)
		read_part(r, list->items[i], &from->parts[i], &route);
	if (!*route.id || !*route.title || !route.count) {
		free(route.parts);
		return; /* which was told */
	}
	r->c->routes[r->c->route_count++] = route;
}

static void read_file(struct catalog *c, struct catalog_route_file *file)
{
	struct lesson_route_file *content = &file->content;
	struct lesson_file f;
	struct reading r = { c, &f.source };
	const struct lesson_node *list;

	(void)lesson_file_open(&f, file->path, &file->diags);
	if (f.root)
		lesson_record_fill(&f.source, LESSON_SHAPE_ROUTES, f.root,
				   content);
	list = f.root && f.root->kind == LESSON_LIST
		       ? f.root
		       : lesson_node_get(f.root, "paths");
	c->routes = mem_resize(c->routes, c->route_count + content->route_count,
			       sizeof(*c->routes));
	for (size_t i = 0; list && i < content->route_count; i++)
		read_route(&r, list->items[i], &content->routes[i]);
	lesson_file_close(&f);
}

void lesson_routes_load(struct catalog *c, char *const *dirs, size_t dir_count)
{
	if (!c->lessons)
		return;
	c->routes = mem_new(1, sizeof(*c->routes));
	c->route_files = mem_new(dir_count + 1, sizeof(*c->route_files));
	add_whole(c);
	for (size_t i = 0; i < dir_count; i++) {
		struct catalog_route_file *file =
			&c->route_files[c->route_file_count];

		file->path = fs_join(dirs[i], LESSON_ROUTE_FILE);
		if (!fs_is_file(file->path)) {
			free(file->path);
			continue;
		}
		c->route_file_count++;
		read_file(c, file);
	}
}

void lesson_routes_release(struct catalog *c)
{
	for (size_t i = 0; i < c->route_count; i++)
		free(c->routes[i].parts);
	for (size_t i = 0; i < c->route_file_count; i++) {
		struct catalog_route_file *file = &c->route_files[i];

		lesson_record_release(LESSON_SHAPE_ROUTES, &file->content);
		lesson_diags_release(&file->diags);
		free(file->path);
	}
	free(c->routes);
	free(c->route_files);
}

int catalog_find_route(const struct catalog *c, const char *name,
		       const struct catalog_route **ret, struct err *e)
{
	struct near near = NEAR(name);
	SCOPED_STR all = STR_INIT;

	for (size_t i = 0; i < c->route_count; i++) {
		*ret = &c->routes[i];
		if (!strcmp((*ret)->id, name) ||
		    !strcasecmp((*ret)->title, name))
			return 0;
		near_offer(&near, (*ret)->id);
		str_addf(&all, "%s%s", i ? ", " : "", (*ret)->id);
	}
	*ret = NULL;
	if (near.best)
		return err_set(e, -ENOENT,
			       "there is no path %s: did you mean %s?", name,
			       near.best);
	return err_set(e, -ENOENT, "there is no path %s: there are %s", name,
		       all.buf);
}
