/* SPDX-License-Identifier: MIT */
/*
 * What tracing costs: an event written, with either clock; an event drained
 * into the log; and how many a second get through from writers that do nothing
 * else, while the reader looks a thousand times a second.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/str.h"
#include "bench/bench.h"
#include "trace/recorder.h"
#include "trace/run.h"
#include "trace/sink.h"
#include "trace/ticks.h"
#include "trace/writer.h"

enum {
	BATCH = 3000, /* fits in a ring */
	BATCHES = 200,
	RINGS = 8,
	FLOOD_ROUNDS = 3, /* of a second each */
	FLOOD_NS = 1000000000,
	WRITERS = 2,
};

static const char text[] = "a job of the queue";

static void die(const char *what)
{
	(void)fprintf(stderr, "bench_trace: %s\n", what);
	exit(EXIT_FAILURE);
}

static pid_t must_fork(void)
{
	pid_t pid = fork();

	if (pid < 0)
		die("cannot fork");
	return pid;
}

static struct trace_arena *open_arena(enum arena_clock clock)
{
	struct trace_arena *arena;
	struct err e = ERR_NONE;

	if (run_open(clock, &arena, &e))
		die(e.text);
	if (trace_writer_open(trace_arena_path(arena)))
		die("cannot attach");
	return arena;
}

static void close_arena(struct trace_arena *arena)
{
	trace_writer_close();
	trace_arena_close(arena);
}

static uint8_t phase = MP_HAPPENS;

static void say(uint64_t i, uint32_t text_len)
{
	trace_sink.emit(&(struct mp_probe_event){
		.verb = MP_VERB_PUT,
		.phase = phase,
		.kind = MP_KIND_INT,
		.a = i,
		.text = text,
		.text_len = text_len,
	});
}

/* Leave nothing: reader and writer are one, and must not wait for room. */
static void drain_all(struct trace_arena *arena, struct trace_log *log)
{
	int64_t until = trace_arena_now(arena) + ARENA_SLACK_NS;
	bool more;

	while (trace_arena_now(arena) <= until)
		;
	(void)trace_arena_drain(arena, log, SIZE_MAX, &more);
}

/* ns an event, written into a ring that has room. */
static double write_ns(struct trace_arena *arena, uint32_t text_len)
{
	struct trace_log *log = trace_log_new(BATCH);
	int64_t took = 0;

	for (int b = 0; b < BATCHES; b++) {
		int64_t begin = bench_now_ns();

		for (uint64_t i = 0; i < BATCH / 2; i++)
			say(i, text_len);
		took += bench_now_ns() - begin;
		drain_all(arena, log);
	}
	trace_log_free(log);
	return (double)took / (BATCHES * (double)(BATCH / 2));
}

static void bench_write(const char *name, enum arena_clock clock,
			uint32_t text_len)
{
	struct trace_arena *arena = open_arena(clock);
	double values[BENCH_ROUNDS];

	(void)write_ns(arena, text_len); /* touches the pages */
	for (int i = 0; i < BENCH_ROUNDS; i++)
		values[i] = write_ns(arena, text_len);
	bench_report(name, "ns", values, BENCH_ROUNDS);
	close_arena(arena);
}

/* ns an event, drained from @rings rings into the log. */
static double drain_ns(int rings)
{
	struct trace_arena *arena = open_arena(ticks_choose());
	struct trace_log *log = trace_log_new(0);
	int64_t took = 0;
	size_t events = 0;
	bool more;

	for (int b = 0; b < BATCHES / 10; b++) {
		int64_t begin;

		for (int r = 0; r < rings; r++) {
			pid_t pid = must_fork();

			if (!pid) {
				for (uint64_t i = 0; i < BATCH; i++)
					say(i, 0);
				_exit(0);
			}
			(void)waitpid(pid, NULL, 0);
			trace_arena_ended(arena, pid);
		}
		begin = bench_now_ns();
		events += trace_arena_drain(arena, log, SIZE_MAX, &more);
		took += bench_now_ns() - begin;
	}
	trace_log_free(log);
	close_arena(arena);
	return (double)took / (double)events;
}

static void bench_drain(const char *name, int rings)
{
	double values[BENCH_ROUNDS];

	for (int i = 0; i < BENCH_ROUNDS; i++)
		values[i] = drain_ns(rings);
	bench_report(name, "ns", values, BENCH_ROUNDS);
}

struct flood {
	double rate, stalls, lost;
};

static pid_t start_writer(int64_t until)
{
	pid_t pid = must_fork();

	if (pid)
		return pid;
	for (uint64_t i = 0; bench_now_ns() < until;) {
		for (int k = 0; k < 1000; k++)
			say(i++, 0);
	}
	_exit(0);
}

/* Append to the file what the log has in whole blocks. */
static void record_some(struct trace_recorder *recorder, int fd)
{
	SCOPED_STR bytes = STR_INIT;

	trace_recorder_events(recorder);
	trace_recorder_take(recorder, &bytes);
	if (fd_write_all(fd, bytes.buf, bytes.len) < 0)
		die("cannot write");
}

static int open_unnamed(void)
{
	char path[] = "bench_trace.XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		die("cannot make a file");
	(void)unlink(path);
	return fd;
}

static struct flood flood(int writers, bool recorded)
{
	struct trace_arena *arena = open_arena(ticks_choose());
	struct trace_log *log = trace_log_new(0);
	int64_t begin = bench_now_ns(), until = begin + FLOOD_NS;
	pid_t pids[WRITERS];
	struct trace_recorder *recorder = trace_recorder_new(log);
	int fd = recorded ? open_unnamed() : -1;
	struct trace_totals t;
	bool more;

	for (int i = 0; i < writers; i++)
		pids[i] = start_writer(until);
	while (bench_now_ns() < until + FLOOD_NS / 10) {
		(void)trace_arena_drain(arena, log, SIZE_MAX, &more);
		if (recorded)
			record_some(recorder, fd);
		(void)usleep(1000);
	}
	for (int i = 0; i < writers; i++)
		(void)waitpid(pids[i], NULL, 0);
	(void)trace_arena_finish(arena, log);
	trace_arena_totals(arena, &t);
	if (recorded)
		(void)close(fd);
	trace_recorder_free(recorder);
	trace_log_free(log);
	close_arena(arena);
	return (struct flood){ (double)t.events / (FLOOD_NS / 1e9),
			       (double)t.stalls, (double)t.lost };
}

static void bench_flood(int writers, bool recorded)
{
	const char *to = recorded ? "to a recording" : "to the log";
	double rate[FLOOD_ROUNDS], stalls[FLOOD_ROUNDS], lost[FLOOD_ROUNDS];
	char name[64];

	for (int i = 0; i < FLOOD_ROUNDS; i++) {
		struct flood f = flood(writers, recorded);

		rate[i] = f.rate / 1e6;
		stalls[i] = f.stalls;
		lost[i] = f.lost;
	}
	(void)snprintf(name, sizeof(name), "trace: %d writer%s %s", writers,
		       writers > 1 ? "s" : "", to);
	bench_report(name, "M events/s", rate, FLOOD_ROUNDS);
	if (recorded) {
		bench_report("trace: of these were lost", "events", lost,
			     FLOOD_ROUNDS);
		return;
	}
	(void)snprintf(name, sizeof(name), "trace: %d writer%s waited for room",
		       writers, writers > 1 ? "s" : "");
	bench_report(name, "times/s", stalls, FLOOD_ROUNDS);
	(void)snprintf(name, sizeof(name), "trace: %d writer%s lost", writers,
		       writers > 1 ? "s" : "");
	bench_report(name, "events", lost, FLOOD_ROUNDS);
}

int main(void)
{
	if (ticks_choose() == ARENA_CLOCK_TSC)
		bench_write("trace: an event, TSC", ARENA_CLOCK_TSC, 0);
	else
		bench_skip("trace: an event, TSC", "not trusted here");
	phase = MP_BEGINS;
	if (ticks_choose() == ARENA_CLOCK_TSC)
		bench_write("trace: the begin of a call, TSC", ARENA_CLOCK_TSC,
			    0);
	phase = MP_HAPPENS;
	bench_write("trace: an event, clock_gettime", ARENA_CLOCK_MONOTONIC, 0);
	bench_write("trace: an event with a text", ticks_choose(),
		    sizeof(text) - 1);
	bench_drain("trace: drain an event, 1 ring", 1);
	bench_drain("trace: drain an event, 8 rings", RINGS);
	bench_flood(1, false);
	bench_flood(WRITERS, false);
	bench_flood(WRITERS, true);
	return 0;
}
