/* SPDX-License-Identifier: MIT */
/*
 * Signals: one process sends numbers to another, which is
 * writing pages and may not want to be interrupted.
 */
#include <mp.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "demo.h"

static int number = SIGUSR1; /* of the signal */
static int sent = 3;         /* how often it is sent */
static int block = 1;        /* not now, while it writes */
static int pages = 2;        /* that the worker writes */
static double gap = 0.5;     /* seconds between signals */
static double page = 2.5;    /* seconds to write a page */

static mp_process *worker;
static volatile sig_atomic_t handled;

/* Little, and without printf: it may be in the middle of one.
 */
static void handler(int which)
{
    char line[] = "worker: the handler runs, 0\n";

    (void)which;
    line[sizeof(line) - 3] += (char)(++handled % 10);
    (void)!write(1, line, sizeof(line) - 1);
}

static void block_it(int yes)
{
    sigset_t set;

    sigemptyset(&set);
    if (yes)
        sigaddset(&set, number);
    sigprocmask(SIG_SETMASK, &set, NULL);
}

static int work(void *unused)
{
    struct sigaction action = {.sa_handler = handler};

    (void)unused;
    if (!demo_fault("no-handler") &&
        sigaction(number, &action, NULL) < 0)
        printf("worker: no handler for %d\n", number);
    for (int i = 1; i <= pages; i++) {
        block_it(block);
        mp_sleep(page);
        printf("worker: page %d is written\n", i);
        if (!demo_fault("never-unblock"))
            block_it(0); /* what is pending comes here */
    }
    printf("worker: handled %d\n", (int)handled);
    return 0;
}

static int send_all(void *unused)
{
    (void)unused;
    for (int i = 1; i <= sent; i++) {
        mp_sleep(gap);
        printf("sender: signal %d, number %d\n", i, number);
        if (kill(mp_process_pid(worker), number) < 0)
            printf("sender: nobody is there\n");
    }
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *sender;
    int status;

    demo_parameters(argc, argv, DEMO_INT(number, 1, 64),
                    DEMO_INT(sent, 0, 9),
                    DEMO_INT(block, 0, 1),
                    DEMO_INT(pages, 1, 9), DEMO_SECONDS(gap),
                    DEMO_SECONDS(page),
                    DEMO_FAULT("no-handler",
                               "the worker sets no handler"),
                    DEMO_FAULT("never-unblock",
                               "the worker blocks for good"));
    block_it(1); /* until the worker has its handler */
    worker = mp_process_new("worker", work, NULL);
    sender = mp_process_new("sender", send_all, NULL);
    if (!worker || mp_process_start(worker) < 0 || !sender ||
        mp_process_start(sender) < 0) {
        perror("signals");
        return 1;
    }
    mp_process_join(worker, MP_FOREVER);
    status = mp_process_exitcode(worker);
    printf("main: the worker ended with %d\n", status);
    mp_process_join(sender, MP_FOREVER);
    mp_process_free(worker);
    mp_process_free(sender);
    return 0;
}
