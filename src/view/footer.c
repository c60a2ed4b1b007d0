/* SPDX-License-Identifier: MIT */
/*
 * Entries are left out, the lightest first, until the rest fits; so what stays
 * does not depend on the order, and the order is always the same.
 */
#include "view/footer.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#define KEYS_MAX 24

static int gap_of(int cols)
{
	return cols < 100 ? 2 : 3;
}

static const char *word_of(const struct view_key *k)
{
	return k->word ? k->word : ui_command_info(k->command)->brief;
}

static void keys_of(const struct view_key *k, struct str *out)
{
	char buf[16];

	str_add(out, ui_command_key(k->command, buf));
	if (k->pair != UI_CMD_NONE)
		str_addf(out, " %s", ui_command_key(k->pair, buf));
}

static int width_of(const struct view_key *k)
{
	SCOPED_STR keys = STR_INIT;

	keys_of(k, &keys);
	return utf8_width(keys.buf) + 1 + utf8_width(word_of(k));
}

/* Leave out what does not fit in @cols; @in says what is in. */
static void choose(const struct view_key *keys, size_t count, int cols, int gap,
		   bool *in)
{
	int total = -gap;

	for (size_t i = 0; i < count; i++)
		if (in[i])
			total += width_of(&keys[i]) + gap;
	while (total > cols) {
		size_t least = count;

		for (size_t i = 0; i < count; i++)
			if (in[i] && (least == count ||
				      keys[i].weight <= keys[least].weight))
				least = i;
		if (least == count)
			return;
		in[least] = false;
		total -= width_of(&keys[least]) + gap;
	}
}

static void choose_for(struct ui_rect line, int col, const char *where,
		       const struct view_key *keys, size_t count, bool *in)
{
	for (size_t i = 0; i < count; i++)
		in[i] = keys[i].weight &&
			ui_command_applies(keys[i].command, where);
	choose(keys, count, line.cols - col - 1, gap_of(line.cols), in);
}

void view_keys_draw(struct ui_canvas *c, struct ui_rect line, int col,
		    const char *where, const struct view_key *keys,
		    size_t count)
{
	bool in[KEYS_MAX] = { false };

	if (count > KEYS_MAX)
		count = KEYS_MAX;
	choose_for(line, col, where, keys, count, in);
	for (size_t i = 0; i < count; i++) {
		SCOPED_STR text = STR_INIT;

		if (!in[i])
			continue;
		keys_of(&keys[i], &text);
		col = ui_text(c, line, 0, col, UI_KEY, text.buf);
		col = ui_text(c, line, 0, col + 1, UI_FOOTER,
			      word_of(&keys[i])) +
		      gap_of(line.cols);
	}
}

enum ui_command view_keys_at(struct ui_rect line, int col, const char *where,
			     const struct view_key *keys, size_t count, int at)
{
	bool in[KEYS_MAX] = { false };
	char buf[16];

	if (count > KEYS_MAX)
		count = KEYS_MAX;
	choose_for(line, col, where, keys, count, in);
	for (size_t i = 0; i < count; i++) {
		int first = utf8_width(ui_command_key(keys[i].command, buf));

		if (!in[i])
			continue;
		if (at >= col && at < col + width_of(&keys[i]))
			return keys[i].pair != UI_CMD_NONE && at > col + first
				       ? keys[i].pair
				       : keys[i].command;
		col += width_of(&keys[i]) + gap_of(line.cols);
	}
	return UI_CMD_NONE;
}
