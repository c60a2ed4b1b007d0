/* SPDX-License-Identifier: MIT */
/*
 * What a review or an exam asks, and in which order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/review.h"
#include "app/student.h"
#include "base/mem.h"
#include "progress/answers.h"

enum { NEW_CARDS = 20, WEAK_ITEMS = 30 }; /* in one review: nobody drowns */

struct app_review_item *app_review_add(struct app_review *r)
{
	r->items = mem_grow(r->items, r->count, &r->cap, sizeof(*r->items));
	r->items[r->count] = (struct app_review_item){ .id = "" };
	return &r->items[r->count++];
}

/* splitmix64 */
size_t app_review_random(struct app_review *r, size_t n)
{
	uint64_t x = r->random += 0x9E3779B97F4A7C15U;

	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
	x = (x ^ x >> 27) * 0x94D049BB133111EBU;
	x ^= x >> 31;
	return (size_t)(x % n);
}

/* ---- a review ---- */

static void add_card(struct app_review *r, const struct lesson *l,
		     const struct lesson_card *card)
{
	struct app_review_item *item = app_review_add(r);
	int step = lesson_find_step(l, card->run);

	item->lesson = l;
	item->card = card;
	item->step = step >= 0 && l->steps[step].demo ? &l->steps[step] : NULL;
	(void)snprintf(item->id, sizeof(item->id), "%s", card->id);
}

static void add_question(struct app_review *r, const struct lesson *l,
			 const struct lesson_step *step,
			 const struct lesson_question *q)
{
	struct app_review_item *item = app_review_add(r);

	item->lesson = l;
	item->question = q;
	item->step = step;
	(void)snprintf(item->id, sizeof(item->id), "%s/%s", step->id, q->id);
}

static const struct lesson_question *question_of(const struct lesson_step *s,
						 const char *id)
{
	const struct lesson_exercise *e = s->exercise;

	for (size_t i = 0; i < s->quiz_count; i++)
		if (!strcmp(s->quiz[i].id, id))
			return &s->quiz[i];
	for (size_t i = 0; e && i < e->question_count; i++)
		if (!strcmp(e->questions[i].id, id))
			return &e->questions[i];
	return NULL;
}

/* Whether the lesson says what is right, so that no run has to. */
static bool is_typed_in(const struct lesson_question *q)
{
	return !q->key || q->key->fact.look == LESSON_LOOK_NONE;
}

/* What is due may be of a lesson that has changed: then it is passed over. */
static bool add_due(void *arg, const struct progress_card *c)
{
	struct app_review *r = arg;
	const struct lesson *l =
		app_find_lesson(r->o.catalog, c->topic, c->lesson);
	const char *slash = strchr(c->id, '/');
	const struct lesson_question *q;

	for (size_t i = 0; l && !slash && i < l->card_count; i++)
		if (!strcmp(l->cards[i].id, c->id))
			add_card(r, l, &l->cards[i]);
	for (size_t i = 0; l && slash && i < l->step_count; i++) {
		const char *step = l->steps[i].id;

		if (strncmp(step, c->id, (size_t)(slash - c->id)) != 0 ||
		    step[slash - c->id])
			continue;
		q = question_of(&l->steps[i], slash + 1);
		if (q && is_typed_in(q))
			add_question(r, l, &l->steps[i], q);
	}
	return true;
}

static void add_new(struct app_review *r, const struct lesson *l, int *room)
{
	struct progress_lesson done;

	progress_lesson(r->o.progress, l->topic, l->id, &done);
	for (size_t i = 0; (done.begun || done.done) && i < l->card_count;
	     i++) {
		struct progress_card card;

		progress_card(r->o.progress, l->topic, l->id, l->cards[i].id,
			      &card);
		if (card.reviews || !*room)
			continue;
		add_card(r, l, &l->cards[i]);
		(*room)--;
	}
}

void app_review_collect(struct app_review *r)
{
	const struct catalog *c = r->o.catalog;
	int room = NEW_CARDS;

	(void)progress_due(r->o.progress, r->o.clock(), add_due, r);
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->topics[i].count; j++)
			if (c->topics[i].entries[j].lesson)
				add_new(r, c->topics[i].entries[j].lesson,
					&room);
}

/* ---- weak spots ---- */

/* As the report says it: of the last five answers, four were not right. */
static bool is_weak(const struct progress_objective *o)
{
	int asked = o->recent_right + o->recent_wrong;

	return asked && o->recent_right * 5 < asked * 4;
}

struct weak {
	const struct catalog *catalog;
	struct app_review *review; /* NULL: only count */
	size_t asked, weak;
};

static void add_asked(struct app_review *r, const struct lesson *l,
		      const struct lesson_step *s,
		      const struct lesson_question *q, const char *objective)
{
	if (!strcmp(q->objective, objective) && is_typed_in(q) &&
	    r->count < WEAK_ITEMS)
		add_question(r, l, s, q);
}

/* Its questions; what only a run can answer has cards. */
static void add_objective(struct app_review *r, const struct lesson *l,
			  const char *objective)
{
	size_t before = r->count;

	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_step *s = &l->steps[i];
		const struct lesson_exercise *e = s->exercise;

		for (size_t k = 0; k < s->quiz_count; k++)
			add_asked(r, l, s, &s->quiz[k], objective);
		for (size_t k = 0; e && k < e->question_count; k++)
			add_asked(r, l, s, &e->questions[k], objective);
	}
	for (size_t i = 0; r->count == before && i < l->card_count; i++)
		if (!strcmp(l->cards[i].objective, objective) &&
		    r->count < WEAK_ITEMS)
			add_card(r, l, &l->cards[i]);
}

static bool look_at(void *arg, const struct progress_objective *o)
{
	struct weak *w = arg;
	const struct lesson *l =
		app_find_lesson(w->catalog, o->topic, o->lesson);

	if (!l || !(o->recent_right + o->recent_wrong))
		return true;
	w->asked++;
	w->weak += is_weak(o);
	if (w->review && is_weak(o))
		add_objective(w->review, l, o->id);
	return true;
}

size_t app_review_weak(const struct catalog *c, struct progress *p,
		       size_t *asked)
{
	struct weak w = { .catalog = c };

	progress_objectives(p, look_at, &w);
	*asked = w.asked;
	return w.weak;
}

void app_review_collect_weak(struct app_review *r)
{
	struct weak w = { .catalog = r->o.catalog, .review = r };

	progress_objectives(r->o.progress, look_at, &w);
}

/* ---- an exam ---- */

static void add_quiz(struct app_review *r, const struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++)
		for (size_t k = 0; k < l->steps[i].quiz_count; k++)
			if (is_typed_in(&l->steps[i].quiz[k]))
				add_question(r, l, &l->steps[i],
					     &l->steps[i].quiz[k]);
}

/* Of the lessons that were begun; if none was, of all. */
static void add_topic(struct app_review *r, const struct catalog_topic *t,
		      bool all)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct lesson *l = t->entries[i].lesson;
		struct progress_lesson done;

		if (!l)
			continue;
		progress_lesson(r->o.progress, l->topic, l->id, &done);
		if (all || done.begun || done.done)
			add_quiz(r, l);
	}
}

static void shuffle(struct app_review *r, size_t from, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t k = from + app_review_random(r, i);
		struct app_review_item item = r->items[from + i - 1];

		r->items[from + i - 1] = r->items[k];
		r->items[k] = item;
	}
}

/*
 * One of each topic in turn, until there are enough, so that a long topic
 * does not fill the exam; then in any order.
 */
static void pick(struct app_review *r, const size_t *ends, size_t topics)
{
	size_t want = (size_t)r->o.questions, count = 0, before = 1, round = 0;
	struct app_review_item *picked = mem_new(r->count + 1, sizeof(*picked));

	for (; count < want && before != count; round++) {
		before = count;
		for (size_t t = 0; t < topics && count < want; t++) {
			size_t at = (t ? ends[t - 1] : 0) + round;

			if (at < ends[t])
				picked[count++] = r->items[at];
		}
		if (!round && !count)
			break;
	}
	free(r->items);
	r->items = picked;
	r->cap = r->count + 1;
	r->count = count;
	shuffle(r, 0, count);
}

void app_review_collect_exam(struct app_review *r)
{
	const struct catalog *c = r->o.catalog;
	size_t *ends = mem_new(c->count + 1, sizeof(*ends));

	for (int all = 0; all < 2 && !r->count; all++)
		for (size_t i = 0; i < c->count; i++) {
			size_t from = r->count;

			add_topic(r, &c->topics[i], all);
			shuffle(r, from, r->count - from);
			ends[i] = r->count;
		}
	pick(r, ends, c->count);
	free(ends);
}
