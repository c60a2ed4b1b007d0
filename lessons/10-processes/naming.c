/* SPDX-License-Identifier: MIT */
/*
 * What processes are called: names that are made up, names
 * that are given, and the name by which the kernel goes.
 */
#include <mp.h>
#include <stdio.h>
#include <sys/prctl.h>

#include "demo.h"

static int named = 1;     /* 0: nobody is given a name */
static int forgotten = 0; /* this one is not; 0: all are */
static int helpers = 0;   /* of each worker: 0 or 1 */
static int tell = 0;      /* 1: the kernel is told, too */
static double work = 1.5; /* seconds */
static double gap = 0.4;  /* seconds between two starts */

static const char *const names[] = {
    "reader", "spelling-checker", "writer"};

static const char *my_name(void)
{
    return mp_process_name(mp_current_process());
}

static mp_process *start(const char *name, mp_process_fn *run)
{
    mp_process *p = mp_process_new(name, run, NULL);

    if (!p || mp_process_start(p) < 0)
        perror("start");
    return p;
}

static void join(mp_process *p)
{
    mp_process_join(p, MP_FOREVER);
    printf("%s: %s ended with status %d\n", my_name(),
           mp_process_name(p), mp_process_exitcode(p));
    mp_process_free(p);
}

/* Says who it is: here, and as ps(1) has it. */
static void say_who(void)
{
    char text[16]; /* there is no room for more */

    if (tell)
        prctl(PR_SET_NAME, my_name());
    prctl(PR_GET_NAME, text);
    printf("%s is a child of %s\n", my_name(),
           mp_process_name(mp_parent_process()));
    printf("%s is %s to the kernel\n", my_name(), text);
}

static int help_out(void *unused)
{
    (void)unused;
    say_who();
    mp_sleep(work);
    return 0;
}

static int do_work(void *unused)
{
    mp_process *helper = NULL;

    (void)unused;
    say_who();
    if (helpers)
        helper = start(NULL, help_out);
    mp_sleep(work);
    if (helper)
        join(helper);
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *started[3];

    demo_parameters(
        argc, argv, DEMO_INT(named, 0, 1),
        DEMO_INT(forgotten, 0, 3), DEMO_INT(helpers, 0, 1),
        DEMO_INT(tell, 0, 1), DEMO_SECONDS(work),
        DEMO_SECONDS(gap),
        DEMO_FAULT("one-name", "all have the same name"));
    for (int i = 0; i < 3; i++) {
        const char *name = NULL; /* one is made up */

        if (demo_fault("one-name"))
            name = "worker";
        else if (named && forgotten != i + 1)
            name = names[i];
        started[i] = start(name, do_work);
        mp_sleep(gap);
    }
    for (int i = 0; i < 3; i++)
        join(started[i]);
    return 0;
}
