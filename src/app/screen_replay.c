/* SPDX-License-Identifier: MIT */
/*
 * A recording on the screen: the panes of a lesson, at any moment of a run.
 *
 * It is read bit by bit between keys, so that a long one can be looked at
 * while the rest comes.  Playing is going to later moments as time goes on.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app/moment.h"
#include "app/panes.h"
#include "app/replay.h"
#include "app/screen.h"
#include "app/view_keys.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "lesson/value.h"
#include "model/ledger.h"
#include "view/ending.h"
#include "view/player.h"
#include "view/state.h"

enum {
	READ_AT_ONCE = 16 * 1024, /* events, between keys */
	PLAY_MS = 33,
};

struct replay_screen {
	struct app_screen base;
	struct app_replay *replay;
	struct view_player view;
	struct view_console console;

	/* A lesson of one step around the recording. */
	struct lesson lesson;
	struct lesson_step step;
	struct lesson_demo demo;
	struct str title, topic, text, message, failure, ledger, wrong;
	char *source_name[2]; /* [UI_LANG_C], [UI_LANG_PYTHON]; NULL: none */
	struct ui_doc source[2];

	uv_idle_t *reading;
	uv_timer_t *clock;
	bool complete; /* all of it was read */
	bool playing;
	size_t at;       /* the moment */
	int64_t at_ns;   /* its run time */
	uint64_t played; /* uv_now, up to which at_ns is */
	double speed;
};

static const double speeds[] = { 0.1, 0.2, 0.5, 1, 2, 5, 10 };

static struct replay_screen *replay_of(const struct app_screen *s)
{
	return (struct replay_screen *)(uintptr_t)s;
}

static void say(struct replay_screen *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void say(struct replay_screen *r, const char *format, ...)
{
	va_list args;

	str_clear(&r->message);
	va_start(args, format);
	str_addv(&r->message, format, args);
	va_end(args);
}

static struct history *history_of(const struct replay_screen *r)
{
	return app_replay_history(r->replay);
}

static size_t end_of(const struct replay_screen *r)
{
	return trace_log_end(app_replay_log(r->replay));
}

static const char *fact(const struct replay_screen *r, const char *key)
{
	return trace_recording_fact(app_replay_recording(r->replay), key);
}

/* ---- moments ---- */

static void go_to(struct replay_screen *r, size_t at)
{
	r->at = at < end_of(r) ? at : end_of(r);
	r->at_ns = model_run_time(history_at(history_of(r), r->at));
}

/* A second is one even where nothing happens. */
static void go_by(struct replay_screen *r, int64_t by_ns)
{
	int64_t end_ns = model_run_time(history_head(history_of(r)));

	r->at_ns += by_ns;
	if (r->at_ns > end_ns)
		r->at_ns = end_ns;
	if (r->at_ns < 0)
		r->at_ns = 0;
	r->at = app_moment_time(history_of(r), app_replay_log(r->replay),
				r->at_ns);
}

static void stand_still(struct replay_screen *r)
{
	r->playing = false;
	(void)uv_timer_stop(r->clock);
}

static void on_clock(uv_timer_t *clock)
{
	struct replay_screen *r = clock->data;
	uint64_t now = uv_now(app_tui_loop(r->base.tui));
	int64_t passed = (int64_t)((double)(now - r->played) * 1e6 * r->speed);
	int64_t end_ns = model_run_time(history_head(history_of(r)));

	r->played = now;
	go_by(r, passed);
	if (r->complete && r->at_ns >= end_ns)
		stand_still(r);
	app_tui_dirty(r->base.tui);
}

static void play(struct replay_screen *r)
{
	if (r->complete && r->at >= end_of(r))
		go_to(r, 1);
	r->playing = true;
	r->played = uv_now(app_tui_loop(r->base.tui));
	(void)uv_timer_start(r->clock, on_clock, PLAY_MS, PLAY_MS);
}

static void toggle(struct replay_screen *r)
{
	if (r->playing)
		stand_still(r);
	else
		play(r);
}

static void seek(struct replay_screen *r, enum ui_command c)
{
	const struct trace_log *log = app_replay_log(r->replay);

	stand_still(r);
	if (c == UI_CMD_BACK_SECOND || c == UI_CMD_FORWARD_SECOND)
		go_by(r, c == UI_CMD_BACK_SECOND ? -CLOCK_S : CLOCK_S);
	else if (c == UI_CMD_EARLIER || c == UI_CMD_LATER)
		go_by(r, (c == UI_CMD_EARLIER ? -1 : 1) *
				 view_player_interval(&r->view));
	else if (c == UI_CMD_LIVE)
		go_to(r, end_of(r));
	else
		go_to(r,
		      app_moment_event(log, r->at, c == UI_CMD_BACK ? -1 : 1));
}

static void change_speed(struct replay_screen *r, int by)
{
	const int count = sizeof(speeds) / sizeof(*speeds);
	int i = 0;

	while (i + 1 < count && speeds[i] < r->speed - 1e-9)
		i++;
	i += by;
	if (i >= 0 && i < count)
		r->speed = speeds[i];
	say(r, "Plays %g times as fast as it was", r->speed);
}

/* ---- sources ---- */

/* The first file with this ending is the program's own. */
static void open_source(struct replay_screen *r, enum ui_language language,
			const char *ending)
{
	const struct trace_recording *recording =
		app_replay_recording(r->replay);
	const char *name, *text;
	size_t len;

	if (r->source_name[language])
		return;
	for (size_t i = 0; (name = trace_recording_file_name(recording, i));
	     i++) {
		const char *dot = strrchr(name, '.');

		if (dot && !strcmp(dot, ending))
			break;
	}
	if (!name)
		return;
	text = trace_recording_file(recording, name, &len);
	ui_source(&r->source[language], language, text, len);
	r->source_name[language] = mem_text(name);
	r->view.source[language] =
		(struct view_source){ .path = r->source_name[language],
				      .doc = &r->source[language] };
}

/* ---- reading ---- */

static void write_ledger(struct replay_screen *r)
{
	const struct trace_recording *recording =
		app_replay_recording(r->replay);
	const struct trace_ending *ending = trace_recording_ending(recording);
	const struct trace_totals *t = trace_recording_totals(recording);
	const struct model *m = history_head(history_of(r));
	const struct trace_log *log = app_replay_log(r->replay);
	struct model_ledger l;

	str_add(&r->failure, trace_recording_problem(recording));
	if (ending && *ending->problem)
		str_add(&r->failure, ending->problem);
	else if (ending)
		view_ending(m, log, r->title.buf, &r->failure);
	model_ledger(m, t, &l);
	model_ledger_problems(m, log, &l, &r->wrong);
	model_ledger_words(m, log, &l, &r->ledger);
}

static void on_idle(uv_idle_t *reading)
{
	struct replay_screen *r = reading->data;
	const struct trace_recording *recording =
		app_replay_recording(r->replay);

	r->complete = !app_replay_read(r->replay, READ_AT_ONCE);
	open_source(r, UI_LANG_C, ".c");
	open_source(r, UI_LANG_PYTHON, ".py");
	(void)view_console_catch_up(&r->console, app_replay_log(r->replay),
				    SIZE_MAX);
	if (r->complete) {
		(void)uv_idle_stop(r->reading);
		str_clear(&r->message);
		write_ledger(r);
		if (*trace_recording_problem(recording))
			say(r, "%s", trace_recording_problem(recording));
	} else {
		say(r, "Reading: %.0f %%",
		    100 * trace_recording_progress(recording));
	}
	app_tui_dirty(r->base.tui);
}

/* ---- commands ---- */

static const char *where(const struct app_screen *s)
{
	return view_player_where(&replay_of(s)->view);
}

static void next_language(struct replay_screen *r)
{
	const char *problem = view_player_next_language(&r->view);

	if (problem)
		say(r, "%s", problem);
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct replay_screen *r = replay_of(s);

	if (r->complete)
		str_clear(&r->message);
	if (c == UI_CMD_PAUSE)
		toggle(r);
	else if (c == UI_CMD_RESTART) {
		go_to(r, end_of(r) ? 1 : 0);
		play(r);
	} else if (c >= UI_CMD_BACK && c <= UI_CMD_LIVE)
		seek(r, c);
	else if (c == UI_CMD_SLOWER || c == UI_CMD_FASTER)
		change_speed(r, c == UI_CMD_SLOWER ? -1 : 1);
	else if (c == UI_CMD_ACT)
		app_tui_push(s->tui, app_screen_act(&r->view, NULL));
	else if (c == UI_CMD_WHY)
		app_tui_push(s->tui, app_screen_why(&r->view));
	else if (c == UI_CMD_LANGUAGE)
		next_language(r);
	else
		return app_view_command(&r->view, c);
	return true;
}

static bool argument(struct app_screen *s, enum ui_command c, const char *text,
		     struct err *e)
{
	struct replay_screen *r = replay_of(s);
	double speed;

	if (c != UI_CMD_SPEED)
		return app_view_argument(&r->view, c, text, e);
	speed = app_view_speed(text, e);
	if (speed > 0)
		r->speed = speed;
	return speed > 0;
}

static void words(const struct app_screen *s, enum ui_command c,
		  struct str *out)
{
	app_view_words(&replay_of(s)->view, c, out);
}

static enum ui_command key_at(const struct app_screen *s, int row, int col)
{
	return view_bars_key_at(&replay_of(s)->view, row, col);
}

static bool pane(struct app_screen *s, int n, enum app_pane_does what,
		 struct str *say)
{
	return app_view_pane(&replay_of(s)->view, n, what, say);
}

static bool search(struct app_screen *s, enum view_find how, const char *text,
		   struct str *say)
{
	return view_player_find(&replay_of(s)->view, how, text, say);
}

static void mouse(struct app_screen *s, struct ui_mouse m)
{
	struct replay_screen *r = replay_of(s);
	int64_t ns;

	app_view_mouse(&r->view, m);
	if (!m.press || !view_player_time_at(&r->view, m.row, m.col, &ns))
		return;
	stand_still(r);
	go_by(r, ns - r->at_ns);
}

/* ---- showing ---- */

static struct model_place place_of(void *arg, const struct model_process *p)
{
	struct replay_screen *r = arg;

	return app_replay_place(r->replay, p, p->site);
}

static void fill(struct replay_screen *r)
{
	struct view_player *v = &r->view;
	const struct trace_totals *t =
		trace_recording_totals(app_replay_recording(r->replay));
	bool at_end = r->complete && r->at >= end_of(r);

	v->run = r->playing ? VIEW_RUN_PLAYING : VIEW_RUN_RECORDING;
	v->log = app_replay_log(r->replay);
	v->history = history_of(r);
	v->log_end = r->at;
	v->model = history_at(history_of(r), r->at);
	v->now_ns = r->at_ns;
	v->speed = r->speed;
	v->stalls = t->stalls;
	v->lost = t->lost + t->torn;
	v->console = &r->console;
	v->place = place_of;
	v->place_arg = r;
	v->message = r->message.buf;
	v->failure = at_end ? r->failure.buf : "";
	v->ledger = at_end ? r->ledger.buf : "";
	v->wrong = at_end ? r->wrong.buf : "";
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct replay_screen *r = replay_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	fill(r);
	r->view.present = app_tui_presents(s->tui);
	r->view.timer_ns = app_tui_timer_ns(s->tui);
	view_player_layout(&r->view, all.rows, all.cols);
	view_player_draw(&r->view, c);
}

static void name(const struct app_screen *s, struct str *out, struct str *title)
{
	const struct replay_screen *r = replay_of(s);

	str_add(out, "recording");
	str_addf(title, "Procession: a recording of %s, at ", r->title.buf);
	view_seconds(r->at_ns, title);
}

static bool moves(const struct app_screen *s)
{
	return replay_of(s)->playing;
}

/* ---- life ---- */

/* What is said in a file of any origin, without what could move a cursor. */
static void add_plain(struct str *out, const char *text)
{
	size_t len = strlen(text), used;
	uint32_t rune;

	for (; len; text += used, len -= used) {
		used = utf8_decode(text, len, &rune);
		if (rune < 0x20 || (rune >= 0x7f && rune < 0xa0))
			rune = '?';
		str_add_rune(out, rune);
	}
}

static void write_text(struct replay_screen *r, const char *path)
{
	const struct trace_recording *recording =
		app_replay_recording(r->replay);
	SCOPED_STR when = STR_INIT;
	const char *argument;

	app_replay_when(r->replay, &when);
	str_addf(&r->topic, "Recording%s%s", when.len ? " of " : "", when.buf);
	add_plain(&r->title, *fact(r, "name") ? fact(r, "name") : "a run");
	str_add(&r->text, "This is a recording: nothing of it runs now.\n\n");
	str_add(&r->text, "- file: ");
	add_plain(&r->text, path);
	if (when.len)
		str_addf(&r->text, "\n- recorded: %s", when.buf);
	str_add(&r->text, "\n- on: ");
	add_plain(&r->text, fact(r, "machine"));
	str_add(&r->text, "\n- by: procession ");
	add_plain(&r->text, fact(r, "player"));
	for (size_t i = 0;
	     (argument = trace_recording_fact_at(recording, "argument", i));
	     i++) {
		str_add(&r->text, i ? ", " : "\n- with: ");
		add_plain(&r->text, argument);
	}
	str_add_char(&r->text, '\n');
}

/* One that this player does not know is left out. */
static void add_pane(struct replay_screen *r, const char *name)
{
	struct lesson_demo *d = &r->demo;
	enum lesson_pane pane = lesson_pane_find(name);

	if (pane != LESSON_PANE_COUNT && d->show_count < LESSON_PANE_COUNT)
		d->show[d->show_count++] = pane;
}

static void make_lesson(struct replay_screen *r, const struct app_options *o)
{
	static char empty[] = "", id[] = "recording";
	const struct trace_recording *recording =
		app_replay_recording(r->replay);
	const char *pane;

	for (size_t i = 0;
	     (pane = trace_recording_fact_at(recording, "pane", i)); i++)
		add_pane(r, pane);
	app_panes(o, &r->demo);
	r->demo.program = r->title.buf;
	r->step = (struct lesson_step){ .id = id,
					.title = r->title.buf,
					.text = r->text.buf,
					.notes = empty,
					.demo = &r->demo };
	r->lesson = (struct lesson){ .path = empty,
				     .dir = empty,
				     .topic = empty,
				     .id = id,
				     .title = r->title.buf,
				     .about = empty,
				     .steps = &r->step,
				     .step_count = 1 };
	r->view.lesson = &r->lesson;
	r->view.topic = r->topic.buf;
}

static void shown(struct app_screen *s)
{
	struct replay_screen *r = replay_of(s);

	if (r->reading)
		return;
	r->reading = mem_new(1, sizeof(*r->reading));
	r->clock = mem_new(1, sizeof(*r->clock));
	(void)uv_idle_init(app_tui_loop(s->tui), r->reading);
	(void)uv_timer_init(app_tui_loop(s->tui), r->clock);
	r->reading->data = r->clock->data = r;
	(void)uv_idle_start(r->reading, on_idle);
	view_player_step_changed(&r->view);
	play(r);
}

static void free_handle(uv_handle_t *handle)
{
	free(handle);
}

static void free_replay_screen(struct app_screen *s)
{
	struct replay_screen *r = replay_of(s);

	if (r->reading) {
		(void)uv_idle_stop(r->reading);
		stand_still(r);
		uv_close((uv_handle_t *)r->reading, free_handle);
		uv_close((uv_handle_t *)r->clock, free_handle);
	}
	view_player_release(&r->view);
	view_console_release(&r->console);
	for (int i = 0; i < 2; i++) {
		if (r->source_name[i])
			ui_doc_release(&r->source[i]);
		free(r->source_name[i]);
	}
	str_release(&r->title);
	str_release(&r->topic);
	str_release(&r->text);
	str_release(&r->message);
	str_release(&r->failure);
	str_release(&r->ledger);
	str_release(&r->wrong);
	app_replay_close(r->replay);
	free(r);
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.argument = argument,
	.words = words,
	.key_at = key_at,
	.pane = pane,
	.search = search,
	.mouse = mouse,
	.draw = draw,
	.shown = shown,
	.name = name,
	.moves = moves,
	.free = free_replay_screen,
};

struct app_screen *app_screen_replay(struct app_replay *replay,
				     const struct app_options *o)
{
	struct replay_screen *r = mem_new(1, sizeof(*r));

	r->base.ops = &ops;
	r->replay = replay;
	r->speed = o->speed;
	r->title = r->topic = r->text = STR_INIT;
	r->message = r->failure = r->ledger = r->wrong = STR_INIT;
	write_text(r, o->target);
	make_lesson(r, o);
	return &r->base;
}
