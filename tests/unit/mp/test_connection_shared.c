/* SPDX-License-Identifier: MIT */
/* What a pipe does between processes, and what a watcher is told of it. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "mp/connection.h"
#include "mp/process.h"
#include "mp/type.h"
#include "unit/mp/crew.h"
#include "unit/mp/line.h"
#include "unit/mp/watch.h"

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

/* conforms: 39 49 */
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

/* conforms: 39 */
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

static int recv_one(void *unused)
{
	char buf[10];
	ssize_t n;

	(void)unused;
	(void)mp_conn_close(a);
	n = mp_conn_recv(b, buf, sizeof(buf), MP_FOREVER);
	return n < 0 ? errno : (int)n;
}

/* conforms: 43 */
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

/* conforms: 40 */
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

/* conforms: 42 */
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

enum { GROWN = 2000 };

static int send_ever_longer(void *unused)
{
	static char text[GROWN];

	(void)unused;
	for (size_t i = 1; i <= GROWN; i++)
		if (mp_conn_send(b, text, i, MP_FOREVER))
			return 1;
	return 0;
}

/* With room for what came last, and for the next one only once it is known. */
START_TEST(a_message_longer_than_all_before_is_never_cut)
{
	static char buf[GROWN];
	mp_process *writer = started(send_ever_longer, NULL);
	ssize_t room = 1, n;

	for (ssize_t i = 1; i <= GROWN; i++) {
		n = mp_conn_recv(a, buf, (size_t)room, MP_FOREVER);
		if (n < 0) {
			ck_assert_int_eq(errno, EMSGSIZE);
			room = mp_conn_next(a);
			n = mp_conn_recv(a, buf, (size_t)room, MP_FOREVER);
		}
		ck_assert_int_eq(n, i);
	}
	ck_assert_int_eq(ended_with(writer), 0);
}
END_TEST

static int talk_after_alarms(void *unused)
{
	char buf[40];

	if (!eventually(many_alarms, unused) || mp_conn_send(b, "x", 1, 20))
		return 1;
	alarms_restart();
	if (!eventually(many_alarms, unused))
		return 2;
	while (mp_conn_recv(b, buf, sizeof(buf), 20) == 40)
		;
	return 0;
}

/* conforms: 49 */
START_TEST(signal_handlers_do_not_end_a_wait)
{
	char forty[40] = "";
	mp_process *p;

	alarms_prepare();
	p = started(talk_after_alarms, NULL);
	alarms_begin();
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

START_TEST(timeouts_go_by_the_demos_clock)
{
	mp_process *p;

	watch_start_with_clock();
	p = started(recv_for_an_hour, NULL);
	ck_assert(eventually(watch_looked_often, NULL));
	watch_set_clock(3599999999999);
	FAILS_WITH(ETIMEDOUT, mp_process_join(p, 0));
	watch_set_clock(3600000000000);
	ck_assert_int_eq(ended_with(p), ETIMEDOUT);
}
END_TEST

/* ---- what a watcher is told ---- */

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
	id = watch_the(MP_VERB_PIPE_NEW, MP_HAPPENS)->e.object;
	ck_assert_str_eq(watch_the(MP_VERB_PIPE_NEW, MP_HAPPENS)->text, "line");
	ck_assert_uint_eq(watch_the(MP_VERB_PIPE_NEW, MP_HAPPENS)->e.a, 1);
	ck_assert_str_eq(watch_the(MP_VERB_SEND, MP_BEGINS)->text, "hello");
	ck_assert_str_eq(watch_the(MP_VERB_SEND, MP_HAPPENS)->text, "hello");
	ck_assert_uint_eq(watch_the(MP_VERB_SEND, MP_HAPPENS)->e.b, 5);
	ck_assert_uint_eq(watch_the(MP_VERB_SEND, MP_HAPPENS)->e.aux, 0);
	ck_assert_uint_eq(watch_the(MP_VERB_SEND, MP_HAPPENS)->e.object, id);
	ck_assert_str_eq(watch_the(MP_VERB_RECV, MP_HAPPENS)->text, "hello");
	ck_assert_int_eq(watch_the(MP_VERB_RECV, MP_HAPPENS)->e.kind,
			 MP_KIND_TEXT);
	ck_assert_uint_eq(watch_the(MP_VERB_RECV, MP_HAPPENS)->e.aux, 1);
	ck_assert_uint_eq(watch_the(MP_VERB_RECV, MP_ENDS)->e.b, 5);
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

Suite *suite(void)
{
	Suite *s = suite_create("mp/connection_shared");
	TCase *t = tcase_create("connection_shared");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, line_setup, line_teardown);
	tcase_add_test(t, a_child_answers_until_the_end_of_file);
	tcase_add_test(t, send_waits_until_there_is_room);
	tcase_add_loop_test(t, recv_waits_for_a_message_or_the_end, 0, 2);
	tcase_add_test(t, poll_waits_for_a_message);
	tcase_add_test(t, many_may_use_one_end);
	tcase_add_test(t, a_message_longer_than_all_before_is_never_cut);
	tcase_add_test(t, signal_handlers_do_not_end_a_wait);
	tcase_add_test(t, timeouts_go_by_the_demos_clock);
	tcase_add_test(t, a_watcher_sees_both_ends);
	tcase_add_test(t, no_message_is_seen_to_arrive_before_it_was_sent);
	suite_add_tcase(s, t);
	return s;
}
