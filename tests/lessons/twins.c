/* SPDX-License-Identifier: MIT */
/*
 * Each demo is there in C and in Python, and both must say the same: the
 * lines `twin' of its card, demos.d/TOPIC.DEMO.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lessons/jobs.h"

static bool has_python(void)
{
	return system("${PYTHON3:-python3} -c "
		      "'import multiprocessing as m; m.Queue()' "
		      "2>/dev/null") == 0;
}

static int add_twins(struct jobs *jobs, const struct card *c)
{
	size_t before = jobs->count;

	for (size_t i = 0; i < c->count; i++)
		if (c->lines[i].twin)
			jobs_add(jobs,
				 &(struct job){ .card = c,
						.words = c->lines[i].words,
						.end = c->lines[i].end,
						.twin = true });
	if (jobs->count > before)
		return 0;
	printf("%s.%s: no line \"twin\"\n", c->topic, c->name);
	return 1;
}

int main(void)
{
	struct jobs jobs = { 0 };
	struct card *cards;
	size_t count;
	int bad = 0;

	if (!has_python()) {
		puts("python3 with multiprocessing is not installed");
		return 77;
	}
	cards = cards_read(&count, &bad);
	for (size_t i = 0; i < count; i++)
		bad += add_twins(&jobs, &cards[i]);
	bad += jobs_run(&jobs);
	jobs_release(&jobs);
	cards_free(cards, count);
	return bad || !count;
}
