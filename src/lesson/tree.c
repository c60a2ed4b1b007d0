/* SPDX-License-Identifier: MIT */
/*
 * From libyaml's events to a tree.
 *
 * The event interface is used, not the document one, because it gives places
 * for everything, expands no aliases, and lets the limits stop a bomb while
 * it is being read.  The tree is built by recursion that DEPTH_MAX bounds.
 */
#include "lesson/tree.h"

#include <string.h>
#include <yaml.h>

#include "base/utf8.h"
#include "lesson/syntax.h"

enum {
	DEPTH_MAX = 12,    /* of lists and maps; a lesson needs 8 */
	NODES_MAX = 20000, /* in a file */
	ITEMS_MAX = 500,   /* in a list or map; also bounds the search for
			    * keys that are there twice */
};

struct parse {
	struct lesson_source *s;
	struct bulk *memory; /* of the tree */
	yaml_parser_t yaml;
	int depth, nodes;
	bool stop; /* an error after which nothing makes sense */
	bool done; /* all that is wanted has been read */
};

/* Sets *@node to NULL if there was nothing usable. */
static void build(struct parse *p, yaml_event_t *event,
		  struct lesson_node **node);

/* The next event; false when there is none, which has been told. */
static bool next(struct parse *p, yaml_event_t *event)
{
	if (p->stop)
		return false;
	if (yaml_parser_parse(&p->yaml, event))
		return true;
	p->stop = true;
	lesson_syntax_tell(p->s, &p->yaml);
	return false;
}

static void tell_bomb(struct parse *p, struct lesson_place at,
		      enum lesson_error error, const char *what)
{
	if (!p->stop)
		(void)lesson_diag_add(p->s, at, error, "%s", what);
	p->stop = true;
}

static void tell_extras(struct parse *p, struct lesson_place at,
			const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct lesson_diag *d;

	if (anchor) {
		d = lesson_diag_add(p->s, at, LESSON_ERROR_ALIAS,
				    "an anchor (&%s)",
				    lesson_quote((const char *)anchor).text);
		lesson_diag_advise(d, "remove it, or put the text in quotes");
	}
	if (tag) {
		d = lesson_diag_add(p->s, at, LESSON_ERROR_TAG, "a tag (%s)",
				    lesson_quote((const char *)tag).text);
		lesson_diag_advise(d, "remove it, or put the text in quotes");
	}
}

static struct lesson_node *new_node(struct parse *p, enum lesson_node_kind kind,
				    const yaml_event_t *event)
{
	struct lesson_node *node;

	if (++p->nodes > NODES_MAX) {
		tell_bomb(p, lesson_place_of(event->start_mark),
			  LESSON_ERROR_COUNT,
			  "more than 20,000 values in one file");
		return NULL;
	}
	node = bulk_new(p->memory, 1, sizeof(*node));
	node->kind = kind;
	node->at = lesson_place_of(event->start_mark);
	return node;
}

/*
 * In double quotes anything can be through escapes such as "\e"; what a
 * terminal must not get is told here and blanked.
 */
static void check_runes(struct parse *p, struct lesson_node *node)
{
	bool told = false;

	for (size_t i = 0; i < node->len;) {
		char c = node->text[i];
		uint32_t rune;
		size_t n;

		if ((c >= ' ' && c < 0x7F) || c == '\n') {
			i++;
			continue;
		}
		n = utf8_decode(node->text + i, node->len - i, &rune);
		if (lesson_rune_is_bad(rune) || (rune == UTF8_BAD && n == 1)) {
			memset(node->text + i, ' ', n);
			if (!told)
				(void)lesson_diag_add(
					p->s, node->at, LESSON_ERROR_CONTROL,
					"a control character (U+%04X) in "
					"quotes",
					(unsigned)rune);
			told = true;
		}
		i += n;
	}
}

static struct lesson_node *build_scalar(struct parse *p, yaml_event_t *event)
{
	struct lesson_node *node = new_node(p, LESSON_SCALAR, event);
	yaml_scalar_style_t style = event->data.scalar.style;

	if (!node)
		return NULL;
	tell_extras(p, node->at, event->data.scalar.anchor,
		    event->data.scalar.tag);
	node->bad = event->data.scalar.anchor || event->data.scalar.tag;
	node->plain = style == YAML_PLAIN_SCALAR_STYLE;
	node->literal = style == YAML_LITERAL_SCALAR_STYLE;
	node->len = event->data.scalar.length;
	node->text = bulk_text_n(
		p->memory, (const char *)event->data.scalar.value, node->len);
	/* In all other styles it is as in the text. */
	if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		check_runes(p, node);
	return node;
}

static void add_item(struct parse *p, struct lesson_node *node,
		     struct lesson_node *key, struct lesson_node *item)
{
	size_t count = node->count;

	node->items = bulk_grow(p->memory, node->items, count, &node->cap,
				sizeof(struct lesson_node *));
	node->items[count] = item;
	if (node->kind == LESSON_MAP) {
		node->keys =
			bulk_grow(p->memory, node->keys, count, &node->key_cap,
				  sizeof(struct lesson_node *));
		node->keys[count] = key;
	}
	node->count++;
}

/* Whether one more fits; tells it if not. */
static bool has_room(struct parse *p, const struct lesson_node *node)
{
	if (node->count < ITEMS_MAX)
		return true;
	tell_bomb(p, node->at, LESSON_ERROR_COUNT,
		  node->kind == LESSON_MAP ? "more than 500 keys in one map"
					   : "more than 500 items in one list");
	return false;
}

static void build_list(struct parse *p, struct lesson_node *list)
{
	yaml_event_t event;

	while (next(p, &event)) {
		struct lesson_node *item = NULL;

		if (event.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&event);
			return;
		}
		build(p, &event, &item);
		if (item && has_room(p, list))
			add_item(p, list, NULL, item);
	}
}

/* Whether @key may be added to @map; tells why not. */
static bool key_is_good(struct parse *p, const struct lesson_node *map,
			const struct lesson_node *key)
{
	struct lesson_diag *d;

	if (key->kind != LESSON_SCALAR || key->len == 0 || key->literal) {
		(void)lesson_diag_add(p->s, key->at, LESSON_ERROR_KEY,
				      "a key must be a word");
		return false;
	}
	if (key->plain && strcmp(key->text, "<<") == 0) {
		d = lesson_diag_add(p->s, key->at, LESSON_ERROR_MERGE,
				    "a merge key (<<)");
		lesson_diag_advise(d, "write the keys themselves");
		return false;
	}
	for (size_t i = 0; i < map->count; i++) {
		if (*map->keys[i]->text != *key->text ||
		    strcmp(map->keys[i]->text, key->text) != 0)
			continue;
		d = lesson_diag_add(p->s, key->at, LESSON_ERROR_REPEATED,
				    "\"%s\" is there twice",
				    lesson_quote(key->text).text);
		lesson_diag_advise(d, "the first is in line %d",
				   map->keys[i]->at.line);
		return false;
	}
	return true;
}

static void build_map(struct parse *p, struct lesson_node *map)
{
	yaml_event_t event;

	while (next(p, &event)) {
		struct lesson_node *key = NULL, *value = NULL;

		if (event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return;
		}
		build(p, &event, &key);
		if (next(p, &event))
			build(p, &event, &value);
		if (key && value && has_room(p, map) &&
		    key_is_good(p, map, key)) {
			add_item(p, map, key, value);
			continue;
		}
		if (key && key->bad)
			map->bad = true;
	}
}

static struct lesson_node *build_inside(struct parse *p, yaml_event_t *event)
{
	bool is_map = event->type == YAML_MAPPING_START_EVENT;
	const yaml_char_t *anchor = is_map ? event->data.mapping_start.anchor
					   : event->data.sequence_start.anchor;
	const yaml_char_t *tag = is_map ? event->data.mapping_start.tag
					: event->data.sequence_start.tag;
	struct lesson_node *node =
		new_node(p, is_map ? LESSON_MAP : LESSON_LIST, event);

	if (!node)
		return NULL;
	tell_extras(p, node->at, anchor, tag);
	if (++p->depth > DEPTH_MAX)
		tell_bomb(p, node->at, LESSON_ERROR_DEPTH,
			  "lists and maps nested too deeply");
	else if (is_map)
		build_map(p, node);
	else
		build_list(p, node);
	p->depth--;
	return node;
}

/* An alias stands for something; what, nobody shall need to know. */
static struct lesson_node *build_alias(struct parse *p, yaml_event_t *event)
{
	struct lesson_node *node = new_node(p, LESSON_SCALAR, event);
	struct lesson_diag *d;

	if (!node)
		return NULL;
	d = lesson_diag_add(
		p->s, node->at, LESSON_ERROR_ALIAS, "an alias (*%s)",
		lesson_quote((const char *)event->data.alias.anchor).text);
	lesson_diag_advise(d, "write the value itself, or put it in quotes");
	node->text = bulk_text_n(p->memory, "*", 1);
	node->len = 1;
	node->bad = true;
	return node;
}

static void build(struct parse *p, yaml_event_t *event,
		  struct lesson_node **node)
{
	if (event->type == YAML_SCALAR_EVENT)
		*node = build_scalar(p, event);
	else if (event->type == YAML_ALIAS_EVENT)
		*node = build_alias(p, event);
	else if (event->type == YAML_MAPPING_START_EVENT ||
		 event->type == YAML_SEQUENCE_START_EVENT)
		*node = build_inside(p, event);
	yaml_event_delete(event);
}

static void check_document(struct parse *p, const yaml_event_t *event,
			   int documents)
{
	struct lesson_place at = lesson_place_of(event->start_mark);

	if (documents == 1) {
		lesson_diag_advise(
			lesson_diag_add(p->s, at, LESSON_ERROR_DOCUMENTS,
					"a second document begins here"),
			"one file is one lesson; remove the ---");
		p->done = true;
	}
	if (event->data.document_start.version_directive ||
	    event->data.document_start.tag_directives.start !=
		    event->data.document_start.tag_directives.end)
		lesson_diag_advise(lesson_diag_add(p->s, at, LESSON_ERROR_TAG,
						   "a directive"),
				   "remove the line that begins with %%");
}

static struct lesson_node *build_stream(struct parse *p)
{
	struct lesson_node *root = NULL;
	yaml_event_t event;
	int documents = 0;
	bool end = false;

	while (!end && !p->done && next(p, &event)) {
		end = event.type == YAML_STREAM_END_EVENT;
		if (event.type == YAML_DOCUMENT_START_EVENT)
			check_document(p, &event, documents++);
		if (root || end)
			yaml_event_delete(&event);
		else
			build(p, &event, &root);
	}
	return root;
}

struct lesson_node *lesson_tree_parse(struct lesson_source *s, const char *text,
				      size_t len, struct bulk *memory)
{
	struct parse p = { .s = s, .memory = memory };
	struct lesson_node *root;

	if (!yaml_parser_initialize(&p.yaml)) {
		(void)lesson_diag_add(s, (struct lesson_place){ 0, 0 },
				      LESSON_ERROR_UNREADABLE,
				      "not enough memory to read it");
		return NULL;
	}
	yaml_parser_set_encoding(&p.yaml, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p.yaml, (const unsigned char *)text, len);
	root = build_stream(&p);
	yaml_parser_delete(&p.yaml);
	return p.stop ? NULL : root;
}

const struct lesson_node *lesson_node_get(const struct lesson_node *map,
					  const char *key)
{
	for (size_t i = 0; map && map->kind == LESSON_MAP && i < map->count;
	     i++)
		if (*map->keys[i]->text == *key &&
		    strcmp(map->keys[i]->text, key) == 0)
			return map->items[i];
	return NULL;
}
