/* SPDX-License-Identifier: MIT */
#include "guard/client.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

struct words {
	char **at;
	size_t len, cap;
};

static void add(struct words *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct words *w, const char *format, ...)
{
	struct str s = STR_INIT;
	va_list args;

	va_start(args, format);
	str_addv(&s, format, args);
	va_end(args);
	w->at = mem_grow(w->at, w->len, &w->cap, sizeof(char *));
	w->at[w->len++] = str_detach(&s);
}

static char **finish(struct words *w)
{
	w->at = mem_grow(w->at, w->len, &w->cap, sizeof(char *));
	w->at[w->len] = NULL;
	return w->at;
}

char **guard_run_argv(const char *path, const struct guard_limits *limits,
		      char *const argv[])
{
	const struct {
		const char *name;
		int64_t value;
	} options[] = {
		{ "procs", limits->procs }, { "memory", limits->memory },
		{ "wall", limits->wall_s }, { "cpu", limits->cpu_s },
		{ "files", limits->files },
	};
	struct words w = { NULL, 0, 0 };

	add(&w, "%s", path);
	add(&w, "run");
	add(&w, "%d", GUARD_FD);
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (options[i].value <= 0)
			continue;
		add(&w, "--%s", options[i].name);
		add(&w, "%lld", (long long)options[i].value);
	}
	add(&w, "--");
	for (size_t i = 0; argv[i]; i++)
		add(&w, "%s", argv[i]);
	return finish(&w);
}

char **guard_terminal_argv(const char *path)
{
	struct words w = { NULL, 0, 0 };

	add(&w, "%s", path);
	add(&w, "terminal");
	add(&w, "%d", GUARD_FD);
	add(&w, "%d", GUARD_TTY_FD);
	return finish(&w);
}

void guard_argv_free(char **argv)
{
	if (!argv)
		return;
	for (size_t i = 0; argv[i]; i++)
		free(argv[i]);
	free(argv);
}

int guard_read(struct guard_inbox *in, int fd, struct guard_event *ret)
{
	return guard_take(in, fd, ret, sizeof(*ret));
}

static int command(int fd, struct guard_command c)
{
	return guard_put(fd, &c, sizeof(c));
}

int guard_end(int fd, unsigned grace_ms)
{
	return command(fd, (struct guard_command){ .type = GUARD_END,
						   .grace_ms = grace_ms });
}

int guard_kill(int fd)
{
	return command(fd, (struct guard_command){ .type = GUARD_KILL });
}

int guard_signal(int fd, pid_t pid, int signo)
{
	return command(fd, (struct guard_command){ .type = GUARD_SIGNAL,
						   .pid = pid,
						   .signo = signo });
}

int guard_terminal_arm(int fd, const struct termios *before,
		       const struct termios *during, const char *text)
{
	struct guard_terminal m = { .type = GUARD_ARM };
	size_t len = strlen(text);

	if (len > sizeof(m.text))
		return -E2BIG;
	memcpy(m.text, text, len);
	m.len = (uint32_t)len;
	m.before = *before;
	m.has_during = during != NULL;
	if (during)
		m.during = *during;
	return guard_put(fd, &m, sizeof(m));
}

int guard_terminal_disarm(int fd)
{
	struct guard_terminal m = { .type = GUARD_DISARM };

	return guard_put(fd, &m, sizeof(m));
}

int guard_terminal_goodbye(int fd)
{
	struct guard_terminal m = { .type = GUARD_GOODBYE };

	return guard_put(fd, &m, sizeof(m));
}
