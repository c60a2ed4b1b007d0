/* SPDX-License-Identifier: MIT */
/*
 * What the two halves of the inspector share: rows that are being made of the
 * facts of one process.
 */
#ifndef VIEW_INSPECTOR_INSIDE_H
#define VIEW_INSPECTOR_INSIDE_H

#include "model/facts.h"
#include "view/inspector.h"

struct view_telling {
	const struct view_player *p;
	const struct model_process *process;
	const char *now, *have; /* "": not looked at */
	struct view_facts *to;
};

/* Rows about @process, which go to @to. */
struct view_telling view_facts_begin(const struct view_player *p,
				     const struct model_process *process,
				     struct view_facts *to);

/* A new row, with no text so far.  It is good until the next one. */
struct view_fact *view_facts_row(const struct view_telling *t,
				 const char *label);

/*
 * The number of @key in @text, one of those of @t; @r is fresh if the number
 * is.  False: not known.
 */
bool view_facts_number(const struct view_telling *t, const char *text,
		       const char *key, struct view_fact *r, uint64_t *ret);

/* Say in @r why it is not known; @denied is the key of a refusal, or NULL. */
void view_facts_unknown(const struct view_telling *t, struct view_fact *r,
			const char *denied);

/* "12.3 MiB" */
void view_facts_add_kib(uint64_t kib, struct str *out);

#endif
