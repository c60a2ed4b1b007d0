/* SPDX-License-Identifier: MIT */
/*
 * One job in a box.  A process runs box_run and ends: it changes where that
 * process is and what it sees of the system.
 */
#ifndef LESSONS_BOX_H
#define LESSONS_BOX_H

#include "lessons/jobs.h"

/*
 * Run it in the new folder @path.  True if all is as it should be; else what
 * is not is on standard output.  A run has two minutes at most.
 */
bool box_run(const struct job *job, const char *path);

#endif
