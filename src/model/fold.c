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

	if (!isfinite(speed.value) || speed.value <= 0)
		return;
	m->demo_s = model_demo_time(m);
	m->speed_since_ns = model_run_time(m);
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

static void fold_deadlock(struct model *m, const struct trace_event *e)
{
	(void)e;
	m->deadlock_ns = model_run_time(m);
}

static void fold_end(struct model *m, const struct trace_event *e)
{
	m->over = true;
	m->over_why = e->a <= 2 ? (int)e->a : 2;
	m->over_text = e->text;
	m->stalls = e->b;
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
	[MP_VERB_TASK_DONE] = model_fold_task_done,
	[MP_VERB_QUEUE_JOIN] = model_fold_operation,
	[MP_VERB_POOL_NEW] = model_fold_pool_new,
	[MP_VERB_POOL_CLOSE] = model_fold_pool_close,
	[MP_VERB_POOL_TERMINATE] = model_fold_pool_close,
	[MP_VERB_POOL_JOIN] = model_fold_operation,
	[MP_VERB_SUBMIT] = model_fold_submit,
	[MP_VERB_TASK] = model_fold_task,
	[MP_VERB_RESULT] = model_fold_operation,
	[MP_VERB_WORKER_LOST] = model_fold_worker_lost,
	[MP_VERB_WORKER_NEW] = model_fold_worker_new,
	[MP_VERB_LOCK_NEW] = model_fold_lock_new,
	[MP_VERB_ACQUIRE] = model_fold_acquire,
	[MP_VERB_RELEASE] = model_fold_release,
	[MP_VERB_RECOVER] = model_fold_recover,
	[MP_VERB_SEMAPHORE_NEW] = model_fold_semaphore_new,
	[MP_VERB_EVENT_NEW] = model_fold_event_new,
	[MP_VERB_EVENT_SET] = model_fold_event_set,
	[MP_VERB_EVENT_CLEAR] = model_fold_event_set,
	[MP_VERB_WAIT] = model_fold_wait,
	[MP_VERB_CONDITION_NEW] = model_fold_condition_new,
	[MP_VERB_NOTIFY] = model_fold_notify,
	[MP_VERB_BARRIER_NEW] = model_fold_barrier_new,
	[MP_VERB_ARRIVE] = model_fold_arrive,
	[MP_VERB_PASS] = model_fold_barrier,
	[MP_VERB_BREAK] = model_fold_barrier,
	[MP_VERB_ABORT] = model_fold_barrier,
	[MP_VERB_RESET] = model_fold_barrier,
	[MP_VERB_VALUE_NEW] = model_fold_value_new,
	[MP_VERB_VALUE_GET] = model_fold_cell,
	[MP_VERB_VALUE_SET] = model_fold_cell,
	[MP_VERB_VALUE_ADD] = model_fold_cell,
	[MP_VERB_PIPE_NEW] = model_fold_pipe_new,
	[MP_VERB_SEND] = model_fold_message,
	[MP_VERB_RECV] = model_fold_message,
	[MP_VERB_POLL] = model_fold_message,
	[MP_VERB_CONN_CLOSE] = model_fold_message,
	[MP_VERB_WAIT_ANY] = model_fold_operation,
	[MP_VERB_SHM_NEW] = model_fold_memory,
	[MP_VERB_SHM_ATTACH] = model_fold_memory,
	[MP_VERB_SHM_CLOSE] = model_fold_memory,
	[MP_VERB_SHM_UNLINK] = model_fold_memory,
	[MP_VERB_MANAGER_NEW] = model_fold_managed_new,
	[MP_VERB_NAMESPACE_NEW] = model_fold_managed_new,
	[MP_VERB_DICT_NEW] = model_fold_managed_new,
	[MP_VERB_LIST_NEW] = model_fold_managed_new,
	[MP_VERB_MANAGER_END] = model_fold_operation,
	[MP_VERB_ITEM_GET] = model_fold_item,
	[MP_VERB_ITEM_SET] = model_fold_item,
	[MP_VERB_ITEM_ADD] = model_fold_item,
	[MP_VERB_ITEM_DELETE] = model_fold_item,
	[MP_VERB_ITEM_POP] = model_fold_item,
	[MP_VERB_ITEM_FIND] = model_fold_item,
	[MP_VERB_ITEM_INSERT] = model_fold_item,
	[MP_VERB_ITEMS_LEN] = model_fold_item,
	[MP_VERB_ITEMS_COPY] = model_fold_item,
	[MP_VERB_ITEMS_SORT] = model_fold_item,
	[MP_VERB_ITEMS_CLEAR] = model_fold_item,
	[MP_VERB_MEASURE] = model_fold_measure,
	[MP_VERB_CANCEL] = model_fold_cancel,
	[MP_VERB_SHOW] = model_fold_show,
	[MP_VERB_ATTACH] = model_fold_attach,
	[MP_VERB_FORK] = model_fold_fork,
	[MP_VERB_EXEC] = model_fold_exec,
	[MP_VERB_WAITPID] = model_fold_operation,
	[MP_VERB_SETSID] = model_fold_operation,
	[MP_VERB_UNTRACED] = model_fold_untraced,
	[MP_VERB_PIPE] = model_fold_pipe,
	[MP_VERB_SOCKETPAIR] = model_fold_socketpair,
	[MP_VERB_MKFIFO] = model_fold_mkfifo,
	[MP_VERB_OPEN] = model_fold_open,
	[MP_VERB_HOLD] = model_fold_hold,
	[MP_VERB_DUP] = model_fold_dup,
	[MP_VERB_CLOSE] = model_fold_close,
	[MP_VERB_WRITE] = model_fold_write,
	[MP_VERB_READ] = model_fold_read,
	[MP_VERB_MSG_OPEN] = model_fold_msg_open,
	[MP_VERB_MSG_SEND] = model_fold_write,
	[MP_VERB_MSG_RECEIVE] = model_fold_read,
	[MP_VERB_SEM_SET] = model_fold_sem_set,
	[MP_VERB_REMOVE] = model_fold_remove,
	[MP_VERB_SEND_SIGNAL] = model_fold_send_signal,
	[MP_VERB_SIGACTION] = model_fold_operation,
	[MP_VERB_HANDLER] = model_fold_heard,
	[MP_VERB_PRINT] = model_fold_heard,
	[MP_VERB_PAUSE_CALL] = model_fold_operation,
	[MP_VERB_POLL_FDS] = model_fold_operation,
	[MP_VERB_SAMPLE] = model_fold_sample,
	[MP_VERB_BLOCKED] = model_fold_blocked,
	[MP_VERB_EXITED] = model_fold_exited,
	[MP_VERB_PAUSE] = fold_pause,
	[MP_VERB_RESUME] = fold_resume,
	[MP_VERB_SPEED] = fold_speed,
	[MP_VERB_SIGNAL] = model_fold_signal,
	[MP_VERB_RENICE] = model_fold_renice,
	[MP_VERB_LOST] = fold_lost,
	[MP_VERB_TORN] = fold_torn,
	[MP_VERB_DEADLOCK] = fold_deadlock,
	[MP_VERB_END] = fold_end,
	[MP_VERB_LEFT] = model_fold_left,
	[MP_VERB_INSPECT] = model_fold_inspect,
};

bool model_is_sample(const struct trace_event *e)
{
	return e->verb == MP_VERB_SAMPLE || e->verb == MP_VERB_BLOCKED ||
	       e->verb == MP_VERB_INSPECT;
}

void model_apply(struct model *m, const struct trace_event *e)
{
	if (e->time_ns > m->time_ns)
		m->time_ns = e->time_ns;
	m->events++;
	m->changed_count = 0;
	m->has_handed = false;
	if (e->verb < MP_VERB_COUNT && folds[e->verb])
		folds[e->verb](m, e);
}
