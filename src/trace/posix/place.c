/* SPDX-License-Identifier: MIT */
/*
 * Where something lies in shared memory, as every process would say it: the
 * file that is mapped there, and the place in it.  (Anonymous shared memory is
 * a file without a name.)
 *
 * The kernel lists what is mapped in /proc/self/maps.  The last few answers
 * are remembered until anything is unmapped; a child of fork has the same
 * mappings, and what its parent remembered.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>

enum { KNOWN = 16, TRIES = 3, LINE_MAX_BYTES = 512 };

struct mapping {
	uintptr_t start, end;
	uint64_t file; /* 0: private */
	uint64_t offset;
	uint32_t epoch;
};

/* Raised when something is unmapped.  Relaxed: it orders nothing else. */
static _Atomic uint32_t epoch = 1;

void posix_place_forget(void)
{
	atomic_fetch_add_explicit(&epoch, 1, memory_order_relaxed);
}

/* ---- reading /proc/self/maps, a line at a time ---- */

struct lines {
	int fd;
	size_t at, len;
	char buf[4096];
};

static int next_byte(struct lines *l)
{
	if (l->at == l->len) {
		long n = syscall(SYS_read, l->fd, l->buf, sizeof(l->buf));

		if (n <= 0)
			return -1;
		l->at = 0;
		l->len = (size_t)n;
	}
	return (unsigned char)l->buf[l->at++];
}

/* The beginning of a line, terminated. */
static bool next_line(struct lines *l, char line[LINE_MAX_BYTES])
{
	size_t len = 0;
	int c;

	while ((c = next_byte(l)) >= 0 && c != '\n') {
		if (len < LINE_MAX_BYTES - 1)
			line[len++] = (char)c;
	}
	line[len] = '\0';
	return len > 0;
}

static uint64_t number(const char **at, unsigned base)
{
	uint64_t n = 0;

	for (;; (*at)++) {
		unsigned c = (unsigned char)**at, digit;

		digit = c >= '0' && c <= '9'   ? c - '0'
			: c >= 'a' && c <= 'f' ? c - 'a' + 10
					       : 99;
		if (digit >= base)
			return n;
		n = n * base + digit;
	}
}

static void skip(const char **at, char c)
{
	while (**at == c)
		(*at)++;
}

/* "7f00-7f01 rw-s 00001000 00:01 1024   /dev/zero (deleted)" */
static struct mapping parse(const char *at)
{
	struct mapping m = { 0 };
	uint64_t major, minor, inode;
	bool shared;

	m.start = number(&at, 16);
	skip(&at, '-');
	m.end = number(&at, 16);
	skip(&at, ' ');
	shared = strlen(at) > 4 && at[3] == 's';
	at += strcspn(at, " ");
	skip(&at, ' ');
	m.offset = number(&at, 16);
	skip(&at, ' ');
	major = number(&at, 16);
	skip(&at, ':');
	minor = number(&at, 16);
	skip(&at, ' ');
	inode = number(&at, 10);
	skip(&at, ' ');
	if (shared)
		m.file = trace_object_mapped(major, minor, inode);
	return m;
}

static int open_maps(void)
{
	return (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/maps",
			    O_RDONLY | O_CLOEXEC);
}

/* By reading the list, which others may be changing meanwhile. */
static struct mapping read_maps(uintptr_t address)
{
	struct mapping m = { 0 };
	struct lines l = { .fd = open_maps() };
	char line[LINE_MAX_BYTES];

	if (l.fd < 0)
		return m;
	while (next_line(&l, line)) {
		m = parse(line);
		if (address >= m.start && address < m.end)
			break;
		m = (struct mapping){ 0 };
	}
	(void)syscall(SYS_close, l.fd); /* it was only read */
	return m;
}

/* ---- asking for one: Linux 6.11 ---- */

struct query { /* struct procmap_query of linux/fs.h */
	uint64_t size, flags, address;
	uint64_t start, end, access, page_size, offset, inode;
	uint32_t major, minor, name_size, build_id_size;
	uint64_t name, build_id;
};

#define QUERY        _IOWR(0x9f, 17, struct query) /* PROCMAP_QUERY */
#define QUERY_SHARED 8 /* PROCMAP_QUERY_VMA_SHARED */

_Static_assert(sizeof(struct query) == 104, "the kernel's");

static struct mapping query_maps(uintptr_t address)
{
	struct mapping m = { 0 };
	struct query q = {
		.size = sizeof(q),
		.address = address,
	};
	int fd = open_maps();

	if (fd < 0)
		return m;
	if (!syscall(SYS_ioctl, fd, QUERY, &q) && address >= q.start &&
	    address < q.end) {
		m.start = q.start;
		m.end = q.end;
		m.offset = q.offset;
		if (q.access & QUERY_SHARED)
			m.file = trace_object_mapped(q.major, q.minor, q.inode);
	}
	(void)syscall(SYS_close, fd); /* it was only asked */
	return m;
}

/* Tried a few times: a list that is being changed may lack what is there. */
static struct mapping ask(uintptr_t address)
{
	struct mapping m = query_maps(address);

	for (int i = 0; i < TRIES && !m.end; i++)
		m = read_maps(address);
	return m;
}

/* ---- remembering ---- */

/* What all threads know.  Odd: it is being written. */
static struct known {
	_Atomic uint32_t sequence;
	_Atomic uint32_t epoch;
	_Atomic uintptr_t start, end;
	_Atomic uint64_t file, offset;
} known[KNOWN];

static _Atomic uint32_t next_known;

static bool look_up(const struct known *k, uintptr_t address, uint32_t now,
		    struct mapping *ret)
{
	/* Acquire: pairs with the release of note(). */
	uint32_t sequence =
		atomic_load_explicit(&k->sequence, memory_order_acquire);

	*ret = (struct mapping){
		.start = atomic_load_explicit(&k->start, memory_order_relaxed),
		.end = atomic_load_explicit(&k->end, memory_order_relaxed),
		.file = atomic_load_explicit(&k->file, memory_order_relaxed),
		.offset =
			atomic_load_explicit(&k->offset, memory_order_relaxed),
		.epoch = atomic_load_explicit(&k->epoch, memory_order_relaxed),
	};
	/* It was read before the second look at the sequence. */
	atomic_thread_fence(memory_order_acquire);
	return !(sequence & 1) && ret->epoch == now &&
	       address - ret->start < ret->end - ret->start &&
	       sequence ==
		       atomic_load_explicit(&k->sequence, memory_order_relaxed);
}

/* A handler that interrupts this finds it odd and does without. */
static void note(const struct mapping *m)
{
	struct known *k = &known[atomic_fetch_add_explicit(
					 &next_known, 1, memory_order_relaxed) %
				 KNOWN];
	uint32_t sequence =
		atomic_load_explicit(&k->sequence, memory_order_relaxed);

	if (sequence & 1 || !atomic_compare_exchange_strong(
				    &k->sequence, &sequence, sequence + 1))
		return;
	atomic_thread_fence(memory_order_release);
	atomic_store_explicit(&k->start, m->start, memory_order_relaxed);
	atomic_store_explicit(&k->end, m->end, memory_order_relaxed);
	atomic_store_explicit(&k->file, m->file, memory_order_relaxed);
	atomic_store_explicit(&k->offset, m->offset, memory_order_relaxed);
	atomic_store_explicit(&k->epoch, m->epoch, memory_order_relaxed);
	/* Release: pairs with the acquire of look_up(). */
	atomic_store_explicit(&k->sequence, sequence + 2, memory_order_release);
}

static struct mapping find(uintptr_t address)
{
	uint32_t now = atomic_load_explicit(&epoch, memory_order_relaxed);
	struct mapping m;
	int saved = errno;

	for (unsigned i = 0; i < KNOWN; i++) {
		if (look_up(&known[i], address, now, &m))
			return m;
	}
	m = ask(address);
	m.epoch = now;
	if (m.end)
		note(&m);
	errno = saved;
	return m;
}

uint64_t posix_place(enum trace_object kind, const void *at)
{
	struct mapping m = find((uintptr_t)at);

	/* Not to be found, but there: where it is must do, as it does for
	 * what was mapped before a fork. */
	if (!m.end)
		return posix_file_object(kind, 0, (uintptr_t)at);
	if (!m.file)
		return 0;
	return trace_object_place(kind, m.file,
				  (uintptr_t)at - m.start + m.offset);
}
