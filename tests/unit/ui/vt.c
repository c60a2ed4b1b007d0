/* SPDX-License-Identifier: MIT */
#include "unit/ui/vt.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/utf8.h"
#include "support/check_main.h"

/* ---- in the child ---- */

struct vt vt;
static int report;
struct ui_canvas *vt_canvas;

void vt_say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vdprintf(report, format, args);
	va_end(args);
}

void vt_open(struct ui_term_options o)
{
	struct err e = ERR_NONE;

	if (ui_term_open(&o, &e)) {
		vt_say("open: %s\n", e.text);
		_exit(1);
	}
	vt_canvas = ui_canvas_new(VT_ROWS, VT_COLS);
}

/* Wait for a key as the program does. */
uint32_t vt_await_key(void)
{
	uint32_t key;

	while (!(key = ui_term_key())) {
		struct pollfd p = { STDIN_FILENO, POLLIN, 0 };

		VT_MUST(poll(&p, 1, VT_BOUND_S * 1000) == 1);
	}
	return key;
}

/* ---- in the test ---- */

void vt_start(void (*scenario)(void), const char *term)
{
	struct winsize size = { .ws_row = VT_ROWS, .ws_col = VT_COLS };
	int fds[2];

	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	vt.pid = forkpty(&vt.master, NULL, NULL, &size);
	ck_assert_int_ge(vt.pid, 0);
	if (!vt.pid) {
		report = fds[1];
		if (term)
			(void)setenv("TERM", term, 1);
		else
			(void)unsetenv("TERM");
		(void)unsetenv("COLORTERM");
		scenario();
		ui_canvas_free(vt_canvas);
		_exit(0);
	}
	(void)close(fds[1]);
	vt.report = fds[0];
	vt.rows = VT_ROWS;
	vt.cols = VT_COLS;
	vt.term = vterm_new(VT_ROWS, VT_COLS);
	vterm_set_utf8(vt.term, 1);
	vt.screen = vterm_obtain_screen(vt.term);
	vterm_screen_enable_altscreen(vt.screen, 1);
	vterm_screen_reset(vt.screen, 1);
}

void vt_finish(void)
{
	int status = 0;

	if (vt.pid <= 0)
		return;
	(void)close(vt.master);
	(void)kill(vt.pid, SIGKILL);
	(void)waitpid(vt.pid, &status, 0);
	(void)close(vt.report);
	vterm_free(vt.term);
	vt.pid = 0;
}

/* What has arrived; false at the end. */
bool vt_pump(int timeout_ms)
{
	struct pollfd p = { vt.master, POLLIN, 0 };
	char buf[4096];
	ssize_t n;

	if (poll(&p, 1, timeout_ms) <= 0)
		return true;
	n = read(vt.master, buf, sizeof(buf));
	for (ssize_t i = 0; i < n; i++)
		vt.high += (unsigned char)buf[i] > 0x7E;
	if (n > 0)
		(void)vterm_input_write(vt.term, buf, (size_t)n);
	return n > 0;
}

static void dump_screen(struct str *out)
{
	for (int row = 0; row < vt.rows; row++) {
		VTermScreenCell cell;
		size_t used = out->len;

		for (int col = 0; col < vt.cols; col += cell.width) {
			(void)vterm_screen_get_cell(
				vt.screen, (VTermPos){ row, col }, &cell);
			str_add_rune(out, cell.chars[0] ? cell.chars[0] : ' ');
			for (int i = 1; i < VTERM_MAX_CHARS_PER_CELL &&
					cell.chars[0] && cell.chars[i];
			     i++)
				str_add_rune(out, cell.chars[i]);
			if (cell.chars[0] && cell.chars[0] != ' ')
				used = out->len;
		}
		str_truncate(out, used);
		str_add_char(out, '\n');
	}
}

bool vt_in_time(time_t start_s)
{
	return time(NULL) - start_s < VT_BOUND_S;
}

void vt_await_screen(const char *golden)
{
	SCOPED_STR out = STR_INIT;
	time_t begin = time(NULL);

	while (vt_in_time(begin)) {
		str_clear(&out);
		dump_screen(&out);
		if (!strcmp(out.buf, golden))
			return;
		if (!vt_pump(100))
			break;
	}
	ck_assert_str_eq(out.buf, golden);
}

/* The next line of the child's report. */
void vt_await_report(const char *wanted)
{
	char line[512] = "";
	size_t len = 0;
	time_t begin = time(NULL);

	while (len < sizeof(line) - 1 && vt_in_time(begin)) {
		struct pollfd p = { vt.report, POLLIN, 0 };

		(void)vt_pump(0);
		if (poll(&p, 1, 20) <= 0)
			continue;
		if (read(vt.report, line + len, 1) <= 0)
			break;
		if (line[len] == '\n') {
			line[len] = '\0';
			break;
		}
		len++;
	}
	ck_assert_str_eq(line, wanted);
}

void vt_type(const char *keys)
{
	ck_assert_int_eq(write(vt.master, keys, strlen(keys)),
			 (ssize_t)strlen(keys));
}

void vt_draw_samples(void)
{
	struct ui_rect in =
		ui_frame(vt_canvas, (struct ui_rect){ 0, 0, 5, VT_COLS }, true,
			 "Queue", "4/4");

	(void)ui_text(vt_canvas, in, 0, 0, UI_RUNNING, "► running");
	(void)ui_text(vt_canvas, in, 1, 0, UI_WAITING | UI_STYLE(UI_BOLD),
		      "日本語 e\u0301");
	(void)ui_text(vt_canvas, in, 2, 0, UI_SELECTED, "selected");
	(void)ui_text(vt_canvas, ui_canvas_rect(vt_canvas), VT_ROWS - 1,
		      VT_COLS - 4, UI_NORMAL, "last");
}
