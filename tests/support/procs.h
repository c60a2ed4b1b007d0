/* SPDX-License-Identifier: MIT */
/*
 * What a test asks the system about processes and names that it has not
 * started or made itself: who lives, and whether anything was left behind.
 *
 * A test marks what it starts with an environment variable of its own
 * ("NAME=value"); children inherit it, however they are orphaned, so the mark
 * finds all of them.  Zombies have no environment and do not count: nothing of
 * them runs.
 */
#ifndef SUPPORT_PROCS_H
#define SUPPORT_PROCS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Monotonic time in seconds; and @seconds times CK_TIMEOUT_MULTIPLIER. */
double procs_now(void);
double procs_patience(double seconds);

/*
 * Fill @pids with up to @cap processes whose environment has @mark, in the
 * order of their PIDs, and return how many were filled in.
 */
size_t procs_marked(const char *mark, pid_t *pids, size_t cap);

/*
 * Wait until no process with @mark lives, at most @seconds.  True if so.
 */
bool procs_wait_none(const char *mark, double seconds);

/* Kill every process with @mark, and those that they start meanwhile. */
void procs_kill_marked(const char *mark);

/* The kernel's state letter of @pid; 0 if there is no such process. */
char procs_state(pid_t pid);

/* Wait until the state letter of @pid is one of @letters.  True if so. */
bool procs_wait_state(pid_t pid, const char *letters, double seconds);

/* Print @mark's processes with their command lines to standard error. */
void procs_show(const char *mark);

/* The path of the program that @pid runs; false if it cannot be read. */
bool procs_exe(pid_t pid, char *path, size_t size);

/* CPU time of @pid so far, user and system, in seconds; -1 if it is gone. */
double procs_cpu(pid_t pid);

/*
 * The sorted names in @directory, one a line, for a comparison later; the
 * caller frees it.  "" if the directory cannot be read.
 */
char *procs_names(const char *directory);

/*
 * Wait until each name that @directory has now and @before (a result of
 * procs_names) has not is gone, at most @seconds: other programs come and go
 * there too, and what they make later is theirs for certain.
 * Returns NULL if so, else one name that is left; the caller frees it.
 */
char *procs_wait_no_new_name(const char *directory, const char *before,
			     double seconds);

/* Remove @directory with all that is in it. */
void procs_remove_tree(const char *directory);

#endif
