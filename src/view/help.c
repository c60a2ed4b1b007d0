/* SPDX-License-Identifier: MIT */
/*
 * The lines of the help are the commands that apply, in the order of the
 * list, then the states.  Nothing is written here that the list does not say.
 */
#include "view/help.h"

#include <string.h>

#include "base/str.h"
#include "ui/command.h"
#include "ui/layout.h"
#include "ui/list.h"
#include "view/message.h"
#include "view/state.h"

#define WIDTH    74
#define KEY_COLS 15

static bool has_states(const char *where)
{
	return strchr(where, 'd') != NULL;
}

static size_t count_commands(const char *where)
{
	size_t n = 0;

	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		n += ui_command_applies((enum ui_command)i, where);
	return n;
}

static size_t count_lines(const char *where)
{
	size_t n = count_commands(where);

	return has_states(where) ? n + 2 + MODEL_STATE_COUNT : n;
}

static struct ui_rect box_for(struct ui_rect all, size_t lines)
{
	int rows = lines < 500 ? (int)lines + 3 : 500;

	return ui_rect_centre(all, rows < all.rows ? rows : all.rows, WIDTH);
}

static int inner_rows(struct ui_rect box)
{
	/* The frame, and the line that says how to leave. */
	return box.rows > 3 ? box.rows - 3 : 0;
}

size_t view_help_page(int rows, int cols)
{
	struct ui_rect all = { 0, 0, rows, cols };

	return (size_t)inner_rows(box_for(all, 500));
}

static struct ui_list list_for(const struct view_help *h, struct ui_rect all)
{
	struct ui_list list = { .first = h->scroll, .cursor = h->scroll };
	size_t lines = count_lines(h->where);

	ui_list_resize(&list, lines, (size_t)inner_rows(box_for(all, lines)));
	return list;
}

void view_help_layout(struct view_help *h, int rows, int cols)
{
	h->scroll = list_for(h, (struct ui_rect){ 0, 0, rows, cols }).first;
}

static void draw_command(struct ui_canvas *c, struct ui_rect in, int row,
			 const struct ui_command_info *info)
{
	ui_text_fit(c, in, row, 1, KEY_COLS - 1, UI_KEY, info->keys);
	ui_text_fit(c, in, row, 1 + KEY_COLS, in.cols - KEY_COLS - 1, UI_NORMAL,
		    info->help);
}

static void draw_state(struct ui_canvas *c, struct ui_rect in, int row,
		       enum model_state state)
{
	const struct view_state *s = view_state(state);
	int col = 1;

	col = ui_text(c, in, row, col, s->role, s->mark) + 1;
	col = ui_text(c, in, row, col, s->role, s->word);
	if (s->lane != ' ') {
		ui_repeat(c, in, row, KEY_COLS - 2, 1, s->role, s->lane);
		ui_repeat(c, in, row, KEY_COLS - 1, 1, s->role, s->mixed);
	}
	ui_text_fit(c, in, row, 1 + KEY_COLS, in.cols - KEY_COLS - 1, UI_NORMAL,
		    s->means);
}

/* Line @line of the help in row @row. */
static void draw_line(const struct view_help *h, struct ui_canvas *c,
		      struct ui_rect in, int row, size_t line)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++) {
		if (!ui_command_applies((enum ui_command)i, h->where))
			continue;
		if (!line) {
			draw_command(c, in, row,
				     ui_command_info((enum ui_command)i));
			return;
		}
		line--;
	}
	if (line == 1)
		ui_text_fit(c, in, row, 1, in.cols - 1, UI_HEADING,
			    "What a process can be, with its look in the "
			    "timeline");
	else if (line > 1)
		draw_state(c, in, row, (enum model_state)(line - 2));
}

void view_help_draw(const struct view_help *h, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c);
	struct ui_list list = list_for(h, all);
	struct ui_rect box = box_for(all, list.count);
	struct ui_rect in;
	char buf[48], key[16];

	in = view_box(c, box.rows, box.cols, "Help: keys",
		      ui_list_note(&list, buf));
	for (size_t i = 0; i < list.page && list.first + i < list.count; i++)
		draw_line(h, c, in, (int)i, list.first + i);
	ui_list_marks(&list, c, box);
	if (in.rows > (int)list.page)
		(void)ui_textf(c, in, in.rows - 1, 1, UI_FAINT,
			       "%s leaves the help",
			       ui_command_key(UI_CMD_QUIT, key));
}
