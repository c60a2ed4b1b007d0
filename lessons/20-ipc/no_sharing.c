/* SPDX-License-Identifier: MIT */
/*
 * Two doors of a museum, a process at each.  Both count in
 * `visitors`, but each has a `visitors` of its own, and so
 * has main.  Only a message brings the counts together.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int left = 5;     /* visitors at the left door */
static int right = 7;    /* and at the right door */
static double gap = 0.3; /* seconds between two of them */
static int report = 1;   /* 0: no door tells its count */
static int names = 0;    /* so many go with each report */

static int visitors; /* by name the same, in each process */
static mp_conn *desk, *doors; /* the two ends of a pipe */

/* The count as bytes, and some names to make it longer. */
static int to_bytes(const char *me, char *bytes)
{
    int n = sprintf(bytes, "%s %d", me, visitors);

    for (int i = 1; i <= names; i++)
        n += sprintf(bytes + n, " guest-%06d", i);
    return n;
}

static void tell(const char *me)
{
    char *bytes = malloc((size_t)names * 13 + 40);
    double begin = mp_now(), made, sent;
    int length, number = *me == 'l' ? 1 : 2;

    if (!bytes)
        return;
    length = to_bytes(me, bytes);
    made = mp_now();
    mp_conn_send(doors, bytes, (size_t)length, MP_FOREVER);
    sent = mp_now();
    free(bytes);
    printf("%s tells %d in %d bytes\n", me, visitors, length);
    printf("%s: made in ~%.2f ms, sent in ~%.2f ms\n", me,
           (made - begin) * 1e3, (sent - made) * 1e3);
    mp_measure("make bytes", number, (made - begin) * 1e3);
    mp_measure("copy", number, (sent - made) * 1e3);
}

static int count(void *own)
{
    const char *me = mp_process_name(mp_current_process());

    mp_conn_close(desk);
    for (int i = 0; i < *(int *)own; i++) {
        mp_sleep(gap);
        visitors++;
        mp_show("visitors", MP_INT, &visitors);
    }
    printf("%s has seen %d\n", me, visitors);
    if (report)
        tell(me);
    return 0;
}

/* Add what the doors tell, until nobody can tell any more. */
static int add_up(void)
{
    size_t size = (size_t)names * 13 + 40;
    char *bytes = calloc(1, size + 1);
    double begin = mp_now();
    int told, came = 0;
    ssize_t n;

    while (bytes && (n = mp_conn_recv(desk, bytes, size,
                                      MP_FOREVER)) > 0) {
        bytes[n] = '\0'; /* the one before may be longer */
        if (sscanf(bytes, "%*s %d", &told) != 1)
            break;
        mp_measure("wait", *bytes == 'l' ? 1 : 2,
                   (mp_now() - begin) * 1e3);
        visitors += told;
        mp_show("visitors", MP_INT, &visitors);
        came++;
    }
    printf("main: waited ~%.0f ms\n", (mp_now() - begin) * 1e3);
    free(bytes);
    return came;
}

int main(int argc, char *argv[])
{
    mp_process *door[2];
    int came;

    demo_parameters(argc, argv, DEMO_INT(left, 0, 100),
                    DEMO_INT(right, 0, 100), DEMO_SECONDS(gap),
                    DEMO_INT(report, 0, 1),
                    DEMO_INT(names, 0, 100000));
    mp_show("visitors", MP_INT, &visitors);
    if (mp_pipe("reports", false, &desk, &doors) < 0) {
        perror("reports");
        return 1;
    }
    door[0] = mp_process_new("left", count, &left);
    door[1] = mp_process_new("right", count, &right);
    for (int i = 0; i < 2; i++)
        if (!door[i] || mp_process_start(door[i]) < 0) {
            perror("door");
            return 1;
        }
    mp_conn_close(doors); /* main only listens */
    came = add_up();
    printf("main: %d reports, %d visitors\n", came, visitors);
    for (int i = 0; i < 2; i++) {
        mp_process_join(door[i], MP_FOREVER);
        mp_process_free(door[i]);
    }
    return 0;
}
