/* SPDX-License-Identifier: MIT */
/*
 * The values of options, for the files of the command line alone.  Each puts
 * the value into @o, or gives -EINVAL and a message that says what to write.
 */
#ifndef APP_OPTIONS_INSIDE_H
#define APP_OPTIONS_INSIDE_H

#include "app/options.h"

/* Every folder of PROCESSION_LESSONS, separated by colons as in PATH. */
void app_option_dirs(struct app_options *o, const char *list);
void app_option_dir(struct app_options *o, const char *dir);
int app_option_theme(struct app_options *o, const char *text, struct err *e);
int app_option_speed(struct app_options *o, const char *text, struct err *e);
int app_option_schedule(struct app_options *o, const char *text, struct err *e);
int app_option_seed(struct app_options *o, const char *text, struct err *e);
int app_option_show(struct app_options *o, const char *list, struct err *e);
int app_option_learner(struct app_options *o, const char *name, struct err *e);
/* A whole number from 1 to @max, of the option with this name. */
int app_option_number(const char *option, const char *text, int max, int *ret,
		      struct err *e);

/* Options that do not go together. */
int app_option_check(const struct app_options *o, struct err *e);

#endif
