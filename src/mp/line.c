/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "mp/proxy.h"
#include "mp/robust.h"

/* Mutable globals of mp. */
static mp_manager *managers;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* The one whose server this thread is starting. */
static _Thread_local mp_manager *starting;

/* Lines that are for somebody else, on their way. */
struct guest {
	int fd;
	struct guest *next;
};
static struct guest *guests;

/* How long giving up a reference waits for room, in ns. */
#define PATIENCE 1000000000LL

static void close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* ---- handing over ---- */

/*
 * Hand the server the other end of *@ret_fd, on @control; under the lock.
 * @number: of a guest.  0, EAGAIN, or another errno value.
 */
static int hand_over(int control, enum mp__paper what, uint64_t number,
		     int *ret_fd)
{
	size_t len = what == MP__PAPER_GUEST ? sizeof(number) : 0;
	struct wire_packet p;
	int fd[2], err;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd))
		return errno;
	(void)mp__wire_pack(&p, (mp_type)what, &number, len);
	p.rest = fd[1];
	err = control < 0 ? EPIPE : mp__wire_send(control, &p);
	mp__wire_unpack(&p);
	if (err)
		(void)close(fd[0]);
	else
		*ret_fd = fd[0];
	return err;
}

/* ---- forks ---- */

static void before_fork(void)
{
	(void)pthread_mutex_lock(&lock);
	for (mp_manager *m = managers; m; m = m->next)
		/* Where it fails the child borrows this one's. */
		if (m != starting && m->control >= 0)
			(void)hand_over(m->control, MP__PAPER_HEIR, 0,
					&m->newborn);
}

static void after_fork_in_parent(void)
{
	for (mp_manager *m = managers; m; m = m->next)
		close_fd(&m->newborn);
	(void)pthread_mutex_unlock(&lock);
}

static void close_lines(mp_manager *m)
{
	struct mp__line *next;

	for (struct mp__line *l = m->lines; l; l = next) {
		next = l->next;
		(void)close(l->fd);
		free(l);
	}
	m->lines = NULL;
}

static void close_guests(void)
{
	struct guest *next;

	for (struct guest *g = guests; g; g = next) {
		next = g->next;
		(void)close(g->fd);
		free(g);
	}
	guests = NULL;
}

static void inherit(mp_manager *m)
{
	close_lines(m);
	m->borrowed = m->newborn < 0;
	if (!m->borrowed) {
		close_fd(&m->control);
		m->control = m->newborn;
		m->newborn = -1;
	}
	if (m == starting)
		/* This is its server, or a child from within it. */
		close_fd(&m->control);
	else
		close_fd(&m->serving);
}

static void after_fork_in_child(void)
{
	close_guests();
	for (mp_manager *m = managers; m; m = m->next)
		inherit(m);
	starting = NULL;
	(void)pthread_mutex_unlock(&lock);
}

__attribute__((constructor(150))) static void loaded(void)
{
	(void)pthread_atfork(before_fork, after_fork_in_parent,
			     after_fork_in_child);
}

/* ---- the list ---- */

void mp__manager_list(mp_manager *m)
{
	(void)pthread_mutex_lock(&lock);
	m->next = managers;
	managers = m;
	starting = m;
	(void)pthread_mutex_unlock(&lock);
}

void mp__manager_started(mp_manager *m)
{
	(void)pthread_mutex_lock(&lock);
	starting = NULL;
	close_fd(&m->serving);
	(void)pthread_mutex_unlock(&lock);
}

void mp__manager_unlist(mp_manager *m)
{
	(void)pthread_mutex_lock(&lock);
	for (mp_manager **at = &managers; *at; at = &(*at)->next) {
		if (*at == m) {
			*at = m->next;
			break;
		}
	}
	close_lines(m);
	close_fd(&m->serving);
	close_fd(&m->control);
	starting = NULL;
	(void)pthread_mutex_unlock(&lock);
}

void mp__manager_release(mp_manager *m)
{
	if (atomic_fetch_sub(&m->holders, 1) > 1)
		return;
	mp__manager_unlist(m);
	mp_process_free(m->server);
	mp__object_unmap(&m->hall->object);
	free(m);
}

bool mp__manager_serves(const mp_manager *m)
{
	return mp__robust_owner(&m->hall->alive) != 0;
}

/* ---- lines ---- */

/* Sleep until the line @fd may have room. */
static int wait_for_room(int fd, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	int64_t ns = mp__nap(deadline, MP__RECHECK_NS);
	struct timespec t = { .tv_nsec = (long)ns };

	if (!ns)
		return ETIMEDOUT;
	(void)ppoll(&p, 1, &t, NULL);
	return 0;
}

/* The parent's control line, which this process has had so far, becomes its
 * own. */
static int come_of_age(mp_manager *m)
{
	int fd, err;

	if (!m->borrowed)
		return 0;
	err = hand_over(m->control, MP__PAPER_HEIR, 0, &fd);
	if (err)
		return err;
	(void)close(m->control);
	m->control = fd;
	m->borrowed = false;
	return 0;
}

static int new_line(mp_manager *m, struct mp__line **ret)
{
	struct mp__line *l = malloc(sizeof(*l));
	int err = l ? come_of_age(m) : ENOMEM;

	if (!err)
		err = hand_over(m->control, MP__PAPER_LINE, 0, &l->fd);
	if (err) {
		free(l);
		return err;
	}
	l->seq = 0;
	l->busy = true;
	l->next = m->lines;
	m->lines = l;
	*ret = l;
	return 0;
}

static int take_once(mp_manager *m, struct mp__line **ret)
{
	int err = 0;

	(void)pthread_mutex_lock(&lock);
	*ret = m->lines;
	while (*ret && (*ret)->busy)
		*ret = (*ret)->next;
	if (*ret)
		(*ret)->busy = true;
	else
		err = new_line(m, ret);
	(void)pthread_mutex_unlock(&lock);
	return err;
}

int mp__line_take(mp_manager *m, int64_t deadline, struct mp__line **ret)
{
	int err;

	while ((err = take_once(m, ret)) == EAGAIN) {
		err = wait_for_room(m->control, deadline);
		if (err)
			return err;
	}
	return err;
}

void mp__line_give(mp_manager *m, struct mp__line *l, bool broken)
{
	(void)pthread_mutex_lock(&lock);
	l->busy = false;
	for (struct mp__line **at = &m->lines; broken && *at;
	     at = &(*at)->next) {
		if (*at != l)
			continue;
		*at = l->next;
		(void)close(l->fd);
		free(l);
		break;
	}
	(void)pthread_mutex_unlock(&lock);
}

void mp__line_drop(mp_manager *m, uint64_t number)
{
	int64_t deadline = mp__now() + PATIENCE;
	struct wire_packet p;
	int err;

	(void)mp__wire_pack(&p, MP__PAPER_DROP, &number, sizeof(number));
	do {
		(void)pthread_mutex_lock(&lock);
		/* A child that has not come of age has no references. */
		err = m->control < 0 || m->borrowed
			      ? 0
			      : mp__wire_send(m->control, &p);
		(void)pthread_mutex_unlock(&lock);
	} while (err == EAGAIN && !wait_for_room(m->control, deadline));
}

/* ---- guests ---- */

static int64_t deadline_of(const mp_manager *m)
{
	/* Relaxed: a number of its own. */
	return mp__deadline(
		atomic_load_explicit(&m->timeout, memory_order_relaxed));
}

/* Under the lock. */
static int open_guest(mp_manager *m, uint64_t number, int *ret_fd)
{
	struct guest *g = malloc(sizeof(*g));
	int err = g ? come_of_age(m) : ENOMEM;

	if (!err)
		err = hand_over(m->control, MP__PAPER_GUEST, number, &g->fd);
	if (err) {
		free(g);
		return err;
	}
	g->next = guests;
	guests = g;
	*ret_fd = g->fd;
	return 0;
}

int mp__guest_open(mp_manager *m, uint64_t number, int *ret_fd)
{
	int64_t deadline = deadline_of(m);
	int err;

	for (;;) {
		(void)pthread_mutex_lock(&lock);
		err = open_guest(m, number, ret_fd);
		(void)pthread_mutex_unlock(&lock);
		if (err != EAGAIN)
			return err;
		err = wait_for_room(m->control, deadline);
		if (err)
			return err;
	}
}

void mp__guest_close(int fd)
{
	struct guest *g, **at = &guests;

	(void)pthread_mutex_lock(&lock);
	while (*at && (*at)->fd != fd)
		at = &(*at)->next;
	g = *at;
	if (g)
		*at = g->next;
	(void)close(fd);
	(void)pthread_mutex_unlock(&lock);
	free(g);
}

mp_manager *mp__manager_find(uint64_t id)
{
	mp_manager *m;
	int n = 0;

	(void)pthread_mutex_lock(&lock);
	for (m = managers; m; m = m->next) {
		if (m->hall->object.id != id)
			continue;
		/* Not one that is just being forgotten. */
		n = atomic_load(&m->holders);
		while (n &&
		       !atomic_compare_exchange_weak(&m->holders, &n, n + 1))
			;
		if (n)
			break;
	}
	(void)pthread_mutex_unlock(&lock);
	return m;
}

int mp__manager_join(mp_manager *m, int guest)
{
	int64_t deadline = deadline_of(m);
	int err;

	for (;;) {
		(void)pthread_mutex_lock(&lock);
		err = hand_over(guest, MP__PAPER_GUEST, 0, &m->control);
		if (!err) {
			m->next = managers;
			managers = m;
		}
		(void)pthread_mutex_unlock(&lock);
		if (err != EAGAIN)
			return err;
		err = wait_for_room(guest, deadline);
		if (err)
			return err;
	}
}
