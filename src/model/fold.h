/* SPDX-License-Identifier: MIT */
/*
 * The parts of the fold, for the files of this layer alone.  Each takes one
 * event of the verbs it knows and changes the model.
 */
#ifndef MODEL_FOLD_H
#define MODEL_FOLD_H

#include "model/model.h"

#define MODEL_NONE SIZE_MAX

/* What a process tells of itself and of its children. */
void model_fold_name(struct model *m, const struct trace_event *e);
void model_fold_attach(struct model *m, const struct trace_event *e);
void model_fold_start(struct model *m, const struct trace_event *e);
void model_fold_reap(struct model *m, const struct trace_event *e);
void model_fold_signalling(struct model *m, const struct trace_event *e);
void model_fold_exit(struct model *m, const struct trace_event *e);
/* Any other operation: it begins, waits, happens, ends. */
void model_fold_operation(struct model *m, const struct trace_event *e);

/* What the kernel and the player tell of a process. */
void model_fold_sample(struct model *m, const struct trace_event *e);
void model_fold_blocked(struct model *m, const struct trace_event *e);
void model_fold_inspect(struct model *m, const struct trace_event *e);
void model_fold_exited(struct model *m, const struct trace_event *e);
void model_fold_send_signal(struct model *m, const struct trace_event *e);
void model_fold_signal(struct model *m, const struct trace_event *e);
void model_fold_renice(struct model *m, const struct trace_event *e);

/* Queues. */
void model_fold_queue_new(struct model *m, const struct trace_event *e);
void model_fold_queue_close(struct model *m, const struct trace_event *e);
void model_fold_put(struct model *m, const struct trace_event *e);
void model_fold_get(struct model *m, const struct trace_event *e);
void model_fold_repair(struct model *m, const struct trace_event *e);
void model_fold_task_done(struct model *m, const struct trace_event *e);

/* Threads: what each is in the middle of. */
void model_fold_thread(struct model *m, struct model_process *p,
		       const struct trace_event *e);
/*
 * Those who have waited longest at condition @object, at most @most, are
 * called.  Returns how many.
 */
size_t model_threads_call(struct model *m, uint64_t object, uint64_t most);
size_t model_threads_at(const struct model *m, uint64_t object);
/* The process has ended. */
void model_forget_threads(struct model *m, struct model_process *p);

/* Locks and semaphores. */
void model_fold_lock_new(struct model *m, const struct trace_event *e);
void model_fold_semaphore_new(struct model *m, const struct trace_event *e);
void model_fold_acquire(struct model *m, const struct trace_event *e);
void model_fold_release(struct model *m, const struct trace_event *e);
void model_fold_recover(struct model *m, const struct trace_event *e);

/* Events, conditions, barriers. */
void model_fold_event_new(struct model *m, const struct trace_event *e);
void model_fold_event_set(struct model *m, const struct trace_event *e);
void model_fold_condition_new(struct model *m, const struct trace_event *e);
void model_fold_wait(struct model *m, const struct trace_event *e);
void model_fold_notify(struct model *m, const struct trace_event *e);
/* Thread @tid lets @lock go: if within a wait, it is the condition's. */
void model_learn_lock(struct model *m, uint32_t tid, uint64_t lock);
void model_fold_barrier_new(struct model *m, const struct trace_event *e);
void model_fold_arrive(struct model *m, const struct trace_event *e);
/* It opens, breaks, is aborted or reset. */
void model_fold_barrier(struct model *m, const struct trace_event *e);

/* Values, memory, pipes. */
void model_fold_value_new(struct model *m, const struct trace_event *e);
void model_fold_cell(struct model *m, const struct trace_event *e);
void model_fold_memory(struct model *m, const struct trace_event *e);
void model_fold_managed_new(struct model *m, const struct trace_event *e);
void model_fold_item(struct model *m, const struct trace_event *e);
void model_fold_show(struct model *m, const struct trace_event *e);
void model_fold_pipe_new(struct model *m, const struct trace_event *e);
void model_fold_message(struct model *m, const struct trace_event *e);

/* Pools. */
void model_fold_pool_new(struct model *m, const struct trace_event *e);
void model_fold_submit(struct model *m, const struct trace_event *e);
void model_fold_task(struct model *m, const struct trace_event *e);
void model_fold_worker_lost(struct model *m, const struct trace_event *e);
void model_fold_worker_new(struct model *m, const struct trace_event *e);
void model_fold_cancel(struct model *m, const struct trace_event *e);
/* Closed or terminated. */
void model_fold_pool_close(struct model *m, const struct trace_event *e);

/* What was measured. */
void model_fold_measure(struct model *m, const struct trace_event *e);

/* POSIX processes. */
void model_fold_fork(struct model *m, const struct trace_event *e);
void model_fold_exec(struct model *m, const struct trace_event *e);
void model_fold_untraced(struct model *m, const struct trace_event *e);

/* Pipes, FIFOs, sockets, message queues; what is removed. */
void model_fold_pipe(struct model *m, const struct trace_event *e);
void model_fold_socketpair(struct model *m, const struct trace_event *e);
void model_fold_mkfifo(struct model *m, const struct trace_event *e);
void model_fold_open(struct model *m, const struct trace_event *e);
void model_fold_hold(struct model *m, const struct trace_event *e);
void model_fold_dup(struct model *m, const struct trace_event *e);
void model_fold_close(struct model *m, const struct trace_event *e);
void model_fold_write(struct model *m, const struct trace_event *e);
void model_fold_read(struct model *m, const struct trace_event *e);
void model_fold_msg_open(struct model *m, const struct trace_event *e);
void model_fold_remove(struct model *m, const struct trace_event *e);
void model_fold_sem_set(struct model *m, const struct trace_event *e);

/* What is left over at the end. */
void model_fold_left(struct model *m, const struct trace_event *e);
/* Who holds this lock and has ended; NULL: nobody. */
const struct model_hold *model_hold_of_dead(const struct model *m,
					    const struct model_object *o);

/* ---- what they share ---- */

/* The process that introduces itself; MODEL_NONE: too many. */
size_t model_newcomer(struct model *m, const struct trace_event *e);
/* Fold the operation into process @i, which may be MODEL_NONE. */
void model_operate(struct model *m, size_t i, const struct trace_event *e);
/* It begins an operation in which it is known to have to wait. */
void model_must_wait(struct model *m, const struct trace_event *e);
/* @process runs the program that @e is about. */
void model_add_image(struct model *m, size_t process,
		     const struct trace_event *e);
/* The stream that @e is about; NULL: it is none. */
struct model_object *model_stream_of(struct model *m,
				     const struct trace_event *e);
/* Shared memory: mapped and unmapped by a process; all of it; at fork. */
void model_map(struct model *m, struct model_object *o, uint32_t pid);
void model_unmap(struct model *m, struct model_object *o, uint32_t pid);
void model_unmap_all(struct model *m, uint32_t pid);
void model_map_inherit(struct model *m, uint32_t child, uint32_t parent);
/* Descriptors of a process: opened (in place of what it was), closed, copied.
 */
void model_end_open(struct model *m, size_t process, struct model_end end);
void model_end_close(struct model *m, size_t process, int32_t fd);
void model_end_close_all(struct model *m, size_t process);
/* @pid has died: the tasks that it was running are not done by it. */
void model_pool_forget(struct model *m, uint32_t pid);
void model_end_inherit(struct model *m, size_t child, size_t parent);

/* Its teller lives and was heard; what it does is not changed. */
void model_fold_heard(struct model *m, const struct trace_event *e);
/* Whether a of the verb is a PID that the operation is about. */
bool model_verb_has_target(uint16_t verb);

/*
 * The object of @e; made if its making was not seen, and then of @kind.  NULL
 * if it is of another kind (MODEL_THING: any will do), or there are too many.
 */
struct model_object *model_object_of(struct model *m,
				     const struct trace_event *e,
				     enum model_kind kind);
/*
 * Fold the operation of @e.  If it happens now: the object that it has an
 * effect on, as model_object_of; else NULL.
 */
struct model_object *model_fold_effect(struct model *m,
				       const struct trace_event *e,
				       enum model_kind kind);
/* What was made last of this kind and name, and is not removed, or NULL. */
struct model_object *model_object_named(struct model *m, enum model_kind kind,
					uint32_t name);
/* Fold the operation that makes it; the new object where it happens. */
struct model_object *model_object_new(struct model *m,
				      const struct trace_event *e,
				      enum model_kind kind);
/* Note that @e has changed it. */
void model_object_changed(const struct model *m, struct model_object *o,
			  const struct trace_event *e);
/* NULL: that thread does not hold it. */
struct model_hold *model_hold_find(const struct model_object *o, uint32_t tid);
/* The hold of this thread, made with no units if need be; NULL: too many. */
struct model_hold *model_hold_add(struct model *m, struct model_object *o,
				  uint32_t tid, uint32_t pid);
void model_hold_drop(struct model *m, struct model_object *o,
		     struct model_hold *h);
void model_hold_drop_all(struct model *m, struct model_object *o);

/* The teller has what @by gave at @at_ns (hand.c). */
void model_hand(struct model *m, const struct trace_event *e, uint32_t by,
		int64_t at_ns);
/* The teller has given something to the process @to (a PID), now. */
void model_hand_over(struct model *m, const struct trace_event *e, uint64_t to);
/* Since when the thread of @e has waited in just this; -1: it does not. */
int64_t model_waits_since(const struct model *m, const struct trace_event *e);
/* The teller lets @o go, so that others can go on. */
void model_give(const struct model *m, struct model_object *o,
		const struct trace_event *e);
/* The teller, which waited, has it; @o may be NULL. */
void model_take(struct model *m, const struct model_object *o,
		const struct trace_event *e, int64_t waited_since);

/*
 * Cell @i of @o, made if need be; NULL: too many.  One that was made holds
 * nothing.
 */
struct model_cell *model_cell_of(struct model *m, struct model_object *o,
				 uint64_t i);
/* @child has what @parent has, as a child of fork. */
void model_adopt(struct model *m, size_t child, size_t parent);

/* The index of the latest process with this PID, or MODEL_NONE. */
size_t model_find(const struct model *m, uint32_t pid);
/* A new process that runs; MODEL_NONE if there are too many or @pid is 0. */
size_t model_add_process(struct model *m, uint32_t pid);
/* The process @i, noted as changed by this event. */
struct model_process *model_touch(struct model *m, size_t i);
void model_set_state(const struct model *m, struct model_process *p,
		     enum model_state state);
/* It is a zombie, or ENDED: it does nothing any more. */
void model_set_dead(struct model *m, struct model_process *p,
		    enum model_state state);
/* Note the status, unless one is known already. */
void model_set_status(struct model_process *p, int exit_code);
struct model_value model_value_of(const struct trace_event *e);

#endif
