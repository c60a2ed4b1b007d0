/* SPDX-License-Identifier: MIT */
/*
 * Demos: what may vary, what is the same as in another step, callouts.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "lesson/check.h"
#include "lesson/check_parts.h"
#include "lesson/keys.h"
#include "lesson/number.h"
#include "lesson/record.h"

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

static void tell_no_choice(struct lesson_source *s,
			   const struct lesson_node *value)
{
	lesson_diag_advise(lesson_diag_add(s, value->at,
					   LESSON_ERROR_VARY_OUTSIDE,
					   "\"%s\" is not among the choices",
					   lesson_quote(value->text).text),
			   "write one of them, or add it");
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
	lesson_check_twice(s, choices, NULL, LESSON_ERROR_VARY_RANGE);
	if (!value || choices->kind != LESSON_LIST)
		return;
	for (size_t i = 0; i < vary->choice_count; i++)
		if (strcmp(vary->choices[i], value->text) == 0)
			return;
	tell_no_choice(s, value);
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

static const struct lesson_vary *find_vary(const struct lesson_demo *demo,
					   const char *name)
{
	for (size_t i = 0; i < demo->vary_count; i++)
		if (strcmp(demo->vary[i].name, name) == 0)
			return &demo->vary[i];
	return NULL;
}

/* One of the choices, or a number of the range, of a good vary. */
static void check_may_be(struct lesson_source *s,
			 const struct lesson_vary *vary,
			 const struct lesson_node *value)
{
	struct lesson_vary copy = *vary;

	if (value->kind != LESSON_SCALAR || value->bad || !*value->text)
		return;
	if (!vary->choices && vary->min < vary->max) {
		check_in_range(s, &copy, NULL, value);
		return;
	}
	if (!vary->choices)
		return;
	for (size_t i = 0; i < vary->choice_count; i++)
		if (strcmp(vary->choices[i], value->text) == 0)
			return;
	tell_no_choice(s, value);
}

void lesson_check_variable(struct lesson_check *c,
			   const struct lesson_node *name,
			   const struct lesson_node *value,
			   const struct lesson_demo *demo)
{
	const struct lesson_vary *vary = find_vary(demo, name->text);
	struct near near = NEAR(name->text);
	struct lesson_diag *d;

	if (vary) {
		check_may_be(c->s, vary, value);
		return;
	}
	for (size_t i = 0; i < demo->vary_count; i++)
		near_offer(&near, demo->vary[i].name);
	d = lesson_diag_add(c->s, name->at, LESSON_ERROR_NO_PARAMETER,
			    "\"%s\" is nothing that may vary",
			    lesson_quote(name->text).text);
	lesson_diag_advise(d, "%s%s", near.best ? "write " : "add it to vary",
			   near.best ? near.best : "");
}

static void check_vary(struct lesson_source *s, const struct lesson_node *node,
		       struct lesson_demo *demo)
{
	const struct lesson_node *with = lesson_node_get(node, "with");
	const struct lesson_node *vary = lesson_node_get(node, "vary");
	bool readable = !with || (with->kind == LESSON_MAP && !with->bad);

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

/* ---- the demo of another step ---- */

/*
 * What @to does not say itself.  Callouts, a run to compare and a repeat are
 * not copied: they were written for the other step.
 */
static void copy_demo(struct lesson_demo *to, const struct lesson_demo *from,
		      const struct lesson_node *node)
{
	static const char *const keys[] = { "program", "vary", "faults", "show",
					    "chart" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!lesson_node_get(node, keys[i]))
			lesson_record_copy_key(LESSON_SHAPE_DEMO, keys[i], from,
					       to);
	for (size_t i = 0; i < from->with_count; i++) {
		size_t n = to->with_count;

		if (find_with(to, from->with[i].name))
			continue;
		to->with = mem_resize(to->with, n + 1, sizeof(*to->with));
		to->with[n].name = mem_text(from->with[i].name);
		to->with[n].value = mem_text(from->with[i].value);
		to->with_count++;
	}
}

static void tell_no_same(struct lesson_check *c, const struct lesson_node *same)
{
	lesson_check_lacks(c->s, same, LESSON_ERROR_NO_SUCH_STEP,
			   "this is no earlier step with a demo",
			   "name a step above this one that has a demo");
}

static void take_same(struct lesson_check *c, const struct lesson_node *node,
		      size_t step)
{
	const struct lesson_node *same = lesson_node_get(node, "same");
	struct lesson_demo *demo = c->lesson->steps[step].demo;
	const struct lesson_node *with = lesson_node_get(node, "with");
	int from;

	if (!*demo->same || same->bad || lesson_node_get(node, "program"))
		return;
	from = lesson_find_step(c->lesson, demo->same);
	if (from < 0) {
		(void)lesson_check_step(c, node, "same");
		return;
	}
	if ((size_t)from >= step || !c->lesson->steps[from].demo) {
		tell_no_same(c, same);
		return;
	}
	copy_demo(demo, c->lesson->steps[from].demo, node);
	for (size_t i = 0; with && with->kind == LESSON_MAP &&
			   !lesson_node_get(node, "vary") && i < with->count;
	     i++) {
		const struct lesson_vary *v =
			find_vary(demo, with->keys[i]->text);

		if (v)
			check_may_be(c->s, v, with->items[i]);
	}
}

static void check_program(struct lesson_check *c,
			  const struct lesson_node *node)
{
	const struct lesson_node *program = lesson_node_get(node, "program");
	const struct lesson_node *same = lesson_node_get(node, "same");

	if (node->kind != LESSON_MAP || node->bad)
		return;
	if (program && same)
		lesson_diag_advise(
			lesson_diag_add(c->s, same->at, LESSON_ERROR_EXCLUDES,
					"\"program\" and \"same\" exclude "
					"each other"),
			"remove one of them");
	if (!program && !same)
		lesson_diag_advise(
			lesson_diag_add(c->s, node->at,
					LESSON_ERROR_MISSING_KEY,
					"a demo needs \"program\""),
			"program: %s",
			lesson_key_find(LESSON_SHAPE_DEMO, "program")->about);
}

/* The key `fault` of @map, for another run of the demo. */
static void check_its_fault(struct lesson_check *c,
			    const struct lesson_node *map,
			    const struct lesson_demo *demo, const char *fault)
{
	if (*fault)
		(void)lesson_check_among(c->s, lesson_node_get(map, "fault"),
					 demo->faults, demo->fault_count,
					 LESSON_ERROR_NO_FAULT,
					 "one of the faults of the demo");
}

static void check_compare(struct lesson_check *c,
			  const struct lesson_node *node,
			  const struct lesson_demo *demo)
{
	const struct lesson_node *map = lesson_node_get(node, "compare");

	if (map->kind != LESSON_MAP || map->bad)
		return;
	if (!lesson_node_get(map, "with") && !lesson_node_get(map, "fault"))
		lesson_check_lacks(c->s, map, LESSON_ERROR_MISSING_KEY,
				   "nothing is different in this run",
				   "add with or fault");
	check_its_fault(c, map, demo, demo->compare->fault);
}

static void check_repeat(struct lesson_check *c, const struct lesson_node *node,
			 const struct lesson_demo *demo)
{
	const struct lesson_node *map = lesson_node_get(node, "repeat");
	struct lesson_repeat *r = demo->repeat;

	if (map->kind != LESSON_MAP || map->bad)
		return;
	if (r->of)
		(void)lesson_check_computed(c->s, lesson_node_get(map, "of"),
					    r->of);
	check_its_fault(c, map, demo, r->fault);
}

static void check_callouts(struct lesson_check *c,
			   const struct lesson_node *node,
			   struct lesson_demo *demo)
{
	const struct lesson_node *list = lesson_node_get(node, "callouts");

	for (size_t i = 0; i < demo->callout_count; i++) {
		struct lesson_callout *callout = &demo->callouts[i];
		const struct lesson_node *map = list->items[i];

		lesson_check_text(c->s, map, "say");
		if (callout->when)
			lesson_check_condition(
				c->s, lesson_node_get(map, "when"),
				callout->when, LESSON_IN_CALLOUT);
	}
}

void lesson_check_demo(struct lesson_check *c, size_t step)
{
	const struct lesson_node *node = lesson_node_get(
		lesson_node_get(c->root, "steps")->items[step], "demo");
	struct lesson_demo *demo = c->lesson->steps[step].demo;

	check_program(c, node);
	take_same(c, node, step);
	lesson_check_twice(c->s, lesson_node_get(node, "faults"), NULL,
			   LESSON_ERROR_SAME_ID);
	if (lesson_node_get(node, "vary"))
		check_vary(c->s, node, demo);
	if (lesson_node_get(node, "chart") && demo->chart)
		lesson_check_chart(c->s, lesson_node_get(node, "chart"),
				   demo->chart);
	if (demo->compare)
		check_compare(c, node, demo);
	if (demo->repeat)
		check_repeat(c, node, demo);
	check_callouts(c, node, demo);
}
