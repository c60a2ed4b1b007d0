/* SPDX-License-Identifier: MIT */
/*
 * What processes tell of themselves: who they are, what they do.
 *
 * An operation makes the state of its process exact: it runs when a call
 * begins, happens or ends, and waits from the moment at which it found that it
 * must.  Where several threads of a process are in a call at once, the first
 * thread's is shown, or else the one that began last; only the thread that is
 * shown changes the state.
 *
 * A PID that is used again is another process: it introduces itself (NAME,
 * ATTACH) or is started (START) while the last one with its PID has ended.
 * Any other event of a process that has ended comes late and changes nothing
 * of it.
 */
#include <signal.h>

#include "base/mem.h"
#include "model/fold.h"

size_t model_find(const struct model *m, uint32_t pid)
{
	uint64_t i;

	return map_get(&m->by_pid, pid, &i) ? (size_t)i : MODEL_NONE;
}

struct model_process *model_touch(struct model *m, size_t i)
{
	size_t n = m->changed_count;

	if ((!n || m->changed[0].process != i) &&
	    n < sizeof(m->changed) / sizeof(m->changed[0])) {
		m->changed[n] = (struct model_change){
			.process = i,
			.from = m->processes[i].state,
			.status_known = m->processes[i].status_known,
		};
		m->changed_count++;
	}
	return &m->processes[i];
}

size_t model_add_process(struct model *m, uint32_t pid)
{
	size_t i = m->process_count;

	if (!pid)
		return MODEL_NONE;
	if (i == MODEL_MAX_THINGS) {
		m->beyond++;
		return MODEL_NONE;
	}
	m->processes = mem_grow(m->processes, i, &m->process_cap,
				sizeof(*m->processes));
	m->processes[i] = (struct model_process){
		.pid = pid,
		.state = MODEL_STATE_COUNT,
		.since_ns = model_run_time(m),
		.started_ns = model_run_time(m),
		.ended_ns = -1,
		.cpu_ns = -1,
		.ready_ns = -1,
		.cpu = -1,
		.sampled_ns = -1,
		.share_from_ns = -1,
		.share_from_cpu_ns = -1,
		.image = MODEL_NO_IMAGE,
		.event_ns = -1,
	};
	m->process_count++;
	m->alive++;
	m->family++;
	map_set(&m->by_pid, pid, i);
	model_touch(m, i)->state = MODEL_RUNNING;
	return i;
}

void model_set_state(const struct model *m, struct model_process *p,
		     enum model_state state)
{
	if (p->state == state)
		return;
	p->state = state;
	p->since_ns = model_run_time(m);
}

static void clear_operation(struct model_process *p)
{
	p->verb = MP_VERB_NONE;
	p->tid = 0;
	p->waits = false;
	p->op_since_ns = p->wait_since_ns = 0;
	p->object = p->target = 0;
	p->item = (struct model_value){ 0 };
}

void model_set_dead(struct model *m, struct model_process *p,
		    enum model_state state)
{
	m->alive -= p->state < MODEL_ZOMBIE;
	/* Somebody's death may set the others free. */
	m->deadlock_ns = -1;
	if (p->ended_ns < 0)
		p->ended_ns = model_run_time(m);
	p->letter = state == MODEL_ENDED ? 'X' : 'Z';
	clear_operation(p);
	p->blocked = 0;
	model_forget_threads(m, p);
	model_end_close_all(m, (size_t)(p - m->processes));
	model_unmap_all(m, p->pid);
	model_pool_forget(m, p->pid);
	model_set_state(m, p, state);
}

void model_set_status(struct model_process *p, int exit_code)
{
	if (p->status_known)
		return;
	p->status_known = true;
	p->exit_code = exit_code;
}

struct model_value model_value_of(const struct trace_event *e)
{
	switch ((enum mp_kind)e->kind) {
	case MP_KIND_INT:
	case MP_KIND_DOUBLE:
		return (struct model_value){ .kind = e->kind, .bits = e->a };
	case MP_KIND_TEXT:
	case MP_KIND_BYTES:
		return (struct model_value){ .kind = e->kind, .text = e->text };
	case MP_KIND_NONE:
		break;
	}
	return (struct model_value){ .kind = MP_KIND_NONE };
}

/* ---- operations ---- */

bool model_verb_has_target(uint16_t verb)
{
	return verb == MP_VERB_JOIN || verb == MP_VERB_WAITPID ||
	       verb == MP_VERB_TERMINATE || verb == MP_VERB_KILL;
}

/* Whether the thread of @e is the one that is shown. */
static bool is_shown(const struct model_process *p, const struct trace_event *e)
{
	return p->verb == MP_VERB_NONE || p->tid == e->tid;
}

static void begin(const struct model *m, struct model_process *p,
		  const struct trace_event *e)
{
	if (!is_shown(p, e) && p->tid == p->pid)
		return;
	p->verb = e->verb;
	p->tid = e->tid;
	p->waits = e->verb == MP_VERB_SLEEP;
	p->op_since_ns = model_run_time(m);
	p->wait_since_ns = p->waits ? p->op_since_ns : 0;
	p->object = e->object;
	p->target = model_verb_has_target(e->verb) ? e->a : 0;
	p->item = model_value_of(e);
	model_set_state(m, p, p->waits ? MODEL_WAITING : MODEL_RUNNING);
}

static void must_wait(const struct model *m, struct model_process *p,
		      const struct trace_event *e)
{
	if (!is_shown(p, e))
		return;
	/* Its beginning may have been lost. */
	if (p->verb != e->verb || p->object != e->object)
		begin(m, p, e);
	p->waits = true;
	p->wait_since_ns = model_run_time(m);
	model_set_state(m, p, MODEL_WAITING);
}

static void happens(const struct model *m, struct model_process *p,
		    const struct trace_event *e)
{
	/* Another verb: something within the operation, which goes on. */
	if (!is_shown(p, e) || (p->waits && p->verb != e->verb))
		return;
	p->waits = false;
	p->wait_since_ns = 0;
	if (p->verb == e->verb && e->kind != MP_KIND_NONE)
		p->item = model_value_of(e);
	model_set_state(m, p, MODEL_RUNNING);
}

static void end(const struct model *m, struct model_process *p,
		const struct trace_event *e)
{
	if (!is_shown(p, e))
		return;
	clear_operation(p);
	model_set_state(m, p, MODEL_RUNNING);
}

/* Process @i told something; NULL if it is dead, and that came late. */
static struct model_process *hear(struct model *m, size_t i)
{
	struct model_process *p;

	if (i == MODEL_NONE)
		return NULL;
	p = model_touch(m, i);
	p->events++;
	if (p->state >= MODEL_ZOMBIE)
		return NULL;
	p->event_ns = m->time_ns;
	p->blocked = 0;
	return p;
}

void model_operate(struct model *m, size_t i, const struct trace_event *e)
{
	struct model_process *p = hear(m, i);

	if (!p)
		return;
	if (e->site)
		p->site = e->site;
	model_fold_thread(m, p, e);
	switch ((enum mp_phase)e->phase) {
	case MP_BEGINS:
		begin(m, p, e);
		break;
	case MP_WAITS:
		must_wait(m, p, e);
		break;
	case MP_HAPPENS:
		happens(m, p, e);
		break;
	case MP_ENDS:
		end(m, p, e);
		break;
	}
}

/* The process that tells @e; made if it was not known. */
static size_t teller(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);

	return i == MODEL_NONE ? model_add_process(m, e->pid) : i;
}

void model_fold_operation(struct model *m, const struct trace_event *e)
{
	model_operate(m, teller(m, e), e);
}

void model_must_wait(struct model *m, const struct trace_event *e)
{
	struct trace_event waits = *e;

	waits.phase = MP_WAITS;
	waits.err = 0;
	model_fold_operation(m, &waits);
}

void model_fold_heard(struct model *m, const struct trace_event *e)
{
	struct model_process *p = hear(m, teller(m, e));

	if (p && p->verb == MP_VERB_NONE)
		model_set_state(m, p, MODEL_RUNNING);
}

/* ---- who they are ---- */

size_t model_newcomer(struct model *m, const struct trace_event *e)
{
	size_t i = teller(m, e);
	const struct model_process *p;

	if (i == MODEL_NONE)
		return i;
	p = &m->processes[i];
	/* A zombie that was never heard may say its name late. */
	if (p->state == MODEL_ENDED || (p->state == MODEL_ZOMBIE && p->events))
		return model_add_process(m, e->pid);
	return i;
}

static void be_forked(struct model *m, size_t child, size_t parent)
{
	if (parent != MODEL_NONE)
		model_adopt(m, child, parent);
}

/* A child of fork that tells of itself before its parent does. */
static void be_born(struct model *m, size_t child)
{
	const struct model_process *p = &m->processes[child];

	if (!p->born && p->image == MODEL_NO_IMAGE)
		be_forked(m, child, model_find(m, p->ppid));
}

static void inherit_image(const struct model *m, struct model_process *p)
{
	const struct model_process *parent = model_process(m, p->ppid);

	if (p->image == MODEL_NO_IMAGE && parent)
		p->image = parent->image;
}

void model_fold_name(struct model *m, const struct trace_event *e)
{
	size_t i = model_newcomer(m, e);
	struct model_process *p;

	model_operate(m, i, e);
	if (i == MODEL_NONE)
		return;
	p = &m->processes[i];
	p->name = e->text;
	m->family++;
	if (e->a <= UINT32_MAX)
		p->ppid = (uint32_t)e->a;
	be_born(m, i);
	inherit_image(m, p);
}

void model_fold_attach(struct model *m, const struct trace_event *e)
{
	size_t i = model_newcomer(m, e);

	model_operate(m, i, e);
	if (i == MODEL_NONE)
		return;
	model_add_image(m, i, e);
	m->processes[i].untraced = false;
	if (!m->processes[i].ppid)
		m->processes[i].ppid = e->aux;
	m->family++;
	/* It tells what it has kept. */
	model_end_close_all(m, i);
	model_unmap_all(m, e->pid);
	/* A new program: what the old one did and where it was is gone. */
	m->processes[i].site = 0;
	clear_operation(&m->processes[i]);
	model_forget_threads(m, &m->processes[i]);
}

/* The first of enum mp_start_method: the child has all that its parent has. */
#define START_BY_FORK 0

void model_fold_start(struct model *m, const struct trace_event *e)
{
	struct model_process *child;
	size_t i;

	model_fold_operation(m, e);
	if (e->phase != MP_ENDS || e->err || !e->a || e->a > UINT32_MAX)
		return;
	i = model_find(m, (uint32_t)e->a);
	if (i == MODEL_NONE || m->processes[i].state == MODEL_ENDED)
		i = model_add_process(m, (uint32_t)e->a);
	if (i == MODEL_NONE)
		return;
	child = model_touch(m, i);
	m->family++;
	if (!child->ppid)
		child->ppid = e->pid;
	if (!child->name)
		child->name = e->text;
	if (e->aux == START_BY_FORK)
		be_forked(m, i, model_find(m, e->pid));
	inherit_image(m, child);
	model_hand_over(m, e, e->a);
}

void model_fold_exit(struct model *m, const struct trace_event *e)
{
	size_t i = teller(m, e);
	struct model_process *p;

	model_operate(m, i, e);
	if (i == MODEL_NONE || m->processes[i].state >= MODEL_ZOMBIE)
		return;
	/* It is on its way out, and no event will end this. */
	p = &m->processes[i];
	clear_operation(p);
	p->verb = MP_VERB_EXIT;
	p->tid = e->tid;
	p->op_since_ns = model_run_time(m);
}

/* ---- what they do to others ---- */

void model_fold_reap(struct model *m, const struct trace_event *e)
{
	int64_t code = (int64_t)e->b;
	struct model_process *child;
	size_t i;

	model_fold_operation(m, e);
	if (e->phase < MP_HAPPENS || e->err || e->a > UINT32_MAX)
		return;
	i = model_find(m, (uint32_t)e->a);
	if (i == MODEL_NONE)
		return;
	child = model_touch(m, i);
	if (code >= -128 && code <= 255)
		model_set_status(child, (int)code);
	model_set_dead(m, child, MODEL_ENDED);
}

static void send(struct model *m, uint32_t by, uint64_t to, uint64_t number)
{
	size_t i = to <= UINT32_MAX ? model_find(m, (uint32_t)to) : MODEL_NONE;

	if (i == MODEL_NONE || !number || number > 64)
		return;
	model_touch(m, i)->sent_by = by;
	m->processes[i].sent = (uint8_t)number;
}

void model_fold_signalling(struct model *m, const struct trace_event *e)
{
	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	send(m, e->pid, e->a, e->verb == MP_VERB_KILL ? SIGKILL : SIGTERM);
	model_hand_over(m, e, e->a);
}

/* Groups are not looked up: who is in one the events do not say. */
void model_fold_send_signal(struct model *m, const struct trace_event *e)
{
	size_t i;

	model_fold_operation(m, e);
	if (e->phase != MP_ENDS) {
		send(m, e->pid, e->a, e->b);
		return;
	}
	/* To a group or to all it is nobody's in particular. */
	if (!e->err && e->b && e->a <= INT32_MAX)
		model_hand_over(m, e, e->a);
	i = e->err && e->a <= UINT32_MAX ? model_find(m, (uint32_t)e->a)
					 : MODEL_NONE;
	if (i != MODEL_NONE && m->processes[i].sent_by == e->pid)
		model_touch(m, i)->sent = 0;
}
