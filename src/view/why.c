/* SPDX-License-Identifier: MIT */
/*
 * The wait-for graph in a box, made anew for each frame from the state that is
 * shown.
 */
#include "view/why.h"

#include "ui/command.h"
#include "view/graph.h"

#define WIDTH 76

static void look(const struct view_why *w, struct model_stuck *ret)
{
	*ret = (struct model_stuck){ 0 };
	if (w->player->model)
		model_stuck(w->player->model, ret);
}

static struct view_box_page box_of(const struct view_graph *g,
				   const char *leave)
{
	return (struct view_box_page){
		.title = "Why is it stuck?",
		.cols = WIDTH,
		.fill = view_graph_fill,
		.arg = g,
		.leave = leave,
	};
}

void view_why_layout(struct view_why *w, int rows, int cols)
{
	struct model_stuck s;
	struct view_graph g = { .player = w->player, .stuck = &s };
	struct view_box_page box = box_of(&g, "");

	look(w, &s);
	w->scroll = view_box_page_first(&box, rows, cols, w->scroll);
	model_stuck_release(&s);
}

void view_why_draw(const struct view_why *w, struct ui_canvas *c)
{
	struct model_stuck s;
	struct view_graph g = { .player = w->player, .stuck = &s };
	struct view_box_page box;
	SCOPED_STR leave = STR_INIT;
	char key[16];

	str_addf(&leave, "%s closes this; the keys of the run go on working",
		 ui_command_key(UI_CMD_QUIT, key));
	look(w, &s);
	box = box_of(&g, leave.buf);
	view_box_page_draw(&box, c, w->scroll);
	model_stuck_release(&s);
}
