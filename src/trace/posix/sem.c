/* SPDX-License-Identifier: MIT */
/*
 * POSIX semaphores, where processes share them.
 *
 * Told in the words of mp's: acquire, release.  Whether a wait must wait is
 * found out by trying first, which is what the C library does itself.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <stdarg.h>

static uint64_t told(sem_t *s, const void *site)
{
	return posix_told_at(TRACE_OBJECT_SEM, &posix_shared_sem, s, site);
}

static uint64_t value_of(sem_t *s)
{
	int value = 0;

	(void)POSIX_REAL(sem_getvalue)(s, &value); /* cannot fail */
	return value > 0 ? (uint64_t)value : 0;
}

/* ---- made and removed ---- */

static void made(sem_t *s, const char *name, const void *site)
{
	uint64_t object = told(s, site);

	if (object)
		POSIX_EMIT(.verb = MP_VERB_SEMAPHORE_NEW, .phase = MP_HAPPENS,
			   .object = object, .text = name,
			   .text_len = name ? posix_len(name) : 0,
			   .a = value_of(s), .site = site);
}

POSIX_CALL int sem_init(sem_t *s, int shared, unsigned int value)
{
	int result = POSIX_REAL(sem_init)(s, shared, value);

	if (!result && shared)
		made(s, NULL, POSIX_SITE());
	return result;
}

POSIX_CALL sem_t *sem_open(const char *name, int flags, ...)
{
	mode_t mode = 0;
	unsigned value = 0;
	sem_t *s;

	if (flags & O_CREAT) {
		va_list args;

		va_start(args, flags);
		mode = va_arg(args, mode_t);
		value = va_arg(args, unsigned);
		va_end(args);
	}
	s = POSIX_REAL(sem_open)(name, flags, mode, value);
	if (s != SEM_FAILED && posix_on && !posix_in_vfork()) {
		posix_place_forget();
		made(s, name, POSIX_SITE());
	}
	return s;
}

static void gone(sem_t *s, uint32_t only_here, const void *site)
{
	uint64_t object = told(s, site);

	if (object)
		POSIX_EMIT(.verb = MP_VERB_REMOVE, .phase = MP_HAPPENS,
			   .object = object, .aux = only_here, .site = site);
}

POSIX_CALL int sem_destroy(sem_t *s)
{
	gone(s, 0, POSIX_SITE());
	return POSIX_REAL(sem_destroy)(s);
}

POSIX_CALL int sem_close(sem_t *s)
{
	gone(s, 1, POSIX_SITE());
	posix_place_forget();
	return POSIX_REAL(sem_close)(s);
}

POSIX_CALL int sem_unlink(const char *name)
{
	int result = POSIX_REAL(sem_unlink)(name);
	const void *site = POSIX_SITE();

	if (!result && posix_told(site))
		POSIX_EMIT(.verb = MP_VERB_REMOVE, .phase = MP_HAPPENS,
			   .text = name, .text_len = posix_len(name),
			   .kind = MP_KIND_TEXT, .site = site);
	return result;
}

/* ---- used ---- */

static void must_wait(uint64_t object, bool bounded, const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_ACQUIRE, .phase = MP_WAITS, .object = object,
		   .err = bounded ? ETIMEDOUT : 0, .site = site);
}

static void end(uint64_t object, sem_t *s, int result, const void *site)
{
	int err = posix_err(result);

	if (!result)
		POSIX_EMIT(.verb = MP_VERB_ACQUIRE, .phase = MP_HAPPENS,
			   .object = object, .a = value_of(s), .site = site);
	posix_tell_end(MP_VERB_ACQUIRE, object, err, site);
}

/* @limit: NULL if it waits for ever. */
static int wait_for(sem_t *s, struct posix_limit *limit)
{
	int result;

	if (!limit)
		return POSIX_REAL(sem_wait)(s);
	do
		result = POSIX_REAL(sem_clockwait)(s, limit->clock,
						   posix_limit_point(limit));
	while (result && errno == ETIMEDOUT && !posix_limit_over(limit));
	return result;
}

static int do_wait(sem_t *s, struct posix_limit *limit, uint64_t object,
		   const void *site)
{
	int result;

	posix_tell(MP_VERB_ACQUIRE, MP_BEGINS, object, site);
	result = POSIX_REAL(sem_trywait)(s);
	if (result && errno == EAGAIN) {
		must_wait(object, limit, site);
		result = wait_for(s, limit);
	}
	end(object, s, result, site);
	return result;
}

POSIX_CALL int sem_wait(sem_t *s)
{
	const void *site = POSIX_SITE();
	uint64_t object = told(s, site);

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(sem_wait)(s);
	return do_wait(s, NULL, object, site);
}

POSIX_CALL int sem_timedwait(sem_t *s, const struct timespec *until)
{
	const void *site = POSIX_SITE();
	uint64_t object = told(s, site);
	struct posix_limit limit;

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(sem_timedwait)(s, until);
	limit = posix_limit_at(CLOCK_REALTIME, until);
	return do_wait(s, &limit, object, site);
}

POSIX_CALL int sem_clockwait(sem_t *s, clockid_t clock,
			     const struct timespec *until)
{
	const void *site = POSIX_SITE();
	uint64_t object = told(s, site);
	struct posix_limit limit;

	if (POSIX_LIKELY(!object))
		return POSIX_REAL(sem_clockwait)(s, clock, until);
	limit = posix_limit_at(clock, until);
	return do_wait(s, &limit, object, site);
}

/* One that gets nothing may be made a thousand times: it is not told. */
POSIX_CALL int sem_trywait(sem_t *s)
{
	const void *site = POSIX_SITE();
	int result = POSIX_REAL(sem_trywait)(s);
	uint64_t object = result ? 0 : told(s, site);

	if (object)
		end(object, s, result, site);
	return result;
}

POSIX_CALL int sem_post(sem_t *s)
{
	const void *site = POSIX_SITE();
	uint64_t object = told(s, site);

	if (object)
		POSIX_EMIT(.verb = MP_VERB_RELEASE, .phase = MP_HAPPENS,
			   .object = object, .a = value_of(s) + 1,
			   .site = site);
	return POSIX_REAL(sem_post)(s);
}
