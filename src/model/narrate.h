/* SPDX-License-Identifier: MIT */
/*
 * Events in words and as JSON.
 *
 * Both are told with the state right after the event has been applied.  The
 * place in the source is the caller's to find (it needs debug information).
 */
#ifndef MODEL_NARRATE_H
#define MODEL_NARRATE_H

#include <stdbool.h>

#include "base/str.h"
#include "model/model.h"
#include "trace/log.h"

struct model_place {
	const char *file; /* NULL: not known */
	int line;
	const char *function; /* NULL: not known */
	const char *why;      /* there is no line, in words; NULL: not known */
	/* Where that function is inlined; NULL: it is not. */
	const char *caller_file;
	int caller_line;
};

/*
 * Add one sentence without a newline at its end (output of several lines gives
 * as many), "0.412 s  producer (PID 4711) waits in
 * put(tasks): the queue is full, 4 of 4.", and return true; or false if the
 * event is nothing to tell a reader (a sample, the begin of a call that then
 * does not wait).
 */
bool model_narrate(const struct model *m, const struct trace_log *log,
		   const struct trace_event *e, struct str *out);

/*
 * Add one JSON object on one line, with a newline.  Keys that do not apply are
 * left out.
 *
 *	time		run time in s
 *	pid, process	who, and its name
 *	verb, phase	begins, waits, happens, ends
 *	object		the name of the queue, lock, barrier, ...
 *	kind, value	of an item or a duration: int, double, text, bytes (in
 *			hexadecimal); a sleep and other times in ns
 *	sequence, length of a put or get that happens: its number, items after
 *	capacity	of a new queue
 *	target		the PID that is started, joined, reaped or signalled
 *	status		an exit code, or -n for signal n
 *	signal		the number that the player sent
 *	x, y		of what was measured; text names its series
 *	text		a name, a path, output, why it ended
 *	sampled		true: what it seems to be in (text), seen from outside
 *	call		the number of that system call
 *	facts		an object: what the kernel shows of a process that is
 *			inspected; keys as in proc/inspect.h, signals by name,
 *			lists `open`, `positions` and `mapped`
 *	stream		stdout or stderr
 *	letter, cpu_time, ready_time, cpu, threads	of a sample; in s
 *	puts, gets	of a repair: the true totals
 *	letter		of the schedule, from 1
 *	threads, circle	of a deadlock: how many, how many of them in a circle
 *	count		events lost; how deep a lock is held, the value of a
 *			semaphore, units given back
 *	thread		the TID that holds it
 *	most, waiting, recursive, parties, index, round, times, length, duplex,
 *	end, bytes, ready, of, workers, task, tasks, chunk, place, unfinished,
 *	address
 *			numbers of the effect, as the verb has them in
 *			mp/verbs.def
 *	why		itself, user or limit
 *	made		of what is left over: run, perhaps or before
 *	remove		what one types to be rid of it
 *	started, reaped, zombies, made, removed, left, descriptors, locked,
 *	unread_items, unread_messages, unread_bytes, events, lost, torn, stalls
 *			of the end: the ledger; made, removed, left: of what
 *			stays in the system
 *	error		the name of the errno with which it ended
 *	function, file, line	of the call, as far as @place has them
 *	state		of the process, if the event changed it
 */
void model_event_json(const struct model *m, const struct trace_log *log,
		      const struct trace_event *e, struct model_place place,
		      struct str *out);

/*
 * "put tasks 83", "join producer", "sleep 0.1 s", "its own work"; of a process
 * that tells nothing, as sampled: "seems to be in read(the terminal)".
 */
void model_doing(const struct model *m, const struct trace_log *log,
		 const struct model_process *p, struct str *out);

/*
 * "83", "0.5", "\"abc\"", "3 bytes"; a text that holds numbers rather than
 * letters byte by byte: 00 00 01 02 "nails".
 */
void model_value_text(const struct trace_log *log, struct model_value v,
		      struct str *out);

/*
 * What is in a cell of @o: "83", "\"abc\""; of a namespace or a dict the value
 * by its key, "x = 5"; "?" if it was never seen.
 */
void model_cell_text(const struct trace_log *log, const struct model_object *o,
		     const struct model_cell *c, struct str *out);
/* A text of the log, with escapes for what is not to be shown as it is. */
void model_text(const struct trace_log *log, uint32_t text, struct str *out);

/* "put"; "unknown" for a verb that is none. */
const char *model_verb_name(uint16_t verb);

/* Its name, or "queue 2", "lock 1" by its place among its kind. */
void model_object_name(const struct model *m, const struct trace_log *log,
		       uint64_t object, struct str *out);

/* Whether it has said its name, or what program it runs is known. */
bool model_process_has_name(const struct model *m,
			    const struct model_process *p);

/* Its name, or "process 4711" if it has none. */
void model_process_name(const struct model *m, const struct trace_log *log,
			uint32_t pid, struct str *out);

#endif
