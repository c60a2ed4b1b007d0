/* SPDX-License-Identifier: MIT */
#include "app/count.h"

#include <string.h>

bool app_count_allowed(const char *where)
{
	return *where && !strchr(where, '#');
}

bool app_count_key(struct app_count *c, uint32_t key, const char *where)
{
	if (key < (c->number ? '0' : '1') || key > '9')
		return false;
	if (!app_count_allowed(where) ||
	    ui_command_for(key, where) != UI_CMD_NONE)
		return false;
	c->number = c->number * 10 + (int)(key - '0');
	if (c->number > APP_COUNT_MAX)
		c->number = APP_COUNT_MAX;
	c->digits++;
	return true;
}

int app_count_pane(const struct app_count *c)
{
	return c->digits == 1 ? c->number : 0;
}

int app_count_times(const struct app_count *c, enum ui_command command)
{
	return c->number && ui_command_info(command)->counted ? c->number : 1;
}

/* The keys of one character: all of them would fill the line. */
static void add_keys(const char *where, struct str *out)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++) {
		enum ui_command c = (enum ui_command)i;
		const char *list = ui_command_keys(c);
		char key[16];

		if (!ui_command_info(c)->counted ||
		    !ui_command_applies(c, where))
			continue;
		while (ui_command_next_key(&list, key))
			if (strlen(key) == 1) {
				str_addf(out, "%s ", key);
				break;
			}
	}
}

void app_count_words(const struct app_count *c, const char *where,
		     const char *pane, struct str *out)
{
	str_addf(out, "%d: ", c->number);
	add_keys(where, out);
	if (c->number > 1)
		str_addf(out, "%d times", c->number);
	else
		str_add(out, "once");
	if (*pane)
		str_addf(out, " · Enter or wait: %s", pane);
	else
		str_add(out, " · Escape drops it");
}
