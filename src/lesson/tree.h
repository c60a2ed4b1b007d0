/* SPDX-License-Identifier: MIT */
/*
 * A YAML file as a tree that knows where everything stands.
 *
 * Only the part of YAML that a lesson needs: scalars, lists, maps with plain
 * words as keys.  The rest is told as an error and left out.
 */
#ifndef LESSON_TREE_H
#define LESSON_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bulk.h"
#include "lesson/source.h"

enum lesson_node_kind { LESSON_SCALAR, LESSON_LIST, LESSON_MAP };

struct lesson_node {
	enum lesson_node_kind kind;
	struct lesson_place at;
	bool plain;   /* a scalar without quotes */
	bool literal; /* a scalar below | */
	bool bad;     /* has an error already: say no more about it */
	char *text;   /* of a scalar; never NULL there */
	size_t len;
	/*
	 * A list's items; a map's values, and beside each its key (a scalar).
	 */
	struct lesson_node **items, **keys;
	size_t count, cap, key_cap;
};

/*
 * Take @text, which lesson_source_clean made, apart, telling errors to @s.
 * Returns the tree, or NULL if there is nothing to go on with (which has been
 * told).  All of it is in @memory, whose release is its end; the text is not
 * needed any more.
 */
struct lesson_node *lesson_tree_parse(struct lesson_source *s, const char *text,
				      size_t len, struct bulk *memory);

/* The value of @key, or NULL: not there, or @map is not a map. */
const struct lesson_node *lesson_node_get(const struct lesson_node *map,
					  const char *key);

#endif
