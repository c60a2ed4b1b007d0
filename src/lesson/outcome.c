/* SPDX-License-Identifier: MIT */
/*
 * What a command line asks of a run goes the way of what a lesson asks: as a
 * map of YAML, through the table of keys and their checks.
 */
#include "lesson/outcome.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/scope.h"
#include "lesson/check_parts.h"
#include "lesson/record.h"
#include "lesson/tree.h"

/* "{value: balance, index: 1}" of "value=balance,index=1". */
static void as_map(const char *text, struct str *out)
{
	str_add_char(out, '{');
	for (const char *at = text; *at; at++) {
		if (*at == '=')
			str_add(out, ": ");
		else if (*at == ',')
			str_add(out, ", ");
		else
			str_add_char(out, *at);
	}
	str_add(out, "}\n");
}

/* The first thing that is wrong, without a place. */
static void say(const struct lesson_diags *d, struct str *problem)
{
	const struct lesson_diag *first = d->items;

	str_add(problem, first->message);
	if (*first->advice)
		str_addf(problem, ": %s", first->advice);
}

struct lesson_answer_key *lesson_outcome_parse(const char *text,
					       struct str *problem)
{
	SCOPED_STR map = STR_INIT;
	struct lesson_diags diags;
	struct lesson_source s = { .diags = &diags };
	struct lesson_answer_key *key = mem_new(1, sizeof(*key));
	struct lesson_node *root = NULL;
	struct bulk memory = BULK_INIT;
	SCOPED_FREE char *clean = NULL;
	size_t len;

	as_map(text, &map);
	s.text = map.buf;
	s.len = map.len;
	lesson_diags_init(&diags, "");
	clean = lesson_source_clean(&s, &len);
	if (clean)
		root = lesson_tree_parse(&s, clean, len, &memory);
	if (root) {
		lesson_record_fill(&s, LESSON_SHAPE_ANSWER, root, key);
		if (!diags.count)
			(void)lesson_check_computed(&s, root, key);
	}
	if (diags.count || !root) {
		lesson_diags_sort(&diags);
		if (diags.count)
			say(&diags, problem);
		else
			str_add(problem, "there is nothing to look at");
		lesson_outcome_free(key);
		key = NULL;
	}
	bulk_release(&memory);
	lesson_diags_release(&diags);
	return key;
}

void lesson_outcome_free(struct lesson_answer_key *key)
{
	if (!key)
		return;
	lesson_record_release(LESSON_SHAPE_ANSWER, key);
	free(key);
}
