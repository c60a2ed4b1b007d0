/* SPDX-License-Identifier: MIT */
/*
 * Eight jobs that wait, four at a time: by a pool of mp, and
 * by tools of the shell, those that are installed here.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo.h"

#define MOST 16

static int jobs = 8;
static int workers = 4;
static double each = 0.3; /* seconds for a job */

/* Jobs that each of these has done, by its number. */
static mp_array *done;
enum { ALONE, POOL, XARGS, MAKE, PARALLEL, OPENMP };

/*
 * The line that one would type; in $job is the work of one
 * job.  And what it took on another machine, in seconds, for
 * 8 jobs of 0.3 s, 4 at a time: Debian 12, November 2026.
 */
static const struct tool {
    const char *name, *line;
    double recorded;
} all[] = {
    {"alone", NULL, 0},
    {"pool", NULL, 0},
    {"xargs",
     "seq $jobs |"
     "xargs -P $workers -I{} sh -c \"$job\" {}",
     0.6},
    {"make",
     "echo 'job-%: ; @sh -c \"$$job\" $*' |"
     "make -s -j $workers -f - $(seq -f job-%g $jobs)",
     0.6},
    {"parallel",
     "export PARALLEL_HOME=$(mktemp -d); seq $jobs |"
     "parallel -j $workers 'sh -c \"$job\" {}';"
     "status=$?; rm -r $PARALLEL_HOME; exit $status",
     0.9},
    {"OpenMP", NULL, 0.6},
    {"MPI", NULL, 0.9},
    {"joblib", NULL, 3.3},
    {"Dask", NULL, 3.6},
};
#define TOOLS (int)(sizeof(all) / sizeof(*all))

static const char job_line[] =
    "if [ $0 = $fails ]; then sleep $half; exit 1; fi;"
    "sleep $each; echo $0";

static int kind; /* whose jobs these are */

static int job(const void *number, void *unused)
{
    int one = 1;

    (void)unused;
    if (demo_fault("third-fails") &&
        *(const int *)number == 3) {
        mp_sleep(each / 2);
        return -1;
    }
    mp_sleep(each);
    mp_array_add(done, (size_t)kind, &one, NULL);
    return 0;
}

/* For one who has only main. */
static int alone(const int *numbers)
{
    int failed = 0;

    for (int i = 0; i < jobs; i++)
        failed |= job(&numbers[i], NULL) != 0;
    return failed;
}

static int by_pool(const int *numbers)
{
    int results[MOST], failed;
    mp_pool *pool = mp_pool_new("pool", workers, NULL);

    failed =
        !pool ||
        mp_pool_map(pool, MP_TASK_CHUNKED(job, int, int, 1),
                    numbers, results, (size_t)jobs) < 0;
    mp_pool_close(pool);
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    return failed;
}

/* A process of its own: it runs the line, and counts. */
static int run_line(void *unused)
{
    FILE *output = popen(all[kind].line, "r");
    int one = 1, number;

    (void)unused;
    while (output && fscanf(output, "%d", &number) == 1)
        mp_array_add(done, (size_t)kind, &one, NULL);
    return output ? WEXITSTATUS(pclose(output)) : 1;
}

static int by_tool(void)
{
    mp_process *tool =
        mp_process_new(all[kind].name, run_line, NULL);
    int status = 1;

    if (!tool || mp_process_start(tool) < 0)
        perror(all[kind].name);
    else if (mp_process_join(tool, MP_FOREVER) == 0)
        status = mp_process_exitcode(tool);
    mp_process_free(tool);
    return status;
}

/* Is it one that main can run, and installed here? */
static int is_here(void)
{
    const char *path = getenv("PATH");
    char file[300];
    int length;

    if (kind < XARGS)
        return 1;
    while (kind < OPENMP && path && *path) {
        length = (int)strcspn(path, ":");
        snprintf(file, sizeof(file), "%.*s/%s", length, path,
                 all[kind].name);
        if (access(file, X_OK) == 0)
            return 1;
        path += length + (path[length] == ':');
    }
    return 0;
}

/* For one that is not here: only if it is the very same. */
static void show_recorded(void)
{
    char series[40];

    if (jobs != 8 || workers != 4 || each != 0.3 ||
        demo_fault("third-fails")) {
        if (kind < OPENMP)
            printf("%s: not here\n", all[kind].name);
        return;
    }
    snprintf(series, sizeof(series), "%s, recorded",
             all[kind].name);
    mp_measure(series, 0, all[kind].recorded);
    printf("%s: not here, recorded %.1f s\n", all[kind].name,
           all[kind].recorded);
}

static void measure(const int *numbers)
{
    double begin = mp_now(), time;
    int status, n;

    status = kind == ALONE  ? alone(numbers)
             : kind == POOL ? by_pool(numbers)
                            : by_tool();
    time = mp_now() - begin;
    mp_array_get(done, (size_t)kind, &n);
    mp_measure(all[kind].name, 0, time);
    printf("%s: status %d, ~%d jobs done in ~%.1f s\n",
           all[kind].name, status, n, time);
}

static void set_number(const char *variable, double value)
{
    char text[30];

    snprintf(text, sizeof(text), "%g", value);
    setenv(variable, text, 1);
}

/* What the lines of the shell use. */
static void set_variables(void)
{
    set_number("jobs", jobs);
    set_number("workers", workers);
    set_number("each", each);
    set_number("half", each / 2);
    set_number("fails", demo_fault("third-fails") ? 3 : 0);
    setenv("job", job_line, 1);
    unsetenv("MAKEFLAGS"); /* if a make has started this */
}

int main(int argc, char *argv[])
{
    int numbers[MOST], rounds, tools = 0;

    demo_parameters(
        argc, argv, DEMO_INT(jobs, 1, MOST),
        DEMO_INT(workers, 1, MOST), DEMO_SECONDS(each),
        DEMO_FAULT("third-fails", "the third job fails"));
    set_variables();
    done = mp_array_new("done", MP_INT, OPENMP, NULL);
    for (int i = 0; i < MOST; i++)
        numbers[i] = i + 1;
    rounds = (jobs + workers - 1) / workers;
    mp_show("rounds", MP_INT, &rounds);
    mp_show("workers", MP_INT, &workers);
    for (kind = ALONE; kind < TOOLS; kind++) {
        if (is_here())
            measure(numbers);
        else
            show_recorded();
        tools += kind >= XARGS && is_here();
    }
    mp_show("tools", MP_INT, &tools);
    mp_array_free(done);
    return 0;
}
