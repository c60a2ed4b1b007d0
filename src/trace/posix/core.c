/* SPDX-License-Identifier: MIT */
/*
 * Finding the real functions, and what all calls go by.
 *
 * The C library is asked for the functions when this library is loaded, or
 * earlier if a constructor of another library is faster.  Nothing that dlsym
 * uses itself (memory, its locks) is stood before, so it cannot come back.
 */
#include "trace/posix/posix.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>

#include "trace/sink.h"
#include "trace/writer.h"

struct posix_real posix_real;
bool posix_resolved;
bool posix_on;
uintptr_t posix_mp_start, posix_mp_size;
_Thread_local pid_t posix_vforker;

static void find(void *slot, const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	/* POSIX lets a data pointer of dlsym be a function. */
	__builtin_memcpy(slot, &function, sizeof(function));
}

void posix_resolve(void)
{
	if (posix_resolved)
		return;
#define REAL(type, name, params) find(&posix_real.name, #name);
#include "trace/posix/real.def"
#undef REAL
	posix_resolved = true;
}

bool posix_is_vforked(void)
{
	if ((pid_t)syscall(SYS_gettid) != posix_vforker)
		return true;
	posix_vforker = 0;
	return false;
}

void posix_born(pid_t parent)
{
	if (!trace_writer_is_new())
		return;
	trace_sink.emit(&(struct mp_probe_event){
		.verb = MP_VERB_FORK,
		.phase = MP_HAPPENS,
		.a = (uint64_t)parent,
	});
}

void posix_emit(const struct mp_probe_event *e)
{
	if (POSIX_UNLIKELY(!trace_writer_is_known()))
		posix_born((pid_t)syscall(SYS_getppid));
	trace_sink.emit(e);
}

uint64_t posix_file_object(enum trace_object kind, uint64_t dev, uint64_t ino)
{
	return trace_object_file(kind, dev, ino);
}
