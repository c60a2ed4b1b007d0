/* SPDX-License-Identifier: MIT */
/*
 * A name that processes share, and one that only looks so:
 * the doors of a museum count its visitors in a variable
 * and in a namespace, which a server process keeps.
 */
#include <mp.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"

static int doors = 2;
static int people = 5;    /* who come in by each door */
static double pace = 0.4; /* seconds from one to the next */

static int visitors;         /* a plain global variable */
static mp_namespace *museum; /* the names in the server */

/* One visitor more, under a name of the namespace. */
static int add_one(void)
{
    const char *name =
        demo_fault("misspelt") ? "vistors" : "visitors";
    int64_t before;

    if (!demo_fault("get-then-set"))
        return mp_namespace_add(museum, name, MP_ANY(1),
                                NULL);
    if (mp_namespace_get_int(museum, name, &before) < 0)
        return -1;
    mp_sleep(pace);
    return mp_namespace_set(museum, name, MP_ANY(before + 1));
}

static int let_in(void *unused)
{
    const char *me = mp_process_name(mp_current_process());

    (void)unused;
    for (int i = 0; i < people; i++) {
        mp_sleep(pace);
        visitors++;
        mp_show("visitors", MP_INT, &visitors);
        if (add_one() < 0) {
            printf("%s: there is no such name\n", me);
            return 1;
        }
    }
    printf("%s: visitors = %d\n", me, visitors);
    return 0;
}

static mp_process *start(int number)
{
    char name[20];
    mp_process *p;

    snprintf(name, sizeof(name), "door-%d", number);
    p = mp_process_new(name, let_in, NULL);
    if (!p || mp_process_start(p) < 0) {
        perror(name);
        exit(1);
    }
    return p;
}

int main(int argc, char *argv[])
{
    mp_process *started[20];
    mp_manager *server;
    int64_t total = 0;

    demo_parameters(
        argc, argv, DEMO_INT(doors, 1, 20),
        DEMO_INT(people, 0, 1000), DEMO_SECONDS(pace),
        DEMO_FAULT("get-then-set", "add in two messages"),
        DEMO_FAULT("misspelt", "the doors use another name"));
    server = mp_manager_new("server", NULL);
    museum = mp_namespace_new(server, "museum");
    if (!museum) {
        perror("museum");
        return 1;
    }
    mp_namespace_set(museum, "visitors", MP_ANY(0));
    mp_show("visitors", MP_INT, &visitors);
    for (int i = 0; i < doors; i++)
        started[i] = start(i + 1);
    for (int i = 0; i < doors; i++) {
        mp_process_join(started[i], MP_FOREVER);
        mp_process_free(started[i]);
    }
    mp_namespace_get_int(museum, "visitors", &total);
    mp_show("visitors", MP_INT, &visitors);
    printf("main: visitors = %d\n", visitors);
    printf("main: museum.visitors = %d\n", (int)total);
    mp_namespace_free(museum);
    mp_manager_free(server);
    return 0;
}
