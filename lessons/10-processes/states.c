/* SPDX-License-Identifier: MIT */
/*
 * The states of a process.  As many workers as there are CPUs
 * want one all the time; `polite` wants one, too, and lets
 * the others go first; `sleeper` sleeps; `early` ends at
 * once.
 */
#include <mp.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "demo.h"

static int niceness = 19; /* of polite: 0 to 19 */
static double work = 3;   /* seconds that all work */
static double nap = 1.5;  /* seconds the sleeper sleeps */

static mp_event *go, *over;

/* From main's word to main's word: use the CPU, no more. */
static int use_cpu(void *nicer)
{
    const char *me = mp_process_name(mp_current_process());
    int ms;

    mp_event_wait(go, MP_FOREVER);
    if (nicer && nice(*(int *)nicer) < 0)
        return 1;
    while (!mp_event_is_set(over))
        continue;
    ms = (int)(clock() * 1000 / CLOCKS_PER_SEC);
    mp_show("cpu_ms", MP_INT, &ms);
    printf("%s had ~%d ms of CPU\n", me, ms);
    return 0;
}

static int rest(void *unused)
{
    (void)unused;
    mp_sleep(nap * 2);
    printf("sleeper is done\n");
    return 0;
}

static int end_early(void *unused)
{
    (void)unused;
    printf("early is done\n");
    return 0;
}

static mp_process *start(const char *name, mp_process_fn *run,
                         void *arg)
{
    mp_process *p = mp_process_new(name, run, arg);

    if (!p || mp_process_start(p) < 0)
        perror(name);
    return p;
}

int main(int argc, char *argv[])
{
    int cpus = mp_cpu_count(), n = 0;
    mp_process *started[1000];
    char name[20];

    demo_parameters(argc, argv, DEMO_INT(niceness, 0, 19),
                    DEMO_SECONDS(work), DEMO_SECONDS(nap));
    if (cpus > 990)
        cpus = 990;
    printf("there are %d CPUs\n", cpus);
    go = mp_event_new("go");
    over = mp_event_new("over");
    for (int i = 1; i <= cpus; i++) {
        snprintf(name, sizeof(name), "worker-%d", i);
        started[n++] = start(name, use_cpu, NULL);
    }
    started[n++] = start("sleeper", rest, NULL);
    started[n++] = start("polite", use_cpu, &niceness);
    started[n++] = start("early", end_early, NULL);
    mp_sleep(nap);
    mp_event_set(go);
    mp_sleep(work);
    mp_event_set(over);
    for (int i = 0; i < n; i++) {
        mp_process_join(started[i], MP_FOREVER);
        mp_process_free(started[i]);
    }
    mp_event_free(go);
    mp_event_free(over);
    return 0;
}
