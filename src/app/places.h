/* SPDX-License-Identifier: MIT */
/*
 * Lists of places in the course: the steps of a lesson, the glossary, the
 * bookmarks, the links of a text.
 */
#ifndef APP_PLACES_H
#define APP_PLACES_H

#include "app/screen.h"
#include "lesson/links.h"
#include "view/ask.h"
#include "view/places.h"

struct app_place {
	char *topic, *lesson, *step; /* "": none; step "": where one left off */
	enum lesson_link_kind kind;
	char *page, *section; /* of the manual */
};

struct app_places {
	const char *title, *none;
	struct view_place *views; /* one for each, to be drawn */
	struct app_place *to;
	size_t count, cap, view_cap;
};

/* All of @lesson's steps. */
struct app_places *app_places_steps(const struct app_context *c,
				    const struct lesson *lesson);
/* All terms by name, those that stand in @text ("": none) before them. */
struct app_places *app_places_glossary(const struct app_context *c,
				       const char *text);
/* The latest first. */
struct app_places *app_places_bookmarks(const struct app_context *c);
/* What @text leads to, each once.  @title is borrowed. */
struct app_places *app_places_links(const struct app_context *c,
				    const char *title, const char *text);
/* Add what a question has said so far to a text whose links are wanted. */
void app_places_add_ask(const struct view_ask *a, struct str *text);
void app_places_free(struct app_places *p);

/* Go to place @i: a lesson is opened, a page of the manual shown. */
void app_places_go(struct app_tui *t, const struct app_places *p, size_t i);

#endif
