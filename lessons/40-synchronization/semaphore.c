/* SPDX-License-Identifier: MIT */
/*
 * A car park with 3 places, and 6 cars: a semaphore lets as
 * many in as there are places.  A second one is a bell: each
 * car that leaves rings it, and main waits for that.
 */
#include <errno.h>
#include <mp.h>
#include <stdio.h>

#include "demo.h"

static int cars = 6;       /* each is a process */
static int room = 3;       /* places */
static int bounded = 1;    /* 0: without a bound */
static double gap = 0.3;   /* seconds between two arrivals */
static double visit = 2.0; /* seconds that a car stays */
static double nap = 0.0;   /* seconds that main sleeps */

static mp_semaphore *places, *bell;
static mp_value *inside, *most; /* cars */

/* For the reader: how many are inside, and were at most. */
static int count(int more)
{
    int now = 0, before = 0;

    mp_lock_acquire(mp_value_lock(inside), MP_FOREVER);
    mp_value_add(inside, &more, &now);
    mp_value_get(most, &before);
    if (now > before)
        mp_value_set(most, &now);
    mp_lock_release(mp_value_lock(inside));
    return now;
}

static void give_back(const char *me)
{
    if (mp_semaphore_release(places) < 0)
        printf("%s: refused, all %d are free\n", me, room);
}

static int drive(void *unused)
{
    const char *me = mp_process_name(mp_current_process());

    (void)unused;
    errno = 0;
    mp_semaphore_acquire(places, MP_FOREVER);
    if (errno == EOWNERDEAD)
        printf("%s: has the place of one that ended\n", me);
    printf("%s: in, %d inside\n", me, count(1));
    mp_sleep(visit);
    count(-1);
    printf("%s: out\n", me);
    if (!demo_fault("forget-release"))
        give_back(me);
    if (demo_fault("release-twice"))
        give_back(me);
    mp_semaphore_release(bell);
    return 0;
}

static void count_bells(void)
{
    int at_most = 0;

    mp_sleep(nap);
    for (int i = 1; i <= cars; i++) {
        mp_semaphore_acquire(bell, MP_FOREVER);
        printf("main: the bell rang, %d\n", i);
    }
    mp_value_get(most, &at_most);
    printf("main: at most %d inside\n", at_most);
    printf("main: %d places free\n",
           mp_semaphore_value(places));
}

int main(int argc, char *argv[])
{
    mp_process *car[30];
    char name[20];

    demo_parameters(
        argc, argv, DEMO_INT(cars, 1, 30),
        DEMO_INT(room, 1, 30), DEMO_INT(bounded, 0, 1),
        DEMO_SECONDS(gap), DEMO_SECONDS(visit),
        DEMO_SECONDS(nap),
        DEMO_FAULT("release-twice",
                   "each car gives its place back twice"),
        DEMO_FAULT("forget-release",
                   "no car gives its place back"));
    places = bounded
                 ? mp_bounded_semaphore_new("places", room)
                 : mp_semaphore_new("places", room);
    bell = mp_semaphore_new("bell", 0);
    inside = mp_value_new("inside", MP_INT, NULL);
    most = mp_value_new("most", MP_INT, NULL);
    if (!places || !bell || !inside || !most) {
        perror("car park");
        return 1;
    }
    for (int i = 0; i < cars; i++) {
        mp_sleep(i ? gap : 0);
        snprintf(name, sizeof(name), "car-%d", i + 1);
        car[i] = mp_process_new(name, drive, NULL);
        if (!car[i] || mp_process_start(car[i]) < 0) {
            perror(name);
            return 1;
        }
    }
    count_bells();
    for (int i = 0; i < cars; i++) {
        mp_process_join(car[i], MP_FOREVER);
        mp_process_free(car[i]);
    }
    mp_semaphore_free(places);
    mp_semaphore_free(bell);
    mp_value_free(inside);
    mp_value_free(most);
    return 0;
}
