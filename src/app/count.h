/* SPDX-License-Identifier: MIT */
/*
 * The number typed before a command: 5n.
 *
 * One digit alone may also be meant for a pane: it shows or hides the pane of
 * that number when Enter or nothing more follows.
 */
#ifndef APP_COUNT_H
#define APP_COUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "ui/command.h"

enum {
	APP_COUNT_MAX = 999,
	APP_COUNT_MS = 800, /* how long a digit waits for more */
};

struct app_count {
	int number; /* 0: none */
	int digits;
};

/* Whether digits count where the letters @where apply. */
bool app_count_allowed(const char *where);

/*
 * Take @key if it belongs to a number (0 only after another digit; what is
 * above APP_COUNT_MAX stays there).  A digit that is a command's key @where is
 * none of a number.
 */
bool app_count_key(struct app_count *c, uint32_t key, const char *where);

/* The pane that is meant if nothing follows; 0: none can be. */
int app_count_pane(const struct app_count *c);

/* How often @command is to be done; 1 if it is not one that is repeated. */
int app_count_times(const struct app_count *c, enum ui_command command);

/*
 * What may follow: "3: n p s , . 3 times · Enter or wait: hide Queue".
 * @pane: what its pane's digit does; "": there is none.
 */
void app_count_words(const struct app_count *c, const char *where,
		     const char *pane, struct str *out);

#endif
