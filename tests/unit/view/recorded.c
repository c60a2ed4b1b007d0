/* SPDX-License-Identifier: MIT */
#include "unit/view/recorded.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "lesson/load.h"
#include "support/check_main.h"

/* With the text of a step as lessons have it, and room for one more pane. */
#define LESSON                                                                 \
	"format: 1\n"                                                          \
	"id: run\n"                                                            \
	"title: A recorded run\n"                                              \
	"about: A run that was recorded.\n"                                    \
	"revision: 1\n"                                                        \
	"minutes: 5\n"                                                         \
	"objectives:\n"                                                        \
	"  - {id: see, text: See what it does.}\n"                             \
	"steps:\n"                                                             \
	"  - id: run\n"                                                        \
	"    title: A recorded run\n"                                          \
	"    text: |\n"                                                        \
	"      What processes **share** is seen here while they use it.\n\n"   \
	"      **Watch:** who waits, and for whom?\n"                          \
	"    demo:\n"                                                          \
	"      program: recorded\n"                                            \
	"      show: [source, processes%s%s, timeline]\n"                      \
	"      chart:\n"                                                       \
	"        kind: lines\n"                                                \
	"        of: measured\n"                                               \
	"        title: How much faster with more workers\n"                   \
	"        x: workers\n"                                                 \
	"        y: speed-up\n"                                                \
	"        expected:\n"                                                  \
	"          - {name: ideal, x: [1, 2, 3, 4], y: [1, 2, 3, 4]}\n"

static void make_lesson(struct recorded *r, enum lesson_pane pane)
{
	bool there = pane == LESSON_PANE_TEXT || pane == LESSON_PANE_SOURCE ||
		     pane == LESSON_PANE_PROCESSES ||
		     pane == LESSON_PANE_TIMELINE;
	struct lesson_diags diags = { 0 };
	SCOPED_STR yaml = STR_INIT;

	str_addf(&yaml, LESSON, there ? "" : ", ",
		 there ? "" : lesson_pane_name(pane));
	ck_assert_int_eq(lesson_parse("run.yaml", yaml.buf, yaml.len,
				      &r->lesson, &diags),
			 0);
	lesson_diags_release(&diags);
}

static struct model_place place(void *arg, const struct model_process *p)
{
	const struct recorded *r = arg;
	struct trace_line line;

	if (!p->site ||
	    !trace_recording_line(r->recording, p->image, p->site, &line))
		return (struct model_place){ .file = NULL };
	return (struct model_place){ .file = line.file,
				     .line = line.line,
				     .function = line.function };
}

static void read_all(struct recorded *r, const char *name)
{
	const char *dir = getenv("top_srcdir");
	SCOPED_STR path = STR_INIT;
	struct err e = { 0 };

	str_addf(&path, "%s/tests/unit/view/runs/%s.rec", dir ? dir : ".",
		 name);
	ck_assert_msg(
		!trace_recording_open(path.buf, r->log, &r->recording, &e),
		"%s: %s", path.buf, e.text);
	while (trace_recording_read(r->recording, SIZE_MAX))
		;
	ck_assert_str_eq(trace_recording_problem(r->recording), "");
	while (history_catch_up(r->history, SIZE_MAX))
		;
	(void)view_console_catch_up(&r->console, r->log, SIZE_MAX);
}

void recorded_open(struct recorded *r, const char *name, enum lesson_pane pane)
{
	const char *file, *text;
	size_t len = 0;

	memset(r, 0, sizeof(*r));
	r->log = trace_log_new(0);
	r->history = history_new(r->log);
	make_lesson(r, pane);
	read_all(r, name);
	file = trace_recording_file_name(r->recording, 0);
	text = file ? trace_recording_file(r->recording, file, &len) : NULL;
	if (text)
		ui_source(&r->source, UI_LANG_C, text, len);
	r->player = (struct view_player){
		.topic = "Recorded",
		.lesson = r->lesson,
		.log = r->log,
		.history = r->history,
		.speed = 1,
		.console = &r->console,
		.source = { { .path = file, .doc = text ? &r->source : NULL } },
		.place = place,
		.place_arg = r,
	};
	view_player_step_changed(&r->player);
	view_player_run_changed(&r->player);
	r->player.focus = pane;
}

void recorded_go(struct recorded *r, int ms)
{
	struct view_player *p = &r->player;

	p->run = VIEW_RUN_RECORDING;
	p->log_end = history_index_at(r->history, ms * CLOCK_MS);
	p->model = history_at(r->history, p->log_end);
	p->now_ns = ms * CLOCK_MS;
	if (p->model->process_count > 1)
		p->selected = p->model->processes[1].pid;
}

void recorded_close(struct recorded *r)
{
	view_player_release(&r->player);
	view_console_release(&r->console);
	ui_doc_release(&r->source);
	history_free(r->history);
	trace_recording_close(r->recording);
	trace_log_free(r->log);
	lesson_free(r->lesson);
}
