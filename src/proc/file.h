/* SPDX-License-Identifier: MIT */
/*
 * Reading the small files of /proc.
 */
#ifndef PROC_FILE_H
#define PROC_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "proc/stat.h"

enum {
	PROC_STAT_MAX = 2048, /* more than any /proc/PID/stat */
};

/* Open /proc/PID/NAME for reading, close-on-exec.  -ESRCH: no such process. */
int proc_open(pid_t pid, const char *name);

/*
 * Read from the beginning of @fd, at most @size bytes, in one go as the
 * kernel writes these files.  Returns the length; -ESRCH once the process of
 * the file has been reaped.
 */
ssize_t proc_pread(int fd, char *buf, size_t size);

/* The stat of a process by opening its file.  -ESRCH, -EMFILE, ... */
int proc_read_stat(pid_t pid, struct proc_stat *ret);

#endif
