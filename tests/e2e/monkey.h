/* SPDX-License-Identifier: MIT */
/*
 * What somebody types who does not know what the keys do: any key that a
 * command is on, letters, numbers, commands by their names, the mouse inside
 * and outside the window, pasted text, bytes that are no keys; and sizes of the
 * window from 1x1 to 200x60.
 *
 * The same seed types the same.  Keys that leave a screen are rarer than
 * others, or it would never get far.
 */
#ifndef E2E_MONKEY_H
#define E2E_MONKEY_H

#include <stddef.h>
#include <stdint.h>

#include "e2e/tty.h"

struct monkey {
	uint64_t random; /* the seed, at first */
	int rows, cols;  /* of the window now */
	/* What was typed last, to be printed: as C writes it. */
	char typed[4096];
	size_t typed_len;
	size_t count; /* of keys, clicks, pastes and new sizes */
};

/*
 * PROCESSION_TEST_SEED; else the same for each short run, and for a long one
 * another at each call.
 */
uint64_t monkey_seed(void);

/* A number below @n. */
uint32_t monkey_pick(struct monkey *m, uint32_t n);

/* A window for a new player: mostly of a usual size. */
void monkey_window(struct monkey *m);

/* Type one thing, or change the size of the window. */
void monkey_press(struct monkey *m, struct tty *t);

/* Forget what was typed: a new player is there. */
void monkey_forget(struct monkey *m);

#endif
