/* SPDX-License-Identifier: MIT */
/*
 * Making and closing an arena.
 */
#include "trace/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/scope.h"
#include "trace/alive.h"
#include "trace/run.h"
#include "trace/stamp.h"
#include "trace/ticks.h"

/* Its size is fixed: a writer must not be able to make a read of ours fault. */
static int make_memory(struct err *e)
{
	SCOPED_FD int fd = memfd_create("procession-arena",
					MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0)
		return err_set(e, -errno, "cannot make shared memory: %s",
			       strerror(errno));
	if (ftruncate(fd, (off_t)ARENA_SIZE) ||
	    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL))
		return err_set(e, -errno, "cannot size shared memory: %s",
			       strerror(errno));
	return fd_take(&fd);
}

static void fill_header(struct trace_arena *a, enum arena_clock clock)
{
	struct arena_header *h = a->shared;

	h->clock = a->clock = clock;
	h->reader_pid = (uint32_t)getpid();
	h->reader_start = alive_start(getpid());
	h->tick_ns = a->tick_ns = ticks_scale(clock);
	h->tick_zero = a->tick_zero = stamp_take(clock);
	a->base_real = stamp_real();
	atomic_store(&h->copy[0].base_real, a->base_real);
	atomic_store(&h->copy[0].rate, a->speed);
	h->version = ARENA_VERSION;
	h->magic = ARENA_MAGIC;
}

int run_open(enum arena_clock clock, struct trace_arena **ret, struct err *e)
{
	SCOPED_FD int fd = make_memory(e);
	struct trace_arena *a;
	void *p;

	if (fd < 0)
		return fd;
	p = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return err_set(e, -errno, "cannot map shared memory: %s",
			       strerror(errno));
	(void)madvise(p, ARENA_SIZE, MADV_DONTDUMP);
	a = mem_new(1, sizeof(*a));
	a->shared = p;
	a->fd = fd_take(&fd);
	a->speed = 1;
	(void)snprintf(a->path, sizeof(a->path), "/proc/%d/fd/%d",
		       (int)getpid(), a->fd);
	fill_header(a, clock);
	a->rings = mem_new(ARENA_SLOTS, sizeof(*a->rings));
	a->active = mem_new(ARENA_SLOTS, sizeof(struct run_ring *));
	a->heap = mem_new(ARENA_SLOTS, sizeof(*a->heap));
	for (uint32_t i = 0; i < ARENA_SLOTS; i++) {
		a->rings[i].slot = arena_slot(a->shared, i);
		a->rings[i].records = arena_ring(a->shared, i);
	}
	*ret = a;
	return 0;
}

int trace_arena_open(struct trace_arena **ret, struct err *e)
{
	return run_open(ticks_choose(), ret, e);
}

void trace_arena_close(struct trace_arena *a)
{
	if (!a)
		return;
	atomic_store(&a->shared->alive, ARENA_READER_GONE);
	trace_arena_resume(a);
	(void)munmap(a->shared, ARENA_SIZE);
	(void)close(a->fd);
	free(a->rings);
	free(a->active);
	free(a->heap);
	free(a->posts);
	free(a);
}

const char *trace_arena_path(const struct trace_arena *a)
{
	return a->path;
}

void trace_arena_console(struct trace_arena *a, int out, int err)
{
	const int fds[2] = { out, err };
	struct stat st;

	for (int i = 0; i < 2; i++)
		a->shared->console[i] = fstat(fds[i], &st) ? 0 : st.st_ino;
}

int64_t trace_arena_now(const struct trace_arena *a)
{
	return ticks_ns(stamp_take(a->clock) - a->tick_zero, a->tick_ns);
}

void trace_arena_totals(const struct trace_arena *a, struct trace_totals *ret)
{
	*ret = a->totals;
}
