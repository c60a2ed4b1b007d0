/* SPDX-License-Identifier: MIT */
/*
 * The player fed with lines through a pipe, and what it has kept.
 */
#ifndef E2E_TYPED_H
#define E2E_TYPED_H

#include <stddef.h>
#include <sys/types.h>

#include "e2e/sandbox.h"

struct typed {
	pid_t pid;
	int in, out;
};

/*
 * Start it with @args (NULL at the end) in the home of @sandbox, @lines in its
 * standard input, which stays open.
 */
struct typed typed_start(const struct sandbox *sandbox, const char *const *args,
			 const char *lines);

/* No more lines; all it writes, at most @size - 1 bytes, to its end. */
void typed_end(struct typed *t, char *text, size_t size);

/*
 * No more lines.  Read until @most bytes have come, wait for @wait_ns more,
 * then kill it at once; @text is all it has written.
 */
void typed_kill(struct typed *t, size_t most, long wait_ns, char *text,
		size_t size);

/* The number that @sql gives from the progress kept in @sandbox. */
int kept_count(const struct sandbox *sandbox, const char *sql);

#endif
