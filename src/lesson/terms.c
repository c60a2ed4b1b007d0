/* SPDX-License-Identifier: MIT */
#include "lesson/terms.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- a term in a text ---- */

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

/* What of a term stands in a sentence: "hold" of "to hold". */
static const char *stem(const char *name)
{
	return strncmp(name, "to ", 3) == 0 ? name + 3 : name;
}

/* Whether a word ends at @end, perhaps in the plural. */
static bool ends(const char *end)
{
	if (strncmp(end, "es", 2) == 0 && !is_letter(end[2]))
		return true;
	end += *end == 's';
	return !is_letter(*end);
}

/* Behind an odd number of backticks is code. */
static bool is_code(const char *text, const char *at)
{
	size_t ticks = 0;

	for (; text < at; text++)
		ticks += *text == '`';
	return ticks % 2;
}

static bool is_bold(const char *text, const char *at)
{
	return at - text >= 2 && at[-1] == '*' && at[-2] == '*';
}

const char *lesson_term_in(const char *name, const char *text, bool *bold)
{
	const char *word = stem(name), *found = NULL, *at = text;
	size_t len = strlen(word);
	bool common = len < 4 && islower((unsigned char)*word);

	if (bold)
		*bold = false;
	for (; len && (at = strcasestr(at, word)); at++) {
		if ((at > text && is_letter(at[-1])) || !ends(at + len) ||
		    is_code(text, at))
			continue;
		if (is_bold(text, at)) {
			if (bold)
				*bold = true;
			return at;
		}
		if (!found && !common)
			found = at;
	}
	return found;
}

/* ---- those of a course ---- */

static const char *step_with(const struct lesson *l, const char *name)
{
	for (size_t i = 0; i < l->step_count; i++) {
		bool bold;

		if (lesson_term_in(name, l->steps[i].text, &bold) && bold)
			return l->steps[i].id;
	}
	return "";
}

static bool is_known(const struct lesson_terms *t,
		     const struct lesson_term *term)
{
	for (size_t i = 0; i < t->count; i++)
		if (!strcasecmp(t->items[i].term->name, term->name) &&
		    !strcmp(t->items[i].term->text, term->text))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	const struct lesson_term_place *x = a, *y = b;
	int order = strcasecmp(stem(x->term->name), stem(y->term->name));

	return order ? order : strcmp(x->lesson->id, y->lesson->id);
}

void lesson_terms_collect(const struct catalog *c, struct lesson_terms *ret)
{
	size_t cap = 0;

	*ret = (struct lesson_terms){ 0 };
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->topics[i].count; j++) {
			const struct lesson *l = c->topics[i].entries[j].lesson;

			for (size_t k = 0; l && k < l->glossary_count; k++) {
				const struct lesson_term *term =
					&l->glossary[k];

				if (is_known(ret, term))
					continue;
				ret->items =
					mem_grow(ret->items, ret->count, &cap,
						 sizeof(*ret->items));
				ret->items[ret->count++] =
					(struct lesson_term_place){
						term, l,
						step_with(l, term->name)
					};
			}
		}
	if (ret->count)
		qsort(ret->items, ret->count, sizeof(*ret->items), by_name);
}

void lesson_terms_release(struct lesson_terms *t)
{
	free(t->items);
	*t = (struct lesson_terms){ 0 };
}
