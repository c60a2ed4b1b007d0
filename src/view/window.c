/* SPDX-License-Identifier: MIT */
/*
 * The interval of a column is 1, 2 or 5 times a power of ten.  By itself it is
 * the least with which the run fits, between two bounds while it goes on: then
 * the window moves along, in leaps, so that what has been drawn mostly stays
 * where it is.  A run that is over fits as a whole.
 */
#include "view/window.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/state.h"

#define US           1000LL
#define MS           1000000LL
#define LEAP_CELLS   5
#define LIVE_LEAST   (50 * MS)  /* of a run that goes on */
#define LIVE_MOST    (200 * MS) /* then the window moves */
#define SECOND       (1000 * MS)
#define MARGIN_CELLS 2

static const int64_t intervals[] = {
	US,           2 * US,       5 * US,        10 * US,     20 * US,
	50 * US,      100 * US,     200 * US,      500 * US,    MS,
	2 * MS,       5 * MS,       10 * MS,       20 * MS,     50 * MS,
	100 * MS,     200 * MS,     500 * MS,      SECOND,      2 * SECOND,
	5 * SECOND,   10 * SECOND,  20 * SECOND,   50 * SECOND, 100 * SECOND,
	200 * SECOND, 500 * SECOND, 1000 * SECOND,
};

#define STEPS ((int)(sizeof(intervals) / sizeof(*intervals)))

static int64_t end_of(const struct view_player *p)
{
	const struct model *head = history_head(p->history);
	int64_t end_ns = model_run_time(head), other;

	if (!head->over && p->now_ns > end_ns)
		end_ns = p->now_ns;
	if (!p->other)
		return end_ns;
	other = model_run_time(history_head(p->other->history));
	return other > end_ns ? other : end_ns;
}

/* Which of the intervals fits by itself. */
static int fitting(const struct view_player *p, int64_t end_ns, int cells)
{
	bool over = history_head(p->history)->over;
	int step = 0;

	while (step < STEPS - 1 && ((!over && intervals[step] < LIVE_LEAST) ||
				    (end_ns / intervals[step] >= cells &&
				     (over || intervals[step] < LIVE_MOST))))
		step++;
	return step;
}

static int step_of(const struct view_player *p, int64_t end_ns, int cells)
{
	int step = fitting(p, end_ns, cells) - p->time_zoom;

	return step < 0 ? 0 : step >= STEPS ? STEPS - 1 : step;
}

static long last_first(long last, int cells)
{
	long first = last - cells + 1;

	if (first <= 0)
		return 0;
	if (cells <= LEAP_CELLS)
		return first;
	return (first + LEAP_CELLS - 1) / LEAP_CELLS * LEAP_CELLS;
}

static bool looks_back(const struct view_player *p)
{
	return p->run == VIEW_RUN_PAST || p->run >= VIEW_RUN_PLAYING;
}

static bool shows(long first, int cells, long column)
{
	int margin = cells > 4 * MARGIN_CELLS ? MARGIN_CELLS : 0;

	/* At the very beginning there is nothing before it. */
	return column >= first + (first ? margin : 0) &&
	       column < first + cells - margin;
}

struct view_window view_window_of(const struct view_player *p,
				  enum lesson_pane pane, int cells)
{
	struct view_window w = { .now_ns = p->now_ns, .cells = cells };
	long last, now;

	if (w.cells > VIEW_WINDOW_MAX)
		w.cells = VIEW_WINDOW_MAX;
	if (w.cells < 1)
		w.cells = 1;
	w.end_ns = end_of(p);
	w.interval = intervals[step_of(p, w.end_ns, w.cells)];
	last = (long)(w.end_ns / w.interval);
	now = (long)((p->now_ns < w.end_ns ? p->now_ns : w.end_ns) /
		     w.interval);
	if (last < w.cells)
		return w;
	w.first = last_first(last, w.cells);
	if (!looks_back(p))
		return w;
	if (shows(p->time_first[pane], w.cells, now))
		w.first = p->time_first[pane];
	else if (now < w.first + MARGIN_CELLS)
		w.first = now > w.cells / 2 ? now - w.cells / 2 : 0;
	return w;
}

void view_window_measure(struct view_player *p, enum lesson_pane pane,
			 int cells)
{
	if (p->history)
		p->time_first[pane] = view_window_of(p, pane, cells).first;
}

int64_t view_window_ns(const struct view_window *w, int i)
{
	return (w->first + i) * w->interval;
}

long view_window_column(const struct view_window *w, int64_t ns)
{
	return (long)(ns / w->interval) - w->first;
}

/* ---- the axis ---- */

/* Digits after the point that tell ticks of this distance apart. */
static int places_of(int64_t ns)
{
	int places = 0;

	for (int64_t unit = SECOND; unit > 1 && ns % unit; unit /= 10)
		places++;
	return places;
}

/* "2.5", of the first one with its unit. */
static void label_of(int64_t ns, int places, bool first, struct str *out)
{
	str_addf(out, "╵%.*f%s", places, (double)ns / (double)SECOND,
		 first ? " s" : "");
}

static int label_width(const struct view_window *w, long every)
{
	SCOPED_STR label = STR_INIT;

	label_of((w->first + w->cells) * w->interval,
		 places_of(every * w->interval), false, &label);
	return utf8_width(label.buf);
}

void view_window_axis(const struct view_window *w, struct ui_canvas *c,
		      struct ui_rect row)
{
	long every = 10;
	int places;

	if (label_width(w, every) >= every)
		every = 20;
	places = places_of(every * w->interval);
	for (long at = (w->first + every - 1) / every * every, first = at;
	     at - w->first < w->cells; at += every) {
		int col = (int)(at - w->first);
		SCOPED_STR label = STR_INIT;

		label_of(at * w->interval, places, at == first, &label);
		if (col + utf8_width(label.buf) <= row.cols)
			(void)ui_text(c, row, 0, col, UI_FAINT, label.buf);
	}
}

void view_window_cursor(const struct view_player *p,
			const struct view_window *w, struct ui_canvas *c,
			struct ui_rect area, struct ui_rect axis)
{
	long at = view_window_column(w, w->now_ns);
	SCOPED_STR text = STR_INIT;
	int width, col = (int)at;

	if (!looks_back(p) || at < 0 || at >= w->cells)
		return;
	area.col += col;
	area.cols = 1;
	for (int row = 0; row < area.rows; row++) {
		const struct ui_cell *cell =
			ui_canvas_at(c, area.row + row, area.col);

		if (cell && cell->rune == ' ')
			ui_repeat(c, area, row, 0, 1, UI_SELECTED, U'│');
	}
	ui_restyle(c, area, UI_SELECTED);
	str_add(&text, "▲ ");
	view_seconds(w->now_ns, &text);
	width = utf8_width(text.buf);
	/* Near the right edge the time stands before its mark. */
	if (col + width > axis.cols && col + 1 >= width) {
		str_clear(&text);
		view_seconds(w->now_ns, &text);
		str_add(&text, " ▲");
		col -= width - 1;
	}
	ui_fill(c,
		ui_rect_common(axis,
			       (struct ui_rect){ axis.row, axis.col + col - 1,
						 1, width + 2 }),
		UI_NORMAL, ' ');
	(void)ui_text(c, axis, 0, col, UI_NOTICE | UI_STYLE(UI_BOLD), text.buf);
}

/* ---- in words ---- */

#define EVENTS_BACK 64 /* looked at for one that says something */

/* "producer (PID 4711) waits": without what is in the list of processes. */
static void drop_pids(struct str *text)
{
	char *from;

	while ((from = strstr(text->buf, " (PID "))) {
		char *end = strchr(from, ')');

		if (!end)
			return;
		memmove(from, end + 1, strlen(end + 1) + 1);
		str_truncate(text, strlen(text->buf));
	}
}

/* The last event until now of which there is something to tell. */
static bool tell_last(const struct view_player *p, struct str *out)
{
	size_t first = trace_log_first(p->log), at = p->log_end;
	SCOPED_STR told = STR_INIT;

	for (int i = 0; i < EVENTS_BACK && at > first; i++) {
		/* A copy: telling may ask the log for another one. */
		struct trace_event e = *trace_log_at(p->log, --at);
		int64_t ns = e.time_ns - p->model->paused_ns;
		const char *words;

		if (!model_narrate(p->model, p->log, &e, &told))
			continue;
		words = strstr(told.buf, "  ");
		if (e.verb == MP_VERB_PAUSE || e.verb == MP_VERB_RESUME ||
		    strchr(told.buf, '\n') || !words)
			return false;
		view_seconds(ns, out);
		str_add(out, words);
		return true;
	}
	return false;
}

void view_window_words(const struct view_player *p, int cols, struct str *out)
{
	SCOPED_STR text = STR_INIT;
	char *colon;

	if (!looks_back(p) || !p->model || !tell_last(p, &text))
		return;
	drop_pids(&text);
	colon = strstr(text.buf, ": ");
	if (utf8_width(text.buf) > cols && colon)
		str_truncate(&text, (size_t)(colon - text.buf));
	if (utf8_width(text.buf) <= cols)
		str_add(out, text.buf);
}
