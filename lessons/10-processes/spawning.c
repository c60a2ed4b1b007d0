/* SPDX-License-Identifier: MIT */
/*
 * Several workers: started one after the other, they work at
 * the same time and end in an order of their own.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

static int workers = 5;
static double gap = 0;  /* seconds between two starts */
static double work = 2; /* seconds that worker-1 works */
static double less = 0; /* so much less each next one */
static int failing = 0; /* this worker fails; 0: none */

/* What a worker does.  Its result is the exit status. */
static int do_work(void *number)
{
    int n = *(int *)number;

    mp_sleep(work - (n - 1) * less);
    printf("worker-%d is done\n", n);
    return n == failing ? 3 : 0;
}

static void join(mp_process *worker)
{
    mp_process_join(worker, MP_FOREVER);
    printf("main: %s ended with status %d\n",
           mp_process_name(worker),
           mp_process_exitcode(worker));
}

static void join_all(mp_process *started[])
{
    for (int i = 0; i < workers; i++)
        if (demo_fault("join-backwards"))
            join(started[workers - 1 - i]);
        else
            join(started[i]);
}

int main(int argc, char *argv[])
{
    mp_process *started[20];
    int number[20];
    double begin = mp_now();

    demo_parameters(
        argc, argv, DEMO_INT(workers, 1, 20),
        DEMO_SECONDS(gap), DEMO_SECONDS(work),
        DEMO_SECONDS(less), DEMO_INT(failing, 0, 20),
        DEMO_FAULT("join-backwards",
                   "main joins the last one first"),
        DEMO_FAULT("join-in-the-loop",
                   "main joins each before the next"),
        DEMO_FAULT("no-join", "main joins none"));
    for (int i = 0; i < workers; i++) {
        char name[20];

        snprintf(name, sizeof(name), "worker-%d", i + 1);
        number[i] = i + 1;
        started[i] =
            mp_process_new(name, do_work, &number[i]);
        if (!started[i] || mp_process_start(started[i]) < 0) {
            perror(name);
            return 1;
        }
        printf("main has started %s\n", name);
        if (demo_fault("join-in-the-loop"))
            join(started[i]);
        mp_sleep(gap);
    }
    if (!demo_fault("join-in-the-loop") &&
        !demo_fault("no-join"))
        join_all(started);
    printf("main goes on after ~%.1f s\n", mp_now() - begin);
    for (int i = 0; i < workers; i++)
        mp_process_free(started[i]);
    return 0;
}
