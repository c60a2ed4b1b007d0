/* SPDX-License-Identifier: MIT */
/*
 * A guard is spawned with its end of a socket pair as descriptor GUARD_FD.
 * Its death is known from the socket: the end of file without the message
 * that all is gone means that somebody killed it, and then the player, a child
 * subreaper, has inherited what it guarded and ends that itself.
 */
#include "app/guardian.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "guard/client.h"
#include "proc/sweep.h"

enum {
	MAX_GUARDS = 16,
	CLOSE_MS = 2000,      /* how long app_guardian_close may take */
	MAX_PROCESSES = 4096, /* of a demo, at once */
};

/*
 * What a demo may use, at most: enough for every lesson, little enough that a
 * fork bomb or a leak does not take the machine with it.  No limit on time:
 * a paused run may stay as long as the student likes.
 */
static const struct guard_limits limits = {
	.procs = MAX_PROCESSES,
	.memory = 4LL << 30,
	.files = 1024,
};

struct app_guardian {
	uv_process_t process;
	uv_poll_t poll;
	int fd; /* the player's end of the socket */
	pid_t pid;
	struct guard_inbox in;
	const struct app_guardian_events *events; /* NULL: of the terminal */
	void *arg;
	bool all_gone; /* it said so, or what it guarded has been swept */
	int handles;   /* that libuv has not let go of */
};

/*
 * The guards that are alive, so that a sweep of the player's descendants
 * spares them.  The process's own, like its children.
 */
static pid_t alive[MAX_GUARDS];

static void note_alive(pid_t was, pid_t is)
{
	for (int i = 0; i < MAX_GUARDS; i++) {
		if (alive[i] == was) {
			alive[i] = is;
			return;
		}
	}
}

/* End what a dead guard has left to us. */
static void sweep(const struct app_guardian *g)
{
	pid_t keep[MAX_GUARDS];
	size_t count = 0;

	for (int i = 0; i < MAX_GUARDS; i++) {
		if (alive[i] && alive[i] != g->pid)
			keep[count++] = alive[i];
	}
	(void)proc_sweep_kill(
		&(struct proc_sweep){ .keep = keep, .keep_count = count },
		clock_now() + CLOSE_MS * CLOCK_MS);
}

/* ---- events ---- */

static const char *limit_text(uint32_t limit)
{
	switch ((enum guard_limit)limit) {
	case GUARD_LIMIT_PROCESSES:
		return "it had more than 4096 processes at once";
	case GUARD_LIMIT_WALL:
		return "its time was up";
	case GUARD_LIMIT_CPU:
		return "it had used its CPU time up";
	case GUARD_LIMIT_MEMORY:
		return "one of its processes had more than 4 GiB of memory";
	}
	return "a limit was reached";
}

static void dispatch(struct app_guardian *g, const struct guard_event *event)
{
	switch ((enum guard_event_type)event->type) {
	case GUARD_STARTED:
		g->events->started(g->arg, event->pid);
		break;
	case GUARD_FAILED:
		g->events->failed(g->arg, event->error);
		break;
	case GUARD_REAPED:
		g->events->reaped(g->arg, event->pid, event->status,
				  event->is_main);
		break;
	case GUARD_LIMIT:
		g->events->limit(g->arg, limit_text(event->limit));
		break;
	case GUARD_ALL_GONE:
		g->all_gone = true;
		g->events->gone(g->arg);
		break;
	}
}

static void on_message(uv_poll_t *poll, int status, int events)
{
	struct app_guardian *g = poll->data;
	struct guard_event event;
	int code = 0;

	(void)status;
	(void)events;
	while (!g->all_gone && (code = guard_read(&g->in, g->fd, &event)) == 1)
		dispatch(g, &event);
	if (!g->all_gone && code < 0) {
		(void)uv_poll_stop(&g->poll);
		sweep(g);
		g->all_gone = true;
		g->events->died(g->arg);
	}
	if (g->all_gone)
		(void)uv_poll_stop(&g->poll);
}

/* ---- life ---- */

static void on_closed(uv_handle_t *handle)
{
	struct app_guardian *g = handle->data;

	if (--g->handles > 0)
		return;
	(void)close(g->fd);
	free(g);
}

static void on_exit_of_guard(uv_process_t *process, int64_t status, int sig)
{
	struct app_guardian *g = process->data;

	(void)status;
	(void)sig;
	note_alive(g->pid, 0);
}

/*
 * The environment of a run: ours, the arena, and what to preload.  A program
 * built with the address sanitizer refuses to start behind a preloaded
 * library unless it is told that this is meant.
 */
static char **make_env(const struct app_guardian_options *o)
{
	const char *asan = getenv("ASAN_OPTIONS");
	struct str added[3] = { STR_INIT, STR_INIT, STR_INIT };
	size_t count = 0;
	char **env;

	str_addf(&added[0], "PROCESSION_ARENA=%s", o->arena);
	str_addf(&added[1], "PROCESSION_PRELOAD=%s", o->paths->attach);
	str_addf(&added[2], "ASAN_OPTIONS=%s%sverify_asan_link_order=0",
		 asan ? asan : "", asan && *asan ? ":" : "");
	env = NULL;
	for (char **old = environ; *old; old++) {
		if (!strncmp(*old, "ASAN_OPTIONS=", 13))
			continue;
		env = mem_resize(env, count + 1, sizeof(*env));
		env[count++] = mem_text(*old);
	}
	env = mem_resize(env, count + 4, sizeof(*env));
	for (size_t i = 0; i < 3; i++)
		env[count++] = str_detach(&added[i]);
	env[count] = NULL;
	return env;
}

static void free_list(char **list)
{
	for (char **text = list; *text; text++)
		free(*text);
	free(list);
}

struct spawn {
	char **argv, **env; /* env NULL: ours */
	int fds[5];         /* inherited as 0, 1, ...; -1: /dev/null */
	int fd_count;
};

static int spawn(struct app_guardian *g, uv_loop_t *loop, const struct spawn *s,
		 struct err *e)
{
	uv_stdio_container_t stdio[5];
	uv_process_options_t options = { 0 };
	int code;

	for (int i = 0; i < s->fd_count; i++) {
		stdio[i].flags = s->fds[i] < 0 ? UV_IGNORE : UV_INHERIT_FD;
		stdio[i].data.fd = s->fds[i];
	}
	options.file = s->argv[0];
	options.args = s->argv;
	options.env = s->env;
	options.stdio = stdio;
	options.stdio_count = s->fd_count;
	options.flags = UV_PROCESS_DETACHED;
	options.exit_cb = on_exit_of_guard;
	code = uv_spawn(loop, &g->process, &options);
	g->process.data = g;
	g->handles = 1;
	if (code < 0)
		return err_set(e, code, "cannot start %s: %s", s->argv[0],
			       uv_strerror(code));
	g->pid = g->process.pid;
	note_alive(0, g->pid);
	return 0;
}

/* Both ends close-on-exec; the guard's is passed by number. */
static int open_socket(int pair[2], struct err *e)
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return err_set(e, -errno, "cannot make a socket pair: %s",
			       strerror(errno));
	return 0;
}

static void abandon(struct app_guardian *g)
{
	uv_close((uv_handle_t *)&g->process, on_closed);
}

int app_guardian_start(const struct app_guardian_options *o,
		       struct app_guardian **ret, struct err *e)
{
	struct app_guardian *g;
	struct spawn s = { .fd_count = 4 };
	size_t count = 0;
	char **argv;
	int pair[2];
	int code = open_socket(pair, e);

	if (code < 0)
		return code;
	while (o->args && o->args[count])
		count++;
	argv = mem_new(count + 2, sizeof(*argv));
	argv[0] = mem_text(o->program);
	for (size_t i = 0; i < count; i++)
		argv[i + 1] = mem_text(o->args[i]);
	g = mem_new(1, sizeof(*g));
	g->fd = pair[0];
	g->events = o->events;
	g->arg = o->arg;
	s.argv = guard_run_argv(o->paths->guard, &limits, argv);
	s.env = make_env(o);
	s.fds[0] = o->in;
	s.fds[1] = o->out;
	s.fds[2] = o->err;
	s.fds[GUARD_FD] = pair[1];
	code = s.argv ? spawn(g, o->loop, &s, e)
		      : err_set(e, -ENOMEM, "out of memory");
	(void)close(pair[1]);
	guard_argv_free(s.argv);
	free_list(s.env);
	free_list(argv);
	if (code < 0) {
		abandon(g);
		return code;
	}
	(void)uv_poll_init(o->loop, &g->poll, g->fd);
	g->poll.data = g;
	g->handles++;
	(void)uv_poll_start(&g->poll, UV_READABLE | UV_DISCONNECT, on_message);
	*ret = g;
	return 0;
}

int app_guardian_terminal(uv_loop_t *loop, const struct app_paths *paths,
			  struct app_guardian **ret, struct err *e)
{
	struct app_guardian *g;
	struct spawn s = { .fd_count = 5 };
	int pair[2];
	int code = open_socket(pair, e);

	if (code < 0)
		return code;
	g = mem_new(1, sizeof(*g));
	g->fd = pair[0];
	s.argv = guard_terminal_argv(paths->guard);
	s.fds[0] = s.fds[1] = s.fds[2] = -1;
	s.fds[GUARD_FD] = pair[1];
	s.fds[GUARD_TTY_FD] = STDIN_FILENO;
	code = s.argv ? spawn(g, loop, &s, e)
		      : err_set(e, -ENOMEM, "out of memory");
	(void)close(pair[1]);
	guard_argv_free(s.argv);
	if (code < 0) {
		abandon(g);
		return code;
	}
	/* It must not keep the loop alive. */
	uv_unref((uv_handle_t *)&g->process);
	*ret = g;
	return 0;
}

void app_guardian_arm(struct app_guardian *g, const struct termios *before,
		      const char *text)
{
	struct termios during;

	if (tcgetattr(STDIN_FILENO, &during) == 0)
		(void)guard_terminal_arm(g->fd, before, &during, text);
	else
		(void)guard_terminal_arm(g->fd, before, NULL, text);
}

void app_guardian_disarm(struct app_guardian *g)
{
	if (g)
		(void)guard_terminal_disarm(g->fd);
}

pid_t app_guardian_pid(const struct app_guardian *g)
{
	return g->pid;
}

void app_guardian_end(struct app_guardian *g, int grace_ms)
{
	(void)guard_end(g->fd, (unsigned)grace_ms);
}

/* Wait for the last message; libuv's loop is not running now. */
static void wait_all_gone(struct app_guardian *g)
{
	int64_t deadline = clock_now() + CLOSE_MS * CLOCK_MS;
	struct guard_event event;
	int code = 0;

	while (!g->all_gone && code >= 0 && clock_now() < deadline) {
		struct pollfd p = { g->fd, POLLIN, 0 };

		(void)poll(&p, 1, 100);
		while ((code = guard_read(&g->in, g->fd, &event)) == 1)
			g->all_gone |= event.type == GUARD_ALL_GONE;
	}
	if (!g->all_gone) {
		(void)kill(g->pid, SIGKILL);
		sweep(g);
	}
}

void app_guardian_close(struct app_guardian *g)
{
	if (!g)
		return;
	if (g->events) {
		(void)guard_kill(g->fd);
		wait_all_gone(g);
		(void)uv_poll_stop(&g->poll);
		uv_close((uv_handle_t *)&g->poll, on_closed);
	} else {
		(void)guard_terminal_goodbye(g->fd);
	}
	uv_close((uv_handle_t *)&g->process, on_closed);
}
