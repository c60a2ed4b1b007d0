/* SPDX-License-Identifier: MIT */
/*
 * What the kernel knows of a process: a clerk sleeps, works,
 * opens files, uses memory, blocks a signal.  See its
 * control block in the inspector.
 */
#include <fcntl.h>
#include <mp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "demo.h"

static double nap = 2;  /* seconds it sleeps */
static double work = 1; /* seconds of CPU it uses */
static int files = 0;   /* that it opens */
static int mib = 0;     /* memory that it maps */
static int signals = 0; /* it gets while they are blocked */
static double gap = 1;  /* seconds between two things */

static void add_up(void)
{
    for (volatile int i = 0; i < 100000; i++)
        continue;
}

static void sleep_and_work(void)
{
    clock_t cpu = clock();
    int ms;

    mp_sleep(nap);
    ms = (int)((clock() - cpu) * 1000 / CLOCKS_PER_SEC);
    mp_show("asleep_ms", MP_INT, &ms);
    printf("clerk has slept\n");
    while ((double)(clock() - cpu) < work * CLOCKS_PER_SEC)
        add_up();
    printf("clerk has worked\n");
}

static void open_files(void)
{
    char line[100];
    int fd[9];

    for (int i = 0; i < files; i++) {
        fd[i] = open("/etc/passwd", O_RDONLY);
        mp_show("descriptor", MP_INT, &fd[i]);
        printf("clerk opens a file\n");
        mp_sleep(gap);
        if (read(fd[i], line, sizeof(line)) > 0)
            printf("clerk reads 100 bytes\n");
        mp_sleep(gap);
    }
    for (int i = 0; i < files; i++)
        close(fd[i]);
}

static void use_memory(void)
{
    size_t size = (size_t)mib << 20;
    struct rusage used;
    int most;
    char *room = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (room == MAP_FAILED)
        return;
    printf("clerk maps %d MiB\n", mib);
    mp_sleep(gap * 2);
    memset(room, 1, size / 2);
    printf("clerk writes into half of it\n");
    getrusage(RUSAGE_SELF, &used);
    most = (int)(used.ru_maxrss / 1024);
    mp_show("most_mib", MP_INT, &most);
    mp_sleep(gap * 2);
    munmap(room, size);
}

static void on_signal(int number)
{
    static const char line[] = "clerk handles it\n";

    (void)number;
    (void)!write(1, line, sizeof(line) - 1);
}

static void block_a_signal(void)
{
    sigset_t usr1;

    signal(SIGUSR1, on_signal);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    sigprocmask(SIG_BLOCK, &usr1, NULL);
    printf("clerk blocks USR1\n");
    mp_sleep(gap);
    for (int i = 0; i < signals; i++)
        kill(getpid(), SIGUSR1);
    printf("%d sent to the clerk\n", signals);
    mp_sleep(gap * 2);
    sigprocmask(SIG_UNBLOCK, &usr1, NULL);
    printf("clerk lets USR1 through\n");
    mp_sleep(gap);
}

static int clerk(void *unused)
{
    (void)unused;
    sleep_and_work();
    if (files)
        open_files();
    if (mib)
        use_memory();
    if (signals)
        block_a_signal();
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *p = mp_process_new("clerk", clerk, NULL);

    demo_parameters(
        argc, argv, DEMO_SECONDS(nap), DEMO_SECONDS(work),
        DEMO_INT(files, 0, 9), DEMO_INT(mib, 0, 256),
        DEMO_INT(signals, 0, 9), DEMO_SECONDS(gap));
    if (!p || mp_process_start(p) < 0) {
        perror("clerk");
        return 1;
    }
    mp_process_join(p, MP_FOREVER);
    mp_process_free(p);
    return 0;
}
