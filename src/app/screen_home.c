/* SPDX-License-Identifier: MIT */
/*
 * Home: the catalog with what the student has done.
 */
#include <stdlib.h>
#include <string.h>

#include "app/goto.h"
#include "app/places.h"
#include "app/route.h"
#include "app/screen.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "progress/answers.h"
#include "progress/cards.h"
#include "progress/marks.h"
#include "view/home.h"

struct home {
	struct app_screen base;
	const struct catalog_entry *at; /* where to stand at first */
	struct view_home view;
	struct progress_lesson *done; /* one for each lesson */
	struct view_home_more *more;  /* the same */
	size_t *route_done;           /* parts of each path */
	struct str message;
	bool begun;
};

static struct home *home_of(const struct app_screen *s)
{
	return (struct home *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "h";
}

/* What is known of one lesson now. */
static void refresh_entry(struct home *h, const struct catalog_entry *entry,
			  size_t n)
{
	struct progress *p = app_tui_context(h->base.tui)->progress;

	progress_lesson(p, entry->topic, entry->name, &h->done[n]);
	h->more[n] = (struct view_home_more){ 0 };
	if (h->done[n].begun)
		h->more[n].solved =
			progress_solved(p, entry->topic, entry->name);
}

static bool mark(void *arg, const struct progress_bookmark *b)
{
	struct home *h = arg;
	size_t n = 0;

	for (size_t i = 0; i < h->view.catalog->count; i++) {
		const struct catalog_topic *t = &h->view.catalog->topics[i];

		for (size_t j = 0; j < t->count; j++, n++)
			if (!strcmp(t->id, b->topic) &&
			    !strcmp(t->entries[j].name, b->lesson))
				h->more[n].bookmark = true;
	}
	return true;
}

/* The first lesson from number @n on that is not done. */
static size_t not_done(const struct home *h, size_t n)
{
	while (n < h->view.catalog->lessons && h->done[n].done)
		n++;
	return n < h->view.catalog->lessons ? n : VIEW_NO_LESSON;
}

/* How far the student is on each path. */
static void refresh_routes(struct home *h)
{
	const struct app_context *c = app_tui_context(h->base.tui);
	struct view_route_part **parts =
		app_routes_standing(c->catalog, c->progress);

	for (size_t i = 0; i < c->catalog->route_count; i++)
		h->route_done[i] =
			view_route_done(&c->catalog->routes[i], parts[i]);
	app_routes_free(c->catalog, parts);
}

/*
 * What each lesson's progress is now.  Returns which to go on with: the one
 * visited last, or, once that is done, the next that is not.
 */
static size_t refresh(struct home *h)
{
	const struct app_context *c = app_tui_context(h->base.tui);
	char topic[PROGRESS_ID] = "", lesson[PROGRESS_ID] = "";
	size_t n = 0, last = VIEW_NO_LESSON;

	(void)progress_last(c->progress, topic, lesson);
	for (size_t i = 0; i < c->catalog->count; i++) {
		const struct catalog_topic *t = &c->catalog->topics[i];

		for (size_t j = 0; j < t->count; j++, n++) {
			refresh_entry(h, &t->entries[j], n);
			if (!strcmp(t->id, topic) &&
			    !strcmp(t->entries[j].name, lesson))
				last = n;
		}
	}
	progress_bookmarks(c->progress, mark, h);
	h->view.due = progress_due_count(c->progress, clock_today_ms());
	h->view.problem = progress_problem(c->progress);
	return last == VIEW_NO_LESSON ? last : not_done(h, last);
}

static void shown(struct app_screen *s)
{
	struct home *h = home_of(s);
	const struct app_context *c = app_tui_context(s->tui);

	if (!h->begun) {
		h->done = mem_new(c->catalog->lessons + 1, sizeof(*h->done));
		h->more = mem_new(c->catalog->lessons + 1, sizeof(*h->more));
		h->route_done = mem_new(c->catalog->route_count + 1,
					sizeof(*h->route_done));
		h->view.route_done = h->route_done;
		h->view.catalog = c->catalog;
		h->view.progress = h->done;
		h->view.more = h->more;
	}
	refresh_routes(h);
	h->view.resume = refresh(h);
	if (h->begun)
		return;
	view_home_begin(&h->view, h->at ? view_home_number(c->catalog, h->at)
					: h->view.resume);
	h->begun = true;
}

/* What it builds on and is not done yet: said, and opened all the same. */
static void say_requires(struct home *h, const struct lesson *l)
{
	const struct catalog *c = h->view.catalog;
	SCOPED_STR say = STR_INIT;
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->topics[i].count; j++, n++) {
			const struct catalog_entry *e =
				&c->topics[i].entries[j];

			if (e->lesson && !h->done[n].done &&
			    view_home_requires(l, e))
				str_addf(&say, "%s%s",
					 say.len ? " and " : "This builds on ",
					 e->lesson->title);
		}
	if (!say.len)
		return;
	str_add(&say, ", which you have not done yet: q goes back");
	app_tui_say(h->base.tui, say.buf);
}

static void say_broken(struct home *h, const struct catalog_entry *entry)
{
	SCOPED_STR text = STR_INIT;

	if (entry->diags.count)
		lesson_diag_format(&entry->diags, 0, &text);
	text.buf[strcspn(text.buf, "\n")] = '\0';
	str_clear(&h->message);
	str_addf(&h->message, "This lesson cannot be played: %s", text.buf);
	h->view.message = h->message.buf;
}

/*
 * Open @entry at @step, -1: where the student left off, or at the beginning of
 * one that is done.
 */
static void push_lesson(struct app_tui *t, const struct catalog_entry *entry,
			int step)
{
	const struct app_context *c = app_tui_context(t);
	struct progress_lesson done;

	progress_lesson(c->progress, entry->topic, entry->name, &done);
	if (step < 0 && !done.done)
		step = lesson_find_step(entry->lesson, done.step);
	app_tui_push(t,
		     app_screen_lesson(&(struct app_screen_lesson_options){
			     .topic_title =
				     catalog_topic_of(c->catalog, entry)->title,
			     .lesson = entry->lesson,
			     .step = step > 0 ? (size_t)step : 0,
			     .speed = c->options->speed,
			     .record = c->record,
			     .keep = true,
		     }));
}

void app_open_lesson(struct app_tui *t, const char *topic, const char *lesson,
		     const char *step)
{
	SCOPED_STR name = STR_INIT, say = STR_INIT;
	const struct catalog_entry *entry;
	struct err e = ERR_NONE;

	str_addf(&name, "%s/%s", topic, lesson);
	if (catalog_find(app_tui_context(t)->catalog, name.buf, &entry, &e) < 0)
		str_add(&say, e.text);
	else if (!entry->lesson)
		str_addf(&say, "%s cannot be played: lint says why", name.buf);
	else
		push_lesson(t, entry, lesson_find_step(entry->lesson, step));
	if (say.len)
		app_tui_say(t, say.buf);
}

static void open_lesson(struct home *h, const struct catalog_entry *entry)
{
	struct view_home_hit hit = view_home_hit(&h->view);
	size_t n = view_home_number(h->view.catalog, entry);

	if (!entry->lesson) {
		say_broken(h, entry);
		return;
	}
	push_lesson(h->base.tui, entry,
		    hit.in == VIEW_HOME_STEP ? (int)hit.at : -1);
	if (!h->done[n].begun)
		say_requires(h, entry->lesson);
}

static void go(void *arg, const struct app_places *places, size_t i)
{
	app_places_go(arg, places, i);
}

static void list_places(struct home *h, struct app_places *places)
{
	app_tui_push(h->base.tui,
		     app_screen_places(places, 0, go, h->base.tui));
}

static void open_row(struct home *h)
{
	const struct catalog_entry *entry = view_home_entry(&h->view);

	if (entry)
		open_lesson(h, entry);
	else
		view_home_toggle(&h->view);
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct home *h = home_of(s);
	long page = (long)view_home_page(&h->view);
	long rows = (long)view_home_rows(&h->view);

	h->view.message = NULL;
	if (c == UI_CMD_OPEN)
		open_row(h);
	else if (c == UI_CMD_GLOSSARY)
		list_places(h,
			    app_places_glossary(app_tui_context(s->tui), ""));
	else if (c == UI_CMD_BOOKMARKS)
		list_places(h, app_places_bookmarks(app_tui_context(s->tui)));
	else if (c == UI_CMD_PATHS)
		app_tui_push(h->base.tui, app_screen_routes(NULL));
	else if (c == UI_CMD_REVIEW)
		app_tui_push(h->base.tui, app_screen_review(NULL));
	else if (c == UI_CMD_UP)
		view_home_move(&h->view, -1);
	else if (c == UI_CMD_DOWN)
		view_home_move(&h->view, 1);
	else if (c == UI_CMD_PAGE_UP)
		view_home_move(&h->view, -page);
	else if (c == UI_CMD_PAGE_DOWN)
		view_home_move(&h->view, page);
	else if (c == UI_CMD_FIRST)
		view_home_move(&h->view, -rows);
	else if (c == UI_CMD_LAST)
		view_home_move(&h->view, rows);
	else if (c == UI_CMD_QUIT && *h->view.filter)
		view_home_find(&h->view, VIEW_FIND_FIRST, "", NULL);
	else
		return false;
	return true;
}

static bool argument(struct app_screen *s, enum ui_command c, const char *text,
		     struct err *e)
{
	struct home *h = home_of(s);
	const struct catalog_entry *entry =
		c == UI_CMD_GOTO ? app_goto_lesson(s->tui, text, e) : NULL;

	/* Where one comes back to is where one has been. */
	if (entry) {
		view_home_find(&h->view, VIEW_FIND_FIRST, "", NULL);
		view_home_begin(&h->view,
				view_home_number(h->view.catalog, entry));
	}
	return entry != NULL;
}

static void words(const struct app_screen *s, enum ui_command c,
		  struct str *out)
{
	if (c == UI_CMD_GOTO)
		app_goto_words(s->tui, out);
}

static enum ui_command key_at(const struct app_screen *s, int row, int col)
{
	return view_home_key_at(&home_of(s)->view, row, col);
}

static bool search(struct app_screen *s, enum view_find how, const char *words,
		   struct str *say)
{
	if (how != VIEW_FIND_BEGIN)
		view_home_find(&home_of(s)->view, how, words, say);
	return true;
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	struct home *h = home_of(s);

	if (m.wheel_up)
		view_home_move(&h->view, -3);
	else if (m.wheel_down)
		view_home_move(&h->view, 3);
	else if (m.press) {
		size_t before = h->view.cursor;

		if (view_home_click(&h->view, m.row, m.col) &&
		    before == h->view.cursor)
			open_row(h);
	}
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct home *h = home_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	view_home_layout(&h->view, all.rows, all.cols);
	view_home_draw(&h->view, c);
}

static void free_home(struct app_screen *s)
{
	struct home *h = home_of(s);

	view_home_release(&h->view);
	free(h->done);
	free(h->more);
	free(h->route_done);
	str_release(&h->message);
	free(h);
}

static void name(const struct app_screen *s, struct str *out, struct str *title)
{
	(void)s;
	str_add(out, "home");
	str_add(title, "Procession: the lessons");
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.argument = argument,
	.words = words,
	.key_at = key_at,
	.search = search,
	.mouse = mouse,
	.draw = draw,
	.shown = shown,
	.name = name,
	.free = free_home,
};

struct app_screen *app_screen_home(const struct catalog_entry *at)
{
	struct home *h = mem_new(1, sizeof(*h));

	h->base.ops = &ops;
	h->at = at;
	h->message = STR_INIT;
	return &h->base;
}
