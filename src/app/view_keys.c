/* SPDX-License-Identifier: MIT */
#include "app/view_keys.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/near.h"

bool app_view_command(struct view_player *v, enum ui_command c)
{
	if (c == UI_CMD_UP)
		view_player_move(v, -1);
	else if (c == UI_CMD_DOWN)
		view_player_move(v, 1);
	else if (c == UI_CMD_FIRST || c == UI_CMD_LAST)
		view_player_move_end(v, c == UI_CMD_LAST);
	else if (c == UI_CMD_TREE)
		v->order.tree = !v->order.tree;
	else if (c == UI_CMD_SORT)
		v->order.by = (v->order.by + 1) % VIEW_SORT_COUNT;
	else if (c == UI_CMD_FOLLOW)
		view_player_follow(v);
	else if (c == UI_CMD_FOCUS)
		view_player_focus_next(v, 1);
	else if (c == UI_CMD_FOCUS_BACK)
		view_player_focus_next(v, -1);
	else if (c == UI_CMD_ZOOM)
		v->zoomed = !v->zoomed;
	else if (c == UI_CMD_LESS_TIME || c == UI_CMD_MORE_TIME)
		view_player_zoom_time(v, c == UI_CMD_LESS_TIME ? 1 : -1);
	else if (c == UI_CMD_ONLY)
		view_player_console_only(v);
	else
		return false;
	return true;
}

void app_view_mouse(struct view_player *v, struct ui_mouse m)
{
	if (m.wheel_up || m.wheel_down)
		(void)view_player_wheel(v, m.row, m.col, m.wheel_up ? -3 : 3);
	else if (m.press)
		(void)view_player_click(v, m.row, m.col);
}

bool app_view_pane(struct view_player *v, int n, enum app_pane_does what,
		   struct str *say)
{
	enum lesson_pane panes[LESSON_PANE_COUNT];
	int count = (int)view_player_panes(v, panes);

	v->numbers = what == APP_PANE_NUMBERS;
	if (n < 1 || n > count)
		return false;
	if (what == APP_PANE_NUMBERS)
		view_player_toggle_words(v, panes[n - 1], say);
	else if (what == APP_PANE_TOGGLE)
		view_player_toggle(v, panes[n - 1], say);
	return true;
}

static bool sort_by(struct view_player *v, const char *argument, struct err *e)
{
	for (int i = 0; i < VIEW_SORT_COUNT; i++) {
		if (strcasecmp(view_sort_name((enum view_sort)i), argument) !=
		    0)
			continue;
		v->order.by = (enum view_sort)i;
		return true;
	}
	(void)err_set(e, -ENOENT,
		      "processes are sorted by start, PID, state, CPU, "
		      "CPU time or name");
	return false;
}

bool app_view_argument(struct view_player *v, enum ui_command c,
		       const char *argument, struct err *e)
{
	enum lesson_pane panes[LESSON_PANE_COUNT];
	size_t count = view_player_panes(v, panes);
	struct near near = NEAR(argument);
	SCOPED_STR say = STR_INIT;

	if (c == UI_CMD_SORT)
		return sort_by(v, argument, e);
	if (c != UI_CMD_PANE)
		return false;
	for (size_t i = 0; i < count; i++) {
		near_offer(&near, lesson_pane_name(panes[i]));
		if (strcmp(lesson_pane_name(panes[i]), argument) != 0)
			continue;
		if (panes[i] != v->focus)
			view_player_focus(v, panes[i]);
		else
			view_player_toggle(v, panes[i], &say);
		if (!say.len)
			return true;
		(void)err_set(e, -EBUSY, "%s", say.buf);
		return false;
	}
	if (near.best)
		(void)err_set(e, -ENOENT,
			      "there is no pane %s here: did you mean %s?",
			      argument, near.best);
	else
		(void)err_set(e, -ENOENT, "there is no pane %s here", argument);
	return false;
}

void app_view_words(const struct view_player *v, enum ui_command c,
		    struct str *out)
{
	enum lesson_pane panes[LESSON_PANE_COUNT];
	size_t count = view_player_panes(v, panes);

	for (size_t i = 0; c == UI_CMD_PANE && i < count; i++)
		str_addf(out, "%s\n", lesson_pane_name(panes[i]));
	for (int i = 0; c == UI_CMD_SORT && i < VIEW_SORT_COUNT; i++)
		str_addf(out, "%s\n", view_sort_name((enum view_sort)i));
	if (c == UI_CMD_SPEED)
		str_add(out, "0.1\n0.2\n0.5\n1\n2\n5\n10\n");
}

double app_view_speed(const char *argument, struct err *e)
{
	char *end;
	double speed = strtod(argument, &end);

	if (end != argument && !*end && speed >= 0.1 && speed <= 10)
		return speed;
	return err_set(e, -EINVAL, "a speed is a number from 0.1 to 10");
}
