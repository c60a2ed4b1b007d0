/* SPDX-License-Identifier: MIT */
/*
 * Scenes with processes that are this program anew: spawned, or forked by a
 * server.  They do not inherit the leash by which others are seen to have
 * ended; they are found by their environment.
 */
#include <signal.h>

#include "mp/start.h"
#include "stress/mp_points.h"
#include "support/procs.h"

static mp_queue *q;

static void make_queue(void)
{
	mp_set_givable(true);
	q = mp_queue_new(NULL, 4, MP_INT);
	mp_set_givable(false);
	CHECK(q);
}

/* Of all processes that are this program anew, as long as this one lives. */
static void is_alone(void)
{
	char mark[128];

	(void)snprintf(mark, sizeof(mark), POINTS_MARK "=%s",
		       getenv(POINTS_MARK));
	CHECK(procs_wait_none(mark, STRESS_PATIENCE));
}

static void check_queue(void)
{
	int item;

	is_alone();
	while (!mp_queue_get(q, &item, 0))
		;
	CHECK(errno == EAGAIN);
	item = 5;
	CHECK(!mp_queue_put(q, &item, 0) && !mp_queue_get(q, &item, 0));
	mp_queue_free(q);
}

static int put_twice(void *arg)
{
	int n = 2 * *(const int *)arg;
	mp_queue *given = mp_queue_given("numbers");

	return given && !mp_queue_put(given, &n, STRESS_PATIENCE) ? 7 : 1;
}
MP_SPAWNABLE(put_twice);

static int wait_for_ever(void *unused)
{
	(void)unused;
	while (!mp_sleep(STRESS_PATIENCE))
		;
	return 1;
}
MP_SPAWNABLE(wait_for_ever);

static mp_process *started(mp_process_fn *fn, enum mp_start_method method)
{
	int n = 21;
	mp_process *p = mp_process_new_with(NULL, fn, &n, sizeof(n));

	CHECK(p && !mp_process_set_start_method(p, method));
	CHECK(!mp_process_give(p, "numbers", q));
	CHECK(!mp_process_start(p));
	return p;
}

/* Its code; or it was killed; or its server was, and nobody knows. */
static bool ended_with(mp_process *p, int code)
{
	int is = stress_end(p);

	return is == code || is == -SIGKILL || is == 255;
}

static void start_some(enum mp_start_method method)
{
	mp_process *p = started(put_twice, method);
	int n;

	CHECK(ended_with(p, 7));
	if (!mp_queue_get(q, &n, 0))
		CHECK(n == 42);
	p = started(wait_for_ever, method);
	CHECK(!mp_process_terminate(p));
	CHECK(ended_with(p, -SIGTERM));
	/* Left to the end of this process. */
	p = started(put_twice, method);
	mp_process_free(p);
}

static void spawn_some(void)
{
	start_some(MP_SPAWN);
}

static void have_some_forked(void)
{
	start_some(MP_FORKSERVER);
}

/* ---- given what belongs to a manager ---- */

static mp_manager *manager;
static mp_dict *sums;

static void make_manager(void)
{
	make_queue();
	mp_set_givable(true);
	manager = mp_manager_new(NULL, NULL);
	mp_set_givable(false);
	CHECK(manager);
	sums = mp_dict_new(manager, NULL);
	CHECK(sums && !mp_dict_set(sums, MP_ANY("n"), MP_ANY(0)));
}

/* It has succeeded, or the server of the manager is dead. */
static bool is_well(bool result)
{
	CHECK(result || errno == EPIPE);
	return result;
}

static int add_one(void *unused)
{
	mp_manager *m = mp_manager_given("manager");
	mp_dict *given = is_well(m) ? mp_dict_given("sums") : NULL;
	mp_dict *own = m && is_well(given) ? mp_dict_new(m, NULL) : NULL;

	(void)unused;
	if (own && is_well(!mp_dict_add(given, MP_ANY("n"), MP_ANY(1), NULL)))
		(void)is_well(!mp_dict_set(own, MP_ANY(1), MP_ANY(given)));
	mp_dict_free(own);
	mp_dict_free(given);
	mp_manager_free(m);
	return 8;
}
MP_SPAWNABLE(add_one);

static void give_manager(enum mp_start_method method)
{
	mp_process *p = mp_process_new_with(NULL, add_one, NULL, 0);

	CHECK(p && !mp_process_set_start_method(p, method));
	if (is_well(!mp_process_give(p, "manager", manager)) &&
	    is_well(!mp_process_give(p, "sums", sums)) &&
	    is_well(!mp_process_start(p)))
		CHECK(ended_with(p, 8));
	else
		mp_process_free(p);
}

static void spawn_with_manager(void)
{
	give_manager(MP_SPAWN);
}

static void have_one_forked_with_manager(void)
{
	give_manager(MP_FORKSERVER);
}

static void check_manager(void)
{
	int64_t n;

	check_queue();
	if (is_well(!mp_dict_get_int(sums, MP_ANY("n"), &n)))
		CHECK(n == 0 || n == 1);
	mp_dict_free(sums);
	mp_manager_free(manager);
}

const struct scene points_start[] = {
	{ "spawn", make_queue, spawn_some, check_queue },
	{ "forkserver", make_queue, have_some_forked, check_queue },
	{ "spawn-manager", make_manager, spawn_with_manager, check_manager },
	{ "forkserver-manager", make_manager, have_one_forked_with_manager,
	  check_manager },
	{ NULL, NULL, NULL, NULL },
};
