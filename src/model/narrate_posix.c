/* SPDX-License-Identifier: MIT */
/*
 * POSIX calls as sentences.  What is written is told where it begins and what
 * is read where it ends, as the state has it (stream.c); a descriptor that an
 * image merely has from before is not told.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/program.h"
#include "model/narrate.h"
#include "model/words.h"
#include "trace/object.h"

struct telling {
	const struct model *m;
	const struct trace_log *log;
	const struct trace_event *e;
	struct str *out;
};

static void who(const struct telling *t, uint64_t pid)
{
	model_words_who(t->m, t->log, (uint32_t)pid, t->out);
}

static void what(const struct telling *t)
{
	model_object_name(t->m, t->log, t->e->object, t->out);
}

static void path(const struct telling *t)
{
	model_words_text(t->log, t->e->text, t->out);
}

static void bytes(const struct telling *t, uint64_t n)
{
	str_addf(t->out, "%llu byte%s", (unsigned long long)n,
		 n == 1 ? "" : "s");
}

static const struct model_stream *stream(const struct telling *t)
{
	const struct model_object *o = model_object(t->m, t->e->object);

	return o && (o->kind == MODEL_STREAM || o->kind == MODEL_MESSAGES)
		       ? &o->stream
		       : NULL;
}

/* Whether the teller was found to have to wait just now. */
static bool waits(const struct telling *t)
{
	const struct model_process *p = model_process(t->m, t->e->pid);

	return p && p->waits && p->verb == t->e->verb &&
	       p->object == t->e->object;
}

static bool fails(const struct telling *t, const char *in)
{
	const struct trace_event *e = t->e;

	if (e->phase != MP_ENDS || !e->err || e->err == EAGAIN)
		return false;
	who(t, e->pid);
	str_addf(t->out, " fails in %s", in);
	if (e->object) {
		str_add_char(t->out, '(');
		what(t);
		str_add_char(t->out, ')');
	}
	str_addf(t->out, ": %s.", strerror(e->err));
	return true;
}

/* ---- processes ---- */

static bool tell_fork(const struct telling *t)
{
	static const char *const calls[TRACE_FORK_COUNT] = {
		[TRACE_FORK_FORK] = "fork",
		[TRACE_FORK_VFORK] = "vfork",
		[TRACE_FORK_CLONE] = "clone",
		[TRACE_FORK_SPAWN] = "posix_spawn",
		[TRACE_FORK_DAEMON] = "daemon",
		[TRACE_FORK_POPEN] = "popen",
		[TRACE_FORK_SYSTEM] = "system",
	};
	const struct trace_event *e = t->e;
	const char *call = calls[e->b < TRACE_FORK_COUNT ? e->b : 0];

	if (e->phase == MP_HAPPENS) {
		who(t, e->pid);
		str_add(t->out, " starts");
		if (model_process(t->m, (uint32_t)e->a)) {
			str_add(t->out, ", a child of ");
			who(t, e->a);
		}
		str_add_char(t->out, '.');
		return true;
	}
	if (e->phase == MP_BEGINS && e->text) {
		who(t, e->pid);
		str_addf(t->out, " calls %s(\"", call);
		path(t);
		str_add(t->out, "\").");
		return true;
	}
	return fails(t, call);
}

static bool tell_exec(const struct telling *t)
{
	if (t->e->phase != MP_ENDS)
		return false;
	who(t, t->e->a ? t->e->a : t->e->pid);
	str_add(t->out, " cannot execute ");
	path(t);
	str_addf(t->out, ": %s.", strerror(t->e->err));
	return true;
}

static bool tell_waitpid(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_WAITS) {
		who(t, e->pid);
		if (e->a)
			str_addf(t->out,
				 " waits in waitpid(%llu): it has not ended.",
				 (unsigned long long)e->a);
		else
			str_add(t->out, " waits in wait(): no child of its "
					"has ended.");
		return true;
	}
	return e->err != ECHILD && fails(t, "waitpid");
}

static bool tell_setsid(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	str_add(t->out, " begins a session of its own, without a terminal.");
	return true;
}

static bool tell_untraced(const struct telling *t)
{
	str_addf(t->out, "PID %llu is %s", (unsigned long long)t->e->a,
		 program_name(t->e->b < PROGRAM_KINDS ? (unsigned)t->e->b
						      : PROGRAM_NONE));
	if (t->e->text) {
		str_add(t->out, ", ");
		path(t);
	}
	str_add(t->out, ": only what the kernel tells is shown.");
	return true;
}

/* ---- descriptors ---- */

static bool tell_pipe(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	str_add(t->out, " makes ");
	what(t);
	str_addf(t->out, ": written at descriptor %llu, read at %llu.",
		 (unsigned long long)t->e->b, (unsigned long long)t->e->a);
	return true;
}

static bool tell_made(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	str_add(t->out, " makes ");
	what(t);
	str_add_char(t->out, '.');
	return true;
}

static const char *ends_name(uint32_t ends)
{
	switch (ends & (TRACE_END_READ | TRACE_END_WRITE)) {
	case TRACE_END_READ:
		return "the read end";
	case TRACE_END_WRITE:
		return "the write end";
	default:
		return "an end";
	}
}

static bool tell_open(const struct telling *t)
{
	const struct trace_event *e = t->e;

	if (e->phase == MP_BEGINS && waits(t)) {
		who(t, e->pid);
		str_add(t->out, " waits in open(");
		what(t);
		str_addf(t->out, "): nobody has it open to %s.",
			 e->aux == TRACE_END_READ ? "write" : "read");
		return true;
	}
	if (e->phase != MP_ENDS || e->err)
		return fails(t, "open");
	who(t, e->pid);
	str_addf(t->out, " opens %s of ", ends_name(e->aux));
	what(t);
	str_addf(t->out, " as descriptor %llu.", (unsigned long long)e->a);
	return true;
}

static bool tell_dup(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	str_addf(t->out, " makes its descriptor %llu %s of ",
		 (unsigned long long)t->e->b, ends_name(t->e->aux));
	what(t);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_close(const struct telling *t)
{
	const struct model_stream *s = stream(t);

	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	str_addf(t->out, " closes descriptor %llu, %s of ",
		 (unsigned long long)t->e->a, ends_name(t->e->aux));
	what(t);
	if (s && t->e->aux == TRACE_END_WRITE && !s->writers)
		str_add(t->out, ": nobody can write to it any more");
	else if (s && t->e->aux == TRACE_END_READ && !s->readers)
		str_add(t->out, ": nobody can read from it any more");
	str_add_char(t->out, '.');
	return true;
}

/* ---- what flows ---- */

static void sample(const struct telling *t, uint64_t length)
{
	size_t len;

	(void)trace_log_text(t->log, t->e->text, &len);
	if (!len)
		return;
	str_add(t->out, ": ");
	model_words_sample(t->log, t->e->text, t->out);
	if (len < length)
		str_add(t->out, "\u2026");
}

static bool tell_write(const struct telling *t)
{
	const struct trace_event *e = t->e;
	const struct model_stream *s = stream(t);
	bool message = e->verb == MP_VERB_MSG_SEND;

	if (e->phase == MP_ENDS)
		return fails(t, message ? "send" : "write");
	if (e->phase == MP_WAITS) {
		who(t, e->pid);
		str_add(t->out, " waits: ");
		what(t);
		str_add(t->out, " is full.");
		return true;
	}
	if (e->phase != MP_BEGINS)
		return false;
	who(t, e->pid);
	str_add(t->out, message ? " sends " : " writes ");
	bytes(t, e->a);
	str_add(t->out, " to ");
	what(t);
	sample(t, e->a);
	if (!message && waits(t) && s) {
		/* What does not fit is with its writer, and counted there. */
		str_add(t->out, ", and waits: it is full, ");
		bytes(t, s->capacity && s->capacity < s->bytes ? s->capacity
							       : s->bytes);
	}
	str_add_char(t->out, '.');
	return true;
}

static bool tell_read(const struct telling *t)
{
	const struct trace_event *e = t->e;
	bool message = e->verb == MP_VERB_MSG_RECEIVE;

	if (e->phase == MP_WAITS || (e->phase == MP_BEGINS && waits(t))) {
		who(t, e->pid);
		str_addf(t->out, " waits in %s(", message ? "receive" : "read");
		what(t);
		str_add(t->out, "): it is empty.");
		return true;
	}
	if (e->phase != MP_ENDS)
		return false;
	if (e->err)
		return fails(t, message ? "receive" : "read");
	who(t, e->pid);
	if (!e->a && !message) {
		str_add(t->out, " reads the end of file from ");
		what(t);
		str_add(t->out, ": nobody has it open to write.");
		return true;
	}
	str_add(t->out, message ? " receives " : " reads ");
	bytes(t, e->a);
	str_add(t->out, " from ");
	what(t);
	sample(t, e->a);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_msg_open(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return fails(t, "open");
	who(t, t->e->pid);
	str_add(t->out, t->e->aux ? " makes " : " opens ");
	what(t);
	if (t->e->b)
		str_addf(t->out, " with room for %llu messages",
			 (unsigned long long)t->e->b);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_remove(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	str_add(t->out, t->e->aux ? " closes " : " removes ");
	if (t->e->text)
		path(t);
	else
		what(t);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_sem_set(const struct telling *t)
{
	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	str_add(t->out, " sets ");
	what(t);
	str_addf(t->out, " to %llu.", (unsigned long long)t->e->a);
	return true;
}

/* ---- signals ---- */

static bool tell_send_signal(const struct telling *t)
{
	const struct trace_event *e = t->e;
	int64_t whom = (int64_t)e->a;

	if (e->phase != MP_BEGINS)
		return fails(t, "kill");
	who(t, e->pid);
	str_add(t->out, " sends ");
	model_words_signal((int)(e->b & 0xffff), t->out);
	if (whom == (int64_t)e->pid) {
		str_add(t->out, " to itself.");
	} else if (whom > 0) {
		str_add(t->out, " to ");
		who(t, e->a);
		str_add_char(t->out, '.');
	} else if (whom == 0) {
		str_add(t->out, " to its process group.");
	} else if (whom == -1) {
		str_add(t->out, " to every process that it may.");
	} else {
		/* Unsigned: a recording may hold the least of all numbers. */
		str_addf(t->out, " to process group %" PRIu64 ".", -e->a);
	}
	return true;
}

static bool tell_sigaction(const struct telling *t)
{
	static const char *const acts[] = { " lets %s have its default effect.",
					    " ignores ",
					    " sets a handler for " };

	if (t->e->phase != MP_HAPPENS)
		return false;
	who(t, t->e->pid);
	if (t->e->a == 0) {
		str_add(t->out, " lets ");
		model_words_signal((int)(t->e->b & 0xffff), t->out);
		str_add(t->out, " have its default effect.");
		return true;
	}
	str_add(t->out, acts[t->e->a == 1 ? 1 : 2]);
	model_words_signal((int)(t->e->b & 0xffff), t->out);
	str_add_char(t->out, '.');
	return true;
}

static bool tell_handler(const struct telling *t)
{
	if (t->e->phase != MP_BEGINS)
		return false;
	who(t, t->e->pid);
	str_add(t->out, " runs its handler for ");
	model_words_signal((int)(t->e->b & 0xffff), t->out);
	if (t->e->a && t->e->a != t->e->pid) {
		str_add(t->out, ", which ");
		who(t, t->e->a);
		str_add(t->out, " sent");
	}
	str_add_char(t->out, '.');
	return true;
}

static bool tell_sigwait(const struct telling *t)
{
	if (t->e->phase != MP_WAITS)
		return false;
	who(t, t->e->pid);
	str_add(t->out, " waits for a signal.");
	return true;
}

/* ---- which verb is told how ---- */

typedef bool tell_fn(const struct telling *t);

static tell_fn *const tells[MP_VERB_COUNT] = {
	[MP_VERB_FORK] = tell_fork,
	[MP_VERB_EXEC] = tell_exec,
	[MP_VERB_WAITPID] = tell_waitpid,
	[MP_VERB_SETSID] = tell_setsid,
	[MP_VERB_UNTRACED] = tell_untraced,
	[MP_VERB_PIPE] = tell_pipe,
	[MP_VERB_SOCKETPAIR] = tell_made,
	[MP_VERB_MKFIFO] = tell_made,
	[MP_VERB_OPEN] = tell_open,
	[MP_VERB_DUP] = tell_dup,
	[MP_VERB_CLOSE] = tell_close,
	[MP_VERB_WRITE] = tell_write,
	[MP_VERB_READ] = tell_read,
	[MP_VERB_MSG_OPEN] = tell_msg_open,
	[MP_VERB_MSG_SEND] = tell_write,
	[MP_VERB_MSG_RECEIVE] = tell_read,
	[MP_VERB_SEM_SET] = tell_sem_set,
	[MP_VERB_REMOVE] = tell_remove,
	[MP_VERB_SEND_SIGNAL] = tell_send_signal,
	[MP_VERB_SIGACTION] = tell_sigaction,
	[MP_VERB_HANDLER] = tell_handler,
	[MP_VERB_PAUSE_CALL] = tell_sigwait,
};

bool model_words_posix(const struct model *m, const struct trace_log *log,
		       const struct trace_event *e, struct str *out)
{
	const struct telling t = { m, log, e, out };

	return e->verb < MP_VERB_COUNT && tells[e->verb] && tells[e->verb](&t);
}
