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
void model_fold_exited(struct model *m, const struct trace_event *e);
void model_fold_signal(struct model *m, const struct trace_event *e);

/* Queues. */
void model_fold_queue_new(struct model *m, const struct trace_event *e);
void model_fold_queue_close(struct model *m, const struct trace_event *e);
void model_fold_put(struct model *m, const struct trace_event *e);
void model_fold_get(struct model *m, const struct trace_event *e);
void model_fold_repair(struct model *m, const struct trace_event *e);

/* ---- what they share ---- */

/* The index of the latest process with this PID, or MODEL_NONE. */
size_t model_find(const struct model *m, uint32_t pid);
/* A new process that runs; MODEL_NONE if there are too many or @pid is 0. */
size_t model_add_process(struct model *m, uint32_t pid);
/* The process @i, noted as changed by this event. */
struct model_process *model_touch(struct model *m, size_t i);
void model_set_state(const struct model *m, struct model_process *p,
		     enum model_state state);
/* It is a zombie, or ENDED: it does nothing any more. */
void model_set_dead(const struct model *m, struct model_process *p,
		    enum model_state state);
/* Note the status, unless one is known already. */
void model_set_status(struct model_process *p, int exit_code);
struct model_value model_value_of(const struct trace_event *e);

#endif
