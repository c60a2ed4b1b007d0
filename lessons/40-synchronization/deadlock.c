/* SPDX-License-Identifier: MIT */
/*
 * Two locks.  A clerk moves money from one account to
 * another and locks both: first where it comes from, then
 * where it goes.  ada and bob go opposite ways.
 */
#include <mp.h>
#include <stdio.h>
#include <time.h>

#include "demo.h"

enum { MOST = 4 };
enum { NO_CURE, ORDER, TIME_OUT, ONE_LOCK };

static const char *clerk_names[MOST] = {"ada", "bob", "cleo",
                                        "dan"};
static const char *names[MOST] = {"farm", "shop", "mill",
                                  "inn"};

static int clerks = 2;        /* each is a process */
static int cure = ORDER;      /* 0 to 3: one of these */
static int seed = 1;          /* 0: always another one */
static double apart = 0.5;    /* seconds between two starts */
static double late = 0;       /* at random so many more */
static double between = 1.0;  /* from lock to lock */
static double book = 0.5;     /* with both */
static double patience = 0.8; /* for the second: TIME_OUT */

static mp_lock *locks[MOST], *office;
static mp_array *money;

static void pause_for(double seconds)
{
    if (seconds > 0)
        mp_sleep(seconds);
}

/* With TIME_OUT it may fail, and holds nothing then. */
static int lock_two(const char *me, int first, int second)
{
    double wait = cure == TIME_OUT ? patience : MP_FOREVER;

    mp_lock_acquire(locks[first], MP_FOREVER);
    printf("%s: has %s\n", me, names[first]);
    pause_for(between);
    if (mp_lock_acquire(locks[second], wait) == 0)
        return 0;
    printf("%s: gives %s back\n", me, names[first]);
    mp_lock_release(locks[first]);
    return -1;
}

static void lock_both(const char *me, int from, int to)
{
    if (cure == ONE_LOCK) {
        mp_lock_acquire(office, MP_FOREVER);
        pause_for(between);
    } else if (cure == ORDER && to < from) {
        lock_two(me, to, from);
    } else {
        while (lock_two(me, from, to) < 0)
            mp_sleep(demo_random(&seed, 100) / 100.0);
    }
}

static void unlock_both(int from, int to)
{
    if (cure == ONE_LOCK) {
        mp_lock_release(office);
    } else {
        mp_lock_release(locks[to]);
        mp_lock_release(locks[from]);
    }
}

static int transfer(void *name)
{
    int from = (int)((const char **)name - clerk_names);
    int to = from ^ 1; /* 0 and 1, 2 and 3 */
    int less = -10, more = 10;
    const char *me = clerk_names[from];

    for (int i = 0; i < from; i++)
        demo_random(&seed, 1000);
    pause_for(late * demo_random(&seed, 1000) / 1000);
    lock_both(me, from, to);
    pause_for(book);
    mp_array_add(money, (size_t)from, &less, NULL);
    mp_array_add(money, (size_t)to, &more, NULL);
    unlock_both(from, to);
    printf("%s: 10 from %s to %s\n", me, names[from],
           names[to]);
    return 0;
}

/* The office has one lock, or each account has its own. */
static int make_locks(void)
{
    if (cure == ONE_LOCK)
        return (office = mp_lock_new("office")) ? 0 : -1;
    for (int i = 0; i < clerks || i % 2; i++)
        if (!(locks[i] = mp_lock_new(names[i])))
            return -1;
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *clerk[MOST];
    int hundred[MOST] = {100, 100, 100, 100}, failed = 0;

    demo_parameters(argc, argv, DEMO_INT(clerks, 1, 4),
                    DEMO_INT(cure, 0, 3),
                    DEMO_INT(seed, 0, 1000000),
                    DEMO_SECONDS(apart), DEMO_SECONDS(late),
                    DEMO_SECONDS(between), DEMO_SECONDS(book),
                    DEMO_SECONDS(patience));
    if (!seed) {
        struct timespec now;

        clock_gettime(CLOCK_REALTIME, &now);
        seed = (int)now.tv_nsec;
    }
    money = mp_array_new_with("money", MP_INT, MOST, hundred,
                              MP_NO_LOCK);
    if (!money || make_locks() < 0) {
        perror("accounts");
        return 1;
    }
    for (int i = 0; i < clerks; i++) {
        pause_for(i ? apart : 0);
        clerk[i] = mp_process_new(clerk_names[i], transfer,
                                  &clerk_names[i]);
        if (!clerk[i] || mp_process_start(clerk[i]) < 0) {
            perror(clerk_names[i]);
            return 1;
        }
    }
    for (int i = 0; i < clerks; i++) {
        mp_process_join(clerk[i], MP_FOREVER);
        failed |= mp_process_exitcode(clerk[i]) != 0;
        mp_process_free(clerk[i]);
    }
    for (int i = 0; i < MOST; i++)
        mp_lock_free(locks[i]);
    mp_lock_free(office);
    mp_array_free(money);
    return failed;
}
