/* SPDX-License-Identifier: MIT */
/*
 * Names and values in words.
 *
 * Whatever comes from a demo passes through model_words_plain: names, items
 * and output may hold escape sequences, and a reader's terminal must not obey
 * them.
 */
#include "model/words.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "model/narrate.h"
#include "trace/object.h"

static const char *const verbs[MP_VERB_COUNT] = {
#define MP_VERB(id, name, doing, look) [MP_VERB_##id] = (name),
#include "mp/verbs.def"
#undef MP_VERB
};

/* What a process in the middle of it is doing. */
static const char *const doings[MP_VERB_COUNT] = {
#define MP_VERB(id, name, doing, look) [MP_VERB_##id] = (doing),
#include "mp/verbs.def"
#undef MP_VERB
};

const char *model_verb_name(uint16_t verb)
{
	return verb < MP_VERB_COUNT && verbs[verb] ? verbs[verb] : "unknown";
}

/* Changes the direction of writing, or is invisible and separates lines. */
static bool misleads(uint32_t rune)
{
	return (rune >= 0x200E && rune <= 0x200F) ||
	       (rune >= 0x2028 && rune <= 0x202E) ||
	       (rune >= 0x2066 && rune <= 0x2069) || rune == 0xFEFF;
}

static void add_escape(uint32_t rune, struct str *out)
{
	switch (rune) {
	case '\n':
		str_add(out, "\\n");
		break;
	case '\r':
		str_add(out, "\\r");
		break;
	case '\t':
		str_add(out, "\\t");
		break;
	case 0x1b:
		str_add(out, "\\e");
		break;
	default:
		str_addf(out, rune < 0x80 ? "\\x%02x" : "\\u%04x", rune);
	}
}

void model_words_plain(const char *bytes, size_t len, struct str *out)
{
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		uint32_t rune;

		n = utf8_decode(bytes + i, len - i, &rune);
		if (rune == UTF8_BAD && n == 1)
			str_addf(out, "\\x%02x", (unsigned char)bytes[i]);
		else if (rune < 0x20 || (rune >= 0x7f && rune < 0xa0) ||
			 misleads(rune))
			add_escape(rune, out);
		else
			str_add_n(out, bytes + i, n);
	}
}

/*
 * Whether they are numbers rather than letters: no text has control characters
 * or zeros in it, but for those that fill it up.
 */
static bool is_binary(const char *bytes, size_t len)
{
	while (len && !bytes[len - 1])
		len--;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c == 0x7f ||
		    (c < 0x20 && !strchr("\a\b\t\n\v\f\r\033", c)) || !c)
			return true;
	}
	return false;
}

/* How many letters stand at the beginning. */
static size_t letters(const char *bytes, size_t len)
{
	size_t n = 0;

	while (n < len && bytes[n] >= ' ' && bytes[n] < 0x7f)
		n++;
	return n;
}

/* 00 00 01 02 "nails": byte by byte, and what can be read as it reads. */
static void add_binary(const char *bytes, size_t len, struct str *out)
{
	enum { WORD = 4 };

	for (size_t i = 0; i < len;) {
		size_t n = letters(bytes + i, len - i);

		str_add(out, i ? " " : "");
		if (n >= WORD) {
			str_addf(out, "\"%.*s\"", (int)n, bytes + i);
			i += n;
		} else {
			str_addf(out, "%02x", (unsigned char)bytes[i++]);
		}
	}
}

void model_words_text(const struct trace_log *log, uint32_t text,
		      struct str *out)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	model_words_plain(bytes, len, out);
}

void model_words_double(double value, struct str *out)
{
	char text[40];

	(void)snprintf(text, sizeof(text), "%.15g", value);
	if (isfinite(value) && strtod(text, NULL) != value)
		(void)snprintf(text, sizeof(text), "%.17g", value);
	str_add(out, text);
}

void model_words_seconds(int64_t ns, struct str *out)
{
	str_addf(out, "%.4g s", (double)ns / (double)CLOCK_S);
}

void model_words_signal(int number, struct str *out)
{
	const char *name = sigabbrev_np(number);

	if (name)
		str_addf(out, "SIG%s", name);
	else
		str_addf(out, "signal %d", number);
}

const char *model_words_refusal(int error)
{
	if (error == EACCES)
		return "only root may raise a priority, which is what a "
		       "smaller nice value does";
	if (error == EPERM)
		return "it belongs to another user";
	return strerror(error);
}

/* Most of it UTF-8 without control characters but those of lines. */
bool model_words_is_text(const char *bytes, size_t len)
{
	size_t n;

	/* A string is often sent with its terminator. */
	if (len && !bytes[len - 1])
		len--;
	for (size_t i = 0; i < len; i += n) {
		uint32_t rune;

		n = utf8_decode(bytes + i, len - i, &rune);
		/* The sample may end within a character. */
		if (rune == UTF8_BAD && n == 1 && len - i > 3)
			return false;
		if (rune < 0x20 && rune != '\n' && rune != '\t' &&
		    rune != '\r' && rune != 0x1b)
			return false;
	}
	return true;
}

void model_words_sample(const struct trace_log *log, uint32_t text,
			struct str *out)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	if (model_words_is_text(bytes, len)) {
		str_add_char(out, '"');
		model_words_plain(bytes, strnlen(bytes, len), out);
		str_add_char(out, '"');
		return;
	}
	str_add(out, "0x");
	for (size_t i = 0; i < len; i++)
		str_addf(out, "%02x", (unsigned char)bytes[i]);
}

/* ---- who and what ---- */

/* The path of what it runs, a text number; 0: not known. */
static uint32_t program_of(const struct model *m, const struct model_process *p)
{
	if (!p || p->image >= m->image_count)
		return 0;
	return m->images[p->image].path;
}

void model_words_base(const struct trace_log *log, uint32_t text,
		      struct str *out)
{
	size_t len;
	const char *path = trace_log_text(log, text, &len);
	const char *slash = memrchr(path, '/', len);
	const char *base = slash ? slash + 1 : path;

	model_words_plain(base, len - (size_t)(base - path), out);
}

bool model_process_has_name(const struct model *m,
			    const struct model_process *p)
{
	return p && (p->name || program_of(m, p));
}

void model_process_name(const struct model *m, const struct trace_log *log,
			uint32_t pid, struct str *out)
{
	const struct model_process *p = model_process(m, pid);

	if (p && p->name)
		model_words_text(log, p->name, out);
	else if (program_of(m, p))
		model_words_base(log, program_of(m, p), out);
	else
		str_addf(out, "process %u", pid);
}

void model_words_who(const struct model *m, const struct trace_log *log,
		     uint32_t pid, struct str *out)
{
	const struct model_process *p = model_process(m, pid);

	model_process_name(m, log, pid, out);
	if (model_process_has_name(m, p))
		str_addf(out, " (PID %u)", pid);
}

/* Its place among those of its kind, from 1. */
static size_t place(const struct model *m, const struct model_object *o)
{
	size_t n = 0;

	for (const struct model_object *at = m->objects; at <= o; at++)
		n += at->kind == o->kind;
	return n;
}

/* "pipe 3\u21924", "socket 5\u21946"; as it was made. */
static void add_stream(const struct model *m, const struct model_object *o,
		       struct str *out)
{
	bool socket = trace_object_kind(o->id) == TRACE_OBJECT_SOCKET;
	const char *kind = socket ? "socket"
			   : trace_object_kind(o->id) == TRACE_OBJECT_FIFO
				   ? "FIFO"
				   : "pipe";

	if (!o->maker)
		str_addf(out, "%s %zu", kind, place(m, o));
	else if (socket)
		str_addf(out, "%s %d\u2194%d", kind, o->stream.fds[0],
			 o->stream.fds[1]);
	else
		str_addf(out, "%s %d\u2192%d", kind, o->stream.fds[1],
			 o->stream.fds[0]);
}

/* Of what nothing is known yet but its number. */
static const char *kind_of_id(uint64_t object)
{
	static const char *const names[TRACE_OBJECT_COUNT] = {
		[TRACE_OBJECT_NONE] = "an object",
		[TRACE_OBJECT_PIPE] = "a pipe",
		[TRACE_OBJECT_FIFO] = "a FIFO",
		[TRACE_OBJECT_SOCKET] = "a socket",
		[TRACE_OBJECT_MQ] = "a message queue",
		[TRACE_OBJECT_MSG] = "a message queue",
		[TRACE_OBJECT_SEMSET] = "a semaphore",
		[TRACE_OBJECT_SHM] = "shared memory",
		[TRACE_OBJECT_MEMORY] = "shared memory",
		[TRACE_OBJECT_SEM] = "a semaphore",
		[TRACE_OBJECT_MUTEX] = "a mutex",
		[TRACE_OBJECT_RWLOCK] = "a read-write lock",
		[TRACE_OBJECT_COND] = "a condition",
		[TRACE_OBJECT_BARRIER] = "a barrier",
	};

	return names[trace_object_kind(object)];
}

void model_object_name(const struct model *m, const struct trace_log *log,
		       uint64_t object, struct str *out)
{
	const struct model_queue *q = model_queue(m, object);
	const struct model_object *o = q ? NULL : model_object(m, object);
	uint32_t name = q ? q->name : o ? o->name : 0;

	if (name)
		model_words_text(log, name, out);
	else if (q)
		str_addf(out, "queue %zu", (size_t)(q - m->queues) + 1);
	else if (o && o->kind == MODEL_STREAM)
		add_stream(m, o, out);
	else if (o)
		str_addf(out, "%s %zu", model_kind_name(o->kind), place(m, o));
	else
		str_add(out, kind_of_id(object));
}

void model_value_text(const struct trace_log *log, struct model_value v,
		      struct str *out)
{
	size_t len;
	const char *bytes;

	switch ((enum mp_kind)v.kind) {
	case MP_KIND_INT:
		str_addf(out, "%lld", (long long)v.bits);
		break;
	case MP_KIND_DOUBLE:
		model_words_double(model_bits_double(v.bits), out);
		break;
	case MP_KIND_TEXT:
		bytes = trace_log_text(log, v.text, &len);
		if (is_binary(bytes, len)) {
			add_binary(bytes, len, out);
			break;
		}
		str_add_char(out, '"');
		model_words_plain(bytes, strnlen(bytes, len), out);
		str_add_char(out, '"');
		break;
	case MP_KIND_BYTES:
		(void)trace_log_text(log, v.text, &len);
		str_addf(out, len == 1 ? "%zu byte" : "%zu bytes", len);
		break;
	case MP_KIND_NONE:
		str_add_char(out, '?');
		break;
	}
}

void model_text(const struct trace_log *log, uint32_t text, struct str *out)
{
	model_words_text(log, text, out);
}

void model_cell_text(const struct trace_log *log, const struct model_object *o,
		     const struct model_cell *c, struct str *out)
{
	if (o->kind == MODEL_VALUE)
		model_value_text(log, c->value, out);
	else
		model_words_text(log, c->value.text, out);
}

/* A text that is not there yet: of a read that has not had anything. */
static bool is_blank(struct model_value v)
{
	return (v.kind == MP_KIND_TEXT || v.kind == MP_KIND_BYTES) && !v.text;
}

void model_words_blocked(const struct model *m, const struct trace_log *log,
			 uint32_t text, uint64_t object, struct str *out)
{
	model_words_text(log, text, out);
	if (object) {
		str_add_char(out, '(');
		model_object_name(m, log, object, out);
		str_add_char(out, ')');
	}
}

/* Whom it is done to; one without a name by its PID. */
static void add_target(const struct model *m, const struct trace_log *log,
		       uint64_t target, struct str *out)
{
	uint32_t pid = target <= UINT32_MAX ? (uint32_t)target : 0;

	str_add_char(out, ' ');
	if (model_process_has_name(m, model_process(m, pid)))
		model_process_name(m, log, pid, out);
	else
		str_addf(out, "%llu", (unsigned long long)target);
}

void model_doing(const struct model *m, const struct trace_log *log,
		 const struct model_process *p, struct str *out)
{
	if (p->state >= MODEL_ZOMBIE)
		return;
	if (p->verb == MP_VERB_NONE && p->blocked &&
	    p->state == MODEL_WAITING) {
		str_add(out, "seems to be in ");
		model_words_blocked(m, log, p->blocked, p->blocked_at, out);
		return;
	}
	if (p->verb == MP_VERB_NONE) {
		str_add(out, "its own work");
		return;
	}
	str_add(out, p->verb < MP_VERB_COUNT ? doings[p->verb] : "?");
	if (p->object) {
		str_add_char(out, ' ');
		model_object_name(m, log, p->object, out);
	}
	if (p->target)
		add_target(m, log, p->target, out);
	else if (p->verb == MP_VERB_SLEEP) {
		str_add_char(out, ' ');
		model_words_seconds((int64_t)p->item.bits, out);
	} else if (p->verb == MP_VERB_START) {
		str_add_char(out, ' ');
		model_words_text(log, p->item.text, out);
	} else if (p->item.kind != MP_KIND_NONE && !is_blank(p->item)) {
		str_add_char(out, ' ');
		model_value_text(log, p->item, out);
	}
}
