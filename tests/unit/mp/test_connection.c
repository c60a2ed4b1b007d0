/* SPDX-License-Identifier: MIT */
/* What a pipe does, in one process and between several. */
#include "mp/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "mp/process.h"
#include "support/check_main.h"
#include "unit/mp/watch.h"

#define FAILS_WITH(err, call)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		ck_assert_int_eq((int)(call), -1);                             \
		ck_assert_int_eq(errno, (err));                                \
	} while (0)

enum { LARGE = 16 << 20 };

static mp_conn *a, *b;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	ck_assert_int_eq(mp_pipe("line", true, &a, &b), 0);
}

static void teardown(void)
{
	mp_conn_free(a);
	mp_conn_free(b);
}

static void send_text(mp_conn *c, const char *text)
{
	ck_assert_int_eq(mp_conn_send(c, text, strlen(text), MP_FOREVER), 0);
}

/* The next message is @text. */
static void expect(mp_conn *c, const char *text)
{
	char buf[100];
	ssize_t n = mp_conn_recv(c, buf, sizeof(buf) - 1, MP_FOREVER);

	ck_assert_int_ge(n, 0);
	buf[n] = '\0';
	ck_assert_str_eq(buf, text);
}

static mp_process *started(mp_process_fn *fn, void *arg)
{
	mp_process *p = mp_process_new(NULL, fn, arg);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(mp_process_start(p), 0);
	return p;
}

static int ended_with(mp_process *p)
{
	int code;

	ck_assert_int_eq(mp_process_join(p, MP_FOREVER), 0);
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

/* @len bytes that are wrong in any other order. */
static unsigned char *pattern(size_t len)
{
	unsigned char *data = malloc(len);

	ck_assert_ptr_nonnull(data);
	for (size_t i = 0; i < len; i++)
		data[i] = (unsigned char)(i * 2654435761U >> 13);
	return data;
}

static int open_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* ---- one process ---- */

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

static const size_t lengths[] = {
	1, 32751, 32752, 32753, 65536, 1 << 20, LARGE
};

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

/* ---- several ---- */

static int echo(void *unused)
{
	unsigned char *buf = malloc(LARGE);
	ssize_t n;

	(void)unused;
	(void)mp_conn_close(a);
	while ((n = mp_conn_recv(b, buf, LARGE, MP_FOREVER)) >= 0)
		if (mp_conn_send(b, buf, (size_t)n, MP_FOREVER))
			return 1;
	free(buf);
	return errno == EPIPE ? 0 : 2;
}

START_TEST(a_child_answers_until_the_end_of_file)
{
	unsigned char *in = pattern(LARGE), *out = malloc(LARGE);
	mp_process *p = started(echo, NULL);

	ck_assert_int_eq(mp_conn_close(b), 0);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		ck_assert_int_eq(mp_conn_send(a, in, lengths[i], 20), 0);
		ck_assert_int_eq(mp_conn_recv(a, out, LARGE, 20),
				 (ssize_t)lengths[i]);
		ck_assert(memcmp(in, out, lengths[i]) == 0);
	}
	ck_assert_int_eq(mp_conn_close(a), 0);
	ck_assert_int_eq(ended_with(p), 0);
	free(in);
	free(out);
}
END_TEST

enum { NUMBERS = 2000 };

static int send_numbers(void *unused)
{
	(void)unused;
	for (int i = 0; i < NUMBERS; i++)
		if (mp_conn_send_item(a, MP_INT, &i, MP_FOREVER))
			return 1;
	return 0;
}

START_TEST(send_waits_until_there_is_room)
{
	mp_process *p;
	int got = -1;

	watch_start();
	p = started(send_numbers, NULL);
	watch_wait(MP_VERB_SEND, MP_WAITS, 1);
	ck_assert(mp_process_is_alive(p));
	for (int i = 0; i < NUMBERS; i++) {
		ck_assert_int_eq(mp_conn_recv_item(b, MP_INT, &got, 20), 0);
		ck_assert_int_eq(got, i);
	}
	ck_assert_int_eq(ended_with(p), 0);
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

static int recv_one(void *unused)
{
	char buf[10];
	ssize_t n;

	(void)unused;
	(void)mp_conn_close(a);
	n = mp_conn_recv(b, buf, sizeof(buf), MP_FOREVER);
	return n < 0 ? errno : (int)n;
}

START_TEST(recv_waits_for_a_message_or_the_end)
{
	mp_process *p;

	watch_start();
	p = started(recv_one, NULL);
	watch_wait(MP_VERB_RECV, MP_WAITS, 1);
	ck_assert(mp_process_is_alive(p));
	if (_i)
		send_text(a, "seven c");
	else
		(void)mp_conn_close(a);
	ck_assert_int_eq(ended_with(p), _i ? 7 : EPIPE);
}
END_TEST

static int poll_one(void *unused)
{
	(void)unused;
	return mp_conn_poll(b, MP_FOREVER);
}

START_TEST(poll_waits_for_a_message)
{
	mp_process *p;

	watch_start();
	p = started(poll_one, NULL);
	watch_wait(MP_VERB_POLL, MP_WAITS, 1);
	send_text(a, "x");
	ck_assert_int_eq(ended_with(p), 1);
	expect(b, "x");
}
END_TEST

static int count_messages(void *sum)
{
	char buf[40000];
	ssize_t n;

	(void)mp_conn_close(a);
	while ((n = mp_conn_recv(b, buf, sizeof(buf), MP_FOREVER)) >= 0) {
		for (ssize_t i = 0; i < n; i++)
			if (buf[i] != buf[0])
				return 1;
		atomic_fetch_add((atomic_int *)sum, (int)n);
	}
	return 0;
}

static int send_blocks(void *unused)
{
	char buf[40000];

	(void)unused;
	(void)mp_conn_close(b);
	for (int i = 0; i < 200; i++) {
		memset(buf, i, sizeof(buf));
		if (mp_conn_send(a, buf, i % 4 ? 100 : sizeof(buf), 20))
			return 1;
	}
	return 0;
}

START_TEST(many_may_use_one_end)
{
	atomic_int *sum = shared_memory(sizeof(*sum));
	mp_process *reader[3], *writer[3];

	for (int i = 0; i < 3; i++) {
		reader[i] = started(count_messages, sum);
		writer[i] = started(send_blocks, NULL);
	}
	(void)mp_conn_close(a);
	(void)mp_conn_close(b);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(writer[i]), 0);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(reader[i]), 0);
	ck_assert_int_eq(atomic_load(sum), 3 * 50 * (40000 + 300));
}
END_TEST

static atomic_int *alarms;

static void on_alarm(int number)
{
	(void)number;
	atomic_fetch_add(alarms, 1);
}

static bool many_alarms(void *unused)
{
	(void)unused;
	return atomic_load(alarms) >= 20;
}

static int talk_after_alarms(void *unused)
{
	char buf[40];

	if (!eventually(many_alarms, unused) || mp_conn_send(b, "x", 1, 20))
		return 1;
	atomic_store(alarms, 0);
	if (!eventually(many_alarms, unused))
		return 2;
	while (mp_conn_recv(b, buf, sizeof(buf), 20) == 40)
		;
	return 0;
}

START_TEST(signal_handlers_do_not_end_a_wait)
{
	struct itimerval every_ms = { { 0, 1000 }, { 0, 1000 } };
	struct sigaction act = { .sa_handler = on_alarm };
	char forty[40] = "";
	mp_process *p;

	alarms = shared_memory(sizeof(*alarms));
	ck_assert_int_eq(sigaction(SIGALRM, &act, NULL), 0);
	p = started(talk_after_alarms, NULL);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &every_ms, NULL), 0);
	expect(a, "x");
	for (int i = 0; i < 3000; i++)
		ck_assert_int_eq(mp_conn_send(a, forty, 40, MP_FOREVER), 0);
	send_text(a, "end");
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int recv_for_an_hour(void *unused)
{
	char c;

	(void)unused;
	return mp_conn_recv(b, &c, 1, 3600) < 0 ? errno : 0;
}

static bool looked_often(void *unused)
{
	(void)unused;
	return watch_looks() >= 10;
}

START_TEST(timeouts_go_by_the_demos_clock)
{
	mp_process *p;

	watch_start_with_clock();
	p = started(recv_for_an_hour, NULL);
	ck_assert(eventually(looked_often, NULL));
	watch_set_clock(3599999999999);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0));
	watch_set_clock(3600000000000);
	ck_assert_int_eq(ended_with(p), ETIMEDOUT);
}
END_TEST

/* ---- what a watcher is told ---- */

static const struct seen *the(enum mp_verb verb, enum mp_phase phase)
{
	const struct seen *s = watch_nth(verb, phase, 0);

	ck_assert_msg(s, "no event of verb %d, phase %d", (int)verb,
		      (int)phase);
	return s;
}

START_TEST(a_watcher_sees_both_ends)
{
	char buf[10];
	mp_conn *c, *d;
	int item = -3;
	uint64_t id;

	watch_start();
	ck_assert_int_eq(mp_pipe("line", true, &c, &d), 0);
	send_text(c, "hello");
	ck_assert_int_eq(mp_conn_recv(d, buf, sizeof(buf), 0), 5);
	id = the(MP_VERB_PIPE_NEW, MP_HAPPENS)->e.object;
	ck_assert_str_eq(the(MP_VERB_PIPE_NEW, MP_HAPPENS)->text, "line");
	ck_assert_uint_eq(the(MP_VERB_PIPE_NEW, MP_HAPPENS)->e.a, 1);
	ck_assert_str_eq(the(MP_VERB_SEND, MP_BEGINS)->text, "hello");
	ck_assert_str_eq(the(MP_VERB_SEND, MP_HAPPENS)->text, "hello");
	ck_assert_uint_eq(the(MP_VERB_SEND, MP_HAPPENS)->e.b, 5);
	ck_assert_uint_eq(the(MP_VERB_SEND, MP_HAPPENS)->e.aux, 0);
	ck_assert_uint_eq(the(MP_VERB_SEND, MP_HAPPENS)->e.object, id);
	ck_assert_str_eq(the(MP_VERB_RECV, MP_HAPPENS)->text, "hello");
	ck_assert_int_eq(the(MP_VERB_RECV, MP_HAPPENS)->e.kind, MP_KIND_TEXT);
	ck_assert_uint_eq(the(MP_VERB_RECV, MP_HAPPENS)->e.aux, 1);
	ck_assert_uint_eq(the(MP_VERB_RECV, MP_ENDS)->e.b, 5);
	ck_assert_int_eq(mp_conn_send_item(d, MP_INT, &item, 0), 0);
	ck_assert_int_eq(mp_conn_recv_item(c, MP_INT, &item, 0), 0);
	ck_assert_int_eq(watch_nth(MP_VERB_RECV, MP_HAPPENS, 1)->e.kind,
			 MP_KIND_INT);
	ck_assert_int_eq((int)watch_nth(MP_VERB_RECV, MP_HAPPENS, 1)->e.a, -3);
	ck_assert_int_eq(mp_conn_send(c, "\0\1", 2, 0), 0);
	ck_assert_int_eq(watch_nth(MP_VERB_SEND, MP_HAPPENS, 2)->e.kind,
			 MP_KIND_BYTES);
	FAILS_WITH(EAGAIN, mp_conn_recv(c, buf, sizeof(buf), 0));
	ck_assert_int_eq(watch_nth(MP_VERB_RECV, MP_ENDS, 2)->e.err, EAGAIN);
	mp_conn_free(c);
	mp_conn_free(d);
	ck_assert_int_eq(watch_count(MP_VERB_CONN_CLOSE, MP_HAPPENS), 2);
}
END_TEST

static int recv_numbers(void *unused)
{
	int got;

	(void)unused;
	for (int i = 0; i < 500; i++)
		if (mp_conn_recv_item(b, MP_INT, &got, 20) || got != i)
			return 1;
	return 0;
}

START_TEST(no_message_is_seen_to_arrive_before_it_was_sent)
{
	mp_process *p;
	int sent = 0;

	watch_start();
	p = started(recv_numbers, NULL);
	for (int i = 0; i < 500; i++)
		ck_assert_int_eq(mp_conn_send_item(a, MP_INT, &i, 20), 0);
	ck_assert_int_eq(ended_with(p), 0);
	for (int i = 0; i < watch_len(); i++) {
		const struct seen *s = watch_at(i);

		if (s->e.phase != MP_HAPPENS)
			continue;
		sent += s->e.verb == MP_VERB_SEND;
		if (s->e.verb == MP_VERB_RECV)
			ck_assert_int_lt((int)s->e.a, sent);
	}
	ck_assert_int_eq(sent, 500);
}
END_TEST

static TCase *one_process(void)
{
	TCase *t = tcase_create("one process");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, both_ends_send_and_receive);
	tcase_add_test(t, names_are_numbered);
	tcase_add_test(t, messages_keep_their_boundaries_also_of_length_0);
	tcase_add_loop_test(t, messages_of_any_length_arrive_unchanged, 0,
			    sizeof(lengths) / sizeof(*lengths));
	tcase_add_loop_test(t, a_message_that_does_not_fit_stays, 0, 2);
	tcase_add_test(t, poll_tells_and_takes_nothing);
	tcase_add_test(t, what_was_sent_before_the_close_comes_before_the_end);
	tcase_add_loop_test(t, sending_to_a_closed_end_fails_without_a_signal,
			    0, 2);
	tcase_add_test(t, a_closed_connection_is_of_no_use);
	tcase_add_test(t, a_one_way_pipe_goes_one_way);
	tcase_add_test(t, null_and_nan_are_refused);
	tcase_add_test(t, items_of_every_type_arrive);
	tcase_add_test(t, an_item_of_another_type_stays);
	tcase_add_test(t, what_mp_did_not_send_is_dropped);
	tcase_add_test(t, without_descriptors_nothing_is_lost);
	tcase_add_test(t, a_pipe_leaves_no_descriptor);
	tcase_add_loop_test(t, a_full_pipe_says_so, 0, 2);
	return t;
}

Suite *suite(void)
{
	Suite *s = suite_create("mp/connection");
	TCase *many = tcase_create("several");

	suite_add_tcase(s, one_process());
	tcase_set_timeout(many, 60);
	tcase_add_checked_fixture(many, setup, teardown);
	tcase_add_test(many, a_child_answers_until_the_end_of_file);
	tcase_add_test(many, send_waits_until_there_is_room);
	tcase_add_loop_test(many, recv_waits_for_a_message_or_the_end, 0, 2);
	tcase_add_test(many, poll_waits_for_a_message);
	tcase_add_test(many, many_may_use_one_end);
	tcase_add_test(many, signal_handlers_do_not_end_a_wait);
	tcase_add_test(many, timeouts_go_by_the_demos_clock);
	tcase_add_test(many, a_watcher_sees_both_ends);
	tcase_add_test(many, no_message_is_seen_to_arrive_before_it_was_sent);
	suite_add_tcase(s, many);
	return s;
}
