/* SPDX-License-Identifier: MIT */
/*
 * Making and ending a pool.  What the parts do is in board.h (shared), crew.h
 * (private), pool_use.c, submit.c, result.c, worker.c and keeper.c.
 */
#include "mp/pool.h"

#include <math.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mp/crew.h"
#include "mp/family.h"

#define DEFAULT_MEMORY (4ULL << 30)
#define GRACE          1.0

/* ---- making ---- */

static int cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return (int)sysconf(_SC_NPROCESSORS_ONLN);
	return CPU_COUNT(&set);
}

static void destroy(mp_pool *p)
{
	mp__arena_clear(&p->memory);
	mp__arena_clear(&p->words);
	if (p->board)
		mp__board_unmap(p->board);
	(void)pthread_mutex_destroy(&p->lock);
	free(p->workers);
	free(p->slot);
	free(p->fds);
	free(p);
}

static mp_pool *make(const char *name, unsigned workers,
		     const struct mp_pool_options *options)
{
	static _Atomic uint32_t last;
	mp_pool *p = calloc(1, sizeof(*p));
	uint64_t memory;

	if (!p)
		return NULL;
	if (options)
		p->options = *options;
	memory = p->options.memory ? p->options.memory : DEFAULT_MEMORY;
	mp__name_set(p->name, name, "Pool", &last);
	p->owner = getpid();
	p->references = 1;
	(void)pthread_mutex_init(&p->lock, NULL);
	p->workers = calloc(workers, sizeof(*p->workers));
	p->fds = calloc(workers + 1UL, sizeof(*p->fds));
	p->slot = calloc(MP__JOBS, sizeof(struct mp_result *));
	p->board = mp__board_map(workers, &memory);
	if (!p->workers || !p->fds || !p->slot || !p->board) {
		destroy(p);
		errno = errno ? errno : ENOMEM;
		return NULL;
	}
	p->board->id = mp__object_new();
	p->memory.base = p->board->memory;
	p->memory.size = memory;
	p->words.base = (unsigned char *)(uintptr_t)p->board->word;
	p->words.size = MP__CHUNKS * sizeof(uint64_t);
	for (unsigned w = 0; w < workers; w++)
		p->workers[w] = (struct mp__worker){ .pool = p, .number = w };
	return p;
}

/* Its thread blocks all signals, which are the callers' business. */
static int start_keeper(mp_pool *p)
{
	sigset_t all, old;
	int err;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	err = pthread_create(&p->keeper, NULL, mp__keeper_main, p);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return err;
}

static int start(mp_pool *p)
{
	int err = 0;

	(void)pthread_sigmask(SIG_SETMASK, NULL, &p->mask);
	for (unsigned w = 0; w < p->board->workers && !err; w++)
		err = mp__worker_start(p, w);
	if (!err)
		err = mp__pools_arm();
	return err ? err : start_keeper(p);
}

static void stop(mp_pool *p)
{
	for (unsigned w = 0; w < p->board->workers; w++) {
		mp_process *process = p->workers[w].process;

		if (!process)
			continue;
		(void)mp_process_kill(process);
		(void)mp_process_join(process, MP_FOREVER);
		mp_process_free(process);
	}
}

MP__TRACED mp_pool *mp_pool_new(const char *name, int workers,
				const struct mp_pool_options *options)
{
	const void *site = MP__SITE();
	mp_pool *p;
	int err;

	if (workers < 0 || workers > MP__WORKERS ||
	    (options && options->retries > UINT8_MAX)) {
		errno = EINVAL;
		return NULL;
	}
	p = make(name, (unsigned)(workers ? workers : cpus()), options);
	if (!p)
		return NULL;
	MP__EMIT(.verb = MP_VERB_POOL_NEW, .phase = MP_HAPPENS,
		 .kind = MP_KIND_TEXT, .object = p->board->id, .text = p->name,
		 .text_len = (uint32_t)strlen(p->name), .a = p->board->workers,
		 .site = site);
	err = start(p);
	if (err) {
		stop(p);
		destroy(p);
		errno = err;
		return NULL;
	}
	mp__pools_list(p);
	return p;
}

int mp__pool_check(const mp_pool *p)
{
	if (!p)
		return EINVAL;
	/* As of the last fork: getpid(2) for each task would be dear. */
	return p->owner == atomic_load(&mp__self()->pid) ? 0 : EPERM;
}

/* ---- ending ---- */

static void shut(mp_pool *p, bool at_once)
{
	(void)pthread_mutex_lock(&p->lock);
	p->closed = true;
	if (at_once && !p->terminated) {
		p->terminated = true;
		p->kill_at = mp__deadline(GRACE);
		mp__pool_withdraw(p, MP__CANCELLED);
		for (unsigned w = 0; w < p->board->workers; w++)
			if (p->workers[w].process)
				(void)mp_process_terminate(
					p->workers[w].process);
	}
	(void)pthread_mutex_unlock(&p->lock);
	atomic_store(&p->board->closed, 1);
	mp__board_rouse(p->board, p->board->workers);
	mp__board_ring(p->board);
}

static int end(mp_pool *p, enum mp_verb verb, const void *site)
{
	int err = mp__pool_check(p);
	uint64_t id = p ? p->board->id : 0;

	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_BEGINS, .object = id,
		 .site = site);
	if (!err)
		shut(p, verb == MP_VERB_POOL_TERMINATE);
	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_ENDS, .object = id,
		 .err = err, .site = site);
	return mp__result(err);
}

MP__TRACED int mp_pool_close(mp_pool *p)
{
	return end(p, MP_VERB_POOL_CLOSE, MP__SITE());
}

MP__TRACED int mp_pool_terminate(mp_pool *p)
{
	return end(p, MP_VERB_POOL_TERMINATE, MP__SITE());
}

/* Wait for the keeper, which ends last. */
static int await(mp_pool *p, double timeout, const void *site)
{
	int64_t deadline = mp__deadline(timeout), ns;
	bool waited = false;

	while (!atomic_load(&p->over)) {
		ns = timeout > 0 ? mp__nap(deadline, MP__RECHECK_NS) : 0;
		if (!ns)
			return ETIMEDOUT;
		if (!waited)
			MP__EMIT(.verb = MP_VERB_POOL_JOIN, .phase = MP_WAITS,
				 .object = p->board->id,
				 .err = mp__limit(timeout), .site = site);
		waited = true;
		mp__futex_wait(&p->over, 0, ns);
	}
	(void)pthread_mutex_lock(&p->lock);
	if (!p->keeper_joined)
		(void)pthread_join(p->keeper, NULL);
	p->keeper_joined = true;
	(void)pthread_mutex_unlock(&p->lock);
	return 0;
}

static int join(mp_pool *p, double timeout, const void *site)
{
	int err = mp__pool_check(p);
	bool closed;

	if (err || isnan(timeout))
		return err ? err : EINVAL;
	(void)pthread_mutex_lock(&p->lock);
	closed = p->closed;
	(void)pthread_mutex_unlock(&p->lock);
	if (!closed)
		return EBUSY;
	if (!p->keeper_joined && pthread_equal(p->keeper, pthread_self()))
		return EDEADLK;
	return await(p, timeout, site);
}

MP__TRACED int mp_pool_join(mp_pool *p, double timeout)
{
	const void *site = MP__SITE();
	uint64_t id = p ? p->board->id : 0;
	int err;

	MP__EMIT(.verb = MP_VERB_POOL_JOIN, .phase = MP_BEGINS, .object = id,
		 .site = site);
	err = join(p, timeout, site);
	MP__EMIT(.verb = MP_VERB_POOL_JOIN, .phase = MP_ENDS, .object = id,
		 .err = err, .site = site);
	return mp__result(err);
}

void mp__pool_drop(mp_pool *p)
{
	bool last = --p->references == 0;

	(void)pthread_mutex_unlock(&p->lock);
	if (last)
		destroy(p);
}

MP__TRACED void mp_pool_free(mp_pool *p)
{
	const void *site = MP__SITE();
	struct mp_result *next;

	if (mp__pool_check(p))
		return;
	if (!atomic_load(&p->over))
		(void)end(p, MP_VERB_POOL_TERMINATE, site);
	(void)await(p, MP_FOREVER, NULL);
	mp__pools_unlist(p);
	(void)pthread_mutex_lock(&p->lock);
	for (struct mp_result *r = p->live; r; r = next) {
		next = r->next;
		(void)mp__result_settle(r);
	}
	mp__pool_drop(p);
}

/* ---- what it is ---- */

int mp_pool_workers(const mp_pool *p)
{
	return p ? (int)p->board->workers : 0;
}

const char *mp_pool_name(const mp_pool *p)
{
	return p ? p->name : NULL;
}

int mp_pool_pids(mp_pool *p, int *pids, int most)
{
	int n = 0;

	if (mp__pool_check(p) || !pids)
		return 0;
	(void)pthread_mutex_lock(&p->lock);
	for (unsigned w = 0; w < p->board->workers && n < most; w++)
		if (p->workers[w].process)
			pids[n++] = mp_process_pid(p->workers[w].process);
	(void)pthread_mutex_unlock(&p->lock);
	return n;
}
