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

/* Why no line is known. */
enum proc_why {
	PROC_WHY_FOUND,    /* it is */
	PROC_WHY_NOWHERE,  /* in no file that is known: another library's */
	PROC_WHY_NO_FILE,  /* the program's file cannot be read */
	PROC_WHY_NO_DEBUG, /* it has no debug information */
	PROC_WHY_NO_LINE,  /* it has some, but not of this place */
};

/* In words that follow "no line: "; "" where it is found. */
const char *proc_why_text(enum proc_why why);

struct proc_line {
	const char *file;     /* as the compiler had it; NULL: unknown */
	const char *function; /* the innermost; NULL: unknown */
	int line;             /* 0: unknown */
	enum proc_why why;
	/*
	 * Where that function is inlined: into which one, and where.  NULL and
	 * 0: it is not, or that is not known.
	 */
	const char *caller_file, *caller;
	int caller_line;
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
 * unknown is NULL or 0, and it says why: without debug information there is
 * still the name of the function if the file has symbols.  The strings live as
 * long as @l. The first question about a file reads it (milliseconds).
 */
struct proc_line proc_lines_find(struct proc_lines *l, uint32_t image,
				 uint64_t address);

#endif
