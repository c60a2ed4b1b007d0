/* SPDX-License-Identifier: MIT */
/*
 * A supervisor: it starts a worker anew that has failed,
 * waits longer each time, and gives up in the end.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int tries = 5;         /* then it gives up */
static int failures = 3;      /* of the worker */
static double pace = 0.4;     /* seconds of its work */
static double back_off = 0.4; /* the first wait */

static int work(void *number)
{
    mp_sleep(pace);
    return *(int *)number <= failures ? 3 : 0;
}

/* Runs the worker once; its exit status. */
static int run_once(int number)
{
    char name[20];
    mp_process *p;
    int status;

    snprintf(name, sizeof(name), "worker-%d", number);
    p = mp_process_new(name, work, &number);
    if (!p || mp_process_start(p) < 0) {
        perror(name);
        exit(1);
    }
    mp_process_join(p, MP_FOREVER);
    status = mp_process_exitcode(p);
    mp_process_free(p);
    printf("%s: exit status %d\n", name, status);
    return status;
}

static int supervise(void)
{
    double wait = back_off;

    for (int n = 1; n <= tries; n++) {
        if (run_once(n) == 0)
            return 1;
        if (n < tries && !demo_fault("no-back-off")) {
            printf("main waits for %g s\n", wait);
            mp_sleep(wait);
        }
        if (!demo_fault("same-wait"))
            wait *= 2;
    }
    return 0;
}

int main(int argc, char *argv[])
{
    demo_parameters(
        argc, argv, DEMO_INT(tries, 1, 20),
        DEMO_INT(failures, 0, 20), DEMO_SECONDS(pace),
        DEMO_SECONDS(back_off),
        DEMO_FAULT("no-back-off", "it does not wait at all"),
        DEMO_FAULT("same-wait", "each wait is as the first"));
    if (supervise())
        printf("the work is done\n");
    else
        printf("given up after %d tries\n", tries);
    return 0;
}
