/* SPDX-License-Identifier: MIT */
/*
 * Where to look when a run went wrong.
 *
 * The first process decides whether it went well: a child that is killed can
 * be what a lesson shows, and a program that has coped with it ends 0.  If the
 * first process failed, the cause is looked for among those that failed before
 * it, and the earliest of them is named.
 */
#include "view/ending.h"

#include "model/narrate.h"
#include "view/state.h"

static bool failed(const struct model_process *p)
{
	return p->state == MODEL_ENDED && p->status_known && p->exit_code;
}

/* The one that failed first; @ret_others is how many more did. */
static const struct model_process *earliest(const struct model *m,
					    size_t *ret_others)
{
	const struct model_process *found = NULL;
	size_t count = 0;

	for (size_t i = 1; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];

		if (!failed(p))
			continue;
		count++;
		if (!found || p->ended_ns < found->ended_ns)
			found = p;
	}
	*ret_others = count ? count - 1 : 0;
	return found;
}

static void add_name(const struct model *m, const struct trace_log *log,
		     const struct model_process *p, const char *program,
		     struct str *out)
{
	if (p == m->processes && !p->name)
		str_add(out, program);
	else
		model_process_name(m, log, p->pid, out);
}

static void add_how(const struct model_process *p, struct str *out)
{
	str_add(out, p->exit_code < 0 ? " was " : " ");
	view_state_ending(p, out);
}

void view_ending(const struct model *m, const struct trace_log *log,
		 const char *program, struct str *out)
{
	const struct model_process *first = m->processes, *cause;
	size_t others;

	if (!m->over || m->over_why == 1 || !m->process_count)
		return;
	if (!failed(first))
		return;
	cause = earliest(m, &others);
	if (!cause)
		cause = first;
	add_name(m, log, cause, program, out);
	if (cause->name || cause == first)
		str_addf(out, " (PID %u)", cause->pid);
	add_how(cause, out);
	if (cause->ended_ns >= 0) {
		str_add(out, ", at ");
		view_seconds(cause->ended_ns, out);
	}
	if (others)
		str_addf(out, "; %zu more failed", others);
	if (cause != first) {
		str_add(out, "; then ");
		add_name(m, log, first, program, out);
		add_how(first, out);
	}
}
