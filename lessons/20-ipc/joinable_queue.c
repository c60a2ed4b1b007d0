/* SPDX-License-Identifier: MIT */
/*
 * When is all work done?  Not when the queue is empty: then
 * the last jobs have been taken, and no more.  So workers
 * report each job that is done, and main waits for that.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int jobs = 9;      /* numbers to square: 1, 2 ... */
static int workers = 3;   /* processes that do it */
static int room = 20;     /* slots for results */
static double work = 0.8; /* seconds that a job takes */

static mp_queue *todo, *results;
static int no_more = -1; /* the sentinel */

/* The one call that this lesson is about; 0: it was one too
   many. */
static int report(int job)
{
    if (job == 1 && demo_fault("forget-task-done"))
        return 1;
    if (demo_fault("done-twice"))
        mp_queue_task_done(todo);
    return mp_queue_task_done(todo) == 0;
}

static int square(void *unused)
{
    const char *me = mp_process_name(mp_current_process());
    int job = 0, result, failed = 0;

    (void)unused;
    while (job != no_more &&
           mp_queue_get(todo, &job, MP_FOREVER) == 0) {
        if (job != no_more) {
            mp_sleep(work);
            result = job * job;
            mp_queue_put(results, &result, MP_FOREVER);
            printf("%s: %d gives %d\n", me, job, result);
        }
        if (!report(job)) {
            printf("%s: task_done once too often\n", me);
            failed = 1;
        }
    }
    return failed;
}

/* What main does when the workers are there. */
static void wait_and_take(void)
{
    int result;
    long sum = 0;

    mp_queue_join(todo, MP_FOREVER);
    printf("main: all done, %zu results are there\n",
           mp_queue_size(results));
    for (int i = 0; i < jobs; i++) {
        mp_queue_get(results, &result, MP_FOREVER);
        sum += result;
    }
    printf("main: sum of the squares %ld\n", sum);
    for (int i = 0; i < workers; i++)
        mp_queue_put(todo, &no_more, MP_FOREVER);
}

int main(int argc, char *argv[])
{
    mp_process *worker[20];
    char name[20];

    demo_parameters(argc, argv, DEMO_INT(jobs, 0, 1000),
                    DEMO_INT(workers, 1, 20),
                    DEMO_INT(room, 1, 1000), DEMO_SECONDS(work),
                    DEMO_FAULT("forget-task-done",
                               "job 1 is never reported"),
                    DEMO_FAULT("done-twice",
                               "each job is reported twice"));
    todo = mp_queue_new("todo", (size_t)jobs + 1, MP_INT);
    results = mp_queue_new("results", (size_t)room, MP_INT);
    if (!todo || !results) {
        perror("queue");
        return 1;
    }
    for (int job = 1; job <= jobs; job++)
        mp_queue_put(todo, &job, MP_FOREVER);
    for (int i = 0; i < workers; i++) {
        snprintf(name, sizeof(name), "worker-%d", i + 1);
        worker[i] = mp_process_new(name, square, NULL);
        if (!worker[i] || mp_process_start(worker[i]) < 0) {
            perror(name);
            mp_queue_close(todo); /* ends the others */
            return 1;
        }
    }
    wait_and_take();
    for (int i = 0; i < workers; i++) {
        mp_process_join(worker[i], MP_FOREVER);
        if (mp_process_exitcode(worker[i]) != 0)
            printf("main: worker-%d has failed\n", i + 1);
        mp_process_free(worker[i]);
    }
    mp_queue_free(todo);
    mp_queue_free(results);
    return 0;
}
