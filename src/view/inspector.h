/* SPDX-License-Identifier: MIT */
/*
 * What the inspector shows, as rows: a label, what there is to say, and
 * whether that has just changed.
 */
#ifndef VIEW_INSPECTOR_H
#define VIEW_INSPECTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "view/player.h"

struct view_fact {
	char label[12]; /* "": one of a list */
	struct str text;
	bool fresh; /* it has just changed */
	bool item;  /* one of a list, which begins in the row above */
};

struct view_facts {
	struct view_fact *at;
	size_t count, cap;
};

void view_facts_release(struct view_facts *f);

/* What it is and what it does; then signals. */
void view_facts_of(const struct view_player *p,
		   const struct model_process *process, struct view_facts *ret);
/* What it has: open files, memory. */
void view_facts_had(const struct view_player *p,
		    const struct model_process *process,
		    struct view_facts *ret);

#endif
