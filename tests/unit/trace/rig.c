/* SPDX-License-Identifier: MIT */
#include "unit/trace/rig.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check_main.h"
#include "support/procs.h"

struct rig rig;

void rig_open(void)
{
	struct err e = ERR_NONE;

	ck_assert_msg(!trace_arena_open(&rig.arena, &e), "%s", e.text);
	rig.log = trace_log_new(0);
	ck_assert_int_eq(trace_writer_open(trace_arena_path(rig.arena)), 0);
}

void rig_close(void)
{
	trace_writer_close();
	trace_arena_close(rig.arena);
	trace_log_free(rig.log);
}

void rig_say_text(uint64_t a, const char *text, size_t len)
{
	trace_sink.emit(&(struct mp_probe_event){
		.verb = MP_VERB_SLEEP,
		.phase = MP_HAPPENS,
		.kind = MP_KIND_INT,
		.a = a,
		.text = text,
		.text_len = (uint32_t)len,
	});
}

void rig_say(uint64_t a)
{
	rig_say_text(a, NULL, 0);
}

static void nap(void)
{
	(void)usleep(1000);
}

void rig_drain(void)
{
	int64_t until = trace_arena_now(rig.arena) + ARENA_SLACK_NS;
	bool more;

	/* What was written just now is not certain to be in order yet. */
	while (trace_arena_now(rig.arena) <= until)
		;
	do
		(void)trace_arena_drain(rig.arena, rig.log, SIZE_MAX, &more);
	while (more);
}

static double deadline(void)
{
	return procs_now() + procs_patience(20);
}

void rig_drain_until(size_t count)
{
	double end = deadline();

	rig_drain();
	while (rig_count() < count) {
		ck_assert_msg(procs_now() < end, "%zu of %zu events",
			      rig_count(), count);
		nap();
		rig_drain();
	}
}

size_t rig_count(void)
{
	return trace_log_end(rig.log);
}

const struct trace_event *rig_at(size_t i)
{
	ck_assert_uint_ge(i, trace_log_first(rig.log));
	ck_assert_uint_lt(i, trace_log_end(rig.log));
	return trace_log_at(rig.log, i);
}

struct trace_totals rig_totals(void)
{
	struct trace_totals totals;

	trace_arena_totals(rig.arena, &totals);
	return totals;
}

pid_t rig_fork(int (*body)(void *arg), void *arg)
{
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (!pid)
		_exit(body(arg));
	return pid;
}

static int reap(pid_t pid, bool drain)
{
	double end = deadline();
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	int status = -1;

	ck_assert_int_ge(fd, 0);
	while (!poll(&(struct pollfd){ fd, POLLIN, 0 }, 1, drain ? 1 : 1000)) {
		if (procs_now() > end) {
			(void)kill(pid, SIGKILL);
			ck_abort_msg("process %d does not end", (int)pid);
		}
		if (drain)
			rig_drain();
	}
	(void)close(fd);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	trace_arena_ended(rig.arena, pid);
	return status;
}

int rig_reap(pid_t pid)
{
	return reap(pid, false);
}

int rig_reap_draining(pid_t pid)
{
	return reap(pid, true);
}

void rig_wait(bool (*done)(void *arg), void *arg)
{
	double end = deadline();

	while (!done(arg)) {
		ck_assert_msg(procs_now() < end, "waited in vain");
		nap();
	}
}

void *rig_shared(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(p, MAP_FAILED);
	return p;
}
