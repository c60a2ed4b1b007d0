/* SPDX-License-Identifier: MIT */
#include "lesson/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "lesson/record.h"

const char *lesson_pane_name(enum lesson_pane pane)
{
	switch (pane) {
	case LESSON_PANE_TEXT:
		return "text";
	case LESSON_PANE_SOURCE:
		return "source";
	case LESSON_PANE_PROCESSES:
		return "processes";
	case LESSON_PANE_QUEUE:
		return "queue";
	case LESSON_PANE_TIMELINE:
		return "timeline";
	case LESSON_PANE_CONSOLE:
		return "console";
	case LESSON_PANE_SHARED:
		return "shared";
	case LESSON_PANE_COUNT:
		break;
	}
	return "";
}

void lesson_free(struct lesson *l)
{
	if (!l)
		return;
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
