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

/* A list that fills the screen, a line further each time. */
static void scroll(struct scene *s, int rows, int cols, const char *name)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);
	double us[BENCH_ROUNDS];

	view_player_focus(&s->player, LESSON_PANE_PROCESSES);
	s->player.zoomed = true;
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		int64_t from;

		view_player_move_end(&s->player, false);
		view_player_layout(&s->player, rows, cols);
		from = bench_cpu_ns();
		for (int i = 0; i < FRAMES; i++) {
			view_player_move(&s->player, rows);
			view_player_layout(&s->player, rows, cols);
			view_player_draw(&s->player, c);
		}
		us[round] = (double)(bench_cpu_ns() - from) / 1000 / FRAMES;
	}
	bench_report(name, "us", us, BENCH_ROUNDS);
	ui_canvas_free(c);
}

/* What a frame costs in which the order is found anew. */
static void order(struct scene *s, const char *name)
{
	double us[BENCH_ROUNDS];

	for (int round = 0; round < BENCH_ROUNDS; round++) {
		int64_t from = bench_cpu_ns();

		for (int i = 0; i < FRAMES; i++) {
			view_order_forget(&s->player.order);
			view_order_update(&s->player.order, s->player.model,
					  s->player.log, 0, false);
		}
		us[round] = (double)(bench_cpu_ns() - from) / 1000 / FRAMES;
	}
	bench_report(name, "us", us, BENCH_ROUNDS);
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
	s.player.present = true;
	view_player_focus(&s.player, LESSON_PANE_TIMELINE);
	measure(&s, 36, 120, "frame 120x36, 100 processes, presenting");
	s.player.present = false;
	start_many(&s, 3900);
	measure(&s, 36, 120, "frame 120x36, 4000 processes");
	scroll(&s, 36, 120, "scroll a list of 4,000 processes");
	s.player.order.by = VIEW_SORT_NAME;
	scroll(&s, 36, 120, "scroll 4,000 sorted by name");
	order(&s, "sort 4,000 by name");
	s.player.order.by = VIEW_SORT_SHARE;
	order(&s, "sort 4,000 by CPU");
	s.player.order.tree = true;
	order(&s, "sort 4,000 into a tree");
	scroll(&s, 36, 120, "scroll a tree of 4,000 processes");
	scene_end(&s);
	return 0;
}
