/* SPDX-License-Identifier: MIT */
/*
 * Twelve months, three questions: 36 pieces of work in a
 * table.  Workers share its columns (the data) or its rows
 * (the tasks), and have one CPU, or several.
 */
#include <mp.h>
#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#include "demo.h"

#define MONTHS 12
#define TASKS 3

static const char *task[] = {"coldest", "warmest", "mean"};
static const double degrees[MONTHS] = {
    0, 2, 4, 9, 14, 16, 19, 19, 13, 10, 5, 3,
};

static int workers = 2;
static int by_task = 0;   /* 1: they share the tasks */
static int cpus = 1;      /* 0: sleep in place of work */
static int slow = 1;      /* mean takes so much longer */
static double each = 0.1; /* seconds for one piece */

static mp_array *found; /* 3 answers of each worker */

/* What a worker does of the table. */
static struct part {
    int number, month, last_month, task, last_task;
} parts[MONTHS];

/* From now on on so many CPUs, and the children too. */
static int pin(int wanted)
{
    cpu_set_t all, some;

    CPU_ZERO(&some);
    sched_getaffinity(0, sizeof(all), &all);
    for (size_t i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &all) && CPU_COUNT(&some) < wanted)
            CPU_SET(i, &some);
    sched_setaffinity(0, sizeof(some), &some);
    return CPU_COUNT(&some);
}

/* What this process has had, or its ended children. */
static double cpu_time(int who, long *turns)
{
    struct rusage had;
    struct timeval sum;

    getrusage(who, &had);
    *turns = had.ru_nivcsw + 1; /* each was cut short */
    timeradd(&had.ru_utime, &had.ru_stime, &sum);
    return (double)sum.tv_sec + (double)sum.tv_usec / 1e6;
}

static void spend(double seconds)
{
    clock_t end =
        clock() + (clock_t)(seconds * CLOCKS_PER_SEC);

    if (!cpus)
        mp_sleep(seconds); /* takes time, and no CPU */
    while (cpus && clock() < end)
        for (volatile int i = 0; i < 10000; i++)
            continue; /* in place of hard work */
}

static double answer(int t, const double *of, int n)
{
    double least = of[0], most = of[0], sum = 0;

    for (int i = 0; i < n; i++) {
        least = of[i] < least ? of[i] : least;
        most = of[i] > most ? of[i] : most;
        sum += of[i];
    }
    return t == 0 ? least : t == 1 ? most : sum / n;
}

static int work(void *part)
{
    const struct part *p = part;
    double begin = mp_now(), one, had;
    long turns;
    int done = 0;

    for (int t = p->task; t < p->last_task; t++) {
        for (int m = p->month; m < p->last_month; m++) {
            spend(t == 2 ? each * slow : each);
            done++;
            mp_show("done", MP_INT, &done);
        }
        one = answer(t, degrees + p->month,
                     p->last_month - p->month);
        mp_array_set(found, (size_t)(p->number * TASKS + t),
                     &one);
    }
    had = cpu_time(RUSAGE_SELF, &turns);
    printf("%s: CPU ~%.1f of ~%.1f s, ~%ld turns\n",
           mp_process_name(mp_current_process()), had,
           mp_now() - begin, turns);
    return 0;
}

/* One answer from those of the parts. */
static double put_together(int t)
{
    double all[MONTHS], one;
    int n = 0, weight;

    for (struct part *p = parts; p < parts + workers; p++) {
        if (t < p->task || t >= p->last_task)
            continue;
        mp_array_get(found, (size_t)(p->number * TASKS + t),
                     &one);
        weight = p->last_month - p->month;
        if (demo_fault("mean-of-means"))
            weight = 1;
        while (weight--)
            all[n++] = one;
    }
    return answer(t, all, n);
}

/* Of so many rows or columns, the first of worker i. */
static int cut(int many, int i)
{
    int n = many < workers ? many : workers;

    return i < n ? (many * i + n - 1) / n : many;
}

static mp_process *start(int i)
{
    struct part *p = &parts[i];
    mp_process *worker;
    char name[20];

    *p = (struct part){i, 0, MONTHS, 0, TASKS};
    if (by_task) {
        p->task = cut(TASKS, i);
        p->last_task = cut(TASKS, i + 1);
    } else {
        p->month = cut(MONTHS, i);
        p->last_month = cut(MONTHS, i + 1);
    }
    snprintf(name, sizeof(name), "part-%d", i + 1);
    worker = mp_process_new(
        by_task && i < TASKS ? task[p->task] : name, work, p);
    if (!worker || mp_process_start(worker) < 0)
        perror(name);
    return worker;
}

int main(int argc, char *argv[])
{
    mp_process *worker[MONTHS];
    double begin, time, result;
    long turns;

    demo_parameters(
        argc, argv, DEMO_INT(workers, 1, MONTHS),
        DEMO_INT(by_task, 0, 1), DEMO_INT(cpus, 0, 64),
        DEMO_INT(slow, 1, 10), DEMO_SECONDS(each),
        DEMO_FAULT("mean-of-means",
                   "all parts count the same in the mean"));
    found = mp_array_new("found", MP_DOUBLE,
                         (size_t)workers * TASKS, NULL);
    if (cpus) {
        cpus = pin(cpus);
        printf("CPUs to run on: %d\n", cpus);
    }
    mp_show("cpus", MP_INT, &cpus);
    begin = mp_now();
    for (int i = 0; i < workers; i++)
        worker[i] = start(i);
    for (int i = 0; i < workers; i++) {
        mp_process_join(worker[i], MP_FOREVER);
        mp_process_free(worker[i]);
    }
    time = mp_now() - begin;
    result = cpu_time(RUSAGE_CHILDREN, &turns) / time;
    mp_show("busy", MP_DOUBLE, &result);
    printf("all in ~%.1f s, ~%.1f CPUs busy\n", time, result);
    for (int t = 0; t < TASKS; t++) {
        result = put_together(t);
        mp_show(task[t], MP_DOUBLE, &result);
        printf("%s %.1f\n", task[t], result);
    }
    mp_array_free(found);
    return 0;
}
