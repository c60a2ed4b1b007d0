/* SPDX-License-Identifier: MIT */
/*
 * What of a chart the table of keys cannot say.
 */
#include <string.h>

#include "base/str.h"
#include "lesson/check.h"
#include "lesson/number.h"

static const char *const kinds[] = { "lines", "bars", "histogram", NULL };
static const char *const ofs[] = { "measured", "queues", "processes", "tasks",
				   NULL };
static const char *const axes[] = { "x", "y", NULL };

/* @node, which may be NULL, is one of @words. */
static void check_choice(struct lesson_source *s,
			 const struct lesson_node *node,
			 const char *const *words)
{
	SCOPED_STR all = STR_INIT;

	if (!node || node->kind != LESSON_SCALAR || !*node->text)
		return;
	for (const char *const *word = words; *word; word++) {
		if (!strcmp(*word, node->text))
			return;
		str_addf(&all, "%s%s", all.len ? ", " : "", *word);
	}
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_BAD_CHART,
					   "\"%s\" says nothing here",
					   lesson_quote(node->text).text),
			   "there is %s", all.buf);
}

static void check_numbers_of(struct lesson_source *s,
			     const struct lesson_node *list)
{
	for (size_t i = 0; list && list->kind == LESSON_LIST && i < list->count;
	     i++) {
		const struct lesson_node *node = list->items[i];

		if (node->kind == LESSON_SCALAR && *node->text &&
		    lesson_word_kind(node->text) != LESSON_WORD_NUMBER)
			lesson_diag_advise(
				lesson_diag_add(s, node->at,
						LESSON_ERROR_BAD_CHART,
						"\"%s\" is no number",
						lesson_quote(node->text).text),
				"write a number");
	}
}

void lesson_check_chart(struct lesson_source *s, const struct lesson_node *node,
			const struct lesson_chart *chart)
{
	const struct lesson_node *log = lesson_node_get(node, "log");
	const struct lesson_node *expected = lesson_node_get(node, "expected");

	check_choice(s, lesson_node_get(node, "kind"), kinds);
	check_choice(s, lesson_node_get(node, "of"), ofs);
	for (size_t i = 0; i < chart->log_count; i++)
		check_choice(s, log->items[i], axes);
	for (size_t i = 0; i < chart->expected_count; i++) {
		const struct lesson_node *item = expected->items[i];

		check_numbers_of(s, lesson_node_get(item, "x"));
		check_numbers_of(s, lesson_node_get(item, "y"));
		if (chart->expected[i].x_count != chart->expected[i].y_count)
			lesson_diag_advise(
				lesson_diag_add(s, item->at,
						LESSON_ERROR_BAD_CHART,
						"%zu numbers for x and %zu for "
						"y",
						chart->expected[i].x_count,
						chart->expected[i].y_count),
				"write as many of each");
	}
}
