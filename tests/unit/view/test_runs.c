/* SPDX-License-Identifier: MIT */
/*
 * Every pane with a real run behind it, at every size, as it was agreed to
 * look: golden/runs/RUN-PANE.screens.
 *
 * In a file, for each size: the pane alone (zoomed) in UTF-8 and in ASCII, the
 * roles of its cells, from which a theme makes colours or does not, and the
 * whole screen of a lesson that has the pane.  Lines that repeat are counted.
 *
 * After a change: UPDATE_GOLDEN=1 make check TESTS=tests/unit/view/test_runs,
 * and look at what git says has changed.  A new pane: a line in shots[] with a
 * run that fills it; runs/record says how runs are recorded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/scope.h"
#include "support/check_main.h"
#include "ui/canvas.h"
#include "unit/view/recorded.h"

static const struct shot {
	const char *run;
	int ms; /* run time */
	enum lesson_pane pane;
} shots[] = {
	{ "producer_consumer", 1800, LESSON_PANE_TEXT },
	{ "producer_consumer", 1800, LESSON_PANE_SOURCE },
	{ "philosophers", 2500, LESSON_PANE_PROCESSES },
	{ "producer_consumer", 1800, LESSON_PANE_QUEUE },
	{ "phases", 4000, LESSON_PANE_TIMELINE },
	{ "producer_consumer", 3000, LESSON_PANE_CONSOLE },
	{ "pipes", 1500, LESSON_PANE_SHARED },
	{ "philosophers", 2500, LESSON_PANE_LOCK },
	{ "parking", 2000, LESSON_PANE_SEMAPHORE },
	{ "kitchen", 2000, LESSON_PANE_CONDITION },
	{ "race", 2500, LESSON_PANE_EVENT },
	{ "phases", 4000, LESSON_PANE_BARRIER },
	{ "shares", 1200, LESSON_PANE_MEMORY },
	{ "squares", 1200, LESSON_PANE_POOL },
	{ "pipes", 1500, LESSON_PANE_PIPE },
	{ "squares", 1200, LESSON_PANE_INSPECTOR },
	{ "shares", 3000, LESSON_PANE_LEDGER },
	{ "philosophers", 2500, LESSON_PANE_GRAPH },
	{ "speedup", 1750, LESSON_PANE_CHART },
};

enum { MOST_BYTES = 1 << 20 };
enum { SHOTS = sizeof(shots) / sizeof(*shots) };

static const int sizes[][2] = {
	{ 18, 60 }, { 24, 80 }, { 36, 120 }, { 60, 200 }
};

/* ---- canvases as text ---- */

static void add_line(const char *line, size_t times, struct str *out)
{
	if (times)
		str_addf(out, "%s\n", line);
	if (times > 1)
		str_addf(out, "(%zu such lines)\n", times);
}

/* @text, with lines that repeat counted. */
static void add_counted(const char *text, struct str *out)
{
	SCOPED_STR last = STR_INIT;
	size_t times = 0;

	while (*text) {
		SCOPED_STR line = STR_INIT;
		size_t len = strcspn(text, "\n");

		str_add_n(&line, text, len);
		text += len + (text[len] == '\n');
		if (times && !strcmp(line.buf, last.buf)) {
			times++;
			continue;
		}
		add_line(last.buf, times, out);
		str_clear(&last);
		str_add(&last, line.buf);
		times = 1;
	}
	add_line(last.buf, times, out);
}

static void add_text(const struct ui_canvas *c, const char *what,
		     struct str *out)
{
	SCOPED_STR text = STR_INIT;

	ui_canvas_dump(c, &text);
	str_addf(out, "--- %s\n", what);
	add_counted(text.buf, out);
}

static const char *const role_names[UI_ROLE_COUNT] = {
#define UI_ROLE(id, name) [UI_##id] = name,
#include "ui/roles.def"
#undef UI_ROLE
};

/* "frame 2, title+1 6": a role with its attributes, and how many cells. */
static void add_roles(const struct ui_canvas *c, struct str *out)
{
	struct ui_rect r = ui_canvas_rect(c);
	SCOPED_STR text = STR_INIT;

	for (int row = 0; row < r.rows; row++) {
		for (int col = 0, n = 0; col < r.cols; col += n) {
			ui_style style = ui_canvas_at(c, row, col)->style;

			for (n = 1; col + n < r.cols; n++)
				if (ui_canvas_at(c, row, col + n)->style !=
				    style)
					break;
			str_add(&text, col ? ", " : "");
			str_add(&text, role_names[style & 0xff]);
			if (style >> 8)
				str_addf(&text, "+%u", style >> 8);
			str_addf(&text, " %d", n);
		}
		str_add_char(&text, '\n');
	}
	str_add(out, "--- roles\n");
	add_counted(text.buf, out);
}

static void add_size(struct recorded *r, int rows, int cols, struct str *out)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	str_addf(out, "=== %dx%d\n", cols, rows);
	r->player.zoomed = true;
	view_player_layout(&r->player, rows, cols);
	view_player_draw(&r->player, c);
	add_text(c, "alone", out);
	add_roles(c, out);
	ui_canvas_to_ascii(c);
	add_text(c, "alone, ASCII", out);
	r->player.zoomed = false;
	ui_canvas_clear(c);
	view_player_layout(&r->player, rows, cols);
	view_player_draw(&r->player, c);
	add_text(c, "in its lesson", out);
	ui_canvas_free(c);
}

/* ---- goldens ---- */

static void path_of(const struct shot *shot, struct str *out)
{
	const char *dir = getenv("top_srcdir");

	str_addf(out, "%s/tests/unit/view/golden/runs/%s-%s.screens",
		 dir ? dir : ".", shot->run, lesson_pane_name(shot->pane));
}

static void keep(const char *path, const struct str *text)
{
	SCOPED_FILE FILE *f = fopen(path, "we");

	ck_assert_msg(f && fwrite(text->buf, 1, text->len, f) == text->len,
		      "cannot write %s", path);
}

/* The first line that differs, and where it stands: "=== 80x24, alone". */
static void check_same(const char *path, const char *is, const char *wanted)
{
	SCOPED_STR where = STR_INIT;
	const char *line = is;

	for (size_t i = 0; is[i] && is[i] == wanted[i]; i++) {
		if (is[i] != '\n')
			continue;
		line = &is[i + 1];
		if (!strncmp(line, "=== ", 4))
			str_clear(&where);
		if (!strncmp(line, "=== ", 4) || !strncmp(line, "--- ", 4)) {
			str_add_n(&where, line, strcspn(line, "\n"));
			str_add_char(&where, ' ');
		}
	}
	(void)fprintf(stderr, "%s\nis:     %.*s\nwanted: %.*s\n", where.buf,
		      (int)strcspn(line, "\n"), line,
		      (int)strcspn(wanted + (line - is), "\n"),
		      wanted + (line - is));
	ck_abort_msg("%s is not what was drawn (UPDATE_GOLDEN=1 keeps it)",
		     path);
}

START_TEST(a_pane_looks_as_agreed)
{
	const struct shot *shot = &shots[_i];
	SCOPED_STR path = STR_INIT;
	SCOPED_STR is = STR_INIT;
	char *wanted = NULL;
	size_t len;
	struct err e;
	struct recorded r;

	recorded_open(&r, shot->run, shot->pane);
	recorded_go(&r, shot->ms);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		add_size(&r, sizes[i][0], sizes[i][1], &is);
	recorded_close(&r);
	path_of(shot, &path);
	if (getenv("UPDATE_GOLDEN")) {
		keep(path.buf, &is);
		return;
	}
	ck_assert_msg(!fs_read(path.buf, MOST_BYTES, &wanted, &len, &e), "%s",
		      e.text);
	if (strcmp(is.buf, wanted) != 0)
		check_same(path.buf, is.buf, wanted);
	free(wanted);
}
END_TEST

START_TEST(every_pane_is_looked_at)
{
	for (int pane = 0; pane < LESSON_PANE_COUNT; pane++) {
		/* Not of one run, but of many: see test_outcomes.c. */
		bool found = pane == LESSON_PANE_OUTCOMES;

		for (size_t i = 0; i < SHOTS && !found; i++)
			found = (int)shots[i].pane == pane;
		ck_assert_msg(found, "no run shows the pane %s",
			      lesson_pane_name((enum lesson_pane)pane));
	}
}
END_TEST

Suite *suite(void)
{
	Suite *suite = suite_create("runs");
	TCase *tc = tcase_create("runs");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, a_pane_looks_as_agreed, 0, SHOTS);
	tcase_add_test(tc, every_pane_is_looked_at);
	suite_add_tcase(suite, tc);
	return suite;
}
