/* SPDX-License-Identifier: MIT */
/*
 * Time-outs of programs that know nothing of the player: none expires because
 * the run was paused.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/check_main.h"
#include "support/procs.h"
#include "unit/trace/rig.h"

/* Longer than the program's time-outs. */
#define PAUSE (150 * CLOCK_MS)

static char library[PATH_MAX], patient[PATH_MAX];

static void open_all(void)
{
	const char *top = getenv("top_builddir");

	rig_open();
	trace_writer_close();
	(void)snprintf(library, sizeof(library),
		       "%s/src/trace/libprocession-attach.so", top ? top : ".");
	(void)snprintf(patient, sizeof(patient), "%s/tests/unit/trace/patient",
		       top ? top : ".");
}

struct program {
	pid_t pid;
	int bring; /* write a byte here */
};

static struct program start(const char *what)
{
	const char *path = trace_arena_path(rig.arena);
	struct program p;
	int fds[2];

	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	p.bring = fds[1];
	p.pid = fork();
	ck_assert_int_ge(p.pid, 0);
	if (!p.pid) {
		if (fds[0] == 3)
			(void)fcntl(3, F_SETFD, 0);
		else
			(void)dup2(fds[0], 3);
		(void)setenv("LD_PRELOAD", library, 1);
		(void)setenv(ARENA_ENV, path, 1);
		(void)setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
		(void)execl(patient, patient, what, (char *)NULL);
		_exit(127);
	}
	(void)close(fds[0]);
	return p;
}

static bool stands(void *arg)
{
	rig_drain();
	return trace_arena_parked(rig.arena, *(pid_t *)arg);
}

static bool waits(void *arg)
{
	(void)arg;
	rig_drain();
	for (size_t i = 0; i < rig_count(); i++) {
		if (rig_at(i)->phase == MP_WAITS) {
			ck_assert_int_eq(rig_at(i)->err, ETIMEDOUT);
			return true;
		}
	}
	return false;
}

static bool is_over(void *arg)
{
	return clock_now() >= *(int64_t *)arg;
}

static void stay_paused(void)
{
	int64_t end = clock_now() + PAUSE;

	rig_wait(is_over, &end);
}

static const char *const waiting[] = {
	"sem",    "mutex", "rwlock", "cond",   "poll",   "ppoll",
	"select", "epoll", "queue",  "signal", "family",
};

START_TEST(a_pause_makes_no_time_out_expire)
{
	struct program p;

	trace_arena_pause(rig.arena);
	p = start(waiting[_i]);
	/* It is let into the wait and no further. */
	rig_wait(stands, &p.pid);
	ck_assert_int_eq(trace_arena_step(rig.arena, p.pid), p.pid);
	rig_wait(waits, NULL);
	stay_paused();
	ck_assert_int_eq(write(p.bring, "x", 1), 1);
	/* A condition may be looked at again, which is a new beginning. */
	trace_arena_resume(rig.arena);
	ck_assert_int_eq(rig_reap_draining(p.pid), 0);
	(void)close(p.bring);
}
END_TEST

START_TEST(time_outs_expire_all_the_same)
{
	struct program p = start(waiting[_i]);
	int status = rig_reap_draining(p.pid);

	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 1);
	(void)close(p.bring);
}
END_TEST

START_TEST(who_sleeps_when_the_run_is_paused_sleeps_on)
{
	struct program p;

	trace_arena_pause(rig.arena);
	p = start("sleep");
	rig_wait(stands, &p.pid);
	stay_paused();
	ck_assert(trace_arena_parked(rig.arena, p.pid));
	/* Stepped, it wakes: the rest of its time is not slept. */
	ck_assert_int_eq(trace_arena_step(rig.arena, p.pid), p.pid);
	ck_assert_int_eq(rig_reap_draining(p.pid), 0);
	(void)close(p.bring);
}
END_TEST

START_TEST(a_read_that_will_not_wait_says_so)
{
	struct program p = start("look");
	size_t told = 0;

	ck_assert_int_eq(rig_reap_draining(p.pid), 0);
	rig_drain();
	for (size_t i = 0; i < rig_count(); i++) {
		const struct trace_event *e = rig_at(i);

		if (e->verb != MP_VERB_READ || e->phase != MP_BEGINS)
			continue;
		ck_assert_int_eq(e->err, EAGAIN);
		told++;
	}
	ck_assert_uint_eq(told, 2);
	(void)close(p.bring);
}
END_TEST

Suite *suite(void)
{
	int count = (int)(sizeof(waiting) / sizeof(*waiting));
	Suite *s = suite_create("trace patience");
	TCase *tc = tcase_create("patience");

	tcase_add_checked_fixture(tc, open_all, rig_close);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, a_pause_makes_no_time_out_expire, 0, count);
	tcase_add_loop_test(tc, time_outs_expire_all_the_same, 0, count);
	tcase_add_test(tc, who_sleeps_when_the_run_is_paused_sleeps_on);
	tcase_add_test(tc, a_read_that_will_not_wait_says_so);
	suite_add_tcase(s, tc);
	return s;
}
