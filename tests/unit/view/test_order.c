/* SPDX-License-Identifier: MIT */
#include "view/order.h"

#include "base/clock.h"
#include "support/check_main.h"
#include "unit/view/scene.h"

static struct scene s;
static struct view_order o;

static void setup(void)
{
	scene_begin(&s, scene_queue);
	o = (struct view_order){ 0 };
}

static void teardown(void)
{
	view_order_release(&o);
	scene_end(&s);
}

static void start(uint32_t pid, uint32_t parent, const char *name)
{
	scene_tell(&s, (struct trace_event){ .pid = pid,
					     .tid = pid,
					     .verb = MP_VERB_NAME,
					     .phase = MP_HAPPENS,
					     .text = scene_text(&s, name),
					     .a = parent });
}

static void sample(uint32_t pid, char letter, uint64_t cpu_ns)
{
	scene_tell(&s, (struct trace_event){ .pid = pid,
					     .tid = pid,
					     .verb = MP_VERB_SAMPLE,
					     .phase = MP_HAPPENS,
					     .object = (uint64_t)letter,
					     .a = cpu_ns });
}

static void update(int64_t now_ns, bool calm)
{
	scene_show(&s);
	view_order_update(&o, s.player.model, s.log, now_ns, calm);
}

/* "10 11 12": the PIDs of the rows. */
static const char *rows(void)
{
	static struct str text;

	str_clear(&text);
	for (size_t i = 0; i < o.count; i++) {
		size_t at = view_order_process(&o, i);

		ck_assert_uint_eq(view_order_row(&o, at), i);
		str_addf(&text, i ? " %u" : "%u",
			 s.player.model->processes[at].pid);
	}
	return text.buf;
}

/* The same as a tree, a line each. */
static const char *tree(void)
{
	static struct str text;

	o.tree = true;
	update(0, false);
	str_clear(&text);
	for (size_t i = 0; i < o.count; i++) {
		size_t at = view_order_process(&o, i);

		ck_assert_uint_eq(view_order_row(&o, at), i);
		view_order_branch(&o, i, 3, &text);
		str_addf(&text, "%u\n", s.player.model->processes[at].pid);
	}
	return text.buf;
}

static void cast(void)
{
	start(10, 1, "main");
	start(30, 10, "bob");
	start(20, 10, "ada");
	start(21, 20, "cy");
}

START_TEST(without_a_wish_it_is_the_order_of_start)
{
	cast();
	update(0, true);
	ck_assert_str_eq(rows(), "10 30 20 21");
	ck_assert_ptr_null(o.at);
	ck_assert_uint_eq(o.greatest, 30);
}
END_TEST

START_TEST(it_is_sorted_by_what_is_asked)
{
	cast();
	s.now_ms = 10; /* after what they told themselves */
	sample(21, 'R', 5000);
	sample(30, 'S', 7000);
	sample(10, 'S', 0);
	o.by = VIEW_SORT_PID;
	update(0, true);
	ck_assert_str_eq(rows(), "10 20 21 30");
	o.by = VIEW_SORT_NAME;
	update(0, true);
	ck_assert_str_eq(rows(), "20 30 21 10");
	o.by = VIEW_SORT_TIME;
	update(0, true);
	ck_assert_str_eq(rows(), "30 21 10 20");
	o.by = VIEW_SORT_STATE;
	update(0, true);
	ck_assert_str_eq(rows(), "20 21 10 30");
}
END_TEST

START_TEST(who_uses_the_cpu_comes_first)
{
	cast();
	scene_play(&s, 10);
	for (int i = 0; i < 4; i++) {
		sample(21, 'R', (uint64_t)i * 90000000);
		sample(30, 'R', (uint64_t)i * 30000000);
		scene_play(&s, 10 + 100 * (i + 1));
	}
	o.by = VIEW_SORT_SHARE;
	update(0, true);
	ck_assert_uint_eq(
		s.player.model->processes[view_order_process(&o, 0)].pid, 21);
	ck_assert_uint_eq(
		s.player.model->processes[view_order_process(&o, 1)].pid, 30);
}
END_TEST

START_TEST(a_tree_is_drawn_from_parents_to_children)
{
	cast();
	start(31, 30, "dan");
	ck_assert_str_eq(tree(), "10\n"
				 "├─ 30\n"
				 "│  └─ 31\n"
				 "└─ 20\n"
				 "   └─ 21\n");
	ck_assert_int_eq(view_order_depth(&o, 4), 2);
	o.by = VIEW_SORT_PID;
	ck_assert_str_eq(tree(), "10\n"
				 "├─ 20\n"
				 "│  └─ 21\n"
				 "└─ 30\n"
				 "   └─ 31\n");
}
END_TEST

START_TEST(of_a_deep_tree_the_nearest_generations_are_drawn)
{
	for (uint32_t i = 0; i < 6; i++)
		start(10 + i, 9 + i, "deep");
	ck_assert_str_eq(tree(), "10\n"
				 "└─ 11\n"
				 "   └─ 12\n"
				 "      └─ 13\n"
				 "…        └─ 14\n"
				 "…        └─ 15\n");
}
END_TEST

START_TEST(a_parent_that_is_found_late_is_the_parent)
{
	start(11, 10, "child");
	start(10, 1, "shell");
	ck_assert_str_eq(tree(), "10\n"
				 "└─ 11\n");
}
END_TEST

START_TEST(of_two_with_a_pid_the_earlier_is_the_parent_of_those_between)
{
	start(10, 1, "first");
	start(11, 10, "child");
	scene_tell(&s, (struct trace_event){ .pid = 1,
					     .verb = MP_VERB_REAP,
					     .phase = MP_HAPPENS,
					     .a = 10 });
	start(10, 2, "again");
	start(12, 10, "other");
	/* PID 1 has told of the reaping: it is known, and tells no name. */
	ck_assert_str_eq(tree(), "1\n"
				 "└─ 10\n"
				 "   └─ 11\n"
				 "10\n"
				 "└─ 12\n");
}
END_TEST

START_TEST(a_circle_of_parents_has_an_end)
{
	start(10, 12, "a");
	start(11, 10, "b");
	start(12, 11, "c");
	start(13, 13, "self");
	(void)tree();
	ck_assert_uint_eq(o.count, 4);
}
END_TEST

START_TEST(what_depends_on_time_is_found_anew_only_now_and_then)
{
	cast();
	o.by = VIEW_SORT_TIME;
	sample(21, 'R', 100);
	update(CLOCK_S, true);
	ck_assert_str_eq(rows(), "21 10 30 20");
	sample(20, 'R', 200);
	update(CLOCK_S + CLOCK_MS, true);
	ck_assert_str_eq(rows(), "21 10 30 20");
	update(2 * CLOCK_S, true);
	ck_assert_str_eq(rows(), "20 21 10 30");
	/* Where nothing goes on by itself it is at once. */
	sample(30, 'R', 300);
	update(2 * CLOCK_S, false);
	ck_assert_str_eq(rows(), "30 20 21 10");
}
END_TEST

START_TEST(a_newcomer_is_shown_at_once)
{
	cast();
	o.by = VIEW_SORT_PID;
	update(0, true);
	start(15, 10, "new");
	/* Newer than the order: itself. */
	ck_assert_uint_eq(view_order_process(&o, 4), 4);
	update(1, true);
	ck_assert_str_eq(rows(), "10 15 20 21 30");
}
END_TEST

START_TEST(without_a_run_there_are_no_rows)
{
	o.by = VIEW_SORT_PID;
	view_order_update(&o, NULL, NULL, 0, true);
	ck_assert_uint_eq(o.count, 0);
	view_order_forget(&o);
	ck_assert_int_eq(o.by, VIEW_SORT_PID);
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("order");
	TCase *tc = tcase_create("order");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, without_a_wish_it_is_the_order_of_start);
	tcase_add_test(tc, it_is_sorted_by_what_is_asked);
	tcase_add_test(tc, who_uses_the_cpu_comes_first);
	tcase_add_test(tc, a_tree_is_drawn_from_parents_to_children);
	tcase_add_test(tc, of_a_deep_tree_the_nearest_generations_are_drawn);
	tcase_add_test(tc, a_parent_that_is_found_late_is_the_parent);
	tcase_add_test(
		tc,
		of_two_with_a_pid_the_earlier_is_the_parent_of_those_between);
	tcase_add_test(tc, a_circle_of_parents_has_an_end);
	tcase_add_test(tc,
		       what_depends_on_time_is_found_anew_only_now_and_then);
	tcase_add_test(tc, a_newcomer_is_shown_at_once);
	tcase_add_test(tc, without_a_run_there_are_no_rows);
	return suite;
}
