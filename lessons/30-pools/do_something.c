/* SPDX-License-Identifier: MIT */
/*
 * Hard work, which never waits: primes, and sums over them.
 * main does it alone, then a pool does it again.  What does
 * a task cost, and do both find the same?
 */
#include <math.h>
#include <mp.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>

#include "demo.h"

#define MOST 100

static int below = 6000000; /* primes below this number */
static int tasks = 12;      /* ranges of one length */
static int workers = 2;     /* 0: only main */
static int pinned = 0;      /* 1: all stay on one core */

struct range {
    int number, from, to;
};

struct found {
    int primes;
    double sum;  /* over all of them */
    double cost; /* seconds of CPU time */
};

static struct range ranges[MOST];
static struct found results[MOST], none, common;
static const char *who; /* does it */

static int is_prime(int n)
{
    for (int d = 2; d * d <= n; d++)
        if (n % d == 0)
            return 0;
    return n > 1;
}

/* A clock that stands while this process has no core. */
static double cpu_time(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void add(struct found *to, const struct found *f)
{
    to->primes += f->primes;
    to->sum += f->sum;
    to->cost += f->cost;
}

/* The last digits before the point, and one behind it. */
static long checksum(const struct found *f)
{
    return (long)(10 * f->sum) % 1000000;
}

/* The task. */
static int do_something(const void *in, void *out)
{
    const struct range *range = in;
    static struct found f;
    double begin = cpu_time();

    if (!demo_fault("not-cleared"))
        f = none;
    for (int n = range->from; n < range->to; n++) {
        if (!is_prime(n))
            continue;
        f.primes++;
        f.sum += sqrt(n) + sin(n) + cos(n) + log(n);
    }
    f.cost = cpu_time() - begin;
    mp_measure(who, range->number, 1000 * f.cost);
    *(struct found *)out = f;
    if (demo_fault("common-sum")) {
        add(&common, &f);
        *(struct found *)out = none; /* returns nothing */
    }
    return 0;
}

/* All tasks, done by a pool or alone.  The seconds. */
static double run(int count, struct found *all)
{
    struct mp_task task = MP_TASK_CHUNKED(
        do_something, struct range, struct found, 1);
    double time = -mp_now();
    mp_pool *pool;

    who = count ? "workers" : "alone";
    common = none;
    if (count) {
        pool = mp_pool_new("primes", count, NULL);
        mp_pool_map(pool, task, ranges, results,
                    (size_t)tasks);
        mp_pool_close(pool);
        mp_pool_join(pool, MP_FOREVER);
        mp_pool_free(pool);
    } else {
        for (int i = 0; i < tasks; i++)
            do_something(&ranges[i], &results[i]);
    }
    time += mp_now();
    *all = common;
    for (int i = 0; i < tasks; i++) /* in their order */
        add(all, &results[i]);
    mp_show("primes", MP_INT, &all->primes);
    printf("%s: %d primes, checksum %ld\n", who, all->primes,
           checksum(all));
    printf("in ~%.2f s, CPU time ~%.2f s\n", time, all->cost);
    return time;
}

int main(int argc, char *argv[])
{
    struct found one, many;
    int efficiency; /* in percent */
    double times;
    cpu_set_t set;

    demo_parameters(
        argc, argv, DEMO_INT(below, 100, 40000000),
        DEMO_INT(tasks, 1, MOST), DEMO_INT(workers, 0, 16),
        DEMO_INT(pinned, 0, 1),
        DEMO_FAULT("not-cleared",
                   "a task goes on with the last sum"),
        DEMO_FAULT("common-sum",
                   "tasks add to a global variable"));
    if (pinned) {
        CPU_ZERO(&set);
        CPU_SET((size_t)sched_getcpu(), &set);
        sched_setaffinity(0, sizeof(set), &set);
    }
    for (int i = 0; i < tasks; i++)
        ranges[i] = (struct range){
            i + 1, (int)((long)below * i / tasks),
            (int)((long)below * (i + 1) / tasks)};
    times = run(0, &one);
    if (!workers)
        return 0;
    times /= run(workers, &many);
    printf("%d workers: ~%.2f times as fast\n", workers,
           times);
    efficiency = (int)(100 * times / workers + 0.5);
    mp_show("efficiency", MP_INT, &efficiency);
    if (checksum(&one) == checksum(&many))
        return 0;
    printf("the checksum is another one\n");
    return 1;
}
