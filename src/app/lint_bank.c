/* SPDX-License-Identifier: MIT */
/*
 * lint --bank: the questions of a course in numbers, lesson by lesson.
 */
#include <stdio.h>

#include "app/author.h"
#include "lesson/bank.h"

static int percent(size_t part, size_t all)
{
	return all ? (int)((200 * part + all) / (2 * all)) : 0;
}

static void print_row(const char *name, const struct lesson_bank *b)
{
	(void)printf("%-37s %4zu %4zu %5zu %4zu %5zu %s\n", name, b->questions,
		     b->quiz, b->drawn, b->computed, b->cards,
		     b->drawn + b->computed ? "" : "  none of these");
}

static void print_faults(const struct lesson *l,
			 const struct lesson_question *q, size_t n)
{
	for (size_t i = 0; q && i < n; i++) {
		const char *fault = lesson_bank_fault(&q[i]);

		if (fault)
			(void)printf("%s/%s: %.50s: %s\n", l->topic, l->id,
				     q[i].ask, fault);
	}
}

static void print_all_faults(const struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_step *s = &l->steps[i];

		print_faults(l, s->predict, 1);
		print_faults(l, s->observe, 1);
		print_faults(l, s->quiz, s->quiz_count);
		if (s->exercise)
			print_faults(l, s->exercise->questions,
				     s->exercise->question_count);
	}
	for (size_t i = 0; i < l->objective_count; i++)
		if (lesson_bank_asked(l, l->objectives[i].id) < 2)
			(void)printf("%s/%s: %s is asked for less than twice\n",
				     l->topic, l->id, l->objectives[i].id);
}

static void each(const struct catalog *c, void (*f)(const struct lesson *l))
{
	for (size_t t = 0; t < c->count; t++)
		for (size_t i = 0; i < c->topics[t].count; i++)
			if (c->topics[t].entries[i].lesson)
				f(c->topics[t].entries[i].lesson);
}

static void print_lesson(const struct lesson *l)
{
	struct lesson_bank bank = { 0 };
	char name[128];

	lesson_bank_add(&bank, l);
	(void)snprintf(name, sizeof(name), "%.40s/%.40s", l->topic, l->id);
	print_row(name, &bank);
}

static void print_guesses(const struct lesson_bank *b)
{
	(void)printf("\n%zu have one right choice; dice find %.0f %%, and who "
		     "always takes\n",
		     b->one, b->one ? 100 * b->chance / (double)b->one : 0);
	for (int i = 0; i < LESSON_GUESSES; i++) {
		enum lesson_guess g = (enum lesson_guess)i;

		(void)printf("  %-44s %3.0f %%%s\n", lesson_guess_name(g),
			     b->one ? 100 * b->right[g] / (double)b->one : 0,
			     lesson_bank_bias(b, g) > 3 ? "  better than dice"
							: "");
	}
}

static void print_json(const struct lesson_bank *b)
{
	(void)printf("{\"questions\":%zu,\"quiz\":%zu,\"drawn\":%zu,"
		     "\"quiz_drawn\":%zu,\"computed\":%zu,\"cards\":%zu,"
		     "\"objectives\":%zu,\"thin\":%zu,\"one\":%zu,"
		     "\"chance\":%.3f,\"guesses\":{",
		     b->questions, b->quiz, b->drawn, b->quiz_drawn,
		     b->computed, b->cards, b->objectives, b->thin, b->one,
		     b->one ? b->chance / (double)b->one : 0);
	for (int i = 0; i < LESSON_GUESSES; i++)
		(void)printf("%s\"%s\":%.3f", i ? "," : "",
			     lesson_guess_name((enum lesson_guess)i),
			     b->one ? b->right[i] / (double)b->one : 0);
	(void)printf("}}\n");
}

void app_lint_bank(const struct catalog *c, bool json)
{
	struct lesson_bank bank = { 0 };

	lesson_bank_count(&bank, c);
	if (json) {
		print_json(&bank);
		return;
	}
	(void)printf("%-37s %4s %4s %5s %4s %5s\n", "questions", "all", "quiz",
		     "drawn", "run", "cards");
	each(c, print_lesson);
	print_row("in all", &bank);
	(void)printf("\n%d %% have numbers drawn anew or a key looked up in "
		     "the run; of those in an exam %d %%.\n%zu objectives, %zu "
		     "of them asked for less than twice.\n",
		     percent(bank.drawn + bank.computed, bank.questions),
		     percent(bank.quiz_drawn, bank.quiz), bank.objectives,
		     bank.thin);
	print_guesses(&bank);
	(void)putchar('\n');
	each(c, print_all_faults);
}
