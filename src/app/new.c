/* SPDX-License-Identifier: MIT */
/*
 * procession new: a lesson that lints clean and plays, to be changed bit by
 * bit.  Nothing that is there is written over.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/author.h"
#include "app/skeleton.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "lesson/value.h"

enum { EXIT_USAGE = 2, COPY_MAX = 1 << 20 };

/* The skeleton with its names in place. */
static void fill(const char *skeleton, const char *name, const char *demo,
		 struct str *out)
{
	while (*skeleton) {
		if (strncmp(skeleton, "@NAME@", 6) == 0) {
			str_add(out, name);
			skeleton += 6;
		} else if (strncmp(skeleton, "@DEMO@", 6) == 0) {
			str_add(out, demo);
			skeleton += 6;
		} else {
			str_add_char(out, *skeleton++);
		}
	}
}

static int write_new(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	int r = fd < 0 ? -errno : fd_write_all(fd, bytes, len);

	if (fd >= 0 && close(fd) < 0 && r == 0)
		r = -errno;
	if (r < 0)
		(void)fprintf(stderr, "procession: new: %s: %s\n", path,
			      strerror(-r));
	else
		(void)printf("wrote %s\n", path);
	return r;
}

static int write_skeleton(const char *path, const char *skeleton,
			  const char *name, const char *demo)
{
	SCOPED_STR text = STR_INIT;

	fill(skeleton, name, demo, &text);
	return write_new(path, text.buf, text.len);
}

/* demo.c and demo.h come with the course. */
static int copy_part(const struct app_paths *paths, const char *file)
{
	SCOPED_FREE char *from = fs_join(paths->lessons, file);
	SCOPED_FREE char *text = NULL;
	struct err e = ERR_NONE;
	size_t len;

	if (fs_is_file(file))
		return 0;
	if (fs_read(from, COPY_MAX, &text, &len, &e) < 0) {
		(void)fprintf(stderr, "procession: new: %s\n", e.text);
		return e.code;
	}
	return write_new(file, text, len);
}

static int new_lesson(const char *name, const struct app_paths *paths)
{
	SCOPED_FREE char *demo = mem_text(name);
	SCOPED_STR yaml = STR_INIT;
	SCOPED_STR source = STR_INIT;

	if (!lesson_is_id(name) || strlen(name) > 40 ||
	    strcmp(name, "topic") == 0 || strcmp(name, "demo") == 0) {
		(void)fprintf(stderr,
			      "procession: new lesson %s: a lesson is called "
			      "in small letters, digits and dashes, such as "
			      "full-queue; not topic, not demo\n",
			      name);
		return EXIT_USAGE;
	}
	for (char *p = demo; *p; p++)
		if (*p == '-')
			*p = '_';
	str_addf(&yaml, "%s.yaml", name);
	str_addf(&source, "%s.c", demo);
	if (write_skeleton(yaml.buf, app_skeleton_lesson, name, demo) < 0 ||
	    write_skeleton(source.buf, app_skeleton_demo, name, demo) < 0 ||
	    copy_part(paths, "demo.h") < 0 || copy_part(paths, "demo.c") < 0 ||
	    (!fs_is_file("Makefile") &&
	     write_skeleton("Makefile", app_skeleton_makefile, name, demo) < 0))
		return EXIT_USAGE;
	(void)printf("\nmake                            builds its demo\n"
		     "procession lint %s.yaml       says what is wrong\n"
		     "procession preview %s.yaml    plays it, again after "
		     "each change\n",
		     name, name);
	return 0;
}

int app_new(const struct app_options *o, const struct app_paths *paths)
{
	const char *step;

	if (strcmp(o->target, "lesson") == 0)
		return new_lesson(o->args[0], paths);
	step = app_skeleton_step(o->args[0]);
	if (!step) {
		(void)fprintf(stderr,
			      "procession: new step %s: there is no such kind: "
			      "text, demo, exercise, quiz or checkpoint\n",
			      o->args[0]);
		return EXIT_USAGE;
	}
	(void)fputs(step, stdout);
	return fflush(stdout) == 0 ? 0 : EXIT_USAGE;
}
