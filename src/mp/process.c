/* SPDX-License-Identifier: MIT */
/*
 * Processes, as their users see them.
 *
 * How a child ends: it registers on_exit(leave) before anything else, so that
 * exit(3) runs what the child itself has registered and then, instead of what
 * it inherited from its parent, leave: end the children, flush, _exit.
 */
#include "mp/process.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "mp/family.h"
#include "mp/parent.h"
#include "mp/start_impl.h"

#ifdef MP_COVERAGE
void __gcov_dump(void);
#endif

/* ---- making ---- */

static int set_path(mp_process *p)
{
	const char *parent = mp__self()->path;

	if (asprintf(&p->path, "%s%s%u", parent, *parent ? ":" : "",
		     mp__next_child()) < 0) {
		p->path = NULL;
		return -1;
	}
	return 0;
}

static int set_name(mp_process *p, const char *name)
{
	char *copy = NULL;

	if (name)
		copy = strdup(name);
	else if (asprintf(&copy, "Process-%s", p->path) < 0)
		copy = NULL;
	if (!copy)
		return -1;
	free(p->name);
	p->name = copy;
	return 0;
}

mp_process *mp_process_new(const char *name, mp_process_fn *fn, void *arg)
{
	mp_process *p;

	if (!fn) {
		errno = EINVAL;
		return NULL;
	}
	p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	mp__process_init(p);
	p->fn = fn;
	p->arg = arg;
	p->method = mp_get_start_method();
	p->daemon = mp__self()->daemon;
	p->creator = getpid();
	if (set_path(p) || set_name(p, name)) {
		mp_process_free(p);
		errno = ENOMEM;
		return NULL;
	}
	return p;
}

mp_process *mp_process_new_with(const char *name, mp_process_fn *fn,
				const void *arg, size_t size)
{
	int err = !fn || (!arg && size) ? EINVAL : 0;
	mp_process *p = NULL;
	void *copy = NULL;

	if (!err && size > MP_ARGUMENT_MOST)
		err = EMSGSIZE;
	if (!err && mp_get_start_method() != MP_FORK && !mp__spawnable_of(fn))
		err = ENOENT;
	if (!err && size) {
		copy = malloc(size);
		err = copy ? 0 : ENOMEM;
	}
	if (copy)
		memcpy(copy, arg, size);
	if (!err) {
		p = mp_process_new(name, fn, copy);
		err = p ? 0 : errno;
	}
	if (err) {
		free(copy);
		errno = err;
		return NULL;
	}
	p->arg_size = size;
	p->owns_arg = true;
	return p;
}

void mp_process_free(mp_process *p)
{
	if (p && p != mp__self() && p != mp__parent() && p->creator)
		mp__family_release(p);
}

/* ---- starting ---- */

void mp__flush(void)
{
	if (ftrylockfile(stdin)) {
		(void)fflush(stdout);
		(void)fflush(stderr);
		return;
	}
	funlockfile(stdin);
	(void)fflush(NULL);
}

_Noreturn static void leave(int status, void *unused)
{
	(void)unused;
	mp__family_end();
	mp__announce_exit(status & 0xff);
	mp__flush();
#ifdef MP_COVERAGE
	__gcov_dump();
#endif
	_exit(status);
}

_Noreturn void mp__child_main(mp_process *p, mp_process *parent,
			      pid_t parent_pid, void (*ready)(void))
{
	mp__lifeline_take(&p->lifeline, parent_pid);
	mp__pulse_take(&p->pulse);
	mp__parent_set(parent, parent_pid);
	mp__become(p);
	if (on_exit(leave, NULL))
		_exit(EX_OSERR);
	if (mp__watched())
		mp__announce();
	if (ready)
		ready();
	exit(p->fn(p->arg) & 0xff);
}

int mp__adopt(mp_process *p, pid_t pid)
{
	int pidfd = p->pulse.stands ? -1 : pidfd_open(pid, 0), err = errno;

	/* ESRCH: SIGCHLD is ignored, and the child has ended already. */
	if (pidfd < 0 && !p->pulse.stands && err != ESRCH) {
		(void)kill(pid, SIGKILL);
		(void)waitpid(pid, NULL, 0);
		mp__family_drop(p);
		return err;
	}
	mp__family_born(p, pid, pidfd);
	return 0;
}

/*
 * The pidfd can only be had when the child runs; a descriptor that was to be
 * had just before makes sure that there will be one.  (If another thread
 * snatches it the child is killed again at once, in
 * mp__adopt.)
 */
static int probe_descriptors(void)
{
	int spare = open("/", O_PATH | O_CLOEXEC);

	if (spare < 0)
		return errno;
	(void)close(spare);
	return 0;
}

/*
 * Fork is as fast as few pages are touched in the child: each costs a fault,
 * and each that is written to a copy.
 */
static int fork_child(mp_process *p)
{
	int err = mp__lifeline_open(&p->lifeline);
	pid_t parent = getpid(), pid;

	if (err)
		return err;
	err = probe_descriptors();
	if (err) {
		mp__lifeline_close(&p->lifeline);
		return err;
	}
	mp__flush();
	mp__family_add(p);
	pid = fork();
	if (!pid)
		mp__child_main(p, mp__self(), parent, NULL);
	if (pid < 0) {
		err = errno;
		mp__family_drop(p);
		return err;
	}
	return mp__adopt(p, pid);
}

static int start_by_method(mp_process *p)
{
	switch (p->method) {
	case MP_FORK:
		return fork_child(p);
	case MP_SPAWN:
		return mp__spawn_child(p);
	case MP_FORKSERVER:
		return mp__serve_child(p);
	}
	return EINVAL;
}

static int start(mp_process *p)
{
	int err;

	if (!p)
		return EINVAL;
	if (atomic_load(&p->pid) != MP__UNBORN)
		return EALREADY;
	if (p->creator != getpid() || mp__self()->daemon)
		return EPERM;
	err = mp__start_check(p);
	if (err)
		return err;
	mp__family_tidy();
	err = mp__family_arm();
	if (!err)
		err = mp__pulse_open(&p->pulse);
	if (err)
		return err;
	err = start_by_method(p);
	if (err)
		mp__pulse_close(&p->pulse);
	return err;
}

MP__TRACED int mp_process_start(mp_process *p)
{
	const void *site = MP__SITE();
	int err;

	MP__EMIT(.verb = MP_VERB_START, .phase = MP_BEGINS,
		 .kind = MP_KIND_TEXT, .text = p ? p->name : "",
		 .text_len = p ? (uint32_t)strlen(p->name) : 0,
		 .aux = p ? (uint32_t)p->method : 0, .site = site);
	err = start(p);
	MP__EMIT(.verb = MP_VERB_START, .phase = MP_ENDS, .kind = MP_KIND_TEXT,
		 .text = p ? p->name : "",
		 .text_len = p ? (uint32_t)strlen(p->name) : 0,
		 .a = err ? 0 : (uint64_t)atomic_load(&p->pid), .err = err,
		 .aux = p ? (uint32_t)p->method : 0, .site = site);
	return mp__result(err);
}

/* ---- a started process ---- */

MP__TRACED int mp_process_join(mp_process *p, double timeout)
{
	return mp__result(mp__join(p, timeout, MP__SITE()));
}

bool mp_process_is_alive(mp_process *p)
{
	if (!p || atomic_load(&p->pid) == MP__UNBORN)
		return false;
	if (p == mp__self())
		return true;
	if (p == mp__parent())
		return !mp__parent_ended();
	return p->creator == getpid() && !mp__family_reap(p);
}

/* Async-signal-safe. */
static int send_signal(mp_process *p, enum mp_verb verb, const void *site)
{
	int err = 0;

	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_BEGINS,
		 .kind = MP_KIND_INT,
		 .a = p ? (uint64_t)atomic_load(&p->pid) : 0, .site = site);
	if (!p || (p->creator && atomic_load(&p->pid) == MP__UNBORN))
		err = EINVAL;
	else if (p->creator != getpid())
		err = ECHILD;
	else
		err = mp__signal(p, verb, site);
	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_ENDS, .kind = MP_KIND_INT,
		 .a = p ? (uint64_t)atomic_load(&p->pid) : 0, .err = err,
		 .site = site);
	return mp__result(err);
}

MP__TRACED int mp_process_terminate(mp_process *p)
{
	return send_signal(p, MP_VERB_TERMINATE, MP__SITE());
}

MP__TRACED int mp_process_kill(mp_process *p)
{
	return send_signal(p, MP_VERB_KILL, MP__SITE());
}

int mp_process_exitcode(mp_process *p)
{
	if (!p || atomic_load(&p->pid) == MP__UNBORN)
		return MP_NOT_ENDED;
	if (p == mp__parent())
		(void)mp__parent_ended();
	else if (p->creator == getpid())
		(void)mp__family_reap(p);
	return atomic_load(&p->exitcode);
}

int mp_process_sentinel(const mp_process *p)
{
	int fd;

	if (!p || atomic_load(&p->pid) == MP__UNBORN)
		return mp__result(EINVAL);
	if (p == mp__parent())
		return mp__parent_watch();
	if (p->creator != getpid())
		return mp__result(ECHILD);
	fd = atomic_load(&p->sentinel);
	return fd < 0 ? mp__result(ECHILD) : fd;
}

/* ---- what it is ---- */

pid_t mp_process_pid(const mp_process *p)
{
	return p ? atomic_load(&p->pid) : -1;
}

const char *mp_process_name(const mp_process *p)
{
	return p ? p->name : NULL;
}

int mp_process_set_name(mp_process *p, const char *name)
{
	if (!p || !name)
		return mp__result(EINVAL);
	if (atomic_load(&p->pid) != MP__UNBORN)
		return mp__result(EALREADY);
	return set_name(p, name) ? mp__result(ENOMEM) : 0;
}

bool mp_process_daemon(const mp_process *p)
{
	return p && p->daemon;
}

int mp_process_set_daemon(mp_process *p, bool daemon)
{
	if (!p)
		return mp__result(EINVAL);
	if (atomic_load(&p->pid) != MP__UNBORN)
		return mp__result(EALREADY);
	p->daemon = daemon;
	return 0;
}

mp_process *mp_current_process(void)
{
	return mp__self();
}

size_t mp_active_children(mp_process **ret_children, size_t n)
{
	mp__family_tidy();
	return mp__family_list(ret_children, n);
}

int mp_cpu_count(void)
{
	cpu_set_t usable;
	long all;

	if (!sched_getaffinity(0, sizeof(usable), &usable))
		return CPU_COUNT(&usable);
	/* More than fit into a cpu_set_t. */
	all = sysconf(_SC_NPROCESSORS_ONLN);
	return all > 0 ? (int)all : 1;
}
