/* SPDX-License-Identifier: MIT */
/*
 * The gate and the demo's clock, as the traced process sees them.
 *
 * MP_BEGINS is recorded before the thread stands at the gate: so the screen
 * shows what each process is about to do while it waits to be let through.  A
 * sleep has no gate before it: who sleeps while all stands still is stepped out
 * of the sleep, and a reader who has seen it go in would see nothing happen.
 *
 * Where a thread sleeps on a futex word, it reads the word first and looks at
 * everything else after; the reader changes everything else first and the
 * word after.  So either the thread sees the change or the word has another
 * value than it expects and it does not sleep.
 */
#include "trace/sink.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "trace/stamp.h"
#include "trace/writer.h"

#define NAP_NS   100000000LL /* at a closed gate; then: is there a reader? */
#define LONG_NS  3600000000000LL
#define RATE_MAX 1e6

/* ---- the clock ---- */

struct line {
	int64_t base_real, base_demo;
	double rate; /* 0: paused */
};

static bool reader_gone(const struct arena_header *arena)
{
	/* Relaxed: nothing else depends on it. */
	return atomic_load_explicit(&arena->alive, memory_order_relaxed) !=
	       ARENA_READER_LIVES;
}

/* The line in use, and the time, such that both belong together. */
static int64_t read_line(struct line *ret)
{
	struct arena_header *arena = trace_writer_arena();
	uint32_t seq;
	int64_t real;

	do {
		const struct arena_line *line;

		/* Acquire: pairs with the reader's release of a new line. */
		seq = atomic_load_explicit(&arena->seq, memory_order_acquire);
		line = &arena->copy[seq & 1];
		ret->base_real = atomic_load_explicit(&line->base_real,
						      memory_order_relaxed);
		ret->base_demo = atomic_load_explicit(&line->base_demo,
						      memory_order_relaxed);
		ret->rate =
			atomic_load_explicit(&line->rate, memory_order_relaxed);
		real = stamp_real();
		/* The line was read before the second look at seq. */
		atomic_thread_fence(memory_order_acquire);
	} while (seq !=
		 atomic_load_explicit(&arena->seq, memory_order_relaxed));
	/* Nobody will end the pause any more; nonsense is no speed either. */
	if (!(ret->rate >= 0 && ret->rate <= RATE_MAX) ||
	    (ret->rate <= 0 && reader_gone(arena)))
		ret->rate = 1;
	return real;
}

static int64_t on_line(const struct line *line, int64_t real)
{
	return line->base_demo +
	       (int64_t)((double)(real - line->base_real) * line->rate);
}

/*
 * Real ns until the demo's clock reaches @deadline at its present speed: 0 if
 * it has, @most if that is longer, @still if the clock stands.
 */
static int64_t real_until(int64_t deadline, int64_t most, int64_t still)
{
	struct line line;
	int64_t now = read_line(&line);
	double real;

	now = on_line(&line, now);
	if (now >= deadline)
		return 0;
	if (line.rate <= 0)
		return still;
	real = ((double)deadline - (double)now) / line.rate + 1;
	return real < (double)most ? (int64_t)real : most;
}

static int64_t sink_now(void)
{
	struct line line;
	int64_t real = read_line(&line);

	return on_line(&line, real);
}

/* ---- standing still ---- */

static bool paused(void)
{
	struct arena_header *arena = trace_writer_arena();

	return atomic_load(&arena->gate) == ARENA_PAUSED && !reader_gone(arena);
}

static int64_t sink_until(int64_t deadline)
{
	int64_t ns;

	/* A dead reader ends no pause: whoever waits in one must ask. */
	if (paused() && trace_writer_reader_lives())
		return NAP_NS;
	ns = real_until(deadline, NAP_NS, NAP_NS);
	return ns > 0 ? ns : 1;
}

/* Returns for any reason; the caller looks again.  Whether for a handler. */
static bool futex_wait(_Atomic uint32_t *word, uint32_t seen, int64_t ns)
{
	struct timespec t = { .tv_sec = ns / 1000000000,
			      .tv_nsec = ns % 1000000000 };
	int saved = errno;
	bool interrupted =
		syscall(SYS_futex, word, FUTEX_WAIT, seen, &t, NULL, 0) < 0 &&
		errno == EINTR;

	errno = saved;
	return interrupted;
}

/* Where a thread stands, and what lets it go on. */
struct stand {
	struct arena_slot *slot; /* NULL: nobody can point at it */
	_Atomic uint32_t *word;
	uint32_t number; /* its park */
};

/* Set while the thread stands; a handler that interrupts that has no place. */
static _Thread_local bool standing __attribute__((tls_model("initial-exec")));

static struct stand stand_up(enum arena_standing how, int64_t wakes,
			     const struct mp_probe_event *e)
{
	struct arena_slot *slot = standing ? NULL : trace_writer_slot();
	struct stand s = { slot,
			   slot ? &slot->go : &trace_writer_arena()->epoch, 0 };

	if (!slot)
		return s;
	standing = true;
	/* Relaxed: park publishes them. */
	atomic_store_explicit(&slot->standing, how, memory_order_relaxed);
	atomic_store_explicit(&slot->verb, e ? e->verb : MP_VERB_SLEEP,
			      memory_order_relaxed);
	atomic_store_explicit(&slot->object, e ? e->object : 0,
			      memory_order_relaxed);
	atomic_store_explicit(&slot->since, stamp_real(), memory_order_relaxed);
	atomic_store_explicit(&slot->wakes, wakes, memory_order_relaxed);
	s.number = atomic_load_explicit(&slot->park, memory_order_relaxed) | 1;
	/* Before any look at go: pairs with the reader's go, then park. */
	atomic_store(&slot->park, s.number);
	return s;
}

static void go_on(const struct stand *s)
{
	if (!s->slot)
		return;
	atomic_store_explicit(&s->slot->park, s->number + 1,
			      memory_order_release);
	standing = false;
}

static bool may_pass(const struct stand *s)
{
	return s->slot && atomic_load(&s->slot->pass) == s->number;
}

static void stand_at_gate(const struct mp_probe_event *e)
{
	struct stand s = stand_up(ARENA_AT_GATE, 0, e);

	for (;;) {
		uint32_t seen = atomic_load(s.word);

		if (!paused() || may_pass(&s) || !trace_writer_reader_lives())
			break;
		(void)futex_wait(s.word, seen, NAP_NS);
	}
	go_on(&s);
}

/* @light: signals wake it, and it looks whether it is cancelled. */
static int sleep_until(int64_t deadline, bool light)
{
	struct stand s = stand_up(ARENA_ASLEEP, deadline, NULL);
	bool woken = false;

	while (!woken) {
		uint32_t seen = atomic_load(s.word);
		int64_t ns;

		if (paused() && trace_writer_reader_lives()) {
			if (may_pass(&s))
				break;
			ns = NAP_NS;
		} else {
			ns = real_until(deadline, light ? NAP_NS : LONG_NS,
					NAP_NS);
			if (ns <= 0)
				break;
		}
		woken = futex_wait(s.word, seen, ns) && light;
		if (light)
			pthread_testcancel();
	}
	go_on(&s);
	return woken ? EINTR : 0;
}

static void sink_sleep(int64_t deadline)
{
	(void)sleep_until(deadline, false);
}

int trace_sink_doze(int64_t deadline)
{
	return sleep_until(deadline, true);
}

int64_t trace_sink_span(int64_t deadline)
{
	int64_t left = deadline - sink_now();

	return real_until(deadline, INT64_MAX / 2, left > 0 ? left : 0);
}

static void sink_emit(const struct mp_probe_event *e)
{
	if (__builtin_expect(e->verb == MP_VERB_NAME, 0))
		(void)trace_writer_is_new(); /* it introduces itself */
	trace_writer_emit(e);
	if (e->phase == MP_BEGINS && e->verb != MP_VERB_SLEEP &&
	    __builtin_expect(paused(), 0))
		stand_at_gate(e);
}

const struct mp_probe_sink trace_sink = {
	.emit = sink_emit,
	.now = sink_now,
	.until = sink_until,
	.sleep = sink_sleep,
};
