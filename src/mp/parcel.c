/* SPDX-License-Identifier: MIT */
#include "mp/parcel.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mp/memory.h"

#define MAGIC   0x6c63726d70L /* what the message itself says */
#define NO_TEXT UINT64_MAX

/* ---- packing ---- */

void mp__pack(struct mp__parcel *p, const void *data, size_t len)
{
	size_t cap = p->cap ? p->cap : 512;
	unsigned char *more;

	while (cap - p->len < len)
		cap *= 2;
	if (!p->err && cap != p->cap) {
		more = realloc(p->data, cap);
		if (more) {
			p->data = more;
			p->cap = cap;
		} else {
			p->err = ENOMEM;
		}
	}
	if (p->err || !len)
		return;
	memcpy(p->data + p->len, data, len);
	p->len += len;
}

void mp__pack_text(struct mp__parcel *p, const char *text)
{
	uint64_t len = text ? strlen(text) + 1 : NO_TEXT;

	mp__pack(p, &len, sizeof(len));
	if (text)
		mp__pack(p, text, len);
}

void mp__pack_fd(struct mp__parcel *p, int fd)
{
	if (p->fds == MP__PARCEL_FDS - 1 && !p->err)
		p->err = E2BIG;
	if (p->err)
		return;
	p->let_go[p->fds] = NULL;
	p->fd[p->fds++] = fd;
}

void mp__pack_own_fd(struct mp__parcel *p, int fd, mp__close_fn *let_go)
{
	mp__pack_fd(p, fd);
	if (p->err)
		let_go(fd);
	else
		p->let_go[p->fds - 1] = let_go;
}

void mp__pack_fds_of(struct mp__parcel *p, struct mp__parcel *from)
{
	for (unsigned i = 0; i < from->fds; i++)
		if (from->let_go[i])
			mp__pack_own_fd(p, from->fd[i], from->let_go[i]);
		else
			mp__pack_fd(p, from->fd[i]);
	from->fds = 0;
}

void mp__pack_memory(struct mp__parcel *p, const void *at, size_t bytes)
{
	uint64_t size = bytes;
	int fd = mp__memory_fd(at);

	if (fd < 0 && !p->err)
		p->err = EINVAL;
	mp__pack(p, &size, sizeof(size));
	mp__pack_fd(p, fd);
}

void mp__pack_align(struct mp__parcel *p)
{
	static const unsigned char zeros[16];

	mp__pack(p, zeros, -p->len & 15);
}

static int write_all(int fd, const unsigned char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EFBIG || errno == ENOSPC ? ENOMEM
								 : errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* One byte string and all descriptors. */
static int send_message(int socket, const int *fd, unsigned fds)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(MP__PARCEL_FDS * sizeof(int))];
	} control = { 0 };
	uint64_t magic = MAGIC;
	struct iovec part = { &magic, sizeof(magic) };
	struct msghdr m = { .msg_iov = &part,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = CMSG_SPACE(fds * sizeof(int)) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(fds * sizeof(int));
	memcpy(CMSG_DATA(c), fd, fds * sizeof(int));
	while (sendmsg(socket, &m, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return errno == ETOOMANYREFS ? EMFILE : errno;
	return 0;
}

int mp__parcel_send(const struct mp__parcel *p, int socket)
{
	int fd[MP__PARCEL_FDS], err = p->err;

	if (err)
		return err;
	fd[0] = memfd_create("mp-parcel", MFD_CLOEXEC);
	if (fd[0] < 0)
		return errno;
	memcpy(fd + 1, p->fd, p->fds * sizeof(int));
	err = write_all(fd[0], p->data, p->len);
	if (!err)
		err = send_message(socket, fd, p->fds + 1);
	(void)close(fd[0]);
	return err;
}

void mp__parcel_fini(struct mp__parcel *p)
{
	for (unsigned i = 0; i < p->fds; i++)
		if (p->let_go[i])
			p->let_go[i](p->fd[i]);
	free(p->data);
}

/* ---- receiving ---- */

/* Whether @m is a parcel; what descriptors it had are in @fd in any case. */
static bool take_fds(struct msghdr *m, int *fd, unsigned *ret_fds)
{
	size_t bytes = 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		bytes = c->cmsg_len - CMSG_LEN(0);
		memcpy(fd, CMSG_DATA(c), bytes);
	}
	*ret_fds = (unsigned)(bytes / sizeof(int));
	return *ret_fds && !(m->msg_flags & (MSG_CTRUNC | MSG_TRUNC));
}

static int receive_message(int socket, int *fd, unsigned *ret_fds)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(MP__PARCEL_FDS * sizeof(int))];
	} control;
	uint64_t magic = 0;
	struct iovec part = { &magic, sizeof(magic) };
	struct msghdr m = { .msg_iov = &part,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control) };
	ssize_t n;

	do {
		m.msg_controllen = sizeof(control);
		n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	*ret_fds = 0;
	if (n <= 0)
		return n && errno != ECONNRESET ? errno : EPIPE;
	return take_fds(&m, fd, ret_fds) && n == sizeof(magic) && magic == MAGIC
		       ? 0
		       : EPROTO;
}

/* The first descriptor is the bytes. */
static int map_bytes(struct mp__crate *c)
{
	int fd = mp__unpack_fd(c), err = 0;
	struct stat status;

	if (c->err || fstat(fd, &status) || status.st_size <= 0) {
		err = EPROTO;
	} else {
		c->len = (size_t)status.st_size;
		c->data = mmap(NULL, c->len, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE, fd, 0);
		if (c->data == MAP_FAILED) {
			c->data = NULL;
			err = ENOMEM;
		}
	}
	if (fd >= 0)
		(void)close(fd);
	return err;
}

int mp__crate_receive(struct mp__crate *c, int socket)
{
	int err;

	*c = (struct mp__crate){ 0 };
	err = receive_message(socket, c->fd, &c->fds);
	if (!err)
		err = map_bytes(c);
	if (err)
		mp__crate_fini(c);
	return err;
}

void mp__crate_fini(struct mp__crate *c)
{
	for (unsigned i = 0; i < c->fds; i++)
		if (c->fd[i] >= 0)
			(void)close(c->fd[i]);
	if (c->data)
		(void)munmap(c->data, c->len);
	*c = (struct mp__crate){ .err = EPROTO };
}

/* ---- unpacking ---- */

void *mp__unpack_some(struct mp__crate *c, size_t len)
{
	if (!c->err && len > c->len - c->at)
		c->err = EPROTO;
	if (c->err)
		return NULL;
	c->at += len;
	return c->data + (c->at - len);
}

void mp__unpack(struct mp__crate *c, void *data, size_t len)
{
	const void *here = mp__unpack_some(c, len);

	if (here)
		memcpy(data, here, len);
	else
		memset(data, 0, len);
}

const char *mp__unpack_text(struct mp__crate *c)
{
	const char *text;
	uint64_t len;

	mp__unpack(c, &len, sizeof(len));
	if (len == NO_TEXT)
		return NULL;
	text = mp__unpack_some(c, len);
	if (text && len && !text[len - 1])
		return text;
	c->err = EPROTO;
	return "";
}

int mp__unpack_fd(struct mp__crate *c)
{
	int fd;

	if (!c->err && c->next == c->fds)
		c->err = EPROTO;
	if (c->err)
		return -1;
	fd = c->fd[c->next];
	c->fd[c->next++] = -1;
	return fd;
}

void *mp__unpack_memory(struct mp__crate *c, size_t least)
{
	uint64_t bytes;
	int fd;

	mp__unpack(c, &bytes, sizeof(bytes));
	fd = mp__unpack_fd(c);
	if (!c->err && bytes < least) {
		(void)close(fd);
		c->err = EPROTO;
	}
	if (!c->err)
		return mp__memory_adopt(fd, bytes);
	errno = c->err;
	return NULL;
}

void mp__unpack_align(struct mp__crate *c)
{
	(void)mp__unpack_some(c, -c->at & 15);
}
