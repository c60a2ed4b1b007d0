/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/scope.h"
#include "lesson/draw.h"
#include "lessons/play.h"
#include "model/judge.h"

bool play_is_computed(const struct lesson_question *q)
{
	return q->key && q->key->fact.look != LESSON_LOOK_NONE;
}

/* ---- typing ---- */

static void press(struct play *p, size_t digit)
{
	const char key[] = { (char)('0' + digit), '\0' };

	tty_send(p->t, key);
}

/* A field takes one line. */
static void type(struct play *p, const char *words)
{
	for (const char *c = words; *c; c++)
		tty_type(p->t, *c == '\n' ? " " : c, 1);
}

static bool is_right(const struct lesson_question *q, size_t i,
		     const char *computed)
{
	return computed ? judge_same(q->choices[i].text, computed, 0)
			: lesson_choice_is_right(q, i);
}

static void choose(struct play *p, const struct lesson_question *q,
		   const char *computed)
{
	size_t chosen = 0;

	for (size_t i = 0; i < q->choice_count; i++) {
		if (!is_right(q, i, computed))
			continue;
		press(p, i + 1);
		chosen++;
		if (q->kind == LESSON_QUESTION_ONE)
			break;
	}
	if (!chosen)
		play_fail(p, "none of the choices is right: %s",
			  computed ? computed : "the lesson has none");
}

static void fill_gaps(struct play *p, const char *sentence)
{
	const char *part;
	size_t len, count = 0;
	bool gap;

	while (lesson_gap_next(&sentence, &part, &len, &gap)) {
		SCOPED_STR first = STR_INIT;

		if (!gap)
			continue;
		str_add_n(&first, part, len);
		str_add_char(&first, '|');
		*strchr(first.buf, '|') = '\0';
		if (count++)
			tty_send(p->t, "<Down>");
		type(p, first.buf);
	}
}

/* ---- lines in order ---- */

/* The line that should be at place @i of the right order. */
static const char *line_for(const struct lesson_question *q,
			    const char *computed, size_t i, struct str *out)
{
	if (!computed)
		return q->lines[i];
	for (; i; i--)
		computed += strcspn(computed, ",") + 1;
	computed += strspn(computed, ", ");
	str_clear(out);
	str_add_n(out, computed, strcspn(computed, ","));
	return out->buf;
}

/*
 * The line at a place, from 1; one may begin as another does: the longest that
 * is there.
 */
static size_t line_at(struct play *p, const struct lesson_question *q,
		      size_t place)
{
	size_t found = q->line_count, longest = 0;

	for (size_t i = 0; i < q->line_count; i++) {
		SCOPED_STR plain = STR_INIT;
		SCOPED_STR line = STR_INIT;

		play_plain(q->lines[i], &plain);
		str_addf(&line, "%zu %s ", place, plain.buf);
		if (plain.len < longest || !play_says(p, line.buf))
			continue;
		longest = plain.len;
		found = i;
	}
	if (found == q->line_count)
		play_fail(p, "none of the lines is at place %zu", place);
	return found;
}

/* Where the lines are on the screen now: the place of each, from 0. */
static void read_places(struct play *p, const struct lesson_question *q,
			size_t *place_of)
{
	for (size_t place = 0; place < q->line_count; place++)
		place_of[line_at(p, q, place + 1)] = place;
}

static void order(struct play *p, const struct lesson_question *q,
		  const char *computed)
{
	size_t place_of[12] = { 0 };

	for (size_t place = 0; place < q->line_count; place++) {
		SCOPED_STR word = STR_INIT;
		const char *wanted = line_for(q, computed, place, &word);
		size_t now, which = q->line_count;

		read_places(p, q, place_of);
		for (size_t i = 0; i < q->line_count; i++)
			if (judge_same(q->lines[i], wanted, 0))
				which = i;
		if (which == q->line_count)
			play_fail(p, "none of the lines is %s", wanted);
		now = place_of[which];
		if (now == place)
			continue;
		/* Its number takes it up. */
		press(p, now + 1);
		for (; now > place; now--)
			tty_send(p->t, "<Up>");
		tty_send(p->t, "<Space>");
		play_settle(p);
	}
}

/* ---- numbers that are drawn ---- */

/* "12", "0.25", "-3" at @s; returns where it ends, NULL: there is none. */
static const char *read_number(const char *s, double *ret)
{
	const char *end = s + (*s == '-');

	if (!isdigit((unsigned char)*end))
		return NULL;
	while (isdigit((unsigned char)*end))
		end++;
	if (*end == '.' && isdigit((unsigned char)end[1]))
		for (end++; isdigit((unsigned char)*end);)
			end++;
	*ret = strtod(s, NULL);
	return end;
}

/*
 * Whether the text from @from to @to stands at @screen, with numbers in place
 * of what is in braces; that of @name is read.
 */
static bool stands_at(const char *screen, const char *from, const char *to,
		      const char *name, double *ret)
{
	double value;
	size_t len;

	for (const char *c = from; c < to; c++) {
		const char *here = lesson_draw_name(c, &len);

		if (!here) {
			if (*screen++ != *c)
				return false;
			continue;
		}
		screen = read_number(screen, &value);
		if (!screen)
			return false;
		if (strlen(name) == len && !strncmp(here, name, len))
			*ret = value;
		c += len + 1;
	}
	return true;
}

/*
 * The same anywhere on the screen.  Of the words before @at, where it is named,
 * as many as are seen: the upper ones may have been scrolled away.
 */
static bool find_piece(struct play *p, const char *piece, const char *at,
		       const char *to, const char *name, double *ret)
{
	for (const char *from = piece; from <= at; from++) {
		if (from > piece && from[-1] != ' ')
			continue;
		for (const char *s = play_text(p); *s; s++)
			if (stands_at(s, from, to, name, ret))
				return true;
	}
	return false;
}

/* From the first place where the text names it, but for what is typed in. */
static bool find_number(struct play *p, const char *text, const char *name,
			double *ret)
{
	const char *part;
	size_t len, n = 0;
	bool gap;

	while (lesson_gap_next(&text, &part, &len, &gap))
		for (const char *c = part; !gap && c < part + len; c++) {
			const char *here = lesson_draw_name(c, &n);

			if (!here || strlen(name) != n ||
			    strncmp(here, name, n) != 0)
				continue;
			/* What follows may look otherwise, as code does. */
			if (find_piece(p, part, c, part + len, name, ret) ||
			    (c > part &&
			     find_piece(p, part, c - 1, c + n + 2, name, ret)))
				return true;
		}
	return false;
}

/*
 * The question with the numbers that are on the screen, which must be such
 * that can be drawn; NULL if none are.
 */
static struct lesson_question *as_asked(struct play *p,
					const struct lesson_question *q)
{
	double values[8];
	SCOPED_STR ask = STR_INIT;
	SCOPED_STR gap = STR_INIT;

	play_plain(q->ask, &ask);
	play_plain(q->gap, &gap);
	for (size_t i = 0; i < q->draw_count; i++) {
		const struct lesson_draw *d = &q->draws[i];

		if (!find_number(p, ask.buf, d->name, &values[i]) &&
		    !find_number(p, gap.buf, d->name, &values[i]))
			play_fail(p, "the number %s is not seen", d->name);
		if (values[i] < d->min - 1e-9 || values[i] > d->max + 1e-9)
			play_fail(p, "%s is %g, which cannot be", d->name,
				  values[i]);
	}
	return q->draw_count ? lesson_question_with(q, values) : NULL;
}

/* ---- giving ---- */

/* All that there is to choose from is seen at once. */
static void check_choices(struct play *p, const struct lesson_question *q)
{
	play_settle(p);
	for (size_t i = 0; i < q->choice_count; i++) {
		SCOPED_STR plain = STR_INIT;

		play_plain(q->choices[i].text, &plain);
		if (!play_says(p, plain.buf))
			play_fail(p,
				  "a choice is not seen beside the others: "
				  "%s",
				  plain.buf);
	}
}

bool play_is_asked(struct play *p, const void *unused)
{
	(void)unused;
	return strstr(play_footer(p), "Enter answer");
}

static bool is_given(struct play *p, const void *unused)
{
	return !play_is_asked(p, unused);
}

static void give(struct play *p, const struct lesson_question *q)
{
	check_choices(p, q);
	play_look(p, "is answered");
	tty_send(p->t, "<Enter>");
	if (q->confidence) {
		play_wait_says(p, "say how sure");
		tty_send(p->t, "3");
		play_settle(p);
		play_look(p, "how sure");
		tty_send(p->t, "<Enter>");
	}
	play_wait(p, is_given, NULL, "the answer is taken");
}

void play_answer(struct play *p, const struct lesson_question *q,
		 const char *computed)
{
	switch (q->kind) {
	case LESSON_QUESTION_ONE:
	case LESSON_QUESTION_SEVERAL:
		choose(p, q, computed);
		break;
	case LESSON_QUESTION_NUMBER:
		type(p, computed ? computed : q->key->is);
		break;
	case LESSON_QUESTION_OUTPUT:
		type(p, computed                ? computed
			: q->key && *q->key->is ? q->key->is
						: q->output);
		break;
	case LESSON_QUESTION_ORDER:
		order(p, q, computed);
		break;
	case LESSON_QUESTION_GAP:
		fill_gaps(p, q->gap);
		break;
	}
	give(p, q);
}

void play_guess(struct play *p, const struct lesson_question *q,
		struct str *said)
{
	str_clear(said);
	switch (q->kind) {
	case LESSON_QUESTION_ONE:
	case LESSON_QUESTION_SEVERAL:
		/* Not always the same of them. */
		press(p, p->number % q->choice_count + 1);
		str_add(said, q->choices[p->number % q->choice_count].text);
		break;
	case LESSON_QUESTION_NUMBER:
		type(p, "7");
		str_add(said, "7");
		break;
	case LESSON_QUESTION_OUTPUT:
		type(p, "nothing");
		str_add(said, "nothing");
		break;
	case LESSON_QUESTION_GAP:
		fill_gaps(p, q->gap);
		break;
	case LESSON_QUESTION_ORDER:
		break; /* as it stands: never the right one, unless computed */
	}
	give(p, q);
}

/* ---- one after the other ---- */

/* Each wrong choice has its say, and another may be chosen at once. */
static void give_wrong(struct play *p, const struct lesson_question *q)
{
	for (size_t i = 0; i < q->choice_count; i++) {
		SCOPED_STR plain = STR_INIT;

		if (lesson_choice_is_right(q, i))
			continue;
		press(p, i + 1);
		give(p, q);
		play_settle(p);
		play_look(p, "is wrong");
		if (!play_finds(p, "✗ Not so."))
			play_fail(p, "a wrong answer is called right");
		play_plain(q->choices[i].why, &plain);
		if (plain.len && !play_says(p, plain.buf))
			play_note(p,
				  "what is said to a wrong answer is not "
				  "seen at once: %s",
				  plain.buf);
	}
}

static void one(struct play *p, const struct lesson_question *asked)
{
	struct lesson_question *drawn = as_asked(p, asked);
	const struct lesson_question *q = drawn ? drawn : asked;
	SCOPED_STR computed = STR_INIT;
	bool told = play_is_computed(q);

	if (told && !play_run_answer(p, q, &computed))
		play_fail(p, "%s: %s", q->id, computed.buf);
	if (p->wrong_first && q->kind == LESSON_QUESTION_ONE && !told)
		give_wrong(p, q);
	play_answer(p, q, told ? computed.buf : NULL);
	play_settle(p);
	play_look(p, "is right");
	if (!play_finds(p, "✓ Right."))
		play_fail(p, "%s: what the lesson has as right is not", q->id);
	lesson_question_free(drawn);
}

void play_questions(struct play *p, const struct lesson_question *q,
		    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		one(p, &q[i]);
		if (i + 1 == count)
			break;
		tty_send(p->t, "<Enter>");
		play_wait(p, play_is_asked, NULL, "the next question");
		play_settle(p);
		play_look(p, "asks");
	}
}
