/* SPDX-License-Identifier: MIT */
/*
 * Reading and writing.
 *
 * A write is stamped before it is made and a read after, so that nobody is
 * seen to read what nobody wrote; what a write did not write is said at its
 * end.  The first bytes travel with the event.
 */
#include "trace/posix/posix.h"

#include <string.h>
#include <sys/sendfile.h>

#include "trace/print.h"

void posix_io_begin(uint16_t verb, int fd, struct posix_fd f, size_t len,
		    const void *buf, const void *site)
{
	size_t shown = buf ? len : 0;

	POSIX_EMIT(.verb = verb, .phase = MP_BEGINS,
		   POSIX_SAMPLE(buf, shown, TRACE_SAMPLE_STREAM),
		   .object = f.object, .a = len, .b = (uint64_t)fd,
		   .err = f.nonblock ? EAGAIN : 0, .site = site);
}

void posix_io_end(uint16_t verb, int fd, struct posix_fd f, ssize_t done,
		  const void *buf, const void *site)
{
	size_t shown = buf && done > 0 ? (size_t)done : 0;

	/* Closed and opened again behind our back. */
	if (done < 0 && (errno == EBADF || errno == ENOTSOCK))
		posix_fd_forget(fd);
	POSIX_EMIT(.verb = verb, .phase = MP_ENDS,
		   POSIX_SAMPLE(buf, shown, TRACE_SAMPLE_STREAM),
		   .object = f.object, .a = done > 0 ? (uint64_t)done : 0,
		   .b = (uint64_t)fd, .err = done < 0 ? errno : 0,
		   .site = site);
}

/* ---- the console ---- */

void posix_print_begin(struct posix_fd f, const struct iovec *v, int count)
{
	uint64_t hash = TRACE_PRINT_SEED;
	size_t len = 0, left = TRACE_PRINT_HASHED;

	for (int i = 0; i < count; i++) {
		size_t n = v[i].iov_len < left ? v[i].iov_len : left;

		hash = trace_print_hash(hash, v[i].iov_base, n);
		left -= n;
		len += v[i].iov_len;
	}
	if (len)
		POSIX_EMIT(.verb = MP_VERB_PRINT, .phase = MP_HAPPENS, .a = len,
			   .b = hash, .aux = f.console);
}

/* All was written, but for an error or a signal: that is told. */
void posix_print_end(struct posix_fd f, size_t len, ssize_t done)
{
	if (len && done != (ssize_t)len)
		POSIX_EMIT(.verb = MP_VERB_PRINT, .phase = MP_ENDS,
			   .a = done > 0 ? (uint64_t)done : 0,
			   .aux = f.console);
}

/* ---- what they share ---- */

/* What @fd is if a call on it is to be told; no ends if not. */
static struct posix_fd told(int fd, const void *site)
{
	struct posix_fd f = posix_fd_get(fd);

	if (!posix_told(site))
		f.ends = f.console = 0;
	return f;
}

#define DO_READ(fd, len, buf, call)                                            \
	({                                                                     \
		const void *site = POSIX_SITE();                               \
		struct posix_fd f_ = told(fd, site);                           \
		ssize_t done_;                                                 \
		if (f_.ends)                                                   \
			posix_io_begin(MP_VERB_READ, fd, f_, len, NULL, site); \
		done_ = call;                                                  \
		if (f_.ends)                                                   \
			posix_io_end(MP_VERB_READ, fd, f_, done_, buf, site);  \
		done_;                                                         \
	})

#define DO_WRITE(fd, len, buf, call)                                           \
	({                                                                     \
		const void *site = POSIX_SITE();                               \
		struct posix_fd f_ = told(fd, site);                           \
		ssize_t done_;                                                 \
		if (f_.ends)                                                   \
			posix_io_begin(MP_VERB_WRITE, fd, f_, len, buf, site); \
		done_ = call;                                                  \
		if (f_.ends)                                                   \
			posix_io_end(MP_VERB_WRITE, fd, f_, done_, NULL,       \
				     site);                                    \
		done_;                                                         \
	})

/* To the console: the whole of it is looked at. */
#define DO_PRINT(f, v, count, len, call)                                       \
	({                                                                     \
		ssize_t done_;                                                 \
		posix_print_begin(f, v, count);                                \
		done_ = call;                                                  \
		posix_print_end(f, len, done_);                                \
		done_;                                                         \
	})

/* ---- read(2), write(2) ---- */

POSIX_CALL ssize_t read(int fd, void *buf, size_t len)
{
	if (POSIX_LIKELY(posix_fd_is_plain(fd)))
		return POSIX_REAL(read)(fd, buf, len);
	return DO_READ(fd, len, buf, POSIX_REAL(read)(fd, buf, len));
}

POSIX_CALL ssize_t write(int fd, const void *buf, size_t len)
{
	struct iovec v = { (void *)(uintptr_t)buf, len };
	struct posix_fd f;

	if (POSIX_LIKELY(posix_fd_is_plain(fd)))
		return POSIX_REAL(write)(fd, buf, len);
	f = told(fd, POSIX_SITE());
	if (f.console)
		return DO_PRINT(f, &v, 1, len, POSIX_REAL(write)(fd, buf, len));
	return DO_WRITE(fd, len, buf, POSIX_REAL(write)(fd, buf, len));
}

/* What a checked build calls: it does not come back if @len is too much. */
_Noreturn void __chk_fail(void);
POSIX_CALL ssize_t __read_chk(int fd, void *buf, size_t len, size_t room);
POSIX_CALL ssize_t __recv_chk(int fd, void *buf, size_t len, size_t room,
			      int flags);

POSIX_CALL ssize_t __read_chk(int fd, void *buf, size_t len, size_t room)
{
	if (len > room)
		__chk_fail();
	if (POSIX_LIKELY(posix_fd_is_plain(fd)))
		return POSIX_REAL(read)(fd, buf, len);
	return DO_READ(fd, len, buf, POSIX_REAL(read)(fd, buf, len));
}

/* ---- vectors ---- */

static size_t total(const struct iovec *v, int count)
{
	size_t sum = 0;

	for (int i = 0; v && i < count; i++)
		sum += v[i].iov_len;
	return sum;
}

/* The first bytes of a vector, together. */
static const char *gather(const struct iovec *v, int count, size_t len,
			  char *sample)
{
	size_t had = 0;

	if (!v || count <= 0)
		return NULL;
	if (len > TRACE_SAMPLE_STREAM)
		len = TRACE_SAMPLE_STREAM;
	for (int i = 0; i < count && had < len; i++) {
		size_t n = v[i].iov_len < len - had ? v[i].iov_len : len - had;

		if (n)
			memcpy(sample + had, v[i].iov_base, n);
		had += n;
	}
	return sample;
}

POSIX_CALL ssize_t readv(int fd, const struct iovec *v, int count)
{
	char sample[TRACE_SAMPLE_STREAM];
	const void *site = POSIX_SITE();
	struct posix_fd f;
	ssize_t done;

	if (POSIX_LIKELY(posix_fd_is_plain(fd)))
		return POSIX_REAL(readv)(fd, v, count);
	f = told(fd, site);
	if (!f.ends)
		return POSIX_REAL(readv)(fd, v, count);
	posix_io_begin(MP_VERB_READ, fd, f, total(v, count), NULL, site);
	done = POSIX_REAL(readv)(fd, v, count);
	posix_io_end(MP_VERB_READ, fd, f, done,
		     done > 0 ? gather(v, count, (size_t)done, sample) : NULL,
		     site);
	return done;
}

POSIX_CALL ssize_t writev(int fd, const struct iovec *v, int count)
{
	char sample[TRACE_SAMPLE_STREAM];
	struct posix_fd f;
	size_t len;

	if (POSIX_LIKELY(posix_fd_is_plain(fd)))
		return POSIX_REAL(writev)(fd, v, count);
	len = total(v, count);
	f = told(fd, POSIX_SITE());
	if (f.console)
		return DO_PRINT(f, v, count, len,
				POSIX_REAL(writev)(fd, v, count));
	return DO_WRITE(fd, len, gather(v, count, len, sample),
			POSIX_REAL(writev)(fd, v, count));
}

/* ---- sockets; a look at what there is takes nothing ---- */

static bool passes(int fd, int flags)
{
	return posix_fd_is_plain(fd) || flags & MSG_PEEK;
}

POSIX_CALL ssize_t recv(int fd, void *buf, size_t len, int flags)
{
	if (passes(fd, flags))
		return POSIX_REAL(recv)(fd, buf, len, flags);
	return DO_READ(fd, len, buf, POSIX_REAL(recv)(fd, buf, len, flags));
}

POSIX_CALL ssize_t __recv_chk(int fd, void *buf, size_t len, size_t room,
			      int flags)
{
	if (len > room)
		__chk_fail();
	if (passes(fd, flags))
		return POSIX_REAL(recv)(fd, buf, len, flags);
	return DO_READ(fd, len, buf, POSIX_REAL(recv)(fd, buf, len, flags));
}

POSIX_CALL ssize_t recvfrom(int fd, void *buf, size_t len, int flags,
			    struct sockaddr *from, socklen_t *from_len)
{
	if (passes(fd, flags))
		return POSIX_REAL(recvfrom)(fd, buf, len, flags, from,
					    from_len);
	return DO_READ(
		fd, len, buf,
		POSIX_REAL(recvfrom)(fd, buf, len, flags, from, from_len));
}

/* Descriptors may have come with it, with numbers that were others before. */
POSIX_CALL ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
	char sample[TRACE_SAMPLE_STREAM];
	const void *site = POSIX_SITE();
	struct posix_fd f;
	ssize_t done;

	if (passes(fd, flags))
		return POSIX_REAL(recvmsg)(fd, m, flags);
	f = told(fd, site);
	if (!f.ends)
		return POSIX_REAL(recvmsg)(fd, m, flags);
	posix_io_begin(MP_VERB_READ, fd, f,
		       total(m->msg_iov, (int)m->msg_iovlen), NULL, site);
	done = POSIX_REAL(recvmsg)(fd, m, flags);
	posix_io_end(MP_VERB_READ, fd, f, done,
		     done > 0 ? gather(m->msg_iov, (int)m->msg_iovlen,
				       (size_t)done, sample)
			      : NULL,
		     site);
	return done;
}

POSIX_CALL ssize_t send(int fd, const void *buf, size_t len, int flags)
{
	if (passes(fd, 0))
		return POSIX_REAL(send)(fd, buf, len, flags);
	return DO_WRITE(fd, len, buf, POSIX_REAL(send)(fd, buf, len, flags));
}

POSIX_CALL ssize_t sendto(int fd, const void *buf, size_t len, int flags,
			  const struct sockaddr *to, socklen_t to_len)
{
	if (passes(fd, 0))
		return POSIX_REAL(sendto)(fd, buf, len, flags, to, to_len);
	return DO_WRITE(fd, len, buf,
			POSIX_REAL(sendto)(fd, buf, len, flags, to, to_len));
}

POSIX_CALL ssize_t sendmsg(int fd, const struct msghdr *m, int flags)
{
	char sample[TRACE_SAMPLE_STREAM];
	size_t len;

	if (passes(fd, 0))
		return POSIX_REAL(sendmsg)(fd, m, flags);
	len = total(m->msg_iov, (int)m->msg_iovlen);
	return DO_WRITE(fd, len,
			gather(m->msg_iov, (int)m->msg_iovlen, len, sample),
			POSIX_REAL(sendmsg)(fd, m, flags));
}

/* ---- from one descriptor to another: both sides, bytes unseen ---- */

#define MOVE(in, out, len, call)                                               \
	({                                                                     \
		const void *site = POSIX_SITE();                               \
		struct posix_fd in_ = told(in, site), out_ = told(out, site);  \
		ssize_t done_;                                                 \
		if (in_.ends)                                                  \
			posix_io_begin(MP_VERB_READ, in, in_, len, NULL,       \
				       site);                                  \
		if (out_.ends)                                                 \
			posix_io_begin(MP_VERB_WRITE, out, out_, len, NULL,    \
				       site);                                  \
		done_ = call;                                                  \
		if (in_.ends)                                                  \
			posix_io_end(MP_VERB_READ, in, in_, done_, NULL,       \
				     site);                                    \
		if (out_.ends)                                                 \
			posix_io_end(MP_VERB_WRITE, out, out_, done_, NULL,    \
				     site);                                    \
		done_;                                                         \
	})

POSIX_CALL ssize_t splice(int in, off64_t *in_at, int out, off64_t *out_at,
			  size_t len, unsigned int flags)
{
	return MOVE(in, out, len,
		    POSIX_REAL(splice)(in, in_at, out, out_at, len, flags));
}

POSIX_CALL ssize_t sendfile(int out, int in, off_t *at, size_t len)
{
	return MOVE(in, out, len, POSIX_REAL(sendfile)(out, in, at, len));
}

POSIX_CALL ssize_t sendfile64(int out, int in, off64_t *at, size_t len)
{
	return MOVE(in, out, len,
		    POSIX_REAL(sendfile)(out, in, (off_t *)at, len));
}
