/* SPDX-License-Identifier: MIT */
#ifndef LESSON_OUTCOME_H
#define LESSON_OUTCOME_H

#include "base/str.h"
#include "lesson/fact.h"

/*
 * What to look at in a run, as it is written on a command line: the keys of a
 * computed key, "value=balance" or "count=puts,object=tasks".  NULL, and in
 * @problem what is wrong and what to write instead, if that is none.
 */
struct lesson_answer_key *lesson_outcome_parse(const char *text,
					       struct str *problem);
void lesson_outcome_free(struct lesson_answer_key *key);

#endif
