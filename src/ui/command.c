/* SPDX-License-Identifier: MIT */
/*
 * The list of commands as a table.  A key press walks it and reads the names
 * of the keys anew; that is a few dozen short words, and keeps the list the
 * one place where keys are.
 */
#include "ui/command.h"

#include <string.h>

#include "ui/term.h"

static const struct ui_command_info COMMANDS[UI_CMD_COUNT] = {
	[UI_CMD_NONE] = { "", "", "", "", "", "" },
#define UI_COMMAND(id, name, keys, where, short_, help)                        \
	[UI_CMD_##id] = { #id, name, keys, where, short_, help },
#include "ui/commands.def"
#undef UI_COMMAND
};

const struct ui_command_info *ui_command_info(enum ui_command c)
{
	return &COMMANDS[c];
}

/* The next word of *@list into @buf; NULL at the end. */
static const char *next_key(const char **list, char buf[16])
{
	const char *word = *list + strspn(*list, " ");
	size_t len = strcspn(word, " ");

	if (!len)
		return NULL;
	*list = word + len;
	if (len > 15)
		len = 15;
	memcpy(buf, word, len);
	buf[len] = '\0';
	return buf;
}

static bool has_key(const struct ui_command_info *info, uint32_t key)
{
	const char *list = info->keys;
	char buf[16];

	while (next_key(&list, buf))
		if (ui_key_parse(buf) == key)
			return true;
	return false;
}

static enum ui_command find(uint32_t key, char where)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		if (strchr(COMMANDS[i].where, where) &&
		    has_key(&COMMANDS[i], key))
			return (enum ui_command)i;
	return UI_CMD_NONE;
}

enum ui_command ui_command_for(uint32_t key, const char *where)
{
	enum ui_command found = UI_CMD_NONE;

	if (key == UI_KEY_NONE)
		return UI_CMD_NONE;
	for (; *where && !found; where++)
		if (*where != '*')
			found = find(key, *where);
	return found ? found : find(key, '*');
}

bool ui_command_applies(enum ui_command c, const char *where)
{
	const char *own = COMMANDS[c].where;

	return strchr(own, '*') || strpbrk(own, where);
}

const char *ui_command_key(enum ui_command c, char buf[16])
{
	const char *list = COMMANDS[c].keys;

	return next_key(&list, buf) ? buf : "";
}
