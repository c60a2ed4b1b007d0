/* SPDX-License-Identifier: MIT */
/*
 * Writing a lesson while it plays: what is saved is there, at the same step,
 * and what has errors says so and changes nothing.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "e2e/player.h"

static char folder[32], file[64], fresh[64];

static void make_folder(void)
{
	(void)snprintf(folder, sizeof(folder), "preview-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)snprintf(file, sizeof(file), "%s/mine.yaml", folder);
	(void)snprintf(fresh, sizeof(fresh), "%s/mine.new", folder);
}

static void remove_folder(void)
{
	(void)unlink(fresh);
	(void)unlink(file);
	(void)rmdir(folder);
}

/* As many editors do it: another file is renamed over it. */
static void save(const char *before, const char *title)
{
	FILE *f = fopen(fresh, "w");

	ck_assert_ptr_nonnull(f);
	(void)fprintf(f,
		      "format: 1\nid: mine\ntitle: Mine\nabout: A\n"
		      "revision: 1\nminutes: 1\nsteps:\n%s"
		      "  - id: second\n    %s\n    text: Some words.\n",
		      before, title);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(rename(fresh, file), 0);
}

START_TEST(what_is_saved_is_shown_at_the_same_step)
{
	static const char first[] = "  - {id: one, title: One, text: T}\n";
	static const char two[] = "  - {id: zero, title: Zero, text: T}\n"
				  "  - {id: one, title: One, text: T}\n";
	char target[80];
	struct tty *t;

	(void)snprintf(target, sizeof(target), "%s:second", file);
	save(first, "title: As it was");
	t = player_open(
		&(struct player_options){ .args = { "preview", target } });
	tty_wait_text(t, "As it was");
	tty_wait_text(t, "step 2 of 2");
	save(first, "title: As it is now");
	tty_wait_text(t, "As it is now");
	save(first, "titel: As it is not");
	tty_wait_text(t, "Line 10: unknown key \"titel\": write \"title\"");
	ck_assert(tty_shows(t, "As it is now"));
	save(two, "title: Behind two others");
	tty_wait_text(t, "Behind two others");
	tty_wait_text(t, "step 3 of 3");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("preview");
	TCase *tc = tcase_create("preview");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_add_test(tc, what_is_saved_is_shown_at_the_same_step);
	suite_add_tcase(s, tc);
	return s;
}
