/* SPDX-License-Identifier: MIT */
/*
 * Runners wait for the starting gun, an event.  One call sets
 * it, and all of them go.  It stays set: who comes late does
 * not wait.  For the next heat it has to be cleared.
 */
#include <mp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int runners = 4;     /* in a heat */
static int heats = 1;       /* one after the other */
static double apart = 0.5;  /* seconds between arrivals */
static double shot = 2.5;   /* after these seconds: the gun */
static double lap = 1.5;    /* seconds of running */
static double patience = 0; /* seconds; 0: for ever */

static mp_event *gun;

static int run(void *place)
{
    const char *me = mp_process_name(mp_current_process());

    mp_sleep(apart * (double)(intptr_t)place);
    if (mp_event_is_set(gun))
        printf("%s: nothing to wait for\n", me);
    if (mp_event_wait(gun, patience > 0 ? patience
                                        : MP_FOREVER) < 0) {
        printf("%s: no shot, I go home\n", me);
        return 1;
    }
    printf("%s: off\n", me);
    mp_sleep(lap);
    return 0;
}

static mp_process *start_runner(int number, int place)
{
    char name[20];
    mp_process *runner;

    snprintf(name, sizeof(name), "runner-%d", number);
    runner =
        mp_process_new(name, run, (void *)(intptr_t)place);
    if (!runner || mp_process_start(runner) < 0) {
        perror(name);
        mp_event_set(gun); /* lets the others end */
        exit(1);
    }
    return runner;
}

static void fire(void)
{
    if (demo_fault("no-shot"))
        return;
    printf("main: bang\n");
    mp_event_set(gun);
    if (demo_fault("clear-at-once"))
        mp_event_clear(gun);
}

static void hold_heat(int heat)
{
    mp_process *runner[20];
    int home = 0;

    printf("main: heat %d\n", heat + 1);
    for (int i = 0; i < runners; i++)
        runner[i] = start_runner(heat * runners + i + 1, i);
    mp_sleep(shot);
    fire();
    for (int i = 0; i < runners; i++) {
        mp_process_join(runner[i], MP_FOREVER);
        home += mp_process_exitcode(runner[i]) == 0;
        mp_process_free(runner[i]);
    }
    printf("main: %d have finished\n", home);
    if (!demo_fault("no-clear"))
        mp_event_clear(gun);
}

int main(int argc, char *argv[])
{
    demo_parameters(
        argc, argv, DEMO_INT(runners, 1, 20),
        DEMO_INT(heats, 1, 5), DEMO_SECONDS(apart),
        DEMO_SECONDS(shot), DEMO_SECONDS(lap),
        DEMO_SECONDS(patience),
        DEMO_FAULT("no-shot", "gun is never set"),
        DEMO_FAULT("no-clear", "gun stays set after a heat"),
        DEMO_FAULT("clear-at-once",
                   "gun is cleared right after "
                   "the shot"));
    gun = mp_event_new("gun");
    if (!gun) {
        perror("gun");
        return 1;
    }
    for (int heat = 0; heat < heats; heat++)
        hold_heat(heat);
    mp_event_free(gun);
    return 0;
}
