/* SPDX-License-Identifier: MIT */
/*
 * Doing what an exercise wants, as its solution says, with the keys that a
 * student has for it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/scope.h"
#include "lessons/play.h"
#include "support/procs.h"

static const struct lesson_solution *solution_of(const struct play *p)
{
	return p->step->exercise->solution;
}

/* It says so, or where there is no room for that, one goes on. */
static bool is_solved(struct play *p)
{
	const char *bar = play_footer(p);

	return strstr(bar, "Enter go on") || strstr(bar, "Enter next") ||
	       strstr(bar, "Enter that moment") || play_says(p, "✓ Solved.") ||
	       play_says(p, "What did you see?");
}

static bool solved(struct play *p, const void *unused)
{
	(void)unused;
	return is_solved(p);
}

/* ---- a fault ---- */

static void choose_fault(struct play *p)
{
	const struct lesson_demo *d = p->step->demo;

	/* A prediction came before it. */
	if (!play_is_asked(p, NULL))
		tty_send(p->t, "<Enter>");
	play_wait(p, play_is_asked, NULL, "the faults");
	for (size_t i = 0; i < d->fault_count; i++)
		if (!strcmp(d->faults[i], solution_of(p)->fault))
			tty_send(p->t, (const char[]){ (char)('1' + i), 0 });
	play_settle(p);
	play_look(p, "is chosen");
	p->broken = true;
	tty_send(p->t, "<Enter>");
}

/* ---- values ---- */

static void set_value(struct play *p, const struct lesson_vary *v,
		      const char *value)
{
	if (!v->choice_count) {
		tty_type(p->t, value, strlen(value));
		return;
	}
	for (size_t i = 0; i < v->choice_count; i++)
		tty_send(p->t, "<Left>");
	for (size_t i = 0; strcmp(v->choices[i], value) != 0; i++)
		tty_send(p->t, "<Right>");
}

static void choose_values(struct play *p)
{
	const struct lesson_solution *s = solution_of(p);
	const struct lesson_demo *d = p->step->demo;
	size_t set = 0;

	tty_send(p->t, "v");
	play_settle(p);
	for (size_t i = 0; i < d->vary_count; i++) {
		if (i)
			tty_send(p->t, "<Down>");
		for (size_t k = 0; k < s->with_count; k++) {
			if (strcmp(s->with[k].name, d->vary[i].name) != 0)
				continue;
			set_value(p, &d->vary[i], s->with[k].value);
			set++;
		}
	}
	play_settle(p);
	play_look(p, "values are chosen");
	if (set < s->with_count)
		play_fail(p, "the solution sets what cannot be varied");
	tty_send(p->t, "<Enter>");
}

/* ---- an interleaving ---- */

static bool is_paused(struct play *p, const void *unused)
{
	(void)unused;
	return strstr(play_footer(p), "aused") != NULL;
}

/* Select the process that the letter means, and let it make a step. */
static void step(struct play *p, char letter)
{
	int down = letter <= 'Z' ? letter - 'A' : 26 + letter - 'a';
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	tty_send(p->t, "g");
	for (; down > 0; down--)
		tty_send(p->t, "<Down>");
	play_settle(p);
	/* One that was woken a moment ago may not be there yet. */
	for (;;) {
		tty_send(p->t, "s");
		play_settle(p);
		if (strstr(play_footer(p), "made one step"))
			break;
		if (procs_now() > deadline)
			play_fail(p, "no step for %c of %s", letter,
				  solution_of(p)->schedule);
	}
	play_look(p, "a step");
}

static void make_steps(struct play *p)
{
	/* From what was predicted one may be at a moment of that run. */
	tty_send(p->t, p->step->predict ? "Ls" : "s");
	play_wait(p, is_paused, NULL, "paused at the start");
	tty_send(p->t, ":pane processes<Enter>");
	play_settle(p);
	for (const char *c = solution_of(p)->schedule; *c; c++)
		step(p, *c);
	tty_send(p->t, "<Space>");
	play_settle(p);
}

/* ---- a kill ---- */

/* "┃ consumer-1 4712": the menu is about this one. */
static bool is_about(struct play *p, const char *name)
{
	const char *at = strstr(tty_screen(p->t), "What to do with");
	SCOPED_STR one = STR_INIT;

	str_addf(&one, "┃ %s ", name);
	if (at && strstr(at, one.buf))
		return true;
	str_clear(&one);
	str_addf(&one, "┃ %s-1 ", name);
	return at && strstr(at, one.buf);
}

/* In the menu of what to do, which is open. */
static void choose_whom(struct play *p, const char *name)
{
	double deadline = procs_now() + procs_patience(20);

	while (!is_about(p, name)) {
		if (procs_now() > deadline)
			play_fail(p, "there is no process %s to act on", name);
		tty_send(p->t, "<Right>");
		play_heed(p);
	}
}

/* In a new run, or in the one before, if that is stuck and still there. */
static void open_menu(struct play *p)
{
	p->runs_on = strstr(play_footer(p), "LIVE");
	/* After what was predicted Enter leads to a moment of that run. */
	if (!p->runs_on)
		tty_send(p->t, p->step->predict ? "R" : "<Enter>");
	tty_wait_text(p->t, "LIVE");
	/* At half speed there is more time for each. */
	tty_send(p->t, "[x");
	tty_wait_text(p->t, "What to do with");
}

static void close_menu(struct play *p)
{
	tty_send(p->t, "x");
	tty_wait_gone(p->t, "What to do with");
	tty_send(p->t, "]");
}

static void kill_it(struct play *p)
{
	open_menu(p);
	choose_whom(p, solution_of(p)->kill);
	play_look(p, "whom to kill");
	p->broken = true;
	tty_send(p->t, "k");
	play_settle(p);
	play_look(p, "is killed");
	close_menu(p);
}

/* ---- several acts ---- */

static void act(struct play *p, const struct lesson_act *a)
{
	const char *whom, *word = lesson_act_word(a, &whom);
	static const char is_stopped[] = "it is stopped already";

	choose_whom(p, whom);
	/* What was done before is seen a moment later. */
	if (*a->go_on)
		tty_wait_text(p->t, is_stopped);
	play_look(p, word);
	tty_send(p->t, *a->go_on ? "c" : *a->stop ? "z" : *a->kill ? "k" : "t");
	/* Who goes on may have ended a moment later. */
	if (*a->go_on)
		tty_wait_gone(p->t, is_stopped);
	else if (*a->stop)
		tty_wait_text(p->t, is_stopped);
	play_settle(p);
}

static void act_on_them(struct play *p)
{
	const struct lesson_solution *s = solution_of(p);

	open_menu(p);
	p->broken = true;
	for (size_t i = 0; i < s->act_count; i++)
		act(p, &s->acts[i]);
	close_menu(p);
}

/* ---- all of it ---- */

static void do_it(struct play *p)
{
	switch (p->step->exercise->choose) {
	case LESSON_CHOOSE_FAULT:
		choose_fault(p);
		break;
	case LESSON_CHOOSE_PARAMETERS:
		choose_values(p);
		break;
	case LESSON_CHOOSE_SCHEDULE:
		make_steps(p);
		break;
	case LESSON_CHOOSE_KILL:
		kill_it(p);
		break;
	case LESSON_CHOOSE_ACT:
		act_on_them(p);
		break;
	case LESSON_CHOOSE_ANSWER:
	case LESSON_CHOOSE_NONE:
		tty_send(p->t, "R");
		break;
	}
}

static bool is_solved_soon(struct play *p)
{
	double deadline = procs_now() + procs_patience(3);

	while (!is_solved(p) && procs_now() < deadline)
		(void)tty_listen(p->t, 20);
	return is_solved(p);
}

/*
 * What a run measures depends on what else the machine does; a student would
 * run it once more, too.
 */
static void run_again(struct play *p)
{
	if (p->step->exercise->choose != LESSON_CHOOSE_PARAMETERS)
		return;
	for (int i = 0; i < 2 && !is_solved_soon(p); i++) {
		play_note(p, "the solution did not do it, and is run again");
		tty_send(p->t, "<Enter>");
		play_run_watch(p, is_solved);
	}
}

void play_exercise(struct play *p)
{
	const struct lesson_exercise *e = p->step->exercise;

	if (p->step->demo) {
		do_it(p);
		play_run_watch(p, e->success ? is_solved : NULL);
		if (e->success) {
			run_again(p);
			play_wait(p, solved, NULL,
				  "the solution solves the exercise");
			play_look(p, "is solved");
			if (!play_finds(p, "✓ Solved."))
				play_fail(p, "it does not say that it is "
					     "solved");
		}
	}
	if (e->question_count) {
		/* From the exercise itself to its questions. */
		play_settle(p);
		if (!play_is_asked(p, NULL))
			tty_send(p->t, "<Enter>");
		play_wait(p, play_is_asked, NULL, "a question of the exercise");
		play_questions(p, e->questions, e->question_count);
	}
}
