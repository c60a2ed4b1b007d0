/* SPDX-License-Identifier: MIT */
/*
 * Threads: what each is in the middle of.
 *
 * A process shows the operation of one of its threads; who waits for whom is
 * a matter of all of them.  A thread is known from its first event until its
 * process has ended, or until its TID is seen in another process.
 *
 * A wait ends where its effect happens or its call ends.  Other things may
 * happen within a call (a condition lets its lock go): they end no wait.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/scope.h"
#include "model/fold.h"

const struct model_thread *model_thread(const struct model *m, uint32_t tid)
{
	uint64_t i;

	return map_get(&m->by_tid, tid, &i) ? &m->threads[i] : NULL;
}

/* The link that leads to thread @i of process @p. */
static uint32_t *link_to(struct model *m, struct model_process *p, size_t i)
{
	uint32_t *link = &p->threads;

	while (*link && *link != i + 1)
		link = &m->threads[*link - 1].next;
	return link;
}

static void forget(struct model *m, size_t i)
{
	struct model_thread *t = &m->threads[i];

	map_remove(&m->by_tid, t->tid);
	*t = (struct model_thread){ .next = m->free_thread };
	m->free_thread = (uint32_t)i + 1;
}

static void leave_process(struct model *m, size_t i)
{
	size_t owner = model_find(m, m->threads[i].pid);
	uint32_t *link;

	if (owner == MODEL_NONE)
		return;
	link = link_to(m, &m->processes[owner], i);
	if (*link)
		*link = m->threads[i].next;
}

void model_forget_threads(struct model *m, struct model_process *p)
{
	uint32_t next;

	for (uint32_t i = p->threads; i; i = next) {
		next = m->threads[i - 1].next;
		forget(m, i - 1);
	}
	p->threads = 0;
}

/* A place for one more; MODEL_NONE if there are too many. */
static size_t find_place(struct model *m)
{
	size_t i = m->free_thread;

	if (i) {
		m->free_thread = m->threads[i - 1].next;
		return i - 1;
	}
	if (m->thread_count == MODEL_MAX_THINGS) {
		m->beyond++;
		return MODEL_NONE;
	}
	m->threads = mem_grow(m->threads, m->thread_count, &m->thread_cap,
			      sizeof(*m->threads));
	return m->thread_count++;
}

static struct model_thread *thread_of(struct model *m, struct model_process *p,
				      uint32_t tid)
{
	uint64_t known;
	size_t i;

	if (map_get(&m->by_tid, tid, &known)) {
		if (m->threads[known].pid == p->pid)
			return &m->threads[known];
		/* The TID is used again. */
		leave_process(m, (size_t)known);
		forget(m, (size_t)known);
	}
	i = find_place(m);
	if (i == MODEL_NONE)
		return NULL;
	m->threads[i] = (struct model_thread){
		.tid = tid,
		.pid = p->pid,
		.next = p->threads,
	};
	p->threads = (uint32_t)i + 1;
	map_set(&m->by_tid, tid, i);
	return &m->threads[i];
}

static bool tells_holder(uint16_t verb)
{
	return verb == MP_VERB_ACQUIRE || verb == MP_VERB_VALUE_GET ||
	       verb == MP_VERB_VALUE_SET || verb == MP_VERB_VALUE_ADD;
}

static void go_on(struct model_thread *t)
{
	t->waits = t->bounded = t->called = false;
	t->holder = 0;
	t->wait_since_ns = 0;
}

static void begin(struct model_thread *t, const struct trace_event *e)
{
	go_on(t);
	t->verb = e->verb;
	t->object = e->object;
	t->target = model_verb_has_target(e->verb) ? e->a : 0;
}

static void must_wait(const struct model *m, struct model_thread *t,
		      const struct trace_event *e)
{
	if (t->verb != e->verb || t->object != e->object)
		begin(t, e);
	t->waits = true;
	t->called = false;
	t->bounded = e->err != 0;
	t->wait_since_ns = model_run_time(m);
	if (tells_holder(e->verb) && e->b <= UINT32_MAX)
		t->holder = (uint32_t)e->b;
}

/* ---- at a condition ---- */

/* Whether it waits there and was not called. */
static bool is_at(const struct model_thread *t, uint64_t object)
{
	return t->waits && !t->called && t->object == object &&
	       t->verb == MP_VERB_WAIT;
}

size_t model_threads_at(const struct model *m, uint64_t object)
{
	size_t n = 0;

	for (size_t i = 0; i < m->thread_count; i++)
		n += is_at(&m->threads[i], object);
	return n;
}

/* One of those, where it is in the model. */
struct place {
	int64_t since_ns;
	size_t thread;
};

static int longer_first(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->since_ns != y->since_ns)
		return x->since_ns < y->since_ns ? -1 : 1;
	return x->thread < y->thread ? -1 : x->thread > y->thread;
}

size_t model_threads_call(struct model *m, uint64_t object, uint64_t most)
{
	size_t n = model_threads_at(m, object), found = 0;
	SCOPED_FREE struct place *at = NULL;

	if (!n || !most)
		return 0;
	at = mem_new(n, sizeof(*at));
	for (size_t i = 0; i < m->thread_count; i++)
		if (is_at(&m->threads[i], object))
			at[found++] =
				(struct place){ m->threads[i].wait_since_ns,
						i };
	if (most < n) {
		qsort(at, n, sizeof(*at), longer_first);
		n = (size_t)most;
	}
	for (size_t i = 0; i < n; i++) {
		m->threads[at[i].thread].called = true;
		m->threads[at[i].thread].called_ns = model_run_time(m);
	}
	return n;
}

/* Who waits on a condition goes on when it has the lock of that again. */
static bool is_back(const struct model *m, const struct model_thread *t,
		    const struct trace_event *e)
{
	const struct model_object *o;

	if (t->verb != MP_VERB_WAIT || e->verb != MP_VERB_ACQUIRE || !t->called)
		return false;
	o = model_object(m, t->object);
	return o && o->kind == MODEL_CONDITION &&
	       (o->condition.lock == e->object || !o->condition.lock);
}

void model_fold_thread(struct model *m, struct model_process *p,
		       const struct trace_event *e)
{
	struct model_thread *t = e->tid ? thread_of(m, p, e->tid) : NULL;

	if (!t)
		return;
	if (t->waits)
		m->deadlock_ns = -1;
	switch ((enum mp_phase)e->phase) {
	case MP_BEGINS:
		begin(t, e);
		break;
	case MP_WAITS:
		must_wait(m, t, e);
		break;
	case MP_HAPPENS:
		if (t->verb == e->verb || is_back(m, t, e))
			go_on(t);
		break;
	case MP_ENDS:
		go_on(t);
		t->verb = MP_VERB_NONE;
		t->object = t->target = 0;
		break;
	}
}
