/* SPDX-License-Identifier: MIT */
/*
 * Passing work through a queue: one process makes items, one
 * or more others use them.  Whoever is faster has to wait.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int items = 10;   /* how many are made */
static int capacity = 4; /* slots in the queue */
static int consumers = 1;
static double make = 0.1; /* seconds to make an item */
static double use = 0.2;  /* seconds to use one */
static int seed = 1;      /* for the items: 1 to 100 */

static mp_queue *tasks;
static int no_more = -1; /* the sentinel */

/* One for each consumer, unless it is meant to go wrong. */
static int sentinels(void)
{
    if (demo_fault("no-sentinel"))
        return 0;
    return demo_fault("one-sentinel") ? 1 : consumers;
}

static int produce(void *unused)
{
    long sum = 0;

    (void)unused;
    for (int i = 0; i < items; i++) {
        int item = demo_random(&seed, 100);

        mp_sleep(make);
        if (mp_queue_put(tasks, &item, MP_FOREVER) < 0)
            return 1;
        printf("producer made %d\n", item);
        sum += item;
    }
    for (int i = 0; i < sentinels(); i++)
        mp_queue_put(tasks, &no_more, MP_FOREVER);
    printf("producer: %d items, sum %ld\n", items, sum);
    return 0;
}

static int consume(void *unused)
{
    const char *me = mp_process_name(mp_current_process());
    int item, count = 0;
    long sum = 0;

    (void)unused;
    for (;;) {
        if (mp_queue_get(tasks, &item, MP_FOREVER) < 0)
            return 1;
        if (item == no_more)
            break;
        mp_sleep(use);
        printf("%s used %d\n", me, item);
        count++;
        sum += item;
    }
    printf("%s: %d items, sum %ld\n", me, count, sum);
    return 0;
}

static mp_process *start(const char *name, mp_process_fn *run)
{
    mp_process *p = mp_process_new(name, run, NULL);

    if (!p || mp_process_start(p) < 0) {
        perror(name);
        mp_queue_close(tasks); /* ends the others */
        exit(1);
    }
    return p;
}

int main(int argc, char *argv[])
{
    mp_process *started[101];
    char name[20] = "consumer";
    int n = 0, failed = 0;

    demo_parameters(argc, argv, DEMO_INT(items, 0, 1000000),
                    DEMO_INT(capacity, 1, 10000),
                    DEMO_INT(consumers, 1, 100),
                    DEMO_SECONDS(make), DEMO_SECONDS(use),
                    DEMO_INT(seed, 0, 1000000),
                    DEMO_FAULT("no-sentinel",
                               "nobody says that no more comes"),
                    DEMO_FAULT("one-sentinel",
                               "one sentinel, however many consumers"));
    tasks = mp_queue_new("tasks", (size_t)capacity, MP_INT);
    if (!tasks) {
        perror("tasks");
        return 1;
    }
    started[n++] = start("producer", produce);
    for (int i = 1; i <= consumers; i++) {
        if (consumers > 1)
            snprintf(name, sizeof(name), "consumer-%d", i);
        started[n++] = start(name, consume);
    }
    for (int i = 0; i < n; i++) {
        mp_process_join(started[i], MP_FOREVER);
        failed |= mp_process_exitcode(started[i]) != 0;
        mp_process_free(started[i]);
    }
    mp_queue_free(tasks);
    return failed;
}
