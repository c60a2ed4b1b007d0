/* SPDX-License-Identifier: MIT */
/*
 * The model: what is known of a run after a number of events.
 *
 * A pure fold: model_apply changes the state by one event and looks at nothing
 * else, no clock, no /proc.  So the same events give the same state, live,
 * replayed or in a test, and any past moment can be had again.  It is total:
 * any sequence of events is accepted, also one that cannot happen.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "model/object.h"
#include "model/series.h"
#include "trace/log.h"

/* The state words of the screen.  ENDED is a process that has been reaped. */
enum model_state {
	MODEL_RUNNING,
	MODEL_READY,
	MODEL_WAITING,
	MODEL_STOPPED,
	MODEL_ZOMBIE,
	MODEL_ENDED,
	MODEL_STATE_COUNT
};

const char *model_state_name(enum model_state s);

#define MODEL_NO_IMAGE UINT32_MAX
/* In the place of a PID: the one who sits before the screen. */
#define MODEL_PLAYER UINT32_MAX

struct model_process {
	uint32_t pid, ppid; /* ppid 0: not known */
	uint32_t name;      /* text number; 0: none announced */
	enum model_state state;
	int64_t since_ns; /* in this state since (run time) */
	char letter;      /* the kernel's, of the last sample; 0: none yet */
	int64_t started_ns, ended_ns; /* ended_ns -1: lives */
	bool status_known;
	int exit_code; /* 0..255 or -signal, if status_known */

	/* From the samples. */
	int64_t cpu_ns, ready_ns; /* so far; -1: not known */
	bool in_turns;            /* see model/kernel.c */
	int cpu;                  /* ran on last; -1: not known */
	uint32_t kernel_threads;  /* that it has; 0: not known */
	int64_t sampled_ns;       /* real time of the last sample; -1: none */
	int64_t share_from_ns, share_from_cpu_ns; /* see model_cpu_share */

	/*
	 * What it is doing: the operation that has begun and not ended, of its
	 * first thread where several have one.
	 */
	uint16_t verb;         /* MP_VERB_NONE: its own work */
	uint32_t tid;          /* the thread that does it */
	bool waits;            /* it found that it must wait */
	int64_t op_since_ns;   /* it began */
	int64_t wait_since_ns; /* it found that it must wait */
	uint64_t object;
	uint64_t target; /* join, terminate: the PID */
	struct model_value item;
	uint32_t threads; /* index + 1 of its first thread; 0: none known */
	uint64_t site;    /* where in its code it was seen last; 0: unknown */
	uint32_t image;   /* index in model->images, or MODEL_NO_IMAGE */
	uint64_t events;  /* seen from it */
	int64_t event_ns; /* real time of the last of them; -1: none */
	/* The last signal that was seen to be sent to it; 0: none. */
	uint8_t sent;
	uint32_t sent_by; /* PID, or MODEL_PLAYER */
	bool nice_known;  /* the player has changed its nice value */
	int8_t nice;      /* then: -20 to 19 */
	bool born;        /* a fork has told of it */
	bool untraced;    /* its program is not seen */
	uint32_t ends;    /* index + 1 of its first one; 0: none known */
	uint64_t amount;  /* bytes that its present write is of */
	/*
	 * A sample of what it is in while it tells nothing: words, 0 if there
	 * is none, and what that is at.  Gone with its next event or run.
	 */
	uint32_t blocked;
	uint64_t blocked_at;
	uint32_t look; /* index + 1 in model->looks; 0: never looked at */
};

/*
 * What was read of a process's control block, as far as it was looked at: see
 * model/facts.h.
 */
enum { MODEL_LOOK_NOW, MODEL_LOOK_HAVE, MODEL_LOOK_PARTS };

struct model_look {
	uint32_t texts[MODEL_LOOK_PARTS]; /* text numbers; 0: not read yet */
	int64_t at_ns; /* run time of the last change, or of its end */
	bool over;     /* nobody looks any more: it is as it was then */
};

/* What one thread is in the middle of. */
struct model_thread {
	uint32_t tid, pid;
	uint32_t next;   /* index + 1 of the next one of its process */
	uint16_t verb;   /* MP_VERB_NONE: its own work */
	bool waits;      /* it found that it must wait */
	bool bounded;    /* and it will not wait for ever */
	bool called;     /* at a condition: it was notified */
	uint32_t holder; /* TID of who holds what it waits for; 0: not told */
	uint64_t object, target; /* as of a process */
	int64_t wait_since_ns;   /* run time */
	int64_t called_ns;       /* the same */
};

struct model_item {
	struct model_value value;
	uint64_t sequence; /* 1, 2, ... as put */
	uint32_t by;       /* PID that put it; 0: not seen */
	int64_t at_ns;     /* run time it was put */
};

#define MODEL_USERS_MAX 8

/* The processes at one end of a queue so far, in order of their first call. */
struct model_users {
	uint32_t pids[MODEL_USERS_MAX];
	uint8_t count;
	bool more; /* there were others */
};

struct model_queue {
	uint64_t id;
	uint32_t name;            /* text number */
	uint32_t maker;           /* PID; 0: not seen */
	uint64_t capacity;        /* 0: not known */
	uint32_t type;            /* mp_type */
	struct model_item *items; /* a ring: see model_queue_item */
	size_t head, count, cap;
	uint64_t puts, gets; /* ever; equal to sequence numbers */
	uint64_t lost;       /* items that a killed process took with it */
	uint64_t missed;     /* puts and gets that no event told of */
	size_t greatest;     /* length */
	bool closed;
	int64_t first_full_ns; /* -1: never */
	uint64_t done;         /* items that were put and are said to be done */
	struct model_users putters, takers;
};

/* What the last event did to one process. */
struct model_change {
	size_t process;        /* index */
	enum model_state from; /* MODEL_STATE_COUNT: it is new */
	bool status_known;     /* before */
};

/* What one process has of another: an item, bytes, a lock, its start. */
struct model_handed {
	uint32_t from, to; /* indices of processes */
	uint16_t verb;     /* of the event that told of it */
	uint64_t object;   /* 0: none */
	int64_t from_ns;   /* run time it was given */
};

/* A program image: what addresses mean. */
struct model_image {
	uint32_t path; /* text number */
	uint64_t base, size;
};

/*
 * More processes, queues or images than this are counted and not kept: a run
 * that starts processes without end must not eat the player's memory.
 */
#define MODEL_MAX_THINGS 65536

struct model {
	int64_t time_ns;   /* of the last event: real, since the run began */
	int64_t paused_ns; /* how much of that the run was paused */
	int64_t paused_since_ns; /* -1: it goes on */
	double speed;            /* of the demo's clock, now */
	double demo_s;           /* what that showed when it was set */
	int64_t speed_since_ns;  /* the run time then */
	uint64_t events;         /* folded */
	uint64_t lost, torn;
	uint64_t stalls; /* times a writer waited for room; known at the end */
	/* Since when a deadlock has been found to hold; -1: there is none. */
	int64_t deadlock_ns;
	bool over;    /* the END event has been seen */
	int over_why; /* its a */
	uint32_t over_text;

	struct model_process *processes; /* in order of appearance */
	size_t process_count, process_cap;
	size_t alive;      /* of them, zombies not counted */
	uint64_t family;   /* grows when who, whose or called what does */
	struct map by_pid; /* to the latest process with this PID */
	struct model_queue *queues; /* in order of making */
	size_t queue_count, queue_cap;
	struct map by_object;         /* to queues */
	struct model_object *objects; /* what else is shared, as made */
	size_t object_count, object_cap;
	struct map by_id;                 /* to objects */
	struct model_variable *variables; /* in order of first showing */
	size_t variable_count, variable_cap;
	struct map by_variable;       /* to them, by PID and name */
	struct model_thread *threads; /* tid 0: free, its next is the next */
	size_t thread_count, thread_cap;
	uint32_t free_thread;   /* index + 1; 0: none */
	struct map by_tid;      /* to threads */
	size_t holds, cells;    /* of all objects together */
	size_t meetings;        /* barriers that have one */
	struct model_end *ends; /* descriptors of all processes */
	size_t end_count, end_cap;
	uint32_t free_end; /* index + 1; 0: none */
	size_t open_ends;
	bool maps; /* some memory was mapped */
	struct model_look *looks;
	size_t look_count, look_cap;
	struct model_image *images;
	size_t image_count, image_cap;
	uint64_t beyond; /* events of things past MODEL_MAX_THINGS */
	size_t items;    /* in all queues together */

	struct model_series *series; /* measured, in order of appearance */
	size_t series_count, series_cap;
	size_t points; /* of all of them together */

	/* Of the last event: the processes it may have changed. */
	struct model_change changed[2];
	size_t changed_count;
	bool has_handed; /* it handed something over */
	struct model_handed handed;
};

struct model *model_new(void);
struct model *model_clone(const struct model *m);
void model_free(struct model *m);

void model_apply(struct model *m, const struct trace_event *e);

/*
 * Whether @e is of a look from outside, as they come all the time: no act of a
 * process.
 */
bool model_is_sample(const struct trace_event *e);

/* Real time to run time: without the pauses.  ns. */
int64_t model_run_time(const struct model *m);
/* What the demo's clock shows at the last event, which goes at its speed. */
double model_demo_time(const struct model *m);

/* NULL if there is none. */
const struct model_process *model_process(const struct model *m, uint32_t pid);
const struct model_queue *model_queue(const struct model *m, uint64_t object);
/* What is shared and is no queue. */
const struct model_object *model_object(const struct model *m, uint64_t id);
/* Which ends of it @p has open: TRACE_END_* together. */
unsigned model_ends(const struct model *m, const struct model_process *p,
		    const struct model_object *o);
/* A thread that lives and has told something. */
const struct model_thread *model_thread(const struct model *m, uint32_t tid);

/* Bytes that a clone takes. */
size_t model_size(const struct model *m);

/* The item that is taken after @i others; @i below q->count.  Borrowed. */
const struct model_item *model_queue_item(const struct model_queue *q,
					  size_t i);

/*
 * The share of one CPU that @p has used over about the last second: 0..1, 0 for
 * a process that has ended or has been sampled once only.
 */
double model_cpu_share(const struct model *m, const struct model_process *p);

/*
 * Who sent the signal that killed @p: a PID, MODEL_PLAYER, or 0: it was not
 * killed, or nobody was seen to.
 */
uint32_t model_killer(const struct model_process *p);

/* Processes that have not ended, zombies not counted. */
size_t model_alive(const struct model *m);

/*
 * Who is waiting at @q to put (@verb MP_VERB_PUT) or get, longest first: at
 * most @max indices into processes.  Returns how many there are.
 */
size_t model_waiters(const struct model *m, const struct model_queue *q,
		     uint16_t verb, size_t *ret, size_t max);

#endif
