/* SPDX-License-Identifier: MIT */
/*
 * What kind of program a file is: whether its loader would load a library of
 * ours first.
 */
#ifndef BASE_PROGRAM_H
#define BASE_PROGRAM_H

#include <stddef.h>

enum { PROGRAM_LOADER_MAX = 256 };

/* The values are part of the event stream: append, never reorder. */
enum program {
	PROGRAM_DYNAMIC,       /* as we are: it would */
	PROGRAM_STATIC,        /* it has no loader */
	PROGRAM_FOREIGN,       /* the loader of another C library */
	PROGRAM_OTHER_MACHINE, /* or of another machine, or word size */
	PROGRAM_NONE,          /* it cannot be read, or is no program */
	PROGRAM_SILENT,        /* as we are, but it did not; never found here */
	PROGRAM_KINDS
};

/*
 * Look at @path; of a script, at its interpreter.  @loader: the path of ours
 * ("" or NULL: any is).  @ret_loader, unless NULL, has room for
 * PROGRAM_LOADER_MAX bytes and gets the file's.  Opens the file for a moment;
 * may be called where memory may not be allocated.  Changes errno.
 */
enum program program_look(const char *path, const char *loader,
			  char *ret_loader);

/*
 * Where execvp(3) would find @name: itself if it has a slash, else in @room,
 * of @size bytes; "" if nowhere.  May be called as program_look.
 */
const char *program_find(const char *name, char *room, size_t size);

/* "a static binary"; for PROGRAM_DYNAMIC and _NONE "a program". */
const char *program_name(unsigned kind);

#endif
