/* SPDX-License-Identifier: MIT */
/*
 * Paths through a course: what stands in paths.yaml, and what is wrong there.
 */
#include "lesson/catalog.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/check_main.h"
#include "support/procs.h"

static char folder[] = "test_routes.XXXXXX";
static struct catalog c;
static struct err e;

static void write_file(const char *name, const char *text)
{
	SCOPED_STR path = STR_INIT;
	FILE *f;

	str_addf(&path, "%s/%s", folder, name);
	f = fopen(path.buf, "w");
	ck_assert_ptr_nonnull(f);
	(void)fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

static void write_lesson(const char *topic, const char *id)
{
	SCOPED_STR text = STR_INIT, name = STR_INIT;

	str_addf(&name, "%s/%s", folder, topic);
	(void)mkdir(name.buf, 0700);
	str_clear(&name);
	str_addf(&name, "%s/%s.yaml", topic, id);
	str_addf(&text,
		 "format: 1\nid: %s\ntitle: T\nabout: A\nrevision: 1\n"
		 "minutes: 10\nsteps:\n  - {id: a, title: T, text: Text.}\n"
		 "  - {id: b, title: T, text: Text.}\n",
		 id);
	write_file(name.buf, text.buf);
}

static void setup(void)
{
	memcpy(folder, "test_routes.XXXXXX", sizeof(folder));
	ck_assert_ptr_nonnull(mkdtemp(folder));
	c = (struct catalog){ 0 };
	e = ERR_NONE;
	write_lesson("10-processes", "spawning");
	write_lesson("20-ipc", "pipe");
	write_lesson("20-ipc", "queue");
}

static void teardown(void)
{
	catalog_release(&c);
	procs_remove_tree(folder);
}

static void load(const char *paths)
{
	char *dirs[] = { folder };

	if (paths)
		write_file("paths.yaml", paths);
	ck_assert_int_eq(catalog_load(&c, dirs, 1, &e), 0);
}

#define HEAD "paths:\n  - {id: short, title: Short, about: A way, parts: ["
#define TAIL "]}\n"

/* What is wrong with a path through @parts; nothing else may be. */
static const char *wrong(const char *parts)
{
	static char text[200];
	SCOPED_STR file = STR_INIT;
	const struct lesson_diags *d;

	str_addf(&file, HEAD "%s" TAIL, parts);
	catalog_release(&c);
	load(file.buf);
	ck_assert_uint_eq(c.route_file_count, 1);
	d = &c.route_files[0].diags;
	ck_assert_msg(d->count == 1, "%s: %zu errors", parts, d->count);
	(void)snprintf(text, sizeof(text), "%s %s: %s", d->items[0].code,
		       d->items[0].message, d->items[0].advice);
	return text;
}

START_TEST(that_through_the_whole_course_is_there_by_itself)
{
	load(NULL);
	ck_assert_uint_eq(c.route_count, 1);
	ck_assert_uint_eq(c.route_file_count, 0);
	ck_assert_str_eq(c.routes[0].id, "course");
	ck_assert_uint_eq(c.routes[0].count, 3);
	ck_assert_int_eq(c.routes[0].minutes, 30);
	ck_assert_str_eq(c.routes[0].parts[2].entry->name, "queue");
	ck_assert_uint_eq(c.routes[0].parts[2].number, 2);
}
END_TEST

START_TEST(without_lessons_there_is_none)
{
	char none[] = "/proc/self/fdinfo";
	char *dirs[] = { none };

	ck_assert_int_eq(catalog_load(&c, dirs, 1, &e), 0);
	ck_assert_uint_eq(c.route_count, 0);
}
END_TEST

START_TEST(a_path_leads_through_lessons_steps_and_things_to_do)
{
	const struct catalog_part *p;

	load("paths:\n"
	     "  - id: short\n    title: Short\n    about: A way\n"
	     "    present: true\n    parts:\n"
	     "      - {lesson: ipc/queue, steps: [b], minutes: 4, about: Why}\n"
	     "      - processes/spawning\n"
	     "      - {do: exam, minutes: 20}\n");
	ck_assert_uint_eq(c.route_files[0].diags.count, 0);
	ck_assert_uint_eq(c.route_count, 2);
	ck_assert(c.routes[1].present);
	ck_assert(!c.routes[0].present);
	ck_assert_int_eq(c.routes[1].minutes, 4 + 10 + 20);
	p = c.routes[1].parts;
	ck_assert_uint_eq(p[0].number, 2);
	ck_assert_str_eq(p[0].steps[0], "b");
	ck_assert_str_eq(p[0].about, "Why");
	ck_assert_str_eq(p[1].entry->name, "spawning");
	ck_assert_uint_eq(p[1].step_count, 0);
	ck_assert_ptr_null(p[2].entry);
	ck_assert_int_eq(p[2].activity, LESSON_ACTIVITY_EXAM);
}
END_TEST

START_TEST(a_course_that_is_added_may_lead_through_another)
{
	char other[] = "test_routes_other.XXXXXX", name[64];
	char *dirs[2] = { folder, other };
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(other));
	(void)snprintf(name, sizeof(name), "%s/paths.yaml", other);
	f = fopen(name, "w");
	ck_assert_ptr_nonnull(f);
	(void)fputs(HEAD "ipc/pipe" TAIL, f);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(catalog_load(&c, dirs, 2, &e), 0);
	ck_assert_uint_eq(c.route_count, 2);
	ck_assert_str_eq(c.routes[1].parts[0].entry->name, "pipe");
	procs_remove_tree(other);
}
END_TEST

START_TEST(what_is_wrong_with_a_part_is_said_with_its_place)
{
	ck_assert_str_eq(wrong("ipc/queu"),
			 "E050 there is no lesson ipc/queu: write ipc/queue");
	ck_assert_int_eq(c.route_files[0].diags.items[0].line, 2);
	ck_assert_str_eq(
		wrong("{lesson: ipc/pipe, steps: [zebra], minutes: 2}"),
		"E080 \"zebra\" is not a step of this lesson: such as a");
	ck_assert_str_eq(wrong("{lesson: ipc/pipe, steps: [a]}"),
			 "E021 this needs \"minutes\": minutes: how long it "
			 "takes");
	ck_assert_str_eq(wrong("{do: cards}"),
			 "E021 this needs \"minutes\": minutes: how long it "
			 "takes");
	ck_assert_str_eq(wrong("{lesson: ipc/pipe, do: cards, minutes: 2}"),
			 "E028 \"lesson\" and \"do\" exclude each other: make "
			 "two parts of it");
	ck_assert_str_eq(wrong("{minutes: 2}"),
			 "E021 a part of a path needs \"lesson\" or \"do\": "
			 "lesson: topic/lesson");
	ck_assert_str_eq(wrong("{do: card, minutes: 2}"),
			 "E027 \"card\" is nothing that \"do\" knows: write "
			 "cards");
	ck_assert_str_eq(wrong("ipc/pipe, ipc/pipe"),
			 "E031 ipc/pipe is on this path twice: ");
	ck_assert_str_eq(wrong("{leson: ipc/pipe}"),
			 "E020 unknown key \"leson\": write \"lesson\"");
}
END_TEST

START_TEST(the_other_parts_of_a_path_are_there_all_the_same)
{
	load(HEAD "ipc/zebra, ipc/pipe" TAIL);
	ck_assert_uint_eq(c.route_files[0].diags.count, 1);
	ck_assert_uint_eq(c.route_count, 2);
	ck_assert_uint_eq(c.routes[1].count, 1);
	ck_assert_str_eq(c.routes[1].parts[0].entry->name, "pipe");
}
END_TEST

START_TEST(a_path_has_an_id_of_its_own)
{
	load("paths:\n"
	     "  - {id: course, title: A, about: A, parts: [ipc/pipe]}\n");
	ck_assert_uint_eq(c.route_files[0].diags.count, 1);
	ck_assert_str_eq(c.route_files[0].diags.items[0].code, "E031");
}
END_TEST

START_TEST(a_file_that_is_no_yaml_leaves_the_course_as_it_is)
{
	load("paths: [\n");
	ck_assert_uint_eq(c.route_count, 1);
	ck_assert_uint_ge(c.route_files[0].diags.count, 1);
}
END_TEST

START_TEST(a_path_is_found_by_its_name_and_by_its_title)
{
	const struct catalog_route *r;

	load(HEAD "ipc/pipe" TAIL);
	ck_assert_int_eq(catalog_find_route(&c, "short", &r, &e), 0);
	ck_assert_ptr_eq(r, &c.routes[1]);
	ck_assert_int_eq(catalog_find_route(&c, "The WHOLE course", &r, &e), 0);
	ck_assert_ptr_eq(r, &c.routes[0]);
	ck_assert_int_eq(catalog_find_route(&c, "shorr", &r, &e), -ENOENT);
	ck_assert_str_eq(e.text, "there is no path shorr: did you mean short?");
	ck_assert_int_eq(catalog_find_route(&c, "zebra", &r, &e), -ENOENT);
	ck_assert_str_eq(e.text,
			 "there is no path zebra: there are course, short");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("routes");
	TCase *tc = tcase_create("routes");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, that_through_the_whole_course_is_there_by_itself);
	tcase_add_test(tc, without_lessons_there_is_none);
	tcase_add_test(tc, a_path_leads_through_lessons_steps_and_things_to_do);
	tcase_add_test(tc, a_course_that_is_added_may_lead_through_another);
	tcase_add_test(tc, what_is_wrong_with_a_part_is_said_with_its_place);
	tcase_add_test(tc, the_other_parts_of_a_path_are_there_all_the_same);
	tcase_add_test(tc, a_path_has_an_id_of_its_own);
	tcase_add_test(tc, a_file_that_is_no_yaml_leaves_the_course_as_it_is);
	tcase_add_test(tc, a_path_is_found_by_its_name_and_by_its_title);
	suite_add_tcase(s, tc);
	return s;
}
