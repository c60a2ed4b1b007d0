/* SPDX-License-Identifier: MIT */
/*
 * What a step asks, in sentences: each thing is said once, when it comes up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/linear_inside.h"

static const struct lesson_exercise *exercise_of(struct app_linear_lesson *l)
{
	return l->flow.step->exercise;
}

void app_linear_ask_open(struct app_linear_lesson *l)
{
	const struct lesson_exercise *e = exercise_of(l);
	const struct lesson_checkpoint *c = l->flow.step->checkpoint;

	memset(l->told, 0, sizeof(l->told));
	l->told_hints = 0;
	l->told_solved = l->told_solution = l->told_unsolved = false;
	l->told_other = false;
	if (e) {
		(void)printf("\nYour task: ");
		app_linear_markdown(e->task);
	} else if (c) {
		(void)printf("\n");
		app_linear_markdown(l->flow.text.buf);
	}
}

/* ---- saying ---- */

static void say_hint(int number, size_t count, const char *text)
{
	(void)printf("Hint %d of %zu: ", number, count);
	app_linear_markdown(text);
}

static void say_verdict(struct app_linear_lesson *l, size_t i)
{
	struct app_linear_told *told = &l->told[i];
	struct view_ask *a = &l->flow.asks[i].ask;
	SCOPED_STR text = STR_INIT;

	while (told->hints < a->hints) {
		say_hint(told->hints + 1, a->q->hint_count,
			 a->q->hints[told->hints]);
		told->hints++;
	}
	if (told->state == a->state && told->tries == a->tries)
		return;
	told->state = a->state;
	told->tries = a->tries;
	view_ask_verdict(a, &text);
	if (!text.len)
		return;
	/* It may be long ago that this was said. */
	if (a->once && a->given.len && a->state != VIEW_ASK_SKIPPED)
		(void)printf("\nTo \"%s\" you said: %s.\n", a->q->ask,
			     a->given.buf);
	app_linear_markdown(text.buf);
	if (a->state == VIEW_ASK_WRONG && !a->once)
		(void)printf("Try again, or: hint, solution, skip.\n");
	/* The lines stand as they were put, with other numbers. */
	if (a->state == VIEW_ASK_WRONG && a->q->kind == LESSON_QUESTION_ORDER)
		told->asked = false;
}

static void say_solution(const struct lesson_solution *s)
{
	if (*s->fault)
		(void)printf("The solution: the fault %s.\n", s->fault);
	for (size_t i = 0; i < s->with_count; i++)
		(void)printf("The solution: %s=%s.\n", s->with[i].name,
			     s->with[i].value);
	if (*s->schedule)
		(void)printf("The solution: the steps %s.\n", s->schedule);
	if (*s->kill)
		(void)printf("The solution: kill %s.\n", s->kill);
	for (size_t i = 0; i < s->act_count; i++) {
		const char *whom, *word = lesson_act_word(&s->acts[i], &whom);

		(void)printf("The solution: %s %s.\n", word, whom);
	}
}

static void say_exercise(struct app_linear_lesson *l)
{
	struct app_flow *f = &l->flow;
	const struct lesson_exercise *e = exercise_of(l);

	while (l->told_hints < f->exercise_hints) {
		say_hint(l->told_hints + 1, e->hint_count,
			 e->hints[l->told_hints]);
		l->told_hints++;
	}
	if (f->shown && !l->told_solution && e->solution) {
		l->told_solution = true;
		say_solution(e->solution);
	}
	if (f->solved && !l->told_solved) {
		l->told_solved = true;
		(void)printf(f->shown ? "That was the solution. It does not "
					"count as solved by you.\n"
				      : "Solved.\n");
	} else if (!f->solved && f->over && !l->told_unsolved &&
		   app_flow_is_tried(f)) {
		l->told_unsolved = true;
		(void)printf(f->success == JUDGE_NO
				     ? "Not yet: the run did not do it.\n"
				     : "This run does not tell.\n");
	}
}

static void say_question(struct app_linear_lesson *l)
{
	struct app_flow *f = &l->flow;
	struct app_flow_ask *at = &f->asks[f->at];
	size_t n = 0, all = 0;
	SCOPED_STR text = STR_INIT;

	if (l->told[f->at].asked)
		return;
	l->told[f->at].asked = true;
	for (size_t i = 0; i < f->count; i++) {
		all += f->asks[i].part == APP_FLOW_QUESTION;
		n += i <= f->at && f->asks[i].part == APP_FLOW_QUESTION;
	}
	if (at->part == APP_FLOW_PREDICT)
		str_add(&text, "Before you run it: ");
	else if (at->part == APP_FLOW_OBSERVE)
		str_add(&text, "What did you see? ");
	else if (at->part == APP_FLOW_QUESTION && all > 1)
		str_addf(&text, "Question %zu of %zu. ", n, all);
	str_add(&text, at->ask.q->ask);
	(void)putchar('\n');
	app_linear_markdown(text.buf);
	str_clear(&text);
	view_ask_list(&at->ask, &text);
	app_linear_markdown(text.buf);
}

void app_linear_ask_say(struct app_linear_lesson *l)
{
	struct app_flow *f = &l->flow;

	for (size_t i = 0; i < f->count; i++)
		say_verdict(l, i);
	if (exercise_of(l))
		say_exercise(l);
	/* What is answered is said: on to what is not. */
	while (f->at + 1 < f->count && view_ask_over(&f->asks[f->at].ask) &&
	       (f->asks[f->at + 1].part != APP_FLOW_OBSERVE || f->over))
		f->at++;
	if (app_flow_asked(f)) {
		say_question(l);
	} else if (!f->compared && !l->told_other &&
		   app_flow_can_compare(f, NULL)) {
		l->told_other = true;
		(void)printf("To compare: %s. Type compare to run it so.\n",
			     f->step->demo->compare->about);
	}
}

const char *app_linear_ask_wants(struct app_linear_lesson *l)
{
	struct view_ask *a = app_flow_asked(&l->flow);

	return a ? view_ask_wants(a) : "";
}

bool app_linear_ask_types(struct app_linear_lesson *l)
{
	struct view_ask *a = app_flow_asked(&l->flow);

	return a && !a->asks_sure &&
	       (a->q->kind == LESSON_QUESTION_OUTPUT ||
		a->q->kind == LESSON_QUESTION_GAP);
}

/* ---- answering ---- */

static void follow(struct app_linear_lesson *l, enum app_flow_does does)
{
	switch (does) {
	case APP_FLOW_RUN:
		app_linear_lesson_run(l, false);
		break;
	case APP_FLOW_COMPARE:
		app_linear_demo_compare(l, "");
		break;
	case APP_FLOW_NOTHING:
	case APP_FLOW_SEEK: /* the moment was said in words */
	case APP_FLOW_NEXT:
		break;
	}
}

void app_linear_ask_answer(struct app_linear_lesson *l, const char *line)
{
	struct view_ask *a = app_flow_asked(&l->flow);
	SCOPED_STR wrong = STR_INIT;

	if (!a)
		return;
	if (a->state == VIEW_ASK_WRONG)
		(void)app_flow_give(&l->flow); /* again */
	if (!view_ask_line(a, line, &wrong)) {
		(void)printf("\"%s\" is no answer: %s.\n", line, wrong.buf);
		return;
	}
	if (!view_ask_ready(a)) {
		(void)printf("Something is missing: %s.\n", view_ask_wants(a));
		return;
	}
	follow(l, app_flow_give(&l->flow));
}

void app_linear_ask_skip(struct app_linear_lesson *l)
{
	if (app_flow_asked(&l->flow) || app_flow_is_later(&l->flow))
		follow(l, app_flow_skip(&l->flow));
	else
		(void)printf("Nothing is asked; n is the next step.\n");
}

void app_linear_ask_hint(struct app_linear_lesson *l)
{
	if (!app_flow_hint(&l->flow))
		(void)printf("There is no hint left.\n");
}

void app_linear_ask_show(struct app_linear_lesson *l)
{
	const struct lesson_exercise *e = exercise_of(l);

	if (!app_flow_asked(&l->flow) && !e)
		(void)printf("Nothing is asked here.\n");
	else
		follow(l, app_flow_show(&l->flow));
}
