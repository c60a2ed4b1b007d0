/* SPDX-License-Identifier: MIT */
/*
 * Ours beside Python's and bare C's.  A row is one exchange; its three forms
 * are measured in turns, in one run, at each place:
 *
 *	static const struct bench_row rows[] = {
 *		{ .name = "lock, alone", .unit = "op/s", .ours = lock_ours,
 *		  .bare = lock_bare, .limit = "robust pthread mutex",
 *		  .python = "lock_1", .aim = { .of_bare = 1 / 1.3 } },
 *	};
 *	bench_compare(rows, sizeof(rows) / sizeof(*rows));
 *
 * Python's form is a function of python/peers.py, run by one python3 that is
 * kept for all rows; without python3 its columns stay empty.  An aim that is
 * not met is said so on its line and is no failure.
 *
 * BENCH_ROUNDS in the environment sets the number of turns.
 */
#ifndef BENCH_COMPARE_H
#define BENCH_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

/* Where the parties run: all on one CPU, by turns on two, as they are. */
enum bench_place { BENCH_ONE = 1, BENCH_TWO = 2, BENCH_FREE = 4 };

/* 0: no such aim. */
struct bench_aim {
	double figure;    /* in the unit of the row */
	double of_python; /* so many times as fast as Python's */
	double of_bare;   /* and as bare C's */
};

struct bench_row {
	const char *name, *unit;
	bool less;       /* is better */
	unsigned places; /* 0: all */
	int n;           /* this and the next: what the functions make of it */
	size_t size;
	/* Where they are not NULL: before and after all turns at a place. */
	void (*begin)(const struct bench_row *row);
	void (*end)(const struct bench_row *row);
	/* The figure; negative: there is none.  bare may be NULL. */
	double (*ours)(const struct bench_row *row);
	double (*bare)(const struct bench_row *row);
	const char *limit;  /* what the bare one is */
	const char *python; /* its function; NULL: there is none */
	struct bench_aim aim;
};

void bench_compare(const struct bench_row *rows, size_t n);

/* Go where party @party runs at the place that is measured now. */
void bench_take_place(int party);

enum { BENCH_PARTIES = 8 };

/*
 * Run @fn in @n processes (at most BENCH_PARTIES), which begin together, each
 * in its place.  Seconds from then until the last has done.
 */
double bench_together(int n, void (*fn)(int party));

#endif
