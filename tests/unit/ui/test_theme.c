/* SPDX-License-Identifier: MIT */
#include "ui/theme.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "support/check_main.h"
#include "ui/shorten.h"

static const int DEPTHS[] = { 0, 8, 16, 256, UI_THEME_DIRECT };
enum { DEPTH_COUNT = sizeof(DEPTHS) / sizeof(*DEPTHS) };

static bool same(struct ui_look a, struct ui_look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

START_TEST(themes_are_found_by_their_names)
{
	enum ui_theme found = UI_THEME_COUNT;

	for (int i = 0; i < UI_THEME_COUNT; i++) {
		enum ui_theme t = (enum ui_theme)i;

		ck_assert_int_eq(ui_theme_find(ui_theme_name(t), &found), 0);
		ck_assert_int_eq(found, t);
	}
	ck_assert_int_eq(ui_theme_find("pink", &found), -EINVAL);
}
END_TEST

/* Every depth of every theme; _i counts them. */
#define EACH_THEME (UI_THEME_COUNT * DEPTH_COUNT)

START_TEST(every_role_has_a_look_that_these_colours_can_show)
{
	enum ui_theme t = (enum ui_theme)(_i / DEPTH_COUNT);
	int colors = DEPTHS[_i % DEPTH_COUNT];

	for (int i = 0; i < UI_ROLE_COUNT; i++) {
		struct ui_look look = ui_theme_look(t, (enum ui_role)i, colors);

		ck_assert_int_lt(look.fg, colors ? colors : 1);
		ck_assert_int_lt(look.bg, colors ? colors : 1);
		ck_assert_msg(look.fg < 0 || look.fg != look.bg,
			      "role %d cannot be read", i);
		if (!colors || t == UI_THEME_MONO)
			ck_assert_int_eq(look.fg & look.bg, -1);
	}
}
END_TEST

START_TEST(no_two_states_look_alike)
{
	enum ui_theme t = (enum ui_theme)(_i / DEPTH_COUNT);
	int colors = DEPTHS[_i % DEPTH_COUNT];

	for (int a = UI_RUNNING; a <= UI_KILLED; a++)
		for (int b = a + 1; b <= UI_KILLED; b++)
			ck_assert_msg(
				!same(ui_theme_look(t, (enum ui_role)a, colors),
				      ui_theme_look(t, (enum ui_role)b,
						    colors)),
				"roles %d and %d", a, b);
}
END_TEST

START_TEST(what_must_stand_out_does)
{
	static const enum ui_role loud[] = {
		UI_BAR,     UI_SELECTED, UI_ERROR,  UI_NOTICE,
		UI_KEY,     UI_HEADING,  UI_LINK,   UI_EMPHASIS,
		UI_CHANGED, UI_STRONG,   UI_MARKER,
	};
	enum ui_theme t = (enum ui_theme)(_i / DEPTH_COUNT);
	int colors = DEPTHS[_i % DEPTH_COUNT];
	struct ui_look plain = ui_theme_look(t, UI_NORMAL, colors);

	for (size_t i = 0; i < sizeof(loud) / sizeof(loud[0]); i++)
		ck_assert_msg(!same(ui_theme_look(t, loud[i], colors), plain),
			      "role %d", (int)loud[i]);
}
END_TEST

/* ---- seen by people ---- */

struct light {
	double r, g, b; /* linear, 0 to 1 */
};

static double linear(unsigned value)
{
	double v = value / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static struct light light_of(uint32_t rgb)
{
	return (struct light){ linear(rgb >> 16 & 0xFF),
			       linear(rgb >> 8 & 0xFF), linear(rgb & 0xFF) };
}

static double luminance(uint32_t rgb)
{
	struct light l = light_of(rgb);

	return 0.2126 * l.r + 0.7152 * l.g + 0.0722 * l.b;
}

/* The ratio of WCAG 2: 1 to 21. */
static double contrast(uint32_t a, uint32_t b)
{
	double la = luminance(a) + 0.05, lb = luminance(b) + 0.05;

	return la > lb ? la / lb : lb / la;
}

static double inside(double v)
{
	return v < 0 ? 0 : v > 1 ? 1 : v;
}

/* As people see it who lack one kind of cone; Machado and others, 2009. */
static struct light seen_by(int who, struct light l)
{
	static const double eyes[4][9] = {
		{ 1, 0, 0, 0, 1, 0, 0, 0, 1 },
		{ 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216,
		  -0.003882, -0.048116, 1.051998 },
		{ 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413,
		  -0.011820, 0.042940, 0.968881 },
		{ 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602,
		  0.004733, 0.691367, 0.303900 },
	};
	const double *e = eyes[who];

	return (struct light){ inside(e[0] * l.r + e[1] * l.g + e[2] * l.b),
			       inside(e[3] * l.r + e[4] * l.g + e[5] * l.b),
			       inside(e[6] * l.r + e[7] * l.g + e[8] * l.b) };
}

static double root(double t)
{
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

/* CIE L*a*b*: distances in it are as large as they look. */
static void to_lab(struct light l, double ret[3])
{
	double x = root((0.4124 * l.r + 0.3576 * l.g + 0.1805 * l.b) / 0.95047);
	double y = root(0.2126 * l.r + 0.7152 * l.g + 0.0722 * l.b);
	double z = root((0.0193 * l.r + 0.1192 * l.g + 0.9505 * l.b) / 1.08883);

	ret[0] = 116 * y - 16;
	ret[1] = 500 * (x - y);
	ret[2] = 200 * (y - z);
}

static double distance(uint32_t a, uint32_t b, int who)
{
	double la[3], lb[3], sum = 0;

	to_lab(seen_by(who, light_of(a)), la);
	to_lab(seen_by(who, light_of(b)), lb);
	for (int i = 0; i < 3; i++)
		sum += (la[i] - lb[i]) * (la[i] - lb[i]);
	return sqrt(sum);
}

/* What is told apart at a glance; the least that is noticed is about 2. */
#define APART 11

START_TEST(the_colours_of_states_differ_for_every_eye)
{
	static const enum ui_role states[] = { UI_RUNNING, UI_READY,
					       UI_WAITING, UI_STOPPED,
					       UI_ZOMBIE,  UI_ENDED };
	enum ui_theme t = (enum ui_theme)_i;

	for (size_t a = 0; a < 6; a++)
		for (size_t b = 0; b < a; b++)
			for (int who = 0; who < 4; who++) {
				int x = ui_theme_look(t, states[a],
						      UI_THEME_DIRECT)
						.fg;
				int y = ui_theme_look(t, states[b],
						      UI_THEME_DIRECT)
						.fg;
				double d =
					distance((uint32_t)x, (uint32_t)y, who);

				ck_assert_msg(d >= APART,
					      "%s: roles %d and %d, eye %d: %g",
					      ui_theme_name(t), states[a],
					      states[b], who, d);
			}
}
END_TEST

/* The own colours of terminals that a theme is for. */
static const uint32_t PAGES[UI_THEME_COUNT][3] = {
	[UI_THEME_DARK] = { 0x000000, 0x1e1e1e, 0x2e3436 },
	[UI_THEME_LIGHT] = { 0xffffff, 0xffffff, 0xffffff },
	[UI_THEME_CONTRAST] = { 0x000000, 0x000000, 0x000000 },
};

START_TEST(every_role_can_be_read)
{
	enum ui_theme t = (enum ui_theme)_i;
	double least = t == UI_THEME_CONTRAST ? 7 : 4.5;
	uint32_t own, page;

	ui_theme_page(t, &own, &page);
	for (int i = 0; i < UI_ROLE_COUNT; i++)
		for (int k = 0; k < 3; k++) {
			struct ui_look look = ui_theme_look(t, (enum ui_role)i,
							    UI_THEME_DIRECT);
			uint32_t fg = look.fg < 0 ? own : (uint32_t)look.fg;
			uint32_t bg =
				look.bg < 0 ? PAGES[t][k] : (uint32_t)look.bg;

			ck_assert_msg(contrast(fg, bg) >= least,
				      "%s: role %d on %06x: %g",
				      ui_theme_name(t), i, bg,
				      contrast(fg, bg));
		}
}
END_TEST

static void shortened(const char *in, bool direct, const char *wanted)
{
	SCOPED_STR out = STR_INIT;

	ui_shorten(in, strlen(in), direct, &out);
	ck_assert_str_eq(out.buf, wanted);
}

START_TEST(direct_colours_are_sent_for_numbers)
{
	shortened("a\033[38;5;110mb\033[48;5;16;1m", true,
		  "a\033[38;2;135;175;215mb\033[48;5;16;1m");
	shortened("\033[48;5;231mx\033[38;5;9mx\033[38;5;999mx", true,
		  "\033[48;2;255;255;255mx\033[38;5;9mx\033[38;5;999mx");
	shortened("\033[38;5;110mb", false, "\033[38;5;110mb");
}
END_TEST

START_TEST(what_is_sent_is_short)
{
	shortened("\033(B\033[m\033[38;5;40mx", false, "\033[0;38;5;40mx");
	shortened("\033[1m\033[38;5;40mx\033[m", false,
		  "\033[1;38;5;40mx\033[m");
	shortened("\033[1m\033(B\033[0;4my\033[39m\033[mz", false,
		  "\033[0;4my\033[mz");
	/* Never longer than any terminal takes. */
	shortened("\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m\033[38;5;40m",
		  false,
		  "\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16m"
		  "\033[38;5;40m");
	/* Other sequences, and those that are cut, are as they were. */
	shortened("\033[2;3H\033[m\033[K\033[38;5", true,
		  "\033[2;3H\033[m\033[K\033[38;5");
	shortened("\033(0q\033(B\033", true, "\033(0q\033(B\033");
	shortened("", true, "");
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("theme");
	TCase *tc = tcase_create("theme");

	tcase_add_test(tc, themes_are_found_by_their_names);
	tcase_add_loop_test(tc,
			    every_role_has_a_look_that_these_colours_can_show,
			    0, EACH_THEME);
	tcase_add_loop_test(tc, no_two_states_look_alike, 0, EACH_THEME);
	tcase_add_loop_test(tc, what_must_stand_out_does, 0, EACH_THEME);
	tcase_add_loop_test(tc, the_colours_of_states_differ_for_every_eye,
			    UI_THEME_DARK, UI_THEME_MONO);
	tcase_add_loop_test(tc, every_role_can_be_read, UI_THEME_DARK,
			    UI_THEME_MONO);
	tcase_add_test(tc, what_is_sent_is_short);
	tcase_add_test(tc, direct_colours_are_sent_for_numbers);
	suite_add_tcase(s, tc);
	return s;
}
