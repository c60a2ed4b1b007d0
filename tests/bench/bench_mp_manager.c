/* SPDX-License-Identifier: MIT */
/* What the attributes of a manager's namespace cost. */
#include <pthread.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/compare.h"
#include "mp.h"
#include "mp/manager.h"
#include "mp/namespace.h"

enum { GETS = 200000, SETS = 2000 };

static mp_manager *manager;
static mp_namespace *settings;
static struct {
	pthread_mutex_t mutex;
	int64_t x;
} * bare;

static void begin(const struct bench_row *row)
{
	(void)row;
	manager = mp_manager_new(NULL, NULL);
	settings = mp_namespace_new(manager, "settings");
	(void)mp_namespace_set(settings, "x", MP_ANY(1));
}

static void end(const struct bench_row *row)
{
	(void)row;
	mp_namespace_free(settings);
	mp_manager_free(manager);
}

/* The server is the other party. */
static void get_ours(int party)
{
	int64_t x = 0;

	for (int i = 0; i < (party ? GETS : 0); i++)
		(void)mp_namespace_get_int(settings, "x", &x);
	bench_keep((uint64_t)x);
}

static void get_bare(int party)
{
	int64_t x = 0;

	for (int i = 0; i < (party ? GETS : 0); i++) {
		(void)pthread_mutex_lock(&bare->mutex);
		x += bare->x;
		(void)pthread_mutex_unlock(&bare->mutex);
	}
	bench_keep((uint64_t)x);
}

static void set_ours(int party)
{
	for (int i = 0; i < (party ? SETS : 0); i++)
		(void)mp_namespace_set(settings, "x", MP_ANY(i));
}

static double rate_get_ours(const struct bench_row *row)
{
	(void)row;
	return GETS / bench_together(2, get_ours);
}

static double rate_get_bare(const struct bench_row *row)
{
	(void)row;
	return GETS / bench_together(2, get_bare);
}

static double rate_set_ours(const struct bench_row *row)
{
	(void)row;
	return SETS / bench_together(2, set_ours);
}

static const struct bench_row rows[] = {
	{ .name = "namespace, get",
	  .unit = "op/s",
	  .begin = begin,
	  .end = end,
	  .ours = rate_get_ours,
	  .bare = rate_get_bare,
	  .limit = "a number under a robust pthread mutex",
	  .python = "namespace_get",
	  .aim = { .of_python = 100 } },
	{ .name = "namespace, set",
	  .unit = "op/s",
	  .begin = begin,
	  .end = end,
	  .ours = rate_set_ours,
	  .python = "namespace_set" },
};

static void make_bare(void)
{
	pthread_mutexattr_t attr;

	bare = bench_shared(sizeof(*bare));
	(void)pthread_mutexattr_init(&attr);
	(void)pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	(void)pthread_mutex_init(&bare->mutex, &attr);
	(void)pthread_mutexattr_destroy(&attr);
}

int main(void)
{
	make_bare();
	bench_compare(rows, sizeof(rows) / sizeof(*rows));
	return EXIT_SUCCESS;
}
