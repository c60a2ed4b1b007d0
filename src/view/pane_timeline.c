/* SPDX-License-Identifier: MIT */
/*
 * A lane for each process: in which state it was, when.
 *
 * A column stands for an interval and shows the state that lasted longest in
 * it, with a look of its own if others had a part in it that matters; so it
 * looks, too, while a process has a CPU in turns with others.  Where
 * the waiting is long enough its reason is written into it.  Where there is
 * room arrows go from lane to lane (timeline_arrows.c).  At an earlier moment a
 * cursor stands there and what followed is dimmed.  Paused time is no time
 * here.
 *
 * Beside another run there are two sets of lanes above one axis, each with its
 * parameters and how long it took.
 */
#include "view/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "view/state.h"
#include "view/timeline.h"

#define LEGEND_ROWS  9  /* the least height with a legend */
#define SPANS_MOST   64 /* looked at for one cell */
#define CELLS_MAX    VIEW_WINDOW_MAX
#define REASON_LEAST 5  /* cells that a reason is worth writing into */
#define MIXED_PART   20 /* mixed: others have this part of it or more */

/* One column of one lane. */
struct cell {
	bool known, mixed;
	struct history_span longest;
};

static const struct view_state *look_state(unsigned look)
{
	return look == HISTORY_ASLEEP ? &view_asleep
				      : view_state((enum model_state)look);
}

static const struct view_state *state_of(const struct history_span *s)
{
	return look_state(history_look(s));
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* ---- layout ---- */

static struct timeline_run run_of(const struct history *h,
				  const struct trace_log *log)
{
	return (struct timeline_run){
		.history = h,
		.log = log,
		.lanes = history_head(h)->process_count,
	};
}

/* As many rows between the lanes as there is room for when all are shown. */
static int gutter_for(const struct timeline *t)
{
	int spare;

	if (t->lines < 2 || t->lines > (size_t)t->lane_rows)
		return 0;
	spare = (t->lane_rows - (int)t->lines) / ((int)t->lines - 1);
	return spare < TIMELINE_GUTTERS ? spare : TIMELINE_GUTTERS;
}

struct timeline timeline_of(const struct view_player *p, struct ui_rect in)
{
	struct timeline t = { .in = in, .headings = p->other != NULL };

	t.label_cols = in.cols / 6 < 8 ? 8 : in.cols / 6;
	if (t.label_cols > 14)
		t.label_cols = 14;
	t.w = view_window_of(p, LESSON_PANE_TIMELINE,
			     in.cols - t.label_cols - 3);
	t.legend = in.rows >= LEGEND_ROWS;
	t.lane_rows = in.rows > 1 ? in.rows - 1 - t.legend : 0;
	if (p->other) {
		t.runs[0] = run_of(p->other->history, p->other->log);
		t.runs[0].other = true;
		t.run_count++;
	}
	t.runs[t.run_count++] = run_of(p->history, p->log);
	for (size_t i = 0; i < t.run_count; i++) {
		t.lines += t.headings;
		t.runs[i].first = t.lines;
		t.lines += t.runs[i].lanes;
	}
	t.gutter = gutter_for(&t);
	return t;
}

const struct timeline_run *timeline_lane(const struct timeline *t, size_t line,
					 size_t *ret_lane)
{
	for (size_t i = 0; i < t->run_count; i++) {
		const struct timeline_run *run = &t->runs[i];

		if (line < run->first || line - run->first >= run->lanes)
			continue;
		*ret_lane = line - run->first;
		return run;
	}
	return NULL;
}

/* How many lines fit. */
static size_t page_of(const struct timeline *t)
{
	return (size_t)((t->lane_rows + t->gutter) / (1 + t->gutter));
}

static void measure(struct view_player *p, struct ui_rect in)
{
	struct ui_list *l = &p->lists[LESSON_PANE_TIMELINE];
	const struct model_process *chosen = view_pane_selected(p);
	struct timeline t;

	if (!p->history) {
		ui_list_resize(l, 0, 0);
		return;
	}
	view_window_measure(p, LESSON_PANE_TIMELINE,
			    timeline_of(p, in).w.cells);
	t = timeline_of(p, in);
	ui_list_resize(l, t.lines, page_of(&t));
	if (chosen && !p->held[LESSON_PANE_TIMELINE])
		ui_list_select(l,
			       t.runs[t.run_count - 1].first +
				       (size_t)(chosen - p->model->processes));
}

/* ---- lanes ---- */

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
	int64_t longest = 0, known = 0, in_look[HISTORY_LOOKS] = { 0 };
	int64_t best[HISTORY_LOOKS] = { 0 };
	struct history_span of_look[HISTORY_LOOKS];
	struct cell cell = { 0 };

	for (size_t i = at; i < count && spans[i].from_ns < to; i += stride) {
		const struct history_span *s = &spans[i];
		unsigned look = history_look(s);
		int64_t ns = least(s->to_ns, to) -
			     (s->from_ns > from ? s->from_ns : from);

		in_look[look] += ns > 0 ? ns : 1;
		known += ns > 0 ? ns : 1;
		if (ns >= best[look]) {
			best[look] = ns;
			of_look[look] = *s;
		}
	}
	for (int i = 0; i < HISTORY_LOOKS; i++)
		if (in_look[i] > longest) {
			longest = in_look[i];
			cell.longest = of_look[i];
			cell.known = true;
		}
	cell.mixed =
		((known - longest) * MIXED_PART >= known && known > longest) ||
		cell.longest.in_turns;
	return cell;
}

static void fill_cells(const struct history_span *spans, size_t count,
		       const struct view_window *w, struct cell *cells)
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

/* What followed the moment that is looked at is dimmed. */
static bool is_ahead(const struct timeline *t, const struct timeline_run *run,
		     int i)
{
	return !run->other && view_window_ns(&t->w, i) > t->w.now_ns;
}

static void draw_cells(struct ui_canvas *c, struct ui_rect lane,
		       const struct timeline *t, const struct timeline_run *run,
		       const struct cell *cells)
{
	for (int i = 0; i < t->w.cells; i++) {
		const struct view_state *s;

		if (!cells[i].known)
			continue;
		s = state_of(&cells[i].longest);
		ui_repeat(c, lane, 0, i, 1,
			  is_ahead(t, run, i) ? UI_FAINT : s->role,
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

static void add_name(const struct timeline_run *run, uint32_t pid,
		     struct str *out)
{
	const struct model *head = history_head(run->history);

	if (model_process_has_name(head, model_process(head, pid)))
		model_process_name(head, run->log, pid, out);
	else
		str_addf(out, "pid %u", pid);
}

static void reason_of(const struct timeline_run *run,
		      const struct history_span *span, struct str *out)
{
	const struct model *head = history_head(run->history);
	struct model_process like = { .state = MODEL_WAITING,
				      .verb = span->verb };

	if (span->verb == MP_VERB_NONE)
		return;
	if (span->verb != MP_VERB_JOIN)
		like.object = span->object;
	model_doing(head, run->log, &like, out);
	if (like.object)
		return;
	/* Without an object only the word is known: "sleep", "join". */
	str_truncate(out, strcspn(out->buf, " "));
	if (span->verb == MP_VERB_JOIN) {
		str_add_char(out, ' ');
		add_name(run, (uint32_t)span->object, out);
	}
}

/* Write what it waited in or for where that was long enough. */
static void draw_reasons(struct ui_canvas *c, struct ui_rect lane,
			 const struct timeline *t,
			 const struct timeline_run *run,
			 const struct cell *cells)
{
	int end;

	for (int i = 0; i < t->w.cells; i = end) {
		SCOPED_STR reason = STR_INIT;

		end = i + 1;
		while (end < t->w.cells && same_wait(&cells[i], &cells[end]))
			end++;
		if (!is_wait(&cells[i]) || end - i < REASON_LEAST)
			continue;
		reason_of(run, &cells[i].longest, &reason);
		if (reason.len && utf8_width(reason.buf) + 2 <= end - i)
			(void)ui_text(
				c, lane, 0, i + 1,
				is_ahead(t, run, i)
					? UI_FAINT
					: state_of(&cells[i].longest)->role,
				reason.buf);
	}
}

/* The mark of how it ended, in the cell after its last one. */
static void draw_end(struct ui_canvas *c, struct ui_rect lane,
		     const struct timeline *t, const struct timeline_run *run,
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
	at = view_window_column(&t->w, gone_ns) + 1;
	if (at >= 0 && at < t->w.cells)
		(void)ui_text(c, lane, 0, (int)at,
			      is_ahead(t, run, (int)at - 1) ? UI_FAINT : s.role,
			      s.mark);
}

/* Adds to @seen the looks that are there, 1U << look. */
static void draw_lane(const struct view_player *p, struct ui_canvas *c,
		      const struct timeline *t, const struct timeline_run *run,
		      size_t lane, struct ui_rect row, unsigned *seen)
{
	const struct model_process *process =
		&history_head(run->history)->processes[lane];
	bool chosen = !run->other && process->pid == p->selected;
	struct cell cells[CELLS_MAX];
	size_t count = 0;
	const struct history_span *spans =
		history_lane(run->history, lane, &count);
	SCOPED_STR name = STR_INIT;

	add_name(run, process->pid, &name);
	if (chosen)
		(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
			      "▌");
	ui_text_fit(c, row, 0, 1, t->label_cols,
		    chosen ? UI_SELECTED : UI_NORMAL, name.buf);
	row.col += t->label_cols + 2;
	row.cols = t->w.cells;
	fill_cells(spans, count, &t->w, cells);
	for (int i = 0; i < t->w.cells; i++)
		if (cells[i].known)
			*seen |= 1U << history_look(&cells[i].longest);
	draw_cells(c, row, t, run, cells);
	draw_reasons(c, row, t, run, cells);
	draw_end(c, row, t, run, process, count ? &spans[count - 1] : NULL);
}

/* ---- runs ---- */

/* Whether the two runs were told the same. */
static bool is_same(const struct view_player *p,
		    const struct lesson_parameter *value)
{
	const struct lesson_parameter *sets[] = { p->values, p->other->values };
	size_t counts[] = { p->value_count, p->other->value_count };
	int same = 0;

	for (int i = 0; i < 2; i++)
		for (size_t k = 0; k < counts[i]; k++)
			same += !strcmp(sets[i][k].name, value->name) &&
				!strcmp(sets[i][k].value, value->value);
	return same == 2;
}

/* "the run before  4.10 s  capacity 4  items 20": what differs comes first. */
static void draw_heading(const struct view_player *p, struct ui_canvas *c,
			 const struct timeline_run *run, struct ui_rect row)
{
	const struct model *head = history_head(run->history);
	const struct lesson_parameter *values =
		run->other ? p->other->values : p->values;
	size_t count = run->other ? p->other->value_count : p->value_count;
	SCOPED_STR text = STR_INIT;
	int col;

	col = ui_text(c, row, 0, 1, UI_HEADING,
		      run->other ? "the run before" : "this run");
	str_add(&text, "  ");
	view_seconds(run->other || head->over ? model_run_time(head)
					      : p->now_ns,
		     &text);
	if (!head->over)
		str_add(&text, run->other ? ", not to its end" : " so far");
	for (int same = 0; same < 2; same++)
		for (size_t i = 0; i < count; i++)
			if (is_same(p, &values[i]) == same)
				str_addf(&text, "  %s %s", values[i].name,
					 values[i].value);
	ui_text_fit(c, row, 0, col, row.cols - col - 1, UI_NORMAL, text.buf);
}

static void draw_line(const struct view_player *p, struct ui_canvas *c,
		      const struct timeline *t, size_t line, struct ui_rect row,
		      unsigned *seen)
{
	size_t lane;
	const struct timeline_run *run = timeline_lane(t, line, &lane);

	if (run) {
		draw_lane(p, c, t, run, lane, row, seen);
		return;
	}
	for (size_t i = 0; i < t->run_count; i++)
		if (t->headings && line + 1 == t->runs[i].first)
			draw_heading(p, c, &t->runs[i], row);
}

/* ---- below the lanes ---- */

/* One entry if it fits; the column after it. */
static int add_legend(struct ui_canvas *c, struct ui_rect row, int col,
		      const struct view_state *s)
{
	if (col + 3 + utf8_width(s->word) > row.cols)
		return col;
	ui_repeat(c, row, 0, col, 1, s->role, s->lane);
	ui_repeat(c, row, 0, col + 1, 1, s->role, s->mixed);
	return ui_text(c, row, 0, col + 3, UI_FAINT, s->word) + 2;
}

static void draw_legend(struct ui_canvas *c, const struct timeline *t,
			unsigned seen, const struct timeline_arrows *arrows)
{
	static const uint8_t order[] = { MODEL_RUNNING,  MODEL_WAITING,
					 HISTORY_ASLEEP, MODEL_READY,
					 MODEL_STOPPED,  MODEL_ZOMBIE };
	struct ui_rect row = { t->in.row + t->in.rows - 1, t->in.col, 1,
			       t->in.cols };
	SCOPED_STR text = STR_INIT;
	int col = 1;

	for (size_t i = 0; i < sizeof(order); i++)
		if (seen & 1U << order[i])
			col = add_legend(c, row, col, look_state(order[i]));
	if (arrows->too_many)
		str_add(&text, "for arrows show less time: )");
	else if (arrows->drawn && arrows->hidden)
		str_addf(&text, "▼ handed over, %zu more", arrows->hidden);
	else if (arrows->drawn)
		str_add(&text, "▼ handed over");
	if (text.len && col + utf8_width(text.buf) <= row.cols)
		col = ui_text(c, row, 0, col, UI_FAINT, text.buf) + 2;
	if (col + 15 <= row.cols)
		(void)ui_text(c, row, 0, col, UI_FAINT, "(whole, mostly)");
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_TIMELINE];
	struct timeline_arrows arrows = { 0 };
	struct ui_rect area, axis;
	unsigned seen = 0;
	struct timeline t;

	if (view_pane_idle(p, c, in) || !p->history)
		return;
	t = timeline_of(p, in);
	if (in.cols < t.label_cols + 4)
		return;
	for (size_t i = 0; i < l->page && l->first + i < l->count; i++) {
		struct ui_rect row = { in.row + (int)i * (1 + t.gutter), in.col,
				       1, in.cols };

		draw_line(p, c, &t, l->first + i, row, &seen);
	}
	for (size_t i = 0; i < t.run_count; i++)
		timeline_arrows(&t, &t.runs[i], l->first, c, &arrows);
	area = (struct ui_rect){ in.row, in.col + t.label_cols + 2, t.lane_rows,
				 t.w.cells };
	axis = (struct ui_rect){ in.row + t.lane_rows, area.col, in.rows > 0,
				 t.w.cells + 1 };
	view_window_axis(&t.w, c, axis);
	view_window_cursor(p, &t.w, c, area, axis);
	if (t.legend)
		draw_legend(c, &t, seen, &arrows);
}

static uint32_t pid_at(const struct view_player *p, struct ui_rect in, int row)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_TIMELINE];
	const struct timeline_run *run;
	struct timeline t;
	size_t at, lane;

	if (!p->history)
		return 0;
	t = timeline_of(p, in);
	at = (size_t)(row / (1 + t.gutter));
	if (row % (1 + t.gutter) || at >= l->page)
		return 0;
	run = timeline_lane(&t, l->first + at, &lane);
	return run && !run->other
		       ? history_head(run->history)->processes[lane].pid
		       : 0;
}

static int64_t ns_at(const struct view_player *p, struct ui_rect in, int col)
{
	struct timeline t;

	if (!p->history)
		return -1;
	t = timeline_of(p, in);
	col -= t.label_cols + 2;
	if (col < 0 || col >= t.w.cells)
		return -1;
	return view_window_ns(&t.w, col);
}

/* What happened last at the moment that is looked at, in words. */
static void note(const struct view_player *p, int cols, struct str *out)
{
	if (!p->model)
		return;
	view_window_words(p, cols - 2, out);
	if (!out->len)
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
	.ns_at = ns_at,
};
