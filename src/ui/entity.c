/* SPDX-License-Identifier: MIT */
#include "ui/entity.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static const struct {
	const char *name;
	uint32_t rune;
} ENTITIES[] = {
	{ "amp", '&' },      { "lt", '<' },        { "gt", '>' },
	{ "quot", '"' },     { "apos", '\'' },     { "nbsp", 0xA0 },
	{ "copy", 0xA9 },    { "times", 0xD7 },    { "middot", 0xB7 },
	{ "deg", 0xB0 },     { "micro", 0xB5 },    { "plusmn", 0xB1 },
	{ "ndash", 0x2013 }, { "mdash", 0x2014 },  { "lsquo", 0x2018 },
	{ "rsquo", 0x2019 }, { "ldquo", 0x201C },  { "rdquo", 0x201D },
	{ "bull", 0x2022 },  { "hellip", 0x2026 }, { "larr", 0x2190 },
	{ "rarr", 0x2192 },  { "le", 0x2264 },     { "ge", 0x2265 },
	{ "ne", 0x2260 },    { "minus", 0x2212 },
};

/* The code point of "#233" or "#xE9"; 0 is none. */
static uint32_t number(const char *digits, size_t len)
{
	char buf[12];
	unsigned long value;
	int base = 10;

	if (len < 2 || len >= sizeof(buf))
		return 0;
	memcpy(buf, digits + 1, len - 1);
	buf[len - 1] = '\0';
	if (buf[0] == 'x' || buf[0] == 'X') {
		base = 16;
		buf[0] = '0';
	}
	value = strtoul(buf, NULL, base);
	return value && value <= 0x10FFFF ? (uint32_t)value : UTF8_BAD;
}

static uint32_t named(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(ENTITIES) / sizeof(ENTITIES[0]); i++)
		if (strlen(ENTITIES[i].name) == len &&
		    !memcmp(ENTITIES[i].name, name, len))
			return ENTITIES[i].rune;
	return 0;
}

void ui_entity_add(struct str *out, const char *text, size_t len)
{
	uint32_t rune = 0;

	if (len > 2 && text[0] == '&' && text[len - 1] == ';')
		rune = text[1] == '#' ? number(text + 1, len - 2)
				      : named(text + 1, len - 2);
	if (rune)
		str_add_rune(out, rune);
	else
		str_add_n(out, text, len);
}
