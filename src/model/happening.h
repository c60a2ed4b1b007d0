/* SPDX-License-Identifier: MIT */
/*
 * What a lesson calls a happening (lesson/facts.def), in terms of events.
 *
 * A pure function of one event and the state right after it, but for lost
 * updates, which are a matter of what came before (model/judge.c).
 */
#ifndef MODEL_HAPPENING_H
#define MODEL_HAPPENING_H

#include "lesson/fact.h"
#include "model/model.h"

/* To whom it happened, and at what. */
struct model_subject {
	uint32_t pid;    /* 0: nobody, or it is not known whom */
	uint64_t object; /* 0: nothing */
	uint64_t times;  /* lines that were written; else 1 */
};

#define MODEL_SUBJECTS_MAX 8

/*
 * How often @what happened by event @e, after which the state is @m: its
 * subjects.  To wait is to wait at something shared: a join, a sleep and a wait
 * for a child are none.
 */
size_t model_happening(const struct model *m, const struct trace_log *log,
		       const struct trace_event *e, enum lesson_happening what,
		       struct model_subject ret[MODEL_SUBJECTS_MAX]);

#endif
