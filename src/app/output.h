/* SPDX-License-Identifier: MIT */
/*
 * What a demo writes: the reading ends of its standard output and error.
 *
 * A demo that floods is slowed down, not followed: at most OUTPUT_BURST bytes
 * are read between two ticks, then its pipe fills and it waits.
 *
 * What is read is kept until it is known who wrote it, or it seems that nobody
 * has told: that takes a tick or two.
 */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct app_output;

/* Called from the loop.  @stream: 1 or 2. */
struct app_output_events {
	/*
	 * @text: one line with its newline, or a part of one that is long, of
	 * several writers, or has been waiting for its end.  @pid: who wrote
	 * it; 0: not known.
	 */
	void (*text)(void *arg, int stream, uint32_t pid, const char *text,
		     size_t len);
	/* As app_printed_whose. */
	size_t (*whose)(void *arg, int stream, const char *bytes, size_t len,
			bool final, uint32_t *ret_pid);
};

/* Takes @fd; @events is borrowed. */
struct app_output *app_output_new(uv_loop_t *loop, int fd, int stream,
				  const struct app_output_events *events,
				  void *arg);
/* Every tick (some 30 ms): go on reading, hand out a part that waits. */
void app_output_tick(struct app_output *o);
/*
 * Hand out what it is known of who wrote it, or has been waited for long
 * enough.  @final: all of it.
 */
void app_output_settle(struct app_output *o, bool final);
/*
 * Read what is still in the pipe; the writers are gone.  What they have told is
 * to be taken over next, and then all of it settled.
 */
void app_output_finish(struct app_output *o);
/* Closes the descriptor; the memory goes when the loop lets go of it. */
void app_output_close(struct app_output *o);

#endif
