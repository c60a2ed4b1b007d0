/* SPDX-License-Identifier: MIT */
/*
 * procession lint.  A lesson is examined together with the course it is in,
 * so that what it requires and links to can be looked up: the player's own
 * course, those of --lessons, and the folder above each topic that is named.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/author.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "lesson/catalog.h"
#include "lesson/errors.h"
#include "lesson/lint.h"

enum { EXIT_USAGE = 2 };

struct job {
	const struct app_options *o;
	const struct app_paths *paths;
	struct catalog catalog;
	char **dirs; /* of the courses, resolved */
	size_t dir_count;
	size_t lessons, errors;
	bool unreadable;
};

/* The path without links; the path itself if there is no such. */
static char *resolve(const char *path)
{
	char *real = realpath(path, NULL);

	return real ? real : mem_text(path);
}

static char *parent_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash || slash == path)
		return mem_text("/");
	return mem_text_n(path, (size_t)(slash - path));
}

static void add_dir(struct job *j, char *dir)
{
	for (size_t i = 0; i < j->dir_count; i++) {
		if (strcmp(j->dirs[i], dir) != 0)
			continue;
		free(dir);
		return;
	}
	j->dirs = mem_resize(j->dirs, j->dir_count + 1, sizeof(*j->dirs));
	j->dirs[j->dir_count++] = dir;
}

static bool is_topic(const char *dir)
{
	SCOPED_FREE char *file = fs_join(dir, "topic.yaml");

	return fs_is_file(file);
}

static bool is_route_file(const char *path)
{
	const char *slash = strrchr(path, '/');

	return !strcmp(slash ? slash + 1 : path, LESSON_ROUTE_FILE);
}

/* The course that @path, a lesson, a topic or a course, belongs to. */
static void add_course(struct job *j, const char *path)
{
	char *real = resolve(path);
	bool folder = fs_is_dir(real);
	SCOPED_FREE char *topic = folder ? mem_text(real) : parent_of(real);

	if (is_route_file(real))
		add_dir(j, parent_of(real));
	else if (is_topic(topic))
		add_dir(j, parent_of(topic));
	else if (folder)
		add_dir(j, mem_text(real));
	free(real);
}

static void print_diags(struct job *j, const struct lesson_diags *d)
{
	SCOPED_STR out = STR_INIT;

	for (size_t i = 0; i < d->count; i++) {
		j->unreadable |= strcmp(d->items[i].code, "E001") == 0;
		if (j->o->json)
			lesson_diag_json(d, i, &out);
		else
			lesson_diag_format(d, i, &out);
	}
	j->errors += lesson_diags_errors(d);
	(void)fwrite(out.buf, 1, out.len, stdout);
	(void)fflush(stdout);
}

static void lint_file(struct job *j, const char *path)
{
	struct lesson_diags diags;
	struct lesson *l;

	j->lessons++;
	(void)lesson_lint(path, &j->catalog, &l, &diags);
	if (l)
		app_lint_render(l, &diags);
	if (l && j->o->run && !lesson_diags_errors(&diags))
		app_lint_run(l, j->o, j->paths, &diags);
	print_diags(j, &diags);
	lesson_diags_release(&diags);
	lesson_free(l);
}

static void lint_entry(struct job *j, const struct catalog_entry *entry)
{
	/* Of one that loads, only the catalog knows what it requires. */
	if (entry->lesson)
		print_diags(j, &entry->diags);
	lint_file(j, entry->path);
}

static void lint_topic(struct job *j, const struct catalog_topic *topic)
{
	print_diags(j, &topic->diags);
	for (size_t i = 0; i < topic->count; i++)
		lint_entry(j, &topic->entries[i]);
}

static const struct catalog_entry *find_entry(const struct catalog *c,
					      const char *real)
{
	for (size_t t = 0; t < c->count; t++) {
		for (size_t i = 0; i < c->topics[t].count; i++) {
			const struct catalog_entry *entry =
				&c->topics[t].entries[i];
			SCOPED_FREE char *path = resolve(entry->path);

			if (strcmp(path, real) == 0)
				return entry;
		}
	}
	return NULL;
}

/* The paths through the course in @real; false: it has none. */
static bool lint_routes(struct job *j, const char *real)
{
	for (size_t i = 0; i < j->catalog.route_file_count; i++) {
		const struct catalog_route_file *file =
			&j->catalog.route_files[i];
		SCOPED_FREE char *path = resolve(file->path);
		SCOPED_FREE char *dir = parent_of(path);

		if (strcmp(dir, real) != 0 && strcmp(path, real) != 0)
			continue;
		print_diags(j, &file->diags);
		return true;
	}
	return false;
}

/* Every topic that is @real or lies in it; how many. */
static size_t lint_folder(struct job *j, const char *real)
{
	size_t n = 0;

	for (size_t t = 0; t < j->catalog.count; t++) {
		SCOPED_FREE char *dir = resolve(j->catalog.topics[t].dir);
		SCOPED_FREE char *above = parent_of(dir);

		if (strcmp(dir, real) != 0 && strcmp(above, real) != 0)
			continue;
		lint_topic(j, &j->catalog.topics[t]);
		n++;
	}
	return n;
}

/* The lessons that lie in a folder that is no topic; how many. */
static size_t lint_loose(struct job *j, const char *dir)
{
	char **names = NULL;
	size_t count = 0, n = 0;

	if (fs_list(dir, &names, &count, NULL) < 0)
		return 0;
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(names[i]);
		SCOPED_FREE char *path = fs_join(dir, names[i]);

		if (len < 6 || strcmp(names[i] + len - 5, ".yaml") != 0 ||
		    strcmp(names[i], "topic.yaml") == 0 ||
		    is_route_file(names[i]))
			continue;
		lint_file(j, path);
		n++;
	}
	fs_list_free(names, count);
	return n;
}

static void lint_path(struct job *j, const char *path)
{
	SCOPED_FREE char *real = resolve(path);
	const struct catalog_entry *entry;

	if (fs_is_dir(real)) {
		(void)lint_routes(j, real);
		if (lint_folder(j, real) || lint_loose(j, path))
			return;
		(void)fprintf(stderr,
			      "procession: lint: %s: there are no lessons in "
			      "this folder\n",
			      path);
		j->unreadable = true;
		return;
	}
	if (is_route_file(real) && lint_routes(j, real))
		return;
	entry = find_entry(&j->catalog, real);
	if (entry && entry->lesson)
		print_diags(j, &entry->diags);
	lint_file(j, path);
}

static void print_sum(const struct job *j)
{
	const char *s = j->lessons == 1 ? "" : "s";

	if (j->o->json)
		return;
	if (!j->lessons)
		(void)printf(j->errors ? "%zu error%s\n" : "no errors\n",
			     j->errors, j->errors == 1 ? "" : "s");
	else if (j->errors)
		(void)printf("%zu error%s in %zu lesson%s\n", j->errors,
			     j->errors == 1 ? "" : "s", j->lessons, s);
	else
		(void)printf("%zu lesson%s, no errors\n", j->lessons, s);
}

/* What is named, or all there is. */
static void lint_all(struct job *j)
{
	const struct catalog *c = &j->catalog;

	for (size_t i = 0; j->o->args[i]; i++)
		lint_path(j, j->o->args[i]);
	for (size_t i = 0; !j->o->args[0] && i < c->route_file_count; i++)
		print_diags(j, &c->route_files[i].diags);
	for (size_t i = 0; !j->o->args[0] && i < c->count; i++)
		lint_topic(j, &c->topics[i]);
	print_sum(j);
}

int app_lint(const struct app_options *o, const struct app_paths *paths)
{
	struct job j = { .o = o, .paths = paths };
	struct err e = ERR_NONE;

	if (!o->other_course)
		add_dir(&j, resolve(paths->lessons));
	for (size_t i = 0; i < o->lesson_dir_count; i++)
		add_dir(&j, resolve(o->lesson_dirs[i]));
	for (size_t i = 0; o->args[i]; i++)
		add_course(&j, o->args[i]);
	if (catalog_load(&j.catalog, j.dirs, j.dir_count, &e) < 0) {
		(void)fprintf(stderr, "procession: lint: %s\n", e.text);
		j.unreadable = true;
	}
	if (o->bank)
		app_lint_bank(&j.catalog, o->json);
	else
		lint_all(&j);
	catalog_release(&j.catalog);
	for (size_t i = 0; i < j.dir_count; i++)
		free(j.dirs[i]);
	free(j.dirs);
	return j.unreadable ? EXIT_USAGE : j.errors ? 1 : 0;
}
