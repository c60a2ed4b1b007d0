/* SPDX-License-Identifier: MIT */
/*
 * The format as data: keys.def, for whoever reads or describes a lesson.
 */
#ifndef LESSON_KEYS_H
#define LESSON_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/lesson.h"
#include "lesson/route.h"

/* The newest format this player knows. */
#define LESSON_FORMAT 1

/* The content of topic.yaml. */
struct lesson_topic {
	char *title, *about;
	char **lessons; /* the order, by id */
	size_t lesson_count;
};

enum lesson_key_type {
	LESSON_KEY_INT,       /* a whole number: int */
	LESSON_KEY_NUMBER,    /* double */
	LESSON_KEY_LINE,      /* one line of text: char * */
	LESSON_KEY_TEXT,      /* Markdown: char * */
	LESSON_KEY_ID,        /* kebab-case: char * */
	LESSON_KEY_REFERENCE, /* topic/lesson: char * */
	LESSON_KEY_PROGRAM,   /* name of a demo: char * */
	LESSON_KEY_VALUE,     /* a number or a word, as it is written: char * */
	LESSON_KEY_NAME,      /* of a process or an object: char * */
	LESSON_KEY_SCHEDULE,  /* ABBA: char * */
	LESSON_KEY_BOOL,      /* true or false: bool */
	LESSON_KEY_DURATION,  /* 10s, 150ms: double, in seconds */
	LESSON_KEY_HAPPENING, /* the enums of facts.def */
	LESSON_KEY_MOMENT,
	LESSON_KEY_RATIO,
	LESSON_KEY_GIVES,
	LESSON_KEY_CHOOSE,
	LESSON_KEY_ACTIVITY,
	LESSON_KEY_PANE,   /* enum lesson_pane; many: in an array of all */
	LESSON_KEY_RECORD, /* a map of its own */
};

enum lesson_key_many {
	LESSON_KEY_ONE,
	LESSON_KEY_LIST,
	LESSON_KEY_NAMED, /* by names of parameters */
	LESSON_KEY_TERMS, /* by any words: struct lesson_term */
};

enum lesson_shape_id {
#define LESSON_SHAPE(id, ...) LESSON_SHAPE_##id,
#define LESSON_KEY(...)
#include "lesson/keys.def"
#undef LESSON_KEY
#undef LESSON_SHAPE
	LESSON_SHAPE_COUNT
};

#define LESSON_KEY_NOWHERE ((size_t)-1)

struct lesson_key {
	enum lesson_shape_id shape;
	const char *name;
	enum lesson_key_type type;
	enum lesson_key_many many;
	enum lesson_shape_id of;
	bool needed;
	long min, max;
	size_t field, count_field; /* offsets, or LESSON_KEY_NOWHERE */
	const char *about;
};

struct lesson_shape {
	const char *where;     /* "a step" */
	size_t size;           /* of the struct */
	const char *shorthand; /* the key whose value may stand alone; "" */
};

extern const struct lesson_shape lesson_shapes[LESSON_SHAPE_COUNT];

/*
 * The keys of a shape in the order of the table: begin with NULL, ends with
 * NULL.
 */
const struct lesson_key *lesson_key_next(enum lesson_shape_id shape,
					 const struct lesson_key *after);

/* The key with this name, or NULL. */
const struct lesson_key *lesson_key_find(enum lesson_shape_id shape,
					 const char *name);

/*
 * The key whose value @node is, standing alone where a map of @shape could;
 * NULL: none.
 */
struct lesson_node;
const struct lesson_key *lesson_key_alone(enum lesson_shape_id shape,
					  const struct lesson_node *node);

/* Whether values of this type are kept as a char *. */
bool lesson_key_is_text(enum lesson_key_type type);
/* Whether it is a map from names. */
bool lesson_key_is_named(const struct lesson_key *key);
/* Bytes of each of many. */
size_t lesson_key_item_size(const struct lesson_key *key);

/* "a whole number", "a list", ...: what a value of @key must be. */
const char *lesson_key_wants(const struct lesson_key *key);

/* The same for one value of a key that has many. */
const char *lesson_key_type_wants(enum lesson_key_type type);

#endif
