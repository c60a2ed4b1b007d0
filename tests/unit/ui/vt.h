/* SPDX-License-Identifier: MIT */
/*
 * A child draws to a pseudo terminal; we are the terminal, with libvterm, and
 * compare what a user would see with what was drawn.  The child says how far
 * it is on a pipe.
 */
#ifndef UNIT_UI_VT_H
#define UNIT_UI_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "ui/term.h"

#define VT_ROWS    8
#define VT_COLS    30
#define VT_BOUND_S 10

struct vt {
	pid_t pid;
	int master, report;
	VTerm *term;
	VTermScreen *screen;
	int rows, cols;
	size_t high; /* bytes above ASCII that arrived */
};

extern struct vt vt;

/* ---- in the child ---- */

/* VT_ROWS by VT_COLS, from vt_open on. */
extern struct ui_canvas *vt_canvas;

void vt_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define VT_MUST(condition)                                                     \
	do {                                                                   \
		if (!(condition)) {                                            \
			vt_say("line %d: %s\n", __LINE__, #condition);         \
			_exit(1);                                              \
		}                                                              \
	} while (0)

void vt_open(struct ui_term_options o);
/* Wait for a key as the program does. */
uint32_t vt_await_key(void);
/* A frame with a few words in it. */
void vt_draw_samples(void);

/* ---- in the test ---- */

/* Run @scenario in a child whose terminal is @term; NULL: TERM is not set. */
void vt_start(void (*scenario)(void), const char *term);
void vt_finish(void);
/* What has arrived; false at the end. */
bool vt_pump(int timeout_ms);
bool vt_in_time(time_t start_s);
void vt_await_screen(const char *golden);
/* The next line of the child's report. */
void vt_await_report(const char *wanted);
void vt_type(const char *keys);

#endif
