/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "lesson/catalog.h"
#include "lesson/load.h"

struct search {
	const char *topic; /* NULL: any */
	const char *name;
	const struct catalog_entry *found, *other; /* the first two */
};

static void look(const struct catalog *c, struct search *s)
{
	for (size_t t = 0; t < c->count; t++) {
		const struct catalog_topic *topic = &c->topics[t];

		if (s->topic && strcmp(topic->id, s->topic) != 0)
			continue;
		for (size_t i = 0; i < topic->count; i++) {
			if (strcmp(topic->entries[i].name, s->name) != 0)
				continue;
			if (!s->found)
				s->found = &topic->entries[i];
			else if (!s->other)
				s->other = &topic->entries[i];
		}
	}
}

char *catalog_nearest(const struct catalog *c, const char *name)
{
	struct near near = NEAR(name);
	char *best = NULL;

	for (size_t t = 0; t < c->count; t++) {
		const struct catalog_topic *topic = &c->topics[t];

		for (size_t i = 0; i < topic->count; i++) {
			const char *entry = topic->entries[i].name;
			struct str full = STR_INIT;
			const char *was = near.best;

			str_addf(&full, "%s/%s", topic->id, entry);
			near_offer(&near, strchr(name, '/') ? full.buf : entry);
			if (near.best == was) {
				str_release(&full);
				continue;
			}
			free(best);
			best = str_detach(&full);
			near.best = best;
		}
	}
	return best;
}

static int tell_absent(const struct catalog *c, const char *name, struct err *e)
{
	char *best = catalog_nearest(c, name);

	if (best)
		(void)err_set(e, -ENOENT,
			      "there is no lesson %s; did you mean "
			      "%s?",
			      name, best);
	else
		(void)err_set(e, -ENOENT,
			      "there is no lesson %s; procession list shows "
			      "all",
			      name);
	free(best);
	return -ENOENT;
}

int catalog_find(const struct catalog *c, const char *name,
		 const struct catalog_entry **ret, struct err *e)
{
	const char *slash = strchr(name, '/');
	char *folder = slash ? mem_text_n(name, (size_t)(slash - name)) : NULL;
	char *topic = folder && *folder ? lesson_topic_of(folder) : NULL;
	struct search s = { .topic = topic, .name = slash ? slash + 1 : name };

	look(c, &s);
	free(folder);
	free(topic);
	if (!s.found)
		return tell_absent(c, name, e);
	/* Of two topics with one name, the first counts. */
	if (s.other && !slash)
		return err_set(e, -ENOTUNIQ,
			       "%s could be %s/%s or %s/%s: name the topic",
			       name, s.found->topic, s.found->name,
			       s.other->topic, s.other->name);
	*ret = s.found;
	return 0;
}
