/* SPDX-License-Identifier: MIT */
/*
 * What asking costs.  A picture takes next to no time, and
 * main has a pool look at them in parts: of one picture, of
 * two, of five and so on.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

static int items = 1000;   /* pictures */
static int workers = 4;    /* of the pool */
static double pause = 0.3; /* seconds between two sizes */

struct part {
    int first, count; /* pictures */
};

static mp_pool *pool;

/* The task: a microsecond for each picture, or so. */
static int look_at(const void *in, void *out)
{
    const struct part *part = in;
    int kib = 0;

    for (int i = 0; i < part->count; i++) {
        int n = part->first + i, sum = n;

        for (int k = 0; k < 300; k++)
            sum = (sum * 31 + n) % 1009;
        kib += 4 + sum % 5;
    }
    *(int *)out = kib;
    return 0;
}

/* All of them, in parts: how many KiB? */
static int look_at_all(int size)
{
    struct mp_task task = MP_TASK(look_at, struct part, int);
    int kib, sum = 0;

    for (int i = 1; i <= items; i += size) {
        struct part part = {i, items - i + 1};

        if (part.count > size)
            part.count = size;
        mp_pool_apply(pool, task, &part, &kib);
        sum += kib;
    }
    return sum;
}

/* Microseconds a picture, the best of five; 0: alone. */
static double cost(int size)
{
    struct part all = {1, items};
    double best = 0;
    int kib;

    for (int i = 0; i < 5; i++) {
        double begin = mp_now(), time;

        if (size)
            kib = look_at_all(size);
        else
            look_at(&all, &kib);
        time = (mp_now() - begin) / items * 1e6;
        best = i && best < time ? best : time;
    }
    if (size)
        printf("parts of %d: ", size);
    else
        printf("main alone: ");
    printf("%d KiB, ~%.2f us a picture\n", kib, best);
    return best;
}

int main(int argc, char *argv[])
{
    static const int sizes[] = {1,  2,   5,   10, 20,
                                50, 100, 200, 500};
    double alone, single = 0;

    demo_parameters(argc, argv, DEMO_INT(items, 1, 10000),
                    DEMO_INT(workers, 1, 16),
                    DEMO_SECONDS(pause));
    pool = mp_pool_new("thumbs", workers, NULL);
    if (!pool) {
        perror("thumbs");
        return 1;
    }
    alone = cost(0);
    for (int i = 0; i < 9; i++) {
        double us = cost(sizes[i]);

        mp_measure("alone", sizes[i], alone);
        mp_measure("in parts", sizes[i], us);
        mp_sleep(pause); /* so that it can be followed */
        single = i ? single : us;
    }
    printf("one at a time: ~%.0f times as much\n",
           single / alone);
    mp_pool_close(pool);
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    return 0;
}
