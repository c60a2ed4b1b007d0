/* SPDX-License-Identifier: MIT */
/*
 * The keys that POSIX calls have in JSON.
 */
#include <string.h>

#include "base/program.h"
#include "model/ledger.h"
#include "model/words.h"
#include "trace/object.h"

/* What the numbers of an event are called; a name with '<': at its end only. */
struct names {
	const char *a, *b;
	bool text, ends, sample;
};

static const struct names names[MP_VERB_COUNT] = {
	[MP_VERB_FORK] = { .text = true },
	[MP_VERB_EXEC] = { .a = "target", .text = true },
	[MP_VERB_WAITPID] = { .a = "target" },
	[MP_VERB_UNTRACED] = { .a = "target", .text = true },
	[MP_VERB_PIPE] = { .a = "read_fd", .b = "write_fd" },
	[MP_VERB_MKFIFO] = { .text = true },
	[MP_VERB_OPEN] = { .a = "<fd", .text = true, .ends = true },
	[MP_VERB_HOLD] = { .a = "fd", .ends = true },
	[MP_VERB_DUP] = { .a = "fd", .b = "new_fd", .ends = true },
	[MP_VERB_CLOSE] = { .a = "fd", .ends = true },
	[MP_VERB_WRITE] = { .a = "bytes", .b = "fd", .sample = true },
	[MP_VERB_READ] = { .a = "bytes", .b = "fd", .sample = true },
	[MP_VERB_MSG_OPEN] = { .b = "capacity", .text = true },
	[MP_VERB_MSG_SEND] = { .a = "bytes", .b = "priority", .sample = true },
	[MP_VERB_MSG_RECEIVE] = { .a = "<bytes",
				  .b = "<priority",
				  .sample = true },
	[MP_VERB_SEM_SET] = { .a = "count" },
	[MP_VERB_REMOVE] = { .text = true },
	[MP_VERB_SEND_SIGNAL] = { .a = "target", .b = "signal" },
	[MP_VERB_SIGACTION] = { .b = "signal" },
	[MP_VERB_HANDLER] = { .a = "sender", .b = "signal" },
	[MP_VERB_PAUSE_CALL] = { .b = "<signal" },
	[MP_VERB_LEFT] = { .a = "count", .text = true },
	[MP_VERB_POLL_FDS] = { .a = "<ready", .b = "of" },
};

static void add_number(const struct trace_event *e, const char *name,
		       uint64_t value, struct str *out)
{
	bool last = name && *name == '<';

	if (!name || (last && (e->phase != MP_ENDS || e->err)))
		return;
	str_addf(out, ",\"%s\":%lld", name + last, (long long)value);
}

static void add_text(const char *key, const struct trace_log *log,
		     uint32_t text, struct str *out)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	if (!len)
		return;
	str_addf(out, ",\"%s\":\"", key);
	str_add_json(out, bytes, len);
	str_add_char(out, '"');
}

/* Text if it looks like text, else in hexadecimal. */
static void add_sample(const struct trace_log *log, uint32_t text,
		       struct str *out)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	if (!len)
		return;
	if (model_words_is_text(bytes, len)) {
		str_add(out, ",\"kind\":\"text\"");
		add_text("value", log, text, out);
		return;
	}
	str_add(out, ",\"kind\":\"bytes\",\"value\":\"");
	for (size_t i = 0; i < len; i++)
		str_addf(out, "%02x", (unsigned char)bytes[i]);
	str_add_char(out, '"');
}

static void add_word(const char *key, const char *word, struct str *out)
{
	str_addf(out, ",\"%s\":\"%s\"", key, word);
}

static void add_ends(uint32_t ends, struct str *out)
{
	static const char *const words[] = { "none", "read", "write", "both" };

	add_word("ends", words[ends & 3], out);
}

/* The state of the stream after the event. */
static void add_stream(const struct model *m, const struct trace_event *e,
		       struct str *out)
{
	const struct model_object *o = model_object(m, e->object);

	if (!o || (o->kind != MODEL_STREAM && o->kind != MODEL_MESSAGES))
		return;
	str_addf(out, ",\"length\":%llu",
		 (unsigned long long)(o->kind == MODEL_STREAM
					      ? o->stream.bytes
					      : model_messages_in(o)));
	if (o->kind == MODEL_STREAM)
		str_addf(out, ",\"readers\":%u,\"writers\":%u",
			 o->stream.readers, o->stream.writers);
}

/* Who has the memory mapped, after the event. */
static void add_mappers(const struct model *m, const struct trace_event *e,
			struct str *out)
{
	const struct model_object *o = model_object(m, e->object);

	str_add(out, ",\"mapped_by\":[");
	for (size_t i = 0; o && i < o->hold_count; i++)
		str_addf(out, "%s%u", i ? "," : "", o->holds[i].pid);
	str_add_char(out, ']');
}

/* ---- what only one verb has ---- */

static void add_fork(const struct trace_event *e, struct str *out)
{
	static const char *const hows[TRACE_FORK_COUNT] = {
		[TRACE_FORK_FORK] = "fork",
		[TRACE_FORK_VFORK] = "vfork",
		[TRACE_FORK_CLONE] = "clone",
		[TRACE_FORK_SPAWN] = "posix_spawn",
		[TRACE_FORK_DAEMON] = "daemon",
		[TRACE_FORK_POPEN] = "popen",
		[TRACE_FORK_SYSTEM] = "system",
	};

	if (e->phase == MP_HAPPENS)
		add_number(e, "parent", e->a, out);
	else
		add_word("how", hows[e->b < TRACE_FORK_COUNT ? e->b : 0], out);
	if (e->phase == MP_ENDS && e->a)
		add_number(e, "target", e->a, out);
}

static void add_untraced(const struct trace_event *e, struct str *out)
{
	static const char *const why[PROGRAM_KINDS] = {
		[PROGRAM_DYNAMIC] = "unknown",
		[PROGRAM_STATIC] = "static",
		[PROGRAM_FOREIGN] = "other-c-library",
		[PROGRAM_OTHER_MACHINE] = "other-machine",
		[PROGRAM_NONE] = "unknown",
		[PROGRAM_SILENT] = "not-loaded",
	};

	add_word("why", why[e->b < PROGRAM_KINDS ? e->b : 0], out);
}

/* Also when they are zero: that is what it says. */
static void add_ledger(const struct model *m, struct str *out)
{
	struct model_ledger l;

	model_ledger(m, NULL, &l);
	model_ledger_json(&l, out);
}

static void add_left(const struct model *m, const struct trace_log *log,
		     const struct trace_event *e, struct str *out)
{
	static const char *const whose[] = {
		[TRACE_LEFT_MADE] = "run",
		[TRACE_LEFT_PERHAPS] = "perhaps",
		[TRACE_LEFT_FOUND] = "before",
	};
	const struct model_object *o = model_object(m, e->object);
	SCOPED_STR remedy = STR_INIT;

	add_word("made", whose[e->aux < 3 ? e->aux : TRACE_LEFT_PERHAPS], out);
	if (!o)
		return;
	add_word("kind", model_asset_name(model_asset(o)), out);
	model_left_remedy(log, o, &remedy);
	str_add(out, ",\"remove\":\"");
	str_add_json(out, remedy.buf, remedy.len);
	str_add_char(out, '"');
}

/* What the student wrote, where the verb is one of several calls. */
static const char *call_of(const struct trace_event *e)
{
	static const struct {
		uint8_t object;
		uint16_t verb;
		const char *call;
	} calls[] = {
		{ TRACE_OBJECT_MUTEX, MP_VERB_LOCK_NEW, "pthread_mutex_init" },
		{ TRACE_OBJECT_MUTEX, MP_VERB_ACQUIRE, "pthread_mutex_lock" },
		{ TRACE_OBJECT_MUTEX, MP_VERB_RELEASE, "pthread_mutex_unlock" },
		{ TRACE_OBJECT_RWLOCK, MP_VERB_ACQUIRE, "pthread_rwlock_lock" },
		{ TRACE_OBJECT_RWLOCK, MP_VERB_RELEASE,
		  "pthread_rwlock_unlock" },
		{ TRACE_OBJECT_COND, MP_VERB_WAIT, "pthread_cond_wait" },
		{ TRACE_OBJECT_COND, MP_VERB_NOTIFY, "pthread_cond_signal" },
		{ TRACE_OBJECT_BARRIER, MP_VERB_ARRIVE,
		  "pthread_barrier_wait" },
		{ TRACE_OBJECT_SEM, MP_VERB_ACQUIRE, "sem_wait" },
		{ TRACE_OBJECT_SEM, MP_VERB_RELEASE, "sem_post" },
		{ TRACE_OBJECT_SEMSET, MP_VERB_ACQUIRE, "semop" },
		{ TRACE_OBJECT_SEMSET, MP_VERB_RELEASE, "semop" },
		{ TRACE_OBJECT_SEMSET, MP_VERB_SEM_SET, "semctl" },
		{ TRACE_OBJECT_MQ, MP_VERB_MSG_OPEN, "mq_open" },
		{ TRACE_OBJECT_MQ, MP_VERB_MSG_SEND, "mq_send" },
		{ TRACE_OBJECT_MQ, MP_VERB_MSG_RECEIVE, "mq_receive" },
		{ TRACE_OBJECT_MSG, MP_VERB_MSG_OPEN, "msgget" },
		{ TRACE_OBJECT_MSG, MP_VERB_MSG_SEND, "msgsnd" },
		{ TRACE_OBJECT_MSG, MP_VERB_MSG_RECEIVE, "msgrcv" },
		{ TRACE_OBJECT_SHM, MP_VERB_SHM_NEW, "shmget" },
		{ TRACE_OBJECT_SHM, MP_VERB_SHM_ATTACH, "shmat" },
		{ TRACE_OBJECT_SHM, MP_VERB_SHM_CLOSE, "shmdt" },
		{ TRACE_OBJECT_MEMORY, MP_VERB_SHM_NEW, "shm_open" },
		{ TRACE_OBJECT_MEMORY, MP_VERB_SHM_ATTACH, "mmap" },
		{ TRACE_OBJECT_MEMORY, MP_VERB_SHM_CLOSE, "munmap" },
	};
	enum trace_object kind = trace_object_kind(e->object);

	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		if (calls[i].object == (uint8_t)kind &&
		    calls[i].verb == e->verb)
			return calls[i].call;
	}
	return NULL;
}

void model_json_posix(const struct model *m, const struct trace_log *log,
		      const struct trace_event *e, struct str *out)
{
	const struct names *n = &names[e->verb < MP_VERB_COUNT ? e->verb : 0];
	const char *call = call_of(e);

	if (call)
		add_word("call", call, out);
	add_number(e, n->a, e->a, out);
	add_number(e, n->b, e->b, out);
	if (n->text)
		add_text("text", log, e->text, out);
	if (n->ends)
		add_ends(e->aux, out);
	if (n->sample)
		add_sample(log, e->text, out);
	if (n->sample || n->ends)
		add_stream(m, e, out);
	if (trace_object_kind(e->object) == TRACE_OBJECT_SHM ||
	    trace_object_kind(e->object) == TRACE_OBJECT_MEMORY)
		add_mappers(m, e, out);
	if (e->verb == MP_VERB_FORK)
		add_fork(e, out);
	else if (e->verb == MP_VERB_UNTRACED)
		add_untraced(e, out);
	else if (e->verb == MP_VERB_END)
		add_ledger(m, out);
	else if (e->verb == MP_VERB_LEFT)
		add_left(m, log, e, out);
}
