/* SPDX-License-Identifier: MIT */
/*
 * Who has which end of a pipe, socket or queue of messages, who waits at it,
 * and whether an end of file can come: for the pipe pane.
 *
 * Inside src/view only.
 */
#ifndef VIEW_PIPE_ENDS_H
#define VIEW_PIPE_ENDS_H

#include "view/things.h"

#define VIEW_CAN_READ  1U
#define VIEW_CAN_WRITE 2U
#define VIEW_BOTH_ENDS 3U

/* Rows for those who wait and have no end, at most. */
#define VIEW_PIPE_WAIT_MOST 4

/* VIEW_CAN_READ and VIEW_CAN_WRITE together; of a pipe of mp's: its ends 0
 * and 1. */
unsigned view_pipe_ends(const struct view_things *t,
			const struct model_process *p,
			const struct model_object *o);
/* How many processes have any end of it. */
size_t view_pipe_holders(const struct view_things *t,
			 const struct model_object *o);
/* A thread of @pid that waits for @o; NULL: none. */
const struct model_thread *view_pipe_waiter(const struct view_things *t,
					    const struct model_object *o,
					    uint32_t pid);
/*
 * Since when a process waits in an operation on @o, and in which; -1: it does
 * not.  The kernel's word counts too: a pipe may be full before its bytes are.
 */
int64_t view_pipe_waits_since(const struct view_things *t,
			      const struct model_object *o,
			      const struct model_process *p,
			      uint16_t *ret_verb);
/* Whether somebody waits for room in it. */
bool view_pipe_is_full(const struct view_things *t,
		       const struct model_object *o);
/* Those who wait and have no end, as in the opening of a FIFO; at most as
 * above. */
size_t view_pipe_outsiders(const struct view_things *t,
			   const struct model_object *o);
/* Whether what is written at one end is read at the other, and not back. */
bool view_pipe_is_one_way(const struct model_object *o);
/* What is in it: bytes, messages of mp. */
uint64_t view_pipe_amount(const struct model_object *o);

/* Whether there is something to say about the end of file, and to say it. */
bool view_pipe_has_verdict(const struct view_things *t,
			   const struct model_object *o);
void view_pipe_draw_verdict(const struct view_things *t,
			    const struct view_block *b,
			    const struct model_object *o, int row, int col);

#endif
