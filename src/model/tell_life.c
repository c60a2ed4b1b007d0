/* SPDX-License-Identifier: MIT */
/*
 * Sentences about processes: how they begin, wait for each other and end.
 *
 * A death is told once, by the event that first knows how it came.
 */
#include <errno.h>
#include <string.h>

#include "model/narrate.h"
#include "model/tell.h"
#include "model/words.h"

bool model_tell_name(const struct telling *t)
{
	const struct model_process *parent =
		model_process(t->m, (uint32_t)t->e->a);

	model_tell_who(t, t->e->pid);
	str_add(t->out, " starts");
	if (parent) {
		str_add(t->out, ", a child of ");
		model_tell_who(t, parent->pid);
	}
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_attach(const struct telling *t)
{
	const char *path = trace_log_text(t->log, t->e->text, NULL);
	const char *slash = strrchr(path, '/');

	model_tell_who(t, t->e->pid);
	str_add(t->out, " runs the program ");
	path = slash ? slash + 1 : path;
	model_words_plain(path, strlen(path), t->out);
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_start(const struct telling *t)
{
	if (t->e->phase != MP_ENDS || !t->e->err)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " cannot start ");
	model_words_text(t->log, t->e->text, t->out);
	str_addf(t->out, ": %s.", strerror(t->e->err));
	return true;
}

/* ", which you sent", ", which main (PID 4710) sent". */
static void killer(const struct telling *t, const struct model_process *p)
{
	uint32_t by = model_killer(p);

	if (!by)
		return;
	str_add(t->out, ", which ");
	if (by == MODEL_PLAYER)
		str_add(t->out, "you");
	else if (by == p->pid)
		str_add(t->out, "it");
	else
		model_tell_who(t, by);
	str_add(t->out, " sent");
}

/* "it ended with exit status 0", "it was killed by SIGKILL, which you sent". */
static void ending(const struct telling *t, const struct model_process *p)
{
	if (!p->status_known) {
		str_add(t->out, "has ended");
	} else if (p->exit_code >= 0) {
		str_addf(t->out, "has ended with exit status %d", p->exit_code);
	} else {
		str_add(t->out, "was killed by ");
		model_words_signal(-p->exit_code, t->out);
		killer(t, p);
	}
}

bool model_tell_reap(const struct telling *t)
{
	const struct model_process *p = model_process(t->m, (uint32_t)t->e->a);

	if (t->e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " reaps ");
	model_tell_who(t, t->e->a);
	if (p) {
		str_add(t->out, ", which ");
		ending(t, p);
	}
	str_add_char(t->out, '.');
	return true;
}

/*
 * Whether this event is the one to tell of the death of @p: the first that
 * knows how it ended or, if none does, the one that says it is gone.  (That a
 * process has ended is often known a moment before its status.)
 */
static bool is_the_news(const struct telling *t, const struct model_process *p)
{
	const struct model_change *c = t->m->changed;

	if (!p || !t->m->changed_count || p != &t->m->processes[c->process] ||
	    c->status_known)
		return false;
	return p->status_known ||
	       (p->state == MODEL_ENDED && c->from != MODEL_ENDED);
}

bool model_tell_death(const struct telling *t)
{
	const struct model_process *p = model_process(t->m, t->e->pid), *parent;

	if (!is_the_news(t, p))
		return false;
	model_tell_who(t, p->pid);
	str_add_char(t->out, ' ');
	ending(t, p);
	parent = model_process(t->m, p->ppid);
	if (p->state == MODEL_ZOMBIE && parent &&
	    parent->state < MODEL_ZOMBIE) {
		str_add(t->out, ": a zombie until ");
		model_tell_who(t, parent->pid);
		str_add(t->out, " reaps it");
	}
	str_add_char(t->out, '.');
	return true;
}

/* Of one that tells something it is told by what it does next. */
bool model_tell_blocked(const struct telling *t)
{
	const struct model_process *p = model_process(t->m, t->e->pid);

	if (!p || p->events || p->blocked != t->e->text)
		return false;
	model_tell_who(t, p->pid);
	str_add(t->out, " seems to be in ");
	model_words_blocked(t->m, t->log, p->blocked, p->blocked_at, t->out);
	str_add(t->out, ", as the kernel says.");
	return true;
}

bool model_tell_join(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_WAITS) {
		model_tell_call(t, "waits in");
		str_addf(t->out, "PID %u has not ended.", (uint32_t)e->a);
		return true;
	}
	if (e->phase != MP_ENDS || !e->err)
		return false;
	model_tell_call(t, "gives up");
	if (e->err == ETIMEDOUT)
		str_addf(t->out, "PID %u has not ended and the time is up.",
			 (uint32_t)e->a);
	else
		str_addf(t->out, "%s.", strerror(e->err));
	return true;
}

bool model_tell_signalling(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_ENDS && e->err) {
		model_tell_call(t, "fails in");
		str_addf(t->out, "%s.", strerror(e->err));
		return true;
	}
	if (e->phase != MP_HAPPENS)
		return false;
	model_tell_who(t, e->pid);
	str_addf(t->out, " sends %s to ",
		 e->verb == MP_VERB_KILL ? "SIGKILL" : "SIGTERM");
	model_tell_who(t, e->a);
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_sleep(const struct telling *t)
{
	if (t->e->phase != MP_BEGINS)
		return false;
	model_tell_who(t, t->e->pid);
	str_add(t->out, " sleeps for ");
	model_words_seconds((int64_t)t->e->a, t->out);
	str_add_char(t->out, '.');
	return true;
}
