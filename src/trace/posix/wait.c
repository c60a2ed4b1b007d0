/* SPDX-License-Identifier: MIT */
/*
 * Waiting for children.
 *
 * Whether a call must wait is asked first, with the same call told not to: so
 * a wait is told only where there is one.  A call that looks and finds nothing
 * is not told at all, for it may be made a thousand times.
 */
#include "trace/posix/posix.h"

/* Any child, or any of a group: 0. */
static uint64_t who(int32_t whom)
{
	return whom > 0 ? (uint64_t)whom : 0;
}

static void begin(int32_t whom, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_WAITPID, .phase = MP_BEGINS, .a = who(whom),
		   .site = site);
}

static void must_wait(int32_t whom, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_WAITPID, .phase = MP_WAITS, .a = who(whom),
		   .site = site);
}

static void reap(pid_t pid, int status, const void *site)
{
	int64_t code =
		WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);

	if (!WIFEXITED(status) && !WIFSIGNALED(status))
		return; /* stopped or continued */
	POSIX_EMIT(.verb = MP_VERB_REAP, .phase = MP_HAPPENS,
		   .a = (uint64_t)pid, .b = (uint64_t)code, .site = site);
}

static void end(pid_t pid, int status, const void *site)
{
	int err = posix_err(pid);

	if (pid > 0)
		reap(pid, status, site);
	POSIX_EMIT(.verb = MP_VERB_WAITPID, .phase = MP_ENDS,
		   .a = pid > 0 ? (uint64_t)pid : 0,
		   .b = pid > 0 ? (uint64_t)(uint32_t)status : 0, .err = err,
		   .site = site);
}

static pid_t do_wait(pid_t whom, int *status, int options, struct rusage *usage,
		     const void *site)
{
	int got = 0;
	pid_t pid;

	if (!posix_told(site))
		return POSIX_REAL(wait4)(whom, status, options, usage);
	if (options & WNOHANG) {
		pid = POSIX_REAL(wait4)(whom, &got, options, usage);
		if (pid == 0)
			return pid;
		begin(whom, site);
	} else {
		begin(whom, site);
		pid = POSIX_REAL(wait4)(whom, &got, options | WNOHANG, usage);
		if (pid == 0) {
			must_wait(whom, site);
			pid = POSIX_REAL(wait4)(whom, &got, options, usage);
		}
	}
	if (pid > 0 && status)
		*status = got;
	end(pid, got, site);
	return pid;
}

POSIX_CALL pid_t wait(int *status)
{
	return do_wait(-1, status, 0, NULL, POSIX_SITE());
}

POSIX_CALL pid_t waitpid(pid_t whom, int *status, int options)
{
	return do_wait(whom, status, options, NULL, POSIX_SITE());
}

POSIX_CALL pid_t wait3(int *status, int options, struct rusage *usage)
{
	return do_wait(-1, status, options, usage, POSIX_SITE());
}

POSIX_CALL pid_t wait4(pid_t whom, int *status, int options,
		       struct rusage *usage)
{
	return do_wait(whom, status, options, usage, POSIX_SITE());
}

/* As waitpid(2) would have given it. */
static int status_of(const siginfo_t *info)
{
	return info->si_code == CLD_EXITED ? (info->si_status & 0xff) << 8
					   : info->si_status & 0x7f;
}

static int32_t whom_of(idtype_t type, id_t id)
{
	return type == P_PID ? (int32_t)id : -1;
}

POSIX_CALL int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
	const void *site = POSIX_SITE();
	siginfo_t own = { 0 };
	siginfo_t *got = info ? info : &own;
	int32_t whom = whom_of(type, id);
	int result;

	/* One that only looks takes nothing; nor does one told not to wait. */
	if (!posix_told(site) || options & (WNOWAIT | WNOHANG) ||
	    !(options & WEXITED))
		return POSIX_REAL(waitid)(type, id, info, options);
	begin(whom, site);
	got->si_pid = 0;
	result = POSIX_REAL(waitid)(type, id, got, options | WNOHANG);
	if (!result && !got->si_pid) {
		must_wait(whom, site);
		result = POSIX_REAL(waitid)(type, id, got, options);
	}
	if (!result &&
	    (got->si_code == CLD_EXITED || got->si_code == CLD_KILLED ||
	     got->si_code == CLD_DUMPED))
		end(got->si_pid, status_of(got), site);
	else
		end(result, 0, site);
	return result;
}
