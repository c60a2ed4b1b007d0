/* SPDX-License-Identifier: MIT */
/*
 * Parsers for the files of /proc/PID: text to struct, no I/O, any input.
 * Formats: proc(5).
 */
#ifndef PROC_STAT_H
#define PROC_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* /proc/PID/stat */
struct proc_stat {
	int pid, ppid, pgrp, session;
	char comm[64]; /* as the kernel has it; may hold any byte but 0 */
	char state;    /* R S D T t Z X I */
	int64_t utime_ticks, stime_ticks;
	int priority, nice, threads;
	uint64_t start_ticks; /* since boot: with pid it names a process for
				 ever */
	int processor;        /* CPU last run on */
	uint64_t minor_faults, major_faults;
	int policy; /* SCHED_OTHER, ...; -1: not told */
	int rt_priority;
	int exit_code; /* as of waitpid(2); of a zombie; needs ptrace rights */
	bool has_exit_code;
};

/* /proc/PID/schedstat */
struct proc_schedstat {
	int64_t run_ns;  /* on a CPU */
	int64_t wait_ns; /* ready, in the run queue */
	uint64_t slices;
};

/* The parts of /proc/PID/status that stat does not have. */
struct proc_status {
	char name[64];
	int tracer_pid;
	uint64_t voluntary, involuntary; /* context switches */
	uint64_t vm_rss_kib;
	uint64_t anon_kib, file_kib, shmem_kib; /* the parts of that */
	uint64_t sig_pending, shared_pending, sig_blocked, sig_ignored,
		sig_caught; /* bit n-1: signal n */
};

/* 0, or -EINVAL if @text is not such a file.  *@ret untouched then. */
int proc_stat_parse(const char *text, size_t len, struct proc_stat *ret);
int proc_schedstat_parse(const char *text, size_t len,
			 struct proc_schedstat *ret);
int proc_status_parse(const char *text, size_t len, struct proc_status *ret);

#endif
