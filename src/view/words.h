/* SPDX-License-Identifier: MIT */
/*
 * A run at one moment in sentences, for readers without a screen: what the
 * panes show, a line for each thing.
 *
 * Times are run times in ns; what is added ends with a newline.
 */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include <stdbool.h>

#include "base/str.h"
#include "model/model.h"

struct view_moment {
	const struct model *model;
	const struct trace_log *log;
	int64_t now_ns;
};

/* Every process: "4711 producer: waiting, put tasks 83 for 0.61 s". */
void view_words_processes(const struct view_moment *at, struct str *out);
/* Who waits, for what, and whether that can end. */
void view_words_why(const struct view_moment *at, struct str *out);
/* Everything the processes share. */
void view_words_things(const struct view_moment *at, struct str *out);
/*
 * What is shared by this name; false: nothing, and @out names what there is.
 */
bool view_words_thing(const struct view_moment *at, const char *name,
		      struct str *out);
/*
 * The living process with this name or PID; 0: none, or several, as @out then
 * says.
 */
uint32_t view_words_whom(const struct view_moment *at, const char *name,
			 struct str *out);
/* "producer (4711)"; its PID alone if it has no name. */
void view_words_who(const struct view_moment *at, uint32_t pid,
		    struct str *out);

#endif
