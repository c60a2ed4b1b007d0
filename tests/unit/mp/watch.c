/* SPDX-License-Identifier: MIT */
#include "unit/mp/watch.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/check_main.h"

enum { MOST = 20000 };

struct table {
	_Atomic int len;
	_Atomic int64_t now;
	atomic_int looks;
	struct {
		atomic_bool there;
		struct seen seen;
	} row[MOST];
};

static struct table *table;

void *shared_memory(size_t bytes)
{
	void *m = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(m, MAP_FAILED);
	return m;
}

static void record(const struct mp_probe_event *e)
{
	struct seen *s;
	size_t len;
	int i;

	/* Let others come between, if the caller's lock does not stop them. */
	if (e->phase == MP_HAPPENS)
		(void)sched_yield();
	i = atomic_fetch_add(&table->len, 1);
	if (i >= MOST)
		return;
	s = &table->row[i].seen;
	s->e = *e;
	s->pid = getpid();
	if (e->text) {
		len = e->text_len < sizeof(s->text) ? e->text_len
						    : sizeof(s->text) - 1;
		memcpy(s->text, e->text, len);
		s->e.text = s->text;
	}
	atomic_store(&table->row[i].there, true);
}

static void pause_a_bit(void)
{
	(void)nanosleep(&(struct timespec){ .tv_nsec = 500000 }, NULL);
}

static int64_t clock_now(void)
{
	return atomic_load(&table->now);
}

static int64_t clock_until(int64_t deadline)
{
	(void)deadline;
	atomic_fetch_add(&table->looks, 1);
	return 1000000;
}

static void clock_sleep(int64_t deadline)
{
	while (clock_now() < deadline)
		pause_a_bit();
}

static const struct mp_probe_sink sink = { .emit = record };
static const struct mp_probe_sink sink_with_clock = {
	.emit = record,
	.now = clock_now,
	.until = clock_until,
	.sleep = clock_sleep,
};

void watch_start(void)
{
	table = shared_memory(sizeof(*table));
	mp_probe = &sink;
}

void watch_start_with_clock(void)
{
	watch_start();
	mp_probe = &sink_with_clock;
}

void watch_set_clock(int64_t ns)
{
	atomic_store(&table->now, ns);
}

int watch_looks(void)
{
	return atomic_load(&table->looks);
}

bool watch_looked_often(void *unused)
{
	(void)unused;
	return watch_looks() >= 10;
}

int watch_len(void)
{
	int len = atomic_load(&table->len);

	ck_assert_int_le(len, MOST);
	return len;
}

const struct seen *watch_at(int i)
{
	while (!atomic_load(&table->row[i].there))
		pause_a_bit();
	return &table->row[i].seen;
}

const struct seen *watch_nth(enum mp_verb verb, enum mp_phase phase, int nth)
{
	int len = watch_len();

	for (int i = 0; i < len; i++) {
		const struct seen *s = watch_at(i);

		if (s->e.verb == verb && s->e.phase == phase && !nth--)
			return s;
	}
	return NULL;
}

const struct seen *watch_the(enum mp_verb verb, enum mp_phase phase)
{
	const struct seen *s = watch_nth(verb, phase, 0);

	ck_assert_msg(s, "no event of verb %d, phase %d", (int)verb,
		      (int)phase);
	return s;
}

int watch_count(enum mp_verb verb, enum mp_phase phase)
{
	int n = 0;

	while (watch_nth(verb, phase, n))
		n++;
	return n;
}

struct awaited {
	enum mp_verb verb;
	enum mp_phase phase;
	int n;
};

static bool has_come(void *arg)
{
	const struct awaited *a = arg;

	return watch_nth(a->verb, a->phase, a->n - 1);
}

void watch_wait(enum mp_verb verb, enum mp_phase phase, int n)
{
	ck_assert_msg(eventually(has_come, &(struct awaited){ verb, phase, n }),
		      "event %d of verb %d, phase %d did not come", n,
		      (int)verb, (int)phase);
}

bool eventually(bool (*cond)(void *arg), void *arg)
{
	struct timespec start, now;

	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		if (cond(arg))
			return true;
		pause_a_bit();
		(void)clock_gettime(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec - start.tv_sec < WATCH_PATIENCE_S);
	return false;
}

pid_t program(void (*fn)(void *arg), void *arg)
{
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (!pid) {
		fn(arg);
		exit(0);
	}
	return pid;
}

int program_end(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		ck_assert_int_eq(errno, EINTR);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool hangs_up(int fd)
{
	struct pollfd p = { .fd = fd, .events = 0 };

	return poll(&p, 1, WATCH_PATIENCE_S * 1000) == 1 &&
	       (p.revents & POLLHUP);
}
