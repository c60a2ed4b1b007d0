/* SPDX-License-Identifier: MIT */
/*
 * What keys do to a question, and whether an answer is right.
 */
#include "view/ask.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/judge.h"
#include "ui/term.h"

/* ---- begin ---- */

static uint64_t next_random(uint64_t *state)
{
	/* xorshift64: any order will do, the same for the same seed. */
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static bool is_in_order(const struct view_ask *a)
{
	for (size_t i = 0; i < a->q->line_count; i++)
		if (a->order[i] != i)
			return false;
	return true;
}

/* Lines are never shown as they should be in the end. */
static void shuffle(struct view_ask *a, uint64_t seed)
{
	size_t n = a->q->line_count;
	uint64_t random = seed * 2 + 1;

	for (size_t i = 0; i < n; i++)
		a->order[i] = (uint8_t)i;
	while (n > 1 && is_in_order(a))
		for (size_t i = n - 1; i > 0; i--) {
			size_t k = next_random(&random) % (i + 1);
			uint8_t line = a->order[i];

			a->order[i] = a->order[k];
			a->order[k] = line;
		}
}

static size_t count_gaps(const char *sentence)
{
	const char *part;
	size_t len, n = 0;
	bool gap;

	while (lesson_gap_next(&sentence, &part, &len, &gap))
		n += gap && n < VIEW_ASK_MAX;
	return n;
}

void view_ask_begin(struct view_ask *a, const struct lesson_question *q,
		    uint64_t seed)
{
	*a = (struct view_ask){ .q = q };
	a->right = a->given = a->reason = STR_INIT;
	for (size_t i = 0; i < VIEW_ASK_MAX; i++)
		ui_prompt_init(&a->typed[i], NULL);
	if (q->kind == LESSON_QUESTION_GAP)
		a->gap_count = count_gaps(q->gap);
	if (q->kind == LESSON_QUESTION_ORDER)
		shuffle(a, seed);
}

void view_ask_release(struct view_ask *a)
{
	for (size_t i = 0; a->q && i < VIEW_ASK_MAX; i++)
		ui_prompt_release(&a->typed[i]);
	str_release(&a->right);
	str_release(&a->given);
	str_release(&a->reason);
	*a = (struct view_ask){ .q = NULL };
}

/* ---- keys ---- */

static bool is_typed(const struct lesson_question *q)
{
	return q->kind == LESSON_QUESTION_NUMBER ||
	       q->kind == LESSON_QUESTION_OUTPUT ||
	       q->kind == LESSON_QUESTION_GAP;
}

bool view_ask_types(const struct view_ask *a)
{
	return a->state == VIEW_ASK_OPEN && !a->asks_sure && !a->quiet &&
	       is_typed(a->q);
}

static size_t place_count(const struct view_ask *a)
{
	if (a->q->kind == LESSON_QUESTION_ORDER)
		return a->q->line_count;
	if (a->q->kind == LESSON_QUESTION_GAP)
		return a->gap_count;
	return a->q->choice_count;
}

static bool move(struct view_ask *a, int by)
{
	size_t count = place_count(a), to = a->cursor;
	uint8_t line;

	/* At an end the key is not ours: the text may scroll. */
	if (!count || (by < 0 && !to) || (by > 0 && to + 1 >= count))
		return false;
	to = by < 0 ? to - 1 : to + 1;
	if (a->held) {
		line = a->order[to];
		a->order[to] = a->order[a->cursor];
		a->order[a->cursor] = line;
	}
	a->cursor = to;
	return true;
}

static bool choose(struct view_ask *a, size_t i)
{
	if (a->q->kind == LESSON_QUESTION_ORDER && i < a->q->line_count) {
		a->cursor = i;
		a->held = true;
		return true;
	}
	if (i >= a->q->choice_count)
		return false;
	a->cursor = i;
	if (a->q->kind == LESSON_QUESTION_SEVERAL)
		a->chosen ^= 1U << i;
	else
		a->chosen = 1U << i;
	return true;
}

static bool sure_key(struct view_ask *a, uint32_t key)
{
	if (key >= '1' && key <= '3')
		a->sure = (int)(key - '0');
	else if ((key == UI_KEY_RIGHT || key == UI_KEY_DOWN) && a->sure < 3)
		a->sure++;
	else if ((key == UI_KEY_LEFT || key == UI_KEY_UP) && a->sure > 1)
		a->sure--;
	else
		return false;
	return true;
}

/* Into a number only what may be in one, so letters stay commands. */
static bool is_of_number(uint32_t key)
{
	return key < ' ' || key >= 127 || (key >= '0' && key <= '9') ||
	       key == '.' || key == ',' || key == '-' || key == '+';
}

static bool typed_key(struct view_ask *a, uint32_t key)
{
	enum ui_prompt_does does;

	if (a->q->kind == LESSON_QUESTION_NUMBER && !is_of_number(key))
		return false;

	if (a->gap_count > 1 && (key == UI_KEY_DOWN || key == '\t'))
		return move(a, 1);
	if (a->gap_count > 1 && (key == UI_KEY_UP || key == UI_KEY_BACKTAB))
		return move(a, -1);
	does = ui_prompt_key(&a->typed[a->cursor], key);
	return does == UI_PROMPT_MOVED || does == UI_PROMPT_CHANGED;
}

bool view_ask_key(struct view_ask *a, uint32_t key)
{
	if (a->state != VIEW_ASK_OPEN)
		return false;
	if (a->asks_sure)
		return sure_key(a, key);
	if (is_typed(a->q))
		return !a->quiet && typed_key(a, key);
	if (key >= '1' && key <= '9')
		return choose(a, key - '1');
	if (key == UI_KEY_UP || key == 'k')
		return move(a, -1);
	if (key == UI_KEY_DOWN || key == 'j')
		return move(a, 1);
	if (key != ' ')
		return false;
	if (a->q->kind == LESSON_QUESTION_ORDER)
		a->held = !a->held;
	else
		return choose(a, a->cursor);
	return true;
}

bool view_ask_click(struct view_ask *a, const struct view_ask_rows *rows,
		    size_t line)
{
	if (a->state != VIEW_ASK_OPEN || a->asks_sure)
		return false;
	for (size_t i = rows->count; i > 0; i--)
		if (line >= rows->first[i - 1]) {
			if (is_typed(a->q))
				a->cursor = i - 1;
			else
				return choose(a, i - 1);
			return true;
		}
	return false;
}

/* ---- the answer in words ---- */

static void add_part(struct str *out, const char *text)
{
	str_addf(out, "%s%s", out->len ? ", " : "", text);
}

static void write_answer(const struct view_ask *a, struct str *out)
{
	const struct lesson_question *q = a->q;

	str_clear(out);
	switch (q->kind) {
	case LESSON_QUESTION_ONE:
	case LESSON_QUESTION_SEVERAL:
		for (size_t i = 0; i < q->choice_count; i++)
			if (a->chosen & 1U << i)
				add_part(out, q->choices[i].text);
		break;
	case LESSON_QUESTION_ORDER:
		for (size_t i = 0; i < q->line_count; i++)
			add_part(out, q->lines[a->order[i]]);
		break;
	case LESSON_QUESTION_GAP:
		for (size_t i = 0; i < a->gap_count; i++)
			add_part(out, a->typed[i].text.buf);
		break;
	case LESSON_QUESTION_NUMBER:
	case LESSON_QUESTION_OUTPUT:
		str_add(out, a->typed[0].text.buf);
		break;
	}
}

static void add_gaps(const char *sentence, struct str *out)
{
	const char *part;
	size_t len;
	bool gap;

	while (lesson_gap_next(&sentence, &part, &len, &gap)) {
		SCOPED_STR first = STR_INIT;
		const char *bar = gap ? memchr(part, '|', len) : NULL;

		if (!gap)
			continue;
		str_add_n(&first, part, bar ? (size_t)(bar - part) : len);
		add_part(out, first.buf);
	}
}

/* What is right, in words. */
static void write_right(const struct view_ask *a, const char *computed,
			struct str *out)
{
	const struct lesson_question *q = a->q;

	str_clear(out);
	if (computed) {
		/* "the consumer" as the question has it, if it does. */
		for (size_t i = 0; !out->len && i < q->choice_count; i++)
			if (judge_same(q->choices[i].text, computed, 0))
				str_add(out, q->choices[i].text);
		if (!out->len)
			str_add(out, computed);
		return;
	}
	if (q->kind == LESSON_QUESTION_GAP) {
		add_gaps(q->gap, out);
		return;
	}
	for (size_t i = 0; i < q->choice_count; i++)
		if (lesson_choice_is_right(q, i))
			add_part(out, q->choices[i].text);
	for (size_t i = 0;
	     q->kind == LESSON_QUESTION_ORDER && i < q->line_count; i++)
		add_part(out, q->lines[i]);
	if (!out->len)
		str_add(out, q->key && *q->key->is ? q->key->is : q->output);
}

/* ---- right or wrong ---- */

static bool is_also(const struct lesson_question *q, const char *given)
{
	for (size_t i = 0; i < q->also_count; i++)
		if (judge_same(given, q->also[i], q->tolerance))
			return true;
	return false;
}

static bool is_gap_right(const char *given, const char *answers, size_t len)
{
	while (len) {
		const char *bar = memchr(answers, '|', len);
		size_t n = bar ? (size_t)(bar - answers) : len;
		SCOPED_STR one = STR_INIT;

		str_add_n(&one, answers, n);
		if (judge_same(given, one.buf, 0))
			return true;
		n += bar != NULL;
		answers += n;
		len -= n;
	}
	return false;
}

static bool are_gaps_right(const struct view_ask *a)
{
	const char *sentence = a->q->gap, *part;
	size_t len, i = 0;
	bool gap;

	while (lesson_gap_next(&sentence, &part, &len, &gap)) {
		const char *given;

		if (!gap || i >= a->gap_count)
			continue;
		given = a->typed[i++].text.buf;
		if (!is_gap_right(given, part, len) &&
		    !(a->gap_count == 1 && is_also(a->q, given)))
			return false;
	}
	return true;
}

static bool are_choices_right(const struct view_ask *a)
{
	for (size_t i = 0; i < a->q->choice_count; i++)
		if (lesson_choice_is_right(a->q, i) !=
		    ((a->chosen >> i & 1U) != 0))
			return false;
	return true;
}

static bool is_right(const struct view_ask *a, const char *computed)
{
	const struct lesson_question *q = a->q;

	if (q->kind == LESSON_QUESTION_GAP)
		return are_gaps_right(a);
	if (!computed && q->kind == LESSON_QUESTION_ORDER)
		return is_in_order(a);
	if (!computed && q->choice_count)
		return are_choices_right(a);
	return judge_same(a->given.buf, a->right.buf, q->tolerance) ||
	       is_also(q, a->given.buf);
}

/* ---- what becomes of it ---- */

bool view_ask_ready(const struct view_ask *a)
{
	if (a->q->kind == LESSON_QUESTION_ORDER)
		return true;
	if (!is_typed(a->q))
		return a->chosen != 0;
	for (size_t i = 0; i < (a->gap_count ? a->gap_count : 1); i++)
		if (!a->typed[i].text.len)
			return false;
	return true;
}

bool view_ask_give(struct view_ask *a)
{
	/* Enter on the only choice at the cursor chooses it, too. */
	if (a->state == VIEW_ASK_OPEN && a->q->kind == LESSON_QUESTION_ONE &&
	    !a->chosen)
		(void)choose(a, a->cursor);
	if (a->state != VIEW_ASK_OPEN || !view_ask_ready(a))
		return false;
	if (a->q->confidence && !a->asks_sure && !a->sure) {
		a->asks_sure = true;
		a->sure = 2;
		return false;
	}
	a->asks_sure = a->held = false;
	write_answer(a, &a->given);
	a->state = VIEW_ASK_GIVEN;
	return true;
}

void view_ask_judge(struct view_ask *a, const char *right)
{
	write_right(a, right, &a->right);
	a->tries++;
	a->state = is_right(a, right) ? VIEW_ASK_RIGHT : VIEW_ASK_WRONG;
}

void view_ask_undecided(struct view_ask *a, const char *why)
{
	str_clear(&a->reason);
	str_add(&a->reason, why);
	a->state = VIEW_ASK_UNDECIDED;
}

void view_ask_retry(struct view_ask *a)
{
	a->state = VIEW_ASK_OPEN;
	a->asks_sure = false;
}

bool view_ask_hint(struct view_ask *a)
{
	if ((size_t)a->hints >= a->q->hint_count)
		return false;
	a->hints++;
	return true;
}

void view_ask_show(struct view_ask *a, const char *right)
{
	write_right(a, right, &a->right);
	a->state = VIEW_ASK_SHOWN;
}

void view_ask_skip(struct view_ask *a)
{
	a->state = VIEW_ASK_SKIPPED;
}

bool view_ask_over(const struct view_ask *a)
{
	return (a->state == VIEW_ASK_WRONG && a->once) ||
	       a->state == VIEW_ASK_RIGHT || a->state == VIEW_ASK_SKIPPED ||
	       a->state == VIEW_ASK_SHOWN || a->state == VIEW_ASK_UNDECIDED;
}
