/* SPDX-License-Identifier: MIT */
/*
 * What lint finds beyond what loading does: names that the demo, the course or
 * the lesson itself do not have.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "lesson/keys.h"
#include "lesson/lint.h"
#include "lesson/program.h"
#include "lesson/schema.h"
#include "support/check_main.h"

static const char source[] =
	"/* DEMO_FAULT(\"in a comment\") */\n"
	"static int items = 3; // \"not this\"\n"
	"int main(void) {\n"
	"  char q = '\"';\n"
	"  demo_parameters(argc, argv, DEMO_INT(items, 1, 20),\n"
	"     DEMO_SECONDS(use), DEMO_FAULT(\"no-end\", \"never \"\n"
	"     \"ends\"));\n"
	"  start(\"producer\"); name(\"consumer-%d\"); queue(\"tasks\");\n"
	"}\n";

START_TEST(a_source_says_what_the_demo_has)
{
	struct lesson_program p;

	lesson_program_parse(&p, source, sizeof(source) - 1);
	ck_assert_uint_eq(p.parameter_count, 2);
	ck_assert_str_eq(p.parameters[0].name, "items");
	ck_assert_double_eq(p.parameters[0].max, 20);
	ck_assert_str_eq(p.parameters[1].name, "use");
	ck_assert_double_eq(p.parameters[1].max, 60);
	ck_assert_uint_eq(p.fault_count, 1);
	ck_assert_str_eq(p.faults[0].name, "no-end");
	ck_assert_str_eq(p.faults[0].about, "never ends");
	ck_assert(lesson_program_names(&p, "producer"));
	ck_assert(lesson_program_names(&p, "consumer-12"));
	ck_assert(lesson_program_names(&p, "consumer"));
	ck_assert(!lesson_program_names(&p, "consumer-x"));
	ck_assert(!lesson_program_names(&p, "not this"));
	lesson_program_release(&p);
}
END_TEST

START_TEST(any_bytes_are_a_source)
{
	static const char *const texts[] = {
		"",
		"\"",
		"'",
		"/*",
		"\"\\",
		"DEMO_INT(",
		"DEMO_FAULT(\"",
		"DEMO_INT(a,",
		"DEMO_INT(a, 1, x",
		"//",
		"\\",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct lesson_program p;

		lesson_program_parse(&p, texts[i], strlen(texts[i]));
		lesson_program_release(&p);
	}
}
END_TEST

static const char good[] =
	"format: 1\n"
	"id: lesson\n"
	"title: T\n"
	"about: A\n"
	"revision: 1\n"
	"minutes: 1\n"
	"objectives:\n"
	"  - {id: end, text: End.}\n"
	"steps:\n"
	"  - id: one\n"
	"    title: One\n"
	"    text: See [this](lesson:topic/lesson:one).\n"
	"    demo:\n"
	"      program: demo\n"
	"      with: {items: 5}\n"
	"      vary: {items: {min: 1, max: 20, about: how many}}\n"
	"      faults: [no-end]\n"
	"      callouts: [{when: {happens: full, object: tasks}, say: S}]\n"
	"    predict:\n"
	"      ask: Who?\n"
	"      choices: [producer, consumer]\n"
	"      key: {first: waits}\n"
	"      objective: end\n"
	"    observe: {ask: Q, key: {count: puts, process: consumer-1}}\n";

static const struct {
	const char *from, *to, *want;
} slips[] = {
	{ "A\n", "A\n", "" },
	{ "program: demo", "program: dmeo",
	  "14:16 E090 there is no dmeo.c beside this lesson => write demo" },
	{ "program: demo", "program: other/demo", "" },
	{ "program: demo", "program: other/dmeo",
	  "14:16 E090 there is no dmeo.c in the topic other => write "
	  "other/demo" },
	{ "program: demo", "program: nowhere/demo",
	  "14:16 E090 there is no demo.c in the topic nowhere" },
	{ "program: demo\n      with: {items: 5}",
	  "program: other/demo\n      with: {items: 5, itms: 4}",
	  "15:24 E091 demo has no parameter \"itms\" => write items" },
	{ "with: {items: 5}", "with: {items: 5, itms: 4}",
	  "15:24 E091 demo has no parameter \"itms\" => write items" },
	{ "with: {items: 5}", "with: {items: 5, zebra: 4}",
	  "15:24 E091 demo has no parameter \"zebra\" => it has items, use" },
	{ "with: {items: 5}", "with: {items: 5, use: 70}",
	  "15:29 E094 demo does not allow use=70 => it allows 0 to 60" },
	{ "max: 20", "max: 21",
	  "16:35 E094 demo does not allow items=21 => it allows 1 to 20" },
	{ "[no-end]", "[no-edn]",
	  "17:16 E092 \"no-edn\" is not a fault that the demo declares => "
	  "write no-end" },
	{ "object: tasks", "object: task",
	  "18:49 E093 demo has nothing called \"task\" => write tasks" },
	{ "process: consumer-1", "process: zebra",
	  "24:51 E093 demo has nothing called \"zebra\" => look at the names "
	  "in its source" },
	{ "process: consumer-1", "process: tasks-3", "" },
	{ "process: consumer-1", "process: zebra-3",
	  "24:51 E093 demo has nothing called \"zebra-3\" => look at the "
	  "names in its source" },
	{ "process: consumer-1", "process: 'Process-2:1'", "" },
	{ "process: consumer-1", "process: Process", "" },
	{ "process: consumer-1", "process: Process-x",
	  "24:51 E093 demo has nothing called \"Process-x\" => look at the "
	  "names in its source" },
	{ "topic/lesson:one", "topic/lesson:two",
	  "12:11 E080 topic/lesson has no step two" },
	{ "topic/lesson:one", "topic/other",
	  "12:11 E050 there is no lesson topic/other" },
	{ "      objective: end\n", "",
	  "8:5 E084 nothing checks the objective end => name it in a "
	  "question: objective: end" },
};

static char dir[32], topic[64], other[64];

static void write_file(const char *folder, const char *name, const char *text)
{
	SCOPED_FREE char *path = fs_join(folder, name);
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	(void)fclose(f);
}

static void make_course(void)
{
	struct err e = ERR_NONE;

	strcpy(dir, "lint-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	(void)snprintf(topic, sizeof(topic), "%s/10-topic", dir);
	ck_assert_int_eq(fs_make_dirs(topic, &e), 0);
	write_file(topic, "topic.yaml", "title: T\nabout: A\n");
	write_file(topic, "lesson.yaml", good);
	write_file(topic, "demo.c", source);
	(void)snprintf(other, sizeof(other), "%s/20-other", dir);
	ck_assert_int_eq(fs_make_dirs(other, &e), 0);
	write_file(other, "demo.c", source);
}

static void remove_course(void)
{
	static const char *const files[] = { "topic.yaml", "lesson.yaml",
					     "demo.c" };

	for (int i = 0; i < 3; i++) {
		SCOPED_FREE char *path = fs_join(topic, files[i]);
		SCOPED_FREE char *there = fs_join(other, files[i]);

		(void)unlink(path);
		(void)unlink(there);
	}
	(void)rmdir(topic);
	(void)rmdir(other);
	(void)rmdir(dir);
}

static struct str broken(const char *from, const char *to)
{
	const char *at = strstr(good, from);
	struct str text = STR_INIT;

	str_add_n(&text, good, (size_t)(at - good));
	str_add(&text, to);
	str_add(&text, at + strlen(from));
	return text;
}

START_TEST(what_is_named_must_be_there)
{
	SCOPED_STR text = broken(slips[_i].from, slips[_i].to);
	SCOPED_FREE char *path = fs_join(topic, "lesson.yaml");
	SCOPED_STR all = STR_INIT;
	struct lesson_diags diags;
	struct catalog c;
	struct lesson *l;
	char *dirs[] = { dir };

	ck_assert_int_eq(catalog_load(&c, dirs, 1, NULL), 0);
	write_file(topic, "lesson.yaml", text.buf);
	ck_assert_int_eq(lesson_lint(path, &c, &l, &diags), 0);
	for (size_t i = 0; i < diags.count; i++) {
		const struct lesson_diag *d = &diags.items[i];

		str_addf(&all, "%s%d:%d %s %s", i ? "\n" : "", d->line,
			 d->column, d->code, d->message);
		if (*d->advice)
			str_addf(&all, " => %s", d->advice);
	}
	ck_assert_str_eq(all.buf, slips[_i].want);
	lesson_free(l);
	lesson_diags_release(&diags);
	catalog_release(&c);
}
END_TEST

START_TEST(a_remark_has_the_place_of_what_it_is_about)
{
	SCOPED_FREE char *path = fs_join(topic, "lesson.yaml");
	struct lesson_remark remark = { .step = 0,
					.path = "demo/callouts/0/when",
					.error = LESSON_ERROR_NEVER_SAID,
					.note = true,
					.message = "never",
					.advice = "look" };
	struct lesson_diags diags = { 0 };
	SCOPED_STR json = STR_INIT;

	lesson_remark(path, &remark, &diags);
	remark.path = "text";
	lesson_remark(path, &remark, &diags);
	ck_assert_uint_eq(diags.count, 2);
	ck_assert_uint_eq(lesson_diags_errors(&diags), 0);
	ck_assert_int_eq(diags.items[0].line, 12);
	ck_assert_int_eq(diags.items[1].line, 18);
	ck_assert_int_eq(diags.items[1].column, 25);
	lesson_diag_json(&diags, 1, &json);
	ck_assert_ptr_nonnull(
		strstr(json.buf, "\"line\":18,\"column\":25,\"code\":\"E103\","
				 "\"severity\":\"note\""));
	lesson_diags_release(&diags);
}
END_TEST

/* Every key of every shape, so that none can be forgotten. */
START_TEST(the_schema_and_the_reference_have_every_key)
{
	SCOPED_STR json = STR_INIT;
	SCOPED_STR text = STR_INIT;
	SCOPED_STR page = STR_INIT;
	int depth = 0;

	lesson_schema_json(&json);
	lesson_schema_text(&text);
	lesson_schema_markdown(&page);
	for (int i = 0; i < LESSON_SHAPE_COUNT; i++) {
		const struct lesson_key *key = NULL;

		while ((key = lesson_key_next((enum lesson_shape_id)i, key))) {
			SCOPED_STR name = STR_INIT;

			str_addf(&name, "\"%s\":{\"description\"", key->name);
			ck_assert(strstr(json.buf, name.buf));
			ck_assert(strstr(text.buf, key->name));
			str_clear(&name);
			str_addf(&name, "| `%s` |", key->name);
			ck_assert(strstr(page.buf, name.buf));
		}
	}
	for (const char *p = json.buf; *p; p++)
		depth += (*p == '{') - (*p == '}');
	ck_assert_int_eq(depth, 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("lint");
	TCase *tc = tcase_create("lint");

	tcase_add_checked_fixture(tc, make_course, remove_course);
	tcase_add_test(tc, a_source_says_what_the_demo_has);
	tcase_add_test(tc, any_bytes_are_a_source);
	tcase_add_loop_test(tc, what_is_named_must_be_there, 0,
			    sizeof(slips) / sizeof(*slips));
	tcase_add_test(tc, a_remark_has_the_place_of_what_it_is_about);
	tcase_add_test(tc, the_schema_and_the_reference_have_every_key);
	suite_add_tcase(s, tc);
	return s;
}
