/* SPDX-License-Identifier: MIT */
/*
 * What it takes to start a thread, and to start a process:
 * each does nothing, and is joined at once.
 */
#include <mp.h>
#include <pthread.h>
#include <stdio.h>

#include "demo.h"

static int starts = 20;     /* of each kind */
static double pause = 0.05; /* seconds between two */

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

static void *nothing_here(void *unused)
{
    return unused;
}

static void start_thread(void)
{
    pthread_t t;

    if (pthread_create(&t, NULL, nothing_here, NULL) == 0)
        pthread_join(t, NULL);
}

static void start_process(void)
{
    mp_process *p = mp_process_new("short", nothing, NULL);

    if (!p || mp_process_start(p) < 0)
        perror("short");
    else
        mp_process_join(p, MP_FOREVER);
    mp_process_free(p);
}

/* The quickest: others can only make it take longer. */
static double measure(const char *kind, void (*start)(void))
{
    double least = 0, us;

    for (int i = 0; i < starts; i++) {
        us = mp_now();
        start();
        us = (mp_now() - us) * 1e6;
        mp_measure(kind, i + 1, us);
        if (!i || us < least)
            least = us;
        mp_sleep(pause);
    }
    printf("a %s: ~%.0f millionths of a second\n", kind,
           least);
    return least;
}

int main(int argc, char *argv[])
{
    double thread, process, times;

    demo_parameters(argc, argv, DEMO_INT(starts, 1, 100),
                    DEMO_SECONDS(pause));
    thread = measure("thread", start_thread);
    process = measure("process", start_process);
    times = (int)(10 * process / thread + 0.5) / 10.0;
    mp_show("times", MP_DOUBLE, &times);
    printf("~%.1f times as long\n", times);
    return 0;
}
