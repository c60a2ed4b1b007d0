/* SPDX-License-Identifier: MIT */
#include "lesson/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "lesson/record.h"

static const struct {
	const char *name, *about;
	enum lesson_pane_group group;
} panes[LESSON_PANE_COUNT] = {
#define LESSON_PANE(id, word, group, about)                                    \
	[LESSON_PANE_##id] = { #word, about, LESSON_PANES_##group },
#include "lesson/panes.def"
#undef LESSON_PANE
};

const char *lesson_pane_name(enum lesson_pane pane)
{
	return pane < LESSON_PANE_COUNT ? panes[pane].name : "";
}

const char *lesson_pane_about(enum lesson_pane pane)
{
	return panes[pane].about;
}

enum lesson_pane_group lesson_pane_group(enum lesson_pane pane)
{
	return panes[pane].group;
}

void lesson_free(struct lesson *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->step_count; i++)
		if (l->steps[i].demo)
			free(l->steps[i].demo->dir);
	lesson_record_release(LESSON_SHAPE_LESSON, l);
	free(l->path);
	free(l->dir);
	free(l->topic);
	free(l);
}

int lesson_find_step(const struct lesson *l, const char *id)
{
	for (size_t i = 0; i < l->step_count; i++)
		if (strcmp(l->steps[i].id, id) == 0)
			return (int)i;
	return -1;
}

static int questions_of(const struct lesson_step *s)
{
	const struct lesson_exercise *e = s->exercise;
	size_t count = s->quiz_count;

	count += s->predict != NULL;
	count += s->observe != NULL;
	if (e)
		count += e->question_count;
	count += e && e->choose == LESSON_CHOOSE_FAULT && s->demo;
	return (int)count;
}

int lesson_question_count(const struct lesson *l)
{
	int count = 0;

	for (size_t i = 0; i < l->step_count; i++)
		count += questions_of(&l->steps[i]);
	return count;
}

bool lesson_demo_shows(const struct lesson_demo *d, enum lesson_pane pane)
{
	for (size_t i = 0; d && i < d->show_count; i++)
		if (d->show[i] == pane)
			return true;
	return false;
}
