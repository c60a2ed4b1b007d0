/* SPDX-License-Identifier: MIT */
/*
 * The screen as libvterm has it: what the program draws, cell by cell, and what
 * the terminal answers.
 */
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "e2e/tty_inside.h"

/* -- making it ------------------------------------------------------------ */

static void on_output(const char *bytes, size_t len, void *user)
{
	struct tty *t = user;

	tty_bytes_add(&t->keys, bytes, len);
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct tty *t = user;

	if (property == VTERM_PROP_CURSORVISIBLE)
		t->cursor_hidden = !value->boolean;
	else if (property == VTERM_PROP_ALTSCREEN)
		t->alternate = value->boolean;
	else if (property == VTERM_PROP_MOUSE)
		t->mouse = value->number != VTERM_PROP_MOUSE_NONE;
	return 1;
}

void tty_make_screen(struct tty *t)
{
	static const VTermScreenCallbacks callbacks = { .settermprop =
								on_property };

	t->vt = vterm_new(t->rows, t->cols);
	ck_assert_ptr_nonnull(t->vt);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, on_output, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
}

/* -- what is there -------------------------------------------------------- */

static void add_row(struct tty *t, int row)
{
	VTermRect rect = { row, row + 1, 0, t->cols };
	char line[4096];
	size_t len = vterm_screen_get_text(t->screen, line, sizeof(line), rect);

	if (len > sizeof(line))
		len = sizeof(line);
	while (len > 0 && (line[len - 1] == ' ' || !line[len - 1]))
		len--;
	tty_bytes_add(&t->text, line, len);
	tty_bytes_add(&t->text, "\n", 1);
}

const char *tty_screen(struct tty *t)
{
	t->text.len = 0;
	for (int row = 0; row < t->rows; row++)
		add_row(t, row);
	return t->text.at;
}

bool tty_shows(struct tty *t, const char *text)
{
	while (tty_pump(t, 0))
		;
	return strstr(tty_screen(t), text) != NULL;
}

static size_t put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static int colour(const VTermColor *c)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(c) || VTERM_COLOR_IS_DEFAULT_BG(c))
		return TTY_DEFAULT;
	return VTERM_COLOR_IS_INDEXED(c) ? c->indexed.idx : TTY_RGB;
}

struct tty_cell tty_cell(struct tty *t, int row, int col)
{
	VTermPos at = { row, col };
	VTermScreenCell from;
	struct tty_cell cell = { .fg = TTY_DEFAULT, .bg = TTY_DEFAULT };
	size_t len = 0;

	ck_assert_int_eq(vterm_screen_get_cell(t->screen, at, &from), 1);
	/* The second half of a wide character has no look of its own. */
	if (from.chars[0] == UINT32_MAX)
		return cell;
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && from.chars[i] &&
			   from.chars[i] != UINT32_MAX;
	     i++)
		len += put_utf8(cell.text + len, from.chars[i]);
	cell.bold = from.attrs.bold;
	cell.reverse = from.attrs.reverse;
	cell.underline = from.attrs.underline != 0;
	cell.blink = from.attrs.blink;
	cell.fg = colour(&from.fg);
	cell.bg = colour(&from.bg);
	return cell;
}

static bool is_blank(struct tty *t, int row, int col)
{
	struct tty_cell cell = tty_cell(t, row, col);

	return !*cell.text || !strcmp(cell.text, " ");
}

void tty_margin(struct tty *t, int margin)
{
	while (tty_pump(t, 0))
		;
	t->margin = margin;
	vterm_set_size(t->vt, t->rows + margin, t->cols + margin);
}

bool tty_outside(struct tty *t, int *ret_row, int *ret_col)
{
	while (tty_pump(t, 0))
		;
	for (int row = 0; row < t->rows + t->margin; row++)
		for (int col = row < t->rows ? t->cols : 0;
		     col < t->cols + t->margin; col++)
			if (!is_blank(t, row, col)) {
				*ret_row = row;
				*ret_col = col;
				return true;
			}
	return false;
}

/* Does @text stand at @row, @col, cell by cell? */
static bool stands_at(struct tty *t, const char *text, int row, int col)
{
	while (*text && col < t->cols) {
		struct tty_cell cell = tty_cell(t, row, col++);
		const char *shown = cell.text[0] ? cell.text : " ";

		if (strncmp(text, shown, strlen(shown)) != 0)
			return false;
		text += strlen(shown);
	}
	return !*text;
}

bool tty_find(struct tty *t, const char *text, int *ret_row, int *ret_col)
{
	while (tty_pump(t, 0))
		;
	for (int row = 0; row < t->rows; row++)
		for (int col = 0; col < t->cols; col++)
			if (stands_at(t, text, row, col)) {
				*ret_row = row;
				*ret_col = col;
				return true;
			}
	return false;
}
