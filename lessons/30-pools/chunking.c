/* SPDX-License-Identifier: MIT */
/*
 * Four workers make small pictures, thumbs, of 1,000 large
 * ones.  How many should a worker take at once?
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define MOST 1000
#define CREW 16

static int items = 1000;   /* pictures */
static int workers = 4;    /* of the pool */
static int chunk = 0;      /* pictures at once; 0: default */
static int three = 0;      /* 1: with 1, the default, 100 */
static double each = 0.01; /* seconds for a picture */
static double large = 0;   /* seconds more for the first */

struct thumb {
    int kib;   /* its size */
    int by;    /* the number of the worker */
    double at; /* when it was ready */
};

static int pictures[MOST];
static struct thumb thumbs[MOST];
static mp_pool *pool;

/* The task: one picture. */
static int shrink(const void *in, void *out)
{
    int n = *(const int *)in;
    struct thumb *thumb = out;

    /* in place of hard work */
    mp_sleep(n == 1 ? each + large : each);
    thumb->kib = 4 + n % 5;
    thumb->at = mp_now();
    return sscanf(mp_process_name(mp_current_process()),
                  "thumbs-%d", &thumb->by) != 1;
}

/* For how long had a worker nothing left to do? */
static double idle(double begin)
{
    double done[CREW + 1] = {0}, first, last;

    for (int w = 1; w <= workers; w++)
        done[w] = begin; /* if it makes none */
    for (int i = 0; i < items; i++)
        done[thumbs[i].by] = thumbs[i].at;
    first = last = done[1];
    for (int w = 2; w <= workers; w++) {
        first = done[w] < first ? done[w] : first;
        last = done[w] > last ? done[w] : last;
    }
    return last - first;
}

/* All pictures, so many at once. */
static int make_thumbs(int at_once)
{
    int chunks = (items + at_once - 1) / at_once, kib = 0;
    struct mp_task task =
        MP_TASK_CHUNKED(shrink, int, struct thumb, at_once);
    double begin = mp_now(), time, wasted;

    if (mp_pool_map(pool, task, pictures, thumbs,
                    (size_t)items) < 0) {
        perror("thumbs");
        return 1;
    }
    time = mp_now() - begin;
    wasted = idle(begin);
    for (int i = 0; i < items; i++)
        kib += thumbs[i].kib;
    printf("%d at once: %d chunks, %d KiB, ~%.2f s\n",
           at_once, chunks, kib, time);
    printf("at the end a worker was idle for ~%.2f s\n",
           wasted);
    mp_show("chunks", MP_INT, &chunks);
    mp_show("idle", MP_DOUBLE, &wasted);
    mp_measure("chunk", at_once, time);
    return 0;
}

int main(int argc, char *argv[])
{
    int usual, failed;

    demo_parameters(argc, argv, DEMO_INT(items, 1, MOST),
                    DEMO_INT(workers, 1, CREW),
                    DEMO_INT(chunk, 0, MOST),
                    DEMO_INT(three, 0, 1), DEMO_SECONDS(each),
                    DEMO_SECONDS(large));
    for (int i = 0; i < items; i++)
        pictures[i] = i + 1;
    pool = mp_pool_new("thumbs", workers, NULL);
    if (!pool) {
        perror("thumbs");
        return 1;
    }
    usual = (items + 4 * workers - 1) / (4 * workers);
    if (three)
        failed = make_thumbs(1) || make_thumbs(usual) ||
                 make_thumbs(100);
    else
        failed = make_thumbs(chunk ? chunk : usual);
    mp_pool_close(pool); /* no more: the workers may end */
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    return failed;
}
