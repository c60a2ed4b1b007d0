/* SPDX-License-Identifier: MIT */
#include "lesson/load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "support/check_main.h"
#include "support/procs.h"
#include "unit/lesson/good.h"

static char folder[] = "test_load.XXXXXX";
static struct lesson *lesson;
static struct lesson_diags diags;

static void make_folder(void)
{
	memcpy(folder, "test_load.XXXXXX", sizeof(folder));
	ck_assert_ptr_nonnull(mkdtemp(folder));
	lesson = NULL;
	diags = (struct lesson_diags){ 0 };
}

static void remove_folder(void)
{
	lesson_free(lesson);
	lesson_diags_release(&diags);
	procs_remove_tree(folder);
}

static char *write_file(const char *name, const char *bytes, size_t len)
{
	char *path = fs_join(folder, name);
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
	return path;
}

static void load_bytes(const char *name, const char *bytes, size_t len)
{
	char *path = write_file(name, bytes, len);

	(void)lesson_load(path, &lesson, &diags);
	free(path);
}

static int parse(const char *text)
{
	return lesson_parse("t.yaml", text, strlen(text), &lesson, &diags);
}

static void expect(const char *code, const char *message)
{
	ck_assert_uint_eq(diags.count, 1);
	ck_assert_str_eq(diags.items[0].code, code);
	ck_assert_str_eq(diags.items[0].message, message);
	ck_assert_ptr_null(lesson);
}

START_TEST(everything_in_the_file_is_in_the_lesson)
{
	const struct lesson_demo *demo;

	ck_assert_int_eq(parse(good_lesson), 0);
	ck_assert_str_eq(lesson->id, "queue");
	ck_assert_str_eq(lesson->title, "A queue");
	ck_assert_str_eq(lesson->about, "What a queue is.");
	ck_assert_int_eq(lesson->revision, 1);
	ck_assert_int_eq(lesson->minutes, 12);
	ck_assert_uint_eq(lesson->requires_count, 1);
	ck_assert_str_eq(lesson->requires[0], "ipc/pipe");
	ck_assert_str_eq(lesson->objectives[0].id, "blocks");
	ck_assert_uint_eq(lesson->step_count, 2);
	ck_assert_str_eq(lesson->steps[0].text,
			 "Two processes share no memory.\n");
	ck_assert_str_eq(lesson->steps[0].notes, "");
	ck_assert_ptr_null(lesson->steps[0].demo);
	ck_assert_int_eq(lesson->steps[0].line, 12);
	ck_assert_str_eq(lesson->steps[1].notes, "Ask first.\n");
	demo = lesson->steps[1].demo;
	ck_assert_str_eq(demo->program, "producer_consumer");
	ck_assert_uint_eq(demo->with_count, 4);
	ck_assert_str_eq(demo->with[2].name, "make");
	ck_assert_str_eq(demo->with[2].value, "0.1");
	ck_assert_uint_eq(demo->show_count, 2);
	ck_assert_int_eq(demo->show[1], LESSON_PANE_PROCESSES);
}
END_TEST

START_TEST(what_may_vary_has_its_range)
{
	const struct lesson_vary *vary;

	ck_assert_int_eq(parse(good_lesson), 0);
	ck_assert_uint_eq(lesson->steps[1].demo->vary_count, 3);
	vary = lesson->steps[1].demo->vary;
	ck_assert_str_eq(vary[0].name, "capacity");
	ck_assert(vary[0].whole);
	ck_assert_double_eq(vary[0].max, 16);
	ck_assert_double_eq(vary[0].step, 1);
	ck_assert(!vary[1].whole);
	ck_assert_double_eq(vary[1].step, 0.05);
	ck_assert_uint_eq(vary[2].choice_count, 2);
	ck_assert_str_eq(vary[2].choices[1], "slow");
}
END_TEST

START_TEST(a_chart_has_what_should_come_out)
{
	SCOPED_STR text = STR_INIT;
	const struct lesson_chart *chart;

	str_add(&text, good_lesson);
	str_add(&text, "      chart:\n"
		       "        kind: lines\n"
		       "        y: speed-up\n"
		       "        log: [x]\n"
		       "        expected:\n"
		       "          - {name: ideal, x: [1, 2], y: [1, 2]}\n"
		       "          - {name: law}\n");
	ck_assert_int_eq(parse(text.buf), 0);
	chart = lesson->steps[1].demo->chart;
	ck_assert_ptr_nonnull(chart);
	ck_assert_str_eq(chart->kind, "lines");
	ck_assert_str_eq(chart->of, "");
	ck_assert_str_eq(chart->log[0], "x");
	ck_assert_uint_eq(chart->expected_count, 2);
	ck_assert_str_eq(chart->expected[0].x[1], "2");
	ck_assert_uint_eq(chart->expected[1].x_count, 0);
}
END_TEST

START_TEST(a_range_with_fractions_has_ten_steps_by_itself)
{
	SCOPED_STR text = STR_INIT;
	const char *at = strstr(good_lesson, "step: 0.05, ");

	str_add_n(&text, good_lesson, (size_t)(at - good_lesson));
	str_add(&text, at + strlen("step: 0.05, "));
	ck_assert_int_eq(parse(text.buf), 0);
	ck_assert_double_eq(lesson->steps[1].demo->vary[1].step, 0.05);
}
END_TEST

START_TEST(steps_are_found_by_id)
{
	ck_assert_int_eq(parse(good_lesson), 0);
	ck_assert_int_eq(lesson_find_step(lesson, "full"), 1);
	ck_assert_int_eq(lesson_find_step(lesson, "fu"), -1);
}
END_TEST

START_TEST(the_topic_is_the_folder_without_its_number)
{
	char *topic;

	ck_assert_int_eq(lesson_parse("a/20-ipc/queue.yaml", good_lesson,
				      strlen(good_lesson), &lesson, &diags),
			 0);
	ck_assert_str_eq(lesson->topic, "ipc");
	ck_assert_str_eq(lesson->dir, "a/20-ipc");
	topic = lesson_topic_of("2024");
	ck_assert_str_eq(topic, "2024");
	free(topic);
}
END_TEST

START_TEST(a_demo_lies_beside_the_lesson_or_in_another_topic)
{
	SCOPED_STR text = STR_INIT;
	const char *was = "producer_consumer";
	const char *at = strstr(good_lesson, was);

	ck_assert_int_eq(lesson_parse("a/20-ipc/queue.yaml", good_lesson,
				      strlen(good_lesson), &lesson, &diags),
			 0);
	ck_assert_str_eq(lesson->steps[1].demo->dir, "a/20-ipc");
	lesson_free(lesson);
	lesson_diags_release(&diags);
	str_add_n(&text, good_lesson, (size_t)(at - good_lesson));
	str_add(&text, "pools/square");
	str_add(&text, at + strlen(was));
	ck_assert_int_eq(lesson_parse("a/20-ipc/queue.yaml", text.buf, text.len,
				      &lesson, &diags),
			 0);
	ck_assert_str_eq(lesson->steps[1].demo->program, "square");
	ck_assert_str_eq(lesson->steps[1].demo->dir, "a/pools");
}
END_TEST

START_TEST(a_file_with_a_byte_order_mark_and_dos_lines_is_fine)
{
	SCOPED_STR text = STR_INIT;

	str_add(&text, "\xEF\xBB\xBF");
	for (const char *p = good_lesson; *p; p++)
		str_add(&text, *p == '\n' ? "\r\n" : (char[]){ *p, 0 });
	ck_assert_int_eq(parse(text.buf), 0);
	ck_assert_str_eq(lesson->steps[1].text, "Watch the queue.\n");
}
END_TEST

/* The good lesson with @text, already indented, in its first step. */
static int parse_text(const char *text)
{
	const char *was = "      Two processes share no memory.\n";
	const char *at = strstr(good_lesson, was);
	SCOPED_STR all = STR_INIT;

	str_add_n(&all, good_lesson, (size_t)(at - good_lesson));
	str_add(&all, text);
	str_add(&all, at + strlen(was));
	return parse(all.buf);
}

#define WORDS "many words that can be wrapped wherever there is no more room "

START_TEST(what_can_be_wrapped_may_be_wide)
{
	ck_assert_int_eq(parse_text("      " WORDS WORDS "\n"
				    "          " WORDS WORDS "\n\n"
				    "      - item\n\n"
				    "          " WORDS WORDS "\n"),
			 0);
}
END_TEST

START_TEST(code_after_a_paragraph_may_not_be_wide)
{
	ck_assert_int_eq(parse_text("      Text.\n\n"
				    "          " WORDS WORDS "\n"),
			 -EINVAL);
	expect("E040", "a line of code has 128 columns");
}
END_TEST

START_TEST(all_errors_are_told_at_once_in_file_order)
{
	ck_assert_int_eq(parse("format: 1\nid: Q\ntitle: yes\nminutes: 0\n"
			       "steps:\n  - id: a\n    titel: b\n    text: t\n"
			       "    demo: {program: a/b/c, vary: {x: 1}}\n"),
			 -EINVAL);
	ck_assert_uint_eq(diags.count, 9);
	for (size_t i = 1; i < diags.count; i++)
		ck_assert_int_le(diags.items[i - 1].line, diags.items[i].line);
}
END_TEST

START_TEST(a_newer_format_is_the_only_error)
{
	ck_assert_int_eq(parse("zebra: &a !b 1\nformat: 7\nid: [1]\n"),
			 -EINVAL);
	expect("E024", "this lesson is written in format 7; this player knows "
		       "1");
	ck_assert_str_eq(diags.items[0].advice, "update the player");
}
END_TEST

START_TEST(more_errors_than_anybody_reads_are_cut)
{
	SCOPED_STR text = STR_INIT;

	for (int i = 0; i < 300; i++)
		str_addf(&text, "zebra%d: 1\n", i);
	ck_assert_int_eq(parse(text.buf), -EINVAL);
	ck_assert_uint_eq(diags.count, 101);
	ck_assert_str_eq(diags.items[100].code, "E019");
}
END_TEST

START_TEST(an_error_is_printed_with_its_line_and_a_caret)
{
	SCOPED_STR out = STR_INIT;

	(void)parse("format: 1\nid: q\ntitle: T\nabout: A\nrevision: 1\n"
		    "minutes: 1\nsteps:\n"
		    "  - {id: a, title: \xE6\xB0\xB4, texts: c, text: t}\n");
	ck_assert_uint_eq(diags.count, 1);
	lesson_diag_format(&diags, 0, &out);
	ck_assert_str_eq(out.buf,
			 "t.yaml:8:23: error E020: unknown key \"texts\"\n"
			 "     8 |   - {id: a, title: \xE6\xB0\xB4, texts: c, "
			 "text: t}\n"
			 "       |                        ^ write \"text\"\n");
}
END_TEST

START_TEST(a_long_line_is_printed_around_the_caret)
{
	SCOPED_STR text = STR_INIT;
	SCOPED_STR out = STR_INIT;
	const char *caret;

	str_add(&text, "format: 1\ntitle: ");
	for (int i = 0; i < 300; i++)
		str_add(&text, "long ");
	str_add(&text, ": x\n");
	(void)parse(text.buf);
	ck_assert_uint_eq(diags.count, 1);
	lesson_diag_format(&diags, 0, &out);
	caret = strchr(out.buf, '^');
	ck_assert_ptr_nonnull(caret);
	ck_assert_uint_lt(out.len, 400);
}
END_TEST

START_TEST(nothing_from_the_file_reaches_the_terminal_raw)
{
	SCOPED_STR out = STR_INIT;

	(void)parse("\x1b[31m: \x1b[2J\n\"\\e[1m\": b\n\xff\xfe: \x07\n");
	ck_assert_uint_gt(diags.count, 0);
	for (size_t i = 0; i < diags.count; i++)
		lesson_diag_format(&diags, i, &out);
	for (size_t i = 0; i < out.len; i++)
		ck_assert_msg(out.buf[i] == '\n' ||
				      (unsigned char)out.buf[i] >= 0x20,
			      "byte %d in a message", out.buf[i]);
}
END_TEST

START_TEST(the_id_is_the_name_of_the_file)
{
	load_bytes("other.yaml", good_lesson, strlen(good_lesson));
	expect("E032", "the id is queue, but the file is other.yaml");
	ck_assert_int_eq(diags.items[0].line, 2);
}
END_TEST

START_TEST(a_good_file_loads)
{
	load_bytes("queue.yaml", good_lesson, strlen(good_lesson));
	ck_assert_uint_eq(diags.count, 0);
	ck_assert_ptr_nonnull(lesson);
	ck_assert_str_eq(lesson->dir, folder);
}
END_TEST

START_TEST(a_file_that_is_not_there)
{
	SCOPED_STR out = STR_INIT;

	ck_assert_int_eq(lesson_load("no/such.yaml", &lesson, &diags), -ENOENT);
	expect("E001", "cannot be read: No such file or directory");
	lesson_diag_format(&diags, 0, &out);
	ck_assert_str_eq(out.buf, "no/such.yaml: error E001: cannot be read: "
				  "No such file or directory\n");
}
END_TEST

START_TEST(a_folder_is_not_a_lesson)
{
	ck_assert_int_eq(lesson_load(folder, &lesson, &diags), -EISDIR);
	expect("E001", "cannot be read: is a directory");
}
END_TEST

START_TEST(a_fifo_is_not_waited_for)
{
	char *path = fs_join(folder, "queue.yaml");

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_int_lt(lesson_load(path, &lesson, &diags), 0);
	expect("E001", "cannot be read: is not a file");
	free(path);
}
END_TEST

START_TEST(a_file_without_permission)
{
	char *path = write_file("queue.yaml", good_lesson, sizeof(good_lesson));

	ck_assert_int_eq(chmod(path, 0), 0);
	if (geteuid() != 0) {
		ck_assert_int_eq(lesson_load(path, &lesson, &diags), -EACCES);
		expect("E001", "cannot be read: Permission denied");
	}
	free(path);
}
END_TEST

START_TEST(a_symlink_to_itself)
{
	char *path = fs_join(folder, "queue.yaml");

	ck_assert_int_eq(symlink("queue.yaml", path), 0);
	ck_assert_int_eq(lesson_load(path, &lesson, &diags), -ELOOP);
	ck_assert_str_eq(diags.items[0].code, "E001");
	free(path);
}
END_TEST

START_TEST(a_program_is_not_a_lesson)
{
	load_bytes("queue.yaml",
		   "\x7f"
		   "ELF\0\0\1\2",
		   8);
	expect("E002", "this is not a text file");
}
END_TEST

START_TEST(an_empty_file)
{
	load_bytes("queue.yaml", " \n\n", 3);
	expect("E003", "the file is empty");
}
END_TEST

START_TEST(only_comments)
{
	load_bytes("queue.yaml", "# a\n", 4);
	expect("E003", "there are only comments in the file");
}
END_TEST

START_TEST(a_file_of_more_than_a_mebibyte)
{
	SCOPED_STR text = STR_INIT;

	for (int i = 0; i < 1 << 17; i++)
		str_add(&text, "# comm.\n");
	str_add(&text, "#\n");
	load_bytes("queue.yaml", text.buf, text.len);
	expect("E004", "the file is larger than 1 MiB");
}
END_TEST

static void add_files(TCase *tc)
{
	tcase_add_test(tc, a_good_file_loads);
	tcase_add_test(tc, the_id_is_the_name_of_the_file);
	tcase_add_test(tc, a_file_that_is_not_there);
	tcase_add_test(tc, a_folder_is_not_a_lesson);
	tcase_add_test(tc, a_fifo_is_not_waited_for);
	tcase_add_test(tc, a_file_without_permission);
	tcase_add_test(tc, a_symlink_to_itself);
	tcase_add_test(tc, a_program_is_not_a_lesson);
	tcase_add_test(tc, an_empty_file);
	tcase_add_test(tc, only_comments);
	tcase_add_test(tc, a_file_of_more_than_a_mebibyte);
}

Suite *suite(void)
{
	Suite *s = suite_create("load");
	TCase *tc = tcase_create("load");

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_add_test(tc, everything_in_the_file_is_in_the_lesson);
	tcase_add_test(tc, what_may_vary_has_its_range);
	tcase_add_test(tc, a_chart_has_what_should_come_out);
	tcase_add_test(tc, a_range_with_fractions_has_ten_steps_by_itself);
	tcase_add_test(tc, steps_are_found_by_id);
	tcase_add_test(tc, the_topic_is_the_folder_without_its_number);
	tcase_add_test(tc, a_demo_lies_beside_the_lesson_or_in_another_topic);
	tcase_add_test(tc, a_file_with_a_byte_order_mark_and_dos_lines_is_fine);
	tcase_add_test(tc, what_can_be_wrapped_may_be_wide);
	tcase_add_test(tc, code_after_a_paragraph_may_not_be_wide);
	tcase_add_test(tc, all_errors_are_told_at_once_in_file_order);
	tcase_add_test(tc, a_newer_format_is_the_only_error);
	tcase_add_test(tc, more_errors_than_anybody_reads_are_cut);
	tcase_add_test(tc, an_error_is_printed_with_its_line_and_a_caret);
	tcase_add_test(tc, a_long_line_is_printed_around_the_caret);
	tcase_add_test(tc, nothing_from_the_file_reaches_the_terminal_raw);
	add_files(tc);
	suite_add_tcase(s, tc);
	return s;
}
