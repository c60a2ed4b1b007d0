/* SPDX-License-Identifier: MIT */
/*
 * Where something lies in shared memory, as every process would say it: the
 * file that is mapped there, and the place in it.  (Anonymous shared memory is
 * a file without a name.)
 *
 * The kernel lists what is mapped in /proc/self/maps.  Each thread remembers
 * the last few answers until anything is unmapped; a child of fork has the
 * same mappings, and what its parent remembered.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <string.h>

enum { REMEMBERED = 4, LINE_MAX_BYTES = 512 };

struct mapping {
	uintptr_t start, end;
	uint64_t file; /* 0: private */
	uint64_t offset;
	uint32_t epoch;
};

/* Raised when something is unmapped.  Relaxed: it orders nothing else. */
static _Atomic uint32_t epoch = 1;

static _Thread_local struct mapping remembered[REMEMBERED]
	__attribute__((tls_model("initial-exec")));
static _Thread_local unsigned next_remembered
	__attribute__((tls_model("initial-exec")));

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
	/* The inode of System V memory is its id. */
	if (!strncmp(at, "/SYSV", 5))
		major ^= 0x5359;
	if (shared)
		m.file = 1 | posix_file_object(TRACE_OBJECT_NONE,
					       major << 20 | minor, inode)
				     << 1;
	return m;
}

static struct mapping ask(uintptr_t address)
{
	struct mapping m = { 0 };
	struct lines l = { .fd = (int)syscall(SYS_openat, AT_FDCWD,
					      "/proc/self/maps",
					      O_RDONLY | O_CLOEXEC) };
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

static const struct mapping *find(uintptr_t address)
{
	uint32_t now = atomic_load_explicit(&epoch, memory_order_relaxed);
	struct mapping *m;
	int saved = errno;

	for (unsigned i = 0; i < REMEMBERED; i++) {
		m = &remembered[i];
		if (m->epoch == now && address - m->start < m->end - m->start)
			return m;
	}
	m = &remembered[next_remembered++ % REMEMBERED];
	*m = ask(address);
	m->epoch = now;
	errno = saved;
	return m;
}

uint64_t posix_place(enum trace_object kind, const void *at)
{
	const struct mapping *m = find((uintptr_t)at);
	uint64_t offset = (uintptr_t)at - m->start + m->offset;

	if (!m->file)
		return 0;
	return posix_file_object(kind, m->file, offset);
}
