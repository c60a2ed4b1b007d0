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

/* ---- one pane ---- */

static struct ui_canvas *drawn(struct scene *s, int rows, int cols)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	scene_show(s);
	view_player_layout(&s->player, rows, cols);
	view_player_draw(&s->player, c);
	return c;
}

void scene_golden_pane(struct scene *s, const char *name)
{
	static const int sizes[][2] = { { 18, 60 }, { 24, 80 }, { 36, 120 } };
	struct ui_canvas *c;
	char ascii[64];

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		c = drawn(s, sizes[i][0], sizes[i][1]);
		golden_check(c, name);
		ui_canvas_free(c);
	}
	c = drawn(s, 24, 80);
	ui_canvas_to_ascii(c);
	(void)snprintf(ascii, sizeof(ascii), "%s-ascii", name);
	golden_check(c, ascii);
	ui_canvas_free(c);
}

/* What is drawn, for the one who reads why it failed. */
static bool is_shown(struct scene *s, const char *words)
{
	struct ui_canvas *c = drawn(s, 60, 200);
	SCOPED_STR text = STR_INIT;

	ui_canvas_dump(c, &text);
	ui_canvas_free(c);
	(void)fprintf(stderr, "\"%s\" in\n%s", words, text.buf);
	return strstr(text.buf, words) != NULL;
}

void scene_shows(struct scene *s, const char *words)
{
	ck_assert_msg(is_shown(s, words), "no \"%s\"", words);
}

void scene_hides(struct scene *s, const char *words)
{
	ck_assert_msg(!is_shown(s, words), "\"%s\" is there", words);
}
