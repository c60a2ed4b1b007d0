/* SPDX-License-Identifier: MIT */
/*
 * How many workers?  The same tasks for 1 worker, 2, 3, and
 * so on to 16: once they fetch something and wait for it,
 * once they compute.
 */
#include <mp.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>

#include "demo.h"

#define MOST 480

static int tasks = 48;        /* can be dealt to 16 */
static int workers = 0;       /* 0: one size after another */
static int cpus = 0;          /* to be used; 0: all we may */
static int places = 0;        /* at the server; 0: enough */
static double fetch = 0.04;   /* seconds that a task waits */
static double compute = 0.01; /* seconds of CPU */

static mp_semaphore *server;
static long turns = 1000; /* of a loop: see calibrate */

static void turn(long n)
{
    volatile double x = 1;

    while (n-- > 0)
        x = x / 1.5 + 1;
}

/* How many turns take so many seconds of CPU? */
static void calibrate(void)
{
    clock_t time = 0;

    while (time < CLOCKS_PER_SEC / 50) {
        clock_t begin = clock();

        turns *= 2;
        turn(turns);
        time = clock() - begin;
    }
    turns = (long)((double)turns * compute * CLOCKS_PER_SEC /
                   (double)time);
}

/* The two tasks say how long they took. */
static int do_compute(const void *in, void *out)
{
    double begin = mp_now();

    (void)in;
    turn(turns);
    *(double *)out = mp_now() - begin;
    return 0;
}

static int do_fetch(const void *in, void *out)
{
    double begin = mp_now();

    (void)in;
    if (places)
        mp_semaphore_acquire(server, MP_FOREVER);
    mp_sleep(fetch); /* until the answer is there */
    if (places)
        mp_semaphore_release(server);
    *(double *)out = mp_now() - begin;
    return 0;
}

/* All tasks, with so many workers: how many seconds? */
static double run(const char *name, mp_task_fn *fn, int count)
{
    struct mp_task task = MP_TASK_CHUNKED(fn, int, double, 1);
    mp_pool *pool = mp_pool_new(name, count, NULL);
    static int in[MOST];
    double took[MOST] = {0}, begin = mp_now(), time, sum = 0;

    if (mp_pool_map(pool, task, in, took, (size_t)tasks) < 0)
        perror(name);
    time = mp_now() - begin;
    mp_pool_close(pool);
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    for (int i = 0; i < tasks; i++)
        sum += took[i];
    printf("%s, %d workers: ~%.2f s, each task ~%.2f s\n",
           name, count, time, sum / tasks);
    return time;
}

/* How many times as fast as with 1 worker?  A point each. */
static void measure(const char *name, mp_task_fn *fn,
                    int count, double *alone)
{
    double time = run(name, fn, count);

    if (count == 1)
        *alone = time;
    mp_measure(name, count, *alone / time);
}

static void all_sizes(void)
{
    static const int sizes[] = {1, 2, 3, 4, 6, 8, 12, 16};
    double fetch_alone = 0, compute_alone = 0;

    for (int i = 0; i < 8; i++) {
        if (fetch > 0)
            measure("fetch", do_fetch, sizes[i],
                    &fetch_alone);
        if (compute > 0)
            measure("compute", do_compute, sizes[i],
                    &compute_alone);
    }
}

/* Of the CPUs that we may use, so many are enough. */
static void use_cpus(int most)
{
    cpu_set_t set;
    int kept = 0;

    sched_getaffinity(0, sizeof(set), &set);
    for (unsigned i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &set) && kept++ >= most)
            CPU_CLR(i, &set);
    sched_setaffinity(0, sizeof(set), &set);
}

int main(int argc, char *argv[])
{
    int count;

    demo_parameters(
        argc, argv, DEMO_INT(tasks, 1, MOST),
        DEMO_INT(workers, 0, 64), DEMO_INT(cpus, 0, 1024),
        DEMO_INT(places, 0, 64), DEMO_SECONDS(fetch),
        DEMO_SECONDS(compute));
    if (cpus)
        use_cpus(cpus);
    count = mp_cpu_count();
    mp_show("cpus", MP_INT, &count);
    mp_show("workers", MP_INT, &workers);
    mp_show("places", MP_INT, &places);
    printf("CPUs that main may use: ~%d\n", count);
    server = mp_semaphore_new("server", places);
    calibrate();
    if (!workers)
        all_sizes();
    if (workers && fetch > 0)
        run("fetch", do_fetch, workers);
    if (workers && compute > 0)
        run("compute", do_compute, workers);
    mp_semaphore_free(server);
    return 0;
}
