/* SPDX-License-Identifier: MIT */
/*
 * POSIX message queues.  That one is full or empty is found out by trying
 * first with a deadline that has passed.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <stdarg.h>

static uint64_t object_of(mqd_t q, const void *site)
{
	if (!posix_on || !posix_told(site))
		return 0;
	return posix_fd_get(q).object;
}

POSIX_CALL mqd_t mq_open(const char *name, int flags, ...)
{
	const void *site = POSIX_SITE();
	const struct mq_attr *attributes = NULL;
	struct mq_attr now;
	mode_t mode = 0;
	uint64_t object;
	mqd_t q;

	if (flags & O_CREAT) {
		va_list args;

		va_start(args, flags);
		mode = va_arg(args, mode_t);
		attributes = va_arg(args, const struct mq_attr *);
		va_end(args);
	}
	q = POSIX_REAL(mq_open)(name, flags, mode, attributes);
	if (q < 0 || !posix_told(site))
		return q;
	object = posix_fd_look(q).object;
	if (!object)
		return q;
	now.mq_maxmsg = now.mq_curmsgs = 0;
	(void)syscall(SYS_mq_getsetattr, q, NULL, &now);
	POSIX_EMIT(.verb = MP_VERB_MSG_OPEN, .phase = MP_HAPPENS,
		   .kind = MP_KIND_TEXT, .text = name,
		   .text_len = posix_len(name), .object = object,
		   .a = (uint64_t)q, .b = (uint64_t)now.mq_maxmsg,
		   .aux = (flags & O_CREAT) && !now.mq_curmsgs, .site = site);
	return q;
}

POSIX_CALL int mq_close(mqd_t q)
{
	const void *site = POSIX_SITE();
	uint64_t object = object_of(q, site);

	if (!posix_in_vfork())
		posix_fd_forget(q);
	if (object)
		POSIX_EMIT(.verb = MP_VERB_REMOVE, .phase = MP_HAPPENS,
			   .object = object, .aux = 1, .site = site);
	return POSIX_REAL(mq_close)(q);
}

POSIX_CALL int mq_unlink(const char *name)
{
	const void *site = POSIX_SITE();
	int result = POSIX_REAL(mq_unlink)(name);

	if (!result && posix_told(site))
		POSIX_EMIT(.verb = MP_VERB_REMOVE, .phase = MP_HAPPENS,
			   .kind = MP_KIND_TEXT, .text = name,
			   .text_len = posix_len(name), .site = site);
	return result;
}

/* ---- used ---- */

static const struct timespec past = { 0, 0 };

/* One that waits for ever has no time given. */
static int bounded(const struct posix_limit *l)
{
	return l->given ? ETIMEDOUT : 0;
}

#define SEND(q, text, len, priority, until, call)                              \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		uint64_t object_ = object_of(q, site_);                        \
		struct posix_limit limit_;                                     \
		int result_;                                                   \
		if (!object_)                                                  \
			return call;                                           \
		limit_ = posix_limit_at(CLOCK_REALTIME, until);                \
		POSIX_EMIT(.verb = MP_VERB_MSG_SEND, .phase = MP_BEGINS,       \
			   POSIX_SAMPLE(text, len, TRACE_SAMPLE_MESSAGE),      \
			   .object = object_, .a = len, .b = priority,         \
			   .site = site_);                                     \
		result_ = POSIX_REAL(mq_timedsend)(q, text, len, priority,     \
						   &past);                     \
		if (result_ && errno == ETIMEDOUT) {                           \
			POSIX_EMIT(.verb = MP_VERB_MSG_SEND,                   \
				   .phase = MP_WAITS, .object = object_,       \
				   .err = bounded(&limit_), .site = site_);    \
			do                                                     \
				result_ = POSIX_REAL(mq_timedsend)(            \
					q, text, len, priority,                \
					posix_limit_point(&limit_));           \
			while (result_ && errno == ETIMEDOUT &&                \
			       !posix_limit_over(&limit_));                    \
		}                                                              \
		POSIX_EMIT(.verb = MP_VERB_MSG_SEND, .phase = MP_ENDS,         \
			   .object = object_, .a = result_ ? 0 : len,          \
			   .b = priority, .err = posix_err(result_),           \
			   .site = site_);                                     \
		result_;                                                       \
	})

POSIX_CALL int mq_send(mqd_t q, const char *text, size_t len,
		       unsigned int priority)
{
	return SEND(q, text, len, priority, NULL,
		    POSIX_REAL(mq_send)(q, text, len, priority));
}

POSIX_CALL int mq_timedsend(mqd_t q, const char *text, size_t len,
			    unsigned int priority, const struct timespec *until)
{
	return SEND(q, text, len, priority, until,
		    POSIX_REAL(mq_timedsend)(q, text, len, priority, until));
}

#define RECEIVE(q, text, len, priority, until, call)                           \
	({                                                                     \
		const void *site_ = POSIX_SITE();                              \
		uint64_t object_ = object_of(q, site_);                        \
		unsigned had_ = 0;                                             \
		struct posix_limit limit_;                                     \
		ssize_t done_;                                                 \
		if (!object_)                                                  \
			return call;                                           \
		limit_ = posix_limit_at(CLOCK_REALTIME, until);                \
		priority = priority ? priority : &had_;                        \
		posix_tell(MP_VERB_MSG_RECEIVE, MP_BEGINS, object_, site_);    \
		done_ = POSIX_REAL(mq_timedreceive)(q, text, len, priority,    \
						    &past);                    \
		if (done_ < 0 && errno == ETIMEDOUT) {                         \
			POSIX_EMIT(.verb = MP_VERB_MSG_RECEIVE,                \
				   .phase = MP_WAITS, .object = object_,       \
				   .err = bounded(&limit_), .site = site_);    \
			do                                                     \
				done_ = POSIX_REAL(mq_timedreceive)(           \
					q, text, len, priority,                \
					posix_limit_point(&limit_));           \
			while (done_ < 0 && errno == ETIMEDOUT &&              \
			       !posix_limit_over(&limit_));                    \
		}                                                              \
		received(object_, text, done_, *priority, site_);              \
		done_;                                                         \
	})

static void received(uint64_t object, const char *text, ssize_t done,
		     unsigned priority, const void *site)
{
	size_t len = done > 0 ? (size_t)done : 0;

	POSIX_EMIT(.verb = MP_VERB_MSG_RECEIVE, .phase = MP_ENDS,
		   POSIX_SAMPLE(text, len, TRACE_SAMPLE_MESSAGE),
		   .object = object, .a = len, .b = done < 0 ? 0 : priority,
		   .err = posix_err(done), .site = site);
}

POSIX_CALL ssize_t mq_receive(mqd_t q, char *text, size_t len,
			      unsigned int *priority)
{
	return RECEIVE(q, text, len, priority, NULL,
		       POSIX_REAL(mq_receive)(q, text, len, priority));
}

POSIX_CALL ssize_t mq_timedreceive(mqd_t q, char *text, size_t len,
				   unsigned int *priority,
				   const struct timespec *until)
{
	return RECEIVE(
		q, text, len, priority, until,
		POSIX_REAL(mq_timedreceive)(q, text, len, priority, until));
}
