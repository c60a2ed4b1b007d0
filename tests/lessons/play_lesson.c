/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/scope.h"
#include "e2e/player.h"
#include "lessons/play.h"
#include "model/judge.h"

/* ---- a step ---- */

static bool is_at(struct play *p, const void *unused)
{
	char step[48];

	(void)unused;
	(void)snprintf(step, sizeof(step),
		       p->cols >= 60 ? "step %zu of %zu" : "%zu/%zu",
		       p->number + 1, p->lesson->step_count);
	return tty_shows(p->t, step);
}

/* Its title is in the frame of the text, whole. */
static void check_title(struct play *p)
{
	const char *screen = tty_screen(p->t), *line, *at;

	line = screen + strcspn(screen, "\n");
	at = strstr(line, p->step->title);
	if (!at || at > line + 1 + strcspn(line + 1, "\n"))
		play_fail(p, "its title is not seen whole: %s", p->step->title);
}

/*
 * What was said before the run is right or wrong by the recording, and the
 * player says the same.
 */
static void check_prediction(struct play *p)
{
	const struct lesson_question *q = p->step->predict;
	SCOPED_STR right = STR_INIT;
	SCOPED_STR verdict = STR_INIT;
	SCOPED_STR plain = STR_INIT;
	bool good;

	if (play_is_computed(q)) {
		if (!play_run_answer(p, q, &right))
			play_fail(p, "the prediction is not told: %s",
				  right.buf);
		good = judge_same(p->predicted.buf, right.buf, q->tolerance);
		for (size_t i = 0; i < q->choice_count; i++)
			if (judge_same(q->choices[i].text, right.buf, 0)) {
				str_clear(&right);
				str_add(&right, q->choices[i].text);
			}
	} else {
		for (size_t i = 0; i < q->choice_count; i++)
			if (lesson_choice_is_right(q, i))
				str_add(&right, q->choices[i].text);
		if (q->key && *q->key->is && !right.len)
			str_add(&right, q->key->is);
		good = judge_same(p->predicted.buf, right.buf, q->tolerance);
	}
	if (q->kind == LESSON_QUESTION_ORDER || q->kind == LESSON_QUESTION_GAP)
		return;
	play_plain(right.buf, &plain);
	if (good)
		str_add(&verdict, ". ✓ Right.");
	else
		str_addf(&verdict, ". ✗ It was: %s", plain.buf);
	if (!play_finds(p, verdict.buf))
		play_fail(p, "it does not say what the run shows: %s",
			  verdict.buf);
}

static void observe(struct play *p)
{
	const struct lesson_question *q = p->step->observe;
	SCOPED_STR right = STR_INIT;

	if (play_is_computed(q) && !play_run_answer(p, q, &right))
		play_fail(p, "what was observed is not told: %s", right.buf);
	play_wait(p, play_is_asked, NULL, "it is asked what was seen");
	play_settle(p);
	play_look(p, "asks what was seen");
	play_answer(p, q, play_is_computed(q) ? right.buf : NULL);
	play_settle(p);
	play_look(p, "tells");
	if (!play_finds_after(p, "What did you see?", "✓ Right."))
		play_fail(p, "what was observed is not called right");
}

/* To the moment that is the reason, where there is one. */
static void look_at_moment(struct play *p)
{
	if (!strstr(play_footer(p), "that moment"))
		return;
	tty_send(p->t, "<Enter>");
	tty_wait_text(p->t, "◄ AT");
	play_settle(p);
	play_look(p, "that moment");
}

/* Run the demo as it is shipped, with what is asked before and after. */
static void play_demo(struct play *p)
{
	if (p->step->predict)
		play_guess(p, p->step->predict, &p->predicted);
	else
		tty_send(p->t, "<Enter>");
	play_run_watch(p, NULL);
	if (p->step->observe)
		observe(p);
	if (p->step->predict)
		check_prediction(p);
	play_run_ledger(p);
	look_at_moment(p);
}

/* The run to be seen beside the first, where there is one. */
static void compare(struct play *p)
{
	if (!p->step->demo || !p->step->demo->compare)
		return;
	/* It may be there to show how it goes wrong. */
	p->broken = true;
	tty_send(p->t, "C");
	play_run_watch(p, NULL);
	play_run_ledger(p);
}

static void play_step(struct play *p)
{
	p->broken = false;
	play_wait(p, is_at, NULL, "the step");
	play_settle(p);
	check_title(p);
	play_read(p);
	switch (p->step->kind) {
	case LESSON_STEP_TEXT:
	case LESSON_STEP_CHECKPOINT:
		break;
	case LESSON_STEP_DEMO:
		play_demo(p);
		compare(p);
		break;
	case LESSON_STEP_EXERCISE:
		if (p->step->predict || p->step->observe)
			play_demo(p);
		play_exercise(p);
		if (p->step->demo && p->runs && strstr(play_footer(p), "ENDED"))
			play_run_ledger(p);
		break;
	case LESSON_STEP_QUIZ:
		play_questions(p, p->step->quiz, p->step->quiz_count);
		break;
	}
}

/* ---- the lesson ---- */

/* On the home screen: its title, with a tick before it. */
static bool is_done(struct play *p, const void *unused)
{
	SCOPED_STR line = STR_INIT;

	(void)unused;
	str_addf(&line, "✓ %s", p->lesson->title);
	return tty_shows(p->t, line.buf);
}

void play_name_record(struct play *p)
{
	(void)snprintf(p->record, sizeof(p->record), "%s/play-%d.run",
		       getenv("top_builddir") ? getenv("top_builddir") : ".",
		       (int)getpid());
}

static void open_player(struct play *p)
{
	const char *lessons = getenv("PROCESSION_LESSONS");
	char target[128], course[700];

	(void)snprintf(course, sizeof(course), "PROCESSION_LESSONS=%s",
		       lessons ? lessons : "");
	(void)snprintf(target, sizeof(target), "%s/%s", p->lesson->topic,
		       p->lesson->id);
	play_name_record(p);
	p->t = player_open(&(struct player_options){
		.rows = p->rows,
		.cols = p->cols,
		.args = { target, "--record", p->record },
		.env = { "PROCESSION_COURSE=", lessons ? course : NULL } });
}

void play_forget_runs(const struct play *p)
{
	for (int i = 1; i <= p->runs + 1; i++) {
		SCOPED_STR path = STR_INIT;

		str_add(&path, p->record);
		if (i > 1)
			str_addf(&path, ".%d", i);
		(void)unlink(path.buf);
	}
}

void play_opened(struct play *p)
{
	for (p->number = 0; p->number < p->lesson->step_count; p->number++) {
		p->step = &p->lesson->steps[p->number];
		if (p->number)
			tty_send(p->t, "n");
		play_step(p);
	}
	p->step = NULL;
	tty_send(p->t, "q");
	play_wait(p, is_done, NULL, "a tick on the home screen");
	play_settle(p);
	play_look(p, "home");
	play_forget_runs(p);
}

void play_release(struct play *p)
{
	str_release(&p->predicted);
	str_release(&p->last);
	str_release(&p->text);
	str_release(&p->footer);
}

void play_lesson(struct play *p)
{
	open_player(p);
	play_opened(p);
	player_quit(p->t);
	p->t = NULL;
	play_release(p);
}
