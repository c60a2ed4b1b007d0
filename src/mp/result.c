/* SPDX-License-Identifier: MIT */
/*
 * Results.
 *
 * Nobody counts the chunks that are over: a count would be wrong for ever if
 * its writer died on the way.  Who waits goes through the words from the last
 * to the first, each once, and sleeps on the last that is not over.  Chunks
 * are taken in order, so when that one is over there is at most one more for
 * each worker to wait for.
 */
#include "mp/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mp/crew.h"
#include "mp/future.h"

/* ---- waiting ---- */

/* Whether it is over and, unless this is the keeper, its callbacks too. */
static bool over(struct mp_result *r, bool *ret_settled)
{
	bool called = true;

	(void)pthread_mutex_lock(&r->pool->lock);
	*ret_settled = mp__result_settle(r);
	if (r->calls)
		called = atomic_load(&r->called) ||
			 pthread_equal(r->pool->keeper, pthread_self());
	(void)pthread_mutex_unlock(&r->pool->lock);
	return *ret_settled && called;
}

static void doze(struct mp_result *r, bool settled, int64_t ns)
{
	_Atomic uint64_t *word;
	uint64_t s;

	if (settled) {
		mp__futex_wait(&r->called, 0, ns);
		return;
	}
	/*
	 * If another thread settles it meanwhile the word may be another's
	 * already; then that one is woken once in vain.
	 */
	(void)pthread_mutex_lock(&r->pool->lock);
	word = r->left ? mp__result_word(r, r->left - 1) : NULL;
	(void)pthread_mutex_unlock(&r->pool->lock);
	if (!word)
		return;
	s = atomic_fetch_or(word, MP__WATCHED) | MP__WATCHED;
	if (mp__status_of(s) < MP__DONE)
		mp__futex_wait(mp__word_futex(word), (uint32_t)s, ns);
}

static void say(const struct mp_result *r, enum mp_phase phase, int err,
		const void *site)
{
	MP__EMIT(.verb = MP_VERB_RESULT, .phase = (uint8_t)phase,
		 .kind = MP_KIND_INT, .object = r ? r->pool->board->id : 0,
		 .a = r ? r->first : 0, .b = r ? r->items : 0, .err = err,
		 .site = site);
}

int mp__result_await(struct mp_result *r, double timeout, const void *site)
{
	struct mp__offers offers = { 0, 0 };
	int64_t deadline, ns;
	bool settled;

	if (over(r, &settled))
		return 0;
	if (!(timeout > 0))
		return ETIMEDOUT;
	deadline = mp__deadline(timeout);
	while (mp__offer(&offers))
		if (over(r, &settled))
			return 0;
	say(r, MP_WAITS, mp__limit(timeout), site);
	while ((ns = mp__nap(deadline, MP__RECHECK_NS))) {
		doze(r, settled, ns);
		if (over(r, &settled))
			return 0;
	}
	return ETIMEDOUT;
}

int mp__status_errno(enum mp__status status, const struct mp__error *error)
{
	if (status == MP__DONE)
		return 0;
	mp__task_tell(error);
	switch (status) {
	case MP__FAILED:
		return EREMOTEIO;
	case MP__DIED:
		return EOWNERDEAD;
	case MP__BROKEN:
		return ENOTRECOVERABLE;
	case MP__FREE:
	case MP__PENDING:
	case MP__TAKEN:
	case MP__DONE:
	case MP__CANCELLED:
		break;
	}
	return ECANCELED;
}

int mp__result_outcome(const struct mp_result *r)
{
	return mp__status_errno(r->status, &r->error);
}

/* ---- for users ---- */

static int check(const mp_result *r, double timeout)
{
	if (!r || isnan(timeout))
		return EINVAL;
	return mp__pool_check(r->pool);
}

static bool is_settled(struct mp_result *r)
{
	bool settled;

	(void)over(r, &settled);
	return settled;
}

/* @now: what is over is given even while its callbacks are being called. */
static int get(mp_result *r, void *out, double timeout, const void *site,
	       bool now)
{
	int err = check(r, timeout);

	if (!err && !out && r->task.out_size && r->items)
		err = EINVAL;
	if (!err && !(now && is_settled(r)))
		err = mp__result_await(r, timeout, site);
	if (!err)
		err = mp__result_outcome(r);
	if (!err && r->items && r->task.out_size)
		memcpy(out, mp__result_out(r, 0), r->items * r->task.out_size);
	return err;
}

int mp__result_get(mp_result *r, void *out, double timeout, const void *site)
{
	int err;

	say(r, MP_BEGINS, 0, site);
	err = get(r, out, timeout, site, false);
	say(r, MP_ENDS, err, site);
	return err;
}

/* A future that is done has its result, whoever is still told of it. */
MP__TRACED int mp_future_result(mp_future *f, void *out, double timeout)
{
	const void *site = MP__SITE();
	int err;

	say(f, MP_BEGINS, 0, site);
	err = get(f, out, timeout, site, !(timeout > 0));
	say(f, MP_ENDS, err, site);
	return mp__result(err);
}

MP__TRACED int mp_result_get(mp_result *r, void *out, double timeout)
{
	return mp__result(mp__result_get(r, out, timeout, MP__SITE()));
}

int mp__result_wait(mp_result *r, double timeout, const void *site)
{
	int err = check(r, timeout);

	say(r, MP_BEGINS, 0, site);
	if (!err)
		err = mp__result_await(r, timeout, site);
	say(r, MP_ENDS, err, site);
	return mp__result(err);
}

MP__TRACED int mp_result_wait(mp_result *r, double timeout)
{
	return mp__result_wait(r, timeout, MP__SITE());
}

bool mp_result_ready(mp_result *r)
{
	return !check(r, 0) && !mp__result_await(r, 0, NULL);
}

int mp_result_successful(mp_result *r)
{
	int err = check(r, 0);

	if (!err && mp__result_await(r, 0, NULL))
		err = EBUSY;
	if (err)
		return mp__result(err);
	return r->status == MP__DONE;
}

size_t mp_result_count(const mp_result *r)
{
	return r ? r->items : 0;
}

size_t mp_result_failed_item(const mp_result *r)
{
	if (!r || !r->settled || r->status == MP__DONE)
		return SIZE_MAX;
	return r->error.item;
}

void mp_result_free(mp_result *r)
{
	mp_pool *p = r ? r->pool : NULL;

	if (mp__pool_check(p))
		return;
	(void)pthread_mutex_lock(&p->lock);
	if (mp__result_settle(r) && !r->listed && !r->calling) {
		mp__result_destroy(r);
		mp__pool_drop(p);
		return;
	}
	/* The keeper frees it, after the callback or when it is over. */
	r->freed = true;
	if (!r->calling)
		mp__result_mind(r);
	for (uint32_t i = 0; i < r->left; i++)
		atomic_fetch_or(mp__result_word(r, i), MP__NOTIFY);
	mp__board_ring(p->board);
	(void)pthread_mutex_unlock(&p->lock);
}
