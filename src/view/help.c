/* SPDX-License-Identifier: MIT */
/*
 * The commands that apply, in the order of the list, then the states.
 */
#include "view/help.h"

#include <string.h>

#include "ui/command.h"
#include "view/page.h"
#include "view/state.h"

#define WIDTH    78
#define KEY_COLS 15

/* Words to the right of the keys. */
static void add_words(struct view_page *p, const char *words)
{
	view_page_words(p, 1 + KEY_COLS, UI_NORMAL, words);
}

static void add_command(struct view_page *p, enum ui_command c)
{
	const char *keys = ui_command_keys(c);
	char buf[16];

	if (p->canvas)
		ui_text_fit(p->canvas, p->area, p->row, 1, KEY_COLS - 1, UI_KEY,
			    *keys ? keys : ui_command_key(c, buf));
	add_words(p, ui_command_info(c)->help);
}

static void add_state(struct view_page *p, const struct view_state *s)
{
	int col;

	if (p->canvas) {
		col = ui_text(p->canvas, p->area, p->row, 1, s->role, s->mark);
		(void)ui_text(p->canvas, p->area, p->row, col + 1, s->role,
			      s->word);
		ui_repeat(p->canvas, p->area, p->row, KEY_COLS - 2, 1, s->role,
			  s->lane);
		ui_repeat(p->canvas, p->area, p->row, KEY_COLS - 1, 1, s->role,
			  s->mixed);
	}
	add_words(p, s->means);
}

static void add_all(struct view_page *p, const void *arg)
{
	const char *where = arg;

	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		if (ui_command_applies((enum ui_command)i, where))
			add_command(p, (enum ui_command)i);
	if (!strpbrk(where, "dp"))
		return;
	view_page_next(p);
	view_page_text(p, 1, UI_HEADING,
		       "States, and their look in the timeline");
	view_page_next(p);
	for (int i = 0; i < MODEL_STATE_COUNT; i++) {
		add_state(p, view_state((enum model_state)i));
		if (i == MODEL_WAITING)
			add_state(p, &view_asleep);
	}
}

static struct view_box_page box_of(const struct view_help *h, const char *leave)
{
	return (struct view_box_page){
		.title = "Help",
		.cols = WIDTH,
		.fill = add_all,
		.arg = h->where,
		.leave = leave,
	};
}

size_t view_help_page(int rows, int cols)
{
	(void)cols;
	/* One line less than the box can show at most. */
	return rows > 5 ? (size_t)rows - 4 : 1;
}

void view_help_layout(struct view_help *h, int rows, int cols)
{
	struct view_box_page box = box_of(h, "");

	h->scroll = view_box_page_first(&box, rows, cols, h->scroll);
}

void view_help_draw(const struct view_help *h, struct ui_canvas *c)
{
	SCOPED_STR leave = STR_INIT;
	struct view_box_page box;
	char key[16];

	str_addf(&leave, "%s leaves the help",
		 ui_command_key(UI_CMD_QUIT, key));
	box = box_of(h, leave.buf);
	view_box_page_draw(&box, c, h->scroll);
}
