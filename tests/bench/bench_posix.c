/* SPDX-License-Identifier: MIT */
/*
 * What it costs a plain program to be watched: the same program alone, with
 * the preload library and a reader, and under strace -f if there is one.  The
 * program is this one again; it writes the time that its loop took, a turn, to
 * a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/bench.h"
#include "trace/arena.h"
#include "trace/layout.h"
#include "trace/log.h"

enum { ROUNDS = 5, MESSAGE = 64 };

static void die(const char *what)
{
	(void)fprintf(stderr, "bench_posix: %s: %s\n", what, strerror(errno));
	_exit(EXIT_FAILURE);
}

/* ---- the program: one loop of each kind ---- */

static void work_pipe(int turns)
{
	char buf[MESSAGE] = "a line of some program's\n";
	int fds[2];

	if (pipe(fds))
		die("pipe");
	for (int i = 0; i < turns; i++) {
		if (write(fds[1], buf, sizeof(buf)) != sizeof(buf) ||
		    read(fds[0], buf, sizeof(buf)) != sizeof(buf))
			die("pipe");
	}
}

static void work_stream(int turns)
{
	char buf[MESSAGE] = "a line of some program's\n";
	int fds[2], status;
	pid_t pid;

	if (pipe(fds))
		die("pipe");
	pid = fork();
	if (pid == 0) {
		(void)close(fds[1]);
		while (read(fds[0], buf, sizeof(buf)) > 0)
			;
		_exit(0);
	}
	for (int i = 0; i < turns; i++) {
		if (write(fds[1], buf, sizeof(buf)) != sizeof(buf))
			die("write");
	}
	(void)close(fds[1]);
	(void)waitpid(pid, &status, 0);
}

static void work_file(int turns)
{
	char buf[MESSAGE];
	int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	for (int i = 0; i < turns; i++) {
		if (read(fd, buf, sizeof(buf)) != sizeof(buf))
			die("read");
	}
}

static void work_mutex(int turns)
{
	static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;

	for (int i = 0; i < turns; i++) {
		(void)pthread_mutex_lock(&m);
		(void)pthread_mutex_unlock(&m);
	}
}

static void work_sem(int turns)
{
	sem_t *s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (s == MAP_FAILED || sem_init(s, 1, 0))
		die("semaphore");
	for (int i = 0; i < turns; i++) {
		(void)sem_post(s);
		(void)sem_wait(s);
	}
}

static void work_fork(int turns)
{
	for (int i = 0; i < turns; i++) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			_exit(0);
		(void)waitpid(pid, &status, 0);
	}
}

static const struct kind {
	const char *name, *unit;
	void (*work)(int turns);
	int turns, slow_turns; /* alone; under strace */
	double scale;          /* ns to the unit */
} kinds[] = {
	{ "pipe: write and read 64 bytes", "ns", work_pipe, 300000, 1000, 1 },
	{ "pipe: 64 bytes to another process", "ns", work_stream, 200000, 500,
	  1 },
	{ "plain file: read", "ns", work_file, 500000, 1000, 1 },
	{ "private mutex: lock and unlock", "ns", work_mutex, 5000000, 100000,
	  1 },
	{ "shared semaphore: post and wait", "ns", work_sem, 500000, 1000, 1 },
	{ "fork, _exit, waitpid", "us", work_fork, 300, 30, 1000 },
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

static int work(const char *kind, const char *turns, const char *path)
{
	size_t i = strtoul(kind, NULL, 10);
	int n = (int)strtol(turns, NULL, 10), fd;
	int64_t start;
	double took;

	if (i >= KINDS || n <= 0)
		return EXIT_FAILURE;
	kinds[i].work(n / 10 + 1);
	start = bench_cpu_ns();
	kinds[i].work(n);
	took = (double)(bench_cpu_ns() - start) / n;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, &took, sizeof(took)) != sizeof(took))
		return EXIT_FAILURE;
	return EXIT_SUCCESS;
}

/* ---- running it ---- */

enum how { ALONE, WATCHED, STRACE, HOWS };

static const char *const hows[HOWS] = { "alone", "watched", "strace -f" };

struct run {
	struct trace_arena *arena;
	struct trace_log *log;
	const char *self;
	char result[64];
};

static void become(const struct run *r, size_t kind, enum how how)
{
	char number[16], turns[16];
	const char *top = getenv("top_builddir");
	char library[512];

	(void)snprintf(number, sizeof(number), "%zu", kind);
	(void)snprintf(turns, sizeof(turns), "%d",
		       how == STRACE ? kinds[kind].slow_turns
				     : kinds[kind].turns);
	(void)snprintf(library, sizeof(library),
		       "%s/src/trace/libprocession-attach.so", top ? top : ".");
	if (how == WATCHED) {
		(void)setenv("LD_PRELOAD", library, 1);
		(void)setenv(ARENA_ENV, trace_arena_path(r->arena), 1);
	}
	if (how == STRACE)
		(void)execlp("strace", "strace", "-f", "-o", "/dev/null",
			     r->self, number, turns, r->result, (char *)NULL);
	else
		(void)execl(r->self, r->self, number, turns, r->result,
			    (char *)NULL);
	_exit(127);
}

/* The player's part: drain until it has ended. */
static int attend(struct run *r, pid_t pid)
{
	int status;
	bool more;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		(void)trace_arena_drain(r->arena, r->log, 1u << 16, &more);
		if (!more)
			(void)usleep(500);
	}
	trace_arena_ended(r->arena, pid);
	do
		(void)trace_arena_drain(r->arena, r->log, 1u << 16, &more);
	while (more);
	return status;
}

/* ns a turn; negative if it cannot be run. */
static double measure(struct run *r, size_t kind, enum how how)
{
	double took = -1;
	pid_t pid = fork();
	int fd;

	if (pid == 0)
		become(r, kind, how);
	if (pid < 0 || attend(r, pid))
		return -1;
	fd = open(r->result, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, &took, sizeof(took)) != sizeof(took))
		took = -1;
	if (fd >= 0)
		(void)close(fd);
	return took;
}

static void compare(struct run *r, size_t kind)
{
	double values[HOWS][ROUNDS];
	bool can[HOWS] = { true, true, true };
	char name[96];

	for (int round = 0; round < ROUNDS; round++) {
		for (int how = 0; how < HOWS; how++) {
			double v =
				can[how] ? measure(r, kind, (enum how)how) : -1;

			can[how] = v >= 0;
			values[how][round] = v / kinds[kind].scale;
		}
	}
	for (int how = 0; how < HOWS; how++) {
		(void)snprintf(name, sizeof(name), "%s, %s", kinds[kind].name,
			       hows[how]);
		if (can[how])
			bench_report(name, kinds[kind].unit, values[how],
				     ROUNDS);
		else
			bench_skip(name, "cannot be run here");
	}
}

int main(int argc, char **argv)
{
	struct run r = { .self = "/proc/self/exe", .result = "" };
	struct err e = ERR_NONE;
	char self[512];
	ssize_t n;

	if (argc == 4)
		return work(argv[1], argv[2], argv[3]);
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n <= 0 || trace_arena_open(&r.arena, &e))
		die("cannot begin");
	self[n] = '\0';
	r.self = self;
	r.log = trace_log_new(1u << 16);
	(void)snprintf(r.result, sizeof(r.result), "bench_posix.%d.tmp",
		       (int)getpid());
	for (size_t i = 0; i < KINDS; i++)
		compare(&r, i);
	(void)unlink(r.result);
	trace_log_free(r.log);
	trace_arena_close(r.arena);
	return EXIT_SUCCESS;
}
