/* SPDX-License-Identifier: MIT */
/*
 * A pool: a few workers, started once, make the squares of
 * many numbers.  How much faster is it than main alone?
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define MOST 1000

static int items = 100;
static int workers = 4;   /* 0: main does it alone */
static int chunk = 0;     /* so many at once; 0: default */
static int up_to = 0;     /* measure 1, 2, ... workers */
static double each = 0.1; /* seconds for one square */

static int numbers[MOST];
static long squares[MOST];

/* The task: a worker runs it for one number. */
static int square(const void *in, void *out)
{
    int n = *(const int *)in;

    mp_sleep(each); /* in place of hard work */
    *(long *)out = (long)n * n;
    return 0;
}

static int alone(void)
{
    for (int i = 0; i < items; i++)
        square(&numbers[i], &squares[i]);
    return 0;
}

/* With so many workers: one call, until all is done. */
static int with_pool(int count)
{
    mp_pool *pool = mp_pool_new("squares", count, NULL);
    struct mp_task task =
        MP_TASK_CHUNKED(square, int, long, chunk);
    int failed =
        !pool || mp_pool_map(pool, task, numbers, squares,
                             (size_t)items) < 0;

    if (failed)
        perror("squares");
    mp_pool_close(pool); /* no more: the workers may end */
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    return failed;
}

static int measure(int count)
{
    double begin = mp_now(), time;
    long sum = 0;
    int taken = chunk, failed;

    if (!chunk && count)
        taken = (items + 4 * count - 1) / (4 * count);
    failed = count ? with_pool(count) : alone();
    time = mp_now() - begin;
    for (int i = 0; i < items; i++)
        sum += squares[i];
    printf("%d workers, %d at once: first %ld, last %ld\n",
           count, taken, squares[0], squares[items - 1]);
    printf("sum %ld in ~%.2f s, ~%.1f times as fast\n", sum,
           time, items * each / time);
    if (count) {
        mp_measure("ideal", count, count);
        mp_measure("workers", count, items * each / time);
    }
    return failed;
}

int main(int argc, char *argv[])
{
    int failed = 0;

    demo_parameters(
        argc, argv, DEMO_INT(items, 1, MOST),
        DEMO_INT(workers, 0, 16), DEMO_INT(chunk, 0, MOST),
        DEMO_INT(up_to, 0, 16), DEMO_SECONDS(each));
    for (int i = 0; i < items; i++)
        numbers[i] = i + 1;
    if (!up_to)
        return measure(workers);
    for (int count = 1; count <= up_to; count++)
        failed |= measure(count);
    return failed;
}
