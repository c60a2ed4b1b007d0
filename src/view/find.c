/* SPDX-License-Identifier: MIT */
/*
 * A pane says what is in each of its lines, also of those that are not on the
 * screen; what is on the screen is marked cell by cell, whatever drew it.
 */
#include "view/find.h"

#include <stdio.h>
#include <string.h>
#include <wctype.h>

#include "base/utf8.h"
#include "view/pane.h"

static bool has_large(const char *words)
{
	size_t len = strlen(words);
	uint32_t rune;

	for (size_t n; (n = utf8_decode(words, len, &rune));
	     words += n, len -= n)
		if (iswupper((wint_t)rune))
			return true;
	return false;
}

static uint32_t folded(uint32_t rune, bool exact)
{
	return exact ? rune : (uint32_t)towlower((wint_t)rune);
}

/* Bytes of @text that are @words; 0: it does not begin with them. */
static size_t begins(const char *text, size_t len, const char *words,
		     bool exact)
{
	size_t used = 0, left = strlen(words);

	while (left) {
		uint32_t a, b;
		size_t n = utf8_decode(text + used, len - used, &a);
		size_t m = utf8_decode(words, left, &b);

		if (!n || folded(a, exact) != folded(b, exact))
			return 0;
		used += n;
		words += m;
		left -= m;
	}
	return used;
}

static bool is_ascii(const char *words)
{
	while (*words && (unsigned char)*words < 0x80)
		words++;
	return !*words;
}

/* The bytes with which a place of @words may begin. */
static void first_bytes(const char *words, bool exact, char ret[3])
{
	char bytes[UTF8_MAX];
	uint32_t rune;

	(void)utf8_decode(words, strlen(words), &rune);
	ret[0] = words[0];
	ret[1] = '\0';
	if (exact || !utf8_encode(bytes, (uint32_t)towupper((wint_t)rune)))
		return;
	ret[1] = bytes[0];
	ret[2] = '\0';
}

bool view_find_in(const char *line, const char *words)
{
	bool exact = has_large(words);
	char first[3];
	size_t len;

	if (!*words)
		return false;
	/* All texts of a course are looked through between two keys. */
	if (is_ascii(words))
		return exact ? strstr(line, words) != NULL
			     : strcasestr(line, words) != NULL;
	first_bytes(words, exact, first);
	len = strlen(line);
	for (size_t i = strcspn(line, first); i < len;
	     i += 1 + strcspn(line + i + 1, first))
		if (begins(line + i, len - i, words, exact))
			return true;
	return false;
}

void view_find_say(size_t at, size_t count, struct str *out)
{
	if (count)
		str_addf(out, "%zu of %zu", at + 1, count);
	else
		str_add(out, "not found");
}

/* ---- marks ---- */

/* The cells of a row as text, and for each byte the column it is in. */
struct row_text {
	struct str text;
	int cols[2048];
};

static void read_row(const struct ui_canvas *c, struct ui_rect r, int row,
		     struct row_text *out)
{
	const int most = sizeof(out->cols) / sizeof(*out->cols);

	str_clear(&out->text);
	for (int col = 0; col < r.cols; col++) {
		const struct ui_cell *cell =
			ui_canvas_at(c, r.row + row, r.col + col);
		size_t from = out->text.len;

		if (!cell || !cell->rune || (int)from + 3 * UTF8_MAX > most)
			continue;
		str_add_rune(&out->text, cell->rune);
		for (int i = 0; i < 2 && cell->mark[i]; i++)
			str_add_rune(&out->text, cell->mark[i]);
		while (from < out->text.len)
			out->cols[from++] = col;
	}
}

/* Reversed and underlined: seen in every theme, on a selected line too. */
static void mark_cells(struct ui_canvas *c, struct ui_rect r, int row, int from,
		       int to)
{
	for (int col = from; col <= to; col++) {
		struct ui_rect one = { r.row + row, r.col + col, 1, 1 };
		const struct ui_cell *cell = ui_canvas_at(c, one.row, one.col);

		if (cell)
			ui_restyle(c, one,
				   (cell->style ^ UI_STYLE(UI_REVERSE)) |
					   UI_STYLE(UI_BOLD | UI_UNDERLINE));
	}
}

void view_find_mark(struct ui_canvas *c, struct ui_rect r, const char *words)
{
	struct row_text row = { .text = STR_INIT };
	bool exact = has_large(words);

	for (int i = 0; *words && i < r.rows; i++) {
		read_row(c, r, i, &row);
		for (size_t at = 0; at < row.text.len;) {
			size_t n = begins(row.text.buf + at, row.text.len - at,
					  words, exact);

			if (n)
				mark_cells(c, r, i, row.cols[at],
					   row.cols[at + n - 1]);
			at += n ? n : 1;
		}
	}
	str_release(&row.text);
}

/* ---- places ---- */

static bool matches(const struct view_player *p, size_t line)
{
	SCOPED_STR text = STR_INIT;

	view_pane(p->focus)->line(p, line, &text);
	return view_find_in(text.buf, p->find);
}

struct place {
	size_t at, line; /* which of all, from 0; and its line */
};

/*
 * The first place not before @from, or with @back the last one before it; if
 * there is none, the one at the other end.  Returns how many there are.
 */
static size_t look(const struct view_player *p, size_t from, bool back,
		   struct place *ret)
{
	struct place first = { 0 }, last = { 0 };
	size_t count = 0, before = 0;

	for (size_t i = 0; i < p->lists[p->focus].count; i++) {
		if (!matches(p, i))
			continue;
		last = (struct place){ count, i };
		if (!count++)
			first = last;
		if (i < from)
			before = count;
		if (back ? i < from : i >= from && before + 1 == count)
			*ret = last;
	}
	if (back && !before)
		*ret = last;
	if (!back && before == count)
		*ret = first;
	return count;
}

static void reach(struct view_player *p, size_t line)
{
	struct ui_list *l = &p->lists[p->focus];

	p->find_at = line;
	if (view_pane(p->focus)->reach) {
		view_pane(p->focus)->reach(p, line);
		return;
	}
	if (!ui_list_shows(l, line))
		ui_list_scroll(l, (long)line - (long)l->first -
					  (long)(l->page / 3));
	p->held[p->focus] = true;
}

static void begin(struct view_player *p)
{
	p->find_began.pane = p->focus;
	p->find_began.list = p->lists[p->focus];
	p->find_began.held = p->held[p->focus];
	p->find_began.selected = p->selected;
	if (p->find_in != p->focus)
		p->find_at = p->lists[p->focus].first;
}

/* Back to where it began. */
static void go_back(struct view_player *p)
{
	if (p->focus != p->find_began.pane)
		return;
	p->lists[p->focus] = p->find_began.list;
	p->held[p->focus] = p->find_began.held;
	p->selected = p->find_began.selected;
}

bool view_player_find(struct view_player *p, enum view_find how,
		      const char *words, struct str *say)
{
	size_t from = p->find_at;
	struct place found = { 0 };
	size_t count;

	if (!view_pane(p->focus)->line) {
		str_addf(say, "%s has nothing to search",
			 view_pane(p->focus)->tab);
		return false;
	}
	if (how == VIEW_FIND_BEGIN)
		begin(p);
	if (how == VIEW_FIND_CANCEL || how == VIEW_FIND_FIRST)
		go_back(p);
	if (how == VIEW_FIND_CANCEL || !*words)
		p->find[0] = '\0';
	if (how == VIEW_FIND_BEGIN || !*words)
		return true;
	(void)snprintf(p->find, sizeof(p->find), "%s", words);
	p->find_in = p->focus;
	if (how == VIEW_FIND_FIRST)
		from = p->find_began.list.first;
	else if (how == VIEW_FIND_NEXT)
		from++;
	count = look(p, from, how == VIEW_FIND_BACK, &found);
	view_find_say(found.at, count, say);
	if (count)
		reach(p, found.line);
	return true;
}
