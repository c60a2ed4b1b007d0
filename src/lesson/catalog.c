/* SPDX-License-Identifier: MIT */
#include "lesson/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "lesson/file.h"
#include "lesson/keys.h"
#include "lesson/load.h"
#include "lesson/readers.h"
#include "lesson/record.h"
#include "lesson/requires.h"
#include "lesson/routes.h"
#include "lesson/value.h"

static const struct lesson_place whole_file = { 0, 0 };

/* "queue" of "queue.yaml", which the caller frees; NULL: not a lesson. */
static char *lesson_name(const char *file)
{
	size_t len = strlen(file);

	if (len <= 5 || strcmp(file + len - 5, ".yaml") != 0 ||
	    strcmp(file, "topic.yaml") == 0)
		return NULL;
	return mem_text_n(file, len - 5);
}

/* Whatever has gone wrong with a folder, as an error of its topic. */
static void tell_folder(struct catalog_topic *topic, enum lesson_error error,
			const char *message, const char *advice)
{
	struct lesson_source s = { .text = "", .diags = &topic->diags };

	if (!topic->diags.path)
		lesson_diags_init(&topic->diags, topic->dir);
	lesson_diag_advise(
		lesson_diag_add(&s, whole_file, error, "%s", message), "%s",
		advice);
}

/* Move the lesson @id to place @to; false if there is none after it. */
static bool move_entry(struct catalog_topic *topic, const char *id, size_t to)
{
	for (size_t i = to; i < topic->count; i++) {
		struct catalog_entry found = topic->entries[i];

		if (strcmp(found.name, id) != 0)
			continue;
		for (; i > to; i--)
			topic->entries[i] = topic->entries[i - 1];
		topic->entries[to] = found;
		return true;
	}
	return false;
}

static void tell_absent(struct lesson_source *s,
			const struct catalog_topic *topic,
			const struct lesson_node *node)
{
	struct near near = NEAR(node->text);
	struct lesson_diag *d;

	for (size_t i = 0; i < topic->count; i++)
		near_offer(&near, topic->entries[i].name);
	d = lesson_diag_add(s, node->at, LESSON_ERROR_NO_SUCH_LESSON,
			    "there is no other lesson %s here", node->text);
	if (near.best)
		lesson_diag_advise(d, "write %s", near.best);
}

static void order_entries(struct lesson_source *s, struct catalog_topic *topic,
			  const struct lesson_topic *content,
			  const struct lesson_node *root)
{
	const struct lesson_node *list = lesson_node_get(root, "lessons");
	size_t done = 0;

	for (size_t i = 0; i < content->lesson_count; i++) {
		if (!*content->lessons[i])
			continue;
		if (move_entry(topic, content->lessons[i], done))
			done++;
		else
			tell_absent(s, topic, list->items[i]);
	}
}

/* Title, line and order from topic.yaml, where it has good ones. */
static void load_topic_file(struct catalog_topic *topic)
{
	SCOPED_FREE char *path = fs_join(topic->dir, "topic.yaml");
	struct lesson_topic content = { 0 };
	struct lesson_file f;

	(void)lesson_file_open(&f, path, &topic->diags);
	if (f.root) {
		lesson_record_fill(&f.source, LESSON_SHAPE_TOPIC, f.root,
				   &content);
		order_entries(&f.source, topic, &content, f.root);
	}
	lesson_file_close(&f);
	if (content.title && *content.title) {
		free(topic->title);
		topic->title = mem_text(content.title);
	}
	if (content.about) {
		free(topic->about);
		topic->about = mem_text(content.about);
	}
	lesson_record_release(LESSON_SHAPE_TOPIC, &content);
}

static bool has(char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Which lessons there are; they are read later, all at once. */
static void list_entries(struct catalog_topic *topic, char *const *files,
			 size_t count)
{
	topic->entries = mem_new(count + 1, sizeof(*topic->entries));
	for (size_t i = 0; i < count; i++) {
		char *name = lesson_name(files[i]);

		if (name)
			topic->entries[topic->count++] = (struct catalog_entry){
				.topic = mem_text(topic->id),
				.name = name,
				.path = fs_join(topic->dir, files[i]),
			};
	}
}

static bool is_topic(char *const *files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		SCOPED_FREE char *name = lesson_name(files[i]);

		if (name || strcmp(files[i], "topic.yaml") == 0)
			return true;
	}
	return false;
}

static void check_folder(const struct catalog *c, struct catalog_topic *topic)
{
	if (!lesson_is_id(topic->id))
		tell_folder(topic, LESSON_ERROR_BAD_FOLDER,
			    "this folder cannot be a topic",
			    "name it NN-name, such as 20-ipc");
	for (size_t i = 0; i < c->count; i++)
		if (strcmp(c->topics[i].id, topic->id) == 0)
			tell_folder(topic, LESSON_ERROR_SAME_TOPIC,
				    "this topic is there twice",
				    c->topics[i].dir);
}

static void load_topic(struct catalog *c, size_t *cap, const char *dir)
{
	struct catalog_topic topic = { 0 };
	char **files = NULL;
	size_t count = 0;
	struct err e = ERR_NONE;
	int r = fs_list(dir, &files, &count, &e);

	if (r == 0 && !is_topic(files, count)) {
		fs_list_free(files, count);
		return;
	}
	topic.id = lesson_topic_of(dir);
	topic.dir = mem_text(dir);
	topic.title = mem_text(topic.id);
	topic.about = mem_text("");
	list_entries(&topic, files, count);
	if (r < 0)
		tell_folder(&topic, LESSON_ERROR_UNREADABLE, e.text, "");
	else if (has(files, count, "topic.yaml"))
		load_topic_file(&topic);
	check_folder(c, &topic);
	fs_list_free(files, count);
	c->topics = mem_grow(c->topics, c->count, cap, sizeof(*c->topics));
	c->topics[c->count++] = topic;
}

static void count_lessons(struct catalog *c)
{
	for (size_t t = 0; t < c->count; t++) {
		c->lessons += c->topics[t].count;
		for (size_t i = 0; i < c->topics[t].count; i++)
			c->broken += !c->topics[t].entries[i].lesson;
	}
}

int catalog_load(struct catalog *c, char *const *dirs, size_t dir_count,
		 struct err *e)
{
	size_t cap = 0;
	int r = 0;

	*c = (struct catalog){ 0 };
	for (size_t d = 0; d < dir_count && r == 0; d++) {
		char **names = NULL;
		size_t count = 0;

		r = fs_list(dirs[d], &names, &count, e);
		for (size_t i = 0; i < count; i++) {
			SCOPED_FREE char *dir = fs_join(dirs[d], names[i]);

			if (fs_is_dir(dir))
				load_topic(c, &cap, dir);
		}
		fs_list_free(names, count);
	}
	lesson_readers_run(c);
	count_lessons(c);
	lesson_requires_check(c);
	lesson_routes_load(c, dirs, dir_count);
	return r;
}

void catalog_release(struct catalog *c)
{
	for (size_t t = 0; t < c->count; t++) {
		struct catalog_topic *topic = &c->topics[t];

		for (size_t i = 0; i < topic->count; i++) {
			struct catalog_entry *entry = &topic->entries[i];

			lesson_free(entry->lesson);
			lesson_diags_release(&entry->diags);
			free(entry->topic);
			free(entry->name);
			free(entry->path);
		}
		lesson_diags_release(&topic->diags);
		free(topic->entries);
		free(topic->id);
		free(topic->dir);
		free(topic->title);
		free(topic->about);
	}
	lesson_routes_release(c);
	free(c->topics);
	*c = (struct catalog){ 0 };
}
