/* SPDX-License-Identifier: MIT */
/*
 * Exercises: what is chosen must be there to be chosen, and the solution be
 * among it.
 */
#include <stdlib.h>
#include <string.h>

#include "lesson/check_parts.h"
#include "lesson/words.h"

static void check_conditions(struct lesson_source *s,
			     const struct lesson_node *list,
			     struct lesson_condition *conditions, size_t count)
{
	for (size_t i = 0; list && i < count; i++)
		lesson_check_condition(s, list->items[i], &conditions[i],
				       LESSON_IN_SUCCESS);
}

static void check_success(struct lesson_source *s,
			  const struct lesson_node *map,
			  struct lesson_success *success)
{
	const struct lesson_node *node = lesson_node_get(map, "success");
	const struct lesson_node *all =
		node->kind == LESSON_LIST ? node : lesson_node_get(node, "all");

	if (node->bad)
		return;
	if (node->kind == LESSON_MAP && !node->count)
		lesson_check_lacks(s, node, LESSON_ERROR_EXERCISE_PART,
				   "there is no condition in this",
				   "write a list of conditions");
	check_conditions(s, all, success->all, success->all_count);
	check_conditions(s, lesson_node_get(node, "any"), success->any,
			 success->any_count);
}

/* The part of the solution that each choice wants. */
static const char *solution_key(enum lesson_choose choose)
{
	switch (choose) {
	case LESSON_CHOOSE_FAULT:
		return "fault";
	case LESSON_CHOOSE_PARAMETERS:
		return "with";
	case LESSON_CHOOSE_SCHEDULE:
		return "schedule";
	case LESSON_CHOOSE_KILL:
		return "kill";
	case LESSON_CHOOSE_ACT:
		return "act";
	case LESSON_CHOOSE_ANSWER:
	case LESSON_CHOOSE_NONE:
		break;
	}
	return "";
}

static const char *solution_advice(enum lesson_choose choose)
{
	switch (choose) {
	case LESSON_CHOOSE_FAULT:
		return "add fault: one of the faults";
	case LESSON_CHOOSE_PARAMETERS:
		return "add with: the values to set";
	case LESSON_CHOOSE_SCHEDULE:
		return "add schedule: such as ABBA";
	case LESSON_CHOOSE_KILL:
		return "add kill: the name of a process";
	case LESSON_CHOOSE_ACT:
		return "add act: such as [{stop: worker}, {continue: worker}]";
	case LESSON_CHOOSE_ANSWER:
	case LESSON_CHOOSE_NONE:
		break;
	}
	return "";
}

/* Each does one thing to one process. */
static void check_acts(struct lesson_source *s, const struct lesson_node *list)
{
	for (size_t i = 0; list && list->kind == LESSON_LIST && i < list->count;
	     i++) {
		const struct lesson_node *act = list->items[i];

		if (act->kind == LESSON_MAP && !act->bad && act->count != 1)
			lesson_check_lacks(s, act, LESSON_ERROR_EXERCISE_PART,
					   "an act is one thing",
					   "write one of stop, continue, "
					   "terminate, kill in each");
	}
}

static void check_solution(struct lesson_check *c,
			   const struct lesson_node *node,
			   const struct lesson_exercise *x,
			   const struct lesson_demo *demo)
{
	static const char *const keys[] = { "fault", "with", "schedule", "kill",
					    "act" };
	const char *want = solution_key(x->choose);
	const struct lesson_node *with = lesson_node_get(node, "with");

	if (node->kind != LESSON_MAP || node->bad)
		return;
	for (int i = 0; i < 5; i++)
		if (strcmp(keys[i], want) != 0)
			lesson_check_needless(
				c->s, node, keys[i],
				lesson_word_name(LESSON_KEY_CHOOSE,
						 (int)x->choose));
	if (!lesson_node_get(node, want))
		lesson_check_lacks(c->s, node, LESSON_ERROR_EXERCISE_PART,
				   "the solution does not say what is chosen",
				   solution_advice(x->choose));
	check_acts(c->s, lesson_node_get(node, "act"));
	if (*x->solution->fault)
		(void)lesson_check_among(c->s, lesson_node_get(node, "fault"),
					 demo->faults, demo->fault_count,
					 LESSON_ERROR_NO_FAULT,
					 "one of the faults of the demo");
	for (size_t i = 0; with && i < x->solution->with_count; i++)
		lesson_check_variable(c, with->keys[i], with->items[i], demo);
}

/* Whether the list of faults somewhere above is not as it was meant. */
static bool has_slip(const struct lesson_check *c,
		     const struct lesson_demo *demo)
{
	const struct lesson_node *steps = lesson_node_get(c->root, "steps");

	for (size_t i = 0; i < demo->fault_count; i++)
		if (!*demo->faults[i])
			return true;
	for (size_t i = 0; !demo->fault_count && i < steps->count; i++) {
		const struct lesson_node *node =
			lesson_node_get(steps->items[i], "demo");

		if (lesson_node_get(node, "faults") &&
		    c->lesson->steps[i].demo &&
		    !c->lesson->steps[i].demo->fault_count)
			return true;
	}
	return false;
}

/* What an exercise in which something is chosen needs. */
static void check_chosen(struct lesson_check *c, const struct lesson_node *map,
			 const struct lesson_exercise *x,
			 const struct lesson_demo *demo)
{
	const struct lesson_node *solution = lesson_node_get(map, "solution");
	const struct lesson_node *choose = lesson_node_get(map, "choose");

	if (!demo) {
		lesson_check_lacks(c->s, choose, LESSON_ERROR_EXERCISE_PART,
				   "this exercise has no demo",
				   "add demo: {same: ...} beside exercise");
		return;
	}
	/* A demo that is not what it says has been told. */
	if (!*demo->program || has_slip(c, demo))
		return;
	if (x->choose == LESSON_CHOOSE_FAULT && !demo->fault_count)
		lesson_check_lacks(c->s, choose, LESSON_ERROR_EXERCISE_PART,
				   "the demo has no faults to choose from",
				   "add faults to the demo");
	if (x->choose == LESSON_CHOOSE_PARAMETERS && !demo->vary_count)
		lesson_check_lacks(c->s, choose, LESSON_ERROR_EXERCISE_PART,
				   "the demo has no parameters to set",
				   "add vary to the demo");
	if (!x->success)
		lesson_check_lacks(c->s, map, LESSON_ERROR_EXERCISE_PART,
				   "this exercise needs \"success\"",
				   "success: what must be so in the run");
	if (!solution)
		lesson_check_lacks(c->s, map, LESSON_ERROR_EXERCISE_PART,
				   "this exercise needs \"solution\"",
				   "solution: what solves it");
	else if (x->solution)
		check_solution(c, solution, x, demo);
}

static void check_answered(struct lesson_check *c,
			   const struct lesson_node *map,
			   const struct lesson_exercise *x)
{
	if (!x->question_count && !lesson_node_get(map, "questions"))
		lesson_check_lacks(c->s, map, LESSON_ERROR_EXERCISE_PART,
				   "this exercise needs \"questions\"",
				   "questions: what must be answered");
	lesson_check_needless(c->s, map, "solution", "answer");
}

void lesson_check_exercise(struct lesson_check *c, size_t step)
{
	struct lesson_step *l = &c->lesson->steps[step];
	const struct lesson_node *map = lesson_node_get(
		lesson_node_get(c->root, "steps")->items[step], "exercise");
	struct lesson_exercise *x = l->exercise;

	if (map->kind != LESSON_MAP || map->bad)
		return;
	lesson_check_text(c->s, map, "task");
	lesson_check_texts(c->s, lesson_node_get(map, "hints"));
	if (x->success)
		check_success(c->s, map, x->success);
	lesson_check_questions(c, lesson_node_get(map, "questions"),
			       x->questions, x->question_count, l->demo);
	if (*x->see)
		(void)lesson_check_step(c, map, "see");
	if (x->choose == LESSON_CHOOSE_ANSWER)
		check_answered(c, map, x);
	else if (x->choose != LESSON_CHOOSE_NONE)
		check_chosen(c, map, x, l->demo);
}
