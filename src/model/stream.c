/* SPDX-License-Identifier: MIT */
/*
 * Pipes, FIFOs, sockets and message queues: what is in them.
 *
 * A write has its effect where it begins: the bytes are in the pipe from then
 * on, and what was not written after all is taken out at its end.  A read has
 * it where it ends.  Where a reader was told of before the writer, the bytes
 * it had are remembered as early and never put in.
 *
 * Nobody tells that a read or a write must wait: a read of an empty pipe does,
 * and a write that does not fit.
 */
#include <errno.h>
#include <string.h>

#include "model/fold.h"
#include "trace/object.h"

#define PIPE_CAPACITY 65536

static bool is_messages(const struct model_object *o)
{
	return o->kind == MODEL_MESSAGES;
}

struct model_object *model_stream_of(struct model *m,
				     const struct trace_event *e)
{
	struct model_object *o = model_object_of(m, e, MODEL_THING);

	return o && (o->kind == MODEL_STREAM || o->kind == MODEL_MESSAGES)
		       ? o
		       : NULL;
}

static struct model_object *find(struct model *m, uint64_t id)
{
	uint64_t i;

	return map_get(&m->by_id, id, &i) ? &m->objects[i] : NULL;
}

/* Where the bytes go that are written at @o: to its other end, of a socket. */
static struct model_object *sink_of(struct model *m, struct model_object *o)
{
	struct model_object *peer =
		o->stream.peer ? find(m, o->stream.peer) : NULL;

	return peer && peer->kind == MODEL_STREAM ? peer : o;
}

/* ---- chunks ---- */

static void push(struct model_stream *s, struct model_chunk chunk)
{
	struct model_chunk *last;

	if (s->early) {
		uint64_t n = s->early < chunk.bytes ? s->early : chunk.bytes;

		s->early -= n;
		chunk.bytes -= n;
		chunk.text = 0;
		if (!chunk.bytes)
			return;
	}
	s->bytes += chunk.bytes;
	if (s->chunk_count < MODEL_CHUNKS_MAX) {
		s->chunks[s->chunk_count++] = chunk;
		return;
	}
	last = &s->chunks[s->chunk_count - 1];
	last->bytes += chunk.bytes;
	last->text = 0;
	if (last->by != chunk.by)
		last->by = 0;
}

static void drop_chunk(struct model_stream *s, uint32_t i)
{
	s->bytes -= s->chunks[i].bytes;
	s->chunk_count--;
	memmove(&s->chunks[i], &s->chunks[i + 1],
		(s->chunk_count - i) * sizeof(*s->chunks));
}

/* @bytes were taken from the front. */
static void take(struct model_stream *s, uint64_t bytes)
{
	while (bytes && s->chunk_count) {
		struct model_chunk *first = &s->chunks[0];

		if (first->bytes > bytes) {
			first->bytes -= bytes;
			first->text = 0; /* what is left of it is not known */
			s->bytes -= bytes;
			return;
		}
		bytes -= first->bytes;
		drop_chunk(s, 0);
	}
	s->early += bytes;
}

/* Of the last that @pid wrote, @bytes were not written after all. */
static void take_back(struct model_stream *s, uint32_t pid, uint64_t bytes)
{
	for (uint32_t i = s->chunk_count; bytes && i--;) {
		struct model_chunk *c = &s->chunks[i];

		if (c->by && c->by != pid)
			continue;
		if (c->bytes > bytes) {
			c->bytes -= bytes;
			s->bytes -= bytes;
			return;
		}
		bytes -= c->bytes;
		drop_chunk(s, i);
	}
}

/* ---- made ---- */

static size_t index_of(const struct model *m, const struct model_object *o)
{
	return (size_t)(o - m->objects);
}

/* @fd of the teller is now the ends @ends of @o. */
static void opened(struct model *m, const struct trace_event *e,
		   const struct model_object *o, uint64_t fd, uint32_t ends)
{
	size_t i = model_find(m, e->pid);

	if (i != MODEL_NONE && fd <= INT32_MAX &&
	    m->processes[i].state < MODEL_ZOMBIE)
		model_end_open(m, i,
			       (struct model_end){
				       .object = (uint32_t)index_of(m, o),
				       .fd = (int32_t)fd,
				       .ends = (uint8_t)(ends & 3),
			       });
}

void model_fold_pipe(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_STREAM);

	if (!o)
		return;
	o->name = 0;
	o->stream.capacity = PIPE_CAPACITY;
	o->stream.fds[0] = (int32_t)e->a;
	o->stream.fds[1] = (int32_t)e->b;
	opened(m, e, o, e->a, TRACE_END_READ);
	opened(m, e, o, e->b, TRACE_END_WRITE);
}

void model_fold_socketpair(struct model *m, const struct trace_event *e)
{
	struct trace_event other = *e;
	int32_t fds[2] = { (int32_t)(e->a >> 32), (int32_t)e->a };

	if (e->phase != MP_HAPPENS || e->object == e->b) {
		model_fold_operation(m, e);
		return;
	}
	other.object = e->b;
	for (int i = 0; i < 2; i++) {
		struct model_object *o =
			model_object_new(m, i ? &other : e, MODEL_STREAM);

		if (!o)
			continue;
		o->name = 0;
		o->stream.peer = i ? e->object : e->b;
		o->stream.fds[0] = fds[i];
		o->stream.fds[1] = fds[!i];
		opened(m, e, o, (uint32_t)fds[i],
		       TRACE_END_READ | TRACE_END_WRITE);
	}
}

void model_fold_mkfifo(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_STREAM);

	if (o)
		o->stream.capacity = PIPE_CAPACITY;
}

void model_fold_open(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	o = model_stream_of(m, e);
	if (!o)
		return;
	if (!o->name)
		o->name = e->text;
	if (e->phase == MP_BEGINS) {
		/* It waits for the other end, unless it asks for both. */
		if ((e->aux == TRACE_END_READ && !o->stream.writers) ||
		    (e->aux == TRACE_END_WRITE && !o->stream.readers))
			model_must_wait(m, e);
	} else if (e->phase == MP_ENDS && !e->err) {
		opened(m, e, o, e->a, e->aux);
	}
}

void model_fold_hold(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	o = model_stream_of(m, e);
	if (o)
		opened(m, e, o, e->a, e->aux);
}

void model_fold_dup(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	o = model_stream_of(m, e);
	if (o)
		opened(m, e, o, e->b, e->aux);
}

void model_fold_close(struct model *m, const struct trace_event *e)
{
	size_t i;

	model_fold_operation(m, e);
	i = model_find(m, e->pid);
	if (i != MODEL_NONE && e->a <= INT32_MAX)
		model_end_close(m, i, (int32_t)e->a);
}

/* ---- used ---- */

static void note_amount(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);

	if (i != MODEL_NONE)
		m->processes[i].amount = e->a;
}

static uint64_t amount(const struct model *m, const struct trace_event *e)
{
	const struct model_process *p = model_process(m, e->pid);

	return p ? p->amount : 0;
}

static bool is_full(const struct model_object *o)
{
	if (!o->stream.capacity)
		return false;
	if (is_messages(o))
		return o->stream.chunk_count > o->stream.capacity;
	return o->stream.bytes > o->stream.capacity;
}

static void begin_write(struct model *m, struct model_object *o,
			const struct trace_event *e)
{
	struct model_object *to = sink_of(m, o);

	note_amount(m, e);
	to->stream.written += e->a;
	to->stream.messages++;
	push(&to->stream, (struct model_chunk){
				  .bytes = e->a,
				  .tag = e->b,
				  .text = e->text,
				  .by = e->pid,
				  .at_ns = model_run_time(m),
			  });
	if (is_full(to) && e->verb == MP_VERB_WRITE && e->err != EAGAIN)
		model_must_wait(m, e);
}

static void end_write(struct model *m, struct model_object *o,
		      const struct trace_event *e)
{
	struct model_object *to = sink_of(m, o);
	uint64_t told = amount(m, e);
	uint64_t wrote = e->err ? 0 : e->a;

	if (wrote >= told)
		return;
	to->stream.written -= told - wrote < to->stream.written
				      ? told - wrote
				      : to->stream.written;
	take_back(&to->stream, e->pid, told - wrote);
}

/* A message of one who waits is not in the queue yet. */
static void note_outside(struct model_object *o, uint32_t pid, bool outside)
{
	for (uint32_t i = o->stream.chunk_count; i--;) {
		if (o->stream.chunks[i].by != pid)
			continue;
		o->stream.chunks[i].outside = outside;
		return;
	}
}

uint32_t model_messages_in(const struct model_object *o)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < o->stream.chunk_count; i++)
		n += !o->stream.chunks[i].outside;
	return n;
}

void model_fold_write(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	o = model_stream_of(m, e);
	if (!o)
		return;
	if (e->phase == MP_BEGINS)
		begin_write(m, o, e);
	else if (e->phase == MP_ENDS)
		end_write(m, o, e);
	if (is_messages(o) && (e->phase == MP_WAITS || e->phase == MP_ENDS))
		note_outside(o, e->pid, e->phase == MP_WAITS);
}

/* The first of what is read here is of whoever wrote it. */
static void hand_chunk(struct model *m, const struct model_stream *s,
		       uint32_t i, const struct trace_event *e)
{
	if (i < s->chunk_count && e->a)
		model_hand(m, e, s->chunks[i].by, s->chunks[i].at_ns);
}

/* The message that was received: by its tag and size, or the first. */
static void take_message(struct model *m, struct model_stream *s,
			 const struct trace_event *e)
{
	for (uint32_t i = 0; i < s->chunk_count; i++) {
		if (s->chunks[i].tag == e->b && s->chunks[i].bytes == e->a) {
			hand_chunk(m, s, i, e);
			drop_chunk(s, i);
			return;
		}
	}
	take(s, e->a);
}

void model_fold_read(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	o = model_stream_of(m, e);
	if (!o)
		return;
	if (e->phase == MP_BEGINS && e->err != EAGAIN && !o->stream.bytes &&
	    e->verb == MP_VERB_READ && (o->stream.writers || o->stream.peer)) {
		model_must_wait(m, e);
	} else if (e->phase == MP_ENDS && !e->err) {
		o->stream.read += e->a;
		if (is_messages(o)) {
			take_message(m, &o->stream, e);
		} else {
			hand_chunk(m, &o->stream, 0, e);
			take(&o->stream, e->a);
		}
	}
}

void model_fold_msg_open(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = e->aux ? model_object_new(m, e, MODEL_MESSAGES)
		   : model_object_of(m, e, MODEL_MESSAGES);
	if (!o)
		return;
	if (!o->name)
		o->name = e->text;
	if (e->b)
		o->stream.capacity = e->b;
}

void model_fold_remove(struct model *m, const struct trace_event *e)
{
	struct model_object *o = NULL;

	model_fold_operation(m, e);
	if (e->phase == MP_BEGINS || e->err || e->aux)
		return;
	if (e->object)
		o = find(m, e->object);
	/* A name alone may be that of a semaphore too. */
	else if (!model_object_named(m, MODEL_SEMAPHORE, e->text))
		o = model_object_named(m, MODEL_MESSAGES, e->text);
	if (o)
		o->removed = true;
}

void model_fold_sem_set(struct model *m, const struct trace_event *e)
{
	struct model_object *o;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_SEMAPHORE);
	if (!o)
		return;
	o->semaphore.value = e->a;
	if (!o->name)
		o->name = e->text;
}
