/* SPDX-License-Identifier: MIT */
/*
 * The parts of lesson_check.  Each is given a part of the lesson and the node
 * it was filled from, sets what is derived, and tells what is wrong; what was
 * wrong before (an empty text, a node marked bad) is passed over, so that one
 * slip gives one message.
 */
#ifndef LESSON_CHECK_PARTS_H
#define LESSON_CHECK_PARTS_H

#include "lesson/keys.h"
#include "lesson/lesson.h"
#include "lesson/source.h"
#include "lesson/tree.h"

struct lesson_check {
	struct lesson_source *s;
	struct lesson *lesson;
	const struct lesson_node *root;
};

/* Lengths of a Markdown text at @key of @map, and its links. */
void lesson_check_text(struct lesson_source *s, const struct lesson_node *map,
		       const char *key);

/* The same for all of a list, or all values of a map; @list may be NULL. */
void lesson_check_texts(struct lesson_source *s,
			const struct lesson_node *list);

/* The same text at @key of an earlier item (@key NULL: the item itself). */
void lesson_check_twice(struct lesson_source *s, const struct lesson_node *list,
			const char *key, enum lesson_error error);

/* Whether @at is one of @ids; tells that it is not @what. */
bool lesson_check_among(struct lesson_source *s, const struct lesson_node *at,
			char *const *ids, size_t count, enum lesson_error error,
			const char *what);

/* An objective's id at @key of @map. */
void lesson_check_objective(struct lesson_check *c,
			    const struct lesson_node *map, const char *key);

/* The step @id, or NULL, which is told. */
struct lesson_step *lesson_check_step(struct lesson_check *c,
				      const struct lesson_node *map,
				      const char *key);

/*
 * Whether the map @map has a key that @shape does not: that was told, and may
 * well be the one that is missing.
 */
bool lesson_check_has_unknown(const struct lesson_node *map,
			      enum lesson_shape_id shape);

/* "a key that says nothing here". */
void lesson_check_needless(struct lesson_source *s,
			   const struct lesson_node *map, const char *key,
			   const char *beside);

/* "needs this key". */
void lesson_check_lacks(struct lesson_source *s, const struct lesson_node *node,
			enum lesson_error error, const char *message,
			const char *advice);

/* The demo of step @step. */
void lesson_check_demo(struct lesson_check *c, size_t step);

/* Whether the parameter @name of @demo may be set to @value by the reader. */
void lesson_check_variable(struct lesson_check *c,
			   const struct lesson_node *name,
			   const struct lesson_node *value,
			   const struct lesson_demo *demo);

/* Where a fact is asked for. */
enum lesson_check_where { LESSON_IN_KEY, LESSON_IN_SUCCESS, LESSON_IN_CALLOUT };

/*
 * Set what is derived of @f and tell what is wrong with it.  Returns whether
 * it can be judged.
 */
bool lesson_check_fact(struct lesson_source *s, const struct lesson_node *map,
		       struct lesson_fact *f, enum lesson_check_where where);
void lesson_check_condition(struct lesson_source *s,
			    const struct lesson_node *map,
			    struct lesson_condition *condition,
			    enum lesson_check_where where);

/*
 * A key that must be computed: set what is derived, tell what is wrong with
 * it.  Returns whether it can be judged.
 */
bool lesson_check_computed(struct lesson_source *s,
			   const struct lesson_node *node,
			   struct lesson_answer_key *key);

/* @run: whether there is one that a key could be computed from. */
void lesson_check_question(struct lesson_check *c,
			   const struct lesson_node *map,
			   struct lesson_question *q, bool run);
/*
 * The numbers that @q draws.  Returns whether its key is reckoned with them.
 */
bool lesson_check_draw(struct lesson_source *s, const struct lesson_node *map,
		       const struct lesson_question *q);
/* A list of them, each with an id. */
void lesson_check_questions(struct lesson_check *c,
			    const struct lesson_node *list,
			    struct lesson_question *questions, size_t count,
			    bool run);

/* The exercise of step @step. */
void lesson_check_exercise(struct lesson_check *c, size_t step);

/* The links in a Markdown text. */
void lesson_check_links(struct lesson_source *s,
			const struct lesson_node *text);

#endif
