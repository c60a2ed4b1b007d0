/* SPDX-License-Identifier: MIT */
/*
 * Futures are results of one chunk.  Who waits for several has the keeper of
 * each tell of its end (MP__NOTIFY), and sleeps on the one word that all
 * keepers of this process change (mp__news).
 */
#include "mp/future.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "mp/crew.h"

MP__TRACED int mp_future_exception(mp_future *f, double timeout)
{
	if (mp__result_wait(f, timeout, MP__SITE()))
		return -1;
	return mp__result_outcome(f);
}

void mp_future_free(mp_future *f)
{
	mp_result_free(f);
}

/* Its state; @tell: have the keeper tell of its end. */
static enum mp__status status(mp_future *f, bool tell)
{
	enum mp__status s;

	(void)pthread_mutex_lock(&f->pool->lock);
	if (mp__result_settle(f))
		s = f->status;
	else
		s = mp__status_of(atomic_fetch_or(mp__result_word(f, 0),
						  tell ? MP__NOTIFY : 0));
	(void)pthread_mutex_unlock(&f->pool->lock);
	return s;
}

static bool is_mine(const mp_future *f)
{
	return f && !mp__pool_check(f->pool);
}

bool mp_future_done(mp_future *f)
{
	return is_mine(f) && status(f, false) >= MP__DONE;
}

bool mp_future_running(mp_future *f)
{
	return is_mine(f) && status(f, false) == MP__TAKEN;
}

bool mp_future_cancelled(mp_future *f)
{
	return is_mine(f) && status(f, false) == MP__CANCELLED;
}

bool mp_future_cancel(mp_future *f)
{
	mp_pool *p;
	bool cancelled;

	if (!is_mine(f))
		return false;
	p = f->pool;
	(void)pthread_mutex_lock(&p->lock);
	if (!mp__result_settle(f))
		mp__result_withdraw(f, 0, MP__CANCELLED);
	cancelled = mp__result_settle(f) && f->status == MP__CANCELLED;
	(void)pthread_mutex_unlock(&p->lock);
	return cancelled;
}

/* ---- callbacks ---- */

/* Under the lock: whether @d was added, and is the keeper's now. */
static bool enqueue(mp_future *f, struct mp__done *d)
{
	struct mp__done **at = &f->dones;

	if (f->drained || (mp__result_settle(f) && !f->listed && !f->calling))
		return false;
	while (*at)
		at = &(*at)->next;
	*at = d;
	f->calls = true;
	if (!f->calling)
		mp__result_mind(f);
	for (uint32_t i = 0; i < f->left; i++)
		atomic_fetch_or(mp__result_word(f, i), MP__NOTIFY);
	mp__board_ring(f->pool->board);
	return true;
}

int mp_future_add_done_callback(mp_future *f, mp_future_fn *fn, void *arg)
{
	int err = f && fn ? mp__pool_check(f->pool) : EINVAL;
	struct mp__done *d;
	bool queued;

	if (err)
		return mp__result(err);
	d = malloc(sizeof(*d));
	if (!d)
		return -1;
	*d = (struct mp__done){ .fn = fn, .arg = arg };
	(void)pthread_mutex_lock(&f->pool->lock);
	queued = enqueue(f, d);
	(void)pthread_mutex_unlock(&f->pool->lock);
	if (queued)
		return 0;
	free(d);
	fn(f, arg);
	return 0;
}

/* ---- several ---- */

static int check(mp_future *const *futures, size_t n, double timeout)
{
	int err = (n && !futures) || n > INT_MAX || isnan(timeout) ? EINVAL : 0;

	for (size_t i = 0; i < n && !err; i++)
		err = futures[i] ? mp__pool_check(futures[i]->pool) : EINVAL;
	return err;
}

struct wait {
	size_t n;
	uint64_t object; /* the pool of all of them; 0: of several */
	const void *site;
	int64_t deadline;
	double timeout;
	struct mp__offers offers;
	bool begun, told;
	uint32_t seen; /* mp__news before the look */
};

/* The pool that all of them are of; 0: there is none. */
static uint64_t pool_of(mp_future *const *futures, size_t n)
{
	uint64_t object = 0;

	for (size_t i = 0; futures && i < n; i++) {
		if (!futures[i] || (i && futures[i]->pool->board->id != object))
			return 0;
		object = futures[i]->pool->board->id;
	}
	return object;
}

static void say(const struct wait *w, enum mp_phase phase, int ready, int err)
{
	MP__EMIT(.verb = MP_VERB_WAIT_ANY, .phase = (uint8_t)phase,
		 .kind = phase == MP_ENDS ? MP_KIND_INT : MP_KIND_NONE,
		 .object = w->object, .err = err, .a = (uint64_t)ready,
		 .b = w->n, .site = w->site);
}

/* A call ends: @done or an errno value. */
static int tell_end(const struct wait *w, int done, int err)
{
	say(w, MP_ENDS, err ? 0 : done, err);
	return err ? mp__result(err) : done;
}

/* Sleep until something ended.  Whether there is time left. */
static bool doze(struct wait *w)
{
	int64_t ns;

	if (!(w->timeout > 0))
		return false;
	if (!w->begun)
		w->deadline = mp__deadline(w->timeout);
	w->begun = true;
	ns = mp__nap(w->deadline, MP__RECHECK_NS);
	if (!ns)
		return false;
	if (mp__offer(&w->offers))
		return true;
	if (!w->told)
		say(w, MP_WAITS, 0, mp__limit(w->timeout));
	w->told = true;
	mp__futex_wait(&mp__news, w->seen, ns);
	return true;
}

/* How many are done; in *@ret_failed whether one of them has failed. */
static size_t look(mp_future *const *futures, size_t n, struct wait *w,
		   bool *ret_failed)
{
	size_t done = 0;

	w->seen = atomic_load(&mp__news);
	for (size_t i = 0; i < n; i++) {
		enum mp__status s = status(futures[i], true);

		done += s >= MP__DONE;
		if (s > MP__DONE && s != MP__CANCELLED)
			*ret_failed = true;
	}
	return done;
}

MP__TRACED int mp_futures_wait(mp_future *const *futures, size_t n,
			       enum mp_when when, double timeout)
{
	struct wait w = { .n = n,
			  .object = pool_of(futures, n),
			  .site = MP__SITE(),
			  .timeout = timeout };
	bool failed = false;
	size_t done;
	int err;

	say(&w, MP_BEGINS, 0, 0);
	err = check(futures, n, timeout);
	if (err)
		return tell_end(&w, 0, err);
	do {
		done = look(futures, n, &w, &failed);
		if (done == n || (when == MP_FIRST_COMPLETED && done) ||
		    (when == MP_FIRST_EXCEPTION && failed))
			break;
	} while (doze(&w));
	return tell_end(&w, (int)done, 0);
}

/* Of those that are left: the first that is done; 0, ETIMEDOUT. */
static int next_done(mp_future **futures, size_t n, size_t *given,
		     struct wait *w)
{
	do {
		w->seen = atomic_load(&mp__news);
		for (size_t i = *given; i < n; i++) {
			mp_future *f = futures[i];

			if (status(f, true) < MP__DONE)
				continue;
			futures[i] = futures[*given];
			futures[(*given)++] = f;
			return 0;
		}
	} while (doze(w));
	return ETIMEDOUT;
}

MP__TRACED int mp_as_completed(mp_future **futures, size_t n, size_t *given,
			       double timeout)
{
	struct wait w = { .site = MP__SITE(), .timeout = timeout };
	bool some = given && futures && *given < n;
	int err = given && futures ? 0 : EINVAL;

	w.n = some ? n - *given : 0;
	w.object = some ? pool_of(futures + *given, w.n) : 0;
	say(&w, MP_BEGINS, 0, 0);
	/* Those that were given may have been freed. */
	if (some)
		err = check(futures + *given, w.n, timeout);
	if (some && !err)
		err = next_done(futures, n, given, &w);
	return tell_end(&w, some, err);
}
