/* SPDX-License-Identifier: MIT */
/*
 * What every benchmark shares.  A bench program measures each figure several
 * times and reports it with bench_report(), which prints one line
 *
 *	name TAB median TAB least TAB greatest TAB unit
 *
 * on standard output; tests/bench/table makes one table of all of them.  What
 * is compared (ours and the peer, probe off and on) is measured in turns, in
 * one run, so that both see the same machine.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

enum { BENCH_ROUNDS = 7 }; /* enough for a median with a spread */

/* Monotonic time, and the CPU time of this process, in nanoseconds. */
int64_t bench_now_ns(void);
int64_t bench_cpu_ns(void);

/*
 * Print the median, least and greatest of @values[0..@n), which is sorted in
 * place.  @unit as a reader would write it: "ns", "ms", "records/s".
 */
void bench_report(const char *name, const char *unit, double *values, size_t n);

/* Say on the line of @name why there is no figure on this machine. */
void bench_skip(const char *name, const char *why);

/* Keep this process on CPU @cpu, or on all again with -1.  0 or -1. */
int bench_pin(int cpu);

/*
 * @size bytes, zeroed, that forked processes share; munmap(2) them.  Without
 * memory the program ends.
 */
void *bench_shared(size_t size);

/* A bare futex, between processes: sleep while *@word is @seen; wake. */
void bench_sleep(_Atomic uint32_t *word, uint32_t seen);
void bench_wake(_Atomic uint32_t *word, int count);

/* Let the compiler believe that @value is used. */
static inline void bench_keep(uint64_t value)
{
	__asm__ volatile("" : : "r"(value) : "memory");
}

#endif
