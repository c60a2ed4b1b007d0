/* SPDX-License-Identifier: MIT */
#include "app/goto.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "app/screen.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "lesson/catalog.h"

static bool is_step(const struct lesson *l, const char *step, struct err *e)
{
	struct near near = NEAR(step);

	if (lesson_find_step(l, step) >= 0)
		return true;
	for (size_t i = 0; i < l->step_count; i++)
		near_offer(&near, l->steps[i].id);
	if (near.best)
		(void)err_set(e, -ENOENT, "%s has no step %s: did you mean %s?",
			      l->id, step, near.best);
	else
		(void)err_set(e, -ENOENT, "%s has no step %s", l->id, step);
	return false;
}

const struct catalog_entry *app_goto_lesson(struct app_tui *t,
					    const char *where, struct err *e)
{
	SCOPED_FREE char *name = mem_text(where);
	char *step = strchr(name, ':');
	const struct catalog_entry *entry;

	if (step)
		*step++ = '\0';
	if (catalog_find(app_tui_context(t)->catalog, name, &entry, e) < 0)
		return NULL;
	if (!entry->lesson) {
		(void)err_set(e, -EINVAL, "%s cannot be played: lint says why",
			      name);
		return NULL;
	}
	if (step && !is_step(entry->lesson, step, e))
		return NULL;
	app_open_lesson(t, entry->topic, entry->name, step ? step : "");
	return entry;
}

void app_goto_words(const struct app_tui *t, struct str *out)
{
	const struct catalog *c = app_tui_context(t)->catalog;

	for (size_t i = 0; i < c->count; i++)
		for (size_t k = 0; k < c->topics[i].count; k++)
			str_addf(out, "%s/%s\n", c->topics[i].entries[k].topic,
				 c->topics[i].entries[k].name);
}
