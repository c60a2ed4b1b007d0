/* SPDX-License-Identifier: MIT */
/*
 * Making processes and ending them.
 *
 * The parent tells that it forks and, when it has, whom; the child tells whose
 * child it is, whichever way it was made (core.c).  So a fork that goes past
 * us, by a bare system call, shows its child all the same.
 */
#include "trace/posix/posix.h"

#include <alloca.h>
#include <stdlib.h>

#include "trace/writer.h"

static void begin_fork(enum trace_fork how, const char *what, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_FORK, .phase = MP_BEGINS,
		   .kind = what ? MP_KIND_TEXT : MP_KIND_NONE, .text = what,
		   .text_len = what ? posix_len(what) : 0, .b = how,
		   .site = site);
}

static void end_fork(enum trace_fork how, int64_t pid, int err,
		     const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_FORK, .phase = MP_ENDS,
		   .a = pid > 0 ? (uint64_t)pid : 0, .b = how, .err = err,
		   .site = site);
}

POSIX_CALL pid_t fork(void)
{
	const void *site = POSIX_SITE();
	pid_t parent, pid;

	if (!posix_told(site))
		return POSIX_REAL(fork)();
	parent = posix_pid();
	begin_fork(TRACE_FORK_FORK, NULL, site);
	pid = POSIX_REAL(fork)();
	if (pid == 0)
		posix_born(parent);
	else
		end_fork(TRACE_FORK_FORK, pid, posix_err(pid), site);
	return pid;
}

/* The parent ends in it, without a word; the child comes back. */
POSIX_CALL int daemon(int keep_dir, int keep_files)
{
	const void *site = POSIX_SITE();
	bool told = posix_told(site);
	pid_t parent = posix_pid();
	int result;

	if (told)
		begin_fork(TRACE_FORK_DAEMON, NULL, site);
	result = POSIX_REAL(daemon)(keep_dir, keep_files);
	if (!told)
		return result;
	if (result) {
		end_fork(TRACE_FORK_DAEMON, 0, errno, site);
		return result;
	}
	for (int fd = 0; !keep_files && fd <= STDERR_FILENO; fd++)
		posix_fd_set_plain(fd);
	posix_born(parent);
	POSIX_EMIT(.verb = MP_VERB_SETSID, .phase = MP_HAPPENS, .site = site);
	return result;
}

POSIX_CALL pid_t setsid(void)
{
	const void *site = POSIX_SITE();
	pid_t session = POSIX_REAL(setsid)();

	if (session >= 0 && posix_told(site))
		POSIX_EMIT(.verb = MP_VERB_SETSID, .phase = MP_HAPPENS,
			   .site = site);
	return session;
}

/* ---- vfork ---- */

/*
 * The child comes back from the same call with the same stack as the parent
 * will: a function of C between would leave its frame to be overwritten.  So
 * vfork says first what there is to say, and then goes where the real one is,
 * as if it had been called.
 */
#if defined(__x86_64__)
__asm__(".text\n"
	".globl vfork\n"
	".type vfork, @function\n"
	"vfork:\n"
	"	endbr64\n"
	"	movq (%rsp), %rdi\n"
	"	subq $8, %rsp\n"
	"	call posix_before_vfork\n"
	"	addq $8, %rsp\n"
	"	jmp *%rax\n"
	".size vfork, .-vfork\n");
#elif defined(__aarch64__)
__asm__(".text\n"
	".globl vfork\n"
	".type vfork, %function\n"
	"vfork:\n"
	"	stp x29, x30, [sp, #-16]!\n"
	"	mov x0, x30\n"
	"	bl posix_before_vfork\n"
	"	ldp x29, x30, [sp], #16\n"
	"	br x0\n"
	".size vfork, .-vfork\n");
#endif

typedef pid_t fork_fn(void);
/* For the stub above: gives it the real one. */
fork_fn *posix_before_vfork(const void *site);

fork_fn *posix_before_vfork(const void *site)
{
	fork_fn *real = POSIX_REAL(vfork);

	if (!posix_told(site))
		return real;
	begin_fork(TRACE_FORK_VFORK, NULL, site);
	posix_vforker = (pid_t)syscall(SYS_gettid);
	return real;
}

void posix_vfork_over(void)
{
	/* The parent stands still until then: it is its event. */
	end_fork(TRACE_FORK_VFORK, posix_pid(), 0, NULL);
}

/* ---- a program at once ---- */

typedef int spawn_fn(pid_t *pid, const char *path,
		     const posix_spawn_file_actions_t *actions,
		     const posix_spawnattr_t *attributes, char *const *argv,
		     char *const *env);

struct spawn {
	pid_t *pid;
	const char *path;
	const posix_spawn_file_actions_t *actions;
	const posix_spawnattr_t *attributes;
	char *const *argv;
	char *const *env;
};

static int do_spawn(spawn_fn *real, const struct spawn *s, const void *site)
{
	bool told = posix_told(site);
	pid_t pid = 0;
	char **env;
	int err;

	if (!posix_on)
		return real(s->pid, s->path, s->actions, s->attributes, s->argv,
			    s->env);
	env = posix_env_for(s->path, s->env, alloca(posix_env_room(s->env)));
	if (told)
		begin_fork(TRACE_FORK_SPAWN, s->path, site);
	err = real(&pid, s->path, s->actions, s->attributes, s->argv, env);
	if (!err && s->pid)
		*s->pid = pid;
	if (told)
		end_fork(TRACE_FORK_SPAWN, pid, err, site);
	if (told && !err)
		posix_tell_untraced(s->path, pid);
	return err;
}

POSIX_CALL int posix_spawn(pid_t *pid, const char *path,
			   const posix_spawn_file_actions_t *actions,
			   const posix_spawnattr_t *attributes,
			   char *const argv[], char *const env[])
{
	return do_spawn(
		POSIX_REAL(posix_spawn),
		&(struct spawn){ pid, path, actions, attributes, argv, env },
		POSIX_SITE());
}

POSIX_CALL int posix_spawnp(pid_t *pid, const char *path,
			    const posix_spawn_file_actions_t *actions,
			    const posix_spawnattr_t *attributes,
			    char *const argv[], char *const env[])
{
	return do_spawn(
		POSIX_REAL(posix_spawnp),
		&(struct spawn){ pid, path, actions, attributes, argv, env },
		POSIX_SITE());
}

POSIX_CALL int system(const char *command)
{
	const void *site = POSIX_SITE();
	int result, saved;

	if (!command || !posix_told(site))
		return POSIX_REAL(system)(command);
	begin_fork(TRACE_FORK_SYSTEM, command, site);
	result = POSIX_REAL(system)(command);
	saved = errno;
	end_fork(TRACE_FORK_SYSTEM, 0, result == -1 ? errno : 0, site);
	errno = saved;
	return result;
}

/* ---- a shell at the other end of a pipe ---- */

POSIX_CALL FILE *popen(const char *command, const char *mode)
{
	const void *site = POSIX_SITE();
	FILE *f;
	struct posix_fd fd;

	if (!posix_told(site))
		return POSIX_REAL(popen)(command, mode);
	begin_fork(TRACE_FORK_POPEN, command, site);
	f = POSIX_REAL(popen)(command, mode);
	end_fork(TRACE_FORK_POPEN, 0, f ? 0 : errno, site);
	if (!f)
		return f;
	/* The other end is the child's; it says itself that it holds it. */
	fd = posix_fd_look(f->_fileno);
	if (fd.ends)
		POSIX_EMIT(.verb = MP_VERB_HOLD, .phase = MP_HAPPENS,
			   .object = fd.object, .a = (uint64_t)f->_fileno,
			   .aux = fd.ends, .site = site);
	return f;
}

POSIX_CALL int pclose(FILE *f)
{
	const void *site = POSIX_SITE();
	bool told = posix_told(site);
	int status;

	if (told)
		POSIX_EMIT(.verb = MP_VERB_WAITPID, .phase = MP_BEGINS,
			   .site = site);
	status = POSIX_REAL(pclose)(f);
	if (told)
		POSIX_EMIT(.verb = MP_VERB_WAITPID, .phase = MP_ENDS,
			   .err = posix_err(status), .site = site);
	return status;
}

/* ---- ends ---- */

static void say_exit(int status)
{
	POSIX_EMIT(.verb = MP_VERB_EXIT, .phase = MP_HAPPENS,
		   .kind = MP_KIND_INT, .a = (uint64_t)(status & 0xff));
}

POSIX_CALL _Noreturn void _exit(int status)
{
	if (posix_on && posix_in_vfork())
		posix_vfork_over();
	else if (posix_told(POSIX_SITE()))
		say_exit(status);
	POSIX_REAL(_exit)(status);
	__builtin_unreachable();
}

POSIX_CALL _Noreturn void _Exit(int status)
{
	if (posix_told(POSIX_SITE()))
		say_exit(status);
	POSIX_REAL(_exit)(status);
	__builtin_unreachable();
}

/*
 * Registered before anything of the program's, so called after all of it.
 * What streams still hold is written later than that.
 */
static void at_exit(int status, void *unused)
{
	(void)unused;
	if (posix_on)
		say_exit(status);
}

void posix_process_attach(void)
{
	/* Without room for it EXIT is missing and nothing else. */
	(void)on_exit(at_exit, NULL);
}
