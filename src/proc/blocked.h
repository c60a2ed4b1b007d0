/* SPDX-License-Identifier: MIT */
/*
 * What a sleeping process waits for in the kernel, as /proc shows it: the
 * system call that it is in and, where that is hidden (another user's process,
 * a strict ptrace_scope), the kernel function that it sleeps in.
 *
 * It is a sample: the process may have gone on by the time it is read.  And it
 * is of the process's first thread.  No descriptor of the process is opened or
 * copied, only its link is read: whoever held an end of its pipe would change
 * when the others see an end of file.
 */
#ifndef PROC_BLOCKED_H
#define PROC_BLOCKED_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"

#define PROC_BLOCKED_ARGS 6

struct proc_blocked {
	long number; /* of the system call, this machine's; -1: not known */
	uint64_t args[PROC_BLOCKED_ARGS];
	uint64_t pc;    /* where in its code it is; 0: not known */
	char wchan[48]; /* where the number is not known; "": neither */
};

/* What it waits at, if that has a number in the kernel. */
enum proc_about { PROC_ABOUT_NOTHING, PROC_ABOUT_PIPE, PROC_ABOUT_SOCKET };

struct proc_about_it {
	enum proc_about kind;
	uint64_t inode;
};

/*
 * /proc/PID/syscall: text to struct, no I/O.  0; -EAGAIN: it runs; -EINVAL:
 * this is no such file.  *@ret is untouched then.
 */
int proc_blocked_parse(const char *text, size_t len, struct proc_blocked *ret);

/* 0; -EAGAIN: it runs; -ESRCH: it is gone.  Does not block. */
int proc_blocked_read(pid_t pid, struct proc_blocked *ret);

/*
 * Add what it is in, in words that follow "in": "read(the terminal)",
 * "wait4(any child)", "write".  Where @about tells what it is at, the words
 * leave that out.  Nothing is added if nothing is known.
 */
void proc_blocked_say(pid_t pid, const struct proc_blocked *b, struct str *out,
		      struct proc_about_it *about);

#endif
