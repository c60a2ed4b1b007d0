/* SPDX-License-Identifier: MIT */
/*
 * Looking for words in all lessons: where they are in each is found once for
 * the words, and rows are made from that.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "view/home_inside.h"

/* ---- finding ---- */

static struct view_home_hit look_in(const struct catalog_entry *e,
				    const char *words)
{
	const struct lesson *l = e->lesson;

	if (view_find_in(e->name, words))
		return (struct view_home_hit){ VIEW_HOME_LESSON, 0 };
	if (!l)
		return (struct view_home_hit){ VIEW_HOME_NOWHERE, 0 };
	if (view_find_in(l->title, words) || view_find_in(l->about, words))
		return (struct view_home_hit){ VIEW_HOME_LESSON, 0 };
	for (size_t i = 0; i < l->step_count; i++)
		if (view_find_in(l->steps[i].title, words) ||
		    view_find_in(l->steps[i].text, words))
			return (struct view_home_hit){ VIEW_HOME_STEP, i };
	for (size_t i = 0; i < l->glossary_count; i++)
		if (view_find_in(l->glossary[i].name, words) ||
		    view_find_in(l->glossary[i].text, words))
			return (struct view_home_hit){ VIEW_HOME_TERM, i };
	return (struct view_home_hit){ VIEW_HOME_NOWHERE, 0 };
}

/*
 * Where the words of the filter are.  With @narrower, they are in no lesson
 * that the words before were not in.
 */
static void look_everywhere(struct view_home *h, bool narrower)
{
	size_t n = 0;

	if (!h->hits)
		h->hits = mem_new(h->catalog->lessons + 1, sizeof(*h->hits));
	for (size_t i = 0; i < h->catalog->count; i++) {
		const struct catalog_topic *t = &h->catalog->topics[i];
		bool all = view_home_topic_fits(h, i);

		for (size_t j = 0; j < t->count; j++, n++) {
			if (narrower && h->hits[n].in == VIEW_HOME_NOWHERE)
				continue;
			h->hits[n] = look_in(&t->entries[j], h->filter);
			if (all && h->hits[n].in == VIEW_HOME_NOWHERE)
				h->hits[n].in = VIEW_HOME_LESSON;
		}
	}
}

void view_home_again(struct view_home *h)
{
	if (*h->filter)
		look_everywhere(h, false);
}

struct view_home_hit view_home_hit(const struct view_home *h)
{
	struct view_home_hit none = { VIEW_HOME_NOWHERE, 0 };
	struct view_home_row row;

	if (!*h->filter || !h->hits || h->cursor >= view_home_rows(h))
		return none;
	row = view_home_row(h, h->cursor);
	return row.entry == VIEW_NO_LESSON ? none : h->hits[row.lesson];
}

void view_home_release(struct view_home *h)
{
	free(h->hits);
	h->hits = NULL;
}

static size_t lessons_listed(const struct view_home *h)
{
	size_t count = 0;

	for (size_t i = 0; i < h->catalog->lessons; i++)
		count += h->hits[i].in != VIEW_HOME_NOWHERE;
	return count;
}

/* All again; on the lesson that was found, if one was. */
static void show_all(struct view_home *h, bool stay)
{
	const struct catalog_entry *e = view_home_entry(h);
	size_t resume = h->resume;

	if (!*h->filter)
		return;
	h->filter[0] = '\0';
	h->open = h->began_open;
	h->cursor = h->began_cursor;
	if (stay && e)
		view_home_begin(h, view_home_number(h->catalog, e));
	h->resume = resume;
}

/* A large letter makes every letter stand for itself: others are found. */
static bool has_large(const char *words)
{
	return words[strcspn(words, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] != '\0';
}

void view_home_find(struct view_home *h, enum view_find how, const char *words,
		    struct str *say)
{
	size_t count;

	if (how == VIEW_FIND_CANCEL || !*words) {
		show_all(h, how != VIEW_FIND_CANCEL);
		return;
	}
	if (!*h->filter) {
		h->began_open = h->open;
		h->began_cursor = h->cursor;
	}
	if (how == VIEW_FIND_NEXT || how == VIEW_FIND_BACK)
		view_home_move(h, how == VIEW_FIND_NEXT ? 1 : -1);
	if (strcmp(h->filter, words) != 0) {
		bool narrower = *h->filter && !has_large(words) &&
				!strncmp(words, h->filter, strlen(h->filter));

		(void)snprintf(h->filter, sizeof(h->filter), "%s", words);
		look_everywhere(h, narrower);
		h->cursor = view_home_rows(h) > 1;
	}
	count = lessons_listed(h);
	str_addf(say, "%zu %s", count, count == 1 ? "lesson" : "lessons");
}
