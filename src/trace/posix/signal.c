/* SPDX-License-Identifier: MIT */
/*
 * Signals: sent, waited for, and handled.
 *
 * A handler of the program's is set as ours, which tells that it runs, calls
 * the program's, and tells that it is done.  Whoever asks what handler is set
 * is told the program's own.
 */
#include "trace/posix/posix.h"

#include <string.h>

enum { SIGNALS = 65 };

typedef void long_handler(int signal, siginfo_t *info, void *context);

/* The program's handlers, by number. */
static _Atomic uintptr_t handlers[SIGNALS];
/* Whether it wants all three arguments. */
static _Atomic bool wants_all[SIGNALS];

static void tell_handler(enum mp_phase phase, int number, const siginfo_t *info)
{
	int saved = errno;
	bool by_process = info && info->si_code <= 0;

	if (posix_on && !posix_in_vfork())
		POSIX_EMIT(.verb = MP_VERB_HANDLER, .phase = (uint8_t)phase,
			   .a = by_process ? (uint64_t)info->si_pid : 0,
			   .b = (uint64_t)number);
	errno = saved;
}

static void ours(int number, siginfo_t *info, void *context)
{
	unsigned i = (unsigned)number % SIGNALS;
	/* Acquire: pairs with the release of whoever set it. */
	uintptr_t handler =
		atomic_load_explicit(&handlers[i], memory_order_acquire);

	tell_handler(MP_BEGINS, number, info);
	if (atomic_load_explicit(&wants_all[i], memory_order_relaxed))
		((long_handler *)handler)(number, info, context);
	else
		((posix_handler *)handler)(number);
	tell_handler(MP_ENDS, number, info);
}

/* For those that are set with signal(2), which wants no more than this. */
static void ours_short(int number)
{
	ours(number, NULL, NULL);
}

static bool is_function(uintptr_t handler)
{
	return handler != (uintptr_t)SIG_DFL && handler != (uintptr_t)SIG_IGN &&
	       handler != (uintptr_t)SIG_ERR;
}

/* As the program would have it, from what the kernel says. */
static void translate(struct sigaction *a, uintptr_t old, bool all)
{
	if (a->sa_sigaction != ours && a->sa_handler != ours_short)
		return;
	a->sa_sigaction = (long_handler *)old;
	if (!all)
		a->sa_flags &= ~SA_SIGINFO;
}

static void tell_set(int number, uintptr_t handler, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_SIGACTION, .phase = MP_HAPPENS,
		   .a = handler == (uintptr_t)SIG_DFL   ? 0
			: handler == (uintptr_t)SIG_IGN ? 1
							: 2,
		   .b = (uint64_t)number, .site = site);
}

POSIX_CALL int sigaction(int number, const struct sigaction *new,
			 struct sigaction *old)
{
	const void *site = POSIX_SITE();
	unsigned i = (unsigned)number % SIGNALS;
	uintptr_t before = atomic_load(&handlers[i]);
	bool before_all = atomic_load(&wants_all[i]);
	struct sigaction own;
	uintptr_t handler;
	int result;

	if (!posix_told(site) || (unsigned)number >= SIGNALS) {
		result = POSIX_REAL(sigaction)(number, new, old);
		if (!result && old)
			translate(old, before, before_all);
		return result;
	}
	handler = new ? (uintptr_t) new->sa_sigaction : 0;
	if (new &&is_function(handler)) {
		own = *new;
		own.sa_sigaction = ours;
		own.sa_flags |= SA_SIGINFO;
		atomic_store(&wants_all[i], (new->sa_flags &SA_SIGINFO) != 0);
		atomic_store(&handlers[i], handler);
		result = POSIX_REAL(sigaction)(number, &own, old);
		if (result) {
			atomic_store(&handlers[i], before);
			atomic_store(&wants_all[i], before_all);
		}
	} else {
		result = POSIX_REAL(sigaction)(number, new, old);
	}
	if (!result && old)
		translate(old, before, before_all);
	if (!result && new)
		tell_set(number, handler, site);
	return result;
}

/* What it sets, the C library sets with the flags of its own. */
POSIX_CALL posix_handler *signal(int number, posix_handler *new)
{
	const void *site = POSIX_SITE();
	unsigned i = (unsigned)number % SIGNALS;
	uintptr_t before = atomic_load(&handlers[i]);
	bool wrap = posix_told(site) && is_function((uintptr_t) new) &&
		    (unsigned)number < SIGNALS;
	posix_handler *old;

	if (wrap) {
		atomic_store(&wants_all[i], false);
		atomic_store(&handlers[i], (uintptr_t) new);
	}
	old = POSIX_REAL(signal)(number, wrap ? ours_short : new);
	if (old == SIG_ERR) {
		if (wrap)
			atomic_store(&handlers[i], before);
		return old;
	}
	if (posix_told(site))
		tell_set(number, (uintptr_t) new, site);
	return old == ours_short || (uintptr_t)old == (uintptr_t)ours
		       ? (posix_handler *)before
		       : old;
}

/* ---- sent ---- */

static int end_send(int result, pid_t whom, int number, const void *site)
{
	int err = result > 0 ? result : result ? errno : 0;

	POSIX_EMIT(.verb = MP_VERB_SEND_SIGNAL, .phase = MP_ENDS,
		   .a = (uint64_t)(int64_t)whom, .b = (uint64_t)number,
		   .err = err, .site = site);
	return result;
}

static void begin_send(pid_t whom, int number, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_SEND_SIGNAL, .phase = MP_BEGINS,
		   .a = (uint64_t)(int64_t)whom, .b = (uint64_t)number,
		   .site = site);
}

/* Number 0 only asks whether there is somebody. */
#define SEND(whom, number, call)                                               \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		if (!(number) || !posix_told(site_))                           \
			return call;                                           \
		begin_send(whom, number, site_);                               \
		end_send(call, whom, number, site_);                           \
	})

POSIX_CALL int kill(pid_t whom, int number)
{
	return SEND(whom, number, POSIX_REAL(kill)(whom, number));
}

POSIX_CALL int killpg(pid_t group, int number)
{
	return SEND(group > 0 ? -group : group, number,
		    POSIX_REAL(killpg)(group, number));
}

POSIX_CALL int raise(int number)
{
	return SEND(posix_pid(), number, POSIX_REAL(raise)(number));
}

POSIX_CALL int sigqueue(pid_t whom, int number, const union sigval value)
{
	return SEND(whom, number, POSIX_REAL(sigqueue)(whom, number, value));
}

/* ---- waited for ---- */

static void begin_wait(bool bounded, const void *site)
{
	posix_tell(MP_VERB_PAUSE_CALL, MP_BEGINS, 0, site);
	POSIX_EMIT(.verb = MP_VERB_PAUSE_CALL, .phase = MP_WAITS,
		   .err = bounded ? ETIMEDOUT : 0, .site = site);
}

static void end_wait(int number, int err, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_PAUSE_CALL, .phase = MP_ENDS,
		   .b = number > 0 ? (uint64_t)number : 0, .err = err,
		   .site = site);
}

/* @number: of the signal that came, from the result. */
#define WAIT(bounded, call, number, err)                                       \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		bool told_ = posix_told(site_);                                \
		int result_;                                                   \
		if (told_)                                                     \
			begin_wait(bounded, site_);                            \
		result_ = call;                                                \
		if (told_)                                                     \
			end_wait(number, err, site_);                          \
		result_;                                                       \
	})

POSIX_CALL int pause(void)
{
	return WAIT(false, POSIX_REAL(pause)(), 0, 0);
}

POSIX_CALL int sigsuspend(const sigset_t *mask)
{
	return WAIT(false, POSIX_REAL(sigsuspend)(mask), 0, 0);
}

POSIX_CALL int sigwait(const sigset_t *set, int *number)
{
	return WAIT(false, POSIX_REAL(sigwait)(set, number),
		    result_ ? 0 : *number, result_);
}

POSIX_CALL int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
	return WAIT(false, POSIX_REAL(sigwaitinfo)(set, info), result_,
		    posix_err(result_));
}

/* EAGAIN says that the time is over. */
static int wait_for(const sigset_t *set, siginfo_t *info,
		    struct posix_limit *limit)
{
	int got;

	do
		got = POSIX_REAL(sigtimedwait)(set, info,
					       posix_limit_span(limit));
	while (got < 0 && errno == EAGAIN && !posix_limit_over(limit));
	return got;
}

POSIX_CALL int sigtimedwait(const sigset_t *set, siginfo_t *info,
			    const struct timespec *timeout)
{
	const void *site = POSIX_SITE();
	struct posix_limit limit;
	int got;

	if (!posix_told(site))
		return POSIX_REAL(sigtimedwait)(set, info, timeout);
	limit = posix_limit_in(timeout);
	begin_wait(timeout, site);
	got = wait_for(set, info, &limit);
	end_wait(got, posix_err(got), site);
	return got;
}
