/* SPDX-License-Identifier: MIT */
#include "view/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define DEPTH_MAX 8 /* calls in one another that are followed */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_live(const struct model_process *p)
{
	return p->state != MODEL_ENDED && p->state != MODEL_ZOMBIE;
}

/* The demo may have been built elsewhere: its name must do. */
static bool is_file(const char *file, const char *shown)
{
	return file && !strcmp(base_name(file), base_name(shown));
}

/* The line of @process in the C text, or 0; *@caller: of what it is inlined
 * in, or 0. */
static int c_line(const struct view_player *p,
		  const struct model_process *process, int *caller)
{
	const char *path = p->source[UI_LANG_C].path;
	struct model_place place;

	*caller = 0;
	if (!p->place || !path || !is_live(process))
		return 0;
	place = p->place(p->place_arg, process);
	if (is_file(place.caller_file, path))
		*caller = place.caller_line;
	if (is_file(place.file, path))
		return place.line;
	/* In a function of a header, say, which is inlined in one of here. */
	return *caller;
}

int view_marks_line(const struct view_player *p, enum ui_language side,
		    const struct model_process *process)
{
	int caller, line = c_line(p, process, &caller);

	if (side == UI_LANG_C || !line)
		return line;
	return ui_calls_twin(&p->calls[UI_LANG_C], &p->calls[UI_LANG_PYTHON],
			     line);
}

static int by_line(const void *a, const void *b)
{
	const struct view_mark *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if ((x->inside < 0) != (y->inside < 0))
		return x->inside < 0 ? -1 : 1;
	return x->process < y->process ? -1 : x->process > y->process;
}

static void add_mark(struct view_marks *marks, struct view_mark mark)
{
	marks->items = mem_grow(marks->items, marks->count, &marks->cap,
				sizeof(*marks->items));
	marks->items[marks->count++] = mark;
}

/*
 * Where the functions were called that @process is in, as far as there is only
 * one place from which that can be.
 */
static void add_callers(const struct view_player *p, enum ui_language side,
			const struct model_process *process, int line,
			struct view_marks *marks)
{
	const struct ui_calls *calls = &p->calls[side];
	int inlined = 0;

	if (side == UI_LANG_C)
		(void)c_line(p, process, &inlined);
	for (int i = 0; i < DEPTH_MAX; i++) {
		int inside = ui_calls_function(calls, line);
		int from = i ? 0 : inlined;

		if (inside < 0)
			return;
		if (!from)
			from = ui_calls_caller(calls, inside);
		if (from <= 0 || from == line)
			return;
		add_mark(marks, (struct view_mark){ from, inside, process });
		line = from;
	}
}

struct view_marks view_marks(const struct view_player *p, enum ui_language side)
{
	const struct model *m = p->model;
	struct view_marks marks = { 0 };

	for (size_t i = 0; m && i < m->process_count; i++) {
		int line = view_marks_line(p, side, &m->processes[i]);

		if (line <= 0)
			continue;
		add_mark(&marks,
			 (struct view_mark){ line, -1, &m->processes[i] });
		add_callers(p, side, &m->processes[i], line, &marks);
	}
	if (marks.count)
		qsort(marks.items, marks.count, sizeof(*marks.items), by_line);
	return marks;
}
