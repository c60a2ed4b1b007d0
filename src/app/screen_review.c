/* SPDX-License-Identifier: MIT */
/*
 * The review and the exam on the screen.
 */
#include <stdlib.h>
#include <string.h>

#include "app/places.h"
#include "app/review.h"
#include "app/screen.h"
#include "app/student.h"
#include "base/mem.h"

enum { SECOND_MS = 1000 };

struct review_screen {
	struct app_screen base;
	bool exam, weak;
	int minutes, questions;
	struct app_review review;
	struct str message;
	uv_timer_t *second; /* of the exam; NULL: none */
	bool begun;
};

static struct review_screen *review_of(const struct app_screen *s)
{
	return (struct review_screen *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	return view_review_where(&review_of(s)->review.view);
}

static void say(struct review_screen *s, const char *text)
{
	str_clear(&s->message);
	str_add(&s->message, text);
	s->review.view.message = s->message.buf;
}

/* ---- the time of an exam ---- */

static void on_second(uv_timer_t *timer)
{
	struct review_screen *s = timer->data;

	(void)app_review_tick(&s->review);
	app_tui_dirty(s->base.tui);
}

static void on_closed(uv_handle_t *handle)
{
	free(handle);
}

static void watch_time(struct review_screen *s)
{
	s->second = mem_new(1, sizeof(*s->second));
	(void)uv_timer_init(app_tui_loop(s->base.tui), s->second);
	s->second->data = s;
	(void)uv_timer_start(s->second, on_second, SECOND_MS, SECOND_MS);
}

static void shown(struct app_screen *screen)
{
	struct review_screen *s = review_of(screen);
	const struct app_context *c = app_tui_context(screen->tui);

	if (s->begun)
		return;
	s->begun = true;
	app_review_open(&s->review, &(struct app_review_options){
					    .catalog = c->catalog,
					    .progress = c->progress,
					    .clock = app_now_ms,
					    .exam = s->exam,
					    .weak = s->weak,
					    .minutes = s->minutes,
					    .questions = s->questions,
					    .seed = (uint64_t)app_now_ms(),
				    });
	if (s->exam)
		watch_time(s);
}

/* ---- what keys do ---- */

static void open_demo(struct review_screen *s)
{
	const struct app_context *c = app_tui_context(s->base.tui);
	const struct app_review_item *item = app_review_item(&s->review);

	if (!item || !item->card || !item->step) {
		say(s, "No demo belongs to this card");
		return;
	}
	app_tui_push(s->base.tui,
		     app_screen_lesson(&(struct app_screen_lesson_options){
			     .topic_title = "Review",
			     .lesson = item->lesson,
			     .step = (size_t)(item->step - item->lesson->steps),
			     .speed = c->options->speed,
			     .record = c->record,
		     }));
}

/* Escape: stop typing; never the end of an exam by a slip. */
static void pass(struct review_screen *s)
{
	struct view_ask *a = &s->review.ask;

	if (view_ask_types(a))
		a->quiet = true;
	say(s, a->quiet ? "i skips it, Enter types on, q leaves"
			: "i skips it, q leaves");
}

static bool ask_command(struct review_screen *s, enum ui_command c)
{
	struct app_review *r = &s->review;

	if (c == UI_CMD_ASK_GIVE && r->ask.quiet)
		r->ask.quiet = false;
	else if (c == UI_CMD_ASK_GIVE && !app_review_give(r) &&
		 !r->ask.asks_sure)
		say(s, "Answer first; Escape, then i skips it");
	else if (c == UI_CMD_ASK_SKIP)
		app_review_skip(r);
	else if (c == UI_CMD_ASK_HINT && !app_review_hint(r))
		say(s, r->o.exam ? "There are no hints in an exam"
				 : "There is no hint");
	else if (c == UI_CMD_ASK_SHOW)
		say(s, "Skip it, or answer: then it is said what is right");
	else if (c == UI_CMD_ASK_PASS)
		pass(s);
	return c == UI_CMD_ASK_GIVE || c == UI_CMD_ASK_SKIP ||
	       c == UI_CMD_ASK_HINT || c == UI_CMD_ASK_SHOW ||
	       c == UI_CMD_ASK_PASS;
}

static bool card_command(struct review_screen *s, enum ui_command c)
{
	struct app_review *r = &s->review;

	if (c == UI_CMD_REVIEW_SHOW)
		app_review_show(r);
	else if (c == UI_CMD_REVIEW_AGAIN)
		app_review_grade(r, FSRS_AGAIN);
	else if (c == UI_CMD_REVIEW_HARD)
		app_review_grade(r, FSRS_HARD);
	else if (c == UI_CMD_REVIEW_GOOD)
		app_review_grade(r, FSRS_GOOD);
	else if (c == UI_CMD_REVIEW_EASY)
		app_review_grade(r, FSRS_EASY);
	else if (c == UI_CMD_REVIEW_DEMO)
		open_demo(s);
	else
		return false;
	return true;
}

static void go(void *arg, const struct app_places *places, size_t i)
{
	struct review_screen *s = arg;

	app_places_go(s->base.tui, places, i);
}

/* What is said now; in an exam nothing may be looked up. */
static void list_links(struct review_screen *s)
{
	const struct view_review *v = &s->review.view;
	struct app_places *places;
	SCOPED_STR text = STR_INIT;

	if (s->exam) {
		say(s, "Nothing is looked up in an exam");
		return;
	}
	if (v->state == VIEW_REVIEW_FRONT || v->state == VIEW_REVIEW_BACK)
		str_add(&text, v->front);
	if (v->state == VIEW_REVIEW_BACK)
		str_addf(&text, "\n\n%s", v->back);
	if (v->state == VIEW_REVIEW_ASK)
		app_places_add_ask(&s->review.ask, &text);
	places = app_places_links(app_tui_context(s->base.tui),
				  "Where this leads on to", text.buf);
	if (places->count) {
		app_tui_push(s->base.tui, app_screen_places(places, 0, go, s));
		return;
	}
	app_places_free(places);
	say(s, "This leads nowhere else");
}

static bool scroll_command(struct review_screen *s, enum ui_command c)
{
	const struct ui_rect all = s->review.view.screen;
	long page = all.rows > 5 ? all.rows - 5 : 1, by;

	if (c == UI_CMD_UP || c == UI_CMD_DOWN)
		by = c == UI_CMD_UP ? -1 : 1;
	else if (c == UI_CMD_PAGE_UP || c == UI_CMD_PAGE_DOWN)
		by = c == UI_CMD_PAGE_UP ? -page : page;
	else
		return false;
	view_review_scroll(&s->review.view, by, all.rows, all.cols);
	return true;
}

/* The first q ends an exam and says how it went, the next one leaves. */
static bool leave(struct review_screen *s)
{
	if (!s->exam || s->review.view.state == VIEW_REVIEW_END) {
		app_tui_pop(s->base.tui);
		return true;
	}
	app_review_end(&s->review);
	return true;
}

static bool command(struct app_screen *screen, enum ui_command c)
{
	struct review_screen *s = review_of(screen);

	s->review.view.message = "";
	if (c == UI_CMD_QUIT)
		return leave(s);
	if (c == UI_CMD_LINKS) {
		list_links(s);
		return true;
	}
	if (s->review.view.state == VIEW_REVIEW_ASK && ask_command(s, c))
		return true;
	return card_command(s, c) || scroll_command(s, c);
}

static bool key(struct app_screen *screen, uint32_t k)
{
	struct review_screen *s = review_of(screen);

	if (s->review.view.state == VIEW_REVIEW_END && k == '\n') {
		app_tui_pop(screen->tui);
		return true;
	}
	if (s->review.view.state != VIEW_REVIEW_ASK ||
	    !view_ask_key(&s->review.ask, k))
		return false;
	s->review.view.message = "";
	return true;
}

static enum ui_command key_at(const struct app_screen *screen, int row, int col)
{
	const struct view_review *v = &review_of(screen)->review.view;

	return view_review_key_at(v, v->screen.rows, v->screen.cols, row, col);
}

static void mouse(struct app_screen *screen, struct ui_mouse m)
{
	struct review_screen *s = review_of(screen);
	struct view_review *v = &s->review.view;
	struct view_ask_rows rows;
	size_t line;

	if (m.wheel_up || m.wheel_down)
		view_review_scroll(v, m.wheel_up ? -3 : 3, v->screen.rows,
				   v->screen.cols);
	else if (m.press &&
		 view_review_line_at(v, v->screen, m.row, &rows, &line))
		(void)view_ask_click(&s->review.ask, &rows, line);
}

static void draw(struct app_screen *screen, struct ui_canvas *c)
{
	struct review_screen *s = review_of(screen);

	s->review.view.screen = ui_canvas_rect(c);
	view_review_draw(&s->review.view, c);
}

static void name(const struct app_screen *screen, struct str *out,
		 struct str *title)
{
	bool exam = review_of(screen)->exam;

	str_add(out, exam ? "exam" : "review");
	str_add(title, exam ? "Procession: an exam" : "Procession: a review");
}

static void free_review(struct app_screen *screen)
{
	struct review_screen *s = review_of(screen);

	if (s->second)
		uv_close((uv_handle_t *)s->second, on_closed);
	if (s->begun)
		app_review_close(&s->review);
	str_release(&s->message);
	free(s);
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.key = key,
	.key_at = key_at,
	.mouse = mouse,
	.draw = draw,
	.shown = shown,
	.name = name,
	.free = free_review,
};

struct app_screen *app_screen_review(const struct app_options *o)
{
	struct review_screen *s = mem_new(1, sizeof(*s));

	s->base.ops = &ops;
	s->exam = o && o->exam;
	s->weak = o && o->weak;
	s->minutes = o ? o->minutes : 0;
	s->questions = o ? o->questions : 0;
	s->message = STR_INIT;
	return &s->base;
}
