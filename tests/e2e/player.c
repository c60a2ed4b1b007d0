/* SPDX-License-Identifier: MIT */
#include "e2e/player.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/procs.h"

enum { COMMAND_WORDS = 24 };

const char *player_program(void)
{
	static char path[1024];
	const char *build = getenv("top_builddir");

	(void)snprintf(path, sizeof(path), "%s/src/procession",
		       build ? build : ".");
	return path;
}

void player_settings(const char *dir, char config[PLAYER_CONFIG])
{
	char here[512], path[700];
	FILE *f;

	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	(void)snprintf(config, PLAYER_CONFIG, "XDG_CONFIG_HOME=%s/%s", here,
		       dir);
	(void)snprintf(path, sizeof(path), "%s/procession", dir);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/procession/config.yaml", dir);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	(void)fprintf(f, "snapshots: %s/%s\n", here, dir);
	ck_assert_int_eq(fclose(f), 0);
}

struct result player_command(const struct command *like,
			     const char *const *args)
{
	struct command c = like ? *like : (struct command){ .argv = NULL };
	const char *argv[COMMAND_WORDS + 2] = { player_program() };
	struct result r;

	for (size_t i = 0; args[i]; i++) {
		ck_assert_uint_lt(i, COMMAND_WORDS);
		argv[i + 1] = args[i];
	}
	c.argv = argv;
	command_run(&c, &r);
	return r;
}

void player_says(struct result r, const char *words)
{
	if (r.status != 0 || !strstr(r.out, words))
		ck_abort_msg("not \"%s\": status %d: %s%s", words, r.status,
			     r.out, r.err);
	command_release(&r);
}

struct tty *player_open(const struct player_options *o)
{
	const char *argv[PLAYER_WORDS + 2] = { player_program() };
	const char *env[PLAYER_WORDS + 2] = { NULL };
	size_t n = 0;

	for (size_t i = 0; i < PLAYER_WORDS && o->args[i]; i++)
		argv[i + 1] = o->args[i];
	while (n < PLAYER_WORDS && o->env[n]) {
		env[n] = o->env[n];
		n++;
	}
	if (o->trial)
		env[n] = PLAYER_TRIAL;
	return tty_spawn(&(struct tty_options){ .argv = argv,
						.env = env,
						.rows = o->rows,
						.cols = o->cols,
						.home = o->home });
}

/* In a field for an answer keys are letters. */
static void leave_field(struct tty *t)
{
	if (!tty_shows(t, "Type the answer"))
		return;
	tty_send(t, "<Esc>");
	tty_wait_text(t, "types again");
}

void player_run(struct tty *t)
{
	/* Without the prediction, where one is asked for. */
	tty_wait_quiet(t, 100);
	leave_field(t);
	tty_send(t,
		 tty_shows(t, "goes past it") && !tty_shows(t, "runs the demo")
			 ? "i"
			 : "<Enter>");
	tty_wait_text(t, "LIVE");
}

struct tty *player_running(int rows, int cols, const char *step)
{
	char target[64];
	struct tty *t;

	(void)snprintf(target, sizeof(target), "trial/%s", step);
	t = player_open(&(struct player_options){ .rows = rows,
						  .cols = cols,
						  .args = { target },
						  .trial = true });
	tty_wait_text(t, "Enter");
	player_run(t);
	return t;
}

static bool of_the_player(const struct tty *t, pid_t pid)
{
	char exe[1024];
	const char *name;

	if (pid == tty_pid(t) || !procs_exe(pid, exe, sizeof(exe)))
		return true;
	name = strrchr(exe, '/') + 1;
	return !strcmp(name, "procession") || !strcmp(name, "procession-guard");
}

size_t player_demo(struct tty *t, pid_t *pids, size_t cap)
{
	pid_t all[512];
	size_t n = procs_marked(tty_mark(t), all, 512), found = 0;

	for (size_t i = 0; i < n && found < cap; i++)
		if (!of_the_player(t, all[i]))
			pids[found++] = all[i];
	return found;
}

static bool has_demo(struct tty *t, void *least)
{
	pid_t pids[512];

	return player_demo(t, pids, 512) >= *(size_t *)least;
}

void player_wait_demo(struct tty *t, size_t n)
{
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	while (!has_demo(t, &n)) {
		if (procs_now() > deadline)
			tty_fail(t, "the demo has not %zu processes", n);
		(void)tty_listen(t, 10);
	}
}

void player_wait_demo_gone(struct tty *t)
{
	double deadline = procs_now() + procs_patience(2);
	pid_t one;

	while (player_demo(t, &one, 1)) {
		if (procs_now() > deadline)
			tty_fail(t, "a process of the demo is left");
		(void)tty_listen(t, 5);
	}
}

bool player_totals(struct tty *t, long *ret_in, long *ret_out)
{
	const char *at;

	(void)tty_shows(t, "");
	for (at = tty_screen(t); (at = strstr(at, "in ")); at++)
		if (sscanf(at, "in %ld out %ld", ret_in, ret_out) == 2)
			return true;
	return false;
}

static bool has_put(struct tty *t, void *more_than)
{
	long in, out;

	return player_totals(t, &in, &out) && in > *(long *)more_than;
}

long player_wait_put(struct tty *t, long n)
{
	long in = 0, out;

	tty_wait_until(t, has_put, &n, "more items put");
	(void)player_totals(t, &in, &out);
	return in;
}

void player_ended(struct tty *t, int status, double seconds)
{
	int raw = tty_wait_exit(t);
	int shell = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
	const char *damage;

	if (shell != status)
		tty_fail(t, "it ended with %d, not %d", shell, status);
	if (!procs_wait_none(tty_mark(t), seconds))
		tty_fail(t, "a process is left");
	damage = tty_damage(t);
	if (damage)
		tty_fail(t, "the terminal is not as it was: %s", damage);
	tty_close(t);
}

void player_quit(struct tty *t)
{
	leave_field(t);
	tty_send(t, "q");
	if (!tty_wait_end(t, 300))
		tty_send(t, "q");
	player_ended(t, 0, 2);
}
