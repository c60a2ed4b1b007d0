/* SPDX-License-Identifier: MIT */
/*
 * A home of its own for a program under test, and an environment in which
 * nothing of the tester's is left: TERM=xterm-256color, LC_ALL=C.UTF-8,
 * TZ=UTC, and HOME, XDG_* and TMPDIR in a folder that is removed at the end.
 * Its working directory is the top of the build tree.
 */
#ifndef E2E_SANDBOX_H
#define E2E_SANDBOX_H

#include <stdbool.h>

struct sandbox {
	char home[512];
	bool own;      /* made here, and so removed here */
	char mark[64]; /* in the environment: see support/procs.h */
};

/* Use the folder @home, which stays; or with NULL make one. */
void sandbox_init(struct sandbox *s, const char *home);

/* Kill what is left of the program and remove the folder. */
void sandbox_fini(struct sandbox *s);

/*
 * In the child, before exec: take the environment.  @changes are NAME=value
 * to set and NAME to unset, with NULL at the end; or NULL.
 */
void sandbox_enter(const struct sandbox *s, const char *const *changes);

#endif
