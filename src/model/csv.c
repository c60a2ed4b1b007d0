/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "model/export.h"
#include "model/words.h"
#include "trace/names.h"

void model_csv_head(struct str *out)
{
	str_add(out, "time,pid,tid,process,verb,phase,object,kind,a,b,aux,"
		     "error,text,file,line\n");
}

/* In quotation marks, which are doubled inside. */
static void add_quoted(struct str *out, const char *bytes, size_t len)
{
	str_add_char(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '"')
			str_add_char(out, '"');
		if (bytes[i])
			str_add_char(out, bytes[i]);
	}
	str_add_char(out, '"');
}

static void add_text(struct str *out, const struct trace_log *log,
		     uint32_t text)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	if (len)
		add_quoted(out, bytes, len);
}

static void add_process(const struct model *m, const struct trace_log *log,
			const struct trace_event *e, struct str *out)
{
	const struct model_process *p = model_process(m, e->pid);

	if (e->pid)
		str_addf(out, "%" PRIu32 ",%" PRIu32 ",", e->pid, e->tid);
	else
		str_add(out, ",,");
	if (p)
		add_text(out, log, p->name);
}

/* The object of a sample is a letter. */
static void add_object(const struct model *m, const struct trace_log *log,
		       const struct trace_event *e, struct str *out)
{
	SCOPED_STR name = STR_INIT;

	if (e->verb == MP_VERB_SAMPLE) {
		str_add_char(&name, e->object < 0x80 ? (char)e->object : '?');
		add_quoted(out, name.buf, name.len);
	} else if (e->object) {
		model_object_name(m, log, e->object, &name);
		add_quoted(out, name.buf, name.len);
	}
}

static void add_numbers(const struct trace_event *e, struct str *out)
{
	static const char *const kinds[] = { "", "int", "double", "text",
					     "bytes" };

	str_addf(out, ",%s,", e->kind <= MP_KIND_BYTES ? kinds[e->kind] : "");
	if (e->kind == MP_KIND_DOUBLE)
		model_words_double(model_bits_double(e->a), out);
	else if (e->kind == MP_KIND_INT)
		str_addf(out, "%" PRId64, (int64_t)e->a);
	else
		str_addf(out, "%" PRIu64, e->a);
	str_addf(out, ",%" PRIu64 ",%" PRIu32 ",", e->b, e->aux);
	if (e->err)
		str_addf(out, "%" PRId32, e->err);
	str_add_char(out, ',');
}

static void add_hex(struct str *out, const struct trace_log *log, uint32_t text)
{
	size_t len;
	const char *bytes = trace_log_text(log, text, &len);

	for (size_t i = 0; i < len; i++)
		str_addf(out, "%02x", (unsigned char)bytes[i]);
}

void model_csv_event(const struct model *m, const struct trace_log *log,
		     const struct trace_event *e, struct model_place place,
		     struct str *out)
{
	int64_t time = model_run_time(m);

	str_addf(out, "%lld.%09lld,", (long long)(time / CLOCK_S),
		 (long long)(time % CLOCK_S));
	add_process(m, log, e, out);
	str_addf(out, ",%s,%s,", trace_verb_name(e->verb),
		 trace_phase_name(e->phase));
	add_object(m, log, e, out);
	add_numbers(e, out);
	if (e->kind == MP_KIND_BYTES)
		add_hex(out, log, e->text);
	else
		add_text(out, log, e->text);
	str_add_char(out, ',');
	if (place.file) {
		add_quoted(out, place.file, strlen(place.file));
		str_addf(out, ",%d", place.line);
	} else {
		str_add_char(out, ',');
	}
	str_add_char(out, '\n');
}
