/* SPDX-License-Identifier: MIT */
/*
 * Whether a process lives, asked in a way that neither a zombie nor a reused
 * PID can fool.  For both sides of the arena: safe in a signal handler, no
 * cancellation point, errno stays as it is.
 */
#ifndef TRACE_ALIVE_H
#define TRACE_ALIVE_H

#include <stdint.h>
#include <sys/types.h>

#define ALIVE_GONE    UINT64_C(0)
#define ALIVE_UNKNOWN UINT64_MAX

/*
 * When @pid was started, in the kernel's ticks since it booted: with the PID,
 * an identity.  ALIVE_GONE if there is none or it is a zombie, ALIVE_UNKNOWN
 * if it exists and the time cannot be had.
 */
uint64_t alive_start(pid_t pid);

#endif
