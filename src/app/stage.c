/* SPDX-License-Identifier: MIT */
/*
 * While the picture stands still or the screen is black, a key that would act
 * on what nobody sees does nothing.
 */
#include "app/stage.h"

#include "ui/term.h"
#include "view/message.h"

static void present(struct app_stage *s, bool on, uint64_t now_ms)
{
	s->present = on;
	s->since_ms = now_ms;
	if (on)
		s->before = ui_term_theme_now();
	/* Who wants no colours wants none here either. */
	if (s->before != UI_THEME_MONO)
		ui_term_theme(on ? UI_THEME_CONTRAST : s->before);
}

void app_stage_open(struct app_stage *s, bool on, uint64_t now_ms)
{
	*s = (struct app_stage){ 0 };
	if (on)
		present(s, true, now_ms);
}

static void thaw(struct app_stage *s)
{
	ui_canvas_free(s->picture);
	s->picture = NULL;
}

void app_stage_close(struct app_stage *s)
{
	thaw(s);
}

bool app_stage_command(struct app_stage *s, enum ui_command c,
		       const struct ui_canvas *shown, uint64_t now_ms)
{
	struct ui_rect all = ui_canvas_rect(shown);

	if (c == UI_CMD_PRESENT) {
		thaw(s);
		present(s, !s->present, now_ms);
	} else if (c == UI_CMD_BLANK) {
		s->black = true;
	} else if (c == UI_CMD_TIMER) {
		s->since_ms = now_ms;
	} else if (c == UI_CMD_FREEZE && s->picture) {
		thaw(s);
	} else if (c == UI_CMD_FREEZE) {
		s->picture = ui_canvas_new(all.rows, all.cols);
		ui_canvas_copy(s->picture, shown);
	} else {
		return false;
	}
	return true;
}

bool app_stage_hides(const struct app_stage *s, enum ui_command c)
{
	return s->picture && c != UI_CMD_FREEZE && c != UI_CMD_BLANK &&
	       c != UI_CMD_PRESENT && c != UI_CMD_SNAPSHOT &&
	       c != UI_CMD_STOP && c != UI_CMD_REDRAW && c != UI_CMD_SUSPEND;
}

bool app_stage_wake(struct app_stage *s)
{
	bool was = s->black;

	s->black = false;
	return was;
}

bool app_stage_still(const struct app_stage *s)
{
	return s->black || s->picture;
}

void app_stage_draw(const struct app_stage *s, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c);
	char key[16];

	if (s->black) {
		ui_canvas_clear(c);
		ui_fill(c, all, UI_BLACK, ' ');
		return;
	}
	ui_canvas_copy(c, s->picture);
	view_still_draw(c, ui_command_key(UI_CMD_FREEZE, key));
}

int64_t app_stage_timer_ns(const struct app_stage *s, uint64_t now_ms)
{
	if (!s->present || now_ms < s->since_ms)
		return -1;
	return (int64_t)(now_ms - s->since_ms) * 1000000;
}

uint64_t app_stage_next_ms(const struct app_stage *s, uint64_t now_ms)
{
	return 1000 - (now_ms - s->since_ms) % 1000;
}
