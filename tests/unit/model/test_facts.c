/* SPDX-License-Identifier: MIT */
/* Texts of facts, and what the model keeps of them. */
#include "model/facts.h"

#include <string.h>

#include "support/check_main.h"

static const char first[] = "state S\ncpu 1\nswitches 4 0\nfd3 w pipe 12\n";

START_TEST(the_first_look_has_no_times)
{
	SCOPED_STR out = STR_INIT;

	model_facts_stamp(NULL, first, 500, &out);
	ck_assert_str_eq(out.buf, first);
}
END_TEST

START_TEST(a_line_says_since_when_it_is_so)
{
	SCOPED_STR a = STR_INIT, b = STR_INIT;

	model_facts_stamp(first, "state R\ncpu 1\nfd3 w pipe 12\nfd4 r x\n",
			  700, &a);
	ck_assert_str_eq(a.buf,
			 "state@700 R\ncpu 1\nfd3 w pipe 12\nfd4@700 r x\n");
	/* In another order, too. */
	model_facts_stamp(a.buf, "fd4 r x\nfd3 r x\nstate R\ncpu 1\n", 900, &b);
	ck_assert_str_eq(b.buf,
			 "fd4@700 r x\nfd3@900 r x\nstate@700 R\ncpu 1\n");
}
END_TEST

START_TEST(a_line_is_found_and_read)
{
	const char *text = "run@12 5\npc@77 7f12 w - read libc.so.6\nx\n";
	struct model_fact f;
	char word[8];
	uint64_t n;

	ck_assert(model_facts_find(text, "pc", &f));
	ck_assert_int_eq(f.at_ns, 77);
	ck_assert(model_fact_number(&f, 16, &n));
	ck_assert_uint_eq(n, 0x7f12);
	ck_assert_str_eq(model_fact_word(&f, word, sizeof(word)), "w");
	ck_assert_str_eq(model_fact_word(&f, word, sizeof(word)), "-");
	ck_assert_str_eq(model_fact_word(&f, word, sizeof(word)), "read");
	ck_assert_str_eq(model_fact_word(&f, word, sizeof(word)), "libc.so");
	ck_assert_str_eq(model_fact_word(&f, word, sizeof(word)), "");
	ck_assert(model_facts_find(text, "x", &f));
	ck_assert(!model_fact_number(&f, 10, &n));
	ck_assert(!model_facts_find(text, "p", &f));
	ck_assert(!model_facts_find("", "p", &f));
}
END_TEST

START_TEST(any_text_is_taken)
{
	static const char *const odd[] = {
		"\n\n\n", "@",  "@@ 1", "a@b c", "a@99999999999999999999 c",
		" ",      " x", "a",
	};
	SCOPED_STR out = STR_INIT;
	struct model_fact f;

	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		const char *at = odd[i];

		while (model_facts_next(&at, &f))
			ck_assert_int_ge(f.at_ns, -1);
		model_facts_stamp(odd[i], odd[i], 1, &out);
		model_facts_json(odd[i], &out);
	}
}
END_TEST

START_TEST(signals_have_their_names)
{
	SCOPED_STR out = STR_INIT;

	model_facts_signals(0x200 | 2, &out);
	str_add_char(&out, '|');
	model_facts_signals(0, &out);
	ck_assert_str_eq(out.buf, "INT, USR1|none");
}
END_TEST

START_TEST(facts_are_json)
{
	SCOPED_STR out = STR_INIT;

	model_facts_json("state@5 S\nblocked 202\nnice -5\npc 12 w - - x\n"
			 "fd3 w pipe 12\nat3 0 5\nmap5500 8 r-xp text \"x\"\n",
			 &out);
	ck_assert_str_eq(
		out.buf,
		"{\"state\":\"S\",\"blocked\":\"INT, USR1\",\"nice\":-5,"
		"\"pc\":\"12 w - - x\","
		"\"open\":[{\"id\":\"3\",\"is\":\"w pipe 12\"}],"
		"\"mapped\":[{\"id\":\"5500\",\"is\":\"8 r-xp text "
		"\\\"x\\\"\"}],"
		"\"positions\":[{\"id\":\"3\",\"is\":\"0 5\"}]}");
}
END_TEST

static void apply(struct model *m, uint16_t verb, uint32_t part, uint32_t text,
		  int64_t ns)
{
	model_apply(m, &(struct trace_event){ .verb = verb,
					      .phase = MP_HAPPENS,
					      .pid = 7,
					      .tid = 7,
					      .aux = part,
					      .text = text,
					      .time_ns = ns });
}

START_TEST(the_model_keeps_the_last_of_each_part)
{
	struct model *m = model_new(), *copy;
	const struct model_look *look;

	/* Of one that nobody told of there is nothing to keep. */
	apply(m, MP_VERB_INSPECT, MODEL_LOOK_NOW, 3, 10);
	ck_assert_ptr_null(model_look(m, model_process(m, 7)));
	apply(m, MP_VERB_NAME, 0, 1, 10);
	apply(m, MP_VERB_INSPECT, MODEL_LOOK_NOW, 3, 20);
	apply(m, MP_VERB_INSPECT, MODEL_LOOK_HAVE, 4, 30);
	apply(m, MP_VERB_INSPECT, MODEL_LOOK_NOW, 5, 40);
	apply(m, MP_VERB_INSPECT, 77, 9, 45);
	copy = model_clone(m);
	apply(m, MP_VERB_INSPECT, MODEL_LOOK_PARTS, 0, 50);
	look = model_look(copy, model_process(copy, 7));
	ck_assert_ptr_nonnull(look);
	ck_assert_uint_eq(look->texts[MODEL_LOOK_NOW], 5);
	ck_assert_uint_eq(look->texts[MODEL_LOOK_HAVE], 4);
	ck_assert_int_eq(look->at_ns, 40);
	ck_assert(!look->over);
	look = model_look(m, model_process(m, 7));
	ck_assert(look->over);
	ck_assert_uint_eq(look->texts[MODEL_LOOK_NOW], 5);
	model_free(m);
	model_free(copy);
}
END_TEST

START_TEST(a_look_changes_no_state)
{
	struct model *m = model_new();
	struct model_process before;

	apply(m, MP_VERB_NAME, 0, 1, 10);
	before = *model_process(m, 7);
	apply(m, MP_VERB_INSPECT, MODEL_LOOK_NOW, 3, 20);
	before.look = model_process(m, 7)->look;
	ck_assert_mem_eq(&before, model_process(m, 7), sizeof(before));
	model_free(m);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("facts");
	TCase *tc = tcase_create("facts");

	tcase_add_test(tc, the_first_look_has_no_times);
	tcase_add_test(tc, a_line_says_since_when_it_is_so);
	tcase_add_test(tc, a_line_is_found_and_read);
	tcase_add_test(tc, any_text_is_taken);
	tcase_add_test(tc, signals_have_their_names);
	tcase_add_test(tc, facts_are_json);
	tcase_add_test(tc, the_model_keeps_the_last_of_each_part);
	tcase_add_test(tc, a_look_changes_no_state);
	suite_add_tcase(s, tc);
	return s;
}
