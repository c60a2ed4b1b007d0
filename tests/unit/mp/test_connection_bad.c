/* SPDX-License-Identifier: MIT */
/* What a pipe makes of bad input, and of a lack of descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "mp/connection.h"
#include "unit/mp/crew.h"
#include "unit/mp/line.h"

/* conforms: 50 */
START_TEST(null_and_nan_are_refused)
{
	mp_conn *c = NULL;
	char buf[4];
	int item = 1;

	FAILS_WITH(EINVAL, mp_pipe("x", true, NULL, &c));
	FAILS_WITH(EINVAL, mp_pipe("x", true, &c, NULL));
	ck_assert_ptr_null(c);
	FAILS_WITH(EINVAL, mp_conn_send(NULL, "x", 1, 0));
	FAILS_WITH(EINVAL, mp_conn_send(a, NULL, 1, 0));
	FAILS_WITH(EINVAL, mp_conn_send(a, "x", 1, NAN));
	FAILS_WITH(EINVAL, mp_conn_recv(NULL, buf, 4, 0));
	FAILS_WITH(EINVAL, mp_conn_recv(a, NULL, 4, 0));
	FAILS_WITH(EINVAL, mp_conn_recv(a, buf, 4, NAN));
	FAILS_WITH(EINVAL, mp_conn_send_item(a, 0, &item, 0));
	FAILS_WITH(EINVAL, mp_conn_send_item(a, MP_INT, NULL, 0));
	FAILS_WITH(EINVAL, mp_conn_recv_item(a, MP_TEXT(0), &item, 0));
	FAILS_WITH(EINVAL, mp_conn_recv_item(a, MP_INT, NULL, 0));
	FAILS_WITH(EINVAL, mp_conn_poll(NULL, 0));
	FAILS_WITH(EINVAL, mp_conn_poll(a, NAN));
	FAILS_WITH(EINVAL, mp_conn_next(NULL));
	FAILS_WITH(EINVAL, mp_conn_close(NULL));
	FAILS_WITH(EINVAL, mp_conn_fileno(NULL));
	mp_conn_free(NULL);
	ck_assert(!mp_conn_readable(NULL) && !mp_conn_writable(NULL));
	ck_assert(!mp_conn_closed(NULL));
	ck_assert_ptr_null(mp_conn_name(NULL));
	ck_assert_int_eq(mp_conn_poll(b, 0), 0);
}
END_TEST

START_TEST(what_mp_did_not_send_is_dropped)
{
	static const char junk[40] = "not from here";
	char buf[40];

	ck_assert_int_eq(send(mp_conn_fileno(a), junk, 3, 0), 3);
	ck_assert_int_eq(send(mp_conn_fileno(a), junk, 40, 0), 40);
	send_text(a, "good");
	FAILS_WITH(EBADMSG, mp_conn_recv(b, buf, sizeof(buf), 0));
	FAILS_WITH(EBADMSG, mp_conn_next(b));
	expect(b, "good");
}
END_TEST

static void no_more_descriptors(void)
{
	struct rlimit few = { 0 };

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &few), 0);
	few.rlim_cur = 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
}

static void descriptors_again(void)
{
	struct rlimit all = { 0 };

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &all), 0);
	all.rlim_cur = all.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &all), 0);
}

START_TEST(without_descriptors_nothing_is_lost)
{
	size_t len = 100000;
	unsigned char *in = pattern(len), *out = malloc(len);
	mp_conn *c = NULL, *d = NULL;

	ck_assert_int_eq(mp_conn_send(a, in, len, 0), 0);
	no_more_descriptors();
	FAILS_WITH(EMFILE, mp_pipe("x", true, &c, &d));
	ck_assert_ptr_null(c);
	FAILS_WITH(EMFILE, mp_conn_send(a, in, len, 0));
	FAILS_WITH(EMFILE, mp_conn_recv(b, out, len, 0));
	send_text(a, "small");
	descriptors_again();
	ck_assert_int_eq(mp_conn_recv(b, out, len, 0), (ssize_t)len);
	ck_assert(memcmp(in, out, len) == 0);
	expect(b, "small");
	free(in);
	free(out);
}
END_TEST

START_TEST(a_pipe_leaves_no_descriptor)
{
	int before = open_descriptors();
	mp_conn *c, *d;

	ck_assert_int_eq(mp_pipe("x", true, &c, &d), 0);
	ck_assert_int_eq(fcntl(mp_conn_fileno(c), F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(fcntl(mp_conn_fileno(d), F_GETFD), FD_CLOEXEC);
	mp_conn_free(c);
	mp_conn_free(d);
	ck_assert_int_eq(open_descriptors(), before);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/connection_bad");
	TCase *t = tcase_create("connection_bad");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, line_setup, line_teardown);
	tcase_add_test(t, null_and_nan_are_refused);
	tcase_add_test(t, what_mp_did_not_send_is_dropped);
	tcase_add_test(t, without_descriptors_nothing_is_lost);
	tcase_add_test(t, a_pipe_leaves_no_descriptor);
	suite_add_tcase(s, t);
	return s;
}
