/* SPDX-License-Identifier: MIT */
/*
 * What a worker does: take a chunk, run it, take the next; sleep when there is
 * none.  It ends when the pool is closed and nothing is left, when it has done
 * its share (max_chunks), and with its parent, as any process of mp does.
 */
#include <stdlib.h>
#include <unistd.h>

#include "mp/crew.h"

/* Set in a child that a task has made with fork(2). */
static volatile sig_atomic_t strayed;

static void stray(void)
{
	strayed = 1;
}

static int run_one(const struct mp__board *b, const struct mp__job *job,
		   uint32_t item)
{
	const unsigned char *in = b->memory + job->base;
	unsigned char *out =
		b->memory + job->base + mp__job_out(job->items, job->in_size);
	int status;

	MP__EMIT(.verb = MP_VERB_TASK, .phase = MP_BEGINS, .kind = MP_KIND_INT,
		 .object = b->id, .a = job->first + item,
		 .site = (const void *)(uintptr_t)job->fn);
	status = job->fn(in + (size_t)item * job->in_size,
			 out + (size_t)item * job->out_size);
	/* A child of the task's fork(2) is no worker. */
	if (strayed)
		_exit(0);
	MP__EMIT(.verb = MP_VERB_TASK, .phase = MP_ENDS, .kind = MP_KIND_INT,
		 .object = b->id, .a = job->first + item, .err = status,
		 .site = (const void *)(uintptr_t)job->fn);
	return status;
}

static enum mp__status run_chunk(struct mp__board *b, const struct mp__claim *c)
{
	const struct mp__job *job = c->job;
	uint32_t from = c->index * job->chunk, n = job->items - from;
	struct mp__error *error;
	int status;

	if (n > job->chunk)
		n = job->chunk;
	mp__task_begin();
	for (uint32_t i = from; i < from + n; i++) {
		status = run_one(b, job, i);
		if (!status)
			continue;
		error = (struct mp__error *)(void *)(b->memory + job->base +
						     mp__job_errors(
							     job->items,
							     job->in_size,
							     job->out_size)) +
			c->index;
		error->item = i;
		error->status = status;
		mp__task_store(error);
		return MP__FAILED;
	}
	return MP__DONE;
}

static int work(struct mp__board *b, unsigned w, unsigned most)
{
	struct mp__claim c;
	unsigned done = 0;

	for (;;) {
		/* Closed first: all that was posted before is found below. */
		bool closed = atomic_load(&b->closed);

		if (mp__board_claim(b, w, &c) ||
		    (!closed && mp__board_seek(b, w, &c))) {
			mp__board_end(b, c.word, run_chunk(b, &c));
			if (++done == most)
				return 0;
		} else if (closed) {
			return 0;
		}
	}
}

int mp__worker_main(void *arg)
{
	struct mp__worker *self = arg;
	mp_pool *p = self->pool;
	struct mp__board *b = p->board;
	struct mp__desk *desk = &b->desk[self->number];

	/* The keeper, which may have started this one, blocks all signals. */
	(void)pthread_sigmask(SIG_SETMASK, &p->mask, NULL);
	if (pthread_atfork(NULL, NULL, stray))
		return EXIT_FAILURE;
	if (p->options.initializer &&
	    p->options.initializer(p->options.argument)) {
		atomic_store(&desk->refused, 1);
		return EXIT_FAILURE;
	}
	atomic_store(&desk->ready, 1);
	return work(b, self->number, p->options.max_chunks);
}
