/* SPDX-License-Identifier: MIT */
/*
 * The numbers of the panes, by which they are shown and hidden.
 */
#include "view/pane.h"

static void add_pane(enum lesson_pane pane, enum lesson_pane *list, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (list[i] == pane)
			return;
	list[(*n)++] = pane;
}

size_t view_player_panes(const struct view_player *p,
			 enum lesson_pane ret[LESSON_PANE_COUNT])
{
	const struct lesson_demo *d = view_player_demo(p);
	size_t count = 0;

	add_pane(LESSON_PANE_TEXT, ret, &count);
	for (size_t i = 0; d && i < d->show_count; i++)
		add_pane(d->show[i], ret, &count);
	if (d)
		add_pane(LESSON_PANE_CONSOLE, ret, &count);
	return count;
}

int view_player_number(const struct view_player *p, enum lesson_pane pane)
{
	enum lesson_pane panes[LESSON_PANE_COUNT];
	size_t count = view_player_panes(p, panes);

	for (size_t i = 0; i < count; i++)
		if (panes[i] == pane)
			return (int)i + 1;
	return 0;
}

/* Whether another pane would be left. */
static bool may_hide(const struct view_player *p, enum lesson_pane pane)
{
	enum lesson_pane panes[LESSON_PANE_COUNT];
	size_t count = view_player_panes(p, panes);

	for (size_t i = 0; i < count; i++)
		if (panes[i] != pane && !view_player_hides(p, panes[i]))
			return true;
	return false;
}

static bool is_seen(const struct view_player *p, enum lesson_pane pane)
{
	return !view_player_hides(p, pane) && view_player_visible(p, pane);
}

void view_player_toggle_words(const struct view_player *p,
			      enum lesson_pane pane, struct str *out)
{
	str_addf(out, "%s %s", is_seen(p, pane) ? "hide" : "show",
		 view_pane(pane)->tab);
}

void view_player_toggle(struct view_player *p, enum lesson_pane pane,
			struct str *say)
{
	if (!is_seen(p, pane)) {
		view_player_focus(p, pane);
		return;
	}
	if (!may_hide(p, pane)) {
		str_addf(say, "%s is the last pane that is left",
			 view_pane(pane)->tab);
		return;
	}
	p->hidden |= 1U << pane;
	str_addf(say, "%s is hidden: %d and Enter shows it again",
		 view_pane(pane)->tab, view_player_number(p, pane));
}
