/* SPDX-License-Identifier: MIT */
#include "view/process_row.h"

#include <signal.h>
#include <string.h>

#include "base/utf8.h"
#include "view/state.h"

#define TREE_COLS 7 /* of a name in a tree, behind its lines */

/*
 * Those that are left out first come last.  @from: columns of the pane from
 * which it is shown.
 */
static const struct {
	const char *head;
	int cols, from;
} columns[VIEW_COLUMN_COUNT] = {
	[VIEW_COLUMN_PID] = { "PID", 6, 34 },
	[VIEW_COLUMN_NAME] = { "NAME", 0, 0 },
	[VIEW_COLUMN_STATE] = { "STATE", 12, 0 }, /* "✗ ended −15" */
	[VIEW_COLUMN_CPU] = { " CPU", 6, 46 },
	[VIEW_COLUMN_SINCE] = { "SINCE", 10, 90 }, /* "59.99 s" */
	[VIEW_COLUMN_PARENT] = { "PARENT", 8, 116 },
	[VIEW_COLUMN_TIME] = { "CPU TIME", 11, 126 },
	[VIEW_COLUMN_QUEUED] = { "WAS READY", 11, 140 },
	[VIEW_COLUMN_THREADS] = { "THREADS", 8, 154 },
	[VIEW_COLUMN_NICE] = { "NICE", 5, 164 },
	[VIEW_COLUMN_DOING] = { "DOING", 0, 0 },
};

static int clamp(int value, int least, int most)
{
	return value < least ? least : value > most ? most : value;
}

static int name_cols(const struct view_order *o, int cols)
{
	if (o->tree)
		return clamp(cols / 4, 16, 40);
	return clamp(cols / 5, 8, cols < 64 ? 10 : 16);
}

/* Narrower still, the CPU share gives way to what a tree needs. */
static bool is_shown(const struct view_order *o, enum view_column i, int cols)
{
	return cols >= columns[i].from +
			       (o->tree && i <= VIEW_COLUMN_CPU ? 12 : 0) ||
	       !columns[i].from;
}

struct view_columns view_process_columns(const struct view_order *o, int cols)
{
	struct view_columns c = { .generations = 0 };
	int at = 1;

	for (int i = 0; i < VIEW_COLUMN_COUNT; i++) {
		if (!is_shown(o, (enum view_column)i, cols))
			continue;
		c.at[i] = at;
		c.cols[i] = columns[i].cols - 1;
		if (i == VIEW_COLUMN_PID || i == VIEW_COLUMN_PARENT)
			c.cols[i] += o->greatest > 99999 ? 2 : 0;
		else if (i == VIEW_COLUMN_NAME)
			c.cols[i] = name_cols(o, cols);
		at += c.cols[i] + 1;
	}
	c.cols[VIEW_COLUMN_DOING] = cols - c.at[VIEW_COLUMN_DOING];
	if (o->tree)
		c.generations = (c.cols[VIEW_COLUMN_NAME] - TREE_COLS) / 3;
	return c;
}

static enum view_column column_of(enum view_sort by)
{
	static const enum view_column of[VIEW_SORT_COUNT] = {
		[VIEW_SORT_START] = VIEW_COLUMN_COUNT,
		[VIEW_SORT_PID] = VIEW_COLUMN_PID,
		[VIEW_SORT_STATE] = VIEW_COLUMN_STATE,
		[VIEW_SORT_SHARE] = VIEW_COLUMN_CPU,
		[VIEW_SORT_TIME] = VIEW_COLUMN_TIME,
		[VIEW_SORT_NAME] = VIEW_COLUMN_NAME,
	};

	return of[by];
}

void view_process_head(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect row, const struct view_columns *at)
{
	enum view_column sorted = column_of(p->order.by);

	for (int i = 0; i < VIEW_COLUMN_COUNT; i++) {
		ui_style style = (i == (int)sorted ? UI_STRONG : UI_FAINT) |
				 UI_STYLE(UI_BOLD);

		if (!at->cols[i])
			continue;
		ui_text_fit(c, row, 0, at->at[i], at->cols[i], style,
			    columns[i].head);
		if (i == (int)sorted)
			(void)ui_text(c, row, 0,
				      at->at[i] + (int)strlen(columns[i].head),
				      style, "▼");
	}
}

/* ---- a column each ---- */

static void add_state(const struct model *m, const struct model_process *p,
		      bool letter, struct str *out)
{
	struct view_state s = view_pane_state(m, p);

	str_addf(out, "%s %s", s.mark, s.word);
	if (p->state != MODEL_ENDED) {
		if (p->letter && letter)
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

/* "killed by SIGTERM from main"; if that is too long, without the first words.
 */
static void add_ending(const struct view_player *p,
		       const struct model_process *process, int cols,
		       struct str *out)
{
	static const char killed[] = "killed by ";
	uint32_t by = model_killer(process);
	SCOPED_STR text = STR_INIT;
	size_t skip = 0;

	view_state_ending(process, &text);
	if (by && by != MODEL_PLAYER) {
		str_add(&text, " from ");
		if (by == process->pid)
			str_add(&text, "itself");
		else
			view_pane_name(p, p->model, by, &text);
	}
	if (utf8_width(text.buf) > cols &&
	    !strncmp(text.buf, killed, sizeof(killed) - 1))
		skip = sizeof(killed) - 1;
	str_add(out, text.buf + skip);
}

/* The status stands in the column before; here what it does not say. */
static void add_end(const struct view_player *p,
		    const struct model_process *process, int cols,
		    struct str *out)
{
	if (!process->status_known || process->exit_code < 0) {
		add_ending(p, process, cols, out);
	}
	if (process->ended_ns < 0 || (out->len && cols < 32))
		return;
	str_add(out, out->len ? ", at " : "at ");
	view_seconds(process->ended_ns, out);
}

static void add_zombie(const struct view_player *p,
		       const struct model_process *process, int cols,
		       struct str *out)
{
	SCOPED_STR since = STR_INIT;

	if (process->status_known) {
		add_ending(p, process, cols, out);
		str_add(out, ", ");
	}
	view_seconds(p->now_ns - process->since_ns, &since);
	str_add(out, "its parent has not asked ");
	if (p->now_ns < process->since_ns ||
	    utf8_width(out->buf) + 3 + utf8_width(since.buf) > cols)
		str_add(out, "yet");
	else
		str_addf(out, "in %s", since.buf);
}

/* "stopped by you in put tasks 83" */
static void add_stopped(const struct view_player *p,
			const struct model_process *process, struct str *out)
{
	bool sent = process->sent == SIGSTOP || process->sent == SIGTSTP;

	if (sent && process->sent_by == MODEL_PLAYER) {
		str_add(out, "by you, ");
	} else if (sent && process->sent_by) {
		str_add(out, "by ");
		view_pane_name(p, p->model, process->sent_by, out);
		str_add(out, ", ");
	}
	str_add(out, "in ");
	model_doing(p->model, p->log, process, out);
}

static void add_doing(const struct view_player *p,
		      const struct model_process *process, int cols, bool since,
		      struct str *out)
{
	int64_t begun = -1;

	if (process->state == MODEL_ENDED) {
		add_end(p, process, cols, out);
		return;
	}
	if (process->state == MODEL_ZOMBIE) {
		add_zombie(p, process, cols, out);
		return;
	}
	if (view_pane_parked(p->model, process)) {
		str_add(out, "next: ");
		model_doing(p->model, p->log, process, out);
		return;
	}
	if (process->state == MODEL_STOPPED)
		add_stopped(p, process, out);
	else
		model_doing(p->model, p->log, process, out);
	/* Its own clock is slower or faster than the time that is shown. */
	if (process->verb == MP_VERB_SLEEP && p->model->speed != 1)
		str_addf(out, " at %gx", p->model->speed);
	if (process->state == MODEL_STOPPED)
		begun = process->since_ns;
	else if (process->waits)
		begun = process->wait_since_ns;
	if (!since || begun != process->since_ns)
		add_since(p, begun, cols, out);
}

void view_process_doing(const struct view_player *p,
			const struct model_process *process, int cols,
			struct str *out)
{
	add_doing(p, process, cols, false, out);
}

void view_process_words(const struct view_player *p,
			const struct model_process *process, struct str *out)
{
	str_addf(out, "%u ", process->pid);
	view_pane_name(p, p->model, process->pid, out);
	str_add_char(out, ' ');
	add_state(p->model, process, false, out);
	str_add_char(out, ' ');
	add_doing(p, process, 200, false, out);
}

static void add_name(const struct view_player *p,
		     const struct model_process *process,
		     const struct view_columns *at, size_t row, struct str *out)
{
	if (p->order.tree)
		view_order_branch(&p->order, row, at->generations, out);
	if (model_process_has_name(p->model, process))
		view_pane_name(p, p->model, process->pid, out);
	else if (!at->cols[VIEW_COLUMN_PID])
		str_addf(out, "%u", process->pid);
}

/* Numbers of the kernel, where it has told them. */
static void add_number(const struct view_player *p,
		       const struct model_process *process, enum view_column i,
		       struct str *out)
{
	bool ended = process->state >= MODEL_ZOMBIE;

	if (i == VIEW_COLUMN_PID)
		str_addf(out, "%u", process->pid);
	else if (i == VIEW_COLUMN_CPU && !ended && process->sampled_ns >= 0)
		str_addf(out, "%3.0f%%",
			 100 * model_cpu_share(p->model, process));
	else if (i == VIEW_COLUMN_SINCE && p->now_ns >= process->since_ns)
		view_seconds(p->now_ns - process->since_ns, out);
	else if (i == VIEW_COLUMN_PARENT && process->ppid)
		str_addf(out, "%u", process->ppid);
	else if (i == VIEW_COLUMN_TIME && process->cpu_ns >= 0)
		view_seconds(process->cpu_ns, out);
	else if (i == VIEW_COLUMN_QUEUED && process->ready_ns >= 0)
		view_seconds(process->ready_ns, out);
	else if (i == VIEW_COLUMN_THREADS && !ended && process->kernel_threads)
		str_addf(out, "%u", process->kernel_threads);
	else if (i == VIEW_COLUMN_NICE && process->nice_known)
		str_addf(out, "%d", process->nice);
}

void view_process_row(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect row, const struct view_columns *at,
		      size_t i)
{
	const struct model_process *process =
		&p->model->processes[view_order_process(&p->order, i)];
	bool chosen = p->selected == process->pid;
	ui_style plain = process->state == MODEL_ENDED ? UI_FAINT : UI_NORMAL;
	SCOPED_STR text = STR_INIT;

	for (int k = 0; k < VIEW_COLUMN_COUNT; k++) {
		ui_style style = plain;

		if (!at->cols[k])
			continue;
		str_clear(&text);
		if (k == VIEW_COLUMN_NAME) {
			add_name(p, process, at, i, &text);
		} else if (k == VIEW_COLUMN_STATE) {
			style = view_pane_state(p->model, process).role;
			add_state(p->model, process, at->cols[VIEW_COLUMN_CPU],
				  &text);
		} else if (k == VIEW_COLUMN_DOING) {
			add_doing(p, process, at->cols[k],
				  at->cols[VIEW_COLUMN_SINCE], &text);
		} else {
			add_number(p, process, (enum view_column)k, &text);
		}
		ui_text_fit(c, row, 0, at->at[k], at->cols[k], style, text.buf);
	}
	if (!chosen)
		return;
	ui_restyle(c, row, UI_SELECTED);
	(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
		      p->followed == process->pid ? "»" : "▌");
}
