/* SPDX-License-Identifier: MIT */
/*
 * Telling a model a story, and asking whether it holds together.
 *
 *	struct story s;
 *
 *	story_begin(&s);
 *	TELL(&s, 10, 4711, NAME, MP_HAPPENS, .text = story_text(&s, "main"));
 *	ck_assert_int_eq(story_process(&s, 4711)->state, MODEL_RUNNING);
 *	story_end(&s);
 */
#ifndef MODEL_STORY_H
#define MODEL_STORY_H

#include "base/str.h"
#include "model/history.h"
#include "model/model.h"
#include "trace/log.h"

struct story {
	struct trace_log *log;
	struct model *m;
};

void story_begin(struct story *s);
void story_end(struct story *s);

/* Append an event at @ms after the start of the run, and fold it. */
void story_tell(struct story *s, int64_t ms, struct trace_event e);
#define TELL(s, ms, who, what, when, ...)                                      \
	story_tell((s), (ms),                                                  \
		   (struct trace_event){ .pid = (who),                         \
					 .tid = (who),                         \
					 .verb = MP_VERB_##what,               \
					 .phase = (when),                      \
					 __VA_ARGS__ })
uint32_t story_text(struct story *s, const char *text);

/* They must be there. */
const struct model_process *story_process(const struct story *s, uint32_t pid);
const struct model_queue *story_queue(const struct story *s, uint64_t object);

/*
 * Common scenes.  PRODUCER and CONSUMER are children of MAIN, TASKS has room
 * for four ints.
 */
enum { MAIN = 4710, PRODUCER = 4711, CONSUMER = 4712, TASKS = 7 };
void story_cast(struct story *s, int64_t ms);
void story_put(struct story *s, int64_t ms, uint64_t sequence, int value);
void story_get(struct story *s, int64_t ms, uint64_t sequence, int value);
void story_sample(struct story *s, int64_t ms, uint32_t pid, char letter);

/* The items of a queue in order, "83 12 ?". */
void story_items(const struct story *s, uint64_t object, struct str *out);

/* "" if all is as it must be, or what is wrong. */
const char *model_fault(const struct model *m);
/* "" if they are the same in every field, or the first that differs. */
const char *model_difference(const struct model *a, const struct model *b);

/*
 * Fold whatever @bytes make as events, in every way that a history offers, and
 * check the result each time.  Returns "" or what is wrong.  Also the entry of
 * a fuzzer.
 */
const char *fold_bytes(const uint8_t *bytes, size_t len);

#endif
