/* SPDX-License-Identifier: MIT */
/*
 * The processes of the run, in order of appearance.  Those that have ended
 * stay, dimmed, with how they ended.
 *
 * Columns have widths that depend on the room alone, so a line never shifts
 * while it is read; only what a process is doing changes within its column.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/state.h"
#include "view/wrap.h"

#define STATE_COLS 12 /* "‖ waiting S", "✗ ended −15" */
#define CPU_COLS   6
#define NARROW     46 /* columns below which there is no CPU and no letter */

struct columns {
	int pid, name, state, cpu, doing; /* where each begins */
	int name_cols, doing_cols;
	bool narrow;
};

static struct columns columns_for(const struct model *m, int cols)
{
	struct columns at = { .pid = 1, .narrow = cols < NARROW };
	uint32_t greatest = 0;

	for (size_t i = 0; i < m->process_count; i++)
		if (m->processes[i].pid > greatest)
			greatest = m->processes[i].pid;
	at.name_cols = cols / 5;
	if (at.name_cols < 8)
		at.name_cols = 8;
	if (at.name_cols > 16)
		at.name_cols = 16;
	if (cols < 64 && at.name_cols > 10)
		at.name_cols = 10;
	at.name = at.pid + (greatest > 99999 ? 8 : 6);
	at.state = at.name + at.name_cols + 1;
	at.cpu = at.state + STATE_COLS;
	at.doing = at.cpu + (at.narrow ? 0 : CPU_COLS);
	at.doing_cols = cols - at.doing;
	return at;
}

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
	size_t at, count = p->model ? p->model->process_count : 0;

	ui_list_resize(l, count, page > 0 ? (size_t)page : 0);
	if (!selected || p->held[LESSON_PANE_PROCESSES])
		return;
	at = (size_t)(selected - p->model->processes);
	if (at != l->cursor)
		ui_list_select(l, at);
}

static void add_state(const struct model *m, const struct model_process *p,
		      bool narrow, struct str *out)
{
	struct view_state s = view_pane_state(m, p);

	str_addf(out, "%s %s", s.mark, s.word);
	if (p->state != MODEL_ENDED) {
		if (p->letter && !narrow)
			str_addf(out, " %c", p->letter);
	} else if (p->status_known) {
		str_addf(out, " %s%d", p->exit_code < 0 ? "−" : "",
			 p->exit_code < 0 ? -p->exit_code : p->exit_code);
	}
}

/* Since when, as long as there is room for it: " for 0.31 s". */
static void add_since(const struct view_player *p, int64_t since, int cols,
		      struct str *out)
{
	SCOPED_STR text = STR_INIT;
	int room = cols - utf8_width(out->buf);

	if (since < 0 || p->now_ns < since)
		return;
	view_seconds(p->now_ns - since, &text);
	if (utf8_width(text.buf) + 5 <= room)
		str_addf(out, " for %s", text.buf);
	else if (utf8_width(text.buf) + 2 <= room)
		str_addf(out, ", %s", text.buf);
}

/* The status stands in the column before; here what it does not say. */
static void add_end(const struct model_process *process, int cols,
		    struct str *out)
{
	if (!process->status_known || process->exit_code < 0)
		view_state_ending(process, out);
	if (process->ended_ns < 0 || (out->len && cols < 32))
		return;
	str_add(out, out->len ? ", at " : "at ");
	view_seconds(process->ended_ns, out);
}

static void add_doing(const struct view_player *p,
		      const struct model_process *process, int cols,
		      struct str *out)
{
	if (process->state == MODEL_ENDED) {
		add_end(process, cols, out);
		return;
	}
	if (process->state == MODEL_ZOMBIE) {
		if (process->status_known) {
			view_state_ending(process, out);
			str_add(out, ", ");
		}
		str_add(out, "its parent has not asked yet");
		return;
	}
	if (view_pane_parked(p->model, process)) {
		str_add(out, "next: ");
		model_doing(p->model, p->log, process, out);
		return;
	}
	model_doing(p->model, p->log, process, out);
	/* Its own clock is slower or faster than the time that is shown. */
	if (process->verb == MP_VERB_SLEEP && p->model->speed != 1)
		str_addf(out, " at %gx", p->model->speed);
	if (process->waits)
		add_since(p, process->wait_since_ns, cols, out);
	else if (process->state == MODEL_STOPPED)
		add_since(p, process->since_ns, cols, out);
}

static void draw_process(const struct view_player *p, struct ui_canvas *c,
			 struct ui_rect row,
			 const struct model_process *process)
{
	struct columns at = columns_for(p->model, row.cols);
	struct view_state s = view_pane_state(p->model, process);
	bool ended = process->state == MODEL_ENDED;
	bool chosen = p->selected == process->pid;
	ui_style plain = ended ? UI_FAINT : UI_NORMAL;
	SCOPED_STR text = STR_INIT;

	(void)ui_textf(c, row, 0, at.pid, plain, "%u", process->pid);
	view_pane_name(p, p->model, process->pid, &text);
	ui_text_fit(c, row, 0, at.name, at.name_cols, plain,
		    model_process_has_name(p->model, process) ? text.buf : "");
	str_clear(&text);
	add_state(p->model, process, at.narrow, &text);
	ui_text_fit(c, row, 0, at.state, STATE_COLS - 1, s.role, text.buf);
	if (!ended && !at.narrow && process->sampled_ns >= 0)
		(void)ui_textf(c, row, 0, at.cpu, plain, "%3.0f%%",
			       100 * model_cpu_share(p->model, process));
	str_clear(&text);
	add_doing(p, process, at.doing_cols, &text);
	ui_text_fit(c, row, 0, at.doing, at.doing_cols, plain, text.buf);
	if (!chosen)
		return;
	ui_restyle(c, row, UI_SELECTED);
	(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD), "▌");
}

static void draw_head(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect row)
{
	struct columns at = columns_for(p->model, row.cols);
	ui_style style = UI_FAINT | UI_STYLE(UI_BOLD);

	(void)ui_text(c, row, 0, at.pid, style, "PID");
	(void)ui_text(c, row, 0, at.name, style, "NAME");
	(void)ui_text(c, row, 0, at.state, style, "STATE");
	if (!at.narrow)
		(void)ui_text(c, row, 0, at.cpu, style, " CPU");
	(void)ui_text(c, row, 0, at.doing, style, "DOING");
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_PROCESSES];
	struct ui_rect below = ui_rect_inset(in, 0, 1);
	struct ledger ledger = ledger_rows(p, in);

	if (view_pane_idle(p, c, in))
		return;
	draw_head(p, c, in);
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++) {
		struct ui_rect row = { in.row + 1 + (int)i, in.col, 1,
				       in.cols };

		draw_process(p, c, row, &p->model->processes[l->first + i]);
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
	    at >= p->model->process_count)
		return 0;
	return p->model->processes[at].pid;
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_PROCESSES];
	char buf[48];

	if (!p->model || !p->model->process_count)
		return;
	str_addf(out, "%zu alive", model_alive(p->model));
	if (cols >= 36 && l->count > l->page)
		str_addf(out, " · %s", ui_list_note(l, buf));
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct model_process *process = &p->model->processes[i];

	str_addf(out, "%u ", process->pid);
	view_pane_name(p, p->model, process->pid, out);
	str_add_char(out, ' ');
	add_state(p->model, process, false, out);
	str_add_char(out, ' ');
	add_doing(p, process, 200, out);
}

static void reach(struct view_player *p, size_t i)
{
	p->selected = p->model->processes[i].pid;
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
