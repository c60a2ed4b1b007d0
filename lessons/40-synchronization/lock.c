/* SPDX-License-Identifier: MIT */
/*
 * A lock: people pay coins into one account.  Each counts
 * its coin by itself.  To read, add and write it takes the
 * key to the account, of which there is one.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define PEOPLE_MAX 4

static const char *names[PEOPLE_MAX] = {"ada", "bob", "cleo",
                                        "dan"};

static int people = 3;     /* who pay in */
static int coins = 3;      /* of each of them */
static double count = 0.2; /* seconds to count a coin */
static double think = 0.6; /* seconds from read to write */
static double gap = 0.2;   /* seconds between two starts */

static mp_value *balance; /* one cell, the same for all */
static mp_lock *keys[PEOPLE_MAX]; /* one: keys[0] */

static void pause_for(double seconds)
{
    if (seconds > 0)
        mp_sleep(seconds);
}

static void pay_in(mp_lock *key)
{
    int mine, big = demo_fault("too-big");

    if (!big)
        pause_for(count);
    if (key)
        mp_lock_acquire(key, MP_FOREVER);
    if (big)
        pause_for(count);

    mp_value_get(balance, &mine); /* the critical section */
    pause_for(think);
    mine = mine + 1;
    mp_value_set(balance, &mine);

    if (key)
        mp_lock_release(key);
}

static int pay(void *who)
{
    const char **name = who;
    mp_lock *key = keys[0];
    double begin = mp_now();

    if (demo_fault("own-keys"))
        key = keys[name - names];
    for (int i = 0; i < coins; i++)
        pay_in(key);
    printf("%s: %d paid in, ~%.1f us for each\n", *name,
           coins,
           coins ? (mp_now() - begin) * 1e6 / coins : 0);
    return 0;
}

static int make_keys(void)
{
    if (demo_fault("no-lock"))
        return 0;
    if (!demo_fault("own-keys"))
        return (keys[0] = mp_lock_new("key")) ? 0 : -1;
    for (int i = 0; i < people; i++)
        if (!(keys[i] = mp_lock_new(names[i])))
            return -1;
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *all[PEOPLE_MAX];
    int sum = 0, failed = 0;

    demo_parameters(
        argc, argv, DEMO_INT(people, 1, PEOPLE_MAX),
        DEMO_INT(coins, 0, 1000000), DEMO_SECONDS(count),
        DEMO_SECONDS(think), DEMO_SECONDS(gap),
        DEMO_FAULT("no-lock", "nobody takes a key"),
        DEMO_FAULT("own-keys", "each has a key of its own"),
        DEMO_FAULT("too-big",
                   "they count with the key held"));
    balance = mp_value_new_with("balance", MP_INT, NULL,
                                MP_NO_LOCK);
    if (!balance || make_keys() < 0) {
        perror("balance and key");
        return 1;
    }
    for (int i = 0; i < people; i++) {
        all[i] = mp_process_new(names[i], pay, &names[i]);
        if (!all[i] || mp_process_start(all[i]) < 0)
            perror(names[i]);
        if (i + 1 < people)
            pause_for(gap);
    }
    for (int i = 0; i < people; i++) {
        mp_process_join(all[i], MP_FOREVER);
        failed |= mp_process_exitcode(all[i]) != 0;
        mp_process_free(all[i]);
    }
    mp_value_get(balance, &sum);
    printf("main: %d paid in, the balance is %d\n",
           people * coins, sum);
    mp_value_free(balance);
    for (int i = 0; i < people; i++)
        mp_lock_free(keys[i]);
    return failed;
}
