/* SPDX-License-Identifier: MIT */
/*
 * Between a tree and the structs of lesson.h: keys.def at work.
 */
#ifndef LESSON_RECORD_H
#define LESSON_RECORD_H

#include "lesson/keys.h"
#include "lesson/source.h"
#include "lesson/tree.h"

/*
 * Fill the zeroed @record of @shape from @node, telling every unknown,
 * missing or wrong key to @s.  Lists and maps get one element for each in the
 * file, in its order, also for wrong ones.  lesson_record_release in any case.
 */
void lesson_record_fill(struct lesson_source *s, enum lesson_shape_id shape,
			const struct lesson_node *node, void *record);

/*
 * Give @to a copy of what @from has at the key @name.  What @to had there is
 * freed; both are of @shape.
 */
void lesson_record_copy_key(enum lesson_shape_id shape, const char *name,
			    const void *from, void *to);

/* Make @to, of @shape, a copy of @from; what was in @to is not freed. */
void lesson_record_copy(enum lesson_shape_id shape, const void *from, void *to);

/* Free what is in the record, not the record. */
void lesson_record_release(enum lesson_shape_id shape, void *record);

#endif
