/* SPDX-License-Identifier: MIT */
/* Processes of the crew with families: children, pools, executors, managers. */
#include <signal.h>

#include "stress/mp_chaos.h"

static int linger(void *unused)
{
	(void)unused;
	(void)mp_event_wait(things.event, STRESS_PATIENCE);
	return 7;
}

static void have_child(void)
{
	mp_process *p;
	bool kills = chaos_chance(2);
	int code;

	chaos_begin(CHAOS_CHILD);
	p = stress_start(linger, NULL);
	if (kills)
		CHECK(!mp_process_kill(p));
	else
		CHECK(!mp_event_set(things.event));
	code = stress_end(p);
	CHECK(code == 7 || (kills && code == -SIGKILL));
	chaos_end(true);
}

int chaos_square(const void *item, void *result)
{
	int n = *(const int *)item;

	if (n < 0)
		(void)raise(SIGKILL);
	*(long *)result = (long)n * n;
	return 0;
}

#define SQUARE MP_TASK_CHUNKED(chaos_square, int, long, 1)

static void own_pool(void)
{
	struct mp_pool_options o = { .retries = 255 };
	int items[20], pid;
	long results[20];
	mp_pool *p;

	chaos_begin(CHAOS_POOL);
	p = mp_pool_new(NULL, 2, &o);
	CHECK(p);
	for (int i = 0; i < 20; i++)
		items[i] = i;
	if (chaos_chance(2) && mp_pool_pids(p, &pid, 1))
		(void)kill(pid, SIGKILL);
	CHECK(!mp_pool_map(p, SQUARE, items, results, 20));
	for (int i = 0; i < 20; i++)
		CHECK(results[i] == (long)i * i);
	if (chaos_chance(2))
		CHECK(!mp_pool_close(p) && !mp_pool_join(p, STRESS_PATIENCE));
	mp_pool_free(p);
	chaos_end(true);
}

static void own_executor(void)
{
	mp_executor *e;
	mp_future *f;
	int n = chaos_chance(2) ? -1 : 9;
	long result;

	chaos_begin(CHAOS_EXECUTOR);
	e = mp_executor_new(NULL, 1, NULL);
	CHECK(e);
	f = mp_executor_submit(e, SQUARE, &n);
	CHECK(f);
	if (mp_future_result(f, &result, STRESS_PATIENCE))
		CHECK(n < 0 && errno == EOWNERDEAD);
	else
		CHECK(n == 9 && result == 81);
	mp_future_free(f);
	mp_executor_free(e);
	chaos_end(true);
}

/* It may die before it is ready, or within a call, or not. */
static void own_manager(void)
{
	mp_manager *m;
	mp_dict *d;

	chaos_begin(CHAOS_MANAGER);
	m = mp_manager_new(NULL, NULL);
	CHECK(m);
	if (chaos_chance(2))
		(void)kill(mp_manager_pid(m), SIGKILL);
	d = mp_dict_new(m, NULL);
	CHECK(d || errno == EPIPE);
	if (d && mp_dict_set(d, MP_ANY("key"), MP_ANY(5)))
		CHECK(errno == EPIPE);
	mp_dict_free(d);
	mp_manager_free(m);
	chaos_end(true);
}

static int use_given(void *unused)
{
	mp_event *given = mp_event_given("event");

	(void)unused;
	return given && !mp_event_set(given) ? 7 : 1;
}
MP_SPAWNABLE(use_given);

static void have_spawned(void)
{
	mp_process *p = mp_process_new_with(NULL, use_given, NULL, 0);
	bool kills = chaos_chance(2);
	int code;

	chaos_begin(CHAOS_SPAWN);
	CHECK(p && !mp_process_give(p, "event", things.event));
	CHECK(!mp_process_set_start_method(p, chaos_chance(2) ? MP_SPAWN
							      : MP_FORKSERVER));
	CHECK(!mp_process_start(p));
	if (kills)
		CHECK(!mp_process_kill(p));
	code = stress_end(p);
	CHECK(code == 7 || (kills && code == -SIGKILL));
	chaos_end(true);
}

/* Rarely: else there would be time for nothing else. */
void chaos_do_something_costly(void)
{
	switch (chaos_chance(8)) {
	case 0:
		own_pool();
		break;
	case 1:
		own_executor();
		break;
	case 2:
		own_manager();
		break;
	case 3:
		have_spawned();
		break;
	default:
		have_child();
	}
}
