/* SPDX-License-Identifier: MIT */
/*
 * Work in phases: nobody begins the next one before all have
 * done this one.  At the end of each phase is a barrier,
 * where the first ones wait for the last.
 */
#include <mp.h>
#include <stdint.h>
#include <stdio.h>

#include "demo.h"

static int workers = 4;       /* the parties */
static int phases = 3;        /* that they do together */
static double pace = 0.4;     /* seconds; the slowest: 4 x */
static double patience = 0.0; /* seconds; 0: for ever */

static mp_barrier *line; /* the end of each phase */

/* The action: the last that comes does this for all. */
static int say_done(void *unused)
{
    (void)unused;
    printf("%s: all are here\n",
           mp_process_name(mp_current_process()));
    return demo_fault("action-fails");
}

/* Where the others are; -1: the barrier is broken. */
static int meet(const char *me)
{
    double limit = patience > 0 ? patience : MP_FOREVER;
    int index = mp_barrier_wait(line, limit);

    while (index < 0 && patience > 0 &&
           demo_fault("one-too-few")) {
        printf("%s: it is broken\n", me);
        while (mp_barrier_broken(line))
            mp_sleep(0.1); /* until somebody mends it */
        index = mp_barrier_wait(line, limit);
    }
    return index;
}

static int work(void *number)
{
    const char *me = mp_process_name(mp_current_process());
    int i = (int)(intptr_t)number, index;

    for (int phase = 0; phase < phases; phase++) {
        mp_sleep(pace * (1 + (i + phase) % workers));
        index = meet(me);
        if (index < 0) {
            printf("%s: broken, I end\n", me);
            return 1;
        }
        printf("%s: phase %d is done, index %d\n", me,
               phase + 1, index);
    }
    return 0;
}

/* Main sees that it is broken, and the missing one comes. */
static void mend(mp_process *missing)
{
    while (!mp_barrier_broken(line))
        mp_sleep(0.1);
    mp_sleep(1); /* to be seen */
    printf("main: reset, and the missing one comes\n");
    mp_barrier_reset(line);
    mp_process_start(missing);
}

int main(int argc, char *argv[])
{
    mp_process *worker[20];
    char name[20];
    int few, come;

    demo_parameters(
        argc, argv, DEMO_INT(workers, 2, 20),
        DEMO_INT(phases, 1, 20), DEMO_SECONDS(pace),
        DEMO_SECONDS(patience),
        DEMO_FAULT("one-too-few", "the last is not started"),
        DEMO_FAULT("action-fails", "the action returns 1"));
    few = demo_fault("one-too-few");
    come = few && patience <= 0 ? workers - 1 : workers;
    line = mp_barrier_new("line", workers, say_done, NULL,
                          MP_FOREVER);
    if (!line) {
        perror("barrier");
        return 1;
    }
    for (int i = 0; i < workers; i++) {
        snprintf(name, sizeof(name), "worker-%d", i + 1);
        worker[i] =
            mp_process_new(name, work, (void *)(intptr_t)i);
        if (!worker[i] || (i < workers - few &&
                           mp_process_start(worker[i]) < 0)) {
            perror(name);
            return 1;
        }
    }
    if (few)
        printf("main: %s is not started\n", name);
    if (come == workers && few)
        mend(worker[workers - 1]);
    for (int i = 0; i < come; i++)
        mp_process_join(worker[i], MP_FOREVER);
    for (int i = 0; i < workers; i++)
        mp_process_free(worker[i]);
    mp_barrier_free(line);
    return 0;
}
