/* SPDX-License-Identifier: MIT */
/*
 * What every demo needs beside its subject: parameters,
 * faults that can be chosen, and numbers that look random.
 */
#ifndef DEMO_H
#define DEMO_H

/* A parameter: a variable that holds its default. */
struct demo_parameter {
    const char *name;
    int *whole; /* one of these two; neither: a fault */
    double *seconds;
    double min, max;
    const char *about; /* of a fault */
};

#define DEMO_INT(variable, min, max)                         \
    ((struct demo_parameter){#variable, &variable, 0, min,   \
                             max, 0})
#define DEMO_SECONDS(variable)                               \
    ((struct demo_parameter){#variable, 0, &variable, 0, 60, \
                             0})
/*
 * A way to break the demo, chosen with fault=NAME.  A lesson
 * that lets it be chosen is checked against this line, so
 * both texts stand here in quotes.
 */
#define DEMO_FAULT(name, about)                              \
    ((struct demo_parameter){name, 0, 0, 0, 0, about})

/*
 * Set the variables from arguments such as items=20.  If one
 * is wrong, a message says which and what there is, and the
 * program ends with status 2 before it has begun.
 *
 *     demo_parameters(argc, argv, DEMO_INT(items, 1, 100),
 *                     DEMO_SECONDS(make));
 *
 * It also sees to it that every line is written at once.
 */
#define demo_parameters(argc, argv, ...)                     \
    demo_read(argc, argv,                                    \
              (const struct demo_parameter[]){               \
                  __VA_ARGS__, {0, 0, 0, 0, 0, 0}})

void demo_read(int argc, char *const *argv,
               const struct demo_parameter *parameters);

/*
 * Whether this fault was chosen.
 *
 *     if (!demo_fault("no-sentinel"))
 *         mp_queue_put(tasks, &no_more, MP_FOREVER);
 */
int demo_fault(const char *name);

/*
 * A number from 1 to `most`, the next one after `*seed`.  The
 * same seed gives the same numbers, in C and in Python.
 */
int demo_random(int *seed, int most);

#endif
