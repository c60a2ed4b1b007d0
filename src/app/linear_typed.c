/* SPDX-License-Identifier: MIT */
/*
 * What is typed while a demo runs in lines: pause, step, look, act.
 *
 * The terminal is opened anew, so that it can be read without waiting and the
 * shell's own way to it stays as it is.  It gives whole lines; so what is typed
 * when the run has ended is the next prompt's.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/linear_inside.h"
#include "app/view_keys.h"
#include "base/near.h"
#include "model/narrate.h"
#include "proc/act.h"
#include "view/words.h"

static struct view_moment now_of(struct app_linear_live *l)
{
	return (struct view_moment){
		.model = history_head(app_run_history(l->run)),
		.log = app_run_log(l->run),
		.now_ns = app_run_time(l->run),
	};
}

static void print_str(const struct str *text)
{
	(void)fputs(text->buf, stdout);
}

/* ---- the run ---- */

static void pause_run(struct app_linear_live *l, const char *argument)
{
	(void)argument;
	if (app_run_paused(l->run))
		(void)printf("It is paused already; go lets it go on.\n");
	app_run_pause(l->run, true);
}

static void go(struct app_linear_live *l, const char *argument)
{
	(void)argument;
	if (!app_run_paused(l->run))
		(void)printf("It is running.\n");
	app_run_pause(l->run, false);
}

static void end(struct app_linear_live *l, const char *argument)
{
	(void)argument;
	l->asked_to_end = true;
	app_run_end(l->run, 1);
}

/* Where there is nothing to leave but the run, it is the same as end. */
static void quit(struct app_linear_live *l, const char *argument)
{
	if (l->o->quit)
		*l->o->quit = true;
	end(l, argument);
}

static void speed(struct app_linear_live *l, const char *argument)
{
	struct err e = ERR_NONE;
	double to = app_view_speed(argument, &e);

	if (to < 0)
		(void)printf("speed X: %s.\n", e.text);
	else
		app_run_speed(l->run, to);
}

/* Why nobody could make a step. */
static void say_no_step(const struct view_moment *at, uint32_t pid)
{
	const struct model_process *p =
		pid ? model_process(at->model, pid) : NULL;
	SCOPED_STR text = STR_INIT;

	if (!p) {
		(void)printf("No process stands before a step.\n");
		return;
	}
	view_words_who(at, pid, &text);
	if (p->state == MODEL_STOPPED) {
		str_add(&text, " is stopped by a signal");
	} else {
		str_add(&text, p->waits ? " waits: " : " is between steps: ");
		model_doing(at->model, at->log, p, &text);
	}
	(void)printf("%s.\n", text.buf);
}

static void step(struct app_linear_live *l, const char *argument)
{
	struct view_moment at = now_of(l);
	SCOPED_STR text = STR_INIT;
	uint32_t pid = 0;

	if (*argument) {
		pid = view_words_whom(&at, argument, &text);
		print_str(&text);
		if (!pid)
			return;
	}
	if (!app_run_paused(l->run)) {
		app_run_pause(l->run, true);
		(void)printf("Paused: step lets one process make one step, go "
			     "lets all go on.\n");
	} else if (app_run_step(l->run, (pid_t)pid) <= 0) {
		say_no_step(&at, pid);
	}
}

/* ---- looking ---- */

static void why(struct app_linear_live *l, const char *argument)
{
	struct view_moment at = now_of(l);
	SCOPED_STR text = STR_INIT;

	(void)argument;
	view_words_why(&at, &text);
	print_str(&text);
}

static void ps(struct app_linear_live *l, const char *argument)
{
	struct view_moment at = now_of(l);
	SCOPED_STR text = STR_INIT;

	(void)argument;
	view_words_processes(&at, &text);
	print_str(&text);
}

static void show(struct app_linear_live *l, const char *argument)
{
	struct view_moment at = now_of(l);
	SCOPED_STR text = STR_INIT;

	if (*argument)
		(void)view_words_thing(&at, argument, &text);
	else
		view_words_things(&at, &text);
	print_str(&text);
}

/* ---- acting ---- */

static void say_failure(int error)
{
	switch (error) {
	case -ESRCH:
		(void)printf("It has ended.\n");
		break;
	case -EAGAIN:
		(void)printf("It is only just starting: once more.\n");
		break;
	case -EXDEV:
		(void)printf("It is no process of this run.\n");
		break;
	case -EPERM:
		(void)printf("It belongs to another user.\n");
		break;
	case -EACCES:
		(void)printf("Refused: only root may raise a priority.\n");
		break;
	default:
		(void)printf("It cannot be reached.\n");
	}
}

static void renice(struct app_linear_live *l, uint32_t pid, const char *value)
{
	char *rest;
	long to = strtol(value, &rest, 10);
	int error;

	if (rest == value || *rest || to < PROC_NICE_LEAST ||
	    to > PROC_NICE_MOST) {
		(void)printf("x NAME nice N: N is from %d to %d.\n",
			     PROC_NICE_LEAST, PROC_NICE_MOST);
		return;
	}
	error = app_run_renice(l->run, (pid_t)pid, (int)to);
	if (error < 0)
		say_failure(error);
}

static int signal_of(const char *word)
{
	static const struct {
		const char *word;
		int number;
	} deeds[] = {
		{ "stop", SIGSTOP },
		{ "continue", SIGCONT },
		{ "terminate", SIGTERM },
		{ "kill", SIGKILL },
	};

	for (size_t i = 0; i < sizeof(deeds) / sizeof(*deeds); i++)
		if (!strcmp(deeds[i].word, word))
			return deeds[i].number;
	return 0;
}

/* "producer stop", "4711 nice 10". */
static void act(struct app_linear_live *l, const char *argument)
{
	struct view_moment at = now_of(l);
	size_t name_len = strcspn(argument, " \t");
	const char *deed = argument + name_len;
	SCOPED_STR name = STR_INIT, word = STR_INIT, text = STR_INIT;
	uint32_t pid;
	int error;

	deed += strspn(deed, " \t");
	str_add_n(&name, argument, name_len);
	str_add_n(&word, deed, strcspn(deed, " \t"));
	deed += word.len;
	deed += strspn(deed, " \t");
	if (!word.len ||
	    (!signal_of(word.buf) && strcmp(word.buf, "nice") != 0)) {
		(void)printf("x NAME stop, continue, terminate, kill, or nice "
			     "N; NAME may be a PID.\n");
		return;
	}
	pid = view_words_whom(&at, name.buf, &text);
	print_str(&text);
	if (!pid)
		return;
	if (!signal_of(word.buf)) {
		renice(l, pid, deed);
		return;
	}
	error = app_run_signal(l->run, (pid_t)pid, signal_of(word.buf));
	if (error < 0)
		say_failure(error);
}

/* ---- which ---- */

static void help(struct app_linear_live *l, const char *argument);

static const struct command {
	const char *name, *arguments, *about;
	void (*does)(struct app_linear_live *l, const char *argument);
} commands[] = {
	{ "pause", "", "all processes stand before their next step",
	  pause_run },
	{ "go", "", "on with it; Enter does that too", go },
	{ "step", " [NAME]", "pause; then one process makes one step", step },
	{ "speed", " X", "from 0.1 to 10 times as fast", speed },
	{ "why", "", "who waits for whom, and whether that can end", why },
	{ "ps", "", "every process, and what it does", ps },
	{ "show", " [THING]", "how a queue, a lock, ... stands", show },
	{ "x", " NAME stop", "also continue, terminate, kill, nice N", act },
	{ "end", "", "end the run", end },
	{ "quit", "", "end the run, and leave; q does that too", quit },
	{ "help", "", "these lines", help },
};

#define COMMANDS (sizeof(commands) / sizeof(*commands))

static void help(struct app_linear_live *l, const char *argument)
{
	(void)l;
	(void)argument;
	for (size_t i = 0; i < COMMANDS; i++)
		(void)printf("%s%s: %s.\n", commands[i].name,
			     commands[i].arguments, commands[i].about);
}

static void perform(struct app_linear_live *l, char *line)
{
	size_t len = strlen(line);
	const char *name;
	struct near near;
	char *argument;

	while (len && strchr(" \t\r", line[len - 1]))
		line[--len] = '\0';
	line += strspn(line, " \t:");
	argument = line + strcspn(line, " \t");
	if (*argument)
		*argument++ = '\0';
	argument += strspn(argument, " \t");
	if (!*line) {
		if (app_run_paused(l->run))
			go(l, "");
		return;
	}
	name = !strcmp(line, "q") ? "quit" : line;
	near = NEAR(name);
	for (size_t i = 0; i < COMMANDS; i++) {
		if (!strcmp(commands[i].name, name)) {
			commands[i].does(l, argument);
			return;
		}
		near_offer(&near, commands[i].name);
	}
	(void)printf("There is no command %s", name);
	if (near.best)
		(void)printf(": did you mean %s?\n", near.best);
	else
		(void)printf("; help lists them.\n");
}

/* ---- the terminal ---- */

static void perform_all(struct app_linear_live *l)
{
	size_t at = 0;
	char *newline;

	while ((newline = strchr(l->typed.buf + at, '\n')) != NULL) {
		size_t next = (size_t)(newline - l->typed.buf) + 1;

		*newline = '\0';
		if (app_run_state(l->run) != APP_RUN_ENDED)
			perform(l, l->typed.buf + at);
		at = next;
	}
	if (at) {
		SCOPED_STR rest = STR_INIT;

		str_add_n(&rest, l->typed.buf + at, l->typed.len - at);
		str_clear(&l->typed);
		str_add_n(&l->typed, rest.buf, rest.len);
	}
	(void)fflush(stdout);
}

/* In the background the terminal's lines are another's. */
static bool is_ours(int fd)
{
	return tcgetpgrp(fd) == getpgrp();
}

/* What it says of a line must not move the cursor. */
static bool is_plain(char c)
{
	return c == '\n' || c == '\t' || ((unsigned char)c >= ' ' && c != 127);
}

/* Nobody is left to go on. */
static void stop_reading(struct app_linear_live *l)
{
	app_run_pause(l->run, false);
	app_linear_typed_close(l);
}

static void on_input(uv_poll_t *poll, int status, int events)
{
	struct app_linear_live *l = poll->data;
	char buf[512];
	ssize_t n;

	(void)events;
	if (status < 0 || !is_ours(l->input_fd)) {
		stop_reading(l);
		return;
	}
	n = read(l->input_fd, buf, sizeof(buf));
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	/* No more lines (Ctrl-D): the run goes on by itself. */
	if (n <= 0) {
		stop_reading(l);
		return;
	}
	for (ssize_t i = 0; i < n; i++)
		str_add_char(&l->typed, is_plain(buf[i]) ? buf[i] : '?');
	perform_all(l);
}

bool app_linear_typed_reads(const struct app_linear_live *l)
{
	return l->input_fd >= 0;
}

void app_linear_typed_open(struct app_linear_live *l)
{
	if (l->o->json || l->o->watch || !isatty(STDIN_FILENO) ||
	    !is_ours(STDIN_FILENO))
		return;
	l->input_fd = open("/proc/self/fd/0",
			   O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (l->input_fd < 0)
		return;
	if (uv_poll_init(&l->loop, &l->input, l->input_fd) < 0) {
		(void)close(l->input_fd);
		l->input_fd = -1;
		return;
	}
	l->input.data = l;
	(void)uv_poll_start(&l->input, UV_READABLE | UV_DISCONNECT, on_input);
}

void app_linear_typed_close(struct app_linear_live *l)
{
	if (l->input_fd < 0)
		return;
	uv_close((uv_handle_t *)&l->input, NULL);
	(void)close(l->input_fd);
	l->input_fd = -1;
}
