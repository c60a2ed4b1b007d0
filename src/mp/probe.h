/* SPDX-License-Identifier: MIT */
/*
 * The probe: how mp tells a watcher what a process does.
 *
 * mp knows nothing of tracing.  At every call that can block or that another
 * process can notice it builds an event and hands it to the sink, if there is
 * one; with no sink a probe is one load and one predicted branch.  Whoever
 * wants to watch (a preload library, a test) sets mp_probe before main() or
 * before any other thread exists.  It may be changed only while no other thread
 * of the process is in a call of mp; one who measures such calls may take it
 * away meanwhile, and the watcher then knows nothing of them.
 *
 * Which phases a verb has:
 *
 *	MP_BEGINS	the call is entered, no lock is held; the sink may keep
 *			the thread here as long as it likes (the gate)
 *	MP_WAITS	it has found that it must wait and is about to sleep;
 *err is ETIMEDOUT if it will give up by itself one day, else 0 MP_HAPPENS
 *the effect, stamped where it takes place (for a queue, under its lock, so that
 *the order of these events is the order of the effects) MP_ENDS
 *the call returns; err is its errno, 0 if it succeeded
 *
 * A call that fails before it touches anything still begins and ends.
 */
#ifndef MP_PROBE_H
#define MP_PROBE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum mp_verb {
	MP_VERB_NONE,
#define MP_VERB(id, name, doing, look) MP_VERB_##id,
#include "mp/verbs.def"
#undef MP_VERB
	MP_VERB_COUNT
};

enum mp_phase { MP_BEGINS, MP_WAITS, MP_HAPPENS, MP_ENDS };

/* How to read the values of an event. */
enum mp_kind {
	MP_KIND_NONE,
	MP_KIND_INT,    /* int64_t in a */
	MP_KIND_DOUBLE, /* the bits of a double in a */
	MP_KIND_TEXT,   /* text, not terminated */
	MP_KIND_BYTES,  /* text holds raw bytes */
};

struct mp_probe_event {
	uint16_t verb;
	uint8_t phase;
	uint8_t kind;      /* of the item in a or text */
	int32_t err;       /* errno at MP_ENDS; see above for MP_WAITS */
	uint32_t aux;      /* see verbs.def */
	uint32_t text_len; /* bytes */
	uint64_t object;   /* which queue, ...; 0: none.  Unique in a run: its
			      maker's PID above 32 bits of its number there */
	uint64_t a, b;     /* see verbs.def */
	const void *site;  /* return address in the caller of mp */
	const char *text;  /* borrowed for the call */
};

/*
 * Every function may be called from any thread and, where the traced call
 * may, from a signal handler.  None changes errno.  Without now, until and
 * sleep (NULL) time is CLOCK_MONOTONIC.
 */
struct mp_probe_sink {
	/* Record @e.  At MP_BEGINS it may block (paused, stepped). */
	void (*emit)(const struct mp_probe_event *e);
	/*
	 * The demo's clock in ns: monotonic, stands still while the run is
	 * paused and goes faster or slower with the run's speed, so that a
	 * pause makes no time-out expire.
	 */
	int64_t (*now)(void);
	/*
	 * How many real ns to sleep at most before looking again whether
	 * now() has reached @deadline; at least 1, bounded (100 ms).
	 */
	int64_t (*until)(int64_t deadline);
	/*
	 * Sleep until now() reaches @deadline or, while paused, until this
	 * thread is allowed one step.
	 */
	void (*sleep)(int64_t deadline);
};

/*
 * Where the code of mp lies in a program that mp is linked into, so that a
 * watcher can tell mp's own calls of the C library from the program's; NULL if
 * that is not known.
 */
struct mp_code {
	const void *start, *end;
};
extern const struct mp_code mp_code;

/* The sink, or NULL.  Exported by the library and by static programs. */
extern const struct mp_probe_sink *mp_probe;

#ifdef __cplusplus
}
#endif
#endif
