/* SPDX-License-Identifier: MIT */
/*
 * What a demo has written, as lines, folded from the OUTPUT events.
 *
 * Bytes come as the pipe gave them: a line may arrive in several events, or
 * several lines in one; standard output and error are joined apart.  Bounded:
 * the oldest lines are dropped and counted.  Every line knows from which event
 * on each part of it was there, so that the console of a past moment is true.
 */
#ifndef VIEW_CONSOLE_H
#define VIEW_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/model.h"

struct view_console_part {
	size_t event; /* index in the log */
	size_t len;   /* of the text with this part */
};

struct view_console_line {
	uint32_t pid;    /* who wrote it; 0: not known */
	bool error;      /* standard error */
	bool cut;        /* something is missing after it */
	bool open;       /* no newline yet */
	int64_t time_ns; /* real time of its first part */
	struct str text; /* without control characters */
	struct view_console_part *parts;
	size_t part_count, part_cap;
};

struct view_console {
	struct view_console_line *lines; /* in order of their first part */
	size_t count, cap;
	size_t dropped; /* older lines that are gone */
	size_t next;    /* index of the first event not folded yet */
};

/* All zero is an empty console. */
void view_console_release(struct view_console *c);

/*
 * Fold at most @max events of @log from where it stopped; returns how many.
 * Call it after events were added, as often as the history catches up.
 */
size_t view_console_catch_up(struct view_console *c,
			     const struct trace_log *log, size_t max);

/* How many lines there were when only the events below @end had happened. */
size_t view_console_lines_at(const struct view_console *c, size_t end);
/* How many bytes of the line's text were there then. */
size_t view_console_text_at(const struct view_console_line *line, size_t end);

#endif
