/* SPDX-License-Identifier: MIT */
/*
 * A function that locks calls one that locks.  With an rlock
 * the holder may lock again, and is counted in and out; with
 * a plain lock it waits for itself.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int tellers = 2;    /* processes that pay wages */
static int wages = 3;      /* payments of each of them */
static double work = 0.6;  /* seconds that one takes */
static double apart = 0.4; /* seconds between two starts */
static double tidy = 1;    /* seconds of work at the end */

static mp_lock *account;
static mp_value *balance;

/* Of one wage.  It locks: others may call it alone. */
static void pay(int last)
{
    int money = 0;

    mp_lock_acquire(account, MP_FOREVER);
    mp_value_get(balance, &money);
    mp_sleep(work);
    money -= 10;
    mp_value_set(balance, &money);
    if (last && demo_fault("forget-release"))
        return;
    mp_lock_release(account);
}

/* Of all.  It locks, so that nobody pays in between. */
static int pay_all(void *unused)
{
    const char *me = mp_process_name(mp_current_process());

    (void)unused;
    mp_lock_acquire(account, MP_FOREVER);
    printf("%s: has the account\n", me);
    for (int i = 1; i <= wages; i++) {
        pay(i == wages);
        printf("%s: paid %d of %d\n", me, i, wages);
    }
    mp_lock_release(account);
    mp_sleep(tidy);
    printf("%s: goes home\n", me);
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *teller[5];
    char name[20];
    int money = 100;

    demo_parameters(
        argc, argv, DEMO_INT(tellers, 1, 5),
        DEMO_INT(wages, 1, 20), DEMO_SECONDS(work),
        DEMO_SECONDS(apart), DEMO_SECONDS(tidy),
        DEMO_FAULT("plain-lock", "account is no rlock"),
        DEMO_FAULT("forget-release", "one release too few"));
    account = demo_fault("plain-lock")
                  ? mp_lock_new("account")
                  : mp_rlock_new("account");
    balance = mp_value_new_with("balance", MP_INT, &money,
                                MP_NO_LOCK);
    if (!account || !balance) {
        perror("account");
        return 1;
    }
    for (int i = 0; i < tellers; i++) {
        snprintf(name, sizeof(name), "teller-%d", i + 1);
        teller[i] = mp_process_new(name, pay_all, NULL);
        if (!teller[i] || mp_process_start(teller[i]) < 0) {
            perror(name);
            return 1;
        }
        mp_sleep(apart);
    }
    for (int i = 0; i < tellers; i++) {
        mp_process_join(teller[i], MP_FOREVER);
        mp_process_free(teller[i]);
    }
    mp_lock_acquire(account, MP_FOREVER);
    mp_value_get(balance, &money);
    printf("main: %d left\n", money);
    mp_lock_release(account);
    mp_value_free(balance);
    mp_lock_free(account);
    return 0;
}
