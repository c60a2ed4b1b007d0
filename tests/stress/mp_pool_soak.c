/* SPDX-License-Identifier: MIT */
/*
 * A pool and an executor in constant use, for a long time: every way to hand
 * in work, tasks that fail, workers that are killed or have done their share,
 * and others of their kind that come and go beside them.  What the process has
 * does not grow: of all samples, the median of the last quarter is not above
 * that of the second.
 *
 *	PSS		by 3 % and 512 KiB at most: the allocator's slack
 *	of the workers	by 3 % and 2 MiB at most: a worker that is new has not
 *			touched all the pages that it shares
 *	everything else	not at all: mappings, descriptors, threads, children,
 *			zombies
 *
 * Names in /dev/shm are shown, but others make some too.
 *
 * PROCESSION_TEST_SOAK is for how many seconds; PROCESSION_TEST_FULL: an hour.
 * The rate is the same however long it takes, and low.
 */
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "mp.h"
#include "stress/census.h"
#include "stress/stress.h"

enum {
	WORKERS = 2,
	ITEMS = 200,
	FUTURES = 20,
	SAMPLES = 120,
	ROUNDS_PER_S = 15,
	WARM_UP = 70000, /* more tasks than a pool has places for */
	SLACK_KIB = 512,
	SLACK_WORKERS_KIB = 2048,
	SLACK_PERCENT = 3,
};

static mp_pool *pool;
static mp_executor *executor;
static mp_event *never;
static atomic_long called;
static long tasks, deaths;

/* ---- tasks ---- */

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	if (n < 0)
		return mp_task_fail(-n, "%d is negative", n);
	*(long *)out = (long)n * n;
	return 0;
}

static int fall(const void *in, void *out)
{
	(void)out;
	return raise(*(const int *)in);
}

#define SQUARE MP_TASK(square, int, long)

static void note(mp_result *r, void *arg)
{
	(void)r;
	(void)arg;
	atomic_fetch_add(&called, 1);
}

/* ---- what a round does ---- */

static void use_map(mp_pool *p, long chunk)
{
	int in[ITEMS];
	long out[ITEMS];

	for (int i = 0; i < ITEMS; i++)
		in[i] = i;
	CHECK(!mp_pool_map(p, MP_TASK_CHUNKED(square, int, long, chunk), in,
			   out, ITEMS));
	for (int i = 0; i < ITEMS; i++)
		CHECK(out[i] == (long)i * i);
	tasks += ITEMS;
}

/* In order to the end, as they come to the middle. */
static void use_imap(void)
{
	int in[ITEMS];
	long out;
	mp_imap *it;

	for (int i = 0; i < ITEMS; i++)
		in[i] = i;
	it = mp_pool_imap(pool, SQUARE, in, ITEMS);
	CHECK(it);
	for (int i = 0; i < ITEMS; i++)
		CHECK(mp_imap_next(it, &out, NULL, STRESS_PATIENCE) == 1 &&
		      out == (long)i * i);
	CHECK(!mp_imap_next(it, &out, NULL, 0));
	mp_imap_free(it);
	it = mp_pool_imap_unordered(
		pool, MP_TASK_CHUNKED(square, int, long, 10), in, ITEMS);
	CHECK(it);
	for (int i = 0; i < ITEMS / 2; i++)
		CHECK(mp_imap_next(it, &out, NULL, STRESS_PATIENCE) == 1);
	mp_imap_free(it);
	tasks += 2L * ITEMS;
}

/* One that is thrown away, one that is waited for, one that fails. */
static void use_callbacks(void)
{
	struct mp_callbacks c = { note, note, NULL };
	long before = atomic_load(&called), out;
	int n = 7, bad = -3;
	mp_result *r;

	mp_result_free(mp_pool_apply_async(pool, SQUARE, &n, &c));
	r = mp_pool_apply_async(pool, SQUARE, &n, &c);
	CHECK(r && !mp_result_get(r, &out, STRESS_PATIENCE) && out == 49);
	mp_result_free(r);
	r = mp_pool_apply_async(pool, SQUARE, &bad, &c);
	CHECK(r && mp_result_get(r, &out, STRESS_PATIENCE) &&
	      errno == EREMOTEIO && mp_task_status() == 3);
	mp_result_free(r);
	CHECK(atomic_load(&called) >= before + 2);
	tasks += 3;
}

static void use_futures(void)
{
	mp_future *f[FUTURES];
	size_t given = 0;
	long out;

	for (int i = 0; i < FUTURES; i++) {
		f[i] = mp_executor_submit(executor, SQUARE, &i);
		CHECK(f[i] && !mp_future_add_done_callback(f[i], note, NULL));
	}
	for (int i = 0; i < FUTURES; i += 5)
		(void)mp_future_cancel(f[i]);
	while (mp_as_completed(f, FUTURES, &given, STRESS_PATIENCE) == 1)
		CHECK(mp_future_cancelled(f[given - 1]) ||
		      !mp_future_result(f[given - 1], &out, STRESS_PATIENCE));
	CHECK(given == FUTURES);
	CHECK(mp_futures_wait(f, FUTURES, MP_ALL_COMPLETED, 0) == FUTURES);
	for (int i = 0; i < FUTURES; i++)
		mp_future_free(f[i]);
	tasks += FUTURES;
}

/* One worker dies in a task, another from outside. */
static void use_deaths(void)
{
	int how = SIGKILL, pids[WORKERS], n;
	long out;

	CHECK(mp_pool_apply(pool, MP_TASK(fall, int, long), &how, &out));
	CHECK(errno == EOWNERDEAD);
	n = mp_pool_pids(pool, pids, WORKERS);
	if (n)
		(void)kill(pids[0], SIGKILL);
	deaths += 1 + (n > 0);
	tasks++;
}

static void use_another_pool(void)
{
	struct mp_pool_options o = { .retries = 3, .max_chunks = 5 };
	mp_pool *p = mp_pool_new(NULL, WORKERS, &o);

	CHECK(p);
	use_map(p, 5);
	CHECK(!mp_pool_close(p) && !mp_pool_join(p, STRESS_PATIENCE));
	mp_pool_free(p);
}

static void use_another_executor(void)
{
	mp_executor *e = mp_executor_new(NULL, 1, NULL);
	int n = 12;
	mp_future *f;
	long out;

	CHECK(e);
	f = mp_executor_submit(e, SQUARE, &n);
	CHECK(f && !mp_executor_shutdown(e, true, false));
	mp_executor_free(e);
	CHECK(!mp_future_result(f, &out, 0) && out == 144);
	mp_future_free(f);
	tasks++;
}

static void use_all(long round)
{
	int n = (int)(round % 1000);
	long out;

	/* The map may lose a chunk to the death in the round before. */
	switch (round % 10) {
	case 3:
		use_deaths();
		return;
	case 6:
		use_another_pool();
		break;
	case 9:
		use_another_executor();
		break;
	}
	while (mp_pool_apply(pool, SQUARE, &n, &out))
		CHECK(errno == EOWNERDEAD);
	CHECK(out == (long)n * n);
	if (round % 10 == 4)
		return;
	use_map(pool, round % 30);
	use_imap();
	use_callbacks();
	use_futures();
}

/* ---- samples ---- */

static struct census sample[SAMPLES];
static int samples;

static void take_sample(double at)
{
	struct census c = census_take();

	printf("%7.1f s %9ld tasks %6ld deaths: pss %ld rss %ld workers %ld "
	       "KiB, %ld mappings, %ld descriptors, %ld threads, %ld children, "
	       "%ld zombies, %ld in /dev/shm\n",
	       at, tasks, deaths, c.pss, c.rss, c.children_pss, c.mappings,
	       c.descriptors, c.threads, c.children, c.zombies, c.shm);
	(void)fflush(stdout);
	if (samples < SAMPLES)
		sample[samples++] = c;
}

static int by_size(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

/* The median of a field, at @offset, in the quarter @q (0 to 3). */
static long median(size_t offset, int q)
{
	long v[SAMPLES];
	int from = samples * q / 4, n = samples * (q + 1) / 4 - from;

	for (int i = 0; i < n; i++)
		memcpy(&v[i], (const char *)&sample[from + i] + offset,
		       sizeof(long));
	qsort(v, (size_t)n, sizeof(*v), by_size);
	return v[n / 2];
}

static bool grows(const char *what, size_t offset, long slack)
{
	long before = median(offset, 1), after = median(offset, 3);
	long most = before;

	if (slack)
		most += before * SLACK_PERCENT / 100 + slack;
	printf("%s: %ld, then %ld%s\n", what, before, after,
	       after > most ? ": it grows" : "");
	return after > most;
}

#define GROWS(field, slack) grows(#field, offsetof(struct census, field), slack)

/* The address sanitizer keeps what was freed, and maps more for it. */
#ifdef __SANITIZE_ADDRESS__
#define KEEPS_MEMORY true
#else
#define KEEPS_MEMORY false
#endif

/* All of them are said, also after one that grows. */
static bool anything_grows(void)
{
	int growing = GROWS(pss, SLACK_KIB);

	growing += GROWS(children_pss, SLACK_WORKERS_KIB);
	growing += GROWS(mappings, 0);
	if (KEEPS_MEMORY)
		growing = 0;
	growing += GROWS(descriptors, 0);
	growing += GROWS(threads, 0);
	growing += GROWS(children, 0);
	growing += GROWS(zombies, 0);
	return growing > 0;
}

/* ---- all of it ---- */

static double wanted(void)
{
	const char *seconds = getenv("PROCESSION_TEST_SOAK");

	if (seconds)
		return strtod(seconds, NULL);
	return getenv("PROCESSION_TEST_FULL") ? 3600 : 5;
}

/* All places of the rings are touched once: what they take is taken. */
static void warm_up(void)
{
	for (int i = 0; i < WARM_UP; i++) {
		long out;
		mp_future *f = mp_executor_submit(executor, SQUARE, &i);
		mp_result *r = mp_pool_apply_async(pool, SQUARE, &i, NULL);

		CHECK(f && r);
		if (i % 100 == 99)
			CHECK(!mp_future_result(f, &out, STRESS_PATIENCE) &&
			      !mp_result_get(r, &out, STRESS_PATIENCE));
		mp_future_free(f);
		mp_result_free(r);
	}
	tasks += 2L * WARM_UP;
}

static void run(double seconds)
{
	double begin = mp_now(), now = begin;

	for (long round = 0; now < begin + seconds; round++) {
		double next = begin + (double)(round + 1) / ROUNDS_PER_S;

		use_all(round);
		now = mp_now();
		if (now - begin >= seconds * samples / SAMPLES)
			take_sample(now - begin);
		if (next > now)
			CHECK(mp_event_wait(never, next - now) &&
			      errno == ETIMEDOUT);
		now = mp_now();
	}
}

int main(void)
{
	struct mp_pool_options o = { .max_chunks = 500 };
	struct census before = census_take(), after;
	double seconds = wanted();
	bool bad;

	(void)alarm((unsigned)(seconds * 2) + 300);
	never = mp_event_new(NULL);
	pool = mp_pool_new("soaked", WORKERS, &o);
	executor = mp_executor_new("soaked too", WORKERS, &o);
	CHECK(never && pool && executor);
	warm_up();
	run(seconds);
	bad = anything_grows();
	mp_executor_free(executor);
	mp_pool_free(pool);
	mp_event_free(never);
	after = census_take();
	CHECK(!after.children && after.threads == 1);
	CHECK(after.descriptors == before.descriptors);
	return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
