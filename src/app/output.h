/* SPDX-License-Identifier: MIT */
/*
 * What a demo writes: the reading ends of its standard output and error.
 *
 * A demo that floods is slowed down, not followed: at most OUTPUT_BURST bytes
 * are read between two ticks, then its pipe fills and it waits.
 */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include <stddef.h>
#include <uv.h>

struct app_output;

/*
 * @stream: 1 or 2.  @text: one line with its newline, or a part of one that is
 * long or has been waiting for its end.
 */
typedef void app_output_fn(void *arg, int stream, const char *text, size_t len);

/* Takes @fd.  @fn is called from the loop. */
struct app_output *app_output_new(uv_loop_t *loop, int fd, int stream,
				  app_output_fn *fn, void *arg);
/* Every tick (some 30 ms): go on reading, hand out a part that waits. */
void app_output_tick(struct app_output *o);
/* Read what is still in the pipe; the writers are gone. */
void app_output_finish(struct app_output *o);
/* Closes the descriptor; the memory goes when the loop lets go of it. */
void app_output_close(struct app_output *o);

#endif
