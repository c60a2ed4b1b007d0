/* SPDX-License-Identifier: MIT */
/*
 * What a process has mapped: /proc/PID/maps, and what each part of it is.
 *
 * A file is often mapped in several pieces, one for code, one for constants,
 * one for data; those of a library count as one thing, those of the program
 * itself are told apart, since that is what a reader wants to see.  Memory
 * without a name right behind a file's data is that file's too (its variables
 * that begin as zero).
 */
#ifndef PROC_REGION_H
#define PROC_REGION_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct proc_region {
	uint64_t start, end, offset, inode;
	char perms[5]; /* "r-xp" */
	size_t name;   /* where in the names it begins; "" has none */
};

/* All zero is empty. */
struct proc_regions {
	struct proc_region *at;
	size_t count, cap;
	struct str names; /* each terminated */
};

void proc_regions_release(struct proc_regions *r);

/*
 * /proc/PID/maps: text to struct, any input; what is there before is replaced.
 * Lines that are none of such a file are passed over.
 */
void proc_regions_parse(struct proc_regions *r, const char *text, size_t len);

/* "" for memory without a name. */
const char *proc_region_name(const struct proc_regions *r,
			     const struct proc_region *region);

/* The one with @address, or NULL. */
const struct proc_region *proc_regions_find(const struct proc_regions *r,
					    uint64_t address);
/* Where the file of @region is mapped from its beginning, and up to where. */
void proc_regions_module(const struct proc_regions *r,
			 const struct proc_region *region, uint64_t *ret_start,
			 uint64_t *ret_end);

/*
 * Add a line for each thing, "mapSTART KIB PERMS KIND NAME", as
 * proc/inspect.h has them.  @exe: path of the program, "": not known.
 */
void proc_regions_say(const struct proc_regions *r, const char *exe,
		      struct str *out);

#endif
