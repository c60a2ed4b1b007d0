/* SPDX-License-Identifier: MIT */
/*
 * The control block of the selected process, as it is at the moment shown.
 *
 *	process  4711 producer, /demos/producer_consumer
 *	state    ‖ waiting S since 0.61 s
 *	doing    put tasks 61, main.c:14, since 0.61 s
 *	         in the kernel: futex(a lock, or another thread)
 *	counter  0x7f12b3a4c5d6 syscall in libc.so.6
 *	         stands still there, since 0.61 s
 *	...
 *	files    4 open
 *	  0 read  /dev/null
 *	  3 write pipe to consumer 4712
 *
 * What matters most stands first; the rest is a scroll away.  With room for
 * two columns, what it has stands beside what it is.
 */
#include "view/pane.h"

#include <ctype.h>
#include <string.h>

#include "model/facts.h"
#include "ui/layout.h"
#include "view/inspector.h"

#define LABEL_COLS 10
#define ITEM_COL   3
#define TWO_COLS   96 /* from this width on */

/* The first that lives: a child, if there is one, is what a run is about. */
static const struct model_process *first(const struct model *m, bool child)
{
	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		if (p->state < MODEL_ENDED &&
		    (!child || model_process(m, p->ppid)))
			return p;
	}
	return NULL;
}

uint32_t view_player_inspected(const struct view_player *p)
{
	const struct model *m = p->model;
	const struct model_process *found;

	if (!m || !m->process_count)
		return 0;
	if (view_pane_selected(p))
		return p->selected;
	if (model_process(m, p->turned_to))
		return p->turned_to;
	found = first(m, true);
	if (!found)
		found = first(m, false);
	return found ? found->pid : m->processes[0].pid;
}

static const struct model_process *shown(const struct view_player *p)
{
	uint32_t pid = view_player_inspected(p);

	return pid ? model_process(p->model, pid) : NULL;
}

static bool is_wide(struct ui_rect in)
{
	return in.cols >= TWO_COLS;
}

static void gather(const struct view_player *p, struct ui_rect in,
		   struct view_facts out[2])
{
	const struct model_process *process = shown(p);

	out[0] = out[1] = (struct view_facts){ 0 };
	if (!process)
		return;
	view_facts_of(p, process, &out[0]);
	view_facts_had(p, process, &out[is_wide(in) ? 1 : 0]);
}

/* Where @label stands in @text as a word; NULL: nowhere. */
static const char *word_in(const char *text, const char *label)
{
	size_t len = strlen(label);

	for (const char *at = text; len && (at = strstr(at, label)); at++)
		if ((at == text || !isalnum((unsigned char)at[-1])) &&
		    !isalnum((unsigned char)at[len]))
			return at;
	return NULL;
}

/* The row whose label comes first in what a callout says; -1: none. */
static long row_called(const struct view_facts facts[2], const char *text)
{
	const char *first = NULL;
	long row = -1;

	for (int k = 0; k < 2; k++) {
		for (size_t i = 0; i < facts[k].count; i++) {
			const char *at = word_in(text, facts[k].at[i].label);

			if (!at || (first && at >= first))
				continue;
			first = at;
			row = (long)i;
		}
	}
	return row;
}

/* Once for each callout: then the reader may scroll. */
static void go_to_called(struct view_player *p,
			 const struct view_facts facts[2])
{
	struct ui_list *l = &p->lists[LESSON_PANE_INSPECTOR];
	const struct view_callout *c = p->callout;
	long row;

	if (!c || c->pane != LESSON_PANE_INSPECTOR) {
		p->row_of = NULL;
		return;
	}
	row = p->row_of == c->text ? -1 : row_called(facts, c->text);
	if (row < 0)
		return;
	p->row_of = c->text;
	if (!ui_list_shows(l, (size_t)row))
		ui_list_scroll(l, row - (long)l->first - (long)(l->page / 3));
}

static void measure(struct view_player *p, struct ui_rect in)
{
	struct view_facts facts[2];
	size_t count;

	gather(p, in, facts);
	count = facts[0].count > facts[1].count ? facts[0].count
						: facts[1].count;
	ui_list_resize(&p->lists[LESSON_PANE_INSPECTOR], count,
		       in.rows > 0 ? (size_t)in.rows : 0);
	go_to_called(p, facts);
	view_facts_release(&facts[0]);
	view_facts_release(&facts[1]);
}

static void draw_facts(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect in, const struct view_facts *f)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_INSPECTOR];

	for (size_t i = 0; i < l->page && l->first + i < f->count; i++) {
		const struct view_fact *fact = &f->at[l->first + i];
		int col = fact->item ? ITEM_COL : 1 + LABEL_COLS;

		ui_text_fit(c, in, (int)i, 1, LABEL_COLS - 1, UI_HEADING,
			    fact->label);
		ui_text_fit(c, in, (int)i, col, in.cols - col,
			    fact->fresh ? UI_CHANGED : UI_NORMAL,
			    fact->text.buf);
	}
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	struct view_facts facts[2];
	struct ui_rect left = in, right = in;

	if (view_pane_idle(p, c, in))
		return;
	if (!shown(p)) {
		ui_text_fit(c, in, 0, 1, in.cols - 1, UI_FAINT,
			    "There is no process yet.");
		return;
	}
	gather(p, in, facts);
	if (is_wide(in)) {
		left.cols = in.cols / 2 - 1;
		right.col += in.cols / 2;
		right.cols -= in.cols / 2;
	}
	draw_facts(p, c, left, &facts[0]);
	draw_facts(p, c, right, &facts[1]);
	view_facts_release(&facts[0]);
	view_facts_release(&facts[1]);
}

/* Of when it is, if that is not the moment that is shown. */
static void note(const struct view_player *p, int cols, struct str *out)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_INSPECTOR];
	const struct model_process *process = shown(p);
	const struct model_look *look =
		process ? model_look(p->model, process) : NULL;
	char buf[48];

	if (look && look->over && process->state < MODEL_ENDED) {
		str_add(out, "as of ");
		view_seconds(look->at_ns, out);
	}
	if (cols >= 40 && l->count > l->page)
		str_addf(out, "%s%s", out->len ? " · " : "",
			 ui_list_note(l, buf));
}

static void add_fact(const struct view_facts *f, size_t i, struct str *out)
{
	if (i >= f->count)
		return;
	str_addf(out, "%s%s %s", out->len ? "  " : "", f->at[i].label,
		 f->at[i].text.buf);
}

static void line(const struct view_player *p, size_t i, struct str *out)
{
	const struct view_slot *slot =
		view_layout_slot(p, LESSON_PANE_INSPECTOR);
	struct view_facts facts[2];

	if (!slot)
		return;
	gather(p, ui_rect_inset(slot->rect, 1, 1), facts);
	add_fact(&facts[0], i, out);
	add_fact(&facts[1], i, out);
	view_facts_release(&facts[0]);
	view_facts_release(&facts[1]);
}

const struct view_pane view_pane_inspector = {
	.rows = 10,
	.tab = "Inspector",
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line,
};
