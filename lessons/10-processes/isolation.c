/* SPDX-License-Identifier: MIT */
/*
 * Own memory: a child spends from `balance`, and main never
 * notices.  With thread=1 a thread spends it, inside main.
 */
#include <mp.h>
#include <pthread.h>
#include <stdio.h>

#include "demo.h"

static int balance = 100;
static int early = 0;   /* main puts in before the start */
static int late = 0;    /* and this while the other spends */
static int amount = 10; /* spent each time */
static int times = 4;
static int thread = 0; /* 1: a thread instead of a child */
static double pause = 0.8; /* seconds between two */

static volatile int *nowhere; /* points to no memory */

static int spend(void *unused)
{
    const char *me = thread ? "thread" : "child";

    (void)unused;
    for (int i = 0; i < times; i++) {
        mp_show("balance", MP_INT, &balance);
        mp_sleep(pause);
        balance -= amount;
        printf("%s spends %d\n", me, amount);
        if (demo_fault("wild-pointer"))
            *nowhere = balance;
    }
    mp_show("balance", MP_INT, &balance);
    printf("%s sees %d\n", me, balance);
    return 0;
}

static void *spend_here(void *unused)
{
    spend(unused);
    return NULL;
}

static void put_in(int money)
{
    balance += money;
    mp_show("balance", MP_INT, &balance);
}

static int with_child(void)
{
    mp_process *child = mp_process_new("child", spend, NULL);

    if (!child || mp_process_start(child) < 0) {
        perror("child");
        return 1;
    }
    mp_sleep(pause * 1.5);
    put_in(late);
    mp_process_join(child, MP_FOREVER);
    printf("child ended with %d\n",
           mp_process_exitcode(child));
    mp_process_free(child);
    return 0;
}

static int with_thread(void)
{
    pthread_t t;

    if (pthread_create(&t, NULL, spend_here, NULL))
        return 1;
    mp_sleep(pause * 1.5);
    put_in(late);
    pthread_join(t, NULL);
    return 0;
}

int main(int argc, char *argv[])
{
    int failed;

    demo_parameters(
        argc, argv, DEMO_INT(early, -100, 100),
        DEMO_INT(late, -100, 100), DEMO_INT(amount, 0, 100),
        DEMO_INT(times, 0, 100), DEMO_INT(thread, 0, 1),
        DEMO_SECONDS(pause),
        DEMO_FAULT("wild-pointer",
                   "it writes where no memory is"));
    put_in(early);
    failed = thread ? with_thread() : with_child();
    put_in(0);
    printf("main sees %d\n", balance);
    return failed;
}
