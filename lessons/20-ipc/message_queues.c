/* SPDX-License-Identifier: MIT */
/*
 * Two message queues of the kernel's.  Patients send their
 * names into a POSIX queue, each with a priority; the doctor
 * answers through a System V queue, to each by a type.
 */
#include <errno.h>
#include <fcntl.h>
#include <mp.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <unistd.h>

#include "demo.h"

#define TEXT 64
#define KEY (0x5a << 24) /* and the PID of main */

struct answer {
    long type; /* whom it is for */
    char text[TEXT];
};

static int patients = 5;
static int room = 5;        /* for so many messages */
static int seed = 25;       /* for the priorities: 1 to 9 */
static double arrive = 0.4; /* seconds between two patients */
static double treat = 0.6;  /* seconds for one */

static mqd_t waiting; /* the POSIX queue */
static int answers;   /* the System V queue */
static unsigned urgent[10];

static int patient(void *number)
{
    struct answer answer;
    int me = *(const int *)number;
    char text[TEXT];

    snprintf(text, sizeof(text), "patient-%d", me);
    if (mq_send(waiting, text, strlen(text),
                urgent[me - 1]) ||
        msgrcv(answers, &answer, TEXT, me, 0) < 0) {
        perror(text);
        return 1;
    }
    printf("%s: %s\n", text, answer.text);
    return 0;
}

static int doctor(void *unused)
{
    struct answer answer = {.text = "go home"};
    char text[TEXT + 1];
    unsigned priority;

    (void)unused;
    for (int i = 0; i < patients; i++) {
        ssize_t n =
            mq_receive(waiting, text, TEXT, &priority);

        if (n < 0)
            return 1;
        text[n] = '\0';
        printf("doctor: %s, priority %u\n", text, priority);
        mp_sleep(treat);
        answer.type = demo_fault("one-type")
                          ? 1
                          : atoi(strchr(text, '-') + 1);
        msgsnd(answers, &answer, strlen(answer.text) + 1, 0);
    }
    return 0;
}

/* Queues of earlier runs, whose main is gone. */
static void clear_up(void)
{
    struct msqid_ds q;
    int last = msgctl(0, MSG_INFO, (struct msqid_ds *)&q);

    for (int i = 0; i <= last; i++) {
        int id = msgctl(i, MSG_STAT, &q);
        int maker = q.msg_perm.__key ^ KEY;

        if (id >= 0 && !(maker >> 24) && kill(maker, 0) < 0 &&
            errno == ESRCH)
            msgctl(id, IPC_RMID, NULL);
    }
}

static void print_limit(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[40] = "?\n";

    if (f && fgets(line, sizeof(line), f))
        fclose(f);
    printf("limit: %s is %s", strrchr(path, '/') + 1, line);
}

/* The name goes at once: the children inherit what is open.
 */
static void make_queues(void)
{
    struct mq_attr size = {.mq_maxmsg = room,
                           .mq_msgsize = TEXT};
    char name[30];

    snprintf(name, sizeof(name), "/waiting-%d", getpid());
    waiting =
        mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &size);
    mq_unlink(name);
    answers = msgget(KEY | getpid(), IPC_CREAT | 0600);
    if (waiting < 0 || answers < 0) {
        perror("message queue");
        exit(1);
    }
    print_limit("/proc/sys/fs/mqueue/msg_max");
    print_limit("/proc/sys/fs/mqueue/msgsize_max");
    print_limit("/proc/sys/kernel/msgmnb");
}

int main(int argc, char *argv[])
{
    mp_process *started[10];
    int number[10], failed = 0;

    demo_parameters(
        argc, argv, DEMO_INT(patients, 1, 9),
        DEMO_INT(room, 1, 10), DEMO_INT(seed, 0, 1000000),
        DEMO_SECONDS(arrive), DEMO_SECONDS(treat),
        DEMO_FAULT("one-type", "all answers have type 1"),
        DEMO_FAULT("same-priority",
                   "everybody has priority 1"));
    clear_up();
    make_queues();
    for (int i = 0; i <= patients; i++) {
        char name[20] = "doctor"; /* comes last */

        if (i < patients)
            snprintf(name, sizeof(name), "patient-%d", i + 1);
        number[i] = i + 1;
        urgent[i] = (unsigned)demo_random(&seed, 9);
        if (demo_fault("same-priority"))
            urgent[i] = 1;
        started[i] = mp_process_new(
            name, i < patients ? patient : doctor,
            &number[i]);
        mp_process_start(started[i]);
        mp_sleep(arrive);
    }
    for (int i = 0; i <= patients; i++) {
        mp_process_join(started[i], MP_FOREVER);
        failed |= mp_process_exitcode(started[i]) != 0;
        mp_process_free(started[i]);
    }
    msgctl(answers, IPC_RMID, NULL);
    return failed;
}
