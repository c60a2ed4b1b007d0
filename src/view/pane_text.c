/* SPDX-License-Identifier: MIT */
/*
 * The step's text, the instructor's notes after it, and one line that says
 * what can be done now.
 *
 * The text is laid out again only when it or the width has changed.  The line
 * below stands at the bottom whatever the text does, so nothing that happens
 * in a run moves a word the reader is at.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/command.h"
#include "ui/layout.h"
#include "view/state.h"
#include "view/wrap.h"

#define NOTES_HEADING "Notes for the instructor"

static const struct lesson_step *step_of(const struct view_player *p)
{
	return &p->lesson->steps[p->step];
}

static bool has_notes(const struct view_player *p)
{
	return p->notes && *step_of(p)->notes;
}

static void lay_out(struct ui_doc *doc, const char **of, const char *text,
		    int width)
{
	if (*of == text && doc->width == width)
		return;
	ui_doc_release(doc);
	ui_markdown(doc, text, width);
	doc->width = width;
	*of = text;
}

/* In a window of another width the reader is at the same words. */
static void lay_out_text(struct view_player *p, int width)
{
	struct ui_list *l = &p->lists[LESSON_PANE_TEXT];
	bool same = p->text_of == step_of(p)->text;
	size_t was = p->text.count;

	lay_out(&p->text, &p->text_of, step_of(p)->text, width);
	if (!same || !was || was == p->text.count)
		return;
	l->first = (l->first * p->text.count + was / 2) / was;
	l->cursor = l->first; /* or it would pull the text back */
}

/* A line between the text and what is asked. */
static void add_rule(struct ui_doc *d, int width)
{
	struct ui_line *l;

	(void)ui_doc_add(d, 0);
	l = ui_doc_add(d, 0);
	for (int i = 0; i < width && i < 24; i++)
		ui_line_add(l, UI_FRAME, "─", strlen("─"));
	(void)ui_doc_add(d, 0);
}

static void add_asked(struct view_player *p, const struct view_asked *a,
		      int width)
{
	struct ui_doc part;

	if (*a->text) {
		ui_markdown(&part, a->text, width);
		for (size_t i = 0; i < part.count; i++)
			ui_line_join(
				ui_doc_add(&p->ask_doc, part.lines[i].indent),
				&part.lines[i]);
		ui_doc_release(&part);
	}
	if (*a->text && a->ask)
		(void)ui_doc_add(&p->ask_doc, 0);
	if (a->ask)
		view_ask_doc(a->ask, a->lead, width, &p->ask_doc, &p->ask_rows);
}

/* Keep what the student is at in sight. */
static void show_cursor(struct view_player *p)
{
	struct ui_list *l = &p->lists[LESSON_PANE_TEXT];
	size_t at = p->text.count + p->ask_rows.cursor, begin, end;
	const struct view_ask *a =
		p->asked_count ? p->asked[p->asked_count - 1].ask : NULL;

	if (!p->asked_count || !l->page)
		return;
	/* While the demo runs the text is read. */
	if (!p->asked[p->asked_count - 1].active && p->run != VIEW_RUN_ENDED) {
		l->first = 0;
		return;
	}
	/* All that is asked, if there is room; else from what is new on. */
	end = p->text.count + p->ask_doc.count;
	if (a && a->state == VIEW_ASK_OPEN && at + l->page < end)
		end = at + l->page > at + 3 ? at + 3 : at + 1;
	begin = end;
	if (a && a->state == VIEW_ASK_OPEN)
		begin = at;
	else if (a && a->once) /* the reason is read from its first word */
		begin = p->text.count + 3;
	if (end > l->first + l->page)
		l->first = end - l->page;
	if (l->first > begin)
		l->first = begin;
	l->cursor = l->first;
}

static void lay_out_asked(struct view_player *p, int width)
{
	if (p->ask_of == p->asked_serial && p->ask_doc.width == width)
		return;
	ui_doc_release(&p->ask_doc);
	p->ask_rows = (struct view_ask_rows){ .count = 0 };
	for (size_t i = 0; i < p->asked_count; i++) {
		if (!i)
			add_rule(&p->ask_doc, width);
		else
			(void)ui_doc_add(&p->ask_doc, 0);
		add_asked(p, &p->asked[i], width);
	}
	p->ask_doc.width = width;
	/* A step is read from its beginning. */
	p->ask_moved = p->ask_of && p->ask_of != p->asked_serial;
	p->ask_of = p->asked_serial;
}

static size_t prepare(struct view_player *p, int cols)
{
	int width = cols > VIEW_MEASURE ? VIEW_MEASURE : cols > 1 ? cols : 1;
	size_t lines;

	lay_out_text(p, width);
	lay_out_asked(p, width);
	lines = p->text.count + p->ask_doc.count;
	if (has_notes(p)) {
		lay_out(&p->note_text, &p->note_of, step_of(p)->notes, width);
		lines += p->note_text.count + 3;
	}
	return lines;
}

/* A step to read has none, unless something is asked in it. */
static bool has_hint(const struct view_player *p)
{
	return view_player_demo(p) || p->asked_count;
}

int view_text_rows(struct view_player *p, int cols)
{
	return (int)prepare(p, cols) + (has_hint(p) ? 2 : 0);
}

/* ": items 50, capacity 4", if that fits on one line of @cols. */
static void add_values(const struct view_player *p, int cols, struct str *out)
{
	SCOPED_STR values = STR_INIT;

	for (size_t i = 0; i < p->value_count; i++)
		str_addf(&values, "%s%s %s", i ? ", " : ": ", p->values[i].name,
			 p->values[i].value);
	if (utf8_width(out->buf) + utf8_width(values.buf) <= cols)
		str_add(out, values.buf);
}

static bool went_wrong(const struct view_player *p)
{
	return p->failure && *p->failure;
}

static bool ended_by_you(const struct view_player *p)
{
	return p->model && p->model->over && p->model->over_why == 1;
}

/* How the hint of this state looks. */
static ui_style hint_role(const struct view_player *p)
{
	bool wrong = p->run == VIEW_RUN_FAILED ||
		     (p->run == VIEW_RUN_ENDED && went_wrong(p));

	return wrong ? UI_ERROR : UI_NOTICE;
}

/* What the lesson says now; while the demo runs there is no more to say. */
static bool add_callout(const struct view_player *p, struct str *out)
{
	if (!p->callout || !*p->callout->text)
		return false;
	str_addf(out, "► %s", p->callout->text);
	if (p->run != VIEW_RUN_LIVE)
		str_add_char(out, '\n');
	return true;
}

/* What the keys do to the question that is open. */
static void add_open_hint(const struct view_ask *a, struct str *out)
{
	char give[16], skip[16], hint[16];

	(void)ui_command_key(UI_CMD_ASK_GIVE, give);
	(void)ui_command_key(UI_CMD_ASK_SKIP, skip);
	if (a->asks_sure)
		str_addf(out, "▸ 1 to 3 say how sure, %s goes on.", give);
	else if (a->quiet)
		str_addf(out, "▸ %s types again, %s goes past it.", give, skip);
	else if (view_ask_types(a) && a->q->kind == LESSON_QUESTION_NUMBER)
		str_addf(out, "▸ Type a number, %s answers. %s goes past it.",
			 give, skip);
	else if (view_ask_types(a) && a->gap_count > 1)
		str_addf(out,
			 "▸ Type the answers, Tab to the next, %s gives them. "
			 "%s, then %s goes past it.",
			 give, ui_command_key(UI_CMD_ASK_PASS, hint), skip);
	else if (view_ask_types(a))
		str_addf(out,
			 "▸ Type the answer, %s gives it. %s, then %s "
			 "goes past it.",
			 give, ui_command_key(UI_CMD_ASK_PASS, hint), skip);
	else if (a->q->kind == LESSON_QUESTION_ORDER)
		str_addf(out,
			 "▸ Space takes a line up, arrows carry it, %s "
			 "gives the order. %s goes past it.",
			 give, skip);
	else if (a->q->kind == LESSON_QUESTION_SEVERAL)
		str_addf(out,
			 "▸ 1 to %zu choose and take back, %s answers. %s goes "
			 "past it.",
			 a->q->choice_count, give, skip);
	else
		str_addf(out, "▸ 1 to %zu choose, %s answers. %s goes past it.",
			 a->q->choice_count, give, skip);
	if (a->tries >= VIEW_ASK_MISSES && (size_t)a->hints < a->q->hint_count)
		str_addf(out, " %s gives a hint.",
			 ui_command_key(UI_CMD_ASK_HINT, hint));
}

/* "Enter does this, H gives a hint, i goes past it." */
static void add_part(struct str *out, enum ui_command c, const char *does)
{
	char key[16];

	str_addf(out, "%s%s %s",
		 out->len && out->buf[out->len - 1] != ' ' ? ", " : "",
		 ui_command_key(c, key), does);
}

static const char *enter_does(const struct view_player *p,
			      const struct view_asked *a)
{
	switch (a->enter) {
	case VIEW_ENTER_ANSWERS:
		return "answers";
	case VIEW_ENTER_AGAIN:
		return "tries again";
	case VIEW_ENTER_QUESTION:
		return "goes on to the next question";
	case VIEW_ENTER_MOMENT:
		return "takes all panes to that moment";
	case VIEW_ENTER_RUNS:
		return p->run == VIEW_RUN_NONE ? "runs the demo"
					       : "runs it again";
	case VIEW_ENTER_COMPARE:
		return "runs it so, beside this run";
	case VIEW_ENTER_STEP:
		break;
	}
	return "goes on";
}

/* How what the exercise wants is done: before it runs, or while it does. */
static void add_choose(const struct view_player *p, bool while_it_runs,
		       struct str *out)
{
	const struct lesson_exercise *e = step_of(p)->exercise;

	if (!e || while_it_runs != (e->choose == LESSON_CHOOSE_KILL ||
				    e->choose == LESSON_CHOOSE_ACT))
		return;
	switch (e->choose) {
	case LESSON_CHOOSE_PARAMETERS:
		add_part(out, UI_CMD_VARY, "changes the values");
		break;
	case LESSON_CHOOSE_SCHEDULE:
		add_part(out, UI_CMD_STEP, "steps the selected process");
		break;
	case LESSON_CHOOSE_KILL:
		add_part(out, UI_CMD_ACT, "kills the selected process");
		break;
	case LESSON_CHOOSE_ACT:
		add_part(out, UI_CMD_ACT, "acts on the selected process");
		break;
	case LESSON_CHOOSE_NONE:
	case LESSON_CHOOSE_FAULT:
	case LESSON_CHOOSE_ANSWER:
		break;
	}
}

static void add_ask_hint(const struct view_player *p, struct str *out)
{
	const struct view_asked *a = &p->asked[p->asked_count - 1];
	char key[16];

	if (a->ask && a->ask->state == VIEW_ASK_OPEN) {
		add_open_hint(a->ask, out);
		if (view_player_asks_of_run(p))
			str_addf(out, " %s runs the demo.",
				 ui_command_key(UI_CMD_RESTART, key));
		return;
	}
	str_add(out, "▸ ");
	if (!a->ask && a->enter == VIEW_ENTER_RUNS)
		add_choose(p, false, out);
	add_part(out, UI_CMD_ASK_GIVE, enter_does(p, a));
	if (!a->ask && a->enter == VIEW_ENTER_RUNS)
		add_choose(p, true, out);
	if (a->hint)
		add_part(out, UI_CMD_ASK_HINT, "gives a hint");
	if (a->skip)
		add_part(out, UI_CMD_ASK_SKIP, "goes past it");
	if (a->show)
		add_part(out, UI_CMD_ASK_SHOW, "shows the solution");
	str_add_char(out, '.');
}

/* Whether what is asked says what keys do, not the run. */
static bool is_said(const struct view_player *p)
{
	if (!view_player_is_asked(p))
		return false;
	return p->asked[p->asked_count - 1].ask || p->run == VIEW_RUN_NONE ||
	       p->run == VIEW_RUN_ENDED || !view_player_demo(p);
}

/* What many runs are for, where there can be some. */
static void add_repeat(const struct view_player *p, struct str *out)
{
	const struct view_repeat *r = &p->repeat;
	char key[16];

	if (!r->what)
		return;
	if (r->running)
		str_addf(out, " %s ends the many runs.",
			 ui_command_key(UI_CMD_REPEAT, key));
	else
		str_addf(out, " %s runs it %d times.",
			 ui_command_key(UI_CMD_REPEAT, key), r->what->times);
}

static void add_hint(const struct view_player *p, int cols, struct str *out)
{
	char a[16], b[16], c[16];

	if (is_said(p)) {
		if (p->run == VIEW_RUN_LIVE || p->run == VIEW_RUN_PAUSED) {
			(void)add_callout(p, out);
			if (out->len && p->run == VIEW_RUN_LIVE)
				str_add_char(out, '\n');
		}
		add_ask_hint(p, out);
		if (p->run == VIEW_RUN_ENDED)
			add_repeat(p, out);
		return;
	}
	if (!view_player_demo(p))
		return;
	if (add_callout(p, out) && p->run == VIEW_RUN_LIVE)
		return;
	switch (p->run) {
	case VIEW_RUN_NONE:
		str_addf(out, "▸ %s runs the demo",
			 ui_command_key(UI_CMD_RUN, a));
		add_values(p, cols, out);
		if (p->repeat.what) {
			str_add_char(out, '.');
			add_repeat(p, out);
		}
		break;
	case VIEW_RUN_STARTING:
		str_add(out, "▸ The demo starts …");
		break;
	case VIEW_RUN_LIVE:
		str_add(out, "▸ The demo runs");
		add_values(p, cols, out);
		break;
	case VIEW_RUN_PAUSED:
		str_addf(out, "▸ Paused. %s goes on, %s makes one step.",
			 ui_command_key(UI_CMD_PAUSE, a),
			 ui_command_key(UI_CMD_STEP, b));
		break;
	case VIEW_RUN_PAST:
		str_add(out, "▸ As it was at ");
		view_seconds(p->now_ns, out);
		str_addf(out, ". %s goes to the present.",
			 ui_command_key(UI_CMD_LIVE, a));
		break;
	case VIEW_RUN_ENDED:
		if (went_wrong(p))
			str_addf(out, "✗ %s\n", p->failure);
		str_addf(out, "▸ %s. %s runs it again",
			 ended_by_you(p) ? "You ended the demo"
					 : "The demo has ended",
			 ui_command_key(UI_CMD_RESTART, a));
		if (p->step + 1 < p->lesson->step_count)
			str_addf(out, ", %s goes on",
				 ui_command_key(UI_CMD_NEXT, b));
		str_add_char(out, '.');
		add_repeat(p, out);
		break;
	case VIEW_RUN_FAILED:
		str_addf(out, "✗ %s\n▸ %s tries again.",
			 p->failure ? p->failure : "The demo did not run.",
			 ui_command_key(UI_CMD_RESTART, a));
		break;
	case VIEW_RUN_PLAYING:
	case VIEW_RUN_RECORDING:
		if (p->failure && *p->failure)
			str_addf(out, "✗ %s\n", p->failure);
		str_addf(out,
			 "▸ %s plays and stands still, %s is the start, "
			 "%s the end.",
			 ui_command_key(UI_CMD_PAUSE, a),
			 ui_command_key(UI_CMD_RESTART, b),
			 ui_command_key(UI_CMD_LIVE, c));
		break;
	}
}

/*
 * The part of @in for @lines of text; the hint gets what is below, with a
 * blank line between if the text leaves one.
 */
static struct ui_rect text_rect(const struct view_player *p, struct ui_rect in,
				size_t lines, const char *hint)
{
	struct ui_rect r = ui_rect_inset(in, 0, 1);
	int rows = 0;

	if (has_hint(p)) {
		rows = view_wrap(NULL, r, 0, 0, hint);
		if (rows > r.rows / 2)
			rows = r.rows / 2;
		if ((size_t)r.rows > lines + (size_t)rows)
			rows++;
	}
	r.rows -= rows;
	return r;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	SCOPED_STR hint = STR_INIT;
	struct ui_rect r;
	size_t lines;

	add_hint(p, in.cols - 2, &hint);
	lines = prepare(p, in.cols - 2);
	r = text_rect(p, in, lines, hint.buf);
	ui_list_resize(&p->lists[LESSON_PANE_TEXT], lines,
		       r.rows > 0 ? (size_t)r.rows : 0);
	if (p->ask_moved)
		show_cursor(p);
	p->ask_moved = false;
}

static void draw_asked(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, size_t first)
{
	size_t skip = p->text.count, from = 0;

	if (first > skip) {
		from = first - skip;
	} else {
		r.row += (int)(skip - first);
		r.rows -= (int)(skip - first);
	}
	if (r.rows > 0 && from < p->ask_doc.count)
		ui_doc_draw(&p->ask_doc, c, r, from);
}

static void draw_notes(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r, size_t first)
{
	size_t skip = p->text.count + p->ask_doc.count;
	size_t from = 0;

	if (first < skip + 1) {
		struct ui_rect line = ui_rect_common(
			r, (struct ui_rect){ r.row + (int)(skip + 1 - first),
					     r.col, 1, r.cols });
		int col = ui_text(c, line, 0, 0, UI_HEADING, NOTES_HEADING);

		ui_repeat(c, line, 0, col + 1, line.cols - col - 1, UI_FAINT,
			  U'─');
	}
	skip += 3;
	if (first > skip) {
		from = first - skip;
	} else {
		r.row += (int)(skip - first);
		r.rows -= (int)(skip - first);
	}
	if (r.rows > 0)
		ui_doc_draw(&p->note_text, c, r, from);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	size_t first = p->lists[LESSON_PANE_TEXT].first;
	SCOPED_STR hint = STR_INIT;
	struct ui_rect r, below;
	int row;

	add_hint(p, in.cols - 2, &hint);
	r = text_rect(p, in, p->lists[LESSON_PANE_TEXT].count, hint.buf);
	if (first < p->text.count)
		ui_doc_draw(&p->text, c, r, first);
	draw_asked(p, c, r, first);
	if (has_notes(p))
		draw_notes(p, c, r, first);
	if (!has_hint(p))
		return;
	below = ui_rect_inset(in, 0, 1);
	below.row = r.row + r.rows;
	below.rows -= r.rows;
	row = below.rows - view_wrap(NULL, below, 0, 0, hint.buf);
	view_wrap(c, below, row > 0 ? row : 0, hint_role(p), hint.buf);
}

static void title(const struct view_player *p, struct str *out)
{
	str_add(out, step_of(p)->title);
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	if (cols > 20 && ui_list_below(&p->lists[LESSON_PANE_TEXT]))
		str_add(out, "more below ↓");
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct ui_doc *d = &p->text;
	const struct ui_line *l;

	if (i >= d->count) {
		i -= d->count;
		d = &p->ask_doc;
	}
	if (i >= d->count)
		return;
	l = &d->lines[i];
	for (size_t k = 0; k < l->count; k++)
		str_add(out, l->runs[k].text);
}

long view_player_ask_line(const struct view_player *p, int row, int col)
{
	const struct view_slot *slot = view_layout_slot(p, LESSON_PANE_TEXT);
	struct ui_rect in;
	long line;

	if (!slot || slot->front != LESSON_PANE_TEXT)
		return -1;
	in = ui_rect_inset(slot->rect, 1, 1);
	line = row - in.row + (long)p->lists[LESSON_PANE_TEXT].first -
	       (long)p->text.count;
	if (!ui_rect_has(in, row, col) || line < 0 ||
	    (size_t)line >= p->ask_doc.count)
		return -1;
	return line;
}

const struct view_pane view_pane_text = {
	.tab = "Text",
	.title = title,
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
};
