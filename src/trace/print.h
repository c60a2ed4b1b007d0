/* SPDX-License-Identifier: MIT */
/*
 * How a write to the demo's standard output or error is told: all processes
 * write into the same two pipes, and what comes out of a pipe says nothing of
 * who put it in.  So each says before a write how many bytes come, and a hash
 * of the first of them; in the pipe's own order, whoever reads it finds by that
 * whose they are.
 */
#ifndef TRACE_PRINT_H
#define TRACE_PRINT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Bytes that are hashed.  So many (PIPE_BUF) the kernel also keeps together:
 * within them no other process's bytes can be.
 */
#define TRACE_PRINT_HASHED 4096

#define TRACE_PRINT_SEED UINT64_C(0xcbf29ce484222325)

/* FNV-1a; goes on from @hash, which begins as TRACE_PRINT_SEED. */
static inline uint64_t trace_print_hash(uint64_t hash, const void *bytes,
					size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
	return hash;
}

#endif
