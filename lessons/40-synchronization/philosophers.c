/* SPDX-License-Identifier: MIT */
/*
 * Five philosophers sit round a table.  Between each two of
 * them lies a fork, and who eats needs both: the one at the
 * left and the one at the right.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define SEATS 5

enum { IN_ORDER = 1, WAITER, PUT_BACK };

static const char *names[SEATS] = {"arendt", "hume", "kant",
                                   "mill", "plato"};

static int cure = IN_ORDER;
static int chairs = 4;     /* the waiter seats so many */
static int seed = 1;       /* of what looks like chance */
static double dinner = 8;  /* seconds */
static double think = 0.1; /* seconds, times 1, 2 or 3 */
static double reach = 0.2; /* seconds from fork to fork */
static double eat = 0.4;   /* seconds */

static mp_lock *forks[SEATS];
static mp_semaphore *waiter; /* with cure 2 */
static mp_array *meals;
static double end; /* of the dinner */

static void take_both(mp_lock *one, mp_lock *other, int *luck)
{
    double wait = cure == PUT_BACK ? 0 : MP_FOREVER;

    for (;;) {
        mp_lock_acquire(one, MP_FOREVER);
        mp_sleep(reach);
        if (mp_lock_acquire(other, wait) == 0)
            return;
        mp_lock_release(one); /* put back */
        mp_sleep(think * demo_random(luck, 3));
    }
}

static int dine(void *who)
{
    int seat = (int)((const char **)who - names);
    int luck = seed + seat, one_more = 1, mine = 0;
    mp_lock *first = forks[seat]; /* the left one */
    mp_lock *second = forks[(seat + 1) % SEATS];

    if (cure == IN_ORDER && seat == SEATS - 1) {
        first = forks[0]; /* fork-1 before fork-5 */
        second = forks[seat];
    }
    while (mp_now() < end) {
        if (cure == WAITER)
            mp_semaphore_acquire(waiter, MP_FOREVER);
        take_both(first, second, &luck);
        mp_sleep(eat);
        mp_array_add(meals, (size_t)seat, &one_more, &mine);
        mp_lock_release(second);
        mp_lock_release(first);
        if (cure == WAITER)
            mp_semaphore_release(waiter);
        mp_sleep(think * demo_random(&luck, 3));
    }
    printf("%s: ~%d meals\n", names[seat], mine);
    return 0;
}

static int lay_the_table(void)
{
    char name[20];

    for (int i = 0; i < SEATS; i++) {
        snprintf(name, sizeof(name), "fork-%d", i + 1);
        forks[i] = mp_lock_new(name);
        if (!forks[i])
            return -1;
    }
    if (demo_fault("left-first"))
        cure = 0;
    if (cure == WAITER)
        waiter = mp_bounded_semaphore_new("waiter", chairs);
    meals = mp_array_new_with("meals", MP_INT, SEATS, NULL,
                              MP_NO_LOCK);
    end = mp_now() + dinner;
    return !meals || (cure == WAITER && !waiter) ? -1 : 0;
}

int main(int argc, char *argv[])
{
    mp_process *all[SEATS];
    int eaten, sum = 0;

    demo_parameters(
        argc, argv, DEMO_INT(cure, 1, 3),
        DEMO_INT(chairs, 1, SEATS), DEMO_INT(seed, 1, 100),
        DEMO_SECONDS(dinner), DEMO_SECONDS(think),
        DEMO_SECONDS(reach), DEMO_SECONDS(eat),
        DEMO_FAULT("left-first",
                   "each takes the left fork first"));
    if (lay_the_table() < 0) {
        perror("table");
        return 1;
    }
    for (int i = 0; i < SEATS; i++) {
        all[i] = mp_process_new(names[i], dine, &names[i]);
        if (!all[i] || mp_process_start(all[i]) < 0) {
            perror(names[i]);
            return 1;
        }
    }
    for (int i = 0; i < SEATS; i++) {
        mp_process_join(all[i], MP_FOREVER);
        mp_process_free(all[i]);
    }
    for (int i = 0; i < SEATS; i++) {
        mp_array_get(meals, (size_t)i, &eaten);
        mp_measure(names[i], i + 1, eaten);
        sum += eaten;
        mp_lock_free(forks[i]);
    }
    printf("main: ~%d meals in all\n", sum);
    mp_semaphore_free(waiter);
    mp_array_free(meals);
    return 0;
}
