/* SPDX-License-Identifier: MIT */
/*
 * What the kernel and the player tell of a process.
 *
 * Two sources speak of a state: the process's own events, exact to the
 * instant, and samples of the kernel's letter, a few a second.  The later fact
 * holds: a sample is taken if it is younger than the last event of the
 * process, and stays until the next event.  So a process woken from a wait is
 * ready or running as soon as the kernel is seen to say so, and one that
 * sleeps outside mp is waiting although it has told nothing.
 *
 * The exception is a pause.  A process held at the gate sleeps in the
 * kernel's eyes; in the story it is about to make a call.  While the run is
 * paused, S and D of a process in a call that has not found that it must wait
 * change nothing.
 *
 * Death is final: a zombie can but be reaped, and one that is gone stays so.
 */
#include <sys/wait.h>

#include "base/clock.h"
#include "model/fold.h"

/* A share is measured over at least this long. */
#define SHARE_WINDOW_NS (CLOCK_S / 2)
/* In turns: ready for this part of the time, or more. */
#define TURNS_PART 5

/* -1 unless it is told.  73 years are none either, so sums do not overflow. */
static int64_t count_ns(uint64_t ns)
{
	return ns > INT64_MAX / 4 ? -1 : (int64_t)ns;
}

/*
 * The window of the share begins at an earlier sample.  When it has become
 * long enough, it moves up to the last one; if that one is old, the process
 * used nothing since (or it would have been sampled), so the window may begin
 * later.
 */
static void move_window(const struct model *m, struct model_process *p)
{
	int64_t earliest = m->time_ns - SHARE_WINDOW_NS;

	if (p->cpu_ns < 0 || p->sampled_ns < 0) {
		p->share_from_ns = -1;
		return;
	}
	if (p->share_from_ns >= 0 && p->share_from_ns > earliest)
		return;
	p->share_from_ns = p->sampled_ns > earliest ? p->sampled_ns : earliest;
	p->share_from_cpu_ns = p->cpu_ns;
}

/*
 * Who shares a CPU is on it for some milliseconds, and then others are: far
 * more often than there are samples, and the letter is R all the time.  But
 * what it has had and what it has lacked is counted.
 */
static void see_turns(struct model_process *p, int64_t cpu_ns, int64_t ready_ns)
{
	int64_t ran, lacked;

	if (cpu_ns < 0 || ready_ns < 0 || p->cpu_ns < 0 || p->ready_ns < 0)
		return;
	ran = cpu_ns - p->cpu_ns;
	lacked = ready_ns - p->ready_ns;
	if (ran > 0 || lacked > 0)
		p->in_turns = lacked >= (ran + lacked) / TURNS_PART;
}

static void measure(const struct model *m, struct model_process *p,
		    const struct trace_event *e)
{
	int64_t cpu_ns = count_ns(e->a);

	see_turns(p, cpu_ns, count_ns(e->b));
	if (cpu_ns >= 0) {
		move_window(m, p);
		p->cpu_ns = cpu_ns;
		p->cpu = (int)(e->aux & 0xffff);
		p->sampled_ns = m->time_ns;
	}
	if (count_ns(e->b) >= 0)
		p->ready_ns = count_ns(e->b);
	if (e->aux >> 16)
		p->kernel_threads = e->aux >> 16;
}

/* What a letter means; MODEL_STATE_COUNT: nothing that we know. */
static enum model_state meaning(const struct trace_event *e)
{
	switch (e->object) {
	case 'R':
		return e->err == 1 ? MODEL_READY : MODEL_RUNNING;
	case 'S':
	case 'D':
	case 'I':
	case 'K':
	case 'P':
	case 'W':
		return MODEL_WAITING;
	case 'T':
	case 't':
		return MODEL_STOPPED;
	case 'Z':
		return MODEL_ZOMBIE;
	case 'X':
	case 'x':
		return MODEL_ENDED;
	default:
		return MODEL_STATE_COUNT;
	}
}

static bool held_at_gate(const struct model *m, const struct model_process *p,
			 enum model_state said)
{
	return m->paused_since_ns >= 0 && said == MODEL_WAITING &&
	       p->verb != MP_VERB_NONE && !p->waits;
}

static void take_letter(struct model *m, struct model_process *p,
			const struct trace_event *e)
{
	enum model_state said = meaning(e);

	if (said == MODEL_STATE_COUNT)
		return;
	if (said >= MODEL_ZOMBIE) {
		model_set_dead(m, p, said);
		return;
	}
	/* Living: not if it is dead, or has said so later. */
	if (p->state >= MODEL_ZOMBIE)
		return;
	p->letter = (char)e->object;
	if (said != MODEL_WAITING)
		p->blocked = 0;
	if (e->time_ns <= p->event_ns)
		return;
	if (!held_at_gate(m, p, said))
		model_set_state(m, p, said);
	else if (p->state == MODEL_STOPPED)
		model_set_state(m, p, MODEL_RUNNING); /* continued, at it */
}

void model_fold_sample(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);
	struct model_process *p;

	if (i == MODEL_NONE && meaning(e) < MODEL_ENDED)
		i = model_add_process(m, e->pid);
	if (i == MODEL_NONE || m->processes[i].state == MODEL_ENDED)
		return;
	p = model_touch(m, i);
	measure(m, p, e);
	take_letter(m, p, e);
}

/*
 * It is about a process between its own events; one that has told something
 * since, or is in a call that it has told of, knows better.
 */
void model_fold_blocked(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);
	struct model_process *p;

	if (i == MODEL_NONE)
		return;
	p = &m->processes[i];
	if (p->state >= MODEL_ZOMBIE || p->verb != MP_VERB_NONE ||
	    e->time_ns <= p->event_ns)
		return;
	p = model_touch(m, i);
	p->blocked = e->text;
	p->blocked_at = e->object;
}

void model_fold_exited(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);
	int status = (int)(e->a & 0xffff);
	struct model_process *p;

	if (i == MODEL_NONE)
		i = model_add_process(m, e->pid);
	if (i == MODEL_NONE)
		return;
	p = model_touch(m, i);
	if (!e->err && WIFEXITED(status))
		model_set_status(p, WEXITSTATUS(status));
	else if (!e->err && WIFSIGNALED(status))
		model_set_status(p, -WTERMSIG(status));
	if (p->state < MODEL_ZOMBIE)
		model_set_dead(m, p, MODEL_ZOMBIE);
}

void model_fold_signal(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);

	if (i == MODEL_NONE || m->processes[i].state >= MODEL_ZOMBIE)
		return;
	model_touch(m, i)->sent_by = MODEL_PLAYER;
	m->processes[i].sent = (uint8_t)(e->a & 0x7f);
}

void model_fold_renice(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);
	int64_t nice = (int64_t)e->a;

	if (i == MODEL_NONE || nice < -20 || nice > 19)
		return;
	model_touch(m, i)->nice = (int8_t)nice;
	m->processes[i].nice_known = true;
}
