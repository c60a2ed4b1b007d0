/* SPDX-License-Identifier: MIT */
#include "unit/mp/crew.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/time.h>
#include <unistd.h>

#include "mp/type.h"
#include "unit/mp/watch.h"

void crew_setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
}

mp_process *started_as(const char *name, mp_process_fn *fn, void *arg)
{
	mp_process *p = mp_process_new(name, fn, arg);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(mp_process_start(p), 0);
	return p;
}

mp_process *started(mp_process_fn *fn, void *arg)
{
	return started_as(NULL, fn, arg);
}

int ended_with(mp_process *p)
{
	int code;

	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

void killed(mp_process_fn *fn, void *arg)
{
	ck_assert_int_eq(ended_with(started(fn, arg)), -SIGKILL);
}

_Noreturn void kill_myself(void)
{
	for (;;)
		(void)kill(getpid(), SIGKILL);
}

int give(void *code)
{
	return *(const int *)code;
}

int wait_for_ever(void *unused)
{
	(void)unused;
	while (pause())
		;
	return 1;
}

int wait_for_byte(void *fds)
{
	char c;

	return read(((const int *)fds)[0], &c, 1) == 1 ? 0 : 1;
}

void tell(const int *fds)
{
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
}

int open_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static atomic_int *alarms;

static void on_alarm(int number)
{
	(void)number;
	atomic_fetch_add(alarms, 1);
}

void alarms_prepare(void)
{
	struct sigaction act = { .sa_handler = on_alarm };

	alarms = shared_memory(sizeof(*alarms));
	ck_assert_int_eq(sigaction(SIGALRM, &act, NULL), 0);
}

void alarms_begin(void)
{
	struct itimerval every_ms = { { 0, 1000 }, { 0, 1000 } };

	ck_assert_int_eq(setitimer(ITIMER_REAL, &every_ms, NULL), 0);
}

void alarms_restart(void)
{
	atomic_store(alarms, 0);
}

bool many_alarms(void *unused)
{
	(void)unused;
	return atomic_load(alarms) >= 20;
}
