/* SPDX-License-Identifier: MIT */
/*
 * What the files of mp share and nobody else sees: the cheap side of the
 * probe, deadlines on the demo's clock, and futex words.
 *
 * Functions inside mp give 0 or an errno value; only the public ones turn
 * that into -1 and errno (mp__result).
 */
#ifndef MP_IMPL_H
#define MP_IMPL_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "mp/probe.h"
#include "mp/type.h"

#pragma GCC visibility push(hidden)

/*
 * A public function that is a trace point is never inlined, so that its
 * return address is a place in the caller's source.
 */
#define MP__TRACED __attribute__((noinline))
#define MP__SITE() __builtin_return_address(0)

/*
 * Whether somebody watches: one load and a branch that is predicted not
 * taken.  (MP_NO_PROBE exists for the benchmark that shows the cost of it.)
 */
static inline bool mp__watched(void)
{
#ifdef MP_NO_PROBE
	return false;
#else
	return __builtin_expect(mp_probe != NULL, 0);
#endif
}

/* Hand @e to the sink; the first event of a process is always its NAME. */
__attribute__((cold)) void mp__emit(const struct mp_probe_event *e);
/* Emit this process's NAME, unless it was done. */
void mp__announce(void);
/* Emit EXIT: the last event of a process that ends by itself. */
void mp__announce_exit(int code);
/* After a fork: the child has not announced itself. */
void mp__announce_again(void);

/* MP__EMIT(.verb = ..., .phase = ..., ...), if somebody watches. */
#define MP__EMIT(...)                                                          \
	do {                                                                   \
		if (mp__watched())                                             \
			mp__emit(&(struct mp_probe_event){ __VA_ARGS__ });     \
	} while (0)

/* An identity for a shared object that is unique in a run. */
uint64_t mp__object_new(void);

static inline int mp__result(int err)
{
	if (!err)
		return 0;
	errno = err;
	return -1;
}

/* ---- time ---- */

#define MP__NEVER INT64_MAX

/*
 * A sleeper in shared memory looks again after this long, even if nobody
 * wakes it: whoever should have done so may have been killed on the way.
 */
#define MP__RECHECK_NS 100000000LL

/* Seconds to ns: 0 for negative values and NaN, MP__NEVER if too long. */
int64_t mp__ns(double seconds);
/* err of MP_WAITS: ETIMEDOUT if a wait of @timeout has an end of its own. */
static inline int mp__limit(double timeout)
{
	return mp__ns(timeout) == MP__NEVER ? 0 : ETIMEDOUT;
}
/* The demo's clock. */
int64_t mp__now(void);
/* When it will be @timeout seconds later. */
int64_t mp__deadline(double timeout);
/*
 * How many real ns to sleep, at most @most, before looking at the clock
 * again; 0 once @deadline has come.
 */
int64_t mp__nap(int64_t deadline, int64_t most);

/* ---- futex words, in memory that processes share ---- */

/* Sleep while *@word is @seen, at most @ns.  Returns for any reason. */
void mp__futex_wait(_Atomic uint32_t *word, uint32_t seen, int64_t ns);
/* Wake up to @count sleepers; returns how many there were. */
int mp__futex_wake(_Atomic uint32_t *word, int count);

/*
 * Before a sleep: offer the CPU once.  Whoever is waited for may only have to
 * run, here or on another CPU, and that is cheaper than a sleep and a wake-up.
 * False once it is time to sleep: after some microseconds, less than what a
 * wake-up costs; or at once, where the last offers were dear, since whoever
 * took the CPU had much to do and kept it.
 */
struct mp__offers {
	int64_t last, until; /* both 0 before the first */
};

bool mp__offer(struct mp__offers *o);

#pragma GCC visibility pop
#endif
