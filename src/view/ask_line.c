/* SPDX-License-Identifier: MIT */
/*
 * A question in lines: what there is to choose has numbers, a line that was
 * typed is the answer, and what became of it is said in sentences.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "view/ask.h"

/* ---- what is asked ---- */

const char *view_ask_wants(const struct view_ask *a)
{
	if (a->asks_sure)
		return "How sure are you? 1 guessing, 2 fairly, 3 certain";
	switch (a->q->kind) {
	case LESSON_QUESTION_ONE:
		return "The number of your answer";
	case LESSON_QUESTION_SEVERAL:
		return "The numbers of all that are right, as in 1 3";
	case LESSON_QUESTION_NUMBER:
		return "A number";
	case LESSON_QUESTION_OUTPUT:
		return "What is written";
	case LESSON_QUESTION_ORDER:
		return "The numbers in the right order, as in 2 1 3";
	case LESSON_QUESTION_GAP:
		break;
	}
	return a->gap_count > 1 ? "What is in the gaps, as in one / two"
				: "What is in the gap";
}

static void list_gaps(const struct view_ask *a, struct str *out)
{
	const char *sentence = a->q->gap, *part;
	size_t len, n = 0;
	bool gap;

	while (lesson_gap_next(&sentence, &part, &len, &gap)) {
		if (!gap)
			str_add_n(out, part, len);
		else if (a->gap_count > 1)
			str_addf(out, "(gap %zu)", ++n);
		else
			str_add(out, "(gap)");
	}
	str_add_char(out, '\n');
}

void view_ask_list(const struct view_ask *a, struct str *out)
{
	const struct lesson_question *q = a->q;
	bool order = q->kind == LESSON_QUESTION_ORDER;
	size_t count = order ? q->line_count : q->choice_count;

	if (q->kind == LESSON_QUESTION_GAP)
		list_gaps(a, out);
	for (size_t i = 0; i < count && i < VIEW_ASK_MAX; i++)
		str_addf(out, "%zu. %s\n", i + 1,
			 order ? q->lines[a->order[i]] : q->choices[i].text);
}

/* ---- what is answered ---- */

__attribute__((format(printf, 2, 3))) static bool
refuse(struct str *wrong, const char *format, ...)
{
	va_list args;

	str_clear(wrong);
	va_start(args, format);
	str_addv(wrong, format, args);
	va_end(args);
	return false;
}

/*
 * The next number of a list like "1 3" or "1, 3".  0: there is no other; more
 * than @most: it is none of them.
 */
static size_t next_number(const char **at, size_t most)
{
	char *end;
	unsigned long n;

	*at += strspn(*at, " \t,;");
	if (!**at)
		return 0;
	n = isdigit((unsigned char)**at) ? strtoul(*at, &end, 10) : 0;
	if (!n || n > most || !strchr(" \t,;", *end))
		return most + 1;
	*at = end;
	return n;
}

static size_t choice_by_text(const struct lesson_question *q, const char *line)
{
	for (size_t i = 0; i < q->choice_count; i++)
		if (!strcasecmp(q->choices[i].text, line))
			return i + 1;
	return 0;
}

static bool take_choices(struct view_ask *a, const char *line,
			 struct str *wrong)
{
	size_t count = a->q->choice_count, n, by_text = 0;
	bool several = a->q->kind == LESSON_QUESTION_SEVERAL;
	uint32_t chosen = 0;

	by_text = choice_by_text(a->q, line);
	if (by_text) {
		a->chosen = 1U << (by_text - 1);
		return true;
	}
	while ((n = next_number(&line, count)) != 0) {
		if (n > count || (chosen && !several))
			return refuse(wrong,
				      several ? "numbers from 1 to %zu are "
						"wanted, as in 1 3"
					      : "a number from 1 to %zu is "
						"wanted",
				      count);
		chosen |= 1U << (n - 1);
	}
	if (!chosen)
		return refuse(wrong, "a number from 1 to %zu is wanted", count);
	a->chosen = chosen;
	return true;
}

static bool take_order(struct view_ask *a, const char *line, struct str *wrong)
{
	static const char want[] =
		"each number from 1 to %zu is wanted once, as in 2 1 3";
	size_t count = a->q->line_count, n, i = 0;
	uint8_t order[VIEW_ASK_MAX];
	uint32_t seen = 0;

	while ((n = next_number(&line, count)) != 0) {
		if (n > count || i == count || seen & 1U << (n - 1))
			return refuse(wrong, want, count);
		seen |= 1U << (n - 1);
		order[i++] = a->order[n - 1];
	}
	if (i < count)
		return refuse(wrong, want, count);
	memcpy(a->order, order, count);
	return true;
}

/* "30", "30 s", "about 30" is none. */
static bool take_number(struct view_ask *a, const char *line, struct str *wrong)
{
	SCOPED_STR text = STR_INIT;
	char *end;

	(void)strtod(line, &end);
	if (end == line)
		return refuse(wrong, "a number is wanted");
	str_add_n(&text, line, (size_t)(end - line));
	end += strspn(end, " \t");
	if (*end && strcmp(end, a->q->unit) != 0)
		return refuse(wrong, "a number alone is wanted");
	ui_prompt_set(&a->typed[0], text.buf);
	return true;
}

static bool take_gaps(struct view_ask *a, const char *line, struct str *wrong)
{
	size_t count = 1;

	for (const char *c = line; *c; c++)
		count += *c == '/';
	if (a->gap_count < 2) {
		ui_prompt_set(&a->typed[0], line);
		return true;
	}
	if (count != a->gap_count)
		return refuse(wrong,
			      "%zu parts are wanted, with / between them",
			      a->gap_count);
	for (size_t i = 0; i < count; i++) {
		size_t len = strcspn(line, "/"), from = strspn(line, " \t");
		SCOPED_STR part = STR_INIT;

		if (from < len)
			str_add_n(&part, line + from, len - from);
		while (part.len &&
		       isspace((unsigned char)part.buf[part.len - 1]))
			str_truncate(&part, part.len - 1);
		ui_prompt_set(&a->typed[i], part.buf);
		line += len + (line[len] == '/');
	}
	return true;
}

static bool take_sure(struct view_ask *a, const char *line, struct str *wrong)
{
	size_t n = next_number(&line, 3);

	if (n < 1 || n > 3 || *line)
		return refuse(wrong, "1, 2 or 3 is wanted");
	a->sure = (int)n;
	return true;
}

bool view_ask_line(struct view_ask *a, const char *line, struct str *wrong)
{
	line += strspn(line, " \t");
	if (a->asks_sure)
		return take_sure(a, line, wrong);
	switch (a->q->kind) {
	case LESSON_QUESTION_ONE:
	case LESSON_QUESTION_SEVERAL:
		return take_choices(a, line, wrong);
	case LESSON_QUESTION_ORDER:
		return take_order(a, line, wrong);
	case LESSON_QUESTION_NUMBER:
		return take_number(a, line, wrong);
	case LESSON_QUESTION_GAP:
		return take_gaps(a, line, wrong);
	case LESSON_QUESTION_OUTPUT:
		break;
	}
	ui_prompt_set(&a->typed[0], line);
	return true;
}

/* ---- what became of it ---- */

static void add_paragraph(struct str *out, const char *text)
{
	if (*text)
		str_addf(out, "%s%s\n", out->len ? "\n" : "", text);
}

static void add_answer(const struct view_ask *a, struct str *out)
{
	SCOPED_STR text = STR_INIT;

	str_addf(&text, "The answer: %s", a->right.buf);
	add_paragraph(out, text.buf);
}

void view_ask_verdict(const struct view_ask *a, struct str *out)
{
	bool computed = a->q->key && a->q->key->fact.look;

	switch (a->state) {
	case VIEW_ASK_OPEN:
	case VIEW_ASK_GIVEN:
		return;
	case VIEW_ASK_RIGHT:
		add_paragraph(out, "Right.");
		add_paragraph(out, a->reason.buf);
		add_paragraph(out, view_ask_explanation(a));
		break;
	case VIEW_ASK_WRONG:
		add_paragraph(out, "Not so.");
		if (computed && a->right.len)
			add_answer(a, out);
		add_paragraph(out, a->reason.buf);
		add_paragraph(out, view_ask_explanation(a));
		return;
	case VIEW_ASK_SKIPPED:
		add_paragraph(out, "Skipped.");
		return;
	case VIEW_ASK_SHOWN:
		add_answer(a, out);
		add_paragraph(out, a->reason.buf);
		break;
	case VIEW_ASK_UNDECIDED:
		add_paragraph(out, "This run does not tell.");
		add_paragraph(out, a->reason.buf);
		return;
	}
	add_paragraph(out, a->q->why);
}
