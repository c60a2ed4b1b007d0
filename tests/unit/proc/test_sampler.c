/* SPDX-License-Identifier: MIT */
#include "proc/sampler.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "proc/blocked.h"
#include "unit/proc/children.h"

/* The last report of one process, and how many there were. */
struct seen {
	pid_t pid;
	int reports;
	struct proc_sample s;
};

static void note(void *arg, const struct proc_sample *s)
{
	struct seen *seen = arg;

	if (seen->pid && s->pid != seen->pid)
		return;
	seen->s = *s;
	seen->reports++;
}

/* Sweep, and say whether the process is now as wished. */
static bool has_letter(struct proc_sampler *s, struct seen *seen, char letter)
{
	(void)proc_sampler_sweep(s, 0, note, seen);
	return seen->s.letter == letter;
}

START_TEST(a_spinner_runs_and_gains_time)
{
	struct proc_sampler *s = proc_sampler_new();
	struct seen seen = { .pid = child(body_spin) };
	int64_t before;

	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	WAIT_UNTIL(has_letter(s, &seen, 'R'));
	ck_assert_int_eq(seen.s.ppid, getpid());
	ck_assert_int_ge(seen.s.cpu, 0);
	if (seen.s.run_ns < 0)
		goto out; /* a kernel without schedstat */
	before = seen.s.run_ns;
	WAIT_UNTIL(has_letter(s, &seen, 'R') && seen.s.run_ns > before);
out:
	end_child(seen.pid);
	proc_sampler_free(s);
}
END_TEST

START_TEST(states_are_seen_from_sleep_to_the_end)
{
	struct proc_sampler *s = proc_sampler_new();
	struct seen seen = { .pid = child(body_pause) };

	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	WAIT_UNTIL(has_letter(s, &seen, 'S'));
	ck_assert(!seen.s.ready);
	(void)kill(seen.pid, SIGSTOP);
	WAIT_UNTIL(has_letter(s, &seen, 'T'));
	(void)kill(seen.pid, SIGCONT);
	WAIT_UNTIL(has_letter(s, &seen, 'S'));
	(void)kill(seen.pid, SIGTERM);
	WAIT_UNTIL(has_letter(s, &seen, 'Z'));
	ck_assert(!seen.s.gone);
	ck_assert(WIFSIGNALED(seen.s.exit_code));
	ck_assert_int_eq(WTERMSIG(seen.s.exit_code), SIGTERM);
	ck_assert_uint_eq(proc_sampler_count(s), 1);
	ck_assert_int_eq(waitpid(seen.pid, NULL, 0), seen.pid);
	ck_assert(has_letter(s, &seen, 'X'));
	ck_assert(seen.s.gone);
	ck_assert_int_eq(WTERMSIG(seen.s.exit_code), SIGTERM);
	ck_assert_uint_eq(proc_sampler_count(s), 0);
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, note, &seen), 0);
	proc_sampler_free(s);
}
END_TEST

static void body_exit_3(void)
{
	_exit(3);
}

START_TEST(a_zombie_shows_its_exit_status)
{
	struct proc_sampler *s = proc_sampler_new();
	struct seen seen = { .pid = child(body_exit_3) };

	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	WAIT_UNTIL(has_letter(s, &seen, 'Z'));
	ck_assert(WIFEXITED(seen.s.exit_code));
	ck_assert_int_eq(WEXITSTATUS(seen.s.exit_code), 3);
	end_child(seen.pid);
	proc_sampler_free(s);
}
END_TEST

struct both {
	struct seen a, b;
};

/*
 * A sweep reports what has changed since the last one, so one sweep must
 * serve both: they change only when they have had the CPU in between.
 */
static void note_both(void *arg, const struct proc_sample *s)
{
	struct both *both = arg;

	note(&both->a, s);
	note(&both->b, s);
}

static bool both_run(struct proc_sampler *s, struct both *both)
{
	(void)proc_sampler_sweep(s, 0, note_both, both);
	return both->a.s.letter == 'R' && both->b.s.letter == 'R';
}

START_TEST(two_spinners_on_one_cpu_wait_for_each_other)
{
	struct proc_sampler *s = proc_sampler_new();
	struct both both = { { .pid = child(body_spin) },
			     { .pid = child(body_spin) } };
	int64_t wait_a, wait_b;

	pin(both.a.pid, sched_getcpu());
	pin(both.b.pid, sched_getcpu());
	ck_assert_int_eq(proc_sampler_add(s, both.a.pid), 0);
	ck_assert_int_eq(proc_sampler_add(s, both.b.pid), 0);
	WAIT_UNTIL(both_run(s, &both));
	wait_a = both.a.s.wait_ns;
	wait_b = both.b.s.wait_ns;
	if (wait_a >= 0)
		WAIT_UNTIL(both_run(s, &both) && both.a.s.wait_ns > wait_a &&
			   both.b.s.wait_ns > wait_b);
	end_child(both.a.pid);
	end_child(both.b.pid);
	proc_sampler_free(s);
}
END_TEST

/* Only runs when nobody else wants the CPU: nearly always just ready. */
static void body_idle_spin(void)
{
	struct sched_param p = { 0 };

	(void)sched_setscheduler(0, SCHED_IDLE, &p);
	body_spin();
}

static bool is_ready(struct proc_sampler *s, struct seen *seen)
{
	(void)proc_sampler_sweep(s, 0, note, seen);
	return seen->s.letter == 'R' && seen->s.ready;
}

START_TEST(what_gets_no_cpu_is_ready_not_running)
{
	struct proc_sampler *s = proc_sampler_new();
	pid_t busy = child(body_spin);
	struct seen idle = { .pid = child(body_idle_spin) };

	pin(busy, sched_getcpu());
	pin(idle.pid, sched_getcpu());
	ck_assert_int_eq(proc_sampler_add(s, idle.pid), 0);
	WAIT_UNTIL(has_letter(s, &idle, 'R'));
	if (idle.s.run_ns >= 0) {
		WAIT_UNTIL(is_ready(s, &idle));
		/* It gains time again once it is alone. */
		end_child(busy);
		WAIT_UNTIL(!is_ready(s, &idle));
	} else {
		end_child(busy);
	}
	end_child(idle.pid);
	proc_sampler_free(s);
}
END_TEST

START_TEST(only_what_has_changed_is_reported)
{
	struct proc_sampler *s = proc_sampler_new();
	struct seen seen = { .pid = child(body_pause) };
	int reports;

	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	WAIT_UNTIL(has_letter(s, &seen, 'S'));
	(void)proc_sampler_sweep(s, 0, note, &seen);
	reports = seen.reports;
	for (int i = 0; i < 5; i++)
		ck_assert_uint_eq(proc_sampler_sweep(s, 0, note, &seen), 1);
	ck_assert_int_eq(seen.reports, reports);
	(void)kill(seen.pid, SIGSTOP);
	WAIT_UNTIL(has_letter(s, &seen, 'T'));
	ck_assert_int_gt(seen.reports, reports);
	end_child(seen.pid);
	proc_sampler_free(s);
}
END_TEST

START_TEST(a_process_is_in_the_set_once_and_can_be_taken_out)
{
	struct proc_sampler *s = proc_sampler_new();
	struct seen seen = { .pid = child(body_pause) };

	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	ck_assert_uint_eq(proc_sampler_count(s), 1);
	proc_sampler_remove(s, seen.pid);
	proc_sampler_remove(s, seen.pid);
	ck_assert_uint_eq(proc_sampler_count(s), 0);
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, note, &seen), 0);
	ck_assert_int_eq(seen.reports, 0);
	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, note, &seen), 1);
	end_child(seen.pid);
	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0); /* still in */
	ck_assert(has_letter(s, &seen, 'X'));
	ck_assert_int_eq(proc_sampler_add(s, seen.pid), -ESRCH);
	ck_assert_int_eq(proc_sampler_add(s, 0), -ESRCH);
	ck_assert_int_eq(proc_sampler_add(s, -1), -ESRCH);
	proc_sampler_free(s);
}
END_TEST

enum {
	MANY = 30,
};

struct tally {
	pid_t pid[MANY];
	int times[MANY];
};

static void count(void *arg, const struct proc_sample *s)
{
	struct tally *t = arg;

	for (int i = 0; i < MANY; i++)
		t->times[i] += t->pid[i] == s->pid;
}

START_TEST(a_small_budget_goes_round_everybody)
{
	struct proc_sampler *s = proc_sampler_new();
	struct tally t = { { 0 }, { 0 } };
	size_t read = 0;
	int calls = 0;

	for (int i = 0; i < MANY; i++) {
		t.pid[i] = child(body_pause);
		ck_assert_int_eq(proc_sampler_add(s, t.pid[i]), 0);
	}
	/* One each time: the budget is used up as soon as it has begun. */
	for (; read < MANY; calls++)
		read += proc_sampler_sweep(s, 1, count, &t);
	ck_assert_int_eq(calls, MANY);
	for (int i = 0; i < MANY; i++)
		ck_assert_int_eq(t.times[i], 1);
	for (int i = 0; i < MANY; i++)
		end_child(t.pid[i]);
	proc_sampler_free(s);
}
END_TEST

START_TEST(what_is_preferred_is_read_first_and_the_others_are_not_forgotten)
{
	struct proc_sampler *s = proc_sampler_new();
	struct tally t = { { 0 }, { 0 } };
	pid_t wanted[4] = { 1, 0, 0, 0 }; /* one that is not in the set */

	for (int i = 0; i < MANY; i++) {
		t.pid[i] = child(body_pause);
		ck_assert_int_eq(proc_sampler_add(s, t.pid[i]), 0);
	}
	wanted[1] = wanted[3] = t.pid[MANY - 2];
	wanted[2] = t.pid[MANY - 1];
	proc_sampler_prefer(s, wanted, 4);
	/* One of each kind, since the budget is used up at once. */
	ck_assert_uint_eq(proc_sampler_sweep(s, 1, count, &t), 2);
	ck_assert_int_eq(t.times[MANY - 2], 1);
	ck_assert_int_eq(t.times[0], 1);
	/* With time for all, each is read once. */
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, count, &t), MANY);
	for (int i = 0; i < MANY; i++)
		ck_assert_int_eq(t.times[i], 1);
	end_child(t.pid[MANY - 2]);
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, count, &t), MANY);
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, count, &t), MANY - 1);
	proc_sampler_prefer(s, NULL, 0);
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, count, &t), MANY - 1);
	for (int i = 0; i < MANY; i++) {
		if (i != MANY - 2)
			end_child(t.pid[i]);
	}
	proc_sampler_free(s);
}
END_TEST

/* What was found of one process, and who is asked about. */
struct looking {
	pid_t pid;
	bool wanted;
	int asked, ran, found;
	struct proc_blocked b;
};

static bool wants(void *arg, pid_t pid, bool ran)
{
	struct looking *l = arg;

	ck_assert_int_eq(pid, l->pid);
	l->asked++;
	l->ran += ran;
	return l->wanted;
}

static void found(void *arg, pid_t pid, const struct proc_blocked *b)
{
	struct looking *l = arg;

	ck_assert_int_eq(pid, l->pid);
	l->found++;
	l->b = *b;
}

static void ignore(void *arg, const struct proc_sample *s)
{
	(void)arg;
	(void)s;
}

static bool was_found(struct proc_sampler *s, struct looking *l)
{
	(void)proc_sampler_sweep(s, 0, ignore, l);
	return l->found > 0;
}

START_TEST(what_a_sleeper_is_in_is_found_only_where_it_is_wanted)
{
	static const struct proc_sampler_look look = { wants, found };
	struct proc_sampler *s = proc_sampler_new();
	struct looking l = { .pid = child(body_pause) };
	int asked;

	ck_assert_int_eq(proc_sampler_add(s, l.pid), 0);
	proc_sampler_look(s, &look);
	while (!l.asked)
		(void)proc_sampler_sweep(s, 0, ignore, &l);
	ck_assert_int_eq(l.found, 0);
	l.wanted = true;
	WAIT_UNTIL(was_found(s, &l));
	if (l.b.number >= 0)
		ck_assert(l.b.number == SYS_nanosleep ||
			  l.b.number == SYS_clock_nanosleep);
	/* It has not run since. */
	asked = l.asked;
	l.ran = 0;
	(void)proc_sampler_sweep(s, 0, ignore, &l);
	ck_assert_int_eq(l.asked, asked + 1);
	ck_assert_int_eq(l.ran, 0);
	/* One that does not sleep is not asked about. */
	(void)kill(l.pid, SIGSTOP);
	WAIT_UNTIL((asked = l.asked, proc_sampler_sweep(s, 0, ignore, &l)) &&
		   l.asked == asked);
	end_child(l.pid);
	proc_sampler_free(s);
}
END_TEST

START_TEST(those_that_leave_take_nobody_with_them)
{
	struct proc_sampler *s = proc_sampler_new();
	struct tally t = { { 0 }, { 0 } };

	for (int i = 0; i < MANY; i++) {
		t.pid[i] = child(body_pause);
		ck_assert_int_eq(proc_sampler_add(s, t.pid[i]), 0);
	}
	(void)proc_sampler_sweep(s, 0, count, &t);
	for (int i = 0; i < MANY; i += 3)
		end_child(t.pid[i]);
	for (int i = 1; i < MANY; i += 3)
		proc_sampler_remove(s, t.pid[i]);
	(void)proc_sampler_sweep(s, 0, count, &t);
	ck_assert_uint_eq(proc_sampler_count(s), MANY / 3);
	for (int i = 2; i < MANY; i += 3)
		(void)kill(t.pid[i], SIGSTOP);
	memset(t.times, 0, sizeof(t.times));
	for (int i = 2; i < MANY; i += 3)
		WAIT_UNTIL(proc_sampler_sweep(s, 0, count, &t) == MANY / 3 &&
			   t.times[i]);
	/* They are known by PID still, though their places have changed. */
	proc_sampler_remove(s, t.pid[2]);
	for (int i = 2; i < MANY; i += 3)
		(void)kill(t.pid[i], SIGCONT);
	memset(t.times, 0, sizeof(t.times));
	for (int i = 5; i < MANY; i += 3)
		WAIT_UNTIL(proc_sampler_sweep(s, 0, count, &t) ==
				   MANY / 3 - 1 &&
			   t.times[i]);
	ck_assert_int_eq(t.times[2], 0);
	for (int i = 0; i < MANY; i++) {
		if (i % 3)
			end_child(t.pid[i]);
	}
	proc_sampler_free(s);
}
END_TEST

static int open_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		n++;
	(void)closedir(dir);
	return n;
}

START_TEST(it_goes_on_without_descriptors_to_keep)
{
	struct rlimit few = { PROC_SPARE_FDS + 8, PROC_SPARE_FDS + 8 };
	struct proc_sampler *s;
	struct tally t = { { 0 }, { 0 } };
	int before = open_fds();

	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	s = proc_sampler_new();
	for (int i = 0; i < MANY; i++) {
		t.pid[i] = child(body_pause);
		ck_assert_int_eq(proc_sampler_add(s, t.pid[i]), 0);
	}
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, count, &t), MANY);
	ck_assert_int_le(open_fds(), before + 8);
	for (int i = 0; i < MANY; i++)
		ck_assert_int_eq(t.times[i], 1);
	for (int i = 0; i < MANY; i++)
		end_child(t.pid[i]);
	/* Each is now found to be gone by opening its file in vain. */
	ck_assert_uint_eq(proc_sampler_sweep(s, 0, count, &t), MANY);
	ck_assert_uint_eq(proc_sampler_count(s), 0);
	proc_sampler_free(s);
}
END_TEST

START_TEST(with_no_descriptor_at_all_the_facts_stay_as_they_were)
{
	struct rlimit none, was;
	struct proc_sampler *s = proc_sampler_new();
	struct seen seen = { .pid = child(body_pause) };
	struct seen late = { .pid = child(body_pause) };

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &was), 0);
	none = was;
	none.rlim_cur = PROC_SPARE_FDS;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	ck_assert_int_eq(proc_sampler_add(s, seen.pid), 0);
	WAIT_UNTIL(has_letter(s, &seen, 'S'));
	none.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	ck_assert_int_eq(proc_sampler_add(s, late.pid), 0);
	seen.reports = 0;
	(void)proc_sampler_sweep(s, 0, note, &seen);
	ck_assert_int_eq(seen.reports, 0);
	ck_assert_uint_eq(proc_sampler_count(s), 2);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &was), 0);
	WAIT_UNTIL(has_letter(s, &late, 'S'));
	end_child(seen.pid);
	end_child(late.pid);
	proc_sampler_free(s);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("proc/sampler");
	TCase *t = tcase_create("sampler");

	tcase_set_timeout(t, 30);
	tcase_add_test(t, a_spinner_runs_and_gains_time);
	tcase_add_test(t, states_are_seen_from_sleep_to_the_end);
	tcase_add_test(t, a_zombie_shows_its_exit_status);
	tcase_add_test(t, two_spinners_on_one_cpu_wait_for_each_other);
	tcase_add_test(t, what_gets_no_cpu_is_ready_not_running);
	tcase_add_test(t, only_what_has_changed_is_reported);
	tcase_add_test(t, a_process_is_in_the_set_once_and_can_be_taken_out);
	tcase_add_test(t, a_small_budget_goes_round_everybody);
	tcase_add_test(
		t,
		what_is_preferred_is_read_first_and_the_others_are_not_forgotten);
	tcase_add_test(t,
		       what_a_sleeper_is_in_is_found_only_where_it_is_wanted);
	tcase_add_test(t, those_that_leave_take_nobody_with_them);
	tcase_add_test(t, it_goes_on_without_descriptors_to_keep);
	tcase_add_test(t,
		       with_no_descriptor_at_all_the_facts_stay_as_they_were);
	suite_add_tcase(s, t);
	return s;
}
