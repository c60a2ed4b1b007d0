/* SPDX-License-Identifier: MIT */
#include "e2e/typed.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "e2e/player.h"
#include "support/check_main.h"

static _Noreturn void be_player(const struct sandbox *sandbox,
				const char *const *args, int in, int out)
{
	const char *argv[16] = { player_program() };

	for (size_t i = 0; args[i]; i++)
		argv[i + 1] = args[i];
	(void)dup2(in, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	sandbox_enter(sandbox, NULL);
	(void)execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

struct typed typed_start(const struct sandbox *sandbox, const char *const *args,
			 const char *lines)
{
	struct typed t;
	int in[2], out[2];
	size_t len = strlen(lines);

	ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
	t.pid = fork();
	ck_assert_int_ge(t.pid, 0);
	if (t.pid == 0)
		be_player(sandbox, args, in[0], out[1]);
	(void)close(in[0]);
	(void)close(out[1]);
	t.in = in[1];
	t.out = out[0];
	ck_assert_int_eq(write(t.in, lines, len), (ssize_t)len);
	return t;
}

/* Up to @most bytes in all. */
static size_t take(const struct typed *t, char *text, size_t len, size_t most)
{
	ssize_t n;

	while (len < most && (n = read(t->out, text + len, most - len)) > 0)
		len += (size_t)n;
	return len;
}

void typed_end(struct typed *t, char *text, size_t size)
{
	(void)close(t->in);
	text[take(t, text, 0, size - 1)] = 0;
	(void)close(t->out);
	ck_assert_int_eq(waitpid(t->pid, NULL, 0), t->pid);
}

void typed_kill(struct typed *t, size_t most, long wait_ns, char *text,
		size_t size)
{
	struct timespec moment = { 0, wait_ns };
	size_t len;

	(void)close(t->in); /* so that it does not wait for more */
	len = take(t, text, 0, most < size ? most : size - 1);
	(void)nanosleep(&moment, NULL);
	(void)kill(t->pid, SIGKILL);
	text[take(t, text, len, size - 1)] = 0;
	(void)close(t->out);
	ck_assert_int_eq(waitpid(t->pid, NULL, 0), t->pid);
}

int kept_count(const struct sandbox *sandbox, const char *sql)
{
	char path[700];
	sqlite3_stmt *row;
	sqlite3 *db;
	int n;

	(void)snprintf(path, sizeof(path), "%s/data/procession/progress.db",
		       sandbox->home);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &row, NULL),
			 SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(row), SQLITE_ROW);
	n = sqlite3_column_int(row, 0);
	ck_assert_int_eq(sqlite3_finalize(row), SQLITE_OK);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
	return n;
}
