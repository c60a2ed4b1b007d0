/* SPDX-License-Identifier: MIT */
/*
 * Four ways to hand work to a pool: two calls wait for the
 * results, two return at once.  Where is main meanwhile?
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define MOST 50

static int call = 1; /* which of the four: see main */
static int items = 6;
static int workers = 3;
static double each = 0.8; /* seconds for one cube */
static double own = 1.6;  /* seconds of main's own work */

static int numbers[MOST];
static long cubes[MOST];
static mp_result *results[MOST];
static mp_pool *pool;
static struct mp_task task;
static double begin; /* when the work was handed in */

/* The task. */
static int cube(const void *in, void *out)
{
    int n = *(const int *)in;

    mp_sleep(each); /* in place of hard work */
    *(long *)out = (long)n * n * n;
    printf("%s: the cube of %d is %ld\n",
           mp_process_name(mp_current_process()), n,
           *(long *)out);
    return 0;
}

static void goes_on(void)
{
    printf("main goes on after ~%.1f s\n", mp_now() - begin);
}

static void own_work(void)
{
    mp_sleep(own);
    printf("main has done own work\n");
}

/* One at a time: each call waits for its cube. */
static void apply(void)
{
    for (int i = 0; i < items; i++)
        mp_pool_apply(pool, task, &numbers[i], &cubes[i]);
    goes_on();
    own_work();
}

/* All at once: the call waits for all cubes. */
static void map(void)
{
    mp_pool_map(pool, task, numbers, cubes, (size_t)items);
    goes_on();
    own_work();
}

/* Each call returns at once, with a promise of a cube. */
static void apply_async(void)
{
    for (int i = 0; i < items; i++) {
        results[i] = mp_pool_apply_async(pool, task,
                                         &numbers[i], NULL);
        if (demo_fault("get-at-once"))
            mp_result_get(results[i], &cubes[i], MP_FOREVER);
    }
    goes_on();
    own_work();
    for (int i = 0; i < items; i++) {
        if (!demo_fault("no-get"))
            mp_result_get(results[i], &cubes[i], MP_FOREVER);
        mp_result_free(results[i]);
    }
}

/* A promise of all.  Until they are there, main works. */
static void map_async(void)
{
    mp_result *all = mp_pool_map_async(pool, task, numbers,
                                       (size_t)items, NULL);

    goes_on();
    do
        own_work();
    while (!mp_result_ready(all));
    mp_result_get(all, cubes, MP_FOREVER);
    mp_result_free(all);
}

int main(int argc, char *argv[])
{
    void (*const calls[])(void) = {apply, map, apply_async,
                                   map_async};
    long sum = 0;

    demo_parameters(
        argc, argv, DEMO_INT(call, 1, 4),
        DEMO_INT(items, 1, MOST), DEMO_INT(workers, 1, 16),
        DEMO_SECONDS(each), DEMO_SECONDS(own),
        DEMO_FAULT("get-at-once",
                   "main gets each result before the next"),
        DEMO_FAULT("no-get", "main does not get results"));
    for (int i = 0; i < items; i++)
        numbers[i] = i + 1;
    pool = mp_pool_new("cubes", workers, NULL);
    if (!pool) {
        perror("cubes");
        return 1;
    }
    task = MP_TASK(cube, int, long);
    begin = mp_now();
    calls[call - 1]();
    for (int i = 0; i < items; i++)
        sum += cubes[i];
    printf("main: the sum of the cubes is %ld\n", sum);
    if (!demo_fault("no-get")) {
        mp_pool_close(pool); /* else free ends all tasks */
        mp_pool_join(pool, MP_FOREVER);
    }
    mp_pool_free(pool);
    return 0;
}
