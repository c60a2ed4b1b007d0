/* SPDX-License-Identifier: MIT */
/*
 * Highlighting by a scanner: it says where the token that begins here ends,
 * and what it is.  It knows words, strings, numbers and comments, not grammar;
 * whatever it does not know is plain, so any bytes are source.
 */
#include "ui/source.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/doc.h"

struct scanner {
	enum ui_language language;
	const char *text;
	size_t len;
};

/* Words between blanks. */
static const char C_KEYWORDS[] =
	" auto break case const continue default do else enum extern for goto "
	"if inline register restrict return sizeof static struct switch "
	"typedef union volatile while _Alignas _Alignof _Atomic _Generic "
	"_Noreturn _Static_assert _Thread_local ";
static const char C_TYPES[] = " void char short int long float double signed "
			      "unsigned bool _Bool FILE mp_queue mp_process ";
static const char PYTHON_KEYWORDS[] =
	" False None True and as assert async await break class continue def "
	"del elif else except finally for from global if import in is lambda "
	"nonlocal not or pass raise return try while with yield ";
static const char PYTHON_TYPES[] = " bool bytes dict float frozenset int list "
				   "object set str tuple type Exception ";

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c > 0x7F;
}

static char at(const struct scanner *s, size_t i)
{
	if (i < s->len)
		return s->text[i];
	return '\0';
}

static bool starts(const struct scanner *s, size_t i, const char *with)
{
	size_t n = strlen(with);

	return n <= s->len - i && !memcmp(s->text + i, with, n);
}

static size_t word_end(const struct scanner *s, size_t i)
{
	while (i < s->len && is_word(s->text[i]))
		i++;
	return i;
}

/* The sign of an exponent, as in 1e-3. */
static bool is_sign(const struct scanner *s, size_t i)
{
	return (s->text[i] == '+' || s->text[i] == '-') &&
	       strchr("eEpP", s->text[i - 1]) &&
	       isdigit((unsigned char)at(s, i + 1));
}

static size_t number_end(const struct scanner *s, size_t i)
{
	while (i < s->len && (is_word(s->text[i]) || s->text[i] == '.' ||
			      s->text[i] == '\'' || is_sign(s, i)))
		i++;
	return i;
}

static size_t line_end(const struct scanner *s, size_t i)
{
	const char *end = memchr(s->text + i, '\n', s->len - i);

	return end ? (size_t)(end - s->text) : s->len;
}

/* To the end of the line, and on while that is escaped. */
static size_t lines_end(const struct scanner *s, size_t i)
{
	size_t end = line_end(s, i);

	while (end < s->len && s->text[end - 1] == '\\')
		end = line_end(s, end + 1);
	return end;
}

/* Past @mark, or to the end of the text. */
static size_t past(const struct scanner *s, size_t i, const char *mark)
{
	while (i < s->len && !starts(s, i, mark))
		i++;
	return i < s->len ? i + strlen(mark) : i;
}

/* Past the quote that ends the string whose quote is at @i. */
static size_t string_end(const struct scanner *s, size_t i)
{
	char quote = s->text[i++];

	while (i < s->len && s->text[i] != quote && s->text[i] != '\n') {
		if (s->text[i] == '\\' && i + 1 < s->len)
			i++;
		i++;
	}
	return at(s, i) == quote && i < s->len ? i + 1 : i;
}

static size_t long_string_end(const struct scanner *s, size_t i)
{
	const char mark[] = { s->text[i], s->text[i], s->text[i], '\0' };

	i += 3;
	while (i < s->len && !starts(s, i, mark))
		i += s->text[i] == '\\' && i + 1 < s->len ? 2 : 1;
	return i < s->len ? i + 3 : i;
}

static bool listed(const char *list, const char *word, size_t len)
{
	char key[24];

	if (len + 2 >= sizeof(key))
		return false;
	key[0] = key[len + 1] = ' ';
	memcpy(key + 1, word, len);
	key[len + 2] = '\0';
	return strstr(list, key) != NULL;
}

/* What the word from @from to @to is. */
static ui_style word_style(const struct scanner *s, size_t from, size_t to)
{
	bool python = s->language == UI_LANG_PYTHON;
	const char *word = s->text + from;
	size_t len = to - from;

	if (listed(python ? PYTHON_KEYWORDS : C_KEYWORDS, word, len))
		return UI_SYN_KEYWORD;
	if (listed(python ? PYTHON_TYPES : C_TYPES, word, len) ||
	    (!python && len > 2 && !memcmp(word + len - 2, "_t", 2)))
		return UI_SYN_TYPE;
	while (at(s, to) == ' ')
		to++;
	return at(s, to) == '(' ? UI_SYN_CALL : UI_NORMAL;
}

static bool first_in_line(const struct scanner *s, size_t i)
{
	while (i && (s->text[i - 1] == ' ' || s->text[i - 1] == '\t'))
		i--;
	return !i || s->text[i - 1] == '\n';
}

/* #include <file.h>, or the # and the word of another directive. */
static size_t directive_end(const struct scanner *s, size_t i)
{
	size_t word;

	i++;
	while (at(s, i) == ' ' || at(s, i) == '\t')
		i++;
	word = i;
	i = word_end(s, i);
	if (i - word == 7 && starts(s, word, "include"))
		return lines_end(s, i);
	return i;
}

/* Tokens that only C has; @i if there is none. */
static size_t c_token(const struct scanner *s, size_t i, ui_style *style)
{
	*style = UI_SYN_COMMENT;
	if (starts(s, i, "//"))
		return lines_end(s, i);
	if (starts(s, i, "/*"))
		return past(s, i + 2, "*/");
	*style = UI_SYN_PREPROC;
	if (s->text[i] == '#' && first_in_line(s, i))
		return directive_end(s, i);
	return i;
}

static size_t python_token(const struct scanner *s, size_t i, ui_style *style)
{
	size_t quote = i;

	*style = UI_SYN_COMMENT;
	if (s->text[i] == '#')
		return line_end(s, i);
	*style = UI_SYN_PREPROC;
	if (s->text[i] == '@' && first_in_line(s, i))
		return word_end(s, i + 1);
	*style = UI_SYN_STRING;
	while (quote < i + 2 && at(s, quote) &&
	       strchr("rRbBuUfF", at(s, quote)))
		quote++;
	if (at(s, quote) && strchr("'\"", at(s, quote)))
		return starts(s, quote + 1,
			      (char[]){ at(s, quote), at(s, quote), '\0' })
			       ? long_string_end(s, quote)
			       : string_end(s, quote);
	return i;
}

/* The token at @i: where it ends, always after @i, and its style. */
static size_t token(const struct scanner *s, size_t i, ui_style *style)
{
	char c = s->text[i];
	size_t end = i;

	if (s->language == UI_LANG_C)
		end = c_token(s, i, style);
	else if (s->language == UI_LANG_PYTHON)
		end = python_token(s, i, style);
	if (end > i)
		return end;
	if (c == '"' || c == '\'') {
		*style = UI_SYN_STRING;
		return string_end(s, i);
	}
	if (isdigit((unsigned char)c) ||
	    (c == '.' && isdigit((unsigned char)at(s, i + 1)))) {
		*style = UI_SYN_NUMBER;
		return number_end(s, i);
	}
	if (is_word(c)) {
		end = word_end(s, i);
		*style = word_style(s, i, end);
		return end;
	}
	*style = UI_NORMAL;
	return i + 1;
}

/* Where the text goes. */
struct writer {
	struct ui_doc *doc;
	struct ui_line *line; /* NULL: the next text begins one */
	int col, tab;
};

static struct ui_line *line_of(struct writer *w)
{
	if (!w->line) {
		w->line = ui_doc_add(w->doc, 0);
		w->col = 0;
	}
	return w->line;
}

/* Append text of one style; what has no place in a line is replaced. */
static void write_text(struct writer *w, ui_style style, const char *text,
		       size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = 0;
		struct ui_line *l = line_of(w);

		while (i + n < len && !(text[i + n] == '\n') &&
		       text[i + n] != '\t' && text[i + n])
			n++;
		ui_line_add(l, style, text + i, n);
		w->col += utf8_width_n(text + i, n);
		i += n;
		if (i == len)
			break;
		if (text[i] == '\n') {
			w->line = NULL;
		} else if (text[i] == '\t') {
			int blanks = w->tab - w->col % w->tab;

			for (w->col += blanks; blanks; blanks--)
				ui_line_add(l, style, " ", 1);
		} else {
			ui_line_add(l, style, "\uFFFD", strlen("\uFFFD"));
			w->col++;
		}
		i++;
	}
}

enum ui_language ui_language_of(const char *path)
{
	const char *ending = strrchr(path, '.');

	if (ending && (!strcmp(ending, ".c") || !strcmp(ending, ".h")))
		return UI_LANG_C;
	if (ending && !strcmp(ending, ".py"))
		return UI_LANG_PYTHON;
	return UI_LANG_OTHER;
}

void ui_source(struct ui_doc *ret, enum ui_language language, const char *text,
	       size_t len)
{
	struct scanner s = { language, text, len };
	struct writer w = { .doc = ret, .tab = 8 };

	if (language == UI_LANG_PYTHON)
		w.tab = 4;
	*ret = (struct ui_doc){ NULL, 0, 0 };
	for (size_t i = 0; i < len;) {
		ui_style style = UI_NORMAL;
		size_t end = len;

		if (language != UI_LANG_OTHER)
			end = token(&s, i, &style);
		write_text(&w, style, text + i, end - i);
		i = end;
	}
	for (size_t i = 0; i < ret->count; i++)
		if (ui_line_width(&ret->lines[i]) > ret->width)
			ret->width = ui_line_width(&ret->lines[i]);
}
