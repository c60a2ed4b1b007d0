/* SPDX-License-Identifier: MIT */
#include "app/route.h"

#include <stdlib.h>
#include <string.h>

#include "app/review.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "progress/answers.h"
#include "progress/cards.h"

/* ---- how far the student is ---- */

static void stand_lesson(const struct catalog_part *part, struct progress *p,
			 struct view_route_part *ret)
{
	const struct lesson *l = part->entry->lesson;
	struct progress_lesson done;
	int step;

	if (!l)
		return;
	progress_lesson(p, l->topic, l->id, &done);
	step = lesson_find_step(l, done.step);
	ret->begun = done.begun;
	ret->done = done.done;
	if (done.done)
		(void)snprintf(ret->note, sizeof(ret->note), "done");
	else if (done.begun && step >= 0)
		(void)snprintf(ret->note, sizeof(ret->note), "step %d of %zu",
			       step + 1, l->step_count);
}

static void stand_steps(const struct catalog_part *part, struct progress *p,
			struct view_route_part *ret)
{
	const struct lesson *l = part->entry->lesson;
	size_t seen = 0;

	for (size_t i = 0; l && i < part->step_count; i++)
		seen += progress_has_seen(p, l->topic, l->id, part->steps[i]);
	ret->begun = seen > 0;
	ret->done = l && seen == part->step_count;
	if (ret->done)
		(void)snprintf(ret->note, sizeof(ret->note), "done");
	else if (seen)
		(void)snprintf(ret->note, sizeof(ret->note), "%zu of %zu steps",
			       seen, part->step_count);
	else
		(void)snprintf(ret->note, sizeof(ret->note), "%zu %s",
			       part->step_count,
			       part->step_count == 1 ? "step" : "steps");
}

static void stand_weak(const struct catalog *c, struct progress *p,
		       struct view_route_part *ret)
{
	size_t asked, weak = app_review_weak(c, p, &asked);

	ret->begun = asked > 0;
	ret->done = asked && !weak;
	if (asked)
		(void)snprintf(ret->note, sizeof(ret->note), "%zu weak", weak);
}

static void stand_cards(struct progress *p, int64_t now,
			struct view_route_part *ret)
{
	int due = progress_due_count(p, now);
	bool some = due || progress_next_due(p, now);

	ret->begun = some;
	ret->done = some && !due;
	if (some)
		(void)snprintf(ret->note, sizeof(ret->note), "%d due", due);
}

/* One that has been sat today counts. */
static void stand_exam(struct progress *p, int64_t now,
		       struct view_route_part *ret)
{
	struct progress_exam e;

	if (!progress_exams(p, &e, 1) || !e.questions)
		return;
	ret->begun = true;
	ret->done = e.ended && now - e.ended < CLOCK_DAY_MS;
	(void)snprintf(ret->note, sizeof(ret->note), "%d of %d right", e.right,
		       e.questions);
}

static void stand(const struct catalog *c, const struct catalog_part *part,
		  struct progress *p, struct view_route_part *ret)
{
	int64_t now = app_now_ms();

	if (part->entry && part->step_count)
		stand_steps(part, p, ret);
	else if (part->entry)
		stand_lesson(part, p, ret);
	else if (part->activity == LESSON_ACTIVITY_WEAK)
		stand_weak(c, p, ret);
	else if (part->activity == LESSON_ACTIVITY_CARDS)
		stand_cards(p, now, ret);
	else
		stand_exam(p, now, ret);
}

struct view_route_part **app_routes_standing(const struct catalog *c,
					     struct progress *p)
{
	struct view_route_part **all;

	if (!c->route_count)
		return NULL;
	all = mem_new(c->route_count, sizeof(*all));
	for (size_t i = 0; i < c->route_count; i++) {
		const struct catalog_route *r = &c->routes[i];

		all[i] = mem_new(r->count, sizeof(**all));
		for (size_t k = 0; k < r->count; k++)
			stand(c, &r->parts[k], p, &all[i][k]);
	}
	return all;
}

void app_routes_free(const struct catalog *c, struct view_route_part **parts)
{
	for (size_t i = 0; parts && i < c->route_count; i++)
		free(parts[i]);
	free(parts);
}

size_t app_route_step(const struct catalog_part *part, struct progress *p)
{
	const struct lesson *l = part->entry->lesson;
	struct progress_lesson done;
	int step = -1;

	progress_lesson(p, l->topic, l->id, &done);
	if (!part->step_count && !done.done)
		step = lesson_find_step(l, done.step);
	for (size_t i = 0; step < 0 && i < part->step_count; i++)
		if (!progress_has_seen(p, l->topic, l->id, part->steps[i]))
			step = lesson_find_step(l, part->steps[i]);
	if (step < 0 && part->step_count)
		step = lesson_find_step(l, part->steps[0]);
	return step < 0 ? 0 : (size_t)step;
}

/* ---- list --paths ---- */

static void add_text(const struct catalog *c, struct view_route_part **parts,
		     struct str *out)
{
	for (size_t i = 0; i < c->route_count; i++) {
		const struct catalog_route *r = &c->routes[i];
		SCOPED_STR time = STR_INIT;

		view_route_time(r->minutes, &time);
		str_addf(out, "%s%s (%s): %s, %zu of %zu done\n  %s\n",
			 i ? "\n" : "", r->title, r->id, time.buf,
			 view_route_done(r, parts[i]), r->count, r->about);
		for (size_t k = 0; i && k < r->count; k++) {
			const struct catalog_part *p = &r->parts[k];

			str_addf(out, "  %3d min  %s", p->minutes,
				 view_route_title(p));
			if (*parts[i][k].note)
				str_addf(out, ", %s", parts[i][k].note);
			str_add_char(out, '\n');
		}
	}
}

static void add_string(struct str *out, const char *key, const char *value)
{
	str_addf(out, "\"%s\":\"", key);
	str_add_json(out, value, strlen(value));
	str_add_char(out, '"');
}

static void add_part_json(const struct catalog_part *p,
			  const struct view_route_part *is, struct str *out)
{
	static const char *const activities[] = {
		"",
#define LESSON_ACTIVITY(id, word, about) word,
#include "lesson/facts.def"
	};

	str_add_char(out, '{');
	if (p->entry)
		str_addf(out, "\"lesson\":\"%s/%s\"", p->entry->topic,
			 p->entry->name);
	else
		add_string(out, "do", activities[p->activity]);
	if (p->step_count)
		str_add(out, ",\"steps\":[");
	for (size_t i = 0; i < p->step_count; i++)
		str_addf(out, "%s\"%s\"%s", i ? "," : "", p->steps[i],
			 i + 1 == p->step_count ? "]" : "");
	str_addf(out, ",\"minutes\":%d,\"begun\":%s,\"done\":%s}", p->minutes,
		 is->begun ? "true" : "false", is->done ? "true" : "false");
}

static void add_json(const struct catalog *c, struct view_route_part **parts,
		     struct str *out)
{
	str_add(out, "{\"paths\":[");
	for (size_t i = 0; i < c->route_count; i++) {
		const struct catalog_route *r = &c->routes[i];

		str_add(out, i ? ",{" : "{");
		add_string(out, "id", r->id);
		str_add_char(out, ',');
		add_string(out, "title", r->title);
		str_addf(out, ",\"minutes\":%d,\"done\":%zu,\"parts\":[",
			 r->minutes, view_route_done(r, parts[i]));
		for (size_t k = 0; k < r->count; k++) {
			if (k)
				str_add_char(out, ',');
			add_part_json(&r->parts[k], &parts[i][k], out);
		}
		str_add(out, "]}");
	}
	str_add(out, "]}\n");
}

void app_routes_list(const struct catalog *c, struct progress *p, bool json,
		     FILE *out)
{
	struct view_route_part **parts = app_routes_standing(c, p);
	SCOPED_STR text = STR_INIT;

	if (json)
		add_json(c, parts, &text);
	else
		add_text(c, parts, &text);
	(void)fwrite(text.buf, 1, text.len, out);
	app_routes_free(c, parts);
}
