/* SPDX-License-Identifier: MIT */
/*
 * The open files of a process: /proc/PID/fd and fdinfo.
 *
 * None is opened or copied, only asked about by its link: whoever held an end
 * of a pipe would change when the others see an end of file.
 */
#ifndef PROC_DESCRIPTOR_H
#define PROC_DESCRIPTOR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"

/* A file that the caller has a word for: "console", "error". */
struct proc_known {
	uint64_t inode;
	const char *word;
};

/* The position and the flags in an fdinfo file.  0, or -EINVAL. */
int proc_fdinfo_parse(const char *text, size_t len, int64_t *ret_pos,
		      int *ret_flags);

/*
 * Add a line for each open file, "fdN ACCESS KIND ..." to @have, and where
 * those that have a position are, "atN POS SIZE", to @now: see proc/inspect.h.
 * 0, or -EACCES and the like: nothing was added.
 */
int proc_descriptors_say(pid_t pid, const struct proc_known *known,
			 size_t known_count, struct str *have, struct str *now);

#endif
