/* SPDX-License-Identifier: MIT */
/*
 * Rules between values.  What is wrong already (an empty text, a node marked
 * bad) is passed over, so that one slip gives one message.
 */
#include "lesson/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "lesson/check_parts.h"
#include "lesson/fit.h"
#include "lesson/value.h"

/* The same text at @key of an earlier item (@key NULL: the item itself). */
void lesson_check_twice(struct lesson_source *s, const struct lesson_node *list,
			const char *key, enum lesson_error error)
{
	for (size_t i = 0; list && list->kind == LESSON_LIST && i < list->count;
	     i++) {
		const struct lesson_node *b = list->items[i];

		if (key)
			b = lesson_node_get(b, key);
		for (size_t j = 0; b && b->kind == LESSON_SCALAR && j < i;
		     j++) {
			const struct lesson_node *a = list->items[j];

			if (key)
				a = lesson_node_get(a, key);
			if (!a || a->kind != LESSON_SCALAR || !*a->text ||
			    strcmp(a->text, b->text) != 0)
				continue;
			lesson_diag_advise(
				lesson_diag_add(s, b->at, error,
						"\"%s\" is there twice",
						lesson_quote(b->text).text),
				"the first is in line %d", a->at.line);
			break;
		}
	}
}

static void check_one_text(struct lesson_source *s,
			   const struct lesson_node *node)
{
	if (!node || node->kind != LESSON_SCALAR || node->bad)
		return;
	lesson_fit_check(s, node);
	lesson_check_links(s, node);
}

void lesson_check_text(struct lesson_source *s, const struct lesson_node *map,
		       const char *key)
{
	check_one_text(s, lesson_node_get(map, key));
}

void lesson_check_texts(struct lesson_source *s, const struct lesson_node *list)
{
	bool many = list && list->kind != LESSON_SCALAR;

	for (size_t i = 0; many && i < list->count; i++)
		check_one_text(s, list->items[i]);
}

bool lesson_check_has_unknown(const struct lesson_node *map,
			      enum lesson_shape_id shape)
{
	for (size_t i = 0; map->kind == LESSON_MAP && i < map->count; i++)
		if (!lesson_key_find(shape, map->keys[i]->text))
			return true;
	return false;
}

void lesson_check_needless(struct lesson_source *s,
			   const struct lesson_node *map, const char *key,
			   const char *beside)
{
	const struct lesson_node *node = lesson_node_get(map, key);

	if (node)
		lesson_diag_advise(
			lesson_diag_add(s, node->at, LESSON_ERROR_SAYS_NOTHING,
					"\"%s\" says nothing beside %s", key,
					beside),
			"remove it");
}

void lesson_check_lacks(struct lesson_source *s, const struct lesson_node *node,
			enum lesson_error error, const char *message,
			const char *advice)
{
	lesson_diag_advise(lesson_diag_add(s, node->at, error, "%s", message),
			   "%s", advice);
}

bool lesson_check_among(struct lesson_source *s, const struct lesson_node *at,
			char *const *ids, size_t count, enum lesson_error error,
			const char *what)
{
	struct near near = NEAR(at->text);
	struct lesson_diag *d;

	for (size_t i = 0; i < count; i++)
		if (strcmp(ids[i], at->text) == 0)
			return true;
	for (size_t i = 0; i < count; i++)
		near_offer(&near, ids[i]);
	d = lesson_diag_add(s, at->at, error, "\"%s\" is not %s",
			    lesson_quote(at->text).text, what);
	if (near.best)
		lesson_diag_advise(d, "write %s", near.best);
	else if (count)
		lesson_diag_advise(d, "such as %s", ids[0]);
	return false;
}

/* A usable scalar. */
static const struct lesson_node *word_at(const struct lesson_node *map,
					 const char *key)
{
	const struct lesson_node *node = lesson_node_get(map, key);

	return node && node->kind == LESSON_SCALAR && !node->bad &&
			       lesson_is_id(node->text)
		       ? node
		       : NULL;
}

/* Ids of the objectives; the array is the caller's, the ids are not. */
static char **objective_ids(const struct lesson *l)
{
	char **ids = mem_new(l->objective_count + 1, sizeof(*ids));

	for (size_t i = 0; i < l->objective_count; i++)
		ids[i] = l->objectives[i].id;
	return ids;
}

static void check_objective(struct lesson_check *c,
			    const struct lesson_node *node)
{
	char **ids = objective_ids(c->lesson);

	(void)lesson_check_among(c->s, node, ids, c->lesson->objective_count,
				 LESSON_ERROR_NO_SUCH_OBJECTIVE,
				 "one of the objectives");
	free(ids);
}

void lesson_check_objective(struct lesson_check *c,
			    const struct lesson_node *map, const char *key)
{
	const struct lesson_node *node = word_at(map, key);

	if (node)
		check_objective(c, node);
}

struct lesson_step *lesson_check_step(struct lesson_check *c,
				      const struct lesson_node *map,
				      const char *key)
{
	const struct lesson_node *node = word_at(map, key);
	size_t count = c->lesson->step_count;
	char **ids;
	int found;

	if (!node)
		return NULL;
	found = lesson_find_step(c->lesson, node->text);
	if (found >= 0)
		return &c->lesson->steps[found];
	ids = mem_new(count + 1, sizeof(*ids));
	for (size_t i = 0; i < count; i++)
		ids[i] = c->lesson->steps[i].id;
	(void)lesson_check_among(c->s, node, ids, count,
				 LESSON_ERROR_NO_SUCH_STEP,
				 "a step of this lesson");
	free(ids);
	return NULL;
}

/* ---- steps ---- */

static const char *const main_keys[] = { "exercise", "quiz", "checkpoint" };

static void check_kind(struct lesson_source *s, const struct lesson_node *node,
		       struct lesson_step *step)
{
	static const char *const contents[] = { "text", "demo", "exercise",
						"quiz", "checkpoint" };
	const char *first = NULL;
	bool empty = true;

	step->kind = step->demo ? LESSON_STEP_DEMO : LESSON_STEP_TEXT;
	for (int i = 0; i < 3; i++) {
		const struct lesson_node *key =
			lesson_node_get(node, main_keys[i]);

		if (key && first)
			lesson_diag_advise(
				lesson_diag_add(s, key->at,
						LESSON_ERROR_EXCLUDES,
						"\"%s\" and \"%s\" exclude "
						"each other",
						first, main_keys[i]),
				"make two steps of it");
		if (!key || first)
			continue;
		first = main_keys[i];
		step->kind = (enum lesson_step_kind)(LESSON_STEP_EXERCISE + i);
	}
	for (int i = 0; i < 5; i++)
		empty &= !lesson_node_get(node, contents[i]);
	if (empty && node->kind == LESSON_MAP && !node->bad)
		lesson_check_lacks(s, node, LESSON_ERROR_EMPTY_STEP,
				   "there is nothing in this step",
				   "add text, demo, exercise, quiz or "
				   "checkpoint");
}

static void set_id(struct lesson_question *q, const char *id)
{
	if (*q->id)
		return;
	free(q->id);
	q->id = mem_text(id);
}

/* Predict and observe. */
static void check_around_run(struct lesson_check *c,
			     const struct lesson_node *map, const char *key,
			     struct lesson_question *q, bool run)
{
	const struct lesson_node *node = lesson_node_get(map, key);

	if (!q)
		return;
	set_id(q, key);
	if (run)
		lesson_check_question(c, node, q, true);
	else
		lesson_check_lacks(c->s, node, LESSON_ERROR_NO_RUN,
				   "this step has no demo to ask about",
				   "add demo beside it");
}

static void check_checkpoint(struct lesson_check *c,
			     const struct lesson_node *map)
{
	const struct lesson_node *node = lesson_node_get(map, "checkpoint");
	const struct lesson_node *list =
		node->kind == LESSON_LIST ? node
					  : lesson_node_get(node, "objectives");

	for (size_t i = 0; list && list->kind == LESSON_LIST && i < list->count;
	     i++)
		if (list->items[i]->kind == LESSON_SCALAR &&
		    lesson_is_id(list->items[i]->text))
			check_objective(c, list->items[i]);
	lesson_check_twice(c->s, list, NULL, LESSON_ERROR_SAME_ID);
}

static void check_step(struct lesson_check *c, size_t i)
{
	struct lesson_step *step = &c->lesson->steps[i];
	const struct lesson_node *node =
		lesson_node_get(c->root, "steps")->items[i];
	bool run = lesson_node_get(node, "demo");

	step->line = node->at.line;
	lesson_check_text(c->s, node, "text");
	lesson_check_text(c->s, node, "notes");
	check_kind(c->s, node, step);
	if (step->demo)
		lesson_check_demo(c, i);
	check_around_run(c, node, "predict", step->predict, run);
	check_around_run(c, node, "observe", step->observe, run);
	if (step->exercise)
		lesson_check_exercise(c, i);
	if (step->quiz)
		lesson_check_questions(c, lesson_node_get(node, "quiz"),
				       step->quiz, step->quiz_count, false);
	if (step->checkpoint)
		check_checkpoint(c, node);
}

/* ---- the rest ---- */

static void check_cards(struct lesson_check *c)
{
	const struct lesson_node *cards = lesson_node_get(c->root, "cards");

	lesson_check_twice(c->s, cards, "id", LESSON_ERROR_SAME_ID);
	for (size_t i = 0; cards && i < c->lesson->card_count; i++) {
		const struct lesson_node *node = cards->items[i];
		const struct lesson_step *step;

		lesson_check_text(c->s, node, "front");
		lesson_check_text(c->s, node, "back");
		lesson_check_objective(c, node, "objective");
		step = lesson_check_step(c, node, "run");
		if (step && !step->demo)
			lesson_check_lacks(c->s, lesson_node_get(node, "run"),
					   LESSON_ERROR_NO_SUCH_STEP,
					   "this step has no demo",
					   "name one that has");
	}
}

/* An id at @key of @map that has been retired. */
static void check_retired(struct lesson_check *c, const struct lesson_node *map)
{
	const struct lesson_node *id = word_at(map, "id");

	for (size_t i = 0; id && i < c->lesson->retired_count; i++)
		if (strcmp(c->lesson->retired[i], id->text) == 0)
			lesson_check_lacks(c->s, id, LESSON_ERROR_RETIRED,
					   "this id has been retired",
					   "take one that was never used");
}

static void check_all_retired(struct lesson_check *c,
			      const struct lesson_node *list)
{
	bool many = list && list->kind == LESSON_LIST;

	for (size_t i = 0; many && i < list->count; i++) {
		const struct lesson_node *item = list->items[i];

		check_retired(c, item);
		check_all_retired(c, lesson_node_get(item, "quiz"));
		check_all_retired(
			c, lesson_node_get(lesson_node_get(item, "exercise"),
					   "questions"));
	}
}

void lesson_check(struct lesson_source *s, const struct lesson_node *root,
		  struct lesson *lesson)
{
	struct lesson_check c = { s, lesson, root };

	lesson_check_twice(s, lesson_node_get(root, "steps"), "id",
			   LESSON_ERROR_SAME_ID);
	lesson_check_twice(s, lesson_node_get(root, "objectives"), "id",
			   LESSON_ERROR_SAME_ID);
	lesson_check_twice(s, lesson_node_get(root, "requires"), NULL,
			   LESSON_ERROR_SAME_ID);
	lesson_check_twice(s, lesson_node_get(root, "retired"), NULL,
			   LESSON_ERROR_SAME_ID);
	lesson_check_text(s, root, "notes");
	lesson_check_texts(s, lesson_node_get(root, "glossary"));
	for (size_t i = 0; i < lesson->step_count; i++)
		check_step(&c, i);
	check_cards(&c);
	check_all_retired(&c, lesson_node_get(root, "steps"));
	check_all_retired(&c, lesson_node_get(root, "cards"));
}
