/* SPDX-License-Identifier: MIT */
/*
 * What `procession help` says: what the command line knows, and which page of
 * the documentation says more.
 */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "app/options.h"

/* Say it of o->target, or of everything.  Returns the exit status. */
int app_help(const struct app_options *o);

#endif
