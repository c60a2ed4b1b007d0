/* SPDX-License-Identifier: MIT */
/*
 * Three ways to take the end: polite ends when it is asked
 * to, deaf does not hear it and is killed, tidy puts its
 * draft away first.
 */
#include <fcntl.h>
#include <mp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "demo.h"

static double patience = 2; /* seconds until main asks */
static double grace = 1;    /* and then until it kills */
static double work = 10;    /* seconds that each would take */

static char draft[40]; /* a name in /dev/shm */
static volatile sig_atomic_t asked;

static void on_term(int number)
{
    (void)number;
    asked = 1; /* no more than this in a handler */
}

static int toil(void)
{
    for (double t = 0; t < work && !asked; t += 0.2)
        mp_sleep(0.2);
    return 0;
}

static int polite(void *unused)
{
    (void)unused;
    return toil();
}

static int deaf(void *unused)
{
    (void)unused;
    signal(SIGTERM, SIG_IGN);
    return toil();
}

static int tidy(void *unused)
{
    int fd = shm_open(draft, O_RDWR | O_CREAT, 0600);
    char *text;

    (void)unused;
    if (fd < 0 || ftruncate(fd, 4096) < 0)
        return 1;
    text = mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, fd, 0);
    if (text == MAP_FAILED)
        return 1;
    strcpy(text, "Dear Ada,");
    if (!demo_fault("no-handler"))
        signal(SIGTERM, on_term);
    toil();
    shm_unlink(draft);
    printf("tidy has put its draft away\n");
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

static void end(mp_process *p)
{
    const char *name = mp_process_name(p);

    mp_process_join(p, patience);
    if (mp_process_is_alive(p) && !demo_fault("no-asking")) {
        printf("%s is still at work: terminate\n", name);
        mp_process_terminate(p);
        mp_process_join(p, grace);
    }
    if (mp_process_is_alive(p) && !demo_fault("no-kill")) {
        printf("%s is still at work: kill\n", name);
        mp_process_kill(p);
    }
    mp_process_join(p, MP_FOREVER);
    printf("%s: status %d\n", name, mp_process_exitcode(p));
    mp_process_free(p);
}

int main(int argc, char *argv[])
{
    mp_process *child[3];

    demo_parameters(
        argc, argv, DEMO_SECONDS(patience),
        DEMO_SECONDS(grace), DEMO_SECONDS(work),
        DEMO_FAULT("no-asking", "main kills without asking"),
        DEMO_FAULT("no-kill", "main asks and never kills"),
        DEMO_FAULT("no-handler",
                   "tidy does not handle SIGTERM"));
    snprintf(draft, sizeof(draft), "/draft-%d",
             (int)getuid());
    shm_unlink(draft); /* what an earlier run has left */
    child[0] = start("polite", polite);
    child[1] = start("deaf", deaf);
    child[2] = start("tidy", tidy);
    for (int i = 0; i < 3; i++)
        end(child[i]);
    return 0;
}
