/* SPDX-License-Identifier: MIT */
/*
 * Home: the catalog with what the student has done.
 */
#include <stdlib.h>
#include <string.h>

#include "app/screen.h"
#include "base/mem.h"
#include "base/str.h"
#include "view/home.h"

struct home {
	struct app_screen base;
	const struct catalog_entry *at; /* where to stand at first */
	struct view_home view;
	struct progress_lesson *done; /* one for each lesson */
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

/* What each lesson's progress is now; the lesson visited last. */
static size_t refresh(struct home *h)
{
	const struct app_context *c = app_tui_context(h->base.tui);
	char topic[64] = "", lesson[64] = "";
	size_t n = 0, resume = VIEW_NO_LESSON;

	(void)progress_last(c->progress, topic, lesson);
	for (size_t i = 0; i < c->catalog->count; i++) {
		const struct catalog_topic *t = &c->catalog->topics[i];

		for (size_t j = 0; j < t->count; j++, n++) {
			const struct catalog_entry *entry = &t->entries[j];

			if (!entry->lesson)
				continue;
			progress_lesson(c->progress, entry->topic,
					entry->lesson->id, &h->done[n]);
			if (!strcmp(entry->topic, topic) &&
			    !strcmp(entry->lesson->id, lesson))
				resume = n;
		}
	}
	return resume;
}

static void shown(struct app_screen *s)
{
	struct home *h = home_of(s);
	const struct app_context *c = app_tui_context(s->tui);
	size_t resume;

	if (!h->begun) {
		h->done = mem_new(c->catalog->lessons + 1, sizeof(*h->done));
		h->view.catalog = c->catalog;
		h->view.progress = h->done;
		h->view.problem = progress_problem(c->progress);
	}
	resume = refresh(h);
	h->view.resume = resume;
	if (h->begun)
		return;
	if (h->at)
		resume = view_home_number(c->catalog, h->at);
	view_home_begin(&h->view, resume);
	h->view.resume = refresh(h);
	h->begun = true;
}

static void open_lesson(struct home *h, const struct catalog_entry *entry)
{
	const struct app_context *c = app_tui_context(h->base.tui);
	struct progress_lesson done;
	const char *title = "";
	int step;

	if (!entry->lesson) {
		SCOPED_STR text = STR_INIT;

		if (entry->diags.count)
			lesson_diag_format(&entry->diags, 0, &text);
		text.buf[strcspn(text.buf, "\n")] = '\0';
		str_clear(&h->message);
		str_addf(&h->message, "This lesson cannot be played: %s",
			 text.buf);
		h->view.message = h->message.buf;
		return;
	}
	for (size_t i = 0; i < c->catalog->count; i++) {
		if (!strcmp(c->catalog->topics[i].id, entry->topic))
			title = c->catalog->topics[i].title;
	}
	progress_lesson(c->progress, entry->topic, entry->lesson->id, &done);
	step = lesson_find_step(entry->lesson, done.step);
	app_tui_push(h->base.tui,
		     app_screen_lesson(&(struct app_screen_lesson_options){
			     .topic_title = title,
			     .lesson = entry->lesson,
			     .step = step > 0 && !done.done ? (size_t)step : 0,
			     .speed = c->options->speed,
			     .keep = true,
		     }));
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

	free(h->done);
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
