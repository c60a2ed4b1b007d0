/* SPDX-License-Identifier: MIT */
#include "view/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "lesson/links.h"
#include "ui/command.h"
#include "ui/layout.h"
#include "ui/markdown.h"
#include "view/message.h"
#include "view/wrap.h"

#define WIDTH      90 /* of the box, frame and all, at most */
#define NOTE_COLS  20
#define NOTE_MOST  34
#define ABOUT_ROWS 4

static bool fits(const struct view_places *p, const struct view_place *place)
{
	return !*p->filter || view_find_in(place->text, p->filter) ||
	       view_find_in(place->note, p->filter) ||
	       view_find_in(place->about, p->filter);
}

/* Which places have the words. */
static void choose(struct view_places *p)
{
	p->shown_count = 0;
	for (size_t i = 0; i < p->count; i++)
		if (fits(p, &p->places[i]))
			p->shown[p->shown_count++] = i;
	ui_list_resize(&p->list, p->shown_count, p->list.page);
}

void view_places_begin(struct view_places *p, size_t at)
{
	free(p->shown);
	p->shown = mem_new(p->count + 1, sizeof(*p->shown));
	p->filter[0] = '\0';
	choose(p);
	ui_list_select(&p->list, at);
}

void view_places_release(struct view_places *p)
{
	free(p->shown);
	p->shown = NULL;
}

size_t view_places_at(const struct view_places *p)
{
	return p->list.cursor < p->shown_count ? p->shown[p->list.cursor]
					       : p->count;
}

void view_places_find(struct view_places *p, enum view_find how,
		      const char *words, struct str *say)
{
	if (how == VIEW_FIND_NEXT || how == VIEW_FIND_BACK)
		ui_list_move(&p->list, how == VIEW_FIND_NEXT ? 1 : -1);
	if (how == VIEW_FIND_CANCEL)
		words = "";
	if (strcmp(p->filter, words) != 0) {
		size_t at = view_places_at(p), line = 0;

		(void)snprintf(p->filter, sizeof(p->filter), "%s", words);
		choose(p);
		/* On the same place, if it is still there. */
		while (line < p->shown_count && p->shown[line] != at)
			line++;
		ui_list_select(&p->list, line < p->shown_count ? line : 0);
	}
	if (*words)
		str_addf(say, "%zu of %zu", p->shown_count, p->count);
}

bool view_places_click(struct view_places *p, int row, int col)
{
	if (!ui_rect_has(p->lines, row, col) ||
	    p->list.first + (size_t)(row - p->lines.row) >= p->shown_count)
		return false;
	ui_list_select(&p->list, p->list.first + (size_t)(row - p->lines.row));
	return true;
}

/* ---- drawing ---- */

static bool has_about(const struct view_places *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (*p->places[i].about)
			return true;
	return false;
}

static int about_rows(const struct view_places *p, int rows)
{
	return has_about(p) && rows >= 16 ? ABOUT_ROWS + 1 : 0;
}

/* The whole box; it stays as large while words are typed. */
static struct ui_rect box_of(const struct view_places *p, int rows, int cols)
{
	struct ui_rect all = { 0, 0, rows, cols };
	int wide = cols < WIDTH ? cols : WIDTH;
	int high = (p->count > 2 ? (int)p->count : 2) + 3 + about_rows(p, rows);

	return ui_rect_centre(all, high < rows - 1 ? high : rows - 1, wide);
}

void view_places_layout(struct view_places *p, int rows, int cols)
{
	struct ui_rect in = ui_rect_inset(box_of(p, rows, cols), 1, 1);

	in.rows -= about_rows(p, rows) + 1;
	if (in.rows < 0)
		in.rows = 0;
	p->lines = in;
	ui_list_resize(&p->list, p->shown_count, (size_t)in.rows);
}

static void draw_place(struct ui_canvas *c, struct ui_rect row,
		       const struct view_place *place)
{
	int room = row.cols >= 70 ? NOTE_MOST : NOTE_COLS;
	int note = row.cols >= 50 && *place->note ? room : 0;

	(void)ui_text(c, row, 0, 1, UI_NOTICE, place->marks);
	ui_text_fit(c, row, 0, 4, row.cols - 5 - note,
		    place->faint ? UI_FAINT : UI_NORMAL, place->text);
	if (note)
		ui_text_fit(c, row, 0, row.cols - note, note - 1, UI_FAINT,
			    place->note);
}

static void draw_lines(const struct view_places *p, struct ui_canvas *c)
{
	for (size_t i = 0; i < p->list.page; i++) {
		size_t at = p->list.first + i;
		struct ui_rect row = p->lines;

		if (at >= p->shown_count)
			break;
		row.row += (int)i;
		row.rows = 1;
		draw_place(c, row, &p->places[p->shown[at]]);
		if (at != p->list.cursor)
			continue;
		ui_restyle(c, row, UI_SELECTED);
		(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
			      "▌");
		ui_canvas_cursor(c, row.row, row.col);
	}
}

static bool leads_on(const struct view_places *p, size_t at)
{
	const char *text = at < p->count ? p->places[at].about : "";
	struct lesson_link link;

	return lesson_link_next(&text, &link);
}

static void draw_keys(const struct view_places *p, struct ui_canvas *c,
		      struct ui_rect in)
{
	char open[16], find[16], links[16], quit[16];
	SCOPED_STR text = STR_INIT;

	str_addf(&text, "%s open   %s find   ",
		 ui_command_key(UI_CMD_OPEN, open),
		 ui_command_key(UI_CMD_SEARCH, find));
	if (leads_on(p, view_places_at(p)))
		str_addf(&text, "%s links   ",
			 ui_command_key(UI_CMD_LINKS, links));
	str_addf(&text, "%s leave", ui_command_key(UI_CMD_QUIT, quit));
	(void)ui_text(c, in, in.rows - 1, 1, UI_FAINT, text.buf);
}

static void draw_below(const struct view_places *p, struct ui_canvas *c,
		       struct ui_rect in)
{
	size_t at = view_places_at(p);
	struct ui_rect about = in;
	struct ui_doc doc;

	draw_keys(p, c, in);
	about.row = p->lines.row + p->lines.rows;
	about.rows = in.row + in.rows - 1 - about.row;
	if (about.rows < 2 || at >= p->count)
		return;
	ui_repeat(c, about, 0, 0, about.cols, UI_FRAME, U'─');
	about = ui_rect_inset(about, 0, 1);
	about.row++;
	about.rows--;
	ui_markdown(&doc, p->places[at].about, about.cols);
	ui_doc_draw(&doc, c, about, 0);
	ui_doc_release(&doc);
}

void view_places_draw(const struct view_places *p, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c);
	struct ui_rect box = box_of(p, all.rows, all.cols), in;
	char buf[48];

	in = view_box(c, box.rows, box.cols, p->title,
		      ui_list_note(&p->list, buf));
	if (!p->shown_count)
		(void)view_wrap(c, ui_rect_inset(p->lines, 0, 1), 0, UI_FAINT,
				p->count ? "Nothing has these words."
					 : p->none);
	draw_lines(p, c);
	draw_below(p, c, in);
	view_find_mark(c, p->lines, p->filter);
	ui_list_marks(&p->list, c, box);
}
