/* SPDX-License-Identifier: MIT */
/*
 * A task with two arguments, and three ways to take results:
 * all at the end, in order, as they come.  Then a filter.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define PAIRS 4
#define MOST 40

static int call = 1; /* which of the four: see main */
static int workers = 2;
static int take = PAIRS;  /* main stops after so many */
static int numbers = 12;  /* to be filtered: 1, 2, ... */
static double each = 0.8; /* seconds for one factor */
static double use = 0;    /* seconds main needs for one */

/* Two arguments are one struct. */
struct pair {
    int base, exponent;
};

static const struct pair pairs[PAIRS] = {
    {2, 3}, {3, 2}, {4, 4}, {5, 2}};

static mp_pool *pool;
static double begin; /* when the work was handed in */

/* The task: the larger the exponent, the longer. */
static int power(const void *in, void *out)
{
    const struct pair *p = in;
    int result = 1;

    for (int i = 0; i < p->exponent; i++)
        result *= p->base;
    mp_sleep(each * p->exponent); /* in place of hard work */
    *(int *)out = result;
    printf("%s has made %d\n",
           mp_process_name(mp_current_process()), result);
    return 0;
}

static void takes(int result)
{
    printf("main takes %d after ~%.1f s\n", result,
           mp_now() - begin);
    mp_show("taken", MP_INT, &result);
    mp_sleep(use);
}

/* All at the end, one list. */
static void starmap(void)
{
    struct mp_task task = MP_TASK(power, struct pair, int);
    int powers[PAIRS];

    if (mp_pool_map(pool, task, pairs, powers, PAIRS) == 0)
        for (int i = 0; i < take; i++)
            takes(powers[i]);
}

/* One by one: in the order of the pairs, or as they come. */
static void imap(void)
{
    struct mp_task task = MP_TASK(power, struct pair, int);
    mp_imap *results =
        call == 2 ? mp_pool_imap(pool, task, pairs, PAIRS)
                  : mp_pool_imap_unordered(pool, task, pairs,
                                           PAIRS);
    int powers[PAIRS], got = 0;

    while (got < take &&
           mp_imap_next(results, &powers[got], NULL,
                        MP_FOREVER) == 1) {
        if (!demo_fault("collect"))
            takes(powers[got]);
        got++;
    }
    for (int i = 0; i < got && demo_fault("collect"); i++)
        takes(powers[i]);
    mp_imap_free(results);
}

static int is_prime(const void *in, void *out)
{
    int n = *(const int *)in, divisor = 2;

    while (divisor < n && n % divisor)
        divisor++;
    mp_sleep(each);
    *(int *)out = divisor == n;
    return 0;
}

static int square(const void *in, void *out)
{
    mp_sleep(each);
    *(int *)out = *(const int *)in * *(const int *)in;
    return 0;
}

/* Workers test, main keeps, workers go on with those. */
static void filter(void)
{
    struct mp_task test =
        MP_TASK_CHUNKED(is_prime, int, int, 1);
    struct mp_task task =
        MP_TASK_CHUNKED(square, int, int, 1);
    int in[MOST], passed[MOST] = {0}, squares[MOST] = {0};
    int kept = 0, sum = 0;

    for (int i = 0; i < numbers; i++)
        in[i] = i + 1;
    mp_pool_map(pool, test, in, passed, (size_t)numbers);
    for (int i = 0; i < numbers; i++)
        if (passed[i])
            in[kept++] = in[i];
    printf("main keeps %d of %d\n", kept, numbers);
    mp_pool_map(pool, task, in, squares, (size_t)kept);
    for (int i = 0; i < kept; i++)
        sum += squares[i];
    printf("the sum of the squares is %d\n", sum);
}

int main(int argc, char *argv[])
{
    void (*const calls[])(void) = {starmap, imap, imap,
                                   filter};

    demo_parameters(
        argc, argv, DEMO_INT(call, 1, 4),
        DEMO_INT(workers, 1, 16), DEMO_INT(take, 1, PAIRS),
        DEMO_INT(numbers, 1, MOST), DEMO_SECONDS(each),
        DEMO_SECONDS(use),
        DEMO_FAULT("collect",
                   "main waits for all before it takes one"));
    pool = mp_pool_new("powers", workers, NULL);
    if (!pool) {
        perror("powers");
        return 1;
    }
    begin = mp_now();
    calls[call - 1]();
    if (take == PAIRS)
        mp_pool_close(pool); /* free ends what is left */
    else
        mp_pool_terminate(pool);
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    return 0;
}
