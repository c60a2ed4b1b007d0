/* SPDX-License-Identifier: MIT */
/*
 * What the sentences about events share; for the files of this layer alone.
 *
 * Each tells one event, and returns false if that is nothing to tell a
 * reader; what it has added then is dropped.
 */
#ifndef MODEL_TELL_H
#define MODEL_TELL_H

#include "base/str.h"
#include "model/model.h"

/* All that a sentence needs. */
struct telling {
	const struct model *m;
	const struct trace_log *log;
	const struct trace_event *e;
	struct str *out;
};

/* "producer (PID 4711)". */
void model_tell_who(const struct telling *t, uint64_t pid);
/* "producer (PID 4711) waits in put(tasks): ". */
void model_tell_call(const struct telling *t, const char *does);
/* The value of the event: "83". */
void model_tell_value(const struct telling *t);
/* "producer (PID 4711) gives up put(tasks): why." if it failed. */
bool model_tell_failure(const struct telling *t);

/* Processes: from their start to their end, and joining, signalling, sleep. */
bool model_tell_name(const struct telling *t);
bool model_tell_attach(const struct telling *t);
bool model_tell_start(const struct telling *t);
bool model_tell_join(const struct telling *t);
bool model_tell_signalling(const struct telling *t);
bool model_tell_sleep(const struct telling *t);
bool model_tell_blocked(const struct telling *t);
bool model_tell_death(const struct telling *t);
bool model_tell_reap(const struct telling *t);
/* Queues; a transfer is a put or a get. */
bool model_tell_queue_new(const struct telling *t);
bool model_tell_queue_close(const struct telling *t);
bool model_tell_transfer(const struct telling *t);
bool model_tell_repair(const struct telling *t);
/* Locks, semaphores, events, conditions, barriers. */
bool model_tell_lock(const struct telling *t);
bool model_tell_meeting(const struct telling *t);
/* Values, memory and pipes. */
bool model_tell_cell(const struct telling *t);
bool model_tell_show(const struct telling *t);
bool model_tell_memory(const struct telling *t);
bool model_tell_message(const struct telling *t);
/* What is left over at the end. */
bool model_tell_left(const struct telling *t);
/* Managers and their objects. */
bool model_tell_item(const struct telling *t);
bool model_tell_manager_end(const struct telling *t);
/* Pools. */
bool model_tell_pool(const struct telling *t);
/* One that is made. */
bool model_tell_new(const struct telling *t);

#endif
