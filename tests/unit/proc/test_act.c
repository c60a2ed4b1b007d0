/* SPDX-License-Identifier: MIT */
#include "proc/act.h"

#include <sys/resource.h>
#include <sys/syscall.h>

#include "proc/file.h"
#include "proc/tree.h"
#include "unit/proc/children.h"

static void body_wait(void)
{
	while (life_goes_on())
		(void)pause();
}

/* A pidfd may go on after its process; here each test has one child. */
static struct proc_target target_of(pid_t pid)
{
	return (struct proc_target){ .fd = (int)syscall(SYS_pidfd_open, pid, 0),
				     .pid = pid,
				     .root = getpid() };
}

static char letter_of(pid_t pid)
{
	struct proc_stat s;

	return proc_read_stat(pid, &s) < 0 ? 'X' : s.state;
}

static void end(struct proc_target t)
{
	(void)kill(t.pid, SIGKILL);
	ck_assert_int_eq(waitpid(t.pid, NULL, 0), t.pid);
	(void)close(t.fd);
}

START_TEST(a_descendant_is_stopped_continued_and_killed)
{
	struct proc_target t = target_of(child(body_wait));

	ck_assert_int_eq(proc_act_may(&t), 0);
	ck_assert_int_eq(proc_act_signal(&t, SIGSTOP), 0);
	WAIT_UNTIL(letter_of(t.pid) == 'T');
	ck_assert_int_eq(proc_act_signal(&t, SIGCONT), 0);
	WAIT_UNTIL(letter_of(t.pid) != 'T');
	ck_assert_int_eq(proc_act_signal(&t, SIGKILL), 0);
	WAIT_UNTIL(letter_of(t.pid) == 'Z');
	end(t);
}
END_TEST

START_TEST(what_has_ended_is_not_acted_on)
{
	struct proc_target t = target_of(child(body_wait));
	int nice;

	ck_assert_int_eq(proc_act_signal(&t, SIGKILL), 0);
	WAIT_UNTIL(letter_of(t.pid) == 'Z');
	ck_assert_int_eq(proc_act_signal(&t, SIGTERM), -ESRCH);
	ck_assert_int_eq(proc_act_renice(&t, 1), -ESRCH);
	ck_assert_int_eq(proc_act_nice(&t, &nice), -ESRCH);
	end(t);
}
END_TEST

START_TEST(a_stranger_is_not_acted_on)
{
	struct proc_target t = target_of(child(body_wait)), other;

	other = target_of(child(body_wait));
	t.root = other.pid; /* a sister */
	ck_assert_int_eq(proc_act_signal(&t, SIGKILL), -EXDEV);
	ck_assert_int_eq(proc_act_renice(&t, 1), -EXDEV);
	ck_assert_int_ne(letter_of(t.pid), 'Z');
	/* Nor is the one who asks, or who is above it. */
	t.root = t.pid;
	ck_assert_int_eq(proc_act_signal(&t, SIGKILL), -EXDEV);
	end(t);
	end(other);
}
END_TEST

START_TEST(a_grandchild_descends)
{
	pid_t pid = child(body_wait);

	ck_assert(proc_descends(pid, getpid()));
	ck_assert(proc_descends(pid, getppid()));
	ck_assert(!proc_descends(getpid(), pid));
	(void)kill(pid, SIGKILL);
	(void)waitpid(pid, NULL, 0);
	ck_assert(!proc_descends(pid, getpid()));
}
END_TEST

START_TEST(a_nice_value_can_grow)
{
	struct proc_target t = target_of(child(body_wait));
	int before, after;

	ck_assert_int_eq(proc_act_nice(&t, &before), 0);
	ck_assert_int_eq(proc_act_renice(&t, before + 1), 0);
	ck_assert_int_eq(proc_act_nice(&t, &after), 0);
	ck_assert_int_eq(after, before + 1);
	end(t);
}
END_TEST

/* What root may do anyway, or a limit allows, is not refused. */
START_TEST(a_higher_priority_is_refused_in_its_own_words)
{
	struct proc_target t;
	struct rlimit none = { 0, 0 };
	int nice, own = getpriority(PRIO_PROCESS, 0);

	(void)setrlimit(RLIMIT_NICE, &none);
	if (geteuid() == 0 && seteuid(65534) < 0)
		return;
	t = target_of(child(body_wait));
	ck_assert_int_eq(proc_act_renice(&t, own + 2), 0);
	ck_assert_int_eq(proc_act_renice(&t, own), -EACCES);
	ck_assert_int_eq(proc_act_nice(&t, &nice), 0);
	ck_assert_int_eq(nice, own + 2);
	end(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("act");
	TCase *tc = tcase_create("act");

	suite_add_tcase(s, tc);
	tcase_add_test(tc, a_descendant_is_stopped_continued_and_killed);
	tcase_add_test(tc, what_has_ended_is_not_acted_on);
	tcase_add_test(tc, a_stranger_is_not_acted_on);
	tcase_add_test(tc, a_grandchild_descends);
	tcase_add_test(tc, a_nice_value_can_grow);
	tcase_add_test(tc, a_higher_priority_is_refused_in_its_own_words);
	return s;
}
