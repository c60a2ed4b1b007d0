/* SPDX-License-Identifier: MIT */
/*
 * The keeper: one thread of the owner for each pool.  It sleeps until a worker
 * dies or something ends that somebody minds, and then
 *
 *	- fails or repeats the chunk that a dead worker held, and starts
 *	  another worker in its place while there is work or may be some,
 *	- calls the callbacks of results that are there, and frees those that
 *	  nobody has a use for.
 *
 * It ends when the pool is closed, all is done and all workers have ended.
 */
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mp/crew.h"
#include "mp/start.h"

/* After so many workers in a row that died in the initializer, or could not
 * be started, the pool is broken. */
enum { EARLY_MOST = 20 };

/* ---- workers ---- */

int mp__worker_start(mp_pool *p, unsigned w)
{
	struct mp__worker *worker = &p->workers[w];
	struct mp__desk *desk = &p->board->desk[w];
	char name[2 * MP__NAME];
	mp_process *process;
	int err;

	(void)snprintf(name, sizeof(name), "%s-%u", p->name, p->names + 1);
	process = mp_process_new(name, mp__worker_main, worker);
	if (!process)
		return ENOMEM;
	atomic_store(&desk->ready, 0);
	atomic_store(&desk->refused, 0);
	(void)mp_process_set_daemon(process, true);
	(void)mp_process_set_start_method(process, MP_FORK);
	if (mp_process_start(process)) {
		err = errno;
		mp_process_free(process);
		return err;
	}
	worker->process = process;
	p->names++;
	p->alive++;
	return 0;
}

/* ---- what a dead worker held ---- */

static void describe(struct mp__error *e, const mp_process *process, int code)
{
	if (code < 0)
		(void)snprintf(e->message, sizeof(e->message),
			       "worker %s was killed by signal %d (%s)",
			       mp_process_name(process), -code,
			       strsignal(-code));
	else
		(void)snprintf(e->message, sizeof(e->message),
			       "worker %s exited with code %d",
			       mp_process_name(process), code);
	e->status = code;
}

/* Whether chunk @i may be, and is, tried again. */
static bool again(struct mp_result *r, uint32_t i)
{
	mp_pool *p = r->pool;

	if (!p->options.retries || p->terminated || p->broken)
		return false;
	if (!r->tries)
		r->tries = calloc(r->chunks, 1);
	if (!r->tries || r->tries[i] >= p->options.retries)
		return false;
	r->tries[i]++;
	return mp__submit_again(r, i);
}

static void lose(struct mp_result *r, uint32_t i, const mp_process *process,
		 int code)
{
	mp_pool *p = r->pool;
	struct mp__error *e;

	if (again(r, i))
		return;
	e = (struct mp__error *)(void *)(p->board->memory + r->base +
					 mp__job_errors(r->items,
							r->task.in_size,
							r->task.out_size)) +
	    i;
	e->item = (uint64_t)i * r->chunk;
	describe(e, process, code);
	mp__board_end(p->board, mp__result_word(r, i),
		      p->terminated ? MP__CANCELLED : MP__DIED);
}

/* Of all that is live, what worker @w had taken. */
static void lose_all_of(mp_pool *p, unsigned w, const mp_process *process,
			int code)
{
	struct mp_result *next;

	for (struct mp_result *r = p->live; r; r = next) {
		next = r->next;
		for (uint32_t i = r->left; i-- > 0;) {
			uint64_t s = atomic_load(mp__result_word(r, i));

			if (mp__status_of(s) == MP__TAKEN && MP__WHO(s) == w)
				lose(r, i, process, code);
		}
	}
}

void mp__result_withdraw(struct mp_result *r, uint32_t chunk,
			 enum mp__status status)
{
	const struct mp__board *b = r->pool->board;
	uint64_t from = (uint64_t)chunk * r->chunk, n = r->items - from;

	if (!mp__board_withdraw(r->pool->board, mp__result_word(r, chunk),
				status))
		return;
	MP__EMIT(.verb = MP_VERB_CANCEL, .phase = MP_HAPPENS,
		 .kind = MP_KIND_INT, .object = b->id, .a = r->first + from,
		 .b = n < r->chunk ? n : r->chunk, .aux = status == MP__BROKEN);
}

void mp__pool_withdraw(mp_pool *p, enum mp__status status)
{
	for (struct mp_result *r = p->live; r; r = r->next)
		for (uint32_t i = 0; i < r->left; i++)
			mp__result_withdraw(r, i, status);
}

static void break_pool(mp_pool *p)
{
	p->broken = true;
	mp__pool_withdraw(p, MP__BROKEN);
}

/* ---- replacing ---- */

static bool has_work(mp_pool *p)
{
	struct mp_result *next;

	for (struct mp_result *r = p->live; r; r = next) {
		next = r->next;
		if (!mp__result_settle(r))
			return true;
	}
	return false;
}

/* Work that nobody has taken; the last chunks are the last to be taken. */
static bool has_untaken(const mp_pool *p)
{
	for (struct mp_result *r = p->live; r; r = r->next)
		for (uint32_t i = r->left; i-- > 0;) {
			uint64_t s = atomic_load(mp__result_word(r, i));

			if (mp__status_of(s) == MP__PENDING)
				return true;
		}
	return false;
}

/* Of a closed pool who finds nothing to take ends: another would, too. */
static bool is_wanted(const mp_pool *p)
{
	return !p->terminated && !p->broken && (!p->closed || has_untaken(p));
}

static void bury(mp_pool *p, unsigned w)
{
	mp_process *process = p->workers[w].process;
	struct mp__desk *desk = &p->board->desk[w];
	int code = mp_process_exitcode(process);

	p->alive--;
	p->workers[w].process = NULL;
	mp__board_forget(p->board, w);
	lose_all_of(p, w, process, code);
	p->early = atomic_load(&desk->ready) ? 0 : p->early + 1;
	if (atomic_load(&desk->refused) ||
	    (p->early > EARLY_MOST && p->options.initializer))
		break_pool(p);
	MP__EMIT(.verb = MP_VERB_WORKER_LOST, .phase = MP_HAPPENS,
		 .kind = MP_KIND_INT, .object = p->board->id,
		 .a = (uint64_t)mp_process_pid(process),
		 .b = (uint64_t)(int64_t)code, .aux = w);
	mp_process_free(process);
}

static void replace(mp_pool *p, unsigned w)
{
	int err = mp__worker_start(p, w);

	if (err) {
		if (!p->alive && ++p->early > EARLY_MOST)
			break_pool(p);
		return;
	}
	MP__EMIT(.verb = MP_VERB_WORKER_NEW, .phase = MP_HAPPENS,
		 .kind = MP_KIND_INT, .object = p->board->id,
		 .a = (uint64_t)mp_process_pid(p->workers[w].process),
		 .aux = w);
}

/* Bury who is dead, start who is missing. */
static void tend(mp_pool *p)
{
	for (unsigned w = 0; w < p->board->workers; w++) {
		mp_process *process = p->workers[w].process;

		if (process && mp_process_is_alive(process))
			continue;
		if (process)
			bury(p, w);
		if (is_wanted(p))
			replace(p, w);
	}
}

static void end_all(mp_pool *p)
{
	for (unsigned w = 0; w < p->board->workers; w++)
		if (p->workers[w].process)
			(void)mp_process_kill(p->workers[w].process);
}

/* ---- the thread ---- */

/* In ms until it must look again by itself; -1: not before it is woken. */
static int patience(const mp_pool *p)
{
	if (p->terminated || (p->alive < p->board->workers && !p->closed))
		return 100;
	return p->closed ? 100 : 1000;
}

/* @rings: how often it had been wanted before the last round. */
static void sleep_on(mp_pool *p, uint32_t rings)
{
	struct pollfd *fds = p->fds;
	unsigned n = 1;
	uint64_t count;
	int ms;

	(void)pthread_mutex_lock(&p->lock);
	fds[0] = (struct pollfd){ .fd = p->board->bell, .events = POLLIN };
	for (unsigned w = 0; w < p->board->workers; w++) {
		mp_process *process = p->workers[w].process;
		int fd = process ? mp_process_sentinel(process) : -1;

		if (fd >= 0)
			fds[n++] =
				(struct pollfd){ .fd = fd, .events = POLLIN };
	}
	/* First the word, then the look (mp__board_ring). */
	atomic_store(&p->board->keeper_sleeps, 1);
	ms = atomic_load(&p->board->rings) != rings ? 0 : patience(p);
	(void)pthread_mutex_unlock(&p->lock);
	(void)poll(fds, n, ms);
	atomic_store(&p->board->keeper_sleeps, 0);
	while (read(p->board->bell, &count, sizeof(count)) > 0)
		;
}

/* Whether all is done. */
static bool round_of(mp_pool *p)
{
	bool done;

	(void)pthread_mutex_lock(&p->lock);
	/* The program exits: the workers are in other hands (family.c). */
	if (p->ending) {
		(void)pthread_mutex_unlock(&p->lock);
		return true;
	}
	if (p->terminated && mp__now() >= p->kill_at)
		end_all(p);
	tend(p);
	if (p->terminated)
		mp__pool_withdraw(p, MP__CANCELLED);
	mp__callbacks_run(p);
	done = p->closed && !p->alive && !p->minded && !has_work(p);
	(void)pthread_mutex_unlock(&p->lock);
	return done;
}

void *mp__keeper_main(void *pool)
{
	mp_pool *p = pool;

	for (;;) {
		uint32_t rings = atomic_load(&p->board->rings);

		if (round_of(p))
			break;
		sleep_on(p, rings);
	}
	atomic_store(&p->over, 1);
	(void)mp__futex_wake(&p->over, INT_MAX);
	return NULL;
}
