/* SPDX-License-Identifier: MIT */
/*
 * What tui.c (the loop, the frames, the stack) and tui_keys.c (what a key does)
 * share.
 */
#ifndef APP_TUI_INSIDE_H
#define APP_TUI_INSIDE_H

#include <termios.h>
#include <uv.h>

#include "app/count.h"
#include "app/screen.h"
#include "app/stage.h"
#include "app/tui.h"

enum { APP_TUI_SIGNALS = 6 };

struct app_tui {
	struct app_context context;
	uv_loop_t loop;
	uv_poll_t keys;
	int keys_fd;
	uv_timer_t frame;
	uv_timer_t digit; /* until a digit alone means a pane */
	uv_signal_t signals[APP_TUI_SIGNALS];
	struct app_guardian *guardian; /* of the terminal */
	struct termios before;         /* the terminal as it was */
	struct ui_canvas *canvas;
	struct app_stage stage;
	struct app_screen *top;
	struct app_count count;
	struct ui_history history[APP_HISTORIES];
	bool composed;       /* since the last key */
	struct str notice;   /* instead of the footer, until the next key */
	uint64_t last_frame; /* uv_now */
	bool mouse;          /* taken from the terminal */
	bool dirty, stopping, away;
	int status;
};

/* End the loop with this exit status. */
void app_tui_stop(struct app_tui *t, int status);
/* Give the terminal back, stop, and go on after fg. */
void app_tui_suspend(struct app_tui *t);
/* Draw what is to be seen now on the canvas. */
void app_tui_compose(struct app_tui *t);
/* A key, a click or the wheel. */
void app_tui_key(struct app_tui *t, uint32_t key);
void app_tui_open_keys(struct app_tui *t);
/* Draw what is typed before a command instead of the footer. */
void app_tui_draw_count(struct app_tui *t, struct ui_rect line);

#endif
