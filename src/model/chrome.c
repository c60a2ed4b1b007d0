/* SPDX-License-Identifier: MIT */
/*
 * Slices of one thread must nest, so what is open is kept for each: the verbs
 * of its operations, and whether the innermost waits.  What a killed process
 * has left open ends with it.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "model/export.h"
#include "trace/names.h"

enum { DEPTH_MAX = 8 };

/* Of each queue so many puts have an arrow of their own; exact in JSON. */
#define ARROWS_MAX UINT64_C(1000000000)

struct thread {
	uint32_t pid, tid;
	size_t next; /* index + 1 of another of the process */
	uint16_t open[DEPTH_MAX];
	unsigned depth;
	bool waits; /* a slice more is open */
};

struct model_chrome {
	const struct trace_log *log;
	struct str *out;
	struct thread *threads;
	size_t thread_count, thread_cap;
	struct map by_tid, by_pid; /* by_pid: index of its newest thread */
};

struct model_chrome *model_chrome_new(const struct trace_log *log,
				      struct str *out)
{
	struct model_chrome *c = mem_new(1, sizeof(*c));

	c->log = log;
	c->out = out;
	str_add(out, "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
	return c;
}

void model_chrome_free(struct model_chrome *c)
{
	if (!c)
		return;
	free(c->threads);
	map_release(&c->by_tid);
	map_release(&c->by_pid);
	free(c);
}

/* ---- one entry ---- */

/* {"ph":"B","pid":1,"tid":1,"ts":0.000 without an end; @kind is one letter. */
static void begin(struct model_chrome *c, const char *kind, uint32_t pid,
		  uint32_t tid, int64_t ns)
{
	str_addf(c->out,
		 "{\"ph\":\"%s\",\"pid\":%" PRIu32 ",\"tid\":%" PRIu32
		 ",\"ts\":%lld.%03lld",
		 kind, pid, tid, (long long)(ns / 1000),
		 (long long)(ns % 1000));
}

static void add_string(struct model_chrome *c, const char *key,
		       const char *bytes, size_t len)
{
	str_addf(c->out, ",\"%s\":\"", key);
	str_add_json(c->out, bytes, len);
	str_add_char(c->out, '"');
}

static void add_name(struct model_chrome *c, const struct str *name)
{
	add_string(c, "name", name->buf, name->len);
}

static void end(struct model_chrome *c)
{
	str_add(c->out, "},\n");
}

/* ---- slices ---- */

static struct thread *thread_of(struct model_chrome *c,
				const struct trace_event *e)
{
	uint64_t key = (uint64_t)e->pid << 32 | e->tid, i;
	uint64_t other;

	if (map_get(&c->by_tid, key, &i))
		return &c->threads[i];
	c->threads = mem_grow(c->threads, c->thread_count, &c->thread_cap,
			      sizeof(*c->threads));
	i = c->thread_count++;
	c->threads[i] = (struct thread){ .pid = e->pid, .tid = e->tid };
	if (map_get(&c->by_pid, e->pid, &other))
		c->threads[i].next = (size_t)other + 1;
	map_set(&c->by_tid, key, i);
	map_set(&c->by_pid, e->pid, i);
	return &c->threads[i];
}

static void close_slice(struct model_chrome *c, const struct thread *t,
			int64_t ns)
{
	begin(c, "E", t->pid, t->tid, ns);
	end(c);
}

static void stop_waiting(struct model_chrome *c, struct thread *t, int64_t ns)
{
	if (t->waits)
		close_slice(c, t, ns);
	t->waits = false;
}

/* Close the innermost operations, down to @depth of them. */
static void close_to(struct model_chrome *c, struct thread *t, unsigned depth,
		     int64_t ns)
{
	stop_waiting(c, t, ns);
	for (; t->depth > depth; t->depth--)
		close_slice(c, t, ns);
}

static void close_process(struct model_chrome *c, uint32_t pid, int64_t ns)
{
	uint64_t newest;
	size_t i;

	if (!map_get(&c->by_pid, pid, &newest))
		return;
	for (i = (size_t)newest + 1; i; i = c->threads[i - 1].next)
		close_to(c, &c->threads[i - 1], 0, ns);
}

/* "put tasks". */
static void operation(const struct model_chrome *c, const struct model *m,
		      const struct trace_event *e, struct str *name)
{
	str_add(name, trace_verb_name(e->verb));
	if (e->object && e->verb != MP_VERB_SAMPLE) {
		str_add_char(name, ' ');
		model_object_name(m, c->log, e->object, name);
	}
}

static void add_place(struct model_chrome *c, struct model_place place)
{
	if (!place.file)
		return;
	str_add(c->out, ",\"args\":{\"line\":\"");
	str_add_json(c->out, place.file, strlen(place.file));
	str_addf(c->out, ":%d\"}", place.line);
}

static void open_slice(struct model_chrome *c, const struct model *m,
		       const struct trace_event *e, struct model_place place)
{
	struct thread *t = thread_of(c, e);
	SCOPED_STR name = STR_INIT;

	if (t->depth == DEPTH_MAX)
		close_to(c, t, 0, model_run_time(m));
	stop_waiting(c, t, model_run_time(m));
	t->open[t->depth++] = e->verb;
	operation(c, m, e, &name);
	begin(c, "B", e->pid, e->tid, model_run_time(m));
	add_name(c, &name);
	str_addf(c->out, ",\"cat\":\"%s\"",
		 trace_look_name(trace_verb_look(e->verb)));
	add_place(c, place);
	end(c);
}

static void wait_slice(struct model_chrome *c, const struct model *m,
		       const struct trace_event *e)
{
	struct thread *t = thread_of(c, e);

	if (!t->depth || t->waits)
		return;
	t->waits = true;
	begin(c, "B", e->pid, e->tid, model_run_time(m));
	str_add(c->out, ",\"name\":\"waits\",\"cat\":\"waits\"");
	end(c);
}

static void end_slice(struct model_chrome *c, const struct model *m,
		      const struct trace_event *e)
{
	struct thread *t = thread_of(c, e);
	unsigned depth = t->depth;

	while (depth && t->open[depth - 1] != e->verb)
		depth--;
	if (depth)
		close_to(c, t, depth - 1, model_run_time(m));
}

/* ---- what happens ---- */

/* What an event that is a mark says; without the time before the sentence. */
static const char *mark_text(const struct model_chrome *c,
			     const struct model *m, const struct trace_event *e,
			     struct str *text)
{
	const char *sentence;

	if (!model_narrate(m, c->log, e, text))
		operation(c, m, e, text);
	sentence = strstr(text->buf, " s  ");
	return sentence ? sentence + 4 : text->buf;
}

static void mark(struct model_chrome *c, const struct model *m,
		 const struct trace_event *e)
{
	SCOPED_STR text = STR_INIT;
	const char *says = mark_text(c, m, e, &text);

	begin(c, "i", e->pid, e->tid, model_run_time(m));
	add_string(c, "name", says, strlen(says));
	str_addf(c->out, ",\"cat\":\"%s\",\"s\":\"%s\"",
		 trace_look_name(trace_verb_look(e->verb)), e->pid ? "t" : "g");
	end(c);
}

static void name_process(struct model_chrome *c, const struct trace_event *e)
{
	size_t len;
	const char *name = trace_log_text(c->log, e->text, &len);

	begin(c, "M", e->pid, e->tid, 0);
	str_add(c->out, ",\"name\":\"process_name\",\"args\":{\"name\":\"");
	str_add_json(c->out, name, len);
	str_add(c->out, "\"}");
	end(c);
}

/* The arrow from a put to its get, and the length of the queue. */
static void transfer(struct model_chrome *c, const struct model *m,
		     const struct trace_event *e)
{
	const struct model_queue *q = model_queue(m, e->object);
	SCOPED_STR name = STR_INIT;
	uint64_t id;

	if (!q)
		return;
	id = (uint64_t)(q - m->queues) * ARROWS_MAX + e->b % ARROWS_MAX;
	begin(c, e->verb == MP_VERB_PUT ? "s" : "f", e->pid, e->tid,
	      model_run_time(m));
	str_addf(c->out,
		 ",\"name\":\"item\",\"cat\":\"item\",\"id\":%" PRIu64
		 ",\"bp\":\"e\"",
		 id);
	end(c);
	model_object_name(m, c->log, e->object, &name);
	begin(c, "C", q->maker, q->maker, model_run_time(m));
	add_name(c, &name);
	str_addf(c->out, ",\"args\":{\"items\":%zu}", q->count);
	end(c);
}

static void happen(struct model_chrome *c, const struct model *m,
		   const struct trace_event *e)
{
	/* No act of the process's, and it ends no wait. */
	if (model_is_sample(e))
		return;
	if (e->tid)
		stop_waiting(c, thread_of(c, e), model_run_time(m));
	if (e->verb == MP_VERB_PUT || e->verb == MP_VERB_GET)
		transfer(c, m, e);
	else if (e->verb == MP_VERB_NAME)
		name_process(c, e);
	else
		mark(c, m, e);
	if (e->verb == MP_VERB_EXITED)
		close_process(c, e->pid, model_run_time(m));
}

void model_chrome_event(struct model_chrome *c, const struct model *m,
			const struct trace_event *e, struct model_place place)
{
	if (e->phase == MP_BEGINS)
		open_slice(c, m, e, place);
	else if (e->phase == MP_WAITS)
		wait_slice(c, m, e);
	else if (e->phase == MP_HAPPENS)
		happen(c, m, e);
	else if (e->phase == MP_ENDS)
		end_slice(c, m, e);
}

void model_chrome_end(struct model_chrome *c, const struct model *m,
		      const char *name)
{
	for (size_t i = 0; i < c->thread_count; i++)
		close_to(c, &c->threads[i], 0, model_run_time(m));
	/* The list ends with an entry that no comma follows. */
	begin(c, "M", 0, 0, 0);
	str_add(c->out, ",\"name\":\"process_name\",\"args\":{\"name\":\"");
	str_add_json(c->out, name, strlen(name));
	str_add(c->out, "\"}}\n]}\n");
}
