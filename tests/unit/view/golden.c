/* SPDX-License-Identifier: MIT */
#include "base/fs.h"
#include "base/scope.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "unit/view/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_all(const char *path, struct str *out)
{
	SCOPED_FILE FILE *f = fopen(path, "re");
	char buf[4096];
	size_t n;

	if (!f)
		return;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		str_add_n(out, buf, n);
}

static void write_all(const char *path, const struct str *text)
{
	SCOPED_FILE FILE *f = fopen(path, "we");

	ck_assert_msg(f && fwrite(text->buf, 1, text->len, f) == text->len,
		      "cannot write %s", path);
}

void golden_check(const struct ui_canvas *c, const char *name)
{
	struct ui_rect r = ui_canvas_rect(c);
	const char *dir = getenv("top_srcdir");
	SCOPED_STR path = STR_INIT;
	SCOPED_STR is = STR_INIT;
	SCOPED_STR wanted = STR_INIT;

	str_addf(&path, "%s/tests/unit/view/golden/%s-%dx%d.screen",
		 dir ? dir : ".", name, r.cols, r.rows);
	ui_canvas_dump(c, &is);
	if (getenv("UPDATE_GOLDEN")) {
		write_all(path.buf, &is);
		return;
	}
	read_all(path.buf, &wanted);
	if (!strcmp(is.buf, wanted.buf))
		return;
	/* Check's messages are too short for a screen. */
	(void)fputs(is.buf, stderr);
	ck_abort_msg("%s is not what was drawn (UPDATE_GOLDEN=1 keeps it)",
		     path.buf);
}
