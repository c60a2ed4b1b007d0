/* SPDX-License-Identifier: MIT */
/*
 * Curses writes to a descriptor of its own.  That is the terminal, so that
 * its modes can be set through it, except while a frame is made: then it is a
 * file in memory, which goes out with one write.  So no frame is seen in half,
 * and its bytes are counted.
 */
#include "ui/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "base/str.h"
#include "ui/shorten.h"
#include "ui/term.h"

static struct {
	FILE *out;
	int memory;
	/*
	 * What a signal handler uses: nonzero while the terminal is not as it
	 * was before; set only when the rest is complete.
	 */
	volatile sig_atomic_t taken;
	struct termios before;
	char restore[256];
	size_t restore_len;
	bool direct;
} wire = { .memory = -1 };

int ui_wire_open(struct err *e)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	int code;

	wire.restore_len = 0;
	wire.direct = false;
	wire.out = fd < 0 ? NULL : fdopen(fd, "w");
	wire.memory = memfd_create("frame", MFD_CLOEXEC);
	if (wire.out && wire.memory >= 0 &&
	    !tcgetattr(STDIN_FILENO, &wire.before))
		return 0;
	code = err_set(e, -errno, "the terminal could not be opened: %s",
		       strerror(errno));
	ui_wire_close();
	return code;
}

void ui_wire_close(void)
{
	if (wire.taken)
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &wire.before);
	wire.taken = 0;
	if (wire.out)
		(void)fclose(wire.out);
	if (wire.memory >= 0)
		(void)close(wire.memory);
	wire.out = NULL;
	wire.memory = -1;
}

FILE *ui_wire_file(void)
{
	return wire.out;
}

void ui_wire_taken(bool taken)
{
	wire.taken = taken;
}

void ui_wire_restore_add(const char *text)
{
	if (!text)
		return;
	while (*text && wire.restore_len < sizeof(wire.restore)) {
		const char *end = strchr(text, '>');

		/* $<5>: wait 5 ms. */
		if (!strncmp(text, "$<", 2) && end)
			text = end + 1;
		else
			wire.restore[wire.restore_len++] = *text++;
	}
}

/* All of it, however slow the terminal is; if it is gone, nothing. */
static void write_all(const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n < 0 && errno == EAGAIN) {
			struct pollfd p = { STDOUT_FILENO, POLLOUT, 0 };

			(void)poll(&p, 1, 1000);
		} else if (n < 0 && errno != EINTR) {
			return;
		}
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

void ui_term_emergency(void)
{
	struct pollfd p = { STDOUT_FILENO, POLLOUT, 0 };
	int saved = errno;

	if (wire.taken) {
		wire.taken = 0;
		/* A terminal that takes nothing must not hold up the end. */
		if (poll(&p, 1, 1000) > 0)
			(void)!write(STDOUT_FILENO, wire.restore,
				     wire.restore_len);
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &wire.before);
	}
	errno = saved;
}

const char *ui_term_restore_bytes(size_t *ret_len)
{
	*ret_len = wire.restore_len;
	return wire.restore;
}

static void point_output_at(int fd)
{
	(void)dup3(fd, fileno(wire.out), O_CLOEXEC);
}

void ui_wire_hold(void)
{
	point_output_at(wire.memory);
}

void ui_wire_direct(bool direct)
{
	wire.direct = direct;
}

static size_t send_short(const char *bytes, size_t len)
{
	SCOPED_STR out = STR_INIT;

	ui_shorten(bytes, len, wire.direct, &out);
	write_all(out.buf, out.len);
	return out.len;
}

size_t ui_wire_send(void)
{
	size_t sent = 0;
	off_t len = lseek(wire.memory, 0, SEEK_CUR);
	void *bytes;

	point_output_at(STDOUT_FILENO);
	if (len <= 0)
		return 0;
	bytes = mmap(NULL, (size_t)len, PROT_READ, MAP_SHARED, wire.memory, 0);
	if (bytes != MAP_FAILED) {
		sent = send_short(bytes, (size_t)len);
		(void)munmap(bytes, (size_t)len);
	}
	(void)lseek(wire.memory, 0, SEEK_SET);
	return ftruncate(wire.memory, 0) ? 0 : sent;
}

bool ui_wire_gone(void)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

	return poll(&p, 1, 0) > 0 && p.revents & (POLLHUP | POLLERR | POLLNVAL);
}

bool ui_wire_size(int *ret_rows, int *ret_cols)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row ||
	    !size.ws_col)
		return false;
	*ret_rows = size.ws_row;
	*ret_cols = size.ws_col;
	return true;
}
