/* SPDX-License-Identifier: MIT */
#include "mp/server.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "mp/clerk.h"
#include "mp/family.h"
#include "mp/proxy.h"
#include "mp/robust.h"
#include "mp/wire.h"

enum { BATCH = 64 };

/* Most bytes of a request. */
#define MOST (1ULL << 30)

struct client {
	struct mp__holdings holdings;
	unsigned lines;
};

struct line {
	int fd;
	struct client *client;
	/* An answer that did not fit; rest -1 and no data: there is none. */
	struct wire_packet left;
	unsigned char *left_bytes;
};

struct server {
	struct mp__store store;
	struct mp__images images;
	int epoll, signals;
	unsigned clients;
	bool draining; /* end when only the maker is left */
	bool ending;
	pid_t maker;
	alignas(8) unsigned char first[WIRE_FIRST];
};

/* ---- lines ---- */

static int watch(const struct server *s, int fd, struct line *l, uint32_t what)
{
	struct epoll_event e = { .events = what, .data.ptr = l };

	return epoll_ctl(s->epoll, EPOLL_CTL_MOD, fd, &e) &&
			       epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &e)
		       ? errno
		       : 0;
}

/* Takes @fd over; without memory the client finds it closed. */
static void open_line(struct server *s, struct client *client, int fd)
{
	struct line *l = calloc(1, sizeof(*l));

	if (!l || watch(s, fd, l, EPOLLIN)) {
		free(l);
		(void)close(fd);
		return;
	}
	l->fd = fd;
	l->client = client;
	l->left.rest = -1;
	client->lines++;
}

static void end_client(struct server *s, struct client *c)
{
	mp__holdings_clear(&s->store, &c->holdings);
	mp__store_sweep(&s->store);
	free(c);
	s->clients--;
}

static void close_line(struct server *s, struct line *l)
{
	struct client *c = l->client;

	(void)close(l->fd);
	mp__wire_unpack(&l->left);
	free(l->left_bytes);
	free(l);
	if (!--c->lines)
		end_client(s, c);
}

/* Another client, which refers to all of @heritage (may be NULL). */
static void open_client(struct server *s, const struct mp__holdings *heritage,
			int fd)
{
	struct client *c = calloc(1, sizeof(*c));

	if (!c || (heritage &&
		   mp__holdings_copy(&s->store, &c->holdings, heritage))) {
		free(c);
		(void)close(fd);
		return;
	}
	s->clients++;
	/* One line more, so that the client is not gone if there is none. */
	c->lines++;
	open_line(s, c, fd);
	if (!--c->lines)
		end_client(s, c);
}

/* Another client, with a reference to the object that the message says,
 * if that is there. */
static void open_guest(struct server *s, const struct wire_header *h, int fd)
{
	struct mp__holding one = { .count = 1 };
	struct mp__holdings heritage = { .at = &one, .len = 1 };
	uint64_t number = 0;

	if (h->len == sizeof(number))
		memcpy(&number, s->first, sizeof(number));
	one.place = mp__place_of(number);
	open_client(s, mp__store_find(&s->store, number) ? &heritage : NULL,
		    fd);
}

/* What @l hands over. */
static void open_either(struct server *s, const struct line *l,
			const struct wire_header *h, int fd)
{
	if (h->type == MP__PAPER_HEIR)
		open_client(s, &l->client->holdings, fd);
	else if (h->type == MP__PAPER_GUEST)
		open_guest(s, h, fd);
	else
		open_line(s, l->client, fd);
}

/* ---- answers ---- */

/* Keep what did not fit until there is room. */
static void keep(struct server *s, struct line *l, struct wire_packet *p)
{
	size_t len =
		p->header.len < WIRE_FIRST ? (size_t)p->header.len : WIRE_FIRST;

	l->left_bytes = malloc(len);
	if (!l->left_bytes || watch(s, l->fd, l, EPOLLOUT)) {
		mp__wire_unpack(p);
		close_line(s, l);
		return;
	}
	memcpy(l->left_bytes, p->data, len);
	l->left = *p;
	l->left.data = l->left_bytes;
}

static void send_answer(struct server *s, struct line *l,
			const unsigned char *bytes, size_t len)
{
	struct wire_packet p;
	int err = mp__wire_pack(&p, MP__PAPER_SLIP, bytes, len);

	if (err) {
		struct mp__answer a;

		memcpy(&a, bytes, sizeof(a));
		a = (struct mp__answer){ .seq = a.seq, .err = err };
		(void)mp__wire_pack(&p, MP__PAPER_SLIP, &a, sizeof(a));
		err = mp__wire_send(l->fd, &p);
	} else {
		err = mp__wire_send(l->fd, &p);
	}
	if (err == EAGAIN) {
		keep(s, l, &p);
		return;
	}
	mp__wire_unpack(&p);
	if (err)
		close_line(s, l);
}

/* There is room for what was left. */
static void send_left(struct server *s, struct line *l)
{
	int err = mp__wire_send(l->fd, &l->left);

	if (err == EAGAIN)
		return;
	mp__wire_unpack(&l->left);
	free(l->left_bytes);
	l->left_bytes = NULL;
	if (err || watch(s, l->fd, l, EPOLLIN))
		close_line(s, l);
}

static void answer_error(struct server *s, struct line *l, uint32_t seq,
			 int err)
{
	struct mp__answer a = { .seq = seq, .err = err };

	send_answer(s, l, (const unsigned char *)&a, sizeof(a));
}

/* ---- requests ---- */

static void perform(struct server *s, struct line *l,
		    const struct mp__request *r, struct mp__reader values)
{
	struct mp__slip out;
	struct mp__case c = { .store = &s->store,
			      .holdings = &l->client->holdings,
			      .request = r,
			      .values = values,
			      .out = &out };

	mp__slip_init(&out);
	mp__clerk_do(&c);
	if (r->op == MP__OP_SHUTDOWN)
		s->ending = true;
	send_answer(s, l, out.bytes, out.len);
	mp__slip_fini(&out);
}

/* The whole of a request that came in two parts, or NULL and *@ret_err. */
static unsigned char *gather(const struct server *s,
			     const struct wire_header *h, int rest,
			     int *ret_err)
{
	unsigned char *all;

	*ret_err = h->len > MOST ? EMSGSIZE : ENOMEM;
	all = h->len > MOST ? NULL : malloc((size_t)h->len);
	if (!all)
		return NULL;
	memcpy(all, s->first, WIRE_FIRST);
	*ret_err = mp__wire_rest(rest, h, all + WIRE_FIRST);
	if (!*ret_err)
		return all;
	free(all);
	return NULL;
}

/* @err: the rest of it could not be had. */
static void serve(struct server *s, struct line *l, const struct wire_header *h,
		  int rest, int err)
{
	struct mp__request r;
	unsigned char *all = NULL;

	if (h->len < sizeof(r)) {
		close_line(s, l);
		return;
	}
	memcpy(&r, s->first, sizeof(r));
	if (!err && h->len > WIRE_FIRST)
		all = gather(s, h, rest, &err);
	if (err)
		answer_error(s, l, r.seq, err);
	else
		perform(s, l, &r,
			(struct mp__reader){ (all ? all : s->first) + sizeof(r),
					     (size_t)h->len - sizeof(r) });
	free(all);
}

static void drop(struct server *s, struct line *l, const struct wire_header *h)
{
	uint64_t number;

	if (h->len != sizeof(number))
		return;
	memcpy(&number, s->first, sizeof(number));
	mp__holdings_drop(&s->store, &l->client->holdings, number);
	mp__store_sweep(&s->store);
}

/* One message. */
static void read_line(struct server *s, struct line *l)
{
	struct wire_header h;
	int fd, err = mp__wire_accept(l->fd, false, &h, s->first, &fd);

	if (err == EAGAIN)
		return;
	if (err && err != EMFILE) {
		close_line(s, l);
		return;
	}
	if (h.type == MP__PAPER_SLIP) {
		serve(s, l, &h, fd, err);
	} else if (h.type == MP__PAPER_DROP) {
		drop(s, l, &h);
	} else if (fd >= 0) {
		open_either(s, l, &h, fd);
		return;
	}
	if (fd >= 0)
		(void)close(fd);
}

/* ---- the loop ---- */

/*
 * At the end of the maker its daemons get SIGTERM before it waits for other
 * children, which may need the server still.
 */
static void heed_signal(struct server *s)
{
	struct signalfd_siginfo info;

	if (read(s->signals, &info, sizeof(info)) != sizeof(info))
		return;
	if (info.ssi_pid == (uint32_t)s->maker)
		s->draining = true;
	else
		s->ending = true;
}

static void loop(struct server *s)
{
	struct epoll_event ready[BATCH];

	while (!s->ending && s->clients && !(s->draining && s->clients == 1)) {
		int n = epoll_wait(s->epoll, ready, BATCH, -1);

		for (int i = 0; i < n && !s->ending; i++) {
			struct line *l = ready[i].data.ptr;

			if (!l)
				heed_signal(s);
			else if (l->left_bytes)
				send_left(s, l);
			else
				read_line(s, l);
		}
	}
}

static int open_signals(struct server *s)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return errno;
	s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return s->signals < 0 ? errno : watch(s, s->signals, NULL, EPOLLIN);
}

/* Each client needs descriptors here. */
static void raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static int start(struct server *s, mp_manager *m)
{
	int err = mp__store_init(&s->store);

	if (err)
		return err;
	s->maker = m->maker;
	mp__images_init(&s->images, m->hall);
	s->store.images = &s->images;
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (s->epoll < 0)
		return errno;
	err = open_signals(s);
	if (err)
		return err;
	open_client(s, NULL, m->serving);
	return s->clients ? 0 : ENOMEM;
}

int mp__manager_main(void *manager)
{
	mp_manager *m = manager;
	struct server *s;

	/* Never let go of: the kernel marks it when this process ends. */
	(void)mp__robust_lock(&m->hall->alive);
	(void)signal(SIGINT, SIG_IGN);
	if (m->options.initializer &&
	    m->options.initializer(m->options.argument))
		return EXIT_FAILURE;
	raise_limit();
	s = calloc(1, sizeof(*s));
	if (!s || start(s, m))
		return EXIT_FAILURE;
	loop(s);
	return EXIT_SUCCESS;
}
