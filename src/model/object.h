/* SPDX-License-Identifier: MIT */
/*
 * What processes share beside queues: locks, semaphores, events, conditions,
 * barriers, values, pools, named memory.
 *
 * One type for all of them, since they have most in common: a name, a maker,
 * and the threads that hold them or have come to them.  What a kind has beside
 * that is in a union.
 */
#ifndef MODEL_OBJECT_H
#define MODEL_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/stream.h"

/* A value as an event carried it. */
struct model_value {
	uint64_t bits; /* of the int64_t or the double */
	uint32_t text; /* text number in the log */
	uint8_t kind;  /* enum mp_kind */
};

enum model_kind {
	MODEL_THING, /* made before anybody watched: not known what it is */
	MODEL_LOCK,
	MODEL_SEMAPHORE,
	MODEL_EVENT,
	MODEL_CONDITION,
	MODEL_BARRIER,
	MODEL_VALUE,
	MODEL_PIPE,
	MODEL_POOL,
	MODEL_MEMORY,
	MODEL_STREAM,   /* a pipe of the kernel's, FIFO, socket */
	MODEL_MESSAGES, /* a message queue of the kernel's */
	MODEL_MANAGER,
	MODEL_NAMESPACE,
	MODEL_DICT,
	MODEL_LIST,
	MODEL_KIND_COUNT
};

/* "lock", "semaphore", ...; "object" for a thing. */
const char *model_kind_name(enum model_kind k);

/*
 * A thread that holds a lock or units of a semaphore, that has arrived at a
 * barrier, or works for a pool.
 */
struct model_hold {
	uint32_t tid, pid;
	uint64_t units;   /* depth; units; of a worker: tasks that it ended */
	uint64_t task;    /* of a worker: number, from 1; 0: none in work */
	int64_t since_ns; /* run time: it holds, arrived, began the task */
	uint64_t site;    /* of the call by which it took a lock; 0: unknown */
	/* Of a worker. */
	uint64_t died_in; /* the task in which it died; 0: in none */
	uint32_t place;   /* from 1; 0: not known */
	uint32_t instead; /* PID whose place it took; 0: nobody's */
	bool lost;        /* the pool has it no longer */
};

/* A round of a barrier that is over. */
struct model_round {
	uint64_t phase;         /* from 0: as many opened before */
	int64_t from_ns, to_ns; /* run time: since the one before ended */
	uint32_t last;          /* PID that came last; 0: nobody was seen */
	int32_t broken;         /* errno that says why; 0: it opened */
};

/* Of more rounds and parties than these only the last and first are kept. */
#define MODEL_ROUNDS_MAX  16
#define MODEL_PARTIES_MAX 64

/* What is remembered of a barrier beyond its present round. */
struct model_meeting {
	int64_t from_ns; /* run time: the present round began */
	struct model_round rounds[MODEL_ROUNDS_MAX]; /* the oldest first */
	uint32_t round_count;
	uint64_t opened, broken;             /* how many rounds ended so */
	uint32_t parties[MODEL_PARTIES_MAX]; /* PIDs, as they first came */
	uint32_t party_count;
};

/*
 * One cell of a value or an array.  Of a namespace or a dict it is an entry:
 * value.text is the value by its key, "x = 5", value.bits a number for the key.
 */
struct model_cell {
	struct model_value value; /* kind NONE: never seen */
	uint32_t by;              /* PID that wrote it last; 0: not seen */
	int64_t at_ns;            /* run time of that */
	uint64_t writes;
};

/* A message on its way through a pipe of mp. */
struct model_sent {
	uint64_t number; /* from 1, of this direction */
	int64_t at_ns;
	uint32_t by; /* PID */
	uint64_t bytes;
	struct model_value value;
};

/* Of more messages that are on their way only the last ones are known. */
#define MODEL_SENT_MAX 8

/* More cells of an array than this are counted and not kept. */
#define MODEL_CELLS_MAX 4096

/* Of more tasks of a pool than these only the first are known one by one. */
#define MODEL_TASKS_MAX 128

/* How a task stands. */
enum model_task {
	MODEL_TASK_PENDING,
	MODEL_TASK_RUNNING,
	MODEL_TASK_DONE,
	MODEL_TASK_FAILED, /* or died with its worker */
	MODEL_TASK_CANCELLED,
};

/* The tasks that ended lately, by quarters of a second of run time. */
#define MODEL_TICK_NS 250000000LL
#define MODEL_TICKS   12

struct model_object {
	uint64_t id;
	enum model_kind kind;
	uint32_t name;   /* text number; 0: none */
	uint32_t maker;  /* PID; 0: not seen */
	int64_t made_ns; /* run time it was made or first seen */
	bool removed;    /* closed, or its name unlinked */
	bool left;       /* the kernel had it when all had ended */
	bool perhaps;    /* and it may be of others */
	uint64_t amount; /* then: bytes, messages, semaphores in it */
	/*
	 * Of what is held, set, notified or met at: when it last changed, run
	 * time, and the PID that did it.  -1 and 0: never seen.
	 */
	int64_t changed_ns;
	uint32_t changed_by;
	/* PID that let it go, set it, notified last, and when; 0: none. */
	uint32_t given_by;
	int64_t given_ns;
	union {
		struct {
			bool recursive;
			uint64_t deaths; /* of holders, found out */
			uint64_t taken;  /* so far; within a hold not again */
			int64_t held_ns; /* by holds that are over */
		} lock;
		struct {
			uint64_t value;
			uint64_t most;      /* 0: not bounded */
			uint64_t recovered; /* units of the dead, given back */
			uint64_t first;     /* value as made */
			uint64_t taken;     /* units, so far */
			uint64_t given;     /* the same, by whoever */
			uint64_t signals;   /* of those: by who had none */
		} semaphore;
		struct {
			bool set;
			uint64_t times; /* set, so far */
		} event;
		struct {
			uint64_t lock;     /* object */
			uint64_t notified; /* calls of notify */
			uint64_t called;   /* waits that these have ended */
			uint64_t lost;     /* calls while nobody waited */
			int64_t lost_ns;   /* run time of the last of these */
		} condition;
		struct {
			uint64_t parties;
			uint64_t round; /* from 0 */
			int32_t broken; /* errno that says why; 0: whole */
			struct model_meeting *meeting; /* NULL: nobody came */
		} barrier;
		struct {
			uint64_t len;
			uint32_t type; /* mp_type */
		} value;
		struct {
			bool duplex;
			uint32_t open[2]; /* processes that have each end */
			uint64_t sent[2], received[2]; /* by each end */
			struct model_sent way[2][MODEL_SENT_MAX];
		} pipe;
		struct {
			uint64_t workers;
			/* Tasks; those of dead workers have not ended. */
			uint64_t submitted, ended, failed, cancelled;
			uint64_t lost; /* workers */
			bool terminated;
			/* Run times; -1: not yet. */
			int64_t first_ns, last_ns;
			uint32_t ticks[MODEL_TICKS]; /* number % MODEL_TICKS */
			int64_t tick;                /* number of the last */
			uint8_t task[MODEL_TASKS_MAX]; /* enum model_task */
		} pool;
		/* A manager's object. */
		struct {
			uint64_t count; /* values in it */
			/* The last change; verb MP_VERB_NONE: none yet. */
			uint16_t verb;
			uint32_t text, by;
			int64_t at_ns;
		} managed;
		struct {
			uint64_t bytes;
		} memory;
		struct model_stream stream;
	};

	/*
	 * In the order in which they came: who holds it, has arrived in this
	 * round, works for it.
	 */
	struct model_hold *holds;
	size_t hold_count, hold_cap;
	struct model_cell *cells; /* of a value, as far as they were seen */
	size_t cell_count, cell_cap;
};

/* How many units are held of it, by all together. */
uint64_t model_held(const struct model_object *o);

/* Messages under way in a pipe that were sent at @end. */
uint64_t model_in_flight(const struct model_object *o, unsigned end);
/*
 * The one of them that comes after @i others.  NULL: there is none, or it was
 * pushed out of sight by later ones.
 */
const struct model_sent *model_message(const struct model_object *o,
				       unsigned end, uint64_t i);

/* Messages in a queue, without those whose senders wait for room. */
uint32_t model_messages_in(const struct model_object *o);
/*
 * How others find memory or a message queue: ", no name", ", System V 5".  Adds
 * nothing where it has a name.
 */
void model_found_words(const struct model_object *o, struct str *out);

/* Whether its messages have priorities; else they have types. */
bool model_has_priorities(const struct model_object *o);

/*
 * Tasks of a pool that ended in the last seconds before @now_ns (run time), and
 * the time that this is about.
 */
uint64_t model_pool_recent(const struct model_object *o, int64_t now_ns,
			   int64_t *ret_ns);

/* How task @number (from 1) of a pool stands; PENDING beyond what is known. */
enum model_task model_pool_task(const struct model_object *o, uint64_t number);

/*
 * A variable of a process's own, as that has shown it: two processes may show
 * one of the same name, and each has its own.
 */
struct model_variable {
	uint32_t pid, name;
	uint64_t address;
	struct model_value value;
	int64_t shown_ns;   /* run time it was shown last */
	int64_t changed_ns; /* run time it was first shown so; -1: from begin */
	uint64_t times;     /* shown */
};

#endif
