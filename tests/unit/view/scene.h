/* SPDX-License-Identifier: MIT */
/*
 * A made-up run of a producer and its consumers, and the player that shows it.
 *
 * The run is played event by event through the real log and history, so what
 * the panes get is what they get from a demo, but the same each time.
 *
 *	struct scene s;
 *
 *	scene_begin(&s, scene_queue);
 *	scene_play(&s, 2400);
 *	scene_golden(&s, 24, 80, "full");
 *	scene_end(&s);
 */
#ifndef VIEW_SCENE_H
#define VIEW_SCENE_H

#include "model/history.h"
#include "ui/source.h"
#include "view/player.h"

/* How the cast behaves; times in ms of run time. */
struct scene_plot {
	int capacity, consumers, items;
	int make_ms, use_ms;
	int kill_ms; /* when the first consumer is killed; 0: never */
};

extern const struct scene_plot scene_queue; /* 20 items, 4 slots, 100, 200 */

struct scene_actor {
	uint32_t pid;
	int doing; /* what: see scene.c */
	int until_ms;
	int item;
	bool ended;
};

struct scene {
	struct scene_plot plot;
	int now_ms; /* run time */
	int paused_ms;
	struct lesson *lesson;
	struct trace_log *log;
	struct history *history;
	struct view_console console;
	struct view_player player;
	struct ui_doc source[2];
	struct scene_actor actors[102]; /* main, the producer, consumers */
	int items[1000];
	int count, made, puts, gets;
	bool over;
};

void scene_begin(struct scene *s, struct scene_plot plot);
void scene_end(struct scene *s);
/* Let the run go on to @ms; it ends by itself when all have ended. */
void scene_play(struct scene *s, int ms);
/* Pause it, with what that looks like in the player. */
void scene_pause(struct scene *s);
/* Show the state of @ms. */
void scene_back_to(struct scene *s, int ms);
/* Append an event at the present moment. */
void scene_tell(struct scene *s, struct trace_event e);
uint32_t scene_text(struct scene *s, const char *text);
/* Fold what was appended and show the present. */
void scene_show(struct scene *s);

/*
 * Draw the player at this size and compare the text with the file
 * tests/unit/view/golden/@name-COLSxROWS.screen; with UPDATE_GOLDEN=1 in the
 * environment write it instead.
 */
void scene_golden(struct scene *s, int rows, int cols, const char *name);
/* At all the sizes that matter. */
void scene_golden_sizes(struct scene *s, const char *name);

/*
 * What @who tells of @object; of an acquire also that it is this thread that
 * takes it.
 */
struct trace_event scene_event(uint32_t who, enum mp_verb verb,
			       enum mp_phase phase, uint64_t object,
			       uint64_t a);
/* Main makes a thing of this @name; the rest is as @made has it. */
void scene_make(struct scene *s, struct trace_event made, const char *name);
/* @who has a lock, or waits for it. */
void scene_take(struct scene *s, uint32_t who, uint64_t lock);
void scene_want(struct scene *s, uint32_t who, uint64_t lock);

/*
 * @pane takes the place of the queue's; the run has gone on to 900 ms with
 * main, a producer and a consumer.
 */
void scene_begin_beside(struct scene *s, enum lesson_pane pane);
/*
 * For a pane of shared objects: it takes the place of the queue's and has the
 * whole screen; the run has gone on to 900 ms with main, a producer and three
 * consumers.
 */
void scene_begin_pane(struct scene *s, enum lesson_pane pane);
/* At 60x18, 80x24 and 120x36, and at 80x24 in ASCII as @name-ascii. */
void scene_golden_pane(struct scene *s, const char *name);
/* Fails unless @words are on the screen of 200x60; scene_hides: if they are. */
void scene_shows(struct scene *s, const char *words);
void scene_hides(struct scene *s, const char *words);

struct ui_canvas;
void golden_check(const struct ui_canvas *c, const char *name);

#endif
