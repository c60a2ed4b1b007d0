/* SPDX-License-Identifier: MIT */
/*
 * A board that several may read at a time, while nobody
 * writes.  The first reader in takes the board, the last one
 * out gives it back.  A fair one has a door before it, where
 * readers and the writer stand in the same line.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define READERS_MAX 5

static int readers = 2;      /* each is a process */
static int reads = 4;        /* of each reader */
static int fair = 1;         /* 0: without the door */
static double reading = 1.3; /* seconds for each */
static double rest = 0.3;    /* seconds between two */
static double writing = 0.8; /* seconds for it */

static mp_semaphore *board; /* 1: nobody is there */
static mp_lock *door, *list;
static mp_value *inside, *begun; /* readers, readings */

static int count(mp_value *value, int more)
{
    int now = 0;

    mp_value_add(value, &more, &now);
    return now;
}

static void enter(void)
{
    if (fair) {
        mp_lock_acquire(door, MP_FOREVER);
        mp_lock_release(door);
    }
    mp_lock_acquire(list, MP_FOREVER);
    if (count(inside, 1) == 1)
        mp_semaphore_acquire(board, MP_FOREVER);
    count(begun, 1);
    mp_lock_release(list);
}

static void leave(void)
{
    mp_lock_acquire(list, MP_FOREVER);
    if (count(inside, -1) == 0)
        mp_semaphore_release(board);
    mp_lock_release(list);
}

static int read_board(void *number)
{
    const char *me = mp_process_name(mp_current_process());
    double begin, longest = 0;

    for (int i = 0; i < reads; i++) {
        begin = mp_now();
        enter();
        if (mp_now() - begin > longest)
            longest = mp_now() - begin;
        mp_sleep(reading);
        leave();
        mp_sleep(rest);
    }
    printf("%s: waited ~%.1f s at most\n", me, longest);
    mp_measure(me, *(int *)number, longest);
    return 0;
}

static int write_board(void *unused)
{
    double begin = mp_now(), waited;
    int late = 0;

    (void)unused;
    if (fair)
        mp_lock_acquire(door, MP_FOREVER);
    mp_semaphore_acquire(board, MP_FOREVER);
    waited = mp_now() - begin;
    mp_value_get(begun, &late);
    mp_show("late", MP_INT, &late);
    mp_show("waited", MP_DOUBLE, &waited);
    if (fair)
        mp_lock_release(door);
    mp_sleep(writing);
    mp_semaphore_release(board);
    printf("writer: %d readings came before it\n", late);
    printf("writer: waited ~%.1f s\n", waited);
    mp_measure("writer", 0, waited);
    return 0;
}

int main(int argc, char *argv[])
{
    mp_process *all[READERS_MAX + 1];
    int number[READERS_MAX + 1];
    char name[20];
    double apart;

    demo_parameters(
        argc, argv, DEMO_INT(readers, 1, READERS_MAX),
        DEMO_INT(reads, 1, 50), DEMO_INT(fair, 0, 1),
        DEMO_SECONDS(reading), DEMO_SECONDS(rest),
        DEMO_SECONDS(writing));
    apart = (reading + rest) / readers; /* in turn */
    board = mp_semaphore_new("board", 1);
    door = mp_lock_new("door");
    list = mp_lock_new("list");
    inside =
        mp_value_new_with("inside", MP_INT, NULL, MP_NO_LOCK);
    begun =
        mp_value_new_with("begun", MP_INT, NULL, MP_NO_LOCK);
    if (!board || !door || !list || !inside || !begun) {
        perror("board");
        return 1;
    }
    for (int i = 0; i <= readers; i++) {
        number[i] = i + 1;
        snprintf(name, sizeof(name), "reader-%d", i + 1);
        all[i] =
            i < readers
                ? mp_process_new(name, read_board, &number[i])
                : mp_process_new("writer", write_board, NULL);
        if (!all[i] || mp_process_start(all[i]) < 0) {
            perror(name);
            return 1;
        }
        mp_sleep(i < readers - 1 ? apart : apart / 2);
    }
    for (int i = readers; i >= 0; i--) {
        mp_process_join(all[i], MP_FOREVER);
        mp_process_free(all[i]);
    }
    mp_semaphore_free(board);
    mp_lock_free(door);
    mp_lock_free(list);
    mp_value_free(inside);
    mp_value_free(begun);
    return 0;
}
