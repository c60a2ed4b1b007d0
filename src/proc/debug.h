/* SPDX-License-Identifier: MIT */
/*
 * The debug information and symbols of one ELF file.
 */
#ifndef PROC_DEBUG_H
#define PROC_DEBUG_H

#include <stdint.h>

#include "proc/lines.h"

struct proc_debug;

/* Read the file.  NULL if it cannot be read or is no ELF file. */
struct proc_debug *proc_debug_open(const char *path);
void proc_debug_close(struct proc_debug *d);

/*
 * What is at @address, an address as the file has it (not a return address).
 * The strings live as long as @d.  Not cached.
 */
struct proc_line proc_debug_find(struct proc_debug *d, uint64_t address);

#endif
