/* SPDX-License-Identifier: MIT */
/*
 * The terminal; what stands behind it (curses) is known to no other layer.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <stdbool.h>

#include "base/err.h"
#include "ui/canvas.h"
#include "ui/theme.h"

struct ui_term_options {
	enum ui_theme theme;
	bool no_color;
	bool ascii; /* send ASCII only */
	bool mouse;
};

/*
 * Keys: a code point, or one of these.  ui_key_name gives the name the
 * settings and the help use ("Space", "Tab", "PgDn", "Ctrl-C", "n").
 */
enum ui_key {
	UI_KEY_NONE = 0,
	UI_KEY_FIRST = 0x110000,
	UI_KEY_UP,
	UI_KEY_DOWN,
	UI_KEY_LEFT,
	UI_KEY_RIGHT,
	UI_KEY_PAGE_UP,
	UI_KEY_PAGE_DOWN,
	UI_KEY_HOME,
	UI_KEY_END,
	UI_KEY_BACKTAB,
	UI_KEY_BACKSPACE,
	UI_KEY_DELETE,
	UI_KEY_F1, /* to F12, in a row */
	UI_KEY_F12 = UI_KEY_F1 + 11,
	UI_KEY_RESIZE, /* ui_term_resized has found another size */
	UI_KEY_MOUSE,  /* see ui_term_mouse */
	UI_KEY_EOF,    /* the terminal is gone */
};

struct ui_mouse {
	int row, col;
	bool press, wheel_up, wheel_down;
};

/*
 * Take over the terminal of standard input and output: alternate screen, raw
 * keys (also Ctrl-C, Ctrl-Z).  Fails with a message that says what to do: not
 * a terminal, TERM unset, unknown or dumb.
 */
int ui_term_open(const struct ui_term_options *o, struct err *e);
/* Give it back as it was.  Safe to call twice. */
void ui_term_close(void);
/* Give it back for a while (Ctrl-Z, man), and take it again. */
void ui_term_suspend(void);
void ui_term_resume(void);

/*
 * From a signal handler after a crash: put the terminal back with nothing but
 * poll(2), write(2) and tcsetattr(3).  Does nothing where it is not taken.
 */
void ui_term_emergency(void);
/*
 * The bytes that ui_term_emergency writes: for a guard that outlives us.
 * Borrowed; valid while open.
 */
const char *ui_term_restore_bytes(size_t *ret_len);

void ui_term_size(int *ret_rows, int *ret_cols);
/* Learn the size anew (after SIGWINCH). */
void ui_term_resized(void);
/* 0, 8, 16, 256 or UI_THEME_DIRECT. */
int ui_term_colors(void);
/* Another theme from the next ui_term_show on; and which one it is. */
void ui_term_theme(enum ui_theme t);
enum ui_theme ui_term_theme_now(void);

/*
 * Show the canvas: only what differs from the last one is sent, in one write.
 * Returns the bytes sent; 0 if nothing differs, or while suspended.
 */
size_t ui_term_show(const struct ui_canvas *c);
/* Everything again (Ctrl-L). */
void ui_term_redraw(void);

/*
 * The next key that has arrived, or UI_KEY_NONE; call it until then.  Never
 * blocks, except that an Escape waits 25 ms for the rest of a longer key.
 */
uint32_t ui_term_key(void);
/* What UI_KEY_MOUSE was. */
struct ui_mouse ui_term_mouse(void);
/*
 * Take the mouse, or leave it to the terminal (which then selects text with
 * it as usual).
 */
void ui_term_use_mouse(bool on);

/* "n", "Space", "Ctrl-L", "PgDn".  In a static buffer of the call. */
const char *ui_key_name(uint32_t key, char buf[16]);
/* The other way; UI_KEY_NONE if there is no such key. */
uint32_t ui_key_parse(const char *name);
/* The name most like @name; NULL if none is.  In @buf or a literal. */
const char *ui_key_near(const char *name, char buf[16]);

#endif
