/* SPDX-License-Identifier: MIT */
/*
 * What flows through the kernel: pipes, FIFOs, sockets, message queues.
 */
#ifndef MODEL_STREAM_H
#define MODEL_STREAM_H

#include <stdbool.h>
#include <stdint.h>

/* What was written at once, as far as it has not been read. */
struct model_chunk {
	uint64_t bytes;
	uint64_t tag;  /* of a message: its priority or type */
	uint32_t text; /* text number of its beginning; 0: not seen */
	uint32_t by;   /* PID that wrote it; 0: of several */
	int64_t at_ns; /* run time it was written */
	bool outside;  /* a message whose sender waits for room */
};

/* Of more chunks than this the last ones are put together, unseen. */
#define MODEL_CHUNKS_MAX 8

struct model_stream {
	uint64_t peer;     /* of a socket: the object that is its other end */
	uint64_t written;  /* bytes, so far; into it, for a socket */
	uint64_t read;     /* bytes */
	uint64_t messages; /* writes, so far */
	uint64_t bytes;    /* in it now */
	uint64_t early;    /* read before the write was told */
	uint64_t capacity; /* bytes or messages; 0: not known */
	int32_t fds[2];    /* as made: to read and to write; the pair's */
	uint32_t readers;  /* descriptors, of all processes */
	uint32_t writers;
	uint32_t chunk_count;
	struct model_chunk
		chunks[MODEL_CHUNKS_MAX]; /* the next to be read first */
};

/* One descriptor of a process: an end of a stream. */
struct model_end {
	uint32_t next;   /* index + 1 of the process's next one; 0: none */
	uint32_t object; /* index; MODEL_NO_OBJECT: free */
	int32_t fd;
	uint8_t ends; /* TRACE_END_* */
};

#define MODEL_NO_OBJECT UINT32_MAX

#endif
