/* SPDX-License-Identifier: MIT */
#include "app/schedule.h"

#include <ctype.h>

#include "base/clock.h"

/* Nothing told for this long, and all standing or waiting: quiet. */
#define QUIET_NS (15 * CLOCK_MS)
/*
 * After this long nothing that is under way can change who stands and who
 * waits: a letter that has no step by now will have none.
 */
#define STILL_NS (1500 * CLOCK_MS)
/*
 * And at least so many looks, between which the kernel is asked: where the
 * player itself gets no CPU, time alone proves nothing.
 */
#define STILL_LOOKS 100

bool app_schedule_is_one(const char *letters)
{
	for (const char *c = letters; *c; c++)
		if (!isascii(*c) || !isalpha((unsigned char)*c))
			return false;
	return *letters;
}

void app_schedule_begin(struct app_schedule *s, const char *letters)
{
	*s = (struct app_schedule){ .letters = letters, .why = STR_INIT };
	if (letters)
		s->state = APP_SCHEDULE_RUNS;
}

void app_schedule_release(struct app_schedule *s)
{
	str_release(&s->why);
	*s = (struct app_schedule){ 0 };
}

static size_t index_of(char letter)
{
	return letter <= 'Z' ? (size_t)(letter - 'A')
			     : 26 + (size_t)(letter - 'a');
}

/*
 * Whether each stands, waits, is stopped by a signal or has ended; a sleeper
 * stands too.  When nothing
 * was told for long (@still), one that the kernel calls asleep counts as well:
 * it is in a call that tells nothing.
 */
static bool all_settled(const struct model *m, bool still,
			app_schedule_stands_fn *stands, void *arg)
{
	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		if (p->state < MODEL_STOPPED && !p->waits &&
		    !stands(arg, p->pid) && !(still && p->letter == 'S'))
			return false;
	}
	return m->process_count;
}

static void diverge(struct app_schedule *s, const struct model *m,
		    const char *because)
{
	const char letter = s->letters[s->at];

	s->state = APP_SCHEDULE_DIVERGED;
	str_addf(&s->why, "letter %zu of the schedule, %c, ", s->at + 1,
		 letter);
	if (index_of(letter) >= m->process_count)
		str_addf(&s->why, "is no process: there are %zu",
			 m->process_count);
	else
		str_addf(&s->why, "is PID %u, which %s",
			 m->processes[index_of(letter)].pid, because);
}

/* It cannot make a step now, and nothing that goes on will change that. */
static void refuse(struct app_schedule *s, const struct model *m,
		   const struct model_process *p)
{
	if (!p)
		diverge(s, m, "");
	else if (p->state >= MODEL_ZOMBIE)
		diverge(s, m, "has ended");
	else if (p->state == MODEL_STOPPED)
		diverge(s, m, "is stopped by a signal");
	else if (p->waits)
		diverge(s, m, "waits for another");
	else
		diverge(s, m, "does not come to a step");
}

uint32_t app_schedule_next(struct app_schedule *s, const struct model *m,
			   size_t told, int64_t now,
			   app_schedule_stands_fn *stands, void *arg)
{
	const struct model_process *p = NULL;
	bool still;
	size_t i;

	if (s->state != APP_SCHEDULE_RUNS)
		return 0;
	if (told != s->told || !s->since) {
		s->told = told;
		s->since = now;
		s->looks = 0;
		return 0;
	}
	if (now - s->since < QUIET_NS)
		return 0;
	still = s->looks++ >= STILL_LOOKS && now - s->since >= STILL_NS;
	if (!all_settled(m, still, stands, arg))
		return 0;
	if (!s->letters[s->at]) {
		s->state = APP_SCHEDULE_DONE;
		return 0;
	}
	i = index_of(s->letters[s->at]);
	if (i < m->process_count)
		p = &m->processes[i];
	if (p && p->state < MODEL_STOPPED && stands(arg, p->pid)) {
		s->at++;
		s->since = 0;
		return p->pid;
	}
	/* One that was woken a moment ago may not have said so yet. */
	if (still || (p && p->state >= MODEL_ZOMBIE))
		refuse(s, m, p);
	return 0;
}
