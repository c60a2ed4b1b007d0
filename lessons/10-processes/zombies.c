/* SPDX-License-Identifier: MIT */
/*
 * Zombies: children end, and main asks only later how.  With
 * orphan=1: a parent leaves its child, which gets another
 * one.
 */
#include <mp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo.h"

static int children = 3; /* that become zombies */
static double late = 3;  /* seconds until main asks */
static int orphan = 0;   /* 1: the other scene */
static double leave = 1; /* seconds until the parent leaves */
static int adopt = 0;    /* 1: main takes in orphans */
static double gap = 0.5; /* seconds between two looks */

static mp_event *settled, *grown_up;

static int end_with(void *status)
{
    mp_sleep(gap * *(int *)status);
    return *(int *)status;
}

static int zombies(void)
{
    mp_process *p[9];
    int status[9];
    char name[20];

    for (int i = 0; i < children; i++) {
        snprintf(name, sizeof(name), "child-%d", i + 1);
        status[i] = i + 1;
        p[i] = mp_process_new(name, end_with, &status[i]);
        if (!p[i] || mp_process_start(p[i]) < 0)
            return 1;
    }
    mp_sleep(late);
    for (int i = 0; i < children; i++) {
        mp_process_join(p[i], MP_FOREVER);
        printf("main asks: child-%d ended with %d\n", i + 1,
               mp_process_exitcode(p[i]));
        mp_sleep(gap);
        mp_process_free(p[i]);
    }
    return 0;
}

static int grow_up(void *unused)
{
    int first = getppid(), now = first;

    (void)unused;
    prctl(PR_SET_PDEATHSIG, 0); /* not to die with parent */
    mp_event_set(settled);
    for (int i = 0; i < 8; i++) {
        now = getppid();
        mp_show("my_parent", MP_INT, &now);
        mp_sleep(gap);
    }
    printf(now == first ? "child kept its parent\n"
                        : "child has another parent\n");
    mp_event_set(grown_up);
    return 0;
}

static int be_parent(void *unused)
{
    mp_process *child =
        mp_process_new("child", grow_up, NULL);

    (void)unused;
    if (!child || mp_process_start(child) < 0)
        return 1;
    mp_event_wait(settled, MP_FOREVER);
    mp_sleep(leave);
    printf("parent leaves\n");
    _exit(0); /* a return would wait for the child */
}

static int orphans(void)
{
    mp_process *p = mp_process_new("parent", be_parent, NULL);

    if (adopt)
        prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (!p || mp_process_start(p) < 0)
        return 1;
    mp_process_join(p, MP_FOREVER);
    printf("main: parent ended with %d\n",
           mp_process_exitcode(p));
    mp_event_wait(grown_up, MP_FOREVER);
    if (adopt && wait(NULL) > 0)
        printf("main asks how the orphan ended\n");
    mp_process_free(p);
    return 0;
}

int main(int argc, char *argv[])
{
    demo_parameters(argc, argv, DEMO_INT(children, 1, 9),
                    DEMO_SECONDS(late),
                    DEMO_INT(orphan, 0, 1),
                    DEMO_SECONDS(leave),
                    DEMO_INT(adopt, 0, 1), DEMO_SECONDS(gap));
    settled = mp_event_new("settled");
    grown_up = mp_event_new("grown-up");
    return orphan ? orphans() : zombies();
}
