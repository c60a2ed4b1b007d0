/* SPDX-License-Identifier: MIT */
/*
 * First every command gets the keys that are said for it, as if nothing could
 * go wrong; then whoever shares a key loses what was said, until nobody does.
 * So two commands may change places, and the order in the file says nothing.
 * The list itself has no clashes, so it ends.
 */
#include "app/settings_keys.h"

#include <ctype.h>
#include <string.h>

#include "base/near.h"
#include "ui/command.h"
#include "ui/term.h"

struct said {
	const struct lesson_node *node; /* NULL: nothing */
	char keys[UI_KEYS_MAX];
};

struct bindings {
	struct lesson_source *s;
	struct said said[UI_CMD_COUNT];
};

/* What must stay on its key, so that anybody finds out. */
static const struct {
	enum ui_command command;
	const char *key;
} ways_out[] = {
	{ UI_CMD_QUIT, "q" },
	{ UI_CMD_STOP, "Ctrl-C" },
};

static const char *name_of(enum ui_command c)
{
	return ui_command_info(c)->name;
}

static enum ui_command find_command(struct lesson_source *s,
				    const struct lesson_node *key)
{
	enum ui_command c = ui_command_find(key->text);
	struct near near = NEAR(key->text);
	struct lesson_diag *d;

	if (c != UI_CMD_NONE)
		return c;
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		near_offer(&near, name_of((enum ui_command)i));
	d = lesson_diag_add(s, key->at, LESSON_ERROR_UNKNOWN_KEY,
			    "there is no command \"%s\"",
			    lesson_quote(key->text).text);
	if (near.best)
		lesson_diag_advise(d, "did you mean %s?", near.best);
	else
		lesson_diag_advise(d, "procession keys lists the commands");
	return UI_CMD_NONE;
}

/* Whether @node names a key that can be used; tells why not. */
static bool is_key(struct lesson_source *s, const struct lesson_node *node)
{
	struct lesson_diag *d;
	const char *near;
	char buf[16];

	if (node->kind != LESSON_SCALAR || node->bad) {
		if (!node->bad)
			(void)lesson_diag_add(s, node->at, LESSON_ERROR_TYPE,
					      "a key must be a word");
		return false;
	}
	if (node->len == 1 && isdigit((unsigned char)*node->text)) {
		d = lesson_diag_add(s, node->at, LESSON_ERROR_RANGE,
				    "%s cannot be a key", node->text);
		lesson_diag_advise(d, "digits repeat the next key, as in 5n");
		return false;
	}
	if (ui_key_parse(node->text) != UI_KEY_NONE && node->len < 16)
		return true;
	d = lesson_diag_add(s, node->at, LESSON_ERROR_UNKNOWN_KEY,
			    "there is no key \"%s\"",
			    lesson_quote(node->text).text);
	near = ui_key_near(node->text, buf);
	if (near)
		lesson_diag_advise(d, "did you mean %s?", near);
	else
		lesson_diag_advise(d, "write a character, or a name such as "
				      "Space, PgDn, F5, Ctrl-L");
	return false;
}

static bool add_key(struct lesson_source *s, const struct lesson_node *node,
		    char keys[UI_KEYS_MAX])
{
	size_t len = strlen(keys);

	if (!is_key(s, node))
		return false;
	if (len + node->len + 2 > UI_KEYS_MAX) {
		(void)lesson_diag_add(s, node->at, LESSON_ERROR_RANGE,
				      "too many keys for one command");
		return false;
	}
	if (len)
		keys[len++] = ' ';
	memcpy(keys + len, node->text, node->len + 1);
	return true;
}

static void take(struct bindings *b, const struct lesson_node *key,
		 const struct lesson_node *value)
{
	enum ui_command c = find_command(b->s, key);
	bool good = c != UI_CMD_NONE;
	char keys[UI_KEYS_MAX] = "";

	if (value->kind == LESSON_MAP) {
		(void)lesson_diag_add(b->s, value->at, LESSON_ERROR_TYPE,
				      "the keys of %s must be a word or a list",
				      lesson_quote(key->text).text);
		return;
	}
	if (value->kind == LESSON_SCALAR)
		good = add_key(b->s, value, keys) && good;
	else
		for (size_t i = 0; i < value->count; i++)
			good = add_key(b->s, value->items[i], keys) && good;
	if (!good)
		return;
	b->said[c].node = value;
	memcpy(b->said[c].keys, keys, sizeof(keys));
	ui_command_bind(c, keys);
}

static void drop(struct bindings *b, enum ui_command c)
{
	b->said[c].node = NULL;
	ui_command_bind(c, NULL);
}

static void keep_ways_out(struct bindings *b)
{
	for (size_t i = 0; i < sizeof(ways_out) / sizeof(*ways_out); i++) {
		enum ui_command c = ways_out[i].command;
		struct lesson_diag *d;

		if (!b->said[c].node ||
		    ui_command_has_key(c, ui_key_parse(ways_out[i].key)))
			continue;
		d = lesson_diag_add(b->s, b->said[c].node->at,
				    LESSON_ERROR_RANGE,
				    "%s must stay on %s, so that there is a "
				    "way out",
				    name_of(c), ways_out[i].key);
		lesson_diag_advise(d, "write [%s, %s]", ways_out[i].key,
				   *b->said[c].keys ? b->said[c].keys : "...");
		drop(b, c);
	}
}

/* Another command that is on @key where @c applies. */
static enum ui_command rival(enum ui_command c, uint32_t key)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++) {
		enum ui_command other = (enum ui_command)i;

		if (other != c && ui_command_meet(c, other) &&
		    ui_command_has_key(other, key))
			return other;
	}
	return UI_CMD_NONE;
}

static void tell_clash(const struct bindings *b, enum ui_command c,
		       enum ui_command other, const char *key)
{
	const struct said *two = &b->said[other];
	struct lesson_diag *d;

	d = lesson_diag_add(b->s, b->said[c].node->at, LESSON_ERROR_REPEATED,
			    "%s and %s are both on %s", name_of(c),
			    name_of(other), key);
	if (two->node)
		lesson_diag_advise(d, "both keep their own keys: %s and %s",
				   ui_command_info(c)->keys,
				   ui_command_info(other)->keys);
	else
		lesson_diag_advise(
			d, "%s keeps %s; put %s on another key first",
			name_of(c), ui_command_info(c)->keys, name_of(other));
}

/* Whether @c had to lose what was said of it. */
static bool settle(struct bindings *b, enum ui_command c)
{
	const char *list = ui_command_keys(c);
	enum ui_command other;
	char word[16];

	while (b->said[c].node && ui_command_next_key(&list, word)) {
		other = rival(c, ui_key_parse(word));
		if (other == UI_CMD_NONE)
			continue;
		tell_clash(b, c, other, word);
		drop(b, c);
		if (b->said[other].node)
			drop(b, other);
		return true;
	}
	return false;
}

void app_settings_keys(struct lesson_source *s, const struct lesson_node *map)
{
	struct bindings b = { .s = s };
	bool again;

	for (size_t i = 0; i < map->count; i++)
		take(&b, map->keys[i], map->items[i]);
	keep_ways_out(&b);
	do {
		again = false;
		for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT && !again; i++)
			again = settle(&b, (enum ui_command)i);
	} while (again);
}
