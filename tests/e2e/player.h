/* SPDX-License-Identifier: MIT */
/*
 * The player of this build in a terminal, and what its tests often ask.
 */
#ifndef E2E_PLAYER_H
#define E2E_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "e2e/command.h"
#include "e2e/tty.h"

enum { PLAYER_WORDS = 8 };

struct player_options {
	int rows, cols; /* 0: 24 and 80 */
	const char *args[PLAYER_WORDS];
	const char *env[PLAYER_WORDS]; /* as sandbox_enter has it */
	const char *home;
	bool trial; /* with the course in tests/e2e/course, topic "trial" */
};

/*
 * What adds the trial course to the environment.  The path is relative, so
 * that messages with it are as long in every build tree.
 */
#define PLAYER_TRIAL "PROCESSION_LESSONS=tests/e2e/trial"

const char *player_program(void);

/*
 * Write settings below @dir, a name in the current folder, that have snapshots
 * go there; @config is what adds them to the environment.
 */
enum { PLAYER_CONFIG = 600 };
void player_settings(const char *dir, char config[PLAYER_CONFIG]);

/*
 * Run the player with @args, NULL at the end, without a terminal; the rest of
 * @like, which may be NULL, is as in command_run.
 */
struct result player_command(const struct command *like,
			     const char *const *args);
#define PLAYER_COMMAND(like, ...)                                              \
	player_command(like, (const char *const[]){ __VA_ARGS__, NULL })

/* It has ended well and said @words; releases @r. */
void player_says(struct result r, const char *words);

struct tty *player_open(const struct player_options *o);

/*
 * At a step with a demo, 24 rows by 80 or what is asked: open it, run the demo
 * and wait until it is live.  @step is of the trial course ("endless:fast").
 */
struct tty *player_running(int rows, int cols, const char *step);

/* Run the demo of the step that is shown, and wait until it is live. */
void player_run(struct tty *t);

/* The processes of the demo: all of ours but the player and its guards. */
size_t player_demo(struct tty *t, pid_t *pids, size_t cap);

/* Wait until the demo has at least @n processes. */
void player_wait_demo(struct tty *t, size_t n);

/* Wait, two seconds at most, until no process of the demo lives. */
void player_wait_demo_gone(struct tty *t);

/* The totals of the queue on the screen: "in 14   out 10". */
bool player_totals(struct tty *t, long *ret_in, long *ret_out);

/* Wait until more than @n items were put, by the screen; returns how many. */
long player_wait_put(struct tty *t, long n);

/*
 * The player has ended or is about to: its status must be @status (as a shell
 * says it: 128 + n after signal n), the terminal as it was, and within @seconds
 * nothing of it may live.  Closes @t.
 */
void player_ended(struct tty *t, int status, double seconds);

/* Leave by q from where it is, and see that it ends well.  Closes @t. */
void player_quit(struct tty *t);

#endif
