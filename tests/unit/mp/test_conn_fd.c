/* SPDX-License-Identifier: MIT */
/* Descriptors that go through a pipe. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "mp/connection.h"
#include "mp/wait.h"
#include "support/check_main.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

enum { HIGH = 700 };

static mp_conn *a, *b;
static int fds[2];

static void setup(void)
{
	crew_setup();
	ck_assert_int_eq(mp_pipe("line", true, &a, &b), 0);
	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
}

static void teardown(void)
{
	mp_conn_free(a);
	mp_conn_free(b);
	(void)close(fds[0]);
	(void)close(fds[1]);
}

static void comes_out(char c)
{
	char got = 0;

	ck_assert_int_eq(read(fds[0], &got, 1), 1);
	ck_assert_int_eq(got, c);
}

static int write_to_what_comes(void *unused)
{
	int fd;

	(void)unused;
	(void)mp_conn_close(a);
	(void)close(fds[0]);
	(void)close(fds[1]);
	fd = mp_conn_recv_fd(b, MP_FOREVER);
	if (fd < 0 || fcntl(fd, F_GETFD) != FD_CLOEXEC)
		return 1;
	return write(fd, "d", 1) == 1 ? 0 : 2;
}

/* conforms: 51 */
START_TEST(a_descriptor_arrives_in_another_process)
{
	mp_process *p;

	watch_start();
	p = started(write_to_what_comes, NULL);
	watch_wait(MP_VERB_RECV, MP_WAITS, 1);
	ck_assert_int_eq(mp_conn_send_fd(a, fds[1], MP_FOREVER), 0);
	ck_assert_int_eq(ended_with(p), 0);
	comes_out('d');
	for (int i = 0; i < 2; i++) {
		enum mp_verb verb = i ? MP_VERB_RECV : MP_VERB_SEND;

		ck_assert_str_eq(watch_nth(verb, MP_HAPPENS, 0)->text,
				 "a descriptor");
		ck_assert_int_eq(watch_nth(verb, MP_ENDS, 0)->e.err, 0);
	}
}
END_TEST

/* conforms: 51 */
START_TEST(its_number_may_be_high_and_it_may_be_closed_at_once)
{
	struct rlimit all = { 0 };
	int before, fd;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &all), 0);
	all.rlim_cur = all.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &all), 0);
	before = open_descriptors();
	ck_assert_int_eq(dup3(fds[1], HIGH, O_CLOEXEC), HIGH);
	ck_assert_int_eq(mp_conn_send_fd(a, HIGH, 0), 0);
	ck_assert_int_eq(close(HIGH), 0);
	fd = mp_conn_recv_fd(b, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "h", 1), 1);
	comes_out('h');
	ck_assert_int_eq(close(fd), 0);
	ck_assert_int_eq(open_descriptors(), before);
}
END_TEST

/* conforms: 51 */
START_TEST(a_message_is_no_descriptor_and_stays)
{
	char buf[4];

	ck_assert_int_eq(mp_conn_send(a, "one", 3, 0), 0);
	ck_assert_int_eq(mp_conn_send(a, "", 0, 0), 0);
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_fd(b, MP_FOREVER));
	ck_assert_int_eq((int)mp_conn_recv(b, buf, 4, 0), 3);
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_fd(b, 0));
	ck_assert_int_eq((int)mp_conn_recv(b, buf, 4, 0), 0);
	FAILS_WITH(EAGAIN, mp_conn_recv_fd(b, 0));
}
END_TEST

START_TEST(a_descriptor_is_no_message_and_stays)
{
	mp_waitable w[] = { MP_WAIT_CONN(b) };
	char buf[40];
	int n, fd;

	ck_assert_int_eq(mp_conn_send_fd(a, fds[1], 0), 0);
	FAILS_WITH(EPROTOTYPE, (int)mp_conn_recv(b, buf, 40, MP_FOREVER));
	FAILS_WITH(EPROTOTYPE, (int)mp_conn_recv(b, NULL, 0, 0));
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_item(b, MP_INT, &n, 0));
	FAILS_WITH(EPROTOTYPE, mp_conn_recv_item(b, MP_TEXT(40), buf, 0));
	FAILS_WITH(EPROTOTYPE, (int)mp_conn_next(b));
	ck_assert_int_eq(mp_conn_poll(b, MP_FOREVER), 1);
	ck_assert_int_eq(mp_wait(w, 1, 0), 1);
	fd = mp_conn_recv_fd(b, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(close(fd), 0);
}
END_TEST

START_TEST(without_a_free_descriptor_it_stays)
{
	struct rlimit was = { 0 }, few;
	int fd;

	ck_assert_int_eq(mp_conn_send_fd(a, fds[1], 0), 0);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &was), 0);
	few = was;
	few.rlim_cur = 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	for (int i = 0; i < 3; i++)
		FAILS_WITH(EMFILE, mp_conn_recv_fd(b, 0));
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &was), 0);
	fd = mp_conn_recv_fd(b, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "x", 1), 1);
	comes_out('x');
	ck_assert_int_eq(close(fd), 0);
}
END_TEST

START_TEST(what_cannot_be_sent_or_received_is_refused)
{
	mp_conn *reader, *writer;

	ck_assert_int_eq(mp_pipe(NULL, false, &reader, &writer), 0);
	FAILS_WITH(EINVAL, mp_conn_send_fd(NULL, 0, 0));
	FAILS_WITH(EINVAL, mp_conn_send_fd(a, 0, NAN));
	FAILS_WITH(EINVAL, mp_conn_recv_fd(NULL, 0));
	FAILS_WITH(EINVAL, mp_conn_recv_fd(b, NAN));
	FAILS_WITH(EBADF, mp_conn_send_fd(a, -1, 0));
	FAILS_WITH(EBADF, mp_conn_send_fd(a, HIGH, MP_FOREVER));
	FAILS_WITH(EBADF, mp_conn_send_fd(reader, 0, 0));
	FAILS_WITH(EBADF, mp_conn_recv_fd(writer, 0));
	FAILS_WITH(ETIMEDOUT, mp_conn_recv_fd(reader, 0.01));
	FAILS_WITH(EAGAIN, mp_conn_recv_fd(reader, -1));
	ck_assert_int_eq(mp_conn_close(writer), 0);
	FAILS_WITH(EPIPE, mp_conn_recv_fd(reader, MP_FOREVER));
	ck_assert_int_eq(mp_conn_close(reader), 0);
	FAILS_WITH(EBADF, mp_conn_recv_fd(reader, 0));
	ck_assert_int_eq(mp_conn_poll(b, 0), 0);
	ck_assert_int_eq(mp_conn_close(b), 0);
	FAILS_WITH(EPIPE, mp_conn_send_fd(a, 0, 0));
	mp_conn_free(reader);
	mp_conn_free(writer);
}
END_TEST

START_TEST(descriptors_that_nobody_receives_are_closed)
{
	char c;

	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(mp_conn_send_fd(a, fds[1], 0), 0);
	ck_assert_int_eq(close(fds[1]), 0);
	mp_conn_free(a);
	mp_conn_free(b);
	ck_assert_int_eq((int)read(fds[0], &c, 1), 0);
	ck_assert_int_eq(mp_pipe("line", true, &a, &b), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/conn_fd");
	TCase *t = tcase_create("descriptors");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_descriptor_arrives_in_another_process);
	tcase_add_test(t, its_number_may_be_high_and_it_may_be_closed_at_once);
	tcase_add_test(t, a_message_is_no_descriptor_and_stays);
	tcase_add_test(t, a_descriptor_is_no_message_and_stays);
	tcase_add_test(t, without_a_free_descriptor_it_stays);
	tcase_add_test(t, what_cannot_be_sent_or_received_is_refused);
	tcase_add_test(t, descriptors_that_nobody_receives_are_closed);
	suite_add_tcase(s, t);
	return s;
}
