/* SPDX-License-Identifier: MIT */
/*
 * A race: several people pay into one account, one coin at a
 * time.  Each reads the balance, adds one to what it has
 * read, and writes the sum.  Nobody keeps the others out.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define PEOPLE_MAX 4

static const char *names[PEOPLE_MAX] = {"ada", "bob", "cleo",
                                        "dan"};

static int people = 2;     /* who pay in */
static int coins = 5;      /* of each of them */
static double think = 0.4; /* seconds from read to write */
static double rest = 0.4;  /* seconds from coin to coin */

static mp_value *balance; /* one cell, the same for all */

/* What looks like one step are three. */
static void pay_in(void)
{
    int mine;

    mp_value_get(balance, &mine); /* read */
    if (think > 0) {
        mp_show("mine", MP_INT, &mine);
        mp_sleep(think);
    }
    mine = mine + 1;              /* add */
    mp_value_set(balance, &mine); /* write */
}

static int pay(void *who)
{
    const char *name = *(const char **)who;

    for (int i = 0; i < coins; i++) {
        pay_in();
        if (rest > 0)
            mp_sleep(rest);
    }
    printf("%s: %d paid in\n", name, coins);
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *all[PEOPLE_MAX];
    int sum = 0, failed = 0;

    demo_parameters(argc, argv,
                    DEMO_INT(people, 1, PEOPLE_MAX),
                    DEMO_INT(coins, 0, 1000000),
                    DEMO_SECONDS(think), DEMO_SECONDS(rest));
    balance = mp_value_new_with("balance", MP_INT, NULL,
                                MP_NO_LOCK);
    if (!balance) {
        perror("balance");
        return 1;
    }
    for (int i = 0; i < people; i++) {
        all[i] = mp_process_new(names[i], pay, &names[i]);
        if (!all[i] || mp_process_start(all[i]) < 0)
            perror(names[i]);
    }
    for (int i = 0; i < people; i++) {
        mp_process_join(all[i], MP_FOREVER);
        failed |= mp_process_exitcode(all[i]) != 0;
        mp_process_free(all[i]);
    }
    mp_value_get(balance, &sum);
    printf("main: %d paid in, the balance is ~%d\n",
           people * coins, sum);
    mp_value_free(balance);
    return failed;
}
