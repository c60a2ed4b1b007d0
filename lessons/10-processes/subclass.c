/* SPDX-License-Identifier: MIT */
/*
 * A type of process: a row worker has its own data and its
 * own run.  Several multiply two matrices, one row each.
 */
#include <mp.h>
#include <stdio.h>

#include "demo.h"

enum { MOST = 8 };

static int size = 4;       /* rows and columns */
static double pause = 0.4; /* seconds for a cell */
static int seed = 7;       /* for the matrices: 1 to 5 */

static int right[MOST][MOST];
static mp_array *product;

struct row_worker {
    mp_process *process; /* what it is: a process, */
    int row;             /* and what it has of its own */
    int left[MOST];
    int made[MOST];
};

/* Its run: this row times each column. */
static int run(void *self)
{
    struct row_worker *w = self;

    for (int col = 0; col < size; col++) {
        size_t cell = (size_t)(w->row * size + col);

        for (int i = 0; i < size; i++)
            w->made[col] += w->left[i] * right[i][col];
        mp_sleep(pause);
        if (!demo_fault("keep"))
            mp_array_set(product, cell, &w->made[col]);
    }
    printf("row-%d has made %d first\n", w->row + 1,
           w->made[0]);
    return 0;
}

static void row_init(struct row_worker *w, int row)
{
    char name[20];

    *w = (struct row_worker){.row = row};
    for (int i = 0; i < size; i++)
        w->left[i] = demo_random(&seed, 5);
    snprintf(name, sizeof(name), "row-%d", row + 1);
    if (!demo_fault("no-base"))
        w->process = mp_process_new(name, run, w);
}

static void print_row(const struct row_worker *w)
{
    printf("product, row %d:", w->row + 1);
    for (int col = 0; col < size; col++) {
        int value = w->made[col];

        if (!demo_fault("keep"))
            mp_array_get(product,
                         (size_t)(w->row * size + col),
                         &value);
        printf(" %d", value);
    }
    printf("\n");
}

int main(int argc, char *argv[])
{
    struct row_worker worker[MOST];

    demo_parameters(
        argc, argv, DEMO_INT(size, 1, MOST),
        DEMO_SECONDS(pause), DEMO_INT(seed, 0, 1000000),
        DEMO_FAULT("no-base", "no process is made for it"),
        DEMO_FAULT("keep", "a worker keeps what it makes"));
    product = mp_array_new("product", MP_INT,
                           (size_t)(size * size), NULL);
    for (int i = 0; i < size * size; i++)
        right[i / size][i % size] = demo_random(&seed, 5);
    for (int row = 0; row < size; row++) {
        row_init(&worker[row], row);
        if (mp_process_start(worker[row].process) < 0) {
            perror("row worker");
            return 1;
        }
    }
    for (int row = 0; row < size; row++) {
        mp_process_join(worker[row].process, MP_FOREVER);
        mp_process_free(worker[row].process);
        print_row(&worker[row]);
    }
    mp_array_free(product);
    return 0;
}
