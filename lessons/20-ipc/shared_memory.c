/* SPDX-License-Identifier: MIT */
/*
 * Memory that processes have in common: at two doors of a
 * museum those who come in are counted, and a sign shows how
 * many there were.  Nobody sends anybody anything.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

static int visitors = 10; /* who come in at each door */
static int looks = 5;     /* how often the sign is renewed */
static double walk = 0.3; /* seconds between two visitors */
static double rest = 0.7; /* seconds between two looks */

static mp_value *total; /* one cell, the same for all */
static mp_array *doors; /* two, one for each door */
static int counted;     /* of each process its own */

/* Add one: as a whole, or read, think, and write. */
static void count(size_t door)
{
    int one = 1, n = 0;

    if (demo_fault("two-steps")) {
        mp_value_get(total, &n);
        mp_sleep(walk);
        n++;
        mp_value_set(total, &n);
    } else {
        mp_value_add(total, &one, NULL);
    }
    if (demo_fault("one-cell"))
        door = 0; /* both doors the same one */
    mp_array_add(doors, door, &one, NULL);
    counted++;
    mp_show("counted", MP_INT, &counted);
}

static int let_in(void *number)
{
    int door = *(const int *)number;

    for (int i = 0; i < visitors; i++) {
        mp_sleep(walk);
        count((size_t)door);
    }
    printf("door-%d has counted %d\n", door + 1, counted);
    return 0;
}

static int show(void *unused)
{
    int shown = 0;

    (void)unused;
    mp_show("shown", MP_INT, &shown);
    for (int i = 0; i < looks; i++) {
        mp_sleep(rest);
        mp_value_get(total, &shown);
        mp_show("shown", MP_INT, &shown);
    }
    printf("sign: looked %d times\n", looks);
    return 0;
}

static mp_process *start(const char *name, mp_process_fn *run,
                         void *with)
{
    mp_process *p = mp_process_new(name, run, with);

    if (!p || mp_process_start(p) < 0)
        perror(name);
    return p;
}

int main(int argc, char *argv[])
{
    mp_process *started[3];
    int number[] = {0, 1}, n = 0, sum = 0, failed = 0;

    demo_parameters(
        argc, argv, DEMO_INT(visitors, 0, 1000),
        DEMO_INT(looks, 0, 1000), DEMO_SECONDS(walk),
        DEMO_SECONDS(rest),
        DEMO_FAULT("one-cell",
                   "both doors count in one cell"),
        DEMO_FAULT("two-steps",
                   "read, think, write: not add"));
    total = mp_value_new("total", MP_INT, NULL);
    doors = mp_array_new("doors", MP_INT, 2, NULL);
    if (!total || !doors) {
        perror("shared memory");
        return 1;
    }
    started[n++] = start("door-1", let_in, &number[0]);
    started[n++] = start("door-2", let_in, &number[1]);
    if (looks)
        started[n++] = start("sign", show, NULL);
    for (int i = 0; i < n; i++) {
        mp_process_join(started[i], MP_FOREVER);
        failed |= mp_process_exitcode(started[i]) != 0;
        mp_process_free(started[i]);
    }
    mp_value_get(total, &sum);
    printf("main: %d came in, %d in my own count\n", sum,
           counted);
    mp_show("counted", MP_INT, &counted);
    mp_value_free(total);
    mp_array_free(doors);
    return failed;
}
