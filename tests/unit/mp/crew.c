/* SPDX-License-Identifier: MIT */
#include "unit/mp/crew.h"

#include <signal.h>
#include <unistd.h>

#include "mp/type.h"

mp_process *started(mp_process_fn *fn, void *arg)
{
	mp_process *p = mp_process_new(NULL, fn, arg);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(mp_process_start(p), 0);
	return p;
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
