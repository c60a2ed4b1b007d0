/* SPDX-License-Identifier: MIT */
#include "model/arrows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void arrows_release(struct arrows *a)
{
	free(a->arrows);
	*a = (struct arrows){ 0 };
}

static void drop_older_half(struct arrows *a)
{
	size_t gone = a->count / 2;

	a->from_ns = a->arrows[gone].to_ns;
	a->count -= gone;
	memmove(a->arrows, a->arrows + gone, a->count * sizeof(*a->arrows));
}

void arrows_add(struct arrows *a, struct history_arrow arrow)
{
	if (a->count == ARROWS_MAX)
		drop_older_half(a);
	a->arrows = mem_grow(a->arrows, a->count, &a->cap, sizeof(*a->arrows));
	a->arrows[a->count++] = arrow;
}
