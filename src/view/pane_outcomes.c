/* SPDX-License-Identifier: MIT */
/*
 * What came out of many runs of the demo, and how often:
 *
 *	The balance at the end
 *
 *	  100000 to 119999 ████████ 9
 *	▸ 120000 to 139999 ██████████████████ 21
 *	  140000 to 159999 ███ 3
 *
 *	▸ your guess: 125000
 *
 * The student's prediction is marked at the bar into which it falls; that it
 * came out in no run is said below.
 */
#include "view/pane.h"

#include "base/scope.h"
#include "ui/command.h"
#include "ui/layout.h"
#include "ui/plot.h"
#include "view/wrap.h"

#define GUESS "▸"

enum { BARS_MAX = 20, ABOUT_ROWS = 2, BELOW_ROWS = 1, AXIS_ROWS = 2 };

struct bars {
	struct outcome_bar of[BARS_MAX];
	struct str names[BARS_MAX];
	struct ui_bar bars[BARS_MAX];
	size_t count;
	bool guessed; /* the guess came out */
};

static void release(struct bars *b)
{
	for (size_t i = 0; i < b->count; i++)
		str_release(&b->names[i]);
}

/* At most @most bars; their texts live as long as @b. */
static void make(const struct view_repeat *r, size_t most, struct bars *b)
{
	*b = (struct bars){ .guessed = false };
	if (most > BARS_MAX)
		most = BARS_MAX;
	if (most < 2)
		most = 2;
	b->count = outcomes_bars(r->outcomes, most, b->of);
	for (size_t i = 0; i < b->count; i++) {
		bool guess = *r->guess && outcome_bar_has(&b->of[i], r->guess);

		b->guessed |= guess;
		b->names[i] = STR_INIT;
		if (*r->guess)
			str_add(&b->names[i], guess ? GUESS " " : "  ");
		outcome_bar_name(&b->of[i], &b->names[i]);
		b->bars[i] = (struct ui_bar){
			.name = b->names[i].buf,
			.value = (double)b->of[i].count,
			.role = guess ? UI_HEADING : UI_NORMAL,
		};
	}
}

/* What stands in place of bars while there are none. */
static void draw_none(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect in)
{
	const struct view_repeat *r = &p->repeat;
	SCOPED_STR words = STR_INIT;
	char key[16];

	if (!r->what)
		str_add(&words, "The demo of this step is not run many times.");
	else if (*r->problem)
		str_addf(&words, "It cannot be run: %s", r->problem);
	else if (r->running)
		str_addf(&words, "The first of %d runs …", r->what->times);
	else
		str_addf(&words, "%s runs the demo %d times: %s.",
			 ui_command_key(UI_CMD_REPEAT, key), r->what->times,
			 r->what->about);
	(void)view_wrap(c, in, 0, UI_FAINT, words.buf);
}

static void draw_below(const struct view_repeat *r, const struct bars *b,
		       struct ui_canvas *c, struct ui_rect in)
{
	SCOPED_STR words = STR_INIT;

	if (*r->guess)
		str_addf(&words, GUESS " your guess: %s%s", r->guess,
			 b->guessed   ? ""
			 : r->running ? ", not seen so far"
				      : ", which did not come out");
	if (r->outcomes->untold)
		str_addf(&words, "%s%zu told nothing: %s",
			 words.len ? "; " : "", r->outcomes->untold,
			 r->outcomes->why.buf);
	ui_text_fit(c, in, in.rows - 1, 0, in.cols, UI_FAINT, words.buf);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct view_repeat *r = &p->repeat;
	struct ui_rect plot;
	struct ui_axis axis = {
		.label = "runs", .min = 0, .max = 1, .whole = true
	};
	struct bars b;

	in = ui_rect_inset(in, 0, 1);
	if (in.rows < 1 || in.cols < 8)
		return;
	if (!r->what || !r->outcomes->told) {
		draw_none(p, c, in);
		return;
	}
	plot = in;
	plot.row += ABOUT_ROWS;
	plot.rows -= ABOUT_ROWS + BELOW_ROWS;
	if (plot.rows < 3)
		plot = in;
	else
		ui_text_fit(c, in, 0, 0, in.cols, UI_NORMAL, r->what->about);
	make(r, (size_t)(plot.rows > AXIS_ROWS + 2 ? plot.rows - AXIS_ROWS : 2),
	     &b);
	for (size_t i = 0; i < b.count; i++)
		if (b.bars[i].value > axis.max)
			axis.max = b.bars[i].value;
	ui_plot_bars(&axis, b.bars, b.count, c, plot);
	if (plot.rows < in.rows)
		draw_below(r, &b, c, in);
	release(&b);
}

static void measure(struct view_player *p, struct ui_rect in)
{
	(void)in;
	ui_list_resize(&p->lists[LESSON_PANE_OUTCOMES], 0, 0);
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	const struct view_repeat *r = &p->repeat;
	size_t runs;

	if (!r->what || !r->outcomes || cols < 16)
		return;
	runs = r->outcomes->told + r->outcomes->untold;
	if (r->running || (runs && (int)runs < r->what->times))
		str_addf(out, "%zu of %d runs", runs, r->what->times);
	else if (runs)
		str_addf(out, "%zu runs", runs);
}

const struct view_pane view_pane_outcomes = {
	.rows = 9,
	.tab = "Outcomes",
	.note = note,
	.measure = measure,
	.draw = draw,
};
