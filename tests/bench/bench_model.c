/* SPDX-License-Identifier: MIT */
/*
 * What a log costs, an event encoded and decoded; and what the model does: an
 * event folded, a past state, a line of JSON.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "bench/bench.h"
#include "model/history.h"
#include "model/narrate.h"
#include "trace/codec.h"

enum {
	PAIR_EVENTS = 400 * 1000,
	CROWD_EVENTS = 400 * 1000,
	LONG_EVENTS = 10 * 1000 * 1000,
	CROWD = 1000,
	QUEUES = 16,
	SEEKS = 50,
};

/* ---- events as mp writes them ---- */

struct script {
	struct trace_log *log;
	int64_t now_ns;
	uint64_t put[QUEUES], got[QUEUES];
	uint64_t random;
};

static uint32_t pick(struct script *s, uint32_t below)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (uint32_t)(s->random >> 32) % below;
}

static void tell(struct script *s, uint32_t pid, enum mp_verb verb,
		 enum mp_phase phase, struct trace_event e)
{
	e.time_ns = s->now_ns += 700;
	e.pid = e.tid = pid;
	e.verb = (uint16_t)verb;
	e.phase = (uint8_t)phase;
	e.site = 0x1000 + verb;
	trace_log_append(s->log, &e);
}

static void begin(struct script *s, uint32_t crowd)
{
	*s = (struct script){ .log = trace_log_new(SIZE_MAX), .random = 4711 };
	for (uint32_t i = 0; i <= crowd; i++)
		tell(s, 1000 + i, MP_VERB_NAME, MP_HAPPENS,
		     (struct trace_event){
			     .a = i ? 1000 : 1,
			     .text = trace_log_intern(s->log, "worker", 6),
		     });
	for (uint32_t i = 0; i < QUEUES; i++)
		tell(s, 1000, MP_VERB_QUEUE_NEW, MP_HAPPENS,
		     (struct trace_event){ .object = 1 + i, .a = 8 });
}

/* A whole put or get: it waits first where it must. */
static void transfer(struct script *s, uint32_t pid, uint32_t queue)
{
	uint64_t length = s->put[queue] - s->got[queue];
	bool put = length == 0 || (length < 8 && pid % 2);
	enum mp_verb verb = put ? MP_VERB_PUT : MP_VERB_GET;
	struct trace_event e = { .object = 1 + queue, .kind = MP_KIND_INT };

	tell(s, pid, verb, MP_BEGINS, e);
	if (length == 0 || length == 8)
		tell(s, pid, verb, MP_WAITS, e);
	e.b = put ? ++s->put[queue] : ++s->got[queue];
	e.a = e.b * 7 % 100;
	e.aux = (uint32_t)(s->put[queue] - s->got[queue]);
	tell(s, pid, verb, MP_HAPPENS, e);
	tell(s, pid, verb, MP_ENDS, e);
}

static void nap(struct script *s, uint32_t pid)
{
	struct trace_event e = { .kind = MP_KIND_INT, .a = 100 * CLOCK_MS };

	tell(s, pid, MP_VERB_SLEEP, MP_BEGINS, e);
	tell(s, pid, MP_VERB_SLEEP, MP_ENDS, e);
}

static void sample(struct script *s, uint32_t pid)
{
	tell(s, pid, MP_VERB_SAMPLE, MP_HAPPENS,
	     (struct trace_event){ .object = pick(s, 2) ? 'S' : 'R',
				   .a = (uint64_t)s->now_ns / 10,
				   .b = (uint64_t)s->now_ns / 100 });
}

/* A producer and a consumer. */
static struct trace_log *write_pair(size_t events)
{
	struct script s;

	begin(&s, 2);
	while (trace_log_end(s.log) < events) {
		transfer(&s, 1001, 0);
		nap(&s, 1001);
		transfer(&s, 1002, 0);
		nap(&s, 1002);
		if (pick(&s, 8) == 0)
			sample(&s, 1001 + pick(&s, 2));
	}
	return s.log;
}

/* A thousand of them, any at any time. */
static struct trace_log *write_crowd(size_t events)
{
	struct script s;

	begin(&s, CROWD);
	while (trace_log_end(s.log) < events) {
		uint32_t pid = 1001 + pick(&s, CROWD);

		transfer(&s, pid, pick(&s, QUEUES));
		if (pick(&s, 4) == 0)
			sample(&s, pid);
	}
	return s.log;
}

/* ---- figures ---- */

static void bench_codec(const char *what, const struct trace_log *log)
{
	struct codec *codec = codec_new();
	size_t blocks = trace_log_end(log) / CODEC_EVENTS, count;
	unsigned char *bytes = mem_new(CODEC_EVENTS, CODEC_EVENT_MAX);
	struct trace_event *back = mem_new(CODEC_EVENTS, sizeof(*back));
	double in[BENCH_ROUNDS], out[BENCH_ROUNDS], size[BENCH_ROUNDS];
	char name[64];

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		int64_t encode = 0, decode = 0;
		size_t len = 0;

		for (size_t i = 0; i < blocks; i++) {
			const struct trace_event *e =
				trace_log_span(log, i * CODEC_EVENTS, &count);
			struct codec_block b = { .bytes = bytes,
						 .count = CODEC_EVENTS,
						 .time_ns = e->time_ns };
			int64_t begin = bench_now_ns(), middle;

			b.len = codec_encode(codec, e, CODEC_EVENTS, bytes);
			middle = bench_now_ns();
			bench_keep((uint64_t)codec_decode(codec, &b, back));
			decode += bench_now_ns() - middle;
			encode += middle - begin;
			len += b.len;
		}
		count = blocks * CODEC_EVENTS;
		in[round] = (double)encode / (double)count;
		out[round] = (double)decode / (double)count;
		size[round] = (double)len / (double)count;
	}
	(void)snprintf(name, sizeof(name), "log: encode, %s", what);
	bench_report(name, "ns/event", in, BENCH_ROUNDS);
	(void)snprintf(name, sizeof(name), "log: decode, %s", what);
	bench_report(name, "ns/event", out, BENCH_ROUNDS);
	(void)snprintf(name, sizeof(name), "log: memory, %s", what);
	bench_report(name, "bytes/event", size, BENCH_ROUNDS);
	free(back);
	free(bytes);
	codec_free(codec);
}

static void bench_fold(const char *name, const struct trace_log *log)
{
	double ns[BENCH_ROUNDS];
	size_t end = trace_log_end(log);

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		struct model *m = model_new();
		int64_t before = bench_now_ns();

		for (size_t i = 0; i < end; i++)
			model_apply(m, trace_log_at(log, i));
		ns[round] = (double)(bench_now_ns() - before) / (double)end;
		bench_keep(m->events);
		model_free(m);
	}
	bench_report(name, "ns/event", ns, BENCH_ROUNDS);
}

static void bench_catch_up(const char *name, const struct trace_log *log)
{
	double ns[BENCH_ROUNDS];

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		struct history *h = history_new(log);
		int64_t before = bench_now_ns();

		while (history_catch_up(h, 4096))
			;
		ns[round] = (double)(bench_now_ns() - before) /
			    (double)trace_log_end(log);
		history_free(h);
	}
	bench_report(name, "ns/event", ns, BENCH_ROUNDS);
}

static void bench_seek(const char *name, const struct trace_log *log,
		       bool back_by_one)
{
	struct script dice = { .random = 42 };
	struct history *h = history_new(log);
	size_t end = trace_log_end(log), at = end;
	double us[BENCH_ROUNDS];

	while (history_catch_up(h, SIZE_MAX))
		;
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		int64_t before = bench_now_ns();

		for (int i = 0; i < SEEKS; i++) {
			at = back_by_one ? at - 1 : pick(&dice, (uint32_t)end);
			bench_keep(history_at(h, at)->events);
		}
		us[round] = (double)(bench_now_ns() - before) / SEEKS / 1000;
	}
	bench_report(name, "us", us, BENCH_ROUNDS);
	history_free(h);
}

static void bench_words(const char *name, const struct trace_log *log,
			bool json)
{
	double ns[BENCH_ROUNDS];
	size_t end = 50 * 1000;
	struct model_place place = { .file = "producer_consumer.c",
				     .line = 14 };

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		struct model *m = model_new();
		SCOPED_STR out = STR_INIT;
		int64_t spent = 0;

		for (size_t i = 0; i < end; i++) {
			const struct trace_event *e = trace_log_at(log, i);
			int64_t before;

			model_apply(m, e);
			str_clear(&out);
			before = bench_now_ns();
			if (json)
				model_event_json(m, log, e, place, &out);
			else
				(void)model_narrate(m, log, e, &out);
			spent += bench_now_ns() - before;
		}
		ns[round] = (double)spent / (double)end;
		model_free(m);
	}
	bench_report(name, "ns/event", ns, BENCH_ROUNDS);
}

int main(void)
{
	struct trace_log *pair = write_pair(PAIR_EVENTS);
	struct trace_log *crowd = write_crowd(CROWD_EVENTS);

	bench_codec("producer and consumer", pair);
	bench_codec("1000 processes, 16 queues", crowd);
	bench_fold("model: fold, producer and consumer", pair);
	bench_fold("model: fold, 1000 processes, 16 queues", crowd);
	bench_catch_up("model: history, producer and consumer", pair);
	bench_catch_up("model: history, 1000 processes", crowd);
	bench_words("model: sentence", pair, false);
	bench_words("model: JSON", pair, true);
	trace_log_free(pair);
	trace_log_free(crowd);

	pair = write_pair(LONG_EVENTS);
	bench_seek("model: any past of 10 M events, pair", pair, false);
	bench_seek("model: one event back, pair", pair, true);
	trace_log_free(pair);
	crowd = write_crowd(LONG_EVENTS);
	bench_seek("model: any past of 10 M events, 1000 proc.", crowd, false);
	bench_seek("model: one event back, 1000 processes", crowd, true);
	trace_log_free(crowd);
	return 0;
}
