/* SPDX-License-Identifier: MIT */
/*
 * Several inputs, several workers, one table: inputs go out
 * through a queue, and results come back through another,
 * each with the name of the input that it belongs to.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

#define INPUTS 8

static const int list[INPUTS] = {30, 8, 9, 7, 28, 6, 4, 10};
static int workers = 4;
static int deal = 0;      /* 1: dealt out before the start */
static double step = 0.1; /* seconds for each step of fib */

static mp_queue *inputs[INPUTS]; /* one for all, or for each */
static mp_queue *results;
static int no_more = -1; /* the sentinel */

/* Fibonacci's number n, slow enough to be seen. */
static long fib(int n)
{
    long a = 0, b = 1, sum;

    mp_sleep(n * step);
    for (; n > 0; n--) {
        sum = a + b;
        a = b;
        b = sum;
    }
    return a;
}

static int work(void *number)
{
    const char *me = mp_process_name(mp_current_process());
    int own = *(int *)number, n, count = 0, steps = 0;
    char result[32];

    while (mp_queue_get(inputs[deal ? own : 0], &n,
                        MP_FOREVER) == 0 &&
           n != no_more) {
        printf("%s takes %d\n", me, n);
        count++;
        steps += n;
        if (demo_fault("no-name"))
            snprintf(result, sizeof(result), "%ld", fib(n));
        else
            snprintf(result, sizeof(result), "%d %ld", n,
                     fib(n));
        mp_queue_put(results, result, MP_FOREVER);
    }
    printf("%s: %d inputs, %d steps\n", me, count, steps);
    mp_measure("busy", own + 1, steps * step);
    return 0;
}

/* Result number i, as it comes: which of the inputs is it? */
static void collect(int i, long *table)
{
    char result[32];
    long value;
    int n;

    if (mp_queue_get(results, result, MP_FOREVER) < 0)
        return;
    if (sscanf(result, "%d %ld", &n, &value) != 2) {
        n = list[i]; /* no name: the next in the list? */
        value = atol(result);
    }
    printf("main: result %d is fib(%d)\n", i + 1, n);
    for (int k = 0; k < INPUTS; k++)
        if (list[k] == n)
            table[k] = value;
}

static void hand_out(void)
{
    for (int i = 0; i < INPUTS; i++)
        mp_queue_put(inputs[deal ? i % workers : 0], &list[i],
                     MP_FOREVER);
    for (int i = 0; i < workers; i++)
        mp_queue_put(inputs[deal ? i : 0], &no_more,
                     MP_FOREVER);
}

int main(int argc, char *argv[])
{
    mp_process *started[INPUTS];
    int number[INPUTS];
    long table[INPUTS] = {0};
    char name[20];

    demo_parameters(argc, argv, DEMO_INT(workers, 1, INPUTS),
                    DEMO_INT(deal, 0, 1), DEMO_SECONDS(step),
                    DEMO_FAULT("no-name",
                               "results come without a name"));
    results = mp_queue_new("results", INPUTS, MP_TEXT(32));
    for (int i = 0; i < (deal ? workers : 1); i++) {
        snprintf(name, sizeof(name), "inputs-%d", i + 1);
        inputs[i] = mp_queue_new(deal ? name : "inputs",
                                 INPUTS * 2, MP_INT);
    }
    hand_out();
    for (int i = 0; i < workers; i++) {
        number[i] = i;
        snprintf(name, sizeof(name), "worker-%d", i + 1);
        started[i] = mp_process_new(name, work, &number[i]);
        if (!started[i] || mp_process_start(started[i]) < 0) {
            perror(name);
            return 1;
        }
    }
    for (int i = 0; i < INPUTS; i++)
        collect(i, table);
    for (int i = 0; i < INPUTS; i++)
        printf("fib(%d) = %ld\n", list[i], table[i]);
    for (int i = 0; i < workers; i++) {
        mp_process_join(started[i], MP_FOREVER);
        mp_process_free(started[i]);
    }
    return 0;
}
