/* SPDX-License-Identifier: MIT */
/*
 * A pool whose workers are threads of this process, so that the thread
 * sanitizer sees what they share with the callers and the keeper (make tsan).
 * All of the pool is the real one; the linker puts these functions in the
 * place of those that start, watch and end its processes (-Wl,--wrap).
 */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>

#include "mp.h"
#include "stress/stress.h"

enum {
	WORKERS = 3,
	CALLERS = 3,
	ROUNDS = 30,
	ITEMS = 100,
	MOST = 20000, /* threads ever started */
	PATIENCE_S = 300,
};

/* ---- a process that is a thread ---- */

struct worker {
	mp_process_fn *fn;
	void *arg;
	pthread_t thread;
	int sentinel;
	atomic_bool over;
	bool started, joined;
};

static atomic_int number;

static void *live(void *worker)
{
	struct worker *w = worker;
	uint64_t one = 1;

	(void)w->fn(w->arg);
	atomic_store(&w->over, true);
	CHECK(write(w->sentinel, &one, sizeof(one)) == sizeof(one));
	return NULL;
}

static struct worker *of(const mp_process *p)
{
	return (struct worker *)(uintptr_t)p;
}

static void join(struct worker *w)
{
	if (w->started && !w->joined)
		CHECK(!pthread_join(w->thread, NULL));
	w->joined = true;
}

mp_process *__wrap_mp_process_new(const char *name, mp_process_fn *fn,
				  void *arg);
mp_process *__wrap_mp_process_new(const char *name, mp_process_fn *fn,
				  void *arg)
{
	struct worker *w = calloc(1, sizeof(*w));

	(void)name;
	CHECK(w && atomic_fetch_add(&number, 1) < MOST);
	w->fn = fn;
	w->arg = arg;
	w->sentinel = eventfd(0, EFD_CLOEXEC);
	CHECK(w->sentinel >= 0);
	return (mp_process *)w;
}

int __wrap_mp_process_set_daemon(mp_process *p, bool daemon);
int __wrap_mp_process_set_daemon(mp_process *p, bool daemon)
{
	(void)p;
	(void)daemon;
	return 0;
}

int __wrap_mp_process_set_start_method(mp_process *p,
				       enum mp_start_method method);
int __wrap_mp_process_set_start_method(mp_process *p,
				       enum mp_start_method method)
{
	(void)p;
	(void)method;
	return 0;
}

int __wrap_mp_process_start(mp_process *p);
int __wrap_mp_process_start(mp_process *p)
{
	of(p)->started = true;
	CHECK(!pthread_create(&of(p)->thread, NULL, live, p));
	return 0;
}

bool __wrap_mp_process_is_alive(mp_process *p);
bool __wrap_mp_process_is_alive(mp_process *p)
{
	return !atomic_load(&of(p)->over);
}

int __wrap_mp_process_exitcode(mp_process *p);
int __wrap_mp_process_exitcode(mp_process *p)
{
	join(of(p));
	return 0;
}

int __wrap_mp_process_sentinel(const mp_process *p);
int __wrap_mp_process_sentinel(const mp_process *p)
{
	return of(p)->sentinel;
}

/* The pools here are closed, and end by themselves. */
int __wrap_mp_process_kill(mp_process *p);
int __wrap_mp_process_kill(mp_process *p)
{
	(void)p;
	return 0;
}

int __wrap_mp_process_terminate(mp_process *p);
int __wrap_mp_process_terminate(mp_process *p)
{
	(void)p;
	return 0;
}

int __wrap_mp_process_join(mp_process *p, double timeout);
int __wrap_mp_process_join(mp_process *p, double timeout)
{
	(void)timeout;
	join(of(p));
	return 0;
}

void __wrap_mp_process_free(mp_process *p);
void __wrap_mp_process_free(mp_process *p)
{
	if (!p)
		return;
	join(of(p));
	(void)close(of(p)->sentinel);
	free(of(p));
}

pid_t __wrap_mp_process_pid(const mp_process *p);
pid_t __wrap_mp_process_pid(const mp_process *p)
{
	(void)p;
	return getpid();
}

const char *__wrap_mp_process_name(const mp_process *p);
const char *__wrap_mp_process_name(const mp_process *p)
{
	(void)p;
	return "thread";
}

/* ---- what is done with it ---- */

static mp_pool *pool;
static mp_executor *executor;
static atomic_long called;

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	if (n < 0)
		return mp_task_fail(-n, "%d is negative", n);
	*(long *)out = (long)n * n;
	return 0;
}

#define SQUARE MP_TASK_CHUNKED(square, int, long, chunk)

static void note(mp_result *r, void *arg)
{
	(void)r;
	(void)arg;
	atomic_fetch_add(&called, 1);
}

static void use_map(long chunk)
{
	int in[ITEMS];
	long out[ITEMS];
	size_t item, n = 0;
	mp_imap *it;

	for (int i = 0; i < ITEMS; i++)
		in[i] = i;
	CHECK(!mp_pool_map(pool, SQUARE, in, out, ITEMS));
	for (int i = 0; i < ITEMS; i++)
		CHECK(out[i] == (long)i * i);
	it = mp_pool_imap_unordered(pool, SQUARE, in, ITEMS);
	CHECK(it);
	while (mp_imap_next(it, out, &item, STRESS_PATIENCE) == 1) {
		CHECK(*out == (long)(item * item));
		n++;
	}
	CHECK(n == ITEMS);
	mp_imap_free(it);
}

static void use_apply(long chunk)
{
	struct mp_callbacks c = { note, note, NULL };
	mp_result *r[ITEMS];
	int bad = -1;
	long out;

	for (int i = 0; i < ITEMS; i++) {
		r[i] = mp_pool_apply_async(pool, SQUARE, &i, i % 2 ? &c : NULL);
		CHECK(r[i]);
	}
	for (int i = 0; i < ITEMS; i++) {
		CHECK(!mp_result_get(r[i], &out, STRESS_PATIENCE));
		CHECK(out == (long)i * i);
		mp_result_free(r[i]);
	}
	CHECK(mp_pool_apply(pool, SQUARE, &bad, &out) && errno == EREMOTEIO);
}

static void use_futures(long chunk)
{
	mp_future *f[ITEMS];
	size_t given = 0;
	long out;

	for (int i = 0; i < ITEMS; i++) {
		f[i] = mp_executor_submit(executor, SQUARE, &i);
		CHECK(f[i]);
		if (i % 4 == 0)
			CHECK(!mp_future_add_done_callback(f[i], note, NULL));
		if (i % 5 == 0)
			(void)mp_future_cancel(f[i - i / 2]);
	}
	while (mp_as_completed(f, ITEMS, &given, STRESS_PATIENCE) == 1)
		CHECK(mp_future_cancelled(f[given - 1]) ||
		      !mp_future_result(f[given - 1], &out, STRESS_PATIENCE));
	CHECK(given == ITEMS);
	for (int i = 0; i < ITEMS; i++)
		mp_future_free(f[i]);
}

static void *call(void *unused)
{
	for (long i = 0; i < ROUNDS; i++) {
		use_map(1 + i % 7);
		use_apply(1);
		use_futures(1);
	}
	return unused;
}

int main(void)
{
	/* Workers come and go all the time. */
	struct mp_pool_options o = { .max_chunks = 100 };
	pthread_t caller[CALLERS];

	(void)alarm(PATIENCE_S);
	pool = mp_pool_new(NULL, WORKERS, &o);
	executor = mp_executor_new(NULL, WORKERS, NULL);
	CHECK(pool && executor);
	for (int i = 0; i < CALLERS; i++)
		CHECK(!pthread_create(&caller[i], NULL, call, NULL));
	for (int i = 0; i < CALLERS; i++)
		CHECK(!pthread_join(caller[i], NULL));
	CHECK(!mp_executor_shutdown(executor, true, false));
	mp_executor_free(executor);
	CHECK(!mp_pool_close(pool) && !mp_pool_join(pool, STRESS_PATIENCE));
	mp_pool_free(pool);
	printf("%d workers, %ld callbacks\n", atomic_load(&number),
	       atomic_load(&called));
	return EXIT_SUCCESS;
}
