/* SPDX-License-Identifier: MIT */
/* Processes where the system has no pidfds: a filter of system calls says so.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/who.h"
#include "unit/mp/methods.h"

#define PATIENCE 20.0

/* As a kernel before 5.3 answers. */
static void forbid_pidfds(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_send_signal, 0,
			 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { sizeof(code) / sizeof(*code), code };

	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_int_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter),
			 0);
	ck_assert_int_lt(pidfd_open(getpid(), 0), 0);
	ck_assert_int_eq(errno, ENOSYS);
}

static void setup(void)
{
	methods_setup();
	forbid_pidfds();
}

static int answer(void *unused)
{
	(void)unused;
	return 9;
}
MP_SPAWNABLE(answer);

static int rest(void *unused)
{
	(void)unused;
	while (pause() < 0)
		;
	return 0;
}
MP_SPAWNABLE(rest);

/* Leaves somebody behind whom it has made itself. */
static int fork_and_leave(void *unused)
{
	(void)unused;
	if (!fork()) {
		(void)poll(NULL, 0, 20000);
		_exit(0);
	}
	return 4;
}
MP_SPAWNABLE(fork_and_leave);

/* Has seen its child end in every way that there is. */
static int be_parent(void *unused)
{
	mp_process *p = mp_process_new(NULL, answer, NULL);
	int ok;

	(void)unused;
	ok = !mp_process_start(p) && !mp_process_join(p, PATIENCE) &&
	     mp_process_exitcode(p) == 9;
	mp_process_free(p);
	return ok ? 6 : 1;
}
MP_SPAWNABLE(be_parent);

static int end_of(mp_process *p)
{
	int code;

	ck_assert_int_eq(mp_process_join(p, PATIENCE), 0);
	ck_assert(!mp_process_is_alive(p));
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

START_TEST(a_process_is_joined)
{
	ck_assert_int_eq(end_of(started_by(METHOD, answer, NULL, 0)), 9);
}
END_TEST

START_TEST(one_that_runs_is_not_joined_and_can_be_ended)
{
	mp_process *p = started_by(METHOD, rest, NULL, 0);

	ck_assert_int_eq(mp_process_join(p, 0), -1);
	ck_assert_int_eq(errno, ETIMEDOUT);
	ck_assert_int_eq(mp_process_join(p, 0.01), -1);
	ck_assert(mp_process_is_alive(p));
	ck_assert_int_eq(mp_process_exitcode(p), MP_NOT_ENDED);
	ck_assert_int_eq(mp_process_terminate(p), 0);
	ck_assert_int_eq(end_of(p), -SIGTERM);
	p = started_by(METHOD, rest, NULL, 0);
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(end_of(p), -SIGKILL);
}
END_TEST

START_TEST(the_sentinel_tells_of_the_end_and_not_before)
{
	mp_process *p = started_by(METHOD, rest, NULL, 0);
	mp_process *q = started_by(METHOD, rest, NULL, 0);
	mp_waitable things[] = { { .process = p }, { .process = q } };
	struct pollfd end = { .fd = mp_process_sentinel(p), .events = POLLIN };

	ck_assert_int_ge(end.fd, 0);
	ck_assert_int_eq(poll(&end, 1, 0), 0);
	ck_assert_int_eq(mp_wait(things, 2, 0), 0);
	/* No later one holds what an earlier one is known by. */
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(poll(&end, 1, 20000), 1);
	ck_assert_int_eq(mp_wait(things, 2, PATIENCE), 1);
	ck_assert(things[0].ready);
	ck_assert_int_eq(end_of(p), -SIGKILL);
	ck_assert_int_eq(mp_process_kill(q), 0);
	ck_assert_int_eq(end_of(q), -SIGKILL);
}
END_TEST

START_TEST(whom_it_has_forked_does_not_hide_its_end)
{
	mp_process *p = started_by(METHOD, fork_and_leave, NULL, 0);
	struct pollfd end = { .fd = mp_process_sentinel(p), .events = POLLIN };

	ck_assert_int_eq(poll(&end, 1, 10000), 1);
	ck_assert_int_eq(end_of(p), 4);
}
END_TEST

START_TEST(a_child_has_children_of_its_own)
{
	ck_assert_int_eq(end_of(started_by(METHOD, be_parent, NULL, 0)), 6);
}
END_TEST

static int ask_parent(void *unused)
{
	mp_process *parent = mp_parent_process();

	(void)unused;
	if (!mp_process_is_alive(parent))
		return 1;
	if (mp_process_sentinel(parent) != -1 || errno != ENOSYS)
		return 2;
	return mp_process_join(parent, 0.01) == -1 && errno == ENOSYS ? 3 : 4;
}
MP_SPAWNABLE(ask_parent);

START_TEST(a_parent_is_there_but_cannot_be_waited_for)
{
	ck_assert_int_eq(end_of(started_by(METHOD, ask_parent, NULL, 0)), 3);
}
END_TEST

START_TEST(who_is_gone_is_seen)
{
	struct mp__who me = mp__who_me(), other = me, child = { 0 };
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (!pid)
		_exit(0);
	child.pid = (uint32_t)pid;
	ck_assert_int_eq(
		waitid(P_PID, (id_t)pid, &(siginfo_t){ 0 }, WEXITED | WNOWAIT),
		0);
	ck_assert(mp__who_is_gone(child)); /* a zombie */
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert(mp__who_is_gone(child));
	ck_assert(!mp__who_is_gone(me));
	other.began++; /* had our PID before us */
	ck_assert(mp__who_is_gone(other));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/pulse");
	TCase *t = tcase_create("pulse");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, NULL);
	EACH_METHOD(t, a_process_is_joined);
	EACH_METHOD(t, one_that_runs_is_not_joined_and_can_be_ended);
	EACH_METHOD(t, the_sentinel_tells_of_the_end_and_not_before);
	EACH_METHOD(t, whom_it_has_forked_does_not_hide_its_end);
	EACH_METHOD(t, a_child_has_children_of_its_own);
	EACH_METHOD(t, a_parent_is_there_but_cannot_be_waited_for);
	tcase_add_test(t, who_is_gone_is_seen);
	suite_add_tcase(s, t);
	return s;
}
