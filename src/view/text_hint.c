/* SPDX-License-Identifier: MIT */
/*
 * The hint says what the keys do now: to the demo, or to what is asked.
 */
#include "view/text_hint.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/command.h"
#include "ui/layout.h"
#include "view/state.h"
#include "view/wrap.h"

bool view_hint_has(const struct view_player *p)
{
	return view_player_demo(p) || p->asked_count;
}

/* ": items 50, capacity 4", if that fits on one line of @cols. */
static void add_values(const struct view_player *p, int cols, struct str *out)
{
	SCOPED_STR values = STR_INIT;

	for (size_t i = 0; i < p->value_count; i++)
		str_addf(&values, "%s%s %s", i ? ", " : ": ", p->values[i].name,
			 p->values[i].value);
	if (utf8_width(out->buf) + utf8_width(values.buf) <= cols)
		str_add(out, values.buf);
}

static bool went_wrong(const struct view_player *p)
{
	return p->failure && *p->failure;
}

static bool ended_by_you(const struct view_player *p)
{
	return p->model && p->model->over && p->model->over_why == 1;
}

/* How the hint of this state looks. */
static ui_style hint_role(const struct view_player *p)
{
	bool wrong = p->run == VIEW_RUN_FAILED ||
		     (p->run == VIEW_RUN_ENDED && went_wrong(p));

	return wrong ? UI_ERROR : UI_NOTICE;
}

/* What the keys do to the question that is open. */
static void add_open_hint(const struct view_ask *a, struct str *out)
{
	char give[16], skip[16], hint[16];

	(void)ui_command_key(UI_CMD_ASK_GIVE, give);
	(void)ui_command_key(UI_CMD_ASK_SKIP, skip);
	if (a->asks_sure)
		str_addf(out, "▸ 1 to 3 say how sure, %s goes on.", give);
	else if (a->quiet)
		str_addf(out, "▸ %s types again, %s goes past it.", give, skip);
	else if (view_ask_types(a) && a->q->kind == LESSON_QUESTION_NUMBER)
		str_addf(out, "▸ Type a number, %s answers. %s goes past it.",
			 give, skip);
	else if (view_ask_types(a) && a->gap_count > 1)
		str_addf(out,
			 "▸ Type the answers, Tab to the next, %s gives them. "
			 "%s, then %s goes past it.",
			 give, ui_command_key(UI_CMD_ASK_PASS, hint), skip);
	else if (view_ask_types(a))
		str_addf(out,
			 "▸ Type the answer, %s gives it. %s, then %s "
			 "goes past it.",
			 give, ui_command_key(UI_CMD_ASK_PASS, hint), skip);
	else if (a->q->kind == LESSON_QUESTION_ORDER)
		str_addf(out,
			 "▸ Space takes a line up, arrows carry it, %s "
			 "gives the order. %s goes past it.",
			 give, skip);
	else if (a->q->kind == LESSON_QUESTION_SEVERAL)
		str_addf(out,
			 "▸ 1 to %zu choose and take back, %s answers. %s goes "
			 "past it.",
			 a->q->choice_count, give, skip);
	else
		str_addf(out, "▸ 1 to %zu choose, %s answers. %s goes past it.",
			 a->q->choice_count, give, skip);
	if (a->tries >= VIEW_ASK_MISSES && (size_t)a->hints < a->q->hint_count)
		str_addf(out, " %s gives a hint.",
			 ui_command_key(UI_CMD_ASK_HINT, hint));
}

/* "Enter does this, H gives a hint, i goes past it." */
static void add_part(struct str *out, enum ui_command c, const char *does)
{
	char key[16];

	str_addf(out, "%s%s %s",
		 out->len && out->buf[out->len - 1] != ' ' ? ", " : "",
		 ui_command_key(c, key), does);
}

static const char *enter_does(const struct view_player *p,
			      const struct view_asked *a)
{
	switch (a->enter) {
	case VIEW_ENTER_ANSWERS:
		return "answers";
	case VIEW_ENTER_AGAIN:
		return "tries again";
	case VIEW_ENTER_QUESTION:
		return "goes on to the next question";
	case VIEW_ENTER_MOMENT:
		return "takes all panes to that moment";
	case VIEW_ENTER_RUNS:
		return p->run == VIEW_RUN_NONE ? "runs the demo"
					       : "runs it again";
	case VIEW_ENTER_COMPARE:
		return "runs it so, beside this run";
	case VIEW_ENTER_STEP:
		break;
	}
	return "goes on";
}

/* How what the exercise wants is done: before it runs, or while it does. */
static void add_choose(const struct view_player *p, bool while_it_runs,
		       struct str *out)
{
	const struct lesson_exercise *e = p->lesson->steps[p->step].exercise;

	if (!e || while_it_runs != (e->choose == LESSON_CHOOSE_KILL ||
				    e->choose == LESSON_CHOOSE_ACT))
		return;
	switch (e->choose) {
	case LESSON_CHOOSE_PARAMETERS:
		add_part(out, UI_CMD_VARY, "changes the values");
		break;
	case LESSON_CHOOSE_SCHEDULE:
		add_part(out, UI_CMD_STEP, "steps the selected process");
		break;
	case LESSON_CHOOSE_KILL:
		add_part(out, UI_CMD_ACT, "kills the selected process");
		break;
	case LESSON_CHOOSE_ACT:
		add_part(out, UI_CMD_ACT, "acts on the selected process");
		break;
	case LESSON_CHOOSE_NONE:
	case LESSON_CHOOSE_FAULT:
	case LESSON_CHOOSE_ANSWER:
		break;
	}
}

static void add_ask_hint(const struct view_player *p, struct str *out)
{
	const struct view_asked *a = &p->asked[p->asked_count - 1];
	bool tries = a->enter == VIEW_ENTER_RUNS &&
		     (!a->ask || p->run == VIEW_RUN_ENDED);
	char key[16];

	if (a->ask && a->ask->state == VIEW_ASK_OPEN) {
		add_open_hint(a->ask, out);
		if (view_player_asks_of_run(p))
			str_addf(out, " %s runs the demo.",
				 ui_command_key(UI_CMD_RESTART, key));
		return;
	}
	str_add(out, "▸ ");
	if (tries)
		add_choose(p, false, out);
	add_part(out, UI_CMD_ASK_GIVE, enter_does(p, a));
	if (tries)
		add_choose(p, true, out);
	if (a->hint)
		add_part(out, UI_CMD_ASK_HINT, "gives a hint");
	if (a->skip)
		add_part(out, UI_CMD_ASK_SKIP, "goes past it");
	if (a->show)
		add_part(out, UI_CMD_ASK_SHOW, "shows the solution");
	str_add_char(out, '.');
}

/* Whether what is asked says what keys do, not the run. */
static bool is_said(const struct view_player *p)
{
	if (!view_player_is_asked(p))
		return false;
	return p->asked[p->asked_count - 1].ask || p->run == VIEW_RUN_NONE ||
	       p->run == VIEW_RUN_ENDED || !view_player_demo(p);
}

/* What many runs are for, where there can be some. */
static void add_repeat(const struct view_player *p, struct str *out)
{
	const struct view_repeat *r = &p->repeat;
	char key[16];

	if (!r->what)
		return;
	if (r->running)
		str_addf(out, " %s ends the many runs.",
			 ui_command_key(UI_CMD_REPEAT, key));
	else
		str_addf(out, " %s runs it %d times.",
			 ui_command_key(UI_CMD_REPEAT, key), r->what->times);
}

/* What the lesson says now stands first. */
static bool is_called(const struct view_player *p)
{
	if (!p->callout || !*p->callout->text)
		return false;
	if (is_said(p))
		return p->run == VIEW_RUN_LIVE || p->run == VIEW_RUN_PAUSED;
	return view_player_demo(p) != NULL;
}

/* In one line: what is asked needs the room. */
static void add_failure(const struct view_player *p, int cols, struct str *out)
{
	int room = cols - 2;
	size_t len = strlen(p->failure), fits;
	bool whole = utf8_width(p->failure) <= room;

	fits = whole ? len : utf8_fit(p->failure, len, room - 1);
	str_add(out, "✗ ");
	str_add_n(out, p->failure, fits);
	str_add(out, whole ? "\n" : "…\n");
}

static void add_ended(const struct view_player *p, struct str *out)
{
	char a[16], b[16];

	if (went_wrong(p))
		str_addf(out, "✗ %s\n", p->failure);
	str_addf(out, "▸ %s. %s runs it again",
		 ended_by_you(p) ? "You ended the demo" : "The demo has ended",
		 ui_command_key(UI_CMD_RESTART, a));
	if (p->step + 1 < p->lesson->step_count)
		str_addf(out, ", %s goes on", ui_command_key(UI_CMD_NEXT, b));
	str_add_char(out, '.');
	add_repeat(p, out);
}

static void add_hint(const struct view_player *p, int cols, struct str *out)
{
	char a[16], b[16], c[16];

	if (is_said(p)) {
		if (hint_role(p) == UI_ERROR && went_wrong(p))
			add_failure(p, cols, out);
		add_ask_hint(p, out);
		if (p->run == VIEW_RUN_ENDED)
			add_repeat(p, out);
		return;
	}
	if (!view_player_demo(p))
		return;
	/* While the demo runs there is no more to say. */
	if (is_called(p) && p->run == VIEW_RUN_LIVE)
		return;
	switch (p->run) {
	case VIEW_RUN_NONE:
		str_addf(out, "▸ %s runs the demo",
			 ui_command_key(UI_CMD_RUN, a));
		add_values(p, cols, out);
		if (p->repeat.what) {
			str_add_char(out, '.');
			add_repeat(p, out);
		}
		break;
	case VIEW_RUN_STARTING:
		str_add(out, "▸ The demo starts …");
		break;
	case VIEW_RUN_LIVE:
		str_add(out, "▸ The demo runs");
		add_values(p, cols, out);
		break;
	case VIEW_RUN_PAUSED:
		str_addf(out, "▸ Paused. %s goes on, %s makes one step.",
			 ui_command_key(UI_CMD_PAUSE, a),
			 ui_command_key(UI_CMD_STEP, b));
		break;
	case VIEW_RUN_PAST:
		str_add(out, "▸ As it was at ");
		view_seconds(p->now_ns, out);
		str_addf(out, ". %s goes to the present.",
			 ui_command_key(UI_CMD_LIVE, a));
		break;
	case VIEW_RUN_ENDED:
		add_ended(p, out);
		break;
	case VIEW_RUN_FAILED:
		str_addf(out, "✗ %s\n▸ %s tries again.",
			 p->failure ? p->failure : "The demo did not run.",
			 ui_command_key(UI_CMD_RESTART, a));
		break;
	case VIEW_RUN_PLAYING:
	case VIEW_RUN_RECORDING:
		if (p->failure && *p->failure)
			str_addf(out, "✗ %s\n", p->failure);
		str_addf(out,
			 "▸ %s plays and stands still, %s is the start, "
			 "%s the end.",
			 ui_command_key(UI_CMD_PAUSE, a),
			 ui_command_key(UI_CMD_RESTART, b),
			 ui_command_key(UI_CMD_LIVE, c));
		break;
	}
}

/* In the colour of the hint, but for words that have their own. */
static void colour(struct ui_doc *d, ui_style role)
{
	for (size_t i = 0; i < d->count; i++)
		for (size_t k = 0; k < d->lines[i].count; k++) {
			struct ui_run *run = &d->lines[i].runs[k];

			if (run->style == UI_NORMAL)
				run->style = role;
			else if (run->style == UI_STRONG)
				run->style = role | UI_STYLE(UI_BOLD);
		}
}

void view_hint_lay_out(const struct view_player *p, int cols,
		       struct view_hint *ret)
{
	struct ui_rect r = { 0, 0, 0, cols };

	*ret = (struct view_hint){ .text = STR_INIT };
	if (is_called(p)) {
		SCOPED_STR text = STR_INIT;

		str_addf(&text, "► %s", p->callout->text);
		ui_markdown(&ret->called, text.buf, cols);
		colour(&ret->called, hint_role(p));
	}
	add_hint(p, cols, &ret->text);
	ret->rows =
		view_wrap(NULL, r, (int)ret->called.count, 0, ret->text.buf);
}

void view_hint_release(struct view_hint *h)
{
	ui_doc_release(&h->called);
	str_release(&h->text);
}

void view_hint_draw(const struct view_player *p, struct ui_canvas *c,
		    struct ui_rect in, const struct view_hint *h)
{
	int row = in.rows > h->rows ? in.rows - h->rows : 0;

	in.row += row;
	in.rows -= row;
	ui_doc_draw(&h->called, c, in, 0);
	view_wrap(c, in, (int)h->called.count, hint_role(p), h->text.buf);
}
