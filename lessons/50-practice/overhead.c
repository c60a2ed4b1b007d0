/* SPDX-License-Identifier: MIT */
/*
 * What it costs to work with others: a shared cell, a lock, a
 * message and its answer, a process.
 */
#include <mp.h>
#include <mp/probe.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "demo.h"

#define LOOPS 20000 /* of what is quick */

static int rounds = 20; /* of what is slow: the best counts */
static int mib = 0;     /* memory that main has */
static int all = 1;     /* 0: not the cell and the lock */
static int watched = 0; /* 1: the player is told of it all */
static double pace = 0.5;

static mp_value *cell;
static mp_lock *key;
static mp_queue *questions, *answers;

/* The other side of a message. */
static int clerk(void *unused)
{
    int n;

    (void)unused;
    while (mp_queue_get(questions, &n, MP_FOREVER) == 0 &&
           n >= 0)
        mp_queue_put(answers, &n, MP_FOREVER);
    return 0;
}

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}
MP_SPAWNABLE(nothing);

/* ---- one of each ---- */

static void one_cell(void)
{
    static int n = 7;

    mp_value_set(cell, &n);
}

static void one_lock(void)
{
    mp_lock_acquire(key, MP_FOREVER);
    mp_lock_release(key);
}

static void one_message(void)
{
    int n = 7;

    mp_queue_put(questions, &n, MP_FOREVER);
    mp_queue_get(answers, &n, MP_FOREVER);
}

static void one_process(const char *name,
                        enum mp_start_method how)
{
    mp_process *p = mp_process_new(name, nothing, NULL);

    mp_process_set_start_method(p, how);
    mp_process_start(p);
    mp_process_join(p, MP_FOREVER);
    mp_process_free(p);
}

static void one_fork(void)
{
    one_process("by-fork", MP_FORK);
}

static void one_spawn(void)
{
    one_process("by-spawn", MP_SPAWN);
}

/* ---- what one costs ---- */

/* The clock of the machine, in us: millionths of a second. It
   does not follow the speed of the run, as mp_now does. */
static double now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double tell(const char *what, double us)
{
    printf("%s: ~%.3f us\n", what, us);
    mp_measure(what, 0, us);
    mp_sleep(pace);
    return us;
}

/* Each alone, and the best of them. */
static double slow(const char *what, void (*one)(void))
{
    double best = 1e12;

    for (int i = 0; i < rounds; i++) {
        double begin = now_us(), us;

        one();
        us = now_us() - begin;
        best = us < best ? us : best;
    }
    return tell(what, best);
}

/* Too quick to be measured alone: many, divided. */
static double quick(const char *what, void (*one)(void))
{
    const struct mp_probe_sink *player = mp_probe;
    double begin = now_us(), us;

    if (!watched)
        mp_probe = NULL; /* to tell it would cost more */
    for (int i = 0; i < LOOPS; i++)
        one();
    us = (now_us() - begin) / LOOPS;
    mp_probe = player;
    return tell(what, us);
}

/* How many steps of ten is this above that? */
static int steps(double this, double that)
{
    int tens = 0;

    for (; this > that * 3.16; tens++)
        this /= 10; /* 3.16 is half of such a step */
    return tens;
}

static void measure(void)
{
    double of_key = 0, of_fork;
    int tens;

    if (all) {
        quick("shared cell", one_cell);
        of_key = quick("lock", one_lock);
    }
    slow("message", one_message);
    of_fork = slow("process, fork", one_fork);
    slow("process, spawn", one_spawn);
    if (!all)
        return;
    tens = steps(of_fork, of_key);
    mp_show("steps", MP_INT, &tens);
}

/* Memory that is really there, in small pages. */
static void take_memory(void)
{
    size_t size = (size_t)mib << 20;
    char *memory =
        mmap(NULL, size + 1, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        return;
    madvise(memory, size, MADV_NOHUGEPAGE);
    memset(memory, 1, size);
}

int main(int argc, char *argv[])
{
    int no_more = -1;
    mp_process *other;

    mp_main(argc, argv); /* the guard, for spawn */
    demo_parameters(
        argc, argv, DEMO_INT(rounds, 1, 200),
        DEMO_INT(mib, 0, 512), DEMO_INT(all, 0, 1),
        DEMO_INT(watched, 0, 1), DEMO_SECONDS(pace));
    cell =
        mp_value_new_with("cell", MP_INT, NULL, MP_NO_LOCK);
    key = mp_lock_new("key");
    questions = mp_queue_new("questions", 1, MP_INT);
    answers = mp_queue_new("answers", 1, MP_INT);
    other = mp_process_new("clerk", clerk, NULL);
    if (!cell || !key || !questions || !answers ||
        mp_process_start(other) < 0) {
        perror("overhead");
        return 1;
    }
    take_memory();
    measure();
    mp_queue_put(questions, &no_more, MP_FOREVER);
    mp_process_join(other, MP_FOREVER);
    mp_process_free(other);
    return 0;
}
