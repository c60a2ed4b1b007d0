/* SPDX-License-Identifier: MIT */
#include "app/vary.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "lesson/program.h"

/* In the demo's own words; "" where it has none. */
static char *about_of(const struct lesson_program *p, const char *fault)
{
	for (size_t i = 0; i < p->fault_count; i++)
		if (!strcmp(p->faults[i].name, fault))
			return mem_text(p->faults[i].about);
	return mem_text("");
}

static void add_fault(struct app_vary *v, const char *dir,
		      const struct lesson_demo *demo)
{
	static char name[] = "fault", none[] = VIEW_VARY_NO_FAULT,
		    about[] = "what is broken in the demo";
	struct lesson_vary *row = &v->rows[v->count++];
	struct lesson_program program = { .faults = NULL };
	SCOPED_FREE char *path = NULL;
	SCOPED_STR source = STR_INIT;

	str_addf(&source, "%s.c", demo->program);
	path = fs_join(dir, source.buf);
	/* What cannot be read leaves the names. */
	(void)lesson_program_read(&program, path, NULL);
	*row = (struct lesson_vary){
		.name = name,
		.about = about,
		.choices = mem_new(demo->fault_count + 1, sizeof(char *)),
		.choice_count = demo->fault_count + 1,
	};
	v->faults = mem_new(row->choice_count, sizeof(*v->faults));
	row->choices[0] = none;
	v->faults[0] = mem_text("the demo without a fault");
	for (size_t i = 0; i < demo->fault_count; i++) {
		row->choices[i + 1] = demo->faults[i];
		v->faults[i + 1] = about_of(&program, demo->faults[i]);
	}
	lesson_program_release(&program);
}

void app_vary_open(struct app_vary *v, const char *dir,
		   const struct lesson_demo *demo)
{
	*v = (struct app_vary){ .count = demo->vary_count };
	v->rows = mem_new(demo->vary_count + 1, sizeof(*v->rows));
	for (size_t i = 0; i < demo->vary_count; i++)
		v->rows[i] = demo->vary[i];
	if (demo->fault_count)
		add_fault(v, dir, demo);
}

void app_vary_close(struct app_vary *v)
{
	if (v->faults) {
		struct lesson_vary *fault = &v->rows[v->count - 1];

		for (size_t i = 0; i < fault->choice_count; i++)
			free(v->faults[i]);
		free(fault->choices);
	}
	free(v->faults);
	free(v->rows);
	*v = (struct app_vary){ .rows = NULL };
}

bool app_vary_is_fault(const struct app_vary *v, size_t i)
{
	return v->faults && i + 1 == v->count;
}

struct view_vary_rows app_vary_rows(const struct app_vary *v, bool faults)
{
	bool with = v->faults && faults;

	return (struct view_vary_rows){
		.at = v->rows,
		.count = v->count - (v->faults && !with),
		.faults = with ? v->faults : NULL,
	};
}
