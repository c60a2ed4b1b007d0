/* SPDX-License-Identifier: MIT */
/*
 * The commands that apply, in the order of the list, then the states.
 */
#include "view/help.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ui/command.h"
#include "ui/layout.h"
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

/* What numbers do: repeat a command, or show and hide a pane. */
static void add_numbers(struct view_page *p, const char *panes)
{
	char number[] = "1";

	view_page_text(p, 1, UI_KEY, "5n, 12.");
	add_words(p, "A number before a key repeats what the key does; Escape "
		     "drops it");
	for (; *panes; number[0]++) {
		size_t len = strcspn(panes, "\n");
		SCOPED_STR words = STR_INIT;

		str_add_n(&words, panes, len);
		str_add(&words, " (with Enter, or after a moment)");
		view_page_text(p, 1, UI_KEY, number);
		add_words(p, words.buf);
		panes += len + (panes[len] == '\n');
	}
}

static void add_all(struct view_page *p, const void *arg)
{
	const struct view_help *h = arg;
	const char *where = h->where;
	bool asked = strchr(where, 'a') != NULL;

	/* What is asked comes first, and takes the key that runs a demo. */
	for (int i = UI_CMD_ASK_GIVE; asked && i <= UI_CMD_ASK_PASS; i++)
		add_command(p, (enum ui_command)i);
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
		if (ui_command_applies((enum ui_command)i, where) &&
		    !(asked && i >= UI_CMD_ASK_GIVE && i <= UI_CMD_ASK_PASS) &&
		    !(asked && i == UI_CMD_RUN))
			add_command(p, (enum ui_command)i);
	add_numbers(p, h->panes ? h->panes : "");
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
		.arg = h,
		.leave = leave,
	};
}

/* Where it is on the screen. */
static struct ui_rect area_of(const struct view_box_page *b, struct ui_rect all)
{
	int cols = all.cols < WIDTH ? all.cols : WIDTH;

	return ui_rect_inset(
		ui_rect_centre(all, (int)view_box_page_lines(b, all.cols) + 3,
			       cols),
		1, 1);
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
	view_find_mark(c, area_of(&box, ui_canvas_rect(c)), h->find);
}

/* ---- finding ---- */

/* All lines as text. */
static void read_lines(const struct view_help *h, int cols, struct str *out)
{
	struct view_box_page box = box_of(h, "");
	int rows = (int)view_box_page_lines(&box, cols);
	struct ui_canvas *c = ui_canvas_new(rows, cols);
	struct view_page p = { .canvas = c,
			       .area = { 0, 0, rows,
					 (cols < WIDTH ? cols : WIDTH) - 2 } };

	add_all(&p, h);
	ui_canvas_dump(c, out);
	ui_canvas_free(c);
}

struct hit {
	size_t count, at, line;
};

/* The first hit from @from on, or the last one before it; else the other end.
 */
static struct hit look(char *text, const char *words, size_t from, bool back)
{
	struct hit first = { 0 }, found = { 0 }, last = { 0 };
	bool any = false;
	size_t i = 0;

	for (char *line; (line = strsep(&text, "\n")); i++) {
		if (!view_find_in(line, words))
			continue;
		last.at = last.count++;
		last.line = i;
		if (last.count == 1)
			first = last;
		if (back ? i < from : i >= from && !any) {
			found = last;
			any = true;
		}
	}
	found = any ? found : back ? last : first;
	found.count = last.count;
	return found;
}

void view_help_find(struct view_help *h, enum view_find how, const char *words,
		    int rows, int cols, struct str *say)
{
	SCOPED_STR text = STR_INIT;
	size_t from = how == VIEW_FIND_NEXT ? h->find_at + 1 : h->find_at;
	struct hit hit;

	if (how == VIEW_FIND_BEGIN)
		h->began = h->scroll;
	if (how == VIEW_FIND_CANCEL || how == VIEW_FIND_FIRST)
		h->scroll = from = h->began;
	if (how == VIEW_FIND_CANCEL || !*words)
		h->find[0] = '\0';
	if (how == VIEW_FIND_BEGIN || !*words)
		return;
	(void)snprintf(h->find, sizeof(h->find), "%s", words);
	read_lines(h, cols, &text);
	hit = look(text.buf, h->find, from, how == VIEW_FIND_BACK);
	view_find_say(hit.at, hit.count, say);
	if (!hit.count)
		return;
	h->find_at = hit.line;
	/* Two lines above it tell what it belongs to. */
	h->scroll = hit.line > 2 ? hit.line - 2 : 0;
	view_help_layout(h, rows, cols);
}
