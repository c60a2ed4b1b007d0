/* SPDX-License-Identifier: MIT */
/*
 * Two children count side by side, and main is done before
 * them.  The ticker is a daemon, so it is ended; the writer
 * is none, so it is waited for.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int numbers = 5;   /* that each of them counts */
static double pace = 0.8; /* seconds for each number */
static double work = 2;   /* seconds that main is busy */

static int first[] = {0, 5};

/* A process of a daemon's own, which it may not have. */
static int help(void *unused)
{
    (void)unused;
    return 0;
}

static int has_helper(const char *me)
{
    mp_process *p = mp_process_new("helper", help, NULL);

    if (p && mp_process_start(p) == 0)
        return 1;
    printf("%s may not start a child\n", me);
    return 0;
}

static int count(void *from)
{
    const char *me = mp_process_name(mp_current_process());

    if (demo_fault("helper") && !has_helper(me))
        return 1;
    for (int i = 0; i < numbers; i++) {
        printf("%s: %d\n", me, *(int *)from + i);
        mp_sleep(pace);
    }
    printf("%s is done\n", me);
    return 0;
}

static void start(const char *name, int *from, int daemon)
{
    mp_process *p = mp_process_new(name, count, from);

    if (!p || mp_process_set_daemon(p, daemon) < 0 ||
        mp_process_start(p) < 0) {
        perror(name);
        exit(1);
    }
    mp_process_free(p); /* the handle: the child goes on */
}

int main(int argc, char *argv[])
{
    demo_parameters(
        argc, argv, DEMO_INT(numbers, 0, 1000),
        DEMO_SECONDS(pace), DEMO_SECONDS(work),
        DEMO_FAULT("no-daemon",
                   "the ticker is a plain child"),
        DEMO_FAULT("helper",
                   "each wants a child of its own"));
    start("ticker", &first[0], !demo_fault("no-daemon"));
    start("writer", &first[1], 0);
    mp_sleep(work);
    printf("main has nothing left to do\n");
    return 0; /* now daemons are ended, others waited for */
}
