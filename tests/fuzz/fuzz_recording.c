/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a recording: it is refused, or read and folded.  Once as they
 * are, and once with every checksum put right, so that what is behind them is
 * reached too.
 */
#include "fuzz/fuzz.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "model/history.h"
#include "model/narrate.h"
#include "trace/crc.h"
#include "trace/format.h"
#include "trace/recording.h"

static void demand(bool what)
{
	if (!what)
		abort();
}

static struct model_place place_of(const struct trace_recording *r,
				   const struct model *m,
				   const struct trace_event *e)
{
	const struct model_process *p = model_process(m, e->pid);
	struct trace_line line;

	if (!p || !trace_recording_line(r, p->image, e->site, &line))
		return (struct model_place){ .file = NULL };
	return (struct model_place){ .file = line.file,
				     .line = line.line,
				     .function = line.function };
}

/* As the player does: read, fold, tell. */
static void play(struct trace_recording *r, const struct trace_log *log)
{
	struct history *h = history_new(log);
	SCOPED_STR out = STR_INIT;
	bool more;
	size_t i = 0, end;

	do {
		more = trace_recording_read(r, 100);
		for (; i < trace_log_end(log); i++) {
			struct trace_event e = *trace_log_at(log, i);

			demand(history_catch_up(h, 1) == 1);
			str_clear(&out);
			model_event_json(history_head(h), log, &e,
					 place_of(r, history_head(h), &e),
					 &out);
			(void)model_narrate(history_head(h), log, &e, &out);
		}
	} while (more);
	end = history_end(h);
	demand(history_at(h, end / 2)->events == end / 2);
	demand(trace_recording_ending(r) || *trace_recording_problem(r));
	history_free(h);
}

static void open_and_play(int fd)
{
	struct trace_log *log = trace_log_new(0);
	struct trace_recording *r = NULL;
	struct err e = ERR_NONE;
	char path[32];

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (trace_recording_open(path, log, &r, &e) == 0)
		play(r, log);
	else
		demand(*e.text);
	trace_recording_close(r);
	trace_log_free(log);
}

static void mend(unsigned char *bytes, size_t size)
{
	size_t at = FORMAT_HEAD;

	while (at <= size && size - at >= FORMAT_FRAME) {
		size_t len = format_get_u32(bytes + at + 4);
		uint32_t crc = crc_add(0, bytes + at, 8);

		if (len > size - at - FORMAT_FRAME)
			return;
		crc = crc_add(crc, bytes + at + FORMAT_FRAME, len);
		format_put_u32(bytes + at + 8, crc);
		at += FORMAT_FRAME + len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	unsigned char *copy = mem_new(size + 1, 1);

	demand(fd >= 0);
	demand(pwrite(fd, data, size, 0) == (ssize_t)size);
	open_and_play(fd);
	if (size)
		memcpy(copy, data, size);
	mend(copy, size);
	demand(pwrite(fd, copy, size, 0) == (ssize_t)size);
	open_and_play(fd);
	free(copy);
	(void)close(fd);
	return 0;
}
