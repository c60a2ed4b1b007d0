/* SPDX-License-Identifier: MIT */
/*
 * Fills and frees every record of a lesson from the table of keys, so that a
 * new key needs a line in keys.def and a field, and nothing here.
 */
#include "lesson/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/str.h"
#include "base/utf8.h"
#include "lesson/number.h"
#include "lesson/value.h"
#include "lesson/words.h"

_Static_assert(offsetof(struct lesson_parameter, name) == 0 &&
		       offsetof(struct lesson_vary, name) == 0,
	       "a named record begins with its name");
_Static_assert(sizeof(struct lesson_term) == sizeof(struct lesson_parameter) &&
		       offsetof(struct lesson_term, text) ==
			       offsetof(struct lesson_parameter, value),
	       "names and their values are alike");

static void *at(void *record, size_t offset)
{
	return (char *)record + offset;
}

/* A pane that is not named is none. */
static void set_no_panes(enum lesson_shape_id shape, void *record)
{
	const struct lesson_key *key = NULL;

	while ((key = lesson_key_next(shape, key)))
		if (key->many == LESSON_KEY_ONE && key->type == LESSON_KEY_PANE)
			*(enum lesson_pane *)at(record, key->field) =
				LESSON_PANE_COUNT;
}

/* Texts are never NULL. */
static void set_no_texts(enum lesson_shape_id shape, void *record)
{
	const struct lesson_key *key = NULL;

	while ((key = lesson_key_next(shape, key))) {
		char **text;

		if (key->many != LESSON_KEY_ONE ||
		    !lesson_key_is_text(key->type))
			continue;
		text = at(record, key->field);
		if (!*text)
			*text = mem_text("");
	}
}

static void set_text(char **field, const char *text)
{
	free(*field);
	*field = mem_text(text);
}

/* A good scalar into its field. */
static void set_scalar(const struct lesson_key *key, const char *text,
		       void *field)
{
	bool whole;

	if (lesson_key_is_text(key->type))
		set_text(field, text);
	else if (key->type == LESSON_KEY_INT)
		*(int *)field = (int)lesson_number(text, &whole);
	else if (key->type == LESSON_KEY_NUMBER)
		*(double *)field = lesson_number(text, &whole);
	else if (key->type == LESSON_KEY_BOOL)
		*(bool *)field = strcmp(text, "true") == 0;
	else if (key->type == LESSON_KEY_DURATION)
		*(double *)field = lesson_seconds(text);
	else if (key->type == LESSON_KEY_PANE)
		*(enum lesson_pane *)field = lesson_pane_find(text);
	else
		*(unsigned *)field =
			(unsigned)lesson_word_find(key->type, text);
}

static void fill_one(struct lesson_source *s, const struct lesson_key *key,
		     const struct lesson_node *node, void *record)
{
	if (key->type == LESSON_KEY_RECORD) {
		void *part = mem_new(1, lesson_shapes[key->of].size);

		*(void **)at(record, key->field) = part;
		lesson_record_fill(s, key->of, node, part);
	} else if (lesson_value_check(s, key, node) &&
		   key->field != LESSON_KEY_NOWHERE) {
		set_scalar(key, node->text, at(record, key->field));
	}
}

/* Whether @node is what many values are written as. */
static bool check_many(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	bool named = lesson_key_is_named(key);
	struct lesson_diag *d;

	if (node->bad)
		return false;
	if (node->kind != (named ? LESSON_MAP : LESSON_LIST)) {
		d = lesson_diag_add(s, node->at, LESSON_ERROR_TYPE,
				    "\"%s\" must be %s", key->name,
				    lesson_key_wants(key));
		lesson_diag_advise(d, named ? "write name: value, or {name: "
					      "value}"
					    : "begin each item with a dash, or "
					      "write [a, b]");
		return false;
	}
	if ((long)node->count >= key->min && (long)node->count <= key->max)
		return true;
	d = lesson_diag_add(s, node->at, LESSON_ERROR_RANGE,
			    "\"%s\" has %zu %s", key->name, node->count,
			    node->count == 1 ? "item" : "items");
	lesson_diag_advise(d, "there must be %ld to %ld", key->min, key->max);
	return (long)node->count <= key->max;
}

/* A LIST of words or a NAMED value: the text, "" if it is wrong. */
static char *item_text(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	return mem_text(lesson_value_check(s, key, node) ? node->text : "");
}

static void check_name(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *name)
{
	if (key->many == LESSON_KEY_TERMS) {
		int columns = utf8_width(name->text);

		if (strchr(name->text, '\n') || columns > 60)
			lesson_diag_advise(
				lesson_diag_add(s, name->at, LESSON_ERROR_RANGE,
						"a word of \"%s\" has %d "
						"columns",
						key->name, columns),
				"there is room for 60, in one line");
		return;
	}
	if (lesson_is_parameter(name->text))
		return;
	lesson_diag_advise(
		lesson_diag_add(s, name->at, LESSON_ERROR_BAD_PARAMETER,
				"\"%s\" is not the name of a parameter",
				lesson_quote(name->text).text),
		"begin with a letter; letters, digits, _ and -");
}

/* The words of a map are texts too: yes without quotes is a trap. */
static bool check_trap(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *name)
{
	enum lesson_word word;

	if (key->many != LESSON_KEY_TERMS || !name->plain)
		return true;
	word = lesson_word_kind(name->text);
	if (word == LESSON_WORD_TEXT || word == LESSON_WORD_NUMBER)
		return true;
	lesson_diag_advise(lesson_diag_add(s, name->at, LESSON_ERROR_AMBIGUOUS,
					   "without quotes, %s is something "
					   "else to YAML",
					   lesson_quote(name->text).text),
			   "write \"%s\"", lesson_quote(name->text).text);
	return false;
}

static void fill_many(struct lesson_source *s, const struct lesson_key *key,
		      const struct lesson_node *node, void *record)
{
	size_t size = lesson_key_item_size(key);
	char *items = node->count ? mem_new(node->count, size) : NULL;

	*(void **)at(record, key->field) = items;
	*(size_t *)at(record, key->count_field) = node->count;
	for (size_t i = 0; i < node->count; i++) {
		void *item = items + i * size;

		if (key->type == LESSON_KEY_RECORD)
			lesson_record_fill(s, key->of, node->items[i], item);
		if (lesson_key_is_named(key)) {
			if (check_trap(s, key, node->keys[i]))
				check_name(s, key, node->keys[i]);
			*(char **)item = mem_text(node->keys[i]->text);
			if (key->type != LESSON_KEY_RECORD)
				((struct lesson_parameter *)item)->value =
					item_text(s, key, node->items[i]);
		} else if (key->type != LESSON_KEY_RECORD) {
			*(char **)item = item_text(s, key, node->items[i]);
		}
	}
}

/* Panes go into an array of all of them, so each may be there once. */
static void fill_panes(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node, void *record)
{
	enum lesson_pane *panes = at(record, key->field);
	size_t *count = at(record, key->count_field);

	for (size_t i = 0; i < node->count; i++) {
		enum lesson_pane pane;
		bool twice = false;

		if (!lesson_value_check(s, key, node->items[i]))
			continue;
		pane = lesson_pane_find(node->items[i]->text);
		for (size_t j = 0; j < *count; j++)
			twice |= panes[j] == pane;
		if (!twice)
			panes[(*count)++] = pane;
		else
			(void)lesson_diag_add(s, node->items[i]->at,
					      LESSON_ERROR_BAD_PANE,
					      "the pane %s is there twice",
					      lesson_pane_name(pane));
	}
}

static void fill_key(struct lesson_source *s, const struct lesson_key *key,
		     const struct lesson_node *node, void *record)
{
	if (key->many == LESSON_KEY_ONE)
		fill_one(s, key, node, record);
	else if (!check_many(s, key, node))
		return;
	else if (key->type == LESSON_KEY_PANE)
		fill_panes(s, key, node, record);
	else
		fill_many(s, key, node, record);
}

/* The shape in which a misplaced key would be right, or NULL. */
static const char *elsewhere(enum lesson_shape_id shape, const char *name)
{
	for (int i = 0; i < LESSON_SHAPE_TOPIC; i++)
		if (i != (int)shape &&
		    lesson_key_find((enum lesson_shape_id)i, name))
			return lesson_shapes[i].where;
	return NULL;
}

/* The key of @shape that @name was probably meant to be, or NULL. */
static const char *meant(enum lesson_shape_id shape, const char *name)
{
	struct near near = NEAR(name);
	const struct lesson_key *key = NULL;

	while ((key = lesson_key_next(shape, key)))
		near_offer(&near, key->name);
	return elsewhere(shape, name) ? NULL : near.best;
}

static void tell_unknown(struct lesson_source *s, enum lesson_shape_id shape,
			 const struct lesson_node *name)
{
	const char *other = elsewhere(shape, name->text);
	const char *best = meant(shape, name->text);
	const struct lesson_key *key = NULL;
	SCOPED_STR all = STR_INIT;
	struct lesson_diag *d;

	while ((key = lesson_key_next(shape, key)))
		str_addf(&all, "%s%s", all.len ? ", " : "", key->name);
	d = lesson_diag_add(s, name->at, LESSON_ERROR_UNKNOWN_KEY,
			    "unknown key \"%s\"",
			    lesson_quote(name->text).text);
	if (other)
		lesson_diag_advise(d, "this is a key of %s, not of %s", other,
				   lesson_shapes[shape].where);
	else if (best)
		lesson_diag_advise(d, "write \"%s\"", best);
	else
		lesson_diag_advise(d, "%s has %s", lesson_shapes[shape].where,
				   all.buf);
}

/* Whether a slip in an unknown key explains why @key is missing. */
static bool is_misspelt(const struct lesson_key *key,
			const struct lesson_node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const char *name = node->keys[i]->text;
		const char *best;

		if (lesson_key_find(key->shape, name))
			continue;
		best = meant(key->shape, name);
		if (best && strcmp(best, key->name) == 0)
			return true;
	}
	return false;
}

static void tell_missing(struct lesson_source *s, enum lesson_shape_id shape,
			 const struct lesson_node *node)
{
	const struct lesson_key *key = NULL;

	while ((key = lesson_key_next(shape, key))) {
		if (!key->needed || lesson_node_get(node, key->name) ||
		    is_misspelt(key, node))
			continue;
		lesson_diag_advise(
			lesson_diag_add(s, node->at, LESSON_ERROR_MISSING_KEY,
					"%s needs \"%s\"",
					lesson_shapes[shape].where, key->name),
			"%s: %s", key->name, key->about);
	}
}

/* What @node has, into fields that are empty. */
static void fill_there(struct lesson_source *s, enum lesson_shape_id shape,
		       const struct lesson_node *node, void *record)
{
	const struct lesson_key *alone = lesson_key_alone(shape, node);

	if (alone) {
		fill_key(s, alone, node, record);
		return;
	}
	if (node->kind != LESSON_MAP) {
		if (!node->bad)
			(void)lesson_diag_add(s, node->at, LESSON_ERROR_TYPE,
					      "%s must be a map, key: value",
					      lesson_shapes[shape].where);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		const struct lesson_key *key =
			lesson_key_find(shape, node->keys[i]->text);

		if (key)
			fill_key(s, key, node->items[i], record);
		else if (!node->keys[i]->bad)
			tell_unknown(s, shape, node->keys[i]);
	}
	if (!node->bad)
		tell_missing(s, shape, node);
}

void lesson_record_fill(struct lesson_source *s, enum lesson_shape_id shape,
			const struct lesson_node *node, void *record)
{
	set_no_panes(shape, record);
	fill_there(s, shape, node, record);
	set_no_texts(shape, record);
}
