/* SPDX-License-Identifier: MIT */
#include "lessons/jobs.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "lessons/box.h"
#include "support/procs.h"

/* They mostly sleep; under valgrind they work. */
enum { AT_ONCE = 8, AT_ONCE_VALGRIND = 2 };

static bool same_words(char *const *a, char *const *b)
{
	while (*a && *b && strcmp(*a, *b) == 0) {
		a++;
		b++;
	}
	return !*a && !*b;
}

void jobs_add(struct jobs *j, const struct job *job)
{
	char **words;
	size_t n = 0;

	for (size_t i = 0; i < j->count; i++)
		if (j->items[i].card == job->card &&
		    j->items[i].twin == job->twin &&
		    j->items[i].valgrind == job->valgrind &&
		    same_words(j->items[i].words, job->words))
			return;
	j->items = mem_grow(j->items, j->count, &j->cap, sizeof(*j->items));
	while (job->words[n])
		n++;
	words = mem_new(n + 1, sizeof(*words));
	for (size_t i = 0; i < n; i++)
		words[i] = mem_text(job->words[i]);
	j->items[j->count] = *job;
	j->items[j->count++].words = words;
}

void jobs_release(struct jobs *j)
{
	for (size_t i = 0; i < j->count; i++) {
		char **words = (char **)(uintptr_t)j->items[i].words;

		for (char **w = words; *w; w++)
			free(*w);
		free(words);
	}
	free(j->items);
	*j = (struct jobs){ 0 };
}

static void print_name(const struct job *j)
{
	(void)printf("%s%s.%s", j->valgrind ? "valgrind: " : "", j->card->topic,
		     j->card->name);
	for (char *const *w = j->words; *w; w++)
		(void)printf(" %s", *w);
}

static void print_file(const char *path)
{
	SCOPED_FREE char *text = NULL;
	struct err e = ERR_NONE;
	size_t len;

	if (fs_read(path, 1 << 20, &text, &len, &e) == 0)
		(void)printf("%s", text);
}

struct place {
	pid_t pid;
	const struct job *job;
	double since;
};

static char *report_of(const char *work, const struct job *job,
		       const struct jobs *j)
{
	SCOPED_STR path = STR_INIT;

	str_addf(&path, "%s/%d", work, (int)(job - j->items));
	return str_detach(&path);
}

static void begin(struct place *p, const struct jobs *j, const struct job *job,
		  const char *work)
{
	SCOPED_FREE char *box = report_of(work, job, j);
	SCOPED_STR report = STR_INIT;

	p->job = job;
	p->since = procs_now();
	(void)fflush(stdout);
	p->pid = fork();
	if (p->pid)
		return;
	str_addf(&report, "%s.report", box);
	(void)dup2(open(report.buf, O_WRONLY | O_CREAT | O_APPEND, 0600),
		   STDOUT_FILENO);
	exit(box_run(job, box) ? 0 : 1);
}

/* Wait for one of them; true if something was wrong. */
static bool finish_one(struct place *places, const struct jobs *j,
		       const char *work)
{
	int status = 0;
	pid_t pid = wait(&status);
	struct place *p = places;
	SCOPED_FREE char *box = NULL;
	SCOPED_STR report = STR_INIT;

	while (p->pid != pid)
		p++;
	p->pid = 0;
	(void)printf("%s ", status ? "WRONG" : "ok   ");
	print_name(p->job);
	(void)printf("  (%.1f s)\n", procs_now() - p->since);
	box = report_of(work, p->job, j);
	str_addf(&report, "%s.report", box);
	print_file(report.buf);
	(void)fflush(stdout);
	return status != 0;
}

int jobs_run(const struct jobs *j)
{
	char folder[] = "./demos.XXXXXX";
	SCOPED_FREE char *work = NULL;
	struct place places[AT_ONCE] = { 0 };
	size_t next = 0, live = 0;
	int bad = 0;

	if (!mkdtemp(folder))
		return 1;
	work = realpath(folder, NULL);
	while (next < j->count || live) {
		bool heavy = next < j->count && j->items[next].valgrind;
		size_t room = heavy ? AT_ONCE_VALGRIND : AT_ONCE;
		struct place *p = places;

		if (next == j->count || live >= room) {
			bad += finish_one(places, j, work);
			live--;
			continue;
		}
		while (p->pid)
			p++;
		begin(p, j, &j->items[next++], work);
		live++;
	}
	procs_remove_tree(work);
	return bad;
}
