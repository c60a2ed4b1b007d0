/* SPDX-License-Identifier: MIT */
#include "ui/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"

static struct ui_doc doc;

static void drop(void)
{
	ui_doc_release(&doc);
}

static char letter(ui_style style)
{
	switch (style) {
	case UI_SYN_KEYWORD:
		return 'k';
	case UI_SYN_TYPE:
		return 't';
	case UI_SYN_STRING:
		return 's';
	case UI_SYN_NUMBER:
		return 'n';
	case UI_SYN_COMMENT:
		return '#';
	case UI_SYN_PREPROC:
		return 'p';
	case UI_SYN_CALL:
		return 'c';
	default:
		return '.';
	}
}

/* The lines, each with a letter for the style of every byte under it. */
static void check(enum ui_language language, const char *text,
		  const char *golden)
{
	SCOPED_STR out = STR_INIT;

	ui_doc_release(&doc);
	ui_source(&doc, language, text, strlen(text));
	for (size_t i = 0; i < doc.count; i++) {
		SCOPED_STR styles = STR_INIT;

		for (size_t k = 0; k < doc.lines[i].count; k++) {
			const struct ui_run *run = &doc.lines[i].runs[k];

			str_add(&out, run->text);
			for (size_t n = strlen(run->text); n; n--)
				str_add_char(&styles, letter(run->style));
		}
		str_addf(&out, "\n%s\n", styles.buf);
	}
	ck_assert_str_eq(out.buf, golden);
}

START_TEST(c_words_strings_and_numbers_are_told_apart)
{
	check(UI_LANG_C,
	      "static const int x_t2 = 0x1fUL + 1.5e-3;\n"
	      "\tuint64_t n = put(tasks, \"a\\\"b\", '\\'');\n"
	      "if (format ) return .5;",
	      "static const int x_t2 = 0x1fUL + 1.5e-3;\n"
	      "kkkkkk.kkkkk.ttt........nnnnnn...nnnnnn.\n"
	      "        uint64_t n = put(tasks, \"a\\\"b\", '\\'');\n"
	      "........tttttttt.....ccc........ssssss..ssss..\n"
	      "if (format ) return .5;\n"
	      "kk...........kkkkkk.nn.\n");
}
END_TEST

START_TEST(c_comments_and_directives_span_lines)
{
	check(UI_LANG_C,
	      "#include <stdio.h>\n"
	      "  # define A(x) \\\n"
	      "\tint x /* one\n"
	      "two */ y // three \\\n"
	      "four\n"
	      "a #b \"open\n"
	      "char c; /* end",
	      "#include <stdio.h>\n"
	      "pppppppppppppppppp\n"
	      "  # define A(x) \\\n"
	      "..pppppppp.c.....\n"
	      "        int x /* one\n"
	      "........ttt...######\n"
	      "two */ y // three \\\n"
	      "######...##########\n"
	      "four\n"
	      "####\n"
	      "a #b \"open\n"
	      ".....sssss\n"
	      "char c; /* end\n"
	      "tttt....######\n");
}
END_TEST

START_TEST(python_words_strings_and_decorators_are_told_apart)
{
	check(UI_LANG_PYTHON,
	      "@task\n"
	      "def put(q: list, n=1_000):  # go \\\n"
	      "\treturn f'{n}' + rb\"x\\\"y\" + brown + 0x1F\n"
	      "text = '''one\n"
	      "two \\''' three''' if True else None\n"
	      "a = 'open\n"
	      "b = \"\" + int(\"\"\"end",
	      "@task\n"
	      "ppppp\n"
	      "def put(q: list, n=1_000):  # go \\\n"
	      "kkk.ccc....tttt....nnnnn....######\n"
	      "    return f'{n}' + rb\"x\\\"y\" + brown + 0x1F\n"
	      "....kkkkkk.ssssss...ssssssss...........nnnn\n"
	      "text = '''one\n"
	      ".......ssssss\n"
	      "two \\''' three''' if True else None\n"
	      "sssssssssssssssss.kk.kkkk.kkkk.kkkk\n"
	      "a = 'open\n"
	      "....sssss\n"
	      "b = \"\" + int(\"\"\"end\n"
	      "....ss...ttt.ssssss\n");
}
END_TEST

START_TEST(tabs_reach_the_next_stop)
{
	check(UI_LANG_C, "a\tb\n\tc\n日\td\n",
	      "a       b\n"
	      ".........\n"
	      "        c\n"
	      ".........\n"
	      "日      d\n"
	      "..........\n");
	check(UI_LANG_PYTHON, "a\tb\n",
	      "a   b\n"
	      ".....\n");
	ck_assert_int_eq(doc.width, 5);
}
END_TEST

START_TEST(other_text_is_plain_and_every_line_counts)
{
	check(UI_LANG_OTHER, "int x;\n\n\nlast",
	      "int x;\n"
	      "......\n"
	      "\n"
	      "\n"
	      "\n"
	      "\n"
	      "last\n"
	      "....\n");
	ck_assert_uint_eq(doc.count, 4);
	check(UI_LANG_C, "", "");
	check(UI_LANG_C, "\n",
	      "\n"
	      "\n");
	ck_assert_uint_eq(doc.count, 1);
}
END_TEST

START_TEST(the_ending_tells_the_language)
{
	ck_assert_int_eq(ui_language_of("a/queue.c"), UI_LANG_C);
	ck_assert_int_eq(ui_language_of("mp.h"), UI_LANG_C);
	ck_assert_int_eq(ui_language_of("a.c/b.py"), UI_LANG_PYTHON);
	ck_assert_int_eq(ui_language_of("Makefile"), UI_LANG_OTHER);
	ck_assert_int_eq(ui_language_of("a.pyc"), UI_LANG_OTHER);
}
END_TEST

/* @text with what ui_source replaces, for every line of @d. */
static void check_intact(const struct ui_doc *d, const char *text, size_t len)
{
	size_t line = 0;
	SCOPED_STR wanted = STR_INIT;

	for (size_t i = 0; i <= len; i++) {
		SCOPED_STR got = STR_INIT;

		if (i < len && text[i] != '\n') {
			if (text[i])
				str_add_char(&wanted, text[i]);
			else
				str_add(&wanted, "\uFFFD");
			continue;
		}
		if (i == len && (!len || text[len - 1] == '\n'))
			break;
		ck_assert_uint_lt(line, d->count);
		for (size_t k = 0; k < d->lines[line].count; k++)
			str_add(&got, d->lines[line].runs[k].text);
		ck_assert_str_eq(got.buf, wanted.buf);
		str_clear(&wanted);
		line++;
	}
	ck_assert_uint_eq(line, d->count);
}

START_TEST(any_bytes_come_out_line_by_line)
{
	static const char bytes[] =
		"\"'\\\n\n#/*@ .e+-1afrb(x_\xe6\x97\xa5\xff";

	srand(23);
	for (int i = 0; i < 6000; i++) {
		char text[120];
		size_t len = (size_t)rand() % sizeof(text);

		for (size_t k = 0; k < len; k++) {
			int any = rand();

			text[k] = (char)(i % 2 ? any
					       : bytes[(size_t)any %
						       sizeof(bytes)]);
			if (text[k] == '\t')
				text[k] = 't';
		}
		ui_doc_release(&doc);
		ui_source(&doc, (enum ui_language)(i % 3), text, len);
		check_intact(&doc, text, len);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("source");
	TCase *tc = tcase_create("source");

	tcase_add_checked_fixture(tc, NULL, drop);
	tcase_add_test(tc, c_words_strings_and_numbers_are_told_apart);
	tcase_add_test(tc, c_comments_and_directives_span_lines);
	tcase_add_test(tc, python_words_strings_and_decorators_are_told_apart);
	tcase_add_test(tc, tabs_reach_the_next_stop);
	tcase_add_test(tc, other_text_is_plain_and_every_line_counts);
	tcase_add_test(tc, the_ending_tells_the_language);
	tcase_add_test(tc, any_bytes_come_out_line_by_line);
	suite_add_tcase(s, tc);
	return s;
}
