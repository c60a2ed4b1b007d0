/* SPDX-License-Identifier: MIT */
/*
 * The screen before an audience: the look for people who sit far away, a
 * timer, a picture that stands still and a black screen.
 */
#ifndef APP_STAGE_H
#define APP_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/theme.h"

struct app_stage {
	bool present;
	enum ui_theme before;      /* the theme to go back to */
	uint64_t since_ms;         /* the timer began, on the loop's clock */
	struct ui_canvas *picture; /* what stands still; NULL: nothing */
	bool black;
};

/* To begin with, as --present asks. */
void app_stage_open(struct app_stage *s, bool present, uint64_t now_ms);
void app_stage_close(struct app_stage *s);

/* What of @c is its own; @shown is what stands on the screen now. */
bool app_stage_command(struct app_stage *s, enum ui_command c,
		       const struct ui_canvas *shown, uint64_t now_ms);
/* Whether a key of this command acts on what cannot be seen. */
bool app_stage_hides(const struct app_stage *s, enum ui_command c);
/* A key came while the screen is black: it does nothing else. */
bool app_stage_wake(struct app_stage *s);

/* Nothing of what happens is on the screen. */
bool app_stage_still(const struct app_stage *s);
/* What there is instead. */
void app_stage_draw(const struct app_stage *s, struct ui_canvas *c);

/* The timer, and when it shows another second; presenting only. */
int64_t app_stage_timer_ns(const struct app_stage *s, uint64_t now_ms);
uint64_t app_stage_next_ms(const struct app_stage *s, uint64_t now_ms);

#endif
