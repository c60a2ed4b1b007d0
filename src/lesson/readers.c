/* SPDX-License-Identifier: MIT */
/*
 * The CPUs share the lessons: whoever has read one takes the next.  A lesson
 * is made of its file alone, and each entry is written by who took it, so that
 * nothing is shared but the number of the next.  Where there can be no thread
 * fewer do it, in the end this one alone.
 */
#include "lesson/readers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/scope.h"
#include "lesson/load.h"

enum {
	HELPERS_MAX = 7,
	SHARE = 8, /* lessons for which a thread is worth while */
};

struct readers {
	struct catalog_entry **entries;
	size_t count;
	atomic_size_t next;
};

static void *read_lessons(void *arg)
{
	struct readers *r = arg;
	size_t i;

	while ((i = atomic_fetch_add(&r->next, 1)) < r->count) {
		struct catalog_entry *entry = r->entries[i];

		(void)lesson_load(entry->path, &entry->lesson, &entry->diags);
	}
	return NULL;
}

static struct catalog_entry **all_entries(struct catalog *c, size_t *ret_count)
{
	struct catalog_entry **entries;
	size_t count = 0, n = 0;

	for (size_t t = 0; t < c->count; t++)
		count += c->topics[t].count;
	entries = mem_new(count, sizeof(struct catalog_entry *));
	for (size_t t = 0; t < c->count; t++)
		for (size_t i = 0; i < c->topics[t].count; i++)
			entries[n++] = &c->topics[t].entries[i];
	*ret_count = count;
	return entries;
}

/* How many besides this thread. */
static size_t helpers_for(size_t lessons)
{
	cpu_set_t set;
	size_t n = lessons / SHARE, cpus = 1;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		cpus = (size_t)CPU_COUNT(&set);
	if (n > cpus)
		n = cpus;
	if (n > HELPERS_MAX + 1)
		n = HELPERS_MAX + 1;
	return n ? n - 1 : 0;
}

void lesson_readers_run(struct catalog *c)
{
	struct readers r = { .next = 0 };
	SCOPED_FREE struct catalog_entry **entries = all_entries(c, &r.count);
	pthread_t helpers[HELPERS_MAX];
	size_t want = helpers_for(r.count), n = 0;

	r.entries = entries;
	while (n < want &&
	       pthread_create(&helpers[n], NULL, read_lessons, &r) == 0)
		n++;
	(void)read_lessons(&r);
	while (n)
		(void)pthread_join(helpers[--n], NULL);
}
