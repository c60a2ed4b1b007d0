/* SPDX-License-Identifier: MIT */
/*
 * A python3 that measures what it is asked for: python/peers.py, one process
 * for the whole of a bench program.
 */
#ifndef BENCH_PYTHON_H
#define BENCH_PYTHON_H

/* Why there are no figures of Python here; NULL: there are. */
const char *bench_python_missing(void);

/*
 * The figure of function @name with its parties on @cpus ("0,1" in turn; "-"
 * any); negative if there is none.
 */
double bench_python(const char *name, const char *cpus);

#endif
