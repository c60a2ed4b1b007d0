/* SPDX-License-Identifier: MIT */
/*
 * A demo without its lesson, and a program of the user's.
 */
#include <string.h>

#include "app/args.h"
#include "app/find_demo.h"
#include "app/linear.h"
#include "app/main_inside.h"
#include "app/panes.h"
#include "app/surroundings.h"
#include "app/times.h"
#include "app/trust.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"

/* ---- run DEMO ---- */

/* A lesson of one step around a demo, so that the screen can show it. */
struct bare {
	struct lesson lesson;
	struct lesson_step step;
	struct lesson_demo demo;
	struct lesson_parameter *with;
};

static void make_parameters(struct bare *b, char **args)
{
	size_t count = 0;

	while (args[count])
		count++;
	b->with = mem_new(count, sizeof(*b->with));
	for (size_t i = 0; i < count; i++) {
		size_t len = strcspn(args[i], "=");

		b->with[i].name = mem_text_n(args[i], len);
		b->with[i].value = mem_text(args[i] + len + 1);
	}
	b->demo.with = b->with;
	b->demo.with_count = count;
}

/* Whether control blocks are asked for, by --show or else by the lesson. */
static bool shows_inspector(const struct app_main *p,
			    const struct lesson_demo *demo)
{
	struct lesson_demo asked = { .show_count = 0 };

	if (demo)
		asked = *demo;
	else if (!p->options.show_count)
		return false;
	app_panes(&p->options, &asked);
	return lesson_demo_shows(&asked, LESSON_PANE_INSPECTOR);
}

/*
 * Show @b, its demo and its text being there, and run it at once: the demo, or
 * @command (NULL: none).
 */
static int play_bare(struct app_main *p, struct bare *b, char *id,
		     const struct app_record *record, char *const *command)
{
	static char empty[] = "";
	char *title = b->demo.program;

	b->step.id = id;
	b->step.title = title;
	b->step.text = b->step.text ? b->step.text : empty;
	b->step.notes = empty;
	b->step.demo = &b->demo;
	b->lesson = (struct lesson){ .path = empty,
				     .dir = b->demo.dir,
				     .topic = empty,
				     .id = id,
				     .title = title,
				     .about = empty,
				     .steps = &b->step,
				     .step_count = 1 };
	return app_main_play(
		p,
		app_screen_lesson(&(struct app_screen_lesson_options){
			.topic_title = command ? "Watch" : "Demo",
			.lesson = &b->lesson,
			.speed = p->options.speed,
			.schedule = p->options.schedule,
			.run = true,
			.command = command,
			.record = record->path ? record : NULL,
		}),
		NULL);
}

static int run_on_screen(struct app_main *p, const struct app_record *record,
			 char **args)
{
	static char id[] = "demo";
	SCOPED_FREE char *dir_copy = mem_text(record->dir);
	SCOPED_FREE char *name = mem_text(record->name);
	const struct lesson_demo *known = record->demo;
	struct bare b = { 0 };
	int status;

	if (known)
		b.demo = *known;
	app_panes(&p->options, &b.demo);
	b.demo.program = name;
	b.demo.dir = dir_copy;
	b.demo.vary_count = b.demo.fault_count = 0;
	make_parameters(&b, args);
	status = play_bare(p, &b, id, record, NULL);
	for (size_t i = 0; i < b.demo.with_count; i++) {
		free(b.with[i].name);
		free(b.with[i].value);
	}
	free(b.with);
	return status;
}

/* The demo's arguments: what was typed, and the seed. */
static char **run_args(const struct app_main *p)
{
	size_t count = 0;
	char **args;

	while (p->options.args[count])
		count++;
	args = mem_new(count + 2, sizeof(*args));
	memcpy(args, p->options.args, count * sizeof(*args));
	if (p->options.seed)
		args[count] = p->options.seed;
	return args;
}

int app_main_run(struct app_main *p)
{
	struct err e = ERR_NONE;
	const char *name = p->options.target, *dir = NULL;
	const char *slash = strrchr(name, '/');
	SCOPED_FREE char *program = NULL;
	SCOPED_FREE char **args = run_args(p);
	struct app_record record = { .path = p->options.record,
				     .runs = &p->runs };

	if (!app_is_demo_name(name)) {
		(void)err_set(&e, -EINVAL, "run: %s is not the name of a demo",
			      name);
		return app_main_fail(&e);
	}
	program = app_find_demo(&p->catalog, &p->paths, name, &dir, &e);
	if (!program)
		return app_main_fail(&e);
	if ((p->options.times || !app_has_screen(&p->options, &p->settings)) &&
	    !app_trust_ask(&p->paths, p->progress, dir, program, true))
		return 1;
	if (p->options.times)
		return app_times(&(struct app_times){
			.paths = &p->paths,
			.program = program,
			.name = name,
			.args = args,
			.schedule = p->options.schedule,
			.times = p->options.times,
			.outcome = p->options.outcome,
			.json = p->options.json,
		});
	record.dir = dir;
	record.name = slash ? slash + 1 : name;
	record.demo = app_demo_in_course(&p->catalog, dir, record.name);
	if (record.path)
		record.fd = app_recorder_create(record.path, &e);
	if (record.fd < 0)
		return app_main_fail(&e);
	if (app_has_screen(&p->options, &p->settings))
		return run_on_screen(p, &record, args);
	return app_linear_run(&(struct app_linear_run){
		.paths = &p->paths,
		.program = program,
		.name = name,
		.args = args,
		.speed = p->options.speed,
		.schedule = p->options.schedule,
		.json = p->options.json,
		.inspect = shows_inspector(p, record.demo),
		.record = record.path ? &record : NULL,
	});
}

/* ---- watch PROGRAM ---- */

static void add_watch_text(char *const *argv, struct str *out)
{
	str_add(out, "    ");
	for (size_t i = 0; argv[i]; i++)
		str_addf(out, "%s%s", i ? " " : "", argv[i]);
	str_add(out,
		"\n\nThis program, and every process it starts, is watched "
		"from outside: what it calls, what it shares, where "
		"it waits.\n\n"
		"**Space** pauses it before its next call, **s** lets one "
		"process make one step, **,** and **.** go back and "
		"forward, **w** says who waits for whom.\n");
}

static int watch_on_screen(struct app_main *p, const struct app_record *record)
{
	static char empty[] = "", id[] = "watch";
	char **argv = app_args_command(p->options.target, p->options.args);
	SCOPED_FREE char *name = mem_text(record->name);
	SCOPED_STR text = STR_INIT;
	struct bare b = { .demo = { .program = name, .dir = empty } };
	int status;

	add_watch_text(argv, &text);
	app_panes(&p->options, &b.demo);
	b.step.text = text.buf;
	status = play_bare(p, &b, id, record, argv);
	app_args_free(argv);
	return status;
}

int app_main_watch(struct app_main *p)
{
	const char *slash = strrchr(p->options.target, '/');
	struct app_record record = {
		.path = p->options.record,
		.name = slash ? slash + 1 : p->options.target,
		.runs = &p->runs,
	};
	struct err e = ERR_NONE;

	if (record.path)
		record.fd = app_recorder_create(record.path, &e);
	if (record.fd < 0)
		return app_main_fail(&e);
	if (app_has_screen(&p->options, &p->settings))
		return watch_on_screen(p, &record);
	return app_linear_run(&(struct app_linear_run){
		.paths = &p->paths,
		.program = p->options.target,
		.name = p->options.target,
		.args = p->options.args,
		.speed = p->options.speed,
		.schedule = p->options.schedule,
		.json = p->options.json,
		.inspect = shows_inspector(p, NULL),
		.watch = true,
		.record = record.path ? &record : NULL,
	});
}
