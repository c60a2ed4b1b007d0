/* SPDX-License-Identifier: MIT */
#include "mp/family.h"

#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mp/memory.h"
#include "mp/parent.h"
#include "mp/start_impl.h"
#include "mp/who.h"

/* What a child's exit code is taken for if somebody else reaped it. */
#define UNKNOWN_CODE 255
/* How long daemons get to end themselves after SIGTERM, in seconds. */
#define GRACE 1.0
/* How long a child may take to be dead after its pulse has stopped, in ms. */
#define DIE_MS 20

static char first_name[] = "main", first_path[] = "";
static mp_process first = {
	.name = first_name,
	.path = first_path,
	.pid = MP__UNBORN,
	.exitcode = MP_NOT_ENDED,
	.sentinel = -1,
	.tether = -1,
	.lifeline = { -1, -1 },
	.pulse = { -1, -1, false },
};

/* The process context: the only mutable globals of mp beside the probe. */
static mp_process *self = &first;
static mp_process *children;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint children_made;
static atomic_bool armed;
/* The one whose fork this thread is in the middle of. */
static _Thread_local mp_process *newborn;

mp_process *mp__self(void)
{
	return self;
}

void mp__become(mp_process *p)
{
	self = p;
	atomic_store(&self->pid, getpid());
}

unsigned mp__next_child(void)
{
	return atomic_fetch_add(&children_made, 1) + 1;
}

/* ---- fork ---- */

static void before_fork(void)
{
	(void)pthread_mutex_lock(&lock);
	mp__memory_before_fork();
	mp__server_before_fork();
}

static void after_fork_in_parent(void)
{
	mp__server_after_fork();
	mp__memory_after_fork();
	(void)pthread_mutex_unlock(&lock);
}

static void close_sentinel(mp_process *p)
{
	int fd = atomic_exchange(&p->sentinel, -1);

	if (fd >= 0)
		(void)close(fd);
}

void mp__process_init(mp_process *p)
{
	p->lifeline = MP__NO_LIFELINE;
	p->pulse = MP__NO_PULSE;
	p->tether = -1;
	atomic_init(&p->pid, MP__UNBORN);
	atomic_init(&p->exitcode, MP_NOT_ENDED);
	atomic_init(&p->sentinel, -1);
}

void mp__process_destroy(mp_process *p)
{
	mp__lifeline_close(&p->lifeline);
	mp__pulse_close(&p->pulse);
	mp__tether_close(p);
	close_sentinel(p);
	mp__gifts_free(p);
	if (p->owns_arg)
		free(p->arg);
	free(p->name);
	free(p->path);
	free(p);
}

/*
 * The parent's children are not ours: their lifelines must not be held by
 * anybody but the parent, and its own pulse not by us.  The one that is being
 * born keeps its own.
 */
static void after_fork_in_child(void)
{
	mp_process *next;

	mp__server_after_fork();
	mp__memory_after_fork();
	for (mp_process *p = children; p; p = next) {
		next = p->next;
		p->next = NULL;
		if (p == newborn)
			continue;
		mp__lifeline_close(&p->lifeline);
		mp__pulse_close(&p->pulse);
		mp__tether_close(p);
		close_sentinel(p);
		if (p->freed)
			mp__process_destroy(p);
	}
	children = NULL;
	newborn = NULL;
	atomic_store(&children_made, 0);
	mp__server_forget();
	mp__who_forget();
	mp__parent_forget();
	mp__pulse_close(&self->pulse);
	mp__become(self);
	mp__announce_again();
	(void)pthread_mutex_unlock(&lock);
}

__attribute__((constructor(150))) static void loaded(int argc, char **argv)
{
	atomic_store(&first.pid, getpid());
	/* Without memory at start-up the program cannot go far. */
	(void)pthread_atfork(before_fork, after_fork_in_parent,
			     after_fork_in_child);
	mp__start_arrive(argc, argv);
}

/* ---- the list ---- */

static void unlist(mp_process *p)
{
	for (mp_process **at = &children; *at; at = &(*at)->next) {
		if (*at == p) {
			*at = p->next;
			break;
		}
	}
	p->next = NULL;
}

void mp__family_add(mp_process *p)
{
	(void)pthread_mutex_lock(&lock);
	p->next = children;
	children = p;
	newborn = p;
	(void)pthread_mutex_unlock(&lock);
}

void mp__family_drop(mp_process *p)
{
	(void)pthread_mutex_lock(&lock);
	unlist(p);
	newborn = NULL;
	mp__lifeline_close(&p->lifeline);
	(void)pthread_mutex_unlock(&lock);
}

void mp__family_born(mp_process *p, pid_t pid, int pidfd)
{
	int felt;

	(void)pthread_mutex_lock(&lock);
	newborn = NULL;
	mp__lifeline_hold(&p->lifeline);
	felt = mp__pulse_feel(&p->pulse);
	atomic_store(&p->sentinel, p->pulse.stands ? felt : pidfd);
	atomic_store(&p->pid, pid);
	(void)pthread_mutex_unlock(&lock);
}

/* ---- reaping, under the lock ---- */

static void bury(mp_process *p, int code)
{
	atomic_store(&p->exitcode, code);
	mp__lifeline_close(&p->lifeline);
	unlist(p);
}

/* What stands in for a pidfd hangs up a little before the process has ended. */
static void let_die(const mp_process *p)
{
	struct pollfd hung = { .fd = atomic_load(&p->sentinel) };

	if (p->pulse.stands && poll(&hung, 1, 0) > 0)
		(void)mp__pulse_ends(atomic_load(&p->pid), -1, DIE_MS);
}

/* Whether @p, a child in the kernel's eyes too, has ended, and how;
 * MP_NOT_ENDED: nobody knows. */
static bool child_ended(const mp_process *p, int *ret_code)
{
	int pidfd = p->pulse.stands ? -1 : atomic_load(&p->sentinel);
	bool ended;

	let_die(p);
	if (!mp__pulse_wait(atomic_load(&p->pid), pidfd, ret_code, &ended))
		return ended;
	/* The program reaped it itself, or ignores SIGCHLD. */
	*ret_code = MP_NOT_ENDED;
	return true;
}

static bool reap(mp_process *p)
{
	pid_t pid = atomic_load(&p->pid);
	int code;

	if (pid == MP__UNBORN)
		return false;
	if (mp__ended(p))
		return true;
	if (p->method == MP_FORKSERVER ? !mp__tether_ended(p, &code)
				       : !child_ended(p, &code))
		return false;
	bury(p, code == MP_NOT_ENDED ? UNKNOWN_CODE : code);
	if (code == MP_NOT_ENDED)
		return true;
	MP__EMIT(.verb = MP_VERB_REAP, .phase = MP_HAPPENS, .kind = MP_KIND_INT,
		 .a = (uint64_t)pid, .b = (uint64_t)(int64_t)code);
	return true;
}

bool mp__family_reap(mp_process *p)
{
	bool ended;

	(void)pthread_mutex_lock(&lock);
	ended = reap(p);
	(void)pthread_mutex_unlock(&lock);
	return ended;
}

void mp__family_tidy(void)
{
	mp_process *next;

	mp__server_tidy();
	(void)pthread_mutex_lock(&lock);
	for (mp_process *p = children; p; p = next) {
		next = p->next;
		if (reap(p) && p->freed)
			mp__process_destroy(p);
	}
	(void)pthread_mutex_unlock(&lock);
}

/* The last one started is the first in the list. */
size_t mp__family_list(mp_process **ret_children, size_t n)
{
	size_t count = 0, i;

	(void)pthread_mutex_lock(&lock);
	for (mp_process *p = children; p; p = p->next)
		count += !p->freed && atomic_load(&p->pid) != MP__UNBORN;
	i = count;
	for (mp_process *p = children; p; p = p->next)
		if (!p->freed && atomic_load(&p->pid) != MP__UNBORN && --i < n)
			ret_children[i] = p;
	(void)pthread_mutex_unlock(&lock);
	return count;
}

static bool listed(const mp_process *p)
{
	for (const mp_process *c = children; c; c = c->next)
		if (c == p)
			return true;
	return false;
}

void mp__family_release(mp_process *p)
{
	bool running;

	(void)pthread_mutex_lock(&lock);
	running = listed(p);
	p->freed = running;
	(void)pthread_mutex_unlock(&lock);
	if (!running)
		mp__process_destroy(p);
}

/* ---- waiting and signals ---- */

/* Sleep until @fd is readable, at most @ns (MP__NEVER: no limit). */
static void wait_readable(int fd, int64_t ns)
{
	struct pollfd end = { .fd = fd, .events = POLLIN };
	struct timespec t = { .tv_sec = (time_t)(ns / 1000000000),
			      .tv_nsec = (long)(ns % 1000000000) };

	/* EINTR: the caller looks for itself. */
	(void)ppoll(&end, 1, ns == MP__NEVER ? NULL : &t, NULL);
}

static bool has_ended(mp_process *p)
{
	return p == mp__parent() ? mp__parent_ended() : mp__family_reap(p);
}

/* Wait until @p has ended and reap it: 0, ETIMEDOUT. */
static int await(mp_process *p, double timeout, const void *site)
{
	int64_t deadline = 0, ns;
	bool waited = false;

	while (!has_ended(p)) {
		if (!(timeout > 0))
			return ETIMEDOUT;
		if (!waited) {
			waited = true;
			deadline = mp__deadline(timeout);
			MP__EMIT(.verb = MP_VERB_JOIN, .phase = MP_WAITS,
				 .kind = MP_KIND_INT,
				 .a = (uint64_t)atomic_load(&p->pid),
				 .err = mp__limit(timeout), .site = site);
		}
		ns = mp__nap(deadline, MP__NEVER);
		if (!ns)
			return ETIMEDOUT;
		wait_readable(atomic_load(&p->sentinel), ns);
	}
	return 0;
}

static int join(mp_process *p, double timeout, const void *site)
{
	if (!p || isnan(timeout))
		return EINVAL;
	if (p == mp__parent()) {
		if (mp__parent_watch() < 0 && errno != ESRCH)
			return errno;
	} else if (p->creator != getpid()) {
		return ECHILD;
	}
	if (atomic_load(&p->pid) == MP__UNBORN)
		return EINVAL;
	return await(p, timeout, site);
}

int mp__join(mp_process *p, double timeout, const void *site)
{
	uint64_t pid = p ? (uint64_t)atomic_load(&p->pid) : 0;
	int err, code = 0;

	MP__EMIT(.verb = MP_VERB_JOIN, .phase = MP_BEGINS, .kind = MP_KIND_INT,
		 .a = pid, .site = site);
	err = join(p, timeout, site);
	if (!err)
		code = atomic_load(&p->exitcode);
	MP__EMIT(.verb = MP_VERB_JOIN, .phase = MP_ENDS, .kind = MP_KIND_INT,
		 .err = err, .a = pid, .b = (uint64_t)(int64_t)code,
		 .site = site);
	return err;
}

int mp__signal(mp_process *p, enum mp_verb verb, const void *site)
{
	int number = verb == MP_VERB_KILL ? SIGKILL : SIGTERM;
	int fd = atomic_load(&p->sentinel), err = 0;

	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_HAPPENS,
		 .kind = MP_KIND_INT, .a = (uint64_t)atomic_load(&p->pid),
		 .site = site);
	/* Through the pidfd: its PID may be another's by now. */
	if (fd >= 0 && !mp__ended(p))
		err = mp__pulse_signal(atomic_load(&p->pid),
				       p->pulse.stands ? -1 : fd, number);
	return err == ESRCH ? 0 : err;
}

/* ---- the end ---- */

/*
 * Take charge of the next child that is, or is not, a daemon: from here on
 * nobody else frees it.
 */
static mp_process *take_child(bool daemon, bool *ret_ours)
{
	mp_process *p;

	(void)pthread_mutex_lock(&lock);
	for (p = children; p; p = p->next)
		if (p->daemon == daemon && atomic_load(&p->pid) != MP__UNBORN)
			break;
	if (p) {
		*ret_ours = p->freed;
		p->freed = false;
	}
	(void)pthread_mutex_unlock(&lock);
	return p;
}

static void end_child(mp_process *p, bool ours, int64_t deadline)
{
	double left = (double)(deadline - mp__now()) / 1e9;

	if (deadline == MP__NEVER)
		left = MP_FOREVER;
	if (mp__join(p, left, NULL) == ETIMEDOUT) {
		(void)mp__signal(p, MP_VERB_KILL, NULL);
		(void)mp__join(p, MP_FOREVER, NULL);
	}
	if (ours)
		mp__process_destroy(p);
}

static void signal_daemons(void)
{
	(void)pthread_mutex_lock(&lock);
	for (mp_process *p = children; p; p = p->next)
		if (p->daemon && atomic_load(&p->pid) != MP__UNBORN)
			(void)mp__signal(p, MP_VERB_TERMINATE, NULL);
	(void)pthread_mutex_unlock(&lock);
}

void mp__family_end(void)
{
	int64_t deadline = 0;
	mp_process *p;
	bool ours;

	if (getpid() != atomic_load(&self->pid))
		return;
	signal_daemons();
	while ((p = take_child(false, &ours)))
		end_child(p, ours, MP__NEVER);
	while ((p = take_child(true, &ours))) {
		/* Not before: most processes have none, and fork is fast. */
		if (!deadline)
			deadline = mp__deadline(GRACE);
		end_child(p, ours, deadline);
	}
	mp__server_end();
}

int mp__family_arm(void)
{
	/*
	 * Once for each line of processes: a child of fork(2) inherits the
	 * handler, and finds no children but its own.
	 */
	if (atomic_exchange(&armed, true))
		return 0;
	if (!atexit(mp__family_end))
		return 0;
	atomic_store(&armed, false);
	return ENOMEM;
}
