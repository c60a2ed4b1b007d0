/* SPDX-License-Identifier: MIT */
/*
 * How a pool ends: closed, terminated, by Ctrl-C; and what
 * it does about a worker that ends in the middle of a task.
 */
#include <errno.h>
#include <mp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "demo.h"

#define MOST 50

static int end = 1; /* 1: close, 2: terminate, 3: Ctrl-C */
static int items = 12;
static int workers = 3;
static int after = 3;   /* the end comes after so many */
static int damaged = 0; /* no worker survives this frame */
static int retries = 0; /* how often one is tried again */
static double each = 1; /* seconds for one frame */

static mp_result *results[MOST];
static volatile sig_atomic_t asked;

/* The task: to draw a frame of a film. */
static int draw(const void *in, void *out)
{
    int n = *(const int *)in;

    mp_sleep(each / 2); /* the outlines */
    mp_sleep(each / 2); /* the colours */
    if (n == damaged)
        abort(); /* the worker ends by SIGABRT */
    printf("%s: frame %d\n",
           mp_process_name(mp_current_process()), n);
    *(int *)out = n;
    return 0;
}

/* Each worker begins so: Ctrl-C is not for it. */
static int begin(void *unused)
{
    (void)unused;
    signal(SIGINT,
           demo_fault("workers-hear") ? SIG_DFL : SIG_IGN);
    return 0;
}

static void on_interrupt(int number)
{
    (void)number;
    asked = 1; /* no more than this in a handler */
}

static void end_it(mp_pool *pool)
{
    if (end == 3)
        kill(0, SIGINT); /* to all, as a terminal does */
    if (asked)
        printf("main: that was Ctrl-C\n");
    if (end == 2) {
        mp_pool_terminate(pool);
        printf("main: terminated\n");
    } else if (!demo_fault("no-close")) {
        mp_pool_close(pool);
        printf("main: closed\n");
    }
    if (mp_pool_join(pool, MP_FOREVER))
        printf("main: join is refused, it is open\n");
    mp_pool_free(pool); /* terminates what is still open */
}

/* Get frame n.  It is missing if its task has failed. */
static int is_missing(int n)
{
    mp_result *result = results[n - 1];
    int frame, failed;

    failed = mp_result_get(result, &frame, MP_FOREVER);

    if (failed && errno == EOWNERDEAD)
        printf("main: %s\n", mp_task_message());
    mp_result_free(result);
    return failed;
}

int main(int argc, char *argv[])
{
    struct mp_task task = MP_TASK(draw, int, int);
    struct mp_pool_options options = {.initializer = begin};
    const struct rlimit none = {0, 0};
    mp_pool *pool;
    int n, missing = 0;

    demo_parameters(
        argc, argv, DEMO_INT(end, 1, 3),
        DEMO_INT(items, 1, MOST), DEMO_INT(workers, 1, 16),
        DEMO_INT(after, 0, MOST), DEMO_INT(damaged, 0, MOST),
        DEMO_INT(retries, 0, 9), DEMO_SECONDS(each),
        DEMO_FAULT("no-close", "main joins an open pool"),
        DEMO_FAULT("workers-hear",
                   "the workers do not ignore Ctrl-C"));
    setrlimit(RLIMIT_CORE, &none); /* no dumps of memory */
    if (end == 3)
        setpgid(0, 0); /* as a shell does for a command */
    signal(SIGINT, on_interrupt);
    options.retries = (unsigned)retries;
    pool = mp_pool_new("frames", workers, &options);
    if (!pool) {
        perror("frames");
        return 1;
    }
    for (n = 1; n <= items; n++)
        results[n - 1] =
            mp_pool_apply_async(pool, task, &n, NULL);
    for (n = 1; n <= after && n <= items && !asked; n++)
        missing += is_missing(n) != 0;
    mp_sleep(each * 0.4);
    end_it(pool);
    for (; n <= items; n++)
        missing += is_missing(n) != 0;
    printf("main: %d of %d frames, %d missing\n",
           items - missing, items, missing);
    return 0;
}
