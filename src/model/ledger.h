/* SPDX-License-Identifier: MIT */
/*
 * The ledger of a run: what it started and made, and whether all of it is gone.
 *
 * What is made lives in one of three ways.  What lies in the memory of the
 * processes (all that mp makes, but also a mutex in a mapping without a name)
 * is gone with the last of them: nobody removes it, and nothing is claimed of
 * that kind.  A pipe or a socket is gone when the last descriptor of it is
 * closed, which the end of a process does.  What has a name or a number in the
 * system stays until it is removed; what is left of that is asked of the
 * kernel when the run is over, and each thing found is an event (LEFT).
 */
#ifndef MODEL_LEDGER_H
#define MODEL_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/model.h"
#include "trace/arena.h"
#include "trace/log.h"

/* What is counted by itself; the order is that of the words. */
enum model_asset {
	MODEL_ASSET_QUEUE,
	MODEL_ASSET_LOCK,
	MODEL_ASSET_SEMAPHORE,
	MODEL_ASSET_EVENT,
	MODEL_ASSET_CONDITION,
	MODEL_ASSET_BARRIER,
	MODEL_ASSET_VALUE,
	MODEL_ASSET_PIPE,
	MODEL_ASSET_SOCKETS,
	MODEL_ASSET_POOL,
	MODEL_ASSET_MEMORY,
	MODEL_ASSET_MANAGER, /* and its objects, one by one */
	MODEL_ASSET_NAMESPACE,
	MODEL_ASSET_DICT,
	MODEL_ASSET_LIST,
	/* From here on: what stays in the system until it is removed. */
	MODEL_ASSET_NAMED_MEMORY,
	MODEL_ASSET_NAMED_SEMAPHORE,
	MODEL_ASSET_SEMAPHORE_SET,
	MODEL_ASSET_MESSAGES,
	MODEL_ASSET_FIFO,
	MODEL_ASSET_COUNT
};

struct model_tally {
	size_t made; /* by the run, or found at its end */
	size_t left; /* of what stays; the others were removed */
};

struct model_ledger {
	bool over; /* the run has ended, and the kernel was asked */
	size_t started, reaped, zombies, living;
	struct model_tally tallies[MODEL_ASSET_COUNT];
	size_t left;        /* of all kinds */
	size_t descriptors; /* of pipes and the like that are still open */
	size_t locked;      /* locks whose holder has ended */
	uint64_t bytes, messages, items; /* that nobody took */
	uint64_t events, lost, torn, stalls;
};

/*
 * Count.  @totals, of the arena or of a recording, may know of more losses than
 * the events; NULL: they are not known.
 */
void model_ledger(const struct model *m, const struct trace_totals *totals,
		  struct model_ledger *ret);

/* "pipe", "shared memory"; one of them. */
const char *model_asset_name(enum model_asset a);

/* What @o is counted as; MODEL_ASSET_COUNT: it is not counted. */
enum model_asset model_asset(const struct model_object *o);

/*
 * What is wrong, a line each without a newline at the end: what is left over,
 * zombies, locks of the dead, lost events.  Adds nothing if nothing is.
 */
void model_ledger_problems(const struct model *m, const struct trace_log *log,
			   const struct model_ledger *l, struct str *out);

/*
 * The rest: "Left as it was found: 3 processes started, 3 reaped · 1 queue
 * made, gone with them · ... · 214 events, 0 lost, 0 stalls".  One line; "Left
 * as it was found" only where that is so.
 */
void model_ledger_words(const struct model *m, const struct trace_log *log,
			const struct model_ledger *l, struct str *out);

/* Both, in lines that end with newlines. */
void model_ledger_text(const struct model *m, const struct trace_log *log,
		       const struct trace_totals *totals, struct str *out);

/* ,"started":3,"reaped":3,... : keys of a JSON object. */
void model_ledger_json(const struct model_ledger *l, struct str *out);

/* "shared memory /x, 4096 bytes". */
void model_left_words(const struct model *m, const struct trace_log *log,
		      const struct model_object *o, struct str *out);
/*
 * What takes it away, as one would type it: "rm /dev/shm/x", "ipcrm -m 5"; for
 * a POSIX message queue, which no command does, the call.
 */
void model_left_remedy(const struct trace_log *log,
		       const struct model_object *o, struct str *out);

#endif
