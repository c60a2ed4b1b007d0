/* SPDX-License-Identifier: MIT */
#include "ui/markdown.h"

#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"

static struct ui_doc doc;

static void drop(void)
{
	ui_doc_release(&doc);
}

static void check(const char *text, int width, const char *golden)
{
	SCOPED_STR out = STR_INIT;

	ui_doc_release(&doc);
	ui_markdown(&doc, text, width);
	ui_doc_text(&doc, &out);
	ck_assert_str_eq(out.buf, golden);
}

/* The style of the run with this text; 0xFFFF if there is none. */
static unsigned style_of(const char *text)
{
	for (size_t i = 0; i < doc.count; i++)
		for (size_t k = 0; k < doc.lines[i].count; k++)
			if (!strcmp(doc.lines[i].runs[k].text, text))
				return doc.lines[i].runs[k].style;
	return 0xFFFF;
}

START_TEST(paragraphs_break_at_blanks)
{
	check("A queue separates the process\nthat makes work from the "
	      "process  that does it.\n\nWatch: the producer is faster.",
	      24,
	      "A queue separates the\n"
	      "process that makes work\n"
	      "from the process that\n"
	      "does it.\n"
	      "\n"
	      "Watch: the producer is\n"
	      "faster.\n");
}
END_TEST

START_TEST(hard_breaks_and_entities_are_kept)
{
	check("one  \ntwo\\\nthree &amp; four&nbsp;five &#233;&#xE9; "
	      "&rarr; &nosuch; &#0;",
	      40,
	      "one\n"
	      "two\n"
	      "three & four five éé → &nosuch; �\n");
}
END_TEST

START_TEST(words_longer_than_the_width_are_broken)
{
	check("a verylongword b", 5,
	      "a\n"
	      "veryl\n"
	      "ongwo\n"
	      "rd b\n");
	check("日本語の本", 4,
	      "日本\n"
	      "語の\n"
	      "本\n");
	check("ab 日本語", 5,
	      "ab 日\n"
	      "本語\n");
	check("日abc", 4,
	      "日\n"
	      "abc\n");
	check("日本", 1,
	      "日\n"
	      "本\n");
}
END_TEST

START_TEST(headings_stand_over_their_text)
{
	check("# One\ntext\n\n## Two\nmore\n", 20,
	      "One\n"
	      "text\n"
	      "\n"
	      "Two\n"
	      "more\n");
	ck_assert_uint_eq(style_of("One"), UI_HEADING);
}
END_TEST

START_TEST(lists_hang_and_nest)
{
	check("Before:\n- first item that is long\n- second\n  1. one\n"
	      "  2. two is long too, is it not\n- third\n\nAfter.\n",
	      20,
	      "Before:\n"
	      "\n"
	      "• first item that is\n"
	      "  long\n"
	      "• second\n"
	      "  1. one\n"
	      "  2. two is long\n"
	      "     too, is it not\n"
	      "• third\n"
	      "\n"
	      "After.\n");
	check("9. nine\n10. ten is longer\n11.\n", 12,
	      "9. nine\n"
	      "10. ten is\n"
	      "    longer\n"
	      "11.\n");
	check("- loose\n\n- items\n\n  with two paragraphs\n", 20,
	      "• loose\n"
	      "\n"
	      "• items\n"
	      "\n"
	      "  with two\n"
	      "  paragraphs\n");
}
END_TEST

START_TEST(code_blocks_are_verbatim)
{
	check("Run:\n\n```\na  b\n\tc\n\n  d e f g h i j k\n```\nEnd", 12,
	      "Run:\n"
	      "\n"
	      "  a  b\n"
	      "      c\n"
	      "\n"
	      "    d e f g\n"
	      "  h i j k\n"
	      "\n"
	      "End\n");
	ck_assert_uint_eq(style_of("a  b"), UI_CODE);
	check("```c\nint x; // y\n```\n", 20, "  int x; // y\n");
	ck_assert_uint_eq(style_of("int"), UI_SYN_TYPE);
	ck_assert_uint_eq(style_of("// y"), UI_SYN_COMMENT);
}
END_TEST

START_TEST(spans_have_their_styles)
{
	check("a **strong** *em* ***both*** `co*de` **`x`** end", 60,
	      "a strong em both co*de x end\n");
	ck_assert_uint_eq(style_of("strong"), UI_STRONG);
	ck_assert_uint_eq(style_of("em"), UI_EMPHASIS);
	ck_assert_uint_eq(style_of("both"), UI_EMPHASIS | UI_STYLE(UI_BOLD));
	ck_assert_uint_eq(style_of("co*de"), UI_CODE);
	ck_assert_uint_eq(style_of("x"), UI_CODE | UI_STYLE(UI_BOLD));
}
END_TEST

START_TEST(quotes_have_a_bar)
{
	check("> a quote that is long\n>\n> - and a list\n\nend", 14,
	      "│ a quote that\n"
	      "│ is long\n"
	      "│\n"
	      "│ • and a list\n"
	      "\n"
	      "end\n");
}
END_TEST

START_TEST(links_show_their_target_when_it_adds_something)
{
	check("A [queue](lesson:ipc/queue:full) and [more](lesson:a/b).", 60,
	      "A queue and more.\n");
	check("[the manual](https://a.b/c) and https://a.b/d.", 60,
	      "the manual (https://a.b/c) and https://a.b/d.\n");
	check("See man:mq_open(3), [mq_open](man:mq_open(3)), "
	      "<man:futex(2)>, [man:sem_wait(3)](man:sem_wait(3)), "
	      "[the call](man:put(3)), man: and human:x(1).",
	      200,
	      "See mq_open(3), mq_open(3), futex(2), sem_wait(3), the call "
	      "(put(3)), man: and human:x(1).\n");
	ck_assert_uint_eq(style_of("mq_open(3)"), UI_LINK);
	check("[](x) ![a picture](pic.png) [www.a.b](http://www.a.b)", 60,
	      "(x) a picture (pic.png) www.a.b\n");
}
END_TEST

START_TEST(tables_fit_the_width)
{
	const char *table = "| verb | what it does | n |\n"
			    "|------|:------------:|--:|\n"
			    "| put | waits while the queue is full | 1 |\n"
			    "| get | waits while it is empty | 10 |\n";

	check(table, 60,
	      "verb          what it does            n\n"
	      "────  ─────────────────────────────  ──\n"
	      "put   waits while the queue is full   1\n"
	      "get      waits while it is empty     10\n");
	check(table, 30,
	      "verb      what it does       n\n"
	      "────  ────────────────────  ──\n"
	      "put     waits while the      1\n"
	      "         queue is full\n"
	      "get    waits while it is    10\n"
	      "             empty\n");
	check(table, 10,
	      "verb\n"
	      "what it\n"
	      "does\n"
	      "n\n"
	      "\n"
	      "put\n"
	      "waits\n"
	      "while the\n"
	      "queue is\n"
	      "full\n"
	      "1\n"
	      "\n"
	      "get\n"
	      "waits\n"
	      "while it\n"
	      "is empty\n"
	      "10\n");
}
END_TEST

START_TEST(rules_and_html_are_shown)
{
	check("a\n\n---\n\n<b>bold</b>\n", 10,
	      "a\n"
	      "\n"
	      "──────────\n"
	      "\n"
	      "<b>bold</b\n"
	      ">\n");
}
END_TEST

START_TEST(a_document_is_drawn_from_any_line)
{
	struct ui_canvas *c = ui_canvas_new(4, 12);
	SCOPED_STR out = STR_INIT;

	ui_markdown(&doc, "- one\n- **two**\n- three\n", 8);
	ui_doc_draw(&doc, c, (struct ui_rect){ 1, 2, 3, 6 }, 1);
	ui_doc_draw(&doc, c, (struct ui_rect){ 0, 0, 3, 6 }, 99);
	ui_canvas_dump(c, &out);
	ck_assert_str_eq(out.buf, "\n  • two\n  • thre\n\n");
	ck_assert_uint_eq(ui_canvas_at(c, 1, 4)->style, UI_STRONG);
	ui_canvas_free(c);
}
END_TEST

static int widest(void)
{
	int most = 0;

	for (size_t i = 0; i < doc.count; i++) {
		int width = doc.lines[i].indent;

		for (size_t k = 0; k < doc.lines[i].count; k++)
			width += ui_text_width(doc.lines[i].runs[k].text);
		if (width > most)
			most = width;
	}
	return most;
}

START_TEST(any_text_fits_any_width)
{
	static const char *const pieces[] = {
		"- ",
		"> ",
		"\n",
		"\n\n",
		"1. ",
		"| a ",
		"|-",
		"|\n",
		"```",
		"`",
		"**",
		"*",
		"_",
		"word",
		"日本",
		"e\u0301",
		"\xff",
		"\xe6\x97",
		"[",
		"](b)",
		"# ",
		"    ",
		"&amp;",
		"man:x(3)",
		"  \n",
		"<b>",
		"\t",
		"\x1b",
		"---\n",
		"averylongword",
		"| a | b |\n|--|--|\n| c | d |\n",
		"\\",
		"![",
	};
	size_t count = sizeof(pieces) / sizeof(pieces[0]);

	srand(17);
	for (int i = 0; i < 4000; i++) {
		SCOPED_STR text = STR_INIT;
		int width = 1 + rand() % 120;

		for (int k = rand() % 40; k > 0; k--)
			str_add(&text, pieces[(size_t)rand() % count]);
		ui_doc_release(&doc);
		ui_markdown(&doc, text.buf, width);
		ck_assert_msg(widest() <= (width > 2 ? width : 2),
			      "%d columns for %d of: %s", widest(), width,
			      text.buf);
	}
}
END_TEST

START_TEST(plain_text_is_one_line_without_marks)
{
	SCOPED_STR plain = STR_INIT;

	str_add(&plain, "◄ ");
	ui_markdown_plain("**Full**: `put()` waits *here*,\n"
			  "see [there](http://a.b/)\n\n- one\n- two\n",
			  &plain);
	ck_assert_ptr_null(strchr(plain.buf, '\n'));
	ck_assert_ptr_null(strchr(plain.buf, '*'));
	ck_assert_ptr_null(strchr(plain.buf, '`'));
	ck_assert_msg(strstr(plain.buf, "◄ Full: put() waits here, see there"),
		      "%s", plain.buf);
}
END_TEST

START_TEST(random_bytes_are_text)
{
	srand(19);
	for (int i = 0; i < 2000; i++) {
		char text[200];

		for (size_t k = 0; k < sizeof(text) - 1; k++)
			text[k] = (char)(1 + rand() % 255);
		text[sizeof(text) - 1] = '\0';
		ui_doc_release(&doc);
		ui_markdown(&doc, text, 1 + rand() % 120);
		ck_assert_uint_gt(doc.count, 0);
	}
}
END_TEST

START_TEST(deep_nesting_is_bounded)
{
	SCOPED_STR text = STR_INIT;

	for (int i = 0; i < 2000; i++)
		str_add(&text, "> ");
	str_add(&text, "deep");
	ui_markdown(&doc, text.buf, 40);
	ck_assert_uint_eq(doc.count, 1);
	ck_assert_int_le(widest(), 40);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("markdown");
	TCase *tc = tcase_create("markdown");

	tcase_add_checked_fixture(tc, NULL, drop);
	tcase_add_test(tc, paragraphs_break_at_blanks);
	tcase_add_test(tc, hard_breaks_and_entities_are_kept);
	tcase_add_test(tc, words_longer_than_the_width_are_broken);
	tcase_add_test(tc, headings_stand_over_their_text);
	tcase_add_test(tc, lists_hang_and_nest);
	tcase_add_test(tc, code_blocks_are_verbatim);
	tcase_add_test(tc, spans_have_their_styles);
	tcase_add_test(tc, quotes_have_a_bar);
	tcase_add_test(tc, links_show_their_target_when_it_adds_something);
	tcase_add_test(tc, tables_fit_the_width);
	tcase_add_test(tc, rules_and_html_are_shown);
	tcase_add_test(tc, a_document_is_drawn_from_any_line);
	tcase_add_test(tc, any_text_fits_any_width);
	tcase_add_test(tc, plain_text_is_one_line_without_marks);
	tcase_add_test(tc, random_bytes_are_text);
	tcase_add_test(tc, deep_nesting_is_bounded);
	suite_add_tcase(s, tc);
	return s;
}
