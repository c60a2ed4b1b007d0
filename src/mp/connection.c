/* SPDX-License-Identifier: MIT */
/*
 * Connections: both ends of a pair of sockets, and what a watcher sees of
 * them.  conn_io.c has how messages go over them.
 */
#include "mp/connection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mp/conn.h"
#include "mp/item.h"
#include "mp/robust.h"

/* ---- events ---- */

/* Text, as far as one can see. */
static enum mp_kind guess(const unsigned char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((data[i] < ' ' && !strchr("\t\n", data[i])) || !data[i] ||
		    data[i] == 0x7f)
			return MP_KIND_BYTES;
	return MP_KIND_TEXT;
}

static void add_message(struct mp_probe_event *e, mp_type type,
			const void *data, size_t len)
{
	e->b = len;
	if (type == WIRE_FD) {
		/* Its number means something in one process only. */
		e->text = "a descriptor";
		e->text_len = (uint32_t)strlen(e->text);
		e->kind = MP_KIND_TEXT;
		return;
	}
	if (type) {
		mp__item_tell(e, type, data);
		return;
	}
	/* More than a watcher can show. */
	e->text_len = len < 65536 ? (uint32_t)len : 65536;
	e->text = data;
	e->kind = (uint8_t)guess(data, e->text_len);
}

void mp__conn_say(const struct conn_op *op, struct mp_probe_event e)
{
	e.verb = (uint16_t)op->verb;
	e.object = op->c ? op->c->pair->line->o.id : 0;
	e.aux = op->c ? op->c->end : 0;
	e.site = op->site;
	mp__emit(&e);
}

/* With the message of @type at @data. */
void mp__conn_say_message(const struct conn_op *op, enum mp_phase phase,
			  mp_type type, const void *data, size_t len)
{
	struct mp_probe_event e = { .phase = (uint8_t)phase };

	add_message(&e, type, data, len);
	mp__conn_say(op, e);
}

/* ---- making and closing ---- */

static struct conn_line *map_line(const char *name)
{
	static _Atomic uint32_t last;
	struct conn_line *l = mp__object_map(sizeof(*l), name, "Pipe", &last);

	if (!l)
		return NULL;
	if (mp__robust_init(&l->end[0].lock, false) ||
	    mp__robust_init(&l->end[1].lock, false)) {
		mp__object_unmap(&l->o);
		return NULL;
	}
	return l;
}

static int make_pair(const char *name, bool duplex, struct conn_pair *pair)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd))
		return errno;
	pair->line = map_line(name);
	if (!pair->line) {
		(void)close(fd[0]);
		(void)close(fd[1]);
		return ENOMEM;
	}
	atomic_init(&pair->handles, 2);
	for (uint8_t i = 0; i < 2; i++) {
		pair->conn[i].pair = pair;
		pair->conn[i].end = i;
		pair->conn[i].readable = duplex || i == 0;
		pair->conn[i].writable = duplex || i == 1;
		atomic_init(&pair->conn[i].fd, fd[i]);
	}
	return 0;
}

MP__TRACED int mp_pipe(const char *name, bool duplex, mp_conn **ret_a,
		       mp_conn **ret_b)
{
	const void *site = MP__SITE();
	struct conn_pair *pair;
	int err;

	if (!ret_a || !ret_b)
		return mp__result(EINVAL);
	pair = calloc(1, sizeof(*pair));
	if (!pair)
		return mp__result(ENOMEM);
	err = make_pair(name, duplex, pair);
	if (err) {
		free(pair);
		return mp__result(err);
	}
	mp__object_tell(&pair->line->o, MP_VERB_PIPE_NEW, duplex, 0, site);
	*ret_a = &pair->conn[0];
	*ret_b = &pair->conn[1];
	return 0;
}

static int close_conn(mp_conn *c, const void *site)
{
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_CONN_CLOSE,
			      .site = site };
	int fd;

	SAY(&op, .phase = MP_BEGINS);
	fd = c ? atomic_exchange(&c->fd, -1) : -1;
	if (fd >= 0) {
		SAY(&op, .phase = MP_HAPPENS);
		(void)close(fd);
	}
	SAY(&op, .phase = MP_ENDS, .err = c ? 0 : EINVAL);
	return c ? 0 : EINVAL;
}

MP__TRACED int mp_conn_close(mp_conn *c)
{
	return mp__result(close_conn(c, MP__SITE()));
}

MP__TRACED void mp_conn_free(mp_conn *c)
{
	struct conn_pair *pair;

	if (!c)
		return;
	if (!mp_conn_closed(c))
		(void)close_conn(c, MP__SITE());
	pair = c->pair;
	if (atomic_fetch_sub(&pair->handles, 1) > 1)
		return;
	mp__object_unmap(&pair->line->o);
	free(pair);
}

/* ---- the calls ---- */

int mp__conn_check(const struct conn_op *op)
{
	bool sending = op->verb == MP_VERB_SEND;

	if (!op->c || isnan(op->timeout))
		return EINVAL;
	if (atomic_load(&op->c->fd) < 0 ||
	    !(sending ? op->c->writable : op->c->readable))
		return EBADF;
	return 0;
}

/* @err: what is wrong already with what the caller gave. */
static int send_message(struct conn_op *op, const void *data, size_t len,
			int err)
{
	if (!err)
		err = data || !len ? mp__conn_check(op) : EINVAL;
	if (mp__watched()) {
		if (err)
			SAY(op, .phase = MP_BEGINS);
		else
			mp__conn_say_message(op, MP_BEGINS, op->type, data,
					     len);
	}
	if (!err)
		err = mp__wire_pack(&op->packet, op->type, data, len);
	if (!err) {
		err = mp__conn_perform(op);
		mp__wire_unpack(&op->packet);
	}
	SAY(op, .phase = MP_ENDS, .err = err, .b = len);
	return err;
}

MP__TRACED int mp_conn_send(mp_conn *c, const void *data, size_t len,
			    double timeout)
{
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_SEND,
			      .timeout = timeout,
			      .site = MP__SITE() };

	return mp__result(send_message(&op, data, len, 0));
}

MP__TRACED int mp_conn_send_item(mp_conn *c, mp_type type, const void *item,
				 double timeout)
{
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_SEND,
			      .type = type,
			      .timeout = timeout,
			      .site = MP__SITE() };
	uint32_t len = mp_type_size(type);
	int err = item && mp__type_is_good(type) ? 0 : EINVAL;

	if (!err && mp__kind_of(type) == MP_KIND_TEXT) {
		len = mp__text_bytes(item, len);
		err = len > mp_type_size(type) ? EMSGSIZE : 0;
	}
	return mp__result(send_message(&op, item, len, err));
}

static int receive_message(struct conn_op *op, int err)
{
	if (!err)
		err = op->to || (!op->size && !op->typed) ? mp__conn_check(op)
							  : EINVAL;
	SAY(op, .phase = MP_BEGINS);
	if (!err)
		err = mp__conn_perform(op);
	SAY(op, .phase = MP_ENDS, .err = err, .b = err ? 0 : op->size);
	return err;
}

MP__TRACED ssize_t mp_conn_recv(mp_conn *c, void *buf, size_t size,
				double timeout)
{
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_RECV,
			      .to = buf,
			      .size = size,
			      .timeout = timeout,
			      .site = MP__SITE() };
	int err = receive_message(&op, 0);

	return err ? mp__result(err) : (ssize_t)op.size;
}

MP__TRACED int mp_conn_recv_item(mp_conn *c, mp_type type, void *item,
				 double timeout)
{
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_RECV,
			      .typed = true,
			      .type = type,
			      .to = item,
			      .size = mp_type_size(type),
			      .timeout = timeout,
			      .site = MP__SITE() };

	return mp__result(
		receive_message(&op, mp__type_is_good(type) ? 0 : EINVAL));
}

ssize_t mp_conn_next(mp_conn *c)
{
	struct conn_op op = { .c = c, .verb = MP_VERB_NONE };
	int err = mp__conn_check(&op);

	if (!err)
		err = mp__conn_perform(&op);
	return err ? mp__result(err) : (ssize_t)op.size;
}

MP__TRACED int mp_conn_poll(mp_conn *c, double timeout)
{
	struct conn_op op = { .c = c,
			      .verb = MP_VERB_POLL,
			      .timeout = timeout,
			      .site = MP__SITE() };
	int err = mp__conn_check(&op);
	bool bad = err;

	SAY(&op, .phase = MP_BEGINS);
	if (!bad)
		err = mp__conn_perform(&op);
	SAY(&op, .phase = MP_ENDS, .kind = MP_KIND_INT, .a = !err,
	    .err = bad ? err : 0);
	return bad ? mp__result(err) : !err;
}

/* ---- what it is ---- */

int mp_conn_fileno(const mp_conn *c)
{
	int fd = c ? atomic_load(&c->fd) : -1;

	return fd >= 0 ? fd : mp__result(c ? EBADF : EINVAL);
}

bool mp_conn_readable(const mp_conn *c)
{
	return c && c->readable;
}

bool mp_conn_writable(const mp_conn *c)
{
	return c && c->writable;
}

bool mp_conn_closed(const mp_conn *c)
{
	return c && atomic_load(&c->fd) < 0;
}

const char *mp_conn_name(const mp_conn *c)
{
	return c ? c->pair->line->o.name : NULL;
}
