/* SPDX-License-Identifier: MIT */
/*
 * A corridor with a door at each end.  Who goes through it
 * holds both, so that nobody comes the other way.  ada comes
 * from the west and bob from the east, and both are polite:
 * who finds the second door taken gives the first one back.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

static const char *names[] = {"ada", "bob"};

static int tries = 5;     /* then one gives up; 0: never */
static int order = 0;     /* 1: both take west first */
static int seed = 1;      /* of what looks like chance */
static double step = 0.4; /* seconds from door to door */
static double rest = 0.8; /* seconds of the least pause */

static mp_lock *west, *east;
static mp_array *aside;   /* how often: ada, bob */
static mp_value *through; /* how many are */
static double until;      /* each its own, alike at first */

/* Both go by the same clock, and do not drift apart. */
static void spend(double seconds)
{
    double now = mp_now();

    until += seconds;
    if (until < now - step) /* it had to wait */
        until = now + seconds;
    mp_sleep(until - now);
}

/* Both doors, or none. */
static int take(mp_lock *first, mp_lock *second)
{
    double wait = demo_fault("stubborn") ? MP_FOREVER : 0;

    mp_lock_acquire(first, MP_FOREVER);
    spend(step);
    if (mp_lock_acquire(second, wait) == 0)
        return 1;
    spend(step); /* after you! */
    mp_lock_release(first);
    return 0;
}

static double pause_for(int *luck)
{
    if (demo_fault("same-pause"))
        return rest;
    return rest * demo_random(luck, 3);
}

static int walk(void *who)
{
    const char **name = who;
    int is_bob = name == &names[1];
    int luck = is_bob ? 2 * seed : seed;
    mp_lock *first = is_bob && !order ? east : west;
    mp_lock *second = first == west ? east : west;
    const int one = 1;

    for (int i = 1; !tries || i <= tries; i++) {
        if (take(first, second)) {
            spend(step);
            mp_value_add(through, &one, NULL);
            printf("%s: through, try %d\n", *name, i);
            mp_lock_release(second);
            mp_lock_release(first);
            return 0;
        }
        mp_array_add(aside, (size_t)is_bob, &one, NULL);
        printf("%s: steps aside, try %d\n", *name, i);
        spend(pause_for(&luck));
    }
    printf("%s: gives up\n", *name);
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *all[2];
    int count[2], many = 0;

    demo_parameters(
        argc, argv, DEMO_INT(tries, 0, 1000),
        DEMO_INT(order, 0, 1), DEMO_INT(seed, 1, 100),
        DEMO_SECONDS(step), DEMO_SECONDS(rest),
        DEMO_FAULT("same-pause",
                   "both pause for the same time"),
        DEMO_FAULT("stubborn",
                   "who has one door waits for the other"));
    west = mp_lock_new("west");
    east = mp_lock_new("east");
    aside = mp_array_new_with("aside", MP_INT, 2, NULL,
                              MP_NO_LOCK);
    through = mp_value_new_with("through", MP_INT, NULL,
                                MP_NO_LOCK);
    if (!west || !east || !aside || !through) {
        perror("corridor");
        return 1;
    }
    until = mp_now();
    for (int i = 0; i < 2; i++) {
        all[i] = mp_process_new(names[i], walk, &names[i]);
        if (!all[i] || mp_process_start(all[i]) < 0) {
            perror(names[i]);
            return 1;
        }
    }
    for (int i = 0; i < 2; i++) {
        mp_process_join(all[i], MP_FOREVER);
        mp_process_free(all[i]);
    }
    for (int i = 0; i < 2; i++)
        mp_array_get(aside, (size_t)i, &count[i]);
    mp_value_get(through, &many);
    printf("main: %d through, %d times aside\n", many,
           count[0] + count[1]);
    mp_array_free(aside);
    mp_value_free(through);
    mp_lock_free(west);
    mp_lock_free(east);
    return 0;
}
