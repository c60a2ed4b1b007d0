/* SPDX-License-Identifier: MIT */
/*
 * A lesson is taken apart in four passes, each telling all it finds: the
 * bytes (source.c), YAML (tree.c), the keys (record.c, value.c, with keys.def)
 * and the rules between them (check.c).
 */
#include "lesson/load.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "lesson/check.h"
#include "lesson/file.h"
#include "lesson/number.h"
#include "lesson/record.h"

/*
 * Whether the file says that it is for a newer player.  Then everything else
 * that seems wrong may be right, and this is the only error.
 */
static bool is_newer(struct lesson_file *f)
{
	const struct lesson_node *format = lesson_node_get(f->root, "format");
	struct lesson_diags *d = f->source.diags;
	char *path = NULL;
	bool whole;

	if (!format || format->kind != LESSON_SCALAR || !format->plain ||
	    lesson_word_kind(format->text) != LESSON_WORD_NUMBER ||
	    lesson_number(format->text, &whole) <= LESSON_FORMAT || !whole)
		return false;
	path = mem_text(d->path);
	lesson_diags_release(d);
	lesson_diags_init(d, path);
	free(path);
	lesson_diag_advise(
		lesson_diag_add(&f->source, format->at, LESSON_ERROR_NEWER,
				"this lesson is written in format %s; this "
				"player knows %d",
				format->text, LESSON_FORMAT),
		"update the player");
	return true;
}

/* The part of @path after the last slash before @end. */
static const char *last_part(const char *path, const char *end)
{
	while (end > path && end[-1] != '/')
		end--;
	return end;
}

/* "queue" of "lessons/20-ipc/queue.yaml"; the caller frees it. */
static char *file_id(const char *path)
{
	const char *end = path + strlen(path);
	const char *name = last_part(path, end);

	if (end - name > 5 && strcmp(end - 5, ".yaml") == 0)
		end -= 5;
	return mem_text_n(name, (size_t)(end - name));
}

char *lesson_topic_of(const char *dir)
{
	const char *name = last_part(dir, dir + strlen(dir));
	SCOPED_FREE char *real = NULL;
	size_t number;

	/* A name that is not one: "." or "..". */
	if (!*name || strspn(name, ".") == strlen(name)) {
		real = realpath(dir, NULL);
		if (real)
			name = last_part(real, real + strlen(real));
	}
	number = strspn(name, "0123456789");
	if (number && name[number] == '-' && name[number + 1])
		name += number + 1;
	return mem_text(name);
}

/* dir and topic from the path: "lessons/20-ipc" and "ipc". */
static void set_folder(struct lesson *l, const char *path)
{
	const char *name = last_part(path, path + strlen(path));

	l->path = mem_text(path);
	if (name == path)
		l->dir = mem_text(".");
	else
		l->dir = mem_text_n(
			path, name == path + 1 ? 1 : (size_t)(name - path) - 1);
	l->topic = lesson_topic_of(l->dir);
}

/* The folder of @topic beside @dir; where it would be if there is none. */
static char *folder_beside(const char *dir, const char *topic)
{
	const char *name = last_part(dir, dir + strlen(dir));
	SCOPED_FREE char *course = NULL;
	char *ret = NULL;
	char **names = NULL;
	size_t count = 0;

	if (name > dir + 1 && strspn(name, ".") < strlen(name))
		course = mem_text_n(dir, (size_t)(name - dir) - 1);
	else
		course = fs_join(dir, "..");
	if (fs_list(course, &names, &count, NULL) < 0)
		count = 0;
	for (size_t i = 0; i < count && !ret; i++) {
		SCOPED_FREE char *id = lesson_topic_of(names[i]);

		if (strcmp(id, topic) == 0)
			ret = fs_join(course, names[i]);
	}
	fs_list_free(names, count);
	return ret ? ret : fs_join(course, topic);
}

/* "ipc/pipe" is the demo pipe in the folder of ipc. */
static void set_demo_folders(struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++) {
		struct lesson_demo *d = l->steps[i].demo;
		char *slash = d ? strchr(d->program, '/') : NULL;

		if (!d)
			continue;
		if (!slash) {
			d->dir = mem_text(l->dir);
			continue;
		}
		*slash = '\0';
		d->dir = folder_beside(l->dir, d->program);
		memmove(d->program, slash + 1, strlen(slash + 1) + 1);
	}
}

static void check_file_id(struct lesson_file *f, const struct lesson *l)
{
	const struct lesson_node *id = lesson_node_get(f->root, "id");
	SCOPED_FREE char *want = file_id(f->source.diags->path);

	if (!id || !*l->id || strcmp(l->id, want) == 0)
		return;
	lesson_diag_advise(
		lesson_diag_add(&f->source, id->at, LESSON_ERROR_FILE_ID,
				"the id is %s, but the file is "
				"%s.yaml",
				l->id, lesson_quote(want).text),
		"write %s, or rename the file", lesson_quote(want).text);
}

static int take_apart(struct lesson_file *f, bool from_file,
		      struct lesson **ret)
{
	struct lesson_diags *d = f->source.diags;
	struct lesson *l;

	*ret = NULL;
	if (!f->root || is_newer(f))
		return -EINVAL;
	l = mem_new(1, sizeof(*l));
	lesson_record_fill(&f->source, LESSON_SHAPE_LESSON, f->root, l);
	lesson_check(&f->source, f->root, l);
	set_folder(l, d->path);
	if (from_file)
		check_file_id(f, l);
	if (d->count) {
		lesson_free(l);
		return -EINVAL;
	}
	set_demo_folders(l);
	*ret = l;
	return 0;
}

int lesson_load_file(struct lesson_file *f, struct lesson **ret)
{
	return take_apart(f, true, ret);
}

int lesson_load(const char *path, struct lesson **ret,
		struct lesson_diags *diags)
{
	struct lesson_file f;
	int r = lesson_file_open(&f, path, diags);

	*ret = NULL;
	if (r == 0)
		r = lesson_load_file(&f, ret);
	lesson_file_close(&f);
	return r;
}

int lesson_parse(const char *path, const char *text, size_t len,
		 struct lesson **ret, struct lesson_diags *diags)
{
	struct lesson_file f;
	int r;

	lesson_file_parse(&f, path, text, len, diags);
	r = take_apart(&f, false, ret);
	lesson_file_close(&f);
	return r;
}
