/* SPDX-License-Identifier: MIT */
/* What a pipe does in one process. */
#include "mp/connection.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "unit/mp/crew.h"
#include "unit/mp/line.h"

/* conforms: 38 */
START_TEST(both_ends_send_and_receive)
{
	ck_assert_str_eq(mp_conn_name(a), "line");
	ck_assert_str_eq(mp_conn_name(b), "line");
	ck_assert(mp_conn_readable(a) && mp_conn_writable(a));
	ck_assert(mp_conn_readable(b) && mp_conn_writable(b));
	send_text(a, "there");
	send_text(b, "back");
	expect(a, "back");
	expect(b, "there");
}
END_TEST

START_TEST(names_are_numbered)
{
	mp_conn *c, *d;

	ck_assert_int_eq(mp_pipe(NULL, true, &c, &d), 0);
	ck_assert_str_eq(mp_conn_name(d), "Pipe-1");
	mp_conn_free(c);
	/* Still there for the other. */
	ck_assert_str_eq(mp_conn_name(d), "Pipe-1");
	mp_conn_free(d);
}
END_TEST

/* conforms: 38 */
START_TEST(messages_keep_their_boundaries_also_of_length_0)
{
	char buf[10];

	send_text(a, "one");
	ck_assert_int_eq(mp_conn_send(a, NULL, 0, 0), 0);
	send_text(a, "");
	send_text(a, "four");
	expect(b, "one");
	ck_assert_int_eq(mp_conn_recv(b, NULL, 0, 0), 0);
	ck_assert_int_eq(mp_conn_recv(b, buf, sizeof(buf), 0), 0);
	expect(b, "four");
	FAILS_WITH(EAGAIN, mp_conn_recv(b, buf, sizeof(buf), 0));
}
END_TEST

/* conforms: 39 */
START_TEST(messages_of_any_length_arrive_unchanged)
{
	size_t len = lengths[_i];
	unsigned char *in = pattern(len), *out = calloc(1, len);
	int before = open_descriptors();

	for (int i = 0; i < 2; i++) {
		in[0] = (unsigned char)i;
		ck_assert_int_eq(mp_conn_send(a, in, len, 0), 0);
	}
	send_text(a, "small");
	for (int i = 0; i < 2; i++) {
		in[0] = (unsigned char)i;
		ck_assert_int_eq(mp_conn_next(b), (ssize_t)len);
		ck_assert_int_eq(mp_conn_recv(b, out, len, 0), (ssize_t)len);
		ck_assert(memcmp(in, out, len) == 0);
	}
	expect(b, "small");
	ck_assert_int_eq(open_descriptors(), before);
	free(in);
	free(out);
}
END_TEST

/* conforms: 47 */
START_TEST(a_message_that_does_not_fit_stays)
{
	size_t len = _i ? 100000 : 10;
	unsigned char *in = pattern(len), *out = malloc(len);

	FAILS_WITH(EAGAIN, mp_conn_next(b));
	ck_assert_int_eq(mp_conn_send(a, in, len, 0), 0);
	send_text(a, "next");
	FAILS_WITH(EMSGSIZE, mp_conn_recv(b, out, len - 1, MP_FOREVER));
	FAILS_WITH(EMSGSIZE, mp_conn_recv(b, NULL, 0, MP_FOREVER));
	ck_assert_int_eq(mp_conn_next(b), (ssize_t)len);
	ck_assert_int_eq(mp_conn_recv(b, out, len, 0), (ssize_t)len);
	ck_assert(memcmp(in, out, len) == 0);
	expect(b, "next");
	free(in);
	free(out);
}
END_TEST

/* conforms: 40 41 */
START_TEST(poll_tells_and_takes_nothing)
{
	ck_assert_int_eq(mp_conn_poll(b, 0), 0);
	ck_assert_int_eq(mp_conn_poll(b, -1), 0);
	ck_assert_int_eq(mp_conn_poll(b, 0.01), 0);
	ck_assert_int_eq(mp_conn_send(a, NULL, 0, 0), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(mp_conn_poll(b, i ? MP_FOREVER : 0), 1);
	expect(b, "");
	ck_assert_int_eq(mp_conn_poll(b, 0), 0);
	ck_assert_int_eq(mp_conn_close(a), 0);
	ck_assert_int_eq(mp_conn_poll(b, 0), 1);
}
END_TEST

/* conforms: 43 */
START_TEST(what_was_sent_before_the_close_comes_before_the_end)
{
	char buf[10];

	send_text(a, "last words");
	/* Not received by the other: must not disturb. */
	send_text(b, "unread");
	ck_assert_int_eq(mp_conn_close(a), 0);
	expect(b, "last words");
	FAILS_WITH(EPIPE, mp_conn_recv(b, buf, sizeof(buf), MP_FOREVER));
	FAILS_WITH(EPIPE, mp_conn_recv(b, buf, sizeof(buf), 0));
	FAILS_WITH(EPIPE, mp_conn_next(b));
	FAILS_WITH(EPIPE, mp_conn_send(b, "x", 1, MP_FOREVER));
}
END_TEST

/* conforms: 44 */
START_TEST(sending_to_a_closed_end_fails_without_a_signal)
{
	unsigned char *large = pattern(LARGE);

	/* The first finds that the other did not receive. */
	if (_i)
		send_text(a, "unread");
	ck_assert_int_eq(mp_conn_close(b), 0);
	FAILS_WITH(EPIPE, mp_conn_send(a, "x", 1, MP_FOREVER));
	FAILS_WITH(EPIPE, mp_conn_send(a, "x", 1, 0));
	FAILS_WITH(EPIPE, mp_conn_send(a, large, LARGE, 0));
	free(large);
}
END_TEST

/* conforms: 45 50 */
START_TEST(a_closed_connection_is_of_no_use)
{
	char buf[10];
	int item;

	ck_assert(!mp_conn_closed(a));
	ck_assert_int_ge(mp_conn_fileno(a), 0);
	ck_assert_int_eq(mp_conn_close(a), 0);
	ck_assert_int_eq(mp_conn_close(a), 0);
	ck_assert(mp_conn_closed(a));
	FAILS_WITH(EBADF, mp_conn_send(a, "x", 1, 0));
	FAILS_WITH(EBADF, mp_conn_recv(a, buf, sizeof(buf), 0));
	FAILS_WITH(EBADF, mp_conn_send_item(a, MP_INT, &item, 0));
	FAILS_WITH(EBADF, mp_conn_recv_item(a, MP_INT, &item, 0));
	FAILS_WITH(EBADF, mp_conn_poll(a, 0));
	FAILS_WITH(EBADF, mp_conn_next(a));
	FAILS_WITH(EBADF, mp_conn_fileno(a));
	ck_assert_str_eq(mp_conn_name(a), "line");
}
END_TEST

/* conforms: 46 */
START_TEST(a_one_way_pipe_goes_one_way)
{
	mp_conn *reader, *writer;
	char buf[10];

	ck_assert_int_eq(mp_pipe(NULL, false, &reader, &writer), 0);
	ck_assert(mp_conn_readable(reader) && !mp_conn_writable(reader));
	ck_assert(!mp_conn_readable(writer) && mp_conn_writable(writer));
	send_text(writer, "this way");
	expect(reader, "this way");
	FAILS_WITH(EBADF, mp_conn_send(reader, "x", 1, 0));
	FAILS_WITH(EBADF, mp_conn_recv(writer, buf, sizeof(buf), 0));
	FAILS_WITH(EBADF, mp_conn_poll(writer, 0));
	FAILS_WITH(EBADF, mp_conn_next(writer));
	mp_conn_free(reader);
	FAILS_WITH(EPIPE, mp_conn_send(writer, "x", 1, 0));
	mp_conn_free(writer);
}
END_TEST

/* conforms: 38 */
START_TEST(items_of_every_type_arrive)
{
	struct point {
		double x, y;
	} p = { 1, 2 }, q;
	double half = 0.5, d = 0;
	int seven = -7, i = 0;
	char text[8] = "#######";

	ck_assert_int_eq(mp_conn_send_item(a, MP_INT, &seven, 0), 0);
	ck_assert_int_eq(mp_conn_send_item(a, MP_DOUBLE, &half, 0), 0);
	ck_assert_int_eq(mp_conn_send_item(a, MP_TEXT(40), "seven", 0), 0);
	ck_assert_int_eq(mp_conn_send_item(a, MP_BYTES(sizeof(p)), &p, 0), 0);
	ck_assert_int_eq(mp_conn_recv_item(b, MP_INT, &i, 0), 0);
	ck_assert_int_eq(i, -7);
	ck_assert_int_eq(mp_conn_recv_item(b, MP_DOUBLE, &d, 0), 0);
	ck_assert_double_eq(d, 0.5);
	ck_assert_int_eq(mp_conn_recv_item(b, MP_TEXT(8), text, 0), 0);
	ck_assert_mem_eq(text, "seven\0#", 8);
	ck_assert_int_eq(mp_conn_recv_item(b, MP_BYTES(sizeof(q)), &q, 0), 0);
	ck_assert_mem_eq(&p, &q, sizeof(p));
	FAILS_WITH(EMSGSIZE, mp_conn_send_item(a, MP_TEXT(5), "seven", 0));
	ck_assert_int_eq(mp_conn_poll(b, 0), 0);
}
END_TEST

START_TEST(an_item_of_another_type_stays)
{
	int64_t l = 5;
	double d;
	int i;
	char text[8];

	ck_assert_int_eq(mp_conn_send_item(a, MP_LONG, &l, 0), 0);
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_item(b, MP_INT, &i, 0));
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_item(b, MP_DOUBLE, &d, 0));
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_item(b, MP_TEXT(8), text, 0));
	l = 0;
	ck_assert_int_eq(mp_conn_recv_item(b, MP_LONG, &l, 0), 0);
	ck_assert_int_eq(l, 5);
	/* Bytes may be anything of that size. */
	send_text(a, "8 bytes.");
	FAILS_WITH(EMSGSIZE, mp_conn_recv_item(b, MP_INT, &i, 0));
	FAILS_WITH(EMSGSIZE, mp_conn_recv_item(b, MP_TEXT(8), text, 0));
	ck_assert_int_eq(mp_conn_recv_item(b, MP_DOUBLE, &d, 0), 0);
	send_text(a, "7 bytes");
	ck_assert_int_eq(mp_conn_recv_item(b, MP_TEXT(8), text, 0), 0);
	ck_assert_str_eq(text, "7 bytes");
}
END_TEST

START_TEST(a_full_pipe_says_so)
{
	unsigned char *large = pattern(LARGE);
	size_t len = _i ? LARGE : 64;
	int n = 0;

	while (!mp_conn_send(a, large, len, 0))
		n++;
	ck_assert_int_eq(errno, EAGAIN);
	FAILS_WITH(ETIMEDOUT, mp_conn_send(a, large, len, 0.01));
	/* As the header says. */
	ck_assert_int_ge(n, _i ? 2 : 100);
	ck_assert_int_le(n, _i ? 16 : 4000);
	free(large);
}
END_TEST

/* A pipe that has carried one kind of item only may be quicker about it. */
START_TEST(after_many_of_one_type_another_still_stays)
{
	double d = 2.5;
	int64_t l = 5;

	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(mp_conn_send_item(a, MP_LONG, &l, 0), 0);
		ck_assert_int_eq(mp_conn_recv_item(b, MP_LONG, &l, 0), 0);
		ck_assert_int_eq(l, 5);
	}
	FAILS_WITH(EAGAIN, mp_conn_recv_item(b, MP_LONG, &l, 0));
	ck_assert_int_eq(mp_conn_send_item(a, MP_DOUBLE, &d, 0), 0);
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_item(b, MP_LONG, &l, 0));
	d = 0;
	ck_assert_int_eq(mp_conn_recv_item(b, MP_DOUBLE, &d, 0), 0);
	ck_assert(d == 2.5);
	send_text(a, "8 bytes.");
	FAILS_WITH(EMSGSIZE, mp_conn_recv_item(b, MP_INT, &(int){ 0 }, 0));
	expect(b, "8 bytes.");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/connection");
	TCase *t = tcase_create("connection");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, line_setup, line_teardown);
	tcase_add_test(t, both_ends_send_and_receive);
	tcase_add_test(t, names_are_numbered);
	tcase_add_test(t, messages_keep_their_boundaries_also_of_length_0);
	tcase_add_loop_test(t, messages_of_any_length_arrive_unchanged, 0,
			    LENGTHS);
	tcase_add_loop_test(t, a_message_that_does_not_fit_stays, 0, 2);
	tcase_add_test(t, poll_tells_and_takes_nothing);
	tcase_add_test(t, what_was_sent_before_the_close_comes_before_the_end);
	tcase_add_loop_test(t, sending_to_a_closed_end_fails_without_a_signal,
			    0, 2);
	tcase_add_test(t, a_closed_connection_is_of_no_use);
	tcase_add_test(t, a_one_way_pipe_goes_one_way);
	tcase_add_test(t, items_of_every_type_arrive);
	tcase_add_test(t, an_item_of_another_type_stays);
	tcase_add_test(t, after_many_of_one_type_another_still_stays);
	tcase_add_loop_test(t, a_full_pipe_says_so, 0, 2);
	suite_add_tcase(s, t);
	return s;
}
