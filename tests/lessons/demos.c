/* SPDX-License-Identifier: MIT */
/*
 * Every demo runs to its end without a player, and leaves nothing behind: as
 * it is, with the smallest and the largest values that a lesson lets a student
 * choose, with every fault, and as its card says (demos.d/TOPIC.DEMO).
 *
 * Times are 0 at the ends of what may vary, so that a run takes no longer than
 * its work; PROCESSION_TEST_FULL also runs the true ends, and then all under
 * valgrind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "lesson/catalog.h"
#include "lessons/jobs.h"

struct ends {
	bool largest;
	bool real_times;
};

static void add(struct jobs *jobs, const struct card *c, char *const *words,
		int end)
{
	jobs_add(jobs, &(struct job){ .card = c, .words = words, .end = end });
}

static const struct lesson_vary *vary_of(const struct lesson_demo *demo,
					 const char *name)
{
	for (size_t i = 0; i < demo->vary_count; i++)
		if (strcmp(demo->vary[i].name, name) == 0)
			return &demo->vary[i];
	return NULL;
}

/* "name=value" at one end of what it may be. */
static char *argument(const char *name, const char *value,
		      const struct lesson_vary *vary, struct ends ends)
{
	bool is_time = value ? strchr(value, '.') != NULL : false;
	SCOPED_STR text = STR_INIT;

	is_time |= vary && !vary->choices && !vary->whole;
	str_addf(&text, "%s=", name);
	if (is_time && !ends.real_times)
		str_add(&text, "0");
	else if (vary && vary->choices)
		str_add(&text,
			vary->choices[ends.largest ? vary->choice_count - 1
						   : 0]);
	else if (vary)
		str_addf(&text, "%g", ends.largest ? vary->max : vary->min);
	else
		str_add(&text, value);
	return str_detach(&text);
}

/* The arguments of @d at one end; words_free. */
static char **words_at(const struct lesson_demo *d, struct ends ends)
{
	char **words =
		mem_new(d->with_count + d->vary_count + 1, sizeof(*words));
	size_t n = 0;

	for (size_t i = 0; i < d->with_count; i++)
		words[n++] = argument(d->with[i].name, d->with[i].value,
				      vary_of(d, d->with[i].name), ends);
	for (size_t i = 0; i < d->vary_count; i++) {
		bool is_there = false;

		for (size_t k = 0; k < d->with_count; k++)
			is_there |=
				strcmp(d->with[k].name, d->vary[i].name) == 0;
		if (!is_there)
			words[n++] = argument(d->vary[i].name, NULL,
					      &d->vary[i], ends);
	}
	return words;
}

static void words_free(char **words)
{
	for (size_t i = 0; words[i]; i++)
		free(words[i]);
	free(words);
}

/* What the card says of the run with times of 0 holds for any times. */
static void add_end(struct jobs *jobs, const struct card *c,
		    const struct lesson_demo *d, struct ends ends)
{
	char **words = words_at(d, ends);
	char **quick = words_at(d, (struct ends){ ends.largest, false });
	const struct card_line *line = card_find(c, quick);

	if (d->with_count + d->vary_count <= CARD_WORDS)
		add(jobs, c, words, line ? line->end : c->end_of_vary);
	words_free(quick);
	words_free(words);
}

static void add_lesson(struct jobs *jobs, const struct card *c,
		       const struct lesson *l, bool real_times)
{
	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_demo *d = l->steps[i].demo;

		if (!d || strcmp(strrchr(d->dir, '/') + 1, c->topic) != 0 ||
		    strcmp(d->program, c->name) != 0)
			continue;
		add_end(jobs, c, d, (struct ends){ false, real_times });
		add_end(jobs, c, d, (struct ends){ true, real_times });
	}
}

static void add_ends(struct jobs *jobs, const struct card *c,
		     const struct catalog *course, bool real_times)
{
	for (size_t t = 0; t < course->count; t++)
		for (size_t i = 0; i < course->topics[t].count; i++)
			if (course->topics[t].entries[i].lesson)
				add_lesson(jobs, c,
					   course->topics[t].entries[i].lesson,
					   real_times);
}

static bool has_fault(const struct card *c, const char *word)
{
	for (size_t i = 0; i < c->count; i++)
		for (char *const *w = c->lines[i].words; *w; w++)
			if (!c->lines[i].twin && strcmp(*w, word) == 0)
				return true;
	return false;
}

/* What the card says; then, to end with 0, what it does not speak of. */
static void add_card(struct jobs *jobs, const struct card *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (!c->lines[i].twin)
			add(jobs, c, c->lines[i].words, c->lines[i].end);
	add(jobs, c, (char *[]){ NULL }, 0);
	for (size_t i = 0; i < c->source.fault_count; i++) {
		SCOPED_STR word = STR_INIT;

		str_addf(&word, "fault=%s", c->source.faults[i].name);
		if (!has_fault(c, word.buf))
			add(jobs, c, (char *[]){ word.buf, NULL }, 0);
	}
}

/* The same again under valgrind; what takes long the first time does not. */
static void add_valgrind(struct jobs *jobs)
{
	size_t count = jobs->count;

	for (size_t i = 0; i < count; i++) {
		struct job job = jobs->items[i];

		job.valgrind = true;
		if (!job.card->no_valgrind)
			jobs_add(jobs, &job);
	}
}

static void add_all(struct jobs *jobs, const struct card *cards, size_t count,
		    const struct catalog *course)
{
	for (size_t i = 0; i < count; i++) {
		add_card(jobs, &cards[i]);
		add_ends(jobs, &cards[i], course, false);
	}
	if (!getenv("PROCESSION_TEST_FULL"))
		return;
	if (system("valgrind --version >/dev/null 2>&1") == 0)
		add_valgrind(jobs);
	else
		puts("valgrind is not installed: nothing runs under it");
	for (size_t i = 0; i < count; i++)
		add_ends(jobs, &cards[i], course, true);
}

int main(void)
{
	struct catalog course = { 0 };
	struct jobs jobs = { 0 };
	struct card *cards;
	char *dir = fs_join(card_folder("top_srcdir"), "lessons");
	struct err e = ERR_NONE;
	size_t count;
	int bad = 0;

	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	if (catalog_load(&course, &dir, 1, &e) < 0) {
		puts(e.text);
		return 99;
	}
	cards = cards_read(&count, &bad);
	add_all(&jobs, cards, count, &course);
	bad += jobs_run(&jobs);
	printf("%zu runs, %d wrong\n", jobs.count, bad);
	bad |= !jobs.count;
	jobs_release(&jobs);
	cards_free(cards, count);
	catalog_release(&course);
	free(dir);
	return bad != 0;
}
