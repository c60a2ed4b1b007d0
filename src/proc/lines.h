/* SPDX-License-Identifier: MIT */
/*
 * From a return address to a source line, with the debug information of the
 * program (libdw).  Answers are cached.
 */
#ifndef PROC_LINES_H
#define PROC_LINES_H

#include <stdint.h>

struct proc_line {
	const char *file;     /* as the compiler had it; NULL: unknown */
	const char *function; /* NULL: unknown */
	int line;	      /* 0: unknown */
};

struct proc_lines;

struct proc_lines *proc_lines_new(void);
void proc_lines_free(struct proc_lines *l);

/*
 * Say that from now on addresses of image @image (any number) in
 * [@base, @base + @size) belong to the file at @path loaded at @base.
 */
void proc_lines_module(struct proc_lines *l, uint32_t image, uint64_t base,
		       uint64_t size, const char *path);

/*
 * The line of the call that returns to @address.  Always answers; what is
 * unknown is NULL or 0.  The strings live as long as @l.
 */
struct proc_line proc_lines_find(struct proc_lines *l, uint32_t image,
				 uint64_t address);

#endif
