/* SPDX-License-Identifier: MIT */
/*
 * Every process of the run: a line each, as a list or as a tree of parents and
 * children, in the order of appearance or sorted.  Those that have ended stay,
 * dimmed, with how they ended.
 */
#include "view/pane.h"

#include "ui/layout.h"
#include "view/process_row.h"
#include "view/wrap.h"

static int text_rows(const char *text, struct ui_rect in)
{
	if (!text || !*text)
		return 0;
	return view_wrap(NULL, ui_rect_inset(in, 0, 1), 0, 0, text);
}

/* Rows at the bottom, with an empty one above them. */
struct ledger {
	int wrong, rest, rows;
};

/*
 * What is wrong is shown as far as half the pane takes it; the rest stays away
 * from a small list.
 */
static struct ledger ledger_rows(const struct view_player *p, struct ui_rect in)
{
	struct ledger l = { .wrong = text_rows(p->wrong, in),
			    .rest = text_rows(p->ledger, in) };
	int room = in.rows / 2 - 1;

	if (l.wrong > room)
		l.wrong = room > 0 ? room : 0;
	if (l.wrong + l.rest > room)
		l.rest = 0;
	l.rows = l.wrong + l.rest ? l.wrong + l.rest + 1 : 0;
	return l;
}

/* It is good news only where nothing went wrong. */
static ui_style ledger_role(const struct view_player *p)
{
	return p->lost || (p->wrong && *p->wrong) || (p->failure && *p->failure)
		       ? UI_NORMAL
		       : UI_GOOD;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	struct ui_list *l = &p->lists[LESSON_PANE_PROCESSES];
	const struct model_process *selected = view_pane_selected(p);
	int page = in.rows - 1 - ledger_rows(p, in).rows;
	size_t at;

	ui_list_resize(l, p->order.count, page > 0 ? (size_t)page : 0);
	if (!selected || p->held[LESSON_PANE_PROCESSES])
		return;
	at = view_order_row(&p->order,
			    (size_t)(selected - p->model->processes));
	if (at != l->cursor)
		ui_list_select(l, at);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_PROCESSES];
	struct ui_rect below = ui_rect_inset(in, 0, 1);
	struct ledger ledger = ledger_rows(p, in);
	struct view_columns at;

	if (view_pane_idle(p, c, in))
		return;
	at = view_process_columns(&p->order, in.cols);
	view_process_head(p, c, in, &at);
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++) {
		struct ui_rect row = { in.row + 1 + (int)i, in.col, 1,
				       in.cols };

		view_process_row(p, c, row, &at, l->first + i);
	}
	below.row += below.rows - ledger.wrong - ledger.rest;
	below.rows = ledger.wrong;
	if (ledger.wrong)
		view_wrap(c, below, 0, UI_ERROR, p->wrong);
	below.row += ledger.wrong;
	below.rows = ledger.rest;
	if (ledger.rest)
		view_wrap(c, below, 0, ledger_role(p), p->ledger);
}

static uint32_t pid_at(const struct view_player *p, struct ui_rect in, int row)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_PROCESSES];
	size_t at = l->first + (size_t)(row > 0 ? row - 1 : 0);

	(void)in;
	if (!p->model || row < 1 || (size_t)row > l->page ||
	    at >= p->order.count)
		return 0;
	return p->model->processes[view_order_process(&p->order, at)].pid;
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_PROCESSES];
	char buf[48];

	if (!p->model || !p->model->process_count)
		return;
	str_addf(out, "%zu alive", model_alive(p->model));
	if (p->order.tree)
		str_add(out, " · tree");
	if (p->order.by != VIEW_SORT_START)
		str_addf(out, " · by %s", view_sort_name(p->order.by));
	if (cols >= 36 && l->count > l->page)
		str_addf(out, " · %s", ui_list_note(l, buf));
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	view_process_words(
		p, &p->model->processes[view_order_process(&p->order, i)], out);
}

static void reach(struct view_player *p, size_t i)
{
	p->selected = p->model->processes[view_order_process(&p->order, i)].pid;
	p->held[LESSON_PANE_PROCESSES] = false;
}

const struct view_pane view_pane_processes = {
	.tab = "Processes",
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
	.reach = reach,
	.pid_at = pid_at,
};
