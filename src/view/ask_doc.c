/* SPDX-License-Identifier: MIT */
/*
 * A question as lines of text, so that it scrolls and wraps as the text of the
 * step does.
 *
 *	Before you run it: which process is the first to wait?
 *
 *	    1  the producer
 *	  ▌ 2  the consumer
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/flow.h"
#include "view/ask.h"

/* "  ▌ 2  ", "  ▌[x] 2  " */
static int gutter(const struct view_ask *a)
{
	return a->q->kind == LESSON_QUESTION_SEVERAL ? 10 : 7;
}

/* A prediction that was made: what there was to choose is of no use now. */
static bool is_settled(const struct view_ask *a)
{
	return a->once && a->state != VIEW_ASK_OPEN;
}

static void add_lines(struct ui_doc *d, const struct ui_doc *from, int indent)
{
	for (size_t i = 0; i < from->count; i++) {
		struct ui_line *l =
			ui_doc_add(d, from->lines[i].indent + indent);

		ui_line_join(l, &from->lines[i]);
	}
}

static void add_markdown(struct ui_doc *d, const char *text, int indent,
			 int width)
{
	struct ui_doc part;

	if (!*text)
		return;
	ui_markdown(&part, text, width - indent > 8 ? width - indent : 8);
	add_lines(d, &part, indent);
	ui_doc_release(&part);
}

static void add_text(struct ui_line *l, ui_style style, const char *text)
{
	ui_line_add(l, style, text, strlen(text));
}

static struct ui_line *add_line(struct ui_doc *d, ui_style style,
				const char *text)
{
	struct ui_line *l = ui_doc_add(d, 0);

	add_text(l, style, text);
	return l;
}

/* ---- what there is to choose ---- */

static bool is_picked(const struct view_ask *a, size_t i)
{
	if (a->q->kind == LESSON_QUESTION_ORDER)
		return a->held && i == a->cursor;
	return a->chosen >> i & 1U;
}

/* The first line of a place begins with its cursor, its mark, its number. */
static void add_gutter(const struct view_ask *a, struct ui_line *l, size_t i)
{
	bool at = a->state == VIEW_ASK_OPEN && !a->asks_sure && i == a->cursor;
	bool several = a->q->kind == LESSON_QUESTION_SEVERAL;
	SCOPED_STR number = STR_INIT;

	str_addf(&number, "%zu", i + 1);
	add_text(l, UI_NORMAL, "  ");
	add_text(l, at ? UI_KEY : UI_NORMAL, at ? "▌" : " ");
	if (several)
		add_text(l, UI_NORMAL, is_picked(a, i) ? "[x] " : "[ ] ");
	else if (is_picked(a, i))
		add_text(l, UI_STRONG, a->held ? "↕" : "●");
	else
		add_text(l, UI_NORMAL, " ");
	add_text(l, UI_KEY, number.buf);
	add_text(l, UI_NORMAL, "  ");
}

static void add_place(const struct view_ask *a, struct ui_doc *d, size_t i,
		      const char *text, int width)
{
	struct ui_doc part;
	size_t first = d->count;
	bool bold = is_picked(a, i);

	ui_markdown(&part, text, width > gutter(a) + 8 ? width - gutter(a) : 8);
	for (size_t k = 0; k < part.count; k++) {
		struct ui_line *l = ui_doc_add(d, k ? gutter(a) : 0);

		if (!k)
			add_gutter(a, l, i);
		for (size_t r = 0; r < part.lines[k].count; r++)
			ui_line_add(l,
				    part.lines[k].runs[r].style |
					    (bold ? UI_STYLE(UI_BOLD) : 0),
				    part.lines[k].runs[r].text,
				    strlen(part.lines[k].runs[r].text));
	}
	if (!part.count && first == d->count)
		add_gutter(a, ui_doc_add(d, 0), i);
	ui_doc_release(&part);
}

static void add_places(const struct view_ask *a, struct ui_doc *d, int width,
		       struct view_ask_rows *ret)
{
	const struct lesson_question *q = a->q;
	bool order = q->kind == LESSON_QUESTION_ORDER;
	size_t count = order ? q->line_count : q->choice_count;

	for (size_t i = 0; i < count && i < VIEW_ASK_MAX; i++) {
		ret->first[ret->count++] = d->count;
		if (i == a->cursor)
			ret->cursor = d->count;
		add_place(a, d, i,
			  order ? q->lines[a->order[i]] : q->choices[i].text,
			  width);
	}
	ret->first[ret->count] = d->count;
}

/* ---- what is typed ---- */

#define NO_BREAK "\u00a0"

/* The text with its cursor as a block. */
static void add_typed(const struct view_ask *a, struct ui_line *l, size_t i)
{
	const struct ui_prompt *p = &a->typed[i];
	bool at = view_ask_types(a) && i == a->cursor;
	ui_style style = UI_CODE | UI_STYLE(UI_UNDERLINE);

	ui_line_add(l, style, p->text.buf, p->cursor);
	if (at)
		add_text(l, UI_SELECTED, "▌");
	ui_line_add(l, style, p->text.buf + p->cursor, p->text.len - p->cursor);
	if (!p->text.len)
		add_text(l, UI_FAINT, at ? "______" : "_______");
}

/* A gap is one word of its sentence, whatever blanks are typed into it. */
static void add_gap(const struct view_ask *a, struct ui_flow *f, size_t i)
{
	struct ui_doc field = { NULL, 0, 0 };
	struct ui_line *l = ui_doc_add(&field, 0);

	add_typed(a, l, i);
	for (size_t k = 0; k < l->count; k++) {
		const struct ui_run *run = &l->runs[k];

		for (const char *at = run->text; *at; at++)
			if (*at == ' ')
				ui_flow_add(f, run->style, NO_BREAK,
					    strlen(NO_BREAK));
			else
				ui_flow_add(f, run->style, at, 1);
	}
	ui_doc_release(&field);
}

static void add_gap_sentence(const struct view_ask *a, struct ui_doc *d,
			     int width, struct view_ask_rows *ret)
{
	const char *sentence = a->q->gap, *part;
	struct ui_flow f = UI_FLOW_INIT;
	size_t len, i = 0;
	bool gap;

	while (lesson_gap_next(&sentence, &part, &len, &gap)) {
		if (gap && i < a->gap_count)
			add_gap(a, &f, i++);
		else if (!gap)
			ui_flow_add(&f, UI_NORMAL, part, len);
	}
	ret->cursor = d->count;
	ui_flow_wrap(&f, d, width);
	ui_flow_release(&f);
}

static void add_field(const struct view_ask *a, struct ui_doc *d,
		      struct view_ask_rows *ret)
{
	struct ui_line *l = ui_doc_add(d, 0);

	ret->cursor = d->count - 1;
	add_text(l, UI_NORMAL, "  > ");
	add_typed(a, l, 0);
	if (*a->q->unit) {
		add_text(l, UI_NORMAL, " ");
		add_text(l, UI_NORMAL, a->q->unit);
	}
}

static void add_sure(const struct view_ask *a, struct ui_doc *d,
		     struct view_ask_rows *ret)
{
	static const char *const words[] = { "guessing", "fairly", "certain" };
	struct ui_line *l;

	ui_doc_add(d, 0);
	l = add_line(d, UI_STRONG, "How sure are you?  ");
	ret->cursor = d->count - 1;
	for (int i = 0; i < 3; i++) {
		bool at = a->sure == i + 1;
		SCOPED_STR word = STR_INIT;

		str_addf(&word, "%s%d %s%s", at ? "[" : " ", i + 1, words[i],
			 at ? "]" : " ");
		add_text(l, at ? UI_STRONG : UI_NORMAL, word.buf);
		add_text(l, UI_NORMAL, "  ");
	}
}

/* ---- what was said to it ---- */

const char *view_ask_explanation(const struct view_ask *a)
{
	const char *text = lesson_question_explain(a->q, a->given.buf);

	/* Of several choices: what is said of the first that is wrong. */
	for (size_t i = 0; !*text && i < a->q->choice_count; i++)
		if (a->q->kind == LESSON_QUESTION_SEVERAL &&
		    a->chosen >> i & 1U && !lesson_choice_is_right(a->q, i))
			text = a->q->choices[i].why;
	return text;
}

static void add_reason(const struct view_ask *a, struct ui_doc *d, int width)
{
	if (a->reason.len)
		add_markdown(d, a->reason.buf, 2, width);
}

static void add_solution(const struct view_ask *a, struct ui_doc *d, int width)
{
	SCOPED_STR text = STR_INIT;

	str_addf(&text, "**The answer:** %s", a->right.buf);
	add_markdown(d, text.buf, 2, width);
}

static void add_verdict(const struct view_ask *a, struct ui_doc *d, int width)
{
	bool computed = a->q->key && a->q->key->fact.look;

	if (!is_settled(a))
		ui_doc_add(d, 0);
	switch (a->state) {
	case VIEW_ASK_OPEN:
	case VIEW_ASK_GIVEN: /* the run will tell */
		return;
	case VIEW_ASK_RIGHT:
		if (!is_settled(a))
			add_line(d, UI_GOOD, "  ✓ Right.");
		add_reason(a, d, width);
		add_markdown(d, view_ask_explanation(a), 2, width);
		break;
	case VIEW_ASK_WRONG:
		if (!is_settled(a))
			add_line(d, UI_ERROR, "  ✗ Not so.");
		add_reason(a, d, width);
		add_markdown(d, view_ask_explanation(a), 2, width);
		if (is_settled(a))
			break;
		/* A run has shown it already: there is nothing to find out. */
		if (computed && a->right.len)
			add_solution(a, d, width);
		return;
	case VIEW_ASK_SKIPPED:
		add_line(d, UI_FAINT, "  Skipped.");
		return;
	case VIEW_ASK_SHOWN:
		add_solution(a, d, width);
		add_reason(a, d, width);
		break;
	case VIEW_ASK_UNDECIDED:
		add_line(d, UI_NOTICE, "  This run does not tell.");
		add_reason(a, d, width);
		return;
	}
	add_markdown(d, a->q->why, 2, width);
}

static void add_hints(const struct view_ask *a, struct ui_doc *d, int width)
{
	for (int i = 0; i < a->hints; i++) {
		SCOPED_STR hint = STR_INIT;

		str_addf(&hint, "**Hint %d of %zu:** %s", i + 1,
			 a->q->hint_count, a->q->hints[i]);
		ui_doc_add(d, 0);
		add_markdown(d, hint.buf, 2, width);
	}
}

/*
 * A unit is in the plural: of one, the number is said alone.  What is no word
 * (s, ms, MiB) stands behind any number.
 */
static const char *unit_of(const struct view_ask *a, const char *number)
{
	const char *unit = a->q->unit;
	size_t letters = strspn(unit, "abcdefghijklmnopqrstuvwxyz ");
	char *end;

	if (unit[letters] || letters < 3)
		return unit;
	return strtod(number, &end) == 1 && end != number ? "" : unit;
}

static void add_number(const struct view_ask *a, const char *number,
		       struct str *out)
{
	const char *unit = unit_of(a, number);

	str_addf(out, "%s%s%s", number, *unit ? " " : "", unit);
}

/* "You said the producer, certain. ✗ It was the consumer." */
static void add_given(const struct view_ask *a, struct ui_doc *d, int width)
{
	static const char *const sure[] = { "", ", guessing", ", fairly sure",
					    ", certain" };
	SCOPED_STR text = STR_INIT;

	if (a->state == VIEW_ASK_SKIPPED)
		return;
	str_add(&text, "You said **");
	add_number(a, a->given.buf, &text);
	str_addf(&text, "**%s.", sure[a->sure]);
	if (a->state == VIEW_ASK_RIGHT)
		str_add(&text, " **✓ Right.**");
	if (a->state == VIEW_ASK_WRONG) {
		str_add(&text, " **✗ It was: ");
		add_number(a, a->right.buf, &text);
		str_add(&text, ".**");
	}
	add_markdown(d, text.buf, 2, width);
}

static void add_question(const struct view_ask *a, const char *lead,
			 struct ui_doc *d, int width)
{
	SCOPED_STR text = STR_INIT;

	if (*lead)
		str_addf(&text, "**%s** ", lead);
	str_add(&text, a->q->ask);
	add_markdown(d, text.buf, 0, width);
	if (a->q->kind == LESSON_QUESTION_SEVERAL)
		add_line(d, UI_FAINT, "Choose all that are right.");
	if (!is_settled(a))
		ui_doc_add(d, 0);
}

void view_ask_doc(const struct view_ask *a, const char *lead, int width,
		  struct ui_doc *d, struct view_ask_rows *ret)
{
	*ret = (struct view_ask_rows){ .count = 0, .cursor = d->count };
	add_question(a, lead, d, width);
	if (is_settled(a))
		add_given(a, d, width);
	else if (a->q->kind == LESSON_QUESTION_GAP)
		add_gap_sentence(a, d, width, ret);
	else if (a->q->choice_count || a->q->line_count)
		add_places(a, d, width, ret);
	else
		add_field(a, d, ret);
	if (a->asks_sure)
		add_sure(a, d, ret);
	if (a->strict && a->state != VIEW_ASK_OPEN) {
		ui_doc_add(d, 0);
		add_line(d, UI_NOTICE,
			 a->state == VIEW_ASK_SKIPPED ? "  Skipped."
						      : "  Noted.");
		return;
	}
	add_verdict(a, d, width);
	add_hints(a, d, width);
}
