/* SPDX-License-Identifier: MIT */
/*
 * The list of commands as a table, and beside it what the settings changed.  A
 * key press walks it and reads the names of the keys anew; that is a few dozen
 * short words, and keeps the list the one place where keys are.
 */
#include "ui/command.h"

#include <stdio.h>
#include <string.h>

#include "ui/term.h"

static const struct ui_command_info COMMANDS[UI_CMD_COUNT] = {
	[UI_CMD_NONE] = { "", "", "", "", "", "", false },
#define UI_COMMAND(id, name, keys, where, short_, help)                        \
	[UI_CMD_##id] = { #id, name, keys, where, short_, help, false },
#define UI_COUNTED(id, name, keys, where, short_, help)                        \
	[UI_CMD_##id] = { #id, name, keys, where, short_, help, true },
#include "ui/commands.def"
#undef UI_COMMAND
};

static const struct {
	char letter;
	const char *words;
} PLACES[] = {
#define UI_PLACE(letter, words) { letter, words },
#define UI_COMMAND(id, name, keys, where, short_, help)
#include "ui/commands.def"
#undef UI_COMMAND
};

/* Places that can apply at once, beside '*': the keys of one hide another's. */
static const char *const TOGETHER[] = { "dlVt", "pt", "aR", "fR", "bR" };

/* What the settings say instead of the list; set once, before any screen. */
static struct {
	bool bound;
	char keys[UI_KEYS_MAX];
} changes[UI_CMD_COUNT];

const struct ui_command_info *ui_command_info(enum ui_command c)
{
	return &COMMANDS[c];
}

enum ui_command ui_command_find(const char *name)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		if (!strcmp(COMMANDS[i].name, name))
			return (enum ui_command)i;
	return UI_CMD_NONE;
}

const char *ui_command_keys(enum ui_command c)
{
	return changes[c].bound ? changes[c].keys : COMMANDS[c].keys;
}

void ui_command_bind(enum ui_command c, const char *keys)
{
	changes[c].bound = keys != NULL;
	(void)snprintf(changes[c].keys, sizeof(changes[c].keys), "%s",
		       keys ? keys : "");
}

bool ui_command_is_bound(enum ui_command c)
{
	return changes[c].bound;
}

const char *ui_command_next_key(const char **list, char buf[16])
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

bool ui_command_has_key(enum ui_command c, uint32_t key)
{
	const char *list = ui_command_keys(c);
	char buf[16];

	while (ui_command_next_key(&list, buf))
		if (ui_key_parse(buf) == key)
			return true;
	return false;
}

static enum ui_command find(uint32_t key, char where)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		if (strchr(COMMANDS[i].where, where) &&
		    ui_command_has_key((enum ui_command)i, key))
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

bool ui_command_meet(enum ui_command a, enum ui_command b)
{
	const char *one = COMMANDS[a].where, *two = COMMANDS[b].where;

	if (strchr(one, '*') || strchr(two, '*') || strpbrk(one, two))
		return true;
	for (size_t i = 0; i < sizeof(TOGETHER) / sizeof(*TOGETHER); i++)
		if (strpbrk(one, TOGETHER[i]) && strpbrk(two, TOGETHER[i]))
			return true;
	return false;
}

const char *ui_command_key(enum ui_command c, char buf[16])
{
	const char *list = ui_command_keys(c);

	buf[0] = '\0';
	if (!ui_command_next_key(&list, buf) && c != UI_CMD_NONE)
		(void)snprintf(buf, 16, ":%s", COMMANDS[c].name);
	return buf;
}

const char *ui_place_words(char letter)
{
	for (size_t i = 0; i < sizeof(PLACES) / sizeof(*PLACES); i++)
		if (PLACES[i].letter == letter)
			return PLACES[i].words;
	return "";
}
