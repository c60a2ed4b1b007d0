/* SPDX-License-Identifier: MIT */
/*
 * A lane for each process: in which state it was, when.
 *
 * A column stands for an interval and shows the state that lasted longest in
 * it, with a look of its own if others had a part in it that matters.  The
 * interval is one of a few, the smallest with which the run fits; when not even
 * the last one is enough, the window moves along in leaps, so that what has
 * been drawn mostly stays where it is.  Where the waiting is long enough its
 * reason is written into it.  At an earlier moment a cursor stands there and
 * what followed is dimmed.  Paused time is no time here.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/state.h"

#define MS           1000000LL
#define TICK_CELLS   10
#define LEAP_CELLS   5
#define LEGEND_ROWS  9  /* the least height with a legend */
#define SPANS_MOST   64 /* looked at for one cell */
#define CELLS_MAX    512
#define REASON_LEAST 5  /* cells that a reason is worth writing into */
#define MIXED_PART   20 /* mixed: others have this part of it or more */

static const int64_t intervals[] = { 50 * MS, 100 * MS, 200 * MS };

/* What is visible: @cells of @interval ns each, from number @first. */
struct window {
	int64_t interval;
	int64_t end_ns; /* nothing is known after it */
	int64_t now_ns; /* what is shown */
	long first;
	int cells, label_cols;
};

/* One column of one lane. */
struct cell {
	bool known, mixed;
	struct history_span longest;
};

/* What is told apart: the states, and sleep from other waiting. */
#define ASLEEP     MODEL_STATE_COUNT
#define LOOK_COUNT (MODEL_STATE_COUNT + 1)

static unsigned look_of(const struct history_span *s)
{
	if (s->state == MODEL_WAITING && s->verb == MP_VERB_SLEEP)
		return ASLEEP;
	return s->state % MODEL_STATE_COUNT;
}

static const struct view_state *state_of(const struct history_span *s)
{
	unsigned look = look_of(s);

	return look == ASLEEP ? &view_asleep
			      : view_state((enum model_state)look);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static struct window window_for(const struct view_player *p, struct ui_rect in)
{
	const struct model *head = history_head(p->history);
	size_t steps = sizeof(intervals) / sizeof(*intervals), step = 0;
	struct window w = { .now_ns = p->now_ns };
	long last, now;

	w.label_cols = in.cols / 6 < 8 ? 8 : in.cols / 6;
	if (w.label_cols > 14)
		w.label_cols = 14;
	w.cells = in.cols - w.label_cols - 3;
	if (w.cells > CELLS_MAX)
		w.cells = CELLS_MAX;
	w.end_ns = model_run_time(head);
	if (!head->over && p->now_ns > w.end_ns)
		w.end_ns = p->now_ns;
	while (step < steps - 1 && w.end_ns / intervals[step] >= w.cells)
		step++;
	w.interval = intervals[step];
	last = (long)(w.end_ns / w.interval);
	now = (long)(least(p->now_ns, w.end_ns) / w.interval);
	if (last < w.cells || w.cells <= LEAP_CELLS)
		return w;
	w.first = last - w.cells + 1;
	if (now < w.first + LEAP_CELLS)
		w.first = now - w.cells / 2;
	w.first = (w.first + LEAP_CELLS - 1) / LEAP_CELLS * LEAP_CELLS;
	if (w.first < 0)
		w.first = 0;
	return w;
}

static int lane_rows(struct ui_rect in)
{
	int rows = in.rows - 1 - (in.rows >= LEGEND_ROWS);

	return rows > 0 ? rows : 0;
}

static void measure(struct view_player *p, struct ui_rect in)
{
	size_t count = p->history ? history_head(p->history)->process_count : 0;

	ui_list_resize(&p->lists[LESSON_PANE_TIMELINE], count,
		       (size_t)lane_rows(in));
}

/* The first of @count spans that ends after @ns. */
static size_t span_at(const struct history_span *spans, size_t count,
		      int64_t ns)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (spans[middle].to_ns <= ns)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * The state of a lane in [@from, @to).  Of very many spans only some are
 * looked at, evenly: a frame has to be drawn in time.
 */
static struct cell cell_of(const struct history_span *spans, size_t count,
			   int64_t from, int64_t to)
{
	size_t at = span_at(spans, count, from);
	size_t end = span_at(spans, count, to - 1);
	size_t stride = (end - at) / SPANS_MOST + 1;
	int64_t longest = 0, known = 0, in_look[LOOK_COUNT] = { 0 };
	int64_t best[LOOK_COUNT] = { 0 };
	struct history_span of_look[LOOK_COUNT];
	struct cell cell = { 0 };

	for (size_t i = at; i < count && spans[i].from_ns < to; i += stride) {
		const struct history_span *s = &spans[i];
		unsigned look = look_of(s);
		int64_t ns = least(s->to_ns, to) -
			     (s->from_ns > from ? s->from_ns : from);

		in_look[look] += ns > 0 ? ns : 1;
		known += ns > 0 ? ns : 1;
		if (ns >= best[look]) {
			best[look] = ns;
			of_look[look] = *s;
		}
	}
	for (int i = 0; i < LOOK_COUNT; i++)
		if (in_look[i] > longest) {
			longest = in_look[i];
			cell.longest = of_look[i];
			cell.known = true;
		}
	cell.mixed = (known - longest) * MIXED_PART >= known && known > longest;
	return cell;
}

static void fill_cells(const struct history_span *spans, size_t count,
		       const struct window *w, struct cell *cells)
{
	for (int i = 0; i < w->cells; i++) {
		int64_t from = (w->first + i) * w->interval;
		int64_t to = from + w->interval;

		cells[i] = (struct cell){ 0 };
		if (from <= w->end_ns && count)
			cells[i] = cell_of(spans, count, from,
					   least(to, w->end_ns + 1));
	}
}

static void draw_cells(struct ui_canvas *c, struct ui_rect lane,
		       const struct window *w, const struct cell *cells)
{
	for (int i = 0; i < w->cells; i++) {
		const struct view_state *s;
		int64_t from = (w->first + i) * w->interval;
		ui_style style;

		if (!cells[i].known)
			continue;
		s = state_of(&cells[i].longest);
		style = (from > w->now_ns ? UI_FAINT : s->role);
		ui_repeat(c, lane, 0, i, 1, style,
			  cells[i].mixed ? s->mixed : s->lane);
	}
}

/* Nothing but waiting. */
static bool is_wait(const struct cell *c)
{
	return c->known && !c->mixed && c->longest.state == MODEL_WAITING;
}

static bool same_wait(const struct cell *a, const struct cell *b)
{
	return is_wait(a) && is_wait(b) && a->longest.verb == b->longest.verb &&
	       a->longest.object == b->longest.object;
}

static void reason_of(const struct view_player *p,
		      const struct history_span *span, struct str *out)
{
	const struct model *head = history_head(p->history);
	struct model_process like = { .state = MODEL_WAITING,
				      .verb = span->verb };

	if (span->verb == MP_VERB_NONE)
		return;
	if (span->verb != MP_VERB_JOIN)
		like.object = span->object;
	model_doing(head, p->log, &like, out);
	if (like.object)
		return;
	/* Without an object only the word is known: "sleep", "join". */
	str_truncate(out, strcspn(out->buf, " "));
	if (span->verb == MP_VERB_JOIN) {
		str_add_char(out, ' ');
		view_pane_name(p, head, (uint32_t)span->object, out);
	}
}

/* The reason in @part of the lane, if there is room. */
static void draw_reason(const struct view_player *p, struct ui_canvas *c,
			struct ui_rect part, const struct cell *cell, bool dim)
{
	SCOPED_STR reason = STR_INIT;

	reason_of(p, &cell->longest, &reason);
	if (reason.len && utf8_width(reason.buf) + 2 <= part.cols)
		(void)ui_text(c, part, 0, 1,
			      dim ? UI_FAINT : state_of(&cell->longest)->role,
			      reason.buf);
}

/* Write what it waited in or for where that was long enough. */
static void draw_reasons(const struct view_player *p, struct ui_canvas *c,
			 struct ui_rect lane, const struct window *w,
			 const struct cell *cells)
{
	int end;

	for (int i = 0; i < w->cells; i = end) {
		int64_t from = (w->first + i) * w->interval;
		struct ui_rect part = lane;

		end = i + 1;
		while (end < w->cells && same_wait(&cells[i], &cells[end]))
			end++;
		part.col += i;
		part.cols = end - i;
		if (is_wait(&cells[i]) && part.cols >= REASON_LEAST)
			draw_reason(p, c, part, &cells[i], from > w->now_ns);
	}
}

/* The mark of how it ended, in the cell after its last one. */
static void draw_end(struct ui_canvas *c, struct ui_rect lane,
		     const struct window *w,
		     const struct model_process *process,
		     const struct history_span *last)
{
	struct view_state s = view_state_of(process);
	int64_t gone_ns;
	long at;

	if (process->state != MODEL_ENDED || process->ended_ns < 0)
		return;
	/* It may have been a zombie for long. */
	gone_ns = last && last->state == MODEL_ENDED ? last->from_ns
						     : process->ended_ns;
	at = (long)(gone_ns / w->interval) - w->first + 1;
	if (at >= 0 && at < w->cells)
		(void)ui_text(c, lane, 0, (int)at,
			      gone_ns > w->now_ns ? UI_FAINT : s.role, s.mark);
}

static void draw_lane(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect row, const struct window *w, size_t lane)
{
	const struct model *head = history_head(p->history);
	const struct model_process *process = &head->processes[lane];
	bool chosen = process->pid == p->selected;
	struct cell cells[CELLS_MAX];
	size_t count = 0;
	const struct history_span *spans =
		history_lane(p->history, lane, &count);
	SCOPED_STR name = STR_INIT;

	view_pane_name(p, head, process->pid, &name);
	if (chosen)
		(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
			      "▌");
	ui_text_fit(c, row, 0, 1, w->label_cols,
		    chosen ? UI_SELECTED : UI_NORMAL, name.buf);
	row.col += w->label_cols + 2;
	row.cols = w->cells;
	fill_cells(spans, count, w, cells);
	draw_cells(c, row, w, cells);
	draw_reasons(p, c, row, w, cells);
	draw_end(c, row, w, process, count ? &spans[count - 1] : NULL);
}

/* "╵0.5 s    ╵1.0": a tick every ten cells, the unit once. */
static void draw_axis(struct ui_canvas *c, struct ui_rect row,
		      const struct window *w)
{
	bool tenths = w->interval * TICK_CELLS < 1000 * MS;
	long first = (w->first + TICK_CELLS - 1) / TICK_CELLS * TICK_CELLS;

	for (long at = first; at - w->first < w->cells; at += TICK_CELLS) {
		double seconds = (double)(at * w->interval) / (1000.0 * MS);
		int col = (int)(at - w->first);
		SCOPED_STR label = STR_INIT;

		str_addf(&label, "╵%.*f%s", tenths, seconds,
			 at == first ? " s" : "");
		if (col + utf8_width(label.buf) <= row.cols)
			(void)ui_text(c, row, 0, col, UI_FAINT, label.buf);
	}
}

static void draw_cursor(struct ui_canvas *c, struct ui_rect area,
			struct ui_rect axis, const struct window *w)
{
	long at = (long)(w->now_ns / w->interval) - w->first;
	SCOPED_STR text = STR_INIT;
	int col, width;

	if (at < 0 || at >= w->cells)
		return;
	area.col += (int)at;
	area.cols = 1;
	ui_restyle(c, area, UI_SELECTED);
	str_add(&text, "▲ ");
	view_seconds(w->now_ns, &text);
	width = utf8_width(text.buf);
	col = (int)at;
	ui_fill(c,
		ui_rect_common(axis, (struct ui_rect){ axis.row, axis.col + col,
						       1, width + 1 }),
		UI_NORMAL, ' ');
	(void)ui_text(c, axis, 0, col, UI_NOTICE | UI_STYLE(UI_BOLD), text.buf);
}

static void draw_legend(struct ui_canvas *c, struct ui_rect row)
{
	static const enum model_state states[] = { MODEL_RUNNING, MODEL_READY,
						   MODEL_WAITING };
	int col = 1;

	for (size_t i = 0; i < 4; i++) {
		const struct view_state *s =
			i < 3 ? view_state(states[i]) : &view_asleep;

		ui_repeat(c, row, 0, col, 1, s->role, s->lane);
		ui_repeat(c, row, 0, col + 1, 1, s->role, s->mixed);
		col = ui_text(c, row, 0, col + 3, UI_FAINT, s->word) + 2;
	}
	(void)ui_text(c, row, 0, col, UI_FAINT, "(whole, mostly)");
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_TIMELINE];
	struct ui_rect area = in, axis = in;
	struct window w;

	if (view_pane_idle(p, c, in) || !p->history)
		return;
	w = window_for(p, in);
	if (w.cells < 1)
		return;
	area.rows = lane_rows(in);
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++) {
		struct ui_rect row = { in.row + (int)i, in.col, 1, in.cols };

		draw_lane(p, c, row, &w, l->first + i);
	}
	area.col += w.label_cols + 2;
	area.cols = w.cells;
	axis.row += area.rows;
	axis.rows = in.rows > 0;
	axis.col = area.col;
	axis.cols = area.cols + 1;
	draw_axis(c, axis, &w);
	if (p->run == VIEW_RUN_PAST || p->run >= VIEW_RUN_PLAYING)
		draw_cursor(c, area, axis, &w);
	if (in.rows >= LEGEND_ROWS)
		draw_legend(c, (struct ui_rect){ in.row + in.rows - 1, in.col,
						 1, in.cols });
}

static uint32_t pid_at(const struct view_player *p, struct ui_rect in, int row)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_TIMELINE];
	size_t at = l->first + (size_t)row;

	(void)in;
	if (!p->history || (size_t)row >= l->page ||
	    at >= history_head(p->history)->process_count)
		return 0;
	return history_head(p->history)->processes[at].pid;
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	(void)cols;
	if (p->model)
		view_seconds(p->now_ns, out);
}

static void line_text(const struct view_player *p, size_t i, struct str *out)
{
	const struct model *head = history_head(p->history);

	view_pane_name(p, head, head->processes[i].pid, out);
}

const struct view_pane view_pane_timeline = {
	.tab = "Timeline",
	.note = note,
	.measure = measure,
	.draw = draw,
	.line = line_text,
	.pid_at = pid_at,
};
