/* SPDX-License-Identifier: MIT */
/*
 * The player's side of procession-guard: one process beside each run, which
 * ends the run's processes even if the player is killed, and one beside the
 * terminal, which puts its settings back.
 */
#ifndef APP_GUARDIAN_H
#define APP_GUARDIAN_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>
#include <uv.h>

#include "app/paths.h"
#include "base/err.h"

struct app_guardian;

/* What a guard tells; called from the loop. */
struct app_guardian_events {
	void (*started)(void *arg, pid_t pid);
	/* The program could not be executed: errno. */
	void (*failed)(void *arg, int error);
	/*
	 * The guard has reaped a process; @status as of waitpid(2).  A demo
	 * that ends at once may be told of before it has started.
	 */
	void (*reaped)(void *arg, pid_t pid, int status, bool is_main);
	/* A limit was hit and everything killed; @which in words. */
	void (*limit)(void *arg, const char *which);
	/* Nothing of the run lives. */
	void (*gone)(void *arg);
	/* The guard itself was killed; what it guarded has been ended. */
	void (*died)(void *arg);
};

struct app_guardian_options {
	uv_loop_t *loop;
	const struct app_paths *paths;
	const char *program;
	char *const *args;
	const char *arena; /* for PROCESSION_ARENA */
	int in;            /* the demo's standard input; -1: empty; borrowed */
	int out, err;      /* its standard output and error; borrowed */
	const struct app_guardian_events *events;
	void *arg;
};

int app_guardian_start(const struct app_guardian_options *o,
		       struct app_guardian **ret, struct err *e);

/*
 * Guard the terminal on standard input.  It acts only while it is armed.
 */
int app_guardian_terminal(uv_loop_t *loop, const struct app_paths *paths,
			  struct app_guardian **ret, struct err *e);

/*
 * The terminal is the player's now: put it back to @before and write @text if
 * the player dies; and the player has given it back itself.
 */
void app_guardian_arm(struct app_guardian *g, const struct termios *before,
		      const char *text);
void app_guardian_disarm(struct app_guardian *g);

pid_t app_guardian_pid(const struct app_guardian *g);

/* SIGTERM to everything, SIGKILL after @grace_ms.  Does not wait. */
void app_guardian_end(struct app_guardian *g, int grace_ms);

/*
 * Kill what is left and let go of the guard; no event is called any more.
 * Blocks until nothing of the run lives, at most about two seconds.  NULL is
 * allowed.
 */
void app_guardian_close(struct app_guardian *g);

#endif
