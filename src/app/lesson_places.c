/* SPDX-License-Identifier: MIT */
/*
 * Finding one's way out of a step: contents, glossary, links, bookmarks.
 */
#include "app/lesson_inside.h"
#include "app/places.h"
#include "base/clock.h"
#include "progress/marks.h"

/* Another lesson is opened over this one, whose demo ends. */
static void go(void *arg, const struct app_places *places, size_t i)
{
	struct lesson_screen *l = arg;

	if (places->to[i].kind == LESSON_LINK_LESSON &&
	    app_session_alive(&l->session))
		app_run_end(l->session.run, 1);
	app_places_go(l->base.tui, places, i);
}

static void go_to_step(void *arg, const struct app_places *places, size_t i)
{
	(void)places;
	app_lesson_go_to(arg, i);
}

static void list(struct lesson_screen *l, struct app_places *places)
{
	app_tui_push(l->base.tui, app_screen_places(places, 0, go, l));
}

/* All that is said: the step, its questions, what was said to answers. */
static void add_said(const struct lesson_screen *l, struct str *text)
{
	str_add(text, l->o.lesson->steps[l->view.step].text);
	for (size_t i = 0; i < l->flow.asked_count; i++) {
		const struct view_asked *a = &l->flow.asked[i];

		if (a->ask)
			app_places_add_ask(a->ask, text);
		else
			str_addf(text, "\n\n%s", a->text);
	}
}

static void list_glossary(struct lesson_screen *l)
{
	SCOPED_STR text = STR_INIT;

	add_said(l, &text);
	list(l, app_places_glossary(app_tui_context(l->base.tui), text.buf));
}

static void list_links(struct lesson_screen *l)
{
	struct app_places *places;
	SCOPED_STR text = STR_INIT;

	add_said(l, &text);
	places = app_places_links(app_tui_context(l->base.tui),
				  "Where this step leads on to", text.buf);
	if (places->count) {
		list(l, places);
		return;
	}
	app_places_free(places);
	app_lesson_say(l, "The text of this step leads nowhere else");
}

static void toggle_bookmark(struct lesson_screen *l)
{
	struct progress *p = app_tui_context(l->base.tui)->progress;
	const struct lesson *lesson = l->o.lesson;
	const char *step = lesson->steps[l->view.step].id;
	bool set = l->o.keep &&
		   !progress_is_bookmarked(p, lesson->topic, lesson->id, step);

	if (!l->o.keep) {
		app_lesson_say(l, "Nothing is kept here, so no bookmarks");
		return;
	}
	(void)progress_bookmark(p, lesson->topic, lesson->id, step, set,
				clock_today_ms());
	app_lesson_say(l, "%s",
		       set ? "A bookmark is at this step: b among the lessons "
			     "lists them"
			   : "The bookmark at this step is gone");
}

bool app_lesson_place_command(struct lesson_screen *l, enum ui_command c)
{
	const struct app_context *context = app_tui_context(l->base.tui);

	if (c == UI_CMD_CONTENTS)
		app_tui_push(l->base.tui,
			     app_screen_places(
				     app_places_steps(context, l->o.lesson),
				     l->view.step, go_to_step, l));
	else if (c == UI_CMD_GLOSSARY)
		list_glossary(l);
	else if (c == UI_CMD_LINKS)
		list_links(l);
	else if (c == UI_CMD_BOOKMARK)
		toggle_bookmark(l);
	else
		return false;
	return true;
}
