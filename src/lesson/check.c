/* SPDX-License-Identifier: MIT */
/*
 * Rules between values.  What is wrong already (an empty text, a node marked
 * bad) is passed over, so that one slip gives one message.
 */
#include "lesson/check.h"

#include <string.h>

#include "base/near.h"
#include "lesson/fit.h"
#include "lesson/number.h"

/* The scalar at @key, if it is usable as a number. */
static const struct lesson_node *number_at(const struct lesson_node *map,
					   const char *key)
{
	const struct lesson_node *node = lesson_node_get(map, key);

	if (!node || node->kind != LESSON_SCALAR || !node->plain ||
	    lesson_word_kind(node->text) != LESSON_WORD_NUMBER)
		return NULL;
	return node;
}

static bool is_whole(const struct lesson_node *number)
{
	bool whole = true;

	if (number)
		(void)lesson_number(number->text, &whole);
	return whole;
}

/* The same text at @key of an earlier item (@key NULL: the item itself). */
static void check_twice(struct lesson_source *s, const struct lesson_node *list,
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

static const struct lesson_parameter *find_with(const struct lesson_demo *demo,
						const char *name)
{
	for (size_t i = 0; i < demo->with_count; i++)
		if (strcmp(demo->with[i].name, name) == 0)
			return &demo->with[i];
	return NULL;
}

static void tell_without(struct lesson_source *s,
			 const struct lesson_demo *demo,
			 const struct lesson_node *name)
{
	struct near near = NEAR(name->text);
	struct lesson_diag *d;

	for (size_t i = 0; i < demo->with_count; i++)
		near_offer(&near, demo->with[i].name);
	d = lesson_diag_add(s, name->at, LESSON_ERROR_VARY_WITHOUT,
			    "\"%s\" may vary but is not in \"with\"",
			    lesson_quote(name->text).text);
	if (near.best)
		lesson_diag_advise(d, "write %s", lesson_quote(near.best).text);
	else
		lesson_diag_advise(d, "add it to with, with its first value");
}

/* min, max and step among themselves. */
static bool check_range(struct lesson_source *s, const struct lesson_vary *vary,
			const struct lesson_node *node)
{
	const struct lesson_node *step = number_at(node, "step");
	const struct lesson_node *max = number_at(node, "max");

	if (vary->min >= vary->max) {
		lesson_diag_advise(
			lesson_diag_add(s, max->at, LESSON_ERROR_VARY_RANGE,
					"max %s is not above min %s", max->text,
					number_at(node, "min")->text),
			"write the smaller number as min");
		return false;
	}
	if (step && (vary->step <= 0 || vary->step > vary->max - vary->min)) {
		lesson_diag_advise(
			lesson_diag_add(s, step->at, LESSON_ERROR_VARY_RANGE,
					"a step of %s does not fit the range",
					step->text),
			"write a number above 0 and up to %g",
			vary->max - vary->min);
		return false;
	}
	return true;
}

/* The value of `with` for a range. */
static void check_in_range(struct lesson_source *s, struct lesson_vary *vary,
			   const struct lesson_node *node,
			   const struct lesson_node *value)
{
	const struct lesson_node *step = number_at(node, "step");
	bool whole;
	double number;

	if (lesson_word_kind(value->text) != LESSON_WORD_NUMBER) {
		lesson_diag_advise(
			lesson_diag_add(s, value->at, LESSON_ERROR_VARY_OUTSIDE,
					"\"%s\" varies as a number, but is "
					"\"%s\"",
					vary->name,
					lesson_quote(value->text).text),
			"write a number");
		return;
	}
	number = lesson_number(value->text, &whole);
	vary->whole = whole && is_whole(number_at(node, "min")) &&
		      is_whole(number_at(node, "max")) && is_whole(step);
	if (!step)
		vary->step = vary->whole ? 1 : (vary->max - vary->min) / 10;
	if (number < vary->min || number > vary->max)
		lesson_diag_advise(
			lesson_diag_add(s, value->at, LESSON_ERROR_VARY_OUTSIDE,
					"%s is outside of what \"%s\" may be",
					value->text, vary->name),
			"vary allows %g to %g", vary->min, vary->max);
}

static void check_numbers(struct lesson_source *s, struct lesson_vary *vary,
			  const struct lesson_node *node,
			  const struct lesson_node *value)
{
	static const char *const ends[] = { "min", "max" };

	for (int i = 0; i < 2; i++) {
		if (lesson_node_get(node, ends[i]))
			continue;
		lesson_diag_advise(
			lesson_diag_add(s, node->at, LESSON_ERROR_MISSING_KEY,
					"a parameter to vary needs \"%s\"",
					ends[i]),
			"a number has min and max, words have choices");
	}
	if (!number_at(node, "min") || !number_at(node, "max") ||
	    (lesson_node_get(node, "step") && !number_at(node, "step")))
		return;
	if (check_range(s, vary, node) && value)
		check_in_range(s, vary, node, value);
}

static void check_choices(struct lesson_source *s,
			  const struct lesson_vary *vary,
			  const struct lesson_node *node,
			  const struct lesson_node *value)
{
	static const char *const of_numbers[] = { "min", "max", "step" };
	const struct lesson_node *choices = lesson_node_get(node, "choices");

	for (int i = 0; i < 3; i++) {
		const struct lesson_node *wrong =
			lesson_node_get(node, of_numbers[i]);

		if (wrong)
			lesson_diag_advise(
				lesson_diag_add(s, wrong->at,
						LESSON_ERROR_VARY_RANGE,
						"\"%s\" and choices exclude "
						"each other",
						of_numbers[i]),
				"remove one of them");
	}
	check_twice(s, choices, NULL, LESSON_ERROR_VARY_RANGE);
	if (!value || choices->kind != LESSON_LIST)
		return;
	for (size_t i = 0; i < vary->choice_count; i++)
		if (strcmp(vary->choices[i], value->text) == 0)
			return;
	lesson_diag_advise(lesson_diag_add(s, value->at,
					   LESSON_ERROR_VARY_OUTSIDE,
					   "\"%s\" is not among the choices",
					   lesson_quote(value->text).text),
			   "write one of them, or add it");
}

/* The value of `with` for @name, if it is one that can be compared. */
static const struct lesson_node *start_value(const struct lesson_demo *demo,
					     const struct lesson_node *with,
					     const char *name)
{
	const struct lesson_parameter *parameter = find_with(demo, name);

	if (!parameter || !*parameter->value)
		return NULL;
	return lesson_node_get(with, name);
}

static void check_demo(struct lesson_source *s, const struct lesson_node *node,
		       struct lesson_demo *demo)
{
	const struct lesson_node *with = lesson_node_get(node, "with");
	const struct lesson_node *vary = lesson_node_get(node, "vary");
	bool readable = !with || (with->kind == LESSON_MAP && !with->bad);

	if (demo->chart)
		lesson_check_chart(s, lesson_node_get(node, "chart"),
				   demo->chart);
	for (size_t i = 0; i < demo->vary_count; i++) {
		struct lesson_vary *v = &demo->vary[i];
		const struct lesson_node *item = vary->items[i];
		const struct lesson_node *value =
			start_value(demo, with, v->name);

		if (readable && !find_with(demo, v->name))
			tell_without(s, demo, vary->keys[i]);
		if (item->kind != LESSON_MAP || item->bad)
			continue;
		if (lesson_node_get(item, "choices"))
			check_choices(s, v, item, value);
		else
			check_numbers(s, v, item, value);
	}
}

static void check_text(struct lesson_source *s, const struct lesson_node *node)
{
	if (node && node->kind == LESSON_SCALAR && !node->bad)
		lesson_fit_check(s, node);
}

void lesson_check(struct lesson_source *s, const struct lesson_node *root,
		  struct lesson *lesson)
{
	const struct lesson_node *steps = lesson_node_get(root, "steps");

	check_twice(s, steps, "id", LESSON_ERROR_SAME_ID);
	check_twice(s, lesson_node_get(root, "objectives"), "id",
		    LESSON_ERROR_SAME_ID);
	check_twice(s, lesson_node_get(root, "requires"), NULL,
		    LESSON_ERROR_SAME_ID);
	for (size_t i = 0; i < lesson->step_count; i++) {
		struct lesson_step *step = &lesson->steps[i];
		const struct lesson_node *node = steps->items[i];

		step->line = node->at.line;
		check_text(s, lesson_node_get(node, "text"));
		check_text(s, lesson_node_get(node, "notes"));
		if (step->demo)
			check_demo(s, lesson_node_get(node, "demo"),
				   step->demo);
	}
}
