/* SPDX-License-Identifier: MIT */
/*
 * One event more: the clock of the run, and who knows the rest.
 *
 * Everything here is total.  Numbers in an event may be anything: a process
 * with a wild pointer can write into the shared memory that events come
 * through.  So nothing is allocated by a number from an event, times never go
 * back, and what is not known is passed over.
 */
#include <math.h>

#include "model/fold.h"

/* ---- the run as a whole ---- */

static void fold_pause(struct model *m, const struct trace_event *e)
{
	(void)e;
	if (m->paused_since_ns < 0)
		m->paused_since_ns = m->time_ns;
}

static void fold_resume(struct model *m, const struct trace_event *e)
{
	(void)e;
	if (m->paused_since_ns >= 0)
		m->paused_ns += m->time_ns - m->paused_since_ns;
	m->paused_since_ns = -1;
}

static void fold_speed(struct model *m, const struct trace_event *e)
{
	union {
		uint64_t bits;
		double value;
	} speed = { .bits = e->a };

	if (isfinite(speed.value) && speed.value > 0)
		m->speed = speed.value;
}

static void fold_lost(struct model *m, const struct trace_event *e)
{
	m->lost = m->lost + e->a < m->lost ? UINT64_MAX : m->lost + e->a;
}

static void fold_torn(struct model *m, const struct trace_event *e)
{
	(void)e;
	m->torn++;
}

static void fold_end(struct model *m, const struct trace_event *e)
{
	m->over = true;
	m->over_why = e->a <= 2 ? (int)e->a : 2;
	m->over_text = e->text;
}

/* ---- every verb that changes something ---- */

typedef void fold_fn(struct model *m, const struct trace_event *e);

static fold_fn *const folds[MP_VERB_COUNT] = {
	[MP_VERB_NAME] = model_fold_name,
	[MP_VERB_START] = model_fold_start,
	[MP_VERB_JOIN] = model_fold_operation,
	[MP_VERB_REAP] = model_fold_reap,
	[MP_VERB_TERMINATE] = model_fold_signalling,
	[MP_VERB_KILL] = model_fold_signalling,
	[MP_VERB_EXIT] = model_fold_exit,
	[MP_VERB_SLEEP] = model_fold_operation,
	[MP_VERB_QUEUE_NEW] = model_fold_queue_new,
	[MP_VERB_QUEUE_CLOSE] = model_fold_queue_close,
	[MP_VERB_PUT] = model_fold_put,
	[MP_VERB_GET] = model_fold_get,
	[MP_VERB_REPAIR] = model_fold_repair,
	[MP_VERB_ATTACH] = model_fold_attach,
	[MP_VERB_SAMPLE] = model_fold_sample,
	[MP_VERB_EXITED] = model_fold_exited,
	[MP_VERB_PAUSE] = fold_pause,
	[MP_VERB_RESUME] = fold_resume,
	[MP_VERB_SPEED] = fold_speed,
	[MP_VERB_SIGNAL] = model_fold_signal,
	[MP_VERB_LOST] = fold_lost,
	[MP_VERB_TORN] = fold_torn,
	[MP_VERB_END] = fold_end,
};

void model_apply(struct model *m, const struct trace_event *e)
{
	if (e->time_ns > m->time_ns)
		m->time_ns = e->time_ns;
	m->events++;
	m->changed_count = 0;
	if (e->verb < MP_VERB_COUNT && folds[e->verb])
		folds[e->verb](m, e);
}
