/* SPDX-License-Identifier: MIT */
/*
 * What of a demo the student can change: the parameters its lesson lets vary,
 * and which of its faults it has.
 */
#ifndef APP_VARY_H
#define APP_VARY_H

#include <stdbool.h>
#include <stddef.h>

#include "lesson/lesson.h"
#include "view/vary.h"

struct app_vary {
	struct lesson_vary *rows; /* as the demo has them, the fault last */
	size_t count;
	char **faults; /* what each choice of the last is; NULL: no faults */
};

/* Of @demo, which is borrowed; @dir: where its source is, for its words. */
void app_vary_open(struct app_vary *v, const char *dir,
		   const struct lesson_demo *demo);
void app_vary_close(struct app_vary *v);

/* Whether row @i chooses the fault. */
bool app_vary_is_fault(const struct app_vary *v, size_t i);
/* For the dialog; without the fault unless @faults.  Borrowed. */
struct view_vary_rows app_vary_rows(const struct app_vary *v, bool faults);

#endif
