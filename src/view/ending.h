/* SPDX-License-Identifier: MIT */
/* How a run ended, where it did not end well. */
#ifndef VIEW_ENDING_H
#define VIEW_ENDING_H

#include "base/str.h"
#include "model/model.h"

/*
 * Add why the run that @m tells of did not end well: "consumer (PID 4712) was
 * killed by SIGKILL, at 1.50 s; then main ended 1".  Adds nothing if its first
 * process ended 0, if the user ended it, or if it is not over.  @program names
 * the first process as long as it has no name of its own.
 */
void view_ending(const struct model *m, const struct trace_log *log,
		 const char *program, struct str *out);

#endif
