/* SPDX-License-Identifier: MIT */
/*
 * Three ways to start a child: what it has of its parent, and
 * what each start costs.
 */
#include <errno.h>
#include <fcntl.h>
#include <mp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "demo.h"

static int setting = 1;  /* so says the text; main has 42 */
static int rounds = 0;   /* of starts to measure; 0: look */
static int mib = 128;    /* main's memory at the end */
static double pause = 2; /* seconds a child stays */
static const char *const names[MP_START_METHODS] = {
    "by-fork", "by-spawn", "by-forkserver"};

static int refused = 0; /* errno of a start that failed */

struct given {
    int number, notes; /* a descriptor */
};

/* What is here of what main had? */
static int look(void *arg)
{
    const struct given *given = arg;
    int notes = fcntl(given->notes, F_GETFD);

    mp_show("setting", MP_INT, &setting);
    printf("%s: setting %d, argument %d, notes %s\n",
           mp_process_name(mp_current_process()), setting,
           given->number, notes < 0 ? "not open" : "open");
    fflush(stdout);
    mp_sleep(pause);
    return 0;
}
MP_SPAWNABLE(look);

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}
MP_SPAWNABLE(nothing);

static const char *reason(int error)
{
    if (error == ENOEXEC)
        return "main has not called mp_main";
    return error == EINVAL ? "its argument is a pointer"
                           : strerror(error);
}

static mp_process *start(enum mp_start_method how,
                         mp_process_fn *run,
                         struct given *given)
{
    size_t size = given ? sizeof(*given) : 0;
    mp_process *p;

    if (demo_fault("pointer"))
        p = mp_process_new(names[how], run, given);
    else
        p = mp_process_new_with(names[how], run, given, size);
    mp_process_set_start_method(p, how);
    if (mp_process_start(p) == 0)
        return p;
    refused = errno;
    printf("main: %s cannot be started: %s\n", names[how],
           reason(refused));
    mp_process_free(p);
    return NULL;
}

static void join(mp_process *p)
{
    mp_process_join(p, MP_FOREVER);
    mp_process_free(p);
}

static void look_at_all(void)
{
    int notes = open("/dev/null", O_RDONLY);
    struct given given = {7, fcntl(notes, F_DUPFD, 100)};
    mp_process *p[MP_START_METHODS];

    setting = 42;
    mp_show("setting", MP_INT, &setting);
    for (unsigned how = 0; how < MP_START_METHODS; how++) {
        p[how] = start(how, look, &given);
        mp_sleep(pause / 4);
    }
    for (unsigned how = 0; how < MP_START_METHODS; how++)
        join(p[how]);
}

/* Milliseconds from a start to the join, at best. */
static double cost(enum mp_start_method how)
{
    double least = 1e9;

    for (int i = 0; i < rounds; i++) {
        double begin = mp_now(), ms;

        join(start(how, nothing, NULL));
        ms = (mp_now() - begin) * 1000;
        least = ms < least ? ms : least;
    }
    return least;
}

static void measure_all(void)
{
    size_t most = (size_t)mib << 20;
    char *memory = mmap(NULL, most, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    madvise(memory, most, MADV_NOHUGEPAGE);
    for (unsigned part = 0; part <= 4; part++) {
        memset(memory, 1,
               most / 4 * part); /* now it is there */
        for (unsigned m = 0; m < MP_START_METHODS; m++) {
            double x = mib / 4.0 * part, ms = cost(m);

            printf("%s with %g MiB: ~%.2f ms\n",
                   mp_start_method_name(m), x, ms);
            mp_measure(mp_start_method_name(m), x, ms);
            mp_sleep(pause / 10);
        }
    }
}

/* Before there are parameters: is it to go wrong? */
static int has_guard(int argc, char *argv[])
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "fault=no-guard") == 0)
            return 0;
    return 1;
}

int main(int argc, char *argv[])
{
    /*
     * The guard.  A child that is this program anew begins
     * in main, too.  Its function runs here, and no more.
     */
    if (has_guard(argc, argv))
        mp_main(argc, argv);
    demo_parameters(
        argc, argv, DEMO_INT(rounds, 0, 20),
        DEMO_INT(mib, 1, 512), DEMO_SECONDS(pause),
        DEMO_FAULT("no-guard", "main does not call mp_main"),
        DEMO_FAULT("pointer", "the argument is a pointer"));
    if (rounds)
        measure_all();
    else
        look_at_all();
    return refused;
}
