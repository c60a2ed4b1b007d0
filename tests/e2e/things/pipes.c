/* SPDX-License-Identifier: MIT */
/*
 * Pipes of every sort: one whose reader is slow, one that gets full, one whose
 * reader waits for an end of file that it holds off itself; pipes of mp, one
 * way and both; a socket pair; a message queue.
 */
#include <fcntl.h>
#include <mqueue.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mp/connection.h"
#include "mp/process.h"
#include "mp/time.h"

static const char queue_name[] = "/procession-test-pipes";
static int slow[2], full[2];
static mp_conn *out, *in, *left, *right;

static int write_lines(void *unused)
{
	(void)unused;
	(void)close(slow[0]);
	(void)mp_conn_close(out);
	for (int i = 0; i < 10; i++) {
		if (write(slow[1], "a line\n", 7) < 0)
			return 1;
		(void)mp_conn_send_item(in, MP_INT, &i, MP_FOREVER);
		(void)mp_sleep(0.2);
	}
	return 0;
}

static int read_slowly(void *unused)
{
	char buf[5];
	int item;

	(void)unused;
	(void)close(slow[1]);
	(void)mp_conn_close(in);
	while (read(slow[0], buf, sizeof(buf)) > 0) {
		(void)mp_conn_recv_item(out, MP_INT, &item, MP_FOREVER);
		(void)mp_sleep(0.5);
	}
	return 0;
}

static int fill(void *unused)
{
	static char block[8192];

	(void)unused;
	memset(block, 'x', sizeof(block));
	while (write(full[1], block, sizeof(block)) > 0)
		;
	return 0;
}

static int wait_in_vain(void *unused)
{
	int own[2];
	char c;

	(void)unused;
	if (pipe(own))
		return 1;
	return (int)read(own[0], &c, 1);
}

static void send_some(mqd_t queue, int pair)
{
	double half = 0.5;

	if (write(pair, "hello", 5) < 0)
		return;
	(void)mp_conn_send_item(left, MP_DOUBLE, &half, MP_FOREVER);
	(void)mq_send(queue, "rest", 4, 1);
	(void)mq_send(queue, "urgent", 6, 9);
}

int main(void)
{
	static const struct {
		const char *name;
		int (*fn)(void *);
	} cast[] = { { "writer", write_lines },
		     { "reader", read_slowly },
		     { "filler", fill },
		     { "loner", wait_in_vain } };
	struct mq_attr attr = { .mq_maxmsg = 10, .mq_msgsize = 64 };
	mqd_t queue = mq_open(queue_name, O_CREAT | O_RDWR, 0600, &attr);
	mp_process *all[4];
	int pair[2];

	if (pipe(slow) || pipe(full) || mp_pipe("numbers", false, &out, &in) ||
	    mp_pipe("talk", true, &left, &right) ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || queue == (mqd_t)-1)
		return EXIT_FAILURE;
	for (int i = 0; i < 4; i++) {
		all[i] = mp_process_new(cast[i].name, cast[i].fn, NULL);
		if (!all[i] || mp_process_start(all[i]))
			return EXIT_FAILURE;
	}
	(void)close(slow[0]);
	(void)close(slow[1]);
	send_some(queue, pair[0]);
	(void)mp_sleep(3);
	for (int i = 0; i < 4; i++) {
		(void)mp_process_terminate(all[i]);
		(void)mp_process_join(all[i], MP_FOREVER);
		mp_process_free(all[i]);
	}
	(void)mq_close(queue);
	(void)mq_unlink(queue_name);
	return EXIT_SUCCESS;
}
