/* SPDX-License-Identifier: MIT */
/*
 * Questions: what kind each is, and whether it has exactly one way to be
 * right.
 */
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "lesson/check_parts.h"
#include "lesson/draw.h"
#include "lesson/number.h"
#include "lesson/words.h"

static bool is_number(const char *text)
{
	return lesson_word_kind(text) == LESSON_WORD_NUMBER;
}

/* ---- the key ---- */

static bool may_give(enum lesson_look look, enum lesson_gives gives)
{
	enum lesson_gives own = lesson_look_info(look)->gives;

	if (gives == own)
		return true;
	if (gives == LESSON_GIVES_OBJECT)
		return own == LESSON_GIVES_PROCESS;
	return gives == LESSON_GIVES_NUMBER &&
	       (own == LESSON_GIVES_LENGTH || own == LESSON_GIVES_STATUS ||
		own == LESSON_GIVES_RATIO);
}

static void check_gives(struct lesson_source *s, const struct lesson_node *map,
			struct lesson_answer_key *key)
{
	const struct lesson_look_info *look = lesson_look_info(key->fact.look);
	const struct lesson_node *node = lesson_node_get(map, "gives");

	if (key->gives == LESSON_GIVES_NONE)
		key->gives = look->gives;
	if (may_give(key->fact.look, key->gives))
		return;
	lesson_diag_advise(
		lesson_diag_add(s, node->at, LESSON_ERROR_BAD_GIVES,
				"\"%s\" does not give this", look->word),
		"remove it, or write %s",
		lesson_word_name(LESSON_KEY_GIVES, (int)look->gives));
	key->gives = look->gives;
}

bool lesson_check_computed(struct lesson_source *s,
			   const struct lesson_node *node,
			   struct lesson_answer_key *key)
{
	const struct lesson_node *is = lesson_node_get(node, "is");

	if (node->bad)
		return false;
	if (is || node->kind == LESSON_SCALAR) {
		lesson_diag_advise(
			lesson_diag_add(s, is ? is->at : node->at,
					LESSON_ERROR_NO_LOOK,
					"this says what comes out, not what to "
					"look at"),
			"write something to look at, such as value or order");
		return false;
	}
	if (!lesson_check_fact(s, node, &key->fact, LESSON_IN_KEY))
		return false;
	check_gives(s, node, key);
	return true;
}

/* Returns whether the question can be examined further. */
static bool check_key(struct lesson_check *c, const struct lesson_node *map,
		      struct lesson_question *q, bool run)
{
	const struct lesson_node *node = lesson_node_get(map, "key");
	const struct lesson_node *is = lesson_node_get(node, "is");
	struct lesson_source *s = c->s;
	struct lesson_answer_key *key = q->key;

	if (!key || node->bad)
		return !key;
	if (node->kind != LESSON_MAP)
		return node->kind == LESSON_SCALAR && *key->is;
	if (is) {
		for (int i = 1; i <= LESSON_LOOKS; i++)
			lesson_check_needless(
				s, node,
				lesson_look_info((enum lesson_look)i)->word,
				"is");
		lesson_check_needless(s, node, "gives", "is");
		return *key->is;
	}
	if (!lesson_check_computed(s, node, key))
		return false;
	if (run)
		return true;
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_BAD_KEY,
					   "there is no run to look at"),
			   "write the answer itself");
	return false;
}

static bool is_computed(const struct lesson_question *q)
{
	return q->key && q->key->fact.look != LESSON_LOOK_NONE;
}

/* ---- kinds ---- */

/* What each kind is written with, NULL for a number. */
static const char *const kind_keys[] = { "choices", "lines", "output", "gap" };

/* The first kind there is; more are told. */
static const struct lesson_node *find_kind(struct lesson_source *s,
					   const struct lesson_node *map,
					   int *ret, bool *ret_more)
{
	const struct lesson_node *found = NULL;

	for (int i = 0; i < 4; i++) {
		const struct lesson_node *node =
			lesson_node_get(map, kind_keys[i]);

		if (node && found) {
			*ret_more = true;
			lesson_diag_advise(
				lesson_diag_add(s, node->at,
						LESSON_ERROR_EXCLUDES,
						"\"%s\" and \"%s\" exclude "
						"each other",
						kind_keys[*ret], kind_keys[i]),
				"make two questions of it");
		}
		if (!node || found)
			continue;
		found = node;
		*ret = i;
	}
	return found;
}

static bool tell_no_kind(struct lesson_source *s, const struct lesson_node *map,
			 const char *advice)
{
	lesson_check_lacks(s, map, LESSON_ERROR_NO_KIND,
			   "nobody can know how to answer this", advice);
	return false;
}

/* A computed yes or no needs no choices: there are two. */
static void add_yes_no(struct lesson_question *q)
{
	static const char *const words[] = { "yes", "no" };

	q->kind = LESSON_QUESTION_ONE;
	q->choices = mem_new(2, sizeof(*q->choices));
	q->choice_count = 2;
	for (int i = 0; i < 2; i++) {
		q->choices[i].text = mem_text(words[i]);
		q->choices[i].why = mem_text("");
	}
}

/*
 * A question without any of the keys of kinds; false: it is of none, which has
 * been told.
 */
static bool check_plain(struct lesson_source *s, const struct lesson_node *map,
			struct lesson_question *q)
{
	q->kind = LESSON_QUESTION_NUMBER;
	if (!q->key)
		return tell_no_kind(s, map,
				    "add choices, lines, output, gap, or a "
				    "key that is a number");
	if (!is_computed(q))
		return is_number(q->key->is) ||
		       tell_no_kind(s, map,
				    "add choices, or output for a text that "
				    "is to be typed");
	switch (q->key->gives) {
	case LESSON_GIVES_YES_NO:
		add_yes_no(q);
		break;
	case LESSON_GIVES_ORDER:
		return tell_no_kind(s, map,
				    "add lines: the names to put in order");
	case LESSON_GIVES_PROCESS:
	case LESSON_GIVES_OBJECT:
		return tell_no_kind(s, map,
				    "add choices: the names it could be");
	case LESSON_GIVES_NUMBER:
	case LESSON_GIVES_LENGTH:
	case LESSON_GIVES_STATUS:
	case LESSON_GIVES_RATIO:
	case LESSON_GIVES_NONE:
		break;
	}
	return true;
}

/* ---- choices ---- */

static bool has_choice(const struct lesson_question *q, const char *text,
		       struct near *near)
{
	for (size_t i = 0; i < q->choice_count; i++)
		if (strcmp(q->choices[i].text, text) == 0)
			return true;
	for (size_t i = 0; i < q->choice_count; i++)
		near_offer(near, q->choices[i].text);
	return false;
}

static void tell_not_choice(struct lesson_source *s,
			    const struct lesson_node *node, const char *text,
			    enum lesson_error error, const char *near)
{
	struct lesson_diag *d = lesson_diag_add(
		s, node->at, error, "\"%s\" is not among the choices",
		lesson_quote(text).text);

	if (near)
		lesson_diag_advise(d, "write %s", lesson_quote(near).text);
	else
		lesson_diag_advise(d, "write one of them, or add it");
}

/* The text of choice @i in the file: it stands alone, or is a key. */
static const struct lesson_node *choice_text(const struct lesson_node *choices,
					     size_t i)
{
	const struct lesson_node *item = choices->items[i];
	const struct lesson_node *text = lesson_node_get(item, "text");

	return text ? text : item;
}

static void check_same_choice(struct lesson_source *s,
			      const struct lesson_node *choices,
			      const struct lesson_question *q)
{
	for (size_t i = 0; i < q->choice_count; i++) {
		for (size_t j = 0; j < i && *q->choices[i].text; j++) {
			if (strcmp(q->choices[i].text, q->choices[j].text) != 0)
				continue;
			(void)lesson_diag_add(
				s, choice_text(choices, i)->at,
				LESSON_ERROR_SAME_ID, "\"%s\" is there twice",
				lesson_quote(q->choices[i].text).text);
			break;
		}
	}
}

static void tell_needless_right(struct lesson_source *s,
				const struct lesson_node *choices,
				const struct lesson_question *q)
{
	for (size_t i = 0; i < q->choice_count; i++)
		if (q->choices[i].right)
			lesson_check_needless(s, choices->items[i], "right",
					      "key");
}

/* Whether what is wrong in a choice, and told, may have made it the right. */
static bool has_slip(const struct lesson_node *map)
{
	const struct lesson_node *right = lesson_node_get(map, "right");

	if (right)
		return right->kind != LESSON_SCALAR ||
		       strcmp(right->text, "false") != 0;
	return lesson_check_has_unknown(map, LESSON_SHAPE_CHOICE);
}

static void count_right(struct lesson_source *s,
			const struct lesson_node *choices,
			const struct lesson_question *q)
{
	int n = 0;
	bool slip = false;

	for (size_t i = 0; i < q->choice_count; i++) {
		const struct lesson_node *map = choices->items[i];

		slip |= !q->choices[i].right && has_slip(map);
		if (!q->choices[i].right || ++n < 2 || q->several)
			continue;
		lesson_diag_advise(
			lesson_diag_add(s, choices->items[i]->at,
					LESSON_ERROR_TWO_RIGHT,
					"more than one choice is right"),
			"add several: true, or leave one right");
		return;
	}
	if (!n && !slip)
		lesson_diag_advise(lesson_diag_add(s, choices->at,
						   LESSON_ERROR_NO_RIGHT,
						   "none of the choices is "
						   "right"),
				   "write {text: ..., right: true} for the one "
				   "that is");
}

static void check_choices(struct lesson_source *s,
			  const struct lesson_node *map,
			  struct lesson_question *q)
{
	const struct lesson_node *choices = lesson_node_get(map, "choices");
	const struct lesson_node *key = lesson_node_get(map, "key");
	struct near near;

	q->kind = q->several ? LESSON_QUESTION_SEVERAL : LESSON_QUESTION_ONE;
	check_same_choice(s, choices, q);
	if (!key) {
		count_right(s, choices, q);
		return;
	}
	tell_needless_right(s, choices, q);
	if (q->several)
		lesson_check_needless(s, map, "several", "key");
	near = NEAR(q->key->is);
	if (!is_computed(q) && !has_choice(q, q->key->is, &near))
		tell_not_choice(s, key, q->key->is, LESSON_ERROR_BAD_KEY,
				near.best);
}

/* ---- the other kinds ---- */

static void check_lines(struct lesson_source *s, const struct lesson_node *map,
			struct lesson_question *q)
{
	const struct lesson_node *key = lesson_node_get(map, "key");

	q->kind = LESSON_QUESTION_ORDER;
	lesson_check_twice(s, lesson_node_get(map, "lines"), NULL,
			   LESSON_ERROR_SAME_ID);
	if (key && !is_computed(q))
		lesson_diag_advise(
			lesson_diag_add(s, key->at, LESSON_ERROR_SAYS_NOTHING,
					"\"lines\" are in the right order "
					"already"),
			"remove the key");
	else if (key && q->key->gives != LESSON_GIVES_ORDER)
		lesson_diag_advise(lesson_diag_add(s, key->at,
						   LESSON_ERROR_BAD_KEY,
						   "this key is not an order"),
				   "look at order, or write choices");
}

static void check_gap(struct lesson_source *s, const struct lesson_node *map,
		      struct lesson_question *q)
{
	const char *p = q->gap, *part;
	size_t len;
	bool is_gap, good = true;
	int n = 0;

	q->kind = LESSON_QUESTION_GAP;
	while (lesson_gap_next(&p, &part, &len, &is_gap)) {
		n += is_gap;
		if (is_gap)
			good &= len > 0 && strspn(part, " |") < len;
		else if (memmem(part, len, "{{", 2) ||
			 memmem(part, len, "}}", 2))
			good = false;
	}
	if (*q->gap && (!n || !good))
		lesson_diag_advise(
			lesson_diag_add(s, lesson_node_get(map, "gap")->at,
					LESSON_ERROR_BAD_GAP,
					n ? "a gap is not written well"
					  : "there is no gap in this"),
			"write {{answer}}, or {{answer|another}}");
	lesson_check_needless(s, map, "key", "gap");
}

/* "yes" without quotes, which has been told. */
static bool is_trap(const struct lesson_node *name)
{
	enum lesson_word word = lesson_word_kind(name->text);

	return name->plain && word != LESSON_WORD_TEXT &&
	       word != LESSON_WORD_NUMBER;
}

/* "{n}": whether it is drawn has been looked at. */
static bool is_drawn(const struct lesson_question *q, const char *answer)
{
	size_t len;

	return q->draw_count && lesson_draw_name(answer, &len) != NULL;
}

static void check_explain(struct lesson_source *s,
			  const struct lesson_node *map,
			  const struct lesson_question *q)
{
	const struct lesson_node *explain = lesson_node_get(map, "explain");
	bool choose = q->kind == LESSON_QUESTION_ONE ||
		      q->kind == LESSON_QUESTION_SEVERAL;

	for (size_t i = 0; explain && i < q->explain_count; i++) {
		const char *answer = q->explain[i].name;
		struct near near = NEAR(answer);

		lesson_check_text(s, explain, answer);
		if (is_trap(explain->keys[i]))
			continue;
		if (choose && !has_choice(q, answer, &near))
			tell_not_choice(s, explain->keys[i], answer,
					LESSON_ERROR_BAD_EXPLAIN, near.best);
		else if (q->kind == LESSON_QUESTION_NUMBER &&
			 !is_number(answer) && !is_drawn(q, answer))
			(void)lesson_diag_add(s, explain->keys[i]->at,
					      LESSON_ERROR_BAD_EXPLAIN,
					      "the answer is a number, not %s",
					      lesson_quote(answer).text);
	}
}

/* Keys that only some kinds have. */
static void check_needless(struct lesson_source *s,
			   const struct lesson_node *map,
			   const struct lesson_question *q)
{
	static const char *const beside[] = {
		[LESSON_QUESTION_ONE] = "choices",
		[LESSON_QUESTION_SEVERAL] = "choices",
		[LESSON_QUESTION_NUMBER] = "a number",
		[LESSON_QUESTION_OUTPUT] = "output",
		[LESSON_QUESTION_ORDER] = "lines",
		[LESSON_QUESTION_GAP] = "gap",
	};
	const char *own = beside[q->kind];

	if (q->kind != LESSON_QUESTION_NUMBER) {
		lesson_check_needless(s, map, "tolerance", own);
		lesson_check_needless(s, map, "unit", own);
	}
	if (q->kind != LESSON_QUESTION_ONE &&
	    q->kind != LESSON_QUESTION_SEVERAL)
		lesson_check_needless(s, map, "several", own);
	if (q->kind != LESSON_QUESTION_OUTPUT && q->kind != LESSON_QUESTION_GAP)
		lesson_check_needless(s, map, "also", own);
	if (q->kind == LESSON_QUESTION_OUTPUT)
		lesson_check_needless(s, map, "key", own);
}

static void check_kind(struct lesson_source *s, const struct lesson_node *map,
		       struct lesson_question *q)
{
	int kind = -1;
	bool more = false;
	const struct lesson_node *node = find_kind(s, map, &kind, &more);

	if (more ||
	    (node && (node->bad || (node->kind != LESSON_LIST && kind < 2) ||
		      (kind < 2 && node->count < 2))))
		return;
	if (kind < 0 && !check_plain(s, map, q))
		return;
	if (kind == 0)
		check_choices(s, map, q);
	else if (kind == 1)
		check_lines(s, map, q);
	else if (kind == 2)
		q->kind = LESSON_QUESTION_OUTPUT;
	else if (kind == 3)
		check_gap(s, map, q);
	check_needless(s, map, q);
	check_explain(s, map, q);
}

/* With a key that is reckoned a number is to be typed. */
static void check_reckoned(struct lesson_source *s,
			   const struct lesson_node *map,
			   struct lesson_question *q)
{
	const struct lesson_node *key = lesson_node_get(map, "key");

	q->kind = LESSON_QUESTION_NUMBER;
	for (int i = 0; i < 4; i++)
		lesson_check_needless(s, map, kind_keys[i],
				      "a key that is reckoned");
	for (int i = 1; i <= LESSON_LOOKS; i++)
		lesson_check_needless(
			s, key, lesson_look_info((enum lesson_look)i)->word,
			lesson_form_word(lesson_form_of(q->key)));
	check_needless(s, map, q);
	check_explain(s, map, q);
}

void lesson_check_question(struct lesson_check *c,
			   const struct lesson_node *map,
			   struct lesson_question *q, bool run)
{
	const struct lesson_node *choices = lesson_node_get(map, "choices");
	const struct lesson_node *hints = lesson_node_get(map, "hints");

	if (map->kind != LESSON_MAP || map->bad)
		return;
	lesson_check_text(c->s, map, "ask");
	lesson_check_text(c->s, map, "why");
	for (size_t i = 0;
	     choices && choices->kind == LESSON_LIST && i < choices->count; i++)
		lesson_check_text(c->s, choices->items[i], "why");
	lesson_check_texts(c->s, hints);
	lesson_check_objective(c, map, "objective");
	if (lesson_check_draw(c->s, map, q))
		check_reckoned(c->s, map, q);
	else if (check_key(c, map, q, run))
		check_kind(c->s, map, q);
}

void lesson_check_questions(struct lesson_check *c,
			    const struct lesson_node *list,
			    struct lesson_question *questions, size_t count,
			    bool run)
{
	lesson_check_twice(c->s, list, "id", LESSON_ERROR_SAME_ID);
	for (size_t i = 0; i < count; i++) {
		const struct lesson_node *map = list->items[i];

		if (map->kind == LESSON_MAP && !map->bad &&
		    !lesson_node_get(map, "id"))
			lesson_check_lacks(c->s, map, LESSON_ERROR_MISSING_KEY,
					   "this question needs \"id\"",
					   "id: the word by which what a "
					   "student answered is remembered");
		lesson_check_question(c, map, &questions[i], run);
	}
}
