/* SPDX-License-Identifier: MIT */
#include "app/goto.h"

#include "app/screen.h"
#include "lesson/catalog.h"

const struct catalog_entry *app_goto_lesson(struct app_tui *t,
					    const char *where, struct err *e)
{
	const struct catalog *c = app_tui_context(t)->catalog;
	struct catalog_place to;

	if (catalog_find_place(c, where, &to, e) < 0)
		return NULL;
	app_open_lesson(t, to.entry->topic, to.entry->name,
			to.step >= 0 ? to.entry->lesson->steps[to.step].id
				     : "");
	return to.entry;
}

void app_goto_words(const struct app_tui *t, struct str *out)
{
	const struct catalog *c = app_tui_context(t)->catalog;

	for (size_t i = 0; i < c->count; i++)
		for (size_t k = 0; k < c->topics[i].count; k++)
			str_addf(out, "%s/%s\n", c->topics[i].entries[k].topic,
				 c->topics[i].entries[k].name);
}
