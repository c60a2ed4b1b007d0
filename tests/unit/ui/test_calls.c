/* SPDX-License-Identifier: MIT */
#include "ui/calls.h"

#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"

struct text {
	struct ui_doc doc;
	struct ui_calls calls;
};

static void read_text(struct text *t, enum ui_language language,
		      const char *text)
{
	ui_source(&t->doc, language, text, strlen(text));
	ui_calls(&t->calls, &t->doc, language);
}

static void drop(struct text *t)
{
	ui_calls_release(&t->calls);
	ui_doc_release(&t->doc);
}

static const char C_TEXT[] = "#include <mp.h>\n"                 /* 1 */
			     "int declared(int);\n"              /* 2 */
			     "\n"                                /* 3 */
			     "static int take(void)\n"           /* 4 */
			     "{\n"                               /* 5 */
			     "    mp_queue_get(q, &i, 0);\n"     /* 6 */
			     "    /* put() is a word here */\n"  /* 7 */
			     "    return 0;\n"                   /* 8 */
			     "}\n"                               /* 9 */
			     "\n"                                /* 10 */
			     "static int work(void *arg) {\n"    /* 11 */
			     "    mp_sleep(1);\n"                /* 12 */
			     "    take();\n"                     /* 13 */
			     "    mp_sleep(2);\n"                /* 14 */
			     "    puts(\"mp_sleep(3) {\");\n"    /* 15 */
			     "}\n"                               /* 16 */
			     "int main(void)\n"                  /* 17 */
			     "{\n"                               /* 18 */
			     "    q = mp_queue_new(\"q\", 4);\n" /* 19 */
			     "    start(\"a\", work);\n"         /* 20 */
			     "    declared(declared(2));\n"      /* 21 */
			     "    declared(3);\n"                /* 22 */
			     "    mp_queue_put(q, &i);\n"        /* 23 */
			     "}\n";

static const char PYTHON_TEXT[] = "def work(q):\n"      /* 1 */
				  "    sleep(1)\n"      /* 2 */
				  "\n"                  /* 3 */
				  "    def inner():\n"  /* 4 */
				  "        take()\n"    /* 5 */
				  "    time.sleep(2)\n" /* 6 */
				  "# work() is done\n"  /* 7 */
				  "def main(a,\n"       /* 8 */
				  "         b=f()):\n"  /* 9 */
				  "    q = Queue(4)\n"  /* 10 */
				  "    q.put(1)\n"      /* 11 */
				  "    q.put(2)\n"      /* 12 */
				  "main(1)\n";          /* 13 */

START_TEST(functions_begin_and_end_where_they_do)
{
	struct text t;

	read_text(&t, UI_LANG_C, C_TEXT);
	ck_assert_uint_eq(t.calls.function_count, 3);
	ck_assert_str_eq(t.calls.functions[0].name, "take");
	ck_assert_int_eq(t.calls.functions[0].first, 4);
	ck_assert_int_eq(t.calls.functions[0].last, 9);
	ck_assert_int_eq(ui_calls_function(&t.calls, 3), -1);
	ck_assert_int_eq(ui_calls_function(&t.calls, 11), 1);
	ck_assert_int_eq(ui_calls_function(&t.calls, 16), 1);
	ck_assert_int_eq(ui_calls_function(&t.calls, 24), 2);
	drop(&t);
	read_text(&t, UI_LANG_PYTHON, PYTHON_TEXT);
	ck_assert_uint_eq(t.calls.function_count, 3);
	ck_assert_str_eq(t.calls.functions[1].name, "inner");
	ck_assert_int_eq(ui_calls_function(&t.calls, 5), 1);
	ck_assert_int_eq(ui_calls_function(&t.calls, 6), 0);
	ck_assert_int_eq(ui_calls_function(&t.calls, 7), -1);
	ck_assert_int_eq(ui_calls_function(&t.calls, 12), 2);
	ck_assert_int_eq(ui_calls_function(&t.calls, 13), -1);
	drop(&t);
}
END_TEST

START_TEST(a_caller_is_told_only_if_there_is_one_line)
{
	struct text t;

	read_text(&t, UI_LANG_C, C_TEXT);
	ck_assert_int_eq(ui_calls_caller(&t.calls, 0), 13);
	/* It is passed by name, so nothing in the text calls it. */
	ck_assert_int_eq(ui_calls_caller(&t.calls, 1), 0);
	drop(&t);
	read_text(&t, UI_LANG_C,
		  "int f(void)\n{\n}\n"
		  "int g(void)\n{\n  f();\n  f();\n  g();\n}\n");
	ck_assert_int_eq(ui_calls_caller(&t.calls, 0), 0); /* two lines */
	ck_assert_int_eq(ui_calls_caller(&t.calls, 1), 0); /* itself */
	drop(&t);
}
END_TEST

START_TEST(the_twin_is_the_same_call_of_the_same_function)
{
	struct text c, python;

	read_text(&c, UI_LANG_C, C_TEXT);
	read_text(&python, UI_LANG_PYTHON, PYTHON_TEXT);
	ck_assert_int_eq(ui_calls_twin(&c.calls, &python.calls, 12), 2);
	ck_assert_int_eq(ui_calls_twin(&c.calls, &python.calls, 14), 6);
	ck_assert_int_eq(ui_calls_twin(&c.calls, &python.calls, 19), 10);
	/* One put here, two there: which is not known. */
	ck_assert_int_eq(ui_calls_twin(&c.calls, &python.calls, 23), 0);
	/* No function of this name there; no call of mp; no function. */
	ck_assert_int_eq(ui_calls_twin(&c.calls, &python.calls, 6), 0);
	ck_assert_int_eq(ui_calls_twin(&c.calls, &python.calls, 13), 0);
	ck_assert_int_eq(ui_calls_twin(&c.calls, &python.calls, 1), 0);
	drop(&c);
	drop(&python);
}
END_TEST

START_TEST(any_text_is_read)
{
	static const char *const texts[] = {
		"",
		"f(",
		"f(x)\n{\n",
		"}\n}\n",
		"static int f(void)\n",
		"#define F(x) g(x)\n{\n}\n",
		"def f(",
		"def f(x):",
		"    def f():\n  g()\n",
	};
	struct text t;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		read_text(&t, UI_LANG_C, texts[i]);
		ck_assert_uint_eq(t.calls.function_count, 0);
		drop(&t);
		read_text(&t, UI_LANG_PYTHON, texts[i]);
		drop(&t);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("calls");
	TCase *tc = tcase_create("calls");

	tcase_add_test(tc, functions_begin_and_end_where_they_do);
	tcase_add_test(tc, a_caller_is_told_only_if_there_is_one_line);
	tcase_add_test(tc, the_twin_is_the_same_call_of_the_same_function);
	tcase_add_test(tc, any_text_is_read);
	suite_add_tcase(s, tc);
	return s;
}
