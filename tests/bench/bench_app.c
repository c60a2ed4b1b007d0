/* SPDX-License-Identifier: MIT */
/*
 * The player as a whole, in a terminal: how soon its first screen is there,
 * what it costs while nothing happens, and what a live lesson costs.
 */
#include "bench/bench.h"

#include <stdio.h>
#include <string.h>

#include "e2e/player.h"
#include "support/procs.h"

enum { STARTS = 20, LISTEN_MS = 2000 };

static void start_to_first_screen(void)
{
	double ms[STARTS];

	for (int i = 0; i < STARTS; i++) {
		int64_t begin = bench_now_ns();
		struct tty *t = player_open(&(struct player_options){ 0 });

		tty_wait_text(t, "Passing work through a queue");
		ms[i] = (double)(bench_now_ns() - begin) / 1e6;
		player_quit(t);
	}
	bench_report("start to first screen", "ms", ms, STARTS);
}

/* CPU in percent of one core, and bytes a second, while it is left alone. */
static void cost_of(struct tty *t, const char *name, const char *bytes_name,
		    int rounds)
{
	double cpu[BENCH_ROUNDS], bytes[BENCH_ROUNDS];

	for (int i = 0; i < rounds; i++) {
		double used = procs_cpu(tty_pid(t));
		double begin = procs_now(), time;
		size_t n = tty_listen(t, LISTEN_MS);

		time = procs_now() - begin;
		cpu[i] = 100 * (procs_cpu(tty_pid(t)) - used) / time;
		bytes[i] = (double)n / time;
	}
	bench_report(name, "% of a core", cpu, (size_t)rounds);
	bench_report(bytes_name, "bytes/s", bytes, (size_t)rounds);
}

int main(void)
{
	struct tty *t;

	start_to_first_screen();
	t = player_open(&(struct player_options){ .rows = 36, .cols = 120 });
	tty_wait_text(t, "Passing work through a queue");
	tty_wait_quiet(t, 300);
	cost_of(t, "idle player, CPU", "idle player, to the terminal", 5);
	player_quit(t);
	t = player_running(36, 120, "endless:fast");
	cost_of(t, "live lesson at 120x36, CPU",
		"live lesson at 120x36, to the terminal", 3);
	player_quit(t);
	return 0;
}
