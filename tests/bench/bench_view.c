/* SPDX-License-Identifier: MIT */
/*
 * What a frame costs: layout and drawing of the lesson screen to cells, in CPU
 * time.  Sending the cells to the terminal is another matter.
 */
#include "bench/bench.h"

#include "ui/canvas.h"
#include "unit/view/scene.h"

enum { FRAMES = 50 };

static void measure(struct scene *s, int rows, int cols, const char *name)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);
	double us[BENCH_ROUNDS];

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		int64_t from = bench_cpu_ns();

		for (int i = 0; i < FRAMES; i++) {
			view_player_layout(&s->player, rows, cols);
			view_player_draw(&s->player, c);
		}
		us[round] = (double)(bench_cpu_ns() - from) / 1000 / FRAMES;
	}
	bench_report(name, "us", us, BENCH_ROUNDS);
	ui_canvas_free(c);
}

/* A run of @processes that has gone on for @ms. */
static void play(struct scene *s, int processes, int ms)
{
	struct scene_plot plot = scene_queue;

	plot.consumers = processes - 2;
	plot.items = 100000;
	plot.make_ms = 10;
	plot.capacity = 50;
	scene_begin(s, plot);
	scene_play(s, ms);
}

static void start_many(struct scene *s, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		scene_tell(s, (struct trace_event){
				      .pid = 10000 + i,
				      .verb = MP_VERB_NAME,
				      .phase = MP_HAPPENS,
				      .text = scene_text(s, "worker"),
				      .a = 4710 });
	scene_show(s);
}

int main(void)
{
	struct scene s;

	play(&s, 3, 5000);
	measure(&s, 36, 120, "frame 120x36, 3 processes");
	scene_end(&s);
	play(&s, 100, 5000);
	measure(&s, 24, 80, "frame 80x24, 100 processes");
	measure(&s, 36, 120, "frame 120x36, 100 processes");
	measure(&s, 60, 200, "frame 200x60, 100 processes");
	start_many(&s, 3900);
	measure(&s, 36, 120, "frame 120x36, 4000 processes");
	scene_end(&s);
	return 0;
}
