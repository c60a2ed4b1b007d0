/* SPDX-License-Identifier: MIT */
/*
 * What a step says to answers, and what of them is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "app/flow_inside.h"
#include "model/narrate.h"
#include "progress/answers.h"
#include "progress/cards.h"

/* ---- the progress ---- */

static enum progress_outcome outcome_of(const struct view_ask *a)
{
	switch (a->state) {
	case VIEW_ASK_RIGHT:
		return PROGRESS_RIGHT;
	case VIEW_ASK_SKIPPED:
		return PROGRESS_SKIPPED;
	case VIEW_ASK_SHOWN:
		return PROGRESS_SHOWN;
	case VIEW_ASK_UNDECIDED:
		return PROGRESS_UNDECIDED;
	case VIEW_ASK_OPEN:
	case VIEW_ASK_GIVEN:
	case VIEW_ASK_WRONG:
		break;
	}
	return PROGRESS_WRONG;
}

/* A question that can be asked without a run comes back in the review. */
static bool comes_back(const struct app_flow_ask *a)
{
	const struct lesson_question *q = a->ask.q;

	return a->part == APP_FLOW_QUESTION && a->ask.tries == 1 &&
	       !(q->key && q->key->fact.look);
}

void app_flow_note(struct app_flow *f, struct app_flow_ask *a)
{
	const struct lesson_question *q = a->ask.q;
	struct progress_answer answer = {
		.topic = f->lesson->topic,
		.lesson = f->lesson->id,
		.step = f->step->id,
		.question = q->id,
		.objective = q->objective,
		.revision = f->lesson->revision,
		.outcome = outcome_of(&a->ask),
		.mode = PROGRESS_LESSON,
		.sure = (enum progress_sure)a->ask.sure,
		.hints = a->ask.hints,
		.given = a->ask.given.buf,
		.grade =
			a->ask.state == VIEW_ASK_RIGHT ? FSRS_GOOD : FSRS_AGAIN,
	};
	SCOPED_STR card = STR_INIT;

	if (!f->progress || !f->clock || a->noted)
		return;
	/* Of each try; but a prediction is made once, whatever runs show. */
	a->noted = a->ask.once && a->ask.state != VIEW_ASK_UNDECIDED;
	answer.at = f->clock();
	str_addf(&card, "%s/%s", f->step->id, q->id);
	if (comes_back(a))
		answer.card = card.buf;
	/* What cannot be kept is said by progress_problem on home. */
	(void)progress_answer(f->progress, &answer);
}

void app_flow_note_exercise(struct app_flow *f, enum progress_outcome outcome)
{
	const struct lesson_exercise *e = f->step->exercise;
	struct progress_answer answer = {
		.topic = f->lesson->topic,
		.lesson = f->lesson->id,
		.step = f->step->id,
		.question = "exercise",
		.objective = "",
		.revision = f->lesson->revision,
		.outcome = outcome,
		.mode = PROGRESS_LESSON,
		.hints = f->exercise_hints,
		.given = "",
	};

	/* A fault is a question, and noted as such. */
	if (!f->progress || !f->clock || e->choose == LESSON_CHOOSE_FAULT)
		return;
	answer.at = f->clock();
	(void)progress_answer(f->progress, &answer);
}

/* ---- judging ---- */

static bool is_computed(const struct lesson_question *q)
{
	return q->key && q->key->fact.look != LESSON_LOOK_NONE;
}

/* "0.612 s  producer (PID 4711) waits in put(tasks): ..." */
static void add_reason(struct app_flow *f, struct app_flow_ask *a)
{
	const struct model *m;
	struct judge_moment moment;

	str_clear(&a->ask.reason);
	if (!f->history || !judge_moment(f->judge, a->watch, &moment))
		return;
	m = history_at(f->history, moment.end);
	if (moment.end > trace_log_first(f->log))
		(void)model_narrate(m, f->log,
				    trace_log_at(f->log, moment.end - 1),
				    &a->ask.reason);
	f->moment = moment;
	f->has_moment = true;
}

/* The answer that the run gives; false: none, and @out says why. */
static bool compute(struct app_flow *f, const struct app_flow_ask *a,
		    struct str *out)
{
	SCOPED_STR why = STR_INIT;

	if (!f->judge) {
		str_add(out, "The demo has not been run.");
		return false;
	}
	if (judge_answer(f->judge, a->watch, a->ask.q->key->gives, out, &why) ==
	    JUDGE_YES)
		return true;
	str_clear(out);
	str_addf(out, "%s Run it again, or step it by hand.", why.buf);
	return false;
}

void app_flow_judge(struct app_flow *f, struct app_flow_ask *a)
{
	SCOPED_STR right = STR_INIT;

	if (!is_computed(a->ask.q)) {
		view_ask_judge(&a->ask, NULL);
	} else if (compute(f, a, &right)) {
		view_ask_judge(&a->ask, right.buf);
		add_reason(f, a);
	} else {
		view_ask_undecided(&a->ask, right.buf);
	}
	app_flow_note(f, a);
}

void app_flow_show_answer(struct app_flow *f, struct app_flow_ask *a)
{
	SCOPED_STR right = STR_INIT;
	bool known = is_computed(a->ask.q) && compute(f, a, &right);

	if (a->part == APP_FLOW_PICK)
		str_add(&right, f->step->exercise->solution->fault);
	view_ask_show(&a->ask,
		      known || a->part == APP_FLOW_PICK ? right.buf : NULL);
	app_flow_note(f, a);
}

void app_flow_judge_pick(struct app_flow *f)
{
	struct app_flow_ask *a = app_flow_current(f);

	if (!a || a->part != APP_FLOW_PICK || a->ask.state != VIEW_ASK_GIVEN)
		return;
	/* Another may be tried where the run does not tell. */
	if (f->success == JUDGE_UNDECIDED) {
		if (f->over)
			view_ask_retry(&a->ask);
		return;
	}
	a->ask.tries++;
	a->ask.state =
		f->success == JUDGE_YES ? VIEW_ASK_RIGHT : VIEW_ASK_WRONG;
	app_flow_note(f, a);
}

/* An observation is said before it is told what happened. */
void app_flow_reveal(struct app_flow *f)
{
	struct app_flow_ask *predict = NULL, *observe = NULL;

	for (size_t i = 0; i < f->count; i++) {
		if (f->asks[i].part == APP_FLOW_PREDICT)
			predict = &f->asks[i];
		if (f->asks[i].part == APP_FLOW_OBSERVE)
			observe = &f->asks[i];
	}
	if (observe)
		f->at = (size_t)(observe - f->asks);
	if (observe && observe->ask.state == VIEW_ASK_OPEN)
		return;
	if (observe && observe->ask.state == VIEW_ASK_GIVEN)
		app_flow_judge(f, observe);
	if (predict && predict->ask.state == VIEW_ASK_GIVEN)
		app_flow_judge(f, predict);
}

/* ---- what is said ---- */

static void tell_solution(struct app_flow *f)
{
	const struct lesson_solution *s = f->step->exercise->solution;

	if (!f->shown || !s)
		return;
	if (*s->schedule)
		str_addf(&f->text, "\n**The solution:** the steps %s\n",
			 s->schedule);
	if (*s->kill)
		str_addf(&f->text, "\n**The solution:** kill %s\n", s->kill);
	for (size_t i = 0; i < s->act_count; i++) {
		const char *whom, *word = lesson_act_word(&s->acts[i], &whom);

		str_addf(&f->text, "%s%s %s%s",
			 i ? ", " : "\n**The solution:** ", word, whom,
			 i + 1 == s->act_count ? "\n" : "");
	}
	for (size_t i = 0; i < s->with_count; i++)
		str_addf(&f->text, "%s%s %s%s",
			 i ? ", " : "\n**The solution:** ", s->with[i].name,
			 s->with[i].value, i + 1 == s->with_count ? "\n" : "");
}

bool app_flow_is_tried(const struct app_flow *f)
{
	const struct lesson_step *s = f->step;

	/* A run before any fault was chosen is none of it. */
	if (s->exercise->choose == LESSON_CHOOSE_FAULT)
		return f->fault;
	if (s->exercise->choose == LESSON_CHOOSE_NONE ||
	    s->exercise->choose == LESSON_CHOOSE_ANSWER)
		return true;
	return f->tried || f->shown || !(s->predict || s->observe);
}

/* How it stands with the exercise. */
static void tell_status(struct app_flow *f)
{
	const struct lesson_exercise *e = f->step->exercise;

	if (!e->success || (!f->solved && !app_flow_is_tried(f)))
		return;
	if (f->solved && f->shown)
		str_add(&f->text, "\nThat was the solution. It does not count "
				  "as solved by you.\n");
	else if (f->solved)
		str_add(&f->text, "\n**✓ Solved.**\n");
	else if (f->success == JUDGE_NO && !(f->judge && judge_over(f->judge)))
		str_add(&f->text, "\n**Not yet:** this run is stuck, but not "
				  "as the task wants it.\n");
	else if (f->success == JUDGE_NO)
		str_add(&f->text, "\n**Not yet:** this run did not do it.\n");
	else if (f->over)
		str_addf(&f->text,
			 "\n**This run does not tell.** %s Run it again, or "
			 "step it by hand.\n",
			 f->why.buf);
}

static void tell_exercise(struct app_flow *f)
{
	const struct lesson_exercise *e = f->step->exercise;
	const struct app_flow_ask *a = app_flow_current(f);

	/* Once it is solved, the question that follows needs the room. */
	if (!f->solved || !a || a->part != APP_FLOW_QUESTION)
		str_addf(&f->text, "**Your task:** %s\n", e->task);
	for (int i = 0; i < f->exercise_hints && !f->solved; i++)
		str_addf(&f->text, "\n**Hint %d of %zu:** %s\n", i + 1,
			 e->hint_count, e->hints[i]);
	tell_solution(f);
	tell_status(f);
}

struct sums {
	const struct app_flow *f;
	struct str *out;
};

static bool is_wanted(const struct lesson_checkpoint *c, const char *id)
{
	for (size_t i = 0; i < c->objective_count; i++)
		if (!strcmp(c->objectives[i], id))
			return true;
	return !c->objective_count;
}

static bool add_objective(void *arg, const struct progress_objective *o)
{
	const struct sums *s = arg;
	const struct lesson *l = s->f->lesson;

	if (strcmp(o->topic, l->topic) != 0 || strcmp(o->lesson, l->id) != 0 ||
	    !is_wanted(s->f->step->checkpoint, o->id))
		return true;
	for (size_t i = 0; i < l->objective_count; i++)
		if (!strcmp(l->objectives[i].id, o->id))
			str_addf(s->out, "- %s **%d right, %d wrong**\n",
				 l->objectives[i].text, o->right, o->wrong);
	return true;
}

static void tell_checkpoint(struct app_flow *f)
{
	struct sums s = { f, &f->text };

	str_add(&f->text, "How it went so far, the weakest first:\n\n");
	if (f->progress)
		progress_objectives(f->progress, add_objective, &s);
}

static void say(struct app_flow *f, const struct view_ask *ask,
		const char *lead, const char *text)
{
	f->asked[f->asked_count++] = (struct view_asked){
		.ask = ask,
		.lead = lead,
		.text = text,
	};
}

static const char *lead_of(struct app_flow *f, const struct app_flow_ask *a)
{
	size_t n = 0, all = 0;

	switch (a->part) {
	case APP_FLOW_PREDICT:
		return "Before you run it:";
	case APP_FLOW_OBSERVE:
		return "What did you see?";
	case APP_FLOW_PICK:
		return "";
	case APP_FLOW_QUESTION:
		break;
	}
	for (size_t i = 0; i < f->count; i++) {
		all += f->asks[i].part == APP_FLOW_QUESTION;
		n += i <= f->at && f->asks[i].part == APP_FLOW_QUESTION;
	}
	str_clear(&f->lead);
	if (all > 1)
		str_addf(&f->lead, "Question %zu of %zu.", n, all);
	return f->lead.buf;
}

/* What was predicted stays above what was seen. */
static void say_before(struct app_flow *f)
{
	const struct app_flow_ask *a = &f->asks[0];

	if (f->at > 0 && f->at < f->count && a->part == APP_FLOW_PREDICT &&
	    a->ask.state != VIEW_ASK_SKIPPED)
		say(f, &a->ask, lead_of(f, a), "");
}

/* At the end of some questions: how many were right. */
static void tell_score(struct app_flow *f)
{
	size_t all = 0, right = 0;

	if (f->at + 1 < f->count || !view_ask_over(&f->asks[f->at].ask))
		return;
	for (size_t i = 0; i < f->count; i++) {
		const struct view_ask *a = &f->asks[i].ask;

		all += f->asks[i].part == APP_FLOW_QUESTION;
		right += f->asks[i].part == APP_FLOW_QUESTION &&
			 a->state == VIEW_ASK_RIGHT && a->tries == 1 &&
			 !a->hints;
	}
	if (all < 2)
		return;
	str_clear(&f->score);
	str_addf(&f->score,
		 "**%zu of %zu right at the first try, without a hint.**\n",
		 right, all);
	say(f, NULL, "", f->score.buf);
}

/* What the lesson has beside this run. */
static void tell_beside(struct app_flow *f)
{
	const struct lesson_compare *c =
		f->step->demo ? f->step->demo->compare : NULL;

	str_clear(&f->beside);
	if (!c)
		return;
	if (app_flow_enter(f) == VIEW_ENTER_COMPARE)
		str_addf(&f->beside,
			 "**To compare:** %s. This run stays beside it.\n",
			 c->about);
	else if (f->other && f->over)
		str_addf(&f->beside,
			 "**This run:** %s. What was told above is of the run "
			 "before, which stands beside it.\n",
			 c->about);
	if (f->beside.len)
		say(f, NULL, "", f->beside.buf);
}

/* Whether keys are for what is said last. */
static bool is_active(struct app_flow *f)
{
	const struct app_flow_ask *a = app_flow_current(f);

	if (app_flow_waits(f))
		return false;
	/* While a run goes on that nothing is asked of, its keys are. */
	if (app_flow_enter(f) == VIEW_ENTER_COMPARE)
		return true;
	if (!a || (a->part == APP_FLOW_PICK && f->shown))
		return f->step->exercise && (!f->solved || f->over || !f->log);
	return !view_ask_over(&a->ask) || f->over || !f->log || f->solved ||
	       a->part == APP_FLOW_QUESTION;
}

/* What can be done with it. */
static void say_keys(struct app_flow *f, struct view_asked *said)
{
	const struct app_flow_ask *a = app_flow_current(f);
	const struct lesson_exercise *e = f->step->exercise;
	bool open = a && !view_ask_over(&a->ask);
	bool own = e && e->solution && !f->solved && !f->shown &&
		   (!a || a->part == APP_FLOW_PICK);

	said->active = is_active(f);
	said->enter = app_flow_enter(f);
	said->hint = app_flow_can_hint(f);
	said->skip = open || (!a && e && !f->solved) ||
		     (a && a->part == APP_FLOW_QUESTION &&
		      a->ask.state == VIEW_ASK_UNDECIDED);
	if (own)
		said->show = f->over || f->exercise_hints || f->log ||
			     (a && (a->ask.tries || a->ask.hints));
	else
		said->show = open && a->part == APP_FLOW_QUESTION &&
			     (a->ask.tries || a->ask.hints);
}

void app_flow_tell(struct app_flow *f)
{
	struct app_flow_ask *a = app_flow_current(f);

	f->serial++;
	f->asked_count = 0;
	str_clear(&f->text);
	if (f->step->exercise)
		tell_exercise(f);
	else if (f->step->checkpoint)
		tell_checkpoint(f);
	if (f->text.len)
		say(f, NULL, "", f->text.buf);
	if (a)
		say_before(f);
	/* While the demo runs, what will be asked about it is not shown. */
	if (a && (a->part != APP_FLOW_OBSERVE || f->over))
		say(f, &a->ask, lead_of(f, a), "");
	if (a)
		tell_score(f);
	tell_beside(f);
	if (f->asked_count)
		say_keys(f, &f->asked[f->asked_count - 1]);
}

void app_flow_changed(struct app_flow *f)
{
	app_flow_tell(f);
}

void app_flow_fill(struct app_flow *f, struct view_player *v)
{
	v->asked = f->asked;
	v->asked_count = f->asked_count;
	v->asked_serial = f->serial;
	v->page = app_flow_is_page(f);
	v->callout = f->callout.text && *f->callout.text ? &f->callout : NULL;
	v->turned_to = f->turned_to;
	v->faults = app_flow_offers_faults(f);
}
