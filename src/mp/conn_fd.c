/* SPDX-License-Identifier: MIT */
/*
 * Descriptors as messages.  One message carries one descriptor and nothing
 * else, so that a receiver knows what it gets before it takes it.
 */
#include <fcntl.h>

#include "mp/conn.h"

static int send_fd(struct conn_op *op, int fd)
{
	int err = mp__conn_check(op);

	if (!err && fcntl(fd, F_GETFD) < 0)
		err = EBADF;
	if (err || !mp__watched())
		SAY(op, .phase = MP_BEGINS);
	else
		mp__conn_say_message(op, MP_BEGINS, WIRE_FD, NULL, 0);
	if (!err) {
		mp__wire_pack_fd(&op->packet, fd);
		err = mp__conn_perform(op);
	}
	SAY(op, .phase = MP_ENDS, .err = err);
	return err;
}

MP__TRACED int mp_conn_send_fd(mp_conn *c, int fd, double timeout)
{
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_SEND,
			      .timeout = timeout,
			      .site = MP__SITE() };

	return mp__result(send_fd(&op, fd));
}

MP__TRACED int mp_conn_recv_fd(mp_conn *c, double timeout)
{
	int fd = -1;
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_RECV,
			      .fd = &fd,
			      .timeout = timeout,
			      .site = MP__SITE() };
	int err = mp__conn_check(&op);

	SAY(&op, .phase = MP_BEGINS);
	if (!err)
		err = mp__conn_perform(&op);
	SAY(&op, .phase = MP_ENDS, .err = err);
	return err ? mp__result(err) : fd;
}
