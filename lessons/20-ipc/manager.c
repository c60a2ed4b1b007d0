/* SPDX-License-Identifier: MIT */
/*
 * A manager: a server process, the store, keeps a dictionary
 * for others.  Two shops sell from it; each access of theirs
 * is a message to the store and an answer.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

static int sales = 6;      /* of each shop */
static int rounds = 5;     /* of the measurement */
static int accesses = 200; /* in each round */
static double pace = 0.4;  /* seconds between two sales */

static mp_dict *stock; /* the store has it */
static mp_value *till; /* a cell in shared memory */

/* One apple less: in one message, or in two. */
static int take_one(void)
{
    int64_t apples;

    if (!demo_fault("two-calls"))
        return mp_dict_add(stock, MP_ANY("apples"),
                           MP_ANY(-1), NULL);
    if (mp_dict_get_int(stock, MP_ANY("apples"), &apples) < 0)
        return -1;
    mp_sleep(pace); /* meanwhile the other shop sells, too */
    return mp_dict_set(stock, MP_ANY("apples"),
                       MP_ANY(apples - 1));
}

static int sell(void *unused)
{
    const char *me = mp_process_name(mp_current_process());

    (void)unused;
    for (int i = 0; i < sales; i++) {
        mp_sleep(pace);
        if (take_one() < 0) {
            perror(me);
            return 1;
        }
    }
    printf("%s has sold %d\n", me, sales);
    return 0;
}

/* What one access costs, in microseconds. */
static void compare(void)
{
    double asked = 0, shared = 0;

    for (int r = 1; r <= rounds; r++) {
        double start = mp_now(), middle;
        int64_t apples;
        int n;

        for (int i = 0; i < accesses; i++)
            mp_dict_get_int(stock, MP_ANY("apples"), &apples);
        middle = mp_now();
        for (int i = 0; i < accesses; i++)
            mp_value_get(till, &n);
        asked = (middle - start) / accesses * 1e6;
        shared = (mp_now() - middle) / accesses * 1e6;
        mp_measure("manager", r, asked);
        mp_measure("shared memory", r, shared);
        mp_sleep(pace);
    }
    printf("one access: ~%.2f us by the manager, "
           "~%.2f us in shared memory\n",
           asked, shared);
}

int main(int argc, char *argv[])
{
    mp_process *shops[2];
    mp_manager *store;
    int64_t left = -1;
    int failed = 0;

    demo_parameters(
        argc, argv, DEMO_INT(sales, 0, 1000),
        DEMO_INT(rounds, 0, 100),
        DEMO_INT(accesses, 1, 10000), DEMO_SECONDS(pace),
        DEMO_FAULT("two-calls",
                   "get and set in place of add"));
    store = mp_manager_new("store", NULL);
    stock = mp_dict_new(store, "stock");
    if (rounds)
        till = mp_value_new("till", MP_INT, NULL);
    if (!stock ||
        mp_dict_set(stock, MP_ANY("apples"), MP_ANY(20)) ||
        mp_dict_set(stock, MP_ANY("sign"), MP_ANY("open"))) {
        perror("store");
        return 1;
    }
    for (int i = 0; i < 2; i++) {
        shops[i] = mp_process_new(i ? "shop-2" : "shop-1",
                                  sell, NULL);
        mp_process_start(shops[i]);
    }
    for (int i = 0; i < 2; i++) {
        mp_process_join(shops[i], MP_FOREVER);
        failed |= mp_process_exitcode(shops[i]) != 0;
        mp_process_free(shops[i]);
    }
    if (rounds)
        compare();
    mp_dict_get_int(stock, MP_ANY("apples"), &left);
    printf("main: %d sold, %ld apples left\n", 2 * sales,
           (long)left);
    mp_dict_free(stock);
    mp_value_free(till);
    mp_manager_free(store);
    return failed;
}
