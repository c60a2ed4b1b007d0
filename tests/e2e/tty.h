/* SPDX-License-Identifier: MIT */
/*
 * A program in a terminal of its own, for tests: a pseudo-terminal whose screen
 * is kept by libvterm, so that a test types keys and reads cells as a person
 * does.
 *
 * Nothing here sleeps.  A test waits for what it expects to see; the wait ends
 * at once when it is there, and after TTY_PATIENCE_S (times
 * CK_TIMEOUT_MULTIPLIER) the test fails and the screen is printed.
 *
 * The program's home and environment are those of e2e/sandbox.h.
 */
#ifndef E2E_TTY_H
#define E2E_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { TTY_PATIENCE_S = 20, TTY_MAX_TEXT = 32 };

struct tty;

struct tty_options {
	const char *const *argv; /* NULL at the end; argv[0] through PATH */
	/* NAME=value to set, NAME to unset; NULL at the end; may be NULL */
	const char *const *env;
	int rows, cols;   /* 0: 24 and 80 */
	const char *home; /* NULL: a new one, removed by tty_close */
};

/* Colours: 0..255, or one of these. */
enum { TTY_DEFAULT = -1, TTY_RGB = -2 };

struct tty_cell {
	char text[TTY_MAX_TEXT]; /* UTF-8; "" for an empty cell */
	bool bold, reverse, underline, blink;
	int fg, bg;
};

/* Start; fails the test when it cannot.  The caller closes. */
struct tty *tty_spawn(const struct tty_options *options);

/*
 * Hang up (SIGHUP to what still runs), kill what is left, free.  Must not be
 * skipped on success; a failing test's process ends and so hangs up too.
 */
void tty_close(struct tty *t);

pid_t tty_pid(const struct tty *t);
const char *tty_mark(const struct tty *t);
const char *tty_home(const struct tty *t);

/*
 * Type @keys: characters as they are, and <Up> <Down> <Left> <Right> <PgUp>
 * <PgDn> <Home> <End> <Enter> <Tab> <S-Tab> <Esc> <Space> <BS> <lt>, <C-x>
 * for control and a letter.
 */
void tty_send(struct tty *t, const char *keys);
/* Type @len bytes as they are. */
void tty_type(struct tty *t, const char *bytes, size_t len);
void tty_resize(struct tty *t, int rows, int cols);
void tty_signal(struct tty *t, int sig);

/* The screen: rows ended by \n, no blanks at their ends.  Until next call. */
const char *tty_screen(struct tty *t);

/* Take what the program has written so far; is @text on the screen now? */
bool tty_shows(struct tty *t, const char *text);

/* Where @text is on the screen, if it is: zero-based cell of its start. */
bool tty_find(struct tty *t, const char *text, int *ret_row, int *ret_col);

struct tty_cell tty_cell(struct tty *t, int row, int col);

/*
 * Give the screen @margin rows and columns more than the window that the
 * program knows of, so that what it writes there is seen.  Only while it draws
 * anew: where it moves what is in a line, the line's end is the screen's.
 */
void tty_margin(struct tty *t, int margin);

/* The first cell beside or below the window that has text, if one has. */
bool tty_outside(struct tty *t, int *ret_row, int *ret_col);

/* Wait until @text is on the screen, or until it is not. */
void tty_wait_text(struct tty *t, const char *text);
void tty_wait_gone(struct tty *t, const char *text);

/*
 * Wait until @holds(t, arg); @what says it in words for the failure.  It is
 * asked again whenever the program has written, also while it was looking.
 */
void tty_wait_until(struct tty *t, bool (*holds)(struct tty *t, void *arg),
		    void *arg, const char *what);

/*
 * Wait until the program has read what was typed, has written nothing for @ms
 * and sleeps: on a busy machine it may be at work for longer than that.  For
 * measuring and for "nothing more changes"; not a way to wait for something to
 * happen.
 */
void tty_wait_quiet(struct tty *t, int ms);

/* Take what the program writes for @ms.  Returns how many bytes it wrote. */
size_t tty_listen(struct tty *t, int ms);

/*
 * Has the program read all that was typed, and does it wait for more in
 * epoll_wait?  True too where the system does not tell.
 */
bool tty_waits(struct tty *t);

/* Is the program's own process group the one that keys go to? */
bool tty_in_front(struct tty *t);

/* Close the window: the program gets SIGHUP.  Only tty_close may follow. */
void tty_hang_up(struct tty *t);

/* Has the program ended, or does it within @ms? */
bool tty_wait_end(struct tty *t, int ms);

/* Wait for the program's end.  Returns its wait status, as of waitpid(2). */
int tty_wait_exit(struct tty *t);

/* Everything written so far, escape sequences and all. */
const char *tty_raw(struct tty *t, size_t *ret_len);

/*
 * Is the terminal as the program found it: line settings, reads that block,
 * main screen, visible cursor, no mouse reports?  NULL if so, else what is not;
 * a literal.
 */
const char *tty_damage(struct tty *t);

/* Print the screen to standard error and fail the test. */
_Noreturn void tty_fail(struct tty *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
