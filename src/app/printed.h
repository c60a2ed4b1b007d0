/* SPDX-License-Identifier: MIT */
/*
 * Whose the bytes are that come out of a demo's standard output: matched with
 * the writes that processes have told of (trace/print.h).
 *
 * Told writes of one process are in the order in which it made them; those of
 * several need not be in the order of the pipe.  The bytes decide.  What nobody
 * told of (a static program, a library's own system call) is nobody's.
 */
#ifndef APP_PRINTED_H
#define APP_PRINTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero: no write has been told. */
struct app_printed {
	struct app_print *at;
	size_t first, count, cap;
	uint32_t pid;  /* whose write is under way */
	uint64_t rest; /* bytes of it that are to come */
	bool shared;   /* others may have written in between */
};

void app_printed_release(struct app_printed *p);

/* @pid is about to write @len bytes, of which the first have this @hash. */
void app_printed_add(struct app_printed *p, uint32_t pid, uint64_t len,
		     uint64_t hash);
/* That write of @pid wrote less than it should have: it cannot be known. */
void app_printed_cut(struct app_printed *p, uint32_t pid);

/*
 * How many of the @len bytes that come next are of one writer, *@ret_pid, 0:
 * nobody's.  0: that cannot be said yet, more must come; with @final it is said
 * all the same.
 */
size_t app_printed_whose(struct app_printed *p, const char *bytes, size_t len,
			 bool final, uint32_t *ret_pid);

#endif
