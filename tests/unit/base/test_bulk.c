/* SPDX-License-Identifier: MIT */
#include "base/bulk.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "support/check_main.h"

START_TEST(nothing_is_released_as_nothing)
{
	struct bulk b = BULK_INIT;

	bulk_release(&b);
	ck_assert_ptr_null(b.blocks);
}
END_TEST

START_TEST(what_it_gives_is_zero_and_fits_any_type)
{
	struct bulk b = BULK_INIT;

	for (size_t size = 1; size < 3000; size += 7) {
		char *p = bulk_new(&b, 1, size);

		ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			ck_assert_int_eq(p[i], 0);
		/* What comes next must not be here. */
		memset(p, 0xFF, size);
		(void)bulk_text_n(&b, "x", 1);
	}
	bulk_release(&b);
}
END_TEST

START_TEST(more_than_a_block_fits_too)
{
	struct bulk b = BULK_INIT;
	char *large = bulk_new(&b, 1000, 1000);
	char *small = bulk_new(&b, 1, 1);

	large[999999] = 'x';
	ck_assert(small < large || small > large + 999999);
	bulk_release(&b);
	/* And it can be used again. */
	ck_assert_str_eq(bulk_text_n(&b, "again and again", 5), "again");
	bulk_release(&b);
}
END_TEST

START_TEST(texts_may_have_zeros_and_end_with_one)
{
	struct bulk b = BULK_INIT;
	char *text = bulk_text_n(&b, "a\0bc", 3),
	     *empty = bulk_text_n(&b, "", 0);

	ck_assert_mem_eq(text, "a\0b", 4);
	ck_assert_str_eq(empty, "");
	bulk_release(&b);
}
END_TEST

START_TEST(an_array_keeps_what_it_has_when_it_grows)
{
	struct bulk b = BULK_INIT;
	int *numbers = NULL;
	size_t cap = 0;

	for (size_t n = 0; n < 20000; n++) {
		numbers = bulk_grow(&b, numbers, n, &cap, sizeof(*numbers));
		ck_assert_uint_gt(cap, n);
		numbers[n] = (int)n;
	}
	for (size_t n = 0; n < 20000; n++)
		ck_assert_int_eq(numbers[n], (int)n);
	bulk_release(&b);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("bulk");
	TCase *tc = tcase_create("bulk");

	tcase_add_test(tc, nothing_is_released_as_nothing);
	tcase_add_test(tc, what_it_gives_is_zero_and_fits_any_type);
	tcase_add_test(tc, more_than_a_block_fits_too);
	tcase_add_test(tc, texts_may_have_zeros_and_end_with_one);
	tcase_add_test(tc, an_array_keeps_what_it_has_when_it_grows);
	suite_add_tcase(s, tc);
	return s;
}
