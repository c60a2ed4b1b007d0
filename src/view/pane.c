/* SPDX-License-Identifier: MIT */
/*
 * What the panes share.
 */
#include "view/pane.h"

#include <string.h>

static const struct view_pane *const panes[LESSON_PANE_COUNT] = {
#define LESSON_PANE(id, word, group, about)                                    \
	[LESSON_PANE_##id] = &view_pane_##word,
#include "lesson/panes.def"
#undef LESSON_PANE
};

const struct view_pane *view_pane(enum lesson_pane pane)
{
	return panes[pane];
}

bool view_pane_idle(const struct view_player *p, struct ui_canvas *c,
		    struct ui_rect in)
{
	const char *text = "";

	if (p->model)
		return false;
	switch (p->run) {
	case VIEW_RUN_NONE:
		text = "Nothing runs yet.";
		break;
	case VIEW_RUN_STARTING:
		text = "Starting …";
		break;
	case VIEW_RUN_FAILED:
		text = "It did not run.";
		break;
	case VIEW_RUN_LIVE:
	case VIEW_RUN_PAUSED:
	case VIEW_RUN_PAST:
	case VIEW_RUN_ENDED:
	case VIEW_RUN_PLAYING:
	case VIEW_RUN_RECORDING:
		break;
	}
	ui_text_fit(c, in, 0, 1, in.cols - 1, UI_FAINT, text);
	return true;
}

bool view_pane_fresh(const struct view_player *p, int64_t at_ns)
{
	return at_ns >= 0 && at_ns <= p->now_ns &&
	       p->now_ns - at_ns < VIEW_FRESH_NS;
}

void view_pane_name(const struct view_player *p, const struct model *m,
		    uint32_t pid, struct str *out)
{
	const struct model_process *process = model_process(m, pid);

	if (model_process_has_name(m, process))
		model_process_name(m, p->log, pid, out);
	else
		str_addf(out, "pid %u", pid);
}

void view_pane_who(const struct view_player *p, uint32_t pid, struct str *out)
{
	const struct model_process *process = model_process(p->model, pid);

	view_pane_name(p, p->model, pid, out);
	if (model_process_has_name(p->model, process))
		str_addf(out, " %u", pid);
}

void view_pane_add_time(const struct view_player *p, int64_t since_ns,
			struct str *out)
{
	if (since_ns < 0 || p->now_ns < since_ns)
		return;
	str_add(out, " for ");
	view_seconds(p->now_ns - since_ns, out);
}

const struct model_process *view_pane_selected(const struct view_player *p)
{
	if (!p->model || !p->selected)
		return NULL;
	return model_process(p->model, p->selected);
}

bool view_pane_parked(const struct model *m, const struct model_process *p)
{
	if (m->paused_since_ns < 0 || m->over || p->ended_ns >= 0 ||
	    p->state == MODEL_STOPPED)
		return false;
	/* A sleep counts as waiting from its beginning, also at the gate. */
	return p->verb != MP_VERB_NONE &&
	       (!p->waits || p->verb == MP_VERB_SLEEP) &&
	       p->op_since_ns >= model_run_time(m);
}

struct view_state view_pane_state(const struct model *m,
				  const struct model_process *p)
{
	struct view_state s = view_state_of(p);

	if (view_pane_parked(m, p)) {
		s.mark = view_state(MODEL_STOPPED)->mark;
		s.word = "paused";
		s.role = UI_STOPPED;
	}
	return s;
}
