/* SPDX-License-Identifier: MIT */
#include "lesson/bank.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/utf8.h"

/* ---- guessing ---- */

const char *lesson_guess_name(enum lesson_guess g)
{
	switch (g) {
	case LESSON_GUESS_FIRST:
		return "the first choice";
	case LESSON_GUESS_SECOND:
		return "the second choice";
	case LESSON_GUESS_LAST:
		return "the last choice";
	case LESSON_GUESS_LONGEST:
		return "the longest choice";
	case LESSON_GUESS_SHORTEST:
		return "the shortest choice";
	case LESSON_GUESS_ECHO:
		return "the one with words of the question";
	case LESSON_GUESS_MILD:
		return "one without always, never, all, none, only";
	case LESSON_GUESSES:
		break;
	}
	return "";
}

static bool has_word(const char *text, const char *word, size_t len)
{
	for (const char *at = text; *at; at++) {
		if (strncasecmp(at, word, len) != 0 ||
		    (at > text && isalpha((unsigned char)at[-1])) ||
		    isalpha((unsigned char)at[len]))
			continue;
		return true;
	}
	return false;
}

/* How many of the longer words of @ask are in @text. */
static int echo(const char *ask, const char *text)
{
	int n = 0;

	while (*ask) {
		size_t len = 0;

		while (isalpha((unsigned char)ask[len]))
			len++;
		n += len >= 5 && has_word(text, ask, len);
		ask += len ? len : 1;
	}
	return n;
}

static int mild(const char *text)
{
	static const char *const words[] = { "always", "never", "all",
					     "none",   "only",  "nothing",
					     "every",  "must" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (has_word(text, words[i], strlen(words[i])))
			return 0;
	return 1;
}

/* How much the guesser likes choice @i. */
static int liking(const struct lesson_question *q, enum lesson_guess g,
		  size_t i)
{
	const char *text = q->choices[i].text;

	switch (g) {
	case LESSON_GUESS_FIRST:
		return i == 0;
	case LESSON_GUESS_SECOND:
		return i == 1;
	case LESSON_GUESS_LAST:
		return i + 1 == q->choice_count;
	case LESSON_GUESS_LONGEST:
		return utf8_width(text);
	case LESSON_GUESS_SHORTEST:
		return -utf8_width(text);
	case LESSON_GUESS_ECHO:
		return echo(q->ask, text);
	case LESSON_GUESS_MILD:
		return mild(text);
	case LESSON_GUESSES:
		break;
	}
	return 0;
}

/* The chance to be right; of those that are liked best one is taken. */
static double guess(const struct lesson_question *q, enum lesson_guess g)
{
	int best = liking(q, g, 0);
	size_t count = 0, right = 0;

	for (size_t i = 1; i < q->choice_count; i++)
		if (liking(q, g, i) > best)
			best = liking(q, g, i);
	for (size_t i = 0; i < q->choice_count; i++)
		if (liking(q, g, i) == best) {
			count++;
			right += lesson_choice_is_right(q, i);
		}
	return (double)right / (double)count;
}

/* ---- counting ---- */

static bool is_computed(const struct lesson_question *q)
{
	return q->key && q->key->fact.look != LESSON_LOOK_NONE;
}

static bool has_one_right(const struct lesson_question *q)
{
	return q->kind == LESSON_QUESTION_ONE && q->choice_count > 1 &&
	       !is_computed(q);
}

static void add_questions(struct lesson_bank *bank,
			  const struct lesson_question *q, size_t n)
{
	for (size_t i = 0; q && i < n; i++) {
		bank->questions++;
		bank->drawn += q[i].draw_count > 0;
		bank->computed += is_computed(&q[i]) && !q[i].draw_count;
		if (has_one_right(&q[i])) {
			double p = 1 / (double)q[i].choice_count;

			bank->one++;
			bank->chance += p;
			bank->variance += p * (1 - p);
			for (int g = 0; g < LESSON_GUESSES; g++)
				bank->right[g] +=
					guess(&q[i], (enum lesson_guess)g);
		}
	}
}

static size_t about(const struct lesson_question *q, size_t n, const char *id)
{
	size_t sum = 0;

	for (size_t i = 0; q && i < n; i++)
		sum += strcmp(q[i].objective, id) == 0;
	return sum;
}

size_t lesson_bank_asked(const struct lesson *l, const char *id)
{
	size_t sum = 0;

	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_step *s = &l->steps[i];

		sum += about(s->predict, 1, id) + about(s->observe, 1, id) +
		       about(s->quiz, s->quiz_count, id);
		if (s->exercise)
			sum += about(s->exercise->questions,
				     s->exercise->question_count, id);
	}
	for (size_t i = 0; i < l->card_count; i++)
		sum += strcmp(l->cards[i].objective, id) == 0;
	return sum;
}

void lesson_bank_add(struct lesson_bank *bank, const struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_step *s = &l->steps[i];

		add_questions(bank, s->predict, 1);
		add_questions(bank, s->observe, 1);
		add_questions(bank, s->quiz, s->quiz_count);
		if (s->exercise)
			add_questions(bank, s->exercise->questions,
				      s->exercise->question_count);
		bank->quiz += s->quiz_count;
		for (size_t k = 0; k < s->quiz_count; k++)
			bank->quiz_drawn += s->quiz[k].draw_count > 0;
	}
	bank->cards += l->card_count;
	bank->objectives += l->objective_count;
	for (size_t i = 0; i < l->objective_count; i++)
		bank->thin += lesson_bank_asked(l, l->objectives[i].id) < 2;
}

void lesson_bank_count(struct lesson_bank *bank, const struct catalog *c)
{
	for (size_t t = 0; t < c->count; t++)
		for (size_t i = 0; i < c->topics[t].count; i++)
			if (c->topics[t].entries[i].lesson)
				lesson_bank_add(bank,
						c->topics[t].entries[i].lesson);
}

double lesson_bank_bias(const struct lesson_bank *bank, enum lesson_guess g)
{
	if (bank->variance <= 0)
		return 0;
	return (bank->right[g] - bank->chance) / sqrt(bank->variance);
}

/* ---- one question ---- */

enum { FAR = 14 }; /* columns by which a length is seen at a glance */

/* "an {{orphan}}"; three braces are a number that is drawn. */
static bool tells_first_letter(const char *gap)
{
	const char *at = strstr(gap, " an {{");

	return at && at[6] != '{';
}

const char *lesson_bank_fault(const struct lesson_question *q)
{
	int right = 0, most = 0, least = 1000;

	if (tells_first_letter(q->gap))
		return "the article before a gap tells how the answer begins";
	if (!has_one_right(q))
		return NULL;
	for (size_t i = 0; i < q->choice_count; i++) {
		int width = utf8_width(q->choices[i].text);

		if (strcasestr(q->choices[i].text, "of the above") ||
		    strcasestr(q->choices[i].text, "of these answers"))
			return "a choice speaks of the other choices";
		if (lesson_choice_is_right(q, i)) {
			right = width;
			continue;
		}
		most = width > most ? width : most;
		least = width < least ? width : least;
	}
	if (right >= most + FAR && right * 2 >= most * 3)
		return "the right choice is far longer than all others";
	if (right + FAR <= least && right * 3 <= least * 2)
		return "the right choice is far shorter than all others";
	return NULL;
}
