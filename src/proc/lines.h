/* SPDX-License-Identifier: MIT */
/*
 * From a return address to a source line, with the debug information of the
 * program (libdw).  Answers are cached.
 *
 * A file is read into memory when it is first asked about: a program that is
 * built anew meanwhile neither confuses nor crashes the player.  Only the
 * file itself is looked at; no debug information is searched for elsewhere,
 * on this machine or on the network.
 */
#ifndef PROC_LINES_H
#define PROC_LINES_H

#include <stdint.h>

struct proc_line {
	const char *file;     /* as the compiler had it; NULL: unknown */
	const char *function; /* NULL: unknown */
	int line;             /* 0: unknown */
};

struct proc_lines;

struct proc_lines *proc_lines_new(void);
void proc_lines_free(struct proc_lines *l);

/*
 * Say that from now on addresses of image @image (any number) in
 * [@base, @base + @size) belong to the file at @path.  @base is where the
 * file's address 0 is: the load address of a PIE or a library, 0 for a
 * program with fixed addresses.  Does not open the file.
 */
void proc_lines_module(struct proc_lines *l, uint32_t image, uint64_t base,
		       uint64_t size, const char *path);

/*
 * The line of the call that returns to @address.  Always answers; what is
 * unknown is NULL or 0: without debug information there is still the name of
 * the function if the file has symbols.  The strings live as long as @l.
 * The first question about a file reads it (milliseconds).
 */
struct proc_line proc_lines_find(struct proc_lines *l, uint32_t image,
				 uint64_t address);

#endif
