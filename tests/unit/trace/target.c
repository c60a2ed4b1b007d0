/* SPDX-License-Identifier: MIT */
/*
 * A program for the preload library to attach to: it has the symbol that mp
 * has, and uses what it finds there.  Exit code 3: nothing was attached.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "mp/probe.h"

const struct mp_probe_sink *mp_probe;

/* Not inlined: its return address is a place in this program. */
__attribute__((noinline)) static void say(uint64_t a)
{
	mp_probe->emit(&(struct mp_probe_event){
		.verb = MP_VERB_PUT,
		.phase = MP_BEGINS,
		.a = a,
		.site = __builtin_return_address(0),
	});
}

int main(void)
{
	int status;

	if (!mp_probe)
		return 3;
	say(1);
	mp_probe->sleep(mp_probe->now() + 1000);
	if (!fork()) {
		say(2);
		_exit(0);
	}
	if (wait(&status) < 0 || status)
		return 1;
	say(3);
	return mp_probe->until(0) == 1 ? 0 : 2;
}
