/* SPDX-License-Identifier: MIT */
/*
 * Tasks are handed out one by one, in a message or to a new
 * process.  How much of the time is work?  And if a process
 * takes a chunk of them?
 */
#include <mp.h>
#include <stdio.h>
#include <time.h>

#include "demo.h"

#define NUMBERS 1000  /* to work on, if there is a chunk */
#define NUMBER_US 200 /* of work for each */

static int rounds = 10; /* the best counts */
static int chunk = 0;   /* numbers that a process takes */
static double pace = 0.3;

static mp_queue *tasks, *answers;

/* The clock of the machine, in us: millionths of a second. It
   does not follow the speed of the run, as mp_now does. */
static double now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* The CPU is busy for so many us. */
static int work(void *us)
{
    double end = now_us() + *(double *)us;

    while (now_us() < end)
        ;
    return 0;
}

/* The other side of a message: works, then answers. */
static int clerk(void *unused)
{
    double us;

    (void)unused;
    while (mp_queue_get(tasks, &us, MP_FOREVER) == 0 &&
           us >= 0) {
        work(&us);
        mp_queue_put(answers, &us, MP_FOREVER);
    }
    return 0;
}

static void by_message(double us)
{
    mp_queue_put(tasks, &us, MP_FOREVER);
    mp_queue_get(answers, &us, MP_FOREVER);
}

static void by_process(double us)
{
    mp_process *p = mp_process_new("worker", work, &us);

    mp_process_start(p);
    mp_process_join(p, MP_FOREVER);
    mp_process_free(p);
}

/* How long one task takes, in us, from handing it out to its
   end: the best of so many times. */
static double best(int times, void (*hand_out)(double),
                   double us)
{
    double least = 1e12;

    for (int i = 0; i < times; i++) {
        double begin = now_us(), took;

        hand_out(us);
        took = now_us() - begin;
        least = took < least ? took : least;
    }
    return least;
}

/* How much of this is work, in percent? */
static double part(double us, double took)
{
    return took > us ? 100 * us / took : 100;
}

static void measure(void)
{
    static const double work_us[] = {
        10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000};

    for (int i = 0; i < 9; i++) {
        double us = work_us[i];
        int times = us < 1000 ? 4 * rounds : rounds;
        double m = part(us, best(times, by_message, us));
        double p = part(us, best(times, by_process, us));

        printf("%g us of work: a message ~%.0f %%, "
               "a process ~%.0f %%\n",
               us, m, p);
        mp_measure("a message for each task", us, m);
        mp_measure("a process for each task", us, p);
        mp_sleep(pace);
    }
}

/* A process for each chunk of the numbers. */
static void with_chunks(void)
{
    double start = best(rounds, by_process, 0);
    double all = 0;
    int enough = (int)(4 * start / NUMBER_US) + 1;
    int processes = 0;

    printf("a start: ~%.0f us, at best\n", start);
    for (int left = NUMBERS; left > 0; left -= chunk) {
        int taken = left < chunk ? left : chunk;
        double us = (double)taken * NUMBER_US;
        double now = part(us, best(1, by_process, us));

        all = now > all ? now : all;
        processes++;
    }
    printf("%d processes of %d numbers: ~%.0f %% is work\n",
           processes, chunk, all);
    mp_show("processes", MP_INT, &processes);
    mp_show("work", MP_DOUBLE, &all);
    mp_show("enough", MP_INT, &enough); /* for 80 % */
}

int main(int argc, char *argv[])
{
    double no_more = -1;
    mp_process *other;

    demo_parameters(argc, argv, DEMO_INT(rounds, 1, 100),
                    DEMO_INT(chunk, 0, NUMBERS),
                    DEMO_SECONDS(pace));
    tasks = mp_queue_new("tasks", 1, MP_DOUBLE);
    answers = mp_queue_new("answers", 1, MP_DOUBLE);
    other = mp_process_new("clerk", clerk, NULL);
    if (!tasks || !answers || mp_process_start(other) < 0) {
        perror("worth");
        return 1;
    }
    if (chunk)
        with_chunks();
    else
        measure();
    mp_queue_put(tasks, &no_more, MP_FOREVER);
    mp_process_join(other, MP_FOREVER);
    mp_process_free(other);
    return 0;
}
