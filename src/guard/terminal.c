/* SPDX-License-Identifier: MIT */
/*
 * The guard of the terminal.
 *
 * In a session of its own it is no background job of the terminal, so it may
 * write and set modes at any time.  It does so only if the player has died
 * without a word, and then does not take the terminal away from a shell that
 * has set its own modes already.
 */
#include "guard/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "guard/wire.h"

/* A terminal that is held (Ctrl-S) takes no text; it is not waited for long. */
#define WRITE_NS (2 * CLOCK_S)

struct watch {
	int fd, tty_fd, player_fd;
	bool has_modes; /* of the terminal when the guard began */
	struct guard_inbox inbox;
	struct guard_terminal armed; /* type 0: nothing said yet */
};

static bool same_modes(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
	       a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
	       !memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc));
}

static void set_modes(const struct watch *w)
{
	struct termios now;

	if (!w->has_modes || tcgetattr(w->tty_fd, &now) < 0)
		return;
	if (w->armed.has_during && !same_modes(&now, &w->armed.during))
		return;
	(void)tcsetattr(w->tty_fd, TCSANOW, &w->armed.before);
}

static void write_text(int fd, const char *text, size_t len)
{
	int64_t deadline = clock_now() + WRITE_NS;

	while (len) {
		struct pollfd p = { .fd = fd, .events = POLLOUT };
		int64_t left = deadline - clock_now();
		ssize_t n;

		if (left <= 0 || poll(&p, 1, (int)(left / CLOCK_MS) + 1) <= 0)
			return;
		n = write(fd, text, len);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return;
		if (n > 0) {
			text += n;
			len -= (size_t)n;
		}
	}
}

static void put_right(const struct watch *w)
{
	if (w->armed.type == GUARD_DISARM)
		return;
	set_modes(w);
	write_text(w->tty_fd, w->armed.text, w->armed.len);
}

/* Returns false once there is nothing more to guard. */
static bool listen_to_player(struct watch *w)
{
	struct guard_terminal m;
	int rc;

	while ((rc = guard_take(&w->inbox, w->fd, &m, sizeof(m))) > 0) {
		if (m.type == GUARD_GOODBYE)
			return false;
		if (m.len > sizeof(m.text))
			continue;
		if (m.type == GUARD_ARM)
			w->has_modes = true;
		w->armed = m;
	}
	if (rc == 0)
		return true;
	put_right(w);
	return false;
}

/*
 * Opened again, the terminal can be written to without blocking while the
 * descriptor that everybody shares is left as it is.
 */
static int open_again(int tty_fd)
{
	char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", tty_fd);
	fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	return fd < 0 ? tty_fd : fd;
}

int guard_terminal(int fd, int tty_fd)
{
	struct watch w = { .fd = fd,
			   .tty_fd = open_again(tty_fd),
			   .player_fd = guard_watch_player() };
	int keep[] = { w.fd, w.tty_fd, w.player_fd };

	guard_drop_stdio();
	guard_close_others(keep, sizeof(keep) / sizeof(*keep));
	(void)!chdir("/");
	w.has_modes = tcgetattr(w.tty_fd, &w.armed.before) == 0;
	for (;;) {
		struct pollfd fds[] = {
			{ .fd = w.fd, .events = POLLIN },
			{ .fd = w.player_fd, .events = POLLIN },
		};

		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return 1;
		if (!listen_to_player(&w))
			return 0;
		if (fds[1].revents) {
			put_right(&w);
			return 0;
		}
	}
}
