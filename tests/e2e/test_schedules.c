/* SPDX-License-Identifier: MIT */
/*
 * Every interleaving of a small program can be had, and each as it was asked
 * for: 6 of two processes with two steps, 90 of three with two, 70 of two with
 * four (the last two with PROCESSION_TEST_FULL).
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "e2e/command.h"
#include "e2e/player.h"

enum { LETTERS_MAX = 16 };

/* Who released the semaphore, in order: "BCCB". */
static void order_of(const char *json, char out[LETTERS_MAX])
{
	size_t n = 0;

	for (const char *at = json; n + 1 < LETTERS_MAX;) {
		const char *line;

		at = strstr(at, "\"verb\":\"release\",\"phase\":\"happens\"");
		if (!at)
			break;
		for (line = at; line > json && line[-1] != '\n'; line--)
			;
		line = strstr(line, "\"process\":\"");
		ck_assert_ptr_nonnull(line);
		out[n++] = line[sizeof("\"process\":\"") - 1];
		at++;
	}
	out[n] = '\0';
}

static void check_order(int children, int steps, const char *order)
{
	char n[8], k[8], schedule[LETTERS_MAX * 2], seen[LETTERS_MAX];
	const char *argv[] = {
		player_program(), "run", "turns", "--json", "--schedule",
		schedule,         n,     k,       NULL
	};
	const char *env[] = { PLAYER_TRIAL, NULL };
	struct result r;

	/* First the first process starts them, and waits. */
	(void)snprintf(schedule, sizeof(schedule), "%.*s%s", children + 1,
		       "AAAA", order);
	(void)snprintf(n, sizeof(n), "n=%d", children);
	(void)snprintf(k, sizeof(k), "k=%d", steps);
	command_run(&(struct command){ .argv = argv, .env = env }, &r);
	ck_assert_msg(r.status == 0, "%s: %s", schedule, r.err);
	order_of(r.out, seen);
	ck_assert_str_eq(seen, order);
	command_release(&r);
}

/* All words with @left[i] more of letter i behind the @len of @word. */
static int each_order(int children, int steps, int *left, char *word, int len)
{
	int count = 0;

	if (len == children * steps) {
		word[len] = '\0';
		check_order(children, steps, word);
		return 1;
	}
	for (int i = 0; i < children; i++) {
		if (!left[i])
			continue;
		left[i]--;
		word[len] = (char)('B' + i);
		count += each_order(children, steps, left, word, len + 1);
		left[i]++;
	}
	return count;
}

static int count_orders(int children, int steps)
{
	int left[] = { steps, steps, steps };
	char word[LETTERS_MAX];

	return each_order(children, steps, left, word, 0);
}

START_TEST(every_interleaving_of_two_by_two_is_had)
{
	ck_assert_int_eq(count_orders(2, 2), 6);
}
END_TEST

START_TEST(every_interleaving_of_three_by_two_is_had)
{
	if (getenv("PROCESSION_TEST_FULL"))
		ck_assert_int_eq(count_orders(3, 2), 90);
}
END_TEST

START_TEST(every_interleaving_of_two_by_four_is_had)
{
	if (getenv("PROCESSION_TEST_FULL"))
		ck_assert_int_eq(count_orders(2, 4), 70);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("schedules");
	TCase *tc = tcase_create("schedules");

	tcase_add_test(tc, every_interleaving_of_two_by_two_is_had);
	tcase_add_test(tc, every_interleaving_of_three_by_two_is_had);
	tcase_add_test(tc, every_interleaving_of_two_by_four_is_had);
	tcase_set_timeout(tc, 300);
	suite_add_tcase(s, tc);
	return s;
}
