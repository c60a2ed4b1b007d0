/* SPDX-License-Identifier: MIT */
/*
 * Numbers through a pipe: what the sender writes into one
 * end, the receiver reads at the other.  The kernel keeps
 * what is on the way.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "demo.h"

#define LONGEST 65536 /* bytes of a message */

static int numbers = 10;  /* that are sent: 1 to 10 each */
static int bytes = 4;     /* of each, as text with blanks */
static int answers = 0;   /* 1: each number is answered */
static double make = 0.3; /* seconds to make a number */
static double late = 0;   /* before the receiver reads */
static double use = 0.1;  /* seconds to use a number */
static int seed = 1;

/* The sender writes into the one, the receiver reads at
   the other. */
static int out_end, in_end;

/* One whole message; 0: no more comes, the end of file. */
static int take(int end, char *message, int length)
{
    ssize_t n;

    for (int have = 0; have < length; have += (int)n) {
        n = read(end, message + have,
                 (size_t)(length - have));
        if (n <= 0)
            return 0;
    }
    return 1;
}

static int give(void *unused)
{
    char message[LONGEST + 1], answer[5] = "";
    int number;

    (void)unused;
    close(in_end);
    for (int i = 0; i < numbers; i++) {
        mp_sleep(make);
        number = demo_random(&seed, 10);
        sprintf(message, "%-*d", bytes, number);
        if (write(out_end, message, (size_t)bytes) < bytes)
            return 1;
        printf("sender sent %d\n", number);
        if (answers && take(out_end, answer, 4))
            printf("sender hears: %d so far\n", atoi(answer));
    }
    return 0; /* which closes its end */
}

static int collect(void *unused)
{
    char message[LONGEST + 1] = "", answer[5];
    int count = 0, sum = 0;

    (void)unused;
    if (!demo_fault("keep-write-end"))
        close(out_end);
    mp_sleep(late);
    while (take(in_end, message, bytes)) {
        count++;
        sum += atoi(message);
        printf("receiver got %d\n", atoi(message));
        snprintf(answer, sizeof(answer), "%-4d", sum);
        if (answers && write(in_end, answer, 4) < 0)
            return 1;
        mp_sleep(use);
        if (count == 3 && demo_fault("leave-early"))
            return 0;
    }
    printf("receiver: %d numbers, sum %d\n", count, sum);
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *sender, *receiver;
    int ends[2], failed;

    demo_parameters(
        argc, argv, DEMO_INT(numbers, 0, 100),
        DEMO_INT(bytes, 4, LONGEST), DEMO_INT(answers, 0, 1),
        DEMO_SECONDS(make), DEMO_SECONDS(late),
        DEMO_SECONDS(use), DEMO_INT(seed, 0, 1000000),
        DEMO_FAULT("keep-write-end",
                   "the receiver keeps the write end"),
        DEMO_FAULT("leave-early",
                   "the receiver ends after three"));
    if (answers ? socketpair(AF_UNIX, SOCK_STREAM, 0, ends)
                : pipe(ends)) {
        perror("pipe");
        return 1;
    }
    in_end = ends[0];
    out_end = ends[1];
    sender = mp_process_new("sender", give, NULL);
    receiver = mp_process_new("receiver", collect, NULL);
    if (!sender || mp_process_start(sender) < 0 ||
        !receiver || mp_process_start(receiver) < 0) {
        perror("start");
        return 1;
    }
    close(in_end); /* main uses neither */
    close(out_end);
    mp_process_join(sender, MP_FOREVER);
    mp_process_join(receiver, MP_FOREVER);
    failed = mp_process_exitcode(sender) != 0 ||
             mp_process_exitcode(receiver) != 0;
    mp_process_free(sender);
    mp_process_free(receiver);
    return failed;
}
