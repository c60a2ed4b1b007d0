/* SPDX-License-Identifier: MIT */
/*
 * What becomes of answers: noted first, then said.
 */
#include "app/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/student.h"
#include "base/mem.h"
#include "lesson/draw.h"
#include "progress/answers.h"

static char nothing[] = "";

const struct app_review_item *app_review_item(const struct app_review *r)
{
	return r->view.state == VIEW_REVIEW_END ? NULL : &r->items[r->at];
}

void app_review_span(int64_t ms, struct str *out)
{
	int64_t minutes = ms > 0 ? (ms + 30000) / 60000 : 0;
	int64_t days = (minutes + 720) / 1440;

	if (minutes < 60)
		str_addf(out, "%d min", (int)minutes);
	else if (minutes < 1440)
		str_addf(out, "%d h", (int)((minutes + 30) / 60));
	else
		str_addf(out, "%d day%s", (int)days, days == 1 ? "" : "s");
}

/* ---- asking ---- */

/* When it comes back after each grade, by the way it is reckoned. */
static void tell_due(struct app_review *r)
{
	const struct app_review_item *item = &r->items[r->at];
	int64_t now = r->o.clock();
	struct progress_card card;

	progress_card(r->o.progress, item->lesson->topic, item->lesson->id,
		      item->id, &card);
	for (int g = FSRS_AGAIN; g <= FSRS_EASY; g++) {
		struct progress_card after = card;
		SCOPED_STR text = STR_INIT;

		progress_card_grade(&after, (enum fsrs_grade)g, now);
		app_review_span(after.due - now, &text);
		(void)snprintf(r->view.due[g - 1], sizeof(r->view.due[0]), "%s",
			       text.buf);
	}
}

/* The choices in another order each time, and other numbers. */
static void ask(struct app_review *r, const struct lesson_question *q)
{
	view_ask_release(&r->ask);
	lesson_question_free(r->drawn);
	r->drawn = lesson_question_drawn(
		q, (uint64_t)app_review_random(r, SIZE_MAX));
	if (r->drawn)
		q = r->drawn;
	r->question = *q;
	for (size_t i = 0; i < q->choice_count && i < VIEW_ASK_MAX; i++) {
		size_t k = app_review_random(r, i + 1);

		r->choices[i] = r->choices[k];
		r->choices[k] = q->choices[i];
	}
	if (q->choice_count)
		r->question.choices = r->choices;
	view_ask_begin(&r->ask, &r->question,
		       (uint64_t)app_review_random(r, SIZE_MAX));
	r->ask.strict = r->o.exam;
	r->ask.once = !r->o.exam;
	r->noted = false;
}

static void begin_item(struct app_review *r)
{
	const struct app_review_item *item = &r->items[r->at];
	struct view_review *v = &r->view;

	v->at = r->at;
	v->first = 0;
	v->lesson = item->lesson->title;
	v->has_demo = item->card && item->step;
	v->front = v->back = nothing;
	if (item->card) {
		v->state = VIEW_REVIEW_FRONT;
		v->front = item->card->front;
		v->back = item->card->back;
		tell_due(r);
		return;
	}
	v->state = VIEW_REVIEW_ASK;
	ask(r, item->question);
}

static void next(struct app_review *r)
{
	if (r->at + 1 >= r->count) {
		app_review_end(r);
		return;
	}
	r->at++;
	begin_item(r);
}

void app_review_open(struct app_review *r, const struct app_review_options *o)
{
	*r = (struct app_review){ .o = *o, .random = o->seed };
	r->weak = r->summary = STR_INIT;
	r->view = (struct view_review){ .ask = &r->ask,
					.exam = o->exam,
					.lesson = nothing,
					.front = nothing,
					.back = nothing,
					.summary = nothing,
					.message = nothing };
	r->view.problem = progress_problem(o->progress);
	if (o->exam)
		app_review_collect_exam(r);
	else if (o->weak)
		app_review_collect_weak(r);
	else
		app_review_collect(r);
	r->view.count = r->count;
	if (!r->count) {
		app_review_end(r);
		return;
	}
	r->began = o->clock();
	r->ends = r->began + (int64_t)o->minutes * 60000;
	if (o->exam)
		(void)progress_exam_begin(
			o->progress,
			&(struct progress_exam){ .began = r->began,
						 .seconds = o->minutes * 60,
						 .questions = (int)r->count });
	begin_item(r);
	(void)app_review_tick(r);
}

void app_review_close(struct app_review *r)
{
	view_ask_release(&r->ask);
	lesson_question_free(r->drawn);
	free(r->items);
	str_release(&r->weak);
	str_release(&r->summary);
	*r = (struct app_review){ .items = NULL };
}

/* ---- noting ---- */

static void note_weak(struct app_review *r, const char *objective)
{
	const struct app_review_item *item = &r->items[r->at];
	const struct lesson_step *step =
		app_step_about(item->lesson, objective);
	SCOPED_STR line = STR_INIT;

	if (item->card && item->step)
		step = item->step;
	str_addf(&line, "- %s (`%s/%s:%s`)\n",
		 *objective ? app_objective_text(item->lesson, objective)
			    : item->lesson->title,
		 item->lesson->topic, item->lesson->id, step ? step->id : "");
	if (!strstr(r->weak.buf, line.buf))
		str_add(&r->weak, line.buf);
}

static bool review(struct app_review *r, enum fsrs_grade grade)
{
	const struct app_review_item *item = &r->items[r->at];

	return progress_review(r->o.progress, item->lesson->topic,
			       item->lesson->id, item->id, grade, r->o.clock(),
			       NULL) == 0;
}

static void kept(struct app_review *r, bool is)
{
	r->view.kept += is;
	r->view.problem = progress_problem(r->o.progress);
}

static enum fsrs_grade grade_of(const struct view_ask *a)
{
	if (a->state != VIEW_ASK_RIGHT)
		return FSRS_AGAIN;
	if (a->hints || a->sure == PROGRESS_GUESSING)
		return FSRS_HARD;
	return a->sure == PROGRESS_CERTAIN ? FSRS_EASY : FSRS_GOOD;
}

static enum progress_outcome outcome_of(const struct view_ask *a)
{
	return a->state == VIEW_ASK_RIGHT     ? PROGRESS_RIGHT
	       : a->state == VIEW_ASK_SKIPPED ? PROGRESS_SKIPPED
					      : PROGRESS_WRONG;
}

static void note(struct app_review *r)
{
	const struct app_review_item *item = &r->items[r->at];
	const struct view_ask *a = &r->ask;
	enum progress_outcome outcome = outcome_of(a);
	struct progress_answer answer = {
		.topic = item->lesson->topic,
		.lesson = item->lesson->id,
		.step = item->step->id,
		.question = a->q->id,
		.objective = a->q->objective,
		.revision = item->lesson->revision,
		.outcome = outcome,
		.mode = r->o.exam ? PROGRESS_EXAM : PROGRESS_REVIEW,
		.sure = (enum progress_sure)a->sure,
		.hints = a->hints,
		.given = a->given.buf,
		.at = r->o.clock(),
		.exam = r->o.exam ? r->began : 0,
		.card = item->id,
		.grade = grade_of(a),
	};
	bool is = progress_answer(r->o.progress, &answer) == 0;

	r->noted = true;
	r->right += outcome == PROGRESS_RIGHT;
	r->wrong += outcome == PROGRESS_WRONG;
	r->skipped += outcome == PROGRESS_SKIPPED;
	if (outcome != PROGRESS_RIGHT)
		note_weak(r, a->q->objective);
	kept(r, is);
}

/* ---- what the student does ---- */

void app_review_show(struct app_review *r)
{
	if (r->view.state == VIEW_REVIEW_FRONT)
		r->view.state = VIEW_REVIEW_BACK;
}

void app_review_grade(struct app_review *r, enum fsrs_grade grade)
{
	if (r->view.state != VIEW_REVIEW_BACK)
		return;
	kept(r, review(r, grade));
	r->right += grade != FSRS_AGAIN;
	r->wrong += grade == FSRS_AGAIN;
	if (grade == FSRS_AGAIN)
		note_weak(r, r->items[r->at].card->objective);
	next(r);
}

bool app_review_give(struct app_review *r)
{
	if (r->view.state != VIEW_REVIEW_ASK || app_review_tick(r))
		return true;
	if (r->noted) {
		next(r);
		return true;
	}
	if (!view_ask_give(&r->ask))
		return false;
	view_ask_judge(&r->ask, NULL);
	note(r);
	if (r->o.exam)
		next(r);
	return true;
}

void app_review_skip(struct app_review *r)
{
	if (r->view.state != VIEW_REVIEW_ASK || app_review_tick(r))
		return;
	if (!r->noted) {
		view_ask_skip(&r->ask);
		note(r);
	}
	next(r);
}

bool app_review_hint(struct app_review *r)
{
	return r->view.state == VIEW_REVIEW_ASK && !r->o.exam && !r->noted &&
	       view_ask_hint(&r->ask);
}

bool app_review_tick(struct app_review *r)
{
	int64_t left;

	if (!r->o.exam || r->view.state == VIEW_REVIEW_END)
		return false;
	left = r->ends - r->o.clock();
	r->view.left_s = left > 0 ? (left + 999) / 1000 : 0;
	if (left > 0)
		return false;
	app_review_end(r);
	return true;
}

void app_review_end(struct app_review *r)
{
	if (r->view.state == VIEW_REVIEW_END)
		return;
	if (r->o.exam && r->count)
		(void)progress_exam_end(r->o.progress, r->began, r->o.clock());
	app_review_sum_up(r);
	r->view.state = VIEW_REVIEW_END;
	r->view.summary = r->summary.buf;
	r->view.first = 0;
	r->view.problem = progress_problem(r->o.progress);
}
