/* SPDX-License-Identifier: MIT */
/*
 * One loop.  Keys, signals, the demo's events and timers all come through it,
 * and whatever changes something calls app_tui_dirty.  A frame is drawn at
 * most every FRAME_MS and only when something is dirty; nothing is drawn, and
 * nothing wakes, while nothing happens.
 */
#include "app/tui.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/guardian.h"
#include "app/stage.h"
#include "app/tui_inside.h"
#include "base/mem.h"
#include "view/message.h"

enum {
	FRAME_MS = 33,  /* at most 30 frames a second */
	MOVES_MS = 100, /* when only the time goes on */
};

const struct app_context *app_tui_context(const struct app_tui *t)
{
	return &t->context;
}

uv_loop_t *app_tui_loop(struct app_tui *t)
{
	return &t->loop;
}

bool app_tui_presents(const struct app_tui *t)
{
	return t->stage.present;
}

void app_tui_present(struct app_tui *t, bool on)
{
	if (t->stage.present != on)
		(void)app_stage_command(&t->stage, UI_CMD_PRESENT, t->canvas,
					uv_now(&t->loop));
	app_tui_dirty(t);
}

int64_t app_tui_timer_ns(const struct app_tui *t)
{
	return app_stage_timer_ns(&t->stage, uv_now(&t->loop));
}

struct ui_history *app_tui_history(struct app_tui *t, enum app_history which)
{
	return &t->history[which];
}

void app_tui_say(struct app_tui *t, const char *text)
{
	str_clear(&t->notice);
	str_add(&t->notice, text);
	app_tui_dirty(t);
}

/* ---- frames ---- */

static void draw_from(struct app_screen *s, struct ui_canvas *c)
{
	if (s->overlay && s->below)
		draw_from(s->below, c);
	s->ops->draw(s, c);
}

/* What takes the place of the last line. */
static void draw_last_line(struct app_tui *t)
{
	struct ui_rect line = ui_canvas_rect(t->canvas);

	line.row = line.rows - 1;
	line.rows = 1;
	if (t->count.number)
		app_tui_draw_count(t, line);
	if (!t->notice.len)
		return;
	ui_fill(t->canvas, line, UI_FOOTER, ' ');
	(void)ui_text_fit(t->canvas, line, 0, 1, line.cols - 2, UI_NOTICE,
			  t->notice.buf);
}

static bool moves(const struct app_screen *s)
{
	for (; s; s = s->overlay ? s->below : NULL) {
		if (s->ops->moves && s->ops->moves(s))
			return true;
	}
	return false;
}

static void on_frame(uv_timer_t *timer);

/* What is to be seen now, on the canvas. */
void app_tui_compose(struct app_tui *t)
{
	struct ui_rect all = ui_canvas_rect(t->canvas);

	t->composed = true;
	ui_canvas_clear(t->canvas);
	if (app_stage_still(&t->stage))
		app_stage_draw(&t->stage, t->canvas);
	else if (view_too_small(all.rows, all.cols))
		view_too_small_draw(t->canvas);
	else
		draw_from(t->top, t->canvas);
	if (!t->stage.black)
		draw_last_line(t);
	if (t->context.options->ascii)
		ui_canvas_to_ascii(t->canvas);
}

static void draw(struct app_tui *t)
{
	t->dirty = false;
	t->last_frame = uv_now(&t->loop);
	app_tui_compose(t);
	(void)ui_term_show(t->canvas);
	if (app_stage_still(&t->stage))
		return;
	if (moves(t->top))
		(void)uv_timer_start(&t->frame, on_frame, MOVES_MS, 0);
	else if (t->stage.present)
		(void)uv_timer_start(
			&t->frame, on_frame,
			app_stage_next_ms(&t->stage, t->last_frame), 0);
}

static void on_frame(uv_timer_t *timer)
{
	struct app_tui *t = timer->data;

	if (t->top && !t->away)
		draw(t);
}

void app_tui_dirty(struct app_tui *t)
{
	uint64_t now = uv_now(&t->loop);
	uint64_t due = t->last_frame + FRAME_MS;

	if (t->dirty || t->stopping)
		return;
	t->dirty = true;
	(void)uv_timer_start(&t->frame, on_frame, due > now ? due - now : 0, 0);
}

/* ---- the stack ---- */

void app_tui_stop(struct app_tui *t, int status)
{
	if (t->stopping)
		return;
	t->stopping = true;
	t->status = status;
	uv_stop(&t->loop);
}

void app_tui_push(struct app_tui *t, struct app_screen *s)
{
	s->tui = t;
	s->below = t->top;
	t->top = s;
	if (s->ops->shown)
		s->ops->shown(s);
	app_tui_dirty(t);
}

void app_tui_pop(struct app_tui *t)
{
	struct app_screen *s = t->top;

	t->top = s->below;
	s->ops->free(s);
	if (!t->top)
		app_tui_stop(t, 0);
	else if (t->top->ops->shown)
		t->top->ops->shown(t->top);
	app_tui_dirty(t);
}

bool app_tui_is_top(const struct app_tui *t, const struct app_screen *s)
{
	return t->top == s;
}

/* ---- going to the background ---- */

static void arm(struct app_tui *t)
{
	size_t len;

	app_guardian_arm(t->guardian, &t->before, ui_term_restore_bytes(&len));
}

static void tell_suspend(struct app_tui *t, bool away)
{
	for (struct app_screen *s = t->top; s; s = s->below) {
		if (s->ops->suspend)
			s->ops->suspend(s, away);
	}
}

/*
 * SIGSTOP, not SIGTSTP: it also came as SIGTSTP perhaps, and either way the
 * shell sees a stopped job.  What follows raise() runs after fg.
 */
void app_tui_suspend(struct app_tui *t)
{
	tell_suspend(t, true);
	t->away = true;
	ui_term_suspend();
	app_guardian_disarm(t->guardian);
	(void)kill(getpid(), SIGSTOP);
	ui_term_resume();
	arm(t);
	t->away = false;
	tell_suspend(t, false);
	app_tui_dirty(t);
}

/* The keys that end and stop are for who has the terminal. */
static const int lent[] = { SIGINT, SIGQUIT, SIGTSTP };
enum { LENT = sizeof(lent) / sizeof(*lent) };

static int run_and_wait(char *const *argv)
{
	posix_spawnattr_t attr;
	sigset_t usual;
	pid_t pid;
	int code, status = 0;

	(void)sigemptyset(&usual);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigmask(&attr, &usual);
	for (int i = 0; i < LENT; i++)
		(void)sigaddset(&usual, lent[i]);
	(void)sigaddset(&usual, SIGPIPE);
	(void)posix_spawnattr_setsigdefault(&attr, &usual);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
						      POSIX_SPAWN_SETSIGDEF);
	code = posix_spawnp(&pid, argv[0], NULL, &attr, argv, environ);
	(void)posix_spawnattr_destroy(&attr);
	if (code)
		return -code;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int app_tui_lend(struct app_tui *t, char *const *argv)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before[LENT];
	int status;

	tell_suspend(t, true);
	t->away = true;
	ui_term_suspend();
	for (int i = 0; i < LENT; i++)
		(void)sigaction(lent[i], &ignore, &before[i]);
	status = run_and_wait(argv);
	for (int i = 0; i < LENT; i++)
		(void)sigaction(lent[i], &before[i], NULL);
	ui_term_resume();
	t->away = false;
	tell_suspend(t, false);
	app_tui_dirty(t);
	return status;
}

/* ---- keys ---- */

/* However many are typed at once, what they do is seen between them. */
static void draw_if_due(struct app_tui *t)
{
	uv_update_time(&t->loop);
	if (t->dirty && t->top && !t->away &&
	    uv_now(&t->loop) >= t->last_frame + FRAME_MS)
		draw(t);
}

static void on_keys(uv_poll_t *poll, int status, int events)
{
	struct app_tui *t = poll->data;
	uint32_t key;

	(void)events;
	if (status < 0) {
		app_tui_stop(t, 128 + SIGHUP);
		return;
	}
	while (!t->stopping && (key = ui_term_key()) != UI_KEY_NONE) {
		app_tui_key(t, key);
		draw_if_due(t);
	}
}

/* ---- signals ---- */

static void resize(struct app_tui *t)
{
	int rows, cols;

	ui_term_resized();
	ui_term_size(&rows, &cols);
	ui_canvas_resize(t->canvas, rows, cols);
	app_stage_close(&t->stage); /* a picture of another size */
	app_tui_dirty(t);
}

static void on_signal(uv_signal_t *handle, int signal)
{
	struct app_tui *t = handle->data;

	if (signal == SIGWINCH)
		resize(t);
	else if (signal == SIGTSTP)
		app_tui_suspend(t);
	else if (signal != SIGCONT)
		app_tui_stop(t, 128 + signal);
}

static void watch_signals(struct app_tui *t)
{
	static const int numbers[APP_TUI_SIGNALS] = {
		SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT
	};

	for (int i = 0; i < APP_TUI_SIGNALS; i++) {
		(void)uv_signal_init(&t->loop, &t->signals[i]);
		t->signals[i].data = t;
		(void)uv_signal_start(&t->signals[i], on_signal, numbers[i]);
	}
}

/* ---- life ---- */

static int open_terminal(struct app_tui *t, struct err *e)
{
	const struct app_options *o = t->context.options;
	int rows, cols;
	int code;

	(void)tcgetattr(STDIN_FILENO, &t->before);
	code = ui_term_open(
		&(struct ui_term_options){
			.theme = o->theme,
			.no_color = o->no_color,
			.ascii = o->ascii,
			.mouse = t->mouse,
		},
		e);

	if (code < 0)
		return code;
	ui_term_size(&rows, &cols);
	t->canvas = ui_canvas_new(rows, cols);
	code = app_guardian_terminal(&t->loop, t->context.paths, &t->guardian,
				     e);
	if (code == 0)
		arm(t);
	return code;
}

/*
 * Keys are waited for on an open file description of our own: libuv makes it
 * non-blocking, and on the one that we share with the shell that would outlast
 * us, and our writes would fail where a slow terminal lets them wait.
 */
static int open_keys(void)
{
	static const char *const names[] = { "/proc/self/fd/0", "/dev/tty" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		int fd = open(names[i], O_RDONLY | O_NOCTTY | O_CLOEXEC);

		if (fd >= 0)
			return fd;
	}
	return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
}

static void open_loop(struct app_tui *t)
{
	(void)uv_loop_init(&t->loop);
	(void)uv_timer_init(&t->loop, &t->frame);
	t->frame.data = t;
	app_tui_open_keys(t);
	watch_signals(t);
	t->keys_fd = open_keys();
	(void)uv_poll_init(&t->loop, &t->keys, t->keys_fd);
	t->keys.data = t;
	(void)uv_poll_start(&t->keys, UV_READABLE | UV_DISCONNECT, on_keys);
}

static void close_loop(struct app_tui *t)
{
	uv_close((uv_handle_t *)&t->keys, NULL);
	uv_close((uv_handle_t *)&t->frame, NULL);
	uv_close((uv_handle_t *)&t->digit, NULL);
	for (int i = 0; i < APP_TUI_SIGNALS; i++)
		uv_close((uv_handle_t *)&t->signals[i], NULL);
	(void)uv_run(&t->loop, UV_RUN_DEFAULT);
	(void)uv_loop_close(&t->loop);
	(void)close(t->keys_fd);
}

static void free_screens(struct app_screen *s)
{
	while (s) {
		struct app_screen *below = s->below;

		s->ops->free(s);
		s = below;
	}
}

int app_tui_play(const struct app_context *context, struct app_screen *first,
		 struct app_screen *second, struct err *e)
{
	struct app_tui t = { .context = *context,
			     .notice = STR_INIT,
			     .mouse = !context->options->no_mouse };

	open_loop(&t);
	if (open_terminal(&t, e) < 0) {
		free_screens(first);
		free_screens(second);
		t.status = 2;
	} else {
		app_settings_notice(context->settings, &t.notice);
		app_stage_open(&t.stage, context->options->present,
			       uv_now(&t.loop));
		app_tui_push(&t, first);
		if (second)
			app_tui_push(&t, second);
		(void)uv_run(&t.loop, UV_RUN_DEFAULT);
	}
	/* The demo ends before the terminal is given back: no window in which
	 * the shell prompt is there and the processes too. */
	free_screens(t.top);
	ui_term_close();
	app_guardian_close(t.guardian); /* the terminal is as it was */
	app_stage_close(&t.stage);
	ui_canvas_free(t.canvas);
	close_loop(&t);
	str_release(&t.notice);
	for (int i = 0; i < APP_HISTORIES; i++)
		ui_history_release(&t.history[i]);
	return t.status;
}
