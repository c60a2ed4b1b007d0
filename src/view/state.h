/* SPDX-License-Identifier: MIT */
/*
 * The look of the process states, the same in every pane: a mark, a word, a
 * role, and what the timeline draws.
 */
#ifndef VIEW_STATE_H
#define VIEW_STATE_H

#include <stdint.h>

#include "base/str.h"
#include "model/model.h"
#include "ui/canvas.h"

struct view_state {
	const char *mark; /* one column */
	const char *word;
	const char *means; /* one line, for the help */
	ui_style role;
	uint32_t lane;  /* in the timeline, for a whole interval */
	uint32_t mixed; /* longest, but not for all of the interval */
};

/*
 * The look of a process that waits for time to pass and for nobody.  To the
 * kernel it waits like any other; a reader who asks who waits for whom must
 * not count it.
 */
extern const struct view_state view_asleep;

/* @s out of range is shown as ended. */
const struct view_state *view_state(enum model_state s);

/* The look of @p: one that ended badly has another mark and role. */
struct view_state view_state_of(const struct model_process *p);

/*
 * Add how a process ended, in words: "ended 0", "ended 3", "killed by SIGKILL",
 * "ended, no status".
 */
void view_state_ending(const struct model_process *p, struct str *out);

/* Run time as it is shown everywhere: "2.40 s", "1:02.4". */
void view_seconds(int64_t ns, struct str *out);

#endif
