/* SPDX-License-Identifier: MIT */
/*
 * The reference of the format: for each map its keys, with what they want and
 * what they are for; then the words that some keys choose from.
 */
#include <ctype.h>
#include <string.h>

#include "base/utf8.h"
#include "lesson/keys.h"
#include "lesson/schema.h"
#include "lesson/words.h"

enum { COLUMNS = 78 };

struct page {
	struct str *out;
	bool markdown;
};

static void add_heading(struct page *p, const char *text)
{
	str_addf(p->out, p->markdown ? "\n## %c%s\n\n" : "\n%c%s\n",
		 toupper((unsigned char)*text), text + 1);
}

/* @text in lines of at most COLUMNS that begin at column @indent. */
static void add_wrapped(struct page *p, const char *text, int indent)
{
	int column = indent;

	while (*text) {
		size_t len = strcspn(text, " ");
		int width = utf8_width_n(text, len);

		if (column > indent && column + 1 + width > COLUMNS) {
			str_addf(p->out, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			str_add_char(p->out, ' ');
			column++;
		}
		str_add_n(p->out, text, len);
		column += width;
		text += len + (text[len] == ' ');
	}
	str_add_char(p->out, '\n');
}

/* | separates the cells of a table. */
static void add_cell(struct page *p, const char *text)
{
	for (; *text; text++) {
		if (*text == '|')
			str_add_char(p->out, '\\');
		str_add_char(p->out, *text);
	}
}

static void add_row(struct page *p, const char *name, const char *wants,
		    const char *about)
{
	if (p->markdown) {
		str_addf(p->out, "| `%s` | %s | ", name, wants);
		add_cell(p, about);
		str_add(p->out, " |\n");
		return;
	}
	str_addf(p->out, "  %-14s", name);
	if (*wants)
		str_addf(p->out, "%s.\n%*s", wants, 16, "");
	add_wrapped(p, about, 16);
}

static void add_range(const struct lesson_key *key, struct str *out)
{
	bool number = key->type == LESSON_KEY_INT;

	if ((key->many != LESSON_KEY_ONE || number) && key->max < 10000)
		str_addf(out, ", %ld to %ld", key->min, key->max);
	else if (key->many == LESSON_KEY_ONE && lesson_key_is_text(key->type) &&
		 key->max > 1)
		str_addf(out, ", up to %ld %s", key->max,
			 key->type == LESSON_KEY_TEXT ? "bytes" : "columns");
}

/* "a list of steps, 1 to 50; needed" */
static void add_wants(const struct lesson_key *key, struct str *out)
{
	const char *one = key->type == LESSON_KEY_RECORD
				  ? lesson_shapes[key->of].where
				  : lesson_key_type_wants(key->type);

	if (key->many == LESSON_KEY_LIST)
		str_addf(out, "a list, each %s", one);
	else if (key->many == LESSON_KEY_ONE)
		str_add(out, one);
	else
		str_addf(out, "a map, each %s", one);
	add_range(key, out);
	if (key->needed)
		str_add(out, "; needed");
}

static void begin_table(struct page *p, const char *const *heads)
{
	if (p->markdown)
		str_addf(p->out, "| %s | %s | %s |\n|---|---|---|\n", heads[0],
			 heads[1], heads[2]);
}

static void add_shape(struct page *p, enum lesson_shape_id shape)
{
	static const char *const heads[] = { "key", "wants", "what it is for" };
	const char *alone = lesson_shapes[shape].shorthand;
	const struct lesson_key *key = NULL;

	if (!lesson_key_next(shape, NULL))
		return;
	add_heading(p, strchr(lesson_shapes[shape].where, ' ') + 1);
	if (*alone) {
		SCOPED_STR text = STR_INIT;

		str_addf(&text,
			 p->markdown ? "The value of `%s` may stand "
				       "alone, without the map."
				     : "The value of %s may stand "
				       "alone, without the map.",
			 alone);
		str_add(p->out, p->markdown ? "" : "  ");
		str_addf(p->out, "%s\n%s", text.buf, p->markdown ? "\n" : "");
	}
	begin_table(p, heads);
	while ((key = lesson_key_next(shape, key))) {
		SCOPED_STR wants = STR_INIT;

		add_wants(key, &wants);
		add_row(p, key->name, wants.buf, key->about);
	}
}

static void add_words(struct page *p, enum lesson_key_type type,
		      const char *heading)
{
	const char *word;

	add_heading(p, heading);
	if (p->markdown)
		str_add(p->out, "| word | means |\n|---|---|\n");
	for (int i = 1; (word = lesson_word_name(type, i)); i++) {
		const char *about = lesson_word_about(type, i);

		if (p->markdown)
			str_addf(p->out, "| `%s` | %s |\n", word, about);
		else
			add_row(p, word, "", about);
	}
}

static void add_panes(struct page *p)
{
	add_heading(p, "panes");
	if (p->markdown)
		str_add(p->out, "| pane | shows |\n|---|---|\n");
	for (int i = 0; i < LESSON_PANE_COUNT; i++) {
		const char *name = lesson_pane_name((enum lesson_pane)i);
		const char *about = lesson_pane_about((enum lesson_pane)i);

		if (p->markdown)
			str_addf(p->out, "| `%s` | %s |\n", name, about);
		else
			add_row(p, name, "", about);
	}
}

static void add_all(struct page *p)
{
	for (int i = 0; i < LESSON_SHAPE_COUNT; i++)
		add_shape(p, (enum lesson_shape_id)i);
	add_words(p, LESSON_KEY_HAPPENING, "what can happen");
	add_words(p, LESSON_KEY_MOMENT, "moments");
	add_words(p, LESSON_KEY_RATIO, "ratios");
	add_words(p, LESSON_KEY_GIVES, "what a key gives");
	add_words(p, LESSON_KEY_CHOOSE, "what an exercise lets choose");
	add_words(p, LESSON_KEY_ACTIVITY, "what a path lets do");
	add_panes(p);
}

void lesson_schema_text(struct str *out)
{
	struct page p = { out, false };

	str_add(out,
		"A lesson is one YAML file, in a folder that is its topic. "
		"These are its keys.\n"
		"Text is Markdown unless it is one line. Without --help this "
		"prints a JSON Schema.\n");
	add_all(&p);
}

void lesson_schema_markdown(struct str *out)
{
	struct page p = { out, true };

	str_add(out,
		"# The lesson format\n\n"
		"<!-- Made by: procession schema --markdown. Changes go into "
		"src/lesson/keys.def and facts.def. -->\n\n"
		"A lesson is one YAML file; the folder it lies in is its "
		"topic, and `topic.yaml` there says how the\n"
		"topic is called. It is data: no expressions, no anchors, no "
		"command lines. [Writing lessons](writing-lessons.md)\n"
		"begins at the beginning; this page lists every key.\n");
	add_all(&p);
}
