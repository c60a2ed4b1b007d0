/* SPDX-License-Identifier: MIT */
#include "app/kept.h"

#include <stdlib.h>

#include "base/mem.h"

struct lesson_parameter *app_parameters_copy(const struct lesson_parameter *p,
					     size_t count)
{
	/* None is something too: NULL would be no run. */
	struct lesson_parameter *copy = mem_new(count + 1, sizeof(*copy));

	for (size_t i = 0; i < count; i++) {
		copy[i].name = mem_text(p[i].name);
		copy[i].value = mem_text(p[i].value);
	}
	return copy;
}

void app_parameters_free(struct lesson_parameter *p, size_t count)
{
	for (size_t i = 0; p && i < count; i++) {
		free(p[i].name);
		free(p[i].value);
	}
	free(p);
}

void app_kept_release(struct app_kept *k)
{
	history_free(k->history);
	trace_log_free(k->log);
	app_parameters_free(k->values, k->value_count);
	*k = (struct app_kept){ 0 };
}

void app_kept_take(struct app_kept *k, struct app_run *run,
		   struct lesson_parameter *values, size_t count)
{
	app_kept_release(k);
	app_run_end_and_keep(run, &k->log, &k->history);
	k->values = values;
	k->value_count = count;
	k->view = (struct view_other){
		.history = k->history,
		.log = k->log,
		.values = values,
		.value_count = count,
	};
}
