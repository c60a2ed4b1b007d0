/* SPDX-License-Identifier: MIT */
#include "app/panes.h"

#include <string.h>

static const enum lesson_pane USUAL[] = {
	LESSON_PANE_PROCESSES, LESSON_PANE_SHARED,  LESSON_PANE_TIMELINE,
	LESSON_PANE_SOURCE,    LESSON_PANE_CONSOLE,
};

void app_panes(const struct app_options *o, struct lesson_demo *demo)
{
	const enum lesson_pane *panes = USUAL;
	size_t count = sizeof(USUAL) / sizeof(*USUAL);

	if (o->show_count) {
		panes = o->show;
		count = o->show_count;
	} else if (demo->show_count) {
		return;
	}
	memcpy(demo->show, panes, count * sizeof(*panes));
	demo->show_count = count;
}
