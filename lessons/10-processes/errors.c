/* SPDX-License-Identifier: MIT */
/*
 * Five children end, four of them badly, each in its way.
 * What does their parent learn of it?
 */
#include <errno.h>
#include <mp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "demo.h"

static double pace = 0.6; /* seconds from end to end */

static mp_queue *reports;

static int fine(void *unused)
{
    (void)unused;
    mp_sleep(pace);
    return 0;
}

static int strict(void *unused)
{
    (void)unused;
    mp_sleep(2 * pace);
    return 3; /* what 3 means they have agreed on */
}

static int wild(void *unused)
{
    (void)unused;
    mp_sleep(3 * pace);
    return raise(SIGSEGV); /* as from *(int *)0 = 1 */
}

static int doubtful(void *unused)
{
    (void)unused;
    mp_sleep(4 * pace);
    abort(); /* as a failed assert does */
}

static int honest(void *unused)
{
    char text[80];

    (void)unused;
    mp_sleep(5 * pace);
    if (!fopen("/no/notes", "r")) {
        snprintf(text, sizeof(text), "/no/notes: %s",
                 strerror(errno));
        mp_queue_put(reports, text, MP_FOREVER);
        mp_sleep(pace / 2); /* it tidies up */
        return 1;
    }
    return 0;
}

static mp_process *start(const char *name, mp_process_fn *run)
{
    mp_process *p = mp_process_new(name, run, NULL);

    if (!p || mp_process_start(p) < 0) {
        perror(name);
        exit(1);
    }
    return p;
}

/* Waits for its end; whether it has ended well. */
static int ended_well(mp_process *p)
{
    const char *name = mp_process_name(p);
    char text[80];
    int status;

    mp_process_join(p, MP_FOREVER);
    status = mp_process_exitcode(p);
    if (demo_fault("nobody-looks"))
        status = 0;
    else if (status < 0)
        printf("%s: signal %d, %s\n", name, -status,
               strsignal(-status));
    else
        printf("%s: exit status %d\n", name, status);
    if (status == 1 && mp_queue_get(reports, text, 0) == 0)
        printf("%s says: %s\n", name, text);
    mp_process_free(p);
    return status == 0;
}

int main(int argc, char *argv[])
{
    struct rlimit no_core = {0, 0};
    mp_process *p[5];
    int failed = 0;

    demo_parameters(
        argc, argv, DEMO_SECONDS(pace),
        DEMO_FAULT("nobody-looks",
                   "any end is taken for a good one"));
    setrlimit(RLIMIT_CORE, &no_core); /* no file of a crash */
    reports = mp_queue_new("reports", 5, MP_TEXT(80));
    p[0] = start("fine", fine);
    p[1] = start("strict", strict);
    p[2] = start("wild", wild);
    p[3] = start("doubtful", doubtful);
    p[4] = start("honest", honest);
    for (int i = 0; i < 5; i++)
        failed += !ended_well(p[i]);
    printf("main: %d of 5 failed\n", failed);
    mp_queue_free(reports);
    return 0;
}
