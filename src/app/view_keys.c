/* SPDX-License-Identifier: MIT */
#include "app/view_keys.h"

bool app_view_command(struct view_player *v, enum ui_command c)
{
	if (c == UI_CMD_UP)
		view_player_move(v, -1);
	else if (c == UI_CMD_DOWN)
		view_player_move(v, 1);
	else if (c == UI_CMD_FIRST || c == UI_CMD_LAST)
		view_player_move_end(v, c == UI_CMD_LAST);
	else if (c == UI_CMD_FOCUS)
		view_player_focus_next(v, 1);
	else if (c == UI_CMD_FOCUS_BACK)
		view_player_focus_next(v, -1);
	else if (c == UI_CMD_ZOOM)
		v->zoomed = !v->zoomed;
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
