/* SPDX-License-Identifier: MIT */
/*
 * A recorded run of a real program, and the player that shows it.
 *
 *	struct recorded r;
 *
 *	recorded_open(&r, "race", LESSON_PANE_EVENT);
 *	recorded_go(&r, 2500);
 *	... view_player_layout(&r.player, ...) ...
 *	recorded_close(&r);
 */
#ifndef VIEW_RECORDED_H
#define VIEW_RECORDED_H

#include "model/history.h"
#include "trace/recording.h"
#include "ui/source.h"
#include "view/player.h"

struct recorded {
	struct trace_log *log;
	struct trace_recording *recording;
	struct history *history;
	struct lesson *lesson;
	struct view_console console;
	struct ui_doc source;
	struct view_player player;
};

/*
 * Open tests/unit/view/runs/@name.rec in a lesson that shows @pane, focused,
 * beside those that every lesson has.  It ends at its end.
 */
void recorded_open(struct recorded *r, const char *name, enum lesson_pane pane);
void recorded_close(struct recorded *r);
/* Show the state at @ms of run time; its second process is selected. */
void recorded_go(struct recorded *r, int ms);

#endif
