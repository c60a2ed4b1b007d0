/* SPDX-License-Identifier: MIT */
/*
 * Commands and the keys they are on, from ui/commands.def.
 */
#ifndef UI_COMMAND_H
#define UI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ui_command {
	UI_CMD_NONE,
#define UI_COMMAND(id, name, keys, where, short_, help) UI_CMD_##id,
#include "ui/commands.def"
#undef UI_COMMAND
	UI_CMD_COUNT
};

struct ui_command_info {
	/* keys: the list's own; ui_command_keys has the ones in force */
	const char *id, *name, *keys, *where, *brief, *help;
	bool counted; /* a number before it repeats it: 5n */
};

const struct ui_command_info *ui_command_info(enum ui_command c);

/* The command with this name ("step"); UI_CMD_NONE if there is none. */
enum ui_command ui_command_find(const char *name);

/*
 * What @key means where the letters @where apply ("ld": a lesson step with a
 * demo).  The first letter of @where that knows the key decides; '*' is
 * always last.  UI_CMD_NONE if the key means nothing there.
 */
enum ui_command ui_command_for(uint32_t key, const char *where);

/* Whether the command belongs to any of @where, or everywhere. */
bool ui_command_applies(enum ui_command c, const char *where);
/* Whether there is a place where both apply, so that no key can be for both. */
bool ui_command_meet(enum ui_command a, enum ui_command b);

/* "n Right PgDn": the keys it is on, "" if on none.  Borrowed. */
const char *ui_command_keys(enum ui_command c);
bool ui_command_has_key(enum ui_command c, uint32_t key);
/* The next word of *@list into @buf, which is returned; NULL at the end. */
const char *ui_command_next_key(const char **list, char buf[16]);

/*
 * Its first key as shown: "Space"; ":name", which always works, if it is on
 * none.  In @buf.
 */
const char *ui_command_key(enum ui_command c, char buf[16]);

/*
 * Put @c on @keys (names separated by spaces, copied, UI_KEYS_MAX at most)
 * instead of the list's own; "": on none; NULL: on its own again.  Nothing is
 * checked: app/settings.c does that.
 */
#define UI_KEYS_MAX 80
void ui_command_bind(enum ui_command c, const char *keys);
bool ui_command_is_bound(enum ui_command c);

/* Where a letter of `where` is, in words: "in a lesson"; "" if unknown. */
const char *ui_place_words(char letter);

#endif
