/* SPDX-License-Identifier: MIT */
/*
 * A pipeline: pictures are read, made small, and written.
 * Three stages, with a queue between each two.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

#define MOST 1000
#define MOST_WORKERS 8 /* in a stage */

static int pictures = 16;
static int room = 2; /* slots in each queue */
static int readers = 1, scalers = 1, writers = 1;
static double read = 0.1; /* seconds for one picture */
static double scale = 0.5;
static double write = 0.25;
static int large = 1;    /* the first takes so much longer */
static int in_order = 0; /* a single writer keeps the order */

struct stage {
    const char *name;
    int *count; /* of its processes */
    double *seconds;
    mp_queue *in, *out;
    mp_value *busy; /* how many have not ended yet */
};

static struct stage stages[3] = {
    {"reader", &readers, &read, 0, 0, 0},
    {"scaler", &scalers, &scale, 0, 0, 0},
    {"writer", &writers, &write, 0, 0, 0}};
static mp_value *begun, *written; /* how many pictures */
static const int no_more = -1;    /* the sentinel */
static const int one = 1, minus_one = -1;

/* The number of a picture, or no_more. */
static int take(struct stage *s)
{
    int picture;

    if (s->in) {
        mp_queue_get(s->in, &picture, MP_FOREVER);
        return picture;
    }
    mp_value_add(begun, &one, &picture);
    return picture > pictures ? no_more : picture;
}

static void work_on(struct stage *s, int picture)
{
    int slow = s == &stages[1] && picture == 1 ? large : 1;
    int count;

    mp_sleep(*s->seconds * slow);
    if (s->out) {
        mp_queue_put(s->out, &picture, MP_FOREVER);
        return;
    }
    printf("wrote picture %d\n", picture);
    mp_value_add(written, &one, &count);
    count--;
    if (picture == 1)
        mp_show("ahead of picture 1", MP_INT, &count);
}

/* Put aside what came early, until its turn has come. */
static void work_in_turn(struct stage *s, int picture)
{
    static char here[MOST + 1];
    static int turn = 1;

    here[picture] = 1;
    while (turn <= pictures && here[turn])
        work_on(s, turn++);
}

/* One of this stage ends.  Who tells the next stage? */
static void pass_on_the_end(struct stage *s)
{
    int left, sentinels;

    mp_value_add(s->busy, &minus_one, &left);
    if (demo_fault("first-out"))
        left = left + 1 - *s->count; /* 0 for the first */
    if (!s->out || left != 0)
        return; /* the last one does, for all */
    sentinels = demo_fault("one-sentinel") ? 1 : *s[1].count;
    for (int i = 0; i < sentinels; i++)
        mp_queue_put(s->out, &no_more, MP_FOREVER);
}

static int run(void *stage)
{
    struct stage *s = stage;
    int picture, done = 0;

    for (; (picture = take(s)) != no_more; done++)
        if (!s->out && in_order && writers == 1)
            work_in_turn(s, picture);
        else
            work_on(s, picture);
    pass_on_the_end(s);
    printf("%s: %d pictures\n",
           mp_process_name(mp_current_process()), done);
    return 0;
}

static void start(struct stage *s, mp_process *ret[])
{
    char name[20];

    for (int i = 0; i < *s->count; i++) {
        snprintf(name, sizeof(name),
                 *s->count > 1 ? "%s-%d" : "%s", s->name,
                 i + 1);
        ret[i] = mp_process_new(name, run, s);
        if (!ret[i] || mp_process_start(ret[i]) < 0) {
            perror(name);
            exit(1); /* ends the others */
        }
    }
}

/* Two queues, and what is counted. */
static int make_all(void)
{
    size_t slots = (size_t)room;
    mp_queue *in = mp_queue_new("pictures", slots, MP_INT);
    mp_queue *out = mp_queue_new("thumbnails", slots, MP_INT);

    stages[0].out = stages[1].in = in;
    stages[1].out = stages[2].in = out;
    begun = mp_value_new("begun", MP_INT, NULL);
    written = mp_value_new("written", MP_INT, NULL);
    for (struct stage *s = stages; s < stages + 3; s++)
        s->busy = mp_value_new(s->name, MP_INT, s->count);
    return in && out && begun && written && stages[2].busy;
}

int main(int argc, char *argv[])
{
    mp_process *all[3 * MOST_WORKERS];
    int n = 0, count = 0;
    double begin = mp_now(), took;

    demo_parameters(
        argc, argv, DEMO_INT(pictures, 0, MOST),
        DEMO_INT(room, 1, 100),
        DEMO_INT(readers, 1, MOST_WORKERS),
        DEMO_INT(scalers, 1, MOST_WORKERS),
        DEMO_INT(writers, 1, MOST_WORKERS),
        DEMO_SECONDS(read), DEMO_SECONDS(scale),
        DEMO_SECONDS(write), DEMO_INT(large, 1, 10),
        DEMO_INT(in_order, 0, 1),
        DEMO_FAULT("first-out",
                   "the first to end tells the next stage"),
        DEMO_FAULT("one-sentinel",
                   "one sentinel, however many take it"));
    if (!make_all()) {
        perror("pipeline");
        return 1;
    }
    for (struct stage *s = stages; s < stages + 3; s++) {
        start(s, all + n);
        n += *s->count;
    }
    for (int i = 0; i < n; i++) {
        mp_process_join(all[i], MP_FOREVER);
        mp_process_free(all[i]);
    }
    took = (int)((mp_now() - begin) * 10 + 0.5) / 10.0;
    mp_value_get(written, &count);
    mp_show("took", MP_DOUBLE, &took);
    printf("main: %d of %d pictures in ~%.1f s\n", count,
           pictures, took);
    return 0;
}
