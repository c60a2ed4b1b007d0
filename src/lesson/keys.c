/* SPDX-License-Identifier: MIT */
#include "lesson/keys.h"

#include <limits.h>
#include <string.h>

#include "lesson/tree.h"

#define NEEDED         true
#define OPTIONAL       false
#define INTO(type, to) offsetof(struct type, to), LESSON_KEY_NOWHERE
#define MANY(type, to, count)                                                  \
	offsetof(struct type, to), offsetof(struct type, count)
#define NOWHERE LESSON_KEY_NOWHERE, LESSON_KEY_NOWHERE

const struct lesson_shape lesson_shapes[LESSON_SHAPE_COUNT] = {
#define LESSON_KEY(...)
#define LESSON_SHAPE(id, where, type, shorthand)                               \
	[LESSON_SHAPE_##id] = { where, sizeof(type), shorthand },
#include "lesson/keys.def"
#undef LESSON_SHAPE
#undef LESSON_KEY
};

static const struct lesson_key keys[] = {
#define LESSON_SHAPE(...)
#define LESSON_KEY(shape, name, type, many, of, ...)                           \
	{ LESSON_SHAPE_##shape, name,                                          \
	  LESSON_KEY_##type,    LESSON_KEY_##many,                             \
	  LESSON_SHAPE_##of,    __VA_ARGS__ },
#include "lesson/keys.def"
#undef LESSON_KEY
#undef LESSON_SHAPE
};

/* The shape of each key once more, side by side: to be searched for. */
static const unsigned char shapes[] = {
#define LESSON_SHAPE(...)
#define LESSON_KEY(shape, ...) LESSON_SHAPE_##shape,
#include "lesson/keys.def"
#undef LESSON_KEY
#undef LESSON_SHAPE
};
_Static_assert(LESSON_SHAPE_COUNT <= UCHAR_MAX, "a shape fits a byte");

const struct lesson_key *lesson_key_next(enum lesson_shape_id shape,
					 const struct lesson_key *after)
{
	size_t from = after ? (size_t)(after - keys) + 1 : 0;
	const unsigned char *found =
		memchr(shapes + from, (int)shape, sizeof(shapes) - from);

	return found ? &keys[found - shapes] : NULL;
}

const struct lesson_key *lesson_key_find(enum lesson_shape_id shape,
					 const char *name)
{
	const struct lesson_key *key = NULL;

	while ((key = lesson_key_next(shape, key)))
		if (*key->name == *name && strcmp(key->name, name) == 0)
			return key;
	return NULL;
}

const char *lesson_key_type_wants(enum lesson_key_type type)
{
	switch (type) {
	case LESSON_KEY_INT:
		return "a whole number";
	case LESSON_KEY_NUMBER:
		return "a number";
	case LESSON_KEY_LINE:
		return "a line of text";
	case LESSON_KEY_TEXT:
		return "a text";
	case LESSON_KEY_ID:
		return "an id";
	case LESSON_KEY_REFERENCE:
		return "the name of a lesson";
	case LESSON_KEY_PROGRAM:
		return "the name of a demo";
	case LESSON_KEY_VALUE:
		return "a number or a word";
	case LESSON_KEY_NAME:
		return "a name";
	case LESSON_KEY_SCHEDULE:
		return "a schedule";
	case LESSON_KEY_BOOL:
		return "true or false";
	case LESSON_KEY_DURATION:
		return "a time with its unit";
	case LESSON_KEY_HAPPENING:
		return "what happens";
	case LESSON_KEY_MOMENT:
		return "a moment";
	case LESSON_KEY_RATIO:
	case LESSON_KEY_GIVES:
	case LESSON_KEY_CHOOSE:
	case LESSON_KEY_ACTIVITY:
		return "one of the words for it";
	case LESSON_KEY_PANE:
		return "the name of a pane";
	case LESSON_KEY_RECORD:
		return "a map";
	}
	return "";
}

const char *lesson_key_wants(const struct lesson_key *key)
{
	switch (key->many) {
	case LESSON_KEY_LIST:
		return "a list";
	case LESSON_KEY_NAMED:
	case LESSON_KEY_TERMS:
		return "a map";
	case LESSON_KEY_ONE:
		break;
	}
	return lesson_key_type_wants(key->type);
}

const struct lesson_key *lesson_key_alone(enum lesson_shape_id shape,
					  const struct lesson_node *node)
{
	const char *name = lesson_shapes[shape].shorthand;
	const struct lesson_key *key =
		*name ? lesson_key_find(shape, name) : NULL;
	bool many = key && key->many == LESSON_KEY_LIST;

	if (!key || node->bad)
		return NULL;
	return node->kind == (many ? LESSON_LIST : LESSON_SCALAR) ? key : NULL;
}

bool lesson_key_is_text(enum lesson_key_type type)
{
	switch (type) {
	case LESSON_KEY_LINE:
	case LESSON_KEY_TEXT:
	case LESSON_KEY_ID:
	case LESSON_KEY_REFERENCE:
	case LESSON_KEY_PROGRAM:
	case LESSON_KEY_VALUE:
	case LESSON_KEY_NAME:
	case LESSON_KEY_SCHEDULE:
		return true;
	case LESSON_KEY_INT:
	case LESSON_KEY_NUMBER:
	case LESSON_KEY_BOOL:
	case LESSON_KEY_DURATION:
	case LESSON_KEY_HAPPENING:
	case LESSON_KEY_MOMENT:
	case LESSON_KEY_RATIO:
	case LESSON_KEY_GIVES:
	case LESSON_KEY_CHOOSE:
	case LESSON_KEY_ACTIVITY:
	case LESSON_KEY_PANE:
	case LESSON_KEY_RECORD:
		break;
	}
	return false;
}

bool lesson_key_is_named(const struct lesson_key *key)
{
	return key->many == LESSON_KEY_NAMED || key->many == LESSON_KEY_TERMS;
}

size_t lesson_key_item_size(const struct lesson_key *key)
{
	if (key->type == LESSON_KEY_RECORD)
		return lesson_shapes[key->of].size;
	if (lesson_key_is_named(key))
		return sizeof(struct lesson_parameter);
	return sizeof(char *);
}
