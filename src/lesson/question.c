/* SPDX-License-Identifier: MIT */
#include "lesson/question.h"

#include <string.h>

bool lesson_choice_is_right(const struct lesson_question *q, size_t i)
{
	if (q->key && *q->key->is)
		return strcmp(q->key->is, q->choices[i].text) == 0;
	return q->choices[i].right;
}

const char *lesson_question_explain(const struct lesson_question *q,
				    const char *answer)
{
	for (size_t i = 0; i < q->explain_count; i++)
		if (strcmp(q->explain[i].name, answer) == 0)
			return q->explain[i].text;
	for (size_t i = 0; i < q->choice_count; i++)
		if (strcmp(q->choices[i].text, answer) == 0)
			return q->choices[i].why;
	return "";
}

const char *lesson_act_word(const struct lesson_act *a, const char **ret_whom)
{
	const struct {
		const char *word, *whom;
	} all[] = {
		{ "stop", a->stop },
		{ "continue", a->go_on },
		{ "terminate", a->terminate },
		{ "kill", a->kill },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		*ret_whom = all[i].whom;
		if (**ret_whom)
			return all[i].word;
	}
	return "";
}

bool lesson_gap_next(const char **p, const char **part, size_t *len,
		     bool *is_gap)
{
	const char *open = strstr(*p, "{{");
	const char *close = open ? strstr(open + 2, "}}") : NULL;

	if (!**p)
		return false;
	*is_gap = close && open == *p;
	*part = *is_gap ? *p + 2 : *p;
	if (*is_gap)
		*len = (size_t)(close - *part);
	else
		*len = close ? (size_t)(open - *p) : strlen(*p);
	*p = *is_gap ? close + 2 : *p + *len;
	return true;
}
