/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "base/str.h"
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

int lesson_ask_step(const struct lesson *l, const char *name, const char *id,
		    struct err *e)
{
	struct near near = NEAR(id);
	SCOPED_STR ids = STR_INIT;
	int found = lesson_find_step(l, id);

	if (found >= 0)
		return found;
	for (size_t i = 0; i < l->step_count; i++) {
		near_offer(&near, l->steps[i].id);
		str_addf(&ids, "%s%s", i ? ", " : "", l->steps[i].id);
	}
	if (near.best)
		return err_set(e, -ENOENT,
			       "%s has no step %s: did you mean %s?", name, id,
			       near.best);
	return err_set(e, -ENOENT, "%s has no step %s: it has %s", name, id,
		       ids.buf);
}

const struct catalog_topic *catalog_topic_of(const struct catalog *c,
					     const struct catalog_entry *entry)
{
	const struct catalog_topic *t = c->topics;

	while (strcmp(t->id, entry->topic) != 0)
		t++;
	return t;
}

int catalog_find_place(const struct catalog *c, const char *text,
		       struct catalog_place *ret, struct err *e)
{
	SCOPED_FREE char *name = mem_text(text);
	char *step = strchr(name, ':');
	struct catalog_place place = { .step = -1 };
	int r;

	if (step)
		*step++ = '\0';
	r = catalog_find(c, name, &place.entry, e);
	if (r < 0)
		return r;
	place.topic = catalog_topic_of(c, place.entry);
	if (!place.entry->lesson) {
		r = err_set(e, -EINVAL, "%s cannot be played: lint says why",
			    name);
	} else if (step) {
		place.step =
			lesson_ask_step(place.entry->lesson, name, step, e);
		r = place.step < 0 ? place.step : 0;
	}
	*ret = place;
	return r;
}
