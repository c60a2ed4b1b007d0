/* SPDX-License-Identifier: MIT */
/*
 * The line above and the line below the panes.
 *
 * Above: where the reader is in the course.  Below: what the run is doing, in
 * words, then the keys that matter now; a message takes the place of the keys.
 */
#include "view/pane.h"

#include <inttypes.h>
#include <math.h>

#include "base/utf8.h"
#include "ui/markdown.h"
#include "view/footer.h"
#include "view/state.h"

#define METER_MAX 24
#define KEYS_MAX  16 /* of one footer */

/* "▰▰▰▱▱▱▱" */
static void add_meter(struct str *out, size_t done, size_t all)
{
	for (size_t i = 0; i < all; i++)
		str_add(out, i < done ? "▰" : "▱");
}

/* Where in the lesson, as long as half the line at most. */
static int draw_step(const struct view_player *p, struct ui_canvas *c,
		     struct ui_rect r)
{
	size_t step = p->step + 1, all = p->lesson->step_count;
	SCOPED_STR text = STR_INIT;

	if (r.cols >= 60)
		str_addf(&text, "step %zu of %zu", step, all);
	else
		str_addf(&text, "%zu/%zu", step, all);
	if (all <= METER_MAX && r.cols >= 60 + (int)all) {
		str_add(&text, "  ");
		add_meter(&text, step, all);
	}
	str_add(&text, " ");
	ui_text_right(c, r, 0, UI_BAR, text.buf);
	return utf8_width(text.buf);
}

struct status {
	const char *mark, *word;
	ui_style role;
};

/* Whether what is shown is a deadlock that somebody could look into. */
static bool is_deadlock(const struct view_player *p)
{
	return p->model && p->model->deadlock_ns >= 0 &&
	       ((p->run >= VIEW_RUN_LIVE && p->run <= VIEW_RUN_PAST) ||
		p->run >= VIEW_RUN_PLAYING);
}

static struct status status_of(const struct view_player *p)
{
	switch (p->run) {
	case VIEW_RUN_NONE:
		break;
	case VIEW_RUN_STARTING:
		return (struct status){ "●", "STARTING", UI_NOTICE };
	case VIEW_RUN_LIVE:
		return (struct status){ "●", "LIVE", UI_RUNNING };
	case VIEW_RUN_PAUSED:
		return (struct status){ "‖", "PAUSED", UI_STOPPED };
	case VIEW_RUN_PAST:
		return (struct status){ "◄", "AT", UI_NOTICE };
	case VIEW_RUN_ENDED:
		if (p->failure && *p->failure)
			return (struct status){ "✗", "ENDED", UI_ERROR };
		return (struct status){ "■", "ENDED", UI_ENDED };
	case VIEW_RUN_FAILED:
		return (struct status){ "✗", "FAILED", UI_ERROR };
	case VIEW_RUN_PLAYING:
		return (struct status){ "▸", "RECORDING", UI_NOTICE };
	case VIEW_RUN_RECORDING:
		return (struct status){ "‖", "RECORDING AT", UI_NOTICE };
	}
	return (struct status){ "", "", UI_NORMAL };
}

/* Anything that makes what is shown less than all of it. */
static void add_troubles(const struct view_player *p, struct str *out)
{
	if (is_deadlock(p))
		str_add(out, "  DEADLOCK");
	if (p->lost)
		str_addf(out, "  %" PRIu64 " events LOST", p->lost);
	if (p->stalls)
		str_addf(out, "  slowed %" PRIu64 " %s", p->stalls,
			 p->stalls == 1 ? "time" : "times");
}

/* One place after the point unless there are more: 1.0x, 0.25x. */
static void add_speed(double speed, struct str *out)
{
	double tenths = speed * 10;
	bool even = fabs(tenths - round(tenths)) < 0.001;

	str_addf(out, " %.*fx", even ? 1 : 2, speed);
}

static void add_status(const struct view_player *p, struct str *out)
{
	struct status s = status_of(p);

	str_addf(out, "%s %s", s.mark, s.word);
	if (p->run == VIEW_RUN_LIVE || p->run == VIEW_RUN_PAUSED ||
	    p->run == VIEW_RUN_PLAYING)
		add_speed(p->speed, out);
	if (p->run == VIEW_RUN_PAST || p->run == VIEW_RUN_RECORDING) {
		str_add_char(out, ' ');
		view_seconds(p->now_ns, out);
	}
}

/* The column after the status, where the keys begin. */
static int keys_col(const struct view_player *p)
{
	SCOPED_STR text = STR_INIT;

	if (!*status_of(p).word)
		return 1;
	add_status(p, &text);
	add_troubles(p, &text);
	return 1 + utf8_width(text.buf) + 3;
}

/* Returns the column after it. */
static int draw_status(const struct view_player *p, struct ui_canvas *c,
		       struct ui_rect r)
{
	struct status s = status_of(p);
	SCOPED_STR text = STR_INIT;
	SCOPED_STR troubles = STR_INIT;
	int col;

	if (!*s.word)
		return 1;
	add_status(p, &text);
	col = ui_text(c, r, 0, 1, s.role | UI_STYLE(UI_BOLD), text.buf);
	add_troubles(p, &troubles);
	return ui_text(c, r, 0, col, UI_ERROR, troubles.buf) + 3;
}

/* While presenting: how the run stands, if not as ever, and the timer. */
static void draw_present(const struct view_player *p, struct ui_canvas *c)
{
	struct ui_rect r = p->layout.top;
	struct status s = status_of(p);
	SCOPED_STR text = STR_INIT;

	if (p->run != VIEW_RUN_LIVE && *s.word) {
		str_addf(&text, "%s %s ", s.mark, s.word);
		if (p->run == VIEW_RUN_PAST || p->run == VIEW_RUN_RECORDING)
			view_seconds(p->now_ns, &text);
	}
	add_troubles(p, &text);
	if (p->timer_ns >= 0) {
		long long s_all = p->timer_ns / 1000000000;

		str_addf(&text, "  %lld:%02lld", s_all / 60, s_all % 60);
	}
	str_add_char(&text, ' ');
	ui_text_right(c, r, 0, UI_STRONG, text.buf);
}

/* One line at the bottom, and only if there is something to say. */
static void draw_said(const struct view_player *p, struct ui_canvas *c)
{
	struct ui_rect r = p->layout.footer;
	SCOPED_STR text = STR_INIT;

	if (p->callout)
		ui_markdown_plain(p->callout->text, &text);
	if (p->message && *p->message)
		ui_text_fit(c, r, 0, 1, r.cols - 1, UI_NOTICE, p->message);
	else if (text.len)
		ui_text_fit(c, r, 0, 1, r.cols - 1,
			    UI_NOTICE | UI_STYLE(UI_BOLD), text.buf);
}

void view_bars_top(const struct view_player *p, struct ui_canvas *c)
{
	struct ui_rect r = p->layout.top;
	const char *title = p->lesson->title;
	int room, col = 1, need;

	if (r.rows < 1)
		return;
	if (p->present) {
		draw_present(p, c);
		return;
	}
	ui_fill(c, r, UI_BAR, ' ');
	room = r.cols - draw_step(p, c, r) - 3;
	need = utf8_width(title);
	if (p->topic && *p->topic && utf8_width(p->topic) + 3 + need <= room) {
		need += utf8_width(p->topic) + 3;
		if (need + 13 <= room) {
			(void)ui_text(c, r, 0, col, UI_BAR | UI_STYLE(UI_BOLD),
				      "Procession");
			col += 13;
			room -= 13;
		}
		col = ui_text(c, r, 0, col, UI_BAR, p->topic);
		col = ui_text(c, r, 0, col, UI_BAR, " › ");
		room -= utf8_width(p->topic) + 3;
	}
	ui_text_fit(c, r, 0, col, room, UI_BAR | UI_STYLE(UI_BOLD), title);
}

static const struct view_key keys_reading[] = {
	{ UI_CMD_NEXT, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_PREVIOUS, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_UP, UI_CMD_DOWN, "scroll", 4 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 6 },
};

static const struct view_key keys_before[] = {
	{ UI_CMD_RUN, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_NEXT, UI_CMD_NONE, NULL, 8 },
	{ UI_CMD_PREVIOUS, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_REPEAT, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_VARY, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_LANGUAGE, UI_CMD_NONE, NULL, 2 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 3 },
	{ UI_CMD_ZOOM, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 6 },
};

static const struct view_key keys_live[] = {
	{ UI_CMD_PAUSE, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_STEP, UI_CMD_NONE, NULL, 8 },
	{ UI_CMD_SLOWER, UI_CMD_FASTER, "speed", 6 },
	{ UI_CMD_BACK, UI_CMD_FORWARD, "time", 5 },
	{ UI_CMD_RESTART, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_VARY, UI_CMD_NONE, NULL, 2 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_ZOOM, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_NEXT, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_WHY, UI_CMD_NONE, NULL, 3 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
};

static const struct view_key keys_paused[] = {
	{ UI_CMD_PAUSE, UI_CMD_NONE, "go on", 9 },
	{ UI_CMD_STEP, UI_CMD_NONE, NULL, 8 },
	{ UI_CMD_BACK, UI_CMD_FORWARD, "time", 6 },
	{ UI_CMD_SLOWER, UI_CMD_FASTER, "speed", 4 },
	{ UI_CMD_RESTART, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_VARY, UI_CMD_NONE, NULL, 2 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_ZOOM, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_WHY, UI_CMD_NONE, NULL, 3 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
};

static const struct view_key keys_past[] = {
	{ UI_CMD_BACK, UI_CMD_FORWARD, "event", 9 },
	{ UI_CMD_BACK_SECOND, UI_CMD_FORWARD_SECOND, "second", 8 },
	{ UI_CMD_LIVE, UI_CMD_NONE, "to the present", 9 },
	{ UI_CMD_RESTART, UI_CMD_NONE, NULL, 3 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_ZOOM, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_WHY, UI_CMD_NONE, NULL, 3 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
};

static const struct view_key keys_ended[] = {
	{ UI_CMD_RESTART, UI_CMD_NONE, NULL, 8 },
	{ UI_CMD_REPEAT, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_VARY, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_BACK, UI_CMD_FORWARD, "time", 6 },
	{ UI_CMD_NEXT, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_PREVIOUS, UI_CMD_NONE, NULL, 2 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_ZOOM, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 3 },
};

static const struct view_key keys_failed[] = {
	{ UI_CMD_RESTART, UI_CMD_NONE, "try again", 9 },
	{ UI_CMD_VARY, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_NEXT, UI_CMD_NONE, NULL, 8 },
	{ UI_CMD_PREVIOUS, UI_CMD_NONE, NULL, 2 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 4 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 6 },
};

static const struct view_key keys_playing[] = {
	{ UI_CMD_PAUSE, UI_CMD_NONE, "stand still", 9 },
	{ UI_CMD_SLOWER, UI_CMD_FASTER, "speed", 6 },
	{ UI_CMD_BACK, UI_CMD_FORWARD, "event", 5 },
	{ UI_CMD_RESTART, UI_CMD_NONE, "start", 4 },
	{ UI_CMD_LIVE, UI_CMD_NONE, "end", 4 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_ZOOM, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 3 },
};

static const struct view_key keys_recording[] = {
	{ UI_CMD_PAUSE, UI_CMD_NONE, "play", 9 },
	{ UI_CMD_BACK, UI_CMD_FORWARD, "event", 8 },
	{ UI_CMD_BACK_SECOND, UI_CMD_FORWARD_SECOND, "second", 7 },
	{ UI_CMD_RESTART, UI_CMD_NONE, "start", 4 },
	{ UI_CMD_LIVE, UI_CMD_NONE, "end", 4 },
	{ UI_CMD_WHY, UI_CMD_NONE, NULL, 3 },
	{ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 5 },
	{ UI_CMD_ZOOM, UI_CMD_NONE, NULL, 1 },
	{ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 },
	{ UI_CMD_QUIT, UI_CMD_NONE, NULL, 3 },
};

#define KEYS(list)                                                             \
	{                                                                      \
		list, sizeof(list) / sizeof(*(list))                           \
	}

static const struct {
	const struct view_key *keys;
	size_t count;
} keys_of[] = {
	[VIEW_RUN_NONE] = KEYS(keys_before),
	[VIEW_RUN_STARTING] = KEYS(keys_live),
	[VIEW_RUN_LIVE] = KEYS(keys_live),
	[VIEW_RUN_PAUSED] = KEYS(keys_paused),
	[VIEW_RUN_PAST] = KEYS(keys_past),
	[VIEW_RUN_ENDED] = KEYS(keys_ended),
	[VIEW_RUN_FAILED] = KEYS(keys_failed),
	[VIEW_RUN_PLAYING] = KEYS(keys_playing),
	[VIEW_RUN_RECORDING] = KEYS(keys_recording),
};

/* The word of Enter where something is asked. */
static const char *const enter_words[] = {
	[VIEW_ENTER_ANSWERS] = "answer", [VIEW_ENTER_AGAIN] = "try again",
	[VIEW_ENTER_QUESTION] = "go on", [VIEW_ENTER_MOMENT] = "that moment",
	[VIEW_ENTER_RUNS] = "run",       [VIEW_ENTER_COMPARE] = "compare",
	[VIEW_ENTER_STEP] = "next",
};

/* What a question may be done with, into @ret; returns how many. */
static size_t list_asked(const struct view_player *p, struct view_key *ret)
{
	const struct view_asked *a = &p->asked[p->asked_count - 1];
	bool types = a->ask && view_ask_types(a->ask) &&
		     a->ask->q->kind != LESSON_QUESTION_NUMBER;
	bool ran = p->run != VIEW_RUN_NONE;
	size_t n = 0;

	ret[n++] = (struct view_key){ UI_CMD_ASK_GIVE, UI_CMD_NONE,
				      enter_words[a->enter], 10 };
	if (types) {
		ret[n++] = (struct view_key){ UI_CMD_ASK_PASS, UI_CMD_NONE,
					      "stop typing", 9 };
		return n;
	}
	if (a->hint)
		ret[n++] = (struct view_key){ UI_CMD_ASK_HINT, UI_CMD_NONE,
					      NULL, 8 };
	if (a->skip)
		ret[n++] = (struct view_key){ UI_CMD_ASK_SKIP, UI_CMD_NONE,
					      NULL, 9 };
	if (a->show)
		ret[n++] = (struct view_key){ UI_CMD_ASK_SHOW, UI_CMD_NONE,
					      NULL, 7 };
	if (ran)
		ret[n++] = (struct view_key){ UI_CMD_RESTART, UI_CMD_NONE, NULL,
					      4 };
	else if (view_player_asks_of_run(p))
		ret[n++] = (struct view_key){ UI_CMD_RESTART, UI_CMD_NONE,
					      "run", 9 };
	if (ran)
		ret[n++] = (struct view_key){ UI_CMD_REPEAT, UI_CMD_NONE, NULL,
					      7 };
	ret[n++] = (struct view_key){ UI_CMD_VARY, UI_CMD_NONE, NULL, 4 };
	if (a->enter != VIEW_ENTER_STEP)
		ret[n++] =
			(struct view_key){ UI_CMD_NEXT, UI_CMD_NONE, NULL, 5 };
	ret[n++] = (struct view_key){ UI_CMD_PREVIOUS, UI_CMD_NONE, NULL, 2 };
	ret[n++] = (struct view_key){ UI_CMD_FOCUS, UI_CMD_NONE, NULL, 3 };
	ret[n++] = (struct view_key){ UI_CMD_HELP, UI_CMD_NONE, NULL, 7 };
	ret[n++] = (struct view_key){ UI_CMD_QUIT, UI_CMD_NONE, NULL, 6 };
	return n;
}

/* While a run goes on, its keys; unless a question is open. */
static bool is_asked_now(const struct view_player *p)
{
	if (!view_player_is_asked(p))
		return false;
	return p->asked[p->asked_count - 1].ask || p->run == VIEW_RUN_NONE ||
	       p->run == VIEW_RUN_ENDED;
}

/* A key that can do nothing on this step has no place in the footer. */
static bool does_something(const struct view_player *p, enum ui_command c)
{
	if (c == UI_CMD_NEXT)
		return p->step + 1 < p->lesson->step_count;
	if (c == UI_CMD_PREVIOUS)
		return p->step > 0;
	if (c == UI_CMD_LANGUAGE)
		return view_player_has(p, LESSON_PANE_SOURCE);
	if (c == UI_CMD_VARY)
		return view_player_varies(p);
	if (c == UI_CMD_REPEAT)
		return p->repeat.what != NULL;
	if (c == UI_CMD_FOCUS)
		return p->layout.count > 1 || p->layout.slots[0].count > 1;
	return true;
}

/* Most of a control block is below the edge of its pane, in a lesson. */
static bool is_more_below(const struct view_player *p)
{
	const struct ui_list *l = &p->lists[LESSON_PANE_INSPECTOR];

	return p->focus == LESSON_PANE_INSPECTOR && p->model &&
	       p->run != VIEW_RUN_PLAYING && p->run != VIEW_RUN_RECORDING &&
	       l->count > l->page;
}

/* The keys that matter now, into @ret, of KEYS_MAX; returns how many. */
static size_t list_keys(const struct view_player *p, struct view_key *ret)
{
	bool demo = view_player_demo(p) != NULL;
	const struct view_key *all = demo ? keys_of[p->run].keys : keys_reading;
	size_t count = demo ? keys_of[p->run].count
			    : sizeof(keys_reading) / sizeof(*keys_reading);
	struct view_key asked[KEYS_MAX];
	size_t kept = 0;

	if (is_asked_now(p)) {
		all = asked;
		count = list_asked(p, asked);
	} else if (is_more_below(p)) {
		ret[kept++] = (struct view_key){ UI_CMD_UP, UI_CMD_DOWN,
						 "scroll", 6 };
	}

	for (size_t i = 0; i < count && kept < KEYS_MAX; i++)
		if (does_something(p, all[i].command)) {
			ret[kept++] = all[i];
			/* The one key that matters now. */
			if (all[i].command == UI_CMD_WHY && is_deadlock(p))
				ret[kept - 1].weight = 10;
		}
	return kept;
}

static void draw_keys(const struct view_player *p, struct ui_canvas *c,
		      struct ui_rect r, int col)
{
	struct view_key keys[KEYS_MAX];
	size_t count = list_keys(p, keys);

	view_keys_draw(c, r, col, view_player_where(p), keys, count);
}

enum ui_command view_bars_key_at(const struct view_player *p, int row, int col)
{
	struct ui_rect r = p->layout.footer;
	struct view_key keys[KEYS_MAX];
	size_t count;

	if (row != r.row || r.rows < 1 || p->layout.too_small || p->present ||
	    (p->message && *p->message))
		return UI_CMD_NONE;
	count = list_keys(p, keys);
	return view_keys_at(r, keys_col(p), view_player_where(p), keys, count,
			    col);
}

void view_bars_footer(const struct view_player *p, struct ui_canvas *c)
{
	struct ui_rect r = p->layout.footer;
	int col;

	if (r.rows < 1)
		return;
	if (p->present) {
		draw_said(p, c);
		return;
	}
	ui_fill(c, r, UI_FOOTER, ' ');
	col = draw_status(p, c, r);
	if (p->message && *p->message)
		ui_text_fit(c, r, 0, col, r.cols - col, UI_NOTICE, p->message);
	else
		draw_keys(p, c, r, col);
}
