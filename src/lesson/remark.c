/* SPDX-License-Identifier: MIT */
/*
 * A lesson that has been loaded has no places any more: for the rare remark
 * the file is taken apart again.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/scope.h"
#include "lesson/file.h"
#include "lesson/lint.h"

/* As far along the path "exercise/solution" as the file goes. */
static const struct lesson_node *follow(const struct lesson_node *node,
					const char *path)
{
	while (node && *path) {
		size_t len = strcspn(path, "/");
		SCOPED_FREE char *key = mem_text_n(path, len);
		const struct lesson_node *next = NULL;

		if (node->kind == LESSON_LIST) {
			size_t i = strtoul(key, NULL, 10);

			next = i < node->count ? node->items[i] : NULL;
		} else {
			next = lesson_node_get(node, key);
		}
		if (!next)
			break;
		node = next;
		path += len + (path[len] == '/');
	}
	return node;
}

/* Move what @from has to @to, which is for the same file. */
static void append(struct lesson_diags *to, struct lesson_diags *from)
{
	if (!to->items) {
		lesson_diags_release(to);
		*to = *from;
		*from = (struct lesson_diags){ 0 };
		return;
	}
	for (size_t i = 0; i < from->count; i++) {
		to->items = mem_resize(to->items, to->count + 1,
				       sizeof(*to->items));
		to->items[to->count++] = from->items[i];
	}
	from->count = 0;
	lesson_diags_sort(to);
}

void lesson_remark(const char *file, const struct lesson_remark *remark,
		   struct lesson_diags *diags)
{
	struct lesson_diags own;
	struct lesson_place at = { 0, 0 };
	const struct lesson_node *node, *steps;
	struct lesson_diag *d;
	struct lesson_file f;

	(void)lesson_file_open(&f, file, &own);
	steps = lesson_node_get(f.root, "steps");
	node = f.root;
	if (remark->step >= 0 && steps && (size_t)remark->step < steps->count)
		node = steps->items[remark->step];
	node = follow(node, remark->path);
	if (node)
		at = node->at;
	d = lesson_diag_add(&f.source, at, remark->error, "%s",
			    remark->message);
	if (d) {
		d->note = remark->note;
		lesson_diag_advise(d, "%s", remark->advice);
	}
	lesson_file_close(&f);
	append(diags, &own);
	lesson_diags_release(&own);
}
