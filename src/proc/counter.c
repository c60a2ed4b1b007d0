/* SPDX-License-Identifier: MIT */
/*
 * The kernel writes records into two pages that both have mapped: the first is
 * a header with how far it has written, the second a ring.  When the ring is
 * full it leaves out what is new until the reader says how far it has read.
 */
#include "proc/counter.h"

#include <linux/perf_event.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

struct proc_counter {
	int fd;
	size_t page;
	struct perf_event_mmap_page *head;
	const char *ring;
};

/* What is asked for of each sample. */
struct sample {
	struct perf_event_header head;
	uint64_t ip;
};

struct proc_counter *proc_counter_open(pid_t pid)
{
	struct perf_event_attr ask = {
		.size = sizeof(ask),
		.type = PERF_TYPE_SOFTWARE,
		.config = PERF_COUNT_SW_TASK_CLOCK,
		.sample_period = PROC_COUNTER_NS,
		.sample_type = PERF_SAMPLE_IP,
		.exclude_kernel = 1,
		.exclude_hv = 1,
	};
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct proc_counter *c;
	void *at;
	int fd;

	fd = (int)syscall(SYS_perf_event_open, &ask, pid, -1, -1,
			  PERF_FLAG_FD_CLOEXEC);
	if (fd < 0)
		return NULL;
	at = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED) {
		(void)close(fd);
		return NULL;
	}
	c = mem_new(1, sizeof(*c));
	c->fd = fd;
	c->page = page;
	c->head = at;
	c->ring = (const char *)at + page;
	return c;
}

void proc_counter_close(struct proc_counter *c)
{
	if (!c)
		return;
	(void)munmap(c->head, 2 * c->page);
	(void)close(c->fd);
	free(c);
}

/* Out of the ring, across its end. */
static void copy(const struct proc_counter *c, uint64_t from, void *to,
		 size_t len)
{
	for (size_t i = 0; i < len; i++)
		((char *)to)[i] = c->ring[(from + i) & (c->page - 1)];
}

bool proc_counter_get(struct proc_counter *c, uint64_t *ret)
{
	/* Acquire: pairs with the kernel's release after it has written. */
	uint64_t end = __atomic_load_n(&c->head->data_head, __ATOMIC_ACQUIRE);
	uint64_t at = c->head->data_tail;
	bool found = false;
	struct sample s;

	while (end - at >= sizeof(s.head)) {
		copy(c, at, &s.head, sizeof(s.head));
		if (s.head.size < sizeof(s.head) || s.head.size > end - at)
			break;
		if (s.head.type == PERF_RECORD_SAMPLE &&
		    s.head.size >= sizeof(s)) {
			copy(c, at, &s, sizeof(s));
			*ret = s.ip;
			found = true;
		}
		at += s.head.size;
	}
	/* Release: what was read may be written over from here on. */
	__atomic_store_n(&c->head->data_tail, end, __ATOMIC_RELEASE);
	return found;
}
