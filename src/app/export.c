/* SPDX-License-Identifier: MIT */
/*
 * A format is a row in a table: what it writes before, for each event, after.
 */
#include "app/export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/replay.h"
#include "base/near.h"
#include "model/export.h"
#include "model/ledger.h"

enum { WRITE_AT_ONCE = 64 * 1024 };

struct export
{
	const struct format *format;
	struct app_replay *replay;
	struct model_chrome *chrome;
	struct str out; /* not yet written */
	FILE *file;
	bool failed;
};

struct format {
	const char *name;
	void (*begin)(struct export *x);
	void (*event)(struct export *x, const struct model *m,
		      const struct trace_event *e);
	void (*end)(struct export *x);
};

static struct model_place place_of(const struct export *x,
				   const struct model *m,
				   const struct trace_event *e)
{
	return app_replay_place(x->replay, model_process(m, e->pid), e->site);
}

/* ---- the formats ---- */

static void nothing(struct export *x)
{
	(void)x;
}

static void text_event(struct export *x, const struct model *m,
		       const struct trace_event *e)
{
	if (model_narrate(m, app_replay_log(x->replay), e, &x->out))
		str_add_char(&x->out, '\n');
}

static void text_end(struct export *x)
{
	str_add_char(&x->out, '\n');
	model_ledger_text(
		history_head(app_replay_history(x->replay)),
		app_replay_log(x->replay),
		trace_recording_totals(app_replay_recording(x->replay)),
		&x->out);
}

static void json_event(struct export *x, const struct model *m,
		       const struct trace_event *e)
{
	model_event_json(m, app_replay_log(x->replay), e, place_of(x, m, e),
			 &x->out);
}

static void csv_begin(struct export *x)
{
	model_csv_head(&x->out);
}

static void csv_event(struct export *x, const struct model *m,
		      const struct trace_event *e)
{
	model_csv_event(m, app_replay_log(x->replay), e, place_of(x, m, e),
			&x->out);
}

static void chrome_begin(struct export *x)
{
	x->chrome = model_chrome_new(app_replay_log(x->replay), &x->out);
}

static void chrome_event(struct export *x, const struct model *m,
			 const struct trace_event *e)
{
	model_chrome_event(x->chrome, m, e, place_of(x, m, e));
}

static void chrome_end(struct export *x)
{
	const struct trace_recording *r = app_replay_recording(x->replay);

	model_chrome_end(x->chrome, history_head(app_replay_history(x->replay)),
			 trace_recording_fact(r, "name"));
	model_chrome_free(x->chrome);
}

/* Perfetto reads Chrome's. */
static const struct format formats[] = {
	{ "chrome", chrome_begin, chrome_event, chrome_end },
	{ "perfetto", chrome_begin, chrome_event, chrome_end },
	{ "json", nothing, json_event, nothing },
	{ "csv", csv_begin, csv_event, nothing },
	{ "text", nothing, text_event, text_end },
};

static const struct format *find_format(const char *name, struct err *e)
{
	struct near near = NEAR(name ? name : "");

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		if (name && !strcmp(formats[i].name, name))
			return &formats[i];
		near_offer(&near, formats[i].name);
	}
	if (!name)
		(void)err_set(e, -EINVAL,
			      "export: which format? --format chrome, "
			      "perfetto, json, csv or text");
	else if (near.best)
		(void)err_set(e, -EINVAL,
			      "--format %s: no such format: did you mean %s?",
			      name, near.best);
	else
		(void)err_set(e, -EINVAL,
			      "--format %s: no such format: chrome, perfetto, "
			      "json, csv or text",
			      name);
	return NULL;
}

/* ---- writing ---- */

static void write_out(struct export *x)
{
	if (fwrite(x->out.buf, 1, x->out.len, x->file) != x->out.len)
		x->failed = true;
	str_clear(&x->out);
}

static bool on_event(void *arg, const struct model *m,
		     const struct trace_event *e)
{
	struct export *x = arg;

	x->format->event(x, m, e);
	if (x->out.len >= WRITE_AT_ONCE)
		write_out(x);
	return !x->failed;
}

/* 0, or a negative errno when it could not be written. */
static int write_all(struct export *x)
{
	x->format->begin(x);
	app_replay_each(x->replay, on_event, x);
	x->format->end(x);
	write_out(x);
	if (fflush(x->file) != 0 || x->failed)
		return errno ? -errno : -EIO;
	return 0;
}

/* Under another name first, so that a part is never taken for the whole. */
static int write_file(struct export *x, const char *output, struct err *e)
{
	SCOPED_STR part = STR_INIT;
	int code;

	str_addf(&part, "%s.part-%d", output, (int)getpid());
	x->file = fopen(part.buf, "wxe");
	if (!x->file)
		return err_set(e, -errno, "%s: %s", part.buf, strerror(errno));
	code = write_all(x);
	if (fclose(x->file) != 0 && code == 0)
		code = -errno;
	if (code == 0 && rename(part.buf, output) < 0)
		code = -errno;
	if (code == 0)
		return 0;
	(void)unlink(part.buf);
	return err_set(e, code, "%s: %s", output, strerror(-code));
}

static int export_to(struct export *x, const char *output, struct err *e)
{
	int code;

	if (output)
		return write_file(x, output, e);
	x->file = stdout;
	code = write_all(x);
	/* A reader that has seen enough (head) is no error worth a word. */
	if (code == -EPIPE)
		return err_set(e, code, "%s", "");
	if (code < 0)
		return err_set(e, code, "standard output: %s", strerror(-code));
	return 0;
}

int app_export(const char *path, const char *format, const char *output)
{
	struct export x = { .out = STR_INIT };
	struct err e = ERR_NONE;
	int status = 0;

	x.format = find_format(format, &e);
	if (!x.format || app_replay_open(path, &x.replay, &e) < 0) {
		(void)fprintf(stderr, "procession: %s\n", e.text);
		return 2;
	}
	if (export_to(&x, output, &e) < 0) {
		status = 1;
		if (*e.text)
			(void)fprintf(stderr, "procession: %s\n", e.text);
	} else {
		const char *problem =
			trace_recording_problem(app_replay_recording(x.replay));

		if (*problem)
			(void)fprintf(stderr, "procession: %s: %s\n", path,
				      problem);
		status = *problem ? 1 : 0;
	}
	app_replay_close(x.replay);
	str_release(&x.out);
	return status;
}
