/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as an exported progress: it is joined with what is there or refused
 * whole, what is there stays, and what comes out can be read in again.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "progress/answers.h"
#include "progress/cards.h"
#include "progress/marks.h"
#include "progress/transfer.h"

static void demand(bool what)
{
	if (!what)
		abort();
}

static bool any_objective(void *arg, const struct progress_objective *o)
{
	demand(o->right >= 0 && o->wrong >= 0 && o->recent_right <= 5 &&
	       o->recent_wrong <= 5);
	return arg != NULL;
}

static bool any_card(void *arg, const struct progress_card *c)
{
	demand(c->memory.stability > 0 && strlen(c->id) < sizeof(c->id));
	return arg != NULL;
}

static bool any_bookmark(void *arg, const struct progress_bookmark *b)
{
	demand(strlen(b->topic) < sizeof(b->topic));
	return arg != NULL;
}

/* Whatever was imported can be asked for. */
static void look_around(struct progress *p)
{
	struct progress_exam exams[4];
	struct progress_lesson lesson;
	struct progress_card card;
	char topic[PROGRESS_ID], id[PROGRESS_ID];

	(void)progress_last(p, topic, id);
	progress_lesson(p, topic, id, &lesson);
	(void)progress_solved(p, topic, id);
	progress_objectives(p, any_objective, p);
	(void)progress_due(p, INT64_MAX, any_card, p);
	progress_bookmarks(p, any_bookmark, p);
	(void)progress_exams(p, exams, 4);
	(void)progress_review(p, "ipc", "queue", "bounded", FSRS_HARD, 1000,
			      &card);
	demand(card.memory.difficulty >= 1 && card.memory.difficulty <= 10);
}

/* What is written is read in again, and says the same. */
static void take_along(struct progress *p)
{
	struct progress *q = progress_open_memory();
	struct progress_imported got;
	SCOPED_STR first = STR_INIT, second = STR_INIT;
	struct err e = ERR_NONE;

	demand(progress_export(p, "", 1, &first) == 0);
	demand(progress_import(q, first.buf, &got, &e) == 0);
	demand(progress_export(q, "", 1, &second) == 0);
	demand(!strcmp(first.buf, second.buf));
	progress_close(q);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct progress *p = progress_open_memory();
	char *json = mem_text_n((const char *)data, size);
	struct progress_imported got;
	struct progress_lesson lesson;
	struct err e = ERR_NONE;
	int code;

	(void)progress_visit(p, "ipc", "queue", "full", 2);
	(void)progress_done(p, "ipc", "queue");
	code = progress_import(p, json, &got, &e);
	demand(code == 0 || *e.text);
	progress_lesson(p, "ipc", "queue", &lesson);
	demand(lesson.done && lesson.seen >= 1);
	if (code == 0)
		look_around(p);
	take_along(p);
	free(json);
	progress_close(p);
	return 0;
}
