/* SPDX-License-Identifier: MIT */
/*
 * What was read of a process's control block, as INSPECT events have it: texts
 * of lines "KEY@NS VALUE".  The keys are those of proc/inspect.h.  NS is the
 * run time at which the line became what it is; without it, it was so when the
 * process was first looked at.  So a text says by itself what has changed, and
 * when, of whichever moment it is.
 */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/model.h"
#include "trace/log.h"

struct model_fact {
	const char *key, *value; /* borrowed from the text; not terminated */
	size_t key_len, value_len;
	int64_t at_ns; /* run time of its last change; -1: none was seen */
};

/* The line at *@at, which moves on; false at the end.  Any text is taken. */
bool model_facts_next(const char **at, struct model_fact *ret);
/* The line of @key; false: it was not told. */
bool model_facts_find(const char *text, const char *key,
		      struct model_fact *ret);
/* Whether the key of @f is @prefix and something after it; that is *@ret_id. */
bool model_fact_is(const struct model_fact *f, const char *prefix,
		   const char **ret_id, size_t *ret_len);
/* Its next word; "" at the end.  @buf has room for @size bytes. */
const char *model_fact_word(struct model_fact *f, char *buf, size_t size);
/* Its next word as a number; @base 10 or 16; false: it is none. */
bool model_fact_number(struct model_fact *f, int base, uint64_t *ret);

/*
 * Add @text, lines "KEY VALUE", with the times at which they changed: those of
 * @before for lines that are in it, @now_ns for the others.  NULL for @before:
 * this is the first look.
 */
void model_facts_stamp(const char *before, const char *text, int64_t now_ns,
		       struct str *out);

/* What was read of @p last, or NULL if it was never looked at. */
const struct model_look *model_look(const struct model *m,
				    const struct model_process *p);

/* "none", "INT, TERM"; what has no name by its number. */
void model_facts_signals(uint64_t set, struct str *out);

/*
 * The pipe or socket with this number of the kernel's that an event has told
 * of; NULL: none has.
 */
const struct model_object *model_pipe_of_inode(const struct model *m,
					       uint64_t inode);
const struct model_object *model_socket_of_inode(const struct model *m,
						 uint64_t inode);

/*
 * The PIDs of the other living processes that have the other end of @o open,
 * as far as they have told: at most @max.  Returns how many there are.
 * @writes: @p has the end to write, of a pipe.
 */
size_t model_partners(const struct model *m, const struct model_process *p,
		      const struct model_object *o, bool writes, uint32_t *ret,
		      size_t max);

/* {"state":"S", ..., "files":[...],"maps":[...]} of one text. */
void model_facts_json(const char *text, struct str *out);

#endif
