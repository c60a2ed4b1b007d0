/* SPDX-License-Identifier: MIT */
/*
 * A demo that behaves, or misbehaves, as its first argument says.  "r" on its
 * standard output means that the misbehaviour is under way.  What escapes
 * from a test that fails still ends by itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	LIFETIME_S = 60,
	STORM_MOST = 3000, /* processes that a storm makes if nobody stops it */
};

static time_t born;

static int life_goes_on(void)
{
	return time(NULL) - born < LIFETIME_S;
}

static void say(const char *text)
{
	(void)!write(STDOUT_FILENO, text, strlen(text));
}

static void rest(void)
{
	while (life_goes_on())
		(void)nanosleep(&(struct timespec){ 5, 0 }, NULL);
	_exit(1);
}

static void stubborn(void)
{
	for (int i = 1; i < NSIG; i++)
		(void)signal(i, SIG_IGN);
	say("r");
	rest();
}

static void detach(void)
{
	for (int i = 0; i < 2; i++) {
		if (fork())
			_exit(0);
		(void)setsid();
	}
}

static void do_exit(int n)
{
	exit(n);
}

static void do_raise(int n)
{
	(void)raise(n);
}

static void do_rest(int n)
{
	(void)n;
	say("r");
	rest();
}

static void do_stubborn(int n)
{
	(void)n;
	stubborn();
}

static void do_stopped(int n)
{
	(void)n;
	say("r");
	(void)raise(SIGSTOP);
	rest();
}

/* The program itself ends, with status 5, once its daemon is there. */
static void do_daemon(int n)
{
	int ready[2];
	char byte;

	(void)n;
	(void)!pipe(ready);
	if (fork() == 0) {
		(void)close(ready[0]);
		detach();
		(void)close(ready[1]);
		stubborn();
	}
	(void)close(ready[1]);
	(void)!read(ready[0], &byte, 1);
	exit(5);
}

/* A daemon that keeps nothing of its past open. */
static void do_silent_daemon(int n)
{
	(void)n;
	if (fork() == 0) {
		detach();
		say("r");
		for (int fd = 0; fd < 64; fd++)
			(void)close(fd);
		rest();
	}
	exit(0);
}

static void do_supervisor(int n)
{
	(void)n;
	while (life_goes_on()) {
		if (fork() == 0)
			stubborn();
		while (wait(NULL) > 0)
			;
	}
}

/* Always one process ahead: each forks and ends. */
static void do_hopper(int n)
{
	(void)n;
	say("r");
	while (life_goes_on()) {
		if (fork() > 0)
			_exit(0);
		(void)setsid();
	}
}

static void do_storm(int n)
{
	int *made = mmap(NULL, sizeof(*made), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	(void)n;
	(void)signal(SIGTERM, SIG_IGN);
	say("r");
	while (__atomic_fetch_add(made, 1, __ATOMIC_RELAXED) < STORM_MOST) {
		if (fork() == 0 && rand() % 2)
			(void)setsid();
	}
	rest();
}

/* Children that nobody waits for: of these only zombies remain. */
static void do_zombies(int n)
{
	for (; n > 0; n--) {
		if (fork() == 0)
			_exit(0);
	}
	say("r");
	rest();
}

static void do_family(int n)
{
	for (; n > 0; n--) {
		if (fork() == 0)
			do_rest(0);
	}
	rest();
}

/* Orphans that end at once, with status 7; ready when all have ended. */
static void do_orphans(int n)
{
	int ends[2];
	char byte;

	(void)!pipe(ends);
	for (; n > 0; n--) {
		pid_t pid = fork();

		if (pid == 0) {
			if (fork() == 0)
				_exit(7);
			_exit(0);
		}
		(void)waitpid(pid, NULL, 0);
	}
	(void)close(ends[1]);
	(void)!read(ends[0], &byte, 1);
	say("r");
	rest();
}

static void do_spin(int n)
{
	(void)n;
	while (life_goes_on())
		;
}

static void do_mapped(int n)
{
	/* Volatile, or a compiler may do without the memory. */
	void *volatile p = malloc((size_t)n << 20);

	say(p ? "had" : "none");
	free(p);
}

static void do_memory(int n)
{
	volatile char *p = malloc((size_t)n << 20);

	for (size_t i = 0; i < (size_t)n << 20; i += 4096)
		p[i] = 1;
	while (life_goes_on())
		;
}

static void do_files(int n)
{
	int fd;

	(void)n;
	while ((fd = open("/dev/null", O_RDONLY)) >= 0)
		n = fd;
	printf("%d", n);
}

static void expect(int holds, const char *what)
{
	if (!holds) {
		say(what);
		exit(1);
	}
}

/* Whether it has been given a clean start; @n is a descriptor it should have */
static void do_inspect(int n)
{
	struct rlimit core;
	sigset_t mask;
	int sig;

	expect(getsid(0) == getpid(), "session");
	expect(getpgrp() == getpid(), "group");
	for (int i = 1; i < NSIG; i++) {
		struct sigaction a;

		if (sigaction(i, NULL, &a) == 0)
			expect(a.sa_handler == SIG_DFL, "disposition");
	}
	(void)sigprocmask(SIG_BLOCK, NULL, &mask);
	for (int i = 1; i < NSIG; i++)
		expect(sigismember(&mask, i) <= 0, "mask");
	(void)getrlimit(RLIMIT_CORE, &core);
	expect(core.rlim_cur == 0, "core");
	expect(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1, "privileges");
	expect(prctl(PR_GET_PDEATHSIG, &sig) == 0 && sig == SIGKILL, "death");
	expect(fcntl(3, F_GETFD) < 0, "the guard's socket");
	expect(fcntl(n, F_GETFD) >= 0, "the inherited descriptor");
	say("clean");
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(int n);
	} modes[] = {
		{ "exit", do_exit },
		{ "raise", do_raise },
		{ "rest", do_rest },
		{ "stubborn", do_stubborn },
		{ "stopped", do_stopped },
		{ "daemon", do_daemon },
		{ "silent", do_silent_daemon },
		{ "supervisor", do_supervisor },
		{ "hopper", do_hopper },
		{ "storm", do_storm },
		{ "zombies", do_zombies },
		{ "family", do_family },
		{ "orphans", do_orphans },
		{ "spin", do_spin },
		{ "memory", do_memory },
		{ "mapped", do_mapped },
		{ "files", do_files },
		{ "inspect", do_inspect },
	};

	born = time(NULL);
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		if (argc > 1 && !strcmp(argv[1], modes[i].name)) {
			modes[i].run(argc > 2 ? atoi(argv[2]) : 0);
			return 0;
		}
	}
	return 99;
}
