/* SPDX-License-Identifier: MIT */
/*
 * The commands that apply, in the order of the list, then the states.  Counting
 * the lines and drawing them is one walk, so they cannot disagree; what is
 * scrolled out falls outside of the area and is clipped.
 */
#include "view/help.h"

#include <string.h>

#include "ui/command.h"
#include "ui/layout.h"
#include "ui/list.h"
#include "view/message.h"
#include "view/state.h"
#include "view/wrap.h"

#define WIDTH    78
#define KEY_COLS 15

/* Draw the entries as seen from line @first, or only count their lines. */
struct page {
	struct ui_canvas *canvas; /* NULL: count */
	struct ui_rect area;
	int row; /* of the next line, relative to the area */
};

static void add_line(struct page *p, ui_style style, const char *text)
{
	if (p->canvas)
		ui_text_fit(p->canvas, p->area, p->row, 1, p->area.cols - 1,
			    style, text);
	p->row++;
}

/* Words to the right of the keys, in as many lines as they need. */
static void add_words(struct page *p, const char *words)
{
	struct ui_rect r = p->area;
	int indent = 1 + KEY_COLS;

	r.col += indent;
	r.cols -= indent;
	p->row = view_wrap(p->canvas, r, p->row, UI_NORMAL, words);
}

static void add_command(struct page *p, enum ui_command c)
{
	const char *keys = ui_command_keys(c);
	char buf[16];

	if (p->canvas)
		ui_text_fit(p->canvas, p->area, p->row, 1, KEY_COLS - 1, UI_KEY,
			    *keys ? keys : ui_command_key(c, buf));
	add_words(p, ui_command_info(c)->help);
}

static void add_state(struct page *p, const struct view_state *s)
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

static void add_all(struct page *p, const char *where)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		if (ui_command_applies((enum ui_command)i, where))
			add_command(p, (enum ui_command)i);
	if (!strpbrk(where, "dp"))
		return;
	add_line(p, UI_NORMAL, "");
	add_line(p, UI_HEADING, "States, and their look in the timeline");
	for (int i = 0; i < MODEL_STATE_COUNT; i++) {
		add_state(p, view_state((enum model_state)i));
		if (i == MODEL_WAITING)
			add_state(p, &view_asleep);
	}
}

static int count_lines(const char *where, int cols)
{
	struct page p = { .area = { 0, 0, 0, cols } };

	add_all(&p, where);
	return p.row;
}

static struct ui_rect box_for(const char *where, struct ui_rect all)
{
	int cols = all.cols < WIDTH ? all.cols : WIDTH;

	/* The frame, and the line that says how to leave. */
	return ui_rect_centre(all, count_lines(where, cols - 2) + 3, cols);
}

static struct ui_list list_for(const struct view_help *h, struct ui_rect all)
{
	struct ui_list list = { .first = h->scroll, .cursor = h->scroll };
	struct ui_rect box = box_for(h->where, all);

	ui_list_resize(&list, (size_t)count_lines(h->where, box.cols - 2),
		       box.rows > 3 ? (size_t)box.rows - 3 : 0);
	return list;
}

size_t view_help_page(int rows, int cols)
{
	(void)cols;
	/* One line less than the box can show at most. */
	return rows > 5 ? (size_t)rows - 4 : 1;
}

void view_help_layout(struct view_help *h, int rows, int cols)
{
	h->scroll = list_for(h, (struct ui_rect){ 0, 0, rows, cols }).first;
}

void view_help_draw(const struct view_help *h, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c);
	struct ui_list list = list_for(h, all);
	struct ui_rect box = box_for(h->where, all);
	struct page p = { .canvas = c, .row = -(int)list.first };
	struct ui_rect in;
	char buf[48], key[16];

	in = view_box(c, box.rows, box.cols, "Help", ui_list_note(&list, buf));
	p.area = in;
	p.area.rows = (int)list.page;
	add_all(&p, h->where);
	ui_list_marks(&list, c, box);
	if (in.rows > p.area.rows)
		(void)ui_textf(c, in, in.rows - 1, 1, UI_FAINT,
			       "%s leaves the help",
			       ui_command_key(UI_CMD_QUIT, key));
}
