/* SPDX-License-Identifier: MIT */
/*
 * Executing a program.
 *
 * The new one is traced if its environment says so: where a program gives an
 * environment of its own, what is needed is put in, on the stack, for a child
 * of fork may not allocate.  Before that the file is looked at: some programs
 * load nothing, and some loaders would not start with a library of another C
 * library's.
 */
#include "trace/posix/posix.h"

#include <alloca.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/program.h"
#include "trace/layout.h"

#define PRELOAD "LD_PRELOAD="
#define ARENA   ARENA_ENV "="
#define ASAN    "ASAN_OPTIONS="

/* What the environment of a traced program has. */
static char library[PATH_MAX];               /* our own file */
static char arena_entry[sizeof(ARENA) + 64]; /* PROCESSION_ARENA=... */
static char asan_entry[] = ASAN "verify_asan_link_order=0";
static char loader[PROGRAM_LOADER_MAX]; /* our own */

extern char **environ;

/* ---- the environment ---- */

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static size_t count(char *const *env)
{
	size_t n = 0;

	while (env && env[n])
		n++;
	return n;
}

static const char *find(char *const *env, const char *entry)
{
	for (; env && *env; env++) {
		if (begins(*env, entry))
			return *env;
	}
	return NULL;
}

size_t posix_env_room(char *const *env)
{
	const char *preload = find(env, PRELOAD);

	return (count(env) + 4) * sizeof(char *) + sizeof(PRELOAD) +
	       sizeof(library) + 1 + (preload ? strlen(preload) : 0);
}

/* "LD_PRELOAD=", ours unless @without, and what @old had beside it. */
static char *join(char *room, const char *old, bool without)
{
	const char *rest = old ? old + strlen(PRELOAD) : "";
	char *at = stpcpy(room, PRELOAD);

	if (!without)
		at = stpcpy(at, library);
	while (*rest) {
		size_t len = strcspn(rest, ": ");

		if (len && (len != strlen(library) ||
			    strncmp(rest, library, len) != 0)) {
			if (at != room + strlen(PRELOAD))
				*at++ = ':';
			at = mempcpy(at, rest, len);
		}
		rest += len;
		rest += *rest != '\0';
	}
	*at = '\0';
	return room;
}

static char **rebuild(char *const *env, char *room, bool without)
{
	const char *preload = find(env, PRELOAD);
	char **copy = (void *)room, **at = copy;
	char *text = room + (count(env) + 4) * sizeof(char *);

	for (; env && *env; env++) {
		if (!begins(*env, PRELOAD) && !begins(*env, ARENA))
			*at++ = *env;
	}
	*at++ = join(text, preload, without);
	*at++ = arena_entry;
	if (!find(env, ASAN))
		*at++ = asan_entry;
	*at = NULL;
	return copy;
}

static bool is_whole(char *const *env)
{
	const char *preload = find(env, PRELOAD);
	const char *arena = find(env, ARENA);

	return preload && strstr(preload, library) && arena &&
	       !strcmp(arena, arena_entry);
}

static enum program look(const char *path)
{
	char room[PATH_MAX];
	int saved = errno;
	enum program is = program_look(program_find(path, room, sizeof(room)),
				       loader, NULL);

	errno = saved;
	return is;
}

char **posix_env_for(const char *path, char *const *env, char *room)
{
	enum program is = look(path);
	bool without = is == PROGRAM_FOREIGN || is == PROGRAM_OTHER_MACHINE;

	if (without || !is_whole(env))
		return rebuild(env, room, without);
	return (char **)(uintptr_t)env;
}

void posix_env_attach(const char *arena, const char *own_path)
{
	if (strlen(own_path) < sizeof(library))
		(void)stpcpy(library, own_path);
	if (strlen(arena) < sizeof(arena_entry) - sizeof(ARENA))
		(void)stpcpy(stpcpy(arena_entry, ARENA), arena);
	(void)program_look("/proc/self/exe", NULL, loader);
}

/* ---- telling ---- */

void posix_tell_untraced(const char *path, pid_t pid)
{
	enum program is = look(path);

	if (is == PROGRAM_DYNAMIC || is == PROGRAM_NONE)
		return;
	POSIX_EMIT(.verb = MP_VERB_UNTRACED, .phase = MP_HAPPENS,
		   .kind = MP_KIND_TEXT, .text = path,
		   .text_len = posix_len(path), .a = (uint64_t)pid,
		   .b = (uint64_t)is);
}

static void tell_exec(enum mp_phase phase, const char *path, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_EXEC, .phase = (uint8_t)phase,
		   .kind = MP_KIND_TEXT, .text = path,
		   .text_len = posix_len(path), .a = (uint64_t)posix_pid(),
		   .err = phase == MP_ENDS ? errno : 0, .site = site);
}

/* ---- the calls ---- */

typedef int exec_fn(const char *path, char *const *argv, char *const *env);

static int do_exec(exec_fn *real, const char *path, char *const *argv,
		   char *const *env, const void *site)
{
	bool told;
	int result;

	if (!posix_on)
		return real(path, argv, env);
	told = (uintptr_t)site - posix_mp_start >= posix_mp_size;
	if (posix_in_vfork())
		posix_vfork_over();
	env = posix_env_for(path, env, alloca(posix_env_room(env)));
	if (told) {
		tell_exec(MP_BEGINS, path, site);
		posix_tell_untraced(path, posix_pid());
	}
	result = real(path, argv, env);
	if (told)
		tell_exec(MP_ENDS, path, site);
	return result;
}

POSIX_CALL int execve(const char *path, char *const argv[], char *const env[])
{
	return do_exec(POSIX_REAL(execve), path, argv, env, POSIX_SITE());
}

POSIX_CALL int execv(const char *path, char *const argv[])
{
	return do_exec(POSIX_REAL(execve), path, argv, environ, POSIX_SITE());
}

POSIX_CALL int execvp(const char *file, char *const argv[])
{
	return do_exec(POSIX_REAL(execvpe), file, argv, environ, POSIX_SITE());
}

POSIX_CALL int execvpe(const char *file, char *const argv[], char *const env[])
{
	return do_exec(POSIX_REAL(execvpe), file, argv, env, POSIX_SITE());
}

/* A descriptor has no path to look at but this. */
static void name_of_fd(char room[32], int fd)
{
	char digits[10], *at = stpcpy(room, "/proc/self/fd/");
	int n = 0;

	do
		digits[n++] = (char)('0' + fd % 10);
	while (fd /= 10);
	while (n)
		*at++ = digits[--n];
	*at = '\0';
}

POSIX_CALL int fexecve(int fd, char *const argv[], char *const env[])
{
	const void *site = POSIX_SITE();
	char name[32];
	int result;

	if (!posix_on || fd < 0)
		return POSIX_REAL(fexecve)(fd, argv, env);
	name_of_fd(name, fd);
	env = posix_env_for(name, env, alloca(posix_env_room(env)));
	if (posix_in_vfork())
		posix_vfork_over();
	tell_exec(MP_BEGINS, name, site);
	result = POSIX_REAL(fexecve)(fd, argv, env);
	tell_exec(MP_ENDS, name, site);
	return result;
}

POSIX_CALL int execveat(int dir, const char *path, char *const argv[],
			char *const env[], int flags)
{
	const void *site = POSIX_SITE();
	int result;

	if (!posix_on)
		return POSIX_REAL(execveat)(dir, path, argv, env, flags);
	env = posix_env_for(path, env, alloca(posix_env_room(env)));
	if (posix_in_vfork())
		posix_vfork_over();
	tell_exec(MP_BEGINS, path, site);
	result = POSIX_REAL(execveat)(dir, path, argv, env, flags);
	tell_exec(MP_ENDS, path, site);
	return result;
}

/* ---- arguments one by one ---- */

/* The headers promise that it is; whoever calls may not have. */
static bool is_given(const char *volatile first)
{
	return first != NULL;
}

/* How many there are, the first and the terminator included. */
static size_t count_args(va_list args)
{
	size_t n = 2;

	while (va_arg(args, char *))
		n++;
	return n;
}

/* The environment after the terminator, of execle. */
static char *const *take_args(char **argv, const char *first, va_list args,
			      bool has_env)
{
	*argv++ = (char *)(uintptr_t)first;
	while ((*argv = va_arg(args, char *)))
		argv++;
	return has_env ? va_arg(args, char *const *) : environ;
}

#define EXEC_LIST(real, path, first, has_env)                                  \
	({                                                                     \
		char *const *env_ = environ;                                   \
		char **argv_;                                                  \
		va_list args_;                                                 \
		va_start(args_, first);                                        \
		argv_ = alloca((is_given(first) ? count_args(args_) : 1) *     \
			       sizeof(*argv_));                                \
		va_end(args_);                                                 \
		argv_[0] = NULL;                                               \
		va_start(args_, first);                                        \
		if (is_given(first))                                           \
			env_ = take_args(argv_, first, args_, has_env);        \
		va_end(args_);                                                 \
		do_exec(POSIX_REAL(real), path, argv_, env_, POSIX_SITE());    \
	})

POSIX_CALL int execl(const char *path, const char *arg, ...)
{
	return EXEC_LIST(execve, path, arg, false);
}

POSIX_CALL int execlp(const char *file, const char *arg, ...)
{
	return EXEC_LIST(execvpe, file, arg, false);
}

POSIX_CALL int execle(const char *path, const char *arg, ...)
{
	return EXEC_LIST(execve, path, arg, true);
}
