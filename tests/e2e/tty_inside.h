/* SPDX-License-Identifier: MIT */
/*
 * A program in its terminal, as the two halves of it see it: the program and
 * what goes to and fro (tty.c), and the screen (tty_screen.c).
 */
#ifndef E2E_TTY_INSIDE_H
#define E2E_TTY_INSIDE_H

#include <termios.h>
#include <vterm.h>

#include "e2e/sandbox.h"
#include "e2e/tty.h"

struct tty_bytes {
	char *at;
	size_t len, cap;
};

struct tty {
	pid_t pid;
	int pidfd;
	int master, slave;
	bool ended; /* and waited for: status is known */
	int status;
	struct termios before;
	VTerm *vt;
	VTermScreen *screen;
	int rows, cols, margin;
	bool cursor_hidden, alternate, mouse;
	struct tty_bytes raw;  /* all that came */
	struct tty_bytes keys; /* typed, and not yet taken by the terminal */
	struct tty_bytes text; /* of tty_screen */
	struct sandbox sandbox;
};

void tty_bytes_add(struct tty_bytes *b, const char *from, size_t len);

/* Wait up to @ms for something and take it.  False if there was nothing. */
bool tty_pump(struct tty *t, int ms);

/* Of the size that @t says; answers of the terminal are typed. */
void tty_make_screen(struct tty *t);

#endif
