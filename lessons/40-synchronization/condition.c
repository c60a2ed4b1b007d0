/* SPDX-License-Identifier: MIT */
/*
 * Customers wait for bread.  The lock is the shop: one at a
 * time is in it, and in there one may look at the loaves or
 * change them.  Who finds none waits for the condition, out
 * of the shop, until the baker calls.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int customers = 3;  /* each buys one loaf */
static int tray = 1;       /* loaves brought at a time */
static int all = 0;        /* 1: all are called, not one */
static double apart = 0.5; /* seconds between customers */
static double bake = 1.5;  /* seconds for a tray */
static double pay = 0.4;   /* seconds, in the shop */
static double stay = 0.5;  /* the baker, after its call */
static double walk = 0.3;  /* from the window to the door */

static mp_lock *shop;
static mp_condition *bread;
static mp_value *loaves; /* on the shelf */

static int count_loaves(void)
{
    int n = 0;

    mp_value_get(loaves, &n);
    return n;
}

static int change_loaves(int by)
{
    int n = count_loaves() + by;

    mp_value_set(loaves, &n);
    return n;
}

static void wait_for_bread(int seen)
{
    if (demo_fault("wait-first")) {
        mp_condition_wait(bread, MP_FOREVER);
    } else if (demo_fault("look-outside")) {
        if (seen < 1)
            mp_condition_wait(bread, MP_FOREVER);
    } else if (demo_fault("if-not-while")) {
        if (count_loaves() < 1)
            mp_condition_wait(bread, MP_FOREVER);
    } else {
        while (count_loaves() < 1)
            mp_condition_wait(bread, MP_FOREVER);
    }
}

static int buy(void *unused)
{
    const char *me = mp_process_name(mp_current_process());
    int seen = 0, left;

    (void)unused;
    if (demo_fault("look-outside")) {
        seen = count_loaves();
        printf("%s: sees %d from outside\n", me, seen);
        mp_sleep(walk);
    }
    mp_lock_acquire(shop, MP_FOREVER);
    wait_for_bread(seen);
    mp_sleep(pay);
    left = change_loaves(-1);
    printf("%s: takes a loaf, %d left\n", me, left);
    mp_lock_release(shop);
    return left < 0;
}

static int bake_all(void *unused)
{
    (void)unused;
    for (int left = customers; left > 0; left -= tray) {
        int n = left < tray ? left : tray;

        mp_sleep(bake);
        mp_lock_acquire(shop, MP_FOREVER);
        printf("baker: brings %d, now %d\n", n,
               change_loaves(n));
        if (all)
            mp_condition_notify_all(bread);
        else
            mp_condition_notify(bread, n);
        mp_sleep(stay);
        mp_lock_release(shop);
    }
    return 0;
}

static mp_process *start(const char *name,
                         int (*work)(void *))
{
    mp_process *p = mp_process_new(name, work, NULL);

    if (!p || mp_process_start(p) < 0) {
        perror(name);
        exit(1);
    }
    return p;
}

int main(int argc, char *argv[])
{
    mp_process *all_of_them[10];
    char name[20];

    demo_parameters(
        argc, argv, DEMO_INT(customers, 1, 9),
        DEMO_INT(tray, 1, 9), DEMO_INT(all, 0, 1),
        DEMO_SECONDS(apart), DEMO_SECONDS(bake),
        DEMO_SECONDS(pay), DEMO_SECONDS(stay),
        DEMO_SECONDS(walk),
        DEMO_FAULT("if-not-while",
                   "who was called does not look again"),
        DEMO_FAULT("wait-first",
                   "they wait before they look"),
        DEMO_FAULT("look-outside",
                   "they look without the lock"));
    shop = mp_lock_new("shop");
    bread = mp_condition_new("bread", shop);
    loaves =
        mp_value_new_with("loaves", MP_INT, NULL, MP_NO_LOCK);
    if (!shop || !bread || !loaves) {
        perror("bakery");
        return 1;
    }
    all_of_them[0] = start("baker", bake_all);
    for (int i = 1; i <= customers; i++) {
        if (i > 1)
            mp_sleep(apart);
        snprintf(name, sizeof(name), "customer-%d", i);
        all_of_them[i] = start(name, buy);
    }
    for (int i = 0; i <= customers; i++) {
        mp_process_join(all_of_them[i], MP_FOREVER);
        mp_process_free(all_of_them[i]);
    }
    printf("main: %d left\n", count_loaves());
    mp_condition_free(bread);
    mp_lock_free(shop);
    mp_value_free(loaves);
    return 0;
}
