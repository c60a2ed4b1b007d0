/* SPDX-License-Identifier: MIT */
#include "app/places.h"

#include <stdlib.h>
#include <string.h>

#include "app/manual.h"
#include "base/mem.h"
#include "base/str.h"
#include "lesson/terms.h"
#include "progress/marks.h"

static struct app_places *make(const char *title, const char *none)
{
	struct app_places *p = mem_new(1, sizeof(*p));

	p->title = title;
	p->none = none;
	return p;
}

/* Texts are copied. */
static struct app_place *add(struct app_places *p, const char *text,
			     const char *note, const char *about)
{
	p->views =
		mem_grow(p->views, p->count, &p->view_cap, sizeof(*p->views));
	p->to = mem_grow(p->to, p->count, &p->cap, sizeof(*p->to));
	p->views[p->count] = (struct view_place){ .marks = "",
						  .text = mem_text(text),
						  .note = mem_text(note),
						  .about = mem_text(about) };
	p->to[p->count] = (struct app_place){ .kind = LESSON_LINK_LESSON };
	return &p->to[p->count++];
}

static void lead_to(struct app_place *to, const char *topic, const char *lesson,
		    const char *step)
{
	to->topic = mem_text(topic);
	to->lesson = mem_text(lesson);
	to->step = mem_text(step);
}

void app_places_free(struct app_places *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->views[i].text);
		free(p->views[i].note);
		free(p->views[i].about);
		free(p->to[i].topic);
		free(p->to[i].lesson);
		free(p->to[i].step);
		free(p->to[i].page);
		free(p->to[i].section);
	}
	free(p->views);
	free(p->to);
	free(p);
}

static const struct catalog_entry *find(const struct catalog *c,
					const char *topic, const char *lesson)
{
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->topics[i].count; j++) {
			const struct catalog_entry *e =
				&c->topics[i].entries[j];

			if (!strcmp(e->topic, topic) &&
			    !strcmp(e->name, lesson))
				return e;
		}
	return NULL;
}

/* ---- the steps of a lesson ---- */

static const char *kind_words(enum lesson_step_kind kind)
{
	switch (kind) {
	case LESSON_STEP_TEXT:
		break;
	case LESSON_STEP_DEMO:
		return "demo";
	case LESSON_STEP_EXERCISE:
		return "exercise";
	case LESSON_STEP_QUIZ:
		return "questions";
	case LESSON_STEP_CHECKPOINT:
		return "checkpoint";
	}
	return "";
}

struct app_places *app_places_steps(const struct app_context *c,
				    const struct lesson *l)
{
	struct app_places *p = make("Contents", "");

	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_step *s = &l->steps[i];
		bool seen =
			progress_has_seen(c->progress, l->topic, l->id, s->id);
		bool marked = progress_is_bookmarked(c->progress, l->topic,
						     l->id, s->id);
		SCOPED_STR text = STR_INIT;

		str_addf(&text, "%2zu  %s", i + 1, s->title);
		lead_to(add(p, text.buf, kind_words(s->kind), ""), l->topic,
			l->id, s->id);
		p->views[i].marks = seen && marked ? "✓◆"
				    : seen         ? "✓"
				    : marked       ? " ◆"
						   : "";
	}
	return p;
}

/* ---- the glossary ---- */

/* Those of a text come first, in its order, what it explains before all. */
struct term {
	struct lesson_term_place is;
	const char *at; /* in the text; NULL: nowhere */
	bool bold;
};

static bool comes_before(const struct term *x, const struct term *y)
{
	if (!x->at || !y->at)
		return x->at && !y->at;
	if (x->bold != y->bold)
		return x->bold;
	return x->at < y->at;
}

/* All others stay by name. */
static void sort_terms(struct term *terms, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct term t = terms[i];
		size_t k = i;

		for (; k && comes_before(&t, &terms[k - 1]); k--)
			terms[k] = terms[k - 1];
		terms[k] = t;
	}
}

static void add_term(struct app_places *p, const struct term *t)
{
	const struct lesson *l = t->is.lesson;

	lead_to(add(p, t->is.term->name, l->title, t->is.term->text), l->topic,
		l->id, t->is.step);
	if (t->at)
		p->views[p->count - 1].marks = "▸";
}

struct app_places *app_places_glossary(const struct app_context *c,
				       const char *text)
{
	struct app_places *p = make("Glossary", "This course explains no "
						"terms.");
	struct lesson_terms all;
	struct term *terms;

	lesson_terms_collect(c->catalog, &all);
	terms = mem_new(all.count + 1, sizeof(*terms));
	for (size_t i = 0; i < all.count; i++) {
		terms[i].is = all.items[i];
		terms[i].at = lesson_term_in(all.items[i].term->name, text,
					     &terms[i].bold);
	}
	for (size_t i = 0; i < all.count; i++)
		p->title = terms[i].at
				   ? "Glossary, the terms of this step first"
				   : p->title;
	sort_terms(terms, all.count);
	for (size_t i = 0; i < all.count; i++)
		add_term(p, &terms[i]);
	free(terms);
	lesson_terms_release(&all);
	return p;
}

/* ---- bookmarks ---- */

struct marking {
	const struct app_context *context;
	struct app_places *places;
};

static bool add_bookmark(void *arg, const struct progress_bookmark *b)
{
	struct marking *m = arg;
	const struct catalog_entry *e =
		find(m->context->catalog, b->topic, b->lesson);
	const struct lesson *l = e ? e->lesson : NULL;
	int step = l ? lesson_find_step(l, b->step) : -1;
	SCOPED_STR text = STR_INIT;

	if (l)
		str_add(&text, l->title);
	else
		str_addf(&text, "%s/%s", b->topic, b->lesson);
	if (step >= 0)
		str_addf(&text, ": %s", l->steps[step].title);
	else
		str_addf(&text, ": %s", b->step);
	lead_to(add(m->places, text.buf, l ? "" : "not in this course", ""),
		b->topic, b->lesson, b->step);
	m->places->views[m->places->count - 1].faint = !l;
	return true;
}

struct app_places *app_places_bookmarks(const struct app_context *c)
{
	struct marking m = { c, make("Bookmarks",
				     "There is no bookmark yet: b in a lesson "
				     "puts one at the step.") };

	progress_bookmarks(c->progress, add_bookmark, &m);
	return m.places;
}

/* ---- links ---- */

static bool is_there(const struct app_places *p, const char *text)
{
	for (size_t i = 0; i < p->count; i++)
		if (!strcmp(p->views[i].text, text))
			return true;
	return false;
}

static void add_page(struct app_places *p, const struct lesson_link *link)
{
	SCOPED_STR text = STR_INIT;
	struct app_place *to;

	str_addf(&text, "%s(%s)", link->target, link->part);
	if (is_there(p, text.buf))
		return;
	to = add(p, text.buf, "page of the manual", "");
	to->kind = LESSON_LINK_MAN;
	to->page = mem_text(link->target);
	to->section = mem_text(link->part);
}

static void add_link(const struct app_context *c, struct app_places *p,
		     const struct lesson_link *link)
{
	size_t topic = strcspn(link->target, "/");
	SCOPED_STR folder = STR_INIT, text = STR_INIT;
	const char *name = link->target + topic + (link->target[topic] == '/');
	const struct catalog_entry *e;
	int step;

	str_add_n(&folder, link->target, topic);
	e = find(c->catalog, folder.buf, name);
	step = e && e->lesson ? lesson_find_step(e->lesson, link->part) : -1;
	str_add(&text, e && e->lesson ? e->lesson->title : link->target);
	if (step >= 0)
		str_addf(&text, ": %s", e->lesson->steps[step].title);
	if (is_there(p, text.buf))
		return;
	lead_to(add(p, text.buf,
		    e && e->lesson ? "lesson" : "not in this course", ""),
		folder.buf, name, link->part);
	p->views[p->count - 1].faint = !e || !e->lesson;
}

void app_places_add_ask(const struct view_ask *a, struct str *text)
{
	SCOPED_STR verdict = STR_INIT;

	str_addf(text, "\n\n%s\n\n", a->q->ask);
	for (int i = 0; i < a->hints; i++)
		str_addf(text, "%s\n\n", a->q->hints[i]);
	view_ask_verdict(a, &verdict);
	str_add(text, verdict.buf);
}

struct app_places *app_places_links(const struct app_context *c,
				    const char *title, const char *text)
{
	struct app_places *p = make(title, "");
	struct lesson_link link;

	while (lesson_link_next(&text, &link)) {
		if (link.kind == LESSON_LINK_MAN)
			add_page(p, &link);
		else if (link.kind == LESSON_LINK_LESSON)
			add_link(c, p, &link);
	}
	return p;
}

/* ---- going there ---- */

void app_places_go(struct app_tui *t, const struct app_places *p, size_t i)
{
	const struct app_place *to = &p->to[i];

	if (to->kind == LESSON_LINK_MAN)
		app_manual(t, to->page, to->section);
	else
		app_open_lesson(t, to->topic, to->lesson, to->step);
}
