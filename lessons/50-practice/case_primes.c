/* SPDX-License-Identifier: MIT */
/*
 * The whole course in one program: a pool finds primes and
 * puts them into a queue, writers count them under a lock,
 * and all meet at a barrier when a phase is over.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define MOST_WRITERS 8
#define PHASES 2
#define RANGES 6 /* in a phase, each of five numbers */
#define LENGTH 5

static int finders = 3;     /* workers of the pool */
static int writers = 2;     /* processes */
static int room = 4;        /* slots in the queue */
static int brief = 0;       /* 1: a short critical section */
static double test = 0.1;   /* seconds to test a number */
static double record = 0.3; /* seconds to write a prime */

static mp_queue *found;       /* from the finders */
static mp_lock *tally;        /* for the two cells */
static mp_value *count, *sum; /* of all primes */
static mp_barrier *phase;     /* the writers, and main */
static const int no_more = 0; /* the sentinel */

static int is_prime(int n)
{
    int divisor = 2;

    while (divisor < n && n % divisor)
        divisor++;
    return divisor == n;
}

/* The task: to test a range of numbers. */
static int find(const void *from, void *unused)
{
    int first = *(const int *)from;

    (void)unused;
    for (int n = first; n < first + LENGTH; n++) {
        mp_sleep(test);
        if (is_prime(n))
            mp_queue_put(found, &n, MP_FOREVER);
    }
    return 0;
}

/* Read both cells, work, write both: a critical section. */
static void count_in(int prime, double inside)
{
    int so_far, sum_so_far;

    if (!demo_fault("no-lock"))
        mp_lock_acquire(tally, MP_FOREVER);
    mp_value_get(count, &so_far);
    mp_value_get(sum, &sum_so_far);
    mp_sleep(inside);
    so_far++;
    sum_so_far += prime;
    mp_value_set(count, &so_far);
    mp_value_set(sum, &sum_so_far);
    if (!demo_fault("no-lock"))
        mp_lock_release(tally);
}

static int write_all(void *unused)
{
    const char *me = mp_process_name(mp_current_process());
    double inside = brief ? record / 10 : record;
    int prime;

    (void)unused;
    for (int i = 0; i < PHASES; i++) {
        while (mp_queue_get(found, &prime, MP_FOREVER) == 0 &&
               prime != no_more) {
            printf("%s: %d\n", me, prime);
            mp_sleep(record - inside);
            count_in(prime, inside);
        }
        mp_barrier_wait(phase, MP_FOREVER);
    }
    return 0;
}

/* The last that comes to the barrier does this. */
static int say_so_far(void *unused)
{
    int primes;

    (void)unused;
    mp_value_get(count, &primes);
    printf("all are here: %d primes so far\n", primes);
    return 0;
}

/* One phase: hand out the ranges, say the end, meet. */
static void run_phase(mp_pool *pool, int number)
{
    struct mp_task task = MP_TASK_CHUNKED(find, int, char, 1);
    int from[RANGES];
    char nothing[RANGES];

    for (int i = 0; i < RANGES; i++)
        from[i] = (number * RANGES + i) * LENGTH + 1;
    if (mp_pool_map(pool, task, from, nothing, RANGES) < 0)
        perror("finders");
    for (int i = 0; i < writers; i++)
        if (!demo_fault("no-sentinel"))
            mp_queue_put(found, &no_more, MP_FOREVER);
    mp_barrier_wait(phase, MP_FOREVER);
}

static int make_all(void)
{
    found = mp_queue_new("found", (size_t)room, MP_INT);
    tally = mp_lock_new("tally");
    count =
        mp_value_new_with("count", MP_INT, NULL, MP_NO_LOCK);
    sum = mp_value_new_with("sum", MP_INT, NULL, MP_NO_LOCK);
    phase = mp_barrier_new("phase", writers + 1, say_so_far,
                           NULL, MP_FOREVER);
    return found && tally && count && sum && phase;
}

int main(int argc, char *argv[])
{
    mp_process *writer[MOST_WRITERS];
    double begin = mp_now(), took;
    int come, primes, total;
    mp_pool *pool;
    char name[20];

    demo_parameters(
        argc, argv, DEMO_INT(finders, 1, 12),
        DEMO_INT(writers, 1, MOST_WRITERS),
        DEMO_INT(room, 1, 100), DEMO_INT(brief, 0, 1),
        DEMO_SECONDS(test), DEMO_SECONDS(record),
        DEMO_FAULT("no-lock", "writers do without the lock"),
        DEMO_FAULT("one-too-few",
                   "the last writer is not started"),
        DEMO_FAULT("no-sentinel",
                   "main says no end of a phase"));
    come = demo_fault("one-too-few") ? writers - 1 : writers;
    if (!make_all() ||
        !(pool = mp_pool_new("finders", finders, NULL))) {
        perror("case_primes");
        return 1;
    }
    for (int i = 0; i < come; i++) {
        snprintf(name, sizeof(name), "writer-%d", i + 1);
        writer[i] = mp_process_new(name, write_all, NULL);
        if (!writer[i] || mp_process_start(writer[i]) < 0) {
            perror(name);
            return 1;
        }
    }
    for (int i = 0; i < PHASES; i++)
        run_phase(pool, i);
    mp_pool_close(pool);
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    for (int i = 0; i < come; i++) {
        mp_process_join(writer[i], MP_FOREVER);
        mp_process_free(writer[i]);
    }
    mp_value_get(count, &primes);
    mp_value_get(sum, &total);
    took = (int)((mp_now() - begin) * 10 + 0.5) / 10.0;
    mp_show("took", MP_DOUBLE, &took);
    printf("main: %d primes, sum %d, ~%.1f s\n", primes,
           total, took);
    return 0;
}
