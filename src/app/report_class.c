/* SPDX-License-Identifier: MIT */
/*
 * A class as a table: the files that its students have exported, each joined
 * with the others of the same name.  A learner without a name is called as the
 * file is.
 */
#include <stdlib.h>
#include <string.h>

#include "app/student.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "progress/answers.h"
#include "progress/transfer.h"

enum { EXIT_UNREADABLE = 2, IMPORT_MAX = 64 * 1024 * 1024, NAME_COLS = 20 };

struct learner {
	char *name;
	struct progress *progress;
	int files;
	int done; /* lessons of the course */
};

struct class
{
	const struct app_student *student;
	struct learner *learners;
	size_t count, cap;
	struct str unreadable; /* a line each */
	size_t bad, files;
};

/* ---- reading ---- */

static struct learner *learner_called(struct class *c, const char *name)
{
	struct learner *l;

	for (size_t i = 0; i < c->count; i++)
		if (!strcmp(c->learners[i].name, name))
			return &c->learners[i];
	c->learners =
		mem_grow(c->learners, c->count, &c->cap, sizeof(*c->learners));
	l = &c->learners[c->count++];
	*l = (struct learner){ .name = mem_text(name),
			       .progress = progress_open_memory() };
	return l;
}

/* In memory first: whose it is, and whether it is sound. */
static int read_file(struct class *c, const char *path, const char *file,
		     struct err *e)
{
	struct progress *alone = progress_open_memory();
	SCOPED_FREE char *json = NULL;
	struct progress_imported got = { .learner = "" };
	struct learner *l;
	size_t len;
	int code = fs_read(path, IMPORT_MAX, &json, &len, e);

	if (code == 0)
		code = progress_import(alone, json, &got, e);
	progress_close(alone);
	if (code < 0)
		return code;
	if (!*got.learner)
		(void)snprintf(got.learner, sizeof(got.learner), "%.*s",
			       (int)(strlen(file) - strlen(".json")), file);
	l = learner_called(c, got.learner);
	l->files++;
	return progress_import(l->progress, json, &got, e);
}

static bool is_export(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && dot != name && !strcmp(dot, ".json");
}

static int read_dir(struct class *c, struct err *e)
{
	const char *dir = c->student->options->class_dir;
	char **names;
	size_t count;
	int code = fs_list(dir, &names, &count, e);

	if (code < 0)
		return code;
	for (size_t i = 0; i < count; i++) {
		SCOPED_FREE char *path = fs_join(dir, names[i]);
		struct err why = ERR_NONE;

		if (!is_export(names[i]))
			continue;
		c->files++;
		if (read_file(c, path, names[i], &why) == 0)
			continue;
		c->bad++;
		str_addf(&c->unreadable, "%s: %s\n", names[i], why.text);
	}
	fs_list_free(names, count);
	return 0;
}

static void count_done(const struct catalog *c, struct learner *l)
{
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->topics[i].count; j++) {
			const struct lesson *lesson =
				c->topics[i].entries[j].lesson;
			struct progress_lesson done;

			if (!lesson)
				continue;
			progress_lesson(l->progress, lesson->topic, lesson->id,
					&done);
			l->done += done.done;
		}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct learner *)a)->name,
		      ((const struct learner *)b)->name);
}

/* ---- telling ---- */

static void add_padded(struct str *out, const char *text, int cols)
{
	int pad = cols - utf8_width(text);

	str_add(out, text);
	while (pad-- > 0)
		str_add_char(out, ' ');
}

static void end_line(struct str *out)
{
	while (out->len && out->buf[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
	str_add_char(out, '\n');
}

static int topic_cols(const struct catalog_topic *t)
{
	int width = utf8_width(t->id);

	return width < 7 ? 7 : width;
}

static void as_text(const struct class *c, struct str *out)
{
	const struct catalog *course = c->student->catalog;

	str_add(out, "Right/wrong answers by topic.\n\n");
	add_padded(out, "learner", NAME_COLS);
	str_add(out, "  lessons done");
	for (size_t t = 0; t < course->count; t++) {
		str_add(out, "  ");
		add_padded(out, course->topics[t].id,
			   topic_cols(&course->topics[t]));
	}
	end_line(out);
	for (size_t i = 0; i < c->count; i++) {
		struct learner *l = &c->learners[i];

		add_padded(out, l->name, NAME_COLS);
		str_addf(out, "  %5d of %-4zu", l->done,
			 course->lessons - course->broken);
		for (size_t t = 0; t < course->count; t++) {
			SCOPED_STR cell = STR_INIT;
			struct progress_topic got;

			progress_topic(l->progress, course->topics[t].id, &got);
			str_addf(&cell, "%d/%d", got.right, got.wrong);
			str_add(out, "  ");
			add_padded(out, cell.buf,
				   topic_cols(&course->topics[t]));
		}
		end_line(out);
	}
	str_addf(out, "\n%zu %s from %zu %s", c->count,
		 c->count == 1 ? "learner" : "learners", c->files - c->bad,
		 c->files - c->bad == 1 ? "file" : "files");
	if (c->bad)
		str_addf(out, "; %zu could not be read", c->bad);
	str_add(out, ".\n");
}

static void add_string(struct str *out, const char *key, const char *value)
{
	str_addf(out, "\"%s\":\"", key);
	str_add_json(out, value, strlen(value));
	str_add(out, "\"");
}

static void add_learner_json(const struct class *c, struct learner *l,
			     struct str *out)
{
	const struct catalog *course = c->student->catalog;

	str_add_char(out, '{');
	add_string(out, "learner", l->name);
	str_addf(out, ",\"files\":%d,\"lessons_done\":%d,\"topics\":[",
		 l->files, l->done);
	for (size_t t = 0; t < course->count; t++) {
		struct progress_topic got;

		progress_topic(l->progress, course->topics[t].id, &got);
		str_add(out, t ? ",{" : "{");
		add_string(out, "topic", course->topics[t].id);
		str_addf(out, ",\"right\":%d,\"wrong\":%d,\"skipped\":%d}",
			 got.right, got.wrong, got.skipped);
	}
	str_add(out, "]}");
}

static void as_json(const struct class *c, struct str *out)
{
	const struct catalog *course = c->student->catalog;
	const char *line = c->unreadable.buf;

	str_addf(out, "{\"lessons\":%zu,\"learners\":[",
		 course->lessons - course->broken);
	for (size_t i = 0; i < c->count; i++) {
		if (i)
			str_add_char(out, ',');
		add_learner_json(c, &c->learners[i], out);
	}
	str_add(out, "],\"unreadable\":[");
	for (; *line; line += strcspn(line, "\n") + 1) {
		str_add(out, line == c->unreadable.buf ? "\"" : ",\"");
		str_add_json(out, line, strcspn(line, "\n"));
		str_add(out, "\"");
	}
	str_add(out, "]}\n");
}

int app_report_class(const struct app_student *s)
{
	struct class c = { .student = s, .unreadable = STR_INIT };
	SCOPED_STR text = STR_INIT;
	struct err e = ERR_NONE;
	int code = read_dir(&c, &e);

	for (size_t i = 0; i < c.count; i++)
		count_done(s->catalog, &c.learners[i]);
	if (c.count)
		qsort(c.learners, c.count, sizeof(*c.learners), by_name);
	if (code < 0)
		(void)fprintf(stderr, "procession: %s\n", e.text);
	else if (s->options->json)
		as_json(&c, &text);
	else
		as_text(&c, &text);
	(void)fwrite(text.buf, 1, text.len, stdout);
	(void)fputs(c.unreadable.buf, stderr);
	for (size_t i = 0; i < c.count; i++) {
		free(c.learners[i].name);
		progress_close(c.learners[i].progress);
	}
	free(c.learners);
	str_release(&c.unreadable);
	if (code < 0 || c.bad)
		return EXIT_UNREADABLE;
	return fflush(stdout) == 0 ? 0 : 1;
}
