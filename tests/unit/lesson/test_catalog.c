/* SPDX-License-Identifier: MIT */
#include "lesson/catalog.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "support/check_main.h"
#include "support/procs.h"

static char folder[] = "test_catalog.XXXXXX";
static struct catalog c;
static struct err e;

static void make_folder(void)
{
	memcpy(folder, "test_catalog.XXXXXX", sizeof(folder));
	ck_assert_ptr_nonnull(mkdtemp(folder));
	c = (struct catalog){ 0 };
	e = ERR_NONE;
}

static void remove_folder(void)
{
	catalog_release(&c);
	procs_remove_tree(folder);
}

static void write_file(const char *topic, const char *name, const char *text)
{
	SCOPED_STR path = STR_INIT;
	FILE *f;

	str_addf(&path, "%s/%s", folder, topic);
	(void)mkdir(path.buf, 0700);
	str_addf(&path, "/%s", name);
	f = fopen(path.buf, "w");
	ck_assert_ptr_nonnull(f);
	(void)fputs(text, f);
	ck_assert_int_eq(fclose(f), 0);
}

static void write_lesson(const char *topic, const char *id,
			 const char *requires)
{
	SCOPED_STR text = STR_INIT;
	SCOPED_STR name = STR_INIT;

	str_addf(&name, "%s.yaml", id);
	str_addf(&text,
		 "format: 1\nid: %s\ntitle: T\nabout: A\nrevision: 1\n"
		 "minutes: 1\nrequires: [%s]\nsteps:\n"
		 "  - {id: a, title: T, text: Text.}\n"
		 "  - {id: begin, title: U, text: More.}\n",
		 id, requires);
	write_file(topic, name.buf, text.buf);
}

static int load(void)
{
	char *dirs[] = { folder };

	return catalog_load(&c, dirs, 1, &e);
}

static const char *only_message(const struct lesson_diags *d)
{
	ck_assert_uint_eq(d->count, 1);
	return d->items[0].message;
}

START_TEST(topics_and_lessons_come_in_the_order_of_their_names)
{
	write_lesson("20-ipc", "queue", "");
	write_lesson("20-ipc", "pipe", "");
	write_lesson("10-processes", "spawning", "");
	write_file("20-ipc", "topic.yaml", "title: Talking\nabout: To all\n");
	ck_assert_int_eq(load(), 0);
	ck_assert_uint_eq(c.count, 2);
	ck_assert_uint_eq(c.lessons, 3);
	ck_assert_uint_eq(c.broken, 0);
	ck_assert_str_eq(c.topics[0].id, "processes");
	ck_assert_str_eq(c.topics[0].title, "processes");
	ck_assert_str_eq(c.topics[1].title, "Talking");
	ck_assert_str_eq(c.topics[1].about, "To all");
	ck_assert_str_eq(c.topics[1].entries[0].name, "pipe");
	ck_assert_str_eq(c.topics[1].entries[1].lesson->topic, "ipc");
}
END_TEST

/* More of them than one thread reads. */
START_TEST(among_many_lessons_each_is_its_own)
{
	enum { TOPICS = 3, LESSONS = 40 };

	for (int i = 0; i < TOPICS * LESSONS; i++) {
		char topic[16], id[16], text[64];

		(void)snprintf(topic, sizeof(topic), "%d-t", 10 + i / LESSONS);
		topic[3] = (char)('a' + i / LESSONS);
		(void)snprintf(id, sizeof(id), "l%d", 100 + i % LESSONS);
		write_lesson(topic, id, "");
		if (i % 5)
			continue;
		(void)snprintf(text, sizeof(text), "format: 1\nwrong-%d: x\n",
			       i);
		(void)strcat(id, ".yaml");
		write_file(topic, id, text);
	}
	ck_assert_int_eq(load(), 0);
	ck_assert_uint_eq(c.count, TOPICS);
	ck_assert_uint_eq(c.lessons, TOPICS * LESSONS);
	ck_assert_uint_eq(c.broken, TOPICS * LESSONS / 5);
	for (int i = 0; i < TOPICS * LESSONS; i++) {
		struct catalog_entry *entry =
			&c.topics[i / LESSONS].entries[i % LESSONS];
		char want[64];

		ck_assert_int_eq(entry->name[0], 'l');
		ck_assert_int_eq(atoi(entry->name + 1), 100 + i % LESSONS);
		ck_assert_ptr_nonnull(strstr(entry->diags.path, entry->name));
		if (i % 5) {
			ck_assert_str_eq(entry->lesson->id, entry->name);
			ck_assert_str_eq(entry->lesson->topic, entry->topic);
			ck_assert_uint_eq(entry->diags.count, 0);
			continue;
		}
		ck_assert_ptr_null(entry->lesson);
		(void)snprintf(want, sizeof(want), "unknown key \"wrong-%d\"",
			       i);
		ck_assert_str_eq(
			entry->diags.items[entry->diags.count - 1].message,
			want);
	}
}
END_TEST

START_TEST(topic_yaml_gives_the_order_of_its_lessons)
{
	write_lesson("20-ipc", "a", "");
	write_lesson("20-ipc", "b", "");
	write_lesson("20-ipc", "c", "");
	write_file("20-ipc", "topic.yaml",
		   "title: T\nabout: A\nlessons: [c, a]\n");
	ck_assert_int_eq(load(), 0);
	ck_assert_str_eq(c.topics[0].entries[0].name, "c");
	ck_assert_str_eq(c.topics[0].entries[1].name, "a");
	ck_assert_str_eq(c.topics[0].entries[2].name, "b");
	ck_assert_uint_eq(c.topics[0].diags.count, 0);
}
END_TEST

START_TEST(a_lesson_in_the_order_that_is_not_there_is_an_error)
{
	write_lesson("20-ipc", "queue", "");
	write_file("20-ipc", "topic.yaml",
		   "title: T\nabout: A\nlessons: [queu]\n");
	ck_assert_int_eq(load(), 0);
	ck_assert_str_eq(only_message(&c.topics[0].diags),
			 "there is no other lesson queu here");
	ck_assert_str_eq(c.topics[0].diags.items[0].advice, "write queue");
	ck_assert_int_eq(c.topics[0].diags.items[0].line, 3);
}
END_TEST

START_TEST(a_broken_topic_yaml_costs_only_the_title)
{
	write_lesson("20-ipc", "queue", "");
	write_file("20-ipc", "topic.yaml", "titel: T\nabout: A\n");
	ck_assert_int_eq(load(), 0);
	ck_assert_str_eq(only_message(&c.topics[0].diags),
			 "unknown key \"titel\"");
	ck_assert_str_eq(c.topics[0].title, "ipc");
	ck_assert_uint_eq(c.topics[0].count, 1);
}
END_TEST

START_TEST(a_broken_lesson_is_listed_with_its_errors)
{
	write_lesson("20-ipc", "pipe", "");
	write_file("20-ipc", "queue.yaml", "format: 1\nzebra: 1\n");
	ck_assert_int_eq(load(), 0);
	ck_assert_uint_eq(c.lessons, 2);
	ck_assert_uint_eq(c.broken, 1);
	ck_assert_ptr_nonnull(c.topics[0].entries[0].lesson);
	ck_assert_ptr_null(c.topics[0].entries[1].lesson);
	ck_assert_str_eq(c.topics[0].entries[1].name, "queue");
	ck_assert_uint_gt(c.topics[0].entries[1].diags.count, 1);
}
END_TEST

START_TEST(what_is_not_a_file_does_not_hang_anybody)
{
	SCOPED_STR path = STR_INIT;

	write_lesson("20-ipc", "queue", "");
	str_addf(&path, "%s/20-ipc/fifo.yaml", folder);
	ck_assert_int_eq(mkfifo(path.buf, 0600), 0);
	str_clear(&path);
	str_addf(&path, "%s/20-ipc/folder.yaml", folder);
	ck_assert_int_eq(mkdir(path.buf, 0700), 0);
	str_clear(&path);
	str_addf(&path, "%s/20-ipc/loop.yaml", folder);
	ck_assert_int_eq(symlink("loop.yaml", path.buf), 0);
	str_clear(&path);
	str_addf(&path, "%s/30-loop", folder);
	ck_assert_int_eq(symlink("30-loop", path.buf), 0);
	str_clear(&path);
	str_addf(&path, "%s/40-again", folder);
	ck_assert_int_eq(symlink(".", path.buf), 0);
	ck_assert_int_eq(load(), 0);
	ck_assert_uint_eq(c.topics[0].count, 4);
	ck_assert_uint_eq(c.broken, 3);
	for (int i = 0; i < 3; i++)
		ck_assert_str_eq(c.topics[0].entries[i].diags.items[0].code,
				 "E001");
}
END_TEST

START_TEST(folders_without_lessons_are_not_topics)
{
	write_lesson("20-ipc", "queue", "");
	write_file("30-notes", "readme.txt", "hello");
	write_file(".", "loose.yaml", "format: 1\n");
	ck_assert_int_eq(load(), 0);
	ck_assert_uint_eq(c.count, 1);
}
END_TEST

START_TEST(a_folder_without_permission_is_listed_with_its_error)
{
	SCOPED_STR path = STR_INIT;

	write_lesson("20-ipc", "queue", "");
	str_addf(&path, "%s/20-ipc", folder);
	ck_assert_int_eq(chmod(path.buf, 0), 0);
	ck_assert_int_eq(load(), 0);
	if (geteuid() != 0) {
		ck_assert_uint_eq(c.count, 1);
		ck_assert_uint_eq(c.topics[0].count, 0);
		ck_assert_str_eq(c.topics[0].diags.items[0].code, "E001");
	}
	ck_assert_int_eq(chmod(path.buf, 0700), 0);
}
END_TEST

START_TEST(a_course_that_is_not_there_is_an_error)
{
	char course[] = "no/such/course";
	char *dirs[] = { course };

	ck_assert_int_eq(catalog_load(&c, dirs, 1, &e), -ENOENT);
	ck_assert_ptr_nonnull(strstr(e.text, "no/such/course"));
}
END_TEST

START_TEST(a_topic_that_two_folders_give_is_an_error)
{
	write_lesson("20-ipc", "queue", "");
	write_lesson("30-ipc", "queue", "");
	ck_assert_int_eq(load(), 0);
	ck_assert_uint_eq(c.topics[0].diags.count, 0);
	ck_assert_str_eq(only_message(&c.topics[1].diags),
			 "this topic is there twice");
}
END_TEST

START_TEST(a_folder_with_a_bad_name_is_an_error)
{
	write_lesson("My Lessons", "queue", "");
	ck_assert_int_eq(load(), 0);
	ck_assert_str_eq(c.topics[0].diags.items[0].code, "E053");
}
END_TEST

START_TEST(a_required_lesson_that_is_not_there_is_an_error_and_no_hindrance)
{
	const struct lesson_diag *d;

	write_lesson("20-ipc", "pipe", "");
	write_lesson("20-ipc", "queue", "ipc/pip");
	ck_assert_int_eq(load(), 0);
	ck_assert_ptr_nonnull(c.topics[0].entries[1].lesson);
	ck_assert_uint_eq(c.broken, 0);
	ck_assert_str_eq(only_message(&c.topics[0].entries[1].diags),
			 "there is no lesson ipc/pip");
	d = &c.topics[0].entries[1].diags.items[0];
	ck_assert_str_eq(d->advice, "write ipc/pipe");
	ck_assert_int_eq(d->line, 7);
	ck_assert_int_eq(d->column, 12);
}
END_TEST

START_TEST(lessons_that_require_each_other_go_round)
{
	write_lesson("10-a", "one", "b/two");
	write_lesson("20-b", "two", "b/three");
	write_lesson("20-b", "three", "a/one");
	write_lesson("20-b", "outside", "a/one");
	write_lesson("20-b", "self", "b/self");
	ck_assert_int_eq(load(), 0);
	ck_assert_str_eq(only_message(&c.topics[0].entries[0].diags),
			 "what is required goes round: a/one needs b/two needs "
			 "b/three needs a/one");
	ck_assert_str_eq(c.topics[1].entries[0].name, "outside");
	ck_assert_uint_eq(c.topics[1].entries[0].diags.count, 0);
	ck_assert_str_eq(c.topics[1].entries[1].name, "self");
	ck_assert_str_eq(only_message(&c.topics[1].entries[1].diags),
			 "what is required goes round: b/self needs b/self");
	ck_assert_uint_eq(c.topics[1].entries[2].diags.count, 1);
	ck_assert_uint_eq(c.topics[1].entries[3].diags.count, 1);
}
END_TEST

static const char *find(const char *name)
{
	const struct catalog_entry *entry = NULL;
	int r = catalog_find(&c, name, &entry, &e);

	ck_assert_int_eq(r == 0, entry != NULL);
	return entry ? entry->path : e.text;
}

START_TEST(a_lesson_is_found_by_its_names)
{
	const char *path;

	write_lesson("10-a", "pipe", "");
	write_lesson("20-ipc", "pipe", "");
	write_lesson("20-ipc", "queue", "");
	ck_assert_int_eq(load(), 0);
	path = c.topics[1].entries[1].path;
	ck_assert_str_eq(find("queue"), path);
	ck_assert_str_eq(find("ipc/queue"), path);
	ck_assert_str_eq(find("20-ipc/queue"), path);
	ck_assert_str_eq(find("quue"),
			 "there is no lesson quue; did you mean ipc/queue?");
	ck_assert_str_eq(find("ipc/quue"), "there is no lesson ipc/quue; did "
					   "you mean ipc/queue?");
	ck_assert_str_eq(find("zebra"), "there is no lesson zebra; procession "
					"list shows all");
	ck_assert_str_eq(find("pipe"), "pipe could be a/pipe or ipc/pipe: name "
				       "the topic");
	ck_assert_str_eq(find("/queue"), path);
	ck_assert_str_eq(find(""), "there is no lesson ; procession list "
				   "shows all");
}
END_TEST

static const char *go_to(const char *text, struct catalog_place *ret)
{
	*ret = (struct catalog_place){ .step = 7 };
	e = ERR_NONE;
	ck_assert_int_eq(catalog_find_place(&c, text, ret, &e), e.code);
	return e.text;
}

START_TEST(a_place_is_a_lesson_and_perhaps_a_step_of_it)
{
	struct catalog_place to;

	write_lesson("10-a", "pipe", "");
	write_lesson("20-ipc", "queue", "");
	write_file("20-ipc", "topic.yaml", "title: Messages\n");
	write_file("20-ipc", "broken.yaml", "format: 1\n");
	ck_assert_int_eq(load(), 0);
	ck_assert_str_eq(go_to("queue", &to), "");
	ck_assert_str_eq(to.entry->name, "queue");
	ck_assert_str_eq(to.topic->title, "Messages");
	ck_assert_int_eq(to.step, -1);
	ck_assert_str_eq(go_to("a/pipe:begin", &to), "");
	ck_assert_str_eq(to.topic->id, "a");
	ck_assert_int_eq(to.step, 1);
	ck_assert_str_eq(go_to("queue:begun", &to),
			 "queue has no step begun: did you mean begin?");
	ck_assert_str_eq(go_to("queue:zebra", &to),
			 "queue has no step zebra: it has a, begin");
	ck_assert_str_eq(go_to("queue:", &to),
			 "queue has no step : it has a, begin");
	ck_assert_str_eq(go_to("quue:begin", &to),
			 "there is no lesson quue; did you mean ipc/queue?");
	ck_assert_str_eq(go_to("broken:a", &to),
			 "broken cannot be played: lint says why");
	ck_assert_str_eq(to.entry->name, "broken");
	ck_assert_int_eq(to.step, -1);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("catalog");
	TCase *tc = tcase_create("catalog");

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_add_test(tc, topics_and_lessons_come_in_the_order_of_their_names);
	tcase_add_test(tc, among_many_lessons_each_is_its_own);
	tcase_add_test(tc, topic_yaml_gives_the_order_of_its_lessons);
	tcase_add_test(tc, a_lesson_in_the_order_that_is_not_there_is_an_error);
	tcase_add_test(tc, a_broken_topic_yaml_costs_only_the_title);
	tcase_add_test(tc, a_broken_lesson_is_listed_with_its_errors);
	tcase_add_test(tc, what_is_not_a_file_does_not_hang_anybody);
	tcase_add_test(tc, folders_without_lessons_are_not_topics);
	tcase_add_test(tc,
		       a_folder_without_permission_is_listed_with_its_error);
	tcase_add_test(tc, a_course_that_is_not_there_is_an_error);
	tcase_add_test(tc, a_topic_that_two_folders_give_is_an_error);
	tcase_add_test(tc, a_folder_with_a_bad_name_is_an_error);
	tcase_add_test(
		tc,
		a_required_lesson_that_is_not_there_is_an_error_and_no_hindrance);
	tcase_add_test(tc, lessons_that_require_each_other_go_round);
	tcase_add_test(tc, a_lesson_is_found_by_its_names);
	tcase_add_test(tc, a_place_is_a_lesson_and_perhaps_a_step_of_it);
	suite_add_tcase(s, tc);
	return s;
}
