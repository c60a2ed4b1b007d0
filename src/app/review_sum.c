/* SPDX-License-Identifier: MIT */
/*
 * What came of a review or an exam.
 */
#include "app/review.h"
#include "app/student.h"
#include "progress/answers.h"

static bool add_objective(void *arg, const struct progress_objective *o)
{
	struct app_review *r = arg;
	const struct lesson *l =
		app_find_lesson(r->o.catalog, o->topic, o->lesson);

	str_addf(&r->summary, "- %d of %d: %s\n", o->right,
		 o->right + o->wrong + o->skipped,
		 app_objective_text(l, o->id));
	return true;
}

static void sum_up_exam(struct app_review *r)
{
	struct str *s = &r->summary;
	size_t missed = r->count - r->right - r->wrong - r->skipped;

	if (!r->count) {
		str_add(s, "## No exam\n\nThere are no questions to ask: no "
			   "lesson has any.\n");
		return;
	}
	str_addf(s,
		 "## %zu of %zu right\n\n%zu wrong, %zu skipped, %zu not "
		 "answered.\n",
		 r->right, r->count, r->wrong, r->skipped, missed);
	if (r->o.clock() >= r->ends)
		str_add(s, "\nThe time was up.\n");
	str_add(s, "\n### By objective, the weakest first\n\n");
	progress_exam_objectives(r->o.progress, r->began, add_objective, r);
}

static void sum_up_review(struct app_review *r)
{
	struct str *s = &r->summary;
	size_t asked = r->right + r->wrong + r->skipped;
	int64_t now = r->o.clock();
	int64_t next = progress_next_due(r->o.progress, now);
	int due = progress_due_count(r->o.progress, now);

	if (!r->count && r->o.weak)
		str_add(s, "## No weak spots\n\nNothing that was asked so far "
			   "was answered wrongly of late.\n");
	else if (!r->count)
		str_add(s, "## Nothing to review now\n\nCards come from the "
			   "lessons you have begun.\n");
	else
		str_addf(s,
			 "## %zu reviewed\n\n%zu known, %zu not known, %zu "
			 "skipped.\n",
			 asked, r->right, r->wrong, r->skipped);
	if (due && r->count)
		str_addf(s, "\n%d still due now.\n", due);
	else if (next) {
		str_add(s, "\nThe next one is due in ");
		app_review_span(next - now, s);
		str_add(s, ".\n");
	}
}

void app_review_sum_up(struct app_review *r)
{
	str_clear(&r->summary);
	if (r->o.exam)
		sum_up_exam(r);
	else
		sum_up_review(r);
	if (r->weak.len)
		str_addf(&r->summary, "\n### Look again at\n\n%s", r->weak.buf);
	if (r->count)
		str_add(&r->summary, "\n`procession report` has it all.\n");
}
