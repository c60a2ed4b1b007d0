/* SPDX-License-Identifier: MIT */
/*
 * Paragraphs are wrapped to whatever room there is; code, tables and single
 * words are not.  This follows Markdown's blocks only as far as needed to tell
 * these apart: fences, indented code outside of lists, rows with a |.
 */
#include "lesson/fit.h"

#include <string.h>

#include "base/utf8.h"

struct fit {
	struct lesson_source *s;
	const struct lesson_node *node;
	int widest;       /* of all that is not wrapped */
	int index;        /* of this line in the text, from 0 */
	const char *line; /* this line */
	size_t len;
	char fence; /* ` or ~ inside of a fence, else 0 */
	size_t fence_len;
	int fence_index;  /* where it began */
	bool list;        /* below a list item */
	bool after_blank; /* indented code may begin */
	bool code;        /* in indented code */
};

/*
 * Where character @column of text line @index is in the file.  Only below a |
 * does the file have the text's lines.
 */
static struct lesson_place place(const struct fit *f, int index,
				 const char *line, size_t len, int column)
{
	struct lesson_place at = f->node->at;
	const char *source;
	size_t source_len;
	int before = 0;

	if (!f->node->literal)
		return at;
	source = lesson_source_line(f->s, at.line + 1 + index, &source_len);
	if (source_len < len ||
	    memcmp(source + source_len - len, line, len) != 0)
		return at;
	for (size_t i = 0; i < source_len - len; before++) {
		uint32_t rune;

		i += utf8_decode(source + i, source_len - i, &rune);
	}
	return (struct lesson_place){ at.line + 1 + index, before + column };
}

static int characters(const char *text, size_t len)
{
	int n = 0;

	for (size_t i = 0; i < len; n++) {
		uint32_t rune;

		i += utf8_decode(text + i, len - i, &rune);
	}
	return n;
}

/* Whether none of @len bytes can matter: no character has more columns. */
static bool is_narrow(const struct fit *f, size_t len)
{
	return len <= LESSON_COLUMNS && (f->s || len <= (size_t)f->widest);
}

/* Tell @what if the part of the line is too wide; the caret is at the edge. */
static void check_width(struct fit *f, const char *part, size_t len,
			const char *what)
{
	size_t fits;
	int width, column;

	if (is_narrow(f, len))
		return;
	width = utf8_width_n(part, len);
	if (width > f->widest)
		f->widest = width;
	if (width <= LESSON_COLUMNS || !f->s)
		return;
	fits = utf8_fit(part, len, LESSON_COLUMNS);
	column = characters(f->line, (size_t)(part - f->line) + fits) + 1;
	lesson_diag_advise(
		lesson_diag_add(f->s,
				place(f, f->index, f->line, f->len, column),
				LESSON_ERROR_TOO_WIDE, "%s has %d columns",
				what, width),
		"there is room for %d", LESSON_COLUMNS);
}

static void check_words(struct fit *f)
{
	const char *end = f->line + f->len;

	if (is_narrow(f, f->len))
		return;
	for (const char *p = f->line; p < end;) {
		const char *stop = memchr(p, ' ', (size_t)(end - p));

		if (!stop)
			stop = end;
		check_width(f, p, (size_t)(stop - p), "a word");
		p = stop + 1;
	}
}

static size_t run_of(const char *p, size_t len, char c)
{
	size_t n = 0;

	while (n < len && p[n] == c)
		n++;
	return n;
}

/* A fence begins, ends, or neither. */
static bool is_fence(struct fit *f, size_t indent)
{
	const char *p = f->line + indent;
	size_t rest = f->len - indent, n;

	if (!rest || (*p != '`' && *p != '~'))
		return false;
	n = run_of(p, rest, *p);
	if (n < 3)
		return false;
	if (!f->fence) {
		f->fence = *p;
		f->fence_len = n;
		f->fence_index = f->index;
		return true;
	}
	if (*p != f->fence || n < f->fence_len ||
	    run_of(p + n, rest - n, ' ') != rest - n)
		return false;
	f->fence = 0;
	return true;
}

static bool is_item(const char *p, size_t len)
{
	size_t digits = 0;

	if (len > 1 && strchr("-*+", *p) && p[1] == ' ')
		return true;
	while (digits < len && p[digits] >= '0' && p[digits] <= '9')
		digits++;
	return digits && digits + 1 < len && strchr(".)", p[digits]) &&
	       p[digits + 1] == ' ';
}

static void check_block(struct fit *f, size_t indent)
{
	if (is_item(f->line + indent, f->len - indent))
		f->list = true;
	else if (!indent)
		f->list = false;
	f->code = indent >= 4 && !f->list && (f->code || f->after_blank);
	if (f->code)
		check_width(f, f->line, f->len, "a line of code");
	else if (f->line[indent] == '|')
		check_width(f, f->line, f->len, "a row of a table");
	else
		check_words(f);
}

static void check_line(struct fit *f)
{
	size_t indent = run_of(f->line, f->len, ' ');

	if (is_fence(f, indent))
		return;
	if (f->fence)
		check_width(f, f->line, f->len, "a line of code");
	else if (indent < f->len)
		check_block(f, indent);
	f->after_blank = indent == f->len;
}

/* Line by line; returns the fence that does not end, or NULL. */
static const char *check_lines(struct fit *f, const char *text, size_t len,
			       size_t *ret_len)
{
	const char *end = text + len;
	const char *fence_line = text;

	*ret_len = 0;
	f->after_blank = true;
	for (const char *p = text; p < end; f->index++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		char was = f->fence;

		f->line = p;
		f->len = (size_t)((stop ? stop : end) - p);
		check_line(f);
		if (f->fence && !was) {
			fence_line = f->line;
			*ret_len = f->len;
		}
		p += f->len + 1;
	}
	return f->fence ? fence_line : NULL;
}

void lesson_fit_check(struct lesson_source *s, const struct lesson_node *text)
{
	struct fit f = { .s = s, .node = text };
	size_t fence_len;
	const char *fence = check_lines(&f, text->text, text->len, &fence_len);

	if (fence)
		lesson_diag_advise(
			lesson_diag_add(
				s,
				place(&f, f.fence_index, fence, fence_len, 1),
				LESSON_ERROR_OPEN_CODE,
				"a code block that does not end"),
			"end it with a line of three backticks");
}

int lesson_fit_widest(const char *text)
{
	struct fit f = { .s = NULL };
	size_t fence_len;

	(void)check_lines(&f, text, strlen(text), &fence_len);
	return f.widest;
}
