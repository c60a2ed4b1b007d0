/* SPDX-License-Identifier: MIT */
#include "app/session.h"

#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/moment.h"
#include "app/recorder.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "model/ledger.h"
#include "view/ending.h"

enum { SOURCE_MAX = 256 * 1024 }; /* bytes of a demo's source */

/* ---- parameters ---- */

static struct lesson_parameter *find_value(struct app_session *s,
					   const char *name)
{
	for (size_t i = 0; i < s->value_count; i++) {
		if (!strcmp(s->values[i].name, name))
			return &s->values[i];
	}
	return NULL;
}

/* What is passed now is what the dialog goes on from. */
static void follow_value(struct app_session *s, size_t i)
{
	const struct lesson_parameter *now = find_value(s, s->varied[i].name);
	const char *value = now ? now->value : "";

	/* Passed as "fault=", or not at all. */
	if (app_vary_is_fault(&s->vary, i) && !*value)
		value = VIEW_VARY_NO_FAULT;
	free(s->varied[i].value);
	s->varied[i].value = mem_text(value);
}

static void open_values(struct app_session *s)
{
	const struct lesson_demo *d = s->demo;

	s->values = app_parameters_copy(d->with, d->with_count);
	s->value_count = d->with_count;
	app_vary_open(&s->vary, s->dir, d);
	s->varied = mem_new(s->vary.count, sizeof(*s->varied));
	for (size_t i = 0; i < s->vary.count; i++) {
		s->varied[i].name = mem_text(s->vary.rows[i].name);
		follow_value(s, i);
	}
}

static void set_value(struct app_session *s, const char *name, const char *to)
{
	struct lesson_parameter *value = find_value(s, name);
	char *copy = mem_text(to);

	if (value) {
		free(value->value);
		value->value = copy;
		return;
	}
	s->values =
		mem_resize(s->values, s->value_count + 1, sizeof(*s->values));
	s->values[s->value_count++] = (struct lesson_parameter){
		.name = mem_text(name),
		.value = copy,
	};
}

void app_session_take_fault(struct app_session *s, const char *fault)
{
	set_value(s, "fault", fault);
	for (size_t i = 0; i < s->vary.count; i++)
		if (app_vary_is_fault(&s->vary, i))
			follow_value(s, i);
}

void app_session_take(struct app_session *s,
		      const struct lesson_parameter *with, size_t count)
{
	for (size_t i = 0; i < count; i++)
		set_value(s, with[i].name, with[i].value);
	for (size_t i = 0; i < s->vary.count; i++)
		if (find_value(s, s->varied[i].name))
			follow_value(s, i);
}

void app_session_take_other(struct app_session *s)
{
	const struct lesson_compare *c = s->demo->compare;

	s->own = app_parameters_copy(s->values, s->value_count);
	s->own_count = s->value_count;
	for (size_t i = 0; i < c->with_count; i++)
		set_value(s, c->with[i].name, c->with[i].value);
	if (*c->fault)
		set_value(s, "fault", c->fault);
}

void app_session_take_back(struct app_session *s)
{
	app_parameters_free(s->values, s->value_count);
	s->values = s->own;
	s->value_count = s->own_count;
	s->own = NULL;
}

void app_session_take_varied(struct app_session *s)
{
	for (size_t i = 0; i < s->vary.count; i++) {
		const char *name = s->varied[i].name;
		const char *value = s->varied[i].value;

		if (app_vary_is_fault(&s->vary, i) &&
		    !strcmp(value, VIEW_VARY_NO_FAULT))
			value = "";
		if (*value ||
		    (app_vary_is_fault(&s->vary, i) && find_value(s, name)))
			set_value(s, name, value);
	}
}

/* ---- source ---- */

static void open_source(struct app_session *s, enum ui_language language,
			const char *ending)
{
	SCOPED_STR name = STR_INIT;
	SCOPED_FREE char *path = NULL;
	SCOPED_FREE char *text = NULL;
	size_t len;

	str_addf(&name, "%s%s", s->demo->program, ending);
	path = fs_join(s->dir, name.buf);
	if (fs_read(path, SOURCE_MAX, &text, &len, NULL) < 0)
		return;
	ui_source(&s->source[language], language, text, len);
	s->has_source[language] = true;
	s->source_path[language] = ptr_take(&path);
}

/* ---- life ---- */

void app_session_open(struct app_session *s, const char *dir,
		      const struct lesson_demo *demo)
{
	s->dir = dir;
	s->demo = demo;
	s->failure = STR_INIT;
	s->ledger = s->wrong = s->no_source = STR_INIT;
	s->compare = demo->compare != NULL;
	open_values(s);
	open_source(s, UI_LANG_C, ".c");
	open_source(s, UI_LANG_PYTHON, ".py");
}

static void free_user_sources(struct app_session *s)
{
	for (size_t i = 0; i < s->user_count; i++) {
		if (s->user[i].error >= 0)
			ui_doc_release(&s->user[i].doc);
		free(s->user[i].path);
	}
	free(s->user);
	s->user = NULL;
	s->user_count = s->user_cap = s->shown = 0;
}

/* A run that has begun is kept, to be compared with the next. */
static void put_away(struct app_session *s)
{
	if (s->run && s->ran && app_run_pid(s->run)) {
		app_kept_take(&s->kept, s->run, s->ran, s->ran_count);
	} else {
		app_run_free(s->run);
		app_parameters_free(s->ran, s->ran_count);
	}
	s->run = NULL;
	s->ran = NULL;
}

static void forget_run(struct app_session *s)
{
	put_away(s);
	s->past = false;
	s->record_told = false;
	view_console_release(&s->console);
	s->console = (struct view_console){ 0 };
	str_clear(&s->failure);
	str_clear(&s->ledger);
	str_clear(&s->wrong);
	/* The next run may be of another text. */
	free_user_sources(s);
}

void app_session_close(struct app_session *s)
{
	if (!s->demo)
		return;
	forget_run(s);
	app_kept_release(&s->kept);
	s->compare = false;
	app_parameters_free(s->values, s->value_count);
	app_parameters_free(s->varied, s->vary.count);
	app_vary_close(&s->vary);
	for (int i = 0; i < 2; i++) {
		if (s->has_source[i])
			ui_doc_release(&s->source[i]);
		s->has_source[i] = false;
		free(s->source_path[i]);
		s->source_path[i] = NULL;
	}
	str_release(&s->failure);
	str_release(&s->ledger);
	str_release(&s->wrong);
	str_release(&s->no_source);
	s->values = s->varied = NULL;
	s->demo = NULL;
}

/*
 * The first run is recorded in the file that was named, the second in NAME.2,
 * ....  In a lesson each is of the demo of its step, and no file was made yet.
 */
static int next_record(struct app_session *s, struct app_record *ret,
		       struct str *path, struct err *e)
{
	*ret = *s->record;
	if (!ret->name) {
		ret->name = s->demo->program;
		ret->dir = s->dir;
		ret->demo = s->demo;
	}
	if ((*ret->runs)++ == 0 && ret->fd >= 0)
		return 0;
	str_add(path, s->record->path);
	if (*ret->runs > 1)
		str_addf(path, ".%d", *ret->runs);
	ret->path = path->buf;
	ret->fd = app_recorder_create(path->buf, e);
	return ret->fd < 0 ? ret->fd : 0;
}

void app_session_start(struct app_session *s, bool paused)
{
	struct err e = ERR_NONE;
	struct app_record record;
	SCOPED_STR record_path = STR_INIT;
	SCOPED_FREE char *program = NULL;
	char **args = NULL;

	forget_run(s);
	program = s->command ? mem_text(s->command[0])
			     : app_paths_demo(s->paths, s->dir,
					      s->demo->program, &e);
	if (!program) {
		str_add(&s->failure, e.text);
		return;
	}
	if (s->record && next_record(s, &record, &record_path, &e) < 0) {
		str_add(&s->failure, e.text);
		return;
	}
	if (!s->command)
		args = app_args_new(s->values, s->value_count);
	if (app_run_start(
		    &(struct app_run_options){
			    .loop = s->loop,
			    .paths = s->paths,
			    .program = program,
			    .args = s->command ? s->command + 1 : args,
			    .to_the_end = s->command != NULL,
			    .speed = s->speed,
			    .record = s->record ? &record : NULL,
			    .paused = paused,
			    .inspect = lesson_demo_shows(s->demo,
							 LESSON_PANE_INSPECTOR),
			    .schedule = s->schedule,
			    .changed = s->changed,
			    .arg = s->arg,
		    },
		    &s->run, &e) < 0)
		str_add(&s->failure, e.text);
	else
		s->ran = app_parameters_copy(s->values, s->value_count);
	s->ran_count = s->value_count;
	app_args_free(args);
}

bool app_session_alive(const struct app_session *s)
{
	return s->run && app_run_state(s->run) != APP_RUN_ENDED;
}

/* ---- moving in time ---- */

static void look_at(struct app_session *s, size_t end)
{
	const struct trace_log *log = app_run_log(s->run);
	struct history *h = app_run_history(s->run);

	s->past = end < trace_log_end(log);
	s->at = end;
	s->at_ns = model_run_time(history_at(h, end));
}

static size_t here(const struct app_session *s)
{
	return s->past ? s->at : trace_log_end(app_run_log(s->run));
}

void app_session_live(struct app_session *s)
{
	s->past = false;
}

void app_session_seek_event(struct app_session *s, int by)
{
	look_at(s, app_moment_event(app_run_log(s->run), here(s), by));
}

/* A second is one also where nothing happens: when all wait for ever. */
void app_session_seek_time(struct app_session *s, int64_t by_ns)
{
	app_session_seek_to(s, (s->past ? s->at_ns : app_run_time(s->run)) +
				       by_ns);
}

void app_session_seek_to(struct app_session *s, int64_t ns)
{
	int64_t now = app_run_time(s->run);

	s->at_ns = ns < 0 ? 0 : ns;
	s->past = s->at_ns < now;
	s->at = app_moment_time(app_run_history(s->run), app_run_log(s->run),
				s->at_ns);
}

/* ---- showing ---- */

/*
 * Whether a line says something by itself: what is indented, in usage texts as
 * in tracebacks, belongs to a line before it, one with a colon to those after.
 */
static bool stands_alone(const struct str *text)
{
	return text->len && text->buf[0] != ' ' &&
	       text->buf[text->len - 1] != ':';
}

/* What it said last of its trouble: the console may not be in front. */
static void add_last_error(struct app_session *s)
{
	for (size_t i = s->console.count; i > 0; i--) {
		const struct view_console_line *line = &s->console.lines[i - 1];

		if (!line->error || !stands_alone(&line->text))
			continue;
		str_addf(&s->failure, ": \"%s\"", line->text.buf);
		return;
	}
}

/* What a reader must know before the numbers: that it went wrong. */
static void write_ending(struct app_session *s)
{
	const char *problem = app_run_problem(s->run);

	if (*problem)
		str_add(&s->failure, problem);
	else
		view_ending(history_head(app_run_history(s->run)),
			    app_run_log(s->run), s->demo->program, &s->failure);
	if (s->failure.len && app_run_pid(s->run))
		add_last_error(s);
}

static void write_ledger(struct app_session *s)
{
	const struct model *m = history_head(app_run_history(s->run));
	const struct trace_log *log = app_run_log(s->run);
	const struct app_recorder *recorder = app_run_recorder(s->run);
	size_t outlived = app_run_outlived(s->run);
	struct model_ledger l;
	struct trace_totals t;

	app_run_totals(s->run, &t);
	model_ledger(m, &t, &l);
	str_clear(&s->ledger);
	str_clear(&s->wrong);
	write_ending(s);
	model_ledger_problems(m, log, &l, &s->wrong);
	model_ledger_words(m, log, &l, &s->ledger);
	if (outlived)
		str_addf(&s->ledger,
			 " \u00b7 %zu outlived the first and %s ended",
			 outlived, outlived == 1 ? "was" : "were");
	if (recorder && !*app_recorder_problem(recorder))
		str_addf(&s->ledger, " \u00b7 recorded in %s",
			 app_recorder_path(recorder));
}

const char *app_session_record_problem(struct app_session *s)
{
	const char *problem =
		s->run ? app_recorder_problem(app_run_recorder(s->run)) : "";

	if (!*problem || s->record_told)
		return NULL;
	s->record_told = true;
	return problem;
}

static struct model_place place_of(void *arg, const struct model_process *p)
{
	struct app_session *s = arg;

	return app_run_place(s->run, p, p->site);
}

/* The file as debug information names it, read when it is first shown. */
static struct app_source *source_at(struct app_session *s, const char *path)
{
	SCOPED_FREE char *text = NULL;
	struct app_source *new;
	size_t len;

	for (size_t i = 0; i < s->user_count; i++) {
		if (!strcmp(s->user[i].path, path))
			return &s->user[i];
	}
	s->user = mem_grow(s->user, s->user_count, &s->user_cap,
			   sizeof(*s->user));
	new = &s->user[s->user_count++];
	*new = (struct app_source){ .path = mem_text(path) };
	new->error = fs_read(path, SOURCE_MAX, &text, &len, NULL);
	if (new->error >= 0)
		ui_source(&new->doc, UI_LANG_C, text, len);
	return new;
}

static struct model_place some_place(struct app_session *s,
				     const struct model *m)
{
	struct model_place at = { .file = NULL }, unknown = at;

	for (size_t i = 0; i < m->process_count; i++) {
		at = place_of(s, &m->processes[i]);
		if (at.file)
			return at;
		if (at.why && !unknown.why)
			unknown = at;
	}
	return unknown;
}

static void say_no_line(struct app_session *s, struct model_place at)
{
	str_clear(&s->no_source);
	if (at.why && *at.why)
		str_addf(&s->no_source, "There is no source to show: %s.",
			 at.why);
	if (at.function)
		str_addf(&s->no_source, "\nThe call is in %s().", at.function);
}

/*
 * A program of the user's: its source is where its debug information says it
 * is, and the file shown is that of the process looked at.  Another that is
 * not known leaves the last one shown.
 */
static void fill_source(struct app_session *s, struct view_player *v)
{
	const struct model_process *p = model_process(v->model, v->selected);
	struct model_place at = { .file = NULL };
	struct view_source *shown = &v->source[UI_LANG_C];
	struct app_source *source;

	if (p)
		at = place_of(s, p);
	if (!at.file && !s->shown)
		at = p && at.why ? at : some_place(s, v->model);
	if (at.file)
		s->shown = (size_t)(source_at(s, at.file) - s->user) + 1;
	if (!s->shown) {
		say_no_line(s, at);
		shown->why = s->no_source.buf;
		return;
	}
	source = &s->user[s->shown - 1];
	*shown = (struct view_source){ .path = source->path };
	if (source->error >= 0) {
		shown->doc = &source->doc;
		return;
	}
	str_clear(&s->no_source);
	str_addf(&s->no_source,
		 "There is no source to show: %s, which the debug information "
		 "names: %s.",
		 source->path, strerror(-source->error));
	shown->why = s->no_source.buf;
}

bool app_session_catch_up(struct app_session *s)
{
	if (!s->run)
		return false;
	(void)view_console_catch_up(&s->console, app_run_log(s->run), SIZE_MAX);
	if (app_run_state(s->run) != APP_RUN_ENDED || s->ledger.len)
		return false;
	write_ledger(s);
	return true;
}

static enum view_run run_state(const struct app_session *s)
{
	if (!s->run)
		return s->failure.len ? VIEW_RUN_FAILED : VIEW_RUN_NONE;
	if (s->past)
		return VIEW_RUN_PAST;
	switch (app_run_state(s->run)) {
	case APP_RUN_STARTING:
		return VIEW_RUN_STARTING;
	case APP_RUN_LIVE:
	case APP_RUN_ENDING:
		break;
	case APP_RUN_ENDED:
		if (!app_run_pid(s->run) && *app_run_problem(s->run))
			return VIEW_RUN_FAILED;
		return VIEW_RUN_ENDED;
	}
	return app_run_paused(s->run) ? VIEW_RUN_PAUSED : VIEW_RUN_LIVE;
}

static void fill_run(struct app_session *s, struct view_player *v)
{
	struct history *h = app_run_history(s->run);
	struct trace_totals t;

	app_run_totals(s->run, &t);
	v->log = app_run_log(s->run);
	v->history = h;
	v->log_end = here(s);
	v->model = s->past ? history_at(h, s->at) : history_head(h);
	v->now_ns = s->past ? s->at_ns : app_run_time(s->run);
	v->stalls = t.stalls;
	v->lost = t.lost + t.torn;
	v->console = &s->console;
	v->place = place_of;
	v->place_arg = s;
}

void app_session_fill(struct app_session *s, struct view_player *v)
{
	v->run = s->demo ? run_state(s) : VIEW_RUN_NONE;
	v->values = s->ran ? s->ran : s->values;
	v->value_count = !s->demo ? 0 : s->ran ? s->ran_count : s->value_count;
	v->speed = s->speed;
	v->log = NULL;
	v->history = NULL;
	v->model = NULL;
	v->console = NULL;
	v->place = NULL;
	v->other = s->compare && s->kept.history ? &s->kept.view : NULL;
	v->failure = s->demo ? s->failure.buf : "";
	/* It is of the end: beside an earlier moment it would be wrong. */
	v->ledger = s->demo && !s->past ? s->ledger.buf : "";
	v->wrong = s->demo && !s->past ? s->wrong.buf : "";
	for (int i = 0; i < 2; i++) {
		v->source[i].path = s->source_path[i];
		v->source[i].doc = s->has_source[i] ? &s->source[i] : NULL;
		v->source[i].why = NULL;
	}
	if (s->demo && s->run)
		fill_run(s, v);
	if (s->demo && s->run && s->command)
		fill_source(s, v);
}
