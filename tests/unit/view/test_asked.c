/* SPDX-License-Identifier: MIT */
/*
 * How each kind of question looks: open at the sizes that matter and in ASCII,
 * after a wrong answer with its hint, and after the right one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/load.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "ui/term.h"
#include "unit/view/scene.h"
#include "view/ask.h"

static const char text[] =
	"format: 1\nid: kinds\ntitle: Every kind of question\n"
	"about: Each of them once.\nrevision: 1\nminutes: 1\n"
	"objectives: [{id: all, text: All of it.}]\nsteps:\n"
	"  - id: kinds\n    title: What do you know?\n    text: |\n"
	"      A **bounded** queue has room for some items only.\n"
	"    quiz:\n"
	"      - id: one\n"
	"        ask: A bounded queue is full. What does `put()` do, if "
	"nobody\n"
	"          has told it to give up?\n"
	"        choices:\n"
	"          - {text: it waits until there is room, right: true}\n"
	"          - {text: it drops the item, why: Nothing is lost.}\n"
	"          - {text: \"it waits, and after a while it gives up and says"
	" so with an error\", why: Only with a time-out.}\n"
	"        hints: [\"What becomes of the item?\"]\n"
	"        why: Room comes with the next `get()`.\n"
	"        objective: all\n"
	"      - id: several\n"
	"        ask: What does a larger queue change?\n"
	"        several: true\n"
	"        choices:\n"
	"          - {text: the producer waits later, right: true}\n"
	"          - {text: items can lie in it for longer, right: true}\n"
	"          - {text: the last item is used earlier, why: The consumer"
	" sets the pace.}\n"
	"        hints: [\"Room is not speed.\"]\n"
	"        objective: all\n"
	"      - id: number\n"
	"        ask: How many seconds do 100 items of 0.3 s take?\n"
	"        key: 30\n"
	"        unit: s\n"
	"        hints: [\"One after the other.\"]\n"
	"        why: 100 times 0.3 s.\n"
	"        objective: all\n"
	"      - id: output\n"
	"        ask: What does it write?\n"
	"        output: all done\n"
	"        hints: [\"Two words.\"]\n"
	"        objective: all\n"
	"      - id: order\n"
	"        ask: In which order is this done?\n"
	"        lines: [make the queue, start the consumer, put the items,\n"
	"                put the sentinel]\n"
	"        hints: [\"The last one ends it.\"]\n"
	"        objective: all\n"
	"      - id: gap\n"
	"        ask: Fill the gaps.\n"
	"        gap: With 3 consumers the producer puts {{3|three}} "
	"sentinels,\n"
	"          one for {{each|every}} consumer.\n"
	"        hints: [\"A sentinel stops one.\"]\n"
	"        objective: all\n";

static struct lesson *lesson;
static struct view_player player;
static struct view_ask ask;
static struct view_asked asked;

static void setup(void)
{
	struct lesson_diags diags;

	ck_assert_msg(lesson_parse("kinds.yaml", text, strlen(text), &lesson,
				   &diags) == 0,
		      "%s", diags.count ? diags.items[0].message : "?");
	lesson_diags_release(&diags);
	player = (struct view_player){ .topic = "Talking", .lesson = lesson };
	view_player_step_changed(&player);
}

static void teardown(void)
{
	view_ask_release(&ask);
	view_player_release(&player);
	lesson_free(lesson);
}

/* Question @i of the quiz. */
static void begin(size_t i)
{
	view_ask_release(&ask);
	view_ask_begin(&ask, &lesson->steps[0].quiz[i], 3);
}

/* \b is Backspace, \v is Shift-Tab. */
static void press(const char *keys)
{
	for (; *keys; keys++)
		(void)view_ask_key(&ask, *keys == '\b'   ? UI_KEY_BACKSPACE
					 : *keys == '\v' ? UI_KEY_BACKTAB
							 : (uint32_t)*keys);
}

static void answer(const char *keys)
{
	if (ask.state == VIEW_ASK_WRONG)
		view_ask_retry(&ask);
	press(keys);
	ck_assert(view_ask_give(&ask));
	view_ask_judge(&ask, NULL);
}

static struct ui_canvas *draw(int rows, int cols)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);
	bool open = ask.state == VIEW_ASK_OPEN;

	asked = (struct view_asked){
		.ask = &ask,
		.lead = "Question 2 of 6.",
		.text = "",
		.active = true,
		.enter = open                          ? VIEW_ENTER_ANSWERS
			 : ask.state == VIEW_ASK_WRONG ? VIEW_ENTER_AGAIN
						       : VIEW_ENTER_QUESTION,
		.hint = ask.state != VIEW_ASK_RIGHT && !ask.hints,
		.skip = ask.state != VIEW_ASK_RIGHT,
		.show = ask.state == VIEW_ASK_WRONG,
	};
	player.asked = &asked;
	player.asked_count = 1;
	player.asked_serial++;
	view_player_layout(&player, rows, cols);
	view_player_draw(&player, c);
	return c;
}

static void golden(int rows, int cols, const char *name)
{
	struct ui_canvas *c = draw(rows, cols);

	golden_check(c, name);
	ui_canvas_free(c);
}

/* Open, then after the keys @wrong and a hint, then after @right. */
static void look(size_t i, const char *wrong, const char *right)
{
	const char *id = lesson->steps[0].quiz[i].id;
	struct ui_canvas *c;
	char name[40];

	begin(i);
	(void)snprintf(name, sizeof(name), "ask-%s", id);
	golden(18, 60, name);
	golden(24, 80, name);
	golden(36, 120, name);
	(void)snprintf(name, sizeof(name), "ask-%s-ascii", id);
	c = draw(24, 80);
	ui_canvas_to_ascii(c);
	golden_check(c, name);
	ui_canvas_free(c);
	answer(wrong);
	ck_assert_int_eq(ask.state, VIEW_ASK_WRONG);
	ck_assert(view_ask_hint(&ask));
	(void)snprintf(name, sizeof(name), "ask-%s-wrong", id);
	golden(18, 60, name);
	golden(24, 80, name);
	if (ask.q->kind == LESSON_QUESTION_ORDER)
		for (uint8_t k = 0; k < 4; k++)
			ask.order[k] = k;
	answer(right);
	ck_assert_int_eq(ask.state, VIEW_ASK_RIGHT);
	(void)snprintf(name, sizeof(name), "ask-%s-right", id);
	golden(24, 80, name);
}

START_TEST(one_choice)
{
	look(0, "3", "1");
}
END_TEST

START_TEST(several_choices)
{
	look(1, "13", "32");
}
END_TEST

START_TEST(a_number)
{
	look(2, "31", "\b0");
}
END_TEST

START_TEST(what_is_written)
{
	look(3, "all gone", "\b\b\b\bdone");
}
END_TEST

/* Never shown as they should be; carried there, they are right. */
START_TEST(lines_in_order)
{
	look(4, "j ", "");
}
END_TEST

START_TEST(gaps)
{
	look(5, "2\teach", "\v\b3");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("asked");
	TCase *tc = tcase_create("looks");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, one_choice);
	tcase_add_test(tc, several_choices);
	tcase_add_test(tc, a_number);
	tcase_add_test(tc, what_is_written);
	tcase_add_test(tc, lines_in_order);
	tcase_add_test(tc, gaps);
	suite_add_tcase(s, tc);
	return s;
}
