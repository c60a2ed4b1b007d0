/* SPDX-License-Identifier: MIT */
#include "app/output.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"

enum {
	OUTPUT_BURST = 64 * 1024, /* bytes between two ticks */
	OUTPUT_PART = 512,        /* bytes handed out at once */
	OUTPUT_KEPT = 256 * 1024, /* bytes of which it is not known whose */
	PATIENCE_MS = 150,        /* until they are said to be nobody's */
};

struct app_output {
	uv_poll_t poll;
	int fd, stream;
	const struct app_output_events *events;
	void *arg;
	struct str raw;    /* of which it is not known yet who wrote it */
	int64_t raw_since; /* clock_now when its first byte came */
	size_t burst;      /* bytes read since the last tick */
	bool polling, eof;
	size_t len;   /* of the line begun */
	uint32_t pid; /* who wrote that */
	bool old;     /* it was there at the last tick already */
	char part[OUTPUT_PART];
};

static void hand_out(struct app_output *o)
{
	if (o->len)
		o->events->text(o->arg, o->stream, o->pid, o->part, o->len);
	o->len = 0;
	o->old = false;
}

static void take(struct app_output *o, uint32_t pid, const char *bytes,
		 size_t len)
{
	if (pid != o->pid)
		hand_out(o);
	o->pid = pid;
	for (size_t i = 0; i < len; i++) {
		o->part[o->len++] = bytes[i];
		if (bytes[i] == '\n' || o->len == sizeof(o->part))
			hand_out(o);
	}
}

void app_output_settle(struct app_output *o, bool final)
{
	bool late = clock_now() - o->raw_since > PATIENCE_MS * CLOCK_MS;
	size_t at = 0, n;
	uint32_t pid;

	while (at < o->raw.len) {
		n = o->events->whose(o->arg, o->stream, o->raw.buf + at,
				     o->raw.len - at, final || late, &pid);
		if (!n)
			break;
		take(o, pid, o->raw.buf + at, n);
		at += n;
	}
	if (at) {
		o->raw.len -= at;
		memmove(o->raw.buf, o->raw.buf + at, o->raw.len);
		o->raw_since = clock_now();
	}
	if (final)
		hand_out(o);
}

static void stop_polling(struct app_output *o)
{
	if (o->polling)
		(void)uv_poll_stop(&o->poll);
	o->polling = false;
}

/* Read once; false when there is nothing more now, or ever. */
static bool read_some(struct app_output *o)
{
	char bytes[8192];
	ssize_t n = read(o->fd, bytes, sizeof(bytes));

	if (n < 0 && errno == EINTR)
		return true;
	if (n < 0 && errno == EAGAIN)
		return false;
	if (n <= 0) {
		o->eof = true;
		stop_polling(o);
		return false;
	}
	o->burst += (size_t)n;
	if (!o->raw.len)
		o->raw_since = clock_now();
	str_add_n(&o->raw, bytes, (size_t)n);
	return true;
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	struct app_output *o = poll->data;

	(void)status;
	(void)events;
	while (o->burst < OUTPUT_BURST && read_some(o))
		;
	if (o->burst >= OUTPUT_BURST)
		stop_polling(o);
	app_output_settle(o, false);
}

static void start_polling(struct app_output *o)
{
	if (o->polling || o->eof)
		return;
	o->polling = uv_poll_start(&o->poll, UV_READABLE, on_readable) == 0;
}

struct app_output *app_output_new(uv_loop_t *loop, int fd, int stream,
				  const struct app_output_events *events,
				  void *arg)
{
	struct app_output *o = mem_new(1, sizeof(*o));

	o->fd = fd;
	o->stream = stream;
	o->events = events;
	o->raw = STR_INIT;
	o->arg = arg;
	(void)fd_set_nonblock(fd, true);
	(void)uv_poll_init(loop, &o->poll, fd);
	o->poll.data = o;
	start_polling(o);
	return o;
}

void app_output_tick(struct app_output *o)
{
	o->burst = 0;
	if (o->len && o->old)
		hand_out(o);
	o->old = o->len > 0;
	if (o->raw.len < OUTPUT_KEPT)
		start_polling(o);
}

void app_output_finish(struct app_output *o)
{
	o->burst = 0;
	while (!o->eof && o->burst < OUTPUT_BURST && read_some(o))
		;
}

static void on_closed(uv_handle_t *handle)
{
	struct app_output *o = handle->data;

	(void)close(o->fd);
	str_release(&o->raw);
	free(o);
}

void app_output_close(struct app_output *o)
{
	if (!o)
		return;
	stop_polling(o);
	uv_close((uv_handle_t *)&o->poll, on_closed);
}
