/* SPDX-License-Identifier: MIT */
/*
 * What the server of a manager does for a request: read it, do it, write the
 * answer.  It believes nothing of what it reads.
 */
#ifndef MP_CLERK_H
#define MP_CLERK_H

#include "mp/image.h"
#include "mp/slip.h"
#include "mp/store.h"

/* One request. */
struct mp__case {
	struct mp__store *store;
	struct mp__holdings *holdings; /* of the client */
	const struct mp__request *request;
	struct mp__reader values;
	struct mp__thing *thing; /* NULL: it is not about one */
	struct mp__slip *out;    /* values for the client */
	struct mp__answer answer;
	/* For a watcher; what they borrow stays until the end. */
	struct mp__leaf key, value;
	bool has_key, has_value;
};

#pragma GCC visibility push(hidden)

/* Do it: the answer and its values are in @c then. */
void mp__clerk_do(struct mp__case *c);

/* The next value of the request: 0, EINVAL. */
int mp__case_next(struct mp__case *c, struct mp__leaf *ret);
/*
 * Give the client what is in @cell; an object is one handle more.  0 or an
 * errno value.
 */
int mp__case_give(struct mp__case *c, const struct mp__cell *cell);
/* The effect, for a watcher; before others can see it. */
void mp__case_tell(struct mp__case *c);
/* Put *@cell + *@by into *@ret_sum. */
int mp__cell_sum(const struct mp__cell *cell, const struct mp__leaf *by,
		 struct mp__leaf *ret_sum);

/* What is done to a namespace or dict, and to a list. */
int mp__clerk_hash(struct mp__case *c);
int mp__clerk_list(struct mp__case *c);

#pragma GCC visibility pop
#endif
