/* SPDX-License-Identifier: MIT */
#include "app/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/utf8.h"
#include "ui/svg.h"

#define TRIES 100 /* of names, where several are made in one second */

/*
 * Under a name of its own first; then it gets its name if nobody has that.
 * -EEXIST: somebody has.
 */
static int write_file(const char *path, const struct str *text)
{
	SCOPED_STR draft = STR_INIT;
	int fd, code;

	str_addf(&draft, "%s.XXXXXX", path);
	fd = mkostemp(draft.buf, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	code = fd_write_all(fd, text->buf, text->len);
	/* As any file that a user makes, not for the user alone. */
	if (code == 0) {
		mode_t mask = umask(0);

		(void)umask(mask);
		(void)fchmod(fd, 0666 & ~mask);
	}
	if (close(fd) && code == 0)
		code = -errno;
	if (code == 0 && link(draft.buf, path))
		code = -errno;
	/* Some file systems have no links. */
	if (code == -EPERM || code == -EOPNOTSUPP)
		code = access(path, F_OK) == 0        ? -EEXIST
		       : rename(draft.buf, path) == 0 ? 0
						      : -errno;
	(void)unlink(draft.buf);
	return code;
}

/* The first name that is free, for both files. */
static int write_both(const struct str *base, const struct str *text,
		      const struct str *svg, struct str *ret_name)
{
	int code = -EEXIST;

	for (int i = 1; code == -EEXIST && i <= TRIES; i++) {
		SCOPED_STR path = STR_INIT;

		str_clear(ret_name);
		str_add(ret_name, base->buf);
		if (i > 1)
			str_addf(ret_name, "-%d", i);
		str_addf(&path, "%s.txt", ret_name->buf);
		code = write_file(path.buf, text);
		if (code < 0)
			continue;
		str_clear(&path);
		str_addf(&path, "%s.svg", ret_name->buf);
		code = write_file(path.buf, svg);
		if (code < 0) {
			/* Two that belong together, or none. */
			str_clear(&path);
			str_addf(&path, "%s.txt", ret_name->buf);
			(void)unlink(path.buf);
		}
	}
	return code;
}

/* What is no letter and no digit is no part of a file's name. */
static void add_name(const char *name, struct str *out)
{
	for (; *name; name++) {
		bool plain = (*name >= 'a' && *name <= 'z') ||
			     (*name >= 'A' && *name <= 'Z') ||
			     (*name >= '0' && *name <= '9') || *name == '_';

		str_add_n(out, plain ? name : "-", 1);
	}
}

static void add_base(const struct app_snapshot *o, struct str *out)
{
	time_t now = time(NULL);
	struct tm tm = { 0 };

	(void)localtime_r(&now, &tm);
	if (o->dir && *o->dir)
		str_addf(out, "%s/", o->dir);
	str_add(out, "procession-");
	add_name(o->name, out);
	str_addf(out, "-%02d%02d%02d", tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* The words of the screen, without what only draws. */
static void add_words(const struct str *screen, struct str *out)
{
	size_t i = 0;
	bool blank = true;

	while (i < screen->len) {
		uint32_t rune;

		i += utf8_decode(screen->buf + i, screen->len - i, &rune);
		if (rune >= 0x2500 && rune <= 0x259F)
			rune = ' ';
		if (rune == ' ' && blank)
			continue;
		blank = rune == ' ' || rune == '\n';
		str_add_rune(out, rune);
	}
}

int app_snapshot(const struct ui_canvas *c, const struct app_snapshot *o,
		 struct str *ret_said, struct err *e)
{
	SCOPED_STR base = STR_INIT, text = STR_INIT, svg = STR_INIT;
	SCOPED_STR name = STR_INIT, words = STR_INIT;
	int code;

	ui_canvas_dump(c, &text);
	add_words(&text, &words);
	ui_svg(c,
	       &(struct ui_svg){ .theme = o->theme,
				 .title = o->title,
				 .about = words.buf },
	       &svg);
	add_base(o, &base);
	code = write_both(&base, &text, &svg, &name);
	if (code < 0)
		return err_set(e, code, "%s could not be saved: %s", base.buf,
			       strerror(-code));
	str_addf(ret_said, "Saved %s.txt and .svg", name.buf);
	return 0;
}
