/* SPDX-License-Identifier: MIT */
/*
 * Numbers that are drawn: whether they can be, whether the reader sees them,
 * and whether the key can reckon with them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "lesson/check_parts.h"
#include "lesson/draw.h"
#include "lesson/number.h"

/* ---- ranges ---- */

static void check_ranges(struct lesson_source *s, const struct lesson_node *map,
			 const struct lesson_question *q)
{
	const struct lesson_node *draw = lesson_node_get(map, "draw");

	for (size_t i = 0; i < q->draw_count; i++) {
		const struct lesson_draw *d = &q->draws[i];
		const struct lesson_node *node = draw->items[i];

		if (node->kind != LESSON_MAP || node->bad ||
		    !lesson_node_get(node, "min") ||
		    !lesson_node_get(node, "max"))
			continue;
		if (d->min >= d->max || d->step > d->max - d->min)
			lesson_diag_advise(
				lesson_diag_add(
					s, node->at, LESSON_ERROR_BAD_DRAW,
					"%s can be one number only", d->name),
				"write a max that is greater than min");
	}
}

/* ---- texts ---- */

struct texts {
	struct lesson_source *s;
	const struct lesson_question *q;
	uint32_t seen; /* a bit for each that is drawn */
	bool slip;     /* a name that is not, perhaps for one that is */
};

static void tell_unknown(struct texts *t, const struct lesson_node *node,
			 const char *name, size_t len)
{
	SCOPED_STR word = STR_INIT;
	struct near near;
	struct lesson_diag *d;

	t->slip = true;
	str_add_n(&word, name, len);
	near = NEAR(word.buf);
	for (size_t i = 0; i < t->q->draw_count; i++)
		near_offer(&near, t->q->draws[i].name);
	d = lesson_diag_add(t->s, node->at, LESSON_ERROR_BAD_DRAW,
			    "nothing called %s is drawn",
			    lesson_quote(word.buf).text);
	if (near.best)
		lesson_diag_advise(d, "write {%s}", near.best);
	else
		lesson_diag_advise(d, "draw it, or leave out the braces");
}

static void look_at_text(struct texts *t, const struct lesson_node *node,
			 bool told)
{
	size_t len = 0;

	for (const char *c = node->text; *c; c++) {
		const char *name = lesson_draw_name(c, &len);
		bool known = false;

		if (c[0] == '{' && c[1] == '{')
			c++;
		for (size_t i = 0; name && i < t->q->draw_count; i++) {
			const char *own = t->q->draws[i].name;

			if (strncmp(own, name, len) != 0 || own[len])
				continue;
			known = true;
			t->seen |= told ? 1U << i : 0;
		}
		if (name && !known)
			tell_unknown(t, node, name, len);
	}
}

/* Every text below @node; @told: the reader sees it before the answer. */
static void look_at(struct texts *t, const struct lesson_node *node, bool told)
{
	if (!node || node->bad)
		return;
	if (node->kind == LESSON_SCALAR)
		look_at_text(t, node, told);
	else
		for (size_t i = 0; i < node->count; i++)
			look_at(t, node->items[i], told);
}

static void check_texts(struct lesson_source *s, const struct lesson_node *map,
			const struct lesson_question *q)
{
	static const char *const told[] = { "ask", "gap", "lines", "choices" };
	static const char *const later[] = { "why", "output", "also", "hints",
					     "explain" };
	const struct lesson_node *draw = lesson_node_get(map, "draw");
	struct texts t = { .s = s, .q = q };

	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		look_at(&t, lesson_node_get(map, told[i]), true);
	for (size_t i = 0; i < sizeof(later) / sizeof(*later); i++)
		look_at(&t, lesson_node_get(map, later[i]), false);
	for (size_t i = 0; i < q->draw_count; i++)
		if (!t.slip && !(t.seen & 1U << i))
			lesson_diag_advise(
				lesson_diag_add(s, draw->keys[i]->at,
						LESSON_ERROR_BAD_DRAW,
						"the reader is not told %s",
						q->draws[i].name),
				"write {%s} in \"ask\"", q->draws[i].name);
}

/* ---- the key ---- */

static const struct lesson_draw *draw_of(const struct lesson_question *q,
					 const char *name)
{
	for (size_t i = 0; i < q->draw_count; i++)
		if (!strcmp(q->draws[i].name, name))
			return &q->draws[i];
	return NULL;
}

static bool may_be_0(const struct lesson_question *q, const char *item)
{
	const struct lesson_draw *d = draw_of(q, item);

	return d ? d->min <= 0 && d->max >= 0 : strtod(item, NULL) == 0;
}

static void check_item(struct lesson_source *s, const struct lesson_node *node,
		       const struct lesson_question *q, bool divides)
{
	struct near near = NEAR(node->text);
	struct lesson_diag *d;

	if (!draw_of(q, node->text) &&
	    lesson_word_kind(node->text) != LESSON_WORD_NUMBER) {
		for (size_t i = 0; i < q->draw_count; i++)
			near_offer(&near, q->draws[i].name);
		d = lesson_diag_add(s, node->at, LESSON_ERROR_BAD_DRAW,
				    "%s is no number, and none that is drawn",
				    lesson_quote(node->text).text);
		if (near.best)
			lesson_diag_advise(d, "write %s", near.best);
		else
			lesson_diag_advise(d, "draw it, or write a number");
	} else if (divides && may_be_0(q, node->text)) {
		lesson_diag_advise(lesson_diag_add(s, node->at,
						   LESSON_ERROR_BAD_DRAW,
						   "this divides by 0"),
				   "write a number that is never 0");
	}
}

static void check_form(struct lesson_source *s, const struct lesson_node *key,
		       const struct lesson_question *q, enum lesson_form form)
{
	const struct lesson_node *list =
		lesson_node_get(key, lesson_form_word(form));
	bool divides =
		form == LESSON_FORM_QUOTIENT || form == LESSON_FORM_REMAINDER;
	bool two = form == LESSON_FORM_REMAINDER || form == LESSON_FORM_POWER;

	if (list->kind != LESSON_LIST || list->bad)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i]->kind == LESSON_SCALAR &&
		    !list->items[i]->bad)
			check_item(s, list->items[i], q, divides && i > 0);
	if (two && list->count > 2)
		lesson_diag_advise(lesson_diag_add(s, list->items[2]->at,
						   LESSON_ERROR_BAD_DRAW,
						   "%s takes two numbers",
						   lesson_form_word(form)),
				   "remove what is too many");
	if (!q->draw_count)
		lesson_diag_advise(lesson_diag_add(s, list->at,
						   LESSON_ERROR_BAD_DRAW,
						   "nothing is drawn here"),
				   "write what comes out, or add draw");
}

/* Also where what stands there is wrong, which has been told. */
static enum lesson_form form_in(const struct lesson_node *key)
{
	int form = 0;

	while (form < LESSON_FORM_COUNT &&
	       !lesson_node_get(key, lesson_form_word((enum lesson_form)form)))
		form++;
	return (enum lesson_form)form;
}

bool lesson_check_draw(struct lesson_source *s, const struct lesson_node *map,
		       const struct lesson_question *q)
{
	const struct lesson_node *draw = lesson_node_get(map, "draw");
	const struct lesson_node *key = lesson_node_get(map, "key");
	enum lesson_form form = form_in(key);
	const char *word = lesson_form_word(form);

	if (draw && !draw->bad && draw->kind == LESSON_MAP) {
		check_ranges(s, map, q);
		check_texts(s, map, q);
	}
	if (form == LESSON_FORM_COUNT)
		return false;
	if (q->key->forms[form].count)
		check_form(s, key, q, form);
	for (int i = (int)form + 1; i < LESSON_FORM_COUNT; i++)
		lesson_check_needless(
			s, key, lesson_form_word((enum lesson_form)i), word);
	lesson_check_needless(s, key, "is", word);
	return true;
}
