/* SPDX-License-Identifier: MIT */
/*
 * The guard has one thread, so between fork and exec the child may do what any
 * program may; it reports what fails through a pipe that a successful exec
 * closes.
 */
#include "guard/demo.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/program.h"
#include "base/scope.h"
#include "guard/count.h"

/* Of this many more tasks than the limit allows, the kernel makes no more. */
#define NPROC_SLACK 1024

static _Noreturn void give_up(int pipe_fd, int step)
{
	struct guard_demo_error e = { step, errno };

	/* A pipe takes this little at once; if not, there is no one to tell. */
	(void)!write(pipe_fd, &e, sizeof(e));
	_exit(127);
}

/* Never above what is allowed now: only root could raise that. */
static int limit(__rlimit_resource_t what, int64_t soft, int64_t hard)
{
	struct rlimit r;

	if (getrlimit(what, &r) < 0)
		return -1;
	if (r.rlim_max == RLIM_INFINITY || (rlim_t)hard < r.rlim_max)
		r.rlim_max = (rlim_t)hard;
	r.rlim_cur = (rlim_t)soft < r.rlim_max ? (rlim_t)soft : r.rlim_max;
	return setrlimit(what, &r);
}

static int set_limits(const struct guard_limits *l, long tasks)
{
	if (limit(RLIMIT_CORE, 0, 0) < 0)
		return -1;
	/* SIGXCPU first: a program can show where it was. */
	if (l->cpu_s && limit(RLIMIT_CPU, l->cpu_s, l->cpu_s + 1) < 0)
		return -1;
	if (l->files && limit(RLIMIT_NOFILE, l->files, l->files) < 0)
		return -1;
	/*
	 * The guard counts processes itself: this limit is of a user, not of
	 * a tree, and does not bind root.  It is the second line, for a storm
	 * that is faster than the guard.
	 */
	if (l->procs && tasks > 0) {
		int64_t most = tasks + 2 * l->procs + NPROC_SLACK;

		if (limit(RLIMIT_NPROC, most, most) < 0)
			return -1;
	}
	return 0;
}

/* If memory runs out, the kernel is to choose the demo, not the player. */
static void offer_to_oom_killer(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)!write(fd, "800", 3); /* refused where it would be a gain */
	(void)close(fd);
}

static void reset_signals(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		(void)signal(i, SIG_DFL); /* some cannot be set, nor need it */
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Whether its loader would start with a library of our C library's. */
static bool takes_preload(const char *name)
{
	char path[PATH_MAX], loader[PROGRAM_LOADER_MAX];
	enum program is;

	(void)program_look("/proc/self/exe", NULL, loader);
	is = program_look(program_find(name, path, sizeof(path)), loader, NULL);
	return is != PROGRAM_FOREIGN && is != PROGRAM_OTHER_MACHINE;
}

/*
 * What is to be preloaded into the demo is not for the guard: it comes under
 * another name, and goes before what is preloaded anyway.
 */
static int set_preload(const char *program)
{
	const char *library = getenv("PROCESSION_PRELOAD");
	const char *others = getenv("LD_PRELOAD");
	char both[2 * PATH_MAX];
	int n;

	if (!library)
		return 0;
	if (!takes_preload(program))
		return unsetenv("PROCESSION_PRELOAD");
	n = snprintf(both, sizeof(both), "%s%s%s", library,
		     others && *others ? ":" : "", others ? others : "");
	if (n < 0 || (size_t)n >= sizeof(both)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (setenv("LD_PRELOAD", both, 1) < 0)
		return -1;
	return unsetenv("PROCESSION_PRELOAD");
}

static _Noreturn void become_demo(const struct guard_options *o, pid_t guard,
				  int pipe_fd)
{
	long tasks = guard_count_tasks();

	(void)setsid();
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != guard)
		_exit(127); /* it died before it could take us along */
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	offer_to_oom_killer();
	if (set_limits(&o->limits, tasks) < 0)
		give_up(pipe_fd, GUARD_STEP_LIMITS);
	if (set_preload(o->argv[0]) < 0)
		give_up(pipe_fd, GUARD_STEP_SETUP);
	reset_signals();
	if (strchr(o->argv[0], '/'))
		(void)execv(o->argv[0], o->argv);
	else
		(void)execvp(o->argv[0], o->argv);
	give_up(pipe_fd, GUARD_STEP_EXEC);
}

int guard_demo_start(const struct guard_options *o, struct guard_demo *ret,
		     struct guard_demo_error *ret_error)
{
	pid_t guard = getpid(), pid;
	int pipe_fds[2];

	if (pipe2(pipe_fds, O_CLOEXEC) < 0) {
		*ret_error =
			(struct guard_demo_error){ GUARD_STEP_SETUP, errno };
		return -1;
	}
	pid = fork();
	if (pid == 0) {
		(void)close(pipe_fds[0]);
		become_demo(o, guard, pipe_fds[1]);
	}
	(void)close(pipe_fds[1]);
	if (pid < 0) {
		*ret_error =
			(struct guard_demo_error){ GUARD_STEP_FORK, errno };
		(void)close(pipe_fds[0]);
		return -1;
	}
	(void)fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
	*ret = (struct guard_demo){ pid, pipe_fds[0] };
	return 0;
}
