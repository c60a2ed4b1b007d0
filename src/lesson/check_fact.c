/* SPDX-License-Identifier: MIT */
/*
 * Facts: in the file a fact is a map of which one key says what to look at
 * (`first: waits`) and others narrow it (`process:`); here it becomes one
 * look with its parts.
 */
#include <string.h>

#include "base/str.h"
#include "lesson/check_parts.h"
#include "lesson/number.h"
#include "lesson/words.h"

static void derive_happening(struct lesson_fact *f)
{
	const enum lesson_happening words[] = {
		[LESSON_LOOK_FIRST] = f->written.first,
		[LESSON_LOOK_LAST] = f->written.last,
		[LESSON_LOOK_ORDER] = f->written.order,
		[LESSON_LOOK_COUNT] = f->written.count,
		[LESSON_LOOK_HAPPENS] = f->written.happens,
		[LESSON_LOOK_NEVER] = f->written.never,
	};

	for (size_t i = 1; i < sizeof(words) / sizeof(*words); i++) {
		if (words[i] == LESSON_HAPPENING_NONE)
			continue;
		f->look = (enum lesson_look)i;
		f->what = words[i];
	}
}

static void derive(struct lesson_fact *f)
{
	f->object = f->written.object;
	f->process = f->written.process;
	derive_happening(f);
	if (*f->written.length) {
		f->look = LESSON_LOOK_LENGTH;
		f->object = f->written.length;
	} else if (*f->written.greatest) {
		f->look = LESSON_LOOK_GREATEST;
		f->object = f->written.greatest;
	} else if (*f->written.value) {
		f->look = LESSON_LOOK_VALUE;
		f->object = f->written.value;
	} else if (*f->written.exit) {
		f->look = LESSON_LOOK_EXIT;
		f->process = f->written.exit;
	} else if (f->ratio != LESSON_RATIO_NONE) {
		f->look = LESSON_LOOK_RATIO;
	}
	if (f->look == LESSON_LOOK_LENGTH && f->at == LESSON_MOMENT_NONE)
		f->at = LESSON_MOMENT_END;
}

static void tell_no_look(struct lesson_source *s, const struct lesson_node *map)
{
	SCOPED_STR all = STR_INIT;

	for (int i = 1; i <= LESSON_LOOKS; i++)
		str_addf(&all, "%s%s", i > 1 ? ", " : "",
			 lesson_look_info((enum lesson_look)i)->word);
	lesson_diag_advise(lesson_diag_add(s, map->at, LESSON_ERROR_NO_LOOK,
					   "this does not say what to look at"),
			   "add one of %s", all.buf);
}

/* How many looks @map has; tells it if there is not one. */
static int count_looks(struct lesson_source *s, const struct lesson_node *map,
		       enum lesson_shape_id shape)
{
	const char *first = NULL;
	int n = 0;

	for (int i = 1; i <= LESSON_LOOKS; i++) {
		const char *word = lesson_look_info((enum lesson_look)i)->word;
		const struct lesson_node *node = lesson_node_get(map, word);

		if (!node)
			continue;
		if (++n == 2)
			lesson_diag_advise(
				lesson_diag_add(s, node->at,
						LESSON_ERROR_EXCLUDES,
						"\"%s\" and \"%s\" exclude "
						"each other",
						first, word),
				"remove one of them");
		if (n == 1)
			first = word;
	}
	if (!n && !lesson_check_has_unknown(map, shape))
		tell_no_look(s, map);
	return n;
}

/* What belongs to no process: nobody is first in it. */
static bool has_process(enum lesson_happening what)
{
	return what != LESSON_HAPPENING_DEADLOCK &&
	       what != LESSON_HAPPENING_LEFTOVER;
}

static bool tell_look(struct lesson_source *s, const struct lesson_node *map,
		      const struct lesson_fact *f, const char *why,
		      const char *advice)
{
	const char *word = lesson_look_info(f->look)->word;
	const struct lesson_node *node = lesson_node_get(map, word);

	lesson_diag_advise(lesson_diag_add(s, node ? node->at : map->at,
					   LESSON_ERROR_BAD_LOOK, "%s", why),
			   "%s", advice);
	return false;
}

static bool check_look(struct lesson_source *s, const struct lesson_node *map,
		       const struct lesson_fact *f,
		       enum lesson_check_where where)
{
	switch (f->look) {
	case LESSON_LOOK_LAST:
	case LESSON_LOOK_ORDER:
	case LESSON_LOOK_NEVER:
	case LESSON_LOOK_RATIO:
		if (where == LESSON_IN_CALLOUT)
			return tell_look(s, map, f,
					 "this is known only when the run is "
					 "over",
					 "a callout needs happens, count, "
					 "first, length, greatest, value or "
					 "exit");
		break;
	case LESSON_LOOK_FIRST:
	case LESSON_LOOK_COUNT:
	case LESSON_LOOK_HAPPENS:
	case LESSON_LOOK_LENGTH:
	case LESSON_LOOK_GREATEST:
	case LESSON_LOOK_VALUE:
	case LESSON_LOOK_EXIT:
	case LESSON_LOOK_NONE:
		break;
	}
	if ((f->look == LESSON_LOOK_FIRST || f->look == LESSON_LOOK_LAST ||
	     f->look == LESSON_LOOK_ORDER) &&
	    !has_process(f->what))
		return tell_look(s, map, f, "this happens to no single process",
				 "ask whether it happens, or count it");
	return true;
}

/* Which of the parts a look may have beside it. */
static void check_parts(struct lesson_source *s, const struct lesson_node *map,
			const struct lesson_fact *f,
			enum lesson_check_where where)
{
	const struct lesson_look_info *look = lesson_look_info(f->look);
	bool narrowed = look->takes == LESSON_TAKES_HAPPENING;
	bool now = where == LESSON_IN_CALLOUT;

	if (!narrowed) {
		lesson_check_needless(s, map, "object", look->word);
		/* A variable is that of one process. */
		if (f->look != LESSON_LOOK_VALUE)
			lesson_check_needless(s, map, "process", look->word);
	}
	if (f->look != LESSON_LOOK_LENGTH || now)
		lesson_check_needless(s, map, "at",
				      now ? "the moment of a callout"
					  : look->word);
	if (f->look != LESSON_LOOK_VALUE)
		lesson_check_needless(s, map, "index", look->word);
}

bool lesson_check_fact(struct lesson_source *s, const struct lesson_node *map,
		       struct lesson_fact *f, enum lesson_check_where where)
{
	derive(f);
	if (map->kind != LESSON_MAP || map->bad)
		return false;
	if (count_looks(s, map,
			where == LESSON_IN_KEY ? LESSON_SHAPE_ANSWER
					       : LESSON_SHAPE_CONDITION) != 1 ||
	    f->look == LESSON_LOOK_NONE)
		return false;
	check_parts(s, map, f, where);
	return check_look(s, map, f, where);
}

/* ---- conditions ---- */

static const char *const tests[] = { "is", "is-not", "at-least", "at-most" };

/* A comparison that YAML gives, with the text of the condition. */
static const struct lesson_node *find_test(struct lesson_source *s,
					   const struct lesson_node *map,
					   struct lesson_condition *c)
{
	const char *const values[] = { c->is, c->is_not, c->at_least,
				       c->at_most };
	const struct lesson_node *found = NULL;

	for (int i = 0; i < 4; i++) {
		const struct lesson_node *node = lesson_node_get(map, tests[i]);

		if (node && found)
			lesson_diag_advise(
				lesson_diag_add(s, node->at,
						LESSON_ERROR_EXCLUDES,
						"one comparison is enough"),
				"write another condition for \"%s\"", tests[i]);
		if (!node || found)
			continue;
		found = node;
		c->test = (enum lesson_test)(LESSON_TEST_IS + i);
		c->value = values[i];
	}
	return found;
}

static bool gives_number(enum lesson_look look)
{
	enum lesson_gives gives = lesson_look_info(look)->gives;

	return gives == LESSON_GIVES_NUMBER || gives == LESSON_GIVES_LENGTH ||
	       gives == LESSON_GIVES_STATUS || gives == LESSON_GIVES_RATIO;
}

static void check_value(struct lesson_source *s, const struct lesson_node *node,
			struct lesson_condition *c)
{
	bool number = lesson_word_kind(c->value) == LESSON_WORD_NUMBER;
	bool wants = gives_number(c->fact.look);
	const char *word = lesson_look_info(c->fact.look)->word;
	bool whole;

	if (number)
		c->number = lesson_number(c->value, &whole);
	if (!*c->value)
		return;
	if (wants && !number)
		(void)lesson_diag_add(s, node->at, LESSON_ERROR_TYPE,
				      "\"%s\" gives a number, not %s", word,
				      lesson_quote(c->value).text);
	else if (!wants && c->test >= LESSON_TEST_AT_LEAST)
		lesson_diag_advise(
			lesson_diag_add(s, node->at, LESSON_ERROR_BAD_GIVES,
					"\"%s\" gives no number", word),
			"write is or is-not");
}

static void check_test(struct lesson_source *s, const struct lesson_node *map,
		       struct lesson_condition *c)
{
	const struct lesson_look_info *look = lesson_look_info(c->fact.look);
	const struct lesson_node *node;

	if (look->gives == LESSON_GIVES_YES_NO) {
		for (int i = 0; i < 4; i++)
			lesson_check_needless(s, map, tests[i], look->word);
		return;
	}
	node = find_test(s, map, c);
	if (node)
		check_value(s, node, c);
	else if (!lesson_check_has_unknown(map, LESSON_SHAPE_CONDITION))
		lesson_check_lacks(s, map, LESSON_ERROR_NO_TEST,
				   "this does not say what must come out",
				   "add is, is-not, at-least or at-most");
}

void lesson_check_condition(struct lesson_source *s,
			    const struct lesson_node *map,
			    struct lesson_condition *c,
			    enum lesson_check_where where)
{
	c->value = "";
	if (!lesson_check_fact(s, map, &c->fact, where))
		return;
	check_test(s, map, c);
	if (c->fact.look != LESSON_LOOK_HAPPENS || where == LESSON_IN_CALLOUT)
		lesson_check_needless(
			s, map, "within",
			where == LESSON_IN_CALLOUT
				? "the moment of a callout"
				: lesson_look_info(c->fact.look)->word);
}
