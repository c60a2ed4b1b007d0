/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <string.h>
#include <wchar.h>

/* Length of the sequence that @lead opens, 0 if it opens none. */
static size_t sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xC2 && lead < 0xE0)
		return 2;
	if (lead >= 0xE0 && lead < 0xF0)
		return 3;
	if (lead >= 0xF0 && lead < 0xF5)
		return 4;
	return 0;
}

size_t utf8_decode(const char *bytes, size_t len, uint32_t *ret_rune)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const unsigned char mask[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	const unsigned char *s = (const unsigned char *)bytes;
	size_t n;
	uint32_t rune;

	*ret_rune = UTF8_BAD;
	if (!len)
		return 0;
	n = sequence_length(s[0]);
	if (!n || n > len)
		return 1;
	rune = s[0] & mask[n];
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 1;
		rune = rune << 6 | (s[i] & 0x3F);
	}
	if (rune < least[n] || rune > 0x10FFFF ||
	    (rune >= 0xD800 && rune < 0xE000))
		return 1;
	*ret_rune = rune;
	return n;
}

size_t utf8_encode(char out[UTF8_MAX], uint32_t rune)
{
	if (rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
		rune = UTF8_BAD;
	if (rune < 0x80) {
		out[0] = (char)rune;
		return 1;
	}
	if (rune < 0x800) {
		out[0] = (char)(0xC0 | rune >> 6);
		out[1] = (char)(0x80 | (rune & 0x3F));
		return 2;
	}
	if (rune < 0x10000) {
		out[0] = (char)(0xE0 | rune >> 12);
		out[1] = (char)(0x80 | (rune >> 6 & 0x3F));
		out[2] = (char)(0x80 | (rune & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | rune >> 18);
	out[1] = (char)(0x80 | (rune >> 12 & 0x3F));
	out[2] = (char)(0x80 | (rune >> 6 & 0x3F));
	out[3] = (char)(0x80 | (rune & 0x3F));
	return 4;
}

int utf8_rune_width(uint32_t rune)
{
	int width;

	if (rune >= 0x20 && rune < 0x7F)
		return 1;
	width = wcwidth((wchar_t)rune);
	if (width < 0)
		return rune < 0x20 || (rune >= 0x7F && rune < 0xA0) ? 0 : 1;
	return width;
}

int utf8_width_n(const char *bytes, size_t len)
{
	int width = 0;
	size_t i = 0;

	while (i < len) {
		uint32_t rune;

		i += utf8_decode(bytes + i, len - i, &rune);
		width += utf8_rune_width(rune);
	}
	return width;
}

int utf8_width(const char *text)
{
	return utf8_width_n(text, strlen(text));
}

size_t utf8_fit(const char *text, size_t len, int columns)
{
	size_t i = 0;

	while (i < len) {
		uint32_t rune;
		size_t n = utf8_decode(text + i, len - i, &rune);

		columns -= utf8_rune_width(rune);
		if (columns < 0)
			break;
		i += n;
	}
	return i;
}

bool utf8_valid(const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len) {
		uint32_t rune;
		size_t n = utf8_decode(bytes + i, len - i, &rune);

		if (rune == UTF8_BAD && n == 1)
			return false;
		i += n;
	}
	return true;
}
