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
	const char *id, *name, *keys, *where, *brief, *help;
};

const struct ui_command_info *ui_command_info(enum ui_command c);

/*
 * What @key means where the letters @where apply ("ld": a lesson step with a
 * demo).  The first letter of @where that knows the key decides; '*' is
 * always last.  UI_CMD_NONE if the key means nothing there.
 */
enum ui_command ui_command_for(uint32_t key, const char *where);

/* Whether the command belongs to any of @where, or everywhere. */
bool ui_command_applies(enum ui_command c, const char *where);

/* Its first key as shown: "Space".  Borrowed from a static buffer. */
const char *ui_command_key(enum ui_command c, char buf[16]);

#endif
