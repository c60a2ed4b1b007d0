/* SPDX-License-Identifier: MIT */
#include "app/output.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"

enum {
	OUTPUT_BURST = 64 * 1024, /* bytes between two ticks */
	OUTPUT_PART = 512,        /* bytes handed out at once */
};

struct app_output {
	uv_poll_t poll;
	int fd, stream;
	app_output_fn *fn;
	void *arg;
	size_t burst; /* bytes read since the last tick */
	bool polling, eof;
	size_t len; /* of the line begun */
	bool old;   /* it was there at the last tick already */
	char part[OUTPUT_PART];
};

static void hand_out(struct app_output *o)
{
	if (o->len)
		o->fn(o->arg, o->stream, o->part, o->len);
	o->len = 0;
	o->old = false;
}

static void take(struct app_output *o, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		o->part[o->len++] = bytes[i];
		if (bytes[i] == '\n' || o->len == sizeof(o->part))
			hand_out(o);
	}
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
		hand_out(o);
		stop_polling(o);
		return false;
	}
	o->burst += (size_t)n;
	take(o, bytes, (size_t)n);
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
}

static void start_polling(struct app_output *o)
{
	if (o->polling || o->eof)
		return;
	o->polling = uv_poll_start(&o->poll, UV_READABLE, on_readable) == 0;
}

struct app_output *app_output_new(uv_loop_t *loop, int fd, int stream,
				  app_output_fn *fn, void *arg)
{
	struct app_output *o = mem_new(1, sizeof(*o));

	o->fd = fd;
	o->stream = stream;
	o->fn = fn;
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
	start_polling(o);
}

void app_output_finish(struct app_output *o)
{
	o->burst = 0;
	while (!o->eof && o->burst < OUTPUT_BURST && read_some(o))
		;
	hand_out(o);
}

static void on_closed(uv_handle_t *handle)
{
	struct app_output *o = handle->data;

	(void)close(o->fd);
	free(o);
}

void app_output_close(struct app_output *o)
{
	if (!o)
		return;
	stop_polling(o);
	uv_close((uv_handle_t *)&o->poll, on_closed);
}
