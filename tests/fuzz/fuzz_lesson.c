/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a lesson: it loads or is refused with errors, and what is
 * printed about it is text.
 */
#include "fuzz/fuzz.h"

#include <locale.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "lesson/load.h"

static void demand(bool what)
{
	if (!what)
		abort();
}

static void check_diags(const struct lesson_diags *d)
{
	SCOPED_STR out = STR_INIT;

	for (size_t i = 0; i < d->count; i++) {
		const struct lesson_diag *item = &d->items[i];

		demand(item->line >= 0 && item->column >= 0);
		demand((item->line == 0) == (item->column == 0));
		lesson_diag_format(d, i, &out);
	}
	demand(utf8_valid(out.buf, out.len));
	for (size_t i = 0; i < out.len; i++)
		demand(out.buf[i] == '\n' || (unsigned char)out.buf[i] >= 0x20);
}

static void check_lesson(const struct lesson *l)
{
	demand(l->step_count > 0 && *l->id && *l->title);
	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_demo *demo = l->steps[i].demo;

		demand(*l->steps[i].id && *l->steps[i].text);
		demand(lesson_find_step(l, l->steps[i].id) == (int)i);
		for (size_t v = 0; demo && v < demo->vary_count; v++)
			demand(demo->vary[v].choices ||
			       demo->vary[v].min < demo->vary[v].max);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lesson_diags diags;
	struct lesson *lesson;
	int r;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	r = lesson_parse("t.yaml", (const char *)data, size, &lesson, &diags);
	demand((r == 0) == (lesson != NULL));
	demand((r == 0) == (diags.count == 0));
	check_diags(&diags);
	if (lesson)
		check_lesson(lesson);
	lesson_free(lesson);
	lesson_diags_release(&diags);
	return 0;
}
