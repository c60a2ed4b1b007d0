/* SPDX-License-Identifier: MIT */
/*
 * The slow side of the probe.
 *
 * A process announces itself once, before its first other event: a child of
 * mp as soon as it runs, the first process when it is loaded if the sink is
 * there by then, and otherwise when it first has something to tell.  A child
 * made with plain fork(2) announces itself again: it is another process.
 */
#include "mp/probe.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mp/impl.h"
#include "mp/process.h"

const struct mp_probe_sink *mp_probe;

/* The linker knows: the archive has all its code in a section of this name. */
extern const char __start_mp_text[] __attribute__((weak));
extern const char __stop_mp_text[] __attribute__((weak));

const struct mp_code mp_code = { __start_mp_text, __stop_mp_text };

/* Relaxed: it only keeps two threads from announcing twice. */
static atomic_bool announced;

static void at_exit(int status, void *unused)
{
	(void)unused;
	mp__announce_exit(status & 0xff);
}

void mp__announce(void)
{
	/* Inherited by children of fork(2), as the handler itself is. */
	static atomic_bool hooked;
	const char *name;

	if (atomic_exchange_explicit(&announced, true, memory_order_relaxed))
		return;
	/* Without room for the handler, EXIT is missing and nothing else. */
	if (!atomic_exchange_explicit(&hooked, true, memory_order_relaxed))
		(void)on_exit(at_exit, NULL);
	name = mp_process_name(mp_current_process());
	mp_probe->emit(&(struct mp_probe_event){
		.verb = MP_VERB_NAME,
		.phase = MP_HAPPENS,
		.kind = MP_KIND_TEXT,
		.text = name,
		.text_len = (uint32_t)strlen(name),
		.a = (uint64_t)getppid(),
	});
}

void mp__announce_again(void)
{
	atomic_store_explicit(&announced, false, memory_order_relaxed);
}

void mp__announce_exit(int code)
{
	MP__EMIT(.verb = MP_VERB_EXIT, .phase = MP_HAPPENS, .kind = MP_KIND_INT,
		 .a = (uint64_t)code);
}

void mp__emit(const struct mp_probe_event *e)
{
	if (!atomic_load_explicit(&announced, memory_order_relaxed))
		mp__announce();
	mp_probe->emit(e);
}

uint64_t mp__object_new(void)
{
	/* Relaxed: only the number matters. */
	static _Atomic uint32_t last;
	uint32_t n =
		1 + atomic_fetch_add_explicit(&last, 1, memory_order_relaxed);

	return (uint64_t)getpid() << 32 | n;
}

__attribute__((constructor(200))) static void loaded(void)
{
	if (mp__watched())
		mp__announce();
}
