/* SPDX-License-Identifier: MIT */
/*
 * What a run did is read from its recording, which is complete when it says
 * how the run ended; of a run that is stuck there is as much as was written.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/scope.h"
#include "lessons/play.h"
#include "model/judge.h"
#include "model/ledger.h"
#include "model/model.h"
#include "support/procs.h"
#include "trace/recording.h"

enum { RUN_S = 90, LIVE_LOOKS = 4 };

/* ---- to its end ---- */

static bool is_over(struct play *p)
{
	const char *bar = play_footer(p);

	return strstr(bar, "ENDED") || strstr(bar, "FAILED") ||
	       strstr(bar, "DEADLOCK");
}

/* The lesson has paused it: it is looked at, and goes on. */
static void go_on(struct play *p)
{
	play_settle(p);
	play_look(p, "pauses");
	if (!play_says(p, "►"))
		play_fail(p, "the run is paused, and nothing says why");
	tty_send(p->t, "<Space>");
	play_settle(p);
}

static void path_of(const struct play *p, struct str *out)
{
	str_add(out, p->record);
	if (p->runs > 1)
		str_addf(out, ".%d", p->runs);
}

/* Its recording is made when it begins. */
static bool has_begun(struct play *p, const void *unused)
{
	SCOPED_STR path = STR_INIT;

	(void)unused;
	(void)tty_listen(p->t, 10);
	path_of(p, &path);
	return access(path.buf, F_OK) == 0 || strstr(play_footer(p), "FAILED");
}

void play_run_watch(struct play *p, bool (*done)(struct play *p))
{
	double began = procs_now(), looked = began - 2;
	int looks = 0;

	if (!p->runs_on)
		p->runs++;
	p->runs_on = false;
	play_wait(p, has_begun, NULL, "the demo runs");
	play_settle(p);
	while (!is_over(p) && !(done && done(p))) {
		if (procs_now() > began + procs_patience(RUN_S))
			play_fail(p, "the run has no end");
		if (strstr(play_footer(p), "PAUSED"))
			go_on(p);
		else if (procs_now() > looked + 2.5 && looks < LIVE_LOOKS) {
			play_look(p, "runs");
			looked = procs_now();
			looks++;
		}
		(void)tty_listen(p->t, 20);
	}
	play_settle(p);
	play_look(p, "has run");
	if (strstr(play_footer(p), "DEADLOCK") && !p->broken &&
	    !play_expects(p->step, LESSON_HAPPENING_DEADLOCK))
		play_fail(p, "a deadlock that the step does not speak of");
	if (procs_now() - began > 30)
		play_note(p, "the run took %.0f s", procs_now() - began);
}

/* ---- the recording ---- */

static void release(struct play_run *r)
{
	judge_free(r->judge);
	model_free(r->model);
	trace_log_free(r->log);
	*r = (struct play_run){ .log = NULL };
}

/* Read what there is; true if that is all of the run. */
static bool load(const struct play *p, struct play_run *r)
{
	struct trace_recording *rec;
	struct err e = ERR_NONE;
	SCOPED_STR path = STR_INIT;
	bool whole;

	path_of(p, &path);
	r->log = trace_log_new(0);
	if (trace_recording_open(path.buf, r->log, &rec, &e) < 0) {
		trace_log_free(r->log);
		r->log = NULL;
		return false;
	}
	while (trace_recording_read(rec, 100000))
		continue;
	whole = trace_recording_ending(rec) != NULL;
	r->model = model_new();
	for (size_t i = 0; i < trace_log_end(r->log); i++)
		model_apply(r->model, trace_log_at(r->log, i));
	trace_recording_close(rec);
	return whole;
}

/* The same, with a bound on how long it is waited for. */
static void wait_load(struct play *p, struct play_run *r)
{
	bool stuck = strstr(play_footer(p), "DEADLOCK") != NULL;
	double deadline = procs_now() + procs_patience(stuck ? 3 : 20);

	*r = (struct play_run){ .log = NULL };
	while (!load(p, r) &&
	       !(stuck && r->log && r->model->deadlock_ns >= 0)) {
		if (procs_now() > deadline && !r->log)
			play_fail(p, "the run was not recorded");
		if (procs_now() > deadline)
			return;
		release(r);
		(void)tty_listen(p->t, 50);
	}
}

bool play_run_answer(struct play *p, const struct lesson_question *q,
		     struct str *out)
{
	struct play_run r;
	SCOPED_STR why = STR_INIT;
	bool told;
	size_t watch;

	wait_load(p, &r);
	r.judge = judge_new(r.log);
	watch = judge_watch(r.judge, &q->key->fact);
	while (judge_catch_up(r.judge, 100000))
		continue;
	told = judge_answer(r.judge, watch, q->key->gives, out, &why) ==
	       JUDGE_YES;
	if (!told)
		str_add(out, why.len ? why.buf : "nothing says why");
	release(&r);
	return told;
}

/* ---- what is left ---- */

static bool is_about(const struct lesson_fact *f, enum lesson_happening what)
{
	return f->look && f->what == what;
}

static bool asks(const struct lesson_question *q, enum lesson_happening what)
{
	return q && q->key && is_about(&q->key->fact, what);
}

bool play_expects(const struct lesson_step *s, enum lesson_happening what)
{
	const struct lesson_success *e =
		s->exercise ? s->exercise->success : NULL;
	bool found = asks(s->predict, what) || asks(s->observe, what);

	for (size_t i = 0; s->demo && i < s->demo->callout_count; i++)
		found |= is_about(&s->demo->callouts[i].when->fact, what);
	for (size_t i = 0; e && i < e->all_count; i++)
		found |= is_about(&e->all[i].fact, what);
	for (size_t i = 0; e && i < e->any_count; i++)
		found |= is_about(&e->any[i].fact, what);
	return found;
}

static bool lesson_expects(const struct play *p, enum lesson_happening what)
{
	for (size_t i = 0; i < p->lesson->step_count; i++)
		if (play_expects(&p->lesson->steps[i], what))
			return true;
	return false;
}

/* What the run left in the system was its own, and goes. */
static void remove_left(const struct play_run *r)
{
	for (size_t i = 0; i < r->model->object_count; i++) {
		SCOPED_STR remedy = STR_INIT;

		if (!r->model->objects[i].left)
			continue;
		model_left_remedy(r->log, &r->model->objects[i], &remedy);
		if (!strncmp(remedy.buf, "rm /dev/shm/", 12) ||
		    !strncmp(remedy.buf, "ipcrm -", 7))
			(void)!system(remedy.buf);
	}
}

void play_run_ledger(struct play *p)
{
	struct model_ledger l;
	SCOPED_STR wrong = STR_INIT;
	struct play_run r;

	if (strstr(play_footer(p), "DEADLOCK"))
		return;
	wait_load(p, &r);
	model_ledger(r.model, NULL, &l);
	model_ledger_problems(r.model, r.log, &l, &wrong);
	remove_left(&r);
	release(&r);
	if (!l.over)
		play_fail(p, "the recording of the run has no end");
	if (l.lost || l.torn)
		play_fail(p, "events were lost: %s", wrong.buf);
	if (!wrong.len)
		return;
	if (p->broken || lesson_expects(p, LESSON_HAPPENING_LEFTOVER) ||
	    (!l.left && (lesson_expects(p, LESSON_HAPPENING_ZOMBIE) ||
			 lesson_expects(p, LESSON_HAPPENING_ORPHANED))))
		play_note(p, "the ledger: %s", wrong.buf);
	else
		play_fail(p,
			  "the ledger is not clean, and no key or condition "
			  "of the lesson speaks of it: %s",
			  wrong.buf);
}
