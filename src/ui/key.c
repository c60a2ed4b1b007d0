/* SPDX-License-Identifier: MIT */
/*
 * The names of keys.  Enter is a line feed whatever the terminal sends.
 */
#include "ui/term.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/near.h"
#include "base/utf8.h"

static const struct {
	uint32_t key;
	const char *name;
} NAMES[] = {
	{ '\n', "Enter" },
	{ '\t', "Tab" },
	{ 0x1B, "Escape" },
	{ ' ', "Space" },
	{ UI_KEY_UP, "Up" },
	{ UI_KEY_DOWN, "Down" },
	{ UI_KEY_LEFT, "Left" },
	{ UI_KEY_RIGHT, "Right" },
	{ UI_KEY_PAGE_UP, "PgUp" },
	{ UI_KEY_PAGE_DOWN, "PgDn" },
	{ UI_KEY_HOME, "Home" },
	{ UI_KEY_END, "End" },
	{ UI_KEY_BACKTAB, "Shift-Tab" },
	{ UI_KEY_BACKSPACE, "Backspace" },
	{ UI_KEY_DELETE, "Delete" },
	{ UI_KEY_F1, "F1" },
	{ UI_KEY_F1 + 1, "F2" },
	{ UI_KEY_F1 + 2, "F3" },
	{ UI_KEY_F1 + 3, "F4" },
	{ UI_KEY_F1 + 4, "F5" },
	{ UI_KEY_F1 + 5, "F6" },
	{ UI_KEY_F1 + 6, "F7" },
	{ UI_KEY_F1 + 7, "F8" },
	{ UI_KEY_F1 + 8, "F9" },
	{ UI_KEY_F1 + 9, "F10" },
	{ UI_KEY_F1 + 10, "F11" },
	{ UI_KEY_F12, "F12" },
};

/* What people and other programs call some of them. */
static const struct {
	const char *other, *name;
} OTHERS[] = {
	{ "Esc", "Escape" },        { "Return", "Enter" },
	{ "PageUp", "PgUp" },       { "PageDown", "PgDn" },
	{ "Page-Up", "PgUp" },      { "Page-Down", "PgDn" },
	{ "Del", "Delete" },        { "Pos1", "Home" },
	{ "BackTab", "Shift-Tab" }, { "Blank", "Space" },
};

#define NAME_COUNT (sizeof(NAMES) / sizeof(NAMES[0]))

const char *ui_key_name(uint32_t key, char buf[16])
{
	for (size_t i = 0; i < NAME_COUNT; i++)
		if (NAMES[i].key == key) {
			(void)snprintf(buf, 16, "%s", NAMES[i].name);
			return buf;
		}
	buf[0] = '\0';
	if (key >= 1 && key <= 26)
		(void)snprintf(buf, 16, "Ctrl-%c", (char)('@' + key));
	else if (key > ' ' && key < 0x7F)
		(void)snprintf(buf, 16, "%c", (char)key);
	else if (key >= 0xA0 && key < UI_KEY_FIRST)
		buf[utf8_encode(buf, key)] = '\0';
	return buf;
}

uint32_t ui_key_parse(const char *name)
{
	size_t len = strlen(name);
	uint32_t rune;

	for (size_t i = 0; i < NAME_COUNT; i++)
		if (!strcmp(NAMES[i].name, name))
			return NAMES[i].key;
	if (len == 6 && !strncmp(name, "Ctrl-", 5) && name[5] >= 'A' &&
	    name[5] <= 'Z')
		return (uint32_t)(name[5] - '@');
	if (!len || utf8_decode(name, len, &rune) != len || rune <= ' ' ||
	    (rune >= 0x7F && rune < 0xA0) || (rune == UTF8_BAD && len == 1))
		return UI_KEY_NONE;
	return rune;
}

const char *ui_key_near(const char *name, char buf[16])
{
	struct near near = NEAR(name);

	if (!strncasecmp(name, "Ctrl", 4) && strlen(name) == 6 &&
	    isalpha((unsigned char)name[5])) {
		(void)snprintf(buf, 16, "Ctrl-%c",
			       toupper((unsigned char)name[5]));
		return buf;
	}
	for (size_t i = 0; i < sizeof(OTHERS) / sizeof(*OTHERS); i++)
		if (!strcasecmp(OTHERS[i].other, name))
			return OTHERS[i].name;
	for (size_t i = 0; i < NAME_COUNT; i++)
		near_offer(&near, NAMES[i].name);
	return near.best;
}
