/* SPDX-License-Identifier: MIT */
/*
 * The review and the exam in lines.
 *
 * Input is read byte by byte, so that the time of an exam can end while nothing
 * is typed, and so that what follows a line is still there for who reads next.
 */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/args.h"
#include "app/linear.h"
#include "app/review.h"
#include "app/student.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "ui/markdown.h"

enum { MEASURE = 76, LINE_MAX_BYTES = 4096 };

struct linear {
	const struct app_student *student;
	struct app_review review;
	bool left; /* by q, or at the end of the input */
};

static void print_markdown(const char *text)
{
	struct ui_doc doc;
	SCOPED_STR out = STR_INIT;

	ui_markdown(&doc, text, MEASURE);
	ui_doc_text(&doc, &out);
	(void)fputs(out.buf, stdout);
	ui_doc_release(&doc);
}

/* ---- lines of input ---- */

/* Whether there is input; false: the time of the exam is up. */
static bool wait_input(struct linear *l)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };

	for (;;) {
		int64_t left = -1;
		int n;

		if (app_review_tick(&l->review))
			return false;
		if (l->review.o.exam)
			left = l->review.ends - l->review.o.clock();
		n = poll(&in, 1,
			 left < 0      ? -1
			 : left > 1000 ? 1000
				       : (int)left);
		if (n > 0 || (n < 0 && errno != EINTR))
			return true;
	}
}

/* A line without its newline.  False: the end of the input, or of the exam. */
static bool read_line(struct linear *l, const char *prompt, struct str *line)
{
	str_clear(line);
	(void)printf("%s> ", prompt);
	(void)fflush(stdout);
	while (wait_input(l)) {
		char c;
		ssize_t n = read(STDIN_FILENO, &c, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 && !line->len)
			break;
		if (n <= 0 || c == '\n') {
			while (line->len &&
			       isspace((unsigned char)line->buf[line->len - 1]))
				str_truncate(line, line->len - 1);
			return true;
		}
		if (line->len < LINE_MAX_BYTES && c)
			str_add_n(line, &c, 1);
	}
	(void)fputc('\n', stdout);
	l->left = l->review.view.state != VIEW_REVIEW_END;
	return false;
}

/* ---- cards ---- */

static void run_demo(struct linear *l)
{
	const struct app_review_item *item = app_review_item(&l->review);
	const struct lesson_demo *d = item->step ? item->step->demo : NULL;
	const struct app_paths *paths = l->student->paths;
	SCOPED_FREE char *program = NULL;
	struct err e = ERR_NONE;
	char **args;

	if (!d) {
		(void)printf("No demo belongs to this card.\n");
		return;
	}
	program = app_paths_demo(paths, d->dir, d->program, &e);
	if (!program) {
		(void)printf("The demo cannot be run: %s.\n", e.text);
		return;
	}
	args = app_args_new(d->with, d->with_count);
	(void)app_linear_run(&(struct app_linear_run){
		.paths = paths,
		.program = program,
		.name = d->program,
		.args = args,
		.speed = 1,
	});
	app_args_free(args);
}

/* Only what is on the disk is said to be. */
static void say_kept(struct linear *l, size_t before)
{
	const struct view_review *v = &l->review.view;

	if (v->kept > before)
		(void)printf("Kept: %zu.\n", v->kept);
	else
		(void)printf("Not kept: %s\n", v->problem);
}

/*
 * Whether @line is the command @name, or its letter.  Where text is wanted
 * commands begin with a colon.
 */
static bool is_command(const struct linear *l, const char *line,
		       const char *name)
{
	bool typed = l->review.view.state == VIEW_REVIEW_ASK &&
		     view_ask_types(&l->review.ask);

	if (*line == ':')
		line++;
	else if (typed)
		return false;
	return !strcmp(line, name) || (line[0] == *name && !line[1]);
}

static bool is_quit(struct linear *l, const char *line)
{
	if (!is_command(l, line, "quit"))
		return false;
	l->left = true;
	return true;
}

static void turn_card(struct linear *l)
{
	const struct view_review *v = &l->review.view;
	SCOPED_STR line = STR_INIT;

	print_markdown(v->front);
	for (;;) {
		if (!read_line(l,
			       v->has_demo ? "Enter shows the back, d runs the "
					     "demo, q quits "
					   : "Enter shows the back, q quits ",
			       &line) ||
		    is_quit(l, line.buf))
			return;
		if (strcmp(line.buf, "d") != 0)
			break;
		run_demo(l);
	}
	app_review_show(&l->review);
	(void)fputc('\n', stdout);
	print_markdown(v->back);
}

static void grade_card(struct linear *l)
{
	const struct view_review *v = &l->review.view;
	size_t before = v->kept;
	SCOPED_STR line = STR_INIT, prompt = STR_INIT;

	str_addf(&prompt,
		 "Did you know it? 1 again (%s), 2 hard (%s), 3 good (%s), "
		 "4 easy (%s)%s ",
		 v->due[0], v->due[1], v->due[2], v->due[3],
		 v->has_demo ? ", d runs the demo" : "");
	while (read_line(l, prompt.buf, &line) && !is_quit(l, line.buf)) {
		if (!strcmp(line.buf, "d")) {
			run_demo(l);
		} else if (line.len == 1 && *line.buf >= '1' &&
			   *line.buf <= '4') {
			app_review_grade(&l->review,
					 (enum fsrs_grade)(*line.buf - '0'));
			say_kept(l, before);
			return;
		} else {
			(void)printf("A number from 1 to 4.\n");
		}
	}
}

/* ---- questions ---- */

/* The answer is there: how sure they are, if that is asked, then note it. */
static void give(struct linear *l)
{
	struct view_ask *a = &l->review.ask;
	SCOPED_STR line = STR_INIT;
	size_t before = l->review.view.kept;

	while (!app_review_give(&l->review)) {
		SCOPED_STR wrong = STR_INIT;

		if (!a->asks_sure ||
		    !read_line(l,
			       "How sure are you? 1 guessing, 2 fairly, "
			       "3 certain ",
			       &line))
			return;
		if (!view_ask_line(a, line.buf, &wrong))
			(void)printf("%s.\n", wrong.buf);
	}
	if (l->review.view.kept == before &&
	    l->review.view.state == VIEW_REVIEW_END)
		return; /* the time was up */
	say_kept(l, before);
}

static void say_verdict(struct linear *l)
{
	const struct view_ask *a = &l->review.ask;
	SCOPED_STR text = STR_INIT;

	view_ask_verdict(a, &text);
	print_markdown(text.buf);
	if (a->state == VIEW_ASK_WRONG)
		(void)printf("The answer: %s\n", a->right.buf);
	(void)app_review_give(&l->review);
}

/* One line of input; false: it does not go on. */
static bool answer_line(struct linear *l, const char *line)
{
	struct app_review *r = &l->review;
	size_t before = r->view.kept, at = r->at;
	SCOPED_STR wrong = STR_INIT;

	if (is_command(l, line, "skip")) {
		app_review_skip(r);
		say_kept(l, before);
		return false;
	}
	if (is_command(l, line, "hint")) {
		if (app_review_hint(r))
			print_markdown(r->ask.q->hints[r->ask.hints - 1]);
		else
			(void)printf(r->o.exam ? "No hints in an exam.\n"
					       : "There is no hint left.\n");
		return true;
	}
	if (!view_ask_line(&r->ask, line, &wrong)) {
		(void)printf("\"%s\" is no answer: %s.\n", line, wrong.buf);
		return true;
	}
	give(l);
	if (!r->o.exam && r->noted && at == r->at)
		say_verdict(l);
	return false;
}

static void ask(struct linear *l)
{
	struct view_ask *a = &l->review.ask;
	SCOPED_STR line = STR_INIT, text = STR_INIT, prompt = STR_INIT;
	const char *colon;

	print_markdown(a->q->ask);
	view_ask_list(a, &text);
	print_markdown(text.buf);
	if (l->review.o.exam)
		str_addf(&prompt, "[%d:%02d left] ",
			 (int)(l->review.view.left_s / 60),
			 (int)(l->review.view.left_s % 60));
	colon = view_ask_types(a) ? ":" : "";
	str_addf(&prompt, "%s, %sskip, ", view_ask_wants(a), colon);
	if (a->q->hint_count && !l->review.o.exam)
		str_addf(&prompt, "%shint, ", colon);
	str_addf(&prompt, "%squit ", colon);
	while (read_line(l, prompt.buf, &line) && !is_quit(l, line.buf) &&
	       answer_line(l, line.buf))
		;
}

int app_linear_review(const struct app_student *s)
{
	struct linear l = { .student = s };
	const struct app_options *o = s->options;
	const struct view_review *v = &l.review.view;

	app_review_open(&l.review, &(struct app_review_options){
					   .catalog = s->catalog,
					   .progress = s->progress,
					   .clock = app_now_ms,
					   .exam = o->exam,
					   .weak = o->weak,
					   .minutes = o->minutes,
					   .questions = o->questions,
					   .seed = (uint64_t)app_now_ms(),
				   });
	if (*v->problem)
		(void)printf("%s\n", v->problem);
	while (!l.left && v->state != VIEW_REVIEW_END) {
		(void)app_review_tick(&l.review);
		if (v->state == VIEW_REVIEW_FRONT ||
		    v->state == VIEW_REVIEW_ASK)
			(void)printf("\n[%zu of %zu] %s\n\n", v->at + 1,
				     v->count, v->lesson);
		if (v->state == VIEW_REVIEW_FRONT)
			turn_card(&l);
		else if (v->state == VIEW_REVIEW_BACK)
			grade_card(&l);
		else if (v->state == VIEW_REVIEW_ASK)
			ask(&l);
	}
	app_review_end(&l.review);
	(void)fputc('\n', stdout);
	print_markdown(l.review.summary.buf);
	app_review_close(&l.review);
	return fflush(stdout) == 0 ? 0 : 1;
}
