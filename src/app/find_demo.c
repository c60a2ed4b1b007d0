/* SPDX-License-Identifier: MIT */
#include "app/find_demo.h"

#include <errno.h>
#include <string.h>

char *app_find_demo(const struct catalog *c, const struct app_paths *paths,
		    const char *name, const char **ret_dir, struct err *e)
{
	const char *slash = strrchr(name, '/');
	size_t topic_len = slash ? (size_t)(slash - name) : 0;
	const char *program = slash ? slash + 1 : name;

	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *t = &c->topics[i];
		char *path;

		if (slash && (strlen(t->id) != topic_len ||
			      strncmp(t->id, name, topic_len) != 0))
			continue;
		path = app_paths_demo(paths, t->dir, program, e);
		if (path) {
			*ret_dir = t->dir;
			return path;
		}
		if (e->code == -EACCES)
			return NULL;
	}
	(void)err_set(e, -ENOENT,
		      "there is no demo %s: procession list names "
		      "the lessons that have demos",
		      name);
	return NULL;
}

bool app_is_demo_name(const char *name)
{
	return *name && *name != '.' && *name != '/' && !strstr(name, "..") &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyz"
				 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789_-/")] == '\0';
}

const struct lesson_demo *app_demo_in_course(const struct catalog *c,
					     const char *dir,
					     const char *program)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *t = &c->topics[i];

		for (size_t j = 0; !strcmp(t->dir, dir) && j < t->count; j++) {
			const struct lesson *l = t->entries[j].lesson;

			for (size_t k = 0; l && k < l->step_count; k++) {
				const struct lesson_demo *d = l->steps[k].demo;

				if (d && !strcmp(d->program, program) &&
				    !strcmp(d->dir, dir))
					return d;
			}
		}
	}
	return NULL;
}
