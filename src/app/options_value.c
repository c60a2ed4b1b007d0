/* SPDX-License-Identifier: MIT */
/*
 * The values of options: is it one, and what to write instead.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/options_inside.h"
#include "app/schedule.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "lesson/value.h"

/* Every folder of PROCESSION_LESSONS, separated by colons as in PATH. */
void app_option_dirs(struct app_options *o, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, ":");

		if (len) {
			o->lesson_dirs = mem_resize(o->lesson_dirs,
						    o->lesson_dir_count + 1,
						    sizeof(*o->lesson_dirs));
			o->lesson_dirs[o->lesson_dir_count++] =
				mem_text_n(list, len);
		}
		list += len + (list[len] == ':');
	}
}

void app_option_dir(struct app_options *o, const char *dir)
{
	o->lesson_dirs = mem_resize(o->lesson_dirs, o->lesson_dir_count + 1,
				    sizeof(*o->lesson_dirs));
	o->lesson_dirs[o->lesson_dir_count++] = mem_text(dir);
}

int app_option_speed(struct app_options *o, const char *text, struct err *e)
{
	char *end;

	errno = 0;
	o->speed_given = true;
	o->speed = strtod(text, &end);
	if (errno || end == text || *end || !(o->speed >= 0.1) || o->speed > 10)
		return err_set(e, -EINVAL,
			       "--speed %s: give a number from 0.1 "
			       "to 10",
			       text);
	return 0;
}

int app_option_schedule(struct app_options *o, const char *text, struct err *e)
{
	if (!app_schedule_is_one(text))
		return err_set(e, -EINVAL,
			       "--schedule %s: give a letter for each step, "
			       "A for the first process, B for the second "
			       "(ABBA)",
			       text);
	o->schedule = text;
	return 0;
}

int app_option_seed(struct app_options *o, const char *text, struct err *e)
{
	char *end;
	char seed[40];
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno || end == text || *end || *text == '-')
		return err_set(e, -EINVAL,
			       "--seed %s: give a whole number, 0 "
			       "or more",
			       text);
	(void)snprintf(seed, sizeof(seed), "seed=%llu", n);
	free(o->seed);
	o->seed = mem_text(seed);
	return 0;
}

static int unknown_pane(const char *name, struct err *e)
{
	struct near near = NEAR(name);

	for (int i = 0; i < LESSON_PANE_COUNT; i++)
		near_offer(&near, lesson_pane_name((enum lesson_pane)i));
	if (near.best)
		return err_set(e, -EINVAL,
			       "--show %s: there is no such pane: did you mean "
			       "%s?",
			       name, near.best);
	return err_set(e, -EINVAL,
		       "--show %s: there is no such pane: procession help "
		       "panes names them",
		       name);
}

int app_option_show(struct app_options *o, const char *list, struct err *e)
{
	o->show_count = 0;
	while (*list) {
		size_t len = strcspn(list, ",");
		SCOPED_FREE char *name = mem_text_n(list, len);
		enum lesson_pane pane = lesson_pane_find(name);
		bool again = false;

		if (pane == LESSON_PANE_COUNT)
			return unknown_pane(name, e);
		for (size_t i = 0; i < o->show_count; i++)
			again |= o->show[i] == pane;
		if (!again)
			o->show[o->show_count++] = pane;
		list += len + (list[len] == ',');
	}
	if (!o->show_count)
		return unknown_pane("", e);
	return 0;
}

int app_option_number(const char *option, const char *text, int max, int *ret,
		      struct err *e)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end || n < 1 || n > max)
		return err_set(e, -EINVAL,
			       "%s %s: give a whole number from 1 to %d",
			       option, text, max);
	*ret = (int)n;
	return 0;
}

/* It becomes the name of a file, on any file system. */
static bool is_learner(const char *name)
{
	size_t len = strlen(name);

	if (!len || len > 60 || *name == '.' || *name == '-' ||
	    name[len - 1] == ' ')
		return false;
	for (const char *c = name; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
		      (*c >= '0' && *c <= '9') || strchr("._- ", *c)))
			return false;
	return *name != ' ';
}

int app_option_theme(struct app_options *o, const char *text, struct err *e)
{
	if (ui_theme_find(text, &o->theme) < 0)
		return err_set(e, -EINVAL,
			       "--theme %s: there is no such theme: "
			       "dark, light, contrast or mono",
			       text);
	o->theme_given = true;
	return 0;
}

int app_option_learner(struct app_options *o, const char *name, struct err *e)
{
	if (!is_learner(name))
		return err_set(e, -EINVAL,
			       "--learner %s: give at most 60 letters a to z, "
			       "digits, dots, blanks, - and _, the first a "
			       "letter or digit",
			       name);
	o->learner = name;
	return 0;
}

/* Many runs are not looked at: what is for a look at one says nothing then. */
static int check_times(const struct app_options *o, struct err *e)
{
	const struct {
		bool given;
		const char *name;
	} looks[] = {
		{ o->record, "record" },
		{ o->show_count, "show" },
		{ o->speed_given, "speed" },
		{ o->present, "present" },
	};

	if (o->mode != APP_MODE_RUN)
		return 0;
	if (o->outcome && !o->times)
		return err_set(
			e, -EINVAL,
			"--outcome counts over many runs: add --times N");
	for (size_t i = 0; o->times && i < sizeof(looks) / sizeof(*looks); i++)
		if (looks[i].given)
			return err_set(e, -EINVAL,
				       "--%s does not go with --times: nobody "
				       "looks at these runs",
				       looks[i].name);
	return 0;
}

int app_option_check(const struct app_options *o, struct err *e)
{
	if (o->exam && o->weak)
		return err_set(e, -EINVAL,
			       "--weak does not go with --exam: an exam asks "
			       "about everything");
	return check_times(o, e);
}
