/* SPDX-License-Identifier: MIT */
#include "mp/wire.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define WIRE_MAGIC 0x4d50u

/* The bytes of a message that are in its packet. */
static size_t first_bytes(const struct wire_header *h)
{
	return h->len < WIRE_FIRST ? (size_t)h->len : WIRE_FIRST;
}

/* Room for one descriptor beside a packet. */
union control {
	struct cmsghdr header;
	char room[CMSG_SPACE(sizeof(int))];
};

/* ---- sending ---- */

static int fill(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno != EINTR)
			return errno;
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

int mp__wire_pack(struct wire_packet *p, mp_type type, const void *data,
		  size_t len)
{
	int err;

	*p = (struct wire_packet){ .header = { len, type, WIRE_MAGIC },
				   .data = data,
				   .rest = -1 };
	if (len <= WIRE_FIRST)
		return 0;
	p->rest = memfd_create("mp-message", MFD_CLOEXEC);
	if (p->rest < 0)
		return errno;
	err = fill(p->rest, (const char *)data + WIRE_FIRST, len - WIRE_FIRST);
	if (err)
		mp__wire_unpack(p);
	return err;
}

void mp__wire_pack_fd(struct wire_packet *p, int fd)
{
	*p = (struct wire_packet){ .header = { 0, WIRE_FD, WIRE_MAGIC },
				   .rest = fd };
}

void mp__wire_unpack(struct wire_packet *p)
{
	if (p->rest >= 0)
		(void)close(p->rest);
	p->rest = -1;
}

static void attach(struct msghdr *m, union control *c, int fd)
{
	memset(c, 0, sizeof(*c));
	m->msg_control = c;
	m->msg_controllen = sizeof(c->room);
	c->header.cmsg_level = SOL_SOCKET;
	c->header.cmsg_type = SCM_RIGHTS;
	c->header.cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(&c->header), &fd, sizeof(fd));
}

int mp__wire_send(int fd, const struct wire_packet *p)
{
	union {
		const void *from;
		void *base;
	} data = { p->data };
	struct wire_header header = p->header;
	struct iovec part[] = { { &header, sizeof(header) },
				{ data.base, first_bytes(&header) } };
	struct msghdr m = { .msg_iov = part, .msg_iovlen = 2 };
	union control c;

	if (p->rest >= 0)
		attach(&m, &c, p->rest);
	while (sendmsg(fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
		if (errno == EINTR)
			continue;
		/* All say that the other end is closed. */
		if (errno == ECONNRESET || errno == ECONNREFUSED ||
		    errno == ENOTCONN)
			return EPIPE;
		return errno;
	}
	return 0;
}

/* ---- receiving ---- */

/* recvmsg(2) without waiting.  Its result, or minus an errno value. */
static ssize_t receive(int fd, struct msghdr *m, int flags)
{
	ssize_t n;

	/*
	 * ECONNRESET: the other end was closed while it had messages of ours
	 * to receive.  That is told once, before what is left for us here.
	 */
	do
		n = recvmsg(fd, m, flags | MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	while (n < 0 && (errno == EINTR || errno == ECONNRESET));
	return n < 0 ? -errno : n;
}

/* Take the next packet away. */
static void drop(int fd)
{
	struct msghdr nothing = { .msg_iovlen = 0 };

	(void)receive(fd, &nothing, 0);
}

/* What came with @h, a packet of @n bytes or minus an errno value: 0, ... */
static int judge(const struct wire_header *h, ssize_t n)
{
	if (n < 0)
		return (int)-n;
	if (!n)
		return EPIPE;
	return (size_t)n < sizeof(*h) || h->magic != WIRE_MAGIC ||
			       (size_t)n != sizeof(*h) + first_bytes(h)
		       ? EBADMSG
		       : 0;
}

int mp__wire_look(int fd, struct wire_header *h)
{
	struct iovec part = { h, sizeof(*h) };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1 };
	/* MSG_TRUNC: the length of the whole packet. */
	int err = judge(h, receive(fd, &m, MSG_PEEK | MSG_TRUNC));

	if (err == EBADMSG)
		drop(fd);
	return err;
}

int mp__wire_receive(int fd, struct wire_header *h, void *buf, size_t size)
{
	struct iovec part[] = { { h, sizeof(*h) }, { buf, size } };
	struct msghdr m = { .msg_iov = part, .msg_iovlen = 2 };
	int err = judge(h, receive(fd, &m, MSG_TRUNC));

	return !err && (h->len > size || h->len > WIRE_FIRST) ? EBADMSG : err;
}

static int pull(int fd, char *buf, size_t len)
{
	off_t at = 0;

	while (len) {
		ssize_t n = pread(fd, buf, len, at);

		if (!n)
			return EBADMSG;
		if (n < 0 && errno != EINTR)
			return errno;
		if (n > 0) {
			at += n;
			buf += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/*
 * Look at a message that has a descriptor, its bytes into those @count parts,
 * and get a copy of the descriptor: 0 or an errno value.
 */
static int look_at_fd(int fd, struct iovec *parts, size_t count, int *ret_fd)
{
	union control c;
	struct msghdr m = { .msg_iov = parts,
			    .msg_iovlen = count,
			    .msg_control = &c,
			    .msg_controllen = sizeof(c.room) };
	ssize_t n = receive(fd, &m, MSG_PEEK);

	if (n < 0)
		return (int)-n;
	/* There was no descriptor to be had for it here. */
	if (m.msg_flags & MSG_CTRUNC)
		return EMFILE;
	if (m.msg_controllen < sizeof(c.header))
		return EBADMSG;
	memcpy(ret_fd, CMSG_DATA(&c.header), sizeof(*ret_fd));
	return 0;
}

/* Look at a large message: its header and first bytes, and the rest. */
static int copy_large(int fd, struct iovec parts[2],
		      const struct wire_header *h, char *buf)
{
	int rest = -1, err = look_at_fd(fd, parts, 2, &rest);

	if (err)
		return err;
	err = pull(rest, buf + WIRE_FIRST, (size_t)h->len - WIRE_FIRST);
	(void)close(rest);
	return err;
}

int mp__wire_take_fd(int fd, int *ret_fd)
{
	struct wire_header h;
	struct iovec part = { &h, sizeof(h) };
	int err = look_at_fd(fd, &part, 1, ret_fd);

	if (!err || err == EBADMSG)
		drop(fd);
	return err;
}

int mp__wire_take(int fd, const struct wire_header *h, void *buf)
{
	struct wire_header again;
	struct iovec part[] = { { &again, sizeof(again) },
				{ buf, first_bytes(h) } };
	struct msghdr m = { .msg_iov = part, .msg_iovlen = 2 };
	ssize_t n;
	int err;

	if (h->len > WIRE_FIRST) {
		err = copy_large(fd, part, h, buf);
		if (!err || err == EBADMSG)
			drop(fd);
		return err;
	}
	n = receive(fd, &m, 0);
	return n < 0 ? (int)-n : 0;
}

/* ---- the only receiver ---- */

static int descriptor_of(const struct msghdr *m, const union control *c)
{
	int fd = -1;

	if (m->msg_controllen >= sizeof(c->header) &&
	    c->header.cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(&c->header), sizeof(fd));
	return fd;
}

int mp__wire_accept(int fd, bool wait, struct wire_header *h, void *first,
		    int *ret_fd)
{
	struct iovec part[] = { { h, sizeof(*h) }, { first, WIRE_FIRST } };
	union control c;
	struct msghdr m = { .msg_iov = part, .msg_iovlen = 2 };
	int flags = MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT);
	ssize_t n;

	*ret_fd = -1;
	do {
		m.msg_control = &c;
		m.msg_controllen = sizeof(c.room);
		n = recvmsg(fd, &m, flags);
	} while (n < 0 && (errno == EINTR || errno == ECONNRESET));
	if (n <= 0)
		return n < 0 ? errno : EPIPE;
	*ret_fd = descriptor_of(&m, &c);
	if ((size_t)n >= sizeof(*h) && h->magic == WIRE_MAGIC &&
	    (size_t)n == sizeof(*h) + first_bytes(h))
		return m.msg_flags & MSG_CTRUNC ? EMFILE : 0;
	if (*ret_fd >= 0)
		(void)close(*ret_fd);
	*ret_fd = -1;
	return EBADMSG;
}

int mp__wire_rest(int rest, const struct wire_header *h, void *buf)
{
	return pull(rest, buf, (size_t)h->len - WIRE_FIRST);
}
