/* SPDX-License-Identifier: MIT */
/*
 * One table, so that a state looks the same wherever it is shown.  The word
 * carries the meaning; mark, lane and colour only help to find it again.
 */
#include "view/state.h"

#include <string.h>

static const struct view_state states[MODEL_STATE_COUNT] = {
	[MODEL_RUNNING] = { "►", "running", "on a CPU now", UI_RUNNING, U'█',
			    U'▓' },
	[MODEL_READY] = { "▷", "ready", "could run, waits for a CPU", UI_READY,
			  U'▒', U'░' },
	[MODEL_WAITING] = { "‖", "waiting", "for something to happen",
			    UI_WAITING, U'▁', U'▂' },
	[MODEL_STOPPED] = { "■", "stopped", "by a signal, until continued",
			    UI_STOPPED, U'■', U'□' },
	[MODEL_ZOMBIE] = { "†", "zombie", "ended, its parent has not asked yet",
			   UI_ZOMBIE, U'†', U'†' },
	[MODEL_ENDED] = { "✓", "ended", "and its parent knows how", UI_ENDED,
			  U' ', U' ' },
};

const struct view_state view_asleep = {
	"z", "asleep", "waiting for time to pass", UI_FAINT, U'─', U'╌'
};

const struct view_state *view_state(enum model_state s)
{
	return &states[(unsigned)s < MODEL_STATE_COUNT ? s : MODEL_ENDED];
}

struct view_state view_state_of(const struct model_process *p)
{
	struct view_state s = *view_state(p->state);

	if (p->state == MODEL_WAITING && p->verb == MP_VERB_SLEEP)
		return view_asleep;
	if (p->state == MODEL_ENDED && p->status_known && p->exit_code) {
		s.mark = "✗";
		s.role = UI_KILLED;
	}
	return s;
}

void view_state_ending(const struct model_process *p, struct str *out)
{
	const char *name;

	if (!p->status_known) {
		str_add(out, "ended, no status");
	} else if (p->exit_code >= 0) {
		str_addf(out, "ended %d", p->exit_code);
	} else {
		name = sigabbrev_np(-p->exit_code);
		if (name)
			str_addf(out, "killed by SIG%s", name);
		else
			str_addf(out, "killed by signal %d", -p->exit_code);
		if (model_killer(p) == MODEL_PLAYER)
			str_add(out, " from you");
	}
}

void view_seconds(int64_t ns, struct str *out)
{
	int64_t hundredths = (ns < 0 ? 0 : ns) / 10000000;

	if (hundredths < 6000)
		str_addf(out, "%lld.%02lld s", (long long)(hundredths / 100),
			 (long long)(hundredths % 100));
	else
		str_addf(out, "%lld:%02lld.%lld min",
			 (long long)(hundredths / 6000),
			 (long long)(hundredths / 100 % 60),
			 (long long)(hundredths / 10 % 10));
}
