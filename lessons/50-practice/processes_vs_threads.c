/* SPDX-License-Identifier: MIT */
/*
 * The same jobs twice: in threads of one process, then in
 * processes.  How long does it take, how much memory, and
 * what does a crash take with it?
 */
#include <mp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "demo.h"

#define MOST 8
#define PIECES 3

static int workers = 4;
static int compute = 0;   /* 1: a piece is CPU time */
static int mib = 0;       /* a table that all of them use */
static int change = 0;    /* 1: each writes into it */
static int shared = 0;    /* 1: processes share it */
static double each = 0.5; /* seconds for a piece */

static mp_array *done;       /* pieces, for each worker */
static mp_barrier *measured; /* all have used the table */
static char *table;

static void lay_table(void)
{
    int how = shared ? MAP_SHARED : MAP_PRIVATE;
    size_t size = (size_t)mib << 20;

    table = mmap(NULL, size, PROT_READ | PROT_WRITE,
                 how | MAP_ANONYMOUS, -1, 0);
    if (table == MAP_FAILED) {
        perror("table");
        exit(1);
    }
    memset(table, 1, size);
}

static void use_table(void)
{
    volatile char seen;

    for (size_t i = 0; i < (size_t)mib << 20; i += 1024) {
        seen = table[i];
        if (change)
            table[i] = seen + 1;
    }
    mp_barrier_wait(measured, 60);
    mp_barrier_wait(measured, 60); /* main has measured */
}

/* This thread's, if a process has several. */
static double cpu_time(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void spend(double seconds)
{
    double end = cpu_time() + seconds;

    if (!compute)
        mp_sleep(seconds); /* as for a disk or a network */
    while (compute && cpu_time() < end)
        for (volatile int i = 0; i < 10000; i++)
            continue; /* in place of hard work */
}

/* What a worker does, be it a thread or a process. */
static int work(void *number)
{
    int i = *(int *)number;

    if (mib)
        use_table();
    for (int n = 1; n <= PIECES; n++) {
        spend(each / 2);
        if (demo_fault("crash") && i == 1 && n == 2)
            raise(SIGSEGV); /* as from *(int *)0 = 1 */
        spend(each / 2);
        mp_array_set(done, (size_t)i, &n);
    }
    return 0;
}

static int numbers[MOST];

static void *thread(void *number)
{
    work(number);
    return NULL;
}

/* One process, in which all the workers are threads. */
static int threads(void *unused)
{
    pthread_t t[MOST];

    (void)unused;
    if (mib)
        lay_table();
    for (int i = 0; i < workers; i++)
        pthread_create(&t[i], NULL, thread, &numbers[i]);
    for (int i = 0; i < workers; i++)
        pthread_join(t[i], NULL);
    return 0;
}

/* How main shows what it has found out of each. */
static const struct team {
    const char *name, *seconds, *busy, *mib, *answers;
} in_threads = {"threads", "threads_seconds", "threads_busy",
                "threads_MiB", "threads_answers"},
  in_processes = {"processes", "processes_seconds",
                  "processes_busy", "processes_MiB",
                  "processes_answers"};

static void show(const char *name, double value)
{
    value = (int)(value * 10 + 0.5) / 10.0;
    mp_show(name, MP_DOUBLE, &value);
}

/* What the kernel counts for a process, in MiB. */
static void memory(pid_t pid, double *rss, double *pss)
{
    char path[40], line[200];
    double kib;
    FILE *f;

    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup",
             pid);
    f = fopen(path, "r");
    while (f && fgets(line, sizeof(line), f)) {
        if (sscanf(line, "Rss: %lf", &kib) == 1)
            *rss += kib / 1024;
        if (sscanf(line, "Pss: %lf", &kib) == 1)
            *pss += kib / 1024;
    }
    if (f)
        fclose(f);
}

/* Of main and of all who work for it. */
static void measure_memory(const struct team *team,
                           mp_process **p, int n)
{
    double rss = 0, pss = 0;

    mp_barrier_wait(measured, 60);
    memory(getpid(), &rss, &pss);
    for (int i = 0; i < n; i++)
        memory(mp_process_pid(p[i]), &rss, &pss);
    printf("%s: RSS ~%.0f MiB, PSS ~%.0f MiB\n", team->name,
           rss, pss);
    show(team->mib, pss);
    mp_barrier_wait(measured, 60);
}

/* CPU time of the children that have ended. */
static double children_had(void)
{
    struct rusage had;
    struct timeval sum;

    getrusage(RUSAGE_CHILDREN, &had);
    timeradd(&had.ru_utime, &had.ru_stime, &sum);
    return (double)sum.tv_sec + (double)sum.tv_usec / 1e6;
}

/* How many workers have done all of their pieces? */
static int answers(void)
{
    int n, all = 0;

    for (int i = 0; i < workers; i++) {
        mp_array_get(done, (size_t)i, &n);
        all += n == PIECES;
    }
    return all;
}

/* Start n processes, each to run this, and join them. */
static void run(const struct team *team, mp_process_fn *job,
                int n)
{
    mp_process *p[MOST];
    double cpu = children_had(), begin = mp_now(), time;
    char name[20];
    int ended, none = 0;

    for (int i = 0; i < workers; i++)
        mp_array_set(done, (size_t)i, &none);
    for (int i = 0; i < n; i++) {
        snprintf(name, sizeof(name), "process-%d", i + 1);
        if (job == threads)
            snprintf(name, sizeof(name), "threads");
        p[i] = mp_process_new(name, job, &numbers[i]);
        if (!p[i] || mp_process_start(p[i]) < 0)
            perror(name);
    }
    if (mib)
        measure_memory(team, p, n);
    for (int i = 0; i < n; i++) {
        mp_process_join(p[i], MP_FOREVER);
        ended = mp_process_exitcode(p[i]);
        if (ended != 0)
            printf("%s: ended with %d\n",
                   mp_process_name(p[i]), ended);
        mp_process_free(p[i]);
    }
    time = mp_now() - begin;
    cpu = children_had() - cpu;
    show(team->seconds, time);
    show(team->busy, cpu / time);
    show(team->answers, answers());
    printf("%s: ~%.1f s, ~%.1f CPUs busy\n", team->name, time,
           cpu / time);
    printf("%s: answers %d of %d\n", team->name, answers(),
           workers);
}

int main(int argc, char *argv[])
{
    struct rlimit no_core = {0, 0};

    demo_parameters(
        argc, argv, DEMO_INT(workers, 1, MOST),
        DEMO_INT(compute, 0, 1), DEMO_INT(mib, 0, 64),
        DEMO_INT(change, 0, 1), DEMO_INT(shared, 0, 1),
        DEMO_SECONDS(each),
        DEMO_FAULT("crash", "the second one crashes"));
    setrlimit(RLIMIT_CORE, &no_core); /* no file of a crash */
    done =
        mp_array_new("done", MP_INT, (size_t)workers, NULL);
    measured = mp_barrier_new("measured", workers + 1, NULL,
                              NULL, 60);
    for (int i = 0; i < workers; i++)
        numbers[i] = i;
    mp_show("change", MP_INT, &change);
    run(&in_threads, threads, 1);
    if (mib)
        lay_table();
    run(&in_processes, work, workers);
    mp_barrier_free(measured);
    mp_array_free(done);
    return 0;
}
