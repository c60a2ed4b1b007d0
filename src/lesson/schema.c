/* SPDX-License-Identifier: MIT */
/*
 * As JSON Schema.  A value that may stand alone for a map (the shorthand of a
 * shape) is an alternative; what only check_*.c knows (keys that exclude each
 * other) an editor does not hear of.
 */
#include "lesson/schema.h"

#include <ctype.h>
#include <string.h>

#include "lesson/keys.h"
#include "lesson/words.h"

#define ID_PATTERN "[a-z][a-z0-9]*(-[a-z0-9]+)*"

/* "a parameter to vary" is the definition "parameter-to-vary". */
static void add_name(struct str *out, enum lesson_shape_id shape)
{
	const char *p = strchr(lesson_shapes[shape].where, ' ') + 1;

	for (; *p; p++)
		str_add_n(out, *p == ' ' ? "-" : p, 1);
}

static void add_text(struct str *out, const char *text)
{
	str_add_char(out, '"');
	str_add_json(out, text, strlen(text));
	str_add_char(out, '"');
}

static void add_words(struct str *out, enum lesson_key_type type)
{
	const char *word;

	str_add(out, "\"enum\":[");
	for (int i = 1; (word = lesson_word_name(type, i)); i++) {
		str_add(out, i > 1 ? "," : "");
		add_text(out, word);
	}
	str_add_char(out, ']');
}

static void add_panes(struct str *out)
{
	str_add(out, "\"enum\":[");
	for (int i = 0; i < LESSON_PANE_COUNT; i++) {
		str_add(out, i ? "," : "");
		add_text(out, lesson_pane_name((enum lesson_pane)i));
	}
	str_add_char(out, ']');
}

static void add_string(struct str *out, const struct lesson_key *key,
		       const char *pattern)
{
	str_add(out, "\"type\":\"string\",\"minLength\":1");
	if (key->many == LESSON_KEY_ONE && key->max > 1)
		str_addf(out, ",\"maxLength\":%ld", key->max);
	if (pattern)
		str_addf(out, ",\"pattern\":\"^%s$\"", pattern);
}

/* One value, without the braces. */
static void add_type(struct str *out, const struct lesson_key *key)
{
	switch (key->type) {
	case LESSON_KEY_INT:
	case LESSON_KEY_NUMBER:
		str_addf(out, "\"type\":\"%s\"",
			 key->type == LESSON_KEY_INT ? "integer" : "number");
		if (key->many == LESSON_KEY_ONE)
			str_addf(out, ",\"minimum\":%ld,\"maximum\":%ld",
				 key->min, key->max);
		break;
	case LESSON_KEY_LINE:
	case LESSON_KEY_TEXT:
	case LESSON_KEY_NAME:
		add_string(out, key, NULL);
		break;
	case LESSON_KEY_ID:
		add_string(out, key, ID_PATTERN);
		break;
	case LESSON_KEY_REFERENCE:
		add_string(out, key, ID_PATTERN "/" ID_PATTERN);
		break;
	case LESSON_KEY_PROGRAM:
		add_string(out, key,
			   "(" ID_PATTERN "/)?[A-Za-z0-9][A-Za-z0-9_-]*");
		break;
	case LESSON_KEY_SCHEDULE:
		add_string(out, key, "[A-Z]+");
		break;
	case LESSON_KEY_DURATION:
		str_add(out, "\"type\":\"string\",\"pattern\":"
			     "\"^[0-9]+([.][0-9]+)?(ms|s|min)$\"");
		break;
	case LESSON_KEY_VALUE:
		str_add(out, "\"type\":[\"string\",\"number\"]");
		break;
	case LESSON_KEY_BOOL:
		str_add(out, "\"type\":\"boolean\"");
		break;
	case LESSON_KEY_HAPPENING:
	case LESSON_KEY_MOMENT:
	case LESSON_KEY_RATIO:
	case LESSON_KEY_GIVES:
	case LESSON_KEY_CHOOSE:
	case LESSON_KEY_ACTIVITY:
		add_words(out, key->type);
		break;
	case LESSON_KEY_PANE:
		add_panes(out);
		break;
	case LESSON_KEY_RECORD:
		str_add(out, "\"$ref\":\"#/$defs/");
		add_name(out, key->of);
		str_add_char(out, '"');
		break;
	}
}

static void add_value(struct str *out, const struct lesson_key *key)
{
	switch (key->many) {
	case LESSON_KEY_ONE:
		add_type(out, key);
		break;
	case LESSON_KEY_LIST:
		str_add(out, "\"type\":\"array\",\"items\":{");
		add_type(out, key);
		str_addf(out, "},\"minItems\":%ld,\"maxItems\":%ld", key->min,
			 key->max);
		break;
	case LESSON_KEY_NAMED:
	case LESSON_KEY_TERMS:
		str_add(out, "\"type\":\"object\",\"additionalProperties\":{");
		add_type(out, key);
		str_addf(out, "},\"minProperties\":%ld,\"maxProperties\":%ld",
			 key->min, key->max);
		break;
	}
}

static void add_key(struct str *out, const struct lesson_key *key)
{
	str_addf(out, "    \"%s\":{\"description\":", key->name);
	add_text(out, key->about);
	str_add_char(out, ',');
	add_value(out, key);
	str_add_char(out, '}');
}

static void add_object(struct str *out, enum lesson_shape_id shape)
{
	const struct lesson_key *key = NULL;
	const char *comma = "";

	str_add(out, "\"type\":\"object\",\"additionalProperties\":false,"
		     "\"properties\":{");
	while ((key = lesson_key_next(shape, key))) {
		str_addf(out, "%s\n", comma);
		add_key(out, key);
		comma = ",";
	}
	str_add(out, "},\n   \"required\":[");
	comma = "";
	while ((key = lesson_key_next(shape, key))) {
		if (!key->needed)
			continue;
		str_addf(out, "%s\"%s\"", comma, key->name);
		comma = ",";
	}
	str_add_char(out, ']');
}

static void add_shape(struct str *out, enum lesson_shape_id shape)
{
	const char *alone = lesson_shapes[shape].shorthand;

	str_add(out, "  \"");
	add_name(out, shape);
	str_add(out, "\":{");
	if (*alone) {
		str_add(out, "\"anyOf\":[{");
		add_value(out, lesson_key_find(shape, alone));
		str_add(out, "},{");
	}
	add_object(out, shape);
	str_add(out, *alone ? "}]}" : "}");
}

void lesson_schema_json(struct str *out)
{
	const char *comma = "";

	str_add(out,
		"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
		"\n \"title\":\"A lesson for Procession\","
		"\n \"$ref\":\"#/$defs/lesson\",\n \"$defs\":{");
	for (int i = 0; i < LESSON_SHAPE_COUNT; i++) {
		/* Nothing but a map of values has this shape. */
		if (!lesson_key_next((enum lesson_shape_id)i, NULL))
			continue;
		str_addf(out, "%s\n", comma);
		add_shape(out, (enum lesson_shape_id)i);
		comma = ",";
	}
	str_add(out, "}}\n");
}
