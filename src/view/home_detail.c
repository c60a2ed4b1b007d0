/* SPDX-License-Identifier: MIT */
/*
 * What the line under the cursor is about: a topic, a lesson with what it
 * builds on and where the words were found, or why a lesson is broken.
 */
#include <string.h>

#include "base/str.h"
#include "ui/layout.h"
#include "view/home_inside.h"
#include "view/wrap.h"

bool view_home_requires(const struct lesson *l, const struct catalog_entry *e)
{
	size_t topic = strlen(e->topic);

	for (size_t i = 0; i < l->requires_count; i++)
		if (!strncmp(l->requires[i], e -> topic, topic) &&
		    l->requires[i][topic] == '/' &&
		    !strcmp(l->requires[i] + topic + 1, e->name))
			return true;
	return false;
}

static void add_objectives(const struct lesson *l, struct str *out)
{
	if (l->objective_count)
		str_add(out, "\n \nYou will be able to\n");
	for (size_t i = 0; i < l->objective_count; i++)
		str_addf(out, " · %s\n", l->objectives[i].text);
}

/* Around the words that are looked for, in one line. */
static void add_around(const char *text, const char *words, struct str *out)
{
	const char *at = strcasestr(text, words), *from = at;

	if (!at)
		return;
	while (from > text && from[-1] != '\n' && at - from < 60)
		from--;
	while (((unsigned char)*from & 0xC0) == 0x80)
		from++;
	str_add(out, from > text && from[-1] != '\n' ? ": …" : ": ");
	str_add_n(out, from, strcspn(from, "\n"));
}

/* In which step or term the words are, and what is said there. */
static void add_found(const struct view_home *h, const struct lesson *l,
		      struct str *out)
{
	struct view_home_hit hit = view_home_hit(h);

	if (hit.in == VIEW_HOME_STEP) {
		str_addf(out, "Step %zu, %s", hit.at + 1,
			 l->steps[hit.at].title);
		add_around(l->steps[hit.at].text, h->filter, out);
	} else if (hit.in == VIEW_HOME_TERM) {
		str_addf(out, "%s: %s", l->glossary[hit.at].name,
			 l->glossary[hit.at].text);
	}
}

/* Which of the lessons it builds on are not done yet, with their titles. */
static void add_requires(const struct view_home *h, const struct lesson *l,
			 struct str *out)
{
	const char *between = "Builds on ";
	size_t n = 0;

	for (size_t i = 0; i < h->catalog->count; i++) {
		const struct catalog_topic *t = &h->catalog->topics[i];

		for (size_t j = 0; j < t->count; j++, n++) {
			const struct catalog_entry *e = &t->entries[j];

			if (!e->lesson || view_home_progress(h, n).done ||
			    !view_home_requires(l, e))
				continue;
			str_addf(out, "%s%s", between, e->lesson->title);
			between = " and ";
		}
	}
	if (*between == ' ')
		str_add(out, ", not done yet");
}

/* About a lesson that can be played, the first line the most important. */
static void add_lesson(const struct view_home *h, size_t number,
		       const struct catalog_entry *e, bool all, struct str *out)
{
	struct progress_lesson done = view_home_progress(h, number);
	SCOPED_STR needs = STR_INIT;

	add_requires(h, e->lesson, &needs);
	add_found(h, e->lesson, out);
	if (out->len && all)
		str_add_char(out, '\n');
	else if (out->len)
		return;
	if (view_home_has_changed(e, &done))
		str_addf(out, "It has changed since you did it%s",
			 all ? ".\n" : ". ");
	if (!all && needs.len && !done.begun)
		str_addf(out, "%s. ", needs.buf);
	str_add(out, e->lesson->about);
	if (!all)
		return;
	if (needs.len)
		str_addf(out, "\n%s; it opens all the same.", needs.buf);
	add_objectives(e->lesson, out);
}

/* About the line under the cursor, the first line the most important. */
static void add_detail(const struct view_home *h, bool all, struct str *out)
{
	struct view_home_row row = view_home_row(h, h->cursor);
	const struct catalog_entry *e = view_home_entry_of(h, row);

	if (!e) {
		str_add(out, view_home_topic_of(h, row)->about);
	} else if (e->lesson) {
		add_lesson(h, row.lesson, e, all, out);
	} else if (all && e->diags.count) {
		lesson_diag_format(&e->diags, 0, out);
		if (e->diags.count > 1)
			str_addf(out, "\nand %zu more", e->diags.count - 1);
	} else if (e->diags.count) {
		str_addf(out, "%s:%d:%d: %s", e->path, e->diags.items[0].line,
			 e->diags.items[0].column, e->diags.items[0].message);
	}
}

void view_home_draw_detail(const struct view_home *h, struct ui_canvas *c,
			   struct ui_rect all)
{
	int rows = view_home_detail_rows(all.rows);
	struct ui_rect r = view_home_middle(all.rows, all.cols);
	SCOPED_STR text = STR_INIT;
	ui_style style = UI_NORMAL;

	if (!rows)
		return;
	r.row = all.rows - 1 - rows - view_home_route_rows(h, all.rows);
	r.rows = rows;
	ui_repeat(c, all, r.row - 1, 0, all.cols, UI_FRAME, U'─');
	r = ui_rect_inset(r, 0, 1);
	if (h->problem && *h->problem && rows == 1) {
		style = UI_ERROR;
		str_add(&text, h->problem);
	} else {
		add_detail(h, rows > 1, &text);
	}
	if (rows == 1)
		ui_text_fit(c, r, 0, 0, r.cols, style, text.buf);
	else
		view_wrap(c, r, 0, style, text.buf);
	if (rows > 1 && h->problem && *h->problem)
		ui_text_fit(c, r, rows - 1, 0, r.cols, UI_ERROR, h->problem);
}
