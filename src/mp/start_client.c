/* SPDX-License-Identifier: MIT */
/*
 * The process that has a server (start_server.c), and its children there.
 *
 * Of a child the client has three descriptors: the lifeline, which ends the
 * child with the client; the pidfd that the child sent, since it is not the
 * client that could open one (or what stands in for it, pulse.h); and the
 * tether, on which the server tells how it ended.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/start_impl.h"

/* How long a server may take to tell of a child that has ended, in ms. */
#define TELL_MS 2000
/* How long one that is killed may take to be dead, in ms. */
#define DIE_MS 100
/* How long it may take to end by itself, in ms. */
#define END_MS 1000
/* How often another server is asked. */
#define TRIES 3

/*
 * Part of the process context (family.c).  The lock is taken last of all of
 * mp; the socket is -1 if there is no server.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int line = -1;
static int pidfd = -1; /* also where there are none */
static pid_t server;
static const struct mp_spawnable *first;

static void close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* Whether @fd is, or becomes within @ms (-1: whenever). */
static bool is_readable(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	while (poll(&p, 1, ms) < 0)
		if (errno != EINTR)
			return false;
	return p.revents;
}

/* ---- the server, under the lock ---- */

static void forget(void)
{
	close_fd(&line);
	close_fd(&pidfd);
	server = 0;
}

/* Reap it if it has ended; whether it runs. */
static bool is_running(void)
{
	bool ended;
	int code;

	if (line < 0)
		return false;
	if (!mp__pulse_wait(server, pidfd, &code, &ended) && !ended)
		return true;
	forget();
	return false;
}

static int start_server(void)
{
	const char *argv[] = { NULL, MP__SERVER_MARK,
			       first ? first->name : NULL,
			       first ? first->file : NULL, NULL };
	int ends[2], err;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return errno;
	err = mp__execute(argv, ends[1], &server);
	(void)close(ends[1]);
	line = ends[0];
	if (!err) {
		pidfd = pidfd_open(server, 0);
		err = pidfd < 0 && !mp__pidfds_missing(errno) ? errno : 0;
	}
	if (err && server) {
		(void)kill(server, SIGKILL);
		(void)waitpid(server, NULL, 0);
	}
	if (err)
		forget();
	return err;
}

static void kill_server(void)
{
	bool by_pid = pidfd < 0;

	(void)mp__pulse_signal(server, pidfd, SIGKILL);
	(void)waitid(by_pid ? P_PID : P_PIDFD, (id_t)(by_pid ? server : pidfd),
		     &(siginfo_t){ 0 }, WEXITED);
	forget();
}

/* Send it to the server, which is started if need be. */
static int send_parcel(const struct mp__parcel *parcel)
{
	int err;

	(void)pthread_mutex_lock(&lock);
	err = is_running() ? 0 : start_server();
	if (!err)
		err = mp__parcel_send(parcel, line);
	/* It has ended, or is about to: the next one is another's. */
	if (err == EPIPE || err == ECONNRESET) {
		kill_server();
		err = EPIPE;
	}
	(void)pthread_mutex_unlock(&lock);
	return err;
}

void mp__server_tidy(void)
{
	(void)pthread_mutex_lock(&lock);
	(void)is_running();
	(void)pthread_mutex_unlock(&lock);
}

/* It has cut a tether: if it is dying, reap it. */
static void settle(void)
{
	(void)pthread_mutex_lock(&lock);
	if (line >= 0)
		(void)mp__pulse_ends(server, pidfd, DIE_MS);
	(void)is_running();
	(void)pthread_mutex_unlock(&lock);
}

/* It has no children any more: hung up, it ends. */
void mp__server_end(void)
{
	(void)pthread_mutex_lock(&lock);
	if (is_running()) {
		close_fd(&line);
		/* One that is dead by then is only reaped. */
		(void)mp__pulse_ends(server, pidfd, END_MS);
		kill_server();
	}
	(void)pthread_mutex_unlock(&lock);
}

void mp__server_before_fork(void)
{
	(void)pthread_mutex_lock(&lock);
}

void mp__server_after_fork(void)
{
	(void)pthread_mutex_unlock(&lock);
}

void mp__server_forget(void)
{
	forget();
}

int mp__server_preload(const struct mp_spawnable *s)
{
	int err;

	(void)pthread_mutex_lock(&lock);
	err = is_running() ? EALREADY : 0;
	if (!err)
		first = s;
	(void)pthread_mutex_unlock(&lock);
	return err;
}

/* ---- starting ---- */

/* What is said next on @tether: 0, or EPIPE if it is cut. */
static int hear(int tether, struct mp__report *r, int *ret_fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = { r, sizeof(*r) };
	struct msghdr m = { .msg_iov = &part,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	struct cmsghdr *c;
	ssize_t n;

	while ((n = recvmsg(tether, &m, MSG_CMSG_CLOEXEC)) < 0 &&
	       errno == EINTR)
		m.msg_controllen = sizeof(control);
	*ret_fd = -1;
	if (n != sizeof(*r))
		return EPIPE;
	c = CMSG_FIRSTHDR(&m);
	if (c && c->cmsg_type == SCM_RIGHTS)
		memcpy(ret_fd, CMSG_DATA(c), sizeof(int));
	return 0;
}

/*
 * Wait until the child is up, which has then begun: @spare makes room for its
 * pidfd.
 */
static int welcome(mp_process *p, int spare)
{
	struct mp__report r;
	int fd, err;

	(void)is_readable(p->tether, -1);
	(void)close(spare);
	err = hear(p->tether, &r, &fd);
	if (err) {
		settle();
		return err;
	}
	/* Another thread had it; or the child ended before it was up. */
	if (r.what == MP__REPORT_UP && fd < 0 && !p->pulse.stands)
		return EMFILE;
	if (r.what != MP__REPORT_UP)
		return r.what == MP__REPORT_FAILED ? r.value : EPIPE;
	if (p->pulse.stands)
		close_fd(&fd);
	mp__family_born(p, r.value, fd);
	return 0;
}

/* A parcel with the other end of a new tether. */
static int ask(mp_process *p, int theirs)
{
	struct mp__parcel parcel = { 0 };
	int err;

	mp__pack_fd(&parcel, theirs);
	mp__letter_pack(&parcel, p);
	err = parcel.err ? parcel.err : send_parcel(&parcel);
	mp__parcel_fini(&parcel);
	return err;
}

/* A lifeline, a tether, and a descriptor set aside. */
static int open_all(mp_process *p, int *ret_theirs, int *ret_spare)
{
	int ends[2], err = 0;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return errno;
	*ret_spare = open("/", O_PATH | O_CLOEXEC);
	if (*ret_spare < 0)
		err = errno;
	else
		err = mp__lifeline_open_pipe(&p->lifeline);
	if (err) {
		(void)close(ends[0]);
		(void)close(ends[1]);
		close_fd(ret_spare);
		return err;
	}
	p->tether = ends[0];
	*ret_theirs = ends[1];
	return 0;
}

static int try_once(mp_process *p)
{
	int theirs = -1, spare = -1, err = open_all(p, &theirs, &spare);

	if (err)
		return err;
	mp__family_add(p);
	err = ask(p, theirs);
	(void)close(theirs);
	if (err)
		(void)close(spare);
	else
		err = welcome(p, spare);
	if (err) {
		mp__family_drop(p);
		mp__tether_close(p);
	}
	return err;
}

int mp__serve_child(mp_process *p)
{
	int err = EPIPE;

	mp__flush();
	for (int i = 0; i < TRIES && err == EPIPE; i++)
		err = try_once(p);
	return err;
}

/* ---- the end ---- */

void mp__tether_close(mp_process *p)
{
	close_fd(&p->tether);
}

/* Whether the server has told; if its tether is cut it never will. */
static bool was_told(mp_process *p, int *ret_code)
{
	struct mp__report r;
	ssize_t n = recv(p->tether, &r, sizeof(r), MSG_DONTWAIT);

	if (n == sizeof(r) && r.what == MP__REPORT_ENDED) {
		*ret_code = r.value;
		return true;
	}
	if (n >= 0 || (errno != EAGAIN && errno != EINTR))
		mp__tether_close(p);
	return false;
}

/*
 * The pidfd tells the truth, the server only the code.  It gets some time for
 * that; a server that is stopped does not stop us.
 */
bool mp__tether_ended(mp_process *p, int *ret_code)
{
	if (p->tether >= 0 && was_told(p, ret_code))
		return true;
	if (!is_readable(atomic_load(&p->sentinel), 0))
		return false;
	if (p->tether >= 0 && is_readable(p->tether, TELL_MS) &&
	    was_told(p, ret_code))
		return true;
	*ret_code = MP_NOT_ENDED;
	return true;
}
