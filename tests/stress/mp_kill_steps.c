/* SPDX-License-Identifier: MIT */
/*
 * A process is killed after each single instruction of a queue operation.
 *
 * The victim is stepped through one operation with ptrace(2), one step
 * further in each run, and killed there.  Then the queue must hold what it
 * held before the operation or after it, nothing else, must go on working,
 * and whoever waited for it must get what he waits for.
 *
 * Short: every third instruction; PROCESSION_TEST_FULL: every one.  Skipped
 * where there is no ptrace, and under a sanitizer, whose own instructions
 * outnumber ours by far.
 *
 * conforms: 65
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp.h"
#include "mp/probe.h"
#include "stress/stress.h"

#ifdef __has_feature
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

enum { SKIP = 77, PATIENCE_S = 300 };

static mp_queue *q;
static atomic_int *waiting;
static int repairs;

/* ---- the operations; items are counted from 1 ---- */

static void put(int item)
{
	CHECK(!mp_queue_put(q, &item, STRESS_PATIENCE));
}

static int get(void)
{
	int item = 0;

	CHECK(!mp_queue_get(q, &item, STRESS_PATIENCE));
	return item;
}

static void victim_puts(void)
{
	put(100);
}

static void victim_gets(void)
{
	(void)get();
}

static void victim_closes(void)
{
	(void)mp_queue_close(q);
}

static void victim_finishes(void)
{
	(void)mp_queue_task_done(q);
}

static int joiner(void *unused)
{
	(void)unused;
	return mp_queue_join(q, STRESS_PATIENCE) ? 2 : 0;
}

static int getter(void *unused)
{
	int item;

	(void)unused;
	return mp_queue_get(q, &item, STRESS_PATIENCE) ? errno == EPIPE ? 1 : 2
						       : item;
}

static int putter(void *unused)
{
	int item = 3;

	(void)unused;
	return mp_queue_put(q, &item, STRESS_PATIENCE) ? errno == EPIPE ? 1 : 2
						       : 0;
}

/* Item 100, if the victim got so far, and 200 must come. */
static void check_put(mp_process *unused)
{
	int first;

	(void)unused;
	put(200);
	first = get();
	CHECK(first == 100 || first == 200);
	if (first == 100)
		CHECK(get() == 200);
	CHECK(mp_queue_empty(q));
}

/* The waiter takes the first of them. */
static void check_put_with_getter(mp_process *p)
{
	int first;

	put(200);
	CHECK(!mp_process_join(p, STRESS_PATIENCE));
	first = mp_process_exitcode(p);
	CHECK(first == 100 || first == 200);
	if (first == 100)
		CHECK(get() == 200);
	CHECK(mp_queue_empty(q));
}

static void check_get(mp_process *unused)
{
	int first = get();

	(void)unused;
	CHECK(first == 1 || first == 2);
	if (first == 1)
		CHECK(get() == 2);
	CHECK(mp_queue_empty(q));
}

static void check_get_with_putter(mp_process *p)
{
	int first = get();

	CHECK(first == 1 || first == 2);
	if (first == 1)
		CHECK(get() == 2);
	CHECK(get() == 3);
	CHECK(!mp_process_join(p, STRESS_PATIENCE));
	CHECK(mp_process_exitcode(p) == 0);
	CHECK(mp_queue_empty(q));
}

/* It was done by the victim, or is not done; there was one. */
static void check_finish(mp_process *p)
{
	if (mp_queue_unfinished(q))
		CHECK(!mp_queue_task_done(q));
	CHECK(mp_queue_task_done(q) && errno == EINVAL);
	CHECK(!mp_process_join(p, STRESS_PATIENCE));
	CHECK(mp_process_exitcode(p) == 0);
}

static void check_close(mp_process *p)
{
	CHECK(!mp_queue_close(q));
	CHECK(!mp_process_join(p, STRESS_PATIENCE));
	CHECK(mp_process_exitcode(p) == 1);
}

static const struct scenario {
	const char *name;
	int items; /* in the queue, of 2; -1: one was taken and is not done */
	mp_process_fn *waiter;
	void (*victim)(void);
	void (*check)(mp_process *waiter);
} scenarios[] = {
	{ "put", 0, NULL, victim_puts, check_put },
	{ "get", 2, NULL, victim_gets, check_get },
	{ "put, one waits", 0, getter, victim_puts, check_put_with_getter },
	{ "get, one waits", 2, putter, victim_gets, check_get_with_putter },
	{ "close, one waits", 0, getter, victim_closes, check_close },
	{ "close, one waits to put", 2, putter, victim_closes, check_close },
	{ "task_done, one joins", -1, joiner, victim_finishes, check_finish },
};

/* ---- stepping ---- */

static pid_t fork_victim(const struct scenario *s)
{
	pid_t pid = fork();
	int status;

	CHECK(pid >= 0);
	if (!pid) {
		mp_probe = NULL;
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(SKIP);
		(void)raise(SIGSTOP);
		s->victim();
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == SKIP) {
		puts("no ptrace here");
		exit(SKIP);
	}
	CHECK(WIFSTOPPED(status));
	return pid;
}

/* Kill it after @steps instructions.  Whether it had ended before. */
static bool step_and_kill(pid_t pid, int steps)
{
	int status;

	while (steps--) {
		CHECK(!ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL));
		CHECK(waitpid(pid, &status, 0) == pid);
		if (WIFEXITED(status))
			return true;
		CHECK(WIFSTOPPED(status));
	}
	CHECK(!kill(pid, SIGKILL));
	CHECK(waitpid(pid, &status, 0) == pid);
	return false;
}

static void notice(const struct mp_probe_event *e)
{
	if (e->phase == MP_WAITS)
		atomic_fetch_add(waiting, 1);
	if (e->verb == MP_VERB_REPAIR)
		repairs++;
}

static const struct mp_probe_sink sink = { .emit = notice };

static mp_process *start_waiter(const struct scenario *s)
{
	mp_process *p;

	atomic_store(waiting, 0);
	if (!s->waiter)
		return NULL;
	p = mp_process_new(NULL, s->waiter, NULL);
	CHECK(p && !mp_process_start(p));
	while (!atomic_load(waiting))
		(void)usleep(100);
	return p;
}

static bool run(const struct scenario *s, int steps)
{
	mp_process *waiter;
	bool ended;

	q = mp_queue_new(NULL, 2, MP_INT);
	CHECK(q);
	for (int i = 1; i <= s->items; i++)
		put(i);
	if (s->items < 0) {
		put(1);
		(void)get();
	}
	waiter = start_waiter(s);
	ended = step_and_kill(fork_victim(s), steps);
	CHECK(mp_queue_size(q) <= 2);
	s->check(waiter);
	mp_process_free(waiter);
	mp_queue_free(q);
	return ended;
}

int main(void)
{
	int stride = getenv("PROCESSION_TEST_FULL") ? 1 : 3;

	if (SANITIZED)
		return SKIP;
	(void)alarm(PATIENCE_S);
	waiting = stress_shared(sizeof(*waiting));
	mp_probe = &sink;
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++) {
		int steps, runs = 0;

		repairs = 0;
		for (steps = (int)i; !run(&scenarios[i], steps);
		     steps += stride)
			runs++;
		printf("%s: killed in %d places, %d of them with the lock\n",
		       scenarios[i].name, runs, repairs);
		CHECK(runs > 10 && repairs > 2);
	}
	return EXIT_SUCCESS;
}
