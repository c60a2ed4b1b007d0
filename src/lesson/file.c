/* SPDX-License-Identifier: MIT */
#include "lesson/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"

static const struct lesson_place whole_file = { 0, 0 };

static bool is_blank(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!strchr(" \t\r\n", text[i]))
			return false;
	return true;
}

static void tell_too_large(struct lesson_source *s)
{
	lesson_diag_advise(lesson_diag_add(s, whole_file,
					   LESSON_ERROR_TOO_LARGE,
					   "the file is larger than 1 MiB"),
			   "make two lessons of it");
}

static void tell_unreadable(struct lesson_source *s, const struct err *e)
{
	const char *path = s->diags->path, *why = e->text;
	size_t len = strlen(path);

	/* The path is printed before the message anyway. */
	if (strncmp(why, path, len) == 0 && strncmp(why + len, ": ", 2) == 0)
		why += len + 2;
	(void)lesson_diag_add(s, whole_file, LESSON_ERROR_UNREADABLE,
			      "cannot be read: %s", why);
}

static void parse(struct lesson_file *f)
{
	struct lesson_source *s = &f->source;
	SCOPED_FREE char *clean = NULL;
	size_t len;

	if (s->len > LESSON_FILE_MAX) {
		tell_too_large(s);
		return;
	}
	/* A byte order mark says nothing about UTF-8. */
	if (s->len >= 3 && memcmp(s->text, "\xEF\xBB\xBF", 3) == 0) {
		s->text += 3;
		s->len -= 3;
	}
	if (is_blank(s->text, s->len)) {
		(void)lesson_diag_add(s, whole_file, LESSON_ERROR_EMPTY,
				      "the file is empty");
		return;
	}
	clean = lesson_source_clean(s, &len);
	if (!clean)
		return;
	f->root = lesson_tree_parse(s, clean, len, &f->memory);
	if (!f->root && !s->diags->count)
		(void)lesson_diag_add(s, whole_file, LESSON_ERROR_EMPTY,
				      "there are only comments in the file");
}

int lesson_file_open(struct lesson_file *f, const char *path,
		     struct lesson_diags *diags)
{
	struct err e = ERR_NONE;
	int r;

	lesson_diags_init(diags, path);
	*f = (struct lesson_file){ .source = { .text = "", .diags = diags } };
	r = fs_read(path, LESSON_FILE_MAX, &f->text, &f->source.len, &e);
	if (r == -EFBIG)
		tell_too_large(&f->source);
	else if (r < 0)
		tell_unreadable(&f->source, &e);
	if (r < 0)
		return r;
	f->source.text = f->text;
	parse(f);
	return 0;
}

void lesson_file_parse(struct lesson_file *f, const char *path,
		       const char *text, size_t len, struct lesson_diags *diags)
{
	lesson_diags_init(diags, path);
	*f = (struct lesson_file){
		.source = { .text = text, .len = len, .diags = diags }
	};
	parse(f);
}

void lesson_file_close(struct lesson_file *f)
{
	lesson_diags_sort(f->source.diags);
	if (f->source.full)
		(void)lesson_diag_add(&f->source, whole_file, LESSON_ERROR_MANY,
				      "there are more errors than these");
	bulk_release(&f->memory);
	free(f->text);
}
