/* SPDX-License-Identifier: MIT */
/*
 * A program without a terminal, for tests of the command line: what it writes
 * to its standard output and error, and how it ends.
 */
#ifndef E2E_COMMAND_H
#define E2E_COMMAND_H

#include <stddef.h>

struct command {
	const char *const *argv; /* NULL at the end */
	const char *const *env;  /* as sandbox_enter has it; may be NULL */
	const char *home;        /* NULL: a new one, removed afterwards */
	const char *until;       /* close standard output once it has this */
	int signal;              /* with until: send this instead */
};

struct result {
	int status; /* 0..255, or 128 + n after signal n, as a shell says it */
	char *out;  /* both end with a 0 that is not counted */
	char *err;
	size_t out_len, err_len;
};

/*
 * Run it to its end, with nothing on its standard input; fails the test when
 * it does not end, or when it leaves a process behind.
 */
void command_run(const struct command *c, struct result *ret);
void command_release(struct result *r);

#endif
