/* SPDX-License-Identifier: MIT */
/*
 * Whose a thing is.  It was there before the run: not the run's, whatever a
 * process says that opened it with O_CREAT.  Else a process that told of making
 * it, or of which the kernel says so, makes it the run's.  What was merely used
 * by the run may have been made by another at the same time; and what nobody
 * has told of is mentioned only if there were processes that tell nothing.
 */
#include "app/leftovers.h"

#include <string.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "trace/object.h"

struct telling {
	const struct app_leftovers *l;
	const struct model *m;
	struct trace_arena *arena;
	struct trace_log *log;
	bool untraced; /* processes that tell nothing were among them */
};

void app_leftovers_begin(struct app_leftovers *l)
{
	/* The clock of the file systems is a little behind. */
	l->since_s = time(NULL) - 1;
	proc_leftovers_list(&l->before);
}

void app_leftovers_release(struct app_leftovers *l)
{
	proc_leftovers_release(&l->before);
}

static uint64_t object_of(const struct proc_leftover *item)
{
	switch (item->kind) {
	case PROC_LASTING_MEMORY:
		return trace_object_file(TRACE_OBJECT_MEMORY, item->dev,
					 item->ino);
	case PROC_LASTING_SEM:
		return trace_object_place(TRACE_OBJECT_SEM,
					  trace_object_mapped(major(item->dev),
							      minor(item->dev),
							      item->ino),
					  0);
	case PROC_LASTING_MQ:
		return trace_object_file(TRACE_OBJECT_MQ, item->dev, item->ino);
	case PROC_LASTING_FIFO:
		return trace_object_file(TRACE_OBJECT_FIFO, item->dev,
					 item->ino);
	case PROC_LASTING_SYSV_MSG:
		return trace_object_id(TRACE_OBJECT_MSG, (unsigned)item->id);
	case PROC_LASTING_SYSV_SEM:
		return trace_object_sem(item->id, 0);
	case PROC_LASTING_SYSV_SHM:
		return trace_object_id(TRACE_OBJECT_SHM, (unsigned)item->id);
	}
	return 0;
}

static void post(const struct telling *t, uint64_t object,
		 const struct proc_leftover *item, enum trace_left whose)
{
	const char *name = item->name ? item->name : "";

	trace_arena_post(
		t->arena,
		&(struct trace_event){
			.verb = MP_VERB_LEFT,
			.phase = MP_HAPPENS,
			.kind = *name ? MP_KIND_TEXT : MP_KIND_NONE,
			.object = object,
			.text = trace_log_intern(t->log, name, strlen(name)),
			.a = item->amount,
			.aux = whose,
		});
}

/* ---- what is listed ---- */

static bool is_of_run(const struct telling *t, pid_t pid)
{
	return pid > 0 && model_process(t->m, (uint32_t)pid);
}

static void tell_listed(const struct telling *t,
			const struct proc_leftover *item)
{
	uint64_t object = object_of(item);
	const struct model_object *known = model_object(t->m, object);
	bool used = known || is_of_run(t, item->pids[0]) ||
		    is_of_run(t, item->pids[1]);

	if (proc_leftovers_find(&t->l->before, item)) {
		if (known && known->maker)
			post(t, object, item, TRACE_LEFT_FOUND);
	} else if ((known && known->maker) ||
		   (item->kind == PROC_LASTING_SYSV_SHM &&
		    is_of_run(t, item->pids[0]))) {
		post(t, object, item, TRACE_LEFT_MADE);
	} else if (used || (t->untraced && item->uid == geteuid())) {
		post(t, object, item, TRACE_LEFT_PERHAPS);
	}
}

/* ---- what must be asked for ---- */

static bool was_listed(const struct proc_leftovers *now, uint64_t object)
{
	for (size_t i = 0; i < now->count; i++) {
		if (object_of(&now->items[i]) == object)
			return true;
	}
	return false;
}

static void ask(const struct telling *t, const struct proc_leftovers *now,
		const struct model_object *o)
{
	enum trace_object kind = trace_object_kind(o->id);
	char *name = NULL;
	struct proc_leftover item;
	bool there;

	if ((kind != TRACE_OBJECT_MQ && kind != TRACE_OBJECT_FIFO) ||
	    !o->maker || !o->name || model_object(t->m, o->id) != o ||
	    was_listed(now, o->id))
		return;
	name = (char *)(uintptr_t)trace_log_text(t->log, o->name, NULL);
	there = kind == TRACE_OBJECT_MQ ? proc_leftover_mq(name, &item)
					: proc_leftover_fifo(name, &item);
	/* Another may have that name now. */
	if (!there || (item.ino && object_of(&item) != o->id))
		return;
	item.name = name;
	post(t, o->id, &item,
	     item.ino && item.changed_s < t->l->since_s ? TRACE_LEFT_FOUND
							: TRACE_LEFT_MADE);
}

void app_leftovers_tell(const struct app_leftovers *l, const struct model *m,
			struct trace_arena *arena, struct trace_log *log)
{
	struct telling t = { l, m, arena, log, false };
	struct proc_leftovers now = { 0 };

	for (size_t i = 0; i < m->process_count; i++)
		t.untraced |=
			m->processes[i].untraced || !m->processes[i].events;
	proc_leftovers_list(&now);
	for (size_t i = 0; i < now.count; i++)
		tell_listed(&t, &now.items[i]);
	for (size_t i = 0; i < m->object_count; i++)
		ask(&t, &now, &m->objects[i]);
	proc_leftovers_release(&now);
}
