/* SPDX-License-Identifier: MIT */
/*
 * A film is converted.  main reads it: that part nobody can
 * share.  Then each worker converts a piece.  How many times
 * as fast is it with 1, 2, ... workers, and what is the law?
 */
#include <mp.h>
#include <stdio.h>
#include <time.h>

#include "demo.h"

#define MOST 16

static int serial = 20;    /* main's part, in percent */
static int up_to = 8;      /* measure 1, 2, ... workers */
static int cpu = 0;        /* 1: compute; 0: sleep */
static int grow = 0;       /* 1: a whole piece for each */
static int efficiency = 0; /* 1: draw this instead */
static double work = 1.0;  /* seconds, for one process */

static void spend(double seconds)
{
    clock_t end =
        clock() + (clock_t)(seconds * CLOCKS_PER_SEC);

    if (!cpu)
        mp_sleep(seconds);
    while (cpu && clock() < end)
        for (volatile int i = 0; i < 10000; i++)
            continue; /* in place of hard work */
}

static int convert(void *seconds)
{
    spend(*(double *)seconds);
    return 0;
}

/* First main alone, then all workers; how long is it? */
static double film(int workers, double read, double piece)
{
    mp_process *worker[MOST];
    double begin = mp_now();
    char name[20];

    spend(read);
    for (int i = 0; i < workers; i++) {
        snprintf(name, sizeof(name), "worker-%d", i + 1);
        worker[i] = mp_process_new(name, convert, &piece);
        if (!worker[i] || mp_process_start(worker[i]) < 0)
            perror(name);
    }
    for (int i = 0; i < workers; i++) {
        mp_process_join(worker[i], MP_FOREVER);
        mp_process_free(worker[i]);
    }
    return mp_now() - begin;
}

static void draw(const char *series, int workers,
                 double times)
{
    mp_measure(series, workers,
               efficiency ? 100 * times / workers : times);
}

/* main's part and a worker's, of one film's work, 1. */
static void reckon(int workers, double *read, double *piece)
{
    *read = serial / 100.0;
    *piece = (1 - *read) / (grow ? 1 : workers);
}

/* The curves: for any CPUs, and for those of this machine. */
static double law(int workers, int cpus)
{
    int busy = workers < cpus ? workers : cpus;
    double read, piece;

    reckon(workers, &read, &piece);
    return (read + workers * piece) /
           (read + workers * piece / busy);
}

static void measure(int workers)
{
    double read, piece, times;

    reckon(workers, &read, &piece);
    times = (read + workers * piece) * work /
            film(workers, read * work, piece * work);
    draw("measured", workers, times);
    printf("%d workers: law %.2f, ~%.2f times, ~%.0f %%\n",
           workers, law(workers, MOST), times,
           100 * times / workers);
}

int main(int argc, char *argv[])
{
    int cpus = mp_cpu_count();
    double most;

    demo_parameters(argc, argv, DEMO_INT(serial, 0, 100),
                    DEMO_INT(up_to, 1, MOST),
                    DEMO_INT(cpu, 0, 1), DEMO_INT(grow, 0, 1),
                    DEMO_INT(efficiency, 0, 1),
                    DEMO_SECONDS(work));
    printf("serial share %d %%, CPUs to run on: %d\n", serial,
           cpus);
    for (int n = 1; n <= up_to; n++) {
        draw("law", n, law(n, MOST));
        if (cpu)
            draw("law, these CPUs", n, law(n, cpus));
    }
    for (int n = 1; n <= up_to; n++)
        measure(n);
    most = (int)(law(up_to, MOST) * 100 + 0.5) / 100.0;
    mp_show("law", MP_DOUBLE, &most);
    mp_show("serial", MP_INT, &serial);
    cpus = cpus < up_to ? cpus : up_to;
    mp_show("at_once", MP_INT, &cpus); /* workers, at most */
    return 0;
}
