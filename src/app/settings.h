/* SPDX-License-Identifier: MIT */
/*
 * The settings file: $XDG_CONFIG_HOME/procession/config.yaml.
 *
 *	theme: light            # dark, light, contrast or mono
 *	speed: 0.5              # 0.1 to 10
 *	ascii: on
 *	mouse: off
 *	snapshots: ~/pictures   # where S saves the screen
 *	language: python        # c or python: the source shown first
 *	keys:
 *	  pause: [Space, F5]
 *	  step: t
 *	  notes: []             # only by name: :notes
 *
 * Nothing in it stops the player: what is wrong is told with its place and is
 * then as if it were not there.
 */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/options.h"
#include "base/str.h"
#include "lesson/diag.h"
#include "ui/source.h"
#include "ui/theme.h"

struct app_settings {
	char *path;
	bool there; /* there is such a file */
	bool has_theme;
	enum ui_theme theme;
	double speed; /* 0: not said */
	bool ascii, no_mouse;
	char *snapshots; /* a folder; NULL: not said */
	enum ui_language language;
	struct lesson_diags problems; /* in the order of the file */
};

/* Where the file is looked for; the caller frees it. */
char *app_settings_path(void);

/*
 * Read @path and put the commands on the keys it says (ui_command_bind).  No
 * file at all is no problem.  app_settings_release in any case; the keys stay.
 */
void app_settings_load(struct app_settings *s, const char *path);
/* The same for what stands in a file. */
void app_settings_parse(struct app_settings *s, const char *path,
			const char *text, size_t len);
void app_settings_release(struct app_settings *s);

/* What @o does not say itself is as the settings have it. */
void app_settings_apply(const struct app_settings *s, struct app_options *o);

/* "config.yaml:3:5: there is no command "puase": did you mean pause?" */
void app_settings_problem(const struct app_settings *s, size_t i,
			  struct str *out);
/* One line about all of them for a screen; nothing if there are none. */
void app_settings_notice(const struct app_settings *s, struct str *out);

#endif
