/* SPDX-License-Identifier: MIT */
/*
 * Three notice boards in memory that processes share: one has
 * no name, one a name, one a number.  The office writes, the
 * visitor reads.  Who takes the boards down?
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <mp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

#include "demo.h"

#define SIZE 4096
#define KEY (0x5b << 24) /* and the PID of main */

static int seed = 1;      /* for what is written */
static double pace = 0.5; /* seconds between two steps */

static int *nameless; /* mapped by main, and inherited */
static char name[30]; /* of the POSIX board */
static key_t number;  /* of the System V board */
static mp_event *written;

static int *map(int fd, int how)
{
    void *at = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
                    MAP_SHARED | how, fd, 0);

    if (at == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    return at;
}

static int *named(const char *board, int make)
{
    int fd = shm_open(board, O_RDWR | make, 0600), *at;

    if (fd < 0 || (make && ftruncate(fd, SIZE) < 0)) {
        perror(board);
        exit(1);
    }
    at = map(fd, 0);
    close(fd); /* the mapping stays */
    return at;
}

static int *numbered(int make)
{
    int id = shmget(number, SIZE, 0600 | make);
    void *at = shmat(id, NULL, 0);

    if (at == (void *)-1) {
        perror("shmat");
        exit(1);
    }
    return at;
}

static int office(void *unused)
{
    int notice = demo_random(&seed, 100);

    (void)unused;
    mp_sleep(pace);
    *nameless = notice;
    mp_sleep(pace);
    *named(name, O_CREAT | O_EXCL) = notice;
    mp_sleep(pace);
    *numbered(IPC_CREAT | IPC_EXCL) = notice;
    printf("office: wrote %d on each board\n", notice);
    if (demo_fault("early-unlink"))
        shm_unlink(name);
    mp_event_set(written);
    mp_sleep(pace);
    return 0;
}

static int visitor(void *unused)
{
    (void)unused;
    mp_event_wait(written, MP_FOREVER);
    printf("visitor: inherited: %d\n", *nameless);
    mp_sleep(pace);
    printf("visitor: by name: %d\n", *named(name, 0));
    mp_sleep(pace);
    printf("visitor: by number: %d\n", *numbered(0));
    mp_sleep(pace);
    return 0;
}

static bool is_gone(pid_t pid)
{
    return kill(pid, 0) < 0 && errno == ESRCH;
}

/* Boards of earlier runs, whose main is gone. */
static void clear_up(void)
{
    struct shmid_ds made;
    int last = shmctl(0, SHM_INFO, &made);
    glob_t left = {0};

    glob("/dev/shm/board-*", 0, NULL, &left);
    for (size_t i = 0; i < left.gl_pathc; i++) {
        const char *board = strrchr(left.gl_pathv[i], '/');
        pid_t maker = atoi(strchr(board, '-') + 1);

        if (!is_gone(maker) || access(left.gl_pathv[i], W_OK))
            continue;
        mp_sleep(pace);
        printf("main: still there: %d\n", *named(board, 0));
        mp_sleep(pace);
        shm_unlink(board);
    }
    globfree(&left);
    for (int i = 0; i <= last; i++) {
        int id = shmctl(i, SHM_STAT, &made);
        int maker = made.shm_perm.__key ^ KEY;

        if (id >= 0 && !(maker >> 24) && is_gone(maker))
            shmctl(id, IPC_RMID, NULL);
    }
}

int main(int argc, char *argv[])
{
    mp_process *writes, *reads;
    int failed;

    demo_parameters(
        argc, argv, DEMO_INT(seed, 0, 1000000),
        DEMO_SECONDS(pace),
        DEMO_FAULT("early-unlink",
                   "the name goes before it is used"),
        DEMO_FAULT("no-unlink", "nobody removes the name"));
    clear_up();
    number = KEY | getpid();
    snprintf(name, sizeof(name), "/board-%d", getpid());
    nameless = map(-1, MAP_ANONYMOUS);
    written = mp_event_new("written");
    writes = mp_process_new("office", office, NULL);
    reads = mp_process_new("visitor", visitor, NULL);
    if (!written || mp_process_start(writes) < 0 ||
        mp_process_start(reads) < 0)
        return 1;
    mp_process_join(writes, MP_FOREVER);
    mp_process_join(reads, MP_FOREVER);
    failed = mp_process_exitcode(writes) != 0 ||
             mp_process_exitcode(reads) != 0;
    if (!demo_fault("no-unlink"))
        shm_unlink(name);
    shmctl(shmget(number, 0, 0), IPC_RMID, NULL);
    mp_sleep(pace);
    mp_process_free(writes);
    mp_process_free(reads);
    mp_event_free(written);
    return failed;
}
