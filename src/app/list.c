/* SPDX-License-Identifier: MIT */
#include "app/list.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

static const char *mark_of(const struct progress_lesson *done)
{
	if (done->done)
		return "done";
	return done->begun ? "begun" : "";
}

static void add_padded(struct str *out, const char *text, int width)
{
	int pad = width - utf8_width(text);

	str_add(out, text);
	while (pad-- > 0)
		str_add_char(out, ' ');
}

static void add_entry(const struct catalog_entry *entry, struct progress *p,
		      struct str *out)
{
	struct progress_lesson done;
	SCOPED_STR id = STR_INIT;

	str_addf(&id, "%s/%s", entry->topic, entry->name);
	str_add(out, "  ");
	add_padded(out, id.buf, 24);
	if (!entry->lesson) {
		str_addf(out, " cannot be played: %zu %s\n", entry->diags.count,
			 entry->diags.count == 1 ? "error" : "errors");
		lesson_diags_format(&entry->diags, out);
		return;
	}
	progress_lesson(p, entry->topic, entry->lesson->id, &done);
	str_add_char(out, ' ');
	add_padded(out, entry->lesson->title, 36);
	str_addf(out, " %3d min  %s\n", entry->lesson->minutes, mark_of(&done));
}

static void as_text(const struct catalog *c, struct progress *p,
		    struct str *out)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *topic = &c->topics[i];

		str_addf(out, "%s%s", i ? "\n" : "", topic->title);
		if (*topic->about)
			str_addf(out, ": %s", topic->about);
		str_add_char(out, '\n');
		lesson_diags_format(&topic->diags, out);
		for (size_t j = 0; j < topic->count; j++)
			add_entry(&topic->entries[j], p, out);
	}
}

static void add_string(struct str *out, const char *key, const char *value)
{
	str_addf(out, "\"%s\":\"", key);
	str_add_json(out, value, strlen(value));
	str_add(out, "\"");
}

static void add_entry_json(const struct catalog_entry *entry,
			   struct progress *p, struct str *out)
{
	struct progress_lesson done;

	str_add_char(out, '{');
	add_string(out, "id", entry->name);
	str_add_char(out, ',');
	add_string(out, "path", entry->path);
	if (!entry->lesson) {
		str_addf(out, ",\"errors\":%zu}", entry->diags.count);
		return;
	}
	progress_lesson(p, entry->topic, entry->lesson->id, &done);
	str_add_char(out, ',');
	add_string(out, "title", entry->lesson->title);
	str_addf(out,
		 ",\"minutes\":%d,\"steps\":%zu,\"seen\":%d,\"begun\":%s,"
		 "\"done\":%s}",
		 entry->lesson->minutes, entry->lesson->step_count, done.seen,
		 done.begun ? "true" : "false", done.done ? "true" : "false");
}

static void as_json(const struct catalog *c, struct progress *p,
		    struct str *out)
{
	str_add(out, "{\"topics\":[");
	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *topic = &c->topics[i];

		str_add(out, i ? ",{" : "{");
		add_string(out, "id", topic->id);
		str_add_char(out, ',');
		add_string(out, "title", topic->title);
		str_add(out, ",\"lessons\":[");
		for (size_t j = 0; j < topic->count; j++) {
			if (j)
				str_add_char(out, ',');
			add_entry_json(&topic->entries[j], p, out);
		}
		str_add(out, "]}");
	}
	str_add(out, "]}\n");
}

void app_list(const struct catalog *c, struct progress *p, bool json, FILE *out)
{
	SCOPED_STR text = STR_INIT;

	if (json)
		as_json(c, p, &text);
	else
		as_text(c, p, &text);
	(void)fwrite(text.buf, 1, text.len, out);
}
