/* SPDX-License-Identifier: MIT */
#include "bench/compare.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "bench/python.h"

enum { MOST_ROUNDS = 64 };

/* One form of an exchange at one place. */
struct figures {
	double v[MOST_ROUNDS];
	int n;
};

enum { OURS, PYTHON, BARE, FORMS };

static enum bench_place place = BENCH_FREE;
static cpu_set_t usable;
static int cpu[2], cpus; /* the first of them, and how many */

/* ---- places ---- */

static void find_cpus(void)
{
	if (cpus || sched_getaffinity(0, sizeof(usable), &usable))
		return;
	for (int i = 0; i < CPU_SETSIZE && cpus < 2; i++)
		if (CPU_ISSET((unsigned)i, &usable))
			cpu[cpus++] = i;
}

void bench_take_place(int party)
{
	cpu_set_t set = usable;

	find_cpus();
	if (place != BENCH_FREE) {
		CPU_ZERO(&set);
		CPU_SET((unsigned)cpu[place == BENCH_TWO ? party % 2 : 0],
			&set);
	}
	(void)sched_setaffinity(0, sizeof(set), &set);
}

static const char *place_name(void)
{
	switch (place) {
	case BENCH_ONE:
		return "one CPU";
	case BENCH_TWO:
		return "two CPUs";
	case BENCH_FREE:
		break;
	}
	return "free";
}

/* The CPUs of the parties in turn, as peers.py wants them. */
static const char *place_cpus(void)
{
	static char list[32];

	switch (place) {
	case BENCH_ONE:
		(void)snprintf(list, sizeof(list), "%d", cpu[0]);
		return list;
	case BENCH_TWO:
		(void)snprintf(list, sizeof(list), "%d,%d", cpu[0], cpu[1]);
		return list;
	case BENCH_FREE:
		break;
	}
	return "-";
}

/* ---- measuring ---- */

static int rounds(void)
{
	const char *wanted = getenv("BENCH_ROUNDS");
	int n = wanted ? atoi(wanted) : 0;

	if (n < 1)
		return BENCH_ROUNDS;
	return n < MOST_ROUNDS ? n : MOST_ROUNDS;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void sort(struct figures *f)
{
	qsort(f->v, (size_t)f->n, sizeof(*f->v), by_value);
}

static void add(struct figures *f, double v)
{
	if (v >= 0)
		f->v[f->n++] = v;
}

static void measure(const struct bench_row *r, struct figures f[FORMS])
{
	if (r->begin)
		r->begin(r);
	for (int i = rounds(); i > 0; i--) {
		add(&f[OURS], r->ours(r));
		if (r->python)
			add(&f[PYTHON], bench_python(r->python, place_cpus()));
		if (r->bare)
			add(&f[BARE], r->bare(r));
	}
	if (r->end)
		r->end(r);
	for (int i = 0; i < FORMS; i++)
		sort(&f[i]);
}

static double median(const struct figures *f)
{
	return f->v[f->n / 2];
}

/* How many times as fast @a is as @b; 0: there is no telling. */
static double speed(const struct bench_row *r, const struct figures *a,
		    const struct figures *b)
{
	const struct figures *more = r->less ? b : a, *other = r->less ? a : b;

	if (!a->n || !b->n || !(median(other) > 0))
		return 0;
	return median(more) / median(other);
}

/* ---- printing ---- */

static const char *number(char to[16], double x)
{
	double size = x < 0 ? -x : x;

	if (size >= 999.5e3)
		(void)snprintf(to, 16, "%.2f M", x / 1e6);
	else if (size >= 9999.5)
		(void)snprintf(to, 16, "%.1f k", x / 1e3);
	else
		(void)snprintf(to, 16, "%.*f",
			       size >= 100  ? 0
			       : size >= 10 ? 1
					    : 2,
			       x);
	return to;
}

static void print_title(const struct bench_row *r)
{
	const struct bench_aim *aim = &r->aim;
	const char *and = "";
	char text[16];

	printf("\n%s (%s)", r->name, r->unit);
	if (r->limit)
		printf("; bare: %s", r->limit);
	if (aim->figure > 0 || aim->of_python > 0 || aim->of_bare > 0)
		printf("; aim: ");
	if (aim->figure > 0) {
		printf("%s %s",
		       r->less ? "<=" : ">=", number(text, aim->figure));
		and = ", ";
	}
	if (aim->of_python > 0) {
		printf("%s>= %gx Python", and, aim->of_python);
		and = ", ";
	}
	if (aim->of_bare > 0)
		printf("%s>= %.2fx bare", and, aim->of_bare);
	printf("\n");
}

static void print_figures(const struct figures *f)
{
	char mid[16], least[16], most[16];

	if (!f->n) {
		printf("  %8s %19s", "-", "");
		return;
	}
	printf("  %8s %8s – %-8s", number(mid, median(f)),
	       number(least, f->v[0]), number(most, f->v[f->n - 1]));
}

static void print_speed(double times)
{
	if (times > 0)
		printf(times >= 100 ? " %6.0fx" : " %6.2fx", times);
	else
		printf(" %7s", "-");
}

static const char *verdict(const struct bench_row *r, const struct figures *f)
{
	const struct bench_aim *aim = &r->aim;
	double python = speed(r, &f[OURS], &f[PYTHON]);
	double bare = speed(r, &f[OURS], &f[BARE]), mid;
	bool met = true, known = false;

	if (!f[OURS].n)
		return "no figure";
	mid = median(&f[OURS]);
	if (aim->figure > 0) {
		known = true;
		met &= r->less ? mid <= aim->figure : mid >= aim->figure;
	}
	if (aim->of_python > 0 && python > 0) {
		known = true;
		met &= python >= aim->of_python;
	}
	if (aim->of_bare > 0 && bare > 0) {
		known = true;
		met &= bare >= aim->of_bare;
	}
	return !known ? "" : met ? "met" : "not met";
}

static void compare_at(const struct bench_row *r)
{
	static struct figures f[FORMS];

	memset(f, 0, sizeof(f));
	bench_take_place(0);
	measure(r, f);
	printf("  %-8s", place_name());
	for (int i = 0; i < FORMS; i++)
		print_figures(&f[i]);
	print_speed(speed(r, &f[OURS], &f[PYTHON]));
	print_speed(speed(r, &f[OURS], &f[BARE]));
	printf("  %s\n", verdict(r, f));
	(void)fflush(stdout);
}

void bench_compare(const struct bench_row *rows, size_t n)
{
	find_cpus();
	printf("\n%-10s  %-29s  %-29s  %-29s %s\n", "", "    ours", "  Python",
	       "    bare", "xPython   xBare  aim");
	if (bench_python_missing())
		printf("  %s\n", bench_python_missing());
	for (const struct bench_row *r = rows; r < rows + n; r++) {
		print_title(r);
		for (unsigned p = BENCH_ONE; p <= BENCH_FREE; p *= 2) {
			if (r->places && !(r->places & p))
				continue;
			if (p == BENCH_TWO && cpus < 2)
				continue;
			place = (enum bench_place)p;
			compare_at(r);
		}
	}
	place = BENCH_FREE;
	bench_take_place(0);
}
