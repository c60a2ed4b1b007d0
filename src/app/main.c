/* SPDX-License-Identifier: MIT */
/*
 * procession: the program.
 *
 * Exit status: 0 done; 1 the demo failed; 2 wrong usage or unreadable input;
 * 128+n ended by signal n.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "app/author.h"
#include "app/crash.h"
#include "app/export.h"
#include "app/help.h"
#include "app/keys.h"
#include "app/linear.h"
#include "app/list.h"
#include "app/main_inside.h"
#include "app/options.h"
#include "app/paths.h"
#include "app/preview.h"
#include "app/replay.h"
#include "app/route.h"
#include "app/settings.h"
#include "app/student.h"
#include "app/surroundings.h"
#include "app/trust.h"
#include "app/tui.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"

enum { EXIT_USAGE = 2 };

int app_main_fail(const struct err *e)
{
	(void)fprintf(stderr, "procession: %s\n", e->text);
	return EXIT_USAGE;
}

static void load_settings(struct app_main *p)
{
	SCOPED_FREE char *path = app_settings_path();

	app_settings_load(&p->settings, path);
	app_settings_apply(&p->settings, &p->options);
}

static int load_catalog(struct app_main *p, struct err *e)
{
	size_t count = p->options.lesson_dir_count;
	SCOPED_FREE char **dirs = mem_new(count + 1, sizeof(*dirs));
	size_t n = 0;

	if (!p->options.other_course)
		dirs[n++] = p->paths.lessons;
	p->paths.courses = p->options.lesson_dirs;
	p->paths.course_count = count;
	for (size_t i = 0; i < count; i++)
		dirs[n++] = p->options.lesson_dirs[i];
	return catalog_load(&p->catalog, dirs, n, e);
}

/* ---- TOPIC/LESSON[:STEP] ---- */

/* What @place says, or where the student left off in that lesson. */
static int step_of(const struct app_main *p, const struct catalog_place *place)
{
	struct progress_lesson done;

	if (place->step >= 0)
		return place->step;
	progress_lesson(p->progress, place->entry->topic,
			place->entry->lesson->id, &done);
	return done.done ? 0
			 : lesson_find_step(place->entry->lesson, done.step);
}

static int find_place(const struct app_main *p, struct catalog_place *ret,
		      struct err *e)
{
	SCOPED_STR text = STR_INIT;
	int r = catalog_find_place(&p->catalog, p->options.target, ret, e);

	if (r != -EINVAL)
		return r;
	lesson_diags_format(&ret->entry->diags, &text);
	(void)fputs(text.buf, stderr);
	return err_set(e, r,
		       "%s: this lesson cannot be played until these errors "
		       "are mended",
		       ret->entry->path);
}

/* ---- the modes ---- */

static struct app_context context_of(struct app_main *p)
{
	return (struct app_context){
		.paths = &p->paths,
		.catalog = &p->catalog,
		.progress = p->progress,
		.options = &p->options,
		.settings = &p->settings,
		.record = p->record.path ? &p->record : NULL,
	};
}

/* Each run makes its file when it begins. */
static int record_lessons(struct app_main *p)
{
	struct err e = ERR_NONE;

	if (!p->options.record)
		return 0;
	if (!app_has_screen(&p->options, &p->settings)) {
		(void)err_set(&e, -EINVAL,
			      "--record: a lesson in lines is not recorded; "
			      "procession run DEMO --record FILE is");
		return app_main_fail(&e);
	}
	p->record = (struct app_record){ .path = p->options.record,
					 .fd = -1,
					 .runs = &p->runs };
	return 0;
}

int app_main_play(struct app_main *p, struct app_screen *first,
		  struct app_screen *second)
{
	struct app_context context = context_of(p);
	struct err e = ERR_NONE;
	int status = app_tui_play(&context, first, second, &e);

	return e.code ? app_main_fail(&e) : status;
}

static struct app_student student_of(struct app_main *p)
{
	return (struct app_student){ &p->options, &p->paths, &p->catalog,
				     p->progress, &p->trouble };
}

static int play_home(struct app_main *p)
{
	int status = record_lessons(p);

	if (status)
		return status;
	if (!app_has_screen(&p->options, &p->settings)) {
		const struct app_student s = student_of(p);

		return app_linear_home(&s);
	}
	return app_main_play(p, app_screen_home(NULL), NULL);
}

static int play_lesson(struct app_main *p)
{
	struct catalog_place place;
	struct err e = ERR_NONE;
	int step, status;

	if (find_place(p, &place, &e) < 0)
		return app_main_fail(&e);
	status = record_lessons(p);
	if (status)
		return status;
	step = step_of(p, &place);
	if (!app_has_screen(&p->options, &p->settings))
		return app_linear_lesson(
			&(struct app_linear_visit){ .paths = &p->paths,
						    .catalog = &p->catalog,
						    .lesson =
							    place.entry->lesson,
						    .step = step },
			p->progress);
	return app_main_play(
		p, app_screen_home(place.entry),
		app_screen_lesson(&(struct app_screen_lesson_options){
			.topic_title = place.topic->title,
			.lesson = place.entry->lesson,
			.step = step > 0 ? (size_t)step : 0,
			.speed = p->options.speed,
			.record = p->record.path ? &p->record : NULL,
			.keep = true,
		}));
}

/* FILE[:STEP], whatever course it is in. */
static int preview(struct app_main *p)
{
	struct app_preview *preview;
	struct err e = ERR_NONE;
	int status;

	if (app_preview_open(p->options.target, &preview, &e) < 0)
		return app_main_fail(&e);
	if (p->options.trust)
		app_trust(p->progress, app_preview_lesson(preview)->dir);
	if (!app_has_screen(&p->options, &p->settings))
		status = app_linear_lesson(
			&(struct app_linear_visit){
				.paths = &p->paths,
				.lesson = app_preview_lesson(preview),
				.step = app_preview_step(preview) },
			NULL);
	else
		status = app_main_play(
			p,
			app_screen_lesson(&(struct app_screen_lesson_options){
				.topic_title = "Preview",
				.preview = preview,
				.speed = p->options.speed,
			}),
			NULL);
	app_preview_close(preview);
	return status;
}

static int list(struct app_main *p)
{
	if (p->options.routes)
		app_routes_list(&p->catalog, p->progress, p->options.json,
				stdout);
	else
		app_list(&p->catalog, p->progress, p->options.json, stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}

/* glossary [TERM] */
static int glossary(struct app_main *p)
{
	const char *term = p->options.target ? p->options.target : "";

	if (app_linear_glossary(&p->catalog, term))
		return fflush(stdout) == 0 ? 0 : 1;
	(void)fprintf(stderr, "procession: the glossary has no \"%s\"\n", term);
	return 1;
}

/* path [NAME] */
static int play_route(struct app_main *p)
{
	const struct app_student s = student_of(p);
	const struct catalog_route *r = NULL;
	struct err e = ERR_NONE;
	int status;

	if (p->options.target &&
	    catalog_find_route(&p->catalog, p->options.target, &r, &e) < 0)
		return app_main_fail(&e);
	status = record_lessons(p);
	if (status)
		return status;
	if (!app_has_screen(&p->options, &p->settings))
		return app_linear_routes(&s, p->options.target);
	return app_main_play(p, app_screen_home(NULL), app_screen_routes(r));
}

/* ---- replay FILE ---- */

static int replay(struct app_main *p)
{
	struct app_replay *replay;
	struct err e = ERR_NONE;

	if (app_has_screen(&p->options, &p->settings)) {
		if (app_replay_open(p->options.target, &replay, &e) < 0)
			return app_main_fail(&e);
		return app_main_play(p, app_screen_replay(replay, &p->options),
				     NULL);
	}
	return app_linear_replay(p->options.target, p->options.json);
}

/* ---- main ---- */

static int student(struct app_main *p)
{
	const struct app_options *o = &p->options;
	const struct app_student s = student_of(p);

	if (o->mode != APP_MODE_REVIEW)
		return app_student(&s);
	if (!app_has_screen(o, &p->settings))
		return app_linear_review(&s);
	return app_main_play(p, app_screen_review(o), NULL);
}

static int run_mode(struct app_main *p)
{
	switch (p->options.mode) {
	case APP_MODE_HOME:
		return play_home(p);
	case APP_MODE_LESSON:
		return play_lesson(p);
	case APP_MODE_LIST:
		return list(p);
	case APP_MODE_GLOSSARY:
		return glossary(p);
	case APP_MODE_PATH:
		return play_route(p);
	case APP_MODE_RUN:
		return app_main_run(p);
	case APP_MODE_WATCH:
		return app_main_watch(p);
	case APP_MODE_REPLAY:
		return replay(p);
	case APP_MODE_EXPORT:
		return app_export(p->options.target, p->options.format,
				  p->options.output);
	case APP_MODE_PREVIEW:
		return preview(p);
	case APP_MODE_REVIEW:
	case APP_MODE_REPORT:
	case APP_MODE_PROGRESS:
		return student(p);
	case APP_MODE_LINT: /* these are done before the course is loaded */
	case APP_MODE_NEW:
	case APP_MODE_SCHEMA:
	case APP_MODE_EXPLAIN:
	case APP_MODE_KEYS:
	case APP_MODE_HELP:
	case APP_MODE_VERSION:
		break;
	}
	return 0;
}

static int run_player(struct app_main *p)
{
	struct err e = ERR_NONE;
	int status;

	if (app_paths_find(&p->paths, &e) < 0)
		return app_main_fail(&e);
	if (p->options.learner)
		app_paths_learner(&p->paths, p->options.learner);
	if (p->options.mode == APP_MODE_LINT)
		app_raise_limits();
	if (app_author(&p->options, &p->paths, &status))
		return status;
	if (load_catalog(p, &e) < 0)
		return app_main_fail(&e);
	/* Whatever a demo orphans becomes our child if its guard dies. */
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)signal(SIGPIPE, SIG_IGN);
	app_raise_limits();
	/* What watch runs is the user's, and gets what the user gives. */
	if (p->options.mode != APP_MODE_WATCH)
		app_keep_descriptors();
	/* Its problem is shown on the home screen, not an error here. */
	(void)progress_open(p->paths.progress, &p->progress, &p->trouble);
	if (p->options.trust)
		app_trust_added(&p->paths, p->progress);
	status = run_mode(p);
	progress_close(p->progress);
	return status;
}

int main(int argc, char **argv)
{
	struct app_main p = { 0 };
	struct err e = ERR_NONE;
	int status;

	app_crash_install();
	if (app_options_parse(&p.options, argc, argv, &e) < 0) {
		status = app_main_fail(&e);
	} else if (p.options.mode == APP_MODE_VERSION) {
		(void)puts("procession " APP_VERSION);
		status = 0;
	} else if (p.options.mode == APP_MODE_HELP) {
		status = app_help(&p.options);
	} else if (p.options.mode == APP_MODE_KEYS) {
		load_settings(&p);
		status = app_keys(&p.settings, p.options.json, stdout);
	} else {
		load_settings(&p);
		app_set_locale(&p.options);
		status = run_player(&p);
	}
	catalog_release(&p.catalog);
	app_paths_release(&p.paths);
	app_settings_release(&p.settings);
	app_options_release(&p.options);
	return status;
}
