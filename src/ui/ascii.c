/* SPDX-License-Identifier: MIT */
/*
 * Pairs of a character and its like, in order of code points for a binary
 * search.  The marks of process states keep apart: running >, ready .,
 * waiting -, stopped =, zombie +, ended v, killed x.
 */
#include "ui/ascii.h"

#include <stddef.h>

#include "ui/box.h"

struct like {
	uint16_t rune;
	char ascii;
};

/* U+00A0 to U+00FF. */
static const char LATIN[] = " !c?$Y|S\"ca<--r-o+23'uP.,1o>123?"
			    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
			    "aaaaaaaceeeeiiiidnooooo/ouuuuyty";

static const struct like LIKES[] = {
	{ 0x2002, ' ' },  { 0x2003, ' ' }, { 0x2009, ' ' },  { 0x2010, '-' },
	{ 0x2011, '-' },  { 0x2012, '-' }, { 0x2013, '-' },  { 0x2014, '-' },
	{ 0x2015, '-' },  { 0x2016, '-' }, { 0x2018, '\'' }, { 0x2019, '\'' },
	{ 0x201A, '\'' }, { 0x201C, '"' }, { 0x201D, '"' },  { 0x201E, '"' },
	{ 0x2020, '+' },  { 0x2022, '*' }, { 0x2026, '~' },  { 0x202F, ' ' },
	{ 0x2032, '\'' }, { 0x2039, '<' }, { 0x203A, '>' },  { 0x20AC, 'E' },
	{ 0x2190, '<' },  { 0x2191, '^' }, { 0x2192, '>' },  { 0x2193, 'v' },
	{ 0x2194, '-' },  { 0x2195, '|' }, { 0x21B5, '<' },  { 0x21BB, '@' },
	{ 0x21D0, '<' },  { 0x21D2, '>' }, { 0x2212, '-' },  { 0x2248, '~' },
	{ 0x2260, '!' },  { 0x2264, '<' }, { 0x2265, '>' },  { 0x23F8, '-' },
	{ 0x2580, '"' },  { 0x2581, '_' }, { 0x2582, ',' },  { 0x2583, '.' },
	{ 0x2584, ':' },  { 0x2585, ':' }, { 0x2586, '=' },  { 0x2587, '=' },
	{ 0x2588, '#' },  { 0x2589, '#' }, { 0x258A, '#' },  { 0x258B, '=' },
	{ 0x258C, '|' },  { 0x258D, '|' }, { 0x258E, '|' },  { 0x258F, '|' },
	{ 0x2590, '|' },  { 0x2591, '.' }, { 0x2592, ':' },  { 0x2593, '%' },
	{ 0x25A0, '=' },  { 0x25A1, 'o' }, { 0x25AA, '*' },  { 0x25B0, '#' },
	{ 0x25B1, '.' },  { 0x25B2, '^' }, { 0x25B6, '>' },  { 0x25B7, '.' },
	{ 0x25B8, '>' },  { 0x25B9, '>' }, { 0x25BA, '>' },  { 0x25BC, 'v' },
	{ 0x25C0, '<' },  { 0x25C2, '<' }, { 0x25C4, '<' },  { 0x25C6, '*' },
	{ 0x25C7, 'o' },  { 0x25CB, 'o' }, { 0x25CC, 'o' },  { 0x25CE, 'o' },
	{ 0x25CF, '*' },  { 0x25D0, 'o' }, { 0x25E6, 'o' },  { 0x2605, '*' },
	{ 0x2606, '*' },  { 0x2610, 'o' }, { 0x2611, 'x' },  { 0x26A0, '!' },
	{ 0x2713, 'v' },  { 0x2714, 'v' }, { 0x2717, 'x' },  { 0x2718, 'x' },
	{ 0x279C, '>' },  { 0x2B50, '*' },
};

static char find(uint32_t rune)
{
	size_t low = 0;
	size_t high = sizeof(LIKES) / sizeof(LIKES[0]);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (LIKES[middle].rune == rune)
			return LIKES[middle].ascii;
		if (LIKES[middle].rune < rune)
			low = middle + 1;
		else
			high = middle;
	}
	return '?';
}

static char line(const struct ui_box *arms)
{
	if (!arms->left && !arms->right)
		return arms->up > 1 || arms->down > 1 ? '#' : '|';
	if (arms->up || arms->down)
		return '+';
	return arms->left > 1 || arms->right > 1 ? '=' : '-';
}

char ui_ascii(uint32_t rune)
{
	struct ui_box arms;

	if (rune < 0x80)
		return (char)rune;
	if (rune >= 0xA0 && rune <= 0xFF)
		return LATIN[rune - 0xA0];
	if (ui_box_arms(rune, &arms))
		return line(&arms);
	return find(rune);
}
