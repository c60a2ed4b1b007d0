/* SPDX-License-Identifier: MIT */
/*
 * Making and ending a manager.  What its parts do is in proxy.h (a client's
 * side), server.h, clerk.h (the server's) and image.h (what they share).
 */
#include "mp/manager.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mp/family.h"
#include "mp/proxy.h"
#include "mp/robust.h"
#include "mp/server.h"
#include "mp/start.h"

/* How long the server gets to end by itself, in seconds. */
#define GRACE 1.0

/* ---- making ---- */

static int set_options(mp_manager *m, const struct mp_manager_options *options)
{
	double timeout;

	if (options)
		m->options = *options;
	timeout = m->options.timeout;
	if (isnan(timeout) || timeout < 0)
		return EINVAL;
	atomic_init(&m->timeout, timeout > 0 ? timeout : MP_FOREVER);
	return 0;
}

static int make_hall(mp_manager *m, const char *name)
{
	static _Atomic uint32_t last;

	m->hall = mp__object_map(sizeof(*m->hall), name, "Manager", &last);
	return m->hall ? mp__robust_init(&m->hall->alive, false) : ENOMEM;
}

static int make_parts(mp_manager *m, const char *name)
{
	int fd[2], err = make_hall(m, name);

	if (err)
		return err;
	m->server = mp_process_new(m->hall->object.name, mp__manager_main, m);
	if (!m->server)
		return ENOMEM;
	(void)mp_process_set_daemon(m->server, true);
	/* It has the caller's initializer, and the memory. */
	(void)mp_process_set_start_method(m->server, MP_FORK);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd))
		return errno;
	m->control = fd[0];
	m->serving = fd[1];
	return 0;
}

/* Before the server has started. */
static void destroy(mp_manager *m)
{
	if (m->control >= 0)
		(void)close(m->control);
	if (m->serving >= 0)
		(void)close(m->serving);
	mp_process_free(m->server);
	if (m->hall)
		mp__object_unmap(&m->hall->object);
	free(m);
}

/* End a server, gently or not, and reap it. */
static void end_server(mp_manager *m)
{
	if (mp__join(m->server, GRACE, NULL) == ETIMEDOUT) {
		(void)mp__signal(m->server, MP_VERB_KILL, NULL);
		(void)mp__join(m->server, MP_FOREVER, NULL);
	}
}

/* The server answers once its initializer has returned. */
static int greet(mp_manager *m)
{
	struct mp__errand e;

	mp__errand_begin_for(&e, m, MP__OP_HELLO);
	mp__errand_run(&e);
	if (!mp__errand_end(&e))
		return 0;
	return errno == EPIPE ? ENOTRECOVERABLE : errno;
}

static int start(mp_manager *m)
{
	int err;

	mp__manager_list(m);
	if (mp_process_start(m->server)) {
		err = errno;
		mp__manager_started(m);
		return err;
	}
	mp__manager_started(m);
	m->server_pid = mp_process_pid(m->server);
	/* Here it is only read. */
	(void)mprotect(m->hall, sizeof(*m->hall), PROT_READ);
	err = greet(m);
	if (err) {
		(void)mp__signal(m->server, MP_VERB_KILL, NULL);
		(void)mp__join(m->server, MP_FOREVER, NULL);
	}
	return err;
}

static mp_manager *make(const char *name,
			const struct mp_manager_options *options, int *ret_err)
{
	mp_manager *m = calloc(1, sizeof(*m));

	*ret_err = ENOMEM;
	if (!m)
		return NULL;
	m->maker = getpid();
	m->control = m->serving = m->newborn = -1;
	atomic_init(&m->holders, 1);
	*ret_err = set_options(m, options);
	if (!*ret_err)
		*ret_err = make_parts(m, name);
	if (!*ret_err)
		return m;
	destroy(m);
	return NULL;
}

MP__TRACED mp_manager *mp_manager_new(const char *name,
				      const struct mp_manager_options *options)
{
	const void *site = MP__SITE();
	int err;
	mp_manager *m = make(name, options, &err);

	if (m) {
		err = start(m);
		if (err) {
			mp__manager_release(m);
			m = NULL;
		}
	}
	if (!m) {
		errno = err;
		return NULL;
	}
	mp__object_tell(&m->hall->object, MP_VERB_MANAGER_NEW,
			(uint64_t)m->server_pid, 0, site);
	return m;
}

/* ---- ending ---- */

static void shut_down(mp_manager *m)
{
	struct mp__errand e;

	if (m->over)
		return;
	m->over = true;
	atomic_store_explicit(&m->timeout, GRACE, memory_order_relaxed);
	mp__errand_begin_for(&e, m, MP__OP_SHUTDOWN);
	mp__errand_run(&e);
	(void)mp__errand_end(&e);
	end_server(m);
}

static int end(mp_manager *m, const void *site)
{
	struct mp__call call = { m ? &m->hall->object : NULL,
				 MP_VERB_MANAGER_END, site };
	int err = !m ? EINVAL : m->maker != getpid() ? EPERM : 0;

	MP__SAY(&call, .phase = MP_BEGINS);
	if (!err)
		shut_down(m);
	MP__SAY(&call, .phase = MP_ENDS, .err = err);
	return err;
}

MP__TRACED int mp_manager_shutdown(mp_manager *m)
{
	return mp__result(end(m, MP__SITE()));
}

MP__TRACED void mp_manager_free(mp_manager *m)
{
	if (!m)
		return;
	if (m->maker == getpid() && !m->over)
		(void)end(m, MP__SITE());
	mp__manager_release(m);
}

/* ---- the rest ---- */

int mp_manager_set_timeout(mp_manager *m, double timeout)
{
	if (!m || !(timeout > 0))
		return mp__result(EINVAL);
	/* Relaxed: a number of its own. */
	atomic_store_explicit(&m->timeout, timeout, memory_order_relaxed);
	return 0;
}

bool mp_manager_is_alive(const mp_manager *m)
{
	return m && mp__manager_serves(m);
}

pid_t mp_manager_pid(const mp_manager *m)
{
	return m ? m->server_pid : -1;
}

const char *mp_manager_name(const mp_manager *m)
{
	return m ? m->hall->object.name : NULL;
}
