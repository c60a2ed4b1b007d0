/* SPDX-License-Identifier: MIT */
/*
 * The program counter of a process while it runs.
 *
 * Where a process that waits stands is in /proc/PID/syscall; one that runs has
 * its counter in the registers of a CPU.  To stop it and look (ptrace) would
 * cut calls short that it is just beginning: a read of half, an EINTR that it
 * never had to expect.  So the kernel is asked to note the counter itself, in
 * its own interrupt, each time the process has run for PROC_COUNTER_NS
 * (perf_event_open, a clock in software).  The process is not stopped and gets
 * no signal.
 *
 * It is the counter of the process's first thread, in its own code, not in the
 * kernel's.  Where the system does not allow it (perf_event_paranoid above 2),
 * there is none.
 */
#ifndef PROC_COUNTER_H
#define PROC_COUNTER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define PROC_COUNTER_NS 4000000LL

struct proc_counter;

/* NULL if it is not allowed or @pid is gone. */
struct proc_counter *proc_counter_open(pid_t pid);
void proc_counter_close(struct proc_counter *c);

/*
 * The last counter noted since this was asked before; false: none was, it has
 * hardly run.  Does not block.
 */
bool proc_counter_get(struct proc_counter *c, uint64_t *ret);

#endif
