/* SPDX-License-Identifier: MIT */
/*
 * The edge of a slot: its frame, the title of the pane in front or tabs, and
 * what is said of the pane.
 *
 * A callout stands in the upper edge, beside the name of the pane that it
 * speaks of, so it hides nothing of it; where that pane stays behind one that
 * has the focus, its tab is marked.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "ui/markdown.h"

#define MORE_COLS     6  /* for " +12 " at the right of tabs */
#define CALLOUT_LEAST 12 /* columns below which a callout says nothing */

static void title_of(const struct view_player *p, enum lesson_pane pane,
		     struct str *out)
{
	const struct view_pane *v = view_pane(pane);

	if (p->numbers && view_player_number(p, pane) < 10)
		str_addf(out, "%d ", view_player_number(p, pane));
	if (v->title)
		v->title(p, out);
	else
		str_add(out, v->tab);
}

/* Whether the callout speaks of @pane. */
static bool is_called(const struct view_player *p, enum lesson_pane pane)
{
	return p->callout && p->callout->pane == pane && *p->callout->text;
}

/* With a place for a bracket at each side. */
static int tab_width(enum lesson_pane pane)
{
	return utf8_width(view_pane(pane)->tab) + 2;
}

static int tabs_width(const struct view_slot *slot, size_t from, size_t to)
{
	int width = 0;

	for (size_t i = from; i <= to; i++)
		width += tab_width(slot->panes[i]);
	return width;
}

struct tabs {
	size_t from, to; /* that are drawn, both included */
	bool any, all;
};

/* As many as fit, among them the one in front. */
static struct tabs tabs_of(const struct view_slot *slot)
{
	struct tabs t = { .any = slot->count > 1 };
	int room = slot->rect.cols - 2;
	size_t at = 0;

	if (!t.any)
		return t;
	t.to = slot->count - 1;
	t.all = tabs_width(slot, 0, t.to) <= room;
	if (t.all)
		return t;
	while (slot->panes[at] != slot->front)
		at++;
	room -= MORE_COLS;
	t.from = t.to = at;
	t.any = tabs_width(slot, at, at) <= room;
	while (t.to + 1 < slot->count &&
	       tabs_width(slot, t.from, t.to + 1) <= room)
		t.to++;
	while (t.from > 0 && tabs_width(slot, t.from - 1, t.to) <= room)
		t.from--;
	return t;
}

struct ui_rect view_layout_tab(const struct view_slot *slot, size_t i)
{
	struct ui_rect tab = { slot->rect.row, slot->rect.col + 1, 1, 0 };
	struct tabs t = tabs_of(slot);

	if (!t.any || i < t.from || i > t.to)
		return tab;
	for (size_t k = t.from; k <= i; k++) {
		tab.col += tab.cols;
		tab.cols = tab_width(slot->panes[k]);
	}
	return tab;
}

/* "[Queue] Source  Timeline": the one in front is bracketed. */
/* What stands before the word of a tab. */
static const char *tab_mark(const struct view_player *p, enum lesson_pane pane,
			    bool front)
{
	static const char *const digits[] = { " ", "1", "2", "3", "4",
					      "5", "6", "7", "8", "9" };
	int number = view_player_number(p, pane);

	if (p->numbers && number < 10)
		return digits[number];
	return front ? "[" : is_called(p, pane) ? "►" : " ";
}

static void draw_tabs(const struct view_player *p, struct ui_canvas *c,
		      const struct view_slot *slot)
{
	for (size_t i = 0; i < slot->count; i++) {
		bool front = slot->panes[i] == slot->front;
		bool called = is_called(p, slot->panes[i]);
		ui_style style = called  ? UI_NOTICE
				 : front ? UI_TITLE | UI_STYLE(UI_BOLD)
					 : UI_FAINT;
		struct ui_rect tab = view_layout_tab(slot, i);
		int col = ui_text(c, tab, 0, 0, style,
				  tab_mark(p, slot->panes[i], front));

		col = ui_text(c, tab, 0, col, style,
			      view_pane(slot->panes[i])->tab);
		(void)ui_text(c, tab, 0, col, style, front ? "]" : " ");
	}
}

/* What is drawn in an edge besides the lines. */
struct edge {
	struct tabs tabs;
	struct str title, note;
	int taken; /* columns of tabs or title */
	int room;  /* for title and note */
};

static void read_edge(const struct view_player *p, const struct view_slot *slot,
		      struct edge *e)
{
	const struct view_pane *front = view_pane(slot->front);

	e->tabs = tabs_of(slot);
	e->room = slot->rect.cols - 4;
	if (e->tabs.any) {
		e->taken = tabs_width(slot, e->tabs.from, e->tabs.to);
		e->room -= e->taken;
	} else {
		title_of(p, slot->front, &e->title);
		e->taken = utf8_width(e->title.buf) + 2;
	}
	if (slot->count > 1 && !e->tabs.all)
		str_addf(&e->note, "+%zu",
			 slot->count - 1 -
				 (e->tabs.any ? e->tabs.to - e->tabs.from : 0));
	else if (front->note)
		front->note(p, e->room, &e->note);
	if (e->tabs.any && utf8_width(e->note.buf) > e->room)
		str_clear(&e->note);
}

/*
 * Beside the name.  What the text says in full is cut for the note, which is of
 * now; elsewhere the note gives its place to one that needs it.
 */
static void read_callout(const struct view_player *p,
			 const struct view_slot *slot, struct edge *e,
			 struct str *out)
{
	int room = slot->rect.cols - 4 - e->taken;
	int beside = room - (e->note.len ? utf8_width(e->note.buf) + 3 : 0);
	bool said = view_player_visible(p, LESSON_PANE_TEXT);

	if (!is_called(p, slot->front) || room < CALLOUT_LEAST)
		return;
	str_add(out, "◄ ");
	ui_markdown_plain(p->callout->text, out);
	str_add_char(out, ' ');
	if (utf8_width(out->buf) + 2 > beside &&
	    (!said || beside < CALLOUT_LEAST))
		str_clear(&e->note);
}

static void draw_callout(struct ui_canvas *c, const struct view_slot *slot,
			 const struct edge *e, const char *text)
{
	struct ui_rect edge = slot->rect;
	int room = edge.cols - 4 - e->taken;

	if (!*text)
		return;
	if (e->note.len)
		room -= utf8_width(e->note.buf) + 3;
	edge.rows = 1;
	edge.col += 2 + e->taken;
	edge.cols = room > 0 ? room : 0;
	ui_text_fit(c, edge, 0, 0, edge.cols, UI_NOTICE, text);
}

/* Nothing but the name, in the row where the edge would be. */
static struct ui_rect present(const struct view_player *p, struct ui_canvas *c,
			      const struct view_slot *slot)
{
	SCOPED_STR title = STR_INIT;
	struct ui_rect line = { slot->rect.row, slot->rect.col + 1, 1,
				slot->rect.cols - 2 };
	int col;

	title_of(p, slot->front, &title);
	col = ui_text_fit(c, line, 0, 0, line.cols * 2 / 3,
			  UI_TITLE | UI_STYLE(UI_BOLD), title.buf);
	str_clear(&title);
	if (view_pane(slot->front)->note)
		view_pane(slot->front)->note(p, line.cols - col - 20, &title);
	if (utf8_width(title.buf) < line.cols - col - 22)
		(void)ui_text(c, line, 0, col + 3, UI_STRONG, title.buf);
	return ui_rect_inset(slot->rect, 1, 1);
}

struct ui_rect view_layout_frame(const struct view_player *p,
				 struct ui_canvas *c,
				 const struct view_slot *slot)
{
	SCOPED_STR callout = STR_INIT;
	struct edge e = { .title = STR_INIT, .note = STR_INIT };
	struct ui_rect in;

	if (p->present)
		return present(p, c, slot);
	read_edge(p, slot, &e);
	read_callout(p, slot, &e, &callout);
	in = ui_frame(c, slot->rect, slot->front == p->focus, e.title.buf,
		      e.note.buf);
	if (e.tabs.any)
		draw_tabs(p, c, slot);
	draw_callout(c, slot, &e, callout.buf);
	str_release(&e.title);
	str_release(&e.note);
	return in;
}
